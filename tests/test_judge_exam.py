"""A judge must show that it can read: the exam, what is kept of it, and how fast a judge is held to be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.answering.judging.bench import AGAIN, QUICK, Bench
from bot.answering.judging.exam import FILE, Item, Register, examine, key_of, sheet
from bot.answering.judging.judge import Answering, Asked, Claim, Exhibit, Judged, Opinion, Pair, Relation, Saying
from bot.answering.tokens import Tokens

ITEMS = {item.sentence: item for item in sheet()}


@dataclass
class Scripted:
    """A judge that takes for said what `reads` says; None leaves an item open."""

    reads: Callable[[Item, int], bool | None]
    name: str = "model scripted"
    trouble: str | None = None
    calls: list[int] = field(default_factory=list)

    def says(self, claims: Sequence[Claim]) -> Judged[Saying]:
        self.calls.append(len(claims))
        opinions: list[Opinion[Saying] | None] = []
        for claim in claims:
            at = list(ITEMS).index(claim.sentence) if claim.sentence in ITEMS else 0
            said = self.reads(ITEMS.get(claim.sentence, sheet()[0]), at)
            verdict: Saying = "says" if said else "silent"
            opinions.append(None if said is None else Opinion(verdict=verdict, probability=1, by=self.name))
        spent = Tokens() if self.trouble else Tokens(input=100, output=10)
        return Judged(opinions=tuple(opinions), tokens=spent, trouble=self.trouble)

    def answers(self, asked: Sequence[Asked]) -> Judged[Answering]:
        raise NotImplementedError

    def relates(self, pairs: Sequence[Pair]) -> Judged[Relation]:
        raise NotImplementedError


def test_the_exam_has_forty_items_of_five_kinds_half_of_each_said() -> None:
    kinds = Counter((item.kind, item.says) for item in sheet())
    assert len(sheet()) == len(ITEMS) == 40
    assert len(kinds) == 10
    assert set(kinds.values()) == {4}
    assert {item.kind for item in sheet()} == {"denial", "padded", "roles", "paraphrase", "languages"}


@pytest.mark.parametrize(
    ("reads", "right", "unusable", "standing"),
    [
        (lambda item, at: item.says, 40, 0, "reads"),
        (lambda item, at: item.says if at >= 6 else not item.says, 34, 0, "reads"),  # .85
        (lambda item, at: item.says if at >= 7 else not item.says, 33, 0, "vetoes"),
        (lambda item, at: True, 20, 0, "vetoes"),
        (lambda item, at: False, 20, 0, "vetoes"),
        (lambda item, at: item.says if at >= 4 else None, 36, 4, "reads"),
        (lambda item, at: item.says if at >= 5 else None, 35, 5, "unfit"),
        (lambda item, at: None, 0, 40, "unfit"),
    ],
    ids=["right", ".85", "below", "believes all", "believes nothing", "some open", "too many open", "no verdicts"],
)
def test_a_judge_reads_vetoes_or_is_unfit_by_its_share_of_right_verdicts(
    reads: Callable[[Item, int], bool | None], right: int, unusable: int, standing: str
) -> None:
    judge = Scripted(reads)
    result = examine(judge).result
    assert result is not None
    assert (result.right, result.unusable, result.standing) == (right, unusable, standing)
    assert judge.calls == [10, 10, 10, 10]
    assert (result.input_tokens, result.output_tokens) == (400, 40)
    assert str(right if standing != "unfit" else unusable) in result.told


def test_a_service_that_can_not_be_reached_has_no_result_and_is_tried_again_later(tmp_path: Path) -> None:
    now = [0.0]
    judge = Scripted(lambda item, at: None, trouble="The connection failed.")
    bench = Bench(judge, register=Register(tmp_path), clock=lambda: now[0])
    assert bench.admission().standing == "unfit"
    assert not (tmp_path / FILE).exists()
    now[0] = AGAIN - 1
    assert "could not be held" in bench.admission().told
    assert len(judge.calls) == 1
    judge.trouble, judge.reads, now[0] = None, lambda item, at: item.says, AGAIN + 1
    assert bench.admission().standing == "reads"


def test_a_result_is_kept_by_judge_and_taken_anew_for_another_model_or_prompt(tmp_path: Path) -> None:
    judge = Scripted(lambda item, at: item.says)
    first = Bench(judge, register=Register(tmp_path), key=key_of(judge, prompt="judge@1"))
    assert first.admission().tokens.input == 400
    again = Bench(judge, register=Register(tmp_path), key=key_of(judge, prompt="judge@1"))
    assert (again.admission().standing, again.admission().tokens.input) == ("reads", None)
    assert len(judge.calls) == 4
    other = Bench(judge, register=Register(tmp_path), key=key_of(judge, prompt="judge@2"))
    assert (other.known() is None, again.known() is None) == (True, False)


@pytest.mark.parametrize("held", ["", "[]", "{", '{"a": 1}', '{"a": {"judge": "x"}}'])
def test_a_damaged_file_of_results_holds_none(tmp_path: Path, held: str) -> None:
    (tmp_path / FILE).write_text(held, encoding="utf-8")
    judge = Scripted(lambda item, at: item.says)
    assert Bench(judge, register=Register(tmp_path)).admission().standing == "reads"
    assert Register(tmp_path).result("model scripted")


def test_results_that_can_not_be_written_count_for_this_process(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    judge = Scripted(lambda item, at: item.says)
    bench = Bench(judge, register=Register(tmp_path / "file"))
    assert bench.admission().standing == bench.admission().standing == "reads"
    assert len(judge.calls) == 4


def test_a_judge_is_quick_by_the_median_of_its_last_ten_calls_and_unknown_at_first() -> None:
    now = [0.0]
    takes = [0.0]

    def reads(item: Item, at: int) -> bool:
        now[0] += takes[0]
        return True

    bench = Bench(Scripted(reads), clock=lambda: now[0])
    asked = [Claim(sentence="x", exhibits=(Exhibit(key="a", text="x"),))]
    seen = [bench.quick]
    for seconds, calls in ((QUICK / 2, 1), (QUICK * 2, 5), (QUICK / 2, 8)):
        takes[0] = seconds
        for _ in range(calls):
            bench.says(asked)
        seen.append(bench.quick)
    assert seen == [False, True, False, True]
