"""What a provider's client raises, read the same way for every provider, as one sentence of ours.

LangChain's own error classes come first, then the HTTP status, then the words by which providers name the trouble:
each has them in another place (OpenAI and Groq in `body`, Anthropic in `body["error"]`, Google in `details`, Ollama in
`error`, Mistral in the response, Bedrock in a dictionary), and several send one status for quite different things.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from langchain_core import exceptions as langchain

from bot.answering.errors import ModelClosed, ModelError, ModelRefused, ModelUnavailable
from bot.redaction import Redactor

log = logging.getLogger("dateline.model")

LONGEST_REASON = 300  # characters of a provider's words in the log

_KEY = re.compile(
    r"(invalid|incorrect|missing|wrong|no|expired)[_ ]+api[_ ]?key|api[_ ]?key[_ ]+(not valid|invalid|expired|missing)"
    r"|authentication[_ ]?error|unauthenticated|unauthori[sz]ed",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"insufficient[_ ](quota|balance|credits?|funds)|billing[_ ](error|hard|not)|credit balance|out of credits?"
    r"|used all (available )?credits|payment[_ ]required|spending[_ ]limit|quota[_ ]exhausted|no credits?\b",
    re.IGNORECASE,
)
_TOO_LONG = re.compile(
    r"context[_ ](length|window|size|limit)|maximum context|prompt is too long|input token count|too many tokens"
    r"|(input|prompt|request)( is)? too (long|large)|exceeds? (the )?(available |maximum |max )?context"
    r"|max(imum)?[_ ]tokens? (allowed|per request)|request_too_large|reduce the length|maximum model length"
    r"|\binputs?\b.{0,60}must (have|be) (less|fewer|at most|<)|context shift",
    re.IGNORECASE,
)
# One request alone is over what a minute may have: to wait doesn't help.
_NEVER_FITS = re.compile(r"request (is )?too large", re.IGNORECASE)
_NO_MODEL = re.compile(
    r"(model|deployment)[_ ]?not[_ ]?found|not a valid model|(unknown|invalid|no such) model"
    r"|\b(model|deployment)\b.{0,60}(does not exist|not found)",
    re.IGNORECASE,
)
_WITHHELD = re.compile(r"content[_ ](filter|management policy)|data_inspection_failed|content_policy", re.IGNORECASE)
_TIMEOUT = re.compile(r"time[d_ -]?out", re.IGNORECASE)
_CONNECTION = re.compile(r"connect|network|protocol|ReadError|WriteError|transport", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """What a provider told of a failure. `status` is HTTP's; `message` may hold parts of a key or of a question."""

    status: int | None = None
    code: str | None = None
    type: str | None = None
    param: str | None = None
    request: str | None = None
    message: str = ""

    @property
    def words(self) -> str:
        """Everything that names the trouble, for looking through."""
        return " ".join(filter(None, (self.code, self.type, self.message)))

    @property
    def told(self) -> str:
        """For the log, without what looks like a secret. A message about a key is left out: it may repeat the key."""
        named = (("status", self.status), ("code", self.code), ("type", self.type), ("param", self.param))
        parts = [f"{name} {value}" for name, value in (*named, ("request", self.request)) if value]
        if self.message and self.status not in (401, 403) and not _KEY.search(self.words):
            parts.append(f"“{' '.join(self.message.split())[:LONGEST_REASON]}”")
        return _redact(", ".join(parts))


_redact = Redactor()


def reason_of(error: BaseException) -> Reason:
    """The failure as the provider told it, looked for in the error and in those that it was raised from."""
    bodies = [body for one in _chain(error) for body in _bodies(one)]
    return Reason(
        status=next((status for one in _chain(error) if (status := _status(one))), None),
        code=_word(bodies, "code") or _word(bodies, "status"),
        type=_word(bodies, "type"),
        param=_word(bodies, "param"),
        request=next((found for one in _chain(error) if (found := _request(one))), None),
        message=_word(bodies, "message") or next((text for one in _chain(error) if (text := str(one))), ""),
    )


def model_error(error: Exception, *, model: str, key: str | None = None, address: str | None = None) -> ModelError:
    """The error of a model's client as a sentence of ours; what the provider wrote goes into the log alone.

    `key` and `address` are the settings that hold the provider's key and its address, where there are such.
    """
    if isinstance(error, ModelError):
        return error
    reason = reason_of(error)
    if told := reason.told:
        log.warning("the service behind the model %s failed: %s (%s)", model, told, type(error).__name__)
    setting = key or "its key"
    where = f"the model {model}"
    reachable = f"check the network and {address}" if address else "check the network, and that the service runs"
    words, status = reason.words, reason.status
    kinds = [type(one).__name__ for one in _chain(error)]
    match error:
        case langchain.ContextOverflowError():
            return _too_long(where)
        case TimeoutError() | langchain.ModelTimeoutError():
            return _too_slow(model)
        case _ if status is None and any(_TIMEOUT.search(kind) for kind in kinds):
            return _too_slow(model)
        case ConnectionError() | langchain.ModelConnectionError():
            return _unreachable(where, reachable)
        case _ if status is None and any(_CONNECTION.search(kind) for kind in kinds):
            return _unreachable(where, reachable)
    if status == 402 or _CREDIT.search(words):
        return ModelClosed(f"The budget for {where} is used up: add credit at the provider, or set CHAT_MODEL=stub.")
    if status == 401 or _KEY.search(words):
        return ModelClosed(f"The service behind {where} doesn't accept the key: check {setting}.")
    if status == 403:
        return ModelClosed(f"The service doesn't allow this key to use {where}: check {setting} and CHAT_MODEL.")
    if _WITHHELD.search(words):
        return ModelRefused(f"The service behind {where} withheld the answer (content filter).")
    if status in (404, 410) or (status in (400, 422) and _NO_MODEL.search(words)):
        pull = " (for Ollama: ollama pull)" if "pull" in words else ""
        also = f" and {address}" if address else ""
        return ModelClosed(f"The service doesn't know {where}: check CHAT_MODEL{also}{pull}.")
    if status == 413 or (_NEVER_FITS if status == 429 else _TOO_LONG).search(words):
        return _too_long(where)
    if status == 429:
        return ModelUnavailable(f"The service behind {where} gets too many requests: try again in a minute.")
    if status == 408:
        return _too_slow(model)
    if status is not None and (status >= 500 or status in (409, 425)):
        return ModelUnavailable(f"The service behind {where} had an error of its own: try again in a minute.")
    if status is not None and status >= 400:
        return ModelRefused(f"The service behind {where} refused the request (status {status}): the log says why.")
    if isinstance(error, ValueError):
        # A page that is no answer, or a stream that is no JSON: the client has no error of its own for either.
        check = address or "the service's address"
        return ModelUnavailable(f"What came back from {where} can't be read as an answer: check {check}.")
    return ModelUnavailable(f"The service behind {where} broke off its answer with an error: try again.")


def _too_long(where: str) -> ModelRefused:
    return ModelRefused(f"The prompt is too long for {where}: lower PASSAGES, or choose another CHAT_MODEL.")


def _too_slow(model: str) -> ModelUnavailable:
    return ModelUnavailable(f"The model {model} took too long: try again, or raise CHAT_TIMEOUT.")


def _unreachable(where: str, check: str) -> ModelUnavailable:
    return ModelUnavailable(f"The connection to {where} failed or broke off: {check}, then try again.")


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error and what it was raised from or while handling, the outermost first."""
    seen: set[int] = set()
    at: BaseException | None = error
    while at is not None and id(at) not in seen:
        seen.add(id(at))
        yield at
        at = at.__cause__ or (None if at.__suppress_context__ else at.__context__)


def _status(error: BaseException) -> int | None:
    response = getattr(error, "response", None)
    metadata = response.get("ResponseMetadata", {}) if isinstance(response, Mapping) else {}
    tried = (
        getattr(error, "status_code", None),
        getattr(error, "code", None),
        getattr(response, "status_code", None),
        metadata.get("HTTPStatusCode"),
    )
    return next((one for one in tried if isinstance(one, int) and 100 <= one < 600), None)


def _request(error: BaseException) -> str | None:
    found = getattr(error, "request_id", None)
    if not isinstance(found, str):
        headers = getattr(getattr(error, "response", None), "headers", None) or {}
        found = next((headers[name] for name in ("x-request-id", "request-id") if name in headers), None)
    return found if isinstance(found, str) else None


def _bodies(error: BaseException) -> Iterator[Mapping[str, Any]]:
    """The dictionaries in which a provider describes the failure, the inner before the outer."""
    found: list[Any] = [getattr(error, name, None) for name in ("body", "details", "response")]
    read = getattr(found[-1], "json", None)
    if callable(read):
        try:
            found.append(read())
        except Exception:  # a page, a stream not read, a body that is none: then there is nothing to learn
            found.append(None)
    text = getattr(error, "error", None)
    if isinstance(text, str):
        found.append({"message": text})
    for body in found:
        if isinstance(body, list) and body:
            body = body[0]
        if isinstance(body, str) and body.strip() and not body.lstrip().startswith("<"):
            yield {"message": body}
        if isinstance(body, Mapping):
            inner = body.get("error", body.get("Error"))
            if isinstance(inner, Mapping):
                yield inner
            elif isinstance(inner, str):
                yield {"message": inner}
            elif isinstance(detail := body.get("detail"), list | str) and detail:
                yield {"message": detail if isinstance(detail, str) else _told(detail)}
            yield body


def _told(problems: list[Any]) -> str:
    """What a server of FastAPI's kind finds wrong with a request, without the values that it repeats."""
    named = (one for one in problems if isinstance(one, Mapping) and "msg" in one)
    return "; ".join(f"{'.'.join(map(str, one.get('loc', ())))}: {one['msg']}" for one in named)


def _word(bodies: list[Mapping[str, Any]], name: str) -> str | None:
    values = (body.get(name, body.get(name.capitalize())) for body in bodies)
    return next((str(value) for value in values if isinstance(value, str | int) and str(value).strip()), None)
