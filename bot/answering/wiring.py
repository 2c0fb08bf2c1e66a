"""An answerer put together from the settings: model, prompt, zone and the library's embedder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answering.forms import quoted_form
from bot.answering.gate import LARGE
from bot.answering.judging.choice import bench_for
from bot.answering.meaning import closeness_to_sentences
from bot.answering.models import STUB, build_model, likeness, model_name
from bot.answering.pipeline import Answerer, load_prompt

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from bot.settings import AnswerSettings
    from prompts.quoting import Meaning
    from vectorstore.library import Library


def answerer_for(
    settings: AnswerSettings, library: Library, *, tz: ZoneInfo | None = None, data: Path | None = None
) -> Answerer:
    """The answerer that the settings describe, over an open library. `data` is where a judge's exam is kept."""
    embedder = library.embedder()
    local = embedder if embedder and embedder.name.startswith("local:") else None
    from prompts.misbehaving import CAST

    embed = likeness(local) if local else None
    model = build_model(settings, embed=embed, meaning=_meaning(library))
    prompts = {name: load_prompt(name, overrides=settings.prompts_dir) for name in ("judge", "relate", "suffice")}
    return Answerer(
        library=library,
        model=model,
        prompt=load_prompt(overrides=settings.prompts_dir),
        tz=tz or settings.zone,
        k=settings.passages,
        deadline=settings.chat_timeout,
        budget=settings.prompt_tokens,
        rules=settings.time_rules,
        bench=bench_for(settings, model, prompts=prompts, data=data),
        quoting=load_prompt("quote", overrides=settings.prompts_dir),
        quoted=quoted_form(settings, model, load_prompt("quoted", overrides=settings.prompts_dir)),
        own_words=model_name(settings) not in (STUB, *CAST),
        likeness=embed,
    )


def _meaning(library: Library) -> Meaning:
    """How near a question's words come to sentences, in a library that is small enough for it to tell something."""

    def of(question: str, texts: Sequence[str]) -> Sequence[Mapping[str, float]]:
        return closeness_to_sentences(question, texts) if library.count_passages() < LARGE else ()

    return of
