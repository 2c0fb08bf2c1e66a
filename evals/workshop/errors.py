"""What can go wrong in the workshop.

DatelineError
├── WorkshopError      something that the workshop works with is missing, or can't be written
├── RecordingError     recordings are missing, ambiguous or broken
├── PinError           a question of the log can't become a case
├── RevisionError      a git revision or a prompt file to compare can't be read
└── ModelError
    └── Stale          no recording of these very messages: an outcome of a case, not the end of a run
"""

from __future__ import annotations

from bot.answering.errors import ModelError
from vectorstore.errors import DatelineError


class WorkshopError(DatelineError):
    """The workshop can't do its work here."""


class RecordingError(DatelineError):
    """The recordings can't be used."""


class RevisionError(DatelineError):
    """What is to be compared can't be read."""

    exit_code = 2


class PinError(DatelineError):
    """A question can't be made into a case."""


class Stale(ModelError):
    """What was recorded was recorded with other messages, or nothing was."""
