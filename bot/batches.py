"""Questions from a file: one JSON object a line."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from vectorstore.errors import DatelineError

# A question dated by its day alone is asked at noon in UTC: the same day almost everywhere on earth.
STDIN = Path("-")
MIDDAY = time(12, tzinfo=UTC)


class BatchError(DatelineError):
    """The file of questions can't be used: every bad line is named."""

    exit_code = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One line: `id` goes out as it came in; `now` is None where the line has no date."""

    id: str | int | None
    question: str
    now: datetime | None = None
    exclude_urls: tuple[str, ...] = ()

    def at(self, now: datetime) -> Asked:
        """The same question, asked at another time."""
        return replace(self, now=now)


def read(path: Path) -> list[Asked]:
    """All questions of a file (`-`: of standard input), checked before the first is answered. Raises BatchError."""
    try:
        text = (sys.stdin.buffer.read() if path == STDIN else path.read_bytes()).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BatchError(f"{path.name} is not UTF-8 text.") from error
    except OSError as error:
        raise BatchError(f"{path.name} can't be read: {error.strerror}.") from error
    asked, problems = [], []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            asked.append(_asked(json.loads(line)))
        except ValueError as error:
            reason = "is not JSON" if isinstance(error, json.JSONDecodeError) else str(error)
            problems.append(f"\n  line {number} {reason}")
    if problems:
        raise BatchError(f"{path.name} can't be used:{''.join(problems)}")
    return asked


def moment(text: str) -> datetime:
    """A date or a time in ISO 8601 as UTC; a time without a zone counts as UTC. Raises ValueError."""
    try:
        return datetime.combine(date.fromisoformat(text), MIDDAY)
    except ValueError:
        pass
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text!r} is not a date: use 2024-01-30 or 2024-01-30T18:00+09:00") from None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def _asked(line: Any) -> Asked:
    if not isinstance(line, dict):
        raise ValueError("is not an object with id and question")
    id_, question, excluded = line.get("id"), line.get("question"), line.get("exclude_urls") or ()
    if not isinstance(question, str) or not question.strip():
        raise ValueError("has no question")
    if id_ is not None and not isinstance(id_, str | int):
        raise ValueError("has an id that is neither text nor number")
    if not isinstance(excluded, list | tuple) or not all(isinstance(url, str) for url in excluded):
        raise ValueError("has exclude_urls that are not a list of addresses")
    stated = line.get("now") or line.get("asked_on")
    if stated is not None and not isinstance(stated, str):
        raise ValueError("has a date that is not a text")
    return Asked(id=id_, question=question, now=moment(stated) if stated else None, exclude_urls=tuple(excluded))
