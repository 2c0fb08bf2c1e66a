"""Folders that hold files of the same names, and folders that moved: each is a root with a name of its own."""

from __future__ import annotations

import gzip
import json
import shutil
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import pytest

from ingest import roots
from ingest.errors import UsageError
from ingest.keeping.finding import article_meant
from ingest.reporting import Summary
from ingest.sources.files import targets
from ingest.syncing import sync
from tests.older import make_older
from tests.store import WordEmbedder
from vectorstore.library import Library
from vectorstore.model import Article
from vectorstore.settings import StoreSettings

# Two budgets, a minute in Spanish, a report in Korean: what desks file under the same name year after year.
BUDGET_2023 = "The council passed a budget of 41 million euros on Tuesday. The library stays open on Sundays.\n"
BUDGET_2024 = "A deficit of three million euros is planned for the coming year. The swimming pool is to close.\n"
ACTA = "El pleno aprobó por unanimidad la ampliación del puerto. Las obras empezarán en el mes de marzo.\n"
REPORT = "시의회는 화요일 회의에서 항만 확장 계획을 만장일치로 승인하였다. 공사는 삼월에 시작될 예정이다.\n"


class Archive:
    """Folders of files, and a library."""

    def __init__(self, folder: Path, settings: StoreSettings) -> None:
        self.folder = folder
        self.settings = settings
        self.embedder = WordEmbedder()

    def write(self, name: str, content: str | bytes) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def ingest(self, *names: str, prune: bool = False, label: str | None = None, dry_run: bool = False) -> Summary:
        paths = [self.folder / name for name in names]
        return sync(paths, settings=self.settings, embedder=self.embedder, prune=prune, label=label, dry_run=dry_run)

    def articles(self) -> dict[str, Article]:
        with Library.open(self.settings, embedder=self.embedder) as library:
            return {article.id: article for article in library.articles()}

    def texts(self) -> list[str]:
        return sorted(f"{article.text}\n" for article in self.articles().values())


@pytest.fixture
def archive(tmp_path: Path, settings: StoreSettings) -> Archive:
    return Archive(tmp_path / "archive", settings)


def counts(summary: Summary) -> tuple[int, int, int, int]:
    return summary.added, summary.updated, summary.unchanged, len(summary.missing)


def reasons(summary: Summary) -> list[str]:
    return [one.reason for one in summary.skipped]


PAGE = "<html><body><article><h1>Port</h1><p>{}</p><p>{}</p></article></body></html>"


@pytest.mark.parametrize(
    ("name", "contents"),
    [
        ("budget.md", [BUDGET_2023, BUDGET_2024]),
        ("notes/acta.txt", [BUDGET_2023, ACTA, REPORT]),
        ("day.jsonl", [json.dumps({"text": one}) + "\n" for one in (ACTA, BUDGET_2024)]),
        ("index.html", [PAGE.format(one, one[::-1]) for one in (BUDGET_2023, ACTA, REPORT)]),
        ("a.txt.gz", [gzip.compress(one.encode()) for one in (BUDGET_2023, ACTA)]),
    ],
)
def test_files_of_one_name_in_several_folders_are_several_articles(
    archive: Archive, name: str, contents: Sequence[str | bytes]
) -> None:
    folders = [f"year-{number}" for number in range(len(contents))]
    for folder, content in zip(folders, contents, strict=True):
        archive.write(f"{folder}/{name}", content)
    assert counts(archive.ingest(*folders, dry_run=True)) == (len(folders), 0, 0, 0)
    first = archive.ingest(*folders)
    assert counts(first) == (len(folders), 0, 0, 0)
    before = archive.articles()
    assert len(before) == len(folders)
    again = archive.ingest(*reversed(folders), prune=True)
    assert (counts(again), again.embedded) == ((0, 0, len(folders), 0), 0)
    assert archive.articles() == before


def test_files_of_one_name_given_one_by_one_are_several_articles(archive: Archive) -> None:
    archive.write("2023/budget.md", BUDGET_2023)
    archive.write("2024/budget.md", BUDGET_2024)
    assert counts(archive.ingest("2023/budget.md", "2024/budget.md")) == (2, 0, 0, 0)
    archive.write("2024/budget.md", BUDGET_2024 + ACTA)
    assert counts(archive.ingest("2024/budget.md", "2023/budget.md")) == (0, 1, 1, 0)
    assert sorted(len(text) for text in archive.texts()) == sorted([len(BUDGET_2023), len(BUDGET_2024 + ACTA)])


def test_the_same_text_in_two_folders_is_an_article_and_its_copy(archive: Archive) -> None:
    for folder in ("desk", "wire"):
        archive.write(f"{folder}/storm.txt", ACTA)
    summary = archive.ingest("desk", "wire")
    assert (summary.added, reasons(summary)) == (1, ["a copy of storm.txt"])
    assert len(archive.articles()) == 2
    assert counts(archive.ingest("wire", "desk", prune=True)) == (0, 0, 1, 0)


def test_one_address_in_two_folders_stays_one_article_and_says_where_it_was_first(archive: Archive) -> None:
    for folder, text in (("desk", ACTA), ("wire", BUDGET_2023)):
        archive.write(f"{folder}/a.jsonl", json.dumps({"url": "https://example.com/port", "text": text}) + "\n")
    summary = archive.ingest("desk", "wire")
    assert (summary.added, reasons(summary)) == (1, ["the same address as a.jsonl:1 in desk"])
    assert set(archive.articles()) == {"https://example.com/port"}


def test_a_folder_that_is_gone_keeps_its_articles_when_another_has_files_of_the_same_names(archive: Archive) -> None:
    """A disk that is not mounted, a folder of another machine: what this disk lacks has not moved here."""
    archive.write("hostA/news/today.txt", BUDGET_2023)
    archive.write("hostB/news/today.txt", BUDGET_2024)
    archive.ingest("hostA/news")
    shutil.rmtree(archive.folder / "hostA")
    assert counts(archive.ingest("hostB/news")) == (1, 0, 0, 0)
    assert archive.texts() == sorted([BUDGET_2023, BUDGET_2024])
    assert counts(archive.ingest("hostB/news", prune=True)) == (0, 0, 1, 0)
    assert len(archive.articles()) == 2


def test_a_file_that_all_folders_share_does_not_make_another_folder_of_them(archive: Archive) -> None:
    archive.write("2023/LICENCE.txt", ACTA)
    archive.write("2023/budget.md", BUDGET_2023)
    archive.write("2023/report.md", REPORT)
    archive.ingest("2023")
    (archive.folder / "2023").rename(archive.folder / "elsewhere")
    archive.write("2024/LICENCE.txt", ACTA)
    archive.write("2024/budget.md", BUDGET_2024)
    summary = archive.ingest("2024", prune=True)
    assert (summary.added, summary.removed, reasons(summary)) == (1, 0, ["a copy of LICENCE.txt"])
    assert {BUDGET_2023, BUDGET_2024, REPORT} <= set(archive.texts())


def test_a_folder_that_moved_goes_on_with_what_was_changed_and_taken_out_meanwhile(archive: Archive) -> None:
    archive.write("other/c.txt", ACTA)
    for name, text in (("a.txt", BUDGET_2023), ("b.txt", BUDGET_2024), ("c.txt", REPORT), ("d.txt", REPORT + ACTA)):
        archive.write(f"here/{name}", text)
    archive.ingest("other", "here")
    before = set(archive.articles())
    (archive.folder / "here").rename(archive.folder / "there")
    archive.write("there/a.txt", BUDGET_2023 + ACTA)
    (archive.folder / "there" / "d.txt").unlink()
    assert counts(archive.ingest("there", dry_run=True)) == (0, 1, 2, 1)
    summary = archive.ingest("there")
    assert (counts(summary), summary.embedded) == ((0, 1, 2, 1), 1)
    assert set(archive.articles()) == before, "c.txt keeps the id that told it from the other folder's"
    gone = archive.ingest("there", prune=True)
    assert (counts(gone), gone.removed) == ((0, 0, 3, 0), 1)


def test_one_file_of_a_folder_that_moved_is_that_folders(archive: Archive) -> None:
    archive.write("here/day.jsonl", "".join(json.dumps({"text": one}) + "\n" for one in (ACTA, REPORT, BUDGET_2023)))
    archive.ingest("here")
    (archive.folder / "here").rename(archive.folder / "there")
    summary = archive.ingest("there/day.jsonl", prune=True)
    assert (counts(summary), summary.removed, summary.embedded) == ((0, 0, 3, 0), 0, 0)


def on_machine(name: str, patch: pytest.MonkeyPatch) -> None:
    patch.setattr("platform.node", lambda: name)


def test_the_same_path_on_another_machine_is_another_folder(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    archive.write("news/today.txt", BUDGET_2023)
    on_machine("alpha", monkeypatch)
    archive.ingest("news")
    archive.write("news/today.txt", BUDGET_2024)
    on_machine("beta", monkeypatch)
    assert counts(archive.ingest("news", prune=True)) == (1, 0, 0, 0)
    assert archive.texts() == sorted([BUDGET_2023, BUDGET_2024])
    # And back on the first, where the file has changed as well.
    archive.write("news/today.txt", BUDGET_2023 + REPORT)
    on_machine("alpha", monkeypatch)
    assert counts(archive.ingest("news", prune=True)) == (0, 1, 0, 0)
    assert archive.texts() == sorted([BUDGET_2023 + REPORT, BUDGET_2024])


def test_a_machine_that_is_called_otherwise_goes_on_with_its_folder(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A container has another name each time."""
    archive.write("news/a.txt", BUDGET_2023)
    archive.write("news/b.txt", ACTA)
    for name in ("4f2a9c1b7d3e", "localhost", "Annas-MacBook.local"):
        on_machine(name, monkeypatch)
        summary = archive.ingest("news")
        archive.write("news/c.txt", BUDGET_2024)
    assert (counts(summary), len(archive.articles())) == ((0, 0, 3, 0), 3)
    assert {one.root_name for one in archive.articles().values()} == {
        f"Annas-MacBook.local:{(archive.folder / 'news').resolve()}"
    }


def test_a_label_is_one_folder_wherever_it_lies(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    archive.write("mnt/usb1/today.txt", BUDGET_2023)
    archive.ingest("mnt/usb1", label="Night desk")
    shutil.rmtree(archive.folder / "mnt")
    archive.write("media/usb/today.txt", BUDGET_2024)
    on_machine("elsewhere", monkeypatch)
    summary = archive.ingest("media/usb", label="Night desk")
    assert counts(summary) == (0, 1, 0, 0)
    assert [(one.root_name, one.text + "\n") for one in archive.articles().values()] == [("Night desk", BUDGET_2024)]
    # Another label is another folder, even in the same place with the same file.
    archive.write("media/usb/today.txt", ACTA)
    assert counts(archive.ingest("media/usb", label="day-desk", prune=True)) == (1, 0, 0, 0)
    assert archive.texts() == sorted([BUDGET_2024, ACTA])


def test_a_folder_that_gets_a_label_keeps_its_articles(archive: Archive) -> None:
    archive.write("news/today.txt", BUDGET_2023)
    archive.ingest("news")
    assert counts(archive.ingest("news", label="news")) == (0, 0, 1, 0)
    assert counts(archive.ingest("news")) == (0, 0, 1, 0)
    assert set(archive.articles()) == {"today.txt"}


def test_a_label_that_names_two_folders_or_none_is_refused(archive: Archive) -> None:
    for folder in ("a", "b"):
        archive.write(f"{folder}/x.txt", ACTA)
    with pytest.raises(UsageError, match="can't name several folders"):
        archive.ingest("a", "b", label="both")
    with pytest.raises(UsageError, match="none is given"):
        sync(["https://news.example/feed"], settings=archive.settings, label="web")
    for wrong in ("", "host:/path", "a/b", "  "):
        with pytest.raises(UsageError, match="can't be a label"):
            archive.ingest("a", label=wrong)
    assert len(targets([archive.folder / "a" / "x.txt", archive.folder / "a"], label="one")) == 1


def test_a_label_is_not_given_to_a_second_folder_while_the_first_stands_with_other_files(archive: Archive) -> None:
    archive.write("2023/budget.md", BUDGET_2023)
    archive.write("2024/budget.md", BUDGET_2024)
    archive.ingest("2023", label="budget")
    with pytest.raises(UsageError, match="a label of its own"):
        archive.ingest("2024", label="budget")
    assert archive.texts() == [BUDGET_2023]
    # A copy of it is the folder itself, and so is what lies elsewhere once the first is gone or empty.
    archive.write("copy/budget.md", BUDGET_2023)
    assert counts(archive.ingest("copy", label="budget")) == (0, 0, 1, 0)
    (archive.folder / "copy" / "budget.md").unlink()
    assert counts(archive.ingest("2024", label="budget")) == (0, 1, 0, 0)


def test_a_library_from_before_roots_had_names_keeps_its_ids_and_its_moved_folders(archive: Archive) -> None:
    texts = {"2023/budget.md": BUDGET_2023, "2024/budget.md": BUDGET_2024, "2024/acta.txt": ACTA}
    for name, text in texts.items():
        archive.write(name, text)
    archive.ingest("2023")
    archive.ingest("2024")
    before = set(archive.articles())
    make_older(archive.settings, format=4)
    again = archive.ingest("2023", "2024", prune=True)
    assert (counts(again), again.removed, again.embedded) == ((0, 0, 3, 0), 0, 0)
    assert set(archive.articles()) == before
    assert all(one.root_name for one in archive.articles().values())

    make_older(archive.settings, format=4)
    (archive.folder / "2024").rename(archive.folder / "moved")
    again = archive.ingest("2023", "moved", prune=True)
    assert (counts(again), again.removed, again.embedded) == ((0, 0, 3, 0), 0, 0)
    assert set(archive.articles()) == before

    make_older(archive.settings, format=4)
    shutil.rmtree(archive.folder / "moved")
    archive.write("other/acta.txt", REPORT)
    assert counts(archive.ingest("other", prune=True)) == (1, 0, 0, 0)
    assert set(archive.articles()) > before


def test_an_article_of_a_file_on_another_machine_counts_as_one_whose_file_is_there(tmp_path: Path) -> None:
    here = f"{roots.host()}:{tmp_path}"
    gone = tmp_path / "gone"
    assert [roots.Place(name, path).left for name, path in (
        (here, str(tmp_path)), (f"{roots.host()}:{gone}", str(gone)), (None, str(gone)), (None, str(tmp_path)),
        (f"other.example:{gone}", str(gone)), ("label", str(gone)),
    )] == [False, True, True, False, False, False]  # fmt: skip


NAMES = ("año-2024.md", "Überblick/März.txt", "서울시-예산.html", "café.jsonl")


def write_all(archive: Archive, folder: str, form: Literal["NFC", "NFD"]) -> None:
    for number, name in enumerate(NAMES):
        text = f"{ACTA.strip()} Nota {number} del archivo, escrita por la redacción.\n"
        if name.endswith(".jsonl"):
            text = json.dumps({"text": text}) + "\n"
        written = PAGE.format(text, text[::-1]) if name.endswith(".html") else text
        archive.write(f"{folder}/{unicodedata.normalize(form, name)}", written)


@pytest.mark.parametrize(("first", "then"), [("NFC", "NFD"), ("NFD", "NFC")])
def test_a_name_is_one_however_its_accents_are_written(
    archive: Archive, first: Literal["NFC", "NFD"], then: Literal["NFC", "NFD"]
) -> None:
    """A folder that a Mac wrote, copied to Linux and back."""
    write_all(archive, "here", first)
    archive.ingest("here", label="desk")
    before = set(archive.articles())
    shutil.rmtree(archive.folder / "here")
    write_all(archive, "there", then)
    again = archive.ingest("there", label="desk", prune=True)
    assert (counts(again), again.removed, again.embedded) == ((0, 0, 4, 0), 0, 0)
    assert set(archive.articles()) == before
    with Library.open(archive.settings, embedder=archive.embedder) as library:
        for form in ("NFC", "NFD"):
            assert article_meant(library, unicodedata.normalize(form, "año-2024.md")).id == "año-2024.md"


def test_ids_of_parted_accents_stay_in_an_older_library(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    write_all(archive, "here", "NFD")
    with monkeypatch.context() as patch:
        for module in ("ingest.sources.files", "ingest.articles"):
            patch.setattr(f"{module}.one_form", lambda name: name)
        archive.ingest("here")
    before = set(archive.articles())
    assert unicodedata.normalize("NFD", "año-2024.md") in before
    for _ in range(2):
        again = archive.ingest("here", prune=True)
        assert (counts(again), again.removed, again.embedded) == ((0, 0, 4, 0), 0, 0)
        assert set(archive.articles()) == before
    (archive.folder / "here").rename(archive.folder / "there")
    again = archive.ingest("there", prune=True)
    assert (counts(again), again.removed, set(archive.articles())) == ((0, 0, 4, 0), 0, before)


def test_names_that_only_look_alike_are_several(archive: Archive) -> None:
    for name in ("ano.md", "año.md", "Año.md"):
        archive.write(f"here/{name}", f"{ACTA.strip()} {name}\n")
    assert len(archive.ingest("here").skipped) + archive.ingest("here").unchanged >= 3
    assert len(archive.articles()) == 3
