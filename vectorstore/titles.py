"""The library's titles and links: for autocompletion, for lists, and to know a link when one is shown.

with Library.open(settings) as library:
    found = library.titles.typed("ferry lake", most=25)
"""

from __future__ import annotations

from vectorstore import catalogue
from vectorstore.catalogue import Catalogue
from vectorstore.limits import shown_article
from vectorstore.model import Article

__all__ = ["Titles"]


class Titles:
    """Reads the catalogue of an open library. What it gives holds only the opening of an article's text."""

    def __init__(self, store: Catalogue) -> None:
        self._store = store

    def latest(self, most: int) -> list[Article]:
        """The newest articles."""
        with self._store.reading() as connection:
            generation = catalogue.state(connection).generation
            newest = catalogue.articles(connection, generation, newest_first=True, openings=True, most=most)
            return [shown_article(one) for one in newest]

    def typed(self, words: str, *, most: int) -> list[Article]:
        """Articles whose headline, outlet or day hold all the words or their parts; the newest first."""
        if not words.strip():
            return self.latest(most)
        with self._store.reading() as connection:
            generation = catalogue.state(connection).generation
            return [shown_article(one) for one in catalogue.titled(connection, generation, words, most=most)]

    def keyed(self, key: str) -> Article | None:
        """The article with a key (`key_of`)."""
        with self._store.reading() as connection:
            return _shown(catalogue.keyed(connection, catalogue.state(connection).generation, key))

    def linked(self, url: str) -> Article | None:
        """The article at a link, whatever scheme, tracking or fragment it carries; nothing is fetched."""
        with self._store.reading() as connection:
            return _shown(catalogue.linked(connection, catalogue.state(connection).generation, url))

    def addresses(self) -> list[str]:
        """The addresses of all articles that have one."""
        with self._store.reading() as connection:
            return catalogue.addresses(connection, catalogue.state(connection).generation)


def _shown(article: Article | None) -> Article | None:
    return shown_article(article) if article else None
