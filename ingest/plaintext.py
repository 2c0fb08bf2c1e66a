"""Text and Markdown files: front matter, else what the text's own top lines say."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from ingest import fields
from ingest.bylines import byline_of, looks_like_one
from ingest.characters import neutralise
from ingest.cleaning import clean, is_prose
from ingest.dates import parse_date
from ingest.drafts import Draft, Published
from ingest.frontmatter import head_of
from vectorstore.model import shortened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

# "BEIJING, Jan. 30 (Xinhua) --", "(Reuters) -": the agency, in brackets before a dash.
_AGENCY = re.compile(r"^[^()\n]{0,60}\(([A-Z][\w.&' ]{1,40})\)\s?(?:--?|—|–)\s")
_TOP_LINES = 8


def draft_of(text: str, *, markdown: bool) -> Draft:
    """A draft from a decoded file."""
    text, neutralised = neutralise(text)
    head = head_of(text)
    given, body = head.given, head.body
    notes: list[str] = []
    doubts = [_not_understood(line) for line in head.unread]
    title = fields.name(fields.pick(given, "title"), "the title", notes)
    if markdown:
        heading, body = _from_markdown(body)
        title = title or fields.name(heading, "the title", notes)
    else:
        body = _unwrapped(body)
    language = fields.language(fields.pick(given, "language"))
    top = _Top(body, language)
    title = title or top.title
    authors = fields.people(fields.pick(given, "authors"), notes) or top.authors
    stated = fields.pick(given, "published")
    of_date: list[str] = []
    published = fields.published(stated, "front matter", of_date, language=language, text=body) or (
        None if stated else top.published
    )
    unsure = None if published else fields.unsure_date(stated)
    if not published and not stated:
        unsure = top.unsure_date or next(filter(None, map(fields.unsure_date, top.unread)), None)
        doubts += [_not_understood(line) for line in top.unread if line != unsure]
    body = clean(_without_title(top.rest, title))
    return Draft(
        text=body,
        url=fields.address(fields.pick(given, "url"), notes),
        title=title,
        outlet=fields.name(fields.pick(given, "outlet"), "the outlet", notes) or _agency(body),
        authors=authors,
        published=published,
        language=language,
        notes=tuple(notes),
        doubts=tuple(doubts),
        date_doubts=tuple(of_date),
        unsure_date=unsure,
        neutralised=neutralised,
    )


def _not_understood(line: str) -> str:
    return f"“{shortened(line)}” looks as if it said something of the article, and was not understood"


class _Top:
    """What the lines before the first sentence say: a title, a byline, a date. `rest` is the text without them,
    `unread` are lines that seem to say when it came out, and can't be read for certain."""

    def __init__(self, body: str, language: str | None) -> None:
        self._language, self._body = language, body
        self.title: str | None = None
        self.authors: tuple[str, ...] = ()
        self.published: Published | None = None
        self.unsure_date: str | None = None
        lines = body.split("\n")
        top: list[int] = []
        for number, line in enumerate(lines):
            if is_prose(line.strip()) and not (number == 0 and line.strip().endswith(("?", "!"))):
                break
            if line.strip():
                top.append(number)
        else:
            top = []  # no sentence at all: nothing that these lines could be the top of
        self.unread: list[str] = []
        dropped = {number for number in top[:_TOP_LINES] if self._take(lines[number].strip(), first=number == top[0])}
        self.rest = "\n".join(line for number, line in enumerate(lines) if number not in dropped)

    def _take(self, line: str, *, first: bool) -> bool:
        """Whether the line was metadata, which it then leaves in the fields."""
        if said := byline_of(line, language=self._language, text=self._body):
            self.authors = self.authors or said.authors
            self.published = self.published or said.published
            self.unsure_date = self.unsure_date or said.unsure_date
            return True
        if date := parse_date(line, language=self._language, text=self._body):
            self.published = self.published or Published(moment=date[0], is_day=date[1], how="text")
            return True
        if looks_like_one(line):
            self.unread.append(line)
        if first and _is_title(line):
            self.title = line
            return True
        return False


def _is_title(line: str) -> bool:
    words = len(line.split())
    letters = sum(character.isalpha() for character in line)
    return (
        (words >= 3 or letters >= 8 > words)
        and len(line) <= 160
        and not line.endswith((":", "—", "–"))
        and "|" not in line
    )


def _without_title(text: str, title: str | None) -> str:
    """The body without a first line that only repeats the title."""
    first, newline, rest = text.lstrip("\n").partition("\n")
    if title and newline and first.strip().casefold() == title.casefold() and rest.strip():
        return rest
    return text


def _agency(text: str) -> str | None:
    found = _AGENCY.match(text)
    return found[1] if found else None


def _unwrapped(text: str) -> str:
    """Hard-wrapped paragraphs made one line each.

    A paragraph is wrapped when no line of it but the last has room for the first word of the next one.
    """
    paragraphs = re.split(r"\n\s*\n", text)
    if len(paragraphs) < 2 and text.count("\n") < 4:
        return text
    return "\n\n".join(_one_line(paragraph) for paragraph in paragraphs)


def _one_line(paragraph: str) -> str:
    lines = [line.strip() for line in paragraph.strip("\n").split("\n")]
    width = max(len(line) for line in lines)
    if len(lines) < 2 or not 40 <= width <= 120 or not all(lines):
        return paragraph
    wrapped = all(len(line) + 1 + len(following.split()[0]) > width for line, following in pairwise(lines))
    return " ".join(lines) if wrapped else paragraph


def _from_markdown(text: str) -> tuple[str | None, str]:
    """(the first-level heading that opens the text, the text without Markdown's marks)."""
    from markdown_it import MarkdownIt

    from ingest.pagetree import visible_text

    blocks: list[str] = []
    title: str | None = None
    before: Token | None = None
    depth = 0
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            depth += 1
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            depth -= 1
        elif token.type == "inline":
            words = _inline(token.children or [])
            if before is not None and before.type == "heading_open" and before.tag == "h1" and not blocks and not title:
                title = words
            else:
                blocks.append(f"- {words}" if depth else words)
        elif token.type in ("fence", "code_block"):
            blocks.append(token.content.strip("\n"))
        elif token.type == "html_block":
            blocks.append(visible_text(token.content))
        before = token
    return title, "\n\n".join(block for block in blocks if block.strip())


def _inline(children: Sequence[Token]) -> str:
    parts = []
    for child in children:
        if child.type in ("text", "code_inline"):
            parts.append(child.content)
        elif child.type == "softbreak":
            parts.append(" ")
        elif child.type == "hardbreak":
            parts.append("\n")
    return "".join(parts)
