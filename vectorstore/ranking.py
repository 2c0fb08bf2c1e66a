"""From a question to ranked hits: dense and full-text candidates, fused, in time, diverse.

With a window of publication, candidates from within it are fetched as lists of their own, so that a week
in a large library is searched as well as a small library would be; passages from outside are then worth
less, or nothing.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from vectorstore import catalogue, fulltext, fusion
from vectorstore.embeddings.base import Vectors
from vectorstore.indexes import MOST_ASKED
from vectorstore.model import Article, Copy, Hit, Passage
from vectorstore.serving import Served
from vectorstore.settings import SearchSettings

# How a search for more neighbours grows, when some of those found are not shown.
WIDEN = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """From `start` to before `end`, in UTC; None is open. `strict` leaves out what lies outside or is undated."""

    start: datetime | None = None
    end: datetime | None = None
    strict: bool = False

    def seconds(self) -> tuple[int, int]:
        """The same in epoch seconds, open ends far away."""
        start = -(2**62) if self.start is None else int(self.start.timestamp())
        end = 2**62 if self.end is None else int(self.end.timestamp())
        return start, end

    def holds(self, moment: datetime | None) -> bool:
        """Whether an article of this time lies within; undated ones never do."""
        if moment is None:
            return False
        return (self.start is None or moment >= self.start) and (self.end is None or moment < self.end)


@dataclass(frozen=True, slots=True)
class Query:
    """What is searched for, and how: see `Library.search`."""

    question: str
    k: int
    exclude_urls: Collection[str] = ()
    window: Window | None = None
    now: datetime | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """Candidate rows of one search, best first, with the scores that their lists gave them."""

    dense: dict[int, float]
    lexical: dict[int, float]


def ranked_hits(connection: Connection, served: Served | None, query: Query, *, settings: SearchSettings) -> list[Hit]:
    """The best hits of one snapshot; by words alone where no index is `served`."""
    generation = catalogue.state(connection).generation
    urls = query.exclude_urls
    excluded = catalogue.article_ids_by_url(connection, generation, urls) if urls else set()
    excluded |= catalogue.held_ids(connection, generation)
    vector = served.embedder.question(query.question) if served else None

    def nearest(within: tuple[int, int] | None) -> dict[int, float]:
        if served is None or vector is None:
            return {}
        return _nearest(connection, generation, served, vector, excluded, within, settings.search_candidates)

    def lists(within: tuple[int, int] | None) -> Lists:
        return Lists(
            dense=nearest(within),
            lexical=dict(
                fulltext.search(
                    connection,
                    query.question,
                    limit=settings.search_candidates,
                    generation=generation,
                    exclude_articles=excluded,
                    published=within,
                    emphasis=settings.search_emphasis,
                )
            ),
        )

    window = query.window
    within = lists(window.seconds()) if window else None
    everywhere = lists(None) if window is None or not window.strict else Lists(dense={}, lexical={})
    found = [one for one in (within, everywhere) if one]
    notes = catalogue.noted(connection, generation, {row for one in found for row in (*one.dense, *one.lexical)})
    scores = _fused(found, notes, query.language, settings)
    if settings.search_neighbours:
        scores = _with_neighbours(scores, notes, settings.search_neighbours)
    if query.now is not None:
        scores = {row: score * _freshness(notes[row].published, query.now, settings) for row, score in scores.items()}
    ranked = sorted(scores, key=lambda row: (-scores[row], row))
    kept = fusion.diverse(ranked, group=lambda row: notes[row].article_id, most=settings.search_per_article, k=query.k)
    passages = catalogue.passages_by_row(connection, generation, kept)
    shared = catalogue.copies(connection, generation, sorted({article.id for _, article in passages.values()}))
    return _hits(kept, passages, scores, found[::-1], shared)


def _fused(
    lists: Sequence[Lists], notes: dict[int, catalogue.Noted], language: str | None, settings: SearchSettings
) -> dict[int, float]:
    """Reciprocal ranks of all lists together.

    A question's words stand in passages of its own language only. For others, what the words would count
    goes to the vectors: else a passage in the right language would beat the right passage.
    """
    weighted: list[tuple[float, dict[int, int]]] = []
    for one in lists:
        dense, lexical = fusion.ranks(one.dense), fusion.ranks(one.lexical)
        foreign = {row for row in (*dense, *lexical) if _is_foreign(notes[row].language, language)}
        weighted.append((settings.search_dense_weight, dense))
        weighted.append((settings.search_lexical_weight, {r: n for r, n in lexical.items() if r not in foreign}))
        weighted.append((settings.search_lexical_weight, {r: n for r, n in dense.items() if r in foreign}))
    return fusion.reciprocal_rank(weighted)


def _with_neighbours(scores: dict[int, float], notes: dict[int, catalogue.Noted], share: float) -> dict[int, float]:
    """Each score with a share of that of the better of the passages before and after it, where they were found too."""
    rows = {(notes[row].article_id, notes[row].position): row for row in scores}

    def beside(row: int) -> float:
        article, position = notes[row].article_id, notes[row].position
        near = ((article, position - 1), (article, position + 1))
        return max((scores[rows[one]] for one in near if one in rows), default=0.0)

    return {row: score + share * beside(row) for row, score in scores.items()}


def _is_foreign(written: str | None, asked: str | None) -> bool:
    return written is not None and asked is not None and written != asked


def _freshness(published: int | None, now: datetime, settings: SearchSettings) -> float:
    """Up to `1 + search_recency` for what has just come out, falling by half each `search_recency_days`.

    So little that it decides only between near-equals.
    """
    if published is None:
        return 1.0
    age = max(0.0, (now.timestamp() - published) / 86400)
    return 1.0 + settings.search_recency * math.exp(-math.log(2) * age / settings.search_recency_days)


def _nearest(
    connection: Connection,
    generation: int,
    served: Served,
    vector: Vectors,
    excluded: Collection[str],
    within: tuple[int, int] | None,
    candidates: int,
) -> dict[int, float]:
    """The nearest visible passages: row -> cosine similarity, nearest first."""
    held = served.index.count()
    wanted = min(candidates, held)
    while True:
        found = served.index.nearest(vector, wanted, published=within)
        shown = catalogue.passage_rows(connection, generation, [id_ for id_, _ in found])
        if len(shown) < len(found):
            served.index.doubt(lambda: catalogue.sample_ids(connection, generation, most=MOST_ASKED))
        rows = {
            shown[id_][0]: similarity for id_, similarity in found if id_ in shown and shown[id_][1] not in excluded
        }
        if len(rows) >= candidates or len(found) < wanted or wanted >= held:
            return dict(list(rows.items())[:candidates])
        wanted = min(wanted * WIDEN, held)


def _hits(
    kept: Sequence[int],
    found: dict[int, tuple[Passage, Article]],
    scores: dict[int, float],
    lists: Sequence[Lists],
    shared: Mapping[str, Sequence[Copy]],
) -> list[Hit]:
    """Hits of the kept rows; the ranks are those of the first of the lists that has them."""
    dense: dict[int, tuple[int, float]] = {}
    lexical: dict[int, int] = {}
    for one in lists:
        for rank, (row, similarity) in enumerate(one.dense.items(), start=1):
            dense.setdefault(row, (rank, similarity))
        for rank, row in enumerate(one.lexical, start=1):
            lexical.setdefault(row, rank)
    return [
        Hit(
            passage=found[row][0],
            article=found[row][1],
            score=scores[row],
            dense_rank=dense[row][0] if row in dense else None,
            lexical_rank=lexical.get(row),
            similarity=dense[row][1] if row in dense else None,
            copies=tuple(shared.get(found[row][1].id, ())),
        )
        for row in kept
    ]
