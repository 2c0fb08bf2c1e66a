"""Which of a page's schema.org objects are its own article's, and which dates are dates."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from ingest.articles import article_of
from ingest.doubts import doubts
from ingest.drafts import Draft
from ingest.pages import draft_of
from tests.pages import WORDS, page

URL = "https://gazette.example/2024/harbour"
OTHER = "https://gazette.example/2021/pier"
OWN: dict[str, Any] = {
    "@type": "NewsArticle",
    "headline": "The harbour opens",
    "datePublished": "2024-03-05T10:15:00Z",
    "author": {"name": "Ida Moss"},
}
RELATED: dict[str, Any] = {
    "@type": "NewsArticle",
    "headline": "Old pier to become a museum",
    "datePublished": "2021-06-03T08:00:00Z",
    "author": {"name": "Tom Reed"},
    "isAccessibleForFree": False,
}
WEBPAGE = {"@type": "WebPage", "url": URL}


def made(*said: object, head: str = "", url: str | None = URL, heading: str = "The harbour opens") -> Draft:
    scripts = "".join(f"<script type='application/ld+json'>{json.dumps(one)}</script>" for one in said)
    html = page(f"<article><h1>{heading}</h1>{WORDS}</article>", title=heading, head=head + scripts)
    return draft_of(html, url=url)


def day(draft: Draft) -> str | None:
    return f"{draft.published.moment:%Y-%m-%d}" if draft.published else None


@pytest.mark.parametrize(
    "said",
    [
        ([RELATED | {"url": OTHER}, OWN | {"url": URL}],),
        ({"@graph": [RELATED | {"@id": OTHER + "#a"}, WEBPAGE, OWN | {"mainEntityOfPage": {"@id": URL}}]},),
        (RELATED | {"mainEntityOfPage": OTHER}, WEBPAGE | {"mainEntity": OWN | {"@type": "BlogPosting"}}),
        (RELATED, OWN | {"@type": "https://schema.org/NewsArticle"}),
        (RELATED | {"url": OTHER}, OWN | {"url": "/2024/harbour?utm_source=x"}),
        (RELATED, OWN | {"headline": "The harbour opens | Harbour Gazette", "url": "https://m.gazette.example/2024/harbour/"}),
        (RELATED | {"url": OTHER}, OWN | {"mainEntityOfPage": True}),
        ({"@type": "ItemList", "itemListElement": [RELATED]}, OWN | {"headline": "What the town waited for"}),
    ],
    ids=["list", "graph", "main entity", "by its title", "relative", "mobile", "main entity is true", "tagline"],
)  # fmt: skip
def test_the_articles_own_object_is_chosen_by_address_then_by_title(said: tuple[object, ...]) -> None:
    draft = made(*said)
    assert (day(draft), draft.authors, draft.partial) == ("2024-03-05", ("Ida Moss",), None)
    assert draft.title != RELATED["headline"]
    assert draft.doubts == ()


def test_a_page_that_was_saved_is_told_by_its_title() -> None:
    assert day(made(RELATED | {"url": OTHER}, OWN, url=None)) == "2024-03-05"


def test_an_object_of_another_article_alone_gives_nothing() -> None:
    draft = made(RELATED | {"url": OTHER}, head="<meta property='article:published_time' content='2024-03-05'>")
    assert (day(draft), draft.title, draft.authors) == ("2024-03-05", "The harbour opens", ())


def test_a_comma_too_many_costs_no_data() -> None:
    html = f"<script type='application/ld+json'>{json.dumps(OWN)[:-1]},}}</script>"
    assert day(made(head=html)) == "2024-03-05"


def test_objects_that_disagree_where_nothing_tells_which_is_the_pages_own_are_a_doubt() -> None:
    draft = made(RELATED, OWN, heading="Morning in Oldtown", url=None)
    assert draft.published is not None
    article = article_of(draft, article_id="a", source_hash="b", fetched_at=datetime(2024, 3, 6, tzinfo=UTC))
    assert "its data speak of several articles, and nothing tells which is its own" in [
        one.reason for one in doubts(article, draft)
    ]
    assert made(OWN, OWN | {"@type": "Article"}, heading="Morning in Oldtown", url=None).date_doubts == ()


SEEN = "<meta name=date content='{}'><meta name=pubdate content='2024-03-05'>"


@pytest.mark.parametrize(
    "zero", ["1970-01-01T00:00:00Z", "1970-01-01", "1969-12-31T19:00:00-05:00", "0", "1900-01-01", "0001-01-01"]
)
def test_a_programs_zero_is_no_date_where_another_is_given(zero: str) -> None:
    assert day(made(OWN | {"datePublished": zero}, head=SEEN.format(zero))) == "2024-03-05"
    assert day(made(OWN | {"datePublished": zero})) is None


def test_the_moment_of_the_reading_is_a_date_only_where_there_is_no_other_and_a_doubtful_one() -> None:
    now = datetime.now(UTC).isoformat()
    assert day(made(OWN | {"datePublished": now}, head=SEEN.format(now))) == "2024-03-05"
    alone = made(OWN | {"datePublished": now})
    assert alone.published is not None
    assert alone.date_doubts == ("its date is the moment at which it was read",)


@pytest.mark.parametrize("old", ["1912-04-16", "1971-01-03T09:00:00Z"])
def test_an_old_newspaper_keeps_its_day(old: str) -> None:
    assert day(made(OWN | {"datePublished": old})) == old[:10]
