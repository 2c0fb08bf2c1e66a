"""The sample library's passages, read and split as ingest does it, without a library or an embedder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ingest.articles import draft_of, file_article_of, natural_id
from ingest.settings import IngestSettings
from ingest.sources.files import Found, lines, read_whole, targets, walk
from ingest.splitting import split
from vectorstore.model import Article, Passage

SAMPLES = Path(__file__).parent.parent / "articles"
_MAX_BYTES = 1_000_000


def sample_passages(folder: Path = SAMPLES) -> dict[str, list[tuple[Passage, Article]]]:
    """Article id (its URL) to its passages in order, each with the article."""
    found: dict[str, list[tuple[Passage, Article]]] = {}
    settings = IngestSettings.model_construct()
    for source, raw in _sources(folder):
        draft = draft_of(source, raw)
        article = file_article_of(source, draft, article_id=natural_id(source, draft), source_hash="")
        passages = split(article, settings=settings, count_tokens=lambda text: len(text) // 4, max_tokens=512)
        found[article.id] = [(passage, article) for passage in passages]
    return found


def _sources(folder: Path) -> Iterator[tuple[Found, bytes]]:
    for target in targets([folder]):
        for found in walk(target):
            if not isinstance(found, Found):
                continue
            if found.kind != "records":
                yield found, read_whole(found, max_bytes=_MAX_BYTES)
                continue
            for line in lines(found, max_bytes=_MAX_BYTES):
                if line.raw is not None:
                    yield found, line.raw
