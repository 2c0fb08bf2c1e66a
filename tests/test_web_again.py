"""Sources again and again: their entries change, their lists name lists, and their articles are removed and set."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ingest.errors import UsageError
from ingest.keeping.cli import library as command
from ingest.sources.config import Source
from ingest.sources.gathered import Holdings
from ingest.sources.gathering import Gatherer
from ingest.web.state import Memory, SourceRun
from tests.desk import WHEN, Desk, feed, opened_desk, sitemap, story
from tests.site import Site
from tests.store import WordEmbedder
from vectorstore.library import Library
from vectorstore.model import Article
from vectorstore.settings import StoreSettings

AD = "Buy the new boat engine, now at a third of the price that it had last year in the harbour."
ROWS = "".join(f"<h3><a href='/{n}'>Story {n} of the day</a></h3>" for n in range(8))
HARBOUR = "The harbour of Oldtown cost the town 41 million euros."


@pytest.fixture
def desk(settings: StoreSettings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    with opened_desk(settings, WordEmbedder(), monkeypatch) as desk:
        yield desk


def ask_for(desk: Desk, *paths: str) -> list[tuple[str, bool]]:
    """The requests of the last run but those for robots.txt, and whether each was conditional."""
    asked = [one for one in desk.site.requests if one.path != "/robots.txt"]
    return [(one.path, "if-none-match" in one.headers) for one in asked]


def held(desk: Desk) -> dict[str, Article]:
    return {article.id.rpartition("/")[2]: article for article in desk.library().articles()}


def wrote(**entry: object) -> str:
    """sources.yaml with one entry, which JSON can write too."""
    Path("sources.yaml").write_text(json.dumps([{"name": "G", "url": "http://news.example/feed.xml", **entry}]))
    return "sources.yaml"


def nameless(title: str, fact: str) -> str:
    """A page that does not say whose it is, nor when it came out but to its readers."""
    page = story(title, fact, more=f"{fact}</p><p class=ad>{AD}").replace("</h1>", "</h1><i class=date>May 2, 2026</i>")
    return page.replace("property='og:site_name'", "").replace("property='article:published_time'", "")


def test_a_changed_entry_would_reach_articles_only_when_their_pages_change(desk: Desk) -> None:
    site = desk.site
    site.hashed("/feed.xml", feed((1, WHEN), (2, WHEN)).replace("Gazette", ""), kind="application/rss+xml")
    site.hashed("/1", nameless("The harbour opens", HARBOUR))
    site.hashed("/2", story("The bridge closes", "The bridge at Newtown closes on Friday for a month of repairs."))
    assert desk.run(wrote(tags=["coast"])).added == 2
    # Tags need no page, and none is asked for.
    assert desk.run(wrote(tags=["coast", "council"])).updated == 2
    assert ask_for(desk) == [("/feed.xml", True)]
    assert {one.tags for one in held(desk).values()} == {("coast", "council")}
    # An outlet is for pages that name none: each is read once more, and then never again.
    assert desk.run(wrote(outlet="Harbour Mail")).updated == 2
    assert ask_for(desk) == [("/feed.xml", False), ("/1", False), ("/2", False)]
    assert {name: (one.outlet, one.tags) for name, one in held(desk).items()} == {
        "1": ("Harbour Mail", ()),
        "2": ("Gazette", ()),
    }
    assert desk.run(wrote(outlet="Harbour Post")).updated == 1
    assert held(desk)["1"].outlet == "Harbour Post"
    assert AD in held(desk)["1"].text
    assert desk.run(wrote(remove=".ad", tags="coast")).updated == 2
    assert held(desk)["1"].outlet is None
    assert AD not in held(desk)["1"].text
    assert {one.tags for one in held(desk).values()} == {("coast",)}
    again = desk.run(wrote(remove=".ad", tags="coast"))
    assert (again.updated, again.embedded, ask_for(desk)) == (0, 0, [("/feed.xml", True)])


@pytest.mark.slow
def test_a_changed_entry_would_overrule_the_editor_or_reach_anothers_articles(
    desk: Desk, run: Callable[..., str]
) -> None:
    """Nor do articles that their feed names no more stay as they were read; that another fails is no matter."""
    site = desk.site
    site.hashed("/feed.xml", feed((1, WHEN), (2, WHEN)).replace("Gazette", ""), kind="application/rss+xml")
    for number in (1, 2):
        site.hashed(f"/{number}", nameless(f"Story {number} of the day", f"{HARBOUR} It is number {number}."))
    desk.run(wrote(outlet="Harbour Mail"))
    run("set", "http://news.example/1", "--outlet", "The Editor's")
    site.hashed("/feed.xml", feed((3, WHEN)), kind="application/rss+xml")
    site.page("/3", "trouble", status=500)
    summary = desk.run(wrote(outlet="Harbour Post", remove=".ad"))
    assert (summary.updated, len(summary.failed)) == (2, 1)
    assert {name: one.outlet for name, one in held(desk).items()} == {"1": "The Editor's", "2": "Harbour Post"}
    assert not any(AD in one.text for one in held(desk).values())
    assert {f"{one.published:%d %H:%M} {one.published_how}" for one in held(desk).values()} == {"12 08:30 feed entry"}
    # By hand, or in another source, the same page takes nothing from its own.
    site.page("/2", nameless("Story 2 of the day", f"{HARBOUR} It is number 2."))
    assert desk.run("http://news.example/2").updated == 0
    assert held(desk)["2"].outlet == "Harbour Post"
    # Changed and read by hand it comes in at once, without the entry's selectors; these are kept to at the next run.
    site.page("/2", nameless("Story 2 of the day", f"{HARBOUR} It is number 22."))
    assert desk.run("http://news.example/2").updated == 1
    assert "number 22" in held(desk)["2"].text and AD in held(desk)["2"].text
    assert desk.run(wrote(outlet="Harbour Post", remove=".ad")).updated == 1
    assert AD not in held(desk)["2"].text


def test_what_was_first_read_by_hand_would_not_become_its_sources(desk: Desk) -> None:
    site = desk.site
    site.hashed("/feed.xml", feed((1, WHEN)), kind="application/rss+xml")
    site.hashed("/other.xml", feed((2, WHEN)), kind="application/rss+xml")
    for number in (1, 2):
        site.hashed(f"/{number}", nameless(f"Story {number}", f"{HARBOUR} It is number {number}."))
    assert desk.run(site.url("/feed.xml"), site.url("/2")).added == 2
    both = [
        {"name": name, "url": site.url(f"/{name}.xml"), "tags": name, "remove": ".ad"} for name in ("feed", "other")
    ]
    Path("sources.yaml").write_text(json.dumps(both))
    assert desk.run("sources.yaml").updated == 2
    assert {name: one.tags for name, one in held(desk).items()} == {"1": ("feed",), "2": ("other",)}
    assert not any(AD in one.text for one in held(desk).values())
    # Nor would they go to and fro between the two.
    assert desk.run("sources.yaml", site.url("/2")).updated == 0
    assert sorted(ask_for(desk)) == [("/2", True), ("/feed.xml", True), ("/other.xml", True)]


@pytest.mark.parametrize("kind", ["index", "front page"])
def test_a_list_that_did_not_change_would_hide_changes_in_those_it_names(desk: Desk, kind: str) -> None:
    site = desk.site
    part = "/part.xml"
    if kind == "index":
        start = "/map.xml"
        places = "".join(f"<sitemap><loc>{path}</loc></sitemap>" for path in (start, part, "/lost.xml"))
        site.hashed(start, f"<sitemapindex>{places}</sitemapindex>")
        site.hashed("/lost.xml", sitemap("9"))
        site.hashed("/9", story("An old story", "It is about the lighthouse of Oldtown and its keeper."))
    else:
        start = "/"
        link = f"<link rel=alternate type=application/rss+xml href='{part}'>"
        site.hashed(start, f"<html><head><title>Gazette</title>{link}</head><body><h1>Gazette</h1>{ROWS}</body></html>")
    more = ["/lost.xml"] if kind == "index" else []

    def lists(*names: int) -> str:
        return sitemap(*map(str, names)) if kind == "index" else feed(*((name, WHEN) for name in names))

    site.hashed(part, lists(1))
    for number in (1, 2):
        site.hashed(f"/{number}", story(f"Story {number} of the day", f"{HARBOUR} It is number {number}."))
    assert desk.run(site.url(start)).added == 1 + len(more)
    assert desk.run(site.url(start)).embedded == 0
    assert ask_for(desk) == [(path, True) for path in (start, part, *more)]
    site.hashed(part, lists(2, 1))
    assert desk.run(site.url(start)).added == 1
    assert ask_for(desk) == [(start, True), (part, True), ("/2", False), *((path, True) for path in more)]
    # A feed that breaks is the source's failure, a sitemap among others its own.
    site.page(part, "trouble", status=500)
    assert [one.reason for one in desk.run(site.url(start)).failed] == ["server error (HTTP 500)"]
    (health,) = desk.library().history.sources()
    assert (health.kind, health.failures) == (("sitemap", 0) if kind == "index" else ("front page", 1))
    site.hashed(part, lists(2, 1))
    assert desk.run(site.url(start)).failed == ()


def test_a_list_that_is_none_would_become_an_article_or_its_turn_be_misjudged() -> None:
    """Gathered without a library, by what a turn says of itself."""
    state = Memory()
    with Site() as site, site.client(state=state) as client:

        def gather() -> tuple[SourceRun, list[tuple[str, str, str]]]:
            gatherer = Gatherer(
                client, Source.of_url(site.url("/map.xml")), holdings=Holdings(live=(), removed={}), max_bytes=100_000
            )
            items = [(str(one.outcome), one.url.rpartition("/")[2], one.reason) for one in gatherer.gather()]
            turn = gatherer.turn()
            for listing in turn.lists:
                state.keep_validators(listing)
            state.keep_run(turn.run)
            return turn.run, items

        index = "<sitemapindex><sitemap><loc>/part.xml</loc></sitemap></sitemapindex>"
        site.hashed("/map.xml", index)
        site.hashed("/part.xml", f"<html><body><article><p>{HARBOUR}</p></article></body></html>")
        turn, items = gather()
        assert (turn.unchanged, items) == (False, [("failed", "part.xml", "not a sitemap")])
        site.hashed("/part.xml", sitemap("1"))
        site.hashed("/1", story("The harbour opens", HARBOUR))
        assert gather()[1] == [("article", "1", "")]
        turn, items = gather()
        assert (turn.unchanged, items) == (True, [("unchanged", "map.xml", ""), ("unchanged", "part.xml", "")])
        # A front page whose feed is gone is not gone itself.
        site.hashed(
            "/map.xml", f"<head><link rel=alternate type=application/rss+xml href=/lost></head><h1>G</h1>{ROWS}"
        )
        turn, items = gather()
        gone = "its feed: there is nothing at this address (404)"
        assert (turn.kind, turn.reason, items) == ("front page", gone, [("failed", "map.xml", gone)])


@pytest.fixture
def run(settings: StoreSettings, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """A command of `dateline library` on the desk's library: its output."""
    from typer.testing import CliRunner

    monkeypatch.setenv("DATELINE_DATA", str(settings.dateline_data))
    monkeypatch.setattr(Library, "open", _with_words(Library.open))

    def run(*arguments: str) -> str:
        result = CliRunner().invoke(command, list(arguments), catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return result.output

    return run


def _with_words(opened: Callable[..., Library]) -> Callable[..., Library]:
    return lambda settings, **options: opened(settings, **{"embedder": WordEmbedder(), **options})


@pytest.mark.slow
def test_what_an_editor_removed_would_come_back_with_its_source(desk: Desk, run: Callable[..., str]) -> None:
    site = desk.site
    url = site.url("/1")
    site.hashed("/feed.xml", feed((1, WHEN), (2, WHEN)), kind="application/rss+xml")
    for number in (1, 2):
        site.hashed(f"/{number}", story(f"Story {number} of the day", f"{HARBOUR} It is number {number}."))
    assert desk.run().added == 2
    assert "stays removed until you ingest its address: http://news.example/1" in run("remove", url)
    # Its feed names it anew, also under another address; its turn to be asked again comes.
    site.hashed("/feed.xml", feed((2, WHEN), (1, WHEN)), kind="application/rss+xml")
    summary = desk.run()
    assert [one.reason.partition(" on ")[0] for one in summary.skipped] == ["removed by the editor"]
    assert ("/1", False) not in ask_for(desk)
    site.page("/1/", story("Story 1 of the day", f"{HARBOUR} It is number 1."))
    site.hashed("/other.xml", feed((2, WHEN), (1, WHEN)).replace("/1<", "/1/?utm_source=x<"))
    desk.days_pass(3)
    assert desk.run(site.url("/feed.xml"), site.url("/other.xml")).added == 0
    assert set(held(desk)) == {"2"}
    with pytest.raises(UsageError, match=r"removed by the editor on .* `dateline ingest http://news.example/1`"):
        run("show", url)
    # The editor wants it after all, and then it is an article like others.
    assert desk.run(url).added == 1
    assert set(held(desk)) == {"1", "2"}
    site.hashed("/feed.xml", feed((1, WHEN)), kind="application/rss+xml")
    assert desk.run().skipped == ()
    assert "Story 1" in run("show", url)


def test_what_an_editor_takes_back_would_not_be_what_the_page_says(desk: Desk, run: Callable[..., str]) -> None:
    """The page is unchanged, and its feed too: it is read once more all the same, and only once."""
    site = desk.site
    site.hashed("/feed.xml", feed((1, WHEN)), kind="application/rss+xml")
    site.hashed("/1", story("The harbour opens", HARBOUR))
    desk.run()
    run("set", site.url("/1"), "--title", "A harbour", "--published", "2026-01-01", "--url", "http://a.example/1")
    run("set", site.url("/1"), "--clear", "title", "--clear", "published", "--clear", "url")
    assert (held(desk)["1"].title, held(desk)["1"].url) == (None, site.url("/1"))
    assert desk.run().updated == 1
    article = held(desk)["1"]
    assert (article.title, f"{article.published:%Y-%m-%d %H:%M}") == ("Story 1", "2026-05-12 08:30")
    assert article.set_by_editor == ()
    desk.run()
    assert ask_for(desk) == [("/feed.xml", True)]


def test_a_quiet_run_tells_what_is_known_and_when_it_is_asked_again(desk: Desk) -> None:
    site = desk.site
    site.hashed("/feed.xml", feed((1, WHEN), (2, WHEN), (3, WHEN)), kind="application/rss+xml")
    for number in (1, 2, 3):
        site.hashed(f"/{number}", story(f"Story {number} of the day", f"{HARBOUR} It is number {number}."))
    assert "Nothing new" not in str(desk.run())
    quiet = desk.run()
    assert "Nothing new: 3 known articles, next check in 23 h." in str(quiet)
    assert (quiet.known, quiet.added) == (3, 0)
    desk.days_pass(2)
    site.hashed("/feed.xml", feed((1, WHEN), (4, WHEN)), kind="application/rss+xml")
    site.hashed("/4", story("Story 4 of the day", f"{HARBOUR} It is number 4."))
    assert "Nothing new" not in str(desk.run())


def test_a_mistyped_source_is_forgotten_and_a_good_one_keeps_or_gives_up_its_articles(
    desk: Desk, run: Callable[..., str]
) -> None:
    site = desk.site
    site.hashed("/feed.xml", feed((1, WHEN)), kind="application/rss+xml")
    site.hashed("/1", story("The harbour opens", HARBOUR))
    desk.run(wrote(name="Gazette of Oldtown"))
    desk.run(site.url("/fed.xml"))
    assert "never succeeded" in run("sources")
    assert run("forget", site.url("/fed.xml")) == f"Forgot {site.url('/fed.xml')}.\n"
    assert "never succeeded" not in run("sources")
    with pytest.raises(UsageError, match=r"No source is called 'Gazete'. The nearest: Gazette of Oldtown."):
        run("forget", "Gazete")
    with pytest.raises(UsageError, match="No source is called '~nobody-of-this-name/wire'"):
        run("forget", "~nobody-of-this-name/wire")
    forgotten = "Forgot Gazette of Oldtown. Its 1 article stays; --articles removes it.\n"
    assert run("forget", "gazette of oldtown") == forgotten
    assert "No web source" in run("sources")
    assert set(held(desk)) == {"1"}
    desk.run(wrote(name="Gazette of Oldtown"))
    assert run("forget", site.url("/feed.xml"), "--articles") == "Forgot Gazette of Oldtown and removed 1 article.\n"
    assert held(desk) == {}


def test_a_folder_that_is_gone_is_forgotten_with_its_articles(
    desk: Desk, run: Callable[..., str], tmp_path: Path
) -> None:
    for name in ("old", "kept"):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.txt").write_text(f"The {name} harbour of the town is closed for the winter.\n")
    desk.run(str(tmp_path / "old"), str(tmp_path / "kept"))
    (tmp_path / "old").rename(tmp_path / "new")
    (tmp_path / "new" / "old.txt").unlink()
    with pytest.raises(UsageError, match=r"`dateline library forget .*old --articles`"):
        desk.run(str(tmp_path / "old"), prune=True)
    with pytest.raises(UsageError, match="--articles removes all 1"):
        run("forget", str(tmp_path / "old"))
    assert "removed 1 article" in run("forget", str(tmp_path / "old"), "--articles")
    assert set(held(desk)) == {"kept.txt"}
