"""`dateline library` as its editor meets it: the very command, over a copy of the sample library."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.answering.wiring import answerer_for
from bot.cli import app
from bot.settings import AnswerSettings
from ingest.errors import UsageError
from ingest.keeping.finding import article_meant
from ingest.syncing import sync
from vectorstore.errors import DatelineError
from vectorstore.library import Library
from vectorstore.model import Article
from vectorstore.settings import StoreSettings

TALKS = "https://example.com/harbor-ledger/2024/01/30/beijing-talks-open"
QUESTIONS = ("who led the US delegation?", "what did the newest article report?", "who is the president of France?")

Run = Callable[..., str]


@pytest.fixture
def copied(sample_settings: StoreSettings, tmp_path: Path) -> StoreSettings:
    shutil.copytree(sample_settings.dateline_data, tmp_path / "data")
    return sample_settings.model_copy(update={"dateline_data": tmp_path / "data"})


@pytest.fixture
def run(copied: StoreSettings, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `dateline library …` in this process: what it printed. Its errors are raised."""
    monkeypatch.setenv("DATELINE_DATA", str(copied.dateline_data))
    monkeypatch.setenv("EMBEDDING", "local:minilm")

    def dateline(*arguments: str | Path) -> str:
        done = CliRunner().invoke(app, ["library", *map(str, arguments)])
        if isinstance(done.exception, DatelineError):
            raise done.exception
        assert done.exit_code == 0, done.output
        return done.stdout

    return dateline


def answers(settings: StoreSettings) -> list[tuple[str, list[tuple[str | None, ...]]]]:
    with Library.open(settings) as library:
        answerer = answerer_for(AnswerSettings(), library)
        found = [answerer.answer(question, now=datetime(2026, 1, 1, tzinfo=UTC)) for question in QUESTIONS]
    return [
        (one.shown, [(c.url, c.path, c.title, c.outlet, str(c.published), c.quote) for c in one.citations])
        for one in found
    ]


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        (TALKS, TALKS),
        ("http://www.example.com/harbor-ledger/2024/01/30/beijing-talks-open/?utm_source=mail", TALKS),
        ("beijing-talks-open.md", TALKS),
        ("Washington and Beijing open joint work on fentanyl", TALKS),
        ("open JOINT  work", TALKS),
        ("harbor-ledger/2024/01/30", TALKS),
    ],
)
def test_an_article_is_not_found_by_what_its_editor_knows_of_it(sample: Library, given: str, meant: str) -> None:
    found = article_meant(sample, given)
    assert found.id == meant
    assert found == sample.article(meant), "with its whole text"


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("example.com/harbor", "could be meant"),
        ("Washington and Bejing opened joint work on fentanil", "Washington and Beijing open joint work on fentanyl"),
        ("https://example.com/harbor-ledger/2024/01/30/bejing-talks", TALKS),
        ("xyzzy", "dateline library articles"),
    ],
)
def test_an_article_that_cannot_be_told_is_not_named_with_the_nearest(sample: Library, given: str, says: str) -> None:
    with pytest.raises(UsageError, match="(?s)" + says.replace("?", "\\?")) as told:
        article_meant(sample, given)
    assert "\n" not in str(told.value)


def test_the_list_does_not_show_every_article_once_the_newest_first(run: Run) -> None:
    listed = json.loads(run("articles", "--json", "--limit", "0"))
    dates = [one["published"] for one in listed["articles"] if one["published"]]
    assert (listed["count"], len(listed["articles"])) == (17, 17)
    assert dates == sorted(dates, reverse=True)
    assert "text" not in listed["articles"][0]
    lines = run("articles", "--limit", "2").splitlines()
    assert (len(lines), lines[-1].split()[1]) == (5, "15")
    assert json.loads(run("articles", "ledger", "FENTANYL", "JOINT", "--json"))["articles"][0]["id"] == TALKS


def test_show_does_not_tell_where_a_date_was_found_or_not_show_the_text(run: Run) -> None:
    shown = run("show", "beijing-talks-open.md")
    assert "2024-01-30 (found in: front matter)" in shown
    assert "Jen Daskal" in shown
    found = json.loads(run("show", TALKS, "--json"))
    assert (found["id"], found["published"], found["passages"]) == (TALKS, "2024-01-30", 2)


def test_a_removed_article_goes_on_answering(run: Run, copied: StoreSettings) -> None:
    assert json.loads(run("remove", "beijing-talks-open.md", "open joint work", "--json")) == {"removed": [TALKS]}
    with Library.open(copied) as library:
        assert library.article(TALKS) is None
        assert all(hit.article.id != TALKS for hit in library.search(QUESTIONS[0]))
    with pytest.raises(UsageError):
        run("remove", "storm-coast.txt", TALKS)
    assert json.loads(run("articles", "--json"))["count"] == 16, "one that is not there, and the other went"


def test_the_export_ingested_elsewhere_is_another_library(run: Run, copied: StoreSettings, tmp_path: Path) -> None:
    file = tmp_path / "desk.jsonl"
    assert json.loads(run("export", file, "--json")) == {"articles": 17, "file": "desk.jsonl"}
    other = copied.model_copy(update={"dateline_data": tmp_path / "other"})
    summary = sync([file], settings=other)
    assert (summary.added, summary.failed, summary.skipped) == (17, (), ())
    assert held(other) == held(copied)
    assert answers(other) == answers(copied)
    assert sync([file], settings=other).unchanged == 17
    # Exported once more it is the same file, but for when it was read.
    assert run("export", "-").splitlines() == file.read_text(encoding="utf-8").splitlines()


def held(settings: StoreSettings) -> dict[str, dict[str, Any]]:
    """All that a reader or an editor can see of the articles."""
    apart = {"root", "fetched_at", "source_hash"}
    names = [name for name in Article.__slots__ if name not in apart]
    with Library.open(settings) as library:
        return {
            one.id: {name: getattr(one, name) for name in names} | {"passages": library.passages(one.id)}
            for one in library.articles()
        }


def test_a_backup_restored_by_the_command_answers_otherwise(run: Run, copied: StoreSettings, tmp_path: Path) -> None:
    before = answers(copied)
    saved = json.loads(run("backup", tmp_path / "kept", "--json"))
    assert (saved["articles"], saved["bytes"]) == (17, (tmp_path / "kept").stat().st_size)
    run("remove", "beijing-talks-open.md")
    assert answers(copied) != before
    assert run("restore", tmp_path / "kept").startswith("Restored 17 articles, 37 passages, saved on ")
    assert answers(copied) == before
    assert run("rebuild") == "Made anew: 17 articles, 37 passages.\n"
    assert answers(copied) == before


@pytest.mark.parametrize("command", ["articles", "show", "remove", "rebuild", "export", "backup", "restore"])
def test_a_command_without_a_library_says_something_else_than_what_to_do(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: str
) -> None:
    monkeypatch.setenv("DATELINE_DATA", str(tmp_path / "none"))
    file = {"export": ["x.jsonl"], "backup": ["kept"], "restore": ["kept"], "show": ["x"], "remove": ["x"]}
    with pytest.raises(DatelineError, match=r"run `dateline ingest FOLDER` first|There is no file kept"):
        run(command, *file.get(command, []))
