"""When to stop asking a model that turns everything down: a wrong key, an unknown model, a quota used up.

The first such answer opens the circuit and is told to the operator, once. While it is open no request is sent and
questions get the library's passages; after TRIAL seconds it is tried again. What works closes the circuit.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from bot.answering.errors import ModelClosed, ModelError

if TYPE_CHECKING:
    from langchain_core.language_models.chat_models import BaseChatModel

TRIAL = 120.0  # seconds after which the model is tried again

log = logging.getLogger("dateline.model")


class Circuit:
    """Remembers why the model is left alone. `clock` is monotonic."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._next_trial = 0.0
        self.reason: str | None = None

    def failed(self, error: ModelError) -> None:
        """Note how a request ended; only what holds for every request counts."""
        if not isinstance(error, ModelClosed):
            return
        if self.reason is None:
            log.error("no more requests go to the model until this is fixed: %s", error)
        self.reason = str(error)
        self._next_trial = self._clock() + TRIAL

    def worked(self) -> None:
        """The model answered."""
        if self.reason is not None:
            log.warning("the model answers again")
        self.reason = None

    def guarded(self, model: BaseChatModel) -> BaseChatModel:
        """The model; while the circuit is open, one in its place that says why."""
        if self.reason is None or self._clock() >= self._next_trial:
            return model
        from bot.answering.closed import ClosedModel
        from bot.answering.generating import name_of

        return ClosedModel(name_of_model=name_of(model), reason=self.reason)
