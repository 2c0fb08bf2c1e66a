"""Which cases are meant: by their names, groups and prompts, and by an expression.

    korean and not (number or name)

Words with and, or, not and brackets; each is looked for in a case's prompt, group and name. Words without anything
between them must all be there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from prompts.casefiles import Case

_TOKEN = re.compile(r"[()]|[^\s()]+")
Holds = Callable[[str], bool]


def chosen(cases: Sequence[Case], *, names: Sequence[str] = (), expression: str | None = None) -> list[Case]:
    """The cases of these names, groups or prompts for which the expression holds. Raises ValueError in words."""
    holds = parsed(expression) if expression is not None else None
    some = [case for case in cases if not names or {case.name, case.group, case.prompt} & set(names)]
    return [case for case in some if holds is None or holds(f"{case.prompt} {case.group} {case.name}")]


def parsed(expression: str) -> Holds:
    """Whether the expression holds of a text. Raises ValueError, saying what is wrong with it."""
    reader = _Reader(_TOKEN.findall(expression.casefold()))
    holds = reader.either()
    if reader.next is not None:
        raise ValueError(f"“{reader.next}” is one too many")
    return holds


class _Reader:
    """Reads from the loosest binding to the tightest: or, and, not, a word or brackets."""

    def __init__(self, tokens: list[str]) -> None:
        self._tokens = tokens

    @property
    def next(self) -> str | None:
        return self._tokens[0] if self._tokens else None

    def take(self, token: str) -> bool:
        if self.next != token:
            return False
        self._tokens.pop(0)
        return True

    def either(self) -> Holds:
        parts = [self.both()]
        while self.take("or"):
            parts.append(self.both())
        return lambda text: any(part(text) for part in parts)

    def both(self) -> Holds:
        parts = [self.single()]
        while self.take("and") or self.next not in (None, "or", ")"):
            parts.append(self.single())
        return lambda text: all(part(text) for part in parts)

    def single(self) -> Holds:
        if self.take("not"):
            negated = self.single()
            return lambda text: not negated(text)
        if self.take("("):
            held = self.either()
            if not self.take(")"):
                raise ValueError("a bracket is not closed")
            return held
        if self.next in (None, "and", "or", ")"):
            raise ValueError(f"a word is missing before “{self.next}”" if self.next else "a word is missing at the end")
        word = self._tokens.pop(0)
        return lambda text: word in text
