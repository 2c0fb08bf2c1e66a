"""Ranked lists into one: reciprocal rank fusion, then diversity over articles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

# The constant of Cormack, Clarke and Büttcher, "Reciprocal Rank Fusion outperforms Condorcet and
# individual Rank Learning Methods", SIGIR 2009.
K = 60


def ranks(ranked: Iterable[int]) -> dict[int, int]:
    """The rank of each item of a list, from 1."""
    return {item: rank for rank, item in enumerate(ranked, start=1)}


def reciprocal_rank(lists: Iterable[tuple[float, Mapping[int, int]]]) -> dict[int, float]:
    """Fuse `(weight, rank of each item)` lists: each item scores the sum of weight / (60 + its rank)."""
    scores: dict[int, float] = {}
    for weight, ranked in lists:
        for item, rank in ranked.items():
            scores[item] = scores.get(item, 0.0) + weight / (K + rank)
    return scores


def diverse(ranked: Iterable[int], *, group: Callable[[int], str], most: int, k: int) -> list[int]:
    """The first `k` items in order, with at most `most` of one group."""
    taken: dict[str, int] = {}
    kept = []
    for item in ranked:
        name = group(item)
        if taken.get(name, 0) < most:
            taken[name] = taken.get(name, 0) + 1
            kept.append(item)
            if len(kept) == k:
                break
    return kept
