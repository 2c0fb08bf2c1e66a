"""Folders in sources.yaml: each by its label, wherever it lies."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.errors import UsageError
from ingest.syncing import sync
from tests.store import WordEmbedder
from vectorstore.library import Library
from vectorstore.settings import StoreSettings

STORY = "The perch of Ostby are dear this winter, said the fishermen of the town on Friday morning."


def listed(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "sources.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_listed_folder_is_known_by_its_label_wherever_it_lies(tmp_path: Path, settings: StoreSettings) -> None:
    (tmp_path / "wire").mkdir()
    (tmp_path / "wire" / "perch.txt").write_text(STORY)
    file = listed(tmp_path, "folders:\n  - path: wire\n    label: night wire\n")
    assert sync([file], settings=settings, embedder=WordEmbedder()).added == 1
    with Library.open(settings, embedder=WordEmbedder()) as library:
        assert [one.root_name for one in library.known().values()] == ["night wire"]
    (tmp_path / "wire").rename(tmp_path / "moved")
    gone = sync([file], settings=settings, embedder=WordEmbedder(), prune=True)
    assert (len(gone.failed), gone.removed, gone.missing) == (1, 0, ()), "what is not there keeps its articles"
    (tmp_path / "moved" / "pike.txt").write_text("Pike is dearer than ever in the market hall of Westby, people say.")
    again = sync(
        [listed(tmp_path, f"folders:\n  - path: {tmp_path / 'moved'}\n    label: night wire\n")],
        settings=settings, embedder=WordEmbedder(),
    )  # fmt: skip
    assert (again.added, again.unchanged, again.failed) == (1, 1, ())


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("folders: wire\n", "must hold a list"),
        ("folders:\n  - wire\n", "folder 1: write path: and label:"),
        ("folders:\n  - path: .\n    lable: x\n", "folder 1: write path: and label:"),
        ("folders:\n  - path: .\n    label: a/b\n", "folder 1: "),
        ("folders:\n  - path: .\n  - path: .\n", "folder 2: its path or its label is that of another"),
        ("folder:\n  - path: .\n", 'list under "sources:"'),
    ],
)
def test_a_listed_folder_that_cannot_be_meant_is_told(
    text: str, told: str, tmp_path: Path, settings: StoreSettings
) -> None:
    with pytest.raises(UsageError, match=told):
        sync([listed(tmp_path, text)], settings=settings, embedder=WordEmbedder())


def test_a_file_without_folders_is_read_as_before(tmp_path: Path, settings: StoreSettings) -> None:
    (tmp_path / "perch.txt").write_text(STORY)
    summary = sync([tmp_path / "perch.txt"], settings=settings, embedder=WordEmbedder())
    assert (summary.added, summary.failed) == (1, ())


@pytest.mark.parametrize("path", ["~/wire", "$HOME/wire", "${DESK_HOME}/wire"])
def test_a_listed_path_begins_at_home_or_at_a_variable(
    path: str, tmp_path: Path, settings: StoreSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HOME", "DESK_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    (tmp_path / "wire").mkdir()
    (tmp_path / "wire" / "perch.txt").write_text(STORY)
    file = listed(tmp_path, f"folders:\n  - path: {path}\n    label: wire\n")
    assert sync([file], settings=settings, embedder=WordEmbedder()).added == 1


def test_a_dollar_in_a_folders_own_name_stays(tmp_path: Path, settings: StoreSettings) -> None:
    (tmp_path / "us$wire").mkdir()
    (tmp_path / "us$wire" / "perch.txt").write_text(STORY)
    file = listed(tmp_path, f"folders:\n  - path: {tmp_path}/us$wire\n    label: wire\n")
    assert sync([file], settings=settings, embedder=WordEmbedder()).added == 1


@pytest.mark.parametrize("path", ["$NO_SUCH_NAME/wire", "~nobody-of-this-name/wire"])
def test_a_listed_path_that_names_no_folder_is_told(path: str, tmp_path: Path, settings: StoreSettings) -> None:
    with pytest.raises(UsageError, match=r"folder 1: .* write (the folder|it) out"):
        sync([listed(tmp_path, f"folders:\n  - path: {path}\n")], settings=settings, embedder=WordEmbedder())
