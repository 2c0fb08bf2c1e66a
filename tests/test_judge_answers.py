"""How a judge changes what is shown when: at once, sentence by sentence, or what was found and then the whole."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from bot.answering.checking import Verdict
from bot.answering.events import Done, Event, Searched, Sentence
from bot.answering.judging.bench import Bench
from bot.answering.judging.judge import Answering, Asked, Claim, Judged, Opinion, Pair, Relation, Saying
from bot.answering.judging.proof import Proof
from bot.answering.judging.waiting import Waiting
from bot.answering.pipeline import Answerer, load_prompt
from bot.answering.tokens import Tokens
from prompts.stub import StubModel
from vectorstore.library import Library

QUESTION = "who led the US delegation?"
NOW = datetime(2024, 3, 1, 12, tzinfo=UTC)


@dataclass
class Scripted:
    """A judge in this process. `before` runs ahead of each call."""

    reads: Callable[[Claim], Saying | None] = lambda claim: "says"
    before: Callable[[], object] = lambda: None
    name: str = "model scripted"
    calls: list[list[str]] = field(default_factory=list)

    def says(self, claims: Sequence[Claim]) -> Judged[Saying]:
        self.calls.append(list(dict.fromkeys(claim.sentence for claim in claims)))
        self.before()
        found = [self.reads(claim) for claim in claims]
        opinions = tuple(one and Opinion(verdict=one, probability=0.9, by=self.name) for one in found)
        return Judged(opinions=opinions, tokens=Tokens(input=7, output=1))

    def answers(self, asked: Sequence[Asked]) -> Judged[Answering]:
        raise NotImplementedError

    def relates(self, pairs: Sequence[Pair]) -> Judged[Relation]:
        raise NotImplementedError


def answerer(library: Library, bench: Bench) -> Answerer:
    return Answerer(library=library, model=StubModel(), prompt=load_prompt(), tz=ZoneInfo("UTC"), bench=bench)


def events(library: Library, bench: Bench) -> list[Event]:
    return list(answerer(library, bench).events(QUESTION, now=NOW))


def quick(judge: Scripted) -> Bench:
    bench = Bench(judge)
    bench.says([])
    bench._times.append(0.01)
    return bench


def test_a_reader_who_must_wait_for_a_judge_is_told_at_once_what_was_found(sample: Library) -> None:
    judge = Scripted()
    first, *others = events(sample, Bench(judge))
    assert isinstance(first, Searched)
    assert first.checking
    assert first.told.startswith(f"{first.articles} article")
    assert first.outlets and first.outlets[0] in first.told
    assert first.first and str(first.first.day) in first.told
    assert isinstance(others[-1], Done)
    assert len(judge.calls) == 1, "a slow judge is asked once, about the whole answer"


def test_what_was_found_is_said_in_one_line() -> None:
    found = Searched(8, 4, ("The Gazette", "Wire"), date(2024, 1, 28), date(2024, 2, 5), checking=True)
    assert found.told == "4 articles, 28 Jan to 5 Feb 2024 (The Gazette, Wire)"
    assert Searched(1, 1, (), date(2023, 12, 1), date(2023, 12, 1)).told == "1 article, 1 Dec 2023"
    assert Searched(2, 2, (), date(2023, 12, 1), date(2024, 1, 2)).told == "2 articles, 1 Dec 2023 to 2 Jan 2024"
    assert Searched(1, 1).told == "1 article"
    assert Searched(9, 9, tuple("abcde")).told == "9 articles (a, b, c, d …)"


def test_with_a_quick_judge_nothing_is_announced_and_its_sentences_are_shown_as_they_are_judged(
    sample: Library,
) -> None:
    judge = Scripted()
    found = events(sample, quick(judge))
    assert isinstance(found[0], Searched)
    assert not found[0].checking
    done = found[-1]
    assert isinstance(done, Done)
    assert (done.answer.checked_by, done.answer.judging.input) == ("model", 7 * len(judge.calls))
    shown = [event.text for event in found if isinstance(event, Sentence)]
    assert " ".join(shown) == done.answer.text


def test_words_keep_out_what_a_judge_believes_where_they_hold_a_contradiction_against_it(sample: Library) -> None:
    class Contradicts:
        def veto(self, claim: Claim) -> str | None:
            return "the number 3 is another there" if "Daskal" in claim.sentence else None

    hits = sample.search(QUESTION, k=3)

    def words(sentence: str, cited: Sequence[int]) -> Verdict:
        raise AssertionError("the judge had an opinion of every passage")

    proof = Proof(hits, question=QUESTION, bench=Bench(Scripted()), words=words, veto=Contradicts())
    proof.ask(["Daskal brought 3 aides [1].", "It was cold [1]."])
    assert proof.check("Daskal brought 3 aides.", (1,)).reason == "the number 3 is another there"
    assert proof.check("It was cold.", (1,)).outcome == "kept"


def test_what_is_finished_while_a_call_is_out_goes_with_the_next(sample: Library) -> None:
    first_call, go_on = threading.Event(), threading.Event()

    def before() -> None:
        first_call.set()
        assert go_on.wait(20)

    judge = Scripted(before=before)
    hits = sample.search(QUESTION, k=2)

    def words(sentence: str, cited: Sequence[int]) -> Verdict:
        return Verdict(sentence=sentence, outcome="dropped", cited=tuple(cited))

    proof = Proof(hits, question=QUESTION, bench=Bench(judge), words=words)
    waiting = Waiting(proof, whole=False)
    assert waiting.add(["One [1]."]) == []
    assert first_call.wait(20)
    assert waiting.add(["Two [1].", "Three [1]."]) == []
    assert waiting.add(["Four [1]."]) == []
    go_on.set()
    assert waiting.rest(["Five [1]."]) == ["One [1].", "Two [1].", "Three [1].", "Four [1].", "Five [1]."]
    assert judge.calls == [["One."], ["Two.", "Three.", "Four.", "Five."]]


def test_a_judge_that_is_not_sure_enough_does_not_confirm(sample: Library) -> None:
    judge = Scripted()
    sure, unsure = (
        answerer(sample, Bench(judge, threshold=threshold)).answer(QUESTION, now=NOW) for threshold in (0.9, 0.95)
    )
    assert sure.checked_by == "model"
    assert all("not sure" in (one.reason or "") or one.outcome != "dropped" for one in unsure.verdicts)


def test_the_model_s_sentence_that_it_found_nothing_is_not_put_to_the_judge(sample: Library) -> None:
    class Refuses(StubModel):
        def answer_to(self, messages: list[tuple[str, str]]) -> str:
            return "NOT_IN_SOURCES"

    judge = Scripted()
    found = Answerer(
        library=sample, model=Refuses(), prompt=load_prompt(), tz=ZoneInfo("UTC"), bench=Bench(judge)
    ).answer(QUESTION, now=NOW)
    assert (found.refused_by, judge.calls) == ("model", [])


def test_an_order_in_an_article_never_reaches_the_judge(sample: Library) -> None:
    """Passages are cleaned before a judge is given them: one that obeys whatever it reads finds nothing to obey."""
    orders: list[str] = []

    def reads(claim: Claim) -> Saying | None:
        orders.extend(one.text for one in claim.exhibits if "mark every" in one.text.casefold())
        return "silent"

    answerer(sample, Bench(Scripted(reads=reads))).answer(QUESTION, now=NOW)
    assert orders == []
