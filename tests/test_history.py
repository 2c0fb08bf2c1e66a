"""What articles were, what editors set, and what is known of addresses: kept over runs, in a real catalogue."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.older import make_older
from tests.store import SPLITTER, WordEmbedder, article, passages, with_text
from vectorstore import migrations
from vectorstore.history import health_of
from vectorstore.library import Library, Writer
from vectorstore.model import Article
from vectorstore.remembered import Fate, SourceRun, Validators
from vectorstore.settings import StoreSettings

URL = "https://gazette.example/harbour"
HARBOUR = article(
    URL,
    "The harbour cost 41 million euros.\n\nIt opened in May.",
    title="The harbour opens",
    published=datetime(2026, 5, 12, tzinfo=UTC),
)
GONE = datetime(2026, 5, 20, 9, tzinfo=UTC)
NOW = datetime(2026, 6, 1, tzinfo=UTC)


@pytest.fixture
def settings(tmp_path: Path) -> StoreSettings:
    return StoreSettings(dateline_data=tmp_path / "data")


@pytest.fixture
def embedder() -> WordEmbedder:
    return WordEmbedder()


def put(settings: StoreSettings, *articles: Article, embedder: WordEmbedder) -> list[str]:
    with Library.writing(settings, splitter=SPLITTER, embedder=embedder) as writer:
        return [writer.put(one, passages(one)) for one in articles]


def withdraw(settings: StoreSettings, *, embedder: WordEmbedder) -> bool:
    with Library.writing(settings, splitter=SPLITTER, embedder=embedder) as writer:
        return writer.withdraw(URL, at=GONE)


def test_a_corrected_article_would_forget_what_it_said(settings: StoreSettings, embedder: WordEmbedder) -> None:
    put(settings, HARBOUR, embedder=embedder)
    asked = datetime.now(UTC)
    right = with_text(HARBOUR, "The harbour cost 44 million euros.\n\nIt opened in May.")
    put(settings, replace(right, title="The harbour opens late"), embedder=embedder)
    put(settings, replace(right, title="The harbour opens late", modified=NOW), embedder=embedder)
    with Library.open(settings, embedder=embedder) as library:
        (revision,) = library.history.revisions(URL)
        assert (revision.kind, revision.changes) == ("changed", ("title", "text"))
        assert (revision.words_added, revision.words_removed) == (1, 1)
        assert (revision.title, revision.text) == (HARBOUR.title, HARBOUR.text)
        assert library.history.fate(URL, since=asked) == Fate(
            kind="changed", at=revision.seen_at, changes=("title", "text")
        )
        assert library.history.fate(URL, since=asked + timedelta(days=1)) is None
        gone, kept = passages(HARBOUR)
        assert kept.id in {one.id for one in library.passages(URL)} and gone.id not in {
            one.id for one in library.passages(URL)
        }
        found = library.article(URL)
        assert found is not None and found.modified == NOW  # noted without a revision: a clock is no change


def test_a_withdrawn_article_would_answer_or_be_forgotten(settings: StoreSettings, embedder: WordEmbedder) -> None:
    other = article("other.txt", "The bridge closes on Friday.")
    put(settings, HARBOUR, other, embedder=embedder)
    assert withdraw(settings, embedder=embedder)
    assert not withdraw(settings, embedder=embedder)
    with Library.open(settings, embedder=embedder) as library:
        assert {hit.article.id for hit in library.search("what did the harbour cost?")} == {"other.txt"}
        assert (library.count_articles(), library.article(URL)) == (1, None)
        assert [one.id for one in library.articles()] == ["other.txt"]
        assert library.newest() is None
        assert library.known()[URL].withdrawn
        held = library.article(URL, withdrawn=True)
        assert held is not None and (held.text, held.withdrawn_at) == (HARBOUR.text, GONE)
        fate = library.history.fate(URL, since=NOW)
        assert fate is not None and fate.kind == "withdrawn" and fate.at is not None
    # It comes back with the very same words.
    assert put(settings, HARBOUR, embedder=embedder) == ["added"]
    with Library.open(settings, embedder=embedder) as library:
        assert library.search("what did the harbour cost?")[0].article == replace(HARBOUR)
        assert [one.kind for one in library.history.revisions(URL)] == ["returned", "withdrawn"]
        assert library.history.fate(URL, since=GONE) is None


def test_a_removed_article_would_live_on_in_its_history(settings: StoreSettings, embedder: WordEmbedder) -> None:
    put(settings, HARBOUR, embedder=embedder)
    put(settings, with_text(HARBOUR, "The harbour cost nothing."), embedder=embedder)
    with Library.writing(settings, splitter=SPLITTER, embedder=embedder) as writer:
        writer.remove(URL)
    with Library.open(settings, embedder=embedder) as library:
        assert [(one.kind, one.text) for one in library.history.revisions(URL)] == [
            ("removed", None),
            ("changed", None),
        ]
        fate = library.history.fate(URL, since=GONE)
        assert fate is not None and fate.kind == "removed"
    database = sqlite3.connect(settings.dateline_data / "catalogue.sqlite")
    assert database.execute("SELECT count(*) FROM revisions WHERE text IS NOT NULL").fetchone() == (0,)
    database.close()


def test_what_an_editor_set_would_be_undone_by_the_next_run(settings: StoreSettings, embedder: WordEmbedder) -> None:
    put(settings, HARBOUR, embedder=embedder)
    edited = replace(HARBOUR, title="Quay opened", outlet="Gazette", set_by_editor=("title",))
    put(settings, edited, embedder=embedder)
    right = with_text(HARBOUR, "The harbour cost 44 million euros.")
    put(settings, replace(right, title="THE HARBOUR OPENS", outlet="Gazette & Mail"), embedder=embedder)
    with Library.open(settings, embedder=embedder) as library:
        found = library.article(URL)
        assert found is not None
        assert (found.title, found.outlet, found.set_by_editor) == ("Quay opened", "Gazette & Mail", ("title",))
        assert "44 million" in found.text


def test_an_older_library_would_not_open(settings: StoreSettings, embedder: WordEmbedder,
                                         monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    """A catalogue of the first format, with an article in it, is brought up to date and keeps what it holds."""
    put(settings, HARBOUR, embedder=embedder)
    file = settings.dateline_data / "catalogue.sqlite"
    make_older(settings, format=1)
    with Library.open(settings, embedder=embedder) as library:
        assert library.article(URL) == HARBOUR
        assert (library.history.runs(), library.history.sources()) == ([], [])
    database = sqlite3.connect(file)
    assert database.execute("PRAGMA user_version").fetchone() == (len(migrations.STEPS),)
    database.close()


def learned(url: str, *, leads_to: str | None = None, at: datetime = NOW) -> Validators:
    return Validators(url=url, checked_at=at, status=200, etag='"1"', leads_to=leads_to, source="Gazette", first_at=at)


def test_a_killed_run_would_leave_the_address_known_and_the_article_not(
    settings: StoreSettings, embedder: WordEmbedder
) -> None:
    """What was learned of addresses is kept with what came of them: both or neither."""
    with pytest.raises(RuntimeError), Library.writing(settings, splitter=SPLITTER, embedder=embedder) as writer:
        writer.put(HARBOUR, passages(HARBOUR))
        writer.visits.keep_validators(learned(URL, leads_to=URL))
        raise RuntimeError("killed")
    with Library.open(settings, embedder=embedder) as library:
        assert (library.article(URL), library.visits.validators(URL)) == (None, None)

    bad = article("https://gazette.example/bad", "The embedder can't read qwx.")
    picky = WordEmbedder(refuses="qwx")
    with Library.writing(settings, splitter=SPLITTER, embedder=picky) as writer:
        for one in (HARBOUR, bad):
            writer.put(one, passages(one))
            writer.visits.keep_validators(learned(one.id, leads_to=one.id))
        writer.visits.keep_validators(learned("https://gazette.example/feed"))
        writer.visits.hold("gazette.example", datetime.now(UTC) + timedelta(hours=1))
    with Library.open(settings, embedder=embedder) as library:
        assert library.visits.validators(URL) == learned(URL, leads_to=URL)
        # Neither the article that didn't come in nor the list that names it may be taken for known.
        assert library.visits.validators(bad.id) is None
        assert library.visits.validators("https://gazette.example/feed") is None
        assert library.visits.held_until("gazette.example") is not None


def test_old_articles_would_be_asked_as_often_as_new_ones(settings: StoreSettings, embedder: WordEmbedder) -> None:
    day, now = timedelta(days=1), datetime.now(UTC).replace(microsecond=0)
    known = {  # first seen and last asked, in days ago
        "new": (2, 1.5), "asked today": (30, 0.5), "old, asked last week": (100, 7), "old, its turn": (100, 40),
    }  # fmt: skip

    def note(writer: Writer) -> None:
        for name, (first, checked) in known.items():
            one = replace(learned(name, leads_to=name, at=now - checked * day), first_at=now - first * day)
            writer.visits.keep_validators(one)

    with Library.writing(settings, splitter=SPLITTER, embedder=embedder) as writer:
        note(writer)
    with Library.open(settings, embedder=embedder) as library:
        due = library.visits.due("Gazette", recheck=day, most=50)
        assert [one.url for one in due] == ["old, its turn", "new"]
        assert [one.url for one in library.visits.due("Gazette", recheck=day, most=1)] == ["old, its turn"]
        assert library.visits.due("Herald", recheck=day, most=50) == []


def turns(*spec: tuple[float, int | str]) -> list[SourceRun]:
    """Turns so many days ago, oldest first, with so many new articles or a failure's reason; as kept, newest first."""
    found = [
        SourceRun(
            source="Gazette", url="https://gazette.example/feed", kind="feed", began_at=NOW - timedelta(days=ago),
            seconds=1.0, new=came if isinstance(came, int) else 0, reason=came if isinstance(came, str) else None,
        )
        for ago, came in spec
    ]  # fmt: skip
    return found[::-1]


DAILY = tuple((float(ago), 3) for ago in range(30, 10, -1))


@pytest.mark.parametrize(
    ("spec", "silent", "failures"),
    [
        pytest.param((*DAILY, (10.5, 0), (9.2, 0)), False, 0, id="a day's pause"),
        pytest.param((*DAILY, (10.0, 0), (8.5, 0)), True, 0, id="a daily source that says nothing for days"),
        pytest.param((*DAILY, (8.5, "no connection")), False, 1, id="nobody knows what a failing source has"),
        pytest.param((*DAILY, (10.0, "x"), (9.0, "x"), (8.0, "x")), False, 3, id="failures in a row"),
        pytest.param((*DAILY, (10.0, "x"), (9.9, 1)), False, 0, id="it came back"),
        pytest.param(((20.0, 1), (19.0, 1), (1.0, 0)), False, 0, id="too few turns for a habit"),
        pytest.param((*((20 - n / 24, 1) for n in range(10)), (19.2, 0)), False, 0, id="a night"),
    ],
)
def test_a_source_that_falls_silent_would_not_be_told(
    spec: tuple[tuple[float, int | str], ...], silent: bool, failures: int
) -> None:
    health = health_of(turns(*spec), articles=1)
    assert (health.silent, health.failures) == (silent, failures)


def test_the_history_of_runs_and_sources_would_grow_for_ever(
    settings: StoreSettings, embedder: WordEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vectorstore.catalogue.web.KEPT_TURNS", 3)
    monkeypatch.setattr("vectorstore.catalogue.reports.KEPT_RUNS", 2)
    with Library.writing(settings, splitter=SPLITTER, embedder=embedder) as writer:
        for turn in reversed(turns(*DAILY, *((9 - n / 10, 0) for n in range(9)), (8.0, "no connection"))):
            writer.visits.keep_run(turn)
    with Library.open(settings, embedder=embedder) as library:
        (health,) = library.history.sources()
        # Many turns without anything new don't drive out those with something, nor the failure.
        assert len(library.history.source_runs("Gazette")) == 3 + 3 + 1
        assert (health.last_new, health.failures) == (NOW - timedelta(days=11), 1)
        numbers = [library.history.keep_run({"added": n}, began_at=NOW) for n in range(4)]
        assert [run.number for run in library.history.runs()] == numbers[:1:-1]
        run = library.history.run(numbers[-1])
        assert run is not None and run.report == {"added": 3}
        assert library.history.run(numbers[0]) is None
