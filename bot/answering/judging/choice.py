"""Which judge the settings name, built and ready to be asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bot.answering.errors import ModelError
from bot.answering.judging.bench import Bench
from bot.answering.judging.exam import Register, key_of
from bot.answering.judging.judge import Answering, Asked, Claim, Judged, Pair, Relation, Saying
from bot.answering.models import STUB, build_model, model_name, switch_tracing_off

if TYPE_CHECKING:
    from langchain_core.language_models.chat_models import BaseChatModel

    from bot.answering.judging.judge import Judge
    from bot.judge_settings import JudgeKind
    from bot.settings import AnswerSettings
    from prompts.files import Prompt

DECISIONS = "gpt-6-luna"  # the one model of the Decisions API


class Missing:
    """A judge that can't be asked: it has no opinions, and says why."""

    def __init__(self, kind: str, trouble: str) -> None:
        self.name = kind
        self.trouble = trouble

    def says(self, claims: Sequence[Claim]) -> Judged[Saying]:
        return Judged(opinions=(None,) * len(claims), trouble=self.trouble)

    def answers(self, asked: Sequence[Asked]) -> Judged[Answering]:
        return Judged(opinions=(None,) * len(asked), trouble=self.trouble)

    def relates(self, pairs: Sequence[Pair]) -> Judged[Relation]:
        return Judged(opinions=(None,) * len(pairs), trouble=self.trouble)


def judge_kind(settings: AnswerSettings) -> JudgeKind:
    """JUDGE with `auto` resolved: words where nothing on this machine can read, else the chat model."""
    from prompts.misbehaving import CAST

    if settings.judge != "auto":
        return settings.judge
    return "words" if model_name(settings) in (STUB, *CAST) else "model"


def bench_for(
    settings: AnswerSettings, model: BaseChatModel, *, prompts: Mapping[str, Prompt], data: Path | None = None
) -> Bench | None:
    """The judge that JUDGE names; None for `words`. `model` is the one that answers, `data` where exams are kept.

    A judge that can't be built is missing, which stops nobody: words decide, and that is said with every answer.
    """
    try:
        judge = judge_for(settings, model, prompts=prompts)
    except ModelError as error:
        return Bench(Missing(judge_kind(settings), str(error)))
    if judge is None:
        return None
    where = settings.judge_base_url or settings.openai_base_url or ""
    prompt = prompts["judge"].label if judge_kind(settings) == "model" else ""
    return Bench(
        judge,
        threshold=settings.judge_threshold,
        register=Register(data),
        key=key_of(judge, where=where, prompt=prompt),
    )


def judge_for(settings: AnswerSettings, model: BaseChatModel, *, prompts: Mapping[str, Prompt]) -> Judge | None:
    """The same without what is known of it. Raises ModelError where its settings can't be used."""
    if not settings.chat_tracing:
        switch_tracing_off()
    match judge_kind(settings):
        case "words":
            return None
        case "model":
            from bot.answering.judging.model import ModelJudge

            return ModelJudge(_judging_model(settings, model), prompts, deadline=settings.chat_timeout)
        case "decisions":
            from bot.answering.judging.decisions import DecisionsWire
            from bot.answering.judging.typed import TypedJudge

            key = settings.judge_api_key if settings.judge_base_url else settings.openai_api_key
            if key is None:
                name = "JUDGE_API_KEY" if settings.judge_base_url else "OPENAI_API_KEY"
                raise ModelError(f"JUDGE=decisions needs a key: set {name}, or JUDGE=words.")
            wire = DecisionsWire(
                settings.judge_model or DECISIONS,
                key=key,
                base_url=settings.judge_base_url or settings.openai_base_url,
                deadline=settings.chat_timeout,
                retries=settings.chat_retries,
            )
            return TypedJudge(wire, threshold=settings.judge_threshold)
        case "systemone":
            from bot.answering.judging.systemone import SystemOneWire
            from bot.answering.judging.typed import TypedJudge

            assert settings.judge_base_url and settings.judge_model  # the settings saw to that
            asked = SystemOneWire(
                settings.judge_model,
                base_url=settings.judge_base_url,
                key=settings.judge_api_key,
                deadline=settings.chat_timeout,
                retries=settings.chat_retries,
            )
            return TypedJudge(asked, threshold=settings.judge_threshold)


def _judging_model(settings: AnswerSettings, model: BaseChatModel) -> BaseChatModel:
    """The chat model that judges: the answering one, or that of JUDGE_MODEL, at JUDGE_BASE_URL where that is set."""
    if not settings.judge_model and not settings.judge_base_url:
        return model
    changes: dict[str, object] = {"chat_model": settings.judge_model or settings.chat_model}
    if settings.judge_base_url:
        changes |= {"openai_base_url": settings.judge_base_url, "openai_api_key": settings.judge_api_key}
    return build_model(settings.model_copy(update=changes))
