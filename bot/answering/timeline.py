"""Entries in the order of their days: what articles say of a subject, one entry an article, as quotes with their marks.

The one function for lists and timelines; whoever wants other entries gives it other hits.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.answering.rendering import shown_day
from language.translation import translate
from prompts.fences import Source, marked, unescaped
from prompts.quoting import best_sentences

if TYPE_CHECKING:
    from bot.answering.checking import Verdict
    from prompts.quoting import Embed
    from vectorstore.model import Hit

FETCHED = 24  # passages that are searched for a timeline
MOST = 10  # entries


def timeline(subject: str, hits: Sequence[Hit], *, likeness: Embed | None = None, most: int = MOST) -> list[str]:
    """For each article among the hits, the oldest first and undated ones last, the sentence that says most of the
    subject, with its mark. Articles none of whose sentences bear on it have no entry; copies have one."""
    found = _entries(subject, hits, None, most) or _entries(subject, hits, likeness, most)
    return [marked(unescaped(text), [n]) for _, text, n in sorted(found, key=lambda entry: entry[0])]


def _entries(subject: str, hits: Sequence[Hit], likeness: Embed | None, most: int) -> list[tuple[str, str, int]]:
    """(day, sentence, number of its hit) of each article. Without `likeness` words must meet."""
    found: dict[str, tuple[str, str, int]] = {}
    for n, hit in enumerate(hits, start=1):
        article = hit.article
        if article.id in found:
            continue  # its best passage came first
        source = Source(
            n=n, title=article.headline, outlet=article.outlet, date=shown_day(article), text=hit.passage.text
        )
        chosen = best_sentences(subject, [source], count=1, embed=likeness)
        if chosen and not any(chosen[0].text == text for _, text, _ in found.values()):
            day = f"{article.published:%Y-%m-%d %H:%M}" if article.published else "9"
            found[article.id] = (day, chosen[0].text, n)
        if len(found) == most:
            break
    return list(found.values())


def dated(hits: Sequence[Hit], language: str, verdict: Verdict) -> str:
    """What stands ahead of an entry: its article's day and outlet."""
    article = hits[verdict.sources[0] - 1].article
    day = shown_day(article, language=language) or translate("undated", language)
    return f"- {day} ({article.outlet}): " if article.outlet else f"- {day}: "
