"""What two sides of a comparison are: two prompt files, or two revisions with the recordings that each holds."""

from __future__ import annotations

import io
import subprocess
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from evals.workshop.choosing import prompts_with
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
    """`label` is the file or revision as it was named, `prompts` are its prompts by name."""

    label: str
    prompts: Mapping[str, Prompt]
    book: Book


@contextmanager
def side(name: str, *, book: Book, overrides: Path | None = None, repository: Path = REPOSITORY) -> Iterator[Side]:
    """The prompt file of that name among the prompts of here (`overrides` is PROMPTS_DIR), or else the prompts of the
    git revision. A file is replayed from `book`, a revision from its own recordings. Raises RevisionError."""
    path = Path(name)
    if path.is_file():
        _, prompts = prompts_with(path, overrides=overrides)
        yield Side(name, prompts, book)
        return
    with TemporaryDirectory(prefix="dateline-revision-") as folder:
        _unpacked(name, Path(folder), repository=repository)
        place = Path(folder) / "prompts"
        yield Side(name, _prompts_of(name, place), Book(place / "recordings"))


def _prompts_of(revision: str, folder: Path) -> dict[str, Prompt]:
    """A revision's prompts; one that it did not have yet is taken from here, and so no difference."""
    try:
        held = {name for name in files.NAMES if (folder / f"{name}.yaml").is_file()}
        return {name: files.load(name, folder=folder if name in held else files.FOLDER) for name in files.NAMES}
    except PromptError as error:
        raise RevisionError(f"{revision}: {error}") from error


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
