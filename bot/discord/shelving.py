"""Changes of the library as the bot makes them: in a thread, by ingest's own entry point, under its own lock."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from bot.budget import Declined
from bot.discord.escaping import one_line, shortened
from vectorstore.errors import DatelineError, LibraryError

if TYPE_CHECKING:
    from bot.discord.house import House
    from ingest.reporting import Summary
    from vectorstore.model import Article

Report = Callable[[str, int, int], None]
Change = Callable[["House", Report], str]
"""Does the change and gives its summary, as `dateline ingest` prints it."""

UPLOADS = "uploads"  # under DATELINE_DATA; the same file name again replaces the article
KINDS = (".txt", ".md", ".html", ".htm", ".pdf", ".docx", ".jsonl", ".gz")
MEGABYTE = 1_000_000
LONGEST_NAME = 100


def checked_file(name: str, size: int, *, most: int) -> str:
    """A name that the file can be kept under. Raises Declined before anything is downloaded."""
    most = min(most, 10 * MEGABYTE)
    if size > most:
        raise Declined("file-too-big", size=f"{size / MEGABYTE:.1f}", most=f"{most / MEGABYTE:g}")
    bare = re.sub(r"[^\w.-]+", "_", one_line(name)).strip("._")
    if not bare.lower().endswith(KINDS):
        raise Declined("file-kind", name=shortened(one_line(name), 80), kinds=", ".join(KINDS))
    return bare[-LONGEST_NAME:]


def add_address(url: str) -> Change:
    """Read an article, feed or sitemap from the web."""
    address = one_line(url)
    if not re.match(r"https?://\S+$", address, re.IGNORECASE):
        raise Declined("bad-address", url=shortened(address, 80))
    return lambda house, report: str(_synced(house, [address], report))


def add_file(name: str, content: bytes) -> Change:
    """Keep an uploaded file under DATELINE_DATA and ingest it. Where nothing of it went in, what lay there before
    lies there again."""

    def change(house: House, report: Report) -> str:
        folder = house.settings.store.dateline_data / UPLOADS
        path = folder / name
        summary: Summary | None = None
        try:
            folder.mkdir(parents=True, exist_ok=True)
            before = path.read_bytes() if path.exists() else None
            path.write_bytes(content)
        except OSError as error:
            raise LibraryError(f"The upload could not be stored: {error.strerror}.") from error
        try:
            summary = _synced(house, [str(path)], report, label=UPLOADS)
        finally:
            if summary is None or not (summary.added or summary.updated or summary.unchanged):
                with suppress(OSError):
                    path.unlink() if before is None else path.write_bytes(before)
        return str(summary)

    return change


def refresh(addresses: Sequence[str]) -> Change:
    """Read addresses again."""
    return lambda house, report: str(_synced(house, addresses, report))


def remove(house: House, article: Article) -> bool:
    """Take an article out, and the upload that it was read from; False when it was gone already."""
    removed = house.library.remove(article.id)
    uploads = house.settings.store.dateline_data.resolve() / UPLOADS
    path = Path(article.root or "", article.path or "").resolve()
    if removed and path.parent == uploads:
        with suppress(OSError):
            path.unlink(missing_ok=True)
    _caught_up(house)
    return removed


def _synced(house: House, sources: Sequence[str], report: Report, *, label: str | None = None) -> Summary:
    from ingest.syncing import sync

    summary = sync(
        list(sources),
        settings=house.settings.store,
        ingest=house.settings.ingest,
        embedder=house.library.embedder(),
        progress=report,
        network=house.network,
        label=label,
    )
    _caught_up(house)
    return summary


def _caught_up(house: House) -> None:
    """Have the change answered from at once. Where that fails the library's follower tries again, and logs why."""
    with suppress(DatelineError):
        house.library.catch_up()
