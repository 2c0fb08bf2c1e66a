"""Documents made by the tests: PDFs written by hand, Word documents by python-docx, and harmful ones of both."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping, Sequence


def pdf(
    pages: Sequence[Sequence[str]], *, info: Mapping[str, str] | None = None, streams: Mapping[int, bytes] | None = None
) -> bytes:
    """A PDF with these lines on its pages; `streams` replaces a page's content by bytes already packed."""
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", b""]
    kids: list[str] = []
    for number, lines in enumerate(pages):
        content = "BT /F1 11 Tf 50 780 Td 14 TL " + " ".join(f"({_escaped(line)}) Tj T*" for line in lines) + " ET"
        packed = (streams or {}).get(number) or zlib.compress(content.encode("cp1252"))
        objects.append(b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(packed) + packed + b"\nendstream")
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    objects[2] = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    trailer = "/Root 1 0 R"
    if info:
        objects.append(
            ("<< " + " ".join(f"/{name} ({_escaped(text)})" for name, text in info.items()) + " >>").encode()
        )
        trailer += f" /Info {len(objects)} 0 R"
    return written(objects, trailer)


def written(objects: Sequence[bytes], trailer: str) -> bytes:
    """A PDF file of these objects, numbered from 1."""
    out = io.BytesIO()
    out.write(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n" % number + content + b"\nendobj\n")
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(f"trailer << /Size {len(objects) + 1} {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode())
    return out.getvalue()


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def docx(*blocks: tuple[str, str] | list[list[str]], title: str = "", author: str = "") -> bytes:
    """A Word document of `(style, text)` paragraphs and tables."""
    import docx as library

    document = library.Document()
    document.core_properties.title = title
    document.core_properties.author = author
    for block in blocks:
        if isinstance(block, list):
            table = document.add_table(len(block), len(block[0]))
            for row, texts in zip(table.rows, block, strict=True):
                for cell, text in zip(row.cells, texts, strict=True):
                    cell.text = text
        else:
            document.add_paragraph(block[1], style=block[0])
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def with_members(document: bytes, members: Mapping[str, bytes], *, mode: int = 0) -> bytes:
    """The document with more parts in its container; `mode` is their Unix mode, to make a link of one."""
    out = io.BytesIO(document)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = mode << 16
            archive.writestr(entry, content)
    return out.getvalue()


def painted(*contents: str, page: str = "", resources: str = "", more: Sequence[bytes] = ()) -> bytes:
    """A PDF whose pages are painted by these operators, in Helvetica (/F1). `page` and `resources` are added to each
    page's dictionaries, `more` are objects numbered from 4."""
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        *more,
    ]
    kids: list[str] = []
    for content in contents:
        raw = content.encode("cp1252")
        objects.append(b"<< /Length %d >>\nstream\n" % len(raw) + raw + b"\nendstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(objects)} 0 R {page}"
            f" /Resources << /Font << /F1 3 0 R /F2 4 0 R >> {resources} >> >>".encode()
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    return written(objects, "/Root 1 0 R")


def at(x: float, y: float, *lines: str, size: float = 10, leading: float = 13, before: str = "") -> str:
    """Operators that show lines below each other from (x, y); `before` stands within the text object."""
    shown = " ".join(f"({_escaped(line)}) Tj T*" for line in lines)
    return f"BT {before} /F1 {size} Tf {x} {y} Td {leading} TL {shown} ET "


def hebrew(text: str, *, visual: bool) -> tuple[str, bytes, bytes]:
    """A line of Hebrew for `painted`: (the string's hex, its font, the font's ToUnicode); each letter half a point of
    the size wide. In logical order each letter is placed to the left of the one before."""
    letters = sorted(set(text))
    codes = {letter: number for number, letter in enumerate(letters, start=1)}
    mapping = "\n".join(f"<{codes[one]:02x}> <{ord(one):04x}>" for one in letters)
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def\n"
        "1 begincodespacerange <00> <ff> endcodespacerange\n"
        f"{len(letters)} beginbfchar\n{mapping}\nendbfchar endcmap end end"
    ).encode()
    widths = " ".join("500" for _ in letters)
    font = (
        f"<< /Type /Font /Subtype /TrueType /BaseFont /Test /FirstChar 1 /LastChar {len(letters)} /Widths [{widths}]"
        " /FontDescriptor << /Type /FontDescriptor /FontName /Test /Flags 4 /Ascent 800 /Descent -200"
        " /FontBBox [0 -200 500 800] >> /ToUnicode 5 0 R >>"
    ).encode()
    shown = text[::-1] if visual else text
    return (
        "".join(f"{codes[one]:02x}" for one in shown),
        font,
        b"<< /Length %d >>\nstream\n" % len(cmap) + cmap + b"\nendstream",
    )
