"""The graph of neighbours: whom it reaches, and what the check before publication makes of those it doesn't."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from vectorstore import check, generations, vectors
from vectorstore.check import problem_of
from vectorstore.embeddings.base import Vectors
from vectorstore.errors import LibraryDamaged

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
    with index.filled_with(COUNT):
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
