"""A small OpenAI-compatible server on loopback, so that the real client is tested over a real wire.

    with OpenAIServer() as server:
        settings = AnswerSettings(openai_api_key="sk-test", openai_base_url=server.url, ...)
        ...
        assert server.paths() == ["/v1/chat/completions"]

Chat answers come from `chat(messages)`, by default the stub model that Dateline ships; embeddings from
`embed(texts)`. `server.fault = "cut"` makes every following request fail in that way until it is set to
None; `server.faults_once = ["rate limit"]` fails the next requests only, one each. FAULTS names them all.
`turns_down(body)` says why a request is answered with 400, `finish` how answers end ("status" and its reason at
/v1/responses), `piece` is how many characters come at once. The
service's own limits hold without a fault: more than MAX_INPUTS texts, or MAX_TOKENS of them together, are refused.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import math
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

Message = dict[str, Any]

MAX_INPUTS = 2048
MAX_TOKENS = 300_000  # `bytes_per_token` says how many bytes make one

FAULTS = {
    "unauthorised": "401, with a message that holds part of the key, as the real service's does",
    "forbidden": "403",
    "no model": "404 model_not_found",
    "too long": "400 context_length_exceeded",
    "rate limit": "429 with `retry_after` seconds",
    "rate limit, no hint": "429 without Retry-After",
    "reset": "a connection that is reset before any answer",
    "quota": "429 insufficient_quota",
    "broken": "500",
    "overloaded": "503",
    "html": "200 with a proxy's HTML page",
    "slow": "accepted, never answered (until the server is closed)",
    "stall": "a stream that stops in the middle and stays open",
    "cut": "a stream whose connection is reset in the middle",
    "unfinished": "a stream that ends cleanly without finish_reason",
    "error event": "a stream that carries an error event",
    "bad json": "a stream with a line that is no JSON",
    "empty": "a finished answer without text",
    "length": "finish_reason length",
    "filtered": "finish_reason content_filter",
    "declined": "a message with the field `refusal` instead of a text",
    "tool": "a call of a tool instead of a text",
    "silent": "a stream without one event",
    "reordered": "embeddings in reverse order, each with its index",
    "short": "one embedding fewer than asked for",
    "nan": "an embedding with a NaN in it",
}

_ERRORS: dict[str, tuple[int, str | None, str]] = {
    "unauthorised": (401, "invalid_api_key", "Incorrect API key provided: {key}."),
    "forbidden": (403, "unsupported_country", "Country, region, or territory not supported"),
    "no model": (404, "model_not_found", "The model `{model}` does not exist or you do not have access to it."),
    "too long": (400, "context_length_exceeded", "This model's maximum context length is 8192 tokens."),
    "rate limit": (429, "rate_limit_exceeded", "Rate limit reached for {model}."),
    "rate limit, no hint": (429, "rate_limit_exceeded", "Rate limit reached for {model}."),
    "quota": (429, "insufficient_quota", "You exceeded your current quota."),
    "broken": (500, None, "The server had an error while processing your request."),
    "overloaded": (503, None, "The engine is currently overloaded."),
}


def shipped_stub(messages: Sequence[Message]) -> str:
    """What the stub model answers to these messages."""
    from prompts.stub import reply

    return reply([(str(m["role"]), str(m["content"])) for m in messages])


def hashed_words(texts: Sequence[str], *, dimensions: int = 64) -> list[list[float]]:
    """Unit vectors from hashed words: texts that share words lie near each other."""
    vectors = []
    for text in texts:
        vector = [0.0] * dimensions
        for word in text.casefold().split() or [""]:
            vector[int.from_bytes(hashlib.blake2b(word.encode(), digest_size=4).digest(), "big") % dimensions] += 1.0
        norm = math.sqrt(sum(x * x for x in vector))
        vectors.append([x / norm for x in vector])
    return vectors


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it came in. Header names are in lower case."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]


@dataclass
class OpenAIServer:
    chat: Callable[[Sequence[Message]], str] = shipped_stub
    embed: Callable[[Sequence[str]], Sequence[Sequence[float]]] = hashed_words
    bytes_per_token: Callable[[str], float] = lambda text: 1.0
    retry_after: str = "0"
    turns_down: Callable[[dict[str, Any]], str | None] = lambda body: None
    finish: str = "stop"
    piece: int = 12
    fault: str | None = None
    faults_once: list[str] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    crashes: list[BaseException] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)
    arrived: threading.Condition = field(default_factory=threading.Condition)

    @property
    def url(self) -> str:
        """The base URL that a client is given."""
        return f"http://127.0.0.1:{self._http.server_address[1]}/v1"

    def paths(self) -> list[str]:
        return [request.path for request in self.requests]

    def wait_for(self, count: int, *, timeout: float = 10) -> None:
        """Block until `count` requests have come in."""
        with self.arrived:
            assert self.arrived.wait_for(lambda: len(self.requests) >= count, timeout), f"{len(self.requests)} came"

    def start(self) -> Self:
        self._http = _Http(("127.0.0.1", 0), _Handler)
        self._http.house = self
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()
        return self

    def stop(self) -> None:
        self.released.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        if error is None and self.crashes:
            raise self.crashes[0]

    def next_fault(self) -> str | None:
        fault = self.faults_once.pop(0) if self.faults_once else self.fault
        assert fault is None or fault in FAULTS, f"no fault is named {fault!r}"
        return fault


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    house: OpenAIServer

    def handle_error(self, request: Any, client_address: Any) -> None:
        import sys

        error = sys.exc_info()[1]
        if error is not None and not isinstance(error, ConnectionError):
            self.house.crashes.append(error)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Http

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def do_POST(self) -> None:
        house = self.server.house
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        headers = {name.lower(): value for name, value in self.headers.items()}
        fault = house.next_fault()
        with house.arrived:
            house.requests.append(Request(self.path, headers, body))
            house.arrived.notify_all()
        if fault == "slow":
            house.released.wait(60)
            self.close_connection = True
        elif fault == "html":
            self._send(200, b"<html><body>Please log in to the guest network.</body></html>", kind="text/html")
        elif fault == "reset":
            self._reset()
        elif fault in _ERRORS:
            self._error(*_ERRORS[fault], model=str(body.get("model")), hint=fault != "rate limit, no hint")
        elif why := house.turns_down(body):
            self._error(400, None, why, model="")
        elif self.path == "/v1/responses" and body.get("stream"):
            self._responses(body)
        elif self.path == "/v1/embeddings":
            self._embeddings(body, fault)
        elif self.path == "/v1/chat/completions" and body.get("stream"):
            self._stream(body, fault)
        elif self.path == "/v1/chat/completions":
            self._completion(body, fault)
        else:
            self._error(404, None, f"Unknown path {self.path}", model="")

    def _completion(self, body: dict[str, Any], fault: str | None) -> None:
        text = "" if fault == "empty" else self.server.house.chat(body["messages"])
        if fault == "cut":
            self._reset()
            return
        message = {"role": "assistant", "content": text}
        choice = {"index": 0, "message": message, "finish_reason": self._finish(fault)}
        self._json({**_head(body, "chat.completion"), "choices": [choice], "usage": _usage(body, text)})

    def _stream(self, body: dict[str, Any], fault: str | None) -> None:
        text = "" if fault == "empty" else self.server.house.chat(body["messages"])
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()
        if fault == "silent":
            self._chunk(b"")
            return
        head = _head(body, "chat.completion.chunk")
        if fault in ("declined", "tool"):
            call = {"index": 0, "id": "c1", "type": "function", "function": {"name": "search", "arguments": "{}"}}
            delta: dict[str, Any] = {"refusal": "I can't help."} if fault == "declined" else {"tool_calls": [call]}
            delta |= {"role": "assistant", "content": None}
            self._event(json.dumps({**head, "choices": [{"index": 0, "delta": delta, "finish_reason": None}]}))
            text = ""
        pieces = list(_pieces(text, size=self.server.house.piece)) if text or fault == "empty" else []
        for position, piece in enumerate(pieces):
            if position == max(1, len(pieces) // 2):
                if fault == "cut":
                    self._reset()
                    return
                if fault == "stall":
                    self.server.house.released.wait(60)
                    self.close_connection = True
                    return
                if fault == "error event":
                    self._event(json.dumps({"error": {"message": "The server had an error.", "type": "server_error"}}))
                if fault == "bad json":
                    self._event('{"choices": [')
            delta = {"role": "assistant", "content": piece} if position == 0 else {"content": piece}
            self._event(json.dumps({**head, "choices": [{"index": 0, "delta": delta, "finish_reason": None}]}))
        if fault != "unfinished":
            finished = {"index": 0, "delta": {}, "finish_reason": self._finish(fault)}
            self._event(json.dumps({**head, "choices": [finished]}))
        if (body.get("stream_options") or {}).get("include_usage"):
            self._event(json.dumps({**head, "choices": [], "usage": _usage(body, text)}))
        self._event("[DONE]")
        self._chunk(b"")

    def _responses(self, body: dict[str, Any]) -> None:
        """The Responses API's events, as far as a text needs them."""
        house = self.server.house
        messages = [{"role": one["role"], "content": _text_of(one["content"])} for one in body["input"]]
        text = house.chat(messages)
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()
        incomplete = None if house.finish == "stop" else {"reason": house.finish}
        status = "incomplete" if incomplete else "completed"
        part = {"type": "output_text", "text": text, "annotations": []}
        item = {"id": "msg_1", "type": "message", "role": "assistant", "status": status, "content": [part]}
        usage = _usage({"messages": messages}, text)
        response = {
            "id": "resp_1", "object": "response", "created_at": 0, "model": body["model"], "status": "in_progress",
            "output": [], "parallel_tool_calls": True, "tool_choice": "auto", "tools": [], "error": None,
            "incomplete_details": None, "instructions": None, "metadata": {}, "temperature": 1.0, "top_p": 1.0,
        }  # fmt: skip
        done = response | {"status": status, "incomplete_details": incomplete, "output": [item]}
        done["usage"] = {
            "input_tokens": usage["prompt_tokens"], "input_tokens_details": {"cached_tokens": 0},
            "output_tokens": usage["completion_tokens"], "output_tokens_details": {"reasoning_tokens": 0},
            "total_tokens": usage["total_tokens"],
        }  # fmt: skip
        at = {"item_id": "msg_1", "output_index": 0, "content_index": 0}
        events: list[dict[str, Any]] = [{"type": "response.created", "response": response}]
        events.append({"type": "response.output_item.added", "output_index": 0, "item": item | {"content": []}})
        events.append({"type": "response.content_part.added", **at, "part": part | {"text": ""}})
        for piece in _pieces(text, size=house.piece):
            events.append({"type": "response.output_text.delta", **at, "delta": piece, "logprobs": []})
        events.append({"type": "response.output_text.done", **at, "text": text, "logprobs": []})
        events.append({"type": "response.output_item.done", "output_index": 0, "item": item})
        events.append({"type": f"response.{status}", "response": done})
        for number, event in enumerate(events):
            self._event(json.dumps({**event, "sequence_number": number}))
        self._chunk(b"")

    def _finish(self, fault: str | None) -> str | None:
        if fault == "unfinished":
            return None
        ends = {"length": "length", "filtered": "content_filter", "tool": "tool_calls"}
        return ends.get(str(fault), self.server.house.finish)

    def _embeddings(self, body: dict[str, Any], fault: str | None) -> None:
        texts = [body["input"]] if isinstance(body["input"], str) else body["input"]
        if len(texts) > MAX_INPUTS:
            self._error(400, "array_above_max_length", f"'$.input' has more than {MAX_INPUTS} items.", model="")
            return
        tokens = sum(math.ceil(len(text.encode()) / self.server.house.bytes_per_token(text)) for text in texts)
        if tokens > MAX_TOKENS:
            message = f"Requested too many tokens: at most {MAX_TOKENS} per request."
            self._error(400, "max_tokens_per_request", message, model="")
            return
        vectors = [[float(x) for x in vector] for vector in self.server.house.embed(texts)]
        if fault == "nan":
            vectors[0][0] = math.nan
        data = [
            {"object": "embedding", "index": index, "embedding": _encoded(vector, body)}
            for index, vector in enumerate(vectors)
        ]
        if fault == "reordered":
            data.reverse()
        if fault == "short":
            data.pop()
        usage = {"prompt_tokens": tokens, "total_tokens": tokens}
        self._json({"object": "list", "model": body["model"], "data": data, "usage": usage})

    def _error(self, status: int, code: str | None, message: str, *, model: str, hint: bool = True) -> None:
        key = self.headers.get("authorization", "").removeprefix("Bearer ")
        error = {"message": message.format(key=key, model=model), "type": "error", "code": code, "param": None}
        self._send(status, json.dumps({"error": error}).encode(), kind="application/json", hint=hint)

    def _json(self, data: dict[str, Any], *, status: int = 200) -> None:
        self._send(status, json.dumps(data).encode(), kind="application/json")

    def _send(self, status: int, raw: bytes, *, kind: str, hint: bool = True) -> None:
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(raw)))
        if hint and status in (429, 503):
            self.send_header("retry-after", self.server.house.retry_after)
        self.end_headers()
        self.wfile.write(raw)

    def _event(self, data: str) -> None:
        self._chunk(f"data: {data}\n\n".encode())

    def _chunk(self, raw: bytes) -> None:
        self.wfile.write(f"{len(raw):x}\r\n".encode() + raw + b"\r\n")
        self.wfile.flush()

    def _reset(self) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_RD)
        self.connection.close()


def _encoded(vector: list[float], body: dict[str, Any]) -> list[float] | str:
    if body.get("encoding_format") != "base64":
        return vector
    import base64

    return base64.b64encode(struct.pack(f"<{len(vector)}f", *vector)).decode()


def _text_of(content: str | list[dict[str, Any]]) -> str:
    return content if isinstance(content, str) else "".join(str(part.get("text", "")) for part in content)


def _head(body: dict[str, Any], kind: str) -> dict[str, Any]:
    return {"id": "chatcmpl-1", "object": kind, "created": int(time.time()), "model": body["model"]}


def _usage(body: dict[str, Any], text: str) -> dict[str, int]:
    asked = sum(len(str(message["content"]).split()) for message in body["messages"])
    said = len(text.split())
    return {"prompt_tokens": asked, "completion_tokens": said, "total_tokens": asked + said}


def _pieces(text: str, *, size: int = 12) -> Iterator[str]:
    for start in range(0, max(1, len(text)), size):
        yield text[start : start + size]
