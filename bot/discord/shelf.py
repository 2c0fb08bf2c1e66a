"""The library's titles and addresses at hand: for autocompletion, for lists, and to know a link when one is shown."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit

from bot.discord.escaping import GAP
from vectorstore.model import digest

if TYPE_CHECKING:
    from vectorstore.library import Library
    from vectorstore.model import Article

# Parameters that tell where a reader came from and change nothing of what is read.
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|igshid|mc_[ce]id|ref|ref_src|smid|cmpid|ocid|share\w*", re.IGNORECASE)
MOST_ALIKE = 25


@dataclass(frozen=True, slots=True)
class _Listed:
    generation: int
    articles: tuple[Article, ...]  # newest first, with the opening of their texts only
    by_link: dict[str, Article]
    by_key: dict[str, Article]


class Shelf:
    """Read anew when the library's generation changes. Its methods read the library: call them in a thread."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._lock = threading.Lock()
        self._listed: _Listed | None = None

    def latest(self, count: int) -> list[Article]:
        """The newest articles."""
        return list(islice(self._library.articles(newest_first=True, openings=True), count))

    def titled(self, words: str, count: int) -> list[Article]:
        """Articles whose title, outlet or date hold all the words; the newest first."""
        wanted = words.replace(GAP, "").casefold().split()
        found = []
        for article in self._now().articles:
            date = article.published.date().isoformat() if article.published else ""
            text = f"{article.headline} {article.outlet or ''} {date}".casefold()
            if all(word in text for word in wanted):
                found.append(article)
                if len(found) == count:
                    break
        return found

    def picked(self, given: str) -> list[Article]:
        """The article of a choice; else those that fit what was typed, or alone the one of that very title."""
        article = self._now().by_key.get(given)
        found = [article] if article else self.titled(given, MOST_ALIKE)
        exact = [one for one in found if one.headline.casefold() == given.strip().casefold()]
        return exact if len(exact) == 1 else found

    def linked(self, url: str) -> Article | None:
        """The article at a link, whatever scheme, tracking or fragment it carries; nothing is fetched."""
        return self._now().by_link.get(bare(url))

    def addresses(self) -> list[str]:
        """The addresses of all articles that have one."""
        return [article.url for article in self._now().articles if article.url]

    def _now(self) -> _Listed:
        generation = self._library.generation
        with self._lock:
            if self._listed is None or self._listed.generation != generation:
                articles = tuple(self._library.articles(newest_first=True, openings=True))
                by_link = {bare(article.url): article for article in reversed(articles) if article.url}
                self._listed = _Listed(generation, articles, by_link, {key_of(one): one for one in articles})
            return self._listed


def key_of(article: Article) -> str:
    """An article as the value of a choice, which may have 100 characters; addresses can be longer."""
    return f"article:{digest(article.id)}"


def bare(url: str) -> str:
    """An address without what does not change the page: scheme, www., m., tracking, fragment, last slash."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
        port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    except ValueError:
        return url
    query = [(name, value) for name, value in parse_qsl(parts.query) if not _TRACKING.fullmatch(name)]
    return f"{host}{port}{parts.path.rstrip('/')}{'?' + urlencode(sorted(query)) if query else ''}"
