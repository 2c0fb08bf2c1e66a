"""What about a page makes an editor want to look at it: it went in, but may not be what it should be."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from ingest.drafts import Draft
from vectorstore.model import Article

# Fewer words than this are a caption or a teaser more often than an article.
FEW_WORDS = 60
# Scripts that write no spaces have few words; so many characters are an article all the same.
FEW_CHARACTERS = 300


def doubts(article: Article, draft: Draft) -> tuple[str, ...]:
    """The reasons, in words; nothing where the page looks like a whole article."""
    found = list(draft.doubts)
    if draft.partial:
        found.append(f"only the opening ({draft.partial})")
    if article.published is None:
        found.append("no date was found that is certain")
    elif article.is_dated_by_address:
        found.append(f"dated {article.published:%Y-%m-%d} by its {article.published_how} alone")
    elif article.published > datetime.now(UTC) + timedelta(days=1):
        found.append(f"published {article.published:%Y-%m-%d}, in the future")
    if article.title is None:
        found.append("no title was found")
    if len(article.text.split()) < FEW_WORDS and len(article.text) < FEW_CHARACTERS:
        found.append(f"only {len(article.text.split())} words")
    return tuple(found)
