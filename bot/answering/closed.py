"""A model in the place of one that is left alone: it says why, and sends nothing."""

from __future__ import annotations

from typing import Any

from langchain_core.language_models.chat_models import BaseChatModel
from langchain_core.messages import BaseMessage
from langchain_core.outputs import ChatResult

from bot.answering.errors import ModelClosed


class ClosedModel(BaseChatModel):
    """Raises ModelClosed with `reason` when it is asked."""

    name_of_model: str
    reason: str

    @property
    def _llm_type(self) -> str:
        return "closed"

    def _generate(self, messages: list[BaseMessage], *args: Any, **kwargs: Any) -> ChatResult:
        raise ModelClosed(self.reason)
