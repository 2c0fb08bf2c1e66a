"""The articles' own sentences on a question, dated: what is shown where nobody can read whether an answer is true."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.answering.checking import Verdict
from bot.answering.rendering import shown_date, shown_day
from prompts.fences import UNDATED, Source, marked, unescaped
from prompts.quoting import best_sentences

if TYPE_CHECKING:
    from vectorstore.model import Hit

MOST = 3


class OwnWords:
    """`raws` are quoted sentences with their marks, as a model that quotes would write them."""

    def __init__(self, question: str, hits: Sequence[Hit]) -> None:
        self._hits = hits
        sources = [
            Source(
                n=n,
                title=hit.article.headline,
                outlet=hit.article.outlet,
                date=shown_date(hit.article),
                text=hit.passage.text,
            )
            for n, hit in enumerate(hits, start=1)
        ]
        chosen = best_sentences(question, sources, count=MOST)
        self.raws = [marked(unescaped(one.text), [one.source.n]) for one in chosen]

    def attribution(self, verdict: Verdict) -> str:
        """Whose words they are, and of which day."""
        article = self._hits[verdict.sources[0] - 1].article
        return f"{article.outlet or article.headline} ({shown_day(article) or UNDATED}): "
