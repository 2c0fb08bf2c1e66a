"""What can go wrong between a question and its answer, in words for the person who asked.

DatelineError
├── QuestionError         there is nothing to answer, or too much
├── PromptFileError       a prompt file is wrong
└── ModelError            the model gave no usable answer
    ├── ModelRefused      too long, withheld: trying again won't help
    │   └── ModelClosed   wrong key, unknown model, quota used up: no question is answered until somebody acts
    └── ModelUnavailable  unreachable, overloaded, too slow, cut off: trying again may help
"""

from __future__ import annotations

from typing import Literal

from vectorstore.errors import DatelineError

Reason = Literal["nothing-asked", "too-long", "excerpt-too-short", "excerpt-too-long"]


class QuestionError(DatelineError):
    """The question can't be asked as it is.

    `reason` and `values` are for those who say it in other words: the bot has them in a catalogue.
    """

    exit_code = 2

    def __init__(self, sentence: str, *, reason: Reason, **values: object) -> None:
        super().__init__(sentence)
        self.reason = reason
        self.values = values


class PromptFileError(DatelineError):
    """A prompt file is missing or malformed."""


class ModelError(DatelineError):
    """The model gave no usable answer."""


class ModelRefused(ModelError):
    """The service turned the request down for good."""


class ModelClosed(ModelRefused):
    """The service turns down every request until somebody changes a setting or pays."""


class ModelUnavailable(ModelError):
    """The service could not be reached or did not finish."""


def model_error(error: Exception, *, model: str) -> ModelError:
    """The error of a model's client as a sentence of ours.

    What the service wrote is never repeated: it may hold a part of the key.
    """
    import openai

    where = f"the model {model}"
    match error:
        case ModelError():
            return error
        case openai.AuthenticationError():
            return ModelClosed(f"The service behind {where} doesn't accept the key: check OPENAI_API_KEY.")
        case openai.PermissionDeniedError():
            return ModelClosed(
                f"The service doesn't allow this key to use {where}: check OPENAI_API_KEY and CHAT_MODEL."
            )
        case openai.NotFoundError():
            return ModelClosed(f"The service doesn't know {where}: check CHAT_MODEL and OPENAI_BASE_URL.")
        case openai.RateLimitError() if error.code == "insufficient_quota":
            return ModelClosed(
                f"The budget for {where} is used up: add credit at the provider, or set CHAT_MODEL=stub."
            )
        case openai.RateLimitError():
            return ModelUnavailable(
                f"The service behind {where} has too many requests just now: try again in a minute."
            )
        case openai.BadRequestError() if error.code == "context_length_exceeded":
            return ModelRefused(f"The prompt is too long for {where}: lower PASSAGES, or choose another CHAT_MODEL.")
        case openai.APIStatusError() if error.status_code >= 500:
            return ModelUnavailable(f"The service behind {where} has a fault of its own: try again in a minute.")
        case openai.APIStatusError():
            return ModelRefused(f"The service behind {where} refused the request (status {error.status_code}).")
        case openai.APITimeoutError() | TimeoutError():
            return ModelUnavailable(f"{where.capitalize()} took too long: try again, or raise CHAT_TIMEOUT.")
        case openai.APIConnectionError() | ConnectionError():
            return ModelUnavailable(
                f"The connection to {where} failed or broke off: check the network and OPENAI_BASE_URL, then try again."
            )
        case openai.OpenAIError():
            return ModelUnavailable(f"The service behind {where} broke off its answer with an error: try again.")
        case ValueError():
            # A page that is no answer, or a stream that is no JSON: the client has no error of its own for either.
            return ModelUnavailable(
                f"What came back from {where} is no answer that can be read: check OPENAI_BASE_URL."
            )
        case _:
            return ModelUnavailable(f"The model {model} failed ({type(error).__name__}).")
