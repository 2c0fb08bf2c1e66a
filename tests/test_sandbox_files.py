"""Files that are read apart or unpacked, through the ingest itself: `bad` ones are named, the rest go in."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from ingest import articles
from ingest.drafts import Draft
from ingest.settings import IngestSettings
from ingest.syncing import sync
from tests import documents
from vectorstore.library import Library
from vectorstore.settings import StoreSettings

STORY = "The harbour of Oldtown opened again on Monday after three years of work that had cost the town dearly."


@pytest.mark.slow
def test_b8_b10_documents_would_stop_the_run_or_be_lost_in_it(tmp_path: Path, settings: StoreSettings) -> None:
    folder = tmp_path / "desk"
    folder.mkdir()
    lines = "".join(
        json.dumps({"url": f"https://a.example/{n}", "text": f"{STORY} Number {n}."}) + "\n" for n in range(2)
    )
    files = {
        "a.pdf": documents.pdf([[STORY[:57], STORY[58:]]]),
        "b.docx": documents.docx(("Title", "A title"), ("Normal", f"{STORY} In Word.")),
        "c.txt.gz": gzip.compress(f"{STORY} In gzip.".encode()),
        "d.jsonl.gz": gzip.compress(lines.encode()),
        "bad-scan.pdf": documents.pdf([[]]),
        "bad-bomb.docx": documents.with_members(documents.docx(("Normal", STORY)), {"word/x.xml": bytes(50_000_000)}),
        "bad-bomb.txt.gz": gzip.compress(bytes(40_000_000)),
        "bad-cut.jsonl.gz": gzip.compress(lines.encode())[:-12],
        "bad-image.pdf": b"\x89PNG\r\n\x1a\n" + bytes(99),
    }
    for name, raw in files.items():
        (folder / name).write_bytes(raw)
    summary = sync([folder], settings=settings)
    assert {named.source: named.reason for named in summary.failed} == {
        "bad-scan.pdf": "the PDF holds no text (a scan?)",
        "bad-bomb.docx": "a part of the document unpacks to far more than a document needs (a bomb?)",
        "bad-bomb.txt.gz": "unpacked it is larger than INGEST_MAX_BYTES (20,000,000 bytes)",
        "bad-cut.jsonl.gz": "the gzip data is damaged or ends too early",
        "bad-image.pdf": "the PDF is broken",
    }
    assert (summary.exit_code, summary.added) == (1, 5)
    with Library.open(settings) as library:
        texts = {article.id: article.text for article in library.articles()}
    assert texts["a.pdf"] == STORY
    assert texts["b.docx"].endswith("In Word.")
    assert texts["c.txt.gz"].endswith("In gzip.")
    again = sync([folder], settings=settings)
    assert (again.unchanged, again.embedded) == (5, 0)


@pytest.mark.parametrize(
    ("page", "apart"),
    [
        ("<div>" * 50_000 + STORY + "</div>" * 50_000, True),
        ("<p>" + STORY + "x" * 3_100_000, True),
        ("<ul>" + "<li>a" * 2_000 + "</ul>" + "<p>" + STORY, False),
        (f"<article><h1>A title</h1><p>{STORY}</p></article>", False),
    ],
    ids=["deep", "large", "list without end tags", "plain"],
)
def test_b7_a_deep_page_would_be_parsed_in_this_process(
    monkeypatch: pytest.MonkeyPatch, page: str, apart: bool
) -> None:
    asked: list[str] = []

    def read_apart(task: str, raw: bytes) -> Draft:
        asked.append(task)
        return Draft(text=STORY)

    monkeypatch.setattr(articles, "read_apart", read_apart)
    articles.page_draft(page)
    assert bool(asked) is apart


def test_the_limit_of_a_packed_file_would_not_be_the_setting(tmp_path: Path, settings: StoreSettings) -> None:
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress((STORY * 100).encode()))
    summary = sync([tmp_path / "a.txt.gz"], settings=settings, ingest=IngestSettings(ingest_max_bytes=5_000))
    assert "INGEST_MAX_BYTES (5,000 bytes)" in summary.failed[0].reason
