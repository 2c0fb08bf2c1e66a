"""Asking a chat model, within one deadline, and making sure that it finished."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Generator, Iterator, Sequence
from typing import TYPE_CHECKING

from bot.answering.errors import ModelRefused, ModelUnavailable, model_error
from bot.answering.tokens import Tokens

if TYPE_CHECKING:
    from langchain_core.language_models.chat_models import BaseChatModel
    from langchain_core.messages import AIMessageChunk

# What providers call the reason for which an answer ended.
_REASONS = ("finish_reason", "stop_reason", "done_reason")
_CUT = {"length", "max_tokens", "MAX_TOKENS"}
_FILTERED = {"content_filter", "SAFETY", "refusal"}


def name_of(model: BaseChatModel) -> str:
    """The model's own name, as answers show it."""
    for attribute in ("name_of_model", "model_name", "model"):
        name = getattr(model, attribute, None)
        if isinstance(name, str) and name:
            return name
    return model._llm_type


def generate(
    model: BaseChatModel, messages: Sequence[tuple[str, str]], *, deadline: float
) -> Generator[str, None, Tokens]:
    """What a model says to messages of (role, content), piece by piece; at the end, the tokens that it counted.

    `deadline` is in seconds, for everything together. Raises ModelError when the model can't be reached,
    says nothing, is cut off or doesn't say that it finished: half an answer is never taken for a whole one.
    """
    name = name_of(model)
    whole: AIMessageChunk | None = None
    try:
        for chunk in _streamed(model, messages, deadline):
            whole = chunk if whole is None else whole + chunk
            if chunk.text:
                yield chunk.text
    except Exception as error:
        raise model_error(error, model=name) from error
    if whole is None:
        raise ModelUnavailable(f"The model {name} said nothing: try again.")
    reason = next((str(whole.response_metadata[key]) for key in _REASONS if whole.response_metadata.get(key)), None)
    if reason is None:
        raise ModelUnavailable(f"The answer of the model {name} broke off: try again.")
    if reason in _FILTERED:
        raise ModelRefused(f"The service behind the model {name} withheld the answer (content filter).")
    if reason in _CUT:
        raise ModelUnavailable(f"The model {name} reached its limit of length before its answer was complete.")
    if not whole.text.strip():
        raise ModelUnavailable(f"The model {name} gave an empty answer: try again.")
    usage = whole.usage_metadata
    return Tokens(input=usage["input_tokens"], output=usage["output_tokens"]) if usage else Tokens()


def said(
    model: BaseChatModel, messages: Sequence[tuple[str, str]], *, deadline: float, longest: int
) -> tuple[str, Tokens]:
    """What a model says, all of it, and the tokens that it counted.

    Once it has said more than `longest` characters it is left, its tokens untold. Raises ModelError as `generate` does.
    """
    stream = generate(model, messages, deadline=deadline)
    text = ""
    try:
        while len(text) <= longest:
            text += next(stream)
    except StopIteration as end:
        tokens: Tokens = end.value
        return text, tokens
    finally:
        stream.close()
    return text, Tokens()


def _streamed(model: BaseChatModel, messages: Sequence[tuple[str, str]], deadline: float) -> Iterator[AIMessageChunk]:
    """The chunks as they come. A thread of its own reads them, because a client's time-out holds for each read
    alone: a service that drips one word every twenty seconds would never meet it."""
    arrived: queue.Queue[AIMessageChunk | Exception | None] = queue.Queue()
    left = threading.Event()

    def read() -> None:
        try:
            for chunk in model.stream(list(messages)):
                if left.is_set():
                    return  # which closes the client's stream
                arrived.put(chunk)
            arrived.put(None)
        except Exception as error:
            arrived.put(error)

    threading.Thread(target=read, name="model", daemon=True).start()
    until = time.monotonic() + deadline
    try:
        while True:
            try:
                item = arrived.get(timeout=max(0.0, until - time.monotonic()))
            except queue.Empty:
                raise TimeoutError from None
            if item is None:
                return
            if isinstance(item, Exception):
                raise item
            yield item
    finally:
        left.set()
