"""Why an address gave nothing. Each is one source's failure: the run goes on and names it.

SourceError
├── Refused          never asked for: scheme, inner address, robots.txt, too many redirects
├── Unavailable      asked for and not got: no connection, 5xx, 429, too slow, too large; tried again next run
└── Gone             404 or 410: the article that came from there is withdrawn
"""

from __future__ import annotations

from ingest.errors import SourceError
from vectorstore.remembered import Validators


class Refused(SourceError):
    """Asking would be unsafe or unwanted; the message names the rule."""


class Unavailable(SourceError):
    """It may work later. `retry_after` is in seconds from now, where the server named it."""

    def __init__(self, message: str, *, retry_after: float | None = None, status: int | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after
        self.status = status


class Unresolved(Unavailable):
    """The host's name leads to no address from here."""


class Gone(SourceError):
    """The server says that there is nothing at this address. `status` is 404 or 410.

    `validators` is what to keep for next time; whoever withdraws the article keeps it then.
    """

    def __init__(self, message: str, *, status: int, validators: Validators) -> None:
        super().__init__(message)
        self.status = status
        self.validators = validators


def status_reason(status: int, pause: float | None) -> str:
    """An answer's status in words; `pause` in seconds is what Retry-After asks for."""
    later = f"; it asks to wait {pause:,.0f} seconds" if pause else ""
    if status == 429:
        return f"too many requests (HTTP 429){later}"
    if status in (401, 403, 407, 451):
        return f"access denied (HTTP {status})"
    if status == 402:
        return "payment required (HTTP 402)"
    if status >= 500:
        return f"server error (HTTP {status}){later}"
    return f"unexpected answer (HTTP {status})"


def network_reason(error: Exception) -> str:
    """Why no answer came, in words."""
    text = str(error).lower()
    if "certificate" in text:
        return "the server's certificate is not valid"
    if "ssl" in text or "tls" in text:
        return "no secure connection could be made"
    return "no connection could be made" if "connect" in type(error).__name__.lower() else "the connection broke"
