"""No secret leaves in words: what is printed or logged passes through here."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable

HIDDEN = "[hidden]"

# Shapes of secrets, for those that never were a setting of ours (a user pastes one into a question, a
# library puts a header into its error). Known values are replaced as well, whatever their shape.
_SHAPES = re.compile(
    r"""
      \bsk-[\w*-]{6,}                                 # OpenAI and compatible services, masked by them too
    | \b[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}          # Discord bot token: id, time, signature
    | (?<=\bBearer\ )[\w.~+/=-]{12,}
    | (?<=\bBot\ )[\w.-]{50,}
    | (?<=://)[^/\s:@]+:[^/\s@]+(?=@)                 # user:password in a URL
    """,
    re.VERBOSE | re.IGNORECASE,
)


class Redactor:
    """Replaces secrets by `[hidden]`: the shapes above and the values it was told."""

    def __init__(self) -> None:
        self._values: set[str] = set()

    def learn(self, values: Iterable[str]) -> None:
        """Remember secrets by value. Very short ones are left: hiding them would blank ordinary words."""
        self._values.update(value for value in values if len(value) >= 6)

    def __call__(self, text: str) -> str:
        for value in sorted(self._values, key=len, reverse=True):
            text = text.replace(value, HIDDEN)
        return _SHAPES.sub(HIDDEN, text)


class RedactingFormatter(logging.Formatter):
    """Formats a record, traceback and all, and then hides what is secret in it.

    With `brief` a record is one line without its traceback: what a person at a terminal is shown.
    """

    def __init__(self, redact: Redactor, format_: str, *, brief: bool = False) -> None:
        super().__init__(format_)
        self._redact = redact
        self._brief = brief

    def format(self, record: logging.LogRecord) -> str:
        if self._brief:
            level = record.levelname.lower()
            return self._redact(f"{level}: {' '.join(record.getMessage().split())}")
        return self._redact(super().format(record))
