"""Word documents are read as Word shows them."""

from __future__ import annotations

import io

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from ingest.errors import Shell
from ingest.formats import pdf
from ingest.formats.docx import draft_of
from tests import documents

SPACES = (
    nsdecls("w", "wp", "a")
    + ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    + ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    + ' xmlns:v="urn:schemas-microsoft-com:vml"'
)
FIRST, LAST = "The harbour of Oldtown opened again on Monday.", "Ferries left from seven."


def p(inner: str) -> str:
    return f"<w:p>{inner}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f'<w:r>{properties}<w:t xml:space="preserve">{text}</w:t></w:r>'


def sdt(inner: str, properties: str = "") -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"


def box(inner: str) -> str:
    content = f"<w:txbxContent>{inner}</w:txbxContent>"
    choice = f"<mc:Choice Requires='wps'><w:drawing><wps:txbx>{content}</wps:txbx></w:drawing></mc:Choice>"
    fallback = f"<mc:Fallback><w:pict><v:textbox>{content}</v:textbox></w:pict></mc:Fallback>"
    return f"<w:r><mc:AlternateContent>{choice}{fallback}</mc:AlternateContent></w:r>"


def tc(inner: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def made(*blocks: str) -> bytes:
    document = docx.Document()
    document.core_properties.author = ""
    body = parse_xml(f"<w:body {SPACES}>{''.join(blocks)}</w:body>")
    for element in list(body):
        document.element.body.insert(len(document.element.body) - 1, element)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


MOVED = p(f"<w:moveFrom>{r('4,800 could be kept.')}</w:moveFrom>{r('3,100 could be kept.')}")
REVISED = p(f"<w:del><w:r><w:delText>41</w:delText></w:r></w:del><w:ins>{r('14')}</w:ins>{r(' were hurt.')}")
RUBY = p(f"<w:r><w:ruby><w:rt>{r('とう')}</w:rt><w:rubyBase>{r('東')}</w:rubyBase></w:ruby></w:r>{r('京で会談。')}")
FIELD = p(f"<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>{r('Page 3 says.')}")
HIDDEN = p(r("Seen. ") + r("No.", "<w:rPr><w:vanish/></w:rPr>") + r("Yes.", "<w:rPr><w:vanish w:val='0'/></w:rPr>"))
LINKS = p(f"<w:smartTag>{r('Oldtown')}</w:smartTag><w:hyperlink>{r(' links.')}</w:hyperlink>")
TABLE = (
    "<w:tbl><w:tr>" + tc(sdt(p(r("Name")))) + tc(p(r("Votes")), "<w:vMerge w:val='restart'/>") + "</w:tr>"
    + sdt("<w:tr>" + tc(p(r("Moss"))) + tc(p(r("Votes")), "<w:vMerge/>") + "</w:tr>")
    + "<w:tr><w:trPr><w:del/></w:trPr>" + tc(p(r("Gone"))) + "</w:tr></w:tbl>"
)  # fmt: skip


@pytest.mark.parametrize(
    ("block", "shown"),
    [
        (MOVED, ["3,100 could be kept."]),
        (p(f"<w:moveTo>{r('It was moved here.')}</w:moveTo>"), ["It was moved here."]),
        (REVISED, ["14 were hurt."]),
        (sdt(p(r("In a control.")) + sdt(p(r("And one within.")))), ["In a control.", "And one within."]),
        (p(r("Inline ") + sdt(r("control")) + r(" here.")), ["Inline control here."]),
        (p(r("Date: ") + sdt(r("Click to enter"), "<w:showingPlcHdr/>")), ["Date:"]),
        (p(r("Beside it.") + box(p(r("In the box.")) + p(r("Its end.")))), ["Beside it.", "In the box.", "Its end."]),
        (RUBY, ["東京で会談。"]),
        (FIELD, ["Page 3 says."]),
        (HIDDEN, ["Seen. Yes."]),
        (LINKS, ["Oldtown links."]),
        (TABLE, ["Name | Votes\nMoss"]),
    ],
    ids=["moved away", "moved here", "revised", "controls", "inline", "placeholder", "box", "ruby", "field", "hidden",
        "links", "table"],
)  # fmt: skip
def test_a_document_is_read_as_word_shows_it(block: str, shown: list[str]) -> None:
    found = draft_of(made(p(r(FIRST)), block, p(r(LAST)))).text
    assert found == "\n\n".join((FIRST, *shown, LAST))


def test_a_document_that_is_one_content_control_has_its_text() -> None:
    assert draft_of(made(sdt(p(r(FIRST)) + p(r(LAST))))).text == f"{FIRST}\n\n{LAST}"
    with pytest.raises(Shell):
        draft_of(made(sdt(p(r("Click or tap here to enter text.")), "<w:showingPlcHdr/>")))


@pytest.mark.parametrize("title", ["Word Document", "Document1", "Dokument", "Untitled", "Microsoft Word - talks.docx"])
def test_what_a_program_writes_by_itself_is_no_title(title: str) -> None:
    assert draft_of(documents.docx(("Normal", FIRST), title=title)).title is None


@pytest.mark.parametrize("title", ["The document that ended a career", "Words and documents"])
def test_a_title_that_speaks_of_documents_is_one(title: str) -> None:
    assert draft_of(documents.docx(("Normal", FIRST), title=title)).title == title


@pytest.mark.parametrize(
    ("author", "authors"),
    [
        ("anonymous", ()),
        ("(unspecified)", ()),
        ("Microsoft Office User", ()),
        ("python-docx", ()),
        ("", ()),
        ("Anna Guest", ("Anna Guest",)),
        ("Owner Smith", ("Owner Smith",)),
    ],
)
def test_what_a_program_writes_for_who_is_unnamed_is_no_author(author: str, authors: tuple[str, ...]) -> None:
    assert draft_of(documents.docx(("Normal", FIRST), author=author)).authors == authors
    page = documents.pdf([[FIRST]], info={"Author": author})
    assert pdf.draft_of(page).authors == authors
