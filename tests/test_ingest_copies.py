"""One story of several desks: held once, cited with all of them, parted when one of them changes it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.answering.pipeline import Answerer, load_prompt
from bot.answering.rendering import as_json, as_text
from ingest.reporting import Summary
from ingest.syncing import sync
from prompts.stub import StubModel
from tests.store import WordEmbedder
from tests.test_copies import BOATS, COST, FIRST, STORY
from vectorstore.library import Library
from vectorstore.settings import StoreSettings

NOW = datetime(2026, 5, 20, tzinfo=UTC)
CORRECTED = STORY.replace("41 million", "44 million")
MORE = "The quay was built in 1931 by the engineer Olav Berg, and was last repaired in 1978."


class Desk:
    def __init__(self, folder: Path, settings: StoreSettings) -> None:
        self.folder = folder
        self.settings = settings
        self.embedder = WordEmbedder()

    def write(self, name: str, text: str, *, outlet: str, date: str = "2026-05-12", url: str = "") -> Path:
        path = self.folder / f"{name}.md"
        more = f"url: {url}\n" if url else ""
        path.write_text(f"---\ntitle: {outlet} on the quay\noutlet: {outlet}\ndate: {date}\n{more}---\n{text}\n")
        return path

    def ingest(self, *, prune: bool = False, dry_run: bool = False) -> Summary:
        return sync([self.folder], settings=self.settings, embedder=self.embedder, prune=prune, dry_run=dry_run)

    def shares(self) -> dict[str, str | None]:
        """Each article, and the one whose passages it shares."""
        with Library.open(self.settings, embedder=self.embedder) as library:
            return {one.id: one.copy_of for one in library.known().values()}

    def found(self, question: str) -> list[tuple[str, Sequence[str | None]]]:
        with Library.open(self.settings, embedder=self.embedder) as library:
            hits = library.search(question, k=20)
        return sorted({(hit.article.id, tuple(copy.outlet for copy in hit.copies)) for hit in hits})


@pytest.fixture
def desk(tmp_path: Path, settings: StoreSettings) -> Desk:
    folder = tmp_path / "desk"
    folder.mkdir()
    return Desk(folder, settings)


def told(summary: Summary) -> tuple[int, int, int, dict[str, str]]:
    return summary.added, summary.updated, summary.unchanged, {one.source: one.reason for one in summary.skipped}


def test_a_wire_story_would_be_answered_from_each_desk_or_name_only_one(desk: Desk) -> None:
    desk.write("a", STORY, outlet="Gazette")
    desk.write("b", f"OLDTOWN, May 12 (Reuters) - {STORY}\n\nReporting by Ann Lee", outlet="Courier")
    desk.write("c", "\n\n".join((FIRST, COST, BOATS)), outlet="Echo")
    desk.write("d", CORRECTED, outlet="Mail")
    copies = {"b.md": "a copy of a.md", "c.md": "a copy of a.md"}
    dry = desk.ingest(dry_run=True)
    assert (dry.added, dry.failed) == (4, ())  # of new texts, only the same are told before they are compared
    assert told(desk.ingest()) == (2, 0, 0, copies)
    assert desk.shares() == {"a.md": None, "b.md": "a.md", "c.md": "a.md", "d.md": None}
    assert desk.found("quay") == [("a.md", ("Courier", "Echo")), ("d.md", ())]
    again = desk.ingest()
    assert (told(again), again.embedded) == ((0, 0, 2, copies), 0)
    with Library.open(desk.settings, embedder=desk.embedder) as library:
        assert {copy.outlet for copy in library.copies_of("a.md")} == {"Courier", "Echo"}
        answerer = Answerer(library=library, model=StubModel(), prompt=load_prompt(), tz=ZoneInfo("UTC"))
        answer = answerer.answer("How many fishing boats must move to Newtown?", now=NOW)
    cited = {one.outlet: one.also_in for one in answer.citations}
    assert cited["Gazette"] == ("Courier", "Echo")
    assert "(Gazette, 12 May 2026; also in Courier, Echo)" in as_text(answer)
    assert ["Courier", "Echo"] in [one["also_in"] for one in as_json(answer)["citations"]]


def test_a_copy_would_answer_with_words_that_its_original_no_longer_has(desk: Desk) -> None:
    original = desk.write("a", STORY, outlet="Gazette")
    for name in ("b", "c"):
        desk.write(name, f"{STORY}\n\nReporting by {name.upper()}. Lee", outlet=f"Outlet {name}")
    desk.ingest()
    desk.write("a", CORRECTED, outlet="Gazette")
    dry = told(desk.ingest(dry_run=True))
    changed = told(desk.ingest())
    assert changed == dry == (1, 1, 0, {"c.md": "a copy of b.md"})
    assert desk.shares() == {"a.md": None, "b.md": None, "c.md": "b.md"}
    assert desk.found("quay") == [("a.md", ()), ("b.md", ("Outlet c",))]
    # They agree again; then the original goes.
    for name in ("b", "c"):
        desk.write(name, f"{CORRECTED}\n\nReporting by {name.upper()}. Lee", outlet=f"Outlet {name}")
    assert told(desk.ingest()) == (0, 0, 1, {"b.md": "a copy of a.md", "c.md": "a copy of a.md"})
    original.unlink()
    assert desk.ingest(prune=True).removed == 1
    assert desk.shares() == {"b.md": None, "c.md": "b.md"}
    assert Library.check(desk.settings) is None


def test_a_fuller_text_would_stand_beside_its_shortened_copy(desk: Desk) -> None:
    desk.write("a", STORY, outlet="Gazette")
    desk.write("b", f"{STORY}\n\nReporting by B. Lee", outlet="Courier")
    desk.ingest()
    desk.write("c", f"{STORY}\n\n{MORE}", outlet="Echo")
    summary = desk.ingest()
    assert summary.added == 1
    assert desk.shares() == {"a.md": "c.md", "b.md": "c.md", "c.md": None}
    assert desk.found("quay") == [("c.md", ("Gazette", "Courier"))]
    later = f"{STORY}\n\n{MORE}\n\nOn Wednesday the council put off its vote."
    desk.write("d", later, outlet="Mail", date="2026-05-13")
    assert desk.ingest().added == 1
    assert desk.shares()["d.md"] is None, "an update is a story of its own"


def test_copies_of_an_article_that_another_command_removed_would_never_answer_again(desk: Desk) -> None:
    desk.write("a", STORY, outlet="Gazette")
    desk.write("b", f"{STORY}\n\nReporting by B. Lee", outlet="Courier")
    desk.ingest()
    with Library.open(desk.settings, embedder=desk.embedder) as library:
        library.remove("a.md")
    (desk.folder / "a.md").unlink()
    desk.ingest()
    assert desk.found("quay") == [("b.md", ())]


def test_bands_of_texts_that_are_gone_would_fill_the_catalogue(desk: Desk) -> None:
    import sqlite3

    for text in (STORY, CORRECTED, f"{STORY}\n\n{MORE}"):
        desk.write("a", text, outlet="Gazette")
        desk.ingest()
    database = sqlite3.connect(desk.settings.dateline_data / "catalogue.sqlite")
    counts = [database.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in ("sketches", "likeness")]
    database.close()
    assert counts == [1, 30]
