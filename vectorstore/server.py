"""An index on a Chroma server: one collection a fingerprint, shared by all who use the library.

New vectors go in before the catalogue's transaction, stale ones go out after it, and readers drop every
hit that the catalogue does not show.
"""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from vectorstore import catalogue, vectors
from vectorstore.catalogue import State, transaction
from vectorstore.check import problem_of
from vectorstore.errors import LibraryDamaged, LibraryError
from vectorstore.indexes import ON_SERVER, REPAIR, SAMPLES, OpenIndex, Progress, collection_name, fill
from vectorstore.vectors import VectorIndex

LOST = "The Chroma server has lost vectors of this library."


class Server:
    """A collection on a Chroma server, shared by all who use this library."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._held: dict[str, VectorIndex] = {}

    def _hold(self, state: State, *, create: bool = False) -> VectorIndex:
        """The collection, open until `close`: a writing run wants it at every step, and to open it takes 50 ms."""
        name = collection_name(state)
        if name not in self._held:
            self._held[name] = vectors.open_server(self._url, name, create=create)
        return self._held[name]

    def open(self, state: State) -> OpenIndex | None:
        _expect_on_server(state)
        try:
            index = vectors.open_server(self._url, collection_name(state))
            try:
                _expect_all(index, state)
            except BaseException:
                index.close()
                raise
        except LibraryDamaged as error:
            raise LibraryDamaged(f"{error} {REPAIR}") from error
        return OpenIndex(index, at_least=state.passages)

    def verify(self, state: State) -> None:
        _expect_on_server(state)
        try:
            _expect_all(self._hold(state), state)
        except LibraryDamaged as error:
            raise LibraryDamaged(f"{error} {REPAIR}") from error

    def check(self, connection: Connection, state: State) -> None:
        try:
            self.verify(state)
            index = self._hold(state)
            ids = catalogue.passage_ids(connection, state.generation)
            if not ids <= index.ids():
                raise LibraryDamaged(f"{LOST} {REPAIR}")
            problem = _problem_on_server(index, connection, state)
        finally:
            self.close()
        if problem:
            raise LibraryDamaged(f"The Chroma server does not hold what it should: {problem}. {REPAIR}")

    def make_ready(self) -> None:
        vectors.begin_import()

    def close(self) -> None:
        while self._held:
            _, index = self._held.popitem()
            index.close()

    def advance(
        self, connection: Connection, current: State, following: State, *, afresh: bool, progress: Progress
    ) -> State:
        with transaction(connection):
            catalogue.set_state(connection, replace(current, unsettled=True))
        if afresh:
            self.close()  # whatever is wrong may be the handle
        index = self._hold(following, create=True)
        problem = self._fill(index, connection, following, afresh=afresh, progress=progress)
        if problem and afresh:
            # What is on the server can't be mended by writing over it.
            index.make_anew()
            problem = self._fill(index, connection, following, afresh=True, progress=progress)
        if problem:
            raise LibraryDamaged(f"The Chroma server does not hold what it should: {problem}.")
        return replace(following, index=ON_SERVER, unsettled=True)

    def _fill(
        self, index: VectorIndex, connection: Connection, following: State, *, afresh: bool, progress: Progress
    ) -> str | None:
        try:
            fill(index, connection, following, afresh=afresh, progress=progress)
            return _problem_on_server(index, connection, following)
        except LibraryDamaged:
            raise
        except LibraryError as error:
            return str(error).rstrip(".")

    def settle(self, connection: Connection, state: State, *, gone: list[str] | None) -> None:
        index = self._hold(state)
        if gone is None:
            gone = sorted(index.ids() - catalogue.passage_ids(connection, state.generation))
        index.delete(gone)
        with transaction(connection):
            catalogue.set_state(connection, replace(state, unsettled=False))

    def tidy(self, connection: Connection, state: State) -> None:
        if state.index != ON_SERVER:
            return
        try:
            if state.unsettled:
                self.settle(connection, state, gone=None)
            # A question under way may still want the collection of the fingerprint before: it goes a run later.
            self._hold(state).drop_others(prefix=f"dateline-{state.library}-")
        except LibraryDamaged:
            return  # the collection is lost, and this run makes it anew


def _expect_on_server(state: State) -> None:
    if state.index != ON_SERVER:
        raise LibraryDamaged(
            "The vectors are not on the Chroma server: unset CHROMA_URL, "
            "or run `dateline doctor --repair` to put them there."
        )


def _expect_all(index: VectorIndex, state: State) -> None:
    if index.count() < state.passages:
        raise LibraryDamaged(LOST)


def _problem_on_server(index: VectorIndex, connection: Connection, state: State) -> str | None:
    samples = catalogue.sample_vectors(connection, state.generation, state.vectors_of or "", most=SAMPLES)
    # What is to be deleted is still there, so only a count that is too small is a problem.
    return problem_of(index, count=max(state.passages, index.count()), samples=samples)
