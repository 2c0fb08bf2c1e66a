"""`.env.example` written from the settings classes: `python -m bot.example > .env.example`.

Every setting of every class, with its default and its line of help, so that nothing has to be looked up.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from bot import envfile
from bot.startup import known_names, settings_classes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic.fields import FieldInfo

HEAD = """\
# Dateline's settings. Copy this file to .env and take the "#" away before what you change; the environment
# comes before the file. Nothing needs to be set: without a key Dateline answers by quoting, offline.
# Keys are secrets: keep .env out of version control (it is ignored here) and run chmod 600 .env.
"""

# What people set; the rest below is for tuning.
FIRST = ("DATELINE_DATA", "EMBEDDING", "CHAT_MODEL", "OPENAI_API_KEY", "OPENAI_BASE_URL", "CHROMA_URL", "DISCORD_TOKEN")

SECTIONS = {
    "store": "Searching the library",
    "ingest": "Reading articles",
    "answer": "Answering",
    "discord": "Discord",
}


def example() -> str:
    """The text of `.env.example`. Values are the defaults; those without one are empty."""
    known = known_names()
    lines = [HEAD, "\n# The ones most often set\n", *(_setting(name, known.pop(name)) for name in FIRST)]
    for part, cls in settings_classes().items():
        mine = [name for name in map(str.upper, cls.model_fields) if name in known]
        if mine:
            lines.append(f"\n# {SECTIONS[part]}\n")
            lines += [_setting(name, known.pop(name)) for name in mine]
    return "".join(lines)


def beginning(values: Mapping[str, str]) -> str:
    """The text of a first `.env`: what is set, and the settings that people set most as comments."""
    known = known_names()
    parts = [envfile.NEW]
    for name in dict.fromkeys([*FIRST, *values]):
        set_to = envfile.line(name, values[name]) + "\n" if name in values else None
        parts.append(f"\n# {known[name].description}\n{set_to}" if set_to else _setting(name, known[name]))
    return "".join(parts)


def _setting(name: str, field: FieldInfo) -> str:
    return f"\n# {field.description}\n#{name}={written(field.default)}\n"


def written(value: object) -> str:
    """A default as it is written in a settings file; empty where there is none."""
    if value is None:
        return ""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return f'"{text}"' if " " in text else text  # a shell may read the file too


if __name__ == "__main__":
    sys.stdout.write(example())
