"""YAML between `---` lines at the top of a text or Markdown file."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ingest.errors import Unreadable

_LONGEST = 20_000
_BLOCK = re.compile(r"\A\s*---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_KEY = re.compile(r"^[A-Za-z_][\w -]*:(?:\s|$)", re.MULTILINE)


def split_front_matter(text: str) -> tuple[Mapping[str, object], str]:
    """(the fields, the text below). All values are texts, or lists and mappings of texts.

    A `---` that only separates is left in the text. Raises Unreadable for a block that is meant as front
    matter and isn't YAML, naming the line.
    """
    found = _BLOCK.match(text[:_LONGEST])
    if not found or not _KEY.search(found[1]):
        return {}, text
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
