"""`openai:MODEL`: embeddings from OpenAI, or from any compatible service at OPENAI_BASE_URL."""

from __future__ import annotations

import random
import threading
import time
import weakref
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from vectorstore.embeddings.base import Vectors
from vectorstore.embeddings.checks import embeddable, unit_vectors
from vectorstore.embeddings.pace import MAX_INPUTS, MAX_TOKENS_EACH, Pace
from vectorstore.errors import EmbeddingError

if TYPE_CHECKING:
    from openai import OpenAIError
    from openai.resources import Embeddings

    from vectorstore.settings import StoreSettings

ATTEMPTS = 3
# For one request, its retries and what the service asks to wait between them.
PASSAGES_DEADLINE_S = 150.0
QUESTION_DEADLINE_S = 15.0
CONNECT_TIMEOUT_S = 5.0
# A provider's limits are by the minute.
LONGEST_PAUSE_S = 60.0


class OpenAIEmbedder:
    """A text counts as many tokens as it has UTF-8 bytes, which is never too few (see pace.py)."""

    max_tokens = MAX_TOKENS_EACH
    batch_size = MAX_INPUTS
    english_only = False

    def __init__(
        self,
        model: str,
        *,
        settings: StoreSettings,
        passages_deadline_s: float = PASSAGES_DEADLINE_S,
        question_deadline_s: float = QUESTION_DEADLINE_S,
    ) -> None:
        """Sends nothing yet. Raises EmbeddingError when there is neither a key nor a base URL."""
        key = settings.openai_api_key.get_secret_value().strip() if settings.openai_api_key else ""
        if not key and not settings.openai_base_url:
            raise EmbeddingError(f"EMBEDDING=openai:{model} needs OPENAI_API_KEY (or OPENAI_BASE_URL); set it.")
        from langchain_openai import OpenAIEmbeddings
        from openai import OpenAI
        from pydantic import SecretStr

        self.name = f"openai:{model}"
        # The model's name stands for its weights, wherever they are served: moving to another address
        # of the same model costs nothing.
        self.identity = self.name
        self._passages_deadline_s = passages_deadline_s
        self._question_deadline_s = question_deadline_s
        self._dimensions: int | None = None
        self._learning = threading.Lock()
        self._pace = Pace(tokens_per_minute=settings.embedding_tokens_per_minute)
        key = key or "none"  # services of one's own often want none, the client wants some
        # `_Resource` is the one layer that retries.
        client = OpenAI(api_key=key, base_url=settings.openai_base_url or None, max_retries=0)
        weakref.finalize(self, client.close)
        self._model = OpenAIEmbeddings(
            model=model,
            client=_Resource(client.embeddings, embedder=self.name, pace=self._pace),
            openai_api_key=SecretStr(key),
            check_embedding_ctx_length=False,  # counting for itself, it downloads a tokenizer
            chunk_size=MAX_INPUTS,
            model_kwargs={"encoding_format": "float"},  # not all compatible services know base64
        )

    @property
    def tokens(self) -> int:
        """How many tokens the service has counted, questions included."""
        return self._pace.tokens

    @property
    def dimensions(self) -> int:
        """What the service's vectors have. The first to ask before anything was embedded sends one word."""
        with self._learning:
            if self._dimensions is None:
                raw = self._request(["dimensions"], until=time.monotonic() + self._question_deadline_s)
                self._dimensions = unit_vectors(raw, count=1, dimensions=None, embedder=self.name).shape[1]
            return self._dimensions

    def passages(self, texts: Sequence[str]) -> Vectors:
        cleaned = [embeddable(text) for text in texts]
        for text in cleaned:
            if self.count_tokens(text) > MAX_TOKENS_EACH:
                raise EmbeddingError(
                    f"A passage of {self.count_tokens(text)} bytes may be more than the {MAX_TOKENS_EACH} tokens "
                    f"that {self.name} takes; split it into smaller passages."
                )
        raw = [vector for request in self._pace.requests(cleaned) for vector in self._sent(request)]
        return self._checked(raw, count=len(texts))

    def _sent(self, texts: list[str]) -> list[list[float]]:
        self._pace.wait_for_room(texts)
        try:
            return self._request(texts, until=time.monotonic() + self._passages_deadline_s)
        except _RefusedError:
            if len(texts) == 1 or self._pace.is_certain(texts):
                raise
        # Cut by what texts before it had, it was too large.
        self._pace.forget()
        return [vector for request in self._pace.requests(texts) for vector in self._sent(request)]

    def question(self, text: str) -> Vectors:
        kept = embeddable(text).encode()[:MAX_TOKENS_EACH].decode(errors="ignore")
        raw = self._request([kept], until=time.monotonic() + self._question_deadline_s)
        vector: Vectors = self._checked(raw, count=1)[0]
        return vector

    def count_tokens(self, text: str) -> int:
        return len(text.encode("utf-8", "replace"))

    def _request(self, texts: list[str], *, until: float) -> list[list[float]]:
        # The service refuses an empty input, and with it the whole request.
        return self._model.embed_documents([text if text.strip() else "." for text in texts], until=until)

    def _checked(self, raw: list[list[float]], *, count: int) -> Vectors:
        vectors = unit_vectors(raw, count=count, dimensions=self._dimensions, embedder=self.name)
        if count and self._dimensions is None:
            self._dimensions = vectors.shape[1]
        return vectors


class _RefusedError(EmbeddingError):
    """The service refused a request as it is (status 400 or 413): too large perhaps."""


class _Resource:
    """The client's embeddings resource, as OpenAIEmbeddings calls it, with what that class leaves out.

    It takes the vectors in the order in which they come, however many they are; here they are matched
    by their index. And a request is tried again only while that can help and there is time.
    """

    def __init__(self, resource: Embeddings, *, embedder: str, pace: Pace) -> None:
        self._resource = resource
        self._embedder = embedder
        self._pace = pace

    def create(self, *, input: list[str], until: float, **options: Any) -> dict[str, Any]:
        answer = self._answered(input, until=until, options=options)
        items = getattr(answer, "data", None)
        if not isinstance(items, list):
            raise EmbeddingError(f"{self._embedder} did not answer with embeddings; check OPENAI_BASE_URL.")
        counted = getattr(getattr(answer, "usage", None), "prompt_tokens", None)
        self._pace.learn(input, counted if isinstance(counted, int) else None)
        indices = [getattr(item, "index", None) for item in items]
        if any(index is not None for index in indices):
            if sorted(index if isinstance(index, int) else -1 for index in indices) != list(range(len(input))):
                raise EmbeddingError(
                    f"{self._embedder} returned {len(items)} vectors for {len(input)} texts, or numbered them wrongly; "
                    "nothing of this batch was kept."
                )
            items = sorted(items, key=lambda item: int(item.index))
        return {"data": [{"embedding": item.embedding} for item in items]}

    def _answered(self, texts: list[str], *, until: float, options: dict[str, Any]) -> object:
        from openai import APIConnectionError, APIStatusError, OpenAIError, RateLimitError, Timeout

        attempt = 0
        while True:
            attempt += 1
            left = max(until - time.monotonic(), 0.001)
            try:
                return self._resource.create(
                    input=texts, timeout=Timeout(left, connect=min(left, CONNECT_TIMEOUT_S)), **options
                )
            except OpenAIError as error:
                asked = _asked_pause(error)
                pause = random.uniform(0.25, 0.5) * 2.0**attempt if asked is None else asked
                if asked and isinstance(error, RateLimitError):
                    attempt -= 1  # it said when to come back: that is no failure
                passing = isinstance(error, APIConnectionError) or (
                    isinstance(error, APIStatusError)
                    and (error.status_code in (408, 409, 429) or error.status_code >= 500)
                    and error.code != "insufficient_quota"
                )
                if not passing or attempt >= ATTEMPTS or time.monotonic() + pause >= until:
                    kind = _RefusedError if getattr(error, "status_code", None) in (400, 413) else EmbeddingError
                    raise kind(f"{self._embedder} {_reason(error)}") from None
                time.sleep(pause)
            except ValueError:  # a body that is no JSON
                break
        raise EmbeddingError(f"{self._embedder} did not answer with embeddings; check OPENAI_BASE_URL.")


def _asked_pause(error: OpenAIError) -> float | None:
    """Seconds that the service asks to wait; None where it says nothing."""
    response = getattr(error, "response", None)
    try:
        asked = float(response.headers.get("retry-after", "")) if response is not None else -1.0
    except ValueError:
        asked = -1.0
    return min(asked, LONGEST_PAUSE_S) if asked >= 0 else None


def _reason(error: OpenAIError) -> str:
    """What went wrong and what to do, in our words: the service's own may hold part of the key."""
    from openai import APITimeoutError

    if isinstance(error, APITimeoutError):
        return "did not answer in time; try again, or check OPENAI_BASE_URL."
    status = getattr(error, "status_code", None)
    if status is None:
        return "can't be reached; check the network and OPENAI_BASE_URL."
    if getattr(error, "code", None) == "insufficient_quota":
        return "has no budget left on this account; add credit there, or set EMBEDDING to a local embedder."
    return {
        400: "refused the texts (status 400); the model may take fewer tokens than Dateline sends.",
        401: "refused the key; check OPENAI_API_KEY.",
        403: "is not allowed for this key; check OPENAI_API_KEY and its project.",
        404: "is not known there; check the model in EMBEDDING and OPENAI_BASE_URL.",
        413: "refused the texts as too large (status 413).",
        429: "is asked too often; try again later.",
    }.get(status, f"failed with status {status}; try again later.")
