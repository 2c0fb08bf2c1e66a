"""The exhibits of one call, numbered as a prompt holds them."""

from __future__ import annotations

from collections.abc import Iterable

from bot.answering.judging.judge import Exhibit
from prompts.budget import estimated_tokens
from prompts.fences import Source, fenced


class Docket:
    """Each exhibit once, counted from 1 in the order in which it was first named."""

    def __init__(self, exhibits: Iterable[Exhibit]) -> None:
        self._exhibits = {one.key: one for one in exhibits}
        self._numbers = {key: n for n, key in enumerate(self._exhibits, start=1)}

    def number(self, one: Exhibit) -> int:
        return self._numbers[one.key]

    def numbers(self, exhibits: Iterable[Exhibit]) -> tuple[int, ...]:
        return tuple(self._numbers[one.key] for one in exhibits)

    def fenced(self) -> str:
        """The exhibits as a prompt's sources: an order in one of them can't leave its fence."""
        return fenced(
            Source(
                n=self._numbers[one.key],
                title=one.title or one.header,
                outlet=one.outlet,
                date=one.published.isoformat() if one.published else None,
                text=one.text,
            )
            for one in self._exhibits.values()
        )


def estimated(texts: Iterable[str]) -> int:
    """About how many tokens were sent where nobody told: a call that timed out was paid for all the same."""
    return sum(estimated_tokens(text) for text in texts)
