"""A question from the bot's log, disliked or refused, made into a case that fails until the answer is better.

The passages are pinned as the case's own sources, so that it stays the same whatever the library becomes. Of the
member nothing is kept: no id, no place, no reason that was written, and what looks like a person's data within the
question is taken out of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from bot.answering.retrieving import retrieve
from evals.workshop.errors import PinError
from prompts.casefiles import Case, read_file
from vectorstore.model import Article, digest

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from bot.questions.log import Entry
    from vectorstore.library import Library

PASSAGES = 8
_MARK = re.compile(r"\s?\[\d+\]")
_SENTENCE = re.compile(r".+?[.!?。！？](?=\s|$)|.+", re.DOTALL)
_PERSONAL = re.compile(
    r"<[@#][!&]?\d+>"  # a member, role or channel of Discord
    r"|(?<!\w)@[\w.]{2,32}"
    r"|[\w.+-]+@[\w-]+\.[\w.-]+"
    r"|(?<!\d)\d{17,20}(?!\d)"  # an id of Discord
    r"|(?<![\w+])(?!\d{4}-\d\d-\d\d)\+?\d(?:[ ().-]{0,3}\d){8,13}(?![\w.])"  # a telephone number, no date
)


def case_of(entry: Entry, *, library: Library, tz: ZoneInfo) -> dict[str, Any]:
    """The case as YAML will hold it. Raises PinError for a question that was answered and not disliked."""
    must = _must(entry)
    question = without_personal(entry.rewritten or entry.question)
    hits = retrieve(question, library=library, now=entry.asked_at, tz=tz, k=PASSAGES).hits
    shown = {cited.passage_id: cited for cited in entry.citations}
    passages = [(hit.article, hit.passage.text) for hit in hits]
    held = {hit.passage.id for hit in hits}
    for cited in shown.values():
        article = library.article(cited.article_id)
        if article and cited.passage_id not in held:
            passages.append((article, cited.passage))
    if not passages:
        raise PinError("The library holds no passage for this question: there is nothing to pin.")
    return {
        "name": f"reader-{entry.asked_at:%Y-%m-%d}-{digest(entry.id)[:6]}",
        "question": question,
        "now": entry.asked_at.replace(microsecond=0),
        "sources": _sources(passages),
        "must": must,
    }


def write(case: dict[str, Any], folder: Path) -> tuple[Path, Case]:
    """The case in a file of its own, and as it is read back. Raises PinError where it is pinned already."""
    path = folder / f"{case['name']}.yaml"
    if path.exists():
        raise PinError(f"This question is pinned already, in {path.name}.")
    data = {"about": "A question that a reader of the bot was not served well with.", "cases": [case]}
    text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=100)
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path, read_file(path)[0]


def without_personal(text: str) -> str:
    """The text with mentions, addresses, numbers of telephones and ids of Discord taken out."""
    return " ".join(_PERSONAL.sub(" ", text).split())


def _must(entry: Entry) -> list[dict[str, Any]]:
    day = f"{entry.asked_at:%Y-%m-%d}"
    if entry.outcome == "refused":
        why = f"A reader was refused on {day}. Say here what the answer is, and which source has it."
        return [{"refuses": False, "why": why}]
    if entry.feedback == -1:
        first = _SENTENCE.match(_MARK.sub("", entry.answer).strip())
        if not first:
            raise PinError("This question has no answer that could be held against.")
        why = f"A reader disliked this answer on {day}. Say here what must be answered instead."
        return [{"never_says": first[0].strip(), "why": why}]
    raise PinError("This question was answered and not disliked: only refused and disliked ones are pinned.")


def _sources(passages: Sequence[tuple[Article, str]]) -> list[dict[str, Any]]:
    sources: list[dict[str, Any]] = []
    taken: set[str] = set()
    for article, text in passages:
        stem = re.sub(
            r"[^a-z0-9]+", "-", (article.url or article.path or "source").rstrip("/").rsplit("/", 1)[-1].lower()
        )
        name = base = stem.strip("-") or "source"
        number = 2
        while name in taken:
            name, number = f"{base}-{number}", number + 1
        taken.add(name)
        published = article.published
        source = {
            "id": name,
            "title": article.headline,
            "outlet": article.outlet,
            "date": published.date() if published and article.published_is_day else published,
            "url": article.url,
            "language": article.language,
            "text": text,
        }
        sources.append({key: value for key, value in source.items() if value is not None})
    return sources
