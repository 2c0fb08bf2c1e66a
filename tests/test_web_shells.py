"""Pages that only look like an article, and those that hold its opening only: told apart both ways."""

from __future__ import annotations

from typing import Any

import pytest

from ingest.errors import Shell
from ingest.pages import draft_of
from tests.pages import LONG, STORY, WORDS, article, page

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


DEMAND = "<div class='box'>Subscribe to continue reading this article.</div>"
WALL = "<aside class='subscriber-barrier'>Subscribe for one euro a week.</aside>"
PARTS = [f"In part {n} the council heard what the harbour means for the town and its fishermen." for n in range(40)]
KOREAN = [
    "시의회는 화요일 삼 년 동안 닫혀 있던 항구를 다시 열었다고 밝혔다.",
    "공사에는 사천백만 유로가 들었고 첫 배는 아침 일곱 시에 떠났다고 시장이 말했다.",
    "어민들은 부두가 배보다 너무 높다며 아무도 자신들에게 묻지 않았다고 했다.",
]
WRAPPED = "<div class='body-paywall'>{}</div><div class='paywall-offer'>Join us.</div>"


@pytest.mark.parametrize(
    "html",
    [
        article(WORDS + WALL, wordCount=len(" ".join(STORY).split()), **CLOSED),
        article(WORDS + WALL, wordCount=str(len(" ".join(STORY).split()) + 8), isAccessibleForFree="False"),
        article(WORDS + WALL, wordCount=float(len(" ".join(STORY).split())), **CLOSED),
        article(WORDS + WALL, wordCount=f"{len(' '.join(STORY).split())} words", **CLOSED),
        article(WORDS + WALL, wordCount={"@value": len(" ".join(STORY).split())}, **CLOSED),
        article(WORDS + WALL, articleBody="\n".join(STORY), **CLOSED),
        article(WORDS + WALL, hasPart={"isAccessibleForFree": False, "cssSelector": "article p"}, **CLOSED),
        article(
            WORDS.replace("<p>", "<p class=rest>", 5) + WALL,
            hasPart=[{"isAccessibleForFree": "False", "cssSelector": [".none", ".rest"]}],
        ),
        article(WRAPPED.format(LONG), **CLOSED),
        article("".join(f"<p>{part}</p>" for part in PARTS) + WALL + DEMAND, articleBody=" ".join(PARTS), **CLOSED),
        article("".join(f"<p>{part}</p>" for part in KOREAN) + WALL, articleBody="\n".join(KOREAN), **CLOSED),
        article(LONG + "<div>Sign up for our newsletters so we can keep you informed.</div>", **CLOSED),
        article(WORDS + "<div>Subscribe to Gazette Premium to bookmark this article</div>"),
        article(WORDS + "<form>Sign in <label>Keep me signed in</label></form>"),
        article(LONG, **CLOSED) + "<div class='card'><span class=subscriber-only>For members</span>Another</div>",
    ],
    ids=[
        "its words", "nearly its words, as text", "with a point", "with its unit", "as a typed value", "its body",
        "the closed part is here", "one of several parts",
        "wrapper of the wall", "body and demand", "Korean", "newsletter", "bookmark", "sign in", "another's label",
    ],
)  # fmt: skip
def test_a_text_as_long_as_its_page_says_is_whole_whoever_may_read_it(html: str) -> None:
    assert draft_of(html).partial is None


@pytest.mark.parametrize(
    "html",
    [
        article(TEASER, wordCount=len(" ".join(STORY).split()), **CLOSED),
        article(TEASER, articleBody=" ".join(STORY * 3), **CLOSED),
        article(TEASER, articleBody=" ".join(STORY[:2]) + " …", **CLOSED),
        article(TEASER + DEMAND, articleBody=" ".join(STORY[:2]), **CLOSED),
        article(TEASER + "<div class=r>Join us.</div>", hasPart={"isAccessibleForFree": False, "cssSelector": ".r"}),
        article(WORDS + "<div class='paywall'>To continue reading, subscribe now.</div>", wordCount=2_000, **CLOSED),
    ],
    ids=["fewer words", "longer body", "cut body", "body and demand", "the closed part is not here", "far fewer words"],
)  # fmt: skip
def test_a_text_shorter_than_its_page_says_is_an_opening(html: str) -> None:
    assert draft_of(html).partial


def pager(text: str, *, tag: str = "div", label: str = "pagination") -> str:
    return page(f"<article><h1>The harbour opens</h1>{LONG}<{tag} class='{label}'>{text}</{tag}></article>")


NEXT = "<link rel=next href='{}'>"


@pytest.mark.parametrize(
    ("html", "url", "reason"),
    [
        (pager("Page 1 of 2 <a href='/2'>Next page</a>"), None, "it is page 1 of 2"),
        (pager("Seite 1 von 3", label="seiten pager"), None, "it is page 1 of 3"),
        (pager("<a href='/2'>下一页</a> 第1页 共4页", label="x"), None, "it is page 1 of 4"),
        (pager("1/3 페이지 <a href='/2'>다음</a>", label="x"), None, "it is page 1 of 3"),
        (page(LONG, head=NEXT.format("/a/story?page=2")), "https://g.example/a/story", "it goes on on a next page"),
        (page(LONG, head=NEXT.format("story-2.html")), "https://g.example/a/story.html", "it goes on on a next page"),
        (page(LONG, head=NEXT.format("/view/367061/2")), "https://g.example/view/367061", "it goes on on a next page"),
        (page(LONG, head=NEXT.format("pages-2.html")), "https://g.example/pages-1.html", "it goes on on a next page"),
        # The next article, a page that a text speaks of, one page of one.
        (page(LONG, head=NEXT.format("/2024/03/another-story")), "https://g.example/2024/03/story", None),
        (page(LONG, head=NEXT.format("/article/1235")), "https://g.example/article/1234", None),
        (page(LONG + "<p>On page 1 of 20 the report says that the harbour is too small.</p>"), None, None),
        (page(LONG + "<p>It stands on page 1 of 20 of <a href=/r>the report</a>.</p>"), None, None),
        (pager("Page 1 of 1"), None, None),
        (page(LONG, head="<link rel=prev href='/a/story?page=2'>"), "https://g.example/a/story", None),
    ],
)  # fmt: skip
def test_one_page_of_several_would_pass_for_the_whole_article(html: str, url: str | None, reason: str | None) -> None:
    assert draft_of(html, url=url).partial == reason


@pytest.mark.parametrize(
    ("data", "head"),
    [
        ({"hasPart": {"isAccessibleForFree": "False", "cssSelector": ".rest"}}, ""),
        ({"isAccessibleForFree": ["False"]}, ""),
        ({"isAccessibleForFree": "no"}, ""),
        ({"isAccessibleForFree": {"@value": False}}, ""),
        ({}, "<meta property='article:content_tier' content='locked'>"),
        ({}, "<meta itemprop='isAccessibleForFree' content='False'>"),
        ({}, "<meta name='cXenseParse:paywall' content='true'>"),
        ({}, "<meta name='cXenseParse:articleType' content='premium'>"),
        ({}, "<meta property='article:access' content='subscribers'>"),
        ({}, "<meta name='content-access' content='subscribers-only'>"),
        ({}, "<meta name='pageAccessLevel' content='PAID'>"),
        ({}, "<meta name='dcterms.accessRights' content='restricted'>"),
        ({}, "<meta name='paywall' content='hard'>"),
        ({}, "<meta name='article:is_free' content='0'>"),
        ({}, "<meta name='isPaidContent' content='yes'>"),
    ],
)
def test_not_free_is_read_in_whatever_form_pages_say_it(data: dict[str, Any], head: str) -> None:
    said = {"@type": "NewsArticle", "headline": "The harbour opens", **data}
    html = page(f"<article><h1>The harbour opens</h1>{TEASER}</article>", head=head, data=said)
    assert draft_of(html).partial == "the outlet shows the rest to subscribers only"
    free = page(f"<article><h1>The harbour opens</h1>{TEASER}</article>", head=head.replace("locked", "free"))
    assert "locked" not in head or draft_of(free).partial is None


@pytest.mark.parametrize(
    "said",
    [
        "name='access' content='free'", "name='article:type' content='news'", "name='paywall' content='none'",
        "name='user-type' content='subscriber'", "name='subscription' content='newsletter'",
        "name='unlocked' content='1'",
        "name='article:access' content='public'", "name='is_free' content='true'", "name='unpaid' content='true'",
    ],
)  # fmt: skip
def test_a_page_that_says_it_is_free_or_speaks_of_something_else_is_not_closed(said: str) -> None:
    html = page(f"<article><h1>The harbour opens</h1>{TEASER}</article>", head=f"<meta {said}>")
    assert draft_of(html).partial is None


@pytest.mark.parametrize(
    "counted",
    [
        "<div><span>1/3</span> <a href='/s?page=2'>Next</a></div>",
        "<p>(1／3) <a href='/s?page=2'>続きを読む</a></p>",
        "<div>1 von 2 <a href='/s/2'>Nächste</a></div>",
        "<ul><li>1 | 4</li><li><a href='/s-2'>»</a></li></ul>",
    ],
)
def test_a_count_alone_is_a_pager_where_its_link_goes_on_from_the_page(counted: str) -> None:
    html = page(f"<article><h1>The harbour opens</h1>{LONG}{counted}</article>")
    assert draft_of(html, url="https://g.example/s").partial == "it goes on on a next page"


@pytest.mark.parametrize(
    "counted",
    [
        "<div>1/3 <a href='/photo'>next photo</a></div>",
        "<p>Rated 1/3 by <a href='/s/2'>our critic</a></p>",
        "<div>3/3 <a href='/s?page=2'>back</a></div>",
        "<p>1/2 <a href='#flour'>cup of flour</a></p>",
    ],
)
def test_a_fraction_beside_a_link_is_no_pager(counted: str) -> None:
    html = page(f"<article><h1>The harbour opens</h1>{LONG}{counted}</article>")
    assert draft_of(html, url="https://g.example/s").partial is None
