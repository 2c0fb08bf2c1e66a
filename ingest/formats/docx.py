"""DOCX: the text that a reader of the document sees. Runs in a child process (ingest/sandbox)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from ingest import fields
from ingest.characters import neutralise
from ingest.drafts import Draft
from ingest.errors import Shell, Unreadable
from ingest.formats.archives import check_container
from ingest.titles import without_account, without_software

if TYPE_CHECKING:
    from docx.document import Document

_DEEPEST_TABLE = 6
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


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
        text = "\n\n".join(_blocks(document.element.body, document))
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
    title = fields.name(heading or without_software(given["title"]), "the title", notes)
    return Draft(
        text=_without_first(text, title).strip(),
        title=title,
        authors=fields.people(without_account(given["author"]), notes),
        language=fields.language(given["language"]),
        notes=tuple(notes),
        neutralised=neutralised,
    )


def _blocks(container: Any, document: Document, *, depth: int = 0) -> Iterator[str]:
    """The paragraphs and tables of a body, a cell or a text box, those in content controls too."""
    for element in _unwrapped(container):
        match _name(element):
            case "p":
                yield from _paragraph(element, document, depth=depth)
            case "tbl" if depth <= _DEEPEST_TABLE:
                yield from _table(element, document, depth=depth)


def _unwrapped(container: Any) -> Iterator[Any]:
    """The elements in a container, without the content controls and other wrappings around them."""
    for element in container:
        match _name(element):
            case "sdt" | "sdtContent" | "customXml" | "ins" | "moveTo":
                if not _is_placeholder(element):
                    yield from _unwrapped(element)
            case _:
                yield element


def _is_placeholder(control: Any) -> bool:
    """Whether a content control shows what is to be filled in there ("Click here …")."""
    properties = _child(control, "sdtPr")
    return properties is not None and _is_on(_child(properties, "showingPlcHdr"))


def _paragraph(element: Any, document: Document, *, depth: int) -> Iterator[str]:
    """A paragraph's text, and then that of the text boxes that hang on it."""
    text = "".join(_visible(element)).strip()
    if text:
        yield f"- {text}" if _style(element, document).startswith("List") else text
    if depth <= _DEEPEST_TABLE:
        for box in _boxes(element):
            yield from _blocks(box, document, depth=depth + 1)


def _boxes(element: Any) -> Iterator[Any]:
    """The contents of text boxes; those that are written a second time, for older programs, once."""
    for inner in element:
        match _name(inner):
            case "txbxContent":
                yield inner
            case "Fallback" | "del" | "moveFrom":
                continue
            case _:
                yield from _boxes(inner)


def _table(element: Any, document: Document, *, depth: int) -> Iterator[str]:
    """A row a line, its cells parted by bars; merged cells once."""
    rows: list[str] = []
    for row in _unwrapped(element):
        properties = _child(row, "trPr")
        if _name(row) != "tr" or (properties is not None and _child(properties, "del") is not None):
            continue
        cells = [
            " ".join(" ".join(_blocks(cell, document, depth=depth + 1)).split())
            for cell in _unwrapped(row)
            if _name(cell) == "tc" and not _goes_on(cell)
        ]
        if any(cells):
            rows.append(" | ".join(cells))
    if rows:
        yield "\n".join(rows)


def _goes_on(cell: Any) -> bool:
    """Whether a cell is the lower part of one that was merged with those below it."""
    properties = _child(cell, "tcPr")
    merged = _child(properties, "vMerge") if properties is not None else None
    return merged is not None and merged.get(_W + "val", "continue") == "continue"


def _visible(element: Any) -> Iterator[str]:
    """The text of a paragraph's runs, tracked insertions too, without what is deleted, moved away or hidden, without
    what is written over a word to say how it is read, and without its text boxes."""
    for inner in element:
        match _name(inner):
            case "t":
                yield inner.text or ""
            case "tab":
                yield " "
            case "noBreakHyphen":
                yield "-"
            case "br" | "cr":
                yield "\n"
            case "del" | "moveFrom" | "rt" | "Fallback" | "txbxContent" | "pPr" | "rPr" | "sdtPr":
                continue
            case "r" if _is_hidden(inner):
                continue
            case "sdt" if _is_placeholder(inner):
                continue
            case _:
                yield from _visible(inner)


def _is_hidden(run: Any) -> bool:
    properties = _child(run, "rPr")
    return properties is not None and _is_on(_child(properties, "vanish"))


def _name(element: Any) -> str:
    """An element's name in whatever namespace; a comment has none."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _child(element: Any, name: str) -> Any:
    return element.find(_W + name)


def _is_on(toggle: Any) -> bool:
    return toggle is not None and toggle.get(_W + "val", "true") not in ("0", "false", "off")


def _style(paragraph: Any, document: Document) -> str:
    from docx.text.paragraph import Paragraph

    style = Paragraph(paragraph, document._body).style
    return (style.name or "") if style is not None else ""


def _title_paragraph(document: Document) -> str | None:
    """The paragraph in the title style, else a first-level heading at the very top."""
    paragraphs = (element for element in _unwrapped(document.element.body) if _name(element) == "p")
    for number, paragraph in enumerate(islice(paragraphs, 10)):
        style = _style(paragraph, document)
        text = "".join(_visible(paragraph)).strip()
        if text and (style == "Title" or (style == "Heading 1" and number == 0)):
            return text
    return None


def _without_first(text: str, title: str | None) -> str:
    first, newline, rest = text.lstrip("\n").partition("\n")
    return rest if title and newline and first.strip() == title else text
