"""A command on a pseudo-terminal, as a person has it: what it shows is read, and answered."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

STYLES = re.compile(r"\x1b\]8;[^\x1b]*\x1b\\|\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b[=>]")


class Terminal:
    """A command that runs on a terminal of so many columns; `shown` is all that it has written."""

    def __init__(
        self, arguments: Sequence[str], *, environment: Mapping[str, str], folder: Path, columns: int = 100
    ) -> None:
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bot", *arguments],
            env={"TERM": "xterm-256color", **environment},
            cwd=folder,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # its own terminal: Ctrl-C reaches it
        )
        os.close(theirs)
        self._raw = b""
        self._read_to = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()
        self.process.wait()
        os.close(self._ours)

    @property
    def shown(self) -> str:
        """What is on the terminal, without styles."""
        return STYLES.sub("", self._raw.decode(errors="replace")).replace("\r\n", "\n").replace("\r", "\n")

    def expect(self, text: str, *, within: float = 100) -> None:
        """Wait until the text was shown, after what was waited for before. Raises AssertionError."""
        until = time.monotonic() + within
        while (at := self.shown.find(text, self._read_to)) < 0:
            assert self._read(until - time.monotonic()), f"never shown: {text!r}\n{self.shown[self._read_to :]}"
        self._read_to = at + len(text)

    def send(self, line: str) -> None:
        """Type a line."""
        os.write(self._ours, line.encode() + b"\r")

    def press(self, keys: bytes) -> None:
        """Press keys, such as b"\\x04" for Ctrl-D."""
        os.write(self._ours, keys)

    def finish(self, *, within: float = 100) -> int:
        """Wait for its end; the exit code."""
        until = time.monotonic() + within
        while self._read(until - time.monotonic()):
            pass
        return self.process.wait(max(1.0, until - time.monotonic()))

    def _read(self, seconds: float) -> bool:
        """Read what is shown next; False at the end, and where nothing comes in time."""
        if not select.select([self._ours], [], [], max(0.0, seconds))[0]:
            return False
        with contextlib.suppress(OSError):  # the other end is closed
            piece = os.read(self._ours, 65536)
            if b"\x1b[6n" in piece:  # prompt_toolkit asks where the cursor is
                os.write(self._ours, b"\x1b[1;1R")
            self._raw += piece
            return bool(piece)
        return False
