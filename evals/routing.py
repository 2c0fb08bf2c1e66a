"""How often a message is told for what it is, and how many real questions are lost: each half apart, and a third.

    python -m evals.routing       for each kind the messages, those told rightly, and those that went unsearched

A set's labels may say "question" of what asks for a list, a summary, a timeline, a comparison or about a claim, and the
other way round, since all of these are searched: they count as one kind beside the strict share.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from language.messages import SEARCHED, message_of

SETS = Path(__file__).parent / "sets"
HALVES = ("routing.jsonl", "routing_second.jsonl", "routing_third.jsonl")
_ASKING = frozenset({"question", "list", "summary", "timeline", "comparison", "claim"})
_ENDS = " ?？¿.!"


@dataclass(frozen=True, slots=True, kw_only=True)
class Routed:
    """A message with the kind it was written as and the one it is told to be. `stripped` is whether what is left of it
    once talk is taken off is what should be; None where nothing is to be taken off."""

    message: str
    kind: str
    told: str
    stripped: bool | None

    @property
    def right(self) -> bool:
        return self.kind == self.told or {self.kind, self.told} <= _ASKING

    @property
    def lost(self) -> bool:
        """Whether something that articles could answer was met without a search."""
        return self.kind in SEARCHED and self.told not in SEARCHED


def routed(path: Path) -> list[Routed]:
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        told = message_of(row["message"])
        asks = row.get("asks")
        stripped = None if asks is None else told.asks.strip(_ENDS) == asks.strip(_ENDS)
        found.append(Routed(message=row["message"], kind=row["kind"], told=told.kind, stripped=stripped))
    return found


def report(found: Iterable[Routed]) -> str:
    found = list(found)
    strict = sum(one.kind == one.told for one in found)
    right = sum(one.right for one in found)
    stripped = [one.stripped for one in found if one.stripped is not None]
    lines = [
        f"n={len(found)}  right {right / len(found):.3f} (strictly {strict / len(found):.3f})  "
        f"lost {sum(one.lost for one in found)}  talk taken off {sum(stripped)} of {len(stripped)}"
    ]
    for kind, count in Counter(one.kind for one in found).most_common():
        some = [one for one in found if one.kind == kind]
        others = Counter(one.told for one in some if not one.right)
        told = "".join(f"  {name} {number}" for name, number in others.most_common())
        lines.append(f"  {kind:<12}{sum(one.right for one in some):>4} of {count:<4}{told}")
    return "\n".join(lines)


if __name__ == "__main__":
    for name in HALVES:
        print(name)
        print(report(routed(SETS / name)))
