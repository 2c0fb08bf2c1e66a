"""The library's articles as members name them: by what they type, by the choice they picked, by a link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.discord.escaping import GAP
from vectorstore.model import digest

if TYPE_CHECKING:
    from vectorstore.library import Library
    from vectorstore.model import Article

MOST_ALIKE = 25
_KEY = "article:"


class Shelf:
    """Its methods read the library: call them in a thread."""

    def __init__(self, library: Library) -> None:
        self._titles = library.titles

    def latest(self, count: int) -> list[Article]:
        """The newest articles."""
        return self._titles.latest(count)

    def titled(self, words: str, count: int) -> list[Article]:
        """Articles whose title, outlet or date hold all the words; the newest first."""
        return self._titles.typed(words.replace(GAP, ""), most=count)

    def picked(self, given: str) -> list[Article]:
        """The article of a choice; else those that fit what was typed, or alone the one of that very title."""
        article = self._titles.keyed(given.removeprefix(_KEY)) if given.startswith(_KEY) else None
        found = [article] if article else self.titled(given, MOST_ALIKE)
        exact = [one for one in found if one.headline.casefold() == given.strip().casefold()]
        return exact if len(exact) == 1 else found

    def linked(self, url: str) -> Article | None:
        """The article at a link, whatever scheme, tracking or fragment it carries; nothing is fetched."""
        return self._titles.linked(url)

    def addresses(self) -> list[str]:
        """The addresses of all articles that have one."""
        return self._titles.addresses()


def key_of(article: Article) -> str:
    """An article as the value of a choice, which may have 100 characters; addresses can be longer."""
    return f"{_KEY}{digest(article.id)}"
