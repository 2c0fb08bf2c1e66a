"""The measure of routing counts rightly: what is right, what is lost, and what is taken off."""

from __future__ import annotations

import json
from pathlib import Path

from evals.routing import HALVES, SETS, report, routed


def test_kinds_that_are_searched_count_as_one_and_what_is_not_searched_is_lost(tmp_path: Path) -> None:
    rows = [
        {"kind": "list", "message": "who won the Maine primary?"},
        {"kind": "question", "message": "thanks!"},
        {"kind": "greeting", "message": "who won the Maine primary?"},
        {"kind": "question", "message": "Hi there! Who runs the port?", "asks": "Who runs the port"},
        {"kind": "question", "message": "Hi there! Who runs the port?", "asks": "the port"},
    ]
    path = tmp_path / "set.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    found = routed(path)
    assert [one.right for one in found] == [True, False, False, True, True]
    assert [one.lost for one in found] == [False, True, False, False, False]
    assert [one.stripped for one in found] == [None, None, None, True, False]
    assert report(found).startswith("n=5  right 0.600 (strictly 0.400)  lost 1  talk taken off 1 of 2")


def test_at_most_one_real_question_of_both_halves_is_lost() -> None:
    lost = [one.message for name in HALVES for one in routed(SETS / name) if one.kind == "question" and one.lost]
    assert len(lost) <= 1, lost
