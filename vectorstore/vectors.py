"""The vectors in Chroma: ids, unit vectors and a date, nothing else.

The same operations serve an embedded index (a directory) and a collection on a Chroma server; only
`open_embedded` and `open_server` differ. Distances are cosine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

import numpy as np

from vectorstore.embeddings.base import Vectors
from vectorstore.errors import LibraryDamaged, LibraryError

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.collection_configuration import CreateHNSWConfiguration
    from chromadb.api.models.Collection import Collection
    from chromadb.api.types import Where
    from chromadb.config import Settings

# Chroma refuses more than 5,461 rows at once; it is fastest at 200 to 500.
BATCH = 500
# Enough neighbours looked at for a recall@10 over .98 at 100,000 passages (evals/README.md).
HNSW: CreateHNSWConfiguration = {"space": "cosine", "ef_construction": 200, "ef_search": 200, "max_neighbors": 16}


class VectorIndex:
    """An open collection. Close it when done: Chroma keeps files and memory until then."""

    def __init__(self, client: Client, collection: Collection) -> None:
        self._client = client
        self._collection = collection

    def count(self) -> int:
        """How many vectors the collection says it holds (a damaged index may reach fewer)."""
        return self._collection.count()

    def nearest(self, vector: Vectors, n: int, *, published: tuple[int, int] | None = None) -> list[tuple[str, float]]:
        """The `n` nearest passages as (id, cosine similarity), nearest first.

        `vector` is a unit vector of shape (dimensions,). `published` keeps to passages dated from the first
        to before the second epoch second. Raises LibraryError when the index can't be searched.
        """
        if n < 1:
            return []
        try:
            found = self._collection.query(
                query_embeddings=vector[np.newaxis], n_results=n, where=_between(published), include=["distances"]
            )
        except Exception as error:  # Chroma passes on whatever its engine or its HTTP client raise
            raise LibraryError(f"The index can't be searched ({type(error).__name__}).") from error
        distances = found["distances"]
        assert distances is not None  # asked for in `include`
        return [(id_, 1.0 - distance) for id_, distance in zip(found["ids"][0], distances[0], strict=True)]

    def ids(self) -> set[str]:
        """All ids held."""
        return set(self._collection.get(include=[])["ids"])

    def upsert(self, rows: Iterable[tuple[str, Vectors, int | None]], *, progress: Callable[[int], None]) -> None:
        """Put `(id, unit vector, published in epoch seconds)` rows, in batches."""
        batch: list[tuple[str, Vectors, int | None]] = []
        for row in rows:
            batch.append(row)
            if len(batch) == BATCH:
                self._put(batch)
                progress(len(batch))
                batch = []
        if batch:
            self._put(batch)
            progress(len(batch))

    def _put(self, batch: list[tuple[str, Vectors, int | None]]) -> None:
        self._collection.upsert(
            ids=[id_ for id_, _, _ in batch],
            embeddings=np.stack([vector for _, vector, _ in batch]),
            metadatas=[{"published": at} for _, _, at in batch],
        )

    def delete(self, ids: Sequence[str]) -> None:
        """Remove ids; those not held are passed over."""
        for start in range(0, len(ids), BATCH):
            self._collection.delete(ids=list(ids[start : start + BATCH]))

    def close(self) -> None:
        """Let go of files, memory and connections."""
        self._client.close()


def _between(published: tuple[int, int] | None) -> Where | None:
    if published is None:
        return None
    start, end = published
    return cast("Where", {"$and": [{"published": {"$gte": start}}, {"published": {"$lt": end}}]})


def _settings() -> Settings:
    from chromadb.config import Settings

    return Settings(anonymized_telemetry=False)


def open_embedded(directory: Path, name: str, *, create: bool = False) -> VectorIndex:
    """Open the index in a directory. Raises LibraryDamaged when Chroma can't read it."""
    import chromadb
    from chromadb.errors import ChromaError

    try:
        client = cast("Client", chromadb.PersistentClient(str(directory.absolute()), settings=_settings()))
    except (ChromaError, ValueError, OSError, RuntimeError) as error:
        raise LibraryDamaged(f"The index can't be opened ({type(error).__name__}).") from error
    try:
        return VectorIndex(client, _collection(client, name, create=create))
    except (ChromaError, ValueError) as error:
        client.close()
        raise LibraryDamaged(f"The index can't be read ({type(error).__name__}).") from error


def open_server(url: str, name: str, *, create: bool = False) -> VectorIndex:
    """Open a collection on a Chroma server.

    Raises LibraryError when the server does not answer, LibraryDamaged when it lacks the collection.
    """
    import chromadb
    from chromadb.errors import ChromaError, NotFoundError

    parts = urlsplit(url)
    secure = parts.scheme == "https"
    try:
        client = cast(
            "Client",
            chromadb.HttpClient(
                host=parts.hostname or "localhost",
                port=parts.port or (443 if secure else 8000),
                ssl=secure,
                settings=_settings(),
            ),
        )
    except (ChromaError, ValueError, OSError) as error:
        raise LibraryError("The Chroma server at CHROMA_URL does not answer: start it, or unset CHROMA_URL.") from error
    try:
        return VectorIndex(client, _collection(client, name, create=create))
    except NotFoundError as error:
        client.close()
        raise LibraryDamaged("The Chroma server does not hold this library's vectors.") from error
    except BaseException:
        client.close()
        raise


def drop_collections(url: str, *, prefix: str, keep: str) -> None:
    """Delete the server's collections whose name starts with `prefix`, but for one."""
    index = open_server(url, keep)
    try:
        for collection in index._client.list_collections():
            if collection.name.startswith(prefix) and collection.name != keep:
                index._client.delete_collection(collection.name)
    finally:
        index.close()


def _collection(client: Client, name: str, *, create: bool) -> Collection:
    # embedding_function=None: Chroma's own would download a model.
    if create:
        return client.get_or_create_collection(name, embedding_function=None, configuration={"hnsw": HNSW})
    return client.get_collection(name, embedding_function=None)
