"""The library's articles as members name them: by what they type, by the choice they picked, by a link."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from bot.discord.escaping import GAP
from vectorstore.model import digest

if TYPE_CHECKING:
    from vectorstore.library import Library
    from vectorstore.model import Article

MOST_ALIKE = 25
MORE = 4  # times as many are read where some are hidden
_KEY = "article:"


class Shelf:
    """Its methods read the library: call them in a thread. `hides` tells the titles that are not shown."""

    def __init__(self, library: Library, *, hides: Callable[[str], bool] | None = None) -> None:
        self._library = library
        self._titles = library.titles
        self._hides = hides

    def without(self, hides: Callable[[str], bool]) -> Shelf:
        """The same shelf without the articles whose titles are hidden."""
        return Shelf(self._library, hides=hides)

    def _shown(self, found: Iterable[Article | None]) -> Iterator[Article]:
        return (one for one in found if one and not (self._hides and self._hides(one.headline)))

    def _wide(self, count: int) -> int:
        return count * MORE if self._hides else count

    def latest(self, count: int) -> list[Article]:
        """The newest articles."""
        return list(islice(self._shown(self._titles.latest(self._wide(count))), count))

    def titled(self, words: str, count: int) -> list[Article]:
        """Articles whose title, outlet or date hold all the words; the newest first."""
        found = self._titles.typed(words.replace(GAP, ""), most=self._wide(count))
        return list(islice(self._shown(found), count))

    def picked(self, given: str) -> list[Article]:
        """The article of a choice; else those that fit what was typed, or alone the one of that very title."""
        keyed = self._titles.keyed(given.removeprefix(_KEY)) if given.startswith(_KEY) else None
        found = list(self._shown([keyed])) if keyed else self.titled(given, MOST_ALIKE)
        exact = [one for one in found if one.headline.casefold() == given.strip().casefold()]
        return exact if len(exact) == 1 else found

    def linked(self, url: str) -> Article | None:
        """The article at a link, whatever scheme, tracking or fragment it carries; nothing is fetched."""
        return next(self._shown([self._titles.linked(url)]), None)

    def addresses(self) -> list[str]:
        """The addresses of all articles that have one."""
        return self._titles.addresses()


def key_of(article: Article) -> str:
    """An article as the value of a choice, which may have 100 characters; addresses can be longer."""
    return f"{_KEY}{digest(article.id)}"
