"""One changed article: from the start of ingest until another process finds it, part by part.

    python -m evals.one_article [--data FOLDER] [--articles 33400] [--only command,kept,server]

command   `dateline ingest` begun for it, its imports and all
kept      a turn of `dateline ingest --every`, whose process has its imports behind it
server    both again, with the vectors on a Chroma server, which is started here on loopback

A library is made first, about three passages an article; --data takes one that is there, made with local:minilm, and
adds one article to it. The process that looks is a library opened as the bot opens it. The article counts as found
when its vectors find it; full text does so sooner. The parts of the run are timed in it by a stopwatch, put around
the real functions; in brackets stands their processor time, a child's with the part in which it ended.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial, wraps
from itertools import pairwise
from pathlib import Path
from typing import IO, Any

from vectorstore.library import Library
from vectorstore.settings import StoreSettings

Mark = tuple[str, float, float]
"""A part of a run, the moment at which it ended, and the processor time that the run and its children had had."""

MINILM = "local:minilm"
TURN_SECONDS = 3
# Seconds that a server or a reader may take before the measurement is given up.
PATIENCE = 120.0
WORDS = ("ship", "crane", "storm", "mayor", "street", "number", "week", "bridge", "plan", "council", "vote", "river")
QUESTION = "When does the harbour of Oldtown open?"


# The article


def write_article(folder: Path, *, word: str) -> None:
    """Some 300 words, the same but for one sentence: an editor's correction."""
    draw = random.Random(3)
    rest = " ".join(f"{' '.join(draw.choices(WORDS, k=13)).capitalize()}." for _ in range(22))
    text = f"The harbour of Oldtown opens in May, its master {word} said on Monday. {rest}"
    article = folder / "harbour.md"
    # Renamed into its place: a run of --every must not meet half of it.
    (folder / ".harbour").write_text(f"---\ntitle: Harbour\n---\n{text}\n", encoding="utf-8")
    (folder / ".harbour").replace(article)


def _new_name() -> str:
    """One that no article has."""
    return f"Zy{secrets.token_hex(4)}"


# Who looks


def look(data: Path, chroma_url: str | None, words: list[str]) -> None:
    """A bot's library in a process of its own: says when full text, then vectors, find each word's article."""
    with Library.open(StoreSettings(dateline_data=data, chroma_url=chroma_url), follow=True) as library:
        library.search(QUESTION, k=3)
        seen = (library.generation, library.serving)
        print("ready", flush=True)
        for word in words:
            until = time.monotonic() + PATIENCE
            by_words = by_vectors = None
            while by_vectors is None and time.monotonic() < until:
                time.sleep(0.005)
                # Only where something is new: the machine is for those who work.
                if seen == (seen := (library.generation, library.serving)):
                    continue
                hits = [hit for hit in library.search(f"{QUESTION} {word}", k=3) if word in hit.passage.text]
                by_words = by_words or (time.time() if hits else None)
                by_vectors = time.time() if any(hit.dense_rank for hit in hits) else None
            print(json.dumps([by_words, by_vectors]), flush=True)


@contextmanager
def looking(settings: StoreSettings, *words: str) -> Iterator[Callable[[], tuple[float, float]]]:
    """A process that looks; what it gives are the moments at which each word's article was found, one a call."""
    command = ["--look", str(settings.dateline_data), settings.chroma_url or "", *words]
    with subprocess.Popen(_self(*command), stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            if process.stdout.readline() != "ready\n":
                raise SystemExit("the library could not be opened to look")
            yield lambda: _moments(process.stdout)
        finally:
            process.kill()


def _moments(stream: IO[str] | None) -> tuple[float, float]:
    assert stream is not None
    by_words, by_vectors = json.loads(stream.readline())
    if by_vectors is None:
        raise SystemExit("the changed article was not found in time")
    return float(by_words), float(by_vectors)


def _self(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "evals.one_article", *arguments]


# The stopwatch in the run


def ingest_with_stopwatch(arguments: list[str]) -> None:
    """The command line as shipped, with the moments of its parts on stderr after each publication."""
    marks: list[Mark] = []

    def mark(part: str) -> None:
        if part == "imports":
            marks.clear()  # a turn begins
        # A run settles what another left, too, before it begins.
        if part != "publish":
            marks.append((part, time.time(), sum(os.times()[:4])))
        elif any(name == "embedding" for name, _, _ in marks):
            marks.append((part, time.time(), sum(os.times()[:4])))
            print(json.dumps(marks), file=sys.stderr, flush=True)

    def around(owner: Any, name: str, *, before: str = "", after: str = "") -> None:
        function = getattr(owner, name)

        @wraps(function)
        def timed(*positional: Any, **named: Any) -> Any:
            if before:
                mark(before)
            result = function(*positional, **named)
            if after:
                mark(after)
            return result

        setattr(owner, name, timed)

    import bot.cli
    from ingest import syncing
    from vectorstore import embedded, generations, server
    from vectorstore.embeddings import choose

    around(syncing, "sync", before="imports")
    around(choose, "build", after="embedder")
    around(syncing, "_run", before="opening", after="reading")
    around(generations, "new_directory", after="copy")
    around(generations, "check_in_child", before="apply", after="check")
    around(server, "_problem_on_server", before="apply", after="check")
    for place in (embedded.Embedded, server.Server):
        around(place, "advance", before="embedding")
        around(place, "settle", before="publish")
    sys.argv = ["dateline", *arguments]
    bot.cli.main()


# One measurement


def told(name: str, aim: str, marks: list[Mark], found: tuple[float, float], detail: str) -> None:
    """Print how long it took until the article was found, and what it went into.

    The first of `marks` is the beginning; each part is from the mark before it to its own.
    """
    begun = marks[0][1]
    published = marks[-1][1]
    parts = [
        f"{part} {at - before:.2f} ({used - by_then:.2f})" for (_, before, by_then), (part, at, used) in pairwise(marks)
    ]
    parts += [f"seen by words {found[0] - published:.2f}", f"by vectors {found[1] - published:.2f}"]
    print(f"{name:9} {found[1] - begun:5.2f} s until found; aim {aim}. {', '.join(parts)}. {detail}", flush=True)


def _marks(stderr: Iterable[str]) -> list[Mark]:
    """The moments that a run told when it published."""
    said = next(line for line in stderr if line.startswith("[["))
    return [(str(part), float(at), float(used)) for part, at, used in json.loads(said)]


def by_command(name: str, aim: str, settings: StoreSettings, folder: Path, *, passages: int) -> None:
    """The command from its start."""
    word = _new_name()
    with looking(settings, word) as found:
        write_article(folder, word=word)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        begun = time.time()
        ended = subprocess.run(
            _self("--run", "ingest", str(folder)), env=_environment(settings), capture_output=True, text=True
        )
        took = time.time() - begun
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        if ended.returncode:
            raise SystemExit(ended.stderr)
        moments = found()
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    detail = f"{passages} passages; the command ended after {took:.2f} s, {used:.2f} s of processor time"
    told(name, aim, [("begun", begun, 0.0), *_marks(ended.stderr.splitlines())], moments, detail)


def by_turn(name: str, aim: str, settings: StoreSettings, folder: Path, *, passages: int) -> None:
    """A turn of a process that is kept, from its beginning: the second one that changes something."""
    first, word = _new_name(), _new_name()
    with looking(settings, first, word) as found:
        command = _self("--run", "ingest", str(folder), "--every", f"{TURN_SECONDS}s")
        with subprocess.Popen(
            command, env=_environment(settings), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        ) as process:
            assert process.stderr is not None
            try:
                write_article(folder, word=first)
                found()
                _marks(process.stderr)
                write_article(folder, word=word)
                marks = _marks(process.stderr)
                moments = found()
            finally:
                process.send_signal(signal.SIGTERM)
    told(name, aim, marks, moments, f"{passages} passages")


def _environment(settings: StoreSettings) -> dict[str, str]:
    ours = {"DATELINE_DATA": str(settings.dateline_data), "EMBEDDING": MINILM}
    return {**os.environ, **ours, **({"CHROMA_URL": settings.chroma_url} if settings.chroma_url else {})}


# A Chroma server


@contextmanager
def chroma_server(folder: Path) -> Iterator[str]:
    """`chroma run` on loopback; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with subprocess.Popen(
        [str(Path(sys.executable).with_name("chroma")), "run", "--host", "127.0.0.1", "--port", str(port), "--path",
            str(folder)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, "ANONYMIZED_TELEMETRY": "False"},
    ) as process:  # fmt: skip
        try:
            until = time.monotonic() + PATIENCE
            while not _listens(port):
                if process.poll() is not None or time.monotonic() > until:
                    raise SystemExit("the Chroma server did not start")
                time.sleep(0.1)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.kill()


def _listens(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


# All of them


def measure(settings: StoreSettings, place: Path, *, only: tuple[str, ...] = ("command", "kept", "server")) -> None:
    """What one changed article takes in a library that local:minilm made; `place` is for what is needed meanwhile."""
    folder = place / "desk"
    folder.mkdir()
    ingest = partial(subprocess.run, _self("--run", "ingest", str(folder)), check=True, capture_output=True)

    def begun(settings: StoreSettings) -> int:
        write_article(folder, word=_new_name())
        ingest(env=_environment(settings))
        with Library.open(settings) as library:
            return library.count_passages()

    passages = begun(settings)
    if "command" in only:
        by_command("command", "3 s", settings, folder, passages=passages)
    if "kept" in only:
        by_turn("kept", "3 s", settings, folder, passages=passages)
    if "server" in only:
        with chroma_server(place / "chroma") as url:
            served = settings.model_copy(update={"chroma_url": url})
            Library.rebuild(served)
            passages = begun(served)
            by_command("server", "1 s", served, folder, passages=passages)
            by_turn("same kept", "1 s", served, folder, passages=passages)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="a library to add to, instead of making one")
    parser.add_argument("--articles", type=int, default=33_400, help="how many articles the library is made of")
    parser.add_argument("--only", default="command,kept,server", help="some of: command, kept, server")
    parser.add_argument("--look", nargs="+", help=argparse.SUPPRESS)
    parser.add_argument("--run", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.run:
        ingest_with_stopwatch(args.run)
        return
    if args.look:
        data, chroma_url, *words = args.look
        look(Path(data), chroma_url or None, words)
        return
    place = Path(tempfile.mkdtemp())
    try:
        settings = StoreSettings(dateline_data=args.data or place / "data", embedding=MINILM)
        if args.data is None:
            _make(settings, place, articles=args.articles)
        measure(settings, place, only=tuple(args.only.split(",")))
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _make(settings: StoreSettings, place: Path, *, articles: int) -> None:
    from evals.ingest_speed import Free, write_lines
    from ingest.syncing import sync
    from vectorstore.embeddings.choose import build

    stand_in = Free(name=MINILM, identity=build(MINILM, settings=settings).identity)
    sync([write_lines(place / "stories.jsonl", articles)], settings=settings, embedder=stand_in)


if __name__ == "__main__":
    main()
