"""Roots: the folders that files are read from, each with a name of its own.

A folder's name is the label that it was given, else its host and path: what lies at that path on another machine is
another folder. A folder that is not where it was is taken for one that moved here only where what it held lies here.
"""

from __future__ import annotations

import platform
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from ingest.articles import draft_of, source_hash
from ingest.errors import Unreadable, UsageError
from ingest.sources.files import Found, Target, kind_of_name, lines, read_whole
from vectorstore.library import Known
from vectorstore.model import Article, digest

# So many of a folder's articles are looked for where it may have moved to; half of them must be there.
SAMPLES = 16
_LABEL = re.compile(r"[^\W_][\w .-]{0,99}")


class Place(NamedTuple):
    """A root as the library knows it. `name` is a label, or "host:path"; None of folders that were read before roots
    had names. `path` is where it lay when it was read last."""

    name: str | None
    path: str

    @classmethod
    def of(cls, target: Target) -> Place:
        """The root of a target on this machine."""
        path = str(target.root)
        return cls(target.label or f"{host()}:{path}", path)

    @property
    def label(self) -> str | None:
        """What it was called by hand."""
        return self.name if self.name and ":" not in self.name else None

    @property
    def elsewhere(self) -> bool:
        """Whether it was read on another machine, so that this one's disk says nothing of it."""
        return self.name is not None and self.label is None and self.name.partition(":")[0] != host()

    @property
    def there(self) -> bool:
        """Whether the folder is where it was, as far as this machine can tell."""
        return not self.elsewhere and Path(self.path).exists()

    @property
    def left(self) -> bool:
        """Whether its folder was on this machine and is gone; a label doesn't tell of a machine."""
        return self.label is None and not self.elsewhere and not self.there

    def becomes(self, place: Place) -> bool:
        """Whether it is this very root, which may have been given its name since."""
        if self.name == place.name:
            return True
        return self.path == place.path and self.name in (None, f"{host()}:{place.path}")


def host() -> str:
    """What this machine is called."""
    return (platform.node() or "localhost").replace(":", "-")


def checked_label(given: str) -> str:
    """A label as it is kept. Raises UsageError."""
    label = " ".join(given.split())
    if not _LABEL.fullmatch(label):
        raise UsageError(f"{given!r} can't be a label: use letters and digits, such as --label archive-2024.")
    return label


@dataclass(kw_only=True)
class Roots:
    """The roots of a library, as one run finds them. `everything` is kept in step with what becomes of them."""

    everything: dict[str, Known]
    article: Callable[[str], Article | None]
    rename: Callable[[Place, Place], None]
    max_bytes: int
    _settled: set[Place] = field(default_factory=set)

    def settle(self, target: Target) -> Place:
        """The target's root. What the library holds of it under another name, or from where it was, is its own now."""
        place = Place.of(target)
        if place not in self._settled:
            self._settled.add(place)
            others = self._others(place)
            self._refuse_two_folders(target, place, others)
            for other, held in others.items():
                if other.becomes(place) or (_may_have_moved(other, place) and self._holds(target.root, held)):
                    self.rename(other, place)
                    for article_id in held:
                        known = self.everything[article_id]
                        self.everything[article_id] = known._replace(root=place.path, root_name=place.name)
        return place

    def _refuse_two_folders(self, target: Target, place: Place, others: Mapping[Place, Collection[str]]) -> None:
        """Raises UsageError where the label names another folder, which still holds what was read from it and of which
        less than half lies here: one's files would take the place of the other's of the same names."""
        for other, held in others.items():
            stays = place.label is not None and other.name == place.name and Path(other.path).is_dir()
            if stays and not self._holds(target.root, held) and self._holds(Path(other.path), held):
                raise UsageError(
                    f"The label {place.label} names {other.path}, which is still there with other files: "
                    f"give {place.path} a label of its own."
                )

    def _others(self, place: Place) -> Mapping[Place, list[str]]:
        found: dict[Place, list[str]] = {}
        for one in self.everything.values():
            if one.root is not None and (one.root_name != place.name or one.root != place.path):
                found.setdefault(Place(one.root_name, one.root), []).append(one.id)
        return found

    def _holds(self, root: Path, held: Collection[str]) -> bool:
        """Whether the files of at least half of these articles, or of some, lie below a root as they were read."""
        ids = sorted(held)
        some = [self.article(one) for one in ids[:: -(-len(ids) // SAMPLES)]]
        wanted = [found for one in some if one is not None and (found := _as_here(one, root)) is not None]
        if len(wanted) * 2 < len(some):
            return False
        # Another version of the reader gives other hashes: then the texts tell.
        same = _number_of(wanted, lambda one, signs: one.source_hash in signs, self._hashes, root)
        same = same or _number_of(wanted, lambda one, signs: one.content_hash in signs, self._texts, root)
        return same * 2 >= len(some)

    def _hashes(self, found: Found) -> Iterator[str]:
        for raw in self._pieces(found):
            yield source_hash(found.key, raw)

    def _texts(self, found: Found) -> Iterator[str]:
        for raw in self._pieces(found):
            with suppress(Unreadable):
                yield digest(draft_of(found, raw, max_bytes=self.max_bytes).text)

    def _pieces(self, found: Found) -> Iterator[bytes]:
        """The file, or its lines, as articles are read from it."""
        with suppress(Unreadable):
            if found.kind == "records":
                yield from (line.raw for line in lines(found, max_bytes=self.max_bytes) if line.raw is not None)
            else:
                yield read_whole(found, max_bytes=self.max_bytes)


def _as_here(article: Article, root: Path) -> Article | None:
    """The article with its path as it is written below a root; None where there is no such file."""
    forms = dict.fromkeys(unicodedata.normalize(form, article.path or "") for form in ("NFC", "NFD"))
    paths = (article.path, *forms) if article.path else ()
    return next((replace(article, path=path) for path in paths if path and (root / path).is_file()), None)


def _may_have_moved(other: Place, place: Place) -> bool:
    if other.label and place.label:
        return False  # two labels are two folders
    return not other.there or other.path == place.path


def _number_of(
    articles: Sequence[Article],
    fits: Callable[[Article, Collection[str]], bool],
    signs_of: Callable[[Found], Iterable[str]],
    root: Path,
) -> int:
    signs: dict[str, frozenset[str]] = {}
    for name in {one.path or "" for one in articles}:
        signs[name] = frozenset(signs_of(Found(root=root, name=name, kind=kind_of_name(name) or "text")))
    return sum(fits(one, signs[one.path or ""]) for one in articles)
