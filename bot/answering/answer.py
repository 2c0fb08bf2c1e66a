"""The answer, as it leaves the pipeline: one object that says what was answered, from what, and how."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from bot.answering.checking import Verdict
from bot.answering.fragments import link_to
from bot.answering.timing.windows import Window
from bot.answering.tokens import Tokens
from vectorstore.model import Article, Hit


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A source that the answer's `[n]` points to.

    `quote` is an exact substring of the passage: the sentence that best supports what was said; `more` are others
    of it, on which further sentences of the answer rest. `url` is the article's own, None for a file without one;
    then `path` (relative to the ingested root) tells which file it is. `also_in` are the other outlets that ran
    the same story. `opening_only`: the library holds only the opening of that article.
    `dated_by_address`: nobody states its day, which stood in its address or its file's name.
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
    more: tuple[str, ...] = ()
    also_in: tuple[str, ...] = ()
    opening_only: bool = False
    dated_by_address: bool = False

    @property
    def link(self) -> str | None:
        """The article's address, opening at the quote where the browser can; None for a file."""
        return link_to(self.url, self.quote) if self.url else None


AHEAD = ("read-as", "newest", "widened", "disagree", "quotes")
BEHIND = ("as-of", "missing", "sides", "corrected", "searched")
BESIDE = ("window", "read", "undated", "words-only", "language", "cut-off", "judge")


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Something the reader should know beside the answer, in the question's language.

    `kind` is for programs: "window" (the time that was searched), "read" (how a date was read), "undated" (how many
    articles have no date), "widened" (nothing was in the time), "as-of" (how old the sources are), "newest" (nothing
    newer is held), "disagree" (the sources do), "sides" (which says what, where the text doesn't attribute it),
    "missing" (what no source says), "corrected", "searched" (what was, for a refusal), "language", "cut-off", "quotes"
    (the text is quotes, since nobody could prove an answer), "judge" (words decided where a judge was to), "words-only"
    (the vectors could not be asked), "read-as" (a name of the question was read as the library spells it).
    """

    kind: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Timings:
    """Milliseconds: searching, waiting for the model, and all together."""

    retrieve_ms: float
    generate_ms: float
    total_ms: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was asked and answered.

    `text` holds only checked sentences, each with its marks; `verdicts` say what was kept, repaired and dropped.
    `abstained` is a refusal: then `citations` is empty, `hits` are the passages that came first, none of which
    answers, and `nearest` the articles that come closest, for a look. `linked` are articles about it of
    which not all may be shown, to be read where they are. `refused_by` says who refused: "evidence"
    (no model was called), "model" (it gave the sentinel) or "check" (nothing that it said could be proved).
    Otherwise `hits` are the passages that the model was given, best first; `left_out` are those for which its budget
    had no room. `cut_off` says why the model did not finish, when what it had said can still be shown. `zone` is where
    the asker's days are counted, `language` what the answer's own words are in. `checked_by` is the kind of judge whose
    word the citations have ("words", "model", "decisions", "systemone"; older rows say "local" for words); `judge` its
    whole name. `judging` are those of `tokens` that judging took.
    """

    question: str
    text: str
    abstained: bool
    citations: tuple[Citation, ...] = ()
    notes: tuple[Note, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    hits: tuple[Hit, ...] = ()
    left_out: tuple[Hit, ...] = ()
    nearest: tuple[Article, ...] = ()
    linked: tuple[Article, ...] = ()
    refused_by: str | None = None
    cut_off: str | None = None
    window: Window | None = None
    zone: str = "UTC"
    language: str = "en"
    checked_by: str = "words"
    judge: str = "words"
    model: str
    embedding: str
    prompt: str
    timings: Timings
    tokens: Tokens = field(default_factory=Tokens)
    judging: Tokens = field(default_factory=Tokens)

    @property
    def shown(self) -> str:
        """The text between what must be known ahead of it and what must be known after."""
        ahead = [note.text for note in self.notes if note.kind in AHEAD]
        behind = [note.text for note in self.notes if note.kind in BEHIND]
        return " ".join([*ahead, self.text, *behind])

    def is_verbatim(self, citation: Citation) -> bool:
        """Whether a citation's quote is an exact part of the passage that it is said to be from."""
        texts = (hit.passage.text for hit in self.hits if hit.passage.id == citation.passage_id)
        return bool(citation.quote) and any(citation.quote in text for text in texts)

    @property
    def kept(self) -> tuple[Verdict, ...]:
        """The sentences that stand as the model cited them."""
        return tuple(verdict for verdict in self.verdicts if verdict.outcome == "kept")

    @property
    def repaired(self) -> tuple[Verdict, ...]:
        """The sentences whose marks were put right."""
        return tuple(verdict for verdict in self.verdicts if verdict.outcome == "repaired")

    @property
    def dropped(self) -> tuple[Verdict, ...]:
        """The sentences that no source supports; they are not in `text`."""
        return tuple(verdict for verdict in self.verdicts if verdict.outcome == "dropped")
