"""What a run did: counted while it runs, shown when it ends."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from vectorstore.library import Outcome

_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Named:
    """A source by the name that people know it by, and what is to be said of it."""

    source: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """One run of ingest.

    `withdrawn` counts articles that are gone from their addresses: kept, and no longer answered from. `missing` are
    articles whose files are gone, kept because pruning was not asked for. `passages` counts
    those of the articles added or updated, `embedded` the texts that the embedder was given: both are 0
    when nothing changed. `read` counts the articles whose sources were read, copies among them, `undated` those of them
    without a date. `doubtful` went in and want looking
    at, `suspected` places in articles
    that speak to a model. `neutralised` counts invisible characters taken out. `tokens` is what a provider
    counted (None: nothing was sent to one), `cost` what that comes to where EMBEDDING_PRICE is set. `known` counts the
    articles of the web sources that were asked, `next_check` is when the first of these is asked for again. `stages`
    holds the seconds by stage; embedding goes on beside the others. `stopped_by` names the signal that ended
    the run early, `error` what ended it otherwise, `run` the number under which the library keeps this report.
    """

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    withdrawn: int = 0
    skipped: tuple[Named, ...] = ()
    failed: tuple[Named, ...] = ()
    missing: tuple[str, ...] = ()
    notes: tuple[Named, ...] = ()
    doubtful: tuple[Named, ...] = ()
    suspected: tuple[Named, ...] = ()
    changes: tuple[tuple[str, str], ...] = ()
    read: int = 0
    undated: int = 0
    passages: int = 0
    embedded: int = 0
    neutralised: int = 0
    tokens: int | None = None
    cost: float | None = None
    known: int = 0
    next_check: datetime | None = None
    stages: Mapping[str, float] = field(default_factory=dict)
    seconds: float = 0.0
    dry_run: bool = False
    stopped_by: int | None = None
    error: str | None = None
    run: int | None = None

    def __str__(self) -> str:
        return as_text(self)

    @property
    def quiet(self) -> bool:
        """Whether all was well and nothing new."""
        changed = (self.added, self.updated, self.removed, self.withdrawn, self.skipped, self.failed, self.missing)
        return not any(changed) and not self.error and self.stopped_by is None

    @property
    def exit_code(self) -> int:
        """128 and the signal's number when stopped, 1 when a source failed, else 0."""
        return 128 + self.stopped_by if self.stopped_by else 1 if self.failed else 0


@dataclass(slots=True)
class Tally:
    """A summary in the making. `outcomes` maps each article put to what became of it."""

    dry_run: bool = False
    outcomes: dict[str, tuple[Outcome, int, str]] = field(default_factory=dict)  # id -> (outcome, passages, source)
    unchanged: int = 0
    removed: list[str] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    skipped: list[Named] = field(default_factory=list)
    copies: dict[str, Named] = field(default_factory=dict)  # the ids of copies, and of what they are
    failed: list[Named] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    notes: list[Named] = field(default_factory=list)
    doubtful: list[Named] = field(default_factory=list)
    suspected: list[Named] = field(default_factory=list)
    neutralised: int = 0
    read: int = 0
    undated: int = 0
    known: int = 0
    next_check: datetime | None = None
    stages: dict[str, float] = field(default_factory=dict)

    def asked(self, known: int, *, again: datetime | None) -> None:
        """A web source was asked, which gave `known` articles before; the first of them is asked for `again` then."""
        self.known += known
        if again and known:
            self.next_check = min(again, self.next_check) if self.next_check else again

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        """Count the block's seconds to a stage."""
        began = time.monotonic()
        try:
            yield
        finally:
            self.stages[stage] = self.stages.get(stage, 0.0) + time.monotonic() - began

    def summary(
        self,
        *,
        embedded: int,
        seconds: float,
        tokens: int | None = None,
        price: float | None = None,
        stopped_by: int | None = None,
        error: str | None = None,
    ) -> Summary:
        """The counts as they stand. `price` is of a million tokens."""
        counts = Counter(outcome for outcome, _, _ in self.outcomes.values())
        changes = [(outcome, name) for name, (outcome, _, _) in self.outcomes.items() if outcome != "unchanged"]
        ended = [("removed", one) for one in self.removed] + [("withdrawn", one) for one in self.withdrawn]
        return Summary(
            added=counts["added"],
            updated=counts["updated"],
            unchanged=self.unchanged + counts["unchanged"],
            removed=len(self.removed),
            withdrawn=len(self.withdrawn),
            skipped=(*self.skipped, *self.copies.values()),
            failed=tuple(self.failed),
            missing=tuple(self.missing),
            notes=tuple(self.notes),
            doubtful=tuple(self.doubtful),
            suspected=tuple(self.suspected),
            changes=(*changes, *ended) if self.dry_run else (),
            passages=sum(passages for outcome, passages, _ in self.outcomes.values() if outcome != "unchanged"),
            embedded=embedded,
            neutralised=self.neutralised,
            read=self.read,
            undated=self.undated,
            known=self.known,
            next_check=self.next_check,
            tokens=tokens,
            cost=None if tokens is None or price is None else tokens * price / 1e6,
            stages=dict(self.stages),
            seconds=seconds,
            dry_run=self.dry_run,
            stopped_by=stopped_by,
            error=error,
        )


def as_json(summary: Summary) -> dict[str, Any]:
    """The summary as one JSON object: numbers first, then the named sources."""
    found: dict[str, Any] = {
        "added": summary.added,
        "updated": summary.updated,
        "unchanged": summary.unchanged,
        "removed": summary.removed,
        "withdrawn": summary.withdrawn,
        "skipped": len(summary.skipped),
        "failed": len(summary.failed),
        "missing": len(summary.missing),
        "passages": summary.passages,
        "embedded": summary.embedded,
        "neutralised": summary.neutralised,
        "read": summary.read,
        "undated": summary.undated,
        "known": summary.known,
        "next_check": f"{summary.next_check:%Y-%m-%dT%H:%M:%SZ}" if summary.next_check else None,
        "doubtful": len(summary.doubtful),
        "suspected": len(summary.suspected),
        "tokens": summary.tokens,
        "cost": None if summary.cost is None else round(summary.cost, 6),
        "seconds": round(summary.seconds, 3),
        "stages": {stage: round(seconds, 3) for stage, seconds in summary.stages.items()},
        "dry_run": summary.dry_run,
        "stopped": summary.stopped_by is not None,
        "stopped_by": summary.stopped_by,
        "error": summary.error,
        "run": summary.run,
        "skipped_sources": [{"source": named.source, "reason": named.reason} for named in summary.skipped],
        "failed_sources": [{"source": named.source, "reason": named.reason} for named in summary.failed],
        "missing_articles": list(summary.missing),
        "doubtful_pages": [{"source": named.source, "reason": named.reason} for named in summary.doubtful],
        "suspected_injections": [{"source": named.source, "words": named.reason} for named in summary.suspected],
        "notes": [{"source": named.source, "note": named.reason} for named in summary.notes],
    }
    if summary.dry_run:
        found["changes"] = [{"change": change, "article": article} for change, article in summary.changes]
    return found


def from_json(given: Mapping[str, Any]) -> Summary:
    """A kept report as it was; what a later version left out of it is left at its default."""

    def named(key: str, said: str) -> tuple[Named, ...]:
        return tuple(Named(str(one.get("source", "")), str(one.get(said, ""))) for one in given.get(key, ()))

    numbers = ("added", "updated", "unchanged", "removed", "withdrawn", "passages", "embedded",
               "neutralised", "read", "undated", "tokens", "cost")  # fmt: skip
    return Summary(
        **{name: given[name] for name in (*numbers, "seconds", "stages", "error") if given.get(name) is not None},
        skipped=named("skipped_sources", "reason"),
        failed=named("failed_sources", "reason"),
        missing=tuple(given.get("missing_articles", ())),
        notes=named("notes", "note"),
        doubtful=named("doubtful_pages", "reason"),
        suspected=named("suspected_injections", "words"),
        stopped_by=given.get("stopped_by"),
    )


def as_text(summary: Summary) -> str:
    """The summary for people: failures last, where they are seen."""
    lines: list[str] = []
    if summary.dry_run:
        marks = {"added": "+", "updated": "~", "removed": "-", "withdrawn": "-"}
        lines += [f"{marks[change]} {article}" for change, article in summary.changes]
    lines += _listed("note", summary.notes)
    lines += _listed("skipped", summary.skipped)
    lines += _listed("doubtful", summary.doubtful)
    spoken = (Named(one.source, f"speaks to a model: “{one.reason}”") for one in summary.suspected)
    lines += _listed("suspect", tuple(spoken))
    if summary.missing:
        lines += _shortened([f"missing  {name}" for name in summary.missing])
        lines.append("The sources of these articles are gone; --prune removes them.")
    lines += [f"failed   {named.source}: {named.reason}" for named in summary.failed]
    counts = (
        f"{summary.added} added, {summary.updated} updated, {summary.unchanged} unchanged, {summary.removed} removed, "
        + (f"{summary.withdrawn} withdrawn, " if summary.withdrawn else "")
        + f"{len(summary.skipped)} skipped, {len(summary.failed)} failed"
        + (f", {len(summary.missing)} missing" if summary.missing else "")
    )
    if summary.quiet and summary.known:
        articles = "1 known article" if summary.known == 1 else f"{summary.known} known articles"
        lines.append(f"Nothing new: {articles}{_next_check(summary.next_check)}.")
    if summary.dry_run:
        lines.append(f"Would be: {counts}. Nothing was written.")
        return "\n".join(lines)
    work = f"{summary.passages} passages, {summary.embedded} embedded, {summary.seconds:.1f} s"
    if summary.tokens:
        work += f", {summary.tokens:,} tokens" + (f" for {summary.cost:,.2f}" if summary.cost is not None else "")
    if summary.undated:
        lines.append(
            f"{summary.undated} of {summary.read} articles {'has' if summary.undated == 1 else 'have'} no date."
        )
    if summary.neutralised:
        lines.append(f"{summary.neutralised} invisible or broken characters were removed.")
    if summary.error:
        lines.append(f"The run ended early: {summary.error}")
    if summary.stopped_by is not None:
        lines.append("Stopped early. What is counted here is stored; run the same command again to go on.")
    lines.append(f"{counts}; {work}.")
    return "\n".join(lines)


def _next_check(moment: datetime | None) -> str:
    """ ", next check in 23 h"; nothing where it is due."""
    minutes = int((moment - datetime.now(UTC)).total_seconds() / 60) if moment else 0
    if minutes < 1:
        return ""
    return f", next check in {minutes // 60} h" if minutes >= 60 else f", next check in {minutes} min"


def _listed(label: str, named: tuple[Named, ...]) -> list[str]:
    texts = (f"{one.source}: {one.reason}" if one.source else one.reason for one in named)
    return _shortened([f"{label:8} {text}" for text in texts])


def _shortened(lines: list[str]) -> list[str]:
    if len(lines) <= _SHOWN:
        return lines
    return [*lines[:_SHOWN], f"         … and {len(lines) - _SHOWN} more; --json names them all"]
