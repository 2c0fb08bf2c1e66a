"""The published mutation score is the real one, misses included."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.workshop.mutations import DAMAGES, DEFENCES, NETS, Defence, damaged, defences_table, score, table, weakened
from evals.workshop.running import Workbench
from prompts.casefiles import read_cases
from prompts.errors import PromptError
from prompts.fences import Source, fenced
from prompts.files import FOLDER, NAMES
from prompts.talk import ToCompare, Turn, fenced_claims, fenced_history, fenced_message, fenced_pairs
from vectorstore.library import Library

PAGE = Path(__file__).parent.parent / "docs" / "prompts.md"


GIVEN = {
    "sources": fenced([
        Source(n=1, title="a", outlet="b", date="2024-01-01", text="<x>"),
        Source(n=2, title="c", outlet="d", date="2024-01-02", text="y"),
    ]),
    "history": fenced_history([Turn("member", "who?"), Turn("answer", "she")]),
    "message": fenced_message("so it was"),
    "claims": fenced_claims([ToCompare("it was", ((1,),))]),
    "pairs": fenced_pairs([(ToCompare("<x>", ((1,),)), ToCompare("y", ((2,),)))]),
}  # fmt: skip


def test_every_damage_damages() -> None:
    assert len(DAMAGES) >= 20
    assert {damage.prompt for damage in DAMAGES} == set(NAMES) - {"quote", "quoted"}
    for damage in DAMAGES:
        assert (damage.text is None) is not (damage.given is None), damage.name
        if damage.text:
            text = (FOLDER / f"{damage.prompt}.yaml").read_text(encoding="utf-8")
            assert damage.text(text) != text, damage.name
        if damage.given:
            variable, change = damage.given
            assert change(GIVEN[variable]) != GIVEN[variable], damage.name


REFUSED = [
    "the refusal: removed",
    "the sentinel: dropped",
    "the fences: not told to the model",
    "a variable that nobody fills",
    "the sources: in the system message",
    "rewrite: the talk's fences: not told",
    "check: the message: removed",
    "judge: the fences: not told",
    "relate: the pairs: removed",
    "suffice: the question: removed",
]


@pytest.mark.parametrize("name", REFUSED)
def test_a_damage_that_takes_away_what_the_code_relies_on_is_refused_when_the_file_is_read(name: str) -> None:
    with pytest.raises(PromptError, match=r"\.yaml, line \d+: "):
        damaged(next(damage for damage in DAMAGES if damage.name == name))


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_the_page_shows_which_net_catches_each_damage_and_what_is_missed(sample: Library) -> None:
    found = score(Workbench(sample=lambda: sample), read_cases())
    assert table(found) in PAGE.read_text(encoding="utf-8"), "paste it again: python -m evals.workshop.mutations"
    assert {net for one in found for net in one.nets} == set(NETS)


@pytest.mark.parametrize("defence", DEFENCES, ids=lambda one: one.name)
def test_every_defence_in_code_is_where_the_table_says(defence: Defence) -> None:
    with defence.switched_off():
        pass


def test_a_case_fails_where_text_that_speaks_to_machines_is_read_like_the_rest(sample: Library) -> None:
    cases = [case for case in read_cases() if case.name in ("order-that-would-answer", "link-behind-an-order")]
    (found, *_) = weakened(Workbench(sample=lambda: sample), cases, defences=DEFENCES[:1])
    # The link of the other case is an address as well, and so left out by a second defence.
    assert found.cases == dict.fromkeys(found.cases, ("order-that-would-answer",))


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_page_shows_how_many_cases_fail_without_each_defence(sample: Library) -> None:
    found = weakened(Workbench(sample=lambda: sample), read_cases())
    assert defences_table(found) in PAGE.read_text(encoding="utf-8"), (
        "paste it again: python -m evals.workshop.mutations"
    )
