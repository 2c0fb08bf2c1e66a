"""PDF: the text in reading order, its lines made paragraphs again. Runs in a child process (ingest/sandbox)."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ingest import fields
from ingest.characters import neutralise
from ingest.drafts import Draft
from ingest.errors import Shell, Unreadable
from ingest.titles import without_account, without_software
from language.reading import alternatives
from vectorstore.model import shortened

if TYPE_CHECKING:
    from pdfminer.pdfdocument import PDFDocument

MOST_PAGES = 2_000
MOST_CHARACTERS = 10_000_000
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    rf"\W*(?:{alternatives(lambda one: one.pages.page, words=False)}|p\.)?\s*\d{{1,4}}"
    rf"(?:\s*(?:/|{alternatives(lambda one: one.pages.of, words=False)})\s*\d{{1,4}})?\W*",
    re.I,
)
_ENDS = re.compile(r"[.!?:;…。！？：；]['\"”’»)\]]*$")
_ITEM = re.compile(r"^\s*(?:[•‣▪◦*–—-]|\d{1,3}[.)])\s")
_HYPHENATED = re.compile(r"[^\W\d_]{2}[-\u2010\u00ad]$")


def draft_of(raw: bytes) -> Draft:
    """Raises Unreadable for what is encrypted or broken, Shell for pages without text.

    A PDF that opens without a password is read, though it may not be changed or printed. The date in a PDF is when the
    file was made, not when it was published: the article stays undated.
    """
    from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect

    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    notes: list[str] = []
    doubts: list[str] = []
    try:
        document = _opened(raw)
        pages = [*_pages(document, notes, doubts)]
        given = _given(document)
    except (Unreadable, Shell, MemoryError, RecursionError):
        raise
    except PDFPasswordIncorrect as error:
        raise Unreadable("the PDF is encrypted: it needs a password") from error
    except PDFEncryptionError as error:
        raise Unreadable("the PDF is encrypted in a way that can't be read") from error
    except Exception as error:
        # A broken file shows itself in whatever the reader meets first: this is the child that may meet it.
        raise Unreadable("the PDF is broken") from error
    text, neutralised = neutralise("\n\n".join(_paragraphs(pages)))
    if not any(character.isalnum() for character in text):
        raise Unreadable("the PDF holds no text (a scan?)")
    title = fields.name(without_software(given.get("title")), "the title", notes)
    return Draft(
        text=text.strip(),
        title=title,
        authors=fields.people(without_account(given.get("author")), notes),
        notes=tuple(notes),
        doubts=tuple(doubts),
        neutralised=neutralised,
    )


def _opened(raw: bytes) -> PDFDocument:
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfparser import PDFParser

    return PDFDocument(PDFParser(io.BytesIO(raw)))


def _pages(document: PDFDocument, notes: list[str], doubts: list[str]) -> Iterator[list[str]]:
    """The lines of each page. What nobody sees of them is told in `notes`, what is not certain in `doubts`."""
    from pdfminer.pdfpage import PDFPage

    from ingest.formats.glyphs import Sights
    from ingest.formats.lines import reading_of

    sights = Sights()
    size = slanted = 0
    hidden: list[str] = []
    scans: list[int] = []
    unsure: list[int] = []
    for number, page in enumerate(PDFPage.create_pages(document), start=1):
        if number > MOST_PAGES:
            raise Unreadable(f"the PDF has more than {MOST_PAGES:,} pages")
        sight = sights.of(page)
        reading = reading_of(sight.glyphs)
        size += sum(map(len, reading.lines))
        if size > MOST_CHARACTERS:
            raise Unreadable(f"the PDF holds more than {MOST_CHARACTERS:,} characters")
        slanted += sight.slanted
        hidden += [sight.hidden] if sight.hidden else []
        scans += [number] if sight.is_scan else []
        unsure += [number] if reading.is_unsure else []
        yield [line.strip() for line in reading.lines]
    if hidden:
        words = " ".join(hidden)
        notes.append(f"text that its readers do not see was left out: “{shortened(words)}”")
    if slanted:
        notes.append(f"text that stands aslant was left out ({slanted} characters; a stamp?)")
    if scans:
        doubts.append(f"{_on_pages(scans)} the text is what a program made of a scan")
    if unsure:
        doubts.append(f"{_on_pages(unsure)} two columns may be mixed")


def _on_pages(numbers: Sequence[int]) -> str:
    shown = ", ".join(map(str, numbers[:5])) + (" …" if len(numbers) > 5 else "")
    return f"on page {shown}" if len(numbers) == 1 else f"on pages {shown}"


def _given(document: PDFDocument) -> dict[str, str]:
    from pdfminer.pdftypes import resolve1
    from pdfminer.utils import decode_text

    said: dict[str, str] = {}
    for info in document.info:
        for name in ("Title", "Author"):
            value = resolve1(info.get(name))
            if isinstance(value, bytes):
                said.setdefault(name.lower(), decode_text(value))
    return said


def _paragraphs(pages: list[list[str]]) -> list[str]:
    """Lines joined where they run on, also over a page's end; running heads and page numbers left out."""
    lines = [line for page in _without_running_heads(pages) for line in [*page, ""]]
    full = _usual_width(lines)
    found: list[str] = []
    current = ""
    ended = False  # whether the line before ended its paragraph, by its end or its length
    for line in lines:
        if not line:
            # A blank line within a sentence is a page's end.
            ended = ended or bool(_ENDS.search(current)) or len(current) < full // 2
            continue
        if current and not ended and not _ITEM.match(line):
            current = current[:-1] + line if _runs_on(current, line) else f"{current} {line}"
        else:
            if current:
                found.append(current)
            current = line
        ended = len(line) < full * 0.7 if _ENDS.search(line) else len(line) < full * 0.45
    return [*found, current] if current else found


def _runs_on(before: str, line: str) -> bool:
    return bool(_HYPHENATED.search(before)) and line[:1].islower()


def _usual_width(lines: list[str]) -> int:
    lengths = sorted(len(line) for line in lines if len(line) > 20)
    return lengths[int(len(lengths) * 0.8)] if lengths else 80


def _without_running_heads(pages: list[list[str]]) -> list[list[str]]:
    """Page numbers out, and lines at a page's top or bottom that most pages have, whatever number stands in them."""
    trimmed = [_trimmed(page) for page in pages]
    counts: Counter[str] = Counter()
    for page in trimmed:
        counts.update({_DIGITS.sub("#", line) for line in (*page[:2], *page[-2:])})
    running = {line for line, times in counts.items() if times >= 3 and times * 2 > len(trimmed)}
    found: list[list[str]] = []
    for page in trimmed:
        last = len(page) - 1
        found.append(
            [
                line
                for at, line in enumerate(page)
                if not ((at < 2 or at > last - 2) and (_DIGITS.sub("#", line) in running))
                and not ((at == 0 or at == last) and _PAGE_NUMBER.fullmatch(line))
            ]
        )
    # Pages that hold nothing else are alike, and no heads.
    return found if any(map(any, found)) else trimmed


def _trimmed(page: list[str]) -> list[str]:
    first = next((at for at, line in enumerate(page) if line), len(page))
    last = next((at for at in range(len(page) - 1, -1, -1) if page[at]), -1)
    return page[first : last + 1]
