"""How long each part of an answer took."""

from __future__ import annotations

import time

from bot.answering.answer import Timings


class Clock:
    """Runs from when it is made; told when the passages were there, and when the model was done."""

    def __init__(self) -> None:
        self._started = self._retrieved = self._generated = time.perf_counter()

    def retrieved(self) -> None:
        """The passages are there."""
        self._retrieved = self._generated = time.perf_counter()

    def generated(self) -> None:
        """The model has said all it says."""
        self._generated = time.perf_counter()

    def timings(self) -> Timings:
        """The times until now."""
        return Timings(
            retrieve_ms=(self._retrieved - self._started) * 1000,
            generate_ms=(self._generated - self._retrieved) * 1000,
            total_ms=(time.perf_counter() - self._started) * 1000,
        )
