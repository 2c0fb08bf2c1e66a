"""The committed scores of our own small set: a change that makes answers worse fails here."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

import evals
from bot.discord.settings import DiscordSettings
from bot.settings import AnswerSettings
from bot.startup import Settings
from evals.ablation import measured
from evals.comparing import dropped
from evals.questionsets import read
from evals.running import Result, run
from ingest.settings import IngestSettings
from prompts.misbehaving import CAST
from tests.conftest import ARTICLES
from vectorstore.library import Library
from vectorstore.settings import StoreSettings

SETS = Path(evals.__file__).parent / "sets"
COMMITTED = json.loads((SETS / "small" / "scores.json").read_text(encoding="utf-8"))
# The embedder's integer arithmetic is not the same on every processor: one case may turn out otherwise.
CASES = 1


def settings_for(store: StoreSettings) -> Settings:
    return Settings(
        store=store,
        ingest=IngestSettings(_env_file=None),
        answer=AnswerSettings(_env_file=None, chat_model="stub"),
        discord=DiscordSettings(_env_file=None),
    )


def silent(stage: str, done: int, total: int) -> None:
    return None


@pytest.fixture(scope="module")
def result(sample_settings: StoreSettings) -> Result:
    questions = read(SETS / "small", articles=ARTICLES)
    with Library.open(sample_settings) as library:
        return run(questions, library, settings_for(sample_settings), progress=silent)


def test_no_score_of_the_small_set_falls_below_what_was_committed(result: Result) -> None:
    fallen = dropped(result.scores, COMMITTED, cases=CASES)
    failing = "\n".join(f"{case.name}: {'; '.join(case.problems)}" for case in result.failing)
    assert not fallen, f"{fallen}\n{failing}"


def test_every_citation_of_every_answer_quotes_its_passage_verbatim(result: Result) -> None:
    (verbatim,) = (score for score in result.scores if score.name == "quotes verbatim")
    assert verbatim.value == 1.0
    assert verbatim.n > 40


def test_labelled_sentences_are_judged_as_well_as_was_committed(sample_settings: StoreSettings) -> None:
    questions = read(SETS, articles=ARTICLES)
    with Library.open(sample_settings) as library:
        result = run(questions, library, settings_for(sample_settings), progress=silent)
    scores = {score.name: score for score in result.scores}
    assert scores["shown citations that support their sentence"].value == 1.0
    assert scores["untrue sentences caught"].value == 1.0
    assert scores["untrue sentences caught"].n > 100
    # Words alone read nothing. What is lightly changed is shown in two cases of three; what is told freely, in none.
    assert scores["true sentences dropped"].value <= 24 / 52
    assert scores["shown, true, verbatim"].value == 1.0
    assert scores["shown, true, light"].value >= 26 / 39


@pytest.mark.parametrize(
    ("model", "worse"),
    [
        ("answers-outside", "false refusals"),
        ("cites-wrong", "sentences supported as cited"),
        ("cites-nothing", "sentences supported as cited"),
        ("changes-number", "sentences supported as cited"),
    ],
)
def test_a_model_that_goes_wrong_is_noticed_by_the_small_set(
    sample_settings: StoreSettings, monkeypatch: pytest.MonkeyPatch, model: str, worse: str
) -> None:
    monkeypatch.setattr("bot.answering.wiring.build_model", lambda settings, embed=None, meaning=None: CAST[model]())
    questions = read(SETS / "small", articles=ARTICLES)
    answerable = replace(
        questions, questions=tuple(one for one in questions.questions if one.kind == "answerable")[::3]
    )
    with Library.open(sample_settings) as library:
        spoilt = run(answerable, library, settings_for(sample_settings), progress=silent)
    fallen = dropped(spoilt.scores, {worse: COMMITTED[worse]}, cases=CASES)
    assert [name for name in fallen if name.startswith(worse)], fallen


def test_a_score_that_is_no_longer_measured_counts_as_fallen(result: Result) -> None:
    assert dropped(result.scores, {"a score of before": 0.5}) == ["a score of before is not measured any more"]


def test_the_ablation_ends_with_the_search_that_is_scored(sample_settings: StoreSettings, result: Result) -> None:
    questions = [one for one in read(SETS / "small", articles=ARTICLES).questions if one.kind == "answerable"][::2]
    ranks = measured(questions, sample_settings)
    assert list(ranks) == ["words alone", "vectors alone", "fused", "+ time windows", "+ recency"]
    assert ranks["+ recency"] == [case.passage_rank for case in result.cases if case.kind == "answerable"][::2]
    assert len({tuple(found) for found in ranks.values()}) >= 3, "the steps don't differ: their settings have no effect"
