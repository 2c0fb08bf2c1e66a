"""How near the words of a question come in meaning to those of a text: "headed" to "led", "team" to "delegation".

By late interaction: each token of the question and of the text has a vector as minilm reads it where it stands, and a
word is as near to a sentence as its tokens are to their nearest ones there, by cosine. English only, since the model
is; it is installed whatever embeds the library.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from language.detection import likely_language, told_language
from language.pack import FALLBACK
from language.sentences import sentences
from language.words import terms

if TYPE_CHECKING:
    from bot.answering.wanted import Wanted
    from vectorstore.embeddings.onnx import TokenVectors

SAID = 0.9  # the closeness of a word that stands there itself
TIED = 0.6  # closeness that what belongs to a named thing needs: the mayor of Velm is not its harbour master
WINDOW = 1  # sentences on either side of one that are near to it
REMEMBERED = 64  # texts of which the vectors are kept: some 300 kB each
_WORD = re.compile(r"[^\W_]+(?:[.,'’:-][^\W_]+)*")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Met:
    """How far a passage means what a question wants, in the few sentences that mean it best: the `mean` closeness of
    its terms by their weights, those of its names among them, which stand there; the `least` of the others; and whether
    the asked kind of thing stands there with what is tied to a name (`answers`)."""

    mean: float
    least: float
    answers: bool

    @property
    def rank(self) -> float:
        return self.mean + (0.3 if self.answers else 0.0)


def met(wanted: Wanted, text: str, header: str, weights: Mapping[str, float]) -> Met:
    """How far a passage with a header means what is wanted. No model runs where its words are all there."""
    parts = sentences(text)
    title = set(terms(header))
    bags = [set(terms(part.text)) for part in parts]
    windows = [range(max(0, at - WINDOW), min(len(parts), at + WINDOW + 1)) for at in range(len(parts))]
    kinds = [wanted.has_kind(part.text) for part in parts]
    answering = [window for window in windows if any(kinds[at] for at in window)]
    said = [wanted.rest & title.union(*(bags[at] for at in window)) for window in answering]
    if any(len(one) == len(wanted.rest) for one in said):
        return Met(SAID, SAID, answers=True)
    near = closeness(wanted.question, text, [(part.start, part.end) for part in parts])
    ahead = closeness(wanted.question, header, [(0, len(header))])[0]
    tied = [set(terms(tie.what)) & wanted.rest for tie in wanted.ties if not tie.place]
    named = sum(weights.get(term, 1.0) for name in wanted.names for term in set(terms(name.text)))
    found = [Met(0.0, 0.0, answers=False)]
    for window in answering or windows:
        held = title.union(*(bags[at] for at in window))
        close = {
            term: SAID if term in held else max(ahead.get(term, 0.0), *(near[at].get(term, 0.0) for at in window))
            for term in wanted.rest
        }
        whole = named + sum(weights.get(term, 1.0) for term in close) or 1.0
        mean = (SAID * named + sum(weights.get(term, 1.0) * one for term, one in close.items())) / whole
        belongs = all(max((close[term] for term in one), default=SAID) >= TIED for one in tied)
        found.append(Met(mean, min(close.values(), default=SAID), answers=bool(answering) and belongs))
    return max(found, key=lambda one: one.rank)


def closeness_to_sentences(question: str, texts: Sequence[str]) -> list[Mapping[str, float]]:
    """`closeness` for the sentences of one text, read in their order as one."""
    spans: list[Span] = []
    for text in texts:
        start = spans[-1][1] + 1 if spans else 0
        spans.append((start, start + len(text)))
    return closeness(question, "\n".join(texts), spans)


def closeness(question: str, text: str, spans: Sequence[Span]) -> list[Mapping[str, float]]:
    """For each span (start, end) of a text how near each term of the question comes to it, about 0 to 1; nothing where
    one of both is not English."""
    if not spans or not _is_english(question) or not _is_english(text):
        return [{} for _ in spans]
    asked, told = _asked(question), _told(text)
    cosines = asked.vectors @ told.vectors.T
    places = dict(_places(question, asked))
    near: list[Mapping[str, float]] = []
    for start, end in spans:
        columns = [at for at, (begin, finish) in enumerate(told.places) if begin < end and finish > start]
        best = cosines[:, columns].max(axis=1) if columns else np.zeros(len(asked.places))
        near.append({term: float(best[list(at)].mean()) for term, at in places.items()})
    return near


def _places(question: str, asked: TokenVectors) -> Iterable[tuple[str, tuple[int, ...]]]:
    """The tokens of each term of a question."""
    for match in _WORD.finditer(question):
        at = tuple(n for n, (start, end) in enumerate(asked.places) if start < match.end() and end > match.start())
        if at:
            yield from ((term, at) for term in terms(match[0]))


def _is_english(text: str) -> bool:
    return (told_language(text) or likely_language(text)) in (None, FALLBACK)


@lru_cache(maxsize=REMEMBERED)
def _told(text: str) -> TokenVectors:
    """A text's tokens; what the model doesn't take at once is read in further pieces."""
    from vectorstore.embeddings.onnx import TokenVectors, reader

    pieces, start = [reader().tokens(text)], 0
    while pieces[-1].places and (more := start + pieces[-1].places[-1][1]) < len(text.rstrip()):
        start = more
        pieces.append(reader().tokens(text[start:]))
        pieces[-1] = TokenVectors(
            tuple((begin + start, end + start) for begin, end in pieces[-1].places), pieces[-1].vectors
        )
    if len(pieces) == 1:
        return pieces[0]
    return TokenVectors(
        tuple(place for piece in pieces for place in piece.places), np.concatenate([piece.vectors for piece in pieces])
    )


_asked = lru_cache(maxsize=REMEMBERED)(_told.__wrapped__)
