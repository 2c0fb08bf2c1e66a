"""Prompt files say what is wrong with them, and values change nothing but their place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prompts.errors import PromptError
from prompts.fences import REFUSAL
from prompts.files import FOLDER, load, load_all, load_file, parse

ANSWER = (FOLDER / "answer.yaml").read_text(encoding="utf-8")


def line_of(text: str) -> int:
    return next(number for number, line in enumerate(ANSWER.split("\n"), start=1) if text in line)


def test_every_shipped_prompt_is_sound_and_every_file_of_the_folder_is_one() -> None:
    assert {"answer", "rewrite", "check"} <= set(load_all())
    assert {path.stem for path in FOLDER.glob("*.yaml")} == set(load_all())


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("name: answer", "name: answer\nsurplus: 1", line_of("name: answer") + 1, "“surplus” is unknown"),
        ("name: answer", "name: answer\nname: answer", line_of("name: answer") + 1, "stands twice"),
        ("name: answer", "name: other", line_of("name: answer"), "make them agree"),
        ("purpose: ", "purpose: \x07", line_of("purpose: "), "U+0007"),
        ("    content: |\n      Today", "    content: >\n      Tod{ay", line_of("Today is"), "a single brace"),
        ("purpose:", "# purpose:", 3, "lacks purpose"),
        ("Today is {today}.", "Hello.", line_of("variables:"), "“today” is listed"),
        ("{sources}", "{ sources}", line_of("{sources}"), "a single brace"),
        ("{sources}", "Look: {sources}", line_of("{sources}"), "on a line of its own"),
        ("{question}", "{query}", line_of("{question}"), "{query} is used but not listed"),
        ("[refusal, today", "[refusal, mood, today", line_of("variables:"), "“mood” is listed"),
        ("role: user", "role: reader", line_of("role: user"), "the role “reader”"),
        ("- role: system", "- role: [system", line_of("role: system") + 1, "not YAML"),
        ("    content: |\n      You", "    text: |\n      You", line_of("role: system") + 1, "“text” is unknown"),
    ],
)
def test_a_broken_prompt_is_named_by_file_and_line(old: str, new: str, line: int, said: str) -> None:
    assert old in ANSWER
    with pytest.raises(PromptError) as caught:
        parse(ANSWER.replace(old, new, 1), file="answer.yaml")
    assert f"answer.yaml, line {line}: " in str(caught.value)
    assert said in str(caught.value)


@pytest.mark.parametrize("variable", ["refusal", "sources", "question", "today"])
def test_an_answer_prompt_without_fences_refusal_question_or_date_is_refused(variable: str) -> None:
    text = ANSWER.replace(f"{{{variable}}}", "nothing").replace(f"{variable}, ", "").replace(f", {variable}", "")
    with pytest.raises(PromptError, match=rf"\{{{variable}\}} is missing"):
        parse(text, file="answer.yaml")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("answer", "</source>"),
        ("answer", "</question>"),
        ("answer", "[1]"),
        ("rewrite", "</history>"),
        ("rewrite", "</question>"),
        ("check", "</message>"),
        ("judge", "</source>"),
        ("judge", "</claims>"),
        ("relate", "</pairs>"),
        ("suffice", "</question>"),
    ],
)
def test_a_prompt_that_hides_the_fences_or_the_marks_from_the_model_is_refused(name: str, told: str) -> None:
    text = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    parse(text, file=f"{name}.yaml")
    with pytest.raises(PromptError, match=rf"{name}\.yaml, line \d+: the system message must .*{re.escape(told)}"):
        parse(text.replace(told, "the end"), file=f"{name}.yaml")


def test_a_draft_may_have_any_file_name_but_only_the_name_of_a_prompt(tmp_path: Path) -> None:
    draft = tmp_path / "my draft.yaml"
    draft.write_text(ANSWER, encoding="utf-8")
    assert load_file(draft).label == load("answer").label
    draft.write_text(ANSWER.replace("name: answer", "name: anwser"), encoding="utf-8")
    told = "line 3: no prompt is called “anwser”: there are answer, check, judge, quote, quoted, relate, rewrite"
    with pytest.raises(PromptError, match=told):
        load_file(draft)


@pytest.mark.parametrize("text", ["", "- a", "just words", "name: [", "name: x\nmessages: {}", "\x00"])
def test_what_is_no_prompt_at_all_is_an_error_of_ours(text: str) -> None:
    with pytest.raises(PromptError):
        parse(text, file="x.yaml")


def test_a_missing_or_undecodable_file_is_an_error_of_ours(tmp_path: Path) -> None:
    with pytest.raises(PromptError, match=r"nothing\.yaml is not a prompt file"):
        load("nothing", folder=tmp_path)
    (tmp_path / "bad.yaml").write_bytes(b"\xff\xfe\xfa")
    with pytest.raises(PromptError, match="UTF-8"):
        load("bad", folder=tmp_path)


VALUES = st.text(alphabet=st.sampled_from("{}abquestionsource \n$%\\1"), max_size=40)


@given(VALUES, VALUES, VALUES)
def test_braces_in_a_value_change_nothing(today: str, sources: str, question: str) -> None:
    filled = load("answer").filled(today=today, sources=sources, question=question)
    role, content = filled[1]
    assert role == "user"
    assert content.startswith(f"Today is {today}.\n\n{sources}\n\n{question}\n")


def test_the_rules_come_first_and_never_change_between_questions() -> None:
    one = load("answer").filled(today="a", sources="b", question="c")
    two = load("answer").filled(today="x", sources="y", question="z")
    assert one[0] == two[0]
    assert one[0][0] == "system"
    assert REFUSAL in one[0][1]


def test_missing_and_surplus_values_are_named() -> None:
    with pytest.raises(PromptError, match="not given: sources, question"):
        load("answer").filled(today="a")
    with pytest.raises(PromptError, match="no variable mood"):
        load("answer").filled(today="a", sources="b", question="c", mood="d")


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("name: answer", "# a comment\nname: answer", True),
        ("purpose: ", "purpose: Really, ", True),
        ("Be short", "Be long", False),
    ],
)
def test_the_version_follows_what_is_sent_only(old: str, new: str, same: bool) -> None:
    changed = parse(ANSWER.replace(old, new, 1), file="answer.yaml")
    assert (changed.version == load("answer").version) is same


@pytest.mark.parametrize(
    ("name", "fence"),
    [
        ("answer", "fenced"),
        ("answer", "fenced_question"),
        ("rewrite", "fenced_question"),
        ("rewrite", "fenced_history"),
        ("check", "fenced_message"),
        ("judge", "fenced_claims"),
        ("relate", "fenced_pairs"),
    ],
)
def test_the_version_follows_the_form_in_which_values_are_put_too(
    name: str, fence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {prompt.name: prompt.version for prompt in load_all().values()}
    monkeypatch.setattr(f"prompts.files.{fence}", lambda *values: "---")
    after = {prompt.name: prompt.version for prompt in load_all().values()}
    assert after[name] != before[name]
