"""Damaged files, wherever they lie: one clear sentence, nothing deleted, and a repair that embeds nothing."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from tests.store import WordEmbedder, article, passages
from tests.store_child import ingest
from vectorstore import catalogue, fulltext, generations, migrations
from vectorstore.errors import LibraryDamaged, LibraryError, LibraryTooNew, LibraryUnwritable
from vectorstore.library import Library
from vectorstore.settings import StoreSettings

ARTICLES = tuple(
    article(f"{n}.txt", f"Harbour news, part {n}.\n\nA storm of strength {n * 7} is near.") for n in range(40)
)
NEW = article("new.txt", "A delegation came by boat.")
QUESTION = "storm of strength 21"

Damage = Callable[[Path], None]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> StoreSettings:
    settings = StoreSettings(_env_file=None, dateline_data=tmp_path_factory.mktemp("sound") / "data")
    ingest(settings, ARTICLES)
    return settings


@pytest.fixture
def settings(sound: StoreSettings, tmp_path: Path) -> StoreSettings:
    """A copy of the sound library, to be damaged."""
    shutil.copytree(sound.dateline_data, tmp_path / "data")
    return sound.model_copy(update={"dateline_data": tmp_path / "data"})


def index_of(settings: StoreSettings) -> Path:
    """The directory of the one generation."""
    (directory,) = (settings.dateline_data / "index").iterdir()
    return directory


def found(settings: StoreSettings) -> str:
    """The best passage of a search that reaches vectors and full text."""
    with Library.open(settings, embedder=WordEmbedder()) as library:
        best = library.search(QUESTION, k=1)[0]
        assert best.dense_rank == 1
        return best.passage.text


def files(settings: StoreSettings) -> dict[str, int]:
    """All files with their sizes, but for those that SQLite and the locks make in passing."""
    passing = ("-wal", "-shm", ".lock")
    return {
        path.relative_to(settings.dateline_data).as_posix(): path.stat().st_size
        for path in settings.dateline_data.rglob("*")
        if path.is_file() and not path.name.endswith(passing)
    }


def one_sentence(said: str) -> bool:
    return len(said.splitlines()) == 1 and "/" not in said and "Error" not in said.replace("InternalError", "")


# What can become of a file


def halved(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def emptied(path: Path) -> None:
    os.truncate(path, 0)


def zeroed(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


def header_garbled(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(random.Random(7).randbytes(100))


def pages_garbled(path: Path) -> None:
    noise = random.Random(7)
    with path.open("r+b") as file:
        for page in range(1, path.stat().st_size // 4096, 2):
            file.seek(page * 4096)
            file.write(noise.randbytes(4096))


def removed(path: Path) -> None:
    shutil.rmtree(path) if path.is_dir() else path.unlink()


def unsaid(path: Path) -> None:
    path.write_text(json.dumps({"chroma": "1.5.9"}), encoding="utf-8")


def of_another_chroma(path: Path) -> None:
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | {"chroma": "1.4.0"}), encoding="utf-8")


INDEX_DAMAGE: tuple[tuple[str, Damage], ...] = (
    *((f"*/{name}", damage) for name in ("data_level0.bin", "link_lists.bin") for damage in (halved, zeroed, removed)),
    ("*/header.bin", emptied),
    ("*/header.bin", header_garbled),
    ("*/length.bin", halved),
    ("*/index_metadata.pickle", removed),
    ("*/index_metadata.pickle", halved),
    ("*-*-*-*-*", removed),
    *(("chroma.sqlite3", damage) for damage in (emptied, removed, halved, header_garbled, pages_garbled)),
    *(("sealed.json", damage) for damage in (emptied, removed, header_garbled, unsaid, of_another_chroma)),
    (".", removed),
    ("..", removed),
)
NAMES = [f"{name} {damage.__name__}" for name, damage in INDEX_DAMAGE]


def damaged(settings: StoreSettings, name: str, damage: Damage) -> None:
    directory = index_of(settings)
    if name.startswith("."):
        damage((directory / name).resolve())
        return
    (path,) = directory.glob(name)
    damage(path)


@pytest.mark.parametrize(("name", "damage"), INDEX_DAMAGE, ids=NAMES)
def test_a_damaged_index_answers_wrongly_or_with_a_traceback_or_is_deleted(
    settings: StoreSettings, name: str, damage: Damage
) -> None:
    damaged(settings, name, damage)
    before = files(settings)
    with pytest.raises(LibraryDamaged, match="dateline doctor --repair") as caught:
        found(settings)
    assert one_sentence(str(caught.value))
    problem = Library.check(settings)
    assert problem is not None
    assert one_sentence(problem)
    assert files(settings) == before


REPAIRED = (
    ("*/data_level0.bin halved", "rebuild"),
    ("*-*-*-*-* removed", "the next ingest"),
    ("chroma.sqlite3 pages_garbled", "rebuild"),
    ("sealed.json of_another_chroma", "the next ingest"),
    (".. removed", "the next ingest"),
)


@pytest.mark.parametrize(("which", "repair"), REPAIRED)
def test_a_damaged_index_is_not_made_anew_from_the_cache(settings: StoreSettings, which: str, repair: str) -> None:
    damaged(settings, *INDEX_DAMAGE[NAMES.index(which)])
    if repair == "rebuild":
        Library.rebuild(settings)
    else:
        assert ingest(settings, ARTICLES).calls == []
    assert found(settings) == "A storm of strength 21 is near."
    assert Library.check(settings) is None


def test_what_keeps_its_size_and_time_passes_the_check_or_goes_into_the_next_generation(
    settings: StoreSettings,
) -> None:
    """Bits that rot: only the contents tell."""
    (path,) = index_of(settings).glob("*/data_level0.bin")
    times = path.stat()
    zeroed(path)
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    problem = Library.check(settings)
    assert problem is not None
    assert "files have changed" in problem
    assert ingest(settings, (NEW,)).calls == [[NEW.text]]
    assert found(settings) == "A storm of strength 21 is near."
    assert Library.check(settings) is None


def test_a_lost_lock_file_or_something_foreign_beside_the_index_keeps_it_from_answering(
    settings: StoreSettings,
) -> None:
    (index_of(settings) / "readers.lock").unlink()
    (settings.dateline_data / "index" / ".DS_Store").write_bytes(b"x")
    assert found(settings) == "A storm of strength 21 is near."
    assert Library.check(settings) is None
    ingest(settings, (NEW,))
    assert (settings.dateline_data / "index" / ".DS_Store").exists()


def test_an_index_of_another_distance_answers(settings: StoreSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("vectorstore.vectors.HNSW", {"space": "l2"})
        patch.setattr(generations, "check_in_child", lambda *arguments, **options: None)  # it would see
        Library.rebuild(settings)
    with pytest.raises(LibraryDamaged, match=r"another distance.*dateline doctor --repair"):
        found(settings)
    assert ingest(settings, (NEW,)).calls == [[NEW.text]]
    assert found(settings) == "A storm of strength 21 is near."


# The catalogue


CATALOGUE_DAMAGE: tuple[tuple[Damage, str], ...] = (
    (removed, "catalogue is lost"),
    (emptied, "catalogue is lost"),
    (header_garbled, "catalogue is damaged"),
    (halved, "catalogue is damaged"),
    (pages_garbled, "catalogue is damaged"),
)


@pytest.mark.parametrize(("damage", "said"), CATALOGUE_DAMAGE, ids=[damage.__name__ for damage, _ in CATALOGUE_DAMAGE])
def test_a_damaged_catalogue_is_written_over_or_not_told(settings: StoreSettings, damage: Damage, said: str) -> None:
    path = settings.dateline_data / catalogue.FILE
    damage(path)
    before = files(settings), path.read_bytes() if path.exists() else b""
    problem = Library.check(settings)
    assert problem is not None
    assert said in problem
    assert one_sentence(problem)
    for attempt in (lambda: found(settings), lambda: ingest(settings, (NEW,)), lambda: Library.rebuild(settings)):
        with pytest.raises(LibraryDamaged, match=said):
            attempt()
    assert (files(settings), path.read_bytes() if path.exists() else b"") == before


def test_another_programs_database_is_taken_for_a_library(settings: StoreSettings, tmp_path: Path) -> None:
    other = settings.model_copy(update={"dateline_data": tmp_path / "other"})
    other.dateline_data.mkdir()
    with closing(sqlite3.connect(other.dateline_data / catalogue.FILE)) as database:
        database.execute("CREATE TABLE theirs (x)")
    before = (other.dateline_data / catalogue.FILE).read_bytes()
    for attempt in (lambda: found(other), lambda: ingest(other, (NEW,))):
        with pytest.raises(LibraryDamaged, match="not a Dateline library"):
            attempt()
    assert (other.dateline_data / catalogue.FILE).read_bytes() == before


def changed(settings: StoreSettings, *statements: str) -> None:
    with closing(sqlite3.connect(settings.dateline_data / catalogue.FILE)) as database, database:
        for statement in statements:
            database.execute(statement)


def test_lost_cached_vectors_are_passed_over_or_all_embedded_again(settings: StoreSettings) -> None:
    changed(settings, "DELETE FROM vectors WHERE row <= 3")
    assert found(settings) == "A storm of strength 21 is near."  # the index still has them
    damaged(settings, "*/data_level0.bin", halved)
    with pytest.raises(LibraryDamaged, match="3 passages have lost their vectors: run `dateline ingest`"):
        Library.rebuild(settings)
    assert sum(map(len, ingest(settings, ARTICLES).calls)) == 3
    assert Library.check(settings) is None
    changed(settings, "DELETE FROM vectors WHERE row IN (SELECT row FROM vectors LIMIT 2)")
    assert sum(map(len, ingest(settings, ()).calls)) == 2, "a sound index hides that it could not be made again"


@pytest.mark.parametrize("blob", ["x'00'", "zeroblob(256)", "zeroblob(128)", "'words'"])
def test_garbled_cached_vectors_get_into_an_index(settings: StoreSettings, blob: str) -> None:
    changed(settings, f"UPDATE vectors SET vector = {blob} WHERE row = 5")
    with pytest.raises(LibraryDamaged, match="vectors are damaged") as caught:
        Library.rebuild(settings)
    assert one_sentence(str(caught.value))
    assert found(settings) == "A storm of strength 21 is near.", "what was published no longer answers"
    assert len(list((settings.dateline_data / "index").iterdir())) == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE state SET value = 'nonsense' WHERE name = 'generation'",
        "INSERT INTO state VALUES ('unknown', '1')",
        "DROP TABLE passages",
    ],
)
def test_garbled_rows_end_in_a_traceback(settings: StoreSettings, statement: str) -> None:
    changed(settings, statement)
    with pytest.raises(LibraryDamaged, match="catalogue is damaged"):
        found(settings)
    problem = Library.check(settings)
    assert problem is not None
    assert "catalogue is damaged" in problem


def test_lost_full_text_is_not_made_again(settings: StoreSettings) -> None:
    changed(settings, "INSERT INTO passages_text (passages_text) VALUES ('delete-all')")
    Library.rebuild(settings)
    with Library.open(settings, embedder=WordEmbedder()) as library:
        assert library.search(QUESTION, k=1)[0].lexical_rank


# The child that looks


CHILD_FAULTS = {
    "hangs": "signal.pause()",
    "crashes": "os.kill(os.getpid(), signal.SIGSEGV)",
    "says nothing": "os._exit(0)",
    "says something else": "print('loading…', flush=True); os._exit(0)",
    "finds no space": "print('File x\\nError: disk is full', file=sys.stderr, flush=True); os._exit(1)",
}


@pytest.mark.parametrize(
    "fault", ["hangs", "crashes", *(pytest.param(fault, marks=pytest.mark.slow) for fault in [*CHILD_FAULTS][2:])]
)
def test_an_index_that_hangs_or_crashes_whoever_opens_it_takes_the_writer_with_it(
    settings: StoreSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shipped_check: None, fault: str
) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "sitecustomize.py").write_text(
        f"import os, signal, sys\nif 'vectorstore.check' in sys.orig_argv:\n    {CHILD_FAULTS[fault]}\n",
        encoding="utf-8",
    )
    before = index_of(settings)
    with monkeypatch.context() as patch:
        patch.setenv("PYTHONPATH", str(site))
        if fault == "hangs":
            patch.setattr(generations, "CHECK_SECONDS", 0.3)
        with pytest.raises(LibraryError, match=r"did not open in time|opened and read back|disk is full") as caught:
            ingest(settings, (NEW,))
        assert one_sentence(str(caught.value))
        assert isinstance(caught.value, LibraryUnwritable if fault == "finds no space" else LibraryDamaged)
        problem = Library.check(settings)
        assert problem is not None
        assert ("free some space" if fault == "finds no space" else "dateline doctor --repair") in problem
    # What was published answers, nothing half-made lies about, and what was embedded stays.
    assert index_of(settings) == before
    assert found(settings) == "A storm of strength 21 is near."
    assert ingest(settings, (NEW,)).calls == []


def test_a_check_begun_for_a_publication_that_fails_outlives_the_run(
    settings: StoreSettings, monkeypatch: pytest.MonkeyPatch, shipped_check: None
) -> None:
    begun: list[generations.CheckProcess] = []

    class Noted(generations.CheckProcess):
        def __init__(self) -> None:
            super().__init__()
            begun.append(self)

    def failing(*arguments: object, **options: object) -> Path:
        raise OSError("the disk is gone")

    monkeypatch.setattr(generations, "CheckProcess", Noted)
    monkeypatch.setattr(generations, "new_directory", failing)
    with pytest.raises(LibraryError):
        ingest(settings, (NEW,))
    assert [one._process.returncode for one in begun] == [-signal.SIGKILL]


def test_a_file_written_after_it_was_copied_is_sealed_as_it_was_before(settings: StoreSettings) -> None:
    base = index_of(settings)
    copy = generations.new_directory(base.parent, generation=2, copy_of=base)
    (path,) = copy.glob("*/length.bin")
    path.write_bytes(bytes(path.stat().st_size))
    generations.seal(copy, count=1, copy_of=base)
    was, now = (generations.read_seal(one).files for one in (base, copy))
    assert [name for name in was if was[name][2] != now[name][2]] == [path.relative_to(copy).as_posix()]
    generations.verify(copy, thoroughly=True)


# Other versions of the schema


def _second(connection: Connection) -> None:
    connection.execute(text("ALTER TABLE articles ADD COLUMN mood TEXT"))


def _failing(connection: Connection) -> None:
    connection.execute(text("ALTER TABLE articles ADD COLUMN mood TEXT"))
    raise RuntimeError("the step was interrupted")


def columns(settings: StoreSettings) -> tuple[int, set[str]]:
    with closing(sqlite3.connect(settings.dateline_data / catalogue.FILE)) as database:
        version = database.execute("PRAGMA user_version").fetchone()[0]
        return version, {row[1] for row in database.execute("PRAGMA table_info(articles)")}


def test_an_older_library_is_half_migrated_or_not_at_all(
    settings: StoreSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, steps = columns(settings), migrations.STEPS
    monkeypatch.setattr(migrations, "STEPS", (*steps, _failing))
    with pytest.raises(RuntimeError):
        Library.open(settings)
    assert columns(settings) == before
    monkeypatch.setattr(migrations, "STEPS", (*steps, _second))
    assert found(settings) == "A storm of strength 21 is near."
    assert columns(settings) == (len(steps) + 1, before[1] | {"mood"})
    assert ingest(settings, (NEW,)).calls == [[NEW.text]]


def test_full_text_of_older_terms_is_searched_as_it_is(
    settings: StoreSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed(settings, "INSERT INTO passages_text (passages_text) VALUES ('delete-all')")
    monkeypatch.setattr(fulltext, "TERMS_VERSION", "a later one")
    with Library.open(settings, embedder=WordEmbedder()) as library:
        assert library.search(QUESTION, k=1)[0].lexical_rank


def test_a_later_datelines_library_is_opened_or_touched(settings: StoreSettings) -> None:
    changed(settings, "PRAGMA user_version = 99")
    path = settings.dateline_data / catalogue.FILE
    before = files(settings), path.read_bytes()
    for attempt in (lambda: found(settings), lambda: ingest(settings, (NEW,)), lambda: Library.rebuild(settings)):
        with pytest.raises(LibraryTooNew, match=r"format 99.*upgrade Dateline"):
            attempt()
    problem = Library.check(settings)
    assert problem is not None
    assert "upgrade Dateline" in problem
    assert (files(settings), path.read_bytes()) == before


def test_a_damaged_index_keeps_admins_from_putting_an_article(settings: StoreSettings) -> None:
    damaged(settings, "*/data_level0.bin", halved)
    with Library.open(settings, embedder=WordEmbedder()) as library:
        assert library.put(NEW, passages(NEW)) == "added"
        assert library.search("delegation by boat", k=1)[0].article.id == NEW.id
    assert Library.check(settings) is None
