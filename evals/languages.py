"""Questions in one language over articles in another: retrieval with and without words, and refusals.

    python -m evals.languages [--questions FILE] [--articles FOLDER]

By default the twenty Korean and Chinese questions of `evals/sets/cross_language.jsonl` over the English articles
of the sample library (those in other languages are left out of the search), with e5-small. Each question
is asked twice: with its articles, and without them, when a refusal is right.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from bot.answering.wiring import answerer_for
from bot.settings import AnswerSettings
from ingest.syncing import sync
from vectorstore.library import Library
from vectorstore.settings import StoreSettings

HERE = Path(__file__).parent
NOW = datetime(2024, 4, 1, 12, tzinfo=UTC)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--questions", type=Path, default=HERE / "sets" / "cross_language.jsonl")
    parser.add_argument("--articles", type=Path, default=HERE.parent / "articles")
    args = parser.parse_args()
    asked = [json.loads(line) for line in args.questions.read_text(encoding="utf-8").splitlines()]
    with tempfile.TemporaryDirectory() as place:
        settings = StoreSettings(dateline_data=Path(place), embedding="local:e5-small")
        sync([args.articles], settings=settings)
        alone = settings.model_copy(update={"search_lexical_weight": 0.0})
        with Library.open(settings) as fused, Library.open(alone) as vectors:
            others = {one.url for one in fused.articles() if one.language != "en" and one.url}
            answerer = answerer_for(AnswerSettings(chat_model="stub"), fused)
            for lang in sorted({one["lang"] for one in asked}):
                mine = [one for one in asked if one["lang"] == lang]
                counts = {"fused": 0, "vectors alone": 0}
                for name, library in (("fused", fused), ("vectors alone", vectors)):
                    for one in mine:
                        hits = library.search(one["question"], k=4, exclude_urls=others, language=lang)
                        counts[name] += any(hit.article.url in one["gold_urls"] for hit in hits)
                held = [answerer.answer(one["question"], now=NOW, exclude_urls=others) for one in mine]
                gone = [
                    answerer.answer(one["question"], now=NOW, exclude_urls=others | set(one["gold_urls"]))
                    for one in mine
                ]
                cited = sum(
                    any(citation.url in one["gold_urls"] for citation in answer.citations)
                    for one, answer in zip(mine, held, strict=True)
                )
                print(
                    f"{lang}  n={len(mine)}  hit@4 fused {counts['fused'] / len(mine):.2f}"
                    f"  vectors alone {counts['vectors alone'] / len(mine):.2f}"
                    f"  cites a gold article {cited / len(mine):.2f}"
                    f"  false refusals {sum(answer.abstained for answer in held) / len(mine):.2f}"
                    f"  refused without the articles {sum(answer.abstained for answer in gone) / len(mine):.2f}"
                )


if __name__ == "__main__":
    main()
