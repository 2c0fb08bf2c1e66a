"""The text that a feed holds of an article, in the place of a page that can't be read."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from ingest.sources.listings import Entry
from ingest.web.client import Answer
from ingest.web.state import Validators

# The status of an address that gave no answer at all.
_NO_ANSWER = 0


def text_as_answer(entry: Entry, known: Validators | None, *, status: int | None) -> Answer:
    """The entry's text as an answer of its address, which gave the `status` (None: no answer at all) when it was asked
    just now: it is asked again in its turn."""
    now = datetime.now(UTC).replace(microsecond=0)
    status = status or _NO_ANSWER
    learned = replace(known, checked_at=now, status=status) if known else None
    return Answer(
        asked=entry.url,
        url=entry.url,
        status=status,
        headers={"content-type": "text/html; charset=utf-8"},
        body=(entry.text or "").encode(),
        fetched_at=now,
        validators=learned or Validators(url=entry.url, checked_at=now, first_at=now, status=status),
    )
