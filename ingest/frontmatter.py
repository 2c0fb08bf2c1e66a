"""What stands at the top of a text or Markdown file about it: YAML between `---` lines, TOML between `+++` lines, an
object of JSON, or lines such as "Title: …" alone."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from ingest import fields
from ingest.cleaning import is_prose
from ingest.errors import Unreadable

_LONGEST = 20_000
_BLOCK = re.compile(r"\A\s*---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_TOML = re.compile(r"\A\s*\+\+\+[ \t]*\n(.*?)\n\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL)
# "Title: …", also as ":title: …", "#+TITLE: …" and "**Title:** …".
_LINE = re.compile(r"(?:#\+|:|\*\*|__)?([^\W\d_][\w -]{0,30}?)[ \t]*(?::[*_]*[ \t]+|[*_]*:[ \t]+|：[ \t]*)(\S.*)")
_FEWEST_LINES = 2
_LONGEST_VALUE = 200
# A fence that nothing closes, with a field behind it.
_FENCED = re.compile(r"\A\s*(?:---[ \t]*\n[A-Za-z_][\w -]*:|\+\+\+[ \t]*\n[A-Za-z_][\w -]*\s*=)")
_KEY = re.compile(r"^[A-Za-z_][\w -]*:(?:\s|$)", re.MULTILINE)


_NAMED = frozenset(name.lower() for names in fields.NAMES.values() for name in names)
_FIELDS = {name.lower(): name for names in fields.NAMES.values() for name in names} | {
    label: field for field, labels in fields.LABELS.items() for label in labels
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The fields, whose values are texts or lists and mappings of texts, and the `body` below. `unread` are lines that
    look like fields and were not understood."""

    given: Mapping[str, object] = field(default_factory=dict)
    body: str
    unread: tuple[str, ...] = ()


def head_of(text: str) -> Head:
    """What a text says above itself.

    A `---` that only separates is left in the text. Raises Unreadable for a block that is meant as front
    matter and isn't YAML or TOML, naming the line.
    """
    if found := _TOML.match(text[:_LONGEST]):
        return Head(given=_toml(found[1]), body=text[found.end() :])
    if text.lstrip()[:1] == "{" and (head := _json(text)):
        return head
    found = _BLOCK.match(text[:_LONGEST])
    if not found or not _KEY.search(found[1]):
        return _lines(text)
    import yaml

    try:
        # BaseLoader: no types are guessed (a date stays as written), nothing is constructed.
        given = yaml.load(found[1], Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        at = f" (line {error.problem_mark.line + 2})" if error.problem_mark else ""
        raise Unreadable(f"the front matter is not valid YAML{at}: quote values that hold a colon") from error
    except (yaml.YAMLError, RecursionError) as error:
        raise Unreadable("the front matter is not valid YAML") from error
    if not isinstance(given, dict):
        return Head(body=text)
    return Head(given={_field(name): value for name, value in given.items()}, body=text[found.end() :])


def _field(name: object) -> str:
    """A field by a name of ours, in whatever language it is given."""
    plain = str(name).strip()
    return plain if plain.lower() in _NAMED else _FIELDS.get(plain.lower(), plain)


def _toml(block: str) -> Mapping[str, object]:
    import tomllib

    try:
        given = tomllib.loads(block)
    except tomllib.TOMLDecodeError as error:
        raise Unreadable(f"the front matter is not valid TOML: {error}") from error
    # Dates of TOML's own are written out again, as those of YAML stay as written.
    return {_field(name): value.isoformat() if isinstance(value, date) else value for name, value in given.items()}


def _json(text: str) -> Head | None:
    """An object above a text, as Hugo knows it; None for what is no head."""
    try:
        given, end = json.JSONDecoder().raw_decode(text.lstrip()[:_LONGEST])
    except (ValueError, RecursionError):
        return None
    body = text.lstrip()[end:]
    if not isinstance(given, dict) or not body.startswith("\n") or not any(_is_known(name) for name in given):
        return None
    return Head(given={_field(name): value for name, value in given.items()}, body=body)


def _is_known(name: object) -> bool:
    return str(name).strip().lower() in _FIELDS


def _lines(text: str) -> Head:
    """Lines at the very top that name fields: two or more, or one that stands alone. Of names we don't know, those
    among others are left out and told, and those by themselves stay and are told."""
    given: dict[str, object] = {}
    unread: list[str] = []
    lines = text[:_LONGEST].lstrip("\ufeff\n ").split("\n")
    number = 0
    for line in lines:
        found = _LINE.fullmatch(line.strip())
        if found is None or len(found[2]) > _LONGEST_VALUE or (is_prose(found[2]) and not _is_known(found[1])):
            break
        if _is_known(found[1]):
            given.setdefault(_field(found[1]), found[2].strip().strip("\"'*_"))
        else:
            unread.append(line.strip())
        number += 1
    ends = number < len(lines) and not lines[number].strip()
    alone = len(given) == 1 and not unread and ends and not is_prose(str(next(iter(given.values()))))
    body = text[text.index(lines[0]) + sum(len(one) + 1 for one in lines[:number]) :]
    if (len(given) >= _FEWEST_LINES and (ends or not unread)) or alone:
        return Head(given=given, body=body, unread=tuple(unread))
    if given and ends and len(unread) + len(given) >= _FEWEST_LINES:
        # One field among lines that we don't understand is taken; these stay where they are.
        return Head(given=given, body="\n".join([*unread, body]), unread=tuple(unread))
    told = [*unread] if ends and len(unread) >= _FEWEST_LINES else []
    if _FENCED.match(text) and not told:
        told = [lines[0].strip()]
    return Head(body=text, unread=tuple(told))
