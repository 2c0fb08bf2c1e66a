"""Sources that disagree, and sources that were corrected: both shown, and neither passed over."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.answering.answer import Citation, Note
from bot.answering.checking import Check, Verdict
from bot.answering.citing import taken_apart
from bot.answering.disagreement import Correction, Findings, Relates, Side, disagreements
from bot.answering.rendering import shown_day
from language.asking import asked
from language.cldr import day_shown
from language.dates import Moment, dates
from language.pack import FALLBACK
from language.translation import translate
from language.wording import has_value
from prompts.fences import marked
from vectorstore.model import Hit


@dataclass(frozen=True, slots=True, kw_only=True)
class Contrasted:
    """The hits that a model may be given, and what was found about them.

    Passages that still hold a corrected value are not among `hits`.
    """

    hits: tuple[Hit, ...]
    findings: Findings
    language: str

    @property
    def disagree(self) -> bool:
        return bool(self.findings.disagreements)

    def checked(self, check: Check) -> Check:
        """The check, with one more rule: a value that was corrected since is not given as if it held."""

        def with_corrections(sentence: str, cited: Sequence[int]) -> Verdict:
            verdict = check(sentence, cited)
            for correction in self.findings.corrections:
                if verdict.sources and _repeats_the_wrong(sentence, correction):
                    return verdict.taken_back()
            return verdict

        return with_corrections

    def without(self, is_overruled: Callable[[str, Hit], bool]) -> Contrasted:
        """The same without sides that their own outlet took back, and without a disagreement of which one is left."""
        standing = [
            replace(one, sides=tuple(side for side in one.sides if not is_overruled(side.sentence.text, side.hit)))
            for one in self.findings.disagreements
        ]
        kept = tuple(one for one in standing if len(one.sides) > 1)
        return replace(self, findings=replace(self.findings, disagreements=kept))

    def missing_from(self, text: str) -> Iterator[str]:
        """The sides and the right value that an answer leaves out, as sentences with their marks."""
        numbers = {hit.passage.id: n for n, hit in enumerate(self.hits, start=1)}
        for side in self._sides():
            n = numbers.get(side.hit.passage.id)
            if n and not has_value(text, side.value):
                yield marked(side.sentence.text, [n])

    def with_sides(self, raws: Sequence[str], missing: Iterable[str]) -> list[str]:
        """A model's sentences and the sides that it left out. A model that quotes has its quotes of the sides put
        ahead, the newest first; one that tells them in its own words has them in its own order."""
        order = {" ".join(side.sentence.text.split()): at for at, side in enumerate(self._sides())}

        def place(raw: str) -> int:
            return order.get(taken_apart(raw, self.hits)[0], len(order))

        everything = [*raws, *missing]
        return sorted(everything, key=place) if any(place(raw) < len(order) for raw in raws) else everything

    def attribution(self, verdict: Verdict) -> str:
        """What stands ahead of a sentence that quotes a side: its outlet and date. Nothing ahead of other words."""
        for disagreement in self.findings.disagreements:
            for side in disagreement.sides:
                cited = any(self.hits[n - 1].article.id == side.hit.article.id for n in verdict.sources)
                if cited and verdict.sentence == " ".join(side.sentence.text.split()):
                    return f"{self._name(side)}: "
        return ""

    def notes(self, citations: Sequence[Citation], text: str) -> tuple[Note, ...]:
        """That sources disagree, and the sides, newest first, that `text` doesn't attribute and date itself; and when
        what is cited was corrected."""
        numbers = {citation.passage_id: citation.n for citation in citations}
        # A sentence that two passages of an article share may have been cited from the other one.
        by_article = {citation.article_id: citation.n for citation in reversed(citations)}
        notes = []
        for disagreement in self.findings.disagreements:
            found = [(s, numbers.get(s.hit.passage.id) or by_article.get(s.hit.article.id)) for s in disagreement.sides]
            shown = [(side, n) for side, n in found if n]
            if len(shown) > 1:
                notes.append(Note(kind="disagree", text=translate("The sources disagree.", self.language)))
                if not all(self._is_attributed(side, text) for side, _ in shown):
                    sides = "; ".join(f"{self._name(side)}: {side.value} [{n}]" for side, n in shown)
                    notes.append(Note(kind="sides", text=f"{sides}."))
        for correction in self.findings.corrections:
            if correction.right.hit.passage.id in numbers and correction.on:
                text = translate("Corrected on {date}.", self.language, date=day_shown(correction.on, self.language))
                notes.append(Note(kind="corrected", text=text))
        return tuple(notes)

    def _sides(self) -> list[Side]:
        sides = [side for disagreement in self.findings.disagreements for side in disagreement.sides]
        return sides + [correction.right for correction in self.findings.corrections]

    def _name(self, side: Side) -> str:
        article = side.hit.article
        day = shown_day(article, language=self.language) or translate("undated", self.language)
        return f"{article.outlet or article.headline} ({day})"

    def _is_attributed(self, side: Side, text: str) -> bool:
        """Whether a text names the side's value and outlet, and the day of its article in any way of writing it."""
        article = side.hit.article
        if not (has_value(text, side.value) and (article.outlet or article.headline) in text):
            return False
        if article.published is None:
            return True
        day = article.published.date()
        told = Moment(0, 0, day.year, day.month, day.day)
        return any(moment.day and moment.agrees(told) for moment in dates(text))


def contrasted(
    question: str,
    hits: Sequence[Hit],
    *,
    newest_first: bool = False,
    language: str = FALLBACK,
    relates: Relates | None = None,
) -> Contrasted:
    """The hits with what they say against each other about the question; `relates` asks a judge.

    "What is the newest report?" asks for no one fact that an older report could deny.
    """
    open_ended = newest_first and len(asked(question).kinds) > 1
    findings = Findings() if open_ended else disagreements(question, hits, relates=relates)
    kept = [hit for hit in hits if not any(_is_outdated(hit, one) for one in findings.corrections)]
    return Contrasted(hits=tuple(kept or hits), findings=findings, language=language)


def _is_outdated(hit: Hit, correction: Correction) -> bool:
    """Whether a passage of a corrected article still says what was wrong. The notice that corrects it stays."""
    return hit.article.id != correction.right.hit.article.id and any(
        hit.article.id == wrong.hit.article.id and has_value(hit.passage.text, wrong.value)
        for wrong in correction.wrong
    )


def _repeats_the_wrong(sentence: str, correction: Correction) -> bool:
    wrong = any(has_value(sentence, side.value) for side in correction.wrong)
    return wrong and not has_value(sentence, correction.right.value)
