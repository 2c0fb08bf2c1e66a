"""Pages of our own: what a page says of itself, and the text that a reader sees."""

from __future__ import annotations

import json
import statistics
from collections import Counter
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest

from ingest.drafts import Published
from ingest.fronts import feeds_of_front
from ingest.pages import draft_of
from ingest.reading import decode
from ingest.sources.listings import Entry
from ingest.titles import without_outlet
from ingest.web.sameness import same_address, without_tracking
from tests.pages import LONG, STORY, WORDS, article, page


def test_a_control_character_on_a_page_would_cost_the_article() -> None:
    found = draft_of(article(LONG.replace("Ferries", "Fer\x1bries\x00\x01"), title="The \x1b[31mharbour"))
    assert found.title == "The [31mharbour" and "Ferries left" in found.text


# What a page says


ASKED = "https://gazette.example/a/page?x=1"


@pytest.mark.parametrize(
    ("head", "canonical"),
    [
        ("<base href='https://gazette.example/b/'><link rel=canonical href='story.html'>", "https://gazette.example/b/story.html"),
        ("<base href='/b/c/'><link rel=canonical href='../story'>", "https://gazette.example/b/story"),
        ("<base target=_top><base href='//gazette.example/b/' ><meta property='og:url' content='story'>", "https://gazette.example/b/story"),
        ("<base href='/b/'><link rel=canonical href='https://gazette.example/c/story'>", "https://gazette.example/c/story"),
        ("<base target=_blank><link rel=canonical href='story'>", "https://gazette.example/a/story"),
        ("<base href='javascript:alert(1)'><link rel=canonical href='story'>", "https://gazette.example/a/story"),
        ("<base href='http://[oops'><link rel=canonical href='story'>", "https://gazette.example/a/story"),
        ("<base href=''><link rel=canonical href='/story'>", "https://gazette.example/story"),
    ],
)  # fmt: skip
def test_relative_addresses_start_where_the_page_says(head: str, canonical: str) -> None:
    assert draft_of(page(WORDS, head=head), url=ASKED).url == canonical


def test_a_base_gives_an_address_to_a_page_that_was_saved_as_a_file() -> None:
    head = "<base href='https://gazette.example/b/'><link rel=canonical href='story'>"
    assert draft_of(page(WORDS, head=head)).url == "https://gazette.example/b/story"
    assert draft_of(page(WORDS, head="<link rel=canonical href='story'>")).url is None


def test_the_feed_of_a_front_page_is_asked_where_its_base_says() -> None:
    headlines = "".join(f"<h2><a href='/{n}'>The headline of the story number {n}</a></h2>" for n in range(9))
    head = "<base href='/b/'><link rel=alternate type='application/rss+xml' href='feed.xml'>"
    assert feeds_of_front(page(headlines, head=head), url="https://gazette.example/") == (
        "https://gazette.example/b/feed.xml",
    )


ENTRY = Entry(
    url="https://gazette.example/a",
    title="Listed title",
    outlet="Listed Gazette",
    authors=("Ida Moss",),
    published=Published(moment=datetime(2026, 5, 3, tzinfo=UTC), is_day=True, how="feed entry"),
    updated=datetime(2026, 5, 9, tzinfo=UTC),
)
SEEN = "<div class='byline-date'>Posted on May 4, 2026, at 11:29 a.m.</div>"


@pytest.mark.parametrize(
    ("html", "listed", "wanted"),
    [
        (
            article(SEEN + WORDS, datePublished="2026-05-01T08:30:00+02:00"),
            ENTRY,
            ("2026-05-01T06:30", False, "json-ld"),
        ),
        (
            page(
                f"<article><h1>A</h1>{SEEN}{WORDS}</article>",
                head="<meta property='article:published_time' content='2026-05-02'>",
            ),
            ENTRY,
            ("2026-05-02T00:00", True, "meta article:published_time"),
        ),
        (page(f"<article><h1>A</h1>{SEEN}{WORDS}</article>"), ENTRY, ("2026-05-03T00:00", True, "feed entry")),
        (page(f"<article><h1>A</h1>{SEEN}{WORDS}</article>"), None, ("2026-05-04T00:00", True, "visible text")),
        (page(f"<article><h1>A</h1><p class=date>Updated May 4, 2026</p>{WORDS}</article>"), None, None),
        (page(f"<article><h1>A</h1>{WORDS}</article><aside class='related date'>May 4, 2026</aside>"), None, None),
        (
            page(f"<article><h1>A</h1><i class=date>May 4, 2026</i><i class=date>May 6, 2026</i>{WORDS}</article>"),
            None,
            None,
        ),
        (
            page(f"<article><h1>A</h1><time itemprop=dateModified datetime=2026-05-04>x</time>{WORDS}</article>"),
            None,
            None,
        ),
        (page(f"<article><h1>A</h1>{WORDS}</article><footer>© 1998 Gazette</footer>"), None, None),
        (article(WORDS, datePublished="05/04/2026"), ENTRY, ("2026-05-03T00:00", True, "feed entry")),
        (
            page(
                f"<article><h1>A</h1>{WORDS}</article>",
                head="<meta name='article:publicationdate' content='Fri Mar 13 21:30:09 EST 2015'>",
            ),
            None,
            ("2015-03-13T00:00", True, "meta article:publicationdate"),
        ),
    ],
    ids=[
        "json-ld",
        "meta",
        "feed entry",
        "visible text",
        "updated",
        "related",
        "two dates",
        "modified",
        "copyright year",
        "ambiguous",
        "zone of two meanings",
    ],
)
def test_a_date_would_be_missed_invented_or_taken_from_the_weaker_source(
    html: str, listed: Entry | None, wanted: tuple[str, bool, str] | None
) -> None:
    found = draft_of(html, listed=listed).published
    assert (found and (f"{found.moment.astimezone(UTC):%Y-%m-%dT%H:%M}", found.is_day, found.how)) == wanted


def test_linked_data_in_old_wrappings_would_be_lost() -> None:
    data = json.dumps({"@type": "Article", "datePublished": "2026-05-01", "dateModified": "2026-05-02T10:00:00Z"})
    html = page(
        f"<h1>A</h1>{WORDS}", head=f"<script type='application/ld+json'>\n//<![CDATA[\n{data}\n//]]>\n</script>"
    )
    draft = draft_of(html)
    assert draft.published is not None
    assert draft.modified == datetime(2026, 5, 2, 10, tzinfo=UTC)


def test_what_a_feed_says_would_be_lost_or_overrule_the_page() -> None:
    bare = draft_of(page(f"<div>{WORDS}</div>", title="x"), listed=ENTRY)
    assert (bare.title, bare.outlet, bare.authors, bare.modified) == (
        "Listed title",
        "Listed Gazette",
        ("Ida Moss",),
        ENTRY.updated,
    )
    said = draft_of(article(WORDS, publisher={"name": "Gazette"}, author={"name": "Tom Reed"}), listed=ENTRY)
    assert (said.title, said.outlet, said.authors) == ("The harbour opens", "Gazette", ("Tom Reed",))


def test_a_relative_canonical_address_would_be_lost() -> None:
    html = page(f"<h1>A</h1>{WORDS}", head="<link rel=canonical href='/a?id=7'>")
    assert draft_of(html, url="https://gazette.example/b?utm_source=x").url == "https://gazette.example/a?id=7"


def test_teasers_of_other_articles_would_be_cited_as_this_one() -> None:
    rows = "".join(
        f"<li><a href='/o/{n}'>Other story number {n} of the day</a> <span>Sharks were seen off the coast, "
        f"a report of the coast guard says, and {n} beaches closed.</span></li>"
        for n in range(4)
    )
    text = draft_of(article(f"{LONG}<h3>Other columns</h3><ul>{rows}</ul>")).text
    assert "Sharks" not in text
    assert "Other columns" not in text
    links = "".join(
        f"<li><a href='/r/{n}'>Report {n}</a> says that the quay is {n} metres too high.</li>" for n in range(9)
    )
    assert "Report 3 says" in draft_of(article(f"<p>{STORY[0]}</p><ul>{links}</ul>")).text, "an article made of links"


def test_tables_and_lists_would_not_be_readable() -> None:
    html = article(
        f"<p>{STORY[0]}</p><table><tr><th>Year</th><th>Ships</th></tr><tr><td>2024</td><td>398</td></tr><tr><td>2025</td>"
        f"<td>412</td></tr></table><p>{STORY[1]}</p><ul><li>a quay of 300 metres</li><li>two new "
        f"cranes</li></ul><p>{STORY[2]}</p>"
    )
    lines = draft_of(html).text.splitlines()
    assert any("2025" in line and "412" in line for line in lines)
    assert "- two new cranes" in lines


@pytest.mark.parametrize(
    ("title", "outlet", "url", "wanted"),
    [
        ("The harbour opens | Harbour Gazette", "Harbour Gazette", None, "The harbour opens"),
        ("The harbour opens - The Harbour Gazette", "Harbour Gazette", None, "The harbour opens"),
        ("Harbour Gazette: The harbour opens", "Harbour Gazette", None, "The harbour opens"),
        (
            "The harbour opens | News | gazette.example",
            None,
            "https://www.gazette.example/a",
            "The harbour opens | News",
        ),
        ("Weekly edition [gazette.example]", None, "https://gazette.example/a", "Weekly edition"),
        ("港口重新开放_海港报", "海港报", None, "港口重新开放"),
        ("항구 다시 열다 - 항구일보", "항구일보", None, "항구 다시 열다"),
        ("Harbour - a gazette of its own", "Gazette", None, "Harbour - a gazette of its own"),
        ("The harbour opens | Eleanor Ainge", "Harbour Gazette", None, "The harbour opens | Eleanor Ainge"),
        ("Gazette", "Gazette", None, "Gazette"),
        ("A | Gazette", "Gazette", None, "A | Gazette"),
        ("3:2 after extra time", None, "https://gazette.example/", "3:2 after extra time"),
    ],
)
def test_a_title_would_keep_its_outlets_name_or_lose_more(
    title: str, outlet: str | None, url: str | None, wanted: str
) -> None:
    assert without_outlet(title, outlet=outlet, url=url) == wanted


SAME = [
    "https://gazette.example/2026/harbour",
    "http://www.gazette.example/2026/harbour/",
    "https://m.gazette.example/2026/harbour?utm_source=x&utm_medium=y&fbclid=1",
    "https://amp.gazette.example/2026/harbour",
    "https://gazette.example/amp/2026/harbour",
    "https://gazette.example/2026/harbour/amp/",
    "https://gazette.example/2026/harbour?outputType=amp",
    "https://gazette.example/2026/harbour.amp",
    "https://gazette.example//2026/harbour#comments",
    "https://gazette.example/2026/harbour/index.html?gclid=2",
    "https://gazette-example.cdn.ampproject.org/c/s/gazette.example/2026/harbour",
    "https://www.google.com/amp/s/www.gazette.example/2026/harbour?amp=1",
    "HTTPS://Gazette.Example:443/2026/harbour",
]


@pytest.mark.parametrize("url", SAME)
def test_one_story_under_several_addresses_would_be_several_articles(url: str) -> None:
    assert same_address(url) == "gazette.example/2026/harbour"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://gazette.example/a?id=1", "https://gazette.example/a?id=2"),
        ("https://gazette.example/a?ref=1", "https://gazette.example/a?ref=2"),
        ("https://gazette.example/a", "https://gazette.example/A"),
        ("https://de.gazette.example/a", "https://en.gazette.example/a"),
        ("https://gazette.example/a?p=1&q=2", "https://gazette.example/a?p=1&q=3"),
        ("https://gazette.example/camp", "https://gazette.example/c"),
        ("https://m.example/a", "https://example/a"),
        ("https://gazette.example:8080/a", "https://gazette.example/a"),
    ],
)
def test_two_stories_would_be_one_article(one: str, other: str) -> None:
    assert same_address(one) != same_address(other)


def test_a_stored_address_would_carry_tracking() -> None:
    assert without_tracking("https://gazette.example/a?utm_source=x&id=7") == "https://gazette.example/a?id=7"
    assert without_tracking("https://gazette.example/a?b=%20c") == "https://gazette.example/a?b=%20c"


# Measured beside the bare extractor, on pages of real sites


EVALS = Path(__file__).parent.parent.parent / "shared" / "evals" / "html"


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def _words(text: str) -> Counter[str]:
    return Counter("".join(c if c.isalnum() else " " for c in text.lower()).split())


def _score(text: str, folder: Path) -> float:
    reader = _Words()
    reader.feed((folder / "expected.html").read_text(encoding="utf-8"))
    wanted, got = _words(" ".join(reader.parts)), _words(text)
    return 2 * sum((wanted & got).values()) / (sum(wanted.values()) + sum(got.values()) or 1)


@pytest.mark.slow
@pytest.mark.skipif(not EVALS.is_dir(), reason="the measured pages are not here")
def test_the_text_of_pages_would_be_worse_than_the_extractors_alone() -> None:
    import trafilatura

    ours: list[float] = []
    bare: list[float] = []
    right = invented = missed = 0
    for folder in sorted(EVALS.iterdir()):
        raw = (folder / "source.html").read_bytes()
        draft = draft_of(decode(raw, html=True))
        ours.append(_score(draft.text, folder))
        bare.append(_score(trafilatura.extract(raw, include_comments=False) or "", folder))
        wanted = json.loads((folder / "expected-metadata.json").read_text(encoding="utf-8"))["publishedTime"]
        if wanted:
            day = datetime.fromisoformat(wanted.replace("Z", "+00:00"))
            found = draft.published.moment if draft.published else None
            right += found is not None and found.date() == (day.astimezone(UTC) if day.tzinfo else day).date()
            missed += found is None
        if folder.name.startswith(("mozilla", "daringfireball", "comment-")):
            invented += draft.published is not None
    assert statistics.mean(ours) >= statistics.mean(bare)
    assert (missed, invented) == (0, 0)
    assert right == 10
