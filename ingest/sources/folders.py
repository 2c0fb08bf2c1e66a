"""The folders of a sources.yaml, each with the label that it is known by wherever it lies.

folders:
  - path: /srv/wire
    label: wire
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ingest.errors import NotThere, UsageError
from ingest.roots import checked_label
from ingest.sources.files import Target, targets
from vectorstore.settings import expanded


class _Given(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    path: str = Field(min_length=1)
    label: str | None = None


def read_folders(file: Path) -> tuple[list[Target], list[str]]:
    """(the folders that are there, the paths of those that are not). A relative path begins where the file lies.

    Raises UsageError for what can't be meant.
    """
    import yaml

    given = yaml.safe_load(file.read_bytes().decode("utf-8-sig"))
    entries = given.get("folders") if isinstance(given, dict) else None
    if entries is None:
        return [], []
    if not isinstance(entries, list):
        raise UsageError(f'{file.name}: "folders:" must hold a list')
    found: list[Target] = []
    absent: list[str] = []
    for number, entry in enumerate(entries, start=1):
        for target in _targets(file, number, entry, absent):
            if any(one.root == target.root or (one.label and one.label == target.label) for one in found):
                raise UsageError(f"{file.name}, folder {number}: its path or its label is that of another one")
            found.append(target)
    return found, absent


def _targets(file: Path, number: int, entry: Any, absent: list[str]) -> list[Target]:
    try:
        folder = _Given.model_validate(entry)
        label = None if folder.label is None else checked_label(folder.label)
        return targets([file.absolute().parent / expanded(Path(folder.path))], label=label)
    except ValidationError as error:
        raise UsageError(f"{file.name}, folder {number}: write path: and label:, and nothing else") from error
    except NotThere as error:
        absent.append(error.path)
        return []
    except (UsageError, ValueError) as error:
        raise UsageError(f"{file.name}, folder {number}: {error}") from error
