"""An index on a Chroma server: one collection a fingerprint, shared by all who use the library.

New vectors go in before the catalogue's transaction, stale ones go out after it, and readers drop every
hit that the catalogue does not show.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from sqlalchemy import Connection

from vectorstore import catalogue, vectors
from vectorstore.catalogue import State, transaction
from vectorstore.check import problem_of
from vectorstore.errors import LibraryDamaged, LibraryError, LibraryForeign
from vectorstore.indexes import LOST, MOST_ASKED, ON_SERVER, REPAIR, SAMPLES, OpenIndex, collection_name, fill
from vectorstore.owner import COPIED, Owner
from vectorstore.progress import Progress
from vectorstore.vectors import VectorIndex


class Server:
    """A collection on a Chroma server, shared by all who use this library. It is the one data folder's `owner`'s."""

    def __init__(self, url: str, owner: Owner) -> None:
        self._url = url
        self._owner = owner
        self._held: dict[str, VectorIndex] = {}

    def _hold(self, state: State, *, create: bool = False) -> VectorIndex:
        """The collection, open until `close`: a writing run wants it at every step, and to open it takes 50 ms."""
        name = collection_name(state)
        if name not in self._held:
            self._held[name] = self._opened(name, create=create)
        return self._held[name]

    def _opened(self, name: str, *, create: bool = False) -> VectorIndex:
        """Raises LibraryForeign where it is another's."""
        tokens = self._owner.tokens()
        index = vectors.open_server(self._url, name, create=create)
        if index.owner not in (None, *tokens):
            index.close()
            raise LibraryForeign(COPIED)
        return index

    def _claim(self, state: State, *, create: bool = False) -> VectorIndex:
        """The collection, to write to: from now on it bears this folder's token."""
        index = self._hold(state, create=create)
        token = self._owner.settle()
        if not index.is_cosine:
            index.make_anew()
        if index.owner != token:
            index.belong_to(token)
        return index

    def open(self, state: State, *, some: Callable[[], Sequence[str]] = tuple) -> OpenIndex | None:
        _expect_on_server(state)
        try:
            index = self._opened(collection_name(state))
            opened = OpenIndex(index, at_least=state.passages)
            try:
                _expect_all(index, state)
                if index.lacking(some()):
                    raise LibraryDamaged(LOST)
            except BaseException:
                index.close()
                raise
        except LibraryDamaged as error:
            raise LibraryDamaged(f"{error} {REPAIR}") from error
        return opened

    def verify(self, connection: Connection, state: State) -> None:
        _expect_on_server(state)
        try:
            index = self._hold(state)
            _expect_all(index, state)
            if index.lacking(catalogue.sample_ids(connection, state.generation, most=MOST_ASKED)):
                raise LibraryDamaged(LOST)
        except LibraryDamaged as error:
            raise LibraryDamaged(f"{error} {REPAIR}") from error

    def check(self, connection: Connection, state: State) -> None:
        try:
            self.verify(connection, state)
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
        if afresh:
            self.close()  # whatever is wrong may be the handle
        index = self._claim(following, create=True)
        with transaction(connection):
            catalogue.set_state(connection, replace(current, unsettled=True))
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
        index = self._claim(state)
        if gone is None:
            gone = sorted(index.ids() - catalogue.passage_ids(connection, state.generation))
        index.delete(gone)
        with transaction(connection):
            catalogue.set_state(connection, replace(state, unsettled=False))

    def take_over(self, state: State) -> None:
        """Make the collection this folder's, whoever's it is."""
        try:
            index = vectors.open_server(self._url, collection_name(state))
        except LibraryDamaged:
            self._owner.take()
            raise
        self._owner.take(before=index.owner)
        index.close()

    def tidy(self, connection: Connection, state: State) -> None:
        if state.index != ON_SERVER:
            return
        try:
            if state.unsettled:
                self.settle(connection, state, gone=None)
            # A question under way may still want the collection of the fingerprint before: it goes a run later.
            self._claim(state).drop_others(prefix=f"dateline-{state.library}-")
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
