"""Questions in one language over articles in the same and in others: answers, retrieval and refusals.

    python -m evals.languages [--texts FILE]... [--questions FILE] [--articles FOLDER]

Each of FILE's lines `{lang, title, text, question, answers}` is an article and a question in its language; where it has
`across` (`{lang, question, answers}`), that is asked of it in another language. Where several lines have one title,
they are the same text in several languages, and each one's question is asked of the others too, one text at a time. By
default `evals/sets/languages/questions.jsonl`: French, Russian, Arabic, Hindi, Japanese.

QUESTIONS are Korean and Chinese ones over the English articles of the sample library (those in other languages are left
out of the search). With e5-small. Every question is asked with its article, and without it, when a refusal is right.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.answering.answer import Answer
from bot.answering.pipeline import Answerer
from bot.answering.refusal import sentence
from bot.answering.wiring import answerer_for
from bot.settings import AnswerSettings
from evals.questionsets import lines
from evals.scoring import holds_answer
from ingest.syncing import sync
from language.detection import told_language
from language.pack import FALLBACK, packs
from vectorstore.library import Library
from vectorstore.model import digest
from vectorstore.settings import StoreSettings

HERE = Path(__file__).parent
NOW = datetime(2024, 4, 1, 12, tzinfo=UTC)
EMBEDDING = "local:e5-small"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A question in a language about one article; `hidden` are the articles in which its answer stands as well."""

    asked: str
    spoken: str
    question: str
    answers: tuple[str, ...]
    url: str
    hidden: frozenset[str]

    @property
    def across(self) -> bool:
        return self.asked != self.spoken


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a question with its article, and without it."""

    pair: Pair
    right: bool
    refused: bool
    refused_without: bool
    whole: bool

    @classmethod
    def of(cls, pair: Pair, answerer: Answerer) -> Outcome:
        held = answerer.answer(pair.question, now=NOW, exclude_urls=pair.hidden)
        gone = answerer.answer(pair.question, now=NOW, exclude_urls={*pair.hidden, pair.url})
        return cls(
            pair=pair,
            right=not held.abstained and holds_answer(held.text, pair.answers),
            refused=held.abstained,
            refused_without=gone.abstained,
            whole=_is_whole(held, pair.asked) and _is_whole(gone, pair.asked),
        )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, action="append")
    parser.add_argument("--questions", type=Path, default=HERE / "sets" / "cross_language.jsonl")
    parser.add_argument("--articles", type=Path, default=HERE.parent / "articles")
    parser.add_argument("--shown", action="store_true", help="also the questions that are answered wrongly")
    args = parser.parse_args()
    for texts in args.texts or [HERE / "sets" / "languages" / "questions.jsonl"]:
        print(f"{texts.parent.name}/{texts.name}")
        outcomes = _of_texts(lines(texts))
        for name, some in _by_language(outcomes).items():
            print(_line(name, some))
        if args.shown:
            for one in outcomes:
                if not one.right or not one.refused_without:
                    print(one)
    if not args.texts:
        _over_samples(lines(args.questions), args.articles)


def pairs(rows: Sequence[dict[str, Any]]) -> Iterator[Pair]:
    """The questions of a set, each with the article that it is asked about."""
    same = defaultdict(set)
    for row in rows:
        same[row["title"]].add(_address(row))
    for row in rows:
        url = _address(row)
        for other in rows:
            if other["title"] == row["title"]:
                yield Pair(
                    asked=row["lang"],
                    spoken=other["lang"],
                    question=row["question"],
                    answers=tuple(other["answers"]),
                    url=_address(other),
                    hidden=frozenset(same[row["title"]] - {_address(other)}),
                )
        if across := row.get("across"):
            yield Pair(
                asked=across["lang"],
                spoken=row["lang"],
                question=across["question"],
                answers=tuple(across["answers"]),
                url=url,
                hidden=frozenset(),
            )


def _is_whole(answer: Answer, asked: str) -> bool:
    """Whether a refusal and all notes are in the asker's language, or whole in English where it has no pack."""
    told = asked if asked in {one.code for one in packs()} else FALLBACK
    said = [note.text for note in answer.notes if note.kind != "read-as"]  # that quotes the member's word
    if answer.abstained:
        said.append(answer.text)
        if answer.text != sentence(asked):
            return False
    return all(told_language(text) in (told, None) for text in said)


def _of_texts(rows: Sequence[dict[str, Any]]) -> list[Outcome]:
    with tempfile.TemporaryDirectory() as place:
        articles = Path(place) / "articles.jsonl"
        records = ({"url": _address(row), "title": row["title"], "text": row["text"]} for row in rows)
        articles.write_text("\n".join(json.dumps(one, ensure_ascii=False) for one in records), encoding="utf-8")
        settings = StoreSettings(dateline_data=Path(place) / "data", embedding=EMBEDDING)
        sync([articles], settings=settings)
        with Library.open(settings) as library:
            answerer = answerer_for(AnswerSettings(chat_model="stub"), library)
            return [Outcome.of(pair, answerer) for pair in pairs(rows)]


def _address(row: dict[str, Any]) -> str:
    return f"https://example.com/{row['lang']}/{digest(row['text'])}"


def _by_language(outcomes: Sequence[Outcome]) -> dict[str, list[Outcome]]:
    """Own language and across, each by the language of the question and in all."""
    found: dict[str, list[Outcome]] = {}
    for name, across in (("own", False), ("across", True)):
        mine = [one for one in outcomes if one.pair.across is across]
        for code in sorted({one.pair.asked for one in mine}):
            found[f"{name:6} {code} "] = [one for one in mine if one.pair.asked == code]
        if mine:
            found[f"{name:6} all"] = mine
    return found


def _line(name: str, outcomes: Collection[Outcome]) -> str:
    n = len(outcomes)
    shares = {
        "right": sum(one.right for one in outcomes),
        "false refusals": sum(one.refused for one in outcomes),
        "refused without the article": sum(one.refused_without for one in outcomes),
        "in the asker's language or English": sum(one.whole for one in outcomes),
    }
    return f"{name}  n={n:<3} " + "  ".join(f"{what} {count / n:.2f}" for what, count in shares.items())


def _over_samples(asked: Sequence[dict[str, Any]], articles: Path) -> None:
    with tempfile.TemporaryDirectory() as place:
        settings = StoreSettings(dateline_data=Path(place), embedding=EMBEDDING)
        sync([articles], settings=settings)
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
