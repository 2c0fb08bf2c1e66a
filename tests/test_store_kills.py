"""A writer that dies at any moment: the old generation answers, and a re-run ends where it would have ended."""

from __future__ import annotations

import shutil
import signal
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.store import WordEmbedder, article, passages, with_text
from tests.store_child import Moments, contents, context, in_child, ingest, ingest_and_die, note_moments
from vectorstore.library import Library
from vectorstore.settings import StoreSettings

SAME = article("same.txt", "The delegation met the minister.\n\nNews of the harbour came later.")
OLD = article("changed.txt", "The storm took one boat.\n\nThe delegation left.\n\nThe olive harvest failed.")
CHANGED = with_text(OLD, "The storm took three boats.\n\nThe delegation left.\n\nA new paragraph.")
GONE = article("gone.txt", "The harbour is closed.\n\nA storm is near.")
NEW = article("new.txt", "A second delegation arrived.\n\nThe news came by boat.")
BEFORE, AFTER, REMOVED = (SAME, OLD, GONE), (SAME, CHANGED, NEW), (GONE.id,)

MANY = tuple(article(f"{n}.txt", "\n\n".join(f"Harbour news {n} {m}." for m in range(60))) for n in range(40))


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> StoreSettings:
    settings = StoreSettings(_env_file=None, dateline_data=tmp_path_factory.mktemp("before") / "data")
    ingest(settings, BEFORE)
    return settings


@pytest.fixture(scope="module")
def wanted(before: StoreSettings, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What an uninterrupted run makes of it."""
    settings = copied(before, tmp_path_factory.mktemp("wanted"))
    ingest(settings, AFTER, REMOVED)
    return contents(settings)


@pytest.fixture(scope="module")
def moments(before: StoreSettings, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The names of all moments of an uninterrupted run.

    Of three runs the shortest: on a busy machine Chroma may find its own file locked, and the index is built twice.
    """

    def moments_of_a_run() -> list[str]:
        settings, seen = copied(before, tmp_path_factory.mktemp("moments")), Moments(None, lambda: None)
        with pytest.MonkeyPatch.context() as patch:
            end = note_moments(seen, patch.setattr)
            ingest(settings, AFTER, REMOVED)
            end()
        return seen.seen

    return min((moments_of_a_run() for _ in range(3)), key=len)


def copied(settings: StoreSettings, into: Path) -> StoreSettings:
    shutil.copytree(settings.dateline_data, into / "data")
    return settings.model_copy(update={"dateline_data": into / "data"})


def turning_points(moments: list[str]) -> list[int]:
    """Where something is on disk that was not before, counted from 1."""
    commits = [at for at, name in enumerate(moments, start=1) if name == "sql commit"]
    firsts = [moments.index(name) + 1 for name in sorted(set(moments)) if name.startswith("after ")]
    return sorted({*firsts, commits[len(commits) // 2], commits[-1] - 1, commits[-1], len(moments)})


def check_killed(settings: StoreSettings, wanted: dict[str, Any], at: int) -> None:
    code = in_child(ingest_and_die, settings, AFTER, REMOVED, at)
    assert code == -signal.SIGKILL
    with Library.open(settings, embedder=WordEmbedder()) as library:
        held = {one.id: one.text for one in library.articles()}
        assert held in ({one.id: one.text for one in BEFORE}, {one.id: one.text for one in AFTER})
        assert {hit.passage.text for hit in library.search("delegation harbour storm", k=20)} == {
            passage.text for one in (BEFORE if GONE.id in held else AFTER) for passage in passages(one)
        }
    ingest(settings, AFTER, REMOVED)
    assert contents(settings) == wanted
    assert len(list((settings.dateline_data / "index").iterdir())) == 1


@pytest.mark.parametrize("share", [0, *(pytest.param(share, marks=pytest.mark.slow) for share in (1, 2, 3))])
def test_a_run_killed_at_a_turning_point_loses_or_doubles_something(
    before: StoreSettings, wanted: dict[str, Any], moments: list[str], tmp_path: Path, share: int
) -> None:
    points = turning_points(moments)
    assert len(points) >= 10
    for at in points[share::4]:
        check_killed(copied(before, tmp_path / str(at)), wanted, at)


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_a_run_killed_at_any_moment_loses_or_doubles_something(
    before: StoreSettings, wanted: dict[str, Any], moments: list[str], tmp_path: Path
) -> None:
    for at in range(1, len(moments) + 1):
        check_killed(copied(before, tmp_path / str(at)), wanted, at)


def test_a_first_run_killed_while_it_makes_the_catalogue_blocks_the_next(tmp_path: Path) -> None:
    for at in (1, 5, 20, 40):
        settings = StoreSettings(dateline_data=tmp_path / str(at))
        assert in_child(ingest_and_die, settings, BEFORE, (), at) == -signal.SIGKILL
        ingest(settings, BEFORE)
        assert contents(settings)["articles"].keys() == {one.id for one in BEFORE}


def kill_at_flush(settings: StoreSettings, *, flush: int) -> None:
    """End a run by SIGKILL as soon as Chroma has begun to write its graph for the n-th time."""
    child = context().Process(target=ingest, args=(settings, MANY))
    child.start()
    deadline = time.monotonic() + 50
    seen: set[tuple[str, int]] = set()
    while len(seen) < flush and child.exitcode is None and time.monotonic() < deadline:
        with suppress(FileNotFoundError):  # what the run before left is being cleared away
            for path in settings.dateline_data.glob("index/*/*/data_level0.bin"):
                seen.add((path.parent.name, path.stat().st_mtime_ns))
        child.join(0.001)
    child.kill()
    child.join()
    assert child.exitcode == -signal.SIGKILL, "the run was over before it could be killed"
    child.close()


def survives_flush_kills(settings: StoreSettings, *, kills: int) -> None:
    for flush in range(kills):
        kill_at_flush(settings, flush=1 + flush % 2)
    again = ingest(settings, MANY)
    assert again.calls == [], "the vectors were in the cache"
    with Library.open(settings, embedder=WordEmbedder()) as library:
        assert library.count_passages() == 2400
        assert library.search("harbour news 7 7", k=1)
    assert Library.check(settings) is None


@pytest.mark.slow
def test_a_kill_while_the_graph_is_written_costs_the_library(tmp_path: Path) -> None:
    survives_flush_kills(StoreSettings(dateline_data=tmp_path / "data"), kills=2)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_many_kills_while_the_graph_is_written_cost_the_library(tmp_path: Path) -> None:
    survives_flush_kills(StoreSettings(dateline_data=tmp_path / "data"), kills=24)


@pytest.mark.parametrize("back_from_the_end", [1, 2, 3])
def test_an_interrupt_after_publication_publishes_the_same_generation_twice(
    before: StoreSettings,
    wanted: dict[str, Any],
    moments: list[str],
    tmp_path: Path,
    back_from_the_end: int,
) -> None:
    last_commit = len(moments) - moments[::-1].index("sql commit")
    settings = copied(before, tmp_path)
    with pytest.MonkeyPatch.context() as patch:

        def interrupt() -> None:
            raise KeyboardInterrupt

        end = note_moments(Moments(last_commit + 1 - back_from_the_end, interrupt), patch.setattr)
        with pytest.raises(KeyboardInterrupt):
            ingest(settings, AFTER, REMOVED)
        end()
    ingest(settings, AFTER, REMOVED)
    assert contents(settings) == wanted
