"""The bot's own ingest: `dateline ingest … --every`, the very command, in a process beside the bot's.

A process of its own: reading and embedding never make an answer wait, and whatever a page does to a parser, the bot
lives. One that ends unasked is started again after a while. Its standard input is a pipe from the bot: when the bot is
killed the kernel closes it, and the command ends too.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path

log = logging.getLogger("dateline.schedule")

AGAIN_AFTER = 60.0
# A run ends at an article's border within 5 seconds of SIGTERM.
PATIENCE = 6.0
LONGEST_LINE = 64_000_000  # a summary names every source that failed
_COUNTS = ("added", "updated", "unchanged", "removed", "failed")


class Schedule:
    """Keeps the command running while `run` does; `run` is cancelled to end both."""

    def __init__(self, sources: Sequence[str], *, every: str, again_after: float = AGAIN_AFTER) -> None:
        self._arguments = ("ingest", *sources, "--every", every, "--json", "--until-closed")
        self._again_after = again_after

    async def run(self) -> None:
        """Until cancelled. The command is then asked to end, and ended when it does not."""
        while True:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "bot",
                *self._arguments,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(_python_path())},
                limit=LONGEST_LINE,
                start_new_session=True,  # Ctrl-C is the bot's, which then ends this in its own way
            )
            try:
                await asyncio.gather(_told(process.stdout), _complained(process.stderr))
                log.warning("scheduled ingest ended by itself (exit code %s)", await process.wait())
            finally:
                await _ended(process)
            await asyncio.sleep(self._again_after)


async def _told(stream: asyncio.StreamReader | None) -> None:
    """A line in the log for each turn."""
    while stream and (line := await stream.readline()):
        try:
            summary = json.loads(line)
            counts = ", ".join(f"{summary[name]} {name}" for name in _COUNTS)
            log.info("scheduled ingest: %s in %s s", counts, summary["seconds"])
        except (ValueError, KeyError, TypeError):
            log.warning("scheduled ingest said: %s", line.decode(errors="replace").strip()[:500])


async def _complained(stream: asyncio.StreamReader | None) -> None:
    while stream and (line := await stream.readline()):
        log.warning("scheduled ingest: %s", line.decode(errors="replace").strip()[:500])


async def _ended(process: asyncio.subprocess.Process) -> None:
    if process.returncode is not None:
        return
    with contextlib.suppress(ProcessLookupError):
        process.terminate()
    try:
        await asyncio.wait_for(process.wait(), PATIENCE)
    except TimeoutError:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()


def _python_path() -> list[str]:
    given = os.environ.get("PYTHONPATH", "")
    return [*([given] if given else []), str(Path(__file__).resolve().parent.parent)]
