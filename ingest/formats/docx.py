"""DOCX: the text that a reader of the document sees. Runs in a child process (ingest/sandbox)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ingest import fields
from ingest.characters import neutralise
from ingest.drafts import Draft
from ingest.errors import Shell, Unreadable
from ingest.formats.archives import check_container

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table
    from docx.text.paragraph import Paragraph

_DEEPEST_TABLE = 6


def draft_of(raw: bytes) -> Draft:
    """Raises Unreadable for what is no sound document, Shell for one without text.

    The dates in a document say when it was edited, not when it was published: the article stays undated.
    """
    import docx
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError

    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            check_container(archive)
        document = docx.Document(io.BytesIO(raw))
        text = "\n\n".join(_blocks(document))
        heading = _title_paragraph(document)
        said = document.core_properties
        given = {"title": said.title, "author": said.author, "language": said.language}
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OpcError, LxmlError, KeyError, ValueError, OSError) as error:
        raise Unreadable("the Word document is broken") from error
    except RecursionError:
        raise
    except RuntimeError as error:  # as zipfile tells of a password, and of a packing that it does not know
        raise Unreadable("the Word document is encrypted or packed in a way that can't be read") from error
    text, neutralised = neutralise(text)
    if not any(character.isalnum() for character in text):
        raise Shell("a document without text")
    notes: list[str] = []
    # What the document shows as its title is meant; the property is often a template's.
    title = fields.name(heading or given["title"], "the title", notes)
    return Draft(
        text=_without_first(text, title).strip(),
        title=title,
        authors=() if given["author"] == "python-docx" else fields.people(given["author"] or None, notes),
        language=fields.language(given["language"]),
        notes=tuple(notes),
        neutralised=neutralised,
    )


def _blocks(document: Document) -> Iterator[str]:
    from docx.table import Table

    for block in document.iter_inner_content():
        yield from _table(block) if isinstance(block, Table) else _paragraph(block)


def _paragraph(paragraph: Paragraph) -> Iterator[str]:
    text = _visible(paragraph._p).strip()
    if text:
        yield f"- {text}" if _style(paragraph).startswith("List") else text


def _table(table: Table, *, depth: int = 0) -> Iterator[str]:
    """A row a line, its cells parted by bars; merged cells once."""
    rows: list[str] = []
    for row in table.rows:
        cells: list[str] = []
        seen: set[Any] = set()
        for cell in row.cells:
            if cell._tc in seen:
                continue
            seen.add(cell._tc)
            parts = [text for paragraph in cell.paragraphs for text in _paragraph(paragraph)]
            if depth < _DEEPEST_TABLE:
                parts += [text for inner in cell.tables for text in _table(inner, depth=depth + 1)]
            cells.append(" ".join(" ".join(parts).split()))
        if any(cells):
            rows.append(" | ".join(cells))
    if rows:
        yield "\n".join(rows)


def _visible(paragraph: Any) -> str:
    """The text of a paragraph's runs, tracked insertions too, without what is deleted or hidden."""
    from docx.oxml.ns import qn

    parts: list[str] = []
    for run in paragraph.iter(qn("w:r")):
        properties = run.find(qn("w:rPr"))
        if properties is not None and _is_on(properties.find(qn("w:vanish"))):
            continue
        for piece in run:
            if piece.tag == qn("w:t"):
                parts.append(piece.text or "")
            elif piece.tag in (qn("w:tab"), qn("w:noBreakHyphen")):
                parts.append(" " if piece.tag == qn("w:tab") else "-")
            elif piece.tag in (qn("w:br"), qn("w:cr")):
                parts.append("\n")
    return "".join(parts)


def _is_on(toggle: Any) -> bool:
    from docx.oxml.ns import qn

    return toggle is not None and toggle.get(qn("w:val"), "true") not in ("0", "false", "off")


def _style(paragraph: Paragraph) -> str:
    return (paragraph.style.name or "") if paragraph.style is not None else ""


def _title_paragraph(document: Document) -> str | None:
    """The paragraph in the title style, else a first-level heading at the very top."""
    for number, paragraph in enumerate(document.paragraphs[:10]):
        style = _style(paragraph)
        text = _visible(paragraph._p).strip()
        if text and (style == "Title" or (style == "Heading 1" and number == 0)):
            return text
    return None


def _without_first(text: str, title: str | None) -> str:
    first, newline, rest = text.lstrip("\n").partition("\n")
    return rest if title and newline and first.strip() == title else text
