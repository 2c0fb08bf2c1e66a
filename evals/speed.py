"""How fast a search is at 1,000, 10,000 and 100,000 passages, beside the physical limit.

    python -m evals.speed --articles ../shared/evals/news/articles.jsonl \
        --questions ../shared/evals/news/questions.jsonl --sizes 1000 10000 100000

Real passages are embedded once with minilm; larger libraries repeat them with seeded noise on the vectors and
with a tenth of the words left out. Everything goes through the shipped store: `Library.writing` and
`Library.search`. The floor is an exact numpy product over the same vectors; it also tells the recall of the
approximate index. Embedding the question is left out everywhere. Times are milliseconds of one thread.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from vectorstore import catalogue, fulltext
from vectorstore.catalogue import Catalogue
from vectorstore.embeddings.base import Embedder, Vectors
from vectorstore.embeddings.choose import build
from vectorstore.library import Library, Writer
from vectorstore.model import Article, digest, passages_of
from vectorstore.settings import StoreSettings

NOISE = 0.35  # of a unit vector's length: neighbours stay apart, and near their origin
PASSAGE = 1000
PER_ARTICLE = 8
ROUNDS = 3


class Replayed:
    """An embedder that gives vectors made beforehand: embedding is not what is measured."""

    max_tokens = 10**6
    batch_size = 512
    english_only = True

    def __init__(self, real: Embedder) -> None:
        self.name = "test:replayed"
        self.identity = f"replayed {real.identity}"
        self.dimensions = real.dimensions
        self.known: dict[str, Vectors] = {}

    def passages(self, texts: Sequence[str]) -> Vectors:
        return np.stack([self.known.pop(text) for text in texts])

    def question(self, text: str) -> Vectors:
        return self.known[text]

    def count_tokens(self, text: str) -> int:
        return 1


def real_passages(path: Path, most: int, embedder: Embedder) -> list[str]:
    """Up to `most` slices of real articles, as long as the embedder takes."""
    texts: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        body = json.loads(line)["text"]
        slices = (body[at : at + PASSAGE] for at in range(0, len(body), PASSAGE) if len(body) - at > 200)
        texts.extend(one for one in slices if embedder.count_tokens(one) <= embedder.max_tokens)
        if len(texts) >= most:
            break
    return texts[:most]


def real_vectors(path: Path, most: int, embedder: Embedder) -> tuple[list[str], Vectors]:
    """Real passages and their vectors."""
    texts = real_passages(path, most, embedder)
    order = sorted(range(len(texts)), key=lambda at: len(texts[at]))
    vectors = np.empty((len(texts), embedder.dimensions), dtype=np.float32)
    for start in range(0, len(order), embedder.batch_size):
        some = order[start : start + embedder.batch_size]
        vectors[some] = embedder.passages([texts[at] for at in some])
    return texts, vectors


def noisy(texts: Sequence[str], vectors: Vectors, size: int) -> Iterator[tuple[str, Vectors]]:
    """`size` passages: the real ones, then copies with noise."""
    rng, words = np.random.default_rng(0), random.Random(0)
    for number in range(size):
        text, vector = texts[number % len(texts)], vectors[number % len(texts)]
        if number >= len(texts):
            text = " ".join(word for word in text.split() if words.random() > 0.1) + f" {number}"
            noise = rng.normal(size=len(vector))
            vector = vector + NOISE * noise / np.linalg.norm(noise)
            vector = (vector / np.linalg.norm(vector)).astype(np.float32)
        yield text, vector


def fill(settings: StoreSettings, embedder: Replayed, passages: Iterator[tuple[str, Vectors]]) -> float:
    """Put the passages into a new library; the seconds that it took."""
    begun, held = time.perf_counter(), 0
    with Library.writing(settings, splitter="speed", embedder=embedder, publish_every=1e9) as writer:
        batch: list[tuple[str, Vectors]] = []
        for item in passages:
            batch.append(item)
            if len(batch) == PER_ARTICLE:
                _put(writer, embedder, batch, held)
                held += len(batch)
                batch = []
        if batch:
            _put(writer, embedder, batch, held)
            held += len(batch)
    return time.perf_counter() - begun


def _put(writer: Writer, embedder: Replayed, batch: list[tuple[str, Vectors]], number: int) -> None:
    text = "\n\n".join(body for body, _ in batch)
    article = Article(
        id=f"{number}.txt",
        text=text,
        content_hash=digest(text),
        source_hash=digest(text),
        fetched_at=datetime.now(UTC),
        published=datetime.fromtimestamp(1.6e9 + number * 3600, UTC),
    )
    passages = passages_of(article.id, [(0, body) for body, _ in batch], header="")
    embedder.known.update(batch)
    writer.put(article, passages)


def times(work: Callable[[str], object], questions: Sequence[str]) -> tuple[float, float]:
    """p50 and p99 in milliseconds, over all questions in three rounds after a warm one."""
    for question in questions:
        work(question)
    taken = []
    for question in list(questions) * ROUNDS:
        begun = time.perf_counter()
        work(question)
        taken.append(1000 * (time.perf_counter() - begun))
    return float(np.percentile(taken, 50)), float(np.percentile(taken, 99))


def resident_mb() -> float:
    """This process's resident memory."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024


@contextmanager
def place_for(size: int, keep: Path | None) -> Iterator[Path]:
    """Where the library of this size lies: in `keep`, to be measured again, or in a folder that goes away."""
    if keep is None:
        with tempfile.TemporaryDirectory() as made:
            yield Path(made)
    else:
        yield keep / str(size)


def measure(
    place: Path, size: int, asked: dict[str, Vectors], embedder: Replayed, *, made_in: float | None
) -> list[str]:
    """One row of the table, for the library that lies there."""
    embedder.known.update(asked)
    questions = list(asked)
    before = resident_mb()
    with Library.open(StoreSettings(dateline_data=place), embedder=embedder) as library:
        library.search(questions[0])
        grown = resident_mb() - before
        fused = times(lambda q: library.search(q), questions)
        with library._serving.using() as served, Catalogue.open(place).reading() as connection:
            assert served is not None
            index, generation = served.index, catalogue.state(connection).generation
            dense = times(lambda q: index.nearest(asked[q], 50), questions)
            text = times(lambda q: fulltext.search(connection, q, limit=50, generation=generation), questions)
            ids = list(catalogue.all_vectors(connection, generation, served.state.vectors_of or ""))
            row = {id_: number for number, (id_, _, _) in enumerate(ids)}
            exact_matrix = np.stack([vector for _, vector, _ in ids])
            floor = times(lambda q: np.argpartition(-(exact_matrix @ asked[q]), min(50, size - 1)), questions)
            recall = []
            for question in questions:
                best = set(np.argsort(-(exact_matrix @ asked[question]))[:10].tolist())
                found = {row[id_] for id_, _ in index.nearest(asked[question], 50)[:10]}
                recall.append(len(best & found) / 10)
    assert len(ids) == size
    cells = [f"{p50:.1f} / {p99:.1f}" for p50, p99 in (floor, dense, text, fused)]
    put = f"{size / made_in:,.0f}" if made_in else "–"
    return [f"{size:,}", *cells, f"{np.mean(recall):.3f}", f"{grown:.0f}", put]


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=Path, required=True)
    parser.add_argument("--questions", type=Path, required=True)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000, 100_000])
    parser.add_argument("--real", type=int, default=2000, help="how many real passages to embed")
    parser.add_argument("--keep", type=Path, help="folder for the libraries, which are made once and measured again")
    args = parser.parse_args()
    real = build("local:minilm", settings=StoreSettings())
    lines = args.questions.read_text(encoding="utf-8").splitlines()
    asked = {question: real.question(question) for question in (json.loads(line)["question"] for line in lines)}
    # Each size as soon as it is measured: the largest takes minutes.
    names = ("passages", "exact numpy", "dense", "full text", "fused", "recall@10", "MB to open", "ingest/s")
    print("search, ms (p50 / p99)\n| " + " | ".join(names) + " |\n" + "|---" * len(names) + "|", flush=True)
    embedded: tuple[list[str], Vectors] | None = None
    for size in args.sizes:
        with place_for(size, args.keep) as place:
            embedder, made_in = Replayed(real), None
            if not (place / catalogue.FILE).exists():
                embedded = embedded or real_vectors(args.articles, args.real, real)
                made_in = fill(StoreSettings(dateline_data=place), embedder, noisy(*embedded, size))
            row = measure(place, size, asked, embedder, made_in=made_in)
        print("| " + " | ".join(row) + " |", flush=True)


if __name__ == "__main__":
    main()
