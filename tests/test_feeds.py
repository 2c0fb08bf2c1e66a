from __future__ import annotations

import gzip
import io
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ingest.errors import Unreadable
from ingest.sources.feeds import read_feed
from ingest.sources.kinds import kind_of, unpacked
from ingest.sources.listings import Entry, Listing
from ingest.sources.sitemaps import read_sitemap
from tests import documents

URL = "https://news.example/feed.xml"


def rss(*items: str, head: str = "", doctype: str = "") -> bytes:
    return (
        f'<?xml version="1.0" encoding="utf-8"?>{doctype}<rss version="2.0" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">'
        f"<channel><title>Harbour Gazette</title><language>en-gb</language>{head}{''.join(items)}</channel></rss>"
    ).encode()


def item(n: int, more: str = "") -> str:
    return f"<item><title>Story {n}</title><link>https://news.example/{n}</link>{more}</item>"


ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>Hafenblatt</title>
<entry><title type="html">Der Hafen &amp;amp; &lt;b&gt;die Stadt&lt;/b&gt;</title><id>tag:1</id>
<link rel="alternate" href="/a/1"/><link rel="self" href="/self"/>
<author><name>Ida Moss</name></author><author><name>Tom Reed</name></author>
<published>2026-05-12T08:30:00+02:00</published><updated>2026-05-13T10:00:00Z</updated></entry></feed>"""


def only(listing: Listing) -> Entry:
    assert len(listing.entries) == 1
    return listing.entries[0]


def test_an_atom_entry_would_be_misread() -> None:
    listing = read_feed(ATOM.encode(), url=URL)
    entry = only(listing)
    assert (listing.kind, listing.title, listing.language) == ("feed", "Hafenblatt", "de")
    assert entry.url == "https://news.example/a/1"
    assert entry.title == "Der Hafen & die Stadt"
    assert entry.authors == ("Ida Moss", "Tom Reed")
    assert entry.published is not None
    assert (entry.published.moment, entry.published.is_day) == (datetime(2026, 5, 12, 6, 30, tzinfo=UTC), False)
    assert entry.published.how == "feed entry"
    assert entry.updated == datetime(2026, 5, 13, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "moment", "is_day"),
    [
        ("Tue, 12 May 2026 08:30:00 +0200", datetime(2026, 5, 12, 6, 30, tzinfo=UTC), False),
        ("Tue, 12 May 2026 08:30:00 GMT", datetime(2026, 5, 12, 8, 30, tzinfo=UTC), False),
        ("Tue, 12 May 2026 08:30:00 EST", datetime(2026, 5, 12, 13, 30, tzinfo=UTC), False),
        ("2026-05-12", datetime(2026, 5, 12, tzinfo=UTC), True),
        ("2026-05-12 08:30", datetime(2026, 5, 12, tzinfo=UTC), True),
        ("2026/05/12 08:30", datetime(2026, 5, 12, tzinfo=UTC), True),
        ("2026年5月12日 08:30", datetime(2026, 5, 12, tzinfo=UTC), True),
        ("2026.5.12 오후 8:30", datetime(2026, 5, 12, tzinfo=UTC), True),
        ("1778574600", datetime(2026, 5, 12, 8, 30, tzinfo=UTC), False),
        ("1778574600000", datetime(2026, 5, 12, 8, 30, tzinfo=UTC), False),
        ("last Tuesday", None, None),
        # feedparser makes a day of each of these, of this month or of another year.
        ("2026", None, None),
        ("2026-133", None, None),
        ("2026/05", None, None),
        ("5月12日 08:30", None, None),
        ("08:30", None, None),
    ],
)
def test_the_date_of_an_entry_would_be_wrong_or_invented(
    written: str, moment: datetime | None, is_day: bool | None
) -> None:
    published = only(read_feed(rss(item(1, f"<pubDate>{written}</pubDate>")), url=URL)).published
    assert (published and published.moment, published and published.is_day) == (moment, is_day)


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026-05-13T10:00:00Z", datetime(2026, 5, 13, 10, tzinfo=UTC)),
        ("2026-05-13T10:00:00", datetime(2026, 5, 13, 10, tzinfo=UTC)),
        ("2026/05/13 10:00", datetime(2026, 5, 13, tzinfo=UTC)),
        ("1778666400", datetime(2026, 5, 13, 10, tzinfo=UTC)),
        ("2026年", None),
        ("2026/13/13", None),
        ("26-133", None),
    ],
)
def test_the_last_change_of_an_entry_is_never_made_up_from_today(written: str, moment: datetime | None) -> None:
    raw = ATOM.replace("2026-05-13T10:00:00Z", written).encode()
    assert only(read_feed(raw, url=URL)).updated == moment


RDF = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Gazette</title></channel><item>'
    "<title>A</title><link>https://news.example/a</link><dc:date>2026-05-12T08:30:00+09:00</dc:date></item></rdf:RDF>"
)


@pytest.mark.parametrize(
    ("raw", "moment"),
    [
        (RDF.encode(), datetime(2026, 5, 11, 23, 30, tzinfo=UTC)),
        (rss(item(1, "<dc:date>2026-05-12</dc:date>")), datetime(2026, 5, 12, tzinfo=UTC)),
        (rss(item(1, "<dc:date>2026-05-12</dc:date><pubDate>2026-05-11</pubDate>")), datetime(2026, 5, 11, tzinfo=UTC)),
        # Names of other dates in the head of a feed that has none of them, and one that can't be read.
        (rss(item(1, "<dc:date>2026-05-12</dc:date>")).replace(
            b"<rss ", b"<rss xmlns:dcterms='http://purl.org/dc/terms/' "), datetime(2026, 5, 12, tzinfo=UTC)),
        (rss(item(1, "<pubDate>soon</pubDate><dc:date>2026-05-12</dc:date>")), datetime(2026, 5, 12, tzinfo=UTC)),
        (rss(item(1, "<pubDate>Thu, 01 Jan 1970 00:00:00 GMT</pubDate><dc:date>2026-05-12</dc:date>")),
            datetime(2026, 5, 12, tzinfo=UTC)),
        (rss(item(1, "<dcterms:created>2026-05-12T08:30:00Z</dcterms:created>")).replace(
            b"<rss ", b"<rss xmlns:dcterms='http://purl.org/dc/terms/' "), datetime(2026, 5, 12, 8, 30, tzinfo=UTC)),
        (rss(item(1, "<dcterms:modified>2026-05-12T08:30:00Z</dcterms:modified>")).replace(
            b"<rss ", b"<rss xmlns:dcterms='http://purl.org/dc/terms/' "), None),
        # The last change of an Atom entry is no publication.
        (ATOM.replace("<published>2026-05-12T08:30:00+02:00</published>", "").encode(), None),
    ],
)  # fmt: skip
def test_the_date_of_dublin_core_is_that_of_publication(raw: bytes, moment: datetime | None) -> None:
    published = only(read_feed(raw, url=URL)).published
    assert (published and published.moment) == moment


@pytest.mark.parametrize(
    ("link", "wanted"),
    [
        ("<link>/a?x=1&amp;y=2</link>", "https://news.example/a?x=1&y=2"),
        ("<guid>https://news.example/p</guid>", "https://news.example/p"),
        ('<guid isPermaLink="false">urn:1</guid><link>https://u:p@news.example/b</link>', "https://news.example/b"),
    ],
)
def test_the_link_of_an_entry_would_be_misread(link: str, wanted: str) -> None:
    assert only(read_feed(rss(f"<item><title>a</title>{link}</item>"), url=URL)).url == wanted


def test_entries_without_a_web_address_would_be_asked_or_end_the_feed() -> None:
    listing = read_feed(
        rss(
            "<item><title>a</title><link>javascript:alert(1)</link></item>",
            "<item><title>b</title></item>",
            item(1),
            item(1),
        ),
        url=URL,
    )
    assert [entry.url for entry in listing.entries] == ["https://news.example/1"]
    assert listing.dropped == 2


def test_a_malformed_feed_that_browsers_read_would_be_refused() -> None:
    raw = rss(item(1), item(2)).replace(b"Story 1", b"Fish & Chips <br> today")
    assert [entry.url for entry in read_feed(raw, url=URL).entries] == [
        "https://news.example/1",
        "https://news.example/2",
    ]


def test_a_feed_in_another_encoding_would_be_mojibake() -> None:
    raw = rss(item(1)).decode().replace("utf-8", "windows-1251").replace("Story 1", "Порт открыт").encode("cp1251")
    assert only(read_feed(raw, url=URL)).title == "Порт открыт"


SECRET = "canary in a file"


def xxe(path: Path) -> str:
    return f'<!DOCTYPE rss [<!ENTITY x SYSTEM "file://{path}">]>'


LAUGHS = (
    '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]>"
)


@pytest.mark.parametrize(
    "attack", ["external entity", "parameter entity", "inner entity", "laughs", "malformed laughs", "utf-16 laughs"]
)
@pytest.mark.parametrize("form", ["feed", "sitemap"])
def test_b11_b12_an_attack_by_entities_would_be_read_or_pass_for_an_empty_feed(
    tmp_path: Path, attack: str, form: str
) -> None:
    secret = tmp_path / "secret"
    secret.write_text(SECRET)
    doctype = {
        "external entity": xxe(secret),
        "parameter entity": f'<!DOCTYPE rss [<!ENTITY % x SYSTEM "file://{secret}"> %x;]>',
        "inner entity": '<!DOCTYPE rss [<!ENTITY j "one that does no harm by itself">]>',
    }.get(attack, LAUGHS)
    used = "&x;" if attack == "external entity" else "&j;"
    if form == "feed":
        raw = rss(item(1).replace("Story 1", used), doctype=doctype)
    else:
        raw = f"{doctype}<urlset><url><loc>https://news.example/{used}</loc></url></urlset>".encode()
    if attack == "malformed laughs":
        raw = raw.replace(b"</urlset>" if form == "sitemap" else b"</rss>", b"<a><b></a>")
    if attack == "utf-16 laughs":
        raw = raw.decode().replace("utf-8", "utf-16").encode("utf-16")
    began = time.monotonic()
    with pytest.raises(Unreadable, match=r"defines entities|broken") as error:
        (read_feed if form == "feed" else read_sitemap)(raw, url=URL)
    assert SECRET not in str(error.value)
    assert time.monotonic() - began < 1


def test_a_feed_with_an_old_doctype_would_pass_for_an_attack() -> None:
    doctype = (
        '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/rss-0.91.dtd">'
    )
    assert only(read_feed(rss(item(1), doctype=doctype), url=URL)).title == "Story 1"


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (rss(), "empty"),
        (rss()[:120], "not a feed"),
        (rss(item(1)).partition(b"><title>Story")[0], "broken"),
        (b"<html><body>Sign in</body></html>", "not a feed"),
        (b"", "not a feed"),
        (rss("<item><title>a</title></item>"), "no web addresses"),
    ],
    ids=["empty", "cut", "cut in an entry", "html", "nothing", "no links"],
)
def test_b18_an_empty_or_broken_feed_would_pass_for_one_that_lost_its_articles(raw: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        read_feed(raw, url=URL)


@pytest.mark.parametrize(
    ("head", "wanted"),
    [
        ("<ttl>60</ttl>", timedelta(hours=1)),
        ("<ttl>999999</ttl>", timedelta(days=1)),
        ("<ttl>soon</ttl>", None),
        ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>", timedelta(minutes=15)),
        ("<skipHours><hour>8</hour><hour>9</hour></skipHours>", timedelta(minutes=90)),
        ("<skipHours><hour>7</hour></skipHours>", None),
        ("", None),
    ],
)
def test_a_feeds_own_hints_would_be_ignored(head: str, wanted: timedelta | None) -> None:
    now = datetime(2026, 5, 12, 8, 30, tzinfo=UTC)
    assert read_feed(rss(item(1), head=head), url=URL, now=now).fresh_for == wanted


NEWS = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc> /a/1 </loc><lastmod>2026-05-13T10:00:00+00:00</lastmod><image:image><image:loc>https://cdn.example/x.jpg</image:loc>
<image:title>An image</image:title></image:image>
<news:news><news:publication><news:name>Harbour Gazette</news:name><news:language>en</news:language></news:publication>
<news:publication_date>2026-05-12T08:30:00+02:00</news:publication_date><news:title>The harbour opens</news:title>
</news:news></url>
<url><loc>ftp://news.example/a</loc></url>
</urlset>"""


def test_a_news_sitemap_would_be_misread() -> None:
    listing = read_sitemap(NEWS.encode(), url="https://news.example/news.xml")
    entry = only(listing)
    assert (listing.kind, listing.dropped) == ("news sitemap", 1)
    assert (entry.url, entry.title, entry.outlet) == (
        "https://news.example/a/1",
        "The harbour opens",
        "Harbour Gazette",
    )
    assert entry.published is not None
    assert (entry.published.moment, entry.published.how) == (datetime(2026, 5, 12, 6, 30, tzinfo=UTC), "sitemap")
    assert entry.updated == datetime(2026, 5, 13, 10, tzinfo=UTC)


def test_an_index_of_sitemaps_or_a_cut_sitemap_would_be_lost() -> None:
    index = b"<sitemapindex><sitemap><loc>https://news.example/1.xml</loc><lastmod>2026-05-12</lastmod></sitemap></sitemapindex>"
    assert read_sitemap(index, url=URL).kind == "sitemap index"
    urls = "".join(f"<url><loc>https://news.example/{n}</loc></url>" for n in range(20_000))
    listing = read_sitemap(f"<urlset>{urls}</urlset>"[:-30].encode(), url=URL)
    assert (len(listing.entries), listing.dropped) == (19_999, 1)


def sitemap(*addresses: str, root: str = "urlset") -> bytes:
    head = f'<?xml version="1.0" encoding="UTF-8"?><{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    return f"{head}{''.join(f'<url><loc>{one}</loc></url>' for one in addresses)}</{root}>".encode()


ADDRESSES = [f"https://news.example/{n}" for n in range(9)]
WARNING = (
    b"<br />\n<b>Warning</b>:  fopen(cache.php): failed to open stream in <b>/srv/a.php</b> on line <b>3</b><br />\n"
)


@pytest.mark.parametrize(
    ("raw", "lost"),
    [
        (sitemap(*ADDRESSES[:4], "https://news.example/4?a=1&b=2&amp;c=3", *ADDRESSES[5:]), 0),
        (sitemap(*ADDRESSES[:4], "https://news.example/4?q=caf&eacute;&nbsp;x", *ADDRESSES[5:]), 0),
        (sitemap(*ADDRESSES[:4], "https://news.example/\x014", *ADDRESSES[5:]), 0),
        (b"\n\n  " + sitemap(*ADDRESSES), 0),
        (WARNING + sitemap(*ADDRESSES), 0),
        (b"Notice: Undefined index: lang in map.php\n" + sitemap(*ADDRESSES), 0),
        (sitemap(*ADDRESSES[:4], "</lo><b>", *ADDRESSES[5:]), 1),
        (sitemap(*ADDRESSES, "mailto:desk@news.example")[:-9], 1),
        (sitemap(*ADDRESSES, "https://news.example/long/and")[:-24], 1),
    ],
    ids=["&", "entities", "control", "empty lines", "warning", "notice", "mark-up", "no address, no end", "cut"],
)
def test_a_malformed_sitemap_is_read_past_what_breaks_it_and_what_is_lost_is_counted(raw: bytes, lost: int) -> None:
    assert kind_of(raw, media_type="text/html") == "sitemap"
    listing = read_sitemap(raw, url=URL)
    assert listing.dropped == lost
    found = {entry.url for entry in listing.entries}
    assert found >= {one for one in ADDRESSES if not one.endswith("/4")}
    assert len(found) == (8 if lost and "/4" not in str(found) else 9)


def test_an_address_with_a_bare_ampersand_is_read_as_it_was_meant() -> None:
    listing = read_sitemap(sitemap("https://news.example/4?a=1&b=2&amp;c=3"), url=URL)
    assert only(listing).url == "https://news.example/4?a=1&b=2&c=3"


def test_an_address_that_is_cut_is_none() -> None:
    listing = read_sitemap(sitemap(*ADDRESSES, "https://news.example/long/and")[:-24], url=URL)
    assert [entry.url for entry in listing.entries] == ADDRESSES


def test_a_warning_before_a_feed_costs_none_of_it() -> None:
    raw = WARNING + rss(item(1))
    assert kind_of(raw, media_type="application/xml") == "feed"
    assert only(read_feed(raw, url=URL)).url == "https://news.example/1"


@pytest.mark.parametrize(
    ("body", "media_type", "kind"),
    [
        (
            b"<html><body><p>How to begin:</p><pre>&lt;?xml version='1.0'?&gt;&lt;urlset&gt;</pre></body></html>",
            "text/html",
            "page",
        ),
        (b"How to begin: <?xml version='1.0'?><urlset><url/></urlset> and so on.", "text/plain", "text"),
    ],
)
def test_a_text_about_sitemaps_is_none(body: bytes, media_type: str, kind: str) -> None:
    assert kind_of(body, media_type=media_type) == kind


@pytest.mark.parametrize(
    ("raw", "reason"),
    [(b"<urlset></urlset>", "empty"), (b"<urlset>", "broken"), (b"<rss/>", "not a sitemap"), (b"", "broken")],
)
def test_an_empty_or_broken_sitemap_would_pass_for_one_that_lost_its_articles(raw: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        read_sitemap(raw, url=URL)


@pytest.mark.parametrize(
    ("body", "media_type", "wanted"),
    [
        (rss(item(1)), "text/html", "feed"),
        (ATOM.encode(), "application/octet-stream", "feed"),
        (b'\xef\xbb\xbf <?xml version="1.0"?><!-- a --><?xml-stylesheet href="a"?><rdf:RDF/>', "", "feed"),
        (NEWS.encode(), "text/xml", "sitemap"),
        (b"<sitemapindex></sitemapindex>", "text/plain", "sitemap"),
        (gzip.compress(NEWS.encode()), "application/gzip", "sitemap"),
        (b'<!DOCTYPE html><html><body><rss version="2.0"></body></html>', "text/html", "page"),
        (b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "x" "y"><html></html>', "application/xhtml+xml", "page"),
        (b"<p>Hello", "", "page"),
        (b"Plain words.", "text/plain", "text"),
        (documents.pdf([["a"]]), "text/html", "pdf"),
        (documents.docx(("Normal", "a")), "application/zip", "docx"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)  # fmt: skip
def test_what_an_address_is_would_be_asked_or_guessed_wrongly(body: bytes, media_type: str, wanted: str) -> None:
    assert kind_of(unpacked(body, max_bytes=1_000_000), media_type=media_type) == wanted


@pytest.mark.parametrize(
    ("body", "media_type", "reason"),
    [
        (b"<opml/>", "text/xml", "neither a feed nor a sitemap"),
        (b"\x89PNG\r\n\x1a\n", "image/png", "image/png"),
        (b'{"a": 1}', "application/json", "application/json"),
        (b"PK\x03\x04rest", "application/zip", "an archive"),
        (b"a { color: red }", "text/css", "text/css"),
    ],
)
def test_what_is_no_article_would_become_one(body: bytes, media_type: str, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        kind_of(body, media_type=media_type)


def test_a_packed_sitemap_bomb_would_be_unpacked() -> None:
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", compresslevel=1) as packed:
        packed.write(bytes(20_000_000))
    with pytest.raises(Unreadable, match="INGEST_MAX_BYTES"):
        unpacked(out.getvalue(), max_bytes=1_000_000)
