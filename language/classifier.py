"""What a message most likely is, where no phrase of the packs knows it: a small classifier of character n-grams.

Trained by `python -m evals.classifier` on messages of our own (evals/sets/messages) and kept beside this file as
`classifier.npz`: for each of `BUCKETS` hashed features one weight a class, in steps of `scale`. Offline, some tenths
of a millisecond a message. Its classes are kinds of messages, with "question" for everything that is searched, and
"aside" for words around a question that say nothing of it.

A message whose words are new to it is likely about something: `strangers` counts them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from language.folding import fold, unlengthened

BUCKETS = 1 << 17
LONGEST = 200  # characters that are read
_GRAMS = 5  # characters, of the longest n-gram

_WORD = re.compile(r"\w+")
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_ENDING = re.compile("[\u3040-\u309f\u30fc]+")  # no word of Japanese that could be a subject
_MARKED = re.compile("[?？]")
_PRIME, _MASK = 1_000_003, BUCKETS - 1


@dataclass(frozen=True, slots=True)
class Guess:
    """The likeliest class and its probability, 0 to 1."""

    kind: str
    probability: float


@dataclass(frozen=True, slots=True)
class Weights:
    classes: tuple[str, ...]
    table: NDArray[np.int8]  # BUCKETS × classes
    bias: NDArray[np.float32]
    scale: float
    known: dict[str, frozenset[int]]  # of each class the units of its messages; of "aside" those of all talk


def guess(text: str) -> Guess:
    """What a message, or a clause of one, most likely is."""
    found = probabilities(text)
    best = max(found, key=lambda kind: found[kind])
    return Guess(best, found[best])


def probabilities(text: str) -> dict[str, float]:
    """The probability of each class."""
    weights = _weights()
    found = features(text)
    logits = weights.bias + weights.table[found].sum(axis=0, dtype=np.int32) * (weights.scale / len(found) ** 0.5)
    odds = np.exp(logits - logits.max())
    return dict(zip(weights.classes, (odds / odds.sum()).tolist(), strict=True))


def strangers(text: str, kind: str) -> tuple[int, int]:
    """How many units of a text stand in no message of a kind, and in no talk, and how many units there are: words; of
    Chinese, Japanese and Korean pairs of characters, without those of hiragana alone."""
    known = _weights().known
    found = units(text)
    return sum(unit not in known[kind] and unit not in known["aside"] for unit in found), len(found)


def new_words(text: str, kind: str) -> list[tuple[int, int]]:
    """The places of the words of a text, spaced ones, that stand in no message of a kind, and in no talk."""
    known = _weights().known
    return [
        match.span()
        for match in _WORD.finditer(text)
        if not match[0].isdigit() and not _UNSPACED.search(match[0])
        if not {_hash(word) & 0xFFFFFFFF for word in _WORD.findall(fold(match[0]))} & (known[kind] | known["aside"])
    ]


def units(text: str) -> list[int]:
    """A number for each word of a text, and for each pair of characters of a word in Chinese, Japanese or Korean."""
    parts: list[str] = []
    for word in _WORD.findall(unlengthened(fold(text[:LONGEST]))):
        pairs = [word[at : at + 2] for at in range(len(word) - 1)] or [word]
        parts += [one for one in pairs if not _ENDING.fullmatch(one)] if _UNSPACED.search(word) else [word]
    return [_hash(part) & 0xFFFFFFFF for part in parts if not part.isdigit()]


def features(text: str) -> NDArray[np.int64]:
    """The buckets of a text's features: n-grams of its folded characters, its words and pairs of words, its length,
    and whether it asks by a mark. Each once."""
    words = _WORD.findall(unlengthened(fold(text[:LONGEST])))
    padded = " " + " ".join(words) + " "
    codes = np.frombuffer(padded.encode("utf-32-le", "replace"), dtype=np.uint32).astype(np.uint64)
    hashed, grams = np.zeros_like(codes), []
    for n in range(1, _GRAMS + 1):
        if len(codes) < n:
            break
        hashed = hashed[: len(codes) - n + 1] * np.uint64(_PRIME) + codes[n - 1 :] + np.uint64(n)
        grams.append(hashed)
    whole = [_hash(word) for word in words]
    pairs = [one * 31 + other for one, other in pairwise(whole)]
    edges = [_hash(f"^{words[0]}"), _hash(f"{words[-1]}$")] if words else []
    length = _hash(f"length {min(len(words), 12)} {min(len(padded) // 8, 8)}")
    others = [length, _hash("marked")] if _MARKED.search(text) else [length]
    extra = np.array([number & 0xFFFFFFFFFFFF for number in (*whole, *pairs, *edges, *others)], dtype=np.uint64)
    mixed = np.concatenate([*grams, extra])
    mixed ^= mixed >> np.uint64(17)
    mixed *= np.uint64(0x9E3779B97F4A7C15)
    return np.unique((mixed >> np.uint64(40)) & np.uint64(_MASK)).astype(np.int64)


def _hash(word: str) -> int:
    """A hash that is the same in every process."""
    number = 7
    for letter in word:
        number = (number * 131 + ord(letter)) & 0xFFFFFFFFFFFF
    return number


@cache
def _weights() -> Weights:
    with np.load(Path(__file__).with_name("classifier.npz")) as kept:
        return Weights(
            classes=tuple(str(name) for name in kept["classes"]),
            table=kept["table"],
            bias=kept["bias"],
            scale=float(kept["scale"]),
            known={str(name): frozenset(kept[f"known {name}"].tolist()) for name in kept["classes"]},
        )
