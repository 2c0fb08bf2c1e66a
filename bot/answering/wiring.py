"""An answerer put together from the settings: model, prompt, zone and the library's embedder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answering.models import build_model, likeness
from bot.answering.pipeline import Answerer, load_prompt

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from bot.settings import AnswerSettings
    from vectorstore.library import Library


def answerer_for(settings: AnswerSettings, library: Library, *, tz: ZoneInfo | None = None) -> Answerer:
    """The answerer that the settings describe, over an open library.

    The checker gets no embedder: on labelled claims it gained nothing by one (evals/README.md), and lost time.
    """
    embedder = library.embedder()
    local = embedder if embedder and embedder.name.startswith("local:") else None
    return Answerer(
        library=library,
        model=build_model(settings, embed=likeness(local) if local else None),
        prompt=load_prompt(overrides=settings.prompts_dir),
        tz=tz or settings.zone,
        k=settings.passages,
        deadline=settings.chat_timeout,
        budget=settings.prompt_tokens,
        rules=settings.time_rules,
        verifier=load_prompt("verify", overrides=settings.prompts_dir) if settings.citation_check == "model" else None,
    )
