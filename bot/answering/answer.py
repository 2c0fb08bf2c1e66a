"""The answer, as it leaves the pipeline: one object that says what was answered, from what, and how."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from vectorstore.model import Hit


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A source that the answer's `[n]` points to.

    `quote` is an exact substring of the passage: the sentence that best supports what was said. `url`
    is the article's own, None for a file without one; then `path` (relative to the ingested root) tells
    which file it is.
    """

    n: int
    title: str
    outlet: str | None
    url: str | None
    path: str | None
    published: datetime | None
    published_is_day: bool
    quote: str
    passage_id: str
    article_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Timings:
    """Milliseconds: searching, waiting for the model, and all together."""

    retrieve_ms: float
    generate_ms: float
    total_ms: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """What the model counted; None where it told nothing (or was not called)."""

    input: int | None = None
    output: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was asked and answered.

    `abstained` is a refusal: then `citations` is empty. `refused_by` says who refused: "evidence" (no
    model was called) or "model" (it gave the sentinel, or nothing that could be shown).
    `hits` are the passages that the model was given, best first.
    """

    question: str
    text: str
    abstained: bool
    citations: tuple[Citation, ...] = ()
    hits: tuple[Hit, ...] = ()
    refused_by: str | None = None
    model: str
    embedding: str
    prompt: str
    timings: Timings
    tokens: Tokens = field(default_factory=Tokens)
