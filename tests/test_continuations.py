"""Articles over several pages, and pages that send their readers on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.desk import MORE, WHEN, Desk, feed, opened_desk, story
from tests.store import WordEmbedder
from vectorstore.settings import StoreSettings

FACTS = {
    1: "The harbour authority of Lindhavn said on Tuesday that the eastern quay will stay shut until divers are done.",
    2: "Two of its forty-one piles were struck by the freighter Solveig on Sunday night, as the harbour master said.",
    3: "Ferries to the outer islands leave from the western quay meanwhile, and the auction moves to Wednesdays.",
}
TITLE = "Quay stays shut for nine days"


@pytest.fixture
def desk(settings: StoreSettings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    with opened_desk(settings, WordEmbedder(), monkeypatch) as desk:
        desk.site.page("/feed.xml", feed(*((1, WHEN),)), kind="application/rss+xml")
        yield desk


def part(number: int, *, head: str = "", below: str = "", title: str = TITLE) -> str:
    """A page of the article: what it says, a paragraph that stands on each, and its pager."""
    return story(title, FACTS[number], head=head).replace("</article>", f"</article>{below}")


PAGERS = {
    "rel=next in the head": ("<link rel=next href='{next}'>", ""),
    "rel=next on a link": ("", "<p><a rel='nofollow next' href='{next}'>Weiter</a></p>"),
    "page 1 of 3": (
        "",
        "<div class=pagination>Page {n} of 3 <a href='{before}'>Back</a> <a href='{next}'>Next</a></div>",
    ),
    "Seite 1 von 3": ("", "<nav class=pager>Seite {n} von 3 <a href='{next}'>{following}</a></nav>"),
    "第1页 共3页": ("", "<div>第{n}页 共3页 <a href='{next}'>下一页</a></div>"),
}
ADDRESSES = {"slash": "/1/{n}", "query": "/1?page={n}", "dash": "/1-{n}.html"}


@pytest.mark.parametrize("pager", PAGERS.values(), ids=PAGERS)
@pytest.mark.parametrize("address", ADDRESSES.values(), ids=ADDRESSES)
def test_an_article_over_several_pages_is_one(pager: tuple[str, str], address: str, desk: Desk) -> None:
    for n in (1, 2, 3):
        values = {"n": n, "next": address.format(n=n + 1), "before": address.format(n=n - 1), "following": n + 1}
        head, below = (one.format(**values) if n < 3 else "" for one in pager)
        if n == 3 and "{n}" in pager[1]:
            below = f"<div class=pagination>Page 3 of 3 <a href='{address.format(n=2)}'>Back</a></div>"
        desk.site.page("/1" if n == 1 else address.format(n=n), part(n, head=head, below=below))
    summary = desk.run()
    assert (summary.added, len(summary.failed)) == (1, 0)
    (article,) = desk.library().articles()
    assert article.id == "http://news.example/1"
    assert article.partial is None
    assert [fact in article.text for fact in FACTS.values()] == [True] * 3
    assert article.text.count(MORE) == 1


def test_a_next_page_that_fails_leaves_an_opening_which_a_later_run_completes(desk: Desk) -> None:
    desk.site.page("/1", part(1, head="<link rel=next href='/1/2'>"), etag='"1"')
    desk.site.page("/1/2", "trouble", status=500)
    desk.run()
    (article,) = desk.library().articles()
    assert article.partial == "it goes on on a next page"
    desk.site.page("/1/2", part(2))
    desk.days_pass(2)
    assert desk.run().updated == 1
    (article,) = desk.library().articles()
    assert article.partial is None and FACTS[2] in article.text


def test_a_change_on_a_next_page_is_seen(desk: Desk) -> None:
    desk.site.page("/1", part(1, head="<link rel=next href='/1/2'>"), etag='"1"')
    desk.site.page("/1/2", part(2))
    desk.run()
    desk.site.page("/1/2", part(3))
    desk.days_pass(2)
    assert desk.run().updated == 1
    assert FACTS[3] in next(iter(desk.texts().values()))


@pytest.mark.parametrize(
    "below",
    [
        "<nav class=pager>Page 1 of 60 <a href='http://other.example/1/2'>Next</a></nav>",
        "<nav class=pager>Page 1 of 60 <a href='/closed/1/2'>Next</a></nav>",
        "<nav class=pager>Page 1 of 60 <a href='/1/2'>Next</a></nav>",
        "<nav class=pager>Page 1 of 60</nav>",
    ],
)
def test_a_next_page_elsewhere_shut_by_robots_or_without_end_is_not_followed_for_ever(below: str, desk: Desk) -> None:
    desk.site.page("/robots.txt", "User-agent: *\nDisallow: /closed/\n", kind="text/plain")
    desk.site.page("/1", part(1, below=below))
    for n in range(2, 60):
        desk.site.page(f"/1/{n}", part(2, head=f"<link rel=next href='/1/{n + 1}'>"))
    desk.run()
    (article,) = desk.library().articles()
    assert article.partial
    assert not desk.site.asked("/closed/1/2")
    assert len(desk.site.paths()) < 30


def test_the_next_article_is_no_next_page(desk: Desk) -> None:
    desk.site.page("/feed.xml", feed((5, WHEN)), kind="application/rss+xml")
    for n in range(5, 12):
        page = part(1 + n % 3, head=f"<link rel=next href='/{n + 1}'>", title=f"Story of the {'abcdefghijklm'[n]} kind")
        desk.site.page(f"/{n}", page)
    desk.run()
    (article,) = desk.library().articles()
    assert article.partial is None
    assert FACTS[3] in article.text and FACTS[1] not in article.text
    assert not desk.site.asked("/7")


REFRESHES = {
    "at once": "<html><head><meta http-equiv=refresh content='0; url=/there'></head><body>Moved.</body></html>",
    "capitals": '<HTML><META HTTP-EQUIV="Refresh" CONTENT="3;URL=\'http://news.example/there\'"><BODY></BODY></HTML>',
    "without a name": "<html><head><meta content='1,there' http-equiv='refresh'></head><body>One moment.</body></html>",
}


@pytest.mark.parametrize("page", REFRESHES.values(), ids=REFRESHES)
def test_a_page_that_sends_its_readers_on_is_followed(page: str, desk: Desk) -> None:
    desk.site.page("/1", page)
    desk.site.page("/there", part(1))
    assert desk.run().added == 1
    (article,) = desk.library().articles()
    assert FACTS[1] in article.text


@pytest.mark.parametrize(
    "head",
    [
        "<meta http-equiv=refresh content='300'>",
        "<meta http-equiv=refresh content='300; url=/there'>",
        "<meta http-equiv=refresh content='5; url=/1'>",
        "<noscript><meta http-equiv=refresh content='0; url=/there'></noscript>",
        "<meta name=refresh content='0; url=/there'>",
    ],
)
def test_a_page_that_only_loads_itself_anew_is_read_where_it_is(head: str, desk: Desk) -> None:
    desk.site.page("/1", part(1, head=head))
    desk.site.page("/there", part(2))
    desk.run()
    assert FACTS[1] in next(iter(desk.texts().values()))
    assert not desk.site.asked("/there")


def test_pages_that_send_each_other_round_end(desk: Desk) -> None:
    for here, there in (("/1", "/2"), ("/2", "/1")):
        desk.site.page(
            here, f"<html><head><meta http-equiv=refresh content='0; url={there}'></head><body>x</body></html>"
        )
    assert desk.run().added == 0
    assert len(desk.site.paths()) < 10


def test_a_page_that_sends_to_an_inner_address_is_not_followed(desk: Desk) -> None:
    desk.site.page("/1", "<html><meta http-equiv=refresh content='0; url=http://127.0.0.1/admin'><body></body></html>")
    assert desk.run().added == 0
    assert not desk.site.asked("/admin")
