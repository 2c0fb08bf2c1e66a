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


class Server:
    """A collection on a Chroma server, shared by all who use this library."""

    def __init__(self, url: str) -> None:
        self._url = url

    def open(self, state: State) -> OpenIndex | None:
        if state.index != ON_SERVER:
            raise LibraryDamaged(
                "The vectors are not on the Chroma server: unset CHROMA_URL, "
                "or run `dateline doctor --repair` to put them there."
            )
        try:
            index = vectors.open_server(self._url, collection_name(state))
            if index.count() < state.passages:
                index.close()
                raise LibraryDamaged("The Chroma server has lost vectors of this library.")
        except LibraryDamaged as error:
            raise LibraryDamaged(f"{error} {REPAIR}") from error
        return OpenIndex(index, at_least=state.passages)

    def verify(self, state: State) -> None:
        opened = self.open(state)
        if opened:
            opened.close()

    def check(self, connection: Connection, state: State) -> None:
        self.verify(state)
        index = vectors.open_server(self._url, collection_name(state))
        try:
            ids = catalogue.passage_ids(connection, state.generation)
            if not ids <= index.ids():
                raise LibraryDamaged(f"The Chroma server has lost vectors of this library. {REPAIR}")
            problem = _problem_on_server(index, connection, state)
        finally:
            index.close()
        if problem:
            raise LibraryDamaged(f"The Chroma server does not hold what it should: {problem}. {REPAIR}")

    def make_ready(self) -> None:
        vectors.begin_import()

    def close(self) -> None:
        return None

    def advance(
        self, connection: Connection, current: State, following: State, *, afresh: bool, progress: Progress
    ) -> State:
        with transaction(connection):
            catalogue.set_state(connection, replace(current, unsettled=True))
        index = vectors.open_server(self._url, collection_name(following), create=True)
        try:
            problem = self._fill(index, connection, following, afresh=afresh, progress=progress)
            if problem and afresh:
                # What is on the server can't be mended by writing over it.
                index.make_anew()
                problem = self._fill(index, connection, following, afresh=True, progress=progress)
        finally:
            index.close()
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
        index = vectors.open_server(self._url, collection_name(state))
        try:
            if gone is None:
                gone = sorted(index.ids() - catalogue.passage_ids(connection, state.generation))
            index.delete(gone)
        finally:
            index.close()
        with transaction(connection):
            catalogue.set_state(connection, replace(state, unsettled=False))

    def tidy(self, connection: Connection, state: State) -> None:
        if state.index != ON_SERVER:
            return
        try:
            if state.unsettled:
                self.settle(connection, state, gone=None)
            # A question under way may still want the collection of the fingerprint before: it goes a run later.
            index = vectors.open_server(self._url, collection_name(state))
        except LibraryDamaged:
            return  # the collection is lost, and this run makes it anew
        try:
            index.drop_others(prefix=f"dateline-{state.library}-")
        finally:
            index.close()


def _problem_on_server(index: VectorIndex, connection: Connection, state: State) -> str | None:
    samples = catalogue.sample_vectors(connection, state.generation, state.vectors_of or "", most=SAMPLES)
    # What is to be deleted is still there, so only a count that is too small is a problem.
    return problem_of(index, count=max(state.passages, index.count()), samples=samples)
