"""Questions whose articles are older than the time that they ask for: what is found with and without windows of time.

    python -m evals.old_times QUESTIONS --library FOLDER [--days 30]

QUESTIONS is a file of `{"question", "asked_on", "gold_urls"}` lines; those that name a time which holds a gold article
are asked so many days later, when that time holds none of them. FOLDER is a library's data, only read. Article hit@4:
the share of questions with a gold article among the first four.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.answering.retrieving import retrieve
from bot.answering.timing.needs import time_of
from language.detection import told_language
from vectorstore.library import Library
from vectorstore.model import Hit
from vectorstore.settings import StoreSettings

UTC_ZONE = ZoneInfo("UTC")
PASSAGES = 20
FIRST = 4


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--days", type=int, default=30)
    args = parser.parse_args()
    rows = [json.loads(line) for line in args.questions.read_text(encoding="utf-8").splitlines()]
    with Library.open(StoreSettings(dateline_data=args.library)) as library:
        days = {article.url: article.published for article in library.articles() if article.url and article.published}
        asked, windowed, plain = 0, 0, 0
        for row in rows:
            then = datetime.combine(date.fromisoformat(row["asked_on"][:10]), time(12), UTC)
            window = time_of(row["question"], now=then, tz=UTC_ZONE).window
            if window is None or not window.firm or window.year or window.month:
                continue
            if not any(url in days and window.start and window.start <= days[url] for url in row["gold_urls"]):
                continue
            later = then + timedelta(days=args.days)
            asked += 1
            found = retrieve(row["question"], library=library, now=later, tz=UTC_ZONE, k=PASSAGES)
            windowed += _found(found.hits, row["gold_urls"])
            language = told_language(row["question"])
            plain += _found(library.search(row["question"], k=PASSAGES, now=later, language=language), row["gold_urls"])
        print(f"{asked} questions, asked {args.days} days later, {library.embedding}: article hit@{FIRST}")
        print(f"with windows {windowed / asked:.3f}, without {plain / asked:.3f}")


def _found(hits: Sequence[Hit], gold: Iterable[str]) -> bool:
    """Whether a gold article is among the first articles."""
    first = list(dict.fromkeys(hit.article.url for hit in hits))[:FIRST]
    return any(url in first for url in gold)


if __name__ == "__main__":
    main()
