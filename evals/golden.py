"""What the code reads in texts, one line of JSON a text: kept from before a change, and compared with after it.

    python -m evals.golden FOLDER... > before.jsonl            the questions and a sample of the sentences of articles
    python -m evals.golden --against before.jsonl FOLDER...    what is read otherwise now; exit 1 where anything is

Texts are the lines of every text file under the folders and the strings of every JSONL file, at any depth of a record,
addresses left out; every `EVERY`-th long one is read line by line, the others not at all. Not every difference is a
fault: each is to be looked at.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.answering.judging.words.heads import heads
from ingest.bylines import looks_like_one
from ingest.cleaning import is_furniture
from ingest.dates import readings
from language.asking import asked
from language.corrections import says_it_corrects, sets_right
from language.detection import asked_language, likely_language, text_language
from language.facts import facts
from language.kinds import asks_for_newest, asks_yes_or_no, holds, kind_asked, names_a_subject
from language.messages import message_of
from language.sentences import sentences
from language.times import spots
from language.words import names, terms
from prompts.fitness import denies, furniture, says_before

SHORT = 400  # characters: longer texts are articles
EVERY = 15  # of the articles
KINDS = ("person", "number", "date", "place")


def main() -> None:
    """Write what is read, or compare it."""
    parser = argparse.ArgumentParser(prog="python -m evals.golden")
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--against", type=Path, help="What was read before the change.")
    given = parser.parse_args()
    before = read_before(given.against) if given.against else None
    differing = 0
    for text in texts_of(given.folders):
        if before is not None and text not in before:
            continue
        now = json.loads(json.dumps(read(text), ensure_ascii=False))
        if before is None:
            print(json.dumps({"text": text} | now, ensure_ascii=False))
            continue
        was = before[text]
        for field in now:
            if was.get(field) != now[field]:
                differing += 1
                print(f"{field}: {text!r}\n  was {was.get(field)}\n  now {now[field]}")
    if before is not None:
        print(f"{differing} differences", file=sys.stderr)
        sys.exit(bool(differing))


def read_before(path: Path) -> dict[str, dict[str, Any]]:
    """What was kept, by text."""
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    return {row.pop("text"): row for row in rows}


def texts_of(folders: list[Path]) -> Iterator[str]:
    """Every text once: questions and other short ones, then the lines of some of the long ones."""
    seen: set[str] = set()
    long = 0
    for path in sorted(one for folder in folders for one in folder.rglob("*") if one.suffix in (".jsonl", ".txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            for text in strings(json.loads(line)) if path.suffix == ".jsonl" else (line,):
                long += len(text) > SHORT
                parts = [text] if len(text) <= SHORT else text.split("\n") if long % EVERY == 0 else []
                for part in parts:
                    if part not in seen and (" " in part or not part.isascii()):
                        seen.add(part)
                        yield part


def strings(value: Any) -> Iterator[str]:
    """The strings of a record, at any depth."""
    if isinstance(value, str):
        if "://" not in value:
            yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from strings(one)


def read(text: str) -> dict[str, Any]:
    """What is read in one text."""
    language = asked_language(text)
    found = facts(text)
    question = asked(text)
    message = message_of(text)
    return {
        "language": [language, likely_language(text), text_language(text)],
        "sentences": [one.text for one in sentences(text)],
        "names": [[one.text, one.certain, one.person] for one in found.names],
        "capitals": names(text),
        "numbers": [[sorted(one.readings), one.unit, text[one.start : one.end], one.about] for one in found.numbers],
        "dates": [[one.year, one.month, one.day, one.weekday, text[one.start : one.end]] for one in found.dates],
        "terms": terms(text),
        "kind": [kind_asked(text), asks_yes_or_no(text), asks_for_newest(text), names_a_subject(text)],
        "holds": [kind for kind in KINDS if holds(kind, text, "")],
        "asked": [sorted(question.kinds), sorted(question.terms), list(question.counted), question.counts_people()],
        "message": [message.kind, message.asks],
        "times": [[one.kind, text[one.start : one.end]] for one in spots(text)],
        "polarity": [denies(text, language), says_before(text, language), furniture(text)],
        "heads": [[one.kind, one.start, one.end] for one in heads(text, language)],
        "corrects": [says_it_corrects(title=None, text=text), sets_right(text)],
        "page": [is_furniture(text), looks_like_one(text), sorted(map(str, readings(text).values()))],
    }


if __name__ == "__main__":
    main()
