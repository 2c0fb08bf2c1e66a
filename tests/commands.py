"""The `dateline` command in a process of its own, forked from a server that has its imports behind it.

It is the whole command line with the environment, folder, output and exit code of a real process; what is
missing is Python's own start and its imports, most of what a short command takes. The index that it makes is checked
in a process of its own, as shipped, but forked too. Tests of just these (what is imported, how long it takes, what
the locale does) start `python -m bot`.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from multiprocessing import connection
from pathlib import Path

import pytest

from tests.store_child import context, run_check_in_child

Said = tuple[int, str]  # exit code and output of a check


class Command:
    """A command that is running; `finish` waits for its end."""

    def __init__(
        self,
        arguments: Sequence[str],
        *,
        environment: Mapping[str, str],
        folder: Path | None = None,
        first: Callable[[], None] | None = None,
    ) -> None:
        """Start it in this folder or the given one. `first` is done in its process before anything else."""
        self._command = ["dateline", *arguments]
        self._place = tempfile.TemporaryDirectory()
        self._out, self._err = Path(self._place.name) / "out", Path(self._place.name) / "err"
        self._checks, theirs = context().Pipe()
        self._child = context().Process(
            target=_run,
            args=(
                self._command, dict(environment), str(folder or Path.cwd()), str(self._out), str(self._err), theirs,
                first,
            ),
        )  # fmt: skip
        self._child.start()
        theirs.close()

    def send_signal(self, number: int) -> None:
        """Signal its process."""
        assert self._child.pid is not None
        os.kill(self._child.pid, number)

    def finish(self, timeout: float) -> subprocess.CompletedProcess[str]:
        """Wait for its end, making the checks that it asks for. Raises TimeoutExpired."""
        until = time.monotonic() + timeout
        with self._place, self._checks:
            while self._child.exitcode is None:
                ready = connection.wait([self._child.sentinel, self._checks], max(0.0, until - time.monotonic()))
                if not ready:
                    self._child.kill()
                    self._child.join()
                    raise subprocess.TimeoutExpired(self._command, timeout)
                if self._checks in ready:
                    self._check()
            out, err = (path.read_text(encoding="utf-8") for path in (self._out, self._err))
            return subprocess.CompletedProcess(self._command, self._child.exitcode, out, err)

    def _check(self) -> None:
        try:
            request, seconds = self._checks.recv()
        except EOFError:
            self._child.join()
            return
        try:
            done = run_check_in_child(request, seconds=seconds)
        except subprocess.TimeoutExpired:
            self._checks.send(None)
        else:
            self._checks.send((done.returncode, done.stdout))


def dateline(
    arguments: Sequence[str], *, environment: Mapping[str, str], folder: Path | None = None, timeout: float = 50
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end, in this folder or the given one. Raises TimeoutExpired."""
    return Command(arguments, environment=environment, folder=folder).finish(timeout)


def _run(
    command: list[str],
    environment: dict[str, str],
    folder: str,
    out: str,
    err: str,
    checks: connection.Connection[tuple[str, float], Said | None],
    first: Callable[[], None] | None,
) -> None:
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
    from vectorstore import generations

    class AskedOfTheTest(generations.CheckProcess):
        """The test forks the check: it has the fork server."""

        def __init__(self) -> None:
            pass

        def ask(self, request: str, *, seconds: float) -> subprocess.CompletedProcess[str]:
            checks.send((request, seconds))
            said = checks.recv()
            if said is None:
                raise subprocess.TimeoutExpired("check", seconds)
            return subprocess.CompletedProcess(["check"], said[0], stdout=said[1], stderr="")

        def close(self) -> None:
            pass

    pytest.MonkeyPatch().setattr(generations, "CheckProcess", AskedOfTheTest)
    if first:
        first()
    main()
