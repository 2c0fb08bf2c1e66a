"""How fast ingest is, beside what limits it, in one run.

    python -m evals.ingest_speed --articles ../shared/evals/news/articles.jsonl [--embedder local:minilm] [--most 150]

First `sync` of the first articles of a file into a new library; then the raw embedder on the very same strings,
sorted by length in the same batches; then `sync` again with nothing changed, beside reading and hashing the
file. Reported as ratios, since the machine is shared; peak memory is this process's.
"""

from __future__ import annotations

import argparse
import hashlib
import resource
import tempfile
import time
from itertools import islice
from pathlib import Path

from ingest.syncing import sync
from vectorstore.embeddings.choose import build
from vectorstore.library import Library
from vectorstore.settings import StoreSettings


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=Path, required=True)
    parser.add_argument("--embedder", default="local:minilm")
    parser.add_argument("--most", type=int, default=150, help="how many articles")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as place, args.articles.open(encoding="utf-8") as lines:
        some = Path(place) / "some.jsonl"
        some.write_text("".join(islice(lines, args.most)), encoding="utf-8")
        settings = StoreSettings(dateline_data=Path(place) / "data", embedding=args.embedder)
        embedder = build(args.embedder, settings=settings)

        begun = time.perf_counter()
        summary = sync([some], settings=settings, embedder=embedder)
        ingested = time.perf_counter() - begun

        with Library.open(settings) as library:
            texts = sorted({p.embedded for id_ in library.known() for p in library.passages(id_)}, key=len)
        begun = time.perf_counter()
        for start in range(0, len(texts), embedder.batch_size):
            embedder.passages(texts[start : start + embedder.batch_size])
        raw = time.perf_counter() - begun

        begun = time.perf_counter()
        again = sync([some], settings=settings, embedder=embedder)
        unchanged = time.perf_counter() - begun
        begun = time.perf_counter()
        for line in some.read_bytes().splitlines():
            hashlib.blake2b(line).hexdigest()
        hashing = time.perf_counter() - begun

        print(f"{summary.added} articles, {summary.passages} passages, {summary.embedded} embedded ({args.embedder})")
        print(
            f"ingest {summary.embedded / ingested:.1f} passages/s, raw embedder {len(texts) / raw:.1f}: "
            f"ratio {(summary.embedded / ingested) / (len(texts) / raw):.2f}"
        )
        print(
            f"again, unchanged: {again.embedded} embedded, {unchanged:.3f} s;"
            f" reading and hashing the file {hashing:.3f} s"
        )
        print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
