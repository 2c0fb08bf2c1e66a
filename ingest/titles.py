"""Titles without the outlet's name: "The harbour opens | Harbour Gazette" gives "The harbour opens"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

_SEPARATOR = re.compile(r"\s+[|\-–—·•:»›]\s+|\s*[|_»›]\s*|\s*:\s+")
_BRACKETED = re.compile(r"\s*[\[(]([^\[\]()]{2,60})[\])]\s*$")
_FEWEST = 6
# What programs write into a document's properties when nobody gives it a title.
_SOFTWARE = re.compile(
    r"untitled|\.(?:docx?|indd|pdf|pptx?|qxd|tex)$|^(?:microsoft word|powerpoint)|^slide 1$"
    r"|^(?:word\s)?do[ck]ument\s?\d*$|^python-docx",
    re.I,
)
# The same in the place of its author.
_ACCOUNT = re.compile(
    r"\W*(?:anonymous|unspecified|unknown|none|author|owner|user|default|guest|root|admin(?:istrator)?"
    r"|(?:microsoft(?: office)?|windows|office|ms) user|python-docx|openpyxl|reportlab"
    r"|libreoffice|openoffice(?:\.org)?)?\W*",
    re.I,
)


def without_outlet(title: str, *, outlet: str | None, url: str | None) -> str:
    """The title less a suffix or prefix that only names the outlet or its host. Never less than a few letters."""
    names = _names(outlet, url)
    found = title.strip()
    if (bracketed := _BRACKETED.search(found)) and _plain(bracketed[1]) in names:
        found = found[: bracketed.start()].rstrip()
    for _ in range(2):  # "Story | Section | Outlet" loses the outlet, "Story | Outlet | outlet.example" both
        shorter = _shorter(found, names)
        if shorter is None:
            break
        found = shorter
    return found


def without_software(title: str | None) -> str | None:
    """A document's title, None where it is only what the program that made it writes by itself."""
    return None if title is None or _SOFTWARE.search(title.strip()) else title


def without_account(author: str | None) -> str | None:
    """A document's author, None where it is only what a program writes where nobody said who he is."""
    return None if author is None or _ACCOUNT.fullmatch(author.strip()) else author


def _shorter(title: str, names: Sequence[str]) -> str | None:
    marks = list(_SEPARATOR.finditer(title))
    if not marks:
        return None
    # From the last separator back: an outlet's own name may hold one.
    for mark in reversed(marks[-2:]):
        before, after = title[: mark.start()].rstrip(), title[mark.end() :]
        if _plain(after) in names and len(before) >= _FEWEST:
            return before
    before, after = title[: marks[0].start()], title[marks[0].end() :].lstrip()
    return after if _plain(before) in names and len(after) >= _FEWEST else None


def _names(outlet: str | None, url: str | None) -> list[str]:
    found = [_plain(outlet)] if outlet else []
    host = (urlsplit(url).hostname or "") if url else ""
    labels = [label for label in host.split(".") if label not in ("www", "m", "amp", "mobile", "news", "en")]
    if len(labels) > 1:
        found += [_plain(host.removeprefix("www.")), _plain("".join(labels)), _plain(labels[0])]
        if len(labels) > 2:
            found.append(_plain(labels[-2]))
    return [name for name in found if len(name) >= 2]


def _plain(text: str) -> str:
    letters = re.sub(r"[\W_]+", "", text.casefold())
    return letters.removeprefix("the") if len(letters) > 5 else letters
