"""Sources that disagree, and sources that were corrected: both shown, and neither passed over."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.answering.answer import Citation, Note
from bot.answering.asking import asked
from bot.answering.checking import Verdict
from bot.answering.citing import marked
from bot.answering.disagreement import Correction, Findings, Side, disagreements
from bot.answering.timing.spotting import language_of
from vectorstore.model import Hit

_SIDES = {
    "en": "The sources disagree: {sides}.",
    "ko": "기사마다 다릅니다: {sides}.",
    "zh": "各报道说法不一：{sides}。",
    "es": "Las fuentes no coinciden: {sides}.",
    "de": "Die Quellen widersprechen sich: {sides}.",
}
_CORRECTED = {
    "en": "Corrected on {date}.",
    "ko": "{date}에 정정되었습니다.",
    "zh": "已于 {date} 更正。",
    "es": "Corregido el {date}.",
    "de": "Am {date} berichtigt.",
}
_UNDATED = {"en": "undated", "ko": "날짜 없음", "zh": "日期不详", "es": "sin fecha", "de": "ohne Datum"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Contrasted:
    """The hits that a model may be given, and what was found about them.

    Passages that still hold a corrected value are not among `hits`.
    """

    hits: tuple[Hit, ...]
    findings: Findings
    language: str

    def checked(self, check: Callable[[str, Sequence[int]], Verdict]) -> Callable[[str, Sequence[int]], Verdict]:
        """The check, with one more rule: a value that was corrected since is not given as if it held."""

        def with_corrections(sentence: str, cited: Sequence[int]) -> Verdict:
            verdict = check(sentence, cited)
            for correction in self.findings.corrections:
                if verdict.sources and _repeats_the_wrong(sentence, correction):
                    return replace(verdict, outcome="dropped", sources=(), quotes=(), reason="it was corrected since")
            return verdict

        return with_corrections

    def missing_from(self, text: str) -> Iterator[str]:
        """The sides and the right value that an answer leaves out, as sentences with their marks."""
        numbers = {hit.passage.id: n for n, hit in enumerate(self.hits, start=1)}
        for side in self._sides():
            n = numbers.get(side.hit.passage.id)
            if n and not _holds(text, side.value):
                yield marked(side.sentence.text, [n])

    def notes(self, citations: Sequence[Citation]) -> tuple[Note, ...]:
        """The sides, each attributed and dated, newest first; and when what is cited was corrected."""
        by_passage = {citation.passage_id: citation.n for citation in citations}
        notes = []
        for disagreement in self.findings.disagreements:
            shown = [side for side in disagreement.sides if side.hit.passage.id in by_passage]
            if len(shown) > 1:
                sides = "; ".join(self._attributed(side, by_passage[side.hit.passage.id]) for side in shown)
                notes.append(Note(kind="disagree", text=_SIDES[self.language].format(sides=sides)))
        for correction in self.findings.corrections:
            if correction.right.hit.passage.id in by_passage and correction.on:
                text = _CORRECTED[self.language].format(date=correction.on.isoformat())
                notes.append(Note(kind="corrected", text=text))
        return tuple(notes)

    def _sides(self) -> list[Side]:
        sides = [side for disagreement in self.findings.disagreements for side in disagreement.sides]
        return sides + [correction.right for correction in self.findings.corrections]

    def _attributed(self, side: Side, n: int) -> str:
        article = side.hit.article
        date = article.published.date().isoformat() if article.published else _UNDATED[self.language]
        return f"{article.outlet or article.headline} ({date}): {side.value} [{n}]"


def contrasted(question: str, hits: Sequence[Hit], *, newest_first: bool = False) -> Contrasted:
    """The hits with what they say against each other about the question.

    "What is the newest report?" asks for no one fact that an older report could deny.
    """
    open_ended = newest_first and len(asked(question).kinds) > 1
    findings = Findings() if open_ended else disagreements(question, hits)
    kept = [hit for hit in hits if not any(_is_outdated(hit, one) for one in findings.corrections)]
    return Contrasted(hits=tuple(kept or hits), findings=findings, language=language_of(question))


def _is_outdated(hit: Hit, correction: Correction) -> bool:
    """Whether a passage of a corrected article still says what was wrong. The notice that corrects it stays."""
    return hit.article.id != correction.right.hit.article.id and any(
        hit.article.id == wrong.hit.article.id and _holds(hit.passage.text, wrong.value) for wrong in correction.wrong
    )


def _repeats_the_wrong(sentence: str, correction: Correction) -> bool:
    wrong = any(_holds(sentence, side.value) for side in correction.wrong)
    return wrong and not _holds(sentence, correction.right.value)


def _holds(text: str, value: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(value)}(?!\w)", text) is not None
