"""How much goes to a provider: in one request, and in a minute."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence

# The service's limits for one request, from its embeddings reference.
MAX_INPUTS = 2048
MAX_TOKENS_EACH = 8192
MAX_TOKENS_TOGETHER = 300_000

_MINUTE = 60.0
# Of what the service was last seen to count, so much is trusted: the next texts may hold more tokens a byte.
_TRUSTED = 0.8
# Answers about fewer bytes than this teach nothing.
_TELLING = 2_000


class Pace:
    """Fills requests up to the service's limits and keeps a budget of tokens a minute.

    Tokens can't be counted offline, but the service's tokenizers are byte-level BPE: there are never more tokens than
    bytes. The first request is cut by bytes; what the service then counts tells how many bytes a token has, and the
    following requests are cut by that, less a margin.
    """

    def __init__(
        self,
        *,
        tokens_per_minute: int | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.tokens = 0
        self.bytes_per_token = 1.0
        self._budget = tokens_per_minute
        self._clock = clock
        self._sleep = sleep
        self._sent: deque[tuple[float, int]] = deque()
        self._lock = threading.Lock()

    def requests(self, texts: Sequence[str]) -> Iterator[list[str]]:
        """The texts in order, cut into requests that keep the limits; each is cut when it is asked for."""
        request: list[str] = []
        size = 0
        for text in texts:
            more = len(text.encode())
            if request and (len(request) == MAX_INPUTS or size + more > self._most_bytes()):
                yield request
                request, size = [], 0
            request.append(text)
            size += more
        if request:
            yield request

    def is_certain(self, texts: Sequence[str]) -> bool:
        """Whether a request can't be too large, however its bytes make tokens."""
        return sum(len(text.encode()) for text in texts) <= MAX_TOKENS_TOGETHER

    def wait_for_room(self, texts: Sequence[str]) -> None:
        """Wait until the budget has room for a request, and take it."""
        if self._budget is None:
            return
        wanted = min(self._budget, self.estimate(texts))
        while True:
            with self._lock:
                now = self._clock()
                while self._sent and now - self._sent[0][0] >= _MINUTE:
                    self._sent.popleft()
                if sum(tokens for _, tokens in self._sent) + wanted <= self._budget:
                    self._sent.append((now, wanted))
                    return
                pause = self._sent[0][0] + _MINUTE - now
            self._sleep(max(pause, 0.01))

    def estimate(self, texts: Sequence[str]) -> int:
        """About how many tokens the texts have, as far as is known; before the first answer, at most so many."""
        return round(sum(len(text.encode()) for text in texts) / self.bytes_per_token)

    def learn(self, texts: Sequence[str], tokens: int | None) -> None:
        """Mind what the service counted for a request; None where it said nothing."""
        size = sum(len(text.encode()) for text in texts)
        with self._lock:
            self.tokens += tokens if tokens else round(size / self.bytes_per_token)
            if tokens and size >= _TELLING:
                self.bytes_per_token = max(1.0, _TRUSTED * size / tokens)

    def forget(self) -> None:
        """The service found a request too large: cut by bytes again."""
        self.bytes_per_token = 1.0

    def _most_bytes(self) -> float:
        most = min(MAX_TOKENS_TOGETHER, self._budget or MAX_TOKENS_TOGETHER)
        return most * self.bytes_per_token
