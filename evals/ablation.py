"""What each step of retrieval gains, one after the other, with paired bootstrap intervals.

    python -m evals.ablation ../shared/evals/news [--library DIR]

FOLDER is a question set with `answers` and `gold_urls`. The steps: words alone, vectors alone, both fused by
reciprocal rank, then looking within the time that the question means, then counting the fresh a little more: what
`dateline search` does; and what settings that are off would add to it. Passage MRR@10 on all questions and on each
half; the gain is over the step before (of fusion: over the better of the two), its interval that of the mean difference
over the same questions.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Table

from bot import startup
from bot.answering.retrieving import retrieve
from evals.questionsets import Question, read
from evals.running import SEARCHED, library_for, store_of
from evals.scoring import bootstrap, mean, passage_rank, reciprocal, share
from language.detection import told_language
from vectorstore.library import Library
from vectorstore.model import Hit
from vectorstore.settings import StoreSettings

Search = Callable[[Library, Question], Sequence[Hit]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One way to search: settings that differ from the defaults, how, and which step it is measured against."""

    name: str
    settings: dict[str, float]
    search: Search
    after: str | None = None


def plain_search(library: Library, question: Question) -> Sequence[Hit]:
    """The library's own search, which knows of no time. Rows that no list with a weight has are left out."""
    hits = library.search(question.question, k=SEARCHED, language=told_language(question.question))
    return [hit for hit in hits if hit.score > 0]


def timed_search(library: Library, question: Question) -> Sequence[Hit]:
    """What `dateline search` does."""
    now = question.now or datetime.now(UTC)
    return retrieve(question.question, library=library, now=now, tz=ZoneInfo("UTC"), k=SEARCHED).hits


STEPS = (
    Step(name="words alone", settings={"search_dense_weight": 0.0}, search=plain_search),
    Step(name="vectors alone", settings={"search_lexical_weight": 0.0}, search=plain_search),
    Step(name="fused", settings={}, search=plain_search, after="the better"),
    Step(name="+ time windows", settings={"search_recency": 0.0}, search=timed_search, after="fused"),
    Step(name="+ recency", settings={}, search=timed_search, after="+ time windows"),
)
# Settings that are off: what they would gain over the defaults.
OFF = tuple(
    Step(name=f"{name} {value:g}", settings={setting: value}, search=timed_search, after="+ recency")
    for setting, name, values in (
        ("search_emphasis", "phrases, names, figures", (1, 2)),
        ("search_neighbours", "neighbours", (0.1, 0.3)),
    )
    for value in values
)


def measured(
    questions: Sequence[Question], store: StoreSettings, *, steps: Sequence[Step] = STEPS
) -> dict[str, list[int | None]]:
    """Each step's rank of the right passage, question by question."""
    found = {}
    for step in steps:
        with Library.open(store.model_copy(update=step.settings)) as library:
            found[step.name] = [
                passage_rank(step.search(library, one), one.gold_urls, one.answers) for one in questions
            ]
    return found


def table(ranks: dict[str, list[int | None]]) -> Table:
    """The steps as rows."""
    shown = Table("step", "MRR@10", "95 %", "even", "odd", "hit@1", "hit@4", "gain", "95 % of the gain", box=None)
    rates = {name: reciprocal(found) for name, found in ranks.items()}
    better = max(("words alone", "vectors alone"), key=lambda name: sum(rates[name]))
    for step in (*STEPS, *OFF):
        if step.name not in ranks:
            continue
        mine, found = rates[step.name], ranks[step.name]
        before = rates.get(better if step.after == "the better" else step.after or "")
        gain = [new - old for new, old in zip(mine, before, strict=True)] if before else []
        whole = mean(step.name, mine)
        shown.add_row(
            step.name,
            f"{whole.value:.3f}",
            f"{whole.low or 0:.3f} – {whole.high or 0:.3f}",
            f"{mean('', mine[::2]).value:.3f}",
            f"{mean('', mine[1::2]).value:.3f}",
            *(f"{share('', [rank is not None and rank <= k for rank in found]).value:.3f}" for k in (1, 4)),
            f"{math.fsum(gain) / len(gain):+.3f}" if gain else "",
            "{:+.3f} – {:+.3f}".format(*bootstrap(gain)) if gain else "",
        )
    return shown


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--library", type=Path, help="a data folder whose library is asked as it is")
    args = parser.parse_args(arguments)
    settings = startup.load()
    questions = read(args.folder, held=args.library is not None)
    with library_for(questions, settings, held=args.library, progress=lambda *_: None) as library:
        assert library is not None
        print(f"{questions.name}, {library.embedding}, {library.count_passages()} passages")
    store = store_of(questions, settings, held=args.library)
    asked = [one for one in questions.questions if one.kind == "answerable" and one.answers]
    Console(width=140).print(table(measured(asked, store, steps=(*STEPS, *OFF))))


if __name__ == "__main__":
    main()
