"""Where the rules are unsure what a message is, a judge that reads decides, and is asked about nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import pytest

from bot.answering.judging.bench import Bench
from bot.answering.judging.judge import Answering, Asked, Claim, Judged, Opinion, Pair, Relation, Saying
from bot.answering.judging.routing import STATEMENTS, judged
from bot.answering.tokens import Tokens
from language.messages import SEARCHED, Message, message_of


class ScriptedJudge:
    """Says of one kind's statement that the message says it, with a probability, and of no other's."""

    name = "model scripted"

    def __init__(self, kind: str | None, *, probability: float = 0.95) -> None:
        self._kind = kind
        self._probability = probability
        self.asked: list[Claim] = []

    def says(self, claims: Sequence[Claim]) -> Judged[Saying]:
        self.asked += claims
        opinions = [self._opinion(kind) for kind in STATEMENTS]
        return Judged(opinions=tuple(opinions), tokens=Tokens(input=200, output=20))

    def _opinion(self, kind: str) -> Opinion[Saying] | None:
        verdict: Literal["says", "silent"] = "says" if kind == self._kind else "silent"
        return Opinion(verdict=verdict, probability=self._probability, by=self.name)

    def answers(self, asked: Sequence[Asked]) -> Judged[Answering]:
        raise AssertionError("what a message is needs no passages")

    def relates(self, pairs: Sequence[Pair]) -> Judged[Relation]:
        raise AssertionError("what a message is needs no pairs")


UNSURE = Message("question", "you little wizard", unsure=True)


def test_a_judge_that_reads_decides_what_the_rules_are_unsure_of_in_one_call() -> None:
    judge = ScriptedJudge("praise")
    told, tokens = judged(UNSURE, Bench(judge))
    assert (told.kind, told.unsure) == ("praise", False)
    assert tokens == Tokens(input=200, output=20)
    assert {claim.exhibits[0].text for claim in judge.asked} == {"you little wizard"}


@pytest.mark.parametrize("judge", [ScriptedJudge(None), ScriptedJudge("praise", probability=0.5)])
def test_what_a_judge_is_not_sure_of_stays_a_question(judge: ScriptedJudge) -> None:
    told, tokens = judged(UNSURE, Bench(judge))
    assert told.kind in SEARCHED
    assert tokens.input == 200


def test_a_judge_is_not_asked_of_what_the_rules_are_sure_of_nor_of_a_long_text() -> None:
    judge = ScriptedJudge("insult")
    sure = ["who won the vote in Ohio?", "thanks!", "Which bank failed in March?", "what's new?"]
    for message in (*map(message_of, sure), Message("question", "so " * 200, unsure=True)):
        assert judged(message, Bench(judge)) == (message, Tokens())
    assert judge.asked == []
    assert judged(UNSURE, None) == (UNSURE, Tokens())


def test_a_message_that_neither_begins_as_a_question_nor_is_likely_one_is_unsure() -> None:
    assert message_of("tremendous gizmo you lot made there").unsure or message_of("well butter my biscuit").unsure
    assert not message_of("who runs the port of Ghent").unsure
