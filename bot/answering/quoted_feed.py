"""Sentences from the stream of an answer that is asked for as JSON, each as soon as its object is whole.

    {"sentences": [{"quote": "…", "source": 1, "text": "…"}], "missing": ""}

An answer of another shape is read as any other: services may let the format pass and hold to none of it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from bot.answering.feed import Feed
from bot.answering.json_answers import MISSING, lines_of, numbers_of
from bot.answering.quotations import Quotations
from bot.answering.thoughts import Thoughts
from prompts.fences import REFUSAL

if TYPE_CHECKING:
    from vectorstore.model import Hit

SCHEMA: Mapping[str, Any] = {
    "title": "answer",
    "description": "An answer from numbered sources.",
    "type": "object",
    "properties": {
        "sentences": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "quote": {"type": "string", "description": "One whole sentence of the source, word for word."},
                    "source": {"type": "integer", "description": "The n of the source."},
                    "text": {"type": "string", "description": "One sentence of the answer, which the quote proves."},
                },
                "required": ["quote", "source", "text"],
                "additionalProperties": False,
            },
        },
        "missing": {"type": "string", "description": "The part of the question that no source answers, else empty."},
    },
    "required": ["sentences", "missing"],
    "additionalProperties": False,
}

_OBJECT = re.compile(r"\s*(?:```\w*\s*)?\{\s*\"(?:sentences|missing)\"\s*:")
_BEGUN = re.compile(r"\s*(?:`{0,3}\w*\s*)?(?:\{\s*(?:\"\w*\"?\s*:?)?)?$")  # may still become one
_LIST = re.compile(r"(?<!\\)\"sentences\"\s*:\s*\[")
_ITEM = re.compile(r"[\s,]*(?=[{\"])")
_LONGEST_HEAD = 80  # characters


class QuotedFeed:
    """As `Feed`: takes pieces of text, gives whole sentences with their marks, and the rest at the end.

    What the model quotes for each is kept in `quotations`.
    """

    def __init__(self, hits: Sequence[Hit], quotations: Quotations) -> None:
        self._hits = hits
        self._quotations = quotations
        self._thoughts = Thoughts()
        self._plain: Feed | None = None  # reads what is no such object
        self._raw = ""
        self._restarts = 0
        self._begin()

    def _begin(self) -> None:
        self._text, self._at = "", 0  # `_at`: behind the last object that was taken; 0 before the list begins
        self._is_object = False
        self._missing: list[str] = []

    @property
    def restarts(self) -> int:
        return self._restarts + (self._plain.restarts if self._plain else 0)

    @property
    def missing(self) -> tuple[str, ...]:
        return (*self._missing, *(self._plain.missing if self._plain else ()))

    def add(self, piece: str) -> list[str]:
        """The sentences that this piece completes."""
        if self._plain:
            return self._plain.add(piece)
        self._raw += piece
        self._follow(self._thoughts.add(piece))
        if not self._is_object:
            self._is_object = _OBJECT.match(self._text) is not None
            if not self._is_object and (len(self._text) > _LONGEST_HEAD or not _BEGUN.match(self._text)):
                self._plain = Feed.over(self._hits)
                return self._plain.add(self._raw)
        return list(self._objects()) if self._is_object else []

    def end(self) -> list[str]:
        """What is left when the stream has ended."""
        if self._plain:
            return self._plain.end()
        self._follow(self._thoughts.end())
        if not (self._is_object or _OBJECT.match(self._text)):
            self._plain = Feed.over(self._hits)
            return [*self._plain.add(self._raw), *self._plain.end()]
        return [*self._objects(), *self._rest()]

    def _follow(self, said: Sequence[str | None]) -> None:
        for text in said:
            if text is None:
                self._restarts += bool(self._at)
                self._begin()
            else:
                self._text += text

    def _objects(self) -> Iterator[str]:
        """The sentences of the objects that are whole by now."""
        if not self._at:
            begun = _LIST.search(self._text)
            if begun is None:
                return
            self._at = begun.end()
        while (held := _decoded(self._text, self._at)) is not None:
            value, self._at = held
            yield from self._sentences(value)

    def _sentences(self, value: object) -> Iterator[str]:
        """The sentences of one object, in plain text with the mark of its source."""
        feed = Feed.over(self._hits)
        given = [*feed.add("\n".join(lines_of(value))), *feed.end()]
        self._missing += feed.missing
        quote = value.get("quote") if isinstance(value, Mapping) else None
        for raw in given:
            if isinstance(quote, str):
                self._quotations.add(raw, quote, numbers_of(value))
            yield raw

    def _rest(self) -> Iterator[str]:
        """What the whole object says beside its sentences."""
        text = self._text[self._text.index("{") :]
        try:
            whole, _ = json.JSONDecoder(strict=False).raw_decode(text)
        except ValueError:
            return
        missing = whole.get("missing") if isinstance(whole, Mapping) else None
        if isinstance(missing, str) and REFUSAL in missing:
            yield REFUSAL
        elif isinstance(missing, str) and missing.strip():
            feed = Feed.over(self._hits)
            feed.add(f"{MISSING} {' '.join(missing.split())}")
            feed.end()
            self._missing += feed.missing


def _decoded(text: str, at: int) -> tuple[object, int] | None:
    """The next object of a list and where it ends; None where there is no whole one."""
    start = _ITEM.match(text, at)
    if start is None:
        return None
    try:
        value, end = json.JSONDecoder(strict=False).raw_decode(text, start.end())
    except ValueError:
        return None
    return value, end
