"""The child: sets its own limits, reads one document from stdin, answers on stdout.

python -P -m ingest.sandbox.child TASK MEMORY OUTPUT < document
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ingest.drafts import Draft
from ingest.errors import Shell, Unreadable

# The exit code that says the memory limit was met.
MEMORY = 77


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """The child's answer, one of the three."""

    draft: Draft | None = None
    shell: str | None = None
    unreadable: str | None = None


def _pdf(raw: bytes) -> Draft:
    from ingest.formats.pdf import draft_of

    return draft_of(raw)


def _docx(raw: bytes) -> Draft:
    from ingest.formats.docx import draft_of

    return draft_of(raw)


def _html(raw: bytes) -> Draft:
    from ingest.pages import draft_of

    return draft_of(raw.decode("utf-8"))


TASKS: Mapping[str, Callable[[bytes], Draft]] = {"pdf": _pdf, "docx": _docx, "html": _html}


def main() -> int:
    """Exit code 0 with a JSON object on stdout, MEMORY when the limit was met."""
    from pydantic import TypeAdapter

    task, memory, output = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    _limit(memory, output)
    try:
        text = TypeAdapter(Said).dump_json(_said(task, sys.stdin.buffer.read()))
    except MemoryError:
        return MEMORY
    sys.stdout.buffer.write(text)
    return 0


def _said(task: str, raw: bytes) -> Said:
    try:
        return Said(draft=TASKS[task](raw))
    except Shell as error:
        return Said(shell=str(error))
    except Unreadable as error:
        return Said(unreadable=str(error))
    except RecursionError:
        return Said(unreadable="it is nested too deeply")


def _limit(memory: int, output: int) -> None:
    """Bounds for the whole process. Where a system has none of them, the time limit of the parent remains."""
    try:
        import resource
    except ImportError:
        return
    for kind, bound in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, output),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        try:
            resource.setrlimit(kind, (bound, bound))
        except (OSError, ValueError):
            continue  # a lower limit is already set


if __name__ == "__main__":
    sys.exit(main())
