"""The articles' own sentences on a question, dated: what is shown where nobody can read whether an answer is true."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from bot.answering.checking import Verdict
from bot.answering.rendering import shown_date, shown_day
from language.sentences import sentences
from language.translation import translate
from language.words import terms
from prompts.fences import Source, marked, unescaped
from prompts.quoting import A_WHOLE_SENTENCE, best_sentences

if TYPE_CHECKING:
    from prompts.quoting import Embed
    from vectorstore.model import Hit

MOST = 3


class OwnWords:
    """`raws` are quoted sentences with their marks, as a model that quotes would write them.

    Where no words meet, across languages, `likeness` chooses; without it the sources that the model `cited` are
    quoted by how they begin. `language` is the asker's, in which days are written.
    """

    def __init__(
        self,
        question: str,
        hits: Sequence[Hit],
        *,
        language: str,
        likeness: Embed | None = None,
        cited: Collection[int] = (),
    ) -> None:
        self._hits, self._language = hits, language
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
        chosen = best_sentences(question, sources, count=MOST, embed=likeness)
        quoted = [(one.text, one.source) for one in chosen] or _openings([one for one in sources if one.n in cited])
        self.raws = [marked(unescaped(text), [source.n]) for text, source in quoted]

    def attribution(self, verdict: Verdict) -> str:
        """Whose words they are, and of which day."""
        article = self._hits[verdict.sources[0] - 1].article
        day = shown_day(article, language=self._language) or translate("undated", self._language)
        return f"{article.outlet or article.headline} ({day}): "


def _openings(sources: Sequence[Source]) -> list[tuple[str, Source]]:
    """The first whole sentence of each source."""

    def whole(source: Source) -> Iterator[str]:
        return (one.text for one in sentences(source.text) if len(terms(one.text)) >= A_WHOLE_SENTENCE)

    found = [(next(whole(source), None), source) for source in sources[:MOST]]
    return [(text, source) for text, source in found if text]
