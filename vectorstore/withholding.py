"""A library as it is seen where some names and topics are not spoken of."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import datetime

from vectorstore.library import Library, Window
from vectorstore.model import Article, Hit, Passage

OPENING = 300  # characters by which an article is judged beside its title
MORE = 3  # times as many passages are searched for, since some are taken out


class WithholdingLibrary(Library):
    """Another library without the passages that `hides`, and without the articles whose title or opening it hides.
    It shares all else with that library, which stays open and is closed by its owner. Counts are of the whole."""

    def __init__(self, library: Library, hides: Callable[[str], bool]) -> None:
        vars(self).update(vars(library))
        self._hides = hides

    def search(
        self,
        question: str,
        *,
        k: int = 8,
        exclude_urls: Collection[str] = (),
        window: Window | None = None,
        now: datetime | None = None,
        language: str | None = None,
    ) -> list[Hit]:
        found = super().search(
            question, k=k * MORE, exclude_urls=exclude_urls, window=window, now=now, language=language
        )
        shown = (hit for hit in found if not self._hides_article(hit.article) and not self._hides(hit.passage.text))
        return list(shown)[:k]

    def articles(
        self, *, newest_first: bool = False, openings: bool = False, withdrawn: bool = False, for_editor: bool = False
    ) -> Iterator[Article]:
        found = super().articles(
            newest_first=newest_first, openings=openings, withdrawn=withdrawn, for_editor=for_editor
        )
        return (article for article in found if not self._hides_article(article))

    def article(self, article_id: str, *, withdrawn: bool = False, for_editor: bool = False) -> Article | None:
        found = super().article(article_id, withdrawn=withdrawn, for_editor=for_editor)
        return None if found is None or self._hides_article(found) else found

    def passages(self, article_id: str) -> list[Passage]:
        return [passage for passage in super().passages(article_id) if not self._hides(passage.text)]

    def newest(self) -> Article | None:
        return next((one for one in self.articles(newest_first=True, openings=True) if one.published), None)

    def _hides_article(self, article: Article) -> bool:
        return self._hides(article.headline) or self._hides(article.text[:OPENING])
