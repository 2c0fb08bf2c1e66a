"""Asking a chat model, within one deadline, and making sure that it finished."""

from __future__ import annotations

import logging
import queue
import re
import threading
import time
import weakref
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from bot.answering.endings import ending_of
from bot.answering.errors import ModelError, ModelRefused, ModelUnavailable
from bot.answering.provider_errors import model_error, reason_of
from bot.answering.providers import address_of, key_of
from bot.answering.thoughts import Thoughts
from bot.answering.tokens import Tokens

if TYPE_CHECKING:
    from langchain_core.language_models.chat_models import BaseChatModel
    from langchain_core.messages import AIMessageChunk

log = logging.getLogger("dateline.model")

# What a service may lack, by the words with which it turns a request down.
_LACKS = {
    "format": re.compile(
        r"(response|output)[_ -]?(format|schema|config|mime)|json[_ -]?(schema|mode|object)|structured[_ ]output",
        re.IGNORECASE,
    ),
    "stream_options": re.compile(r"stream[_ ]options|include[_ ]usage", re.IGNORECASE),
    "system": re.compile(
        r"system[_ -]*(role|message|prompt|instruction)|developer instruction|\broles?\b", re.IGNORECASE
    ),
    "stream": re.compile(r"\bstream", re.IGNORECASE),
}

# What each model's service has turned down until now, by the model object's id: left out of its next requests.
_known_lacks: dict[int, frozenset[str]] = {}

# How an answer ended, where a client raises that while it holds it to a format.
_CLIENT_ENDS = {"LengthFinishReasonError": "cut", "ContentFilterFinishReasonError": "withheld"}


def name_of(model: BaseChatModel) -> str:
    """The model's own name, as answers show it."""
    for attribute in ("name_of_model", "model_name", "model"):
        name = getattr(model, attribute, None)
        if isinstance(name, str) and name:
            return name
    return model._llm_type


def generate(
    model: BaseChatModel,
    messages: Sequence[tuple[str, str]],
    *,
    deadline: float,
    form: Mapping[str, Any] | None = None,
) -> Generator[str, None, Tokens]:
    """What a model says to messages of (role, content), piece by piece; at the end, the tokens that it counted.

    `deadline` is in seconds, for everything together. `form` is what the request says of the answer's format, by the
    names that the model's class has for it. Raises ModelError when the model can't be reached,
    says nothing, is cut off or doesn't say that it finished: half an answer is never taken for a whole one.
    """
    name = name_of(model)
    whole: AIMessageChunk | None = None
    try:
        for chunk in _received(model, messages, deadline, form or {}):
            whole = chunk if whole is None else whole + chunk
            if chunk.text:
                yield chunk.text
    except Exception as error:
        ended = _unusable(name, _CLIENT_ENDS.get(type(error).__name__, "finished"))
        raise ended or model_error(error, model=name, key=key_of(model), address=address_of(model)) from error
    if whole is None:
        raise ModelUnavailable(f"The model {name} said nothing: try again.")
    if unusable := _unusable(name, ending_of(whole)):
        raise unusable
    if not whole.text.strip():
        raise ModelUnavailable(
            f"The model {name} gave an empty answer: it may have declined. Ask in other words, or try again."
        )
    usage = whole.usage_metadata
    return Tokens(input=usage["input_tokens"], output=usage["output_tokens"]) if usage else Tokens()


def _unusable(name: str, end: str) -> ModelError | None:
    """The error of an answer that ended so; None where it is whole."""
    match end:
        case "withheld":
            return ModelRefused(f"The service behind the model {name} withheld the answer (content filter).")
        case "cut":
            return ModelUnavailable(f"The model {name} reached its limit of length before its answer was complete.")
        case "tool":
            return ModelUnavailable(f"The model {name} tried to call a tool instead of answering: try again.")
        case "broken":
            return ModelUnavailable(f"The answer of the model {name} broke off: try again.")
    return None


def said(
    model: BaseChatModel,
    messages: Sequence[tuple[str, str]],
    *,
    deadline: float,
    longest: int,
    hear: Callable[[str], None] = lambda text: None,
) -> tuple[str, Tokens]:
    """What a model says, all of it but its thoughts, and the tokens that it counted.

    `hear` gets all that it has said with each piece that comes. Once it has said more than `longest` characters it
    is left, its tokens untold. Raises ModelError as `generate` does.
    """
    stream, thoughts = generate(model, messages, deadline=deadline), Thoughts()
    text = ""
    try:
        while len(text) <= longest:
            text = _followed(text, thoughts.add(next(stream)))
            hear(text)
    except StopIteration as end:
        tokens: Tokens = end.value
        return _followed(text, thoughts.end()).strip(), tokens
    finally:
        stream.close()
    return text.strip(), Tokens()


def _followed(text: str, pieces: Sequence[str | None]) -> str:
    """A text with what came next; None says that all before it were thoughts."""
    for piece in pieces:
        text = "" if piece is None else text + piece
    return text


def _received(
    model: BaseChatModel, messages: Sequence[tuple[str, str]], deadline: float, form: Mapping[str, Any]
) -> Iterator[AIMessageChunk]:
    """The chunks as they come; where the service turns a request down for what it lacks (streaming,
    `stream_options`, the system role, the format), it is asked again without, within the same deadline, and from
    then on at once without."""
    until = time.monotonic() + deadline
    without = _known_lacks.get(id(model), frozenset()) | (frozenset() if form else frozenset({"format"}))
    asked_without: frozenset[str] = frozenset()
    while True:
        came = False
        try:
            for chunk in _streamed(model, messages, until, without, form):
                if not came and asked_without:
                    _remember_lacks(model, asked_without)
                came = True
                yield chunk
            return
        except Exception as error:
            lacking = frozenset() if came else _lacking(error, without)
            if not lacking:
                raise
            log.info("the model %s is asked again without %s", name_of(model), ", ".join(sorted(lacking)))
            without |= lacking
            asked_without |= lacking


def _remember_lacks(model: BaseChatModel, lacks: frozenset[str]) -> None:
    """Keep what a model's service lacks for as long as the model object lives."""
    if id(model) not in _known_lacks:
        weakref.finalize(model, _known_lacks.pop, id(model), None)
    _known_lacks[id(model)] = _known_lacks.get(id(model), frozenset()) | lacks


def _lacking(error: Exception, without: frozenset[str]) -> frozenset[str]:
    """What to leave out of the next request, as the error tells it; nothing where that can't help."""
    reason = reason_of(error)
    if reason.status in (400, 404, 405, 415, 422, 500, 501):
        named = (reason.param or "") + " " + reason.words
        there = (thing for thing, words in _LACKS.items() if words.search(named))
        found = next((thing for thing in there if thing != "format" or thing not in without), None)
        if found:
            return frozenset({found}) - without
    if "format" not in without and reason.status is None and isinstance(error, AssertionError):
        return frozenset({"format"})  # so a client says that a stream held to a format had no event
    # A stream without a single event: the service answered as if it had not been asked for a stream.
    silent = reason.status is None and isinstance(error, ValueError) and "generation" in str(error)
    return frozenset({"stream", "stream_options"}) - without if silent else frozenset()


def _streamed(
    model: BaseChatModel,
    messages: Sequence[tuple[str, str]],
    until: float,
    without: frozenset[str],
    form: Mapping[str, Any],
) -> Iterator[AIMessageChunk]:
    """The chunks as they come, until a moment of the monotonic clock. A thread of its own reads them, because a
    client's time-out holds for each read alone: a service that drips one word every twenty seconds would never
    meet it."""
    arrived: queue.Queue[AIMessageChunk | Exception | None] = queue.Queue()
    left = threading.Event()

    def read() -> None:
        try:
            for chunk in _chunks(model, messages, without, form):
                if left.is_set():
                    return  # which closes the client's stream
                arrived.put(chunk)
            arrived.put(None)
        except Exception as error:
            arrived.put(error)

    threading.Thread(target=read, name="model", daemon=True).start()
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


def _chunks(
    model: BaseChatModel, messages: Sequence[tuple[str, str]], without: frozenset[str], form: Mapping[str, Any]
) -> Iterator[AIMessageChunk]:
    """One request. `without` holds what the service lacks."""
    sent = _in_one_role(messages) if "system" in without else list(messages)
    options: dict[str, Any] = {} if "format" in without else dict(form)
    if "stream" not in without:
        options |= {"stream_usage": False} if "stream_options" in without else {}
        yield from model.stream(sent, **options)
        return
    from langchain_core.messages import AIMessageChunk

    whole = model.invoke(sent, **options)
    yield AIMessageChunk(
        content=whole.content,
        additional_kwargs=whole.additional_kwargs,
        response_metadata=whole.response_metadata,
        usage_metadata=whole.usage_metadata,
    )


def _in_one_role(messages: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The messages with the system's words ahead of the first that the user says."""
    rules = "\n\n".join(content for role, content in messages if role == "system")
    others = [(role, content) for role, content in messages if role != "system"]
    first = next((at for at, (role, _) in enumerate(others) if role in ("user", "human")), None)
    if first is None:
        return [*others, ("user", rules)]
    others[first] = (others[first][0], f"{rules}\n\n{others[first][1]}")
    return others
