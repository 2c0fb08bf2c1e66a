"""The web into the library, run after run, while the site changes."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from bot.answering.rendering import as_text
from ingest.errors import UsageError
from ingest.reporting import Summary
from tests.desk import MORE, WHEN, WHOLE, Desk, feed, opened_desk, sitemap, story
from tests.site import Page
from tests.test_web_shells import OPENINGS
from vectorstore.embeddings.base import Embedder
from vectorstore.embeddings.choose import build
from vectorstore.library import Library
from vectorstore.settings import StoreSettings


@pytest.fixture(scope="module")
def minilm() -> Embedder:
    return build("local:minilm", settings=StoreSettings(_env_file=None))


@pytest.fixture
def desk(settings: StoreSettings, minilm: Embedder, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    with opened_desk(settings, minilm, monkeypatch) as desk:
        yield desk


HARBOUR = "what did the harbour of Oldtown cost?"
BRIDGE = "when does the bridge at Newtown close?"


def endless(handler: BaseHTTPRequestHandler) -> None:
    handler.close_connection = True
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
    with suppress(OSError):
        while True:
            handler.wfile.write(b"a" * 65_536)


def silent(handler: BaseHTTPRequestHandler) -> None:
    """Takes the request and never answers; ends when the client hangs up."""
    with suppress(OSError):
        handler.connection.recv(1)
    handler.close_connection = True


def test_a_site_that_changes_would_be_answered_from_what_it_was(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Five runs over a feed, a sitemap and pages of all sorts; the bot is asked between them, and stays open."""
    import ingest.harvesting as harvesting

    plain = harvesting.policy_of
    monkeypatch.setattr(
        harvesting,
        "policy_of",
        lambda settings: replace(plain(settings), request_seconds=1.0, step_seconds=1.0, max_bytes=300_000),
    )
    site = desk.site
    sources = [site.url(path) for path in ("/feed.xml", "/map.xml", "/moved")] + ["http://busy.example/story"]

    def run(**options: Any) -> Summary:
        return desk.run(*sources, **options)

    def cited(question: str) -> str:
        return " ".join(citation.quote for citation in desk.answer(question).citations)

    site.hashed("/feed.xml", feed((1, WHEN), (2, WHEN)), kind="application/rss+xml")
    site.hashed("/1", story("The harbour opens", "The harbour of Oldtown cost the town 41 million euros."))
    site.hashed(
        "/2", story("The bridge closes", "The bridge at Newtown closes on Friday for repairs.", more="Buses go round.")
    )
    site.hashed("/map.xml", sitemap("map-1"), kind="application/xml")
    site.hashed("/map-1", story("A new map", "The map of the coast shows 17 islands.", more="It took six years."))
    site.redirect("/moved", "/here", status=301)
    site.hashed("/here", story("The market moves", "The fish market moved to Dock Street.", more="It opens at five."))
    site.page("/story", "later", status=429, host="busy.example", headers={"Retry-After": "3600"})

    # 1. All that can be read goes in; what was turned away is named.
    first = run()
    assert (first.added, [named.reason for named in first.failed]) == (
        4, ["too many requests (HTTP 429); it asks to wait 3,600 seconds"],
    )  # fmt: skip
    assert "41 million" in cited(HARBOUR)
    assert desk.answer("where did the fish market move?").citations[0].url == site.url("/here")

    # 2. Nothing changed: one conditional request a source, and none to the host that asked for a pause.
    again = run()
    assert (again.added, again.updated, again.withdrawn, again.embedded) == (0, 0, 0, 0)
    assert sorted(site.paths()) == ["/feed.xml", "/here", "/map.xml", "/moved"]
    assert all(request.headers.get("if-none-match") for request in site.requests)

    # 3. The feed and the sitemap grow; a slow page and an endless one hold nothing up.
    site.hashed("/feed.xml", feed((3, WHEN), (4, WHEN), (5, WHEN), (1, WHEN), (2, WHEN)), kind="application/rss+xml")
    site.hashed("/3", story("The ferry sinks", "The ferry Nordlicht sank off the islands; all 212 aboard were saved."))
    site.behave("/4", silent)
    site.behave("/5", endless)
    site.hashed("/map.xml", sitemap("map-1", "map-2"), kind="application/xml")
    site.hashed(
        "/map-2", story("The mast", "The radio mast on the hill is 80 metres high.", more="It was built in May.")
    )
    grown = run()
    assert (grown.added, grown.updated) == (2, 0)
    assert sorted(named.reason for named in grown.failed if "news.example" in named.source) == [
        "the answer is larger than INGEST_MAX_BYTES (300,000 bytes)", "the server is too slow",
    ]  # fmt: skip
    assert "212" in cited("how many were aboard the ferry Nordlicht?")

    # 4. A day later: what changed is followed, what is gone (404, 410) stops answering, what only fails stays.
    site.hashed("/1", story("The harbour opens", "The harbour of Oldtown cost the town 44 million euros."))
    site.page("/2", "gone", status=410)
    site.page("/map-1", "gone", status=404)
    site.page("/3", "trouble", status=500)
    site.hashed("/4", story("The lighthouse", "The lighthouse keeper retires after 39 years.", more="Nobody follows."))
    site.hashed(
        "/story", story("The old mill", "The old mill burned for 9 hours.", more="Nobody died."), host="busy.example"
    )
    desk.days_pass(1.1)
    later = run()
    assert (later.added, later.updated, later.withdrawn) == (2, 1, 2)
    assert "server error (HTTP 500)" in [named.reason for named in later.failed]
    assert "44 million" in desk.answer(HARBOUR).text
    assert "41 million" not in cited(HARBOUR)
    assert desk.answer(BRIDGE).abstained
    assert desk.answer("how many islands does the map of the coast show?").abstained
    assert "212" in cited("how many were aboard the ferry Nordlicht?")
    assert "39 years" in cited("after how many years does the lighthouse keeper retire?")
    assert not any("41 million" in text or "17 islands" in text for text in desk.texts().values())

    # 5. And what was gone comes back, with what it says now.
    site.hashed(
        "/2", story("The bridge opens", "The bridge at Newtown opened again on Sunday.", more="Buses run as before.")
    )
    desk.days_pass(2)
    assert run().added == 1
    assert "Sunday" in cited("when did the bridge at Newtown open?")
    history = desk.library().history
    assert [one.kind for one in history.revisions(site.url("/2"))] == ["returned", "withdrawn"]
    (corrected,) = history.revisions(site.url("/1"))
    assert corrected.text is not None and "41 million" in corrected.text
    health = {one.source: one for one in history.sources()}
    assert [(health[url].failures, health[url].kind) for url in sources[:2]] == [(0, "feed"), (0, "sitemap")]


@pytest.mark.parametrize("number", [15, pytest.param(100, marks=pytest.mark.slow)])
def test_an_unchanged_run_over_many_sources_would_cost_more_than_a_request_each(
    desk: Desk, tmp_path: Path, number: int
) -> None:
    """Feeds on as many hosts. Ten have a story of their own, the others all name one and the same."""
    hosts = [f"desk{n}.example" for n in range(number)]
    lines = ["sources:"]
    for n, host in enumerate(hosts):
        item = feed((min(n, 10), WHEN))
        desk.site.hashed("/feed.xml", item, kind="application/rss+xml", host=host)
        desk.site.hashed(f"/{min(n, 10)}", story(f"Story number {min(n, 10)} of the day", f"It is about {min(n, 10)}."))
        lines.append(f"  - {{name: S{n}, url: 'http://{host}/feed.xml'}}")
    config = tmp_path / "sources.yaml"
    config.write_text("\n".join(lines))
    assert desk.run(str(config)).added == 11
    again = desk.run(str(config))
    assert (again.embedded, again.added, again.failed) == (0, 0, ())
    asked = sorted((request.host, request.path) for request in desk.site.requests)
    assert asked == sorted((host, "/feed.xml") for host in hosts)
    assert all(request.headers.get("if-none-match") for request in desk.site.requests)
    # A day later the copies of robots.txt are old, and the articles are asked once more whether they changed.
    desk.days_pass(1.1)
    with closing(sqlite3.connect(desk.settings.dateline_data / "catalogue.sqlite")) as database, database:
        database.execute("UPDATE web_robots SET fetched_at = fetched_at - 90000")
    desk.run(str(config))
    assert len(desk.site.asked("/robots.txt")) == number + 1
    assert len(desk.site.requests) == number + number + 1 + 11
    # Then they have been known for a while, and are asked ever more rarely.
    desk.days_pass(0.5)
    desk.run(str(config))
    assert desk.site.paths() == ["/feed.xml"] * number


def test_what_an_address_is_would_have_to_be_said(desk: Desk) -> None:
    site = desk.site
    site.page(
        "/map.xml",
        "<sitemapindex><sitemap><loc>/part.xml</loc></sitemap><sitemap><loc>/map.xml</loc></sitemap></sitemapindex>",
    )
    site.page("/part.xml", "<urlset><url><loc>/from-map</loc></url></urlset>")
    site.page("/from-map", story("From the map", "The map of the coast is drawn anew."))
    site.page(
        "/text",
        "Water levels\n\nThe water at the harbour gauge stood at 512 centimetres this morning.",
        kind="text/plain",
    )
    summary = desk.run(site.url("/map.xml"), site.url("/text"))
    assert (summary.added, summary.failed) == (2, ())
    assert set(desk.texts()) == {site.url("/from-map"), site.url("/text")}


def test_one_story_under_several_addresses_would_be_several_articles(desk: Desk) -> None:
    body = story("The harbour opens", "The harbour of Oldtown cost the town 41 million euros.")
    for path in ("/a", "/a?utm_source=feed", "/a/", "/amp/a"):
        desk.site.page(path, body)
    urls = [desk.site.url(path) for path in ("/a", "/a?utm_source=feed", "/a/", "/amp/a")]
    summary = desk.run(*urls, "http://www.news.example/a", "https://news.example/b")
    assert summary.added == 1
    assert len(desk.texts()) == 1


def test_a_page_would_replace_another_sites_article_by_naming_its_address(desk: Desk) -> None:
    true = desk.site.url("/1")
    desk.site.page("/1", story("The harbour opens", "The harbour of Oldtown cost the town 41 million euros."))
    desk.run(true)
    forged = story("The harbour opens", "The harbour cost nothing at all.", head=f"<link rel=canonical href='{true}'>")
    desk.site.page("/1", forged, host="evil.example")
    assert desk.run("http://evil.example/1").added == 1
    assert "41 million" in desk.texts()[true]


def test_a_sitemap_with_a_bare_ampersand_gives_all_its_articles_and_tells_what_it_could_not_read(desk: Desk) -> None:
    site = desk.site
    for n in range(4):
        site.page(f"/{n}?a=1&b=2", story(f"Story {n}", f"It is about the number {n}."))
    locs = "".join(f"<url><loc>{site.url(f'/{n}')}?a=1&b=2</loc></url>" for n in range(4))
    site.page("/map.xml", f"\n<urlset>{locs}<url><loc>mailto:desk@news.example</loc></url></urlset>", kind="text/xml")
    summary = desk.run(site.url("/map.xml"))
    assert summary.added == 4
    (note,) = [named.reason for named in summary.notes]
    assert note.endswith("/map.xml: one of its entries names no address that can be read; the other 4 were")


def test_an_opening_would_replace_the_fuller_text_or_outlive_it(desk: Desk) -> None:
    """Ten pages with their openings only, then whole, then closed again."""
    urls = [desk.site.url(f"/{n}") for n in range(len(OPENINGS))]
    own = "</h1><p>The ferry number {} was the first to come in on that day.</p>"
    closed = [html.replace("</h1>", own.format(n)) for n, html in enumerate(OPENINGS.values())]
    whole = [story("Its own", f"The harbour of Oldtown cost {n} million euros.", more=WHOLE) for n in range(len(urls))]

    def serve(pages: list[str]) -> Summary:
        for n, html in enumerate(pages):
            desk.site.hashed(f"/{n}", html)
        return desk.run(*urls)

    assert serve(closed).added == len(urls) == 10
    with Library.open(desk.settings) as library:
        assert all(one.partial for one in library.articles())
    answer = desk.answer("which ferry was the first to come in on that day?")
    assert answer.citations and all(one.opening_only for one in answer.citations)
    assert "opening only" in as_text(answer)
    assert serve(whole).updated == 10
    texts = desk.texts()
    assert all("million euros" in text for text in texts.values())
    again = serve(closed)
    assert (again.updated, len(again.skipped)) == (0, 10)
    assert all("the fuller text is kept" in named.reason for named in again.skipped)
    assert desk.texts() == texts


def test_an_article_that_no_feed_names_any_more_would_answer_though_it_is_gone(desk: Desk) -> None:
    site = desk.site
    site.hashed("/feed.xml", feed((1, WHEN), (2, WHEN)), kind="application/rss+xml")
    for n in (1, 2):
        site.hashed(f"/{n}", story(f"Story {n}", f"It is about the number {n}."))
    desk.run()
    site.hashed("/feed.xml", feed((2, WHEN)), kind="application/rss+xml")
    site.page("/1", "gone", status=410)
    assert desk.run().withdrawn == 0
    desk.days_pass(1.1)
    assert desk.run().withdrawn == 1
    assert set(desk.texts()) == {site.url("/2")}
    assert site.paths().count("/1") == 1
    # Of what is withdrawn little is asked, and it is found when it is back.
    assert desk.run().withdrawn == 0
    assert "/1" not in site.paths()
    site.hashed("/1", story("Story 1", "It is about the number 1."))
    desk.days_pass(3)
    back = desk.run()
    assert (back.added, back.embedded) == (1, 0)
    assert set(desk.texts()) == {site.url("/1"), site.url("/2")}


@pytest.mark.slow
def test_b31_a_clock_that_went_ahead_would_keep_articles_from_being_asked_again(desk: Desk) -> None:
    """What a run noted ten years from now counts for nothing when the clock is right again."""
    site = desk.site
    site.hashed("/feed.xml", feed((1, WHEN)), kind="application/rss+xml")
    site.hashed("/1", story("The harbour opens", "The harbour of Oldtown cost the town 41 million euros."))
    desk.run()
    desk.days_pass(-3_650)
    site.hashed("/1", story("The harbour opens", "The harbour of Oldtown cost the town 44 million euros."))
    assert desk.run().updated == 1
    assert "44 million" in desk.texts()[site.url("/1")]
    desk.days_pass(-3_650)
    site.hashed("/feed.xml", feed((1, WHEN), (2, WHEN)), kind="application/rss+xml")
    site.hashed("/1", story("The harbour opens", "The harbour of Oldtown cost the town 47 million euros."))
    site.hashed("/2", story("A quay is built", "A second quay is to be built in autumn, the mayor of Oldtown said."))
    summary = desk.run()
    assert (summary.added, summary.updated) == (1, 1), "a feed that changed names the article, and it is not asked"


def test_a_page_that_failed_once_would_be_left_out_for_as_long_as_its_feed_stays(desk: Desk) -> None:
    site = desk.site
    site.hashed("/feed.xml", feed((1, WHEN)), kind="application/rss+xml")
    site.page("/1", "trouble", status=500)
    assert [named.reason for named in desk.run().failed] == ["server error (HTTP 500)"]
    site.hashed("/1", story("Story number 1 of the day", "It is about the number 1."))
    assert desk.run().added == 1


def test_b17_a_site_that_breaks_would_empty_the_library(desk: Desk) -> None:
    site = desk.site
    site.page("/feed.xml", feed(*((n, WHEN) for n in range(6))), kind="application/rss+xml")
    for n in range(6):
        site.page(f"/{n}", story(f"Story number {n} of the day", f"It is about the number {n}."))
    assert desk.run().added == 6
    for n in range(6):
        site.page(f"/{n}", "not found", status=404)
    urls = [site.url(f"/{n}") for n in range(6)]
    config = Path("sources.yaml")
    config.write_text("- {name: G, url: 'http://news.example/feed.xml', recheck: 1m}\n")
    desk.days_pass(1)
    site.page("/feed.xml", feed(*((n, WHEN) for n in range(6))) + " ", kind="application/rss+xml")
    broken = desk.run(str(config))
    assert (broken.removed, broken.withdrawn) == (0, 0)
    assert len(desk.texts()) == 6
    assert any("--prune" in note.reason for note in broken.notes)
    assert broken.missing == tuple(urls)
    site.page("/feed.xml", "<html><body><h1>Sign in</h1></body></html>")
    assert desk.run(str(config)).withdrawn == 0
    site.page("/feed.xml", feed(), kind="application/rss+xml")
    empty = desk.run(str(config))
    assert (empty.withdrawn, [named.reason for named in empty.failed]) == (0, ["the feed is empty"])
    # The editor says that it is meant: asked again at once, though nothing has changed since.
    site.page("/feed.xml", feed(*((n, WHEN) for n in range(6))), kind="application/rss+xml")
    assert desk.run(str(config), prune=True).withdrawn == 6
    assert desk.texts() == {}


def test_b13_a_feed_would_lead_to_an_inner_machine(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    items = "".join(
        f"<item><link>{url}</link></item>"
        for url in ("http://127.0.0.1/a", "http://10.0.0.1/b", "http://news.example/1")
    )
    desk.site.page("/feed.xml", f"<rss version='2.0'><channel>{items}</channel></rss>", kind="application/rss+xml")
    desk.site.page("/1", story("The harbour opens", "The harbour of Oldtown cost the town 41 million euros."))
    summary = desk.run()
    assert summary.added == 1
    assert len(summary.failed) == 2
    assert all("a private address" in named.reason for named in summary.failed)
    assert not any(request.host != "news.example" for request in desk.site.requests)


def test_the_editors_selectors_and_names_would_be_ignored(desk: Desk) -> None:
    body = (
        story("The harbour opens", "The harbour of Oldtown cost the town 41 million euros.")
        .replace("<meta property='og:site_name' content='Gazette'>", "")
        .replace(
            "</article>", "<p class=ad>Buy the new boat engine, now at a third of the price of last year.</p></article>"
        )
    )
    desk.site.page("/1", body)
    config = Path("sources.yaml")
    config.write_text(
        "- {name: G, url: 'http://news.example/1', outlet: Harbour Gazette, remove: .ad, text: article}\n"
    )
    desk.run(str(config))
    with Library.open(desk.settings) as library:
        (article,) = library.articles()
    assert article.outlet == "Harbour Gazette"
    assert "boat engine" not in article.text
    assert "41 million" in article.text


def test_a_selector_that_finds_nothing_would_not_be_told(desk: Desk) -> None:
    desk.site.page("/1", story("The harbour opens", "The harbour of Oldtown cost the town 41 million euros."))
    Path("sources.yaml").write_text("- {name: G, url: 'http://news.example/1', text: div.story}\n")
    summary = desk.run("sources.yaml")
    assert summary.added == 1
    assert [note.reason for note in summary.notes] == ["nothing on the page is div.story, so all of it was read"]


def test_a_mistyped_address_or_one_for_mobile_that_is_gone_would_withdraw_the_article(desk: Desk) -> None:
    own = desk.site.url("/1")
    fact = "The harbour of Oldtown cost the town 41 million euros."
    body = story("The harbour opens", fact, head=f"<link rel=canonical href='{own}'>")
    desk.site.page("/1", body)
    desk.site.page("/1", body, host="m.news.example")
    assert desk.run(own, "http://m.news.example/1").added == 1
    desk.site.hosts["m.news.example"] = {"/1": Page(b"gone", 410)}
    summary = desk.run("http://m.news.example/1", f"{own}/?utm_source=mail")
    assert (len(summary.failed), summary.withdrawn) == (2, 0)
    assert own in desk.texts()
    desk.site.page("/1", b"gone", status=410)
    assert desk.run(own).withdrawn == 1
    assert own not in desk.texts()


def test_b32_a_signal_would_wait_for_a_slow_site(desk: Desk) -> None:
    """Ends within seconds, with what is complete stored."""
    reached = threading.Event()

    def slow(handler: BaseHTTPRequestHandler) -> None:
        reached.set()
        desk.site.released.wait(30)

    desk.site.page("/1", story("The harbour opens", "The harbour of Oldtown cost the town 41 million euros."))
    desk.site.behave("/slow", slow)

    def kill() -> None:
        reached.wait(20)
        os.kill(os.getpid(), signal.SIGTERM)

    killer = threading.Thread(target=kill)
    killer.start()
    summary = desk.run("http://one.example/1", "http://two.example/slow")
    killer.join()
    assert summary.exit_code == 143
    assert summary.seconds < 8


def test_a_dry_run_would_write(desk: Desk) -> None:
    desk.site.page("/1", story("The harbour opens", "The harbour of Oldtown cost the town 41 million euros."))
    summary = desk.run(desk.site.url("/1"), dry_run=True)
    assert summary.changes == (("added", desk.site.url("/1")),)
    assert not desk.settings.dateline_data.exists()


@pytest.mark.parametrize("source", ["ftp://news.example/a", "http://0x7f.1/", "file:///etc/passwd", "missing.yaml"])
def test_a_source_that_cannot_be_meant_would_end_in_a_traceback(desk: Desk, source: str) -> None:
    with pytest.raises(UsageError):
        desk.run(source)


def front(*feeds: str) -> str:
    links = "".join(f"<link rel=alternate type=application/rss+xml href='{feed}'>" for feed in feeds)
    teasers = "".join(
        f"<div><h3><a href='/{n}'>Story {n} of the day</a></h3><p>A line on it.</p></div>" for n in range(8)
    )
    return f"<html><head><title>Gazette</title>{links}</head><body><h1>Gazette</h1>{teasers}</body></html>"


def test_a_front_page_would_become_an_article_or_lead_nowhere(desk: Desk) -> None:
    site = desk.site
    site.page("/", front("/comments/feed.xml", "/feed.xml"))
    site.page("/feed.xml", feed((1, WHEN)), kind="application/rss+xml")
    site.page("/1", story("The harbour opens", "The harbour of Oldtown cost the town 41 million euros."))
    assert (desk.run(site.url("/")).added, set(desk.texts())) == (1, {site.url("/1")})
    assert desk.run(site.url("/")).embedded == 0

    site.page("/news/", front())
    site.page("/lost/", front("/news/"))
    failed = {named.source: named.reason for named in desk.run(site.url("/news/"), site.url("/lost/")).failed}
    assert "names no feed; name a feed" in failed[site.url("/news/")]
    assert "whose feed link leads" in failed[site.url("/lost/")]
    assert set(desk.texts()) == {site.url("/1")}

    # An article that links to five others, at the root of its site and with a feed of its own.
    more = "".join(f"<h3><a href='/{n}'>Another story, number {n}</a></h3>" for n in range(8))
    marks = "<meta property=og:type content=article><link rel=alternate type=application/rss+xml href=/feed.xml>"
    site.page("/", story("The bridge closes", "The bridge at Newtown closes.", head=marks, more=MORE + more))
    assert desk.run(site.url("/")).added == 1


@pytest.mark.parametrize("kind", ["md", "jsonl"])
def test_a_file_would_not_upgrade_the_opening_that_a_page_shows(desk: Desk, tmp_path: Path, kind: str) -> None:
    url = desk.site.url("/1")
    cut = story("The harbour opens", "The harbour cost the town…", more="Subscribe to continue reading this article.")
    desk.site.page("/1", cut)
    assert desk.run(url).added == 1
    given = "http://www.news.example/1/?utm_source=mail"
    whole = "The harbour of Oldtown cost the town 41 million euros. It opened in May, a year late, with two quays."
    file = tmp_path / f"pasted.{kind}"
    file.write_text(f"---\nurl: {given}\n---\n{whole}\n" if kind == "md" else json.dumps({"url": given, "text": whole}))
    upgraded = desk.run(str(file))
    assert (upgraded.added, upgraded.updated) == (0, 1)
    # The page stays what it is, and a change of it is no reason to go back to an opening.
    desk.site.page("/1", cut.replace("the town…", "much…"))
    assert desk.run(url).updated == 0
    with Library.open(desk.settings) as library:
        (article,) = library.articles()
    assert (article.id, article.text) == (url, whole)
    assert (article.title, article.outlet) == ("The harbour opens", "Gazette")
    assert f"{article.published:%Y-%m-%d %H:%M}" == "2026-05-12 08:30"


def test_an_opening_in_a_file_would_replace_the_fuller_page(desk: Desk, tmp_path: Path) -> None:
    url = desk.site.url("/1")
    desk.site.page("/1", story("The harbour opens", "The harbour of Oldtown cost the town 41 million euros."))
    desk.run(url)
    cut = story("The harbour opens", "The harbour cost…", more="Subscribe to continue reading this article.")
    file = tmp_path / "saved.html"
    file.write_text(cut.replace("<head>", f"<head><link rel=canonical href='{url}'>"))
    assert "the fuller text is kept" in desk.run(str(file)).skipped[0].reason
    assert "41 million" in desk.texts()[url]


@pytest.mark.slow
def test_a_story_of_two_sites_would_be_cited_twice(desk: Desk) -> None:
    facts = "The port closes its northern quay for nine months, its director said on Tuesday. " + MORE
    desk.site.page("/1", story("Quay closes", facts))
    wire = story("Fishermen angry", f"OLDTOWN (Reuters) - {facts}").replace("'Gazette'", "'Courier'")
    desk.site.page("/2", wire, host="courier.example")
    sources = (desk.site.url("/1"), "http://courier.example/2")
    assert (desk.run(sources[0]).added, desk.run(*sources).added) == (1, 0)
    assert (again := desk.run(*sources)).unchanged + len(again.skipped) == 2
    with Library.open(desk.settings) as library:
        assert [copy.outlet for copy in library.search("northern quay")[0].copies] == ["Courier"]
    # It is corrected there: another story from then on.
    desk.site.page("/2", wire.replace("nine months", "seven months"), host="courier.example")
    assert desk.run(*sources).added == 1
    assert any("seven months" in text for text in desk.texts().values())
