"""The HTTP client as a guest: conditional requests, failures that are told for what they are, manners."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler
from itertools import pairwise

import pytest

from ingest.web.client import Client
from ingest.web.errors import Gone, Refused, Unavailable
from ingest.web.state import Memory
from tests.site import HOST, Site

TEXT = "<html><body><p>A page.</p></body></html>"


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        yield site


# Conditional


def test_an_unchanged_page_would_be_loaded_again(site: Site) -> None:
    state = Memory()
    site.page("/etag", TEXT, etag='W/"abc"')
    site.page("/date", TEXT, Last_Modified="Tue, 24 Nov 2026 08:00:00 GMT")
    with site.client(state=state) as client:
        for path in ("/etag", "/date"):
            first = client.get(site.url(path), within=5)
            assert not first.unchanged
            state.keep_validators(first.validators)
            second = client.get(site.url(path), within=5)
            assert second.unchanged
            assert second.body == b""
            assert second.validators.body_hash == first.validators.body_hash
            state.keep_validators(second.validators)
            assert client.get(site.url(path), within=5, conditional=False).body == TEXT.encode()
            site.page(path, TEXT + "more", etag='W/"new"')
            assert client.get(site.url(path), within=5).body.endswith(b"more")
    assert site.paths().count("/robots.txt") == 1


def test_a_server_that_says_unchanged_without_being_asked_would_give_an_empty_article(site: Site) -> None:
    site.page("/a", b"", status=304)
    with site.client() as client, pytest.raises(Unavailable, match="304"):
        client.get(site.url("/a"), within=5)


@pytest.mark.parametrize(
    ("headers", "fresh_for"),
    [
        ({"Cache-Control": "public, max-age=600"}, 600),
        ({"Cache-Control": "max-age=99999999"}, 86_400),
        ({"Cache-Control": "no-cache, max-age=600"}, None),
        ({"Cache-Control": "max-age=oops"}, None),
        ({"Expires": format_datetime(datetime(2026, 11, 24, 8, 5, tzinfo=UTC), usegmt=True)}, None),
        ({"Expires": "0"}, None),
        ({}, None),
    ],
)
def test_a_servers_word_on_freshness_would_be_misread(
    site: Site, headers: dict[str, str], fresh_for: int | None
) -> None:
    site.page("/a", TEXT, headers={**headers, "Date": "Tue, 24 Nov 2026 08:05:00 GMT"})
    with site.client() as client:
        answer = client.get(site.url("/a"), within=5)
    wanted = answer.fetched_at + timedelta(seconds=fresh_for) if fresh_for else None
    assert answer.validators.fresh_until == wanted


def test_a_page_that_moved_for_good_would_keep_its_old_address(site: Site) -> None:
    site.redirect("/old", "/new", status=301)
    site.redirect("/once", "/new", status=302)
    site.page("/new", TEXT)
    with site.client() as client:
        assert client.get(site.url("/old"), within=5).moved == site.url("/new")
        assert client.get(site.url("/once"), within=5).moved is None


# What fails


@pytest.mark.parametrize("status", [404, 410])
def test_b17_a_page_that_is_gone_would_pass_for_one_that_failed(site: Site, status: int) -> None:
    state = Memory()
    site.page("/a", TEXT, etag='"1"')
    with site.client(state=state) as client:
        state.keep_validators(client.get(site.url("/a"), within=5).validators)
        site.page("/a", "gone", status=status)
        for _ in range(2):
            with pytest.raises(Gone, match="any more") as gone:
                client.get(site.url("/a"), within=5)
            state.keep_validators(gone.value.validators)
        kept = state.validators(site.url("/a"))
        assert gone.value.status == status
        assert kept is not None
        assert kept.gone_since is not None
        site.page("/a", TEXT, etag='"1"')
        back = client.get(site.url("/a"), within=5)
    assert not back.unchanged, "what is gone has no body to be unchanged"
    assert back.validators.gone_since is None


@pytest.mark.parametrize(
    ("status", "reason", "requests"),
    [
        (401, "access denied", 1),
        (403, "access denied", 1),
        (402, "payment required", 1),
        (429, "too many requests", 1),
        (500, "server error", 1),
        (502, "server error", 2),
        (503, "server error", 2),
        (418, "unexpected answer", 1),
    ],
)
def test_b17_a_failing_page_would_be_hammered_or_pass_for_gone(
    site: Site, status: int, reason: str, requests: int
) -> None:
    site.page("/a", "no", status=status)
    with site.client() as client, pytest.raises(Unavailable, match=reason) as error:
        client.get(site.url("/a"), within=5)
    assert error.value.status == status
    assert len(site.asked("/a")) == requests


def test_b17_a_passing_overload_would_lose_the_article(site: Site) -> None:
    def once(handler: BaseHTTPRequestHandler) -> None:
        site.page("/a", TEXT)
        handler.send_response(503)
        handler.send_header("Retry-After", "0")
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    site.behave("/a", once)
    with site.client() as client:
        assert client.get(site.url("/a"), within=5).body == TEXT.encode()


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_b17_retry_after_would_be_ignored_by_the_next_request_or_the_next_run(site: Site, form: str) -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(hours=2), usegmt=True)
    site.page("/a", "slow down", status=429, Retry_After="7200" if form == "seconds" else later)
    site.page("/b", TEXT)
    state = Memory()
    for _ in range(2):
        with site.client(state=state) as client:
            with pytest.raises(Unavailable) as error:
                client.get(site.url("/a"), within=5)
            assert error.value.retry_after == pytest.approx(7_200, abs=5)
            with pytest.raises(Unavailable, match="not to be asked before"):
                client.get(site.url("/b"), within=5)
            client.get(site.url("/b", host="other.example"), within=5)
    assert [request.host for request in site.requests if request.path == "/b"] == ["other.example"] * 2
    assert len(site.asked("/a")) == 1


# Polite


ROBOTS = (
    "User-agent: *\nDisallow: /private\n\nUser-agent: Dateline\nDisallow: /no\nAllow: /no/but-this\nCrawl-delay: 0.2\n"
)


def test_robots_txt_would_be_ignored(site: Site) -> None:
    site.page("/robots.txt", ROBOTS, kind="text/plain")
    for path in ("/private/a", "/no/a", "/no/but-this"):
        site.page(path, TEXT)
    site.redirect("/yes", "/no/a")
    with site.client() as client:
        client.get(site.url("/private/a"), within=5)
        began = time.monotonic()
        client.get(site.url("/no/but-this"), within=5)
        assert time.monotonic() - began > 0.15, "Crawl-delay"
        for path in ("/no/a", "/yes"):
            with pytest.raises(Refused, match=r"robots\.txt"):
                client.get(site.url(path), within=5)
    assert site.paths() == ["/robots.txt", "/private/a", "/no/but-this", "/yes"]


@pytest.mark.parametrize(("status", "may"), [(404, True), (403, True), (200, True), (500, False), (429, False)])
def test_a_robots_txt_that_cannot_be_read_would_be_misread(site: Site, status: int, may: bool) -> None:
    """RFC 9309: where there is none everything is allowed; while the server has trouble, nothing is."""
    site.page("/robots.txt", "<html>not found</html>", status=status)
    site.page("/a", TEXT)
    with site.client() as client:
        if may:
            assert client.get(site.url("/a"), within=5).status == 200
        else:
            with pytest.raises(Unavailable, match=r"robots\.txt"):
                client.get(site.url("/a"), within=5)
    assert ("/a" in site.paths()) is may


def test_robots_txt_would_be_asked_for_each_page_or_never_again(site: Site) -> None:
    from dataclasses import replace

    site.page("/robots.txt", "User-agent: *\nAllow: /", kind="text/plain")
    site.page("/a", TEXT)
    state = Memory()
    with site.client(state=state) as client:
        client.get(site.url("/a"), within=5)
        client.get(site.url("/a"), within=5)
        assert site.paths().count("/robots.txt") == 1
        copy = state.robots(f"http://{HOST}:80")
        assert copy is not None
        state.keep_robots(replace(copy, fetched_at=copy.fetched_at - timedelta(hours=25)))
        site.page("/robots.txt", "oops", status=500)
        client.get(site.url("/a"), within=5)  # the old copy still holds
        assert site.paths().count("/robots.txt") == 2


def test_we_would_not_say_who_we_are(site: Site) -> None:
    site.page("/a", TEXT)
    with site.client(user_agent="Dateline/9 (+https://desk.example/bot)") as client:
        client.get(site.url("/a"), within=5)
    assert {request.headers["user-agent"] for request in site.requests} == {"Dateline/9 (+https://desk.example/bot)"}


def test_a_host_would_get_two_requests_at_once_or_without_a_gap(site: Site) -> None:
    """Four threads at one host take turns; two hosts are asked at the same time."""
    both = threading.Barrier(2, timeout=5)
    times: list[float] = []

    def meet(handler: BaseHTTPRequestHandler) -> None:
        both.wait()
        handler.send_response(200)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    def count(handler: BaseHTTPRequestHandler) -> None:
        assert site.busy == 1
        times.append(time.monotonic())
        handler.send_response(200)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    def run(client: Client, urls: list[str]) -> None:
        threads = [threading.Thread(target=client.get, args=(url,), kwargs={"within": 10}) for url in urls]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    for n in range(4):
        site.behave(f"/{n}", count)
    site.behave("/meet", meet)
    with site.client(gap=0.1) as client:
        run(client, [site.url(f"/{n}") for n in range(4)])
        run(client, [site.url("/meet", host="one.example"), site.url("/meet", host="two.example")])
    assert all(later - earlier > 0.08 for earlier, later in pairwise(times))


def test_a_run_that_is_ended_would_wait_for_its_turn_first(site: Site) -> None:
    site.page("/a", TEXT)
    ended = threading.Event()
    with site.client(gap=30, cancelled=ended) as client:
        threading.Timer(0.1, ended.set).start()
        began = time.monotonic()
        with pytest.raises(Unavailable, match="ended"):
            client.get(site.url("/a"), within=60)
    assert time.monotonic() - began < 5
