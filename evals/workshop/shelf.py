"""A case's own sources as a library that is searched, without a store: nothing is written, nothing embedded.

The sources are split and dated as ingest would. Where they have more passages than a model is given, those that
hold most of the question's words are kept; only their words rank them, since nothing is embedded.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from ingest.settings import IngestSettings
from ingest.splitting import split
from language.words import terms, weights
from prompts.casefiles import CaseSource
from vectorstore.library import Extent, Frequencies
from vectorstore.model import Article, Hit, Passage, digest

if TYPE_CHECKING:
    from vectorstore.ranking import Window

_TOKENS = 512
_CHARACTERS_A_TOKEN = 4


class Shelf:
    """What `Answerer` asks of a Library, over the sources of one case."""

    embedding: str | None = None
    words_only = False

    def __init__(self, sources: Sequence[CaseSource]) -> None:
        self._articles = [_article(source) for source in sources]
        settings = IngestSettings.model_construct()
        self._hits = [
            Hit(passage=passage, article=article, score=0.0)
            for article in self._articles
            for passage in split(
                article,
                settings=settings,
                count_tokens=lambda text: len(text) // _CHARACTERS_A_TOKEN,
                max_tokens=_TOKENS,
            )
        ]
        self._bags = {
            hit.passage.id: frozenset(terms(f"{hit.passage.header}\n{hit.passage.text}")) for hit in self._hits
        }

    def embedder(self) -> None:
        return None

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
        """The passages, those with most of the question's words first; equals in the sources' order."""
        asked = set(terms(question))
        weight = weights(asked, list(self._bags.values()))
        hits = [hit for hit in self._hits if hit.article.url not in exclude_urls]
        if window is not None and window.strict:
            hits = [hit for hit in hits if window.holds(hit.article.published)]
        scored = [(sum(weight[term] for term in asked & self._bags[hit.passage.id]), hit) for hit in hits]
        scored.sort(key=lambda pair: -pair[0])
        return [Hit(passage=hit.passage, article=hit.article, score=score) for score, hit in scored[:k]]

    def passages(self, article_id: str) -> list[Passage]:
        return [hit.passage for hit in self._hits if hit.article.id == article_id]

    def frequencies(self, text: str) -> Frequencies:
        bags = self._bags.values()
        return Frequencies(len(bags), {term: sum(term in bag for bag in bags) for term in terms(text)})

    def extent(self) -> Extent:
        dated = [article.published for article in self._articles if article.published]
        undated = len(self._articles) - len(dated)
        return Extent(len(self._articles), min(dated, default=None), max(dated, default=None), undated=undated)

    def near_spelling(self, word: str) -> str | None:
        """None: a case's few words are no vocabulary."""
        return None

    def newest(self) -> Article | None:
        dated = [article for article in self._articles if article.published]
        return max(dated, key=lambda article: article.published or datetime.min.replace(tzinfo=UTC), default=None)


def _article(source: CaseSource) -> Article:
    moment = source.date
    is_day = not isinstance(moment, datetime)
    if isinstance(moment, datetime):
        published: datetime | None = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    else:
        published = datetime.combine(moment, time(), UTC) if isinstance(moment, date) else None
    return Article(
        id=source.address,
        url=source.address,
        text=source.text.strip(),
        title=source.title,
        outlet=source.outlet,
        published=published,
        published_is_day=is_day,
        language=source.language,
        content_hash=digest(source.text),
        source_hash=digest(source.text),
        fetched_at=published or datetime(2024, 1, 1, tzinfo=UTC),
    )
