"""From a question to its answer: retrieve, weigh, prompt, generate, check.

`events` is the pipeline, and yields what may be shown as soon as it is proved; `answer` is its last event;
`streaming.stream` is the same for asyncio, with the work in a thread.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bot.answering.answer import Answer, Note
from bot.answering.askable import askable
from bot.answering.bare_answers import BareAnswers
from bot.answering.checking import Check, Checker, Verdict
from bot.answering.clock import Clock
from bot.answering.composing import Composer
from bot.answering.contrasting import Contrasted, contrasted
from bot.answering.errors import ModelError, PromptFileError
from bot.answering.events import Done, Event, Refused, searched
from bot.answering.feed import Feed
from bot.answering.forms import QuotedForm
from bot.answering.gate import Gate
from bot.answering.generating import generate, name_of
from bot.answering.judging.bench import Bench
from bot.answering.judging.comparison import Comparison
from bot.answering.judging.judge import Asked, exhibit
from bot.answering.judging.notices import judge_notes, own_words_note
from bot.answering.judging.proof import Proof
from bot.answering.judging.waiting import Waiting
from bot.answering.languages import english_only, quoted_in
from bot.answering.missing import lacking, missing_notes
from bot.answering.models import STUB
from bot.answering.overruling import Overruling
from bot.answering.ownwords import OwnWords
from bot.answering.pointers import beside_an_answer
from bot.answering.quotations import Quotations
from bot.answering.quoted_feed import QuotedFeed
from bot.answering.refusal import nearest, searched_notice, sentence
from bot.answering.rendering import shown_date
from bot.answering.retrieving import Found, retrieve
from bot.answering.spelling import Reading, reading
from bot.answering.timeline import FETCHED, dated, timeline
from bot.answering.timing.applying import TimeRules
from bot.answering.tokens import Tokens
from language.asking import asked
from language.detection import asked_language, text_language
from language.messages import message_of
from language.pack import FALLBACK
from language.requests import subject_of
from prompts import files
from prompts.budget import estimated_tokens, fitted
from prompts.errors import PromptError
from prompts.fences import REFUSAL, Source, fenced, fenced_question
from prompts.files import Prompt
from vectorstore.model import Hit

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from langchain_core.language_models.chat_models import BaseChatModel

    from prompts.quoting import Embed
    from vectorstore.library import Library

PASSAGES = 8
BORDER = 0.5  # log-odds: nearer to the gate's border a judge is asked whether the passages answer
DEADLINE = 25.0  # seconds
BUDGET = 12_000  # tokens, of the passages in a prompt
LONGEST_REPLY = 20_000  # characters that are read of a model that doesn't stop


@dataclass(frozen=True, kw_only=True)
class Answerer:
    """What every question is answered with.

    `k` passages are given to the model, within `deadline` seconds; fewer where they are more than about `budget`
    tokens: then the lowest-ranked are left out whole. `tz` is where "today" and "yesterday" are
    counted, `rules` how much a question's time weighs. `bench` has the judge that is asked whether the sources say
    what the model said; without it words alone decide. With
    `own_words` the articles' own sentences are shown where words can prove nothing of what the model said, and the
    model is asked for them with the prompt `quoting` where the articles are in another language than the question.
    Where their words and the question's don't meet, `likeness` chooses them.
    With `quoted` it is asked for JSON with a quote for each sentence, else for text with marks.
    """

    library: Library
    model: BaseChatModel
    prompt: Prompt
    tz: ZoneInfo
    k: int = PASSAGES
    deadline: float = DEADLINE
    budget: int = BUDGET
    rules: TimeRules = field(default_factory=TimeRules)
    bench: Bench | None = None
    own_words: bool = False
    quoting: Prompt | None = None
    quoted: QuotedForm | None = None
    likeness: Embed | None = None

    def answer(
        self, question: str, *, now: datetime, exclude_urls: Collection[str] = (), usual: str = FALLBACK
    ) -> Answer:
        """The whole answer with its checked citations, or the refusal.

        `now` is the question's own date, `usual` the language of a question that does not tell its own. Raises
        QuestionError, ModelError, LibraryError or EmbeddingError: all are DatelineErrors, fit to show.
        """
        for event in self.events(question, now=now, exclude_urls=exclude_urls, usual=usual):
            if isinstance(event, Done):
                return event.answer
        raise AssertionError("the last event is Done")

    def events(
        self,
        question: str,
        *,
        now: datetime,
        exclude_urls: Collection[str] = (),
        usual: str = FALLBACK,
        left: threading.Event | None = None,
    ) -> Generator[Event, None, None]:
        """The same as it happens. Closing the iterator stops the model, and so does `left`, set from elsewhere."""
        question = askable(question)
        usual = asked_language(question, usual=usual)
        clock = Clock()
        # Without greetings and thanks, in the member's own words, typos read as words of the library.
        message = message_of(question)
        in_order = message.kind == "list" or message.kind == "timeline"
        understood = reading(subject_of(message), self.library)
        asks = understood.text
        found = retrieve(
            asks,
            library=self.library,
            now=now,
            tz=self.tz,
            k=FETCHED if in_order else self.k,
            exclude_urls=exclude_urls,
            rules=self.rules,
            usual=usual,
        )
        clock.retrieved()
        bears, weighing = (True, Tokens()) if found.only_time and found.hits else self._bears(asks, found)
        if not bears:
            made = self._made(question, found, clock, understood, judging=weighing)
            yield from self._refused(made, found, by="evidence")
            return
        if self._quotes and not found.open_to_all:
            # What only quotes would quote another thing's passage as well.
            bearing = Gate(found.subject, self.library, found.told, asked=asks).bearing(found.hits)
            found = replace(found, timed=replace(found.timed, hits=tuple(bearing)))
        yield searched(found.hits, checking=self._judge_is_slow)

        fitting = self._fitting(found.hits)
        language = found.need.language
        comparison = Comparison(self.bench) if self.bench else None
        sides = contrasted(
            asks,
            found.hits[:fitting],
            newest_first=found.need.newest_first,
            language=language,
            relates=comparison.relates if comparison else None,
        )
        sources = fenced(sources_of(sides.hits))
        prompt = self._prompt_for(sides.hits, language=found.told)
        messages = prompt.filled(
            today=f"{now.astimezone(self.tz):%Y-%m-%d (%A)}",
            sources=sources,
            question=fenced_question(asks),
        )
        quotations = Quotations(sides.hits)
        checker = Checker(sides.hits, question=asks, quotations=quotations)
        # Where the question names no one fact, or a time, it may not have brought a correction along.
        overruling = Overruling(library=self.library, hits=sides.hits, exclude_urls=exclude_urls)
        sides = sides.without(overruling.is_overruled)
        rules = (sides.checked, *((overruling.checked,) if found.window or not asked(asks).kinds else ()))
        proof = (
            Proof(sides.hits, question=asks, bench=self.bench, words=checker.check, veto=checker.judge)
            if self.bench
            else None
        )
        if proof and comparison:
            proof.tokens = proof.tokens.plus(comparison.tokens)
        check = _under(rules, proof.check if proof else checker.check)
        composer = Composer(sides.hits, check, attribute=sides.attribution)
        # Where sources disagree, nothing is shown before all is said: the newest comes first. Nor where a judge takes
        # its time: it is asked once, about all sentences.
        waiting = Waiting(proof, whole=sides.disagree or self._judge_is_slow)
        bare = BareAnswers(judged=proof is not None)
        quoting = self.quoted if self.quoted and prompt is self.quoted.prompt and not in_order else None
        feed: Feed | QuotedFeed = QuotedFeed(sides.hits, quotations) if quoting else Feed.over(sides.hits)
        read, restarts, sentinel, tokens, cut_off = 0, 0, False, Tokens(), None
        if in_order:
            composer.attribute = partial(dated, sides.hits, language)
            pieces = _told(timeline(found.subject, sides.hits, likeness=self.likeness))
        else:
            pieces = generate(self.model, messages, deadline=self.deadline, form=quoting.request if quoting else None)
        try:
            while not composer.full and read < LONGEST_REPLY and not (left and left.is_set()):
                try:
                    piece = next(pieces)
                except StopIteration as end:
                    tokens = end.value
                    break
                read += len(piece)
                finished = feed.add(piece)
                if feed.restarts > restarts:
                    # All that came before were thoughts, shown ones too: the whole answer goes without them.
                    restarts, sentinel = feed.restarts, False
                    composer = Composer(sides.hits, check, attribute=sides.attribution)
                    waiting.rest(judge=False)
                    bare = BareAnswers(judged=proof is not None)
                    waiting = Waiting(proof, whole=sides.disagree or self._judge_is_slow)
                sentinel = sentinel or any(REFUSAL in raw for raw in finished)
                for raw in waiting.add(bare.add(finished)):
                    yield from composer.take(raw)
        except ModelError as error:
            # What was proved before the stream broke is still true; what was only half said is not shown.
            cut_off = error
        finally:
            pieces.close()
        last = [] if cut_off else feed.end()
        sentinel = sentinel or any(REFUSAL in raw for raw in last)
        last = [*bare.add(last), *bare.end()]
        said = waiting.rest(last, judge=not sentinel and not (left and left.is_set()))
        for raw in said if in_order else _with_all_sides(said, sides, check):
            yield from composer.take(raw)
        quoted: tuple[Note, ...] = ()
        unread = self.own_words if proof is None else proof.left_to_words
        if composer.verdicts and not composer.citations and not sentinel and unread:
            # The model answered, and nobody could read whether it is true: the articles speak for themselves.
            cited = {n for verdict in composer.verdicts for n in verdict.cited}
            own = OwnWords(asks, sides.hits, language=language, likeness=self.likeness, cited=cited)
            composer.attribute = own.attribution
            for raw in own.raws:
                yield from composer.take(raw)
            quoted = (own_words_note(language),)
        if cut_off and not composer.citations:
            raise cut_off
        clock.generated()
        made = self._made(
            question, found, clock, understood, tokens=tokens, judging=weighing, proof=proof, prompt=prompt
        )
        if not composer.citations:
            by = "model" if sentinel or feed.missing else "check"
            yield from self._refused(made, found, by=by, verdicts=composer.verdicts)
            return
        for raw in () if in_order else sides.missing_from(composer.text):
            yield from composer.take(raw)
        citations = composer.citations
        notes = (
            *(note for note in found.notes(citations) if not (in_order and note.kind == "as-of")),  # each has its day
            *quoted,
            *sides.notes(citations, composer.text),
            *self._language_notes(found, sides.hits, composer.verdicts),
            *missing_notes(asks, (*feed.missing, *_lacking(composer.verdicts)), language=language),
            *made.notes,
        )
        if cut_off:
            notes = (*notes, Note(kind="cut-off", text=str(cut_off)))
        yield Done(
            replace(
                made,
                text=composer.text,
                abstained=False,
                citations=tuple(citations),
                notes=notes,
                verdicts=tuple(composer.verdicts),
                hits=tuple(sides.hits),
                linked=beside_an_answer(found.linked),
                left_out=tuple(found.hits[fitting:]),
                cut_off=str(cut_off) if cut_off else None,
            )
        )

    def _made(
        self,
        question: str,
        found: Found,
        clock: Clock,
        understood: Reading,
        *,
        tokens: Tokens | None = None,
        judging: Tokens | None = None,
        proof: Proof | None = None,
        prompt: Prompt | None = None,
    ) -> Answer:
        """What every answer and refusal to a question says of how it was made."""
        judging = (judging or Tokens()).plus(proof.tokens if proof else Tokens())
        judge = self.bench if proof and proof.by_judge else None
        return Answer(
            question=question,
            text="",
            abstained=True,
            hits=tuple(found.hits),
            notes=(*understood.notes(found.need.language), *judge_notes(proof, language=found.need.language)),
            linked=found.linked,
            window=found.window,
            zone=self.tz.key,
            language=found.need.language,
            model=name_of(self.model),
            embedding=self.library.embedding or "",
            prompt=(prompt or self.prompt).label,
            timings=clock.timings(),
            tokens=(tokens or Tokens()).plus(judging),
            judging=judging,
            checked_by=judge.kind if judge else "words",
            judge=judge.judge.name if judge else "words",
        )

    @property
    def _quotes(self) -> bool:
        """Whether the model can't read, and only quotes what is nearest to the question."""
        return name_of(self.model) == STUB

    @property
    def _judge_is_slow(self) -> bool:
        """Whether a judge is asked that isn't known to be quick: then an answer is shown whole."""
        return self.bench is not None and not self.bench.quick and not self.bench.idle

    def _fitting(self, hits: Sequence[Hit]) -> int:
        costs = [estimated_tokens(fenced([source])) for source in sources_of(hits)]
        return fitted(costs, budget=self.budget)

    def _bears(self, question: str, found: Found) -> tuple[bool, Tokens]:
        """Whether the hits bear on the question, and the tokens that it took to know. Near the border a judge that
        reads is asked; it never opens the gate on what is far from it."""
        if not found.hits:
            return False, Tokens()
        gate = Gate(found.subject, self.library, found.told, asked=question)
        weigh = gate.strict_margin if self._quotes else gate.loose_margin
        margin = weigh(found.hits, elsewhere=found.elsewhere)
        if self.bench is None or not self.bench.reads or abs(margin) >= BORDER:
            return margin >= 0, Tokens()
        fitting = self._fitting(found.hits)
        judged = self.bench.answers([Asked(question=question, exhibits=tuple(map(exhibit, found.hits[:fitting])))])
        (opinion,) = judged.opinions
        return (margin >= 0 if opinion is None else opinion.verdict != "no"), judged.tokens

    def _prompt_for(self, hits: Sequence[Hit], *, language: str | None) -> Prompt:
        """The prompt that asks for an answer in the sources' own words, where these are in another language than the
        question and nobody reads who could compare a translation with them; else that of the form."""
        usual = self.quoted.prompt if self.quoted else self.prompt
        if self.quoting is None or not self.own_words or not (self.bench is None or self.bench.words_decide):
            return usual
        spoken = hits[0].article.language or text_language(hits[0].passage.text)
        return self.quoting if language and spoken and spoken != language else usual

    def _language_notes(
        self, found: Found, hits: Sequence[Hit] = (), verdicts: Sequence[Verdict] = ()
    ) -> tuple[Note, ...]:
        """That what is shown is quoted in another language than the question's, and that an embedder reads but one."""
        language = found.need.language
        embedder = self.library.embedder()
        if not verdicts:
            if embedder and embedder.english_only and language != FALLBACK:
                return (Note(kind="language", text=english_only(language)),)
            return ()
        if found.told is None:
            return ()
        quoted = (hits[n - 1] for verdict in verdicts for n in verdict.quoted)
        spoken = {hit.article.language or text_language(hit.passage.text) for hit in quoted}
        others = sorted({code for code in spoken if code} - {language})
        return tuple(Note(kind="language", text=quoted_in(one, asked=language)) for one in others)

    def _refused(self, made: Answer, found: Found, *, by: str, verdicts: Sequence[Verdict] = ()) -> Iterator[Event]:
        text = sentence(found.need.language)
        yield Refused(text, by)
        searched = Note(
            kind="searched", text=searched_notice(self.library.extent(), self.tz, language=found.need.language)
        )
        yield Done(
            replace(
                made,
                text=text,
                notes=(*found.notes(()), *self._language_notes(found), searched, *made.notes),
                nearest=nearest(found.subject, found.hits, self.library.frequencies(found.subject)),
                verdicts=tuple(verdicts),
                refused_by=by,
            )
        )


def load_prompt(name: str = "answer", *, overrides: Path | None = None) -> Prompt:
    """The prompt that questions are answered with; a file of that name in `overrides` goes before the shipped one.

    Raises PromptFileError, naming file and line.
    """
    try:
        return files.load(name, overrides=overrides)
    except PromptError as error:
        raise PromptFileError(str(error)) from error


def sources_of(hits: Sequence[Hit]) -> list[Source]:
    """The hits as numbered sources, the best first."""
    return [
        Source(
            n=n,
            title=hit.article.headline,
            outlet=hit.article.outlet,
            date=shown_date(hit.article),
            text=hit.passage.text,
        )
        for n, hit in enumerate(hits, start=1)
    ]


def _told(entries: Sequence[str]) -> Generator[str, None, Tokens]:
    """Entries that no model has to write, as if one had."""
    for entry in entries:
        yield f"{entry}\n"
    return Tokens()


def _lacking(verdicts: Sequence[Verdict]) -> list[str]:
    """What dropped sentences say that the sources don't say."""
    dropped = (verdict.sentence for verdict in verdicts if verdict.outcome == "dropped")
    return [what for sentence in dropped if (what := lacking(sentence)) is not None]


def _under(rules: Sequence[Callable[[Check], Check]], check: Check) -> Check:
    """A check with further rules, each around the one before."""
    for rule in rules:
        check = rule(check)
    return check


def _with_all_sides(raws: Sequence[str], sides: Contrasted, check: Check) -> list[str]:
    """A model's sentences, with the sides of a disagreement that it left out or could not prove."""
    if not sides.disagree:
        return list(raws)
    trial = Composer(sides.hits, check)
    for raw in raws:
        for _ in trial.take(raw):
            pass
    return sides.with_sides(raws, sides.missing_from(trial.text) if trial.citations else ())
