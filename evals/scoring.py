"""Figures with their 95 % intervals, and what counts as found and as right.

Definitions are those of the question sets' own scorer: texts are compared in NFKC, lower case, with everything but
letters, digits and spaces as a space; a passage is a hit when it is from a gold article and holds an answer; an
article is a hit when it is gold. Ranks count from 1, to the tenth.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from language.words import CJK
from vectorstore.model import Hit

DEPTH = 10  # ranks that count for MRR
RESAMPLES = 2000

_UNPARTED = re.compile(f"[{CJK}]")

Better = Literal["higher", "lower", "neither"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """One figure: its mean or share over `n` cases, with the ends of its interval where it has one.

    `unit` is "" for shares from 0 to 1 and for MRR, else what is counted ("ms", "tokens").
    """

    name: str
    value: float
    n: int
    low: float | None = None
    high: float | None = None
    unit: str = ""
    better: Better = "higher"


def plain(text: str) -> str:
    """A text as it is compared, with a space at both ends."""
    text = unicodedata.normalize("NFKC", text).lower()
    return " " + re.sub(r"\s+", " ", re.sub(r"[^\w ]|_", " ", text)).strip() + " "


def holds_answer(text: str, answers: Collection[str]) -> bool:
    """Whether one of the answers stands in the text, as whole words where the script parts words by spaces.

    Chinese and Japanese don't, and Korean joins particles to its words: there the characters are enough.
    """
    compared = plain(text)
    return any((plain(one).strip() if _UNPARTED.search(one) else plain(one)) in compared for one in answers)


def article_rank(hits: Sequence[Hit], gold: Collection[str]) -> int | None:
    """The rank of the first hit from a gold article."""
    return next((rank for rank, hit in enumerate(hits, start=1) if hit.article.url in gold), None)


def passage_rank(hits: Sequence[Hit], gold: Collection[str], answers: Collection[str]) -> int | None:
    """The rank of the first hit from a gold article that holds an answer."""
    for rank, hit in enumerate(hits, start=1):
        if hit.article.url in gold and holds_answer(hit.passage.text, answers):
            return rank
    return None


def auroc(scores: Sequence[float], right: Sequence[bool]) -> float:
    """Share of (right, other) pairs in which the right one scores higher; ties count half."""
    good = np.array([score for score, yes in zip(scores, right, strict=True) if yes])
    bad = np.array([score for score, yes in zip(scores, right, strict=True) if not yes])
    return float(((good[:, None] > bad).sum() + 0.5 * (good[:, None] == bad).sum()) / (len(good) * len(bad)))


def ranked(name: str, ranks: Sequence[int | None]) -> list[Score]:
    """Hit@1, hit@4, hit@8 and MRR@10 of the ranks at which each question's hit was found."""
    cuts = [share(f"{name} hit@{k}", [rank is not None and rank <= k for rank in ranks]) for k in (1, 4, 8)]
    return [*cuts, mean(f"{name} MRR@{DEPTH}", reciprocal(ranks))]


def reciprocal(ranks: Sequence[int | None]) -> list[float]:
    return [1 / rank if rank is not None and rank <= DEPTH else 0.0 for rank in ranks]


def share(name: str, yes: Sequence[bool], *, better: Better = "higher") -> Score:
    """The share of cases that hold, with Wilson's interval (E. B. Wilson, JASA 1927)."""
    n = len(yes)
    if not n:
        return Score(name=name, value=math.nan, n=0, better=better)
    p, z = sum(yes) / n, 1.96
    middle, half = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    low, high = ((middle + side * half) / (1 + z * z / n) for side in (-1, 1))
    return Score(name=name, value=p, n=n, low=max(0.0, low), high=min(1.0, high), better=better)


def mean(name: str, values: Sequence[float], *, unit: str = "", better: Better = "higher") -> Score:
    """The mean, with a percentile bootstrap interval."""
    if not values:
        return Score(name=name, value=math.nan, n=0, unit=unit, better=better)
    low, high = bootstrap(values)
    return Score(name=name, value=float(np.mean(values)), n=len(values), low=low, high=high, unit=unit, better=better)


def percentile(name: str, values: Sequence[float], at: float, *, unit: str) -> Score:
    """A percentile (0 to 100) of times or sizes, where less is better."""
    value = float(np.percentile(values, at)) if values else math.nan
    return Score(name=name, value=value, n=len(values), unit=unit, better="lower")


def bootstrap(values: Sequence[float], *, seed: int = 0) -> tuple[float, float]:
    """The 2.5th and 97.5th percentile of the means of resamples; the same for the same values."""
    drawn = np.random.default_rng(seed).integers(0, len(values), (RESAMPLES, len(values)))
    low, high = np.percentile(np.asarray(values, dtype=float)[drawn].mean(1), [2.5, 97.5])
    return float(low), float(high)
