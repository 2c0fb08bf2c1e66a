"""How well a judge tells what a passage says of a sentence: labelled sentences put to it, and what it made of them.

    python -m evals.claims --speed       how long the words take for an answer of six sentences

`dateline eval FOLDER --judge NAME` puts a folder's sentences to any judge. Sentences are labelled in three classes,
said whole, in part or not; a judge confirms the first and nothing else.
"""

from __future__ import annotations

import argparse
import re
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from bot.answering.judging.judge import Claim as Put
from bot.answering.judging.judge import Exhibit, Judge, Opinion, Saying
from evals.questionsets import Claim, lines

if TYPE_CHECKING:
    from vectorstore.library import Library

SETS = Path(__file__).parent / "sets"
AT_ONCE = 16  # sentences in a call


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A labelled sentence with the passages that it was held against and the opinion of the passage that says most."""

    claim: Claim
    exhibits: tuple[Exhibit, ...]
    opinion: Opinion[Saying] | None


def judged(claims: Sequence[Claim], library: Library | None, judge: Judge) -> Iterable[Judged]:
    """Each sentence put to the judge, with its evidence or with each passage of its article."""
    held: dict[str, tuple[Exhibit, ...]] = {}
    waiting = [(claim, exhibits_of(claim, library, held)) for claim in claims]
    for start in range(0, len(waiting), AT_ONCE):
        some = waiting[start : start + AT_ONCE]
        put = [
            Put(sentence=claim.sentence, exhibits=(one,), question=claim.question)
            for claim, them in some
            for one in them
        ]
        opinions = iter(judge.says(put).opinions)
        for claim, them in some:
            yield Judged(claim=claim, exhibits=them, opinion=most([next(opinions) for _ in them]))


def most(opinions: Sequence[Opinion[Saying] | None]) -> Opinion[Saying] | None:
    """The opinion that counts of several passages': a yes before a part, a part before the rest."""
    order = ("says", "part", "denies", "silent")
    told = [one for one in opinions if one is not None]
    return min(told, key=lambda one: (order.index(one.verdict), -one.probability), default=None)


def exhibits_of(claim: Claim, library: Library | None, held: dict[str, tuple[Exhibit, ...]]) -> tuple[Exhibit, ...]:
    """What a sentence is held against; `held` remembers the passages of articles."""
    if claim.article is None:
        return (Exhibit(key=claim.id, text=as_text(claim.evidence), language=claim.language),)
    assert library is not None
    if claim.article not in held:
        article = library.article(claim.article)
        published = article.published.date() if article and article.published else None
        held[claim.article] = tuple(
            Exhibit(
                key=passage.id,
                text=passage.text,
                header=passage.header,
                published=published,
                language=article.language if article else None,
            )
            for passage in library.passages(claim.article)
        )
    return held[claim.article]


def as_text(sentences: Sequence[str]) -> str:
    """Sentences of evidence as a passage, each a line."""
    return "\n".join(sentence.replace("\n", " ") for sentence in sentences)


def typeset(text: str) -> str:
    """A text whose words and marks a data set has parted by spaces, as it is printed: "u - boat", "3, 000"."""
    text = re.sub(r"(?<=\w) - (?=\w)", "-", text)
    text = re.sub(r"(?<=\d), (?=\d{3}\b)", ",", text)
    text = re.sub(r"(?<=\d)\. (?=\d)", ".", text)
    text = re.sub(r"([$£€]) (?=\d)", r"\1", text)
    return re.sub(r"` ?`|' ?'", '"', text)


def speed(path: Path) -> tuple[float, float]:
    """p50 and p95, in milliseconds of one thread's own time, of checking an answer of six true sentences against eight
    passages by words; prints them. What is remembered of passages is forgotten before each answer."""
    from bot.answering.checking import Checker
    from bot.answering.judging.words.judge import evidence_of
    from bot.answering.judging.words.units import units
    from evals.samples import sample_passages
    from language.facts import facts
    from vectorstore.model import Hit

    samples = [one for found in sample_passages().values() for one in found]
    hits = [Hit(passage=passage, article=article, score=1.0) for passage, article in samples]
    true = [row for row in lines(path) if row["holds"]]
    taken = []
    for start in range(0, len(true) - 5, 6):
        some = true[start : start + 6]
        named = {row["article"] for row in some}
        given = sorted(hits, key=lambda hit: hit.article.id not in named)[:8]
        cited = {hit.article.id: n for n, hit in reversed(list(enumerate(given, start=1)))}
        for remembering in (facts, evidence_of, units):
            remembering.cache_clear()
        begun = time.thread_time()
        checker = Checker(given)
        for row in some:
            checker.check(row["sentence"], [cited.get(row["article"], 1)])
        taken.append(1000 * (time.thread_time() - begun))
    p50, p95 = (float(np.percentile(taken[1:], at)) for at in (50, 95))  # the first one loads dictionaries
    print(f"an answer of 6 sentences, 8 passages: p50 {p50:.0f} ms, p95 {p95:.0f} ms ({len(taken) - 1} answers)")
    return p50, p95


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--changed", type=Path, default=SETS / "changed_answers.jsonl")
    parser.add_argument("--speed", action="store_true", required=True)
    args = parser.parse_args()
    speed(args.changed)


if __name__ == "__main__":
    main()
