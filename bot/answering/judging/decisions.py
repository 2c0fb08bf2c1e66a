"""The judge `decisions`: OpenAI's Decisions API, by LangChain's client (beta).

Its client would take base URL, key and retries from the environment, and a LangSmith gateway there would get the key:
all are given here.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from bot.answering.judging.deadline import within
from bot.answering.judging.docket import estimated
from bot.answering.judging.typed import Question, Reply
from bot.answering.provider_errors import model_error
from bot.answering.tokens import Tokens

if TYPE_CHECKING:
    from langchain_openai.decisions import DecisionResponse, OpenAIDecisions
    from langchain_openai.decisions.types import Question as Sent
    from pydantic import SecretStr

OPENAI_URL = "https://api.openai.com/v1"


class DecisionsWire:
    """Predicates and choices, all in one call."""

    def __init__(
        self, model: str, *, key: SecretStr, base_url: str | None = None, deadline: float, retries: int = 0
    ) -> None:
        self.name = f"decisions {model}"
        self._model = model
        self._key = key
        self._url = base_url or OPENAI_URL
        self._deadline = deadline
        self._retries = retries

    def ask(self, state: str, questions: Sequence[Question]) -> Reply:
        try:
            response = within(self._deadline, lambda: self._decided(state, questions))
        except Exception as error:
            told = model_error(error, model=self._model)
            sent = estimated([state, *(question.instructions for question in questions)])
            spent = Tokens(input=sent) if isinstance(error, TimeoutError) else Tokens()
            return Reply(tokens=spent, trouble=str(told))
        refused = len(response.refusals)
        return Reply(
            scores=_scores(response),
            tokens=Tokens(input=response.usage.input_tokens, output=response.usage.output_tokens),
            trouble=f"{self.name} refused {refused} of {len(questions)} questions" if refused else None,
        )

    def _decided(self, state: str, questions: Sequence[Question]) -> DecisionResponse:
        asked = {question.name: _sent(question) for question in questions}
        return self._client().invoke({"input": state, "questions": asked}, config={"callbacks": []})

    def _client(self) -> OpenAIDecisions:
        from langchain_core._api import LangChainBetaWarning
        from langchain_openai.decisions import OpenAIDecisions

        with warnings.catch_warnings():
            warnings.simplefilter("ignore", LangChainBetaWarning)
            return OpenAIDecisions(
                model=self._model,
                api_key=self._key,
                base_url=self._url,
                timeout=self._deadline,
                max_retries=self._retries,
            )


def _sent(question: Question) -> Sent:
    from langchain_openai.decisions import Choice, Predicate

    if question.options is None:
        return Predicate(instructions=question.instructions)
    return Choice(instructions=question.instructions, choices=dict(question.options))


def _scores(response: DecisionResponse) -> dict[str, Mapping[str, float]]:
    predicates = {
        name: {"yes": answer.probability, "no": 1 - answer.probability} for name, answer in response.predicates.items()
    }
    choices = {
        name: {str(option): p for option, p in answer.probabilities.items()}
        for name, answer in response.choices.items()
    }
    return {**predicates, **choices}
