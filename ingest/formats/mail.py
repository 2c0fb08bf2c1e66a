"""Messages and what browsers save as such: a newsletter (EML) as its reader was meant to see it, a page (MHTML).

Of a newsletter neither its reader's address is kept nor any link: those to unsubscribe and to see it online know him.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import getaddresses, parseaddr
from typing import TYPE_CHECKING, NamedTuple

from ingest import fields
from ingest.characters import neutralise
from ingest.cleaning import clean
from ingest.dates import parse_date
from ingest.drafts import Draft, Published
from ingest.errors import SourceError, Unreadable
from ingest.pagetree import BLOCKS, blocks_of, parsed, remove_unseen
from ingest.reading import decode
from language.reading import alternatives, one_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_HEAD = 8_192
_PAGE = re.compile(rb"\A\s*(?:[A-Za-z][\w-]*:[^\n]*\n(?:[ \t][^\n]*\n)*){2,60}")
_RELATED = re.compile(rb"^content-type:\s*multipart/(?:related|alternative|mixed)", re.I | re.M)
_MIME = re.compile(rb"^mime-version:", re.I | re.M)
_DEEPEST = 20
_ADDRESS = re.compile(r"[<(\[]?\b(?:https?://|www\.)[^\s<>()\[\]]+[>)\]]?", re.I)
_MAILBOX = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
_REPLY = re.compile(
    rf"^(?:{alternatives(lambda one: one.pages.replies, words=False)}\s*(?:\[\d+\])?\s*[:：]\s*)+", re.I
)
# What leads a reader out of the letter or to the letter itself, by its words and by its address.
_LEAVING = one_of(lambda one: one.pages.leaving, words=False)
_LEAVING_ADDRESS = re.compile(r"unsub|opt-?out|list-manage|/preferences|mailto:|view-?(?:online|in-?browser)", re.I)
# Characters of a block that holds such a link and little else, and of a line that speaks of it.
_SHORT = 400
_LABEL = 40


class SavedPage(NamedTuple):
    """A page within a message: its bytes, the encoding declared for them, the address that it was saved from."""

    raw: bytes
    charset: str | None
    url: str | None


def saved_page(raw: bytes) -> SavedPage | None:
    """The page in what a browser saved as one file, whatever that is called; None for what is no message."""
    head = _PAGE.match(raw[:_HEAD])
    if not head or not _MIME.search(head[0]) or not _RELATED.search(head[0]):
        return None
    message = _parsed(raw)
    wanted = str(message.get_param("start", "") or "")
    pages = [part for part in _parts(message) if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    page = next((part for part in pages if wanted and part["Content-ID"] == wanted), pages[0] if pages else None)
    if page is None:
        raise Unreadable("a saved page without its text")
    url = page["Content-Location"] or message["Snapshot-Content-Location"] or message["Content-Location"]
    return SavedPage(_bytes(page), page.get_content_charset(), fields.address(str(url).strip(), []) if url else None)


def draft_of(raw: bytes) -> Draft:
    """A newsletter: its subject as the title, who sent it as the outlet, and its own text without its reader's
    addresses. Raises Unreadable, Shell."""
    message = _parsed(raw)
    if not any(message[name] for name in ("From", "Subject", "Date", "Received")):
        raise Unreadable("not a mail message")
    parts = [part for part in _parts(message) if part.get_content_disposition() != "attachment"]
    page = next((part for part in parts if part.get_content_type() == "text/html"), None)
    plain = next((part for part in parts if part.get_content_type() == "text/plain"), None)
    notes: list[str] = []
    text = _from_html(page, message, notes) if page is not None else ""
    if not text.strip() and plain is not None:
        text = _from_plain(_decoded(plain, notes))
    if not text.strip():
        raise Unreadable("the message holds no text")
    text, neutralised = neutralise(_without_reader(text, _readers(message)))
    published = _published(_header(message, "Date"))
    title = _REPLY.sub("", _header(message, "Subject"))
    return Draft(
        text=clean(text),
        title=fields.name(_without_reader(title, _readers(message)), "the title", notes),
        outlet=fields.name(parseaddr(_header(message, "From"))[0], "the outlet", notes),
        published=published,
        notes=tuple(notes),
        neutralised=neutralised,
    )


def _parsed(raw: bytes) -> EmailMessage:
    try:
        message = message_from_bytes(raw, policy=policy.default)
    except (MessageError, ValueError, LookupError, RecursionError) as error:
        raise Unreadable("the message is broken") from error
    if not isinstance(message, EmailMessage):
        raise Unreadable("the message is broken")
    return message


def _parts(message: EmailMessage, *, deep: int = 0) -> Iterator[EmailMessage]:
    """The parts that hold something, those of a forwarded message too."""
    if deep > _DEEPEST:
        return
    if message.is_multipart():
        for part in message.iter_parts():
            if isinstance(part, EmailMessage):
                yield from _parts(part, deep=deep + 1)
    else:
        yield message


def _bytes(part: EmailMessage) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _decoded(part: EmailMessage, notes: list[str], *, html: bool = False) -> str:
    try:
        return decode(_bytes(part), html=html, declared=part.get_content_charset(), notes=notes)
    except SourceError:
        return ""


def _header(message: EmailMessage, name: str) -> str:
    try:
        return str(message[name] or "")
    except (
        MessageError,
        ValueError,
        LookupError,
        IndexError,
        AttributeError,
    ):  # the parser's, of headers that are none
        return ""


def _published(written: str) -> Published | None:
    found = parse_date(re.sub(r"\s*\([^()]*\)\s*$", "", written)) if written else None
    return Published(moment=found[0], is_day=found[1], how="mail header") if found else None


# Whose letter it was


def _readers(message: EmailMessage) -> frozenset[str]:
    """The addresses that the letter was sent to, in small letters."""
    written = [
        _header(message, name)
        for name in ("To", "Cc", "Bcc", "Delivered-To", "X-Original-To", "Envelope-To", "X-Delivered-To", "Return-Path")
    ]
    sender = parseaddr(_header(message, "From"))[1].lower()
    return frozenset(one.lower() for _, one in getaddresses(written) if "@" in one) - {sender}


def _without_reader(text: str, readers: frozenset[str]) -> str:
    """Without lines on the reader's own address, and without any mailbox that he could be told by."""
    lines = text.split("\n")
    kept = [line for line in lines if not (len(line) <= _SHORT and any(one in line.lower() for one in readers))]
    whole = "\n".join(kept)
    return _MAILBOX.sub(lambda found: "" if found[0].lower() in readers else found[0], whole)


# Its text


def _from_html(part: EmailMessage, message: EmailMessage, notes: list[str]) -> str:
    from ingest.articles import is_heavy

    page = _decoded(part, notes, html=True)
    if not page or is_heavy(page):
        return ""
    tree = parsed(page)
    remove_unseen(tree)
    out = set(re.findall(r"<([^<>\s]+)>", _header(message, "List-Unsubscribe")))
    for link in tree.xpath("//a[@href]"):
        label = " ".join(link.text_content().split())
        leads_out = link.get("href") in out or _LEAVING_ADDRESS.search(link.get("href") or "")
        if leads_out or _LEAVING.search(label) or _is_named_out(link, label):
            _remove_link(link)
    body = tree.find("body")
    return _without_addresses("\n".join(blocks_of(body if body is not None else tree)))


def _is_named_out(link: HtmlElement, label: str) -> bool:
    """Whether the words before a link that says little itself ("here") say that it leads out of the letter."""
    block = _block_around(link)
    said = " ".join(block.text_content().split()) if block is not None and block.tag != "body" else ""
    return len(label) <= _LABEL and len(said) <= len(label) + _LABEL and _LEAVING.search(said) is not None


def _block_around(link: HtmlElement) -> HtmlElement | None:
    return next((one for one in link.iterancestors() if one.tag in BLOCKS), None)


def _remove_link(link: HtmlElement) -> None:
    """A link, with the block around it where that says little else."""
    block = _block_around(link)
    gone = link
    if block is not None and block.tag != "body" and len(" ".join(block.text_content().split())) <= _SHORT:
        gone = block
    if gone.getparent() is not None:
        gone.drop_tree()


def _from_plain(text: str) -> str:
    """Paragraphs of a plain letter, without lines that lead out of it by an address in them or beneath."""
    lines = text.replace("\r\n", "\n").split("\n")
    leads = [bool(_ADDRESS.search(line)) for line in lines]
    kept = [
        line
        for at, line in enumerate(lines)
        if not (_LEAVING.search(line) and len(line) <= _SHORT and any(leads[max(0, at - 1) : at + 2]))
    ]
    return _without_addresses("\n".join(kept))


def _without_addresses(text: str) -> str:
    """The words alone: an address in a letter is mostly one that counts its reader."""
    return re.sub(r"[ \t]{2,}", " ", _ADDRESS.sub("", text))
