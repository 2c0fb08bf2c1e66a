"""Pages of our own: what is an article and what only looks like one, what is whole, what a page says."""

from __future__ import annotations

import json
import statistics
from collections import Counter
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from ingest.drafts import Published
from ingest.errors import Shell
from ingest.pages import draft_of
from ingest.reading import decode
from ingest.sources.listings import Entry
from ingest.titles import without_outlet
from ingest.web.sameness import same_address, without_tracking

STORY = [
    "The harbour of Oldtown opened again on Monday after three years of work that had cost the town 41 million euros.",
    "Ferries left from seven o'clock, and the first ship to moor at the new quay was the Nordlicht from the islands.",
    "The mayor called it a good day for everybody who lives from the sea, and thanked the workers by their names.",
    "Fishermen said that the quay was too high for their boats, and that nobody had asked them before it was built.",
    "A second phase is to begin in autumn; who is going to pay the nine million euros for it nobody knows yet.",
]
WORDS = "".join(f"<p>{sentence}</p>" for sentence in STORY)
LONG = WORDS * 4


def page(body: str, *, title: str = "The harbour opens", head: str = "", data: dict[str, object] | None = None) -> str:
    linked = f'<script type="application/ld+json">{json.dumps(data)}</script>' if data else ""
    return f"<!DOCTYPE html><html lang='en'><head><title>{title}</title>{head}{linked}</head><body>{body}</body></html>"


def article(body: str, *, title: str = "The harbour opens", **data: object) -> str:
    said = {"@type": "NewsArticle", "headline": title, **data}
    return page(f"<article><h1>{title}</h1>{body}</article>", title=title, data=said)


def test_a_control_character_on_a_page_would_cost_the_article() -> None:
    found = draft_of(article(LONG.replace("Ferries", "Fer\x1bries\x00\x01"), title="The \x1b[31mharbour"))
    assert found.title == "The [31mharbour" and "Ferries left" in found.text


# Shells


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        (
            page(
                "<div><h2>Your privacy matters</h2><p>We and our 842 partners use cookies to store "
                "and access personal data. "
                "You can accept cookies or manage your consent and privacy settings at any time. Legitimate interest "
                "of vendors can be objected to.</p><button>Accept all cookies</button></div>",
                title="Gazette",
            ),
            "consent wall",
        ),
        (
            page(
                "<div><p>Wir und unsere Partner verwenden Cookies. Mit Ihrer Einwilligung "
                "verarbeiten wir Daten. Sie können "
                "zustimmen oder die Zustimmung ablehnen, mehr in der Datenschutzerklärung.</p><button>Alle akzeptieren"
                "</button></div>",
                title="Hafenblatt",
            ),
            "consent wall",
        ),
        (
            page(
                "<form><h1>Sign in</h1><label>E-mail<input name=mail></label><input "
                "type=password><p>Forgot your password? "
                "Create an account to read our newsletters.</p></form>",
                title="Sign in | Gazette",
            ),
            "login page",
        ),
        (
            page(
                "<form><h1>로그인</h1><p>아이디와 비밀번호를 입력하세요.</p><input type='password'></form>",
                title="로그인 - 신문",
            ),
            "login page",
        ),
        (
            page(
                "<h1>Page not found</h1><p>Sorry, the page you were looking for could not be found. "
                "It may have been moved. "
                "Try our search or go back to the front page to read today's news.</p>",
                title="404 | Gazette",
            ),
            "not found",
        ),
        (
            page(
                "<h1>Seite nicht gefunden</h1><p>Leider existiert der gesuchte Artikel nicht mehr. "
                "Vielleicht hilft Ihnen die "
                "Suche weiter, oder Sie gehen zur Startseite zurück.</p>",
                title="Fehler",
            ),
            "not found",
        ),
        (
            page(
                "<h1>페이지를 찾을 수 없습니다</h1><p>요청하신 기사가 삭제되었거나 주소가 "
                "바뀌었습니다. 주소를 다시 확인해 주세요.</p>"
            ),
            "not found",
        ),
        (
            page(
                "<div id='root'></div><noscript>You need to enable JavaScript to run this app.</noscript>",
                title="Gazette",
            ),
            "without article text|empty shell",
        ),
        (
            page(
                "<div id='app'><p>Please enable JavaScript to view this page. Your browser is not supported.</p></div>",
                title="Gazette",
            ),
            "empty shell",
        ),
        (
            page(
                "<h1>Just a moment...</h1><p>Checking if the site connection is secure. Verify you "
                "are human by completing "
                "the action below.</p>",
                title="Just a moment...",
            ),
            "robots",
        ),
        (
            page(
                "<h1>Access denied</h1><p>You don't have permission to access this page on this "
                "server. Reference number "
                "18.2f3c.</p>",
                title="Access Denied",
            ),
            "robots",
        ),
        (
            page(
                "<h1>Before you continue</h1><p>We and our 842 partners use cookies to store information on your "
                "device and to personalise content. Manage your options in our privacy centre.</p>"
                "<button>Accept all</button><button>Reject all</button>",
                title="Before you continue",
            ),
            "consent wall",
        ),
        (
            page(
                "<h1>451: Unavailable due to legal reasons</h1><p>You are attempting to access this website from a "
                "country that enforces a regulation, and therefore access cannot be granted at this time.</p>"
            ),
            "kept out",
        ),
        (
            page("<h1>We'll be back soon</h1><p>Our site is undergoing scheduled maintenance. Please come again.</p>"),
            "maintenance",
        ),
        (
            article(
                "<p>To show you this story we and our partners store cookies on your device. You may accept all "
                "cookies, or reject them, or choose your cookie settings one by one, as the privacy policy says. With "
                "your consent we measure what you read and show you advertisements that are about you.</p><p>You can "
                "take your consent back at any time in the privacy settings at the foot of each page of this site.</p>"
                "<button>Accept all</button><button>Reject all</button>",
                datePublished="2026-05-01T08:30:00Z",
                author={"name": "Ida Moss"},
            ),
            "consent wall",
        ),
        (
            page(
                "<div id='app'><h1>Gazette</h1><p>Please enable JavaScript to read this story.</p></div>",
                data={"@type": "NewsArticle", "datePublished": "2026-05-01", "author": {"name": "Ida Moss"}},
            ),
            "empty shell",
        ),
        (
            page(
                "<article class=notice><h1>Before you read on</h1><div><p>This site sets cookies to learn what its "
                "readers like. Consent to all cookies, or manage your privacy choices.</p></div><div><a class='btn' "
                "href='#'>I agree</a><a class='btn' href='#'>Manage choices</a></div></article>",
                head="<meta property='og:type' content='article'>",
            ),
            "consent wall",
        ),
        (
            page(
                "<h1>Page not found</h1><p>The page that you asked for does not exist. It may have been moved, or its "
                "address has a mistake in it. What follows was published today.</p><article><h3><a href='/b'>Bridge "
                "closes</a></h3><time datetime='2026-05-12'>12 May</time></article><form><input type=search></form>"
            ),
            "not found",
        ),
        (
            page(
                "<main><h1>Page not found: /2024/01/30/talks.html</h1><p>There is no such page on our site any more. "
                "Perhaps the archive has it, which goes back to the year in which the paper was founded.</p></main>",
                head="<meta property='og:type' content='article'>",
            ),
            "not found",
        ),
        (
            page(
                "<div id=main><h1>Oups ! Page introuvable</h1><p>La page que vous cherchez a disparu ou son adresse a "
                "changé. Utilisez la recherche, ou revenez à la une pour lire les nouvelles du jour.</p></div>",
                title="Page introuvable - Le Port",
                head="<meta name=author content='Le Port'>",
            ),
            "not found",
        ),
        (
            page(
                "<h1>Cookie policy</h1><p>This page says which cookies we set and why. Some cookies are needed for the "
                "site to work, others measure how it is read, with your consent.</p><p>You can withdraw consent and "
                "delete cookies in your browser's privacy settings.</p>",
                title="Cookie policy | Gazette",
            ),
            "consent wall",
        ),
        (page("<nav><a href='/a'>News</a><a href='/b'>Sport</a></nav>", title="Gazette"), "without article text"),
    ],
    ids=[
        "consent",
        "consent de",
        "login",
        "login ko",
        "404",
        "404 de",
        "404 ko",
        "scripts",
        "scripts seen",
        "robot check",
        "denied",
        "consent of many partners",
        "legal reasons",
        "maintenance",
        "consent at an article's address",
        "scripts at an article's address",
        "consent in an article element",
        "404 with teasers",
        "404 with the address",
        "404 fr",
        "cookie policy",
        "navigation",
    ],
)
def test_a_page_that_is_no_article_would_become_one(html: str, reason: str) -> None:
    with pytest.raises(Shell, match=reason):
        draft_of(html)


@pytest.mark.parametrize(
    "html",
    [
        article(
            "<p>Regulators fined the company for its cookies. Its consent banner gave no choice, "
            "the privacy office said, and "
            "cookies were set before anybody could consent.</p>" + WORDS,
            title="Fine for cookie consent banners",
        ),
        article(
            "<p>The 404 bus, long not found on any map, runs again between Oldtown and the harbour.</p>" + WORDS,
            title="Bus 404 no longer exists on paper only",
        ),
        article(
            "<p>Passwords leaked again, and users were told to sign in and change them.</p>" + WORDS,
            title="Sign in again, bank tells customers",
        ),
        page(
            f"<article><h1>Police: access denied to the harbour</h1>{WORDS}</article>",
            title="Police: access denied to harbour",
        ),
        page(
            "<article><h1>Ferry down for scheduled maintenance</h1><p>The ferry to Oldtown is down for scheduled "
            "maintenance until Friday, and will be back soon, the county said. Ferries left from seven until now.</p>"
            "</article>"
        ),
        page(
            "<div class=banner><p>We use cookies.</p><button>Accept all cookies</button><button>Reject</button></div>"
            "<article><h1>Court: no consent, no cookies</h1><div class=byline>By Ida Moss, <span class=date>May 4, 2026"
            "</span></div><p>Websites may set cookies only with consent, the court ruled. Ferries left from seven with "
            "a banner that asked for none, and their privacy policy did not name the cookies.</p></article>",
            title="Court: no consent, no cookies",
        ),
        article(
            "<p>The privacy office wants consent for cookies in one click. Ferries left from seven without.</p>",
            title="One click for cookies",
            datePublished="2026-05-01",
            author={"name": "Ida Moss"},
        ),
        page(
            "<main><article><h1>Page not found: how the ministry lost its archive</h1><p class=author>Ida Moss</p><p>"
            "Who looks for the minutes of 1998 reads that there is no such page. Ferries left from seven offices with "
            "them, and nobody knows where the boxes are.</p></article></main>",
            title="Page not found: how the ministry lost its archive | Gazette",
        ),
        article(
            "<p>A page that could not be found cost the county 40,000 euros. Ferries left from seven without.</p>",
            title="Page not found",
            datePublished="2026-05-01",
        ),
        page(
            "<article><h1>Einwilligung für Cookies gilt nicht</h1><time datetime='2026-05-01'>1. Mai</time><p>Die "
            "Einwilligung der Nutzer in Cookies war nach Ansicht des Gerichts nicht freiwillig. Ferries left from "
            "seven, und der Datenschutz blieb am Kai, sagte die Richterin.</p></article>"
        ),
        article(
            "<p>Access denied, said the sign at the quay. Ferries left from seven all the same.</p>",
            title="Access denied",
            datePublished="2026-05-01",
        ),
        page(
            f"<article><h1>The harbour opens</h1>{WORDS}</article><form>Log in <input type=password></form>"
            "<footer>We use cookies. Cookie policy. Privacy. Consent.</footer>"
        ),
    ],
    ids=[
        "about cookies",
        "about 404",
        "about passwords",
        "about access",
        "about a ferry",
        "about consent beside a banner",
        "short, about cookies",
        "about a lost page",
        "called like a lost page",
        "about consent de",
        "called like a refusal",
        "login box and cookie footer",
    ],
)
def test_an_article_would_pass_for_a_shell(html: str) -> None:
    assert "Ferries left from seven" in draft_of(html).text


# Openings


TEASER = "".join(f"<p>{sentence}</p>" for sentence in STORY[:2])
CLOSED: dict[str, Any] = {"isAccessibleForFree": False}


OPENINGS = {
    "closed": article(TEASER, **CLOSED),
    "closed as text": article(TEASER, isAccessibleForFree="False"),
    "closed and cut": article(LONG + "<p>And then the mayor turned to the fishermen and said…</p>", **CLOSED),
    "closed and demand": article(LONG + "<div class='box'>Subscribe to continue reading this article.</div>", **CLOSED),
    "closed and short of its words": article(TEASER, wordCount=900, **CLOSED),
    "demand": article(TEASER + "<div class='paywall-prompt'><h3>To continue reading, subscribe now.</h3></div>"),
    "subscribers only": article(
        TEASER + "<p>This story is available only to subscribers.</p><a href=/s>Already a subscriber? Log in</a>"
    ),
    "demand de": article(TEASER + "<div>Jetzt weiterlesen mit Hafenblatt Plus. Bereits Abonnent?</div>"),
    "demand fr": article(TEASER + "<div>Article réservé aux abonnés. Il vous reste 80 % de cet article à lire.</div>"),
    "cut at a wall": article(WORDS + "<p>What happened next was …</p><div class='regwall'>Register</div>"),
}


@pytest.mark.parametrize("html", OPENINGS.values(), ids=OPENINGS)
def test_the_opening_of_an_article_would_pass_for_the_whole(html: str) -> None:
    assert draft_of(html).partial


@pytest.mark.parametrize(
    "html",
    [
        article(LONG, **CLOSED),
        article(LONG, isAccessibleForFree=True),
        article(LONG, wordCount=370, **CLOSED),
        article(WORDS),
        article(LONG + "<div class='box'>Subscribe to our newsletter. Sign up for the morning briefing.</div>"),
        article(WORDS + "<div>Support our journalism: become a member from 5 euros a month.</div>"),
        article(WORDS + "<p>“I will continue reading the report,” the mayor said, “and so should everybody.”</p>"),
        article(LONG + "<p>Nobody knows how it will end…</p>"),
        article(
            "<p>The gazette put up a paywall in May. Readers must subscribe to continue reading, it said.</p>" + LONG
        ),
        page(f"<header>Already a subscriber? Log in</header><article><h1>The harbour opens</h1>{LONG}</article>"),
    ],
    ids=[
        "closed but whole",
        "free",
        "closed with all its words",
        "free and short",
        "newsletter",
        "donation",
        "quote",
        "ends with dots",
        "about paywalls",
        "login in the header",
    ],
)
def test_a_whole_article_would_pass_for_an_opening(html: str) -> None:
    assert draft_of(html).partial is None


# What a page says


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
    assert (found and (f"{found.moment:%Y-%m-%dT%H:%M}", found.is_day, found.how)) == wanted


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
