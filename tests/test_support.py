"""The citation checker: what holds, what is vetoed, and what becomes of a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from bot.answering.evidence import Evidence
from bot.answering.polarity import opposed
from bot.answering.support import support
from evals.support import on_changed
from vectorstore.embeddings.base import Vectors

TALKS = Evidence(
    "Officials from the two countries sat down at the Diaoyutai State Guesthouse on Tuesday. The US delegation was led "
    "by Jen Daskal, deputy assistant to the president. “We came with all of government,” she said, naming 1,400 "
    "officers. No date was set for the next round. Nobody was hurt. Sales rose by 8 percent to 3.5 million dollars.",
    header="Washington and Beijing open joint work | The Harbor Ledger, 2024-01-31",
    published=date(2024, 1, 31),
)
FERRY = Evidence(
    "The car ferry Evangeline will cross the lake again from April. A ticket will cost 24 dollars.",
    header="Ferry returns | Lakeside Observer, 2024-01-12",
    published=date(2024, 1, 12),
)


@pytest.mark.parametrize(
    "sentence",
    [
        "The US delegation was led by Jen Daskal, deputy assistant to the president. [1]",
        '"We came with all of government," she said, naming 1,400 officers.[1][2]',
        "Daskal led the American delegation.",
        "The officials met at the Diaoyutai State Guesthouse on January 30, 2024.",
        "The officials met at the Diaoyutai State Guesthouse on 30 January.",
        "Sales rose 8% to $3,500,000.",
        "No date was set for another round.",
        "The Harbor Ledger reported that Jen Daskal led the delegation.",
    ],
)
def test_a_true_sentence_is_kept_when_it_is_quoted_or_lightly_reworded(sentence: str) -> None:
    assert support(sentence, TALKS).holds


@pytest.mark.parametrize(
    ("sentence", "lacks"),
    [
        ("The US delegation was led by Rahul Gupta, deputy assistant to the president.", "Rahul Gupta"),
        ("The officials met at the Diaoyutai State Guesthouse on February 6.", "February 6"),
        ("The officials met at the Diaoyutai State Guesthouse on Friday.", "Friday"),
        ("Sales rose by 18 percent to 3.5 million dollars.", "18 percent"),
        ("Sales rose by 8 percent to 5.3 million dollars.", "5.3 million dollars"),
    ],
)
def test_a_fact_that_is_not_in_the_passage_is_a_veto_and_is_named(sentence: str, lacks: str) -> None:
    found = support(sentence, TALKS)
    assert not found.holds
    assert [*found.missing_names, *found.missing_numbers, *found.missing_dates] == [lacks]


@pytest.mark.parametrize(
    "sentence",
    [
        "The US delegation was not led by Jen Daskal, deputy assistant to the president.",
        "A date was set for the next round.",
        "Some people were hurt.",
        "Sales fell by 8 percent to 3.5 million dollars.",
    ],
)
def test_a_denial_of_what_the_passage_says_is_a_veto(sentence: str) -> None:
    found = support(sentence, TALKS)
    assert found.contradicted
    assert not found.holds


@pytest.mark.parametrize(
    ("one", "other", "contrary"),
    [
        ("The plan was approved.", "The plan was rejected.", True),
        ("El plan no fue aprobado.", "El plan fue aprobado.", True),
        ("Der Plan wurde nicht genehmigt.", "Der Plan wurde genehmigt.", True),
        ("수출이 늘었다.", "수출이 줄었다.", True),
        ("他没有参加会议。", "他参加会议。", True),
        ("Not only did sales rise, profit rose too.", "Sales and profit rose.", False),
        ("She, who has argued that no country can win, ran the office.", "She ran the office.", False),
        ("Neither was hurt.", "Nobody was hurt.", False),
    ],
)
def test_opposites_are_told_by_what_the_denial_stands_beside(one: str, other: str, contrary: bool) -> None:
    assert opposed(one, other) is contrary


def test_the_best_sentence_is_an_exact_slice_of_the_passage() -> None:
    best = support("Daskal led the delegation of the United States.", TALKS).best
    assert best is not None
    assert TALKS.text[best.start : best.end] == best.text
    assert "Jen Daskal" in best.text


def test_a_passage_that_shares_a_few_words_is_not_sure_enough_to_repair_a_citation() -> None:
    assert support("Jen Daskal led the US delegation.", TALKS).sure
    assert not support("Harbor officials will cross the border for drink.", FERRY).sure


def test_meaning_counts_when_an_embedder_is_given_and_sentences_are_embedded_once() -> None:
    asked: list[str] = []

    def embed(texts: Sequence[str]) -> Vectors:
        asked.extend(texts)
        return np.ones((len(texts), 2), dtype=np.float32) / np.float32(np.sqrt(2))

    near = support("Its route over water resumes in spring.", FERRY, embed=embed)
    support("Another thing entirely.", FERRY, embed=embed)
    assert near.similarity == pytest.approx(1.0)
    assert asked.count(FERRY.sentences[0].text) == 1


def test_most_changed_answers_are_caught_and_true_ones_kept(capsys: pytest.CaptureFixture[str]) -> None:
    path = Path(__file__).parent.parent / "evals" / "sets" / "changed_answers.jsonl"
    held = on_changed(path, embedder="none")
    true = [counts for kind, counts in held.items() if kind.startswith("true")]
    changed = [counts for kind, counts in held.items() if not kind.startswith("true")]
    assert sum(n for _, n in changed) >= 100
    assert sum(holds for holds, _ in true) >= 0.98 * sum(n for _, n in true)
    assert sum(holds for holds, _ in changed) <= 0.05 * sum(n for _, n in changed)
    assert "ms a check" in capsys.readouterr().out
