"""Articles as an editor is shown them: one object each for programs, lines for people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from vectorstore.model import Article
from vectorstore.remembered import Revision


def day_or_moment(moment: datetime | None, *, is_day: bool) -> str | None:
    """ "2024-01-30", or "2024-01-30T09:12:00Z" where the time is known (by the outlet's clock where its zone is); None
    without a date."""
    if moment is None:
        return None
    return f"{moment:%Y-%m-%d}" if is_day else moment.isoformat(timespec="seconds").replace("+00:00", "Z")


def as_object(article: Article) -> dict[str, Any]:
    """All that is known of an article but its text."""
    return {
        "id": article.id,
        "title": article.title,
        "headline": article.headline,
        "outlet": article.outlet,
        "authors": list(article.authors),
        "url": article.url,
        "path": article.path,
        "published": day_or_moment(article.published, is_day=article.published_is_day),
        "published_how": article.published_how,
        "language": article.language,
        "modified": day_or_moment(article.modified, is_day=False),
        "partial": article.partial,
        "tags": list(article.tags),
        "set_by_editor": list(article.set_by_editor),
        "copy_of": article.copy_of,
        "hold_until": day_or_moment(article.hold_until, is_day=False),
        "quote_words": article.quote_words,
        "withdrawn_at": day_or_moment(article.withdrawn_at, is_day=False),
        "fetched_at": day_or_moment(article.fetched_at, is_day=False),
    }


def list_as_text(articles: Sequence[Article], *, of: int) -> str:
    """A line each: date, outlet, headline, id."""
    lines = []
    for article in articles:
        date = article.published.strftime("%Y-%m-%d") if article.published else "undated   "
        about = ", ".join(part for part in (article.headline, article.outlet) if part)
        about += _state_of(article)
        lines.append(f"{date}  {about}\n            {article.id}")
    if len(articles) < of:
        lines.append(f"… {of - len(articles)} more (--limit 0 shows all; words after the command filter them).")
    return "\n".join(lines) if lines else "No article."


def _state_of(article: Article) -> str:
    """What sets it apart from an article that everybody is shown whole; one that is held back first."""
    if article.withdrawn_at:
        return " (withdrawn)"
    if article.hold_until and article.hold_until > datetime.now(UTC):
        return f" (held until {day_or_moment(article.hold_until, is_day=False)})"
    return " (opening only)" if article.partial else ""


def revision_as_object(revision: Revision) -> dict[str, Any]:
    """What an article was before a change, without the text that changed."""
    return {
        "seen_at": day_or_moment(revision.seen_at, is_day=False),
        "kind": revision.kind,
        "changes": list(revision.changes),
        "words_added": revision.words_added,
        "words_removed": revision.words_removed,
        "former_title": revision.title,
        "former_published": day_or_moment(revision.published, is_day=False),
    }


def revision_as_text(revision: Revision) -> str:
    """One line: when, and what changed."""
    words = f" ({revision.words_added} words in, {revision.words_removed} out)" if "text" in revision.changes else ""
    title = f", was called “{revision.title}”" if "title" in revision.changes and revision.title else ""
    what = f": {', '.join(revision.changes)}{words}{title}" if revision.changes else ""
    return f"{day_or_moment(revision.seen_at, is_day=False)} {revision.kind}{what}"


def article_as_text(article: Article, *, passages: int, past: Sequence[Revision] = ()) -> str:
    """Everything about one article, its text last; `past` are its changes, the newest first."""
    published = day_or_moment(article.published, is_day=article.published_is_day)
    facts = {
        "id": article.id,
        "title": article.title or "none; its first sentence stands for it",
        "outlet": article.outlet,
        "authors": ", ".join(article.authors) or None,
        "published": f"{published} (found in: {article.published_how})" if published else "undated",
        "url": article.url,
        "path": article.path,
        "language": article.language,
        "modified": day_or_moment(article.modified, is_day=False),
        "tags": ", ".join(article.tags) or None,
        "partial": article.partial and f"opening only ({article.partial})",
        "withdrawn": day_or_moment(article.withdrawn_at, is_day=False),
        "copy of": article.copy_of,
        "held": article.hold_until and f"until {day_or_moment(article.hold_until, is_day=False)}",
        "shown": None
        if article.quote_words is None
        else f"{article.quote_words} of its words"
        if article.quote_words
        else "title and link alone",
        "read": day_or_moment(article.fetched_at, is_day=False),
        "passages": str(passages),
    }
    lines = [
        f"{name:10} {value}" + (" (set by the editor)" if name in article.set_by_editor and name != "published" else "")
        for name, value in facts.items()
        if value
    ]
    lines += [f"{'history' if not number else '':10} {revision_as_text(one)}" for number, one in enumerate(past)]
    return "\n".join([*lines, "", article.text])
