"""What another EMBEDDING than the library was made with would mean: how much is embedded anew, and at what price."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from vectorstore import catalogue
from vectorstore.embeddings.choose import choose
from vectorstore.embeddings.names import shown
from vectorstore.model import digest
from vectorstore.settings import StoreSettings

# English news has four to five bytes a token, Chinese and Korean two to three.
_BYTES_PER_TOKEN = 3.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch:
    """The embedder that made the library, the one that is to embed it anew, and what is left to embed.

    `tokens` is an estimate, from bytes. `price` is for a million of them, None where the settings give none; `paid`
    says that it is a provider's and not known to cost nothing.
    """

    made_with: str
    to: str
    passages: int
    tokens: int
    paid: bool
    price: float | None

    def __str__(self) -> str:
        about = f"{self.passages:,} passages, about {self.tokens:,} tokens"
        if self.paid and self.price is not None:
            about += f", about {self.tokens * self.price / 1e6:,.2f} at EMBEDDING_PRICE"
        return f"The library was made with {shown(self.made_with)}; {shown(self.to)} re-embeds it: {about}."


def switch_of(connection: Connection, settings: StoreSettings) -> Switch | None:
    """The switch that the next ingest makes; None where it makes none. Builds no embedder."""
    state = catalogue.state(connection)
    if state.embedding is None:
        return None
    wanted = choose(settings.embedding, made_with=state.embedding, writing=True).name
    if wanted == state.embedding:
        return None
    # A run before this one may have embedded a part. A provider's embedder is identified by its name.
    begun = [
        vectors_of
        for vectors_of, dimensions in catalogue.cached_dimensions(connection).items()
        if digest(wanted, str(dimensions))[:16] == vectors_of
    ]
    passages, size = catalogue.left_to_embed(connection, state.generation, begun[0] if begun else "")
    paid = wanted.startswith("openai:") and settings.embedding_price != 0
    return Switch(
        made_with=state.embedding,
        to=wanted,
        passages=passages,
        tokens=round(size / _BYTES_PER_TOKEN),
        paid=paid,
        price=settings.embedding_price,
    )
