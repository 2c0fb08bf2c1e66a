"""What a sentence says that its own outlet took back later, where the question doesn't bring the correction along.

"How many members has it?" finds the correction among its passages. "What happened last week?" does not: the
correction may be of the week after.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.answering.checking import Check, Verdict
from bot.answering.readable import readable
from language.corrections import is_retracted, says_it_corrects
from language.facts import Facts, facts
from language.sentences import sentences
from language.wording import subject
from vectorstore.model import Hit

if TYPE_CHECKING:
    from vectorstore.library import Library

SEARCHED = 6  # passages among which a correction is looked for
KIN = 0.3  # share of words in common from which on two passages are about the same thing


@dataclass(frozen=True, slots=True, kw_only=True)
class Overruling:
    """Looks for corrections in a library, for the sentences of one answer from `hits`."""

    library: Library
    hits: Sequence[Hit]
    exclude_urls: Collection[str] = ()

    def checked(self, check: Check) -> Check:
        """The check, with one more rule: what was corrected since is dropped."""

        def with_later_corrections(sentence: str, cited: Sequence[int]) -> Verdict:
            verdict = check(sentence, cited)
            if not any(self.is_overruled(sentence, self.hits[n - 1]) for n in verdict.sources):
                return verdict
            return verdict.taken_back()

        return with_later_corrections

    def is_overruled(self, sentence: str, hit: Hit) -> bool:
        """Whether a later article of the same outlet gives a value of the sentence as wrong."""
        return self.taken_back(sentence, hit) is not None

    def taken_back(self, sentence: str, hit: Hit) -> tuple[Hit, str] | None:
        """The passage that does, and its words that do."""
        said = facts(sentence)
        if not said or hit.article.outlet is None:
            return None
        found = readable(self.library.search(sentence, k=SEARCHED, exclude_urls=self.exclude_urls))
        backs = ((other, _takes_back(other, sentence, said)) for other in found if _may_correct(other, hit))
        return next(((other, words) for other, words in backs if words), None)


def _may_correct(other: Hit, hit: Hit) -> bool:
    mine, theirs = hit.article, other.article
    if theirs.id == mine.id or theirs.outlet != mine.outlet:
        return False
    later = mine.published is None or theirs.published is None or theirs.published >= mine.published
    return later and says_it_corrects(title=theirs.title, text=other.passage.text)


def _takes_back(other: Hit, sentence: str, said: Facts) -> str | None:
    """The sentence of a correction that gives a value of the sentence as wrong."""
    words = set(subject(sentence))
    if len(words & set(subject(other.passage.text))) < KIN * len(words):
        return None
    for statement in sentences(other.passage.text, language=other.article.language):
        text, there = statement.text, facts(statement.text)
        wrong = [one for one in there.numbers if is_retracted(text, one.start, one.end)]
        if any(one.equals(mine) for one in wrong for mine in said.numbers):
            return text
        spans = [(one.start, one.end) for one in there.names] + [(one.start, one.end) for one in there.dates]
        values = [text[start:end] for start, end in spans if is_retracted(text, start, end)]
        if any(value in sentence for value in values):
            return text
    return None
