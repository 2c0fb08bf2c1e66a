"""Which weights a model has: read once, so that an index knows what made it."""

from __future__ import annotations

import hashlib
from pathlib import Path

from vectorstore.errors import EmbeddingError


def sha256_of(*files: Path) -> str:
    """One checksum over the contents of the files, in the order given; the plain SHA-256 of a single file."""
    state = hashlib.sha256()
    for file in files:
        with file.open("rb") as stream:
            while block := stream.read(1 << 20):
                state.update(block)
    return state.hexdigest()


def verified(file: Path, sha256: str, *, embedder: str, package: str) -> None:
    """Raises EmbeddingError unless the file is there and is the very one that Dateline knows."""
    try:
        found = sha256_of(file)
    except OSError:
        raise EmbeddingError(f"The weights of {embedder} are missing; reinstall the package {package}.") from None
    if found != sha256:
        raise EmbeddingError(
            f"The weights of {embedder} are damaged or of another version; "
            f"reinstall the package {package} at the version in requirements.txt."
        )
