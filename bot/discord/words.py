"""Everything the bot says of itself: the catalogue in `words.yaml`, in English and Korean.

`say("busy", "ko")` gives a sentence. What a member is shown follows their own locale; an answer's language
follows the question. Command names are the same everywhere, their descriptions are translated.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

LANGUAGES = ("en", "ko")


def say(key: str, language: str, **values: object) -> str:
    """The sentence of that key. `language` is an ISO 639-1 code; anything but Korean is answered in English."""
    said = str(_catalogue()["said"][key]["ko" if language == "ko" else "en"])
    return said.format(**values) if values else said


def language_of_locale(locale: str | None) -> str:
    """One of LANGUAGES for Discord's locale such as "en-GB" or "ko"."""
    return "ko" if (locale or "").lower().startswith("ko") else "en"


def described(text: str, language: str) -> str | None:
    """A command's description in another language; None where there is none."""
    return _descriptions().get(text) if language == "ko" else None


@cache
def _catalogue() -> dict[str, Any]:
    import yaml

    catalogue: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("words.yaml").read_text(encoding="utf-8"))
    return catalogue


@cache
def _descriptions() -> dict[str, str]:
    return {entry["en"]: entry["ko"] for entry in _catalogue()["descriptions"]}
