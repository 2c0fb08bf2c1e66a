"""The names of embedders, as the setting EMBEDDING takes them."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path

from vectorstore.errors import EmbeddingError

AUTO = "auto"
E5_SMALL = "local:e5-small"
MINILM = "local:minilm"
FORMS = f"{AUTO}, {E5_SMALL}, {MINILM}, local:/folder or openai:MODEL"


def normal_name(setting: str) -> str:
    """The setting in its one spelling: folders absolute, names in lower case (a provider's model as it is).

    Raises EmbeddingError for anything that is not one of the forms.
    """
    text = setting.strip()
    kind, colon, rest = text.partition(":")
    kind, rest = kind.strip().lower(), rest.strip()
    if kind == AUTO and not colon:
        return AUTO
    if kind == "openai" and rest and not any(character.isspace() for character in rest):
        return f"openai:{rest}"
    if kind == "openai":
        raise EmbeddingError("EMBEDDING=openai: needs a model after the colon, such as openai:text-embedding-3-small.")
    if kind == "local" and f"local:{rest.lower()}" in (E5_SMALL, MINILM):
        return f"local:{rest.lower()}"
    if kind == "local" and ("/" in rest or "\\" in rest or rest in (".", "..")):
        return f"local:{Path(rest).expanduser().resolve().as_posix()}"
    near = get_close_matches(text.lower(), (AUTO, E5_SMALL, MINILM), n=1)
    hint = f"did you mean {near[0]}?" if near else f"use {FORMS}."
    raise EmbeddingError(f"EMBEDDING={text} is not an embedder; {hint}")


def shown(name: str) -> str:
    """The name as people may see it: a folder by its last part, never by its place on this machine."""
    kind, _, rest = name.partition(":")
    return f"{kind}:{Path(rest).name}" if kind == "local" and "/" in rest else name
