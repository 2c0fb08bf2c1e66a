"""Sentences between the model that writes them and the check that lets them be shown.

Where no judge is asked they pass at once. A quick judge gets what is finished in batches while the model writes on:
what comes while a call is out goes with the next. A slow one is asked once, about all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from bot.answering.judging.proof import Proof


class Waiting:
    """Sentences in, the same sentences out once they may be checked, in their order. `whole`: none before the end."""

    def __init__(self, proof: Proof | None, *, whole: bool) -> None:
        self._proof = proof
        self._whole = whole
        self._queue: list[str] = []
        self._out: list[str] = []
        self._call: Future[None] | None = None
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="judge") if proof and not whole else None

    def add(self, raws: Sequence[str]) -> list[str]:
        """Take finished sentences; gives those that were judged meanwhile. Never waits."""
        self._queue += raws
        if self._whole:
            return []
        if self._pool is None:
            return self._taken()
        ready = self._returned() if self._call and self._call.done() else []
        self._send(self._pool)
        return ready

    def rest(self, raws: Sequence[str] = (), *, judge: bool = True) -> list[str]:
        """All that is left, with these as the last; waits for the judge, unless it is not to be asked any more."""
        ready = self._returned()
        last = [*self._taken(), *raws]
        if judge and self._proof and last:
            self._proof.ask(last)
        if self._pool:
            self._pool.shutdown(wait=False)
        return [*ready, *last]

    def _taken(self) -> list[str]:
        taken, self._queue = self._queue, []
        return taken

    def _send(self, pool: ThreadPoolExecutor) -> None:
        if self._call is None and self._queue and self._proof:
            self._out = self._taken()
            self._call = pool.submit(self._proof.ask, self._out)

    def _returned(self) -> list[str]:
        if self._call is None:
            return []
        self._call.result()
        self._call = None
        returned, self._out = self._out, []
        return returned
