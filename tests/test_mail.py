"""Newsletters, pages that a browser saved as one file, lists of feeds, and kinds of files that are not read."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from ingest.articles import draft_of
from ingest.drafts import Draft
from ingest.errors import Unreadable, UsageError
from ingest.sources.config import read_sources
from ingest.sources.files import Found, LeftOut, Target, kind_of_name, targets, walk
from ingest.sources.kinds import kind_of
from ingest.sources.opml import read_opml
from ingest.syncing import sync
from tests.store import WordEmbedder
from vectorstore.library import Library
from vectorstore.settings import StoreSettings

READER = "anna.reader@post.example"
FIRST = "The harbour authority of Lindhavn said on Tuesday that the eastern quay will stay shut until divers are done."
SECOND = (
    "Müller, who runs the ferries, said that they leave from the western quay meanwhile, at no charge for bicycles."
)

OUT = {
    "English": ("View this email in your browser", "Unsubscribe", "You receive this letter at"),
    "German": ("Im Browser ansehen", "Newsletter abbestellen", "Diese E-Mail ging an"),
    "French": ("Voir en ligne", "Se désabonner", "Cette lettre est envoyée à"),
    "Spanish": ("Ver en el navegador", "Darse de baja", "Este correo se envió a"),
    "Korean": ("브라우저에서 보기", "수신거부", "받는 사람:"),
    "by the header alone": ("Hier klicken", "Tschüss", "An:"),
}


def letter(online: str, out: str, sent: str, *, html: bool = True, charset: str = "utf-8") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Lakeside Morning <news@lake.example>"
    message["To"] = f"Anna Reader <{READER}>"
    message["Subject"] = "Fwd: The quay stays shut"
    message["Date"] = "Tue, 05 Mar 2024 22:15:00 -0500"
    message["List-Unsubscribe"] = "<https://lake.example/x/9f3a>, <mailto:bye@lake.example>"
    message.set_content(
        f"{online}: https://lake.example/o/9f3a\n\n{FIRST}\n\nRead it: https://lake.example/r/9f3a?u=anna\n\n{SECOND}\n\n"
        f"{sent} {READER}\n{out}: https://lake.example/x/9f3a\n",
        charset=charset,
    )
    if html:
        message.add_alternative(
            "<html><body><div style='display:none'>What you must know today</div><table><tr><td>"
            f"<a href='https://lake.example/view-online/9f3a'>{online}</a></td></tr>"
            "<tr><td><h1>The quay stays shut</h1>"
            f"<p>{FIRST}</p><p>{SECOND} <a href='https://lake.example/r/9f3a?u=anna'>More</a></p></td></tr>"
            f"<tr><td>{sent} {READER}. <a href='https://lake.example/x/9f3a'>{out}</a></td></tr></table>"
            "<img src='https://lake.example/pixel/9f3a.gif' width=1 height=1></body></html>",
            subtype="html",
            charset=charset,
        )
    return message


def read(raw: bytes, name: str = "a.eml") -> Draft:
    return draft_of(Found(root=Path("/"), name=name, kind=kind_of_name(name) or "text"), raw)


def tells_of_reader(draft: Draft) -> bool:
    held = repr(draft).lower()
    return any(word in held for word in ("anna", "9f3a", "unsubscribe", "browser", "pixel", "lake.example/"))


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1"])
@pytest.mark.parametrize("html", [True, False])
@pytest.mark.parametrize("words", OUT.values(), ids=OUT)
def test_a_newsletter_is_read_without_its_reader(words: tuple[str, str, str], html: bool, charset: str) -> None:
    if charset != "utf-8" and "수" in words[1]:
        return
    draft = read(letter(*words, html=html, charset=charset).as_bytes())
    assert FIRST in draft.text and SECOND in draft.text
    assert (draft.title, draft.outlet, draft.url) == ("The quay stays shut", "Lakeside Morning", None)
    assert draft.published and f"{draft.published.moment:%Y-%m-%d %z}" == "2024-03-05 -0500"
    assert not tells_of_reader(draft)
    assert words[1] not in draft.text or words[1] == "Tschüss"
    assert "must know" not in draft.text


def test_a_newsletter_that_reports_on_unsubscribing_keeps_its_report() -> None:
    message = letter(*OUT["English"])
    report = "One in three readers told the survey that they unsubscribe from letters they once opted into, it says."
    _, page = message.iter_parts()
    assert isinstance(page, EmailMessage)
    page.set_content(page.get_content().replace(SECOND, f"{SECOND}</p><p>{report}"), subtype="html")
    assert report in read(message.as_bytes()).text


@pytest.mark.parametrize(
    ("foot", "stays"),
    [
        ("Unsubscribe: <a href='https://lake.example/a/1'>here</a>", False),
        ("Zum Abmelden <a href='https://lake.example/a/1'>hier klicken</a>.", False),
        ("Se désabonner : <a href='https://lake.example/a/1'>ici</a>", False),
        (
            "To unsubscribe from the grid islanders had to pay for a year, <a href='https://l.example/1'>he said</a>.",
            True,
        ),
    ],
)
def test_a_line_whose_words_lead_out_of_a_letter_goes_with_its_link(foot: str, stays: bool) -> None:
    message = letter(*OUT["English"])
    _, page = message.iter_parts()
    assert isinstance(page, EmailMessage)
    page.set_content(page.get_content().replace(SECOND, f"{SECOND}</p><p>{foot}"), subtype="html")
    assert (foot.split("<")[0].strip() in read(message.as_bytes()).text) is stays


def test_a_forwarded_letter_is_read_too() -> None:
    outer = EmailMessage()
    outer["From"], outer["To"], outer["Subject"] = "Anna <me@post.example>", "desk@lake.example", "Look"
    outer.add_attachment(letter(*OUT["English"]))
    assert FIRST in read(outer.as_bytes()).text


@pytest.mark.parametrize("raw", [b"No headers at all, but a text.", b"From: a\nContent-Type: image/png\n\nxx"])
def test_what_is_no_letter_is_refused(raw: bytes) -> None:
    with pytest.raises(Unreadable):
        read(raw)


def saved(*, encoding: str = "quoted-printable", charset: str = "utf-8", location: str | None = None) -> bytes:
    page = EmailMessage()
    body = f"<html><head><title>Quay shut</title></head><body><h1>Quay shut</h1><p>{FIRST}</p><p>{SECOND}</p></body>"
    page.set_content(body, subtype="html", cte=encoding, charset=charset)
    del page["MIME-Version"]
    if location:
        page["Content-Location"] = location
    image = b"Content-Type: image/gif\nContent-Transfer-Encoding: base64\n\nR0lGODlhAQABAAAAACw=\n"
    head = b"From: <Saved by Blink>\nSubject: Quay shut\nMIME-Version: 1.0\n"
    head += b'Content-Type: multipart/related;\n\tboundary="B"\n'
    return head + b"\n--B\n" + page.as_bytes() + b"\n--B\n" + image + b"\n--B--\n"


@pytest.mark.parametrize("name", ["a.mhtml", "a.mht", "a.html"])
@pytest.mark.parametrize("encoding", ["quoted-printable", "base64"])
@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1"])
def test_a_page_saved_as_one_file_is_read_as_the_page_that_it_is(name: str, encoding: str, charset: str) -> None:
    raw = saved(encoding=encoding, charset=charset, location="https://lake.example/quay")
    for one in (raw, raw.replace(b"\n", b"\r\n")):
        draft = read(one, name)
        assert SECOND in draft.text
        assert (draft.title, draft.url) == ("Quay shut", "https://lake.example/quay")


def test_a_page_that_shows_mail_headers_is_a_page() -> None:
    shown = "MIME-Version: 1.0\nContent-Type: multipart/related"
    page = f"<html><body><h1>Quay shut</h1><pre>{shown}</pre><p>{FIRST}</p><p>{SECOND}</p>"
    assert SECOND in read(page.encode(), "a.html").text


def packed(mimetype: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", mimetype)
        archive.writestr("content.xml", "<a/>")
    return out.getvalue()


OTHERS = {
    "a.epub": (packed("application/epub+zip"), "convert it to .html or .txt"),
    "a.odt": (packed("application/vnd.oasis.opendocument.text"), "save it as .docx"),
    "a.rtf": (b"{\\rtf1 The quay stays shut.}", "save it as .docx"),
    "a.csv": (b"title,text\nQuay,The quay stays shut\n", "as .jsonl"),
    "a.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "save it as .docx"),
}


@pytest.mark.parametrize(("name", "raw", "advice"), [(name, *one) for name, one in OTHERS.items()], ids=OTHERS)
def test_a_kind_that_is_not_read_is_refused_with_what_to_convert_it_to(
    name: str, raw: bytes, advice: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(raw)
    with pytest.raises(UsageError, match=advice):
        targets([path])
    (left,) = walk(Target(root=tmp_path))
    assert isinstance(left, LeftOut) and left.name == name and advice in left.reason
    with pytest.raises(Unreadable, match=advice):
        kind_of(raw, media_type="text/csv" if name == "a.csv" else "application/octet-stream")


FEEDS = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0"><head><title>Anna's feeds</title></head><body>
<outline text="Harbour Gazette" type="rss" xmlUrl="https://gazette.example/feed.xml" htmlUrl="https://gazette.example/"/>
<outline text="Lakes"><outline title="Seeblick &amp; Söhne" xmlUrl="https://see.example/rss"/>
<outline text="Ferries"><outline text="Seeblick &amp; Söhne" xmlurl="feed://ferry.example/rss"/></outline></outline>
<outline text="Twice" xmlUrl="https://gazette.example/feed.xml"/>
<outline text="Inner" xmlUrl="file:///etc/passwd"/>
</body></opml>"""


@pytest.mark.parametrize("form", [str, lambda text: "\n\n" + text.partition("?>")[2], lambda text: "\ufeff" + text])
def test_a_feed_readers_list_is_read_as_sources(form: object, tmp_path: Path) -> None:
    assert callable(form)
    (tmp_path / "feeds.opml").write_text(form(FEEDS), encoding="utf-8")
    found = read_opml(tmp_path / "feeds.opml")
    assert [(one.name, one.url, one.tags) for one in found.sources] == [
        ("Harbour Gazette", "https://gazette.example/feed.xml", ()),
        ("Seeblick & Söhne", "https://see.example/rss", ("Lakes",)),
        ("Seeblick & Söhne (ferry.example)", "https://ferry.example/rss", ("Lakes", "Ferries")),
    ]
    assert found.unusable == ("Inner",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<rss version='2.0'><channel/></rss>", "no OPML file"),
        ("<opml><body><outline text='a'/></body></opml>", "names no feed"),
        ("<opml><body>", "no valid XML"),
        ("<!DOCTYPE opml [<!ENTITY a 'b'>]><opml><body><outline text='&a;' xmlUrl='https://a.example'/></body></opml>",
         "defines entities"),
    ],
)  # fmt: skip
def test_a_list_that_names_no_feeds_is_refused_in_a_sentence(text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "feeds.opml").write_text(text)
    with pytest.raises(UsageError, match=said):
        read_opml(tmp_path / "feeds.opml")
    with pytest.raises(UsageError, match=said):
        sync(
            [tmp_path / "feeds.opml"], settings=StoreSettings(dateline_data=tmp_path / "data"), embedder=WordEmbedder()
        )


def imported(*options: str) -> str:
    result = CliRunner().invoke(app, ["sources", "import", *options])
    assert result.exit_code == 0, result.output
    return result.output


def test_sources_are_imported_once_and_what_stood_there_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("feeds.opml").write_text(FEEDS)
    assert imported("feeds.opml").startswith("sources.yaml: 3 feeds added, 0 there already.\nleft out: Inner")
    assert [one.tags for one in read_sources(Path("sources.yaml"))] == [(), ("Lakes",), ("Lakes", "Ferries")]
    assert imported("feeds.opml").startswith("sources.yaml: 0 feeds added, 3 there already.")
    mine = "# Mine.\nsources:\n- name: Harbour Gazette  # the old one\n  url: https://old.example/feed\n  most: 5\n"
    Path("mine.yaml").write_text(mine)
    imported("feeds.opml", "--into", "mine.yaml")
    assert Path("mine.yaml").read_text().startswith(mine)
    names = [one.name for one in read_sources(Path("mine.yaml"))]
    assert names[:2] == ["Harbour Gazette", "Harbour Gazette (gazette.example)"]


def test_a_list_that_something_follows_is_left_as_it_is(tmp_path: Path) -> None:
    mine = "sources:\n  - name: A\n    url: https://a.example/feed\nother: [1]\n"
    (tmp_path / "mine.yaml").write_text(mine)
    (tmp_path / "feeds.opml").write_text(FEEDS)
    result = CliRunner().invoke(
        app, ["sources", "import", str(tmp_path / "feeds.opml"), "--into", str(tmp_path / "mine.yaml")]
    )
    assert "put it last" in str(result.exception)
    assert (tmp_path / "mine.yaml").read_text() == mine


def test_letters_of_a_folder_are_articles(tmp_path: Path, settings: StoreSettings) -> None:
    (tmp_path / "quay.eml").write_bytes(letter(*OUT["English"]).as_bytes())
    assert sync([tmp_path], settings=settings, embedder=WordEmbedder()).added == 1
    with Library.open(settings, embedder=WordEmbedder()) as library:
        (article,) = library.articles()
    assert (article.id, article.published_how) == ("quay.eml", "mail header")
