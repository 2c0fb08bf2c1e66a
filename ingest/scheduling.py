"""The same run again and again: `dateline ingest --every 10m`, and the bot's own schedule."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from ingest.errors import UsageError
from ingest.reporting import Summary
from ingest.sources.config import Source, duration
from ingest.stopping import Stop, Stopped
from ingest.web.state import WebState
from vectorstore.errors import DatelineError

_SHORTEST = timedelta(seconds=1)
# How often a wait looks for a signal, in seconds.
_LOOK = 0.2
# A run that begins a moment early is not put off for a whole turn.
_SLACK = timedelta(seconds=5)


def interval(text: str) -> timedelta:
    """From "10m". Raises UsageError."""
    try:
        found = duration(text)
    except ValueError as error:
        raise UsageError(f"--every: {error}.") from None
    if found < _SHORTEST:
        raise UsageError("--every: at least 1s.")
    return found


def repeat(
    run: Callable[[], Summary],
    *,
    every: timedelta,
    show: Callable[[Summary], None],
    failed: Callable[[DatelineError], None],
) -> int:
    """Run, show, wait, until a signal comes. Returns the exit code: 130 or 143.

    Turns begin `every` after each other; one that takes longer is followed at once by the next, never
    overlapped. A turn that can't be done (another process writes, a provider is down, the disk is full) is told
    by `failed`, and the next one tries again; only a first turn that was never meant so ends it all.
    """
    # A run and a wait mind the signals themselves; this one is for the moments between them.
    with Stop() as between:
        first = True
        try:
            while True:
                began = time.monotonic()
                try:
                    summary = run()
                    show(summary)
                    if summary.stopped_by is not None:
                        return summary.exit_code
                except DatelineError as error:
                    if first and isinstance(error, UsageError):
                        raise
                    failed(error)
                first = False
                between.check()
                stopped = _wait(began + every.total_seconds())
                if stopped is not None:
                    return 128 + stopped
                between.check()
        except Stopped as stopped_between:
            return 128 + stopped_between.signum


def _wait(until: float) -> int | None:
    """Wait; the signal that ended the waiting early, if one did."""
    with Stop() as stop:
        try:
            stop.check()
            while (left := until - time.monotonic()) > 0:
                time.sleep(min(left, _LOOK))
                stop.check()
        except Stopped as stopped:
            return stopped.signum
    return None


def due(sources: Sequence[Source], state: WebState, *, now: datetime | None = None) -> list[Source]:
    """Those whose turn it is in a scheduled run: by their own `every`, and by what server and feed last said."""
    now = now or datetime.now(UTC)
    found: list[Source] = []
    for source in sources:
        last = state.last_run(source.name)
        # A clock that went ahead and was set right leaves turns in the future: they hold nobody up.
        if last and source.every and timedelta(0) <= now - last.began_at < source.every - _SLACK:
            continue
        known = state.validators(source.url)
        fresh = known and known.fresh_until and known.checked_at <= now < known.fresh_until
        if last and last.reason is None and fresh:
            continue
        found.append(source)
    return found
