"""What people write above a text about it, dates that only an address holds, and what could not be understood."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.answering.rendering import _about
from ingest import plaintext
from ingest.articles import with_metadata_of
from ingest.bylines import byline_of
from ingest.reporting import Summary
from ingest.syncing import sync
from tests.store import WordEmbedder, article
from vectorstore.library import Library
from vectorstore.model import Article
from vectorstore.settings import StoreSettings

STORY = (
    "The market hall of Ostby sold more perch in December than in the whole year before, and the price rose to "
    "nineteen crowns a kilo.\n\nFishermen said on Friday that the ice had come late, so that their nets lay out for "
    "five weeks longer than they do in other winters."
)

BYLINES = [
    ("By Anna Smith, 12 January 2024", ("Anna Smith",), date(2024, 1, 12)),
    ("By ANNA SMITH and TOM REED | January 12, 2024", ("ANNA SMITH", "TOM REED"), date(2024, 1, 12)),
    ("Published 12 January 2024 by Anna Smith", ("Anna Smith",), date(2024, 1, 12)),
    ("12 January 2024, 10:30 · By Anna Smith", ("Anna Smith",), date(2024, 1, 12)),
    ("By Anna Smith, Ostby, 2024-01-12", ("Anna Smith",), date(2024, 1, 12)),
    ("Von Anna Schmitt, 12. Januar 2024", ("Anna Schmitt",), date(2024, 1, 12)),
    ("Par Anne Le Goff, le 12 janvier 2024", ("Anne Le Goff",), date(2024, 1, 12)),
    ("Por Ana Ruiz | 12 de enero de 2024", ("Ana Ruiz",), date(2024, 1, 12)),
    ("Door Anna de Vries — 12 januari 2024", ("Anna de Vries",), date(2024, 1, 12)),
    ("Di Anna Rossi, 12 gennaio 2024", ("Anna Rossi",), date(2024, 1, 12)),
    ("Av Anna Berg, 12. januar 2024", ("Anna Berg",), date(2024, 1, 12)),
    ("김민수 기자 2024년 1월 12일", ("김민수",), date(2024, 1, 12)),
    ("记者 王明 2024年1月12日", ("王明",), date(2024, 1, 12)),
    ("Veröffentlicht am 12.01.2024", (), date(2024, 1, 12)),
    ("By Anna Smith", ("Anna Smith",), None),
]


@pytest.mark.parametrize(("line", "authors", "day"), BYLINES, ids=[line for line, _, _ in BYLINES])
def test_a_byline_says_who_and_when(line: str, authors: tuple[str, ...], day: date | None) -> None:
    for markdown in (False, True):
        top = f"*{line}*" if markdown else line
        draft = plaintext.draft_of(f"Perch is dear in Ostby\n\n{top}\n\n{STORY}\n", markdown=markdown)
        assert draft.authors == authors
        assert (draft.published.moment.date() if draft.published else None) == day
        assert draft.text == STORY


@pytest.mark.parametrize(
    ("line", "authors", "unsure"),
    [
        ("By Anna Smith, 01/02/2024", ("Anna Smith",), "01/02/2024"),
        ("Von Ida Moos | 03-04-24", ("Ida Moos",), "03-04-24"),
        ("Par Anne Roy, publié le 03/04/2024", ("Anne Roy",), "03/04/2024"),
        ("Por Ana Ruiz — 03/04/2024 10:15", ("Ana Ruiz",), "03/04/2024"),
        ("Published: 03/04/2024", (), "03/04/2024"),
    ],
)
def test_a_bylines_day_in_numbers_waits_for_the_editors_rule(line: str, authors: tuple[str, ...], unsure: str) -> None:
    draft = plaintext.draft_of(f"Perch are dear in the town\n\n{line}\n\n{STORY}", markdown=False)
    assert (draft.authors, draft.published, draft.unsure_date, draft.doubts) == (authors, None, unsure, ())
    assert line not in draft.text


def test_a_bylines_day_in_numbers_that_is_one_day_only_dates() -> None:
    draft = plaintext.draft_of(f"Perch are dear in the town\n\nBy Anna Smith, 13/02/2024\n\n{STORY}", markdown=False)
    assert draft.published and draft.published.moment.date() == date(2024, 2, 13)


@pytest.mark.parametrize("line", ["Vote of 03/04/2024 by the council", "By Anna Smith, 03/04/2024 and 05/06/2024"])
def test_numbers_in_another_line_are_no_bylines_day(line: str) -> None:
    draft = plaintext.draft_of(f"Perch are dear in the town\n\n{line}\n\n{STORY}", markdown=False)
    assert (draft.unsure_date, len(draft.doubts), line in draft.text) == (None, 1, True)


@pytest.mark.parametrize(
    "line",
    [
        "By Friday, 12 January 2024, all the nets were in",
        "Von wegen: am 12. Januar 2024 war noch Eis",
        "By the end of winter",
        "The fair of 12 January 2024",
        "Par avion et par bateau",
        "From 3 January 2024 to 12 January 2024",
    ],
)
def test_a_headline_that_begins_like_a_byline_is_none(line: str) -> None:
    assert byline_of(line, language=None, text=STORY) is None


HEADS = {
    "one line": "Title: Perch is dear\n\n",
    "German": "Titel: Perch is dear\nQuelle: Seeblick\nDatum: 12. Januar 2024\n\n",
    "Spanish, no empty line": "Título: Perch is dear\nMedio: Seeblick\nFecha: 12 de enero de 2024\n",
    "Chinese colons": "标题：Perch is dear\n来源：Seeblick\n日期：2024年1月12日\n\n",
    "bold labels": "**Title:** Perch is dear\n**Source:** Seeblick\n**Date:** 12 January 2024\n\n",
    "reStructuredText": ":title: Perch is dear\n:source: Seeblick\n:date: 2024-01-12\n\n",
    "Org": "#+TITLE: Perch is dear\n#+SOURCE: Seeblick\n#+DATE: 2024-01-12\n\n",
    "Jekyll": "---\nlayout: post\ntitle: Perch is dear\nsource: Seeblick\ndate: 2024-01-12 10:00:00 +0100\n---\n",
    "Hugo's TOML": '+++\ntitle = "Perch is dear"\nsource = "Seeblick"\ndate = 2024-01-12T10:00:00+01:00\n+++\n',
    "Hugo's JSON": '{\n "title": "Perch is dear",\n "source": "Seeblick",\n "date": "2024-01-12"\n}\n',
    "German YAML": "---\nTitel: Perch is dear\nQuelle: Seeblick\nDatum: 12. Januar 2024\n---\n",
}


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
def test_a_head_in_another_form_or_language_is_read_and_is_no_text(head: str) -> None:
    draft = plaintext.draft_of(head + STORY, markdown=False)
    assert draft.title == "Perch is dear"
    assert head.startswith("Title: ") or (draft.outlet, draft.published and draft.published.moment.date()) == (
        "Seeblick",
        date(2024, 1, 12),
    )
    assert draft.text == STORY
    assert not draft.doubts


@pytest.mark.parametrize(
    ("head", "named"),
    [
        ("Title: Perch is dear\nRubrik: Markt\nDate: 2024-01-12\n\n", "Rubrik: Markt"),
        ("Section: Markets\nDesk: Lakes\n\n", "Section: Markets"),
        ("---\ntitle: Perch is dear\ndate: 03/04/2024\n---\n", "03/04/2024"),
        ("---\ntitle: Perch is dear\ndate: 2024-01-12\n\n", "---"),
        ("Perch is dear in Ostby\n03/04/2024\n\n", "03/04/2024"),
        ("Perch is dear in Ostby\nOstby desk, 03/04/24\n\n", "Ostby desk, 03/04/24"),
        ("Perch is dear in Ostby\nPublished by the lake desk, 12 January 2024\n\n", "lake desk"),
    ],
)
def test_what_looks_like_metadata_and_was_not_understood_is_named(head: str, named: str) -> None:
    draft = plaintext.draft_of(head + STORY, markdown=False)
    assert any(named in doubt for doubt in (*draft.doubts, draft.unsure_date or ""))


@pytest.mark.parametrize(
    "head",
    [
        "Live: the ice is late\n\n",
        "Opinion: Why perch is dear\nThe lakes are empty\n\n",
        "Smith: Will the ice come?\nBerg: It will not.\n\n",
        "Perch is dear in 2024\n\n",
        "Perch is dear: 12 nets, 5 weeks\n\n",
    ],
)
def test_a_headline_with_a_colon_or_a_number_is_no_doubt(head: str) -> None:
    draft = plaintext.draft_of(head + STORY, markdown=False)
    assert not draft.doubts


def ingested(folder: Path, settings: StoreSettings) -> tuple[Summary, dict[str, Article]]:
    summary = sync([folder], settings=settings, embedder=WordEmbedder())
    with Library.open(settings, embedder=WordEmbedder()) as library:
        return summary, {one.path or one.id: one for one in library.articles()}


NAMES = ["2024-01-12-perch-is-dear.md", "20240112_perch.txt", "2024/01/12/perch.txt", "news-2024-01-12.html"]


@pytest.mark.parametrize("name", NAMES)
def test_a_day_in_a_files_name_dates_it_and_is_doubtful(name: str, tmp_path: Path, settings: StoreSettings) -> None:
    path = tmp_path / "news" / name
    path.parent.mkdir(parents=True)
    body = "".join(f"<p>{part}</p>" for part in STORY.split("\n\n"))
    path.write_text(f"<html><body><article><h1>Perch is dear</h1>{body}" if name.endswith("html") else STORY)
    summary, articles = ingested(tmp_path / "news", settings)
    found = articles[name]
    assert (found.published and found.published.date(), found.published_how) == (date(2024, 1, 12), "file name")
    assert "dated 2024-01-12 by its file name alone" in [one.reason for one in summary.doubtful]
    assert summary.undated == 0


@pytest.mark.parametrize("name", ["perch-2024.txt", "2024-01-12-to-2024-02-12.txt", "tel-20241399.txt", "2994-1-1.txt"])
def test_a_name_without_one_whole_day_dates_nothing_and_is_counted(
    name: str, tmp_path: Path, settings: StoreSettings
) -> None:
    (tmp_path / name).write_text(STORY)
    summary, articles = ingested(tmp_path, settings)
    assert articles[name].published is None
    assert summary.undated == 1
    assert "1 of 1 articles has no date." in str(summary)


def test_an_address_dates_what_its_text_does_not(tmp_path: Path, settings: StoreSettings) -> None:
    (tmp_path / "a.txt").write_text(f"Title: Perch\nURL: https://lake.example/2024/01/12/perch\n\n{STORY}")
    (tmp_path / "2024-01-12-b.txt").write_text(f"Title: Pike\nDate: 3 March 2021\n\n{STORY} It was pike.")
    _, articles = ingested(tmp_path, settings)
    found = {one.path: (one.published_how, f"{one.published:%Y-%m-%d}") for one in articles.values()}
    assert found == {"a.txt": ("address", "2024-01-12"), "2024-01-12-b.txt": ("front matter", "2021-03-03")}


def test_a_day_that_only_an_address_holds_is_never_the_newest(tmp_path: Path, settings: StoreSettings) -> None:
    (tmp_path / "2024-06-01-later.txt").write_text(STORY)
    (tmp_path / "stated.txt").write_text(f"Title: Pike\nDate: 3 March 2021\n\n{STORY} It was pike.")
    (tmp_path / "undated.txt").write_text(f"{STORY} It was eel.")
    ingested(tmp_path, settings)
    with Library.open(settings, embedder=WordEmbedder()) as library:
        newest = library.newest()
        order = [one.path for one in library.articles(newest_first=True)]
    assert newest and newest.path == "stated.txt"
    assert order == ["stated.txt", "2024-06-01-later.txt", "undated.txt"]


def test_a_day_that_only_an_address_holds_is_cited_as_such(tmp_path: Path, settings: StoreSettings) -> None:
    (tmp_path / "2024-01-12-perch.txt").write_text(STORY)
    _, articles = ingested(tmp_path, settings)
    assert _about(articles["2024-01-12-perch.txt"], UTC) == "12 Jan 2024, dated by its address"


def test_a_stated_day_outlasts_one_of_an_address() -> None:
    first = article("https://lake.example/2024/01/12/perch", STORY, published=datetime(2024, 1, 11, tzinfo=UTC))
    later = replace(first, published=datetime(2024, 1, 12, tzinfo=UTC), published_how="address")
    assert with_metadata_of(first, later).published == first.published
    assert with_metadata_of(later, first).published == first.published


@pytest.mark.parametrize(
    ("text", "title", "kept"),
    [
        ("Headline: Perch is dear\nPut up on: a day in winter\n\n{}", "Perch is dear", "Put up on: a day in winter"),
        ("Titel: Barsch ist teuer\nRessort: Fischerei\n\n{}", "Barsch ist teuer", "Ressort: Fischerei"),
        ("Section: Sea\nTitle: Perch is dear\n\n{}", "Perch is dear", "Section: Sea"),
    ],
)
def test_one_field_among_lines_that_are_not_understood_is_taken_and_these_are_told(
    text: str, title: str, kept: str
) -> None:
    draft = plaintext.draft_of(text.format(STORY), markdown=False)
    assert draft.title == title
    assert draft.text == STORY and any(kept in doubt for doubt in draft.doubts)


def test_articles_without_a_date_are_counted_among_all_that_were_read_copies_too(
    settings: StoreSettings, tmp_path: Path
) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.txt").write_text(STORY, encoding="utf-8")
    (tmp_path / "2024-01-12-d.txt").write_text(f"{STORY} And more of it.", encoding="utf-8")
    summary = sync([tmp_path], settings=settings, embedder=WordEmbedder())
    assert "3 of 4 articles have no date." in str(summary)
