"""Whose vectors are whose on a Chroma server that several data folders share: copies, backups, folders that moved."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from ingest.keeping.cli import library as keeping
from tests.chroma_server import (
    CHANGED,
    GONE,
    NEW,
    OLD,
    QUESTION,
    SAME,
    ChromaServer,
    ids,
    on_server,
    opened,
    shown,
    texts,
)
from tests.store import WordEmbedder, article
from tests.store_child import in_child, ingest
from vectorstore import catalogue, owner, vectors
from vectorstore.backups.making import backup
from vectorstore.backups.restoring import restore
from vectorstore.embeddings.base import Vectors
from vectorstore.errors import LibraryDamaged, LibraryError, LibraryForeign
from vectorstore.indexes import collection_name
from vectorstore.library import Library
from vectorstore.model import Article
from vectorstore.settings import StoreSettings

LATER = article("later.txt", "A delegation of harbour pilots sailed at noon.\n\nThe storm had passed.")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaServer]:
    running = ChromaServer(tmp_path_factory.mktemp("chroma"))
    running.start()
    yield running
    running.stop()


@pytest.fixture
def settings(server: ChromaServer, tmp_path: Path) -> StoreSettings:
    """A library of the test's own on the shared server."""
    settings = StoreSettings(_env_file=None, dateline_data=tmp_path / "data", chroma_url=server.url)
    ingest(settings, (SAME, OLD, GONE))
    return settings


def quiet(stage: str, done: int, total: int) -> None:
    return None


def copied(settings: StoreSettings, to: Path, how: Callable[[Path, Path], object] = shutil.copytree) -> StoreSettings:
    how(settings.dateline_data, to)
    return settings.model_copy(update={"dateline_data": to})


def own(settings: StoreSettings, patch: pytest.MonkeyPatch, *options: str) -> str:
    """`dateline library own` in this process; what it says."""
    patch.setenv("DATELINE_DATA", str(settings.dateline_data))
    patch.setenv("CHROMA_URL", settings.chroma_url or "")
    said = CliRunner().invoke(keeping, ["own", *options], catch_exceptions=False)
    assert said.exit_code == 0
    return said.stdout


def forget_owner(settings: StoreSettings) -> None:
    """As a version before owners left folder and collection."""
    with opened(settings) as library:
        assert settings.chroma_url is not None
        index = vectors.open_server(settings.chroma_url, collection_name(library._state()))
        index._collection.modify(metadata={"made": "before"})
        index.close()
    for name in (owner.FILE, owner.MARK):
        (settings.dateline_data / name).unlink()


def test_a_copy_of_a_data_folder_is_refused_until_it_has_an_identity_of_its_own(
    settings: StoreSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = copied(settings, tmp_path / "copy")
    ingest(settings, (NEW,))
    for attempt in (lambda: ingest(copy, (LATER,), (SAME.id,)), lambda: Library.rebuild(copy)):
        with pytest.raises(LibraryForeign, match="`dateline library own`"):
            attempt()
    with opened(copy) as library, pytest.raises(LibraryForeign, match="`dateline library own`"):
        shown(library)
    assert "`dateline library own`" in (Library.check(copy) or "")
    with opened(settings) as library:
        assert shown(library) == texts(SAME, OLD, GONE, NEW), "the copy has changed what is not its own"

    assert "has vectors of its own: 3 articles, 6 passages" in own(copy, monkeypatch)
    embedded = ingest(copy, (LATER,), (SAME.id,)).calls
    assert {one for batch in embedded for one in batch} == texts(LATER), "embedded again"
    ingest(settings, (), (NEW.id,))
    with opened(settings) as mine, opened(copy) as theirs:
        assert (shown(mine), shown(theirs)) == (texts(SAME, OLD, GONE), texts(OLD, GONE, LATER))
        assert on_server(settings, mine) == ids(SAME, OLD, GONE)
    assert (Library.check(settings), Library.check(copy)) == (None, None)


def test_a_backup_restored_elsewhere_leaves_the_vectors_of_the_first_library_alone(
    settings: StoreSettings, tmp_path: Path
) -> None:
    backup(settings, tmp_path / "kept")
    ingest(settings, (CHANGED, NEW), (GONE.id,))
    fresh = settings.model_copy(update={"dateline_data": tmp_path / "fresh"})
    used = settings.model_copy(update={"dateline_data": tmp_path / "used"})
    ingest(used, (LATER,))
    for other in (fresh, used):
        restore(other, tmp_path / "kept", progress=quiet)
        with opened(settings) as mine, opened(other) as theirs:
            assert (shown(mine), shown(theirs)) == (texts(SAME, CHANGED, NEW), texts(SAME, OLD, GONE))
            assert on_server(settings, mine) == ids(SAME, CHANGED, NEW)
            assert on_server(other, theirs) == ids(SAME, OLD, GONE)
        assert ingest(other, (SAME,)).calls == []
    assert Library.check(settings) is None


def test_a_backup_restored_without_a_server_is_refused_when_it_comes_to_it(
    settings: StoreSettings, tmp_path: Path
) -> None:
    backup(settings, tmp_path / "kept")
    here = settings.model_copy(update={"dateline_data": tmp_path / "here", "chroma_url": None})
    restore(here, tmp_path / "kept", progress=quiet)
    there = here.model_copy(update={"chroma_url": settings.chroma_url})
    with pytest.raises(LibraryForeign, match="`dateline library own`"):
        ingest(there, (NEW,))
    Library.own(there)
    assert ingest(there, (SAME, OLD, GONE)).calls == []
    with opened(settings) as mine, opened(there) as theirs:
        assert on_server(settings, mine) == on_server(there, theirs) == ids(SAME, OLD, GONE)


def across_disks(source: Path, target: Path) -> None:
    shutil.copytree(source, target)
    shutil.rmtree(source)


@pytest.mark.parametrize("move", [Path.rename, across_disks])
def test_a_data_folder_that_moved_goes_on_without_sending_its_vectors_again(
    settings: StoreSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, move: Callable[[Path, Path], object]
) -> None:
    moved = copied(settings, tmp_path / "moved", how=move)
    sent: list[int] = []
    put = vectors.VectorIndex._put

    def counted(index: vectors.VectorIndex, batch: list[tuple[str, Vectors, int | None]]) -> None:
        sent.append(len(batch))
        put(index, batch)

    monkeypatch.setattr(vectors.VectorIndex, "_put", counted)
    with opened(moved) as library:
        assert shown(library) == texts(SAME, OLD, GONE)
    ingest(moved, (NEW,), (GONE.id,))
    assert sum(sent) == len(ids(NEW))
    with opened(moved) as library:
        assert on_server(moved, library) == ids(SAME, OLD, NEW)
    assert Library.check(moved) is None
    # What looked moved was a copy after all: its original is back.
    shutil.copytree(moved.dateline_data, settings.dateline_data)
    with pytest.raises(LibraryForeign, match="`dateline library own`"):
        ingest(settings, (LATER,))


def test_a_folder_from_another_machine_is_asked_whether_it_takes_the_others_place(
    settings: StoreSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = copied(settings, tmp_path / "copy")
    monkeypatch.setattr("platform.node", lambda: "another.example")
    for attempt in (lambda: ingest(copy, (NEW,)), lambda: Library.rebuild(copy)):
        with pytest.raises(LibraryForeign, match=r"`dateline library own`.*`dateline library own --take-over`"):
            attempt()
    assert "has taken over its vectors" in own(copy, monkeypatch, "--take-over")
    assert ingest(copy, (NEW,)).calls != []
    with opened(copy) as library:
        assert on_server(copy, library) == ids(SAME, OLD, GONE, NEW)
    monkeypatch.undo()
    with pytest.raises(LibraryForeign, match="`dateline library own`"):
        ingest(settings, (LATER,))


def test_a_container_has_another_name_each_time_and_keeps_its_vectors(
    settings: StoreSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, place in enumerate(("data", "volume", "volume")):
        monkeypatch.setattr("platform.node", lambda number=number: f"4f2a9c1b7d3{number}")
        folder = tmp_path / place
        if not folder.exists():
            settings.dateline_data.rename(folder)
        mounted = settings.model_copy(update={"dateline_data": folder})
        with opened(mounted) as library:
            assert shown(library) >= texts(SAME, OLD, GONE)
        ingest(mounted, (NEW,))
    (tmp_path / "volume" / owner.MARK).chmod(0o600)  # which changes its time, as an image's chown does
    monkeypatch.setattr("platform.node", lambda: "0a0a0a0a0a0a")
    ingest(mounted, (LATER,))


def test_a_library_from_before_owners_goes_on_and_its_copy_does_not(settings: StoreSettings, tmp_path: Path) -> None:
    forget_owner(settings)
    copy = copied(settings, tmp_path / "copy")
    with opened(settings) as library:
        assert shown(library) == texts(SAME, OLD, GONE)
    assert ingest(settings, (SAME,)).calls == []
    with pytest.raises(LibraryForeign, match="`dateline library own`"):
        ingest(copy, (NEW,))
    with opened(settings) as library:
        assert on_server(settings, library) == ids(SAME, OLD, GONE)


def put_and_die(settings: StoreSettings) -> None:
    """Ingest in this process, which dies between the server's vectors and the catalogue's transaction."""

    def die(*arguments: object, **options: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    catalogue.make_current = die
    ingest(settings, (LATER,), (SAME.id,))


def test_a_copy_killed_before_owners_were_takes_nothing_of_the_first_when_it_runs_again(
    settings: StoreSettings, tmp_path: Path
) -> None:
    """Both wrote to one collection; the copy died before its transaction, and then the first one became its owner."""
    forget_owner(settings)
    copy = copied(settings, tmp_path / "copy")
    assert in_child(put_and_die, copy) == -signal.SIGKILL
    for name in (owner.FILE, owner.MARK):
        (copy.dateline_data / name).unlink()
    with opened(settings) as library:
        assert settings.chroma_url is not None
        index = vectors.open_server(settings.chroma_url, collection_name(library._state()))
        assert index.ids() > ids(SAME, OLD, GONE), "nothing was left over: the test proves nothing"
        index._collection.modify(metadata={"made": "before"})
        index.close()
    ingest(settings, (NEW,))
    with pytest.raises(LibraryForeign, match="`dateline library own`"):
        ingest(copy, (LATER,), (SAME.id,))
    with opened(settings) as library:
        assert ids(SAME, OLD, GONE, NEW) <= on_server(settings, library)
        assert shown(library) == texts(SAME, OLD, GONE, NEW)


def test_a_new_identity_that_was_killed_half_way_is_taken_again(settings: StoreSettings, tmp_path: Path) -> None:
    copy = copied(settings, tmp_path / "copy")
    assert in_child(own_and_die, copy) == -signal.SIGKILL
    with pytest.raises(LibraryForeign, match="`dateline library own`"):
        ingest(copy, (NEW,))
    Library.own(copy)
    assert ingest(copy, (SAME, OLD, GONE)).calls == []
    with opened(settings) as mine, opened(copy) as theirs:
        assert on_server(settings, mine) == on_server(copy, theirs) == ids(SAME, OLD, GONE)


def own_and_die(settings: StoreSettings) -> None:
    def die(*arguments: object, **options: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    catalogue.make_current = die
    Library.own(settings)


def foreign(settings: StoreSettings, *, lost: set[str], like: str) -> None:
    """As many vectors as before, of which some are not the library's: what a count doesn't tell."""
    with opened(settings) as library:
        assert settings.chroma_url is not None
        index = vectors.open_server(settings.chroma_url, collection_name(library._state()))
        count = index.count()
        near = WordEmbedder().question(like)
        index.delete(sorted(lost))
        index.upsert([(f"other-{number}", near, None) for number in range(len(lost))], progress=lambda done: None)
        assert index.count() == count
        index.close()


@pytest.mark.parametrize("lost", [(SAME,), (OLD, GONE), (SAME, OLD, GONE)])
def test_as_many_vectors_of_which_some_are_foreign_are_seen_by_whoever_opens_them(
    settings: StoreSettings, lost: tuple[Article, ...]
) -> None:
    foreign(settings, lost=ids(*lost), like=QUESTION)
    with opened(settings) as library, pytest.raises(LibraryDamaged, match=r"lost vectors.*dateline doctor --repair"):
        shown(library)
    assert ingest(settings, (SAME,)).calls == [], "an ingest mends it from the cache"
    with opened(settings) as library:
        assert shown(library) == texts(SAME, OLD, GONE)
        assert on_server(settings, library) == ids(SAME, OLD, GONE)


def test_vectors_that_are_exchanged_while_the_library_is_open_are_seen_by_the_next_search(
    settings: StoreSettings,
) -> None:
    with opened(settings) as library:
        assert shown(library) == texts(SAME, OLD, GONE)
        foreign(settings, lost=ids(GONE), like=QUESTION)
        with pytest.raises(LibraryError, match=r"lost vectors.*dateline doctor --repair"):
            library.search("harbour closed", k=1)
        Library.rebuild(settings)
        assert shown(library) == texts(SAME, OLD, GONE)


def test_vectors_beside_all_of_the_librarys_are_no_loss(settings: StoreSettings) -> None:
    """What another run has put and not yet published is met by searches: it must not stop them."""
    with opened(settings) as library:
        assert settings.chroma_url is not None
        index = vectors.open_server(settings.chroma_url, collection_name(library._state()))
        index.upsert([("not-yet", np.asarray(WordEmbedder().question(QUESTION)), None)], progress=lambda done: None)
        index.close()
        for _ in range(3):
            assert shown(library) == texts(SAME, OLD, GONE)
    with opened(settings) as library:
        assert shown(library) == texts(SAME, OLD, GONE)


def test_without_a_server_a_copy_goes_on_and_may_have_an_identity_all_the_same(
    settings: StoreSettings, tmp_path: Path
) -> None:
    here = settings.model_copy(update={"dateline_data": tmp_path / "here", "chroma_url": None})
    ingest(here, (SAME, OLD))
    copy = copied(here, tmp_path / "copy")
    assert ingest(copy, (SAME, OLD)).calls == []
    with pytest.raises(LibraryError, match="CHROMA_URL names no server"):
        Library.own(copy, take_over=True)
    Library.own(copy)
    assert ingest(copy, (SAME, OLD)).calls == []
    with opened(copy) as library:
        assert shown(library) == texts(SAME, OLD)
    assert Library.check(copy) is None
