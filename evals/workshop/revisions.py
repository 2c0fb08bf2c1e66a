"""What two sides of a comparison are: two prompt files, or two revisions with the recordings that each holds."""

from __future__ import annotations

import io
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from evals.workshop.errors import RevisionError
from evals.workshop.recordings import Book
from prompts import files
from prompts.errors import PromptError

if TYPE_CHECKING:
    from prompts.files import Prompt

REPOSITORY = files.FOLDER.parent
_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Side:
    """`label` is the file or revision as it was named; `rewriting` is the revision's prompt for follow-ups."""

    label: str
    prompt: Prompt
    book: Book
    rewriting: Prompt | None = None


@contextmanager
def side(name: str, *, book: Book, repository: Path = REPOSITORY) -> Iterator[Side]:
    """The prompt file of that name, or else the git revision; a file is replayed from `book`. Raises RevisionError."""
    path = Path(name)
    if path.is_file():
        yield Side(name, _loaded(name, path, named=False), book)
        return
    with TemporaryDirectory(prefix="dateline-revision-") as folder:
        _unpacked(name, Path(folder), repository=repository)
        prompts = Path(folder) / "prompts"
        # An older revision may have no follow-ups yet.
        rewriting = prompts / "rewrite.yaml"
        yield Side(
            name,
            _loaded(name, prompts / "answer.yaml", named=True),
            Book(prompts / "recordings"),
            _loaded(name, rewriting, named=True) if rewriting.is_file() else None,
        )


def _loaded(name: str, path: Path, *, named: bool) -> Prompt:
    try:
        return files.load(path.stem, folder=path.parent) if named else files.load_file(path)
    except PromptError as error:
        raise RevisionError(f"{name}: {error}" if named else str(error)) from error


def _unpacked(revision: str, folder: Path, *, repository: Path) -> None:
    """The revision's `prompts/`, in `folder`."""
    what = f"{revision} is neither a prompt file nor a git revision"
    if revision.startswith("-"):
        raise RevisionError(f"{what}.")
    commit = _git(repository, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}", problem=f"{what}.")
    packed = _git(repository, "archive", commit.decode().strip(), "prompts", problem=f"{revision} has no prompts/.")
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(folder, filter="data")


def _git(repository: Path, *arguments: str, problem: str) -> bytes:
    try:
        done = subprocess.run(
            ["git", "-C", str(repository), *arguments], capture_output=True, timeout=_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise RevisionError("git can't be run here: name two prompt files instead of revisions.") from error
    if done.returncode:
        raise RevisionError(problem)
    return done.stdout
