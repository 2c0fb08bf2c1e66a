"""A library saved into one file while it serves, and brought back: all of it, or nothing changed."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import signal
import sqlite3
import tarfile
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.store import SPLITTER, WordEmbedder, article, passages, with_text
from tests.store_child import Moments, contents, in_child, ingest, note_moments
from vectorstore import catalogue
from vectorstore.backups import packing
from vectorstore.backups.making import backup
from vectorstore.backups.restoring import restore
from vectorstore.catalogue import files
from vectorstore.errors import LibraryBusy, LibraryDamaged, LibraryError, LibraryMissing, LibraryTooNew
from vectorstore.library import Library
from vectorstore.settings import StoreSettings

TALKS = article("talks.txt", "The delegation met the minister.\n\nNews of the harbour came later.")
STORM = article("storm.txt", "The storm took one boat.\n\nThe delegation left.")
LATER = with_text(STORM, "The storm took three boats.\n\nThe delegation left.")
NEW = article("new.txt", "A second delegation arrived.\n\nThe news came by boat.")


@pytest.fixture
def settings(tmp_path: Path) -> StoreSettings:
    made = StoreSettings(dateline_data=tmp_path / "data")
    ingest(made, (TALKS, STORM))
    return made


def silent(stage: str, done: int, total: int) -> None:
    return None


def bring_back(settings: StoreSettings, file: Path) -> None:
    restore(settings, file, progress=silent)


def elsewhere(tmp_path: Path) -> StoreSettings:
    return StoreSettings(dateline_data=tmp_path / "elsewhere")


def test_a_backup_made_while_others_read_and_write_does_not_bring_back_the_published_library(
    settings: StoreSettings, tmp_path: Path
) -> None:
    before, file = contents(settings), tmp_path / "kept"
    with (
        Library.open(settings, embedder=WordEmbedder()) as reader,
        Library.writing(settings, splitter=SPLITTER, embedder=WordEmbedder()) as writer,
    ):
        reader.search("delegation")
        writer.put(LATER, passages(LATER))
        writer.put(NEW, passages(NEW))
        made = backup(settings, file)
        assert (made.articles, made.passages) == (2, 4)
    assert contents(settings) != before
    other = elsewhere(tmp_path)
    bring_back(other, file)
    assert contents(other) == before
    assert Library.check(other) is None
    # What was staged when the backup was made must not come in with the next run either.
    ingest(other, ())
    assert contents(other) == before


@pytest.mark.slow
def test_backups_made_while_generations_come_and_go_are_not_each_of_one_moment(
    settings: StoreSettings, tmp_path: Path
) -> None:
    done = threading.Event()

    def write() -> None:
        for number in range(4):
            ingest(settings, [article(f"{n}.txt", f"Harbour news {n} at {number}.") for n in range(4)])
        done.set()

    writing = threading.Thread(target=write)
    writing.start()
    numbers: list[int] = []
    while not done.is_set():
        numbers.append(backup(settings, tmp_path / f"{len(numbers)}").generation)
    writing.join()
    for number in {0, len(numbers) // 2, len(numbers) - 1}:
        other = StoreSettings(dateline_data=tmp_path / f"from{number}")
        bring_back(other, tmp_path / str(number))
        texts = {one.text.split()[-1] for one in contents(other)["articles"].values() if one.id[0].isdigit()}
        assert len(texts) <= 1, "articles of two runs"


def test_a_bot_that_serves_does_not_go_on_with_the_restored_library(settings: StoreSettings, tmp_path: Path) -> None:
    file = tmp_path / "kept"
    backup(settings, file)
    ingest(settings, (LATER, NEW), ("talks.txt",))
    with Library.open(settings, embedder=WordEmbedder()) as serving:
        assert "three boats" in serving.search("storm boat", k=1)[0].passage.text
        generation = serving.generation
        bring_back(settings, file)
        assert serving.generation > generation, "what is remembered for a generation would be shown for another"
        assert "one boat" in serving.search("storm boat", k=1)[0].passage.text
        assert {one.id for one in serving.articles()} == {"talks.txt", "storm.txt"}
    assert Library.check(settings) is None
    assert {path.name for path in settings.dateline_data.iterdir()} == {"catalogue.sqlite", "index", "writer.lock"}


def rewritten(file: Path, change: Callable[[dict[str, bytes]], object]) -> None:
    """The same tar with other contents."""
    with tarfile.open(file) as tar:
        bodies = ((member.name, tar.extractfile(member)) for member in tar)
        held = {name: body.read() for name, body in bodies if body}
    change(held)
    with tarfile.open(file, "w") as tar:
        for name, raw in held.items():
            member = tarfile.TarInfo(name)
            member.size = len(raw)
            tar.addfile(member, io.BytesIO(raw))


def listed(held: dict[str, bytes], **changes: Any) -> None:
    held[packing.CONTENTS] = json.dumps(json.loads(held[packing.CONTENTS]) | changes).encode()


def planted(name: str) -> Callable[[dict[str, bytes]], object]:
    """A file that the list of contents names, wherever it leads."""

    def plant(held: dict[str, bytes]) -> None:
        given = json.loads(held[packing.CONTENTS])["files"]
        listed(held, files={**given, name: [5, hashlib.blake2b(b"hello").hexdigest()[:32]]})
        held[name] = b"hello"

    return plant


def flipped(held: dict[str, bytes]) -> None:
    raw = bytearray(held["catalogue.sqlite"])
    raw[len(raw) // 2] ^= 0xFF
    held["catalogue.sqlite"] = bytes(raw)


def cut(file: Path, share: float) -> None:
    os.truncate(file, int(file.stat().st_size * share))


@pytest.mark.parametrize(
    ("damage", "error", "says"),
    [
        (lambda file: file.write_bytes(b""), LibraryDamaged, "not a valid backup"),
        (lambda file: file.write_text("notes of a meeting " * 99), LibraryDamaged, "not a valid backup"),
        (lambda file: cut(file, 0.3), LibraryDamaged, "damaged"),
        (lambda file: cut(file, 0.9), LibraryDamaged, "damaged"),
        (lambda file: rewritten(file, flipped), LibraryDamaged, "damaged"),
        (lambda file: rewritten(file, lambda held: held.pop("catalogue.sqlite")), LibraryDamaged, "damaged"),
        (lambda file: rewritten(file, lambda held: held.pop(packing.CONTENTS)), LibraryDamaged, "not a valid backup"),
        (lambda file: rewritten(file, lambda held: held.update(more=b"x")), LibraryDamaged, "damaged"),
        (lambda file: rewritten(file, planted("../escaped")), LibraryDamaged, "damaged"),
        (lambda file: rewritten(file, planted("index/../../escaped")), LibraryDamaged, "damaged"),
        (lambda file: rewritten(file, planted("/tmp/escaped")), LibraryDamaged, "damaged"),
        (lambda file: rewritten(file, lambda held: listed(held, files=3)), LibraryDamaged, "damaged"),
        (lambda file: rewritten(file, lambda held: listed(held, dateline_backup=9)), LibraryTooNew, "upgrade"),
        (lambda file: file.unlink(), LibraryError, "No such file"),
    ],
)
def test_a_file_that_is_no_sound_backup_is_restored_all_the_same(
    settings: StoreSettings, tmp_path: Path, damage: Callable[[Path], object], error: type[Exception], says: str
) -> None:
    file = tmp_path / "kept"
    backup(settings, file)
    ingest(settings, (NEW,))
    before = contents(settings)
    damage(file)
    with pytest.raises(error, match=says) as told:
        bring_back(settings, file)
    assert str(tmp_path) not in str(told.value)
    assert contents(settings) == before
    assert not [path for path in tmp_path.rglob("*") if "escaped" in path.name or "restoring" in path.name]


def restore_and_die(settings: StoreSettings, file: Path, at: int) -> None:
    noted(Moments(at, lambda: os.kill(os.getpid(), signal.SIGKILL)), setattr)
    bring_back(settings, file)


def noted(moments: Moments, set_attribute: Callable[[Any, str, Any], None]) -> Callable[[], None]:
    """The store's moments, and each step in which the live catalogue takes the backup's pages."""

    def copy(source: Path, target: Path) -> None:
        with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
            old.backup(new, pages=8, progress=lambda *left: moments("pages"))

    set_attribute(files, "copy", copy)
    return note_moments(moments, set_attribute)


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> tuple[StoreSettings, Path, dict[str, Any], dict[str, Any]]:
    """A library, a backup of what it was, and both contents."""
    made = StoreSettings(_env_file=None, dateline_data=tmp_path_factory.mktemp("two") / "data")
    ingest(made, (TALKS, STORM))
    file, former = made.dateline_data.parent / "kept", contents(made)
    backup(made, file)
    ingest(made, (LATER, NEW), ("talks.txt",))
    return made, file, contents(made), former


@pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.slow)])
def test_a_restore_killed_at_some_point_leaves_neither_library(
    two: tuple[StoreSettings, Path, dict[str, Any], dict[str, Any]], tmp_path: Path, every: bool
) -> None:
    live, file, now, former = two

    def copied(name: str) -> StoreSettings:
        shutil.copytree(live.dateline_data, tmp_path / name)
        return live.model_copy(update={"dateline_data": tmp_path / name})

    seen = Moments(None, lambda: None)
    with pytest.MonkeyPatch.context() as patch:
        end = noted(seen, patch.setattr)
        bring_back(copied("moments"), file)
        end()
    pages = [at for at, moment in enumerate(seen.seen, start=1) if moment == "pages"]
    points = {pages[-2], pages[-1] + 1}
    if every:
        points |= {seen.seen.index(name) + 1 for name in set(seen.seen) if name.startswith("after ")}
        points |= {*pages[:: max(1, len(pages) // 5)], pages[-1], len(seen.seen)}
    ends = []
    for at in sorted(points):
        settings = copied(str(at))
        assert in_child(restore_and_die, settings, file, at) == -signal.SIGKILL
        found = contents(settings)
        ends.append(found == former)
        assert found == (former if ends[-1] else now)
        bring_back(settings, file)
        assert contents(settings) == former
        assert {path.name for path in settings.dateline_data.iterdir()} == {"catalogue.sqlite", "index", "writer.lock"}
    assert ends == sorted(ends) and set(ends) == {False, True}, "never restored, or never not"


def test_a_library_whose_catalogue_is_damaged_cannot_be_restored(settings: StoreSettings, tmp_path: Path) -> None:
    file, before = tmp_path / "kept", contents(settings)
    backup(settings, file)
    (settings.dateline_data / catalogue.FILE).write_bytes(b"SQLite format 3\0" + b"garbage" * 999)
    bring_back(settings, file)
    assert contents(settings) == before


def test_another_programs_database_is_overwritten(tmp_path: Path, settings: StoreSettings) -> None:
    backup(settings, tmp_path / "kept")
    other = elsewhere(tmp_path)
    other.dateline_data.mkdir()
    with closing(sqlite3.connect(other.dateline_data / catalogue.FILE)) as database:
        database.execute("CREATE TABLE theirs (x)")
    with pytest.raises(LibraryError, match="another program"):
        bring_back(other, tmp_path / "kept")


def test_an_index_that_is_lost_or_damaged_is_not_made_anew_from_the_backups_vectors(
    settings: StoreSettings, tmp_path: Path
) -> None:
    before, file = contents(settings), tmp_path / "kept"
    backup(settings, file)
    rewritten(file, lambda held: [held.pop(name) for name in list(held) if name.startswith("index/")])
    rewritten(
        file,
        lambda held: listed(
            held, files={"catalogue.sqlite": json.loads(held[packing.CONTENTS])["files"]["catalogue.sqlite"]}
        ),
    )
    bring_back(other := elsewhere(tmp_path), file)
    assert contents(other) == before
    (directory,) = (settings.dateline_data / "index").iterdir()
    (directory / "sealed.json").unlink()
    assert not backup(settings, tmp_path / "without").index
    bring_back(settings, tmp_path / "without")
    assert contents(settings) == before
    assert Library.check(settings) is None


def test_a_restore_does_not_wait_for_a_writer_and_a_backup_does(settings: StoreSettings, tmp_path: Path) -> None:
    with Library.writing(settings, splitter=SPLITTER, embedder=WordEmbedder()):
        backup(settings, tmp_path / "kept")
        with pytest.raises(LibraryBusy):
            bring_back(settings, tmp_path / "kept")


def test_a_backup_that_finds_no_space_does_not_say_so(
    settings: StoreSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect = sqlite3.connect

    def small(*given: Any, **options: Any) -> sqlite3.Connection:
        made: sqlite3.Connection = connect(*given, **options)
        made.execute("PRAGMA max_page_count = 3")
        return made

    monkeypatch.setattr(sqlite3, "connect", small)
    with pytest.raises(LibraryError, match=r"full can't be written \(the disk is full\): name another place"):
        backup(settings, tmp_path / "full")
    assert not list(tmp_path.glob("full*"))


def test_a_backup_overwrites_what_is_no_backup_or_leaves_something_behind(
    settings: StoreSettings, tmp_path: Path
) -> None:
    place = tmp_path / "place"
    place.mkdir()
    (place / "thesis").write_text("four years of work")
    for target in (place / "thesis", place, tmp_path / "missing" / "kept"):
        with pytest.raises(LibraryError) as told:
            backup(settings, target)
        assert str(tmp_path) not in str(told.value)
    assert (place / "thesis").read_text() == "four years of work"
    backup(settings, place / "kept")
    backup(settings, place / "kept")
    assert {path.name for path in place.iterdir()} == {"thesis", "kept"}
    with pytest.raises(LibraryMissing):
        backup(elsewhere(tmp_path), place / "kept")
