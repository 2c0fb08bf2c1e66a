"""Why one source gave no article. The run goes on; the summary names the source and the reason.

DatelineError
└── SourceError
    ├── Unreadable     a failure: empty, binary, undecodable, too large, malformed
    └── Shell          nothing wrong, but no article in it: skipped
        └── Empty      an empty file; what the library holds of it stays
UsageError             the command line names something that can't be meant
└── NotThere           a path at which there is nothing
"""

from __future__ import annotations

from vectorstore.errors import DatelineError


class SourceError(DatelineError):
    """Base of the two; `str(error)` is the reason, to be shown after the source's name."""


class Unreadable(SourceError):
    """The source can't be read as an article."""


class Shell(SourceError):
    """The source holds no article text: a page of scripts, a file of navigation."""


class Empty(Shell):
    """The file is empty: begun and not yet written, or cut short. It says nothing of what it held before."""


class UsageError(DatelineError):
    """What was asked for can't be meant."""

    exit_code = 2


class NotThere(UsageError):
    """There is nothing at a `path`."""

    def __init__(self, path: str) -> None:
        self.path = path
        super().__init__(f"{path}: no such file or folder")
