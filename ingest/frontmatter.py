"""What stands at the top of a text or Markdown file about it: YAML between `---` lines, TOML between `+++` lines, or
lines such as "Title: …" alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from ingest import fields
from ingest.errors import Unreadable

_LONGEST = 20_000
_BLOCK = re.compile(r"\A\s*---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_TOML = re.compile(r"\A\s*\+\+\+[ \t]*\n(.*?)\n\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL)
_LINE = re.compile(r"([A-Za-z][A-Za-z_ -]{1,30}?)[ \t]*:[ \t]+(\S.*)")
_FEWEST_LINES = 2
_KEY = re.compile(r"^[A-Za-z_][\w -]*:(?:\s|$)", re.MULTILINE)


def split_front_matter(text: str) -> tuple[Mapping[str, object], str]:
    """(the fields, the text below). All values are texts, or lists and mappings of texts.

    A `---` that only separates is left in the text. Raises Unreadable for a block that is meant as front
    matter and isn't YAML or TOML, naming the line.
    """
    if found := _TOML.match(text[:_LONGEST]):
        return _toml(found[1]), text[found.end() :]
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
        return {}, text
    return given, text[found.end() :]


def _toml(block: str) -> Mapping[str, object]:
    import tomllib

    try:
        given = tomllib.loads(block)
    except tomllib.TOMLDecodeError as error:
        raise Unreadable(f"the front matter is not valid TOML: {error}") from error
    # Dates of TOML's own are written out again, as those of YAML stay as written.
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in given.items()}


def _lines(text: str) -> tuple[Mapping[str, object], str]:
    """Two or more lines at the very top that name fields by names we know, and then an empty one."""
    known = {name.lower() for names in fields.NAMES.values() for name in names}
    given: dict[str, object] = {}
    lines = text[:_LONGEST].lstrip("\ufeff\n ").split("\n")
    for number, line in enumerate(lines):
        found = _LINE.fullmatch(line.strip())
        if found and found[1].strip().lower() in known:
            given.setdefault(found[1].strip(), found[2].strip().strip("\"'"))
        elif line.strip() or len(given) < _FEWEST_LINES:
            break
        else:
            begin = text.index(lines[0])
            return given, text[begin + sum(len(one) + 1 for one in lines[: number + 1]) :]
    return {}, text
