"""The vectors in Chroma: ids, unit vectors and a date, nothing else.

The same operations serve an embedded index (a directory) and a collection on a Chroma server; only
`open_embedded` and `open_server` differ. Distances are cosine.
"""

from __future__ import annotations

import json
import logging
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from http.client import HTTPException
from itertools import islice
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit
from urllib.request import urlopen

import numpy as np

from vectorstore import disk, heap
from vectorstore.embeddings.base import Vectors
from vectorstore.errors import DatelineError, LibraryDamaged, LibraryError, LibraryUnreachable, LibraryUnwritable

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.collection_configuration import CreateHNSWConfiguration
    from chromadb.api.models.Collection import Collection
    from chromadb.api.types import Where
    from chromadb.config import Settings

log = logging.getLogger(__name__)

NO_ANSWER = "The Chroma server at CHROMA_URL does not answer as one: start it, correct CHROMA_URL, or unset it."
OWNER = "dateline-owner"  # in a collection's metadata
ANSWER_SECONDS = 5.0
SERVER_SECONDS = 60.0

# Chroma refuses more than 5,461 rows at once; it is fastest at 200 to 500.
BATCH = 500
# Chroma's defaults: changes held apart from the graph, and changes after which the graph is written.
BATCH_SIZE, SYNC_THRESHOLD = 100, 1000
# So many changes may wait for the graph: to make them again takes a moment, to write a large graph takes longer.
FEW = 100
# Enough neighbours looked at for a recall@10 over .98 at 100,000 passages (evals/README.md). And enough links:
# with Chroma's 16, up to 26 of 435 passages of an encyclopedia were found by no search at all. A vector that lies
# apart from all others is nobody's nearest, and the links to it go as nearer ones come. With 32 it was up to 4, in
# 4 of 15 builds; with 48 none in 15.
HNSW: CreateHNSWConfiguration = {"space": "cosine", "ef_construction": 200, "ef_search": 200, "max_neighbors": 48}


class VectorIndex:
    """An open collection. Close it when done: Chroma keeps files and memory until then.

    What Chroma's engine or its HTTP client raise comes out as LibraryError.
    """

    def __init__(self, client: Client, collection: Collection, *, called: str = "The index") -> None:
        self._client = client
        self._collection = collection
        self._called = called

    def count(self) -> int:
        """How many vectors the collection says it holds (a damaged index may reach fewer)."""
        with _plain_errors(self._called, "counted"):
            return self._collection.count()

    def nearest(self, vector: Vectors, n: int, *, published: tuple[int, int] | None = None) -> list[tuple[str, float]]:
        """The `n` nearest passages as (id, cosine similarity), nearest first.

        `vector` is a unit vector of shape (dimensions,). `published` keeps to passages dated from the first
        to before the second epoch second.
        """
        if n < 1:
            return []
        with _plain_errors(self._called, "searched"):
            found = self._collection.query(
                query_embeddings=vector[np.newaxis], n_results=n, where=_between(published), include=["distances"]
            )
        distances = found["distances"]
        assert distances is not None  # asked for in `include`
        return [(id_, 1.0 - distance) for id_, distance in zip(found["ids"][0], distances[0], strict=True)]

    def vector(self, id_: str) -> Vectors | None:
        """What the index holds under an id, shape (dimensions,); None when it holds nothing."""
        with _plain_errors(self._called, "read"):
            held = self._collection.get(ids=[id_], include=["embeddings"])["embeddings"]
        return None if held is None or not len(held) else np.asarray(held[0], dtype=np.float32)

    def lacking(self, ids: Sequence[str]) -> set[str]:
        """Those of the ids that are not held."""
        if not ids:
            return set()
        with _plain_errors(self._called, "read"):
            return set(ids) - set(self._collection.get(ids=list(ids), include=[])["ids"])

    @property
    def owner(self) -> str | None:
        """The token of the library whose collection this is (see owner); None where none was ever set."""
        return _owner_of(self._collection)

    @property
    def is_cosine(self) -> bool:
        """Whether it measures as it should. One that was there before it was to be created may not."""
        return _is_cosine(self._collection)

    def belong_to(self, token: str) -> None:
        """Mark the collection as one library's."""
        with _plain_errors(self._called, "written"):
            self._collection.modify(metadata={**(self._collection.metadata or {}), OWNER: token})

    def ids(self) -> set[str]:
        """All ids held."""
        with _plain_errors(self._called, "read"):
            return set(self._collection.get(include=[])["ids"])

    def upsert(self, rows: Iterable[tuple[str, Vectors, int | None]], *, progress: Callable[[int], None]) -> None:
        """Put `(id, unit vector, published in epoch seconds)` rows, in batches.

        Raises LibraryDamaged for a row that is no unit vector: the cache that it came from is damaged.
        """
        remaining = iter(rows)
        while batch := list(islice(remaining, BATCH)):
            self._put(batch)
            progress(len(batch))

    def _put(self, batch: list[tuple[str, Vectors, int | None]]) -> None:
        if len({vector.shape for _, vector, _ in batch}) > 1:
            raise LibraryDamaged(disk.CACHE_DAMAGED)
        embeddings = np.stack([vector for _, vector, _ in batch])
        if not np.allclose(np.linalg.norm(embeddings, axis=1), 1.0, atol=1e-3):
            raise LibraryDamaged(disk.CACHE_DAMAGED)
        with _plain_errors(self._called, "written"):
            self._collection.upsert(
                ids=[id_ for id_, _, _ in batch],
                embeddings=embeddings,
                metadatas=[{"published": at} for _, _, at in batch],
            )

    @contextmanager
    def changed_by(self, count: int, *, afresh: bool) -> Iterator[None]:
        """While the block puts and deletes `count` rows of an embedded index: see that its graph reaches the disk.

        Chroma writes a graph after a thousand changes by default. What came since is put into it again by everyone
        who opens the index: up to two seconds' work in a graph of 100,000. Here at most `FEW` changes wait, and none
        in an index made `afresh`, which would have no files yet. After a thousand and more, `write_out` does the rest.
        """
        if not count:
            yield
            return
        self._write_after(min(max(2 if afresh else FEW, count), SYNC_THRESHOLD))
        yield
        if afresh and count == 1:  # which Chroma never takes for enough
            self._touch()

    def write_out(self) -> None:
        """See that no more than `FEW` changes wait for the graph, in an index that was just opened."""
        self._write_after(FEW)
        self._touch()

    def _touch(self) -> None:
        """One change that changes nothing, so that Chroma looks whether its graph is to be written."""
        with _plain_errors(self._called, "written"):
            one = self._collection.get(limit=1, include=["embeddings", "metadatas"])
            if one["ids"]:
                self._collection.upsert(ids=one["ids"], embeddings=one["embeddings"], metadatas=one["metadatas"])

    def _write_after(self, changes: int) -> None:
        # Heeded by an index that was just opened, and not by one that has put something already.
        with _plain_errors(self._called, "written"), warnings.catch_warnings():
            # Chroma warns of its own older form when a collection has no embedding function.
            warnings.filterwarnings("ignore", message="legacy embedding function config")
            self._collection.modify(
                configuration={"hnsw": {"batch_size": min(changes, BATCH_SIZE), "sync_threshold": changes}}
            )

    def delete(self, ids: Sequence[str]) -> None:
        """Remove ids; those not held are passed over."""
        for start in range(0, len(ids), BATCH):
            with _plain_errors(self._called, "written"):
                self._collection.delete(ids=list(ids[start : start + BATCH]))

    def drop_others(self, *, prefix: str) -> None:
        """Delete this one's owner's other collections, whose names start with `prefix`."""
        with _plain_errors(self._called, "written"):
            for collection in self._client.list_collections():
                other = collection.name.startswith(prefix) and collection.name != self._collection.name
                if other and self.owner is not None and _owner_of(collection) == self.owner:
                    self._client.delete_collection(collection.name)

    def make_anew(self) -> None:
        """Delete the collection with all it holds, and make it again, empty, of the same owner."""
        name, owner = self._collection.name, self.owner
        with _plain_errors(self._called, "written"):
            self._client.delete_collection(name)
            self._collection = _collection(self._client, name, create=True)
        if owner:
            self.belong_to(owner)

    def close(self) -> None:
        """Let go of files, memory and connections."""
        _close(self._client)


@contextmanager
def _plain_errors(what: str, done: str) -> Iterator[None]:
    try:
        yield
    except DatelineError:
        raise
    except Exception as error:  # Chroma passes on whatever its engine or its HTTP client raise
        log.warning("Chroma: %s: %s", type(error).__name__, error)
        if disk.says_full(error):
            raise LibraryUnwritable(disk.DISK_FULL) from error
        raise LibraryError(f"{what} can't be {done} ({type(error).__name__}).") from error


def _between(published: tuple[int, int] | None) -> Where | None:
    if published is None:
        return None
    start, end = published
    return cast("Where", {"$and": [{"published": {"$gte": start}}, {"published": {"$lt": end}}]})


def _settings() -> Settings:
    from chromadb.config import Settings

    # Chroma's client takes the variables of its server, also from the `.env` where we run, and would send traces of
    # what is searched wherever those are set to go.
    return Settings(anonymized_telemetry=False, chroma_otel_granularity=None)


def begin_import() -> None:
    """Import Chroma in a thread: it takes half a second, in which others wait for an embedder or a disk."""

    def import_it() -> None:
        # Whoever uses it meets an error again. One of its parts starts threads, which a process that ends refuses.
        with suppress(ImportError, RuntimeError):
            import chromadb  # noqa: F401

    if "chromadb" not in sys.modules:
        Thread(target=import_it, name="import-chroma").start()


def open_embedded(directory: Path, name: str, *, create: bool = False) -> VectorIndex:
    """Open the index in a directory. Raises LibraryDamaged when Chroma can't read it."""
    import chromadb

    try:
        client = cast("Client", chromadb.PersistentClient(str(directory.absolute()), settings=_settings()))
    except Exception as error:  # its engine's, SQLite's and the system's errors come through as they are
        raise _unopened(error) from error
    try:
        return VectorIndex(client, _collection(client, name, create=create))
    except Exception as error:
        _close(client)
        raise _unopened(error) from error


def _unopened(error: Exception) -> LibraryError:
    if isinstance(error, LibraryError):
        return error
    log.warning("Chroma: %s: %s", type(error).__name__, error)
    if disk.says_full(error):
        return LibraryUnwritable(disk.DISK_FULL)
    if "readonly" in str(error):
        return LibraryUnwritable(disk.NOT_WRITABLE)
    return LibraryDamaged(f"The index can't be opened ({type(error).__name__}).")


def open_server(url: str, name: str, *, create: bool = False) -> VectorIndex:
    """Open a collection on a Chroma server.

    Raises LibraryUnreachable when the server does not answer, LibraryDamaged when it lacks the collection.
    """
    import chromadb
    from chromadb.errors import NotFoundError

    _expect_answer(url)
    parts = urlsplit(url)
    secure = parts.scheme == "https"
    try:
        client = cast(
            "Client",
            chromadb.HttpClient(
                host=parts.hostname or "localhost",
                port=parts.port or (443 if secure else 80),
                ssl=secure,
                settings=_settings(),
            ),
        )
    except Exception as error:
        raise LibraryUnreachable(NO_ANSWER) from error
    # Chroma's client waits for ever; it has no setting for this.
    for session in _sessions(client):
        session.timeout = SERVER_SECONDS
    try:
        return VectorIndex(client, _collection(client, name, create=create), called="The Chroma server's index")
    except NotFoundError as error:
        _close(client)
        raise LibraryDamaged("The Chroma server does not hold this library's vectors.") from error
    except LibraryDamaged:
        _close(client)
        raise
    except Exception as error:
        _close(client)
        raise LibraryUnreachable(NO_ANSWER) from error


def _sessions(client: Client) -> list[Any]:
    """The HTTP sessions of a server's client, which has one for its administration too; none for an embedded one."""
    servers: tuple[Any, ...] = (client._server, getattr(client._admin_client, "_server", None))
    return [server._session for server in servers if hasattr(server, "_session")]


def _close(client: Client) -> None:
    sessions = _sessions(client)
    client.close()
    heap.give_back()
    # Chroma lets go of its own, but leaves the connections open.
    for session in sessions:
        session.close()


def _expect_answer(url: str) -> None:
    """Ask the server for its heartbeat, before a client is made that would wait for it without end."""
    try:
        with urlopen(f"{url.rstrip('/')}/api/v2/heartbeat", timeout=ANSWER_SECONDS) as answer:  # noqa: S310
            if "nanosecond heartbeat" in json.load(answer):
                return
    except (OSError, HTTPException, ValueError, TypeError) as error:
        raise LibraryUnreachable(NO_ANSWER) from error
    raise LibraryUnreachable(NO_ANSWER)


def _collection(client: Client, name: str, *, create: bool) -> Collection:
    # embedding_function=None: Chroma's own would download a model.
    if not create:
        found = client.get_collection(name, embedding_function=None)
        if not _is_cosine(found):
            raise LibraryDamaged("The index measures another distance.")
        return found
    # Asked for one that is there, Chroma gives it as it is, whatever its distance.
    return client.get_or_create_collection(name, embedding_function=None, configuration={"hnsw": HNSW})


def _owner_of(collection: Collection) -> str | None:
    found = (collection.metadata or {}).get(OWNER)
    return found if isinstance(found, str) else None


def _is_cosine(collection: Collection) -> bool:
    return (collection.configuration_json.get("hnsw") or {}).get("space") == HNSW["space"]
