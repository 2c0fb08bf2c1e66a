"""The form in which a model is asked for its answer: text with marks, or JSON with a quote for each sentence.

JSON is asked for where the model's provider can hold it to a schema, as the model's class in LangChain says of it.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.answering.quoted_feed import SCHEMA

if TYPE_CHECKING:
    from langchain_core.language_models.chat_models import BaseChatModel

    from bot.settings import AnswerSettings
    from prompts.files import Prompt

_OWN_ADDRESSES = ("base_url", "openai_api_base", "anthropic_api_url", "endpoint", "azure_endpoint")


@dataclass(frozen=True, kw_only=True)
class QuotedForm:
    """An answer as JSON: the prompt that asks for it, and what the request says of the format."""

    prompt: Prompt
    request: Mapping[str, Any]


def quoted_form(settings: AnswerSettings, model: BaseChatModel, prompt: Prompt) -> QuotedForm | None:
    """How JSON is asked of a model; None where text with marks is (ANSWER_FORM)."""
    if settings.answer_form == "marks":
        return None
    if settings.answer_form == "auto" and (
        _own_address(settings) or not (model.profile or {}).get("structured_output")
    ):
        return None
    request = _request(model)
    return QuotedForm(prompt=prompt, request=request) if request else None


def _own_address(settings: AnswerSettings) -> bool:
    """Whether a server of somebody's own may stand behind a provider's name: nobody knows what it can."""
    return bool(settings.openai_base_url) or any(settings.chat_options.get(name) for name in _OWN_ADDRESSES)


def _request(model: BaseChatModel) -> dict[str, Any]:
    """What the model's own class adds to a request that holds it to the schema; nothing where it can't."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a class warns where it would call a tool instead: that is not taken
            bound = model.with_structured_output(dict(SCHEMA), method="json_schema")
    except (NotImplementedError, ValueError, TypeError):
        return {}
    request = dict(getattr(getattr(bound, "first", None), "kwargs", {}))
    return {} if "tools" in request else request
