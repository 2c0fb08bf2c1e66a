"""How fast ingest is, beside what limits it, in one run: five ratios, told beside their limits.

    python -m evals.ingest_speed [--only embedder,upserts,unchanged,memory,large,many] [--small]

embedder    passages a second from file to published index, beside the bare embedder on the very same strings
upserts     the same with an embedder that costs nothing, beside bare upserts of those vectors
unchanged   a run over unchanged files, beside reading and hashing them
memory      peak memory of ingesting many articles less that of opening what came out, beside the same for few
large       one changed article among 100,000 passages, until another process finds it (evals/one_article.py); and the
            peak memory of making that library
many        100,000 small files: seconds and peak memory of the first run, and of one that finds them unchanged

Articles are made here, from seeded words. The machine is shared, so each limit is measured before and after what it
limits, and the ratio is of the same minute; processor time is told too. `--small` is a tenth of everything.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ingest.syncing import sync
from vectorstore.embeddings.base import Vectors
from vectorstore.embeddings.choose import build
from vectorstore.library import Library
from vectorstore.settings import StoreSettings

DIMENSIONS = 384
MINILM = "local:minilm"


class Free:
    """Unit vectors drawn from a text's hash: an embedder that costs next to nothing.

    Named and identified as another, it makes a library that the other can go on with.
    """

    max_tokens = 256
    batch_size = 512
    english_only = False
    dimensions = DIMENSIONS

    def __init__(self, *, name: str = "local:free", identity: str = "free") -> None:
        self.name = name
        self.identity = identity

    def passages(self, texts: Sequence[str]) -> Vectors:
        seed = int.from_bytes(hashlib.blake2b("".join(texts).encode(), digest_size=8).digest())
        rows = np.random.default_rng(seed).standard_normal((len(texts), DIMENSIONS), dtype=np.float32)
        vectors: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return vectors

    def question(self, text: str) -> Vectors:
        vector: Vectors = self.passages([text])[0]
        return vector

    def count_tokens(self, text: str) -> int:
        return len(text) // 5


def stories(number: int, *, sentences: int = 30) -> Iterator[dict[str, str]]:
    """Articles as records: about 2,800 characters each, three passages; no two alike."""
    draw = random.Random(7)
    syllables = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "er", "is")]
    words = ["".join(draw.choices(syllables, k=draw.randint(1, 3))) for _ in range(6_000)]
    common = words[:150]
    for n in range(number):
        lines = []
        for _ in range(sentences):
            picked = draw.choices(words, k=9) + draw.choices(common, k=6)
            draw.shuffle(picked)
            lines.append(" ".join(picked).capitalize() + ".")
        text = "\n\n".join(" ".join(lines[at : at + 5]) for at in range(0, sentences, 5))
        yield {
            "url": f"https://news.example/{n}",
            "title": " ".join(draw.choices(words, k=6)).capitalize(),
            "outlet": "Gazette",
            "published": f"2026-{1 + n % 12:02}-{1 + n % 28:02}",
            "language": "en",
            "text": text,
        }


def write_lines(path: Path, number: int) -> Path:
    """All stories in one file."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(one) + "\n" for one in stories(number))
    return path


def write_files(folder: Path, number: int, *, sentences: int = 10) -> Path:
    """A file a story, a thousand in a folder."""
    for n, one in enumerate(stories(number, sentences=sentences)):
        place = folder / str(n // 1000)
        place.mkdir(parents=True, exist_ok=True)
        head = "".join(f"{name}: {one[name]}\n" for name in ("title", "outlet", "published", "language"))
        (place / f"{n}.md").write_text(f"---\n{head}---\n{one['text']}\n", encoding="utf-8")
    return folder


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds by the clock and of the processor."""

    wall: float
    cpu: float

    def __add__(self, other: Took) -> Took:
        return Took(self.wall + other.wall, self.cpu + other.cpu)


def timed(work: Callable[[], object]) -> Took:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return Took(time.perf_counter() - wall, time.process_time() - cpu)


def told(name: str, *, ratio: float, limit: str, cpu: float | None = None, detail: str) -> None:
    by_cpu = f" ({cpu:.2f} by processor time)" if cpu is not None else ""
    print(f"{name:10} {ratio:5.2f}{by_cpu}; aim {limit}. {detail}", flush=True)


# The five


def embedder(place: Path, *, small: bool) -> None:
    """End to end against the bare embedder."""
    number = 20 if small else 200
    source = write_lines(place / "some.jsonl", number)
    settings = StoreSettings(dateline_data=place / "data", embedding=MINILM)
    real = build(MINILM, settings=settings)
    sync([write_lines(place / "warm.jsonl", 1)], settings=settings.model_copy(update={"dateline_data": place / "w"}))
    took = timed(lambda: sync([source], settings=settings, embedder=real))
    with Library.open(settings, embedder=real) as library:
        texts = sorted({p.embedded for id_ in library.known() for p in library.passages(id_)}, key=len)

    def bare() -> None:
        for start in range(0, len(texts), real.batch_size):
            real.passages(texts[start : start + real.batch_size])

    limit = timed(bare)
    detail = f"{len(texts)} passages, {len(texts) / took.wall:.1f} a second; bare {len(texts) / limit.wall:.1f}"
    told("embedder", ratio=limit.wall / took.wall, cpu=limit.cpu / took.cpu, limit="at least 0.90", detail=detail)


def upserts(place: Path, *, small: bool) -> None:
    """End to end with a free embedder against bare upserts."""
    from vectorstore.vectors import open_embedded

    number = 700 if small else 7_000
    source = write_lines(place / "some.jsonl", number)
    free = Free()
    settings = StoreSettings(dateline_data=place / "data", embedding=MINILM)
    sync([write_lines(place / "warm.jsonl", 1)], settings=settings.model_copy(update={"dateline_data": place / "w"}),
         embedder=free)  # fmt: skip

    def bare(name: str, count: int) -> Took:
        rows = free.passages([name] * count)
        index = open_embedded(place / name, "bare", create=True)

        def fill() -> None:
            with index.changed_by(count, afresh=True):
                index.upsert(((str(n), rows[n], 1_700_000_000) for n in range(count)), progress=lambda done: None)
            index.close()

        return timed(fill)

    took = timed(lambda: sync([source], settings=settings, embedder=free))
    with Library.open(settings, embedder=free) as library:
        count = library.count_passages()
    limit = bare("bare", count)
    detail = (
        f"{count} passages, {count / took.wall:.0f} a second; bare {count / limit.wall:.0f}. Processor time a passage "
        f"{took.cpu / count * 1e3:.2f} ms; bare {limit.cpu / count * 1e3:.2f}"
    )
    told("upserts", ratio=limit.wall / took.wall, cpu=limit.cpu / took.cpu, limit="at least 0.70", detail=detail)


def unchanged(place: Path, *, small: bool) -> None:
    """A run over unchanged files against reading and hashing them."""
    for number in (100, 2_000) if small else (1_000, 20_000):
        folder = write_files(place / f"files{number}", number)
        settings = StoreSettings(dateline_data=place / f"data{number}", embedding=MINILM)
        sync([folder], settings=settings, embedder=Free())

        def hashed(folder: Path = folder) -> None:
            for path in sorted(folder.rglob("*.md")):
                hashlib.blake2b(path.read_bytes(), digest_size=16).hexdigest()

        def again(folder: Path = folder, settings: StoreSettings = settings, number: int = number) -> None:
            summary = sync([folder], settings=settings, embedder=Free())
            assert (summary.unchanged, summary.embedded) == (number, 0)

        turns = [(timed(hashed), timed(again)) for _ in range(7)]
        limit, took = (min((turn[which] for turn in turns), key=lambda one: one.wall) for which in (0, 1))
        detail = f"{number} files: {took.wall:.3f} s, reading and hashing {limit.wall:.3f} s"
        told("unchanged", ratio=took.wall / limit.wall, cpu=took.cpu / limit.cpu, limit="at most 1.50", detail=detail)


def memory(place: Path, *, small: bool) -> None:
    """Memory of making a small and a large library."""
    few, many = (_made(place, number) for number in ((300, 3_400) if small else (1_000, 20_000)))
    told("memory", ratio=many.above / few.above, limit="at most 1.20", detail=f"{few}, {many}")


def large(place: Path, *, small: bool) -> None:
    """One changed article in a large library."""
    made = _made(place, 3_400 if small else 33_400)
    print(f"{'made':10} {made}", flush=True)
    from evals import one_article  # which takes the stories from here

    one_article.measure(StoreSettings(dateline_data=made.data, embedding=MINILM), place)


def many(place: Path, *, small: bool) -> None:
    """Very many small files, new and then unchanged."""
    number = 10_000 if small else 100_000
    folder = write_files(place / "files", number, sentences=3)
    for run in ("new", "unchanged"):
        begun = time.perf_counter()
        peak = _peak("--ingest", str(folder), str(place / "data"), "free")
        print(
            f"{'many':10} {number} files, {run}: {time.perf_counter() - begun:.1f} s, {peak:.0f} MB at most", flush=True
        )


@dataclass(frozen=True, slots=True)
class Made:
    """A library, the seconds and the megabytes at most that its making and its opening took."""

    articles: int
    data: Path
    seconds: float
    making: float
    opening: float

    @property
    def above(self) -> float:
        """Megabytes that making it took above opening it."""
        return max(self.making - self.opening, 1.0)

    def __str__(self) -> str:
        return f"{self.articles} articles: {self.making:.0f} MB, opening {self.opening:.0f} MB"


def _made(place: Path, number: int) -> Made:
    source = write_lines(place / f"{number}.jsonl", number)
    data = place / f"data{number}"
    # Named as minilm, so that minilm can go on with it.
    arguments = (str(source), str(data), build(MINILM, settings=StoreSettings(embedding=MINILM)).identity)
    begun = time.perf_counter()
    making = _peak("--ingest", *arguments)
    seconds = time.perf_counter() - begun
    return Made(number, data, seconds, making=making, opening=_peak("--open", *arguments))


def _peak(*arguments: str) -> float:
    command = [sys.executable, "-m", "evals.ingest_speed", *arguments]
    ended = subprocess.run(command, check=True, capture_output=True, text=True)
    return float(ended.stdout.splitlines()[-1])


def peak_of(task: str, source: Path, data: Path, identity: str) -> None:
    """In a process of its own: ingest, or open and search; then its peak memory in MB."""
    settings = StoreSettings(dateline_data=data, embedding=MINILM)
    stand_in = Free(name=MINILM, identity=identity)
    if task == "ingest":
        sync([source], settings=settings, embedder=stand_in)
    else:
        with Library.open(settings, embedder=stand_in) as library:
            library.search("a question of the day", k=8)
    # Not ru_maxrss, which begins with that of the process which started this one.
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    print(next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:")) / 1024)


ALL: dict[str, Callable[..., None]] = {
    "embedder": embedder, "upserts": upserts, "unchanged": unchanged, "memory": memory, "large": large,
    "many": many,
}  # fmt: skip


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default=",".join(ALL), help="some of: " + ", ".join(ALL))
    parser.add_argument("--small", action="store_true", help="a tenth of everything")
    parser.add_argument("--ingest", nargs=3, help=argparse.SUPPRESS)
    parser.add_argument("--open", nargs=3, help=argparse.SUPPRESS)
    args = parser.parse_args()
    for task in ("ingest", "open"):
        if getattr(args, task):
            source, data, identity = getattr(args, task)
            peak_of(task, Path(source), Path(data), identity)
            return
    for name in args.only.split(","):
        place = Path(tempfile.mkdtemp())
        try:
            ALL[name](place, small=args.small)
        finally:
            shutil.rmtree(place, ignore_errors=True)


if __name__ == "__main__":
    main()
