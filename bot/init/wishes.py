"""What a person wants of their Dateline, and the settings that say so."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.answering.providers import ALIASES, PROVIDERS

SHEET = "sources.yaml"
EVERY = "30m"  # how often a bot that is new reads its sources
_TOKEN = re.compile(r"([\w-]{18,})\.[\w-]{4,}\.[\w-]{20,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What is to be set; None leaves a thing as it is. `sources` are added to those that are listed."""

    library: str | None = None
    sources: tuple[str, ...] = ()
    embedding: str | None = None
    model: str | None = None
    base_url: str | None = None
    key: str | None = None
    token: str | None = None

    def settings(self, held: Mapping[str, str]) -> dict[str, str]:
        """The settings by name, without those that would only repeat a default. `held` are those of the file."""
        model = self.model or held.get("CHAT_MODEL", "auto")
        wanted = {
            "DATELINE_DATA": self.library,
            "EMBEDDING": self.embedding,
            "CHAT_MODEL": self.model,
            "OPENAI_BASE_URL": self.base_url,
            key_setting(model) or "OPENAI_API_KEY": self.key,
            "DISCORD_TOKEN": self.token,
        }
        if self.token and not held.get("INGEST_SOURCES"):
            wanted |= {"INGEST_SOURCES": SHEET, "INGEST_EVERY": EVERY}
        return {
            name: value for name, value in wanted.items() if value and (name in held or value != DEFAULTS.get(name))
        }


DEFAULTS = {"DATELINE_DATA": "data", "EMBEDDING": "auto", "CHAT_MODEL": "auto"}


def provider_of(model: str) -> str | None:
    """The provider that a CHAT_MODEL names, OpenAI for "auto"; None for what needs none."""
    name = model.partition(":")[0].strip().lower()
    if name == "auto" or model.lower().startswith("gpt"):
        return "openai"
    name = ALIASES.get(name, name)
    return name if name in PROVIDERS else None


def key_setting(model: str) -> str | None:
    """The setting that holds the key of a model's provider; None where it takes none."""
    provider = provider_of(model)
    field = PROVIDERS[provider].key if provider else None
    return field.upper() if field else None


def application_of(token: str) -> int | None:
    """The id of the application whose bot a token signs in; None for what has not a token's shape."""
    found = _TOKEN.fullmatch(token.strip())
    if found is None:
        return None
    try:
        text = base64.urlsafe_b64decode(found[1] + "=" * (-len(found[1]) % 4)).decode("ascii")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return int(text) if re.fullmatch(r"\d{17,20}", text) else None
