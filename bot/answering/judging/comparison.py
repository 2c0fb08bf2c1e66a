"""Pairs of sentences put to a judge that has shown that it can read: what is the one to the other?"""

from __future__ import annotations

from collections.abc import Sequence

from bot.answering.judging.bench import Bench
from bot.answering.judging.judge import Opinion, Pair, Relation
from bot.answering.tokens import Tokens


class Comparison:
    """Asks a judge about the pairs of one question, and counts what that took.

    A judge that may only veto, is unfit or has no opinion gives Nones: words decide then.
    """

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self.tokens = Tokens()

    def relates(self, pairs: Sequence[Pair]) -> Sequence[Opinion[Relation] | None]:
        admission = self._bench.admission()
        self.tokens = self.tokens.plus(admission.tokens)
        if admission.standing != "reads":
            return [None] * len(pairs)
        judged = self._bench.relates(pairs)
        self.tokens = self.tokens.plus(judged.tokens)
        return judged.opinions
