"""What `dateline search` shows: passages with their scores, as an object and as text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.answering.timing.notices import words_only_notice

if TYPE_CHECKING:
    from vectorstore.model import Hit


def as_json(query: str, hits: Sequence[Hit], *, words_only: bool = False) -> dict[str, Any]:
    """`{query, hits: [{rank, article_url, title, outlet, published, text, score, dense_rank, lexical_rank}]}`.

    `words_only` is there, and true, when the Chroma server did not answer.

    `text` is the passage alone, without its header; `article_url` is null for an article without one.
    """
    return {
        "query": query,
        "hits": [
            {
                "rank": rank,
                "article_url": hit.article.url,
                "title": hit.article.headline,
                "outlet": hit.article.outlet,
                "published": stamp(hit.article.published, day_only=hit.article.published_is_day),
                "text": hit.passage.text,
                "score": hit.score,
                "dense_rank": hit.dense_rank,
                "lexical_rank": hit.lexical_rank,
            }
            for rank, hit in enumerate(hits, start=1)
        ],
    } | ({"words_only": True} if words_only else {})


def as_text(hits: Sequence[Hit], *, words_only: bool = False) -> str:
    """For people: rank, title, outlet, date, where it was found, and the passage."""
    shown = [words_only_notice("en")] if words_only else []
    if not hits:
        return "\n".join([*shown, "Nothing found."])
    for rank, hit in enumerate(hits, start=1):
        article = hit.article
        date = stamp(article.published, day_only=article.published_is_day) or "undated"
        about = ", ".join(part for part in (article.outlet, date) if part)
        ranks = f"vectors {hit.dense_rank or '-'}, words {hit.lexical_rank or '-'}"
        shown.append(
            f"{rank}. {article.headline} ({about})\n"
            f"   score {hit.score:.4f}; {ranks}\n"
            f"   {' '.join(hit.passage.text.split()) or article.url or article.path or article.id}"
        )
    return "\n\n".join(shown)


def stamp(published: datetime | None, *, day_only: bool) -> str | None:
    """ISO 8601: the day where only that is known, else the time, by the outlet's clock where its zone is known."""
    if published is None:
        return None
    return published.date().isoformat() if day_only else published.isoformat(timespec="seconds").replace("+00:00", "Z")
