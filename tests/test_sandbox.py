from __future__ import annotations

import gzip
import stat
import sys
import time
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from ingest.errors import Shell, Unreadable
from ingest.formats import archives
from ingest.sandbox.parent import Limits, read_apart
from tests import documents

STORY = [
    "Harbour Gazette - 12 May 2026",
    "The harbour of Oldtown opened again on Monday after three years of work that had cost",
    "the town 41 million euros, twice what the council had planned. Ferries left from seven o'-",
    "clock, and the first ship to moor was the Nordlicht.",
    "The mayor called it a good day. Fishermen said that the new quay was too high for their",
    "boats, and that nobody had asked them before the con-",
    "crete was poured.",
    "1",
]
MORE = [
    "Harbour Gazette - 12 May 2026",
    "A second phase is to begin in autumn. It will cost another nine million euros, the council",
    "said, and nobody knows yet who is going to pay for it.",
    "2",
]


def test_a_pdf_would_be_lines_and_running_heads_instead_of_paragraphs() -> None:
    raw = documents.pdf([STORY, MORE, ["Harbour Gazette - 12 May 2026", "The end of it is open.", "3"]],
                        info={"Title": "The harbour opens", "Author": "Ida Moss; Tom Reed"})  # fmt: skip
    draft = read_apart("pdf", raw)
    assert draft.title == "The harbour opens"
    assert draft.authors == ("Ida Moss", "Tom Reed")
    assert draft.published is None
    assert "after three years of work that had cost the town 41 million euros" in draft.text
    assert "before the concrete was poured." in draft.text
    assert "Gazette" not in draft.text
    assert "\n1" not in draft.text
    assert "another nine million euros, the council said" in draft.text


@pytest.mark.parametrize("title", ["Microsoft Word - draft3.doc", "Untitled", "harbour.indd"])
def test_a_programs_file_name_would_be_a_pdfs_title(title: str) -> None:
    assert read_apart("pdf", documents.pdf([STORY], info={"Title": title})).title is None


def many_pages(number: int) -> bytes:
    kids = " ".join(f"{3 + each} 0 R" for each in range(number))
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"
    return documents.written(
        [b"<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Count {number} /Kids [{kids}] >>".encode()]
        + [page] * number,
        "/Root 1 0 R",
    )


def one_page_many_times() -> bytes:
    kids = "3 0 R " * 20_000
    return documents.written(
        [b"<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Count 20000 /Kids [{kids}] >>".encode(),
         b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"], "/Root 1 0 R")  # fmt: skip


def page_loop() -> bytes:
    return documents.written(
        [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 2 /Kids [2 0 R 2 0 R] /Parent 2 0 R >>"],
        "/Root 1 0 R",
    )


def encrypted() -> bytes:
    import io

    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter()
    for page in PdfReader(io.BytesIO(documents.pdf([STORY]))).pages:
        writer.add_page(page)
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def flate_bomb() -> bytes:
    packer = zlib.compressobj(1)
    packed = b"".join(packer.compress(bytes(1_000_000)) for _ in range(300)) + packer.flush()
    return documents.pdf([STORY], streams={0: packed})


@pytest.mark.parametrize(
    ("name", "make", "reason"),
    [
        ("b8 no text", lambda: documents.pdf([[], []]), "no text"),
        ("b9 encrypted", encrypted, "encrypted"),
        ("b9 broken", lambda: documents.pdf([STORY])[:300], "broken"),
        ("b9 not a pdf", lambda: b"%PDF-1.7\nrubbish", "broken"),
        ("b9 empty", lambda: b"", "broken"),
        ("b9 one page 20,000 times", one_page_many_times, "no text"),
        ("b9 three thousand pages", lambda: many_pages(3_000), "more than 2,000 pages"),
        ("b9 pages that hold themselves", page_loop, "broken|no text"),
        ("b9 flate bomb", flate_bomb, "bomb"),
    ],
)
def test_b8_b9_a_harmful_pdf_would_hang_fill_or_end_the_run(name: str, make: Callable[[], bytes], reason: str) -> None:
    raw = make()
    began = time.monotonic()
    with pytest.raises((Unreadable, Shell), match=reason):
        read_apart("pdf", raw, limits=Limits(seconds=8, memory=700_000_000))
    assert time.monotonic() - began < 12


def test_a_document_would_take_more_memory_or_time_than_its_limits() -> None:
    with pytest.raises(Unreadable, match="MB of memory"):
        read_apart("pdf", bytes(300_000_000), limits=Limits(memory=250_000_000))
    with pytest.raises(Unreadable, match="longer than 0 seconds"):
        read_apart("pdf", documents.pdf([STORY]), limits=Limits(seconds=0.01))


def test_a_text_larger_than_the_output_limit_would_fill_the_disk() -> None:
    raw = documents.docx(("Normal", "word " * 100_000))
    with pytest.raises(Unreadable, match="larger than"):
        read_apart("docx", raw, limits=Limits(output=100_000))


def test_a_reader_that_crashes_would_end_the_run() -> None:
    with pytest.raises(Unreadable, match="crashed"):
        read_apart("no such task", b"")


def test_keys_would_be_visible_to_a_document_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the child's place, a script that notes its environment."""
    child = tmp_path / "child"
    child.write_text(f"#!/bin/sh\nenv > {tmp_path}/environment\n")
    child.chmod(0o755)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-canary")
    monkeypatch.setattr(sys, "executable", str(child))
    with pytest.raises(Unreadable, match="crashed"):
        read_apart("pdf", b"")
    noted = (tmp_path / "environment").read_text()
    assert "PATH=" in noted
    assert "sk-canary" not in noted


def test_a_word_documents_lists_tables_or_hidden_words_would_be_misread() -> None:
    import io

    import docx as library

    raw = documents.docx(
        ("Title", "The harbour opens"),
        ("Normal", "The harbour of Oldtown opened on Monday."),
        ("List Bullet", "a quay of 300 metres"),
        [["Year", "Ships"], ["2025", "412"]],
        author="Ida Moss",
    )
    document = library.Document(io.BytesIO(raw))
    document.add_paragraph("Seen ").add_run("unseen instruction").font.hidden = True
    out = io.BytesIO()
    document.save(out)
    draft = read_apart("docx", out.getvalue())
    assert draft.title == "The harbour opens"
    assert draft.authors == ("Ida Moss",)
    assert draft.text == (
        "The harbour of Oldtown opened on Monday.\n\n- a quay of 300 metres\n\nYear | Ships\n2025 | 412\n\nSeen"
    )


PLAIN = documents.docx(("Normal", "The harbour of Oldtown opened on Monday."))
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + b"]><x>&j;</x>"
)


@pytest.mark.parametrize(
    ("name", "make", "reason"),
    [
        ("b10 bomb", lambda: packed({"word/media/x.xml": bytes(50_000_000)}), "far more than"),
        ("b10 slip", lambda: packed({"../../etc/cron.d/x": b"x"}), "leads out of it"),
        ("b10 windows slip", lambda: packed({"..\\..\\x": b"x"}), "leads out of it"),
        ("b10 absolute", lambda: packed({"/etc/x": b"x"}), "leads out of it"),
        ("b10 symlink", lambda: packed({"word/x": b"/etc/passwd"}, mode=stat.S_IFLNK | 0o777), "symbolic link"),
        ("b10 many parts", lambda: packed({f"x/{n}": b"" for n in range(3_000)}), "more than 2,000 parts"),
        ("broken", lambda: PLAIN[:-200], "broken"),
        ("a zip of other things", lambda: documents.with_members(b"", {"a.txt": b"hello"}), "broken"),
        ("empty", lambda: documents.docx(("Normal", " ")), "without text"),
    ],
)
def test_b10_a_harmful_word_document_would_be_unpacked(name: str, make: Callable[[], bytes], reason: str) -> None:
    with pytest.raises((Unreadable, Shell), match=reason):
        read_apart("docx", make())


def packed(members: dict[str, bytes], *, mode: int = 0) -> bytes:
    return documents.with_members(PLAIN, members, mode=mode)


def test_b12_laughs_in_a_word_document_would_fill_the_memory() -> None:
    import io
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(PLAIN)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            new.writestr(member, LAUGHS if member.filename == "word/document.xml" else old.read(member))
    began = time.monotonic()
    with pytest.raises((Unreadable, Shell)):
        read_apart("docx", out.getvalue())
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (gzip.compress(bytes(40_000_000)), "larger than INGEST_MAX_BYTES"),
        (gzip.compress(gzip.compress(b"text")), "within gzip"),
        (gzip.compress(b"text " * 99)[:-10], "too early"),
        (b"\x1f\x8b\x08\x00rubbish-rubbish", "damaged"),
    ],
    ids=["bomb", "gzip in gzip", "cut", "damaged"],
)
def test_b10_a_gzip_bomb_or_loop_would_be_unpacked(raw: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        archives.gunzip(raw, max_bytes=1_000_000)


def test_a_gzip_file_of_several_members_would_be_cut() -> None:
    raw = gzip.compress(b"one ") + gzip.compress(b"two") + b"\x00\x00"
    assert archives.gunzip(raw, max_bytes=100) == b"one two"


def test_b7_a_monstrous_page_would_hang_or_fill_the_run() -> None:
    page = "<div>" * 50_000 + "deep" + "</div>" * 50_000
    began = time.monotonic()
    with suppress(Unreadable, Shell):
        read_apart("html", page.encode(), limits=Limits(seconds=10, memory=900_000_000))
    assert time.monotonic() - began < 12
