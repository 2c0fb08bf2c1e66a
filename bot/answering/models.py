"""The one place where a chat model is built from the settings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from bot.answering.errors import ModelError
from bot.settings import AnswerSettings

if TYPE_CHECKING:
    from langchain_core.language_models.chat_models import BaseChatModel

    from prompts.quoting import Embed
    from vectorstore.embeddings.base import Embedder

OPENAI = "openai:gpt-5-mini"  # what `auto` means once a key is set
STUB = "stub"


def model_name(settings: AnswerSettings) -> str:
    """The model that answers: `auto` resolved. Builds nothing."""
    if settings.chat_model == "auto":
        return OPENAI if settings.openai_api_key else STUB
    return settings.chat_model


def build_model(settings: AnswerSettings, *, embed: Embed | None = None) -> BaseChatModel:
    """The chat model that CHAT_MODEL names.

    `embed(question, sentences)` helps the stub where words can't (a question in another language than the
    article); other models don't need it. One deadline (CHAT_TIMEOUT) holds for each call, its retries
    (CHAT_RETRIES) are the client's, and there is no other retry layer. Raises ModelError.
    """
    if not settings.chat_tracing:
        switch_tracing_off()
    name = model_name(settings)
    if name == STUB:
        from prompts.stub import StubModel

        return StubModel(embed=embed)
    from prompts.misbehaving import CAST

    if name in CAST:
        return CAST[name]()
    return _provider_model(name, settings)


def likeness(embedder: Embedder) -> Embed:
    """The cosines of a question with some sentences, by the library's embedder: what the stub chooses by."""

    def of(question: str, sentences: Sequence[str]) -> Sequence[float]:
        cosines = embedder.passages(sentences) @ embedder.question(question)
        return [float(cosine) for cosine in cosines]

    return of


def _provider_model(name: str, settings: AnswerSettings) -> BaseChatModel:
    from langchain.chat_models import init_chat_model

    provider, _, rest = name.partition(":")
    if not rest:
        raise ModelError(f"CHAT_MODEL={name} names no model: use auto, stub, or PROVIDER:MODEL such as {OPENAI}.")
    if provider == "openai" and not settings.openai_api_key:
        raise ModelError(f"CHAT_MODEL={name} needs a key: set OPENAI_API_KEY, or CHAT_MODEL=stub.")
    options: dict[str, Any] = {"timeout": settings.chat_timeout, "max_retries": settings.chat_retries}
    if provider == "openai":
        options |= {
            "api_key": settings.openai_api_key,
            "base_url": settings.openai_base_url,
            "stream_usage": True,
        }
    try:
        model: BaseChatModel = init_chat_model(name, **options)
    except ImportError as error:
        raise ModelError(f"CHAT_MODEL={name} needs a package that is not installed: {error.name}.") from None
    except ValueError:
        raise ModelError(f"CHAT_MODEL={name} names no model: use stub, or PROVIDER:MODEL such as {OPENAI}.") from None
    return model


def switch_tracing_off() -> None:
    """Overrule LangSmith's switches in the environment (LANGSMITH_TRACING and older names), set for another tool
    perhaps: with them LangChain would post every prompt to a third party, unasked."""
    import langsmith

    langsmith.configure(enabled=False)
