"""What wrapping a question costs: the same questions in seven wordings, with how many are refused and answered rightly.

    python -m evals.wordings ../shared/evals/news --library DIR [--development] [--limit N]

Without --development the wordings that report are used. They were written after the rules that take wrapping off, and
nothing was changed for them; those of --development were tried while the rules were made. A question whose wording is
taken off to the very words of the plain one is asked once: what is searched and answered is the same.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot import startup
from bot.answering.pipeline import Answerer
from bot.answering.wiring import answerer_for
from evals import scoring
from evals.questionsets import Question, read
from evals.running import library_for
from language.messages import SEARCHED, message_of

SEED = 7


def lowered(question: str, _: random.Random) -> str:
    return question.lower()


def mistyped(question: str, chance: random.Random) -> str:
    """The question with two slips of a finger, each within a word of at least five letters: neighbours swapped."""
    words = question.split(" ")
    for at in chance.sample([n for n, word in enumerate(words) if len(word) >= 5 and word.isalpha()] or [0], k=1) + (
        chance.sample(range(len(words)), k=1)
    ):
        word = words[at]
        if len(word) >= 4:
            cut = chance.randrange(1, len(word) - 2)
            words[at] = word[:cut] + word[cut + 1] + word[cut] + word[cut + 2 :]
    return " ".join(words)


def lower_first(question: str) -> str:
    return question[:1].lower() + question[1:]


def framed(*frames: str) -> Callable[[str, random.Random], str]:
    """One of some frames around each question; "{Q}" is the question as it stands, "{q}" with a small first letter."""

    def wrap(question: str, chance: random.Random) -> str:
        return chance.choice(frames).replace("{Q}", question).replace("{q}", lower_first(question))

    return wrap


DEVELOPMENT: dict[str, Callable[[str, random.Random], str]] = {
    "lower case": lowered,
    "greeting": framed("Hi there! {Q}", "hey dateline, {q}", "Good morning all. Could you please tell me, {q}"),
    "chatter": framed("quick question, my friend and I were wondering: {q}", "ok so random question lol {q}"),
    "thanks": framed("{Q} Thanks in advance!", "{Q} thx, asking for a paper"),
    "two typos": mistyped,
    "place": framed("A reader in Los Angeles asks: {Q}", "A friend from San José wants to know: {Q}"),
    "first person": framed("I was on the bus with my sister and we read the news. {Q}", "I moved to Leeds in May. {Q}"),
}
REPORTING: dict[str, Callable[[str, random.Random], str]] = {
    "lower case": lowered,
    "greeting": framed("Howdy folks! {Q}", "Evening bot, mind helping me out? {Q}", "Hello dear Dateline team, {q}"),
    "chatter": framed(
        "We had a bit of a debate about this at the office today, so: {q}",
        "Bear with me, this may be a daft one. {Q}",
        "My flatmate swears I should know this one haha, {q}",
    ),
    "thanks": framed("{Q} Much obliged!", "{Q} Thank you so much for any help you can give.", "{Q} ta, you're ace"),
    "two typos": mistyped,
    "place": framed(
        "One of our subscribers in El Paso would like to know: {Q}",
        "Question from a listener in Baden-Baden: {Q}",
        "My cousin over in Rio de Janeiro is asking: {Q}",
    ),
    "first person": framed(
        "I've been stuck at home with the flu all week and lost track of everything. {Q}",
        "My son is preparing a quiz for his class and I promised to help. {Q}",
        "We drove back from the coast yesterday and I only half heard the radio. {Q}",
    ),
}


@dataclass(frozen=True, slots=True)
class Outcome:
    refused: bool
    right: bool  # answered with the expected answer and citing an expected article


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One wording: how many questions were refused, answered rightly, left exactly as the plain one, and lost."""

    name: str
    refused: int
    right: int
    bare: int
    lost: int


def rows(
    questions: Sequence[Question],
    answerer: Answerer,
    wordings: dict[str, Callable[[str, random.Random], str]],
) -> Iterator[Row]:
    """The plain wording first, then each."""
    known: dict[tuple[str, str], Outcome] = {}

    def outcome(question: Question, asked: str) -> Outcome:
        key = question.case, message_of(asked).asks
        if key not in known:
            answer = answerer.answer(asked, now=question.now or datetime.now(UTC), exclude_urls=question.exclude_urls)
            holds = scoring.holds_answer(answer.shown, question.answers)
            cited = any(one.url in question.gold_urls for one in answer.citations)
            known[key] = Outcome(answer.abstained, not answer.abstained and holds and cited)
        return known[key]

    def plain(question: str, _: random.Random) -> str:
        return question

    for name, wrap in {"plain": plain, **wordings}.items():
        chance = random.Random(SEED)
        asked = [wrap(question.question, chance) for question in questions]
        found = [outcome(*pair) for pair in zip(questions, asked, strict=True)]
        yield Row(
            name=name,
            refused=sum(one.refused for one in found),
            right=sum(one.right for one in found),
            bare=sum(
                message_of(said).asks.casefold() == message_of(question.question).asks.casefold()
                for question, said in zip(questions, asked, strict=True)
            ),
            lost=sum(message_of(said).kind not in SEARCHED for said in asked),
        )


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--library", type=Path, help="a data folder whose library is asked as it is")
    parser.add_argument("--development", action="store_true")
    parser.add_argument("--limit", type=int)
    args = parser.parse_args(arguments)
    settings = startup.load()
    questions = read(args.folder, held=args.library is not None)
    answerable = [one for one in questions.questions if one.kind == "answerable"][: args.limit]
    with library_for(questions, settings, held=args.library, progress=lambda *_: None) as library:
        assert library is not None
        print(f"{'':<14}{len(answerable):>4}  refused  right  bare  lost")
        for row in rows(
            answerable, answerer_for(settings.answer, library), DEVELOPMENT if args.development else REPORTING
        ):
            print(f"{row.name:<18}  {row.refused:>7}{row.right:>7}{row.bare:>6}{row.lost:>6}", flush=True)


if __name__ == "__main__":
    main()
