"""Whether a judge can read: forty items of our own, put once to each new judge or model, the result kept.

A judge that gets fewer than `PASS` of them right may only veto: nothing is shown by its word. One whose replies can't
be used is not asked at all. Results lie in `judges.json` under DATELINE_DATA, by the judge's name, its prompt and the
exam's version: another model, prompt or exam is examined anew.
"""

from __future__ import annotations

import json
import os
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from bot.answering.judging.judge import Claim, Exhibit, Judge, Opinion, Saying
from bot.answering.tokens import Tokens
from vectorstore.model import digest

Standing = Literal["reads", "vetoes", "unfit"]

PASS = 0.85  # of the items right
UNUSABLE = 0.1  # of the items without a usable verdict: more, and asking is a waste
BATCH = 10  # items in one call
FILE = "judges.json"
_SHEET = Path(__file__).with_name("exam.yaml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    kind: str
    passage: str
    sentence: str
    says: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """How a judge did: `right` of `items`, `unusable` of them without a verdict that can be used.

    `wrong` lists the kinds of those that it got wrong; `seconds` is the median time of a call.
    """

    judge: str
    items: int
    right: int
    unusable: int
    believed: int  # of the items that are not said, those that it took for said
    wrong: tuple[str, ...]
    seconds: float
    taken_at: str
    input_tokens: int | None = None
    output_tokens: int | None = None

    @property
    def share(self) -> float:
        return self.right / self.items if self.items else 0.0

    @property
    def standing(self) -> Standing:
        if self.unusable > UNUSABLE * self.items:
            return "unfit"
        return "reads" if self.share >= PASS else "vetoes"

    @property
    def told(self) -> str:
        """One line, for doctor, cards and the log."""
        score = f"{self.right} of {self.items} right"
        match self.standing:
            case "reads":
                return f"{score}: its word counts"
            case "vetoes":
                return f"{score}, {PASS:.0%} are needed: it may only veto, words alone decide"
            case "unfit":
                return f"{self.unusable} of {self.items} replies could not be used: words alone decide"


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """An exam's end: the result, or why there is none. `tokens` were spent either way."""

    result: Result | None
    tokens: Tokens
    trouble: str | None = None


@cache
def sheet() -> tuple[Item, ...]:
    """The items."""
    return tuple(Item(**entry) for entry in yaml.safe_load(_SHEET.read_text(encoding="utf-8")))


@cache
def version() -> str:
    """Changes with the items."""
    return digest(_SHEET.read_text(encoding="utf-8"))[:8]


def examine(judge: Judge, *, items: Sequence[Item] | None = None) -> Examined:
    """Put the items to a judge. A judge that can't be reached has no result: it may be asked again later."""
    asked = sheet() if items is None else items
    opinions: list[Opinion[Saying] | None] = []
    tokens, seconds, trouble = Tokens(), [], None
    for start in range(0, len(asked), BATCH):
        began = time.monotonic()
        judged = judge.says([_claim(item) for item in asked[start : start + BATCH]])
        seconds.append(time.monotonic() - began)
        opinions += judged.opinions
        tokens, trouble = tokens.plus(judged.tokens), judged.trouble or trouble
        if judged.trouble and not any(judged.opinions) and judged.tokens.output is None:
            # Nothing came back at all: that says something of the service, nothing of how it reads.
            return Examined(result=None, tokens=tokens, trouble=judged.trouble)
    result = Result(
        judge=judge.name,
        items=len(asked),
        right=sum(bool(one) and _took(one) == item.says for one, item in zip(opinions, asked, strict=True)),
        unusable=sum(one is None for one in opinions),
        believed=sum(_took(one) and not item.says for one, item in zip(opinions, asked, strict=True)),
        wrong=tuple(item.kind for one, item in zip(opinions, asked, strict=True) if not one or _took(one) != item.says),
        seconds=round(sorted(seconds)[len(seconds) // 2], 2) if seconds else 0.0,
        taken_at=datetime.now(UTC).isoformat(timespec="seconds"),
        input_tokens=tokens.input,
        output_tokens=tokens.output,
    )
    return Examined(result=result, tokens=tokens, trouble=trouble)


def _took(opinion: Opinion[Saying] | None) -> bool:
    return opinion is not None and opinion.verdict == "says"


def _claim(item: Item) -> Claim:
    exhibit = Exhibit(key=digest(item.passage), text=item.passage, title=item.kind)
    return Claim(sentence=item.sentence, exhibits=(exhibit,))


class Register:
    """The results that were kept, by judge. A file that can't be read holds none; one that can't be written keeps
    nothing, and the exam is taken again by the next process."""

    def __init__(self, folder: Path | None) -> None:
        """Without a folder results are known to this process only."""
        self._path = folder / FILE if folder else None
        self._held: dict[str, Result] = {}

    def result(self, key: str) -> Result | None:
        """The kept result of a judge, by `key_of`."""
        if key not in self._held:
            self._held |= self._read()
        return self._held.get(key)

    def keep(self, key: str, result: Result) -> None:
        self._held |= self._read()
        self._held[key] = result
        if self._path is None:
            return
        entries = {key: asdict(one) for key, one in self._held.items()}
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(
                "w", encoding="utf-8", dir=self._path.parent, prefix=".judges-", delete=False
            ) as file:
                json.dump(entries, file, ensure_ascii=False, indent=1)
            os.replace(file.name, self._path)
        except OSError:
            return

    def _read(self) -> dict[str, Result]:
        if self._path is None:
            return {}
        try:
            entries: Any = json.loads(self._path.read_text(encoding="utf-8"))
            return {key: Result(**{**entry, "wrong": tuple(entry["wrong"])}) for key, entry in entries.items()}
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return {}


def key_of(judge: Judge, *, where: str = "", prompt: str = "") -> str:
    """What a result is kept under: the judge, the address of its service, its prompt and the exam's version."""
    return " ".join(part for part in (judge.name, where, prompt, f"exam@{version()}") if part)
