"""Files that come along with Dateline: the sample articles and the pages of its guide.

In a checkout they lie beside the packages, in a wheel within them.
"""

from __future__ import annotations

import re
from pathlib import Path

from vectorstore.errors import DatelineError

_HOUSE = Path(__file__).parent.parent


class NotInstalled(DatelineError):
    """A file that comes along with Dateline isn't there."""


def sample_articles() -> Path:
    """The folder of the sample articles. Raises NotInstalled."""
    return _first(_HOUSE / "articles", _HOUSE / "evals" / "sample", named="The sample articles")


def guide_pages() -> dict[str, Path]:
    """The pages of the guide by name, in the order of their names. Raises NotInstalled."""
    folder = _first(_HOUSE / "docs", _HOUSE / "bot" / "pages", named="The pages of the guide")
    return {path.stem: path for path in sorted(folder.glob("*.md"))}


def page_title(page: str) -> str:
    """The title of a page's text."""
    found = re.search(r"^# (.+)$", page, re.MULTILINE)
    return found[1] if found else ""


def _first(*folders: Path, named: str) -> Path:
    for folder in folders:
        if folder.is_dir():
            return folder
    raise NotInstalled(f"{named} are not installed: reinstall Dateline.")
