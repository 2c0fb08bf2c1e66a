"""What calls to a model counted, in tokens."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """What the model counted; None where it told nothing (or was not called)."""

    input: int | None = None
    output: int | None = None

    def plus(self, other: Tokens) -> Tokens:
        """Those of two calls together; what one of them did not tell counts as nothing."""
        return Tokens(input=_sum(self.input, other.input), output=_sum(self.output, other.output))


def _sum(one: int | None, other: int | None) -> int | None:
    return None if one is None and other is None else (one or 0) + (other or 0)
