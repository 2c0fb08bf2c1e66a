"""The `dateline` command in a process of its own, forked from a server that has its imports behind it.

It is the whole command line with the environment, folder, output and exit code of a real process; what is
missing is Python's own start and its imports, most of what a short command takes. Tests of just these (what
is imported, how long it takes, what the locale does) start `python -m bot`.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.store_child import context


def dateline(
    arguments: Sequence[str], *, environment: Mapping[str, str], folder: Path | None = None, timeout: float = 50
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end, in this folder or the given one. Raises TimeoutExpired."""
    command = ["dateline", *arguments]
    with tempfile.TemporaryDirectory() as place:
        out, err = Path(place) / "out", Path(place) / "err"
        child = context().Process(
            target=_run, args=(command, dict(environment), str(folder or Path.cwd()), str(out), str(err))
        )
        child.start()
        child.join(timeout)
        if child.exitcode is None:
            child.kill()
            child.join()
            raise subprocess.TimeoutExpired(command, timeout)
        return subprocess.CompletedProcess(
            command, child.exitcode, out.read_text(encoding="utf-8"), err.read_text(encoding="utf-8")
        )


def _run(command: list[str], environment: dict[str, str], folder: str, out: str, err: str) -> None:
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    time.tzset()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for descriptor, path in ((1, out), (2, err)):
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.dup2(file, descriptor)
        os.close(file)
    # They live as long as the process.
    sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115
    sys.stdout, sys.stderr = (os.fdopen(descriptor, "w", encoding="utf-8", closefd=False) for descriptor in (1, 2))
    sys.argv = command
    from bot.cli import main

    main()
