"""Two reports of one question set side by side: which figures moved, which cases broke and which were mended."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.questionsets import QuestionSetError
from evals.scoring import Better, Score

WANDERS = 0.25  # a time differs by as much from run to run on a machine that does other things too
# What a report says of the set-up; where one of these differs, it is the likely cause of what changed.
SET_UP = ("model", "embedding", "prompt", "articles", "passages", "limit")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A figure before and after; None where the one report or the other has it not."""

    name: str
    old: float | None
    new: float | None
    unit: str
    better: Better

    @property
    def by(self) -> float | None:
        return None if self.old is None or self.new is None else self.new - self.old

    @property
    def verdict(self) -> str:
        """ "better", "worse", "same", or "" where neither direction is good. A time must move by WANDERS of itself."""
        if not self.by:
            return "same" if self.by == 0 else ""
        if self.unit == "ms" and abs(self.by) <= WANDERS * (self.old or 0):
            return "same"
        if self.better == "neither":
            return ""
        return "better" if (self.by > 0) == (self.better == "higher") else "worse"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What changed from an old report to a new one. `broken` and `mended` name cases that both have."""

    made: str
    set_up: tuple[tuple[str, Any, Any], ...]
    changes: tuple[Change, ...]
    broken: tuple[str, ...]
    mended: tuple[str, ...]
    only_old: int
    only_new: int


def load(path: Path) -> dict[str, Any]:
    """A report.json of before. Raises QuestionSetError."""
    try:
        report = json.loads(path.read_text(encoding="utf-8"))
        report["set"], report["scores"], report["cases"], report["made"]
    except OSError as error:
        raise QuestionSetError(f"{path.name} can't be read ({error.strerror}): name a report.json.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise QuestionSetError(f"{path.name} is not a report of dateline eval: name a report.json.") from error
    assert isinstance(report, dict)
    return report


def compared(old: dict[str, Any], new: dict[str, Any]) -> Comparison:
    """Compare two reports, as `reports.as_json` gives them. Raises QuestionSetError when they are of other sets."""
    if old["set"] != new["set"]:
        raise QuestionSetError(f"The old report is of the set {old['set']}, this one of {new['set']}.")
    before = {score["name"]: score for score in old["scores"]}
    after = {score["name"]: score for score in new["scores"]}
    changes = []
    for name in dict.fromkeys([*after, *before]):
        one = after.get(name) or before[name]
        changes.append(
            Change(
                name=name,
                old=before[name]["value"] if name in before else None,
                new=after[name]["value"] if name in after else None,
                unit=one["unit"],
                better=one["better"],
            )
        )
    failed_before = {case["name"]: bool(case["problems"]) for case in old["cases"]}
    fails_now = {case["name"]: bool(case["problems"]) for case in new["cases"]}
    both = [name for name in fails_now if name in failed_before]
    return Comparison(
        made=old["made"],
        set_up=tuple((key, old.get(key), new.get(key)) for key in SET_UP if old.get(key) != new.get(key)),
        changes=tuple(changes),
        broken=tuple(name for name in both if fails_now[name] and not failed_before[name]),
        mended=tuple(name for name in both if failed_before[name] and not fails_now[name]),
        only_old=len(failed_before) - len(both),
        only_new=len(fails_now) - len(both),
    )


def dropped(scores: Sequence[Score], committed: dict[str, float], *, cases: float = 0.0) -> list[str]:
    """The scores that fell below what was committed, in words; `cases` of the set may go by the machine's rounding.

    A committed score that is no longer measured counts as fallen.
    """
    measured = {score.name: score for score in scores}
    fallen = []
    for name, least in committed.items():
        score = measured.get(name)
        if score is None:
            fallen.append(f"{name} is not measured any more")
            continue
        slack = (cases + 1e-4) / score.n if score.n else 0.0
        loss = least - score.value if score.better == "higher" else score.value - least
        if not loss <= slack:
            fallen.append(f"{name} fell from {least:.4f} to {score.value:.4f} (n={score.n})")
    return fallen
