"""Answers that came as JSON, made into lines of text with marks.

No one shape is asked for here: models invent their own ("answer" with "sources", a list of claims …). Fields are told
by what they hold.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

_TEXT = ("text", "sentence", "answer", "claim", "statement", "response", "content", "summary", "fact", "final_answer")
_NUMBERS = re.compile(
    r"^(?:sources?|source_(?:ids?|numbers?)|citations?|cites?|refs?|references?|marks?|n|ids?|numbers?)$", re.IGNORECASE
)
_BEGINS = re.compile(r"\s*(?:\{\s*(?:\"|$)|\[\s*(?:\{|\"|$))")
_CUT_TEXT = re.compile(rf"\"(?:{'|'.join(_TEXT)})\"\s*:\s*(\"(?:[^\"\\]|\\.)*\")")
MISSING = "MISSING:"


def looks_like_json(line: str) -> bool:
    """Whether a line begins an object or a list of JSON; `[1]` is a mark."""
    return _BEGINS.match(line) is not None


def parsed(text: str, *, cut: bool = False) -> object | None:
    """The value that a text holds; None where it is not whole. With `cut`, the texts in what there is of it."""
    try:
        value, _ = json.JSONDecoder(strict=False).raw_decode(text.strip())
    except ValueError:
        return [json.loads(found, strict=False) for found in _CUT_TEXT.findall(text)] if cut else None
    found: object = value
    return found


def lines_of(value: object) -> list[str]:
    """The lines of an answer that came as this value."""
    return [line for line in _lines(value) if line.strip()]


def _lines(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from _lines(one)
    elif isinstance(value, Mapping):
        yield from _of_object(value)


def _of_object(value: Mapping[str, object]) -> Iterator[str]:
    marks = "".join(f"[{n}]" for n in dict.fromkeys(numbers_of(value)))
    named = next((name for name in _TEXT if isinstance(value.get(name), str)), None)
    if named is not None:
        text = str(value[named]).strip()
        yield text if not marks or re.search(r"\[\d", text) else f"{text} {marks}"
    missing = value.get("missing")
    for name, held in value.items():
        if name in (named, "missing", "quote", "quotes") or _NUMBERS.match(str(name)):
            continue
        if isinstance(held, list | Mapping):
            yield from _lines(held)
        elif named is None and isinstance(held, str):
            yield f"{name}: {held} {marks}"
    if isinstance(missing, str) and missing.strip():
        yield f"{MISSING} {missing.strip()}"


def numbers_of(value: object) -> list[int]:
    """The sources that an object names."""
    if not isinstance(value, Mapping):
        return []
    return [n for name, held in value.items() if _NUMBERS.match(str(name)) for n in _numbers(held)]


def _numbers(held: object) -> Iterator[int]:
    if isinstance(held, int) and not isinstance(held, bool):
        yield held
    elif isinstance(held, str) and (found := re.fullmatch(r"\D{0,9}(\d{1,2})\D?", held.strip())):
        yield int(found[1])
    elif isinstance(held, list):
        for one in held:
            yield from _numbers(one)
    elif isinstance(held, Mapping):
        for name, one in held.items():
            if _NUMBERS.match(str(name)):
                yield from _numbers(one)
