"""The judge `systemone`: the same questions in the shape of `POST /v1/systemone`, which vLLM, llama.cpp and several
services speak.

Over openai's HTTP client, for its retries and errors. A request is `{model, state, questions: {name: {type,
instructions, criteria}}}`; type "noul" is yes or no, "choice" has its options as criteria. An answer is
`{answers: {name: {type, noul | probabilities}}, usage}`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from bot.answering.judging.deadline import within
from bot.answering.judging.docket import estimated
from bot.answering.judging.typed import Question, Reply
from bot.answering.provider_errors import model_error
from bot.answering.tokens import Tokens

if TYPE_CHECKING:
    from pydantic import SecretStr


class SystemOneWire:
    """`base_url` ends where `/systemone` is put behind it: `http://127.0.0.1:8000/v1`."""

    def __init__(
        self, model: str, *, base_url: str, key: SecretStr | None = None, deadline: float, retries: int = 0
    ) -> None:
        self.name = f"systemone {model}"
        self._model = model
        self._url = base_url
        self._key = key.get_secret_value() if key else ""
        self._deadline = deadline
        self._retries = retries

    def ask(self, state: str, questions: Sequence[Question]) -> Reply:
        body = {"model": self._model, "state": state, "questions": {one.name: _sent(one) for one in questions}}
        try:
            told = within(self._deadline, lambda: self._posted(body))
        except Exception as error:
            sent = estimated([state, *(question.instructions for question in questions)])
            spent = Tokens(input=sent) if isinstance(error, TimeoutError) else Tokens()
            return Reply(tokens=spent, trouble=str(model_error(error, model=self._model)))
        answers = told.get("answers") if isinstance(told, dict) else None
        if not isinstance(answers, dict):
            return Reply(trouble=f"{self.name} answered in a form that nobody knows")
        read = {name: _read(answers.get(name)) for name in body["questions"]}
        scores = {name: found for name, found in read.items() if found}
        missing = len(read) - len(scores)
        return Reply(
            scores=scores,
            tokens=_tokens(told.get("usage")),
            trouble=f"{self.name} left {missing} of {len(read)} questions without an answer" if missing else None,
        )

    def _posted(self, body: dict[str, Any]) -> Any:
        from openai import Omit, OpenAI

        client = OpenAI(
            api_key=self._key or "none", base_url=self._url, timeout=self._deadline, max_retries=self._retries
        )
        # What the environment says of OpenAI's own service is none of this server's business.
        headers = {"OpenAI-Organization": Omit(), "OpenAI-Project": Omit()}
        with client:
            return client.post("/systemone", body=body, cast_to=object, options={"headers": headers})


def _sent(question: Question) -> dict[str, Any]:
    if question.options is None:
        return {"type": "noul", "instructions": question.instructions}
    return {"type": "choice", "instructions": question.instructions, "criteria": dict(question.options)}


def _read(answer: object) -> Mapping[str, float]:
    """The probabilities of an answer; nothing where it is a refusal or in a form that nobody knows."""
    if not isinstance(answer, dict):
        return {}
    if answer.get("type") == "noul" and _is_probability(answer.get("noul")):
        yes = float(answer["noul"])
        return {"yes": yes, "no": 1 - yes}
    found = answer.get("probabilities")
    if answer.get("type") != "choice" or not isinstance(found, dict):
        return {}
    sound = all(isinstance(name, str) and _is_probability(p) for name, p in found.items())
    return {name: float(p) for name, p in found.items()} if sound else {}


def _is_probability(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1


def _tokens(usage: object) -> Tokens:
    if not isinstance(usage, dict):
        return Tokens()
    counted = [usage.get(name) for name in ("input_tokens", "output_tokens")]
    told = [n if isinstance(n, int) and not isinstance(n, bool) else None for n in counted]
    return Tokens(input=told[0], output=told[1])
