"""Pages whose text stands in data or scripts, pages that hold more than was taken, and feeds that hold the text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from ingest.drafts import Draft
from ingest.errors import Shell
from ingest.pages import draft_of
from tests.desk import WHEN, Desk, opened_desk
from tests.store import WordEmbedder
from vectorstore.settings import StoreSettings

PARAGRAPHS = [
    "The harbour authority of Lindhavn said on Tuesday that the eastern quay will stay shut until divers are done.",
    "Two of its forty-one piles were struck by the freighter Solveig on Sunday night, as the harbour master said.",
    "A third pile shows a crack that engineer Marit Olsrud called old, though it is wider than in spring, she said.",
    "Ferries to the outer islands leave from the western quay meanwhile, and the auction of fish moves to Wednesdays.",
    "The insurers of the freighter have sent two experts, who will stay until the end of the week, they said.",
    "In 1998 the quay was shut for a month, when a barge that carried gravel had torn off nine metres of its fenders.",
]
TEXT = "\n".join(PARAGRAPHS)
HTML = "".join(f"<p>{one}</p>" for one in PARAGRAPHS)
HEAD = "<html lang=en><head><title>Quay stays shut</title><meta property='og:type' content='article'>"


def linked(**said: object) -> str:
    told = {"@type": "NewsArticle", "headline": "Quay stays shut", "datePublished": "2024-03-05T10:00:00+01:00", **said}
    return f"<script type='application/ld+json'>{json.dumps(told)}</script>"


def flight(text: str) -> str:
    """As Next.js streams a page: its JSON as strings in pieces."""
    stream = '7:["$","article",null,{"children":' + json.dumps([{"body": one} for one in text.split("\n")]) + "}]\n"
    pieces = [stream[at : at + 300] for at in range(0, len(stream), 300)]
    pushed = "".join(f"<script>self.__next_f.push([1,{json.dumps(piece)}])</script>" for piece in pieces)
    return f"<script>(self.__next_f=self.__next_f||[]).push([0])</script>{pushed}"


UNLAID = {
    "Next.js's stream": flight(TEXT),
    "a long text of the stream": "<script>self.__next_f.push([1,"
    + json.dumps(f"1f:T{len(HTML):x},{HTML}\n02:[]\n")
    + "])</script>",
    "long texts of the stream, one behind the other": "".join(
        f"<script>self.__next_f.push([1,{json.dumps(f'{n:x}:T{len(one.encode()):x},{one}')}])</script>"
        for n, one in enumerate(PARAGRAPHS)),
    "__NEXT_DATA__": f"<script id=__NEXT_DATA__ type='application/json'>{json.dumps({'props': {'h': HTML}})}</script>",
    "a state": f"<script>window.__STATE__ = {json.dumps({'article': {'body': PARAGRAPHS}})};</script>",
    "articleBody": linked(articleBody=TEXT),
    "articleBody with markup": linked(articleBody=HTML.replace("'", "&#39;")),
    "a live blog": linked(**{
        "@type": "LiveBlogPosting",
        "liveBlogUpdate": [{"@type": "BlogPosting", "headline": f"At {n}:00", "articleBody": one}
                for n, one in enumerate(PARAGRAPHS)],
    }),
}  # fmt: skip


@pytest.mark.parametrize("script", UNLAID.values(), ids=UNLAID)
def test_a_text_that_stands_in_data_or_scripts_alone_is_read_from_there_and_told(script: str) -> None:
    draft = draft_of(f"{HEAD}</head><body><div id=root><h1>Quay stays shut</h1></div>{script}</body></html>")
    assert [one in draft.text for one in PARAGRAPHS] == [True] * len(PARAGRAPHS)
    assert "its text, or most of it, stands in the page's data alone" in draft.doubts
    assert "{" not in draft.text and "\\" not in draft.text and ":T" not in draft.text


@pytest.mark.parametrize(
    "script",
    [
        "window.story = {body: ['" + "', '".join(PARAGRAPHS) + "']};",
        "// it's the desk's\nconst story = `<p>" + "</p><p>".join(PARAGRAPHS) + "</p>`;",
        "var a='" + r"\n".join(one.replace("quay", r"quay\'s head") for one in PARAGRAPHS) + "'",
        "render(`" + "`, `".join(PARAGRAPHS) + "`, `${author} wrote ${words} words about the quay of Lindhavn in all`)",
        r"var a='\x3cp\x3e" + r"\x3c/p\x3e\x3cp\x3e".join(PARAGRAPHS).replace("a", r"\u{61}") + r"\x3c\u002fp\x3e'",
    ],
)
def test_a_text_in_single_quotes_or_template_strings_is_read_as_the_browser_reads_it(script: str) -> None:
    draft = draft_of(f"{HEAD}</head><body><div id=root></div><script>{script}</script></body></html>")
    assert draft.text.replace("quay's head", "quay") == TEXT
    assert draft.doubts == ("its text, or most of it, stands in the page's data alone",)


def test_code_between_apostrophes_is_no_text() -> None:
    code = "/* it's code that can't be read, and we don't say what it's for or whose it's been */ var a = 'b'; " * 12
    with pytest.raises(Shell):
        draft_of(f"{HEAD}</head><body><div id=root></div><script>{code}</script></body></html>")


def test_a_page_that_scripts_lay_out_is_called_as_its_head_calls_it() -> None:
    draft = draft_of(f"<html><head><title>Quay stays shut</title></head><body>{UNLAID['a state']}</body></html>")
    assert draft.title == "Quay stays shut"


@pytest.mark.parametrize(
    "script",
    [
        linked(articleBody=TEXT, isAccessibleForFree=False),
        linked(articleBody=PARAGRAPHS[0] + " …"),
        f"<script>var messages = {json.dumps(['Please accept our cookies to go on.', 'Log in'] * 9)};</script>",
        '<script>function render(){return "' + "a=b&&c(d);" * 30 + '"}</script>',
    ],
    ids=["not free", "a summary", "labels", "code"],
)
def test_what_is_not_free_no_text_or_a_summary_is_not_taken_from_scripts(script: str) -> None:
    with pytest.raises(Shell):
        draft_of(f"{HEAD}</head><body><div id=root></div>{script}</body></html>")


def test_a_page_that_shows_its_text_is_read_as_it_is_shown() -> None:
    shown = draft_of(
        f"{HEAD}{linked(articleBody=TEXT)}</head><body><article><h1>Quay</h1>{HTML}</article>{flight(TEXT)}"
    )
    assert shown.text.count(PARAGRAPHS[0]) == 1
    assert not shown.doubts


def with_words(number: int, *, paragraphs: int = 6, more: str = "") -> Draft:
    shown = "".join(f"<p>{one}</p>" for one in PARAGRAPHS[:paragraphs])
    return draft_of(f"{HEAD}{linked(wordCount=number)}</head><body><article><h1>Quay</h1>{shown}</article>{more}")


def test_a_text_far_shorter_than_its_page_states_is_doubtful() -> None:
    assert with_words(900).doubts == (f"its text has {len(TEXT.split()) + 1} words of the 900 that its page states",)
    assert not with_words(len(TEXT.split()) + 20).doubts
    assert not with_words(0).doubts


@pytest.mark.parametrize("box", ["div class='body chunk'", "section class=part", "div"])
def test_a_text_that_lacks_paragraphs_like_its_own_is_doubtful(box: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The extractor takes the first part of a page alone, as it does of real ones."""
    import trafilatura

    name = box.split()[0]
    chunks = "".join(
        f"<{box}>{''.join(f'<p>{one}</p>' for one in PARAGRAPHS[at : at + 2])}</{name}>" for at in (0, 2, 4)
    )
    page = f"{HEAD}{linked()}</head><body><main><h1>Quay</h1>{chunks}</main></body></html>"
    whole = trafilatura.bare_extraction

    def first_part(tree: Any, **options: Any) -> Any:
        found: Any = whole(tree, **options)
        found.text = "\n".join(PARAGRAPHS[:2])
        return found

    assert not draft_of(page).doubts
    monkeypatch.setattr(trafilatura, "bare_extraction", first_part)
    assert draft_of(page).doubts == ("its text lacks 4 of the 6 paragraphs that its page shows",)


@pytest.mark.parametrize("box", ["aside", "footer", "div class=comments", "div class='related-story'"])
def test_paragraphs_that_are_not_the_articles_are_no_lack(box: str) -> None:
    other = [
        one.replace("quay", "dam").replace("The ", "One ", 1).replace("Two", "Ten") + " Or so it was told."
        for one in PARAGRAPHS
    ]
    name = box.split()[0]
    more = f"<{box}>{''.join(f'<p>{one}</p>' for one in other)}</{name}>"
    assert not with_words(0, more=more).doubts


# A feed's own text


@pytest.fixture
def desk(settings: StoreSettings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    with opened_desk(settings, WordEmbedder(), monkeypatch) as desk:
        yield desk


def rss(html: str) -> str:
    return (
        "<?xml version='1.0'?><rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel>"
        f"<title>Gazette</title><item><title>Quay stays shut</title><link>http://news.example/1</link><pubDate>{WHEN}"
        f"</pubDate><description>Short.</description><content:encoded><![CDATA[{html}]]></content:encoded></item>"
        "</channel></rss>"
    )


def atom(html: str) -> str:
    return (
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>Gazette</title><id>x</id><updated>2026-05-12T08:30:00Z</updated>"
        "<entry><id>1</id><title>Quay stays shut</title><link href='http://news.example/1'/><published>2026-05-12T08:30:00Z"
        "</published><updated>2026-05-12T08:30:00Z</updated><summary>Short.</summary>"
        f"<content type='html'>{html.replace('<', '&lt;')}</content></entry></feed>"
    )


@pytest.mark.parametrize("form", [rss, atom])
@pytest.mark.parametrize("status", [403, 401, 503, 451])
def test_an_article_whose_page_cant_be_read_is_taken_from_its_feed(form: object, status: int, desk: Desk) -> None:
    assert callable(form)
    desk.site.page("/feed.xml", form(HTML), kind="application/xml")
    desk.site.page("/1", "no", status=status)
    summary = desk.run()
    assert (summary.added, summary.failed) == (1, ())
    (article,) = desk.library().articles()
    assert article.text == TEXT
    assert (article.title, article.outlet, article.url) == ("Quay stays shut", "Gazette", "http://news.example/1")
    assert article.published and f"{article.published:%Y-%m-%d}" == "2026-05-12"
    assert any("the text is its feed's" in note.reason for note in summary.notes)
    assert desk.run().embedded == 0


def test_a_page_that_can_be_read_later_takes_the_place_of_its_feeds_text_and_keeps_it(desk: Desk) -> None:
    desk.site.page("/feed.xml", rss(HTML), kind="application/xml")
    desk.site.page("/1", "no", status=403)
    desk.run()
    more = "The mayor said on Thursday that the town would ask the owner of the freighter for nine million crowns."
    desk.site.page("/1", f"{HEAD}{linked()}</head><body><article><h1>Quay stays shut</h1>{HTML}<p>{more}</p></article>")
    desk.days_pass(2)
    assert desk.run().updated == 1
    assert more in next(iter(desk.texts().values()))
    desk.site.page("/1", "no", status=403)
    desk.days_pass(2)
    assert [one.reason for one in desk.run().failed] != []
    assert more in next(iter(desk.texts().values()))


def test_an_opening_is_completed_by_its_feed(desk: Desk) -> None:
    wall = "<div class=paywall>Subscribe to continue reading this article.</div>"
    opening = f"{HEAD}{linked(isAccessibleForFree=False)}</head><body><article><h1>Quay</h1><p>{PARAGRAPHS[0]}</p>"
    desk.site.page("/feed.xml", rss(HTML), kind="application/xml")
    desk.site.page("/1", f"{opening}</article>{wall}")
    summary = desk.run()
    (article,) = desk.library().articles()
    assert (article.partial, article.text) == (None, TEXT)
    assert any("an opening only" in note.reason for note in summary.notes)


@pytest.mark.parametrize(
    "html", [f"<p>{PARAGRAPHS[0]}</p>", HTML + "<p>Continue reading</p>", HTML[:-5] + " […]</p>", ""]
)
def test_a_summary_in_a_feed_is_no_text(html: str, desk: Desk) -> None:
    desk.site.page("/feed.xml", rss(html), kind="application/xml")
    desk.site.page("/1", "no", status=403)
    summary = desk.run()
    assert (summary.added, len(summary.failed)) == (0, 1)


def test_an_article_that_is_gone_does_not_live_on_in_its_feed(desk: Desk) -> None:
    desk.site.page("/feed.xml", rss(HTML), kind="application/xml")
    desk.site.page("/1", "gone", status=410)
    assert desk.run().added == 0
