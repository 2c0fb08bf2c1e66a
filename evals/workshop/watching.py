"""A chat model that another one answers for, and every word between them is kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models.chat_models import BaseChatModel, generate_from_stream
from langchain_core.messages import BaseMessage
from langchain_core.messages.ai import AIMessageChunk
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from pydantic import PrivateAttr

from bot.answering.endings import reason_in
from bot.answering.generating import name_of
from evals.workshop.errors import Stale
from prompts.stub import ScriptedModel

ROLES = {"human": "user", "ai": "assistant"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One call of a model: messages of (role, content), what it said piece by piece, and how it ended.

    `error` is the name of the failure that broke it off.
    """

    messages: tuple[tuple[str, str], ...]
    pieces: tuple[str, ...]
    finish_reason: str | None = None
    input_tokens: int | None = None
    output_tokens: int | None = None
    error: str | None = None

    @property
    def raw(self) -> str:
        return "".join(self.pieces)


class WatchedModel(BaseChatModel):
    """Passes everything on to `inner`; `exchanges` is what was said, also where it broke off."""

    inner: BaseChatModel
    _exchanges: list[Exchange] = PrivateAttr(default_factory=list)
    _stale: str | None = PrivateAttr(default=None)

    @property
    def name_of_model(self) -> str:
        return name_of(self.inner)

    @property
    def stale(self) -> str | None:
        """Why a call was not replayed. The pipeline may get over that (a rewriting that fails); a case may not."""
        return self._stale

    @property
    def exchanges(self) -> list[Exchange]:
        return self._exchanges

    @property
    def _llm_type(self) -> str:
        return self.inner._llm_type

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        """Not streamed where the pipeline asks so, since the service can't."""
        if not isinstance(self.inner, ScriptedModel):
            return self._invoked(messages, stop)
        return generate_from_stream(self._stream(messages, stop))

    def _invoked(self, messages: list[BaseMessage], stop: list[str] | None) -> ChatResult:
        whole = self.inner.invoke(messages, stop=stop)
        usage = whole.usage_metadata
        self._exchanges.append(
            Exchange(
                messages=tuple((ROLES.get(message.type, message.type), message.text) for message in messages),
                pieces=(whole.text,),
                finish_reason=reason_in(whole),
                input_tokens=usage["input_tokens"] if usage else None,
                output_tokens=usage["output_tokens"] if usage else None,
            )
        )
        return ChatResult(generations=[ChatGeneration(message=whole)])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        said = tuple((ROLES.get(message.type, message.type), message.text) for message in messages)
        pieces: list[str] = []
        whole: AIMessageChunk | None = None
        error: str | None = None
        try:
            for message in self.inner.stream(messages, stop=stop, **kwargs):
                whole = message if whole is None else whole + message
                pieces.append(message.text)
                yield ChatGenerationChunk(message=message)
        except Stale as stale:
            self._stale = str(stale)
            raise
        except Exception as failed:
            error = type(failed).__name__
            raise
        finally:
            usage = whole.usage_metadata if whole else None
            self._exchanges.append(
                Exchange(
                    messages=said,
                    pieces=tuple(filter(None, pieces)),
                    finish_reason=reason_in(whole) if whole else None,
                    input_tokens=usage["input_tokens"] if usage else None,
                    output_tokens=usage["output_tokens"] if usage else None,
                    error=error,
                )
            )
