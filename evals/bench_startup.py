"""Where the time of a cold start goes: `python -m evals.bench_startup [--turns 7]`.

Two tables. The first compares `dateline --help` with importing Typer and Rich alone, by turns. The second
follows one `dateline ask` over a library of its own (the sample articles, embedded before the clock starts):
each step in a fresh process, best of all turns, in milliseconds.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

ARTICLES = Path(__file__).parent.parent / "articles"
QUESTION = "who led the US delegation?"

# The steps of `dateline ask`, in their order, timed inside one fresh process.
STEPS = f"""
import json, time
began = time.perf_counter()
times = {{}}
def step(name):
    global began
    now = time.perf_counter()
    times[name] = (now - began) * 1000
    began = time.perf_counter()
import bot.cli
step("import the command line")
from bot import startup
settings = startup.load()
step("read the settings")
from vectorstore.library import Library
library = Library.open(settings.store)
step("open the catalogue (SQLAlchemy)")
from datetime import UTC, datetime
import bot.answering.wiring
import langchain_core.language_models.chat_models
step("import LangChain and the answerer")
answerer = bot.answering.wiring.answerer_for(settings.answer, library)
step("open the index (Chroma), load the embedder, build the model")
answerer.answer({QUESTION!r}, now=datetime.now(UTC))
step("answer")
answerer.answer({QUESTION!r}, now=datetime.now(UTC))
step("answer once more, warm")
print(json.dumps(times))
"""


def seconds(arguments: list[str], environment: dict[str, str]) -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL, env=environment)
    return time.perf_counter() - began


def help_beside_imports(turns: int, environment: dict[str, str]) -> Table:
    """The best of `turns` starts of each, and their ratio."""
    command = ["-m", "bot", "--help"]
    base = ["-c", "import typer, rich.console"]
    bare = ["-c", "pass"]
    found = [[seconds(what, environment) for what in (bare, base, command)] for _ in range(turns)]
    python, imports, ours = (min(times) * 1000 for times in zip(*found, strict=True))
    table = Table(title="dateline --help", title_justify="left")
    table.add_column("start of")
    table.add_column("ms", justify="right")
    for name, value in (("python alone", python), ("import typer, rich.console", imports), ("dateline --help", ours)):
        table.add_row(name, f"{value:.0f}")
    table.add_row("ratio (at most 3.5)", f"{ours / imports:.2f}")
    return table


def steps_of_ask(turns: int, environment: dict[str, str]) -> Table:
    """The best time of each step over `turns` processes, and of the whole command."""
    runs = []
    for _ in range(turns):
        done = subprocess.run(
            [sys.executable, "-c", STEPS], check=True, stdout=subprocess.PIPE, env=environment, encoding="utf-8"
        )
        runs.append(json.loads(done.stdout))
    whole = min(seconds(["-m", "bot", "ask", QUESTION], environment) for _ in range(turns)) * 1000
    table = Table(title=f'dateline ask "{QUESTION}"', title_justify="left")
    table.add_column("step")
    table.add_column("ms", justify="right")
    for step in runs[0]:
        table.add_row(step, f"{min(run[step] for run in runs):.0f}")
    table.add_row("the whole command, start of Python to exit", f"{whole:.0f}")
    return table


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--turns", type=int, default=7)
    parser.add_argument("--embedding", default="auto", help="EMBEDDING of the library that is asked")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {
            "DATELINE_DATA": folder,
            "EMBEDDING": arguments.embedding,
            "CHAT_MODEL": "stub",
            "PYTHONPATH": str(ARTICLES.parent),
        }
        seconds(["-m", "bot", "ingest", str(ARTICLES)], environment)
        console = Console()
        console.print(help_beside_imports(arguments.turns, environment))
        console.print(steps_of_ask(arguments.turns, environment))


if __name__ == "__main__":
    main()
