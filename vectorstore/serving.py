"""The generation that answers: an open index with its embedder, swapped while questions are under way."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from vectorstore import catalogue
from vectorstore.catalogue import Catalogue, State
from vectorstore.embeddings.base import Embedder
from vectorstore.errors import DatelineError, LibraryDamaged, LibraryError, LibraryUnreachable
from vectorstore.indexes import MOST_ASKED, ON_SERVER, REPAIR, Indexes, OpenIndex, collection_name
from vectorstore.vectors import NO_ANSWER

log = logging.getLogger(__name__)

BELIEVED = 10  # so many times what it took to learn that a server does not answer, it is not asked again
LOOK_EVERY = 0.2  # seconds, for a look of 0.2 ms; a new generation is to be answerable within 2


class Served:
    """One open generation. It is closed when it is retired and its last question has ended."""

    def __init__(self, state: State, index: OpenIndex, embedder: Embedder) -> None:
        self.state = state
        self.index = index
        self.embedder = embedder
        self.questions = 0
        self.retired = False


class Serving:
    """Keeps the current generation open.

    Without `follow`, `using()` opens a new generation before the question that notices it. With it, a
    thread looks for new generations and swaps them in when they are open and warm.
    """

    def __init__(
        self, store: Catalogue, indexes: Indexes, *, embedder_of: Callable[[State], Embedder], follow: bool
    ) -> None:
        self._store = store
        self._indexes = indexes
        self._embedder_of = embedder_of
        self._follow = follow
        self._lock = threading.Lock()
        self._opening = threading.Lock()
        self._served: Served | None = None
        self._embedder: tuple[str | None, Embedder] | None = None  # by what stands for it in a vector's key
        self._gone_until = 0.0
        self._closing = threading.Event()
        self._follower: threading.Thread | None = None

    def start(self) -> None:
        """Open the current generation, and follow it if wanted; one on a server that is down, as soon as it is up."""
        try:
            self.catch_up()
        except LibraryUnreachable as error:
            if not self._follow:
                raise
            log.warning("%s", error)
        if self._follow:
            self._follower = threading.Thread(target=self._watch, name="library-follower", daemon=True)
            self._follower.start()

    @contextmanager
    def using(self) -> Iterator[Served | None]:
        """The generation to ask, held open for the block; None for a library that has no vectors yet."""
        if not self._follow or self._served is None:
            if time.monotonic() < self._gone_until:
                raise LibraryUnreachable(NO_ANSWER)
            self.catch_up()
        with self._lock:
            served = self._served
            if served:
                served.questions += 1
        try:
            yield served
        finally:
            if served:
                with self._lock:
                    served.questions -= 1
                    unused = served.retired and not served.questions
                if unused:
                    served.index.close()

    def reopen(self, failed: Served | None) -> None:
        """Open the current generation again, after `failed` could not be searched."""
        with self._opening:
            if self._served is failed:
                self._retire(None)
        self.catch_up()

    @property
    def generation(self) -> int | None:
        """The generation that the open index was opened for; None where none is open."""
        served = self._served
        return served.state.generation if served else None

    def catch_up(self) -> None:
        """Open the current generation if it has another index than the open one."""
        with self._opening:
            if self._closing.is_set():
                raise LibraryError("The library is closed.")
            seen: State | None = None
            while True:
                with self._store.reading() as connection:
                    state = catalogue.state(connection)
                if state.fingerprint is None or (self._served and _same_index(self._served.state, state)):
                    return
                began = time.monotonic()
                try:
                    opened = self._open(state)
                except LibraryUnreachable:
                    # The longer it takes to learn that nobody answers, the longer it is believed.
                    now = time.monotonic()
                    self._gone_until = now + BELIEVED * (now - began)
                    raise
                except LibraryDamaged:
                    # It may have been replaced since the state was read: then the catalogue says so by now.
                    if state == seen:
                        raise
                    seen = state
                    continue
                self._gone_until = 0.0
                self._retire(opened)
                return

    def embedder(self, state: State) -> Embedder:
        """What embeds questions: the same one as long as it is the library's."""
        held = self._embedder
        if held is None or held[0] != state.vectors_of:
            self._embedder = held = (state.vectors_of, self._embedder_of(state))
        return held[1]

    def _open(self, state: State) -> Served:
        embedder = self.embedder(state)

        def some() -> list[str]:
            with self._store.reading() as connection:
                if catalogue.state(connection).generation != state.generation:
                    return []  # the next look is for another one
                return catalogue.sample_ids(connection, state.generation, most=MOST_ASKED)

        index = self._indexes.open(state, some=some)
        if index is None:
            raise LibraryDamaged(f"The index is lost. {REPAIR}")
        try:
            _warm(index, embedder)
        except BaseException:
            index.close()
            raise
        return Served(state, index, embedder)

    def _retire(self, following: Served | None) -> None:
        with self._lock:
            old, self._served = self._served, following
            if old:
                old.retired = True
            unused = old is not None and not old.questions
        if old and unused:
            old.index.close()

    def _watch(self) -> None:
        said = ""
        while not self._closing.wait(LOOK_EVERY):
            try:
                self.catch_up()
                said = ""
            except Exception as error:  # whatever it is, the thread must live to see it mended
                # The old generation goes on serving; the next look may find things mended.
                if str(error) != said:
                    said = str(error)
                    log.warning("a new generation could not be opened: %s", error, exc_info=not _ours(error))

    def close(self) -> None:
        """Stop following and close what is open, after the questions under way."""
        self._closing.set()
        if self._follower:
            self._follower.join()
        with self._opening:
            self._retire(None)


def _ours(error: Exception) -> bool:
    return isinstance(error, DatelineError)


def _same_index(mine: State, current: State) -> bool:
    if current.index == ON_SERVER and mine.passages != current.passages:
        return False  # one collection serves all generations, but is to hold another number now
    return mine.index == current.index and collection_name(mine) == collection_name(current)


def _warm(index: OpenIndex, embedder: Embedder) -> None:
    """Let the engine load what it loads at its first query, before somebody waits for it."""
    import numpy as np

    some = np.full(embedder.dimensions, embedder.dimensions**-0.5, dtype=np.float32)
    try:
        index.nearest(some, 1)
    except LibraryError as error:
        raise LibraryDamaged(f"{error} {REPAIR}") from error
