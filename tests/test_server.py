"""The store over a Chroma server: a real one, on loopback, in a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from urllib.request import Request, urlopen
from zoneinfo import ZoneInfo

import pytest

from bot import searching
from bot.answering.retrieving import retrieve
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
from tests.store import SPLITTER, WordEmbedder, passages
from tests.store_child import in_child, ingest
from vectorstore import catalogue, vectors
from vectorstore.backups.making import backup
from vectorstore.backups.restoring import restore
from vectorstore.errors import LibraryDamaged, LibraryError
from vectorstore.indexes import collection_name
from vectorstore.library import Library
from vectorstore.settings import StoreSettings


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


def test_a_library_on_a_server_misses_what_is_new_or_shows_what_is_gone(settings: StoreSettings) -> None:
    with opened(settings) as library:
        assert shown(library) == texts(SAME, OLD, GONE)
        assert in_child(ingest, settings, (CHANGED, NEW), (GONE.id,)) == 0
        assert shown(library) == texts(SAME, CHANGED, NEW)
        assert on_server(settings, library) == ids(SAME, CHANGED, NEW)
    assert not (settings.dateline_data / "index").exists()
    assert Library.check(settings) is None
    assert ingest(settings, (SAME, CHANGED, NEW)).calls == []


def test_put_and_remove_do_not_reach_the_server(settings: StoreSettings) -> None:
    with opened(settings) as library:
        assert library.put(NEW, passages(NEW)) == "added"
        assert library.remove(GONE.id)
        assert shown(library) == texts(SAME, OLD, NEW)


def test_a_collection_made_again_by_others_is_never_found_again(settings: StoreSettings) -> None:
    """The old handle names a collection by an id that is gone for ever."""
    with opened(settings) as library:
        assert shown(library) == texts(SAME, OLD, GONE)
        lose_collection(settings, library)
        with pytest.raises(LibraryDamaged, match="dateline doctor --repair"):
            shown(library)
        problem = Library.check(settings)
        assert problem is not None
        assert "dateline doctor --repair" in problem
        assert in_child(Library.rebuild, settings) == 0
        assert shown(library) == texts(SAME, OLD, GONE)
    assert Library.check(settings) is None


def lose_collection(settings: StoreSettings, library: Library) -> None:
    """Delete it by the server's own address, as an operator would."""
    name = collection_name(library._state())
    path = f"/api/v2/tenants/default_tenant/databases/default_database/collections/{name}"
    with urlopen(Request(f"{settings.chroma_url}{path}", method="DELETE"), timeout=10) as answer:  # noqa: S310
        assert answer.status == 200


def test_a_lost_collection_is_not_made_again_by_the_next_ingest(settings: StoreSettings) -> None:
    with opened(settings) as library:
        lose_collection(settings, library)
        assert ingest(settings, (SAME, OLD, GONE)).calls == []
        assert shown(library) == texts(SAME, OLD, GONE)


def test_vectors_lost_on_the_server_are_not_missed(settings: StoreSettings) -> None:
    with opened(settings) as library:
        assert shown(library)
        assert settings.chroma_url is not None
        index = vectors.open_server(settings.chroma_url, collection_name(library._state()))
        index.delete(sorted(ids(SAME)))
        index.close()
        with pytest.raises(LibraryDamaged, match="dateline doctor --repair"):
            shown(library)
        assert ingest(settings, (NEW,)).calls == [sorted(texts(NEW), key=len)]
        assert shown(library) == texts(SAME, OLD, GONE, NEW)


@pytest.mark.slow
def test_a_restarted_server_needs_a_restarted_bot(server: ChromaServer, settings: StoreSettings) -> None:
    with Library.open(settings, embedder=WordEmbedder(), follow=True) as library:
        assert shown(library) == texts(SAME, OLD, GONE)
        server.stop()
        try:
            assert {hit.passage.text for hit in library.search("boat storm", k=3)} == {"The storm took one boat."} | {
                "A storm is near."
            }
            assert (shown(library), library.words_only) == (set(), True)
            assert library.embedder() is not None
            found = retrieve("Ist der harbour closed?", library=library, now=datetime.now(UTC), tz=ZoneInfo("UTC"), k=2)
            assert [note.kind for note in found.notes(())] == ["words-only"]
            assert "by keywords only" in searching.as_text(found.hits, words_only=found.words_only)
            assert searching.as_json("x", found.hits, words_only=found.words_only)["words_only"]
            with opened(settings) as another:
                assert another.search("harbour", k=1)[0].dense_rank is None, "opened while the server is down"
                assert another.words_only
            with Library.open(settings, embedder=WordEmbedder(), follow=True) as bot:
                assert bot.search("harbour", k=1)
            with pytest.raises(LibraryError, match="CHROMA_URL does not answer"):
                ingest(settings, (NEW,))
            assert "CHROMA_URL does not answer" in (Library.check(settings) or "")
            assert library.count_articles() == 3, "the catalogue needs no server"
        finally:
            server.start()
        assert shown(library) == texts(SAME, OLD, GONE)
        assert not library.words_only
        found = retrieve("Is the harbour closed?", library=library, now=datetime.now(UTC), tz=ZoneInfo("UTC"), k=2)
        assert found.notes(()) == () and not searching.as_text(found.hits).startswith("The vector server")
    ingest(settings, (NEW,))
    assert Library.check(settings) is None


def put_and_die(settings: StoreSettings) -> None:
    """Ingest in this process, which dies between the server's vectors and the catalogue's transaction."""

    def die(*arguments: object, **options: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    catalogue.make_current = die
    ingest(settings, (CHANGED, NEW), (GONE.id,))


def test_what_a_killed_run_left_on_the_server_is_shown_or_stays(settings: StoreSettings) -> None:
    assert in_child(put_and_die, settings) == -signal.SIGKILL
    with opened(settings) as library:
        assert on_server(settings, library) > ids(SAME, OLD, GONE), "nothing was left over: the test proves nothing"
        assert {hit.passage.text for hit in library.search(QUESTION, k=20)} == texts(SAME, OLD, GONE)
        # Another run than the killed one: what that had put is nobody's.
        ingest(settings, (SAME, OLD, GONE))
        assert on_server(settings, library) == ids(SAME, OLD, GONE)
        assert ingest(settings, (CHANGED, NEW), (GONE.id,)).calls == []
        assert on_server(settings, library) == ids(SAME, CHANGED, NEW)
    assert Library.check(settings) is None


def test_what_could_not_be_cleared_away_is_shown_or_stays(
    settings: StoreSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*arguments: object) -> None:
        raise LibraryError("the server went away")

    with monkeypatch.context() as patch:
        patch.setattr(vectors.VectorIndex, "delete", refuse)
        ingest(settings, (CHANGED,), (GONE.id,))
    with opened(settings) as library:
        assert on_server(settings, library) == ids(SAME, OLD, GONE, CHANGED)
        assert shown(library) == texts(SAME, CHANGED)
        ingest(settings, (SAME,))
        assert on_server(settings, library) == ids(SAME, CHANGED)


def test_two_libraries_on_one_server_see_each_other(
    server: ChromaServer, settings: StoreSettings, tmp_path: Path
) -> None:
    other = StoreSettings(_env_file=None, dateline_data=tmp_path / "other", chroma_url=server.url)
    ingest(other, (NEW,))
    with opened(settings) as mine, opened(other) as theirs:
        assert shown(mine) == texts(SAME, OLD, GONE)
        assert shown(theirs) == texts(NEW)
        ingest(other, (), (NEW.id,))
        ingest(settings, (), (GONE.id,))
        assert shown(mine) == texts(SAME, OLD)
        assert shown(theirs) == set()


def test_chroma_url_switched_on_and_off_embeds_again_or_answers_from_the_wrong_place(
    settings: StoreSettings,
) -> None:
    here = settings.model_copy(update={"chroma_url": None})
    with pytest.raises(LibraryDamaged, match=r"set CHROMA_URL.*dateline doctor --repair"), opened(here) as library:
        shown(library)
    assert ingest(here, (SAME, OLD, GONE)).calls == []  # the next run brings the vectors where the settings say
    with opened(here) as library:
        assert shown(library) == texts(SAME, OLD, GONE)
    with (
        pytest.raises(LibraryDamaged, match=r"unset CHROMA_URL.*dateline doctor --repair"),
        opened(settings) as library,
    ):
        shown(library)
    Library.rebuild(settings)
    with opened(settings) as library:
        assert shown(library) == texts(SAME, OLD, GONE)
    assert Library.check(settings) is None


def test_another_embedder_on_the_server_mixes_or_leaves_the_old_collection(settings: StoreSettings) -> None:
    other = WordEmbedder(name="test:other", dimensions=32)
    with opened(settings) as before:
        old = before._state()
        assert shown(before)
        with Library.writing(settings, splitter=SPLITTER, embedder=other) as writer:
            for one in writer.outdated():
                writer.put(one, passages(one))
    with Library.open(settings, embedder=other) as library:
        assert shown(library) == texts(SAME, OLD, GONE)
        assert collection_name(library._state()) != collection_name(old)
    ingest(settings, (NEW,), embedder=other)
    assert settings.chroma_url is not None
    with pytest.raises(LibraryDamaged):
        vectors.open_server(settings.chroma_url, collection_name(old))


def test_a_collection_of_another_distance_is_searched(settings: StoreSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    with opened(settings) as library:
        lose_collection(settings, library)
        with monkeypatch.context() as patch:
            patch.setattr(vectors, "HNSW", {"space": "l2"})
            assert settings.chroma_url is not None
            vectors.open_server(settings.chroma_url, collection_name(library._state()), create=True).close()
        with pytest.raises(LibraryDamaged, match=r"another distance.*dateline doctor --repair"):
            shown(library)
        assert ingest(settings, (SAME, OLD, GONE)).calls == []
        assert shown(library) == texts(SAME, OLD, GONE)


class _Page(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"<html>Welcome</html>")

    def log_message(self, format: str, *arguments: object) -> None:
        pass


def test_a_server_that_is_not_chroma_ends_in_a_traceback(settings: StoreSettings) -> None:
    with HTTPServer(("127.0.0.1", 0), _Page) as page:
        Thread(target=page.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        wrong = settings.model_copy(update={"chroma_url": f"http://127.0.0.1:{page.server_address[1]}"})
        with opened(wrong) as library:
            assert (shown(library), library.words_only) == (set(), True)
        with pytest.raises(LibraryError, match="does not answer as one"):
            ingest(wrong, (NEW,))
        page.shutdown()


TRACED = """
import sys
from vectorstore.vectors import open_server
open_server(sys.argv[1], "traced", create=True).close()
from opentelemetry import trace
print(type(trace.get_tracer_provider()).__name__)
"""


@pytest.mark.parametrize("where", ["environment", pytest.param("file", marks=pytest.mark.slow)])
def test_traces_that_a_server_of_chroma_is_set_to_send_are_not_sent_by_its_client_too(
    where: str, server: ChromaServer, tmp_path: Path
) -> None:
    traces = {"CHROMA_OTEL_GRANULARITY": "all", "CHROMA_OTEL_COLLECTION_ENDPOINT": "http://127.0.0.1:9"}
    if where == "file":
        (tmp_path / ".env").write_text("".join(f"{name}={value}\n" for name, value in traces.items()))
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parent.parent)}
    environment |= traces if where == "environment" else {}
    done = subprocess.run(
        [sys.executable, "-c", TRACED, server.url], env=environment, cwd=tmp_path, capture_output=True, encoding="utf-8"
    )
    assert done.stdout == "ProxyTracerProvider\n", done.stderr  # the one of a process that sends nothing


def test_a_backup_of_a_library_on_a_server_would_not_fill_the_server_again(
    settings: StoreSettings, tmp_path: Path
) -> None:
    made = backup(settings, tmp_path / "kept")
    assert not made.index
    ingest(settings, (CHANGED, NEW), (GONE.id,))
    with opened(settings) as serving:
        assert shown(serving) == texts(SAME, CHANGED, NEW)
        restore(settings, tmp_path / "kept", progress=lambda stage, done, total: None)
        assert shown(serving) == texts(SAME, OLD, GONE)
        assert on_server(settings, serving) == ids(SAME, OLD, GONE)
    assert Library.check(settings) is None
    # And to an index of this machine, where there is no server.
    here = StoreSettings(_env_file=None, dateline_data=tmp_path / "here")
    restore(here, tmp_path / "kept", progress=lambda stage, done, total: None)
    with opened(here) as library:
        assert shown(library) == texts(SAME, OLD, GONE)
    backup(here, tmp_path / "embedded")
    restore(settings, tmp_path / "embedded", progress=lambda stage, done, total: None)
    with opened(settings) as library:
        assert shown(library) == texts(SAME, OLD, GONE)
