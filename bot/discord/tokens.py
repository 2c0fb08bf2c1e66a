"""The bot's token by its shape: the developer portal has other things to copy, and people copy them."""

from __future__ import annotations

import re

_MISTAKEN = (
    (r"\d{17,20}", "the application's id"),
    (r"[0-9a-fA-F]{64}", "the application's public key"),
    (r"[A-Za-z0-9_-]{32}", "the application's client secret"),
    (r"https?://.*", "an address"),
    (r"[A-Za-z0-9_-]{1,16}", "something that is too short"),
)


def mistaken(token: str) -> str | None:
    """What else of the developer portal a token is by its shape; None for what may be one."""
    return next((named for shape, named in _MISTAKEN if re.fullmatch(shape, token.strip())), None)
