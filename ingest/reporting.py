"""What a run did: counted while it runs, shown when it ends."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
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

    `missing` are articles whose files are gone, kept because pruning was not asked for. `passages` counts
    those of the articles added or updated, `embedded` the texts that the embedder was given: both are 0
    when nothing changed. `neutralised` counts invisible characters taken out. `stopped_by` names the
    signal that ended the run early.
    """

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    skipped: tuple[Named, ...] = ()
    failed: tuple[Named, ...] = ()
    missing: tuple[str, ...] = ()
    notes: tuple[Named, ...] = ()
    changes: tuple[tuple[str, str], ...] = ()
    passages: int = 0
    embedded: int = 0
    neutralised: int = 0
    seconds: float = 0.0
    dry_run: bool = False
    stopped_by: int | None = None

    def __str__(self) -> str:
        return as_text(self)

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
    skipped: list[Named] = field(default_factory=list)
    failed: list[Named] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    notes: list[Named] = field(default_factory=list)
    neutralised: int = 0

    def summary(self, *, embedded: int, seconds: float, stopped_by: int | None = None) -> Summary:
        """The counts as they stand."""
        counts = Counter(outcome for outcome, _, _ in self.outcomes.values())
        changes = [(outcome, name) for name, (outcome, _, _) in self.outcomes.items() if outcome != "unchanged"]
        return Summary(
            added=counts["added"],
            updated=counts["updated"],
            unchanged=self.unchanged + counts["unchanged"],
            removed=len(self.removed),
            skipped=tuple(self.skipped),
            failed=tuple(self.failed),
            missing=tuple(self.missing),
            notes=tuple(self.notes),
            changes=(*changes, *(("removed", article_id) for article_id in self.removed)) if self.dry_run else (),
            passages=sum(passages for outcome, passages, _ in self.outcomes.values() if outcome != "unchanged"),
            embedded=embedded,
            neutralised=self.neutralised,
            seconds=seconds,
            dry_run=self.dry_run,
            stopped_by=stopped_by,
        )


def as_json(summary: Summary) -> dict[str, Any]:
    """The summary as one JSON object: numbers first, then the named sources."""
    found: dict[str, Any] = {
        "added": summary.added,
        "updated": summary.updated,
        "unchanged": summary.unchanged,
        "removed": summary.removed,
        "skipped": len(summary.skipped),
        "failed": len(summary.failed),
        "missing": len(summary.missing),
        "passages": summary.passages,
        "embedded": summary.embedded,
        "neutralised": summary.neutralised,
        "seconds": round(summary.seconds, 3),
        "dry_run": summary.dry_run,
        "stopped": summary.stopped_by is not None,
        "skipped_sources": [{"source": named.source, "reason": named.reason} for named in summary.skipped],
        "failed_sources": [{"source": named.source, "reason": named.reason} for named in summary.failed],
        "missing_articles": list(summary.missing),
        "notes": [{"source": named.source, "note": named.reason} for named in summary.notes],
    }
    if summary.dry_run:
        found["changes"] = [{"change": change, "article": article} for change, article in summary.changes]
    return found


def as_text(summary: Summary) -> str:
    """The summary for people: failures last, where they are seen."""
    lines: list[str] = []
    if summary.dry_run:
        marks = {"added": "+", "updated": "~", "removed": "-"}
        lines += [f"{marks[change]} {article}" for change, article in summary.changes]
    lines += _listed("note", summary.notes)
    lines += _listed("skipped", summary.skipped)
    if summary.missing:
        lines += _shortened([f"missing  {name}" for name in summary.missing])
        lines.append("The files of these articles are gone; --prune removes them.")
    lines += [f"failed   {named.source}: {named.reason}" for named in summary.failed]
    counts = (
        f"{summary.added} added, {summary.updated} updated, {summary.unchanged} unchanged, {summary.removed} removed, "
        f"{len(summary.skipped)} skipped, {len(summary.failed)} failed"
    )
    if summary.dry_run:
        lines.append(f"Would be: {counts}. Nothing was written.")
        return "\n".join(lines)
    work = f"{summary.passages} passages, {summary.embedded} embedded, {summary.seconds:.1f} s"
    if summary.stopped_by is not None:
        lines.append("Stopped early. What is counted here is stored; run the same command again to go on.")
    lines.append(f"{counts}; {work}.")
    return "\n".join(lines)


def _listed(label: str, named: tuple[Named, ...]) -> list[str]:
    texts = (f"{one.source}: {one.reason}" if one.source else one.reason for one in named)
    return _shortened([f"{label:8} {text}" for text in texts])


def _shortened(lines: list[str]) -> list[str]:
    if len(lines) <= _SHOWN:
        return lines
    return [*lines[:_SHOWN], f"         … and {len(lines) - _SHOWN} more; --json names them all"]
