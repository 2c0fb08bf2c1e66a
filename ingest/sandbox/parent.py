"""Running a reader of untrusted bytes in a process of its own, with limits on time and memory.

A document can make its reader loop, fill the memory or crash the interpreter. Here that costs one child
process and one line in the report.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from typing import BinaryIO

from ingest.drafts import Draft
from ingest.errors import Shell, Unreadable
from ingest.sandbox.child import MEMORY, Said

Task = str
"""A name in `ingest.sandbox.child.TASKS`."""


# What an interpreter needs to start; keys and tokens are none of a document reader's business.
_ENVIRONMENT = frozenset(("PATH", "LANG", "LC_ALL", "PYTHONHOME", "PYTHONPATH", "SYSTEMROOT", "TMPDIR", "VIRTUAL_ENV"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """`seconds` of wall-clock time, `memory` of address space and `output` of the answer, both in bytes."""

    seconds: float = 60.0
    memory: int = 1_500_000_000
    output: int = 64_000_000


def read_apart(task: Task, raw: bytes, *, limits: Limits | None = None) -> Draft:
    """What `task` reads from `raw`. Raises Unreadable, also when a limit ended it; Shell."""
    limits = limits or Limits()
    command = [sys.executable, "-P", "-m", "ingest.sandbox.child", task, str(limits.memory), str(limits.output)]
    # The answer goes to a file, whose size the kernel limits: a pipe would fill this process instead.
    with tempfile.TemporaryFile() as answer:
        try:
            ended = subprocess.run(
                command,
                input=raw,
                stdout=answer,
                stderr=subprocess.DEVNULL,
                env={name: value for name, value in os.environ.items() if name in _ENVIRONMENT},
                timeout=limits.seconds,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise Unreadable(f"reading it takes longer than {limits.seconds:.0f} seconds") from error
        except BrokenPipeError as error:
            raise Unreadable("reading it crashed the reader") from error
        return _read(answer, ended.returncode, limits)


def _read(answer: BinaryIO, code: int, limits: Limits) -> Draft:
    if code == MEMORY:
        raise Unreadable(f"reading it takes more than {limits.memory // 1_000_000:,} MB of memory")
    answer.seek(0)
    text = answer.read(limits.output + 1)
    said = _parsed(text) if code == 0 else None
    if said is None:
        if len(text) >= limits.output:
            raise Unreadable(f"its text is larger than {limits.output // 1_000_000:,} MB")
        raise Unreadable("reading it crashed the reader")
    if said.shell is not None:
        raise Shell(said.shell)
    if said.unreadable is not None or said.draft is None:
        raise Unreadable(said.unreadable or "reading it crashed the reader")
    return said.draft


def _parsed(text: bytes) -> Said | None:
    from pydantic import TypeAdapter, ValidationError

    try:
        return TypeAdapter(Said).validate_json(text)
    except ValidationError:
        return None
