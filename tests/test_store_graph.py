"""The graph of neighbours: whom it reaches, and what the check before publication makes of those it doesn't."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from tests.store import SPLITTER, WordEmbedder, article, passages
from vectorstore import check, generations, vectors
from vectorstore.check import problem_of
from vectorstore.embeddings.base import Vectors
from vectorstore.errors import LibraryDamaged
from vectorstore.library import Library
from vectorstore.settings import StoreSettings

COUNT, DIMENSIONS = 500, 384
NAME = "passages"
FEW_LINKS = {**vectors.HNSW, "max_neighbors": 4}


def cone() -> Vectors:
    """Unit vectors as e5 makes them of unlike texts: all within a narrow cone, each apart from the others."""
    noise = np.random.default_rng(7)
    axis = noise.normal(size=DIMENSIONS)
    found = axis / np.linalg.norm(axis) + 0.55 * noise.normal(size=(COUNT, DIMENSIONS)) / np.sqrt(DIMENSIONS)
    unit: Vectors = (found / np.linalg.norm(found, axis=1, keepdims=True)).astype(np.float32)
    return unit


VECTORS = cone()


def made(directory: Path) -> Path:
    index = vectors.open_embedded(directory, NAME, create=True)
    with index.changed_by(COUNT, afresh=True):
        index.upsert(((str(n), vector, None) for n, vector in enumerate(VECTORS)), progress=lambda done: None)
    index.close()
    return directory


def unreached(directory: Path) -> list[str]:
    index = vectors.open_embedded(directory, NAME)
    try:
        return [
            str(n)
            for n, vector in enumerate(VECTORS)
            if all(id_ != str(n) for id_, _ in index.nearest(vector, check.MANY))
        ]
    finally:
        index.close()


def test_a_passage_apart_from_all_others_is_found_by_no_search(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert unreached(made(tmp_path / "shipped")) == []
    monkeypatch.setattr(vectors, "HNSW", FEW_LINKS)
    assert unreached(made(tmp_path / "few links")), "these vectors would not show it"


def test_a_passage_that_the_graph_does_not_reach_keeps_a_sound_index_from_publication(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vectors, "HNSW", FEW_LINKS)
    directory = made(tmp_path / "index")
    lost = unreached(directory)
    reached = [str(n) for n in range(COUNT) if str(n) not in lost]
    samples = [(id_, VECTORS[int(id_)]) for id_ in (lost[:3] + reached)[:48]]
    generations.check_in_child(directory, NAME, count=COUNT, samples=samples)


def foreign(directory: Path) -> None:
    index = vectors.open_embedded(directory, NAME)
    index.upsert(((str(n), -VECTORS[n], None) for n in range(3)), progress=lambda done: None)
    index.close()


def halved(directory: Path) -> None:
    (path,) = directory.glob("*/data_level0.bin")
    os.truncate(path, path.stat().st_size // 2)


def a_tenth_zeroed(directory: Path) -> None:
    (path,) = directory.glob("*/data_level0.bin")
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(size // 2)
        file.write(bytes(size // 10))


@pytest.mark.parametrize("damage", [foreign, halved, a_tenth_zeroed])
def test_lost_or_foreign_vectors_pass_for_ones_that_the_graph_does_not_reach(
    tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    directory = made(tmp_path / "index")
    samples = [(str(n), VECTORS[n]) for n in range(0, COUNT, 10)] + [(str(n), VECTORS[n]) for n in (1, 2)]
    generations.check_in_child(directory, NAME, count=COUNT, samples=samples)
    damage(directory)
    with pytest.raises(LibraryDamaged):
        generations.check_in_child(directory, NAME, count=COUNT, samples=samples)


def test_a_graph_that_reaches_few_of_its_own_passes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "HNSW", FEW_LINKS)
    directory = made(tmp_path / "index")
    lost = unreached(directory)
    index = vectors.open_embedded(directory, NAME)
    try:
        found = problem_of(index, count=COUNT, samples=[(id_, VECTORS[int(id_)]) for id_ in lost])
    finally:
        index.close()
    assert found
    assert "not found by their own vectors" in found


def kept_by_the_graph_alone(directory: Path, place: Path, texts: Sequence[str], embedder: WordEmbedder) -> int:
    """How many of the texts the graph's files hold: the index is opened without what Chroma would put in again."""
    shutil.copytree(directory, place)
    with closing(sqlite3.connect(place / generations.CHROMA_SQLITE)) as chroma, chroma:
        ((name,),) = chroma.execute("SELECT name FROM collections")
        chroma.execute("DELETE FROM embeddings_queue")
    index = vectors.open_embedded(place, name)
    try:
        found = [index.nearest(embedder.question(text), 1) for text in texts]
    finally:
        index.close()
    return sum(1 for hits in found if hits and hits[0][1] > 0.999)


@pytest.mark.slow
def test_who_opens_an_index_puts_more_than_a_few_changes_into_its_graph_again(tmp_path: Path) -> None:
    settings = StoreSettings(_env_file=None, dateline_data=tmp_path / "data")
    embedder = WordEmbedder(dimensions=32)
    texts: list[str] = []
    for turn, new in enumerate((150, 60, 60, 1300)):
        made = [f"passage{number}" for number in range(len(texts), len(texts) + new)]
        texts += made
        one = article(f"{turn}.txt", "\n\n".join(made))
        with Library.writing(settings, splitter=SPLITTER, embedder=embedder) as writer:
            writer.put(one, passages(one))
        directory = max((tmp_path / "data" / "index").iterdir(), key=lambda path: path.stat().st_mtime)
        newest = texts[-2 * vectors.FEW :]
        held = kept_by_the_graph_alone(directory, tmp_path / f"copy{turn}", newest, embedder)
        assert len(newest) - held <= vectors.FEW, turn
