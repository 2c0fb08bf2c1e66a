"""Which of two texts of an article stays: a correction is taken, an opening never displaces a whole text."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ingest.articles import why_not
from ingest.drafts import Draft
from ingest.settings import IngestSettings
from ingest.syncing import sync
from tests.desk import Desk, opened_desk
from tests.pages import article as page_of
from tests.store import WordEmbedder, article
from vectorstore.library import Library
from vectorstore.settings import StoreSettings

FIELD = Path(__file__).parents[2] / "shared" / "field"
MORNING, NOON = datetime(2024, 3, 5, 8, tzinfo=UTC), datetime(2024, 3, 5, 12, tzinfo=UTC)
CLOSED = "the outlet shows the rest to subscribers only"
LONG, SHORT, CUT = (
    "The blast hurt forty-one people. Two men were arrested.",
    "The blast hurt fourteen.",
    "The blast hurt …",
)


@pytest.fixture
def desk(settings: StoreSettings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    with opened_desk(settings, WordEmbedder(), monkeypatch) as desk:
        yield desk


@pytest.mark.parametrize(
    ("held", "given", "taken"),
    [
        ((LONG, None, None), (SHORT, None, None), True),
        ((LONG, None, MORNING), (SHORT, None, NOON), True),
        ((LONG, None, NOON), (SHORT, None, MORNING), False),
        ((SHORT, None, NOON), (LONG, None, MORNING), False),
        ((LONG, CLOSED, None), (SHORT, CLOSED, None), True),
        ((LONG, CLOSED, MORNING), (SHORT, CLOSED, NOON), True),
        ((LONG, CLOSED, MORNING), (CUT, CLOSED, NOON), True),
        ((SHORT, CLOSED, NOON), (LONG, CLOSED, MORNING), False),
        ((LONG, CLOSED, MORNING), (CUT, CLOSED, MORNING), False),  # the same edition, of which less is shown
        ((LONG, CLOSED, None), (CUT, CLOSED, None), False),
        ((CUT, CLOSED, None), (LONG, CLOSED, None), True),
        ((LONG, None, MORNING), (SHORT, CLOSED, NOON), False),
        ((SHORT, None, MORNING), (LONG, CLOSED, NOON), False),
        ((LONG, CLOSED, NOON), (SHORT, None, MORNING), True),  # a whole text completes an opening, old or not
        ((SHORT, None, None), (SHORT + " It was an accident.", CLOSED, None), True),  # an opening all along
        ((LONG, None, None), (LONG, CLOSED, None), True),
    ],
)  # fmt: skip
def test_the_newer_of_two_alike_wins_and_an_opening_never_displaces_a_whole_text(
    held: tuple[str, str | None, datetime | None], given: tuple[str, str | None, datetime | None], taken: bool
) -> None:
    before = replace(article("a", held[0]), partial=held[1], modified=held[2])
    assert (why_not(Draft(text=given[0], partial=given[1], modified=given[2]), before) is None) == taken


def test_a_file_is_read_as_its_owner_left_it() -> None:
    before = replace(article("a", LONG), modified=NOON)
    assert why_not(Draft(text=SHORT, modified=MORNING), before, same_file=True) is None


EDITIONS = {
    "en": ("The foundry blast hurt forty-one people in Elde, a doctor said.", "fourteen people", "forty-one"),
    "de": ("Bei der Explosion in Elde wurden 41 Menschen verletzt, sagte ein Arzt.", "14 Menschen", "41 Menschen"),
    "ko": ("엘데 공장 폭발로 마흔한 명이 다쳤다고 의사가 화요일에 말했다.", "열네 명", "마흔한 명"),
}


@pytest.mark.parametrize("language", EDITIONS)
def test_a_shorter_correction_is_taken_from_an_outlet_that_marks_all_as_not_free(desk: Desk, language: str) -> None:
    first, after, before = EDITIONS[language]
    wall = "<aside class='paywall-offer'>Abo</aside>"
    more = "<p>The foundry employs 230 people and stays shut until the inspectors have been there, the county said.</p>"
    for edition, hour in ((f"<p>{first}</p>{more}{wall}", 8), (f"<p>{first.replace(before, after)}</p>{wall}", 12)):
        data = {"dateModified": f"2024-03-05T{hour:02}:00:00Z", "isAccessibleForFree": False}
        desk.site.page("/1", page_of(edition, title="Blast in Elde foundry", **data))
        desk.run(desk.site.url("/1"))
    (text,) = desk.texts().values()
    assert after in text
    assert before not in text


@pytest.mark.skipif(not FIELD.exists(), reason="the field's small inputs are not here")
def test_the_closed_page_that_was_corrected_answers_with_its_correction(tmp_path: Path) -> None:
    settings = StoreSettings(_env_file=None, dateline_data=tmp_path / "data")
    folder = tmp_path / "pages"
    folder.mkdir()
    for version in ("v1", "v2"):
        shutil.copy(FIELD / f"closed-correction-{version}.html", folder / "blast.html")
        sync([folder], settings=settings, ingest=IngestSettings(_env_file=None), embedder=WordEmbedder())
    with Library.open(settings, embedder=WordEmbedder()) as library:
        (found,) = library.articles()
        assert "hurt fourteen people" in found.text
