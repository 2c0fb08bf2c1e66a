"""The outlet's own day: found where anything states it, kept, and cited; windows go by moments."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.answering.rendering import shown_date, shown_day
from bot.answering.timing.windows import days
from ingest.articles import article_of
from ingest.drafts import Published
from ingest.keeping.exporting import record_of
from ingest.pages import draft_of
from ingest.records import draft_of as record_draft
from ingest.sources.feeds import read_feed
from ingest.sources.listings import Entry
from ingest.splitting import header_of
from language.cldr import day_shown
from tests.pages import WORDS, article
from tests.store import SPLITTER, WordEmbedder, passages
from tests.store import article as held_article
from vectorstore.library import Library
from vectorstore.model import Article
from vectorstore.settings import StoreSettings

FIELD = Path(__file__).parents[2] / "shared" / "field"
EVENING = datetime(2023, 11, 8, 22, 15, tzinfo=timezone(timedelta(hours=-5)))  # the 9th in UTC
NOW = datetime(2023, 11, 20, tzinfo=UTC)


def made(html: str, *, url: str | None = None, listed: Entry | None = None) -> Article:
    return article_of(draft_of(html, url=url, listed=listed), article_id="a", source_hash="b", fetched_at=NOW)


def entry(moment: datetime) -> Entry:
    return Entry(url="https://gazette.example/a", published=Published(moment=moment, is_day=False, how="feed entry"))


ADDRESS = "https://gazette.example{}"
IN_UTC = "2023-11-09T03:15:00Z"
TIMED = "<time datetime='2023-11-08T22:15:20-05:00'>8 Nov</time>"
LATER = TIMED.replace("22:15", "23:55")
SEEN = "<div class=byline-date>Posted on November 8, 2023</div>"


@pytest.mark.parametrize(
    ("html", "path", "listed", "day"),
    [
        (article(WORDS, datePublished="2023-11-08T22:15:00-05:00"), "/a", None, "2023-11-08"),
        (article(WORDS, datePublished="2024-03-05T01:28:00+09:00"), "/a", None, "2024-03-05"),
        (article(WORDS, datePublished=IN_UTC), "/2023/11/08/a", None, "2023-11-08"),
        (article(WORDS, datePublished=IN_UTC), "/news/20231108/a", None, "2023-11-08"),
        (article(WORDS, datePublished="2024-03-04T16:28:00Z"), "/2024-03-05-a", None, "2024-03-05"),
        (article(SEEN + WORDS, datePublished=IN_UTC), "/a", None, "2023-11-08"),
        (article(TIMED + WORDS, datePublished=IN_UTC), "/a", None, "2023-11-08"),
        (article(f"{TIMED}Updated: {LATER}{WORDS}", datePublished=IN_UTC), "/a", None, "2023-11-08"),
        (article(f"<script>var at='2023-11-08T22:15:00.120-0500'</script>{WORDS}", datePublished=IN_UTC), "/a", None,
         "2023-11-08"),
        ("<h1>Menu and search</h1>" + article(SEEN + WORDS, datePublished=IN_UTC), "/a", None, "2023-11-08"),
        (article(f"<script>var show='2023-11-08T21:15:00-05:00'</script>{WORDS}", datePublished=IN_UTC), "/a", None,
         "2023-11-09"),
        (article(WORDS, datePublished=IN_UTC), "/a", entry(EVENING), "2023-11-08"),
        (article(WORDS), "/a", entry(EVENING), "2023-11-08"),
        # What says nothing of this moment: another day's address, another moment, two dates, a day without a time.
        (article(WORDS, datePublished=IN_UTC), "/2023/10/02/a", None, "2023-11-09"),
        (article(WORDS, datePublished=IN_UTC), "/a", entry(EVENING - timedelta(hours=7)), "2023-11-09"),
        (article(WORDS, datePublished=IN_UTC), "/2023/11/08/2023/11/10/a", None, "2023-11-09"),
        (article(WORDS, datePublished="2023-11-09"), "/2023/11/08/a", None, "2023-11-09"),
        (article(WORDS, datePublished="2023-11-09T11:00:00Z"), "/2023/11/08/a", None, "2023-11-09"),
        (article(WORDS, datePublished=IN_UTC), "/20231308/a?id=20231108991", None, "2023-11-09"),
    ],
)  # fmt: skip
def test_the_day_is_the_one_that_page_address_or_feed_state(
    html: str, path: str, listed: Entry | None, day: str
) -> None:
    found = made(html, url=ADDRESS.format(path), listed=listed)
    assert found.published is not None
    assert f"{found.published:%Y-%m-%d}" == day
    assert shown_day(found) == day_shown(date.fromisoformat(day), "en")
    assert found.published.astimezone(UTC) in (
        datetime.fromisoformat(IN_UTC), EVENING.astimezone(UTC), datetime(2024, 3, 4, 16, 28, tzinfo=UTC),
        datetime(2023, 11, 9, tzinfo=UTC), datetime(2023, 11, 9, 11, tzinfo=UTC),
    ), "the moment itself has moved"  # fmt: skip


def test_a_feeds_offset_and_a_records_address_state_it_too() -> None:
    item = "<item><link>https://n.example/a</link><pubDate>Wed, 08 Nov 2023 22:15:00 -0500</pubDate></item>"
    feed = f"<rss version='2.0'><channel><title>N</title>{item}</channel></rss>".encode()
    published = read_feed(feed, url="https://n.example/feed").entries[0].published
    assert published is not None
    assert published.moment.date() == date(2023, 11, 8)
    line = {
        "url": "https://n.example/2023/11/08/a",
        "title": "A",
        "published": IN_UTC,
        "text": "It opened on Monday. " * 9,
    }
    found = article_of(record_draft(json.dumps(line).encode()), article_id="a", source_hash="b", fetched_at=NOW)
    assert shown_day(found) == "8 Nov 2023"


def test_the_day_is_cited_whoever_asks_and_windows_go_by_the_askers_clock() -> None:
    found = replace(held_article("a", "The harbour opened."), published=EVENING, published_is_day=False)
    for zone in (UTC, ZoneInfo("Asia/Seoul"), ZoneInfo("America/New_York")):
        assert shown_day(found, zone) == "8 Nov 2023"
    assert shown_date(found) == "2023-11-08 22:15 UTC-05:00"
    in_seoul = days("on the 9th", date(2023, 11, 9), date(2023, 11, 9), ZoneInfo("Asia/Seoul"))
    in_new_york = days("on the 9th", date(2023, 11, 9), date(2023, 11, 9), ZoneInfo("America/New_York"))
    assert in_seoul.holds(found) and not in_new_york.holds(found)
    unknown = replace(found, published=EVENING.astimezone(UTC))
    assert shown_day(unknown, ZoneInfo("Asia/Seoul")) == "9 Nov 2023"


def test_the_day_lasts_in_the_library_its_export_and_the_headers_of_passages(settings: StoreSettings) -> None:
    embedder = WordEmbedder()
    of = replace(held_article("a", "The harbour opened."), published=EVENING, published_is_day=False)
    before = replace(of, published=EVENING.astimezone(UTC))
    for given, outcome in ((before, "added"), (before, "unchanged"), (of, "updated"), (of, "unchanged")):
        with Library.writing(settings, splitter=SPLITTER, embedder=embedder) as writer:
            assert writer.put(given, passages(given)) == outcome
    with Library.open(settings, embedder=embedder) as library:
        found = library.article("a")
        assert found is not None and found.published is not None
        assert (found.published, found.published.date()) == (EVENING, date(2023, 11, 8))
        assert library.history.revisions("a")[0].changes == ("published",)
    assert record_of(found)["published"] == "2023-11-08T22:15:00-05:00"
    line = json.dumps(record_of(found) | {"text": "The harbour opened on Monday."}).encode()
    assert record_draft(line).published == Published(moment=EVENING, is_day=False, how="record")
    assert "2023-11-08" in header_of(found, count_tokens=len, max_tokens=256)


@pytest.mark.skipif(not FIELD.exists(), reason="the field's small inputs are not here")
def test_the_evening_in_new_york_of_the_field() -> None:
    html = (FIELD / "evening-new-york.html").read_text(encoding="utf-8")
    assert shown_day(made(html), ZoneInfo("Asia/Seoul")) == "5 Mar 2024"


@pytest.mark.parametrize(
    ("shown", "language", "day"),
    [
        ("<time>10. listopada 2023.</time>", "hr", "2023-10-10"),
        ("<time>5 de marzo de 2024</time>", "es", "2024-03-05"),
        ("<span data-testid='published-at'>5 maart 2024</span>", "nl", "2024-03-05"),
        ("<span itemprop='datePublished'>March 5, 2024</span>", "en", "2024-03-05"),
        ("<time>3 hours ago</time>", "en", None),
        ("<time>Updated March 5, 2024</time>", "en", None),
        ("<aside class='related'><time>March 5, 2024</time></aside>", "en", None),
    ],
)
def test_a_date_that_a_page_only_shows_dates_it(shown: str, language: str, day: str | None) -> None:
    words = (
        "<p>The council of the town heard on Tuesday what the harbour means for those who live there by the sea.</p>"
    )
    page = f"<html lang={language}><body><article><h1>The harbour opened</h1>{shown}{words * 8}</article></body></html>"
    published = draft_of(page).published
    assert (published.moment.date().isoformat() if published else None) == day


STAMP = "<meta property='article:published_time' content='2024-03-08T02:30:00Z'>"


@pytest.mark.parametrize(
    ("script", "day"),
    [
        ('var site = {"timezone":{"short":"ET","long":"America/New_York"}};', "2024-03-07"),
        ("window.conf = {'timeZone': 'America/Los_Angeles', 'language': 'en'};", "2024-03-07"),
        ('self.x.push("{\\"publicationTimezone\\":\\"America/Argentina/Buenos_Aires\\"}")', "2024-03-07"),
        ('{"DateCreation":"2024-03-07","Url":"/a"}', "2024-03-07"),
        ('{"publish_date": "2024-03-07"}', "2024-03-07"),
        # Zones of several sites, no zone, the day of another article, several days: nothing is stated.
        ('{"a":{"timeZone":"America/New_York"},"b":{"timeZone":"Asia/Tokyo"}}', "2024-03-08"),
        ('{"timezone":"America/Nowhere"}', "2024-03-08"),
        ('{"place":"America/New_York"}', "2024-03-08"),
        ('{"DateCreation":"2023-01-01"}', "2024-03-08"),
        ('[{"publishDate":"2024-03-07"},{"publishDate":"2024-03-01"}]', "2024-03-08"),
    ],
)
def test_the_zone_or_day_that_a_pages_data_name_is_the_outlets(script: str, day: str) -> None:
    words = (
        "<p>The council of the town heard on Tuesday what the harbour means for those who live there by the sea.</p>"
    )
    page = f"<html lang=en><head>{STAMP}</head><body><article><h1>The harbour</h1>{words * 8}</article>"
    published = draft_of(f"{page}<script>{script}</script></body></html>").published
    assert published is not None and published.moment.date().isoformat() == day
