"""Sources are fitted whole, the lowest-ranked left out first, and told; PROMPTS_DIR replaces single files."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.errors import PromptFileError
from bot.answering.pipeline import load_prompt
from bot.answering.rendering import as_json
from bot.answering.wiring import answerer_for
from bot.settings import AnswerSettings
from prompts.budget import estimated_tokens, fitted
from prompts.files import FOLDER
from vectorstore.library import Library

NOW = datetime(2024, 3, 1, 12, tzinfo=UTC)
LED = "who led the US delegation?"


@given(st.lists(st.integers(1, 400), max_size=12), st.integers(1, 1500))
def test_the_first_passages_fit_whole_and_the_first_one_always_stays(costs: list[int], budget: int) -> None:
    count = fitted(costs, budget=budget)
    assert sum(costs[:count]) <= budget or count == 1
    assert count == len(costs) or sum(costs[: count + 1]) > budget
    assert count or not costs


@pytest.mark.parametrize(
    ("text", "tokens"), [("", 0), ("a", 1), ("four letters", 3), ("미국 대표단", 4), ("\ud800", 1)]
)
def test_tokens_are_estimated_from_bytes(text: str, tokens: int) -> None:
    assert estimated_tokens(text) == tokens


def test_a_small_budget_leaves_out_the_lowest_ranked_passages_whole_and_the_answer_tells_which(
    sample: Library,
) -> None:
    answerer = answerer_for(AnswerSettings(_env_file=None), sample)
    whole = answerer.answer(LED, now=NOW)
    assert whole.left_out == ()
    small = replace(answerer, budget=600).answer(LED, now=NOW)
    assert small.left_out
    assert len(small.hits) + len(small.left_out) == len(whole.hits)
    assert {hit.passage.id for hit in small.hits} == {hit.passage.id for hit in whole.hits[: len(small.hits)]}
    assert as_json(small)["left_out"] == [hit.passage.id for hit in small.left_out]
    assert "Jen Daskal" in small.text


def test_prompts_dir_replaces_single_files_and_only_those(tmp_path: Path, sample: Library) -> None:
    shipped = load_prompt().label
    assert load_prompt(overrides=tmp_path).label == shipped
    text = (FOLDER / "answer.yaml").read_text(encoding="utf-8")
    (tmp_path / "answer.yaml").write_text(text.replace("Be short", "Be brief"), encoding="utf-8")
    settings = AnswerSettings(_env_file=None, prompts_dir=tmp_path)
    label = answerer_for(settings, sample).answer(LED, now=NOW).prompt
    assert label == load_prompt(overrides=tmp_path).label != shipped


def test_a_broken_override_is_named_by_file_and_line_and_a_missing_folder_by_its_setting(tmp_path: Path) -> None:
    (tmp_path / "answer.yaml").write_text("name: answer\nmood: good\n", encoding="utf-8")
    with pytest.raises(PromptFileError, match=r"answer\.yaml, line 2: the key “mood”"):
        load_prompt(overrides=tmp_path)
    with pytest.raises(PromptFileError, match="PROMPTS_DIR is not a folder"):
        load_prompt(overrides=tmp_path / "nowhere")
    (tmp_path / "anwser.yaml").write_text("", encoding="utf-8")
    with pytest.raises(PromptFileError, match=r"PROMPTS_DIR holds anwser\.yaml, but no prompt is called so"):
        load_prompt("check", overrides=tmp_path)
