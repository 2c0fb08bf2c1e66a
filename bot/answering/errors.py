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
