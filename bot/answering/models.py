"""The one place where a chat model is built from the settings."""

from __future__ import annotations

import difflib
import logging
import re
import warnings
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from bot.answering.errors import ModelError
from bot.answering.provider_errors import reason_of
from bot.answering.providers import ALIASES, PROVIDERS, key_for, options_of
from bot.settings import AnswerSettings

if TYPE_CHECKING:
    from langchain_core.language_models.chat_models import BaseChatModel
    from pydantic import ValidationError

    from prompts.quoting import Embed, Meaning
    from vectorstore.embeddings.base import Embedder

OPENAI = "openai:gpt-5-mini"  # what `auto` means once a key is set
STUB = "stub"

log = logging.getLogger("dateline.model")


def model_name(settings: AnswerSettings) -> str:
    """The model that answers: `auto` resolved. Builds nothing."""
    if settings.chat_model == "auto":
        return OPENAI if settings.openai_api_key else STUB
    return settings.chat_model


def unnamed_model(name: str) -> ModelError | None:
    """What is wrong with a CHAT_MODEL that has not the form of a model's name; None for one that has."""
    return None if name in ("auto", STUB) or name.partition(":")[2] else _unknown(name)


def _unknown(name: str) -> ModelError:
    return ModelError(
        f"CHAT_MODEL={name} names no model: use auto, stub, or PROVIDER:MODEL such as {OPENAI}. "
        f"Providers: {', '.join(PROVIDERS)}, and others that LangChain knows."
    )


def build_model(
    settings: AnswerSettings, *, embed: Embed | None = None, meaning: Meaning | None = None
) -> BaseChatModel:
    """The chat model that CHAT_MODEL names.

    `embed(question, sentences)` helps the stub where words can't (a question in another language than the
    article), `meaning(question, sentences)` where they are others; other models don't need them. One deadline
    (CHAT_TIMEOUT) holds for each call, its retries (CHAT_RETRIES) are the client's, and there is no other retry layer.
    Raises ModelError.
    """
    if not settings.chat_tracing:
        switch_tracing_off()
    name = model_name(settings)
    if name == STUB:
        from prompts.stub import StubModel

        return StubModel(embed=embed, meaning=meaning)
    return _provider_model(name, settings)


def likeness(embedder: Embedder) -> Embed:
    """The cosines of a question with some sentences, by the library's embedder: what the stub chooses by."""

    def of(question: str, sentences: Sequence[str]) -> Sequence[float]:
        cosines = embedder.passages(sentences) @ embedder.question(question)
        return [float(cosine) for cosine in cosines]

    return of


def _provider_model(name: str, settings: AnswerSettings) -> BaseChatModel:
    from langchain.chat_models import init_chat_model
    from pydantic import ValidationError

    written, _, rest = name.partition(":")
    provider = ALIASES.get(written, written)
    known = PROVIDERS.get(provider)
    if unnamed := unnamed_model(name):
        raise unnamed
    if known and not find_spec(known.package.replace("-", "_")):
        raise ModelError(f"CHAT_MODEL={name} needs a package that is not installed. Run: {known.installing}")
    if known and known.key and not key_for(provider, settings):
        raise ModelError(f"CHAT_MODEL={name} needs a key: set {known.key.upper()}, or CHAT_MODEL=stub.")
    if provider == "azure_openai" and not (settings.azure_openai_endpoint and settings.openai_api_version):
        raise ModelError(f"CHAT_MODEL={name} needs AZURE_OPENAI_ENDPOINT and OPENAI_API_VERSION.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a class warns of an option that it doesn't know: it is refused below
            model: BaseChatModel = init_chat_model(rest, model_provider=provider, **options_of(provider, settings))
    except ImportError as error:
        install = _installing(error)
        raise ModelError(f"CHAT_MODEL={name} needs a package that is not installed. Run: {install}") from None
    except ValidationError as error:
        raise ModelError(f"CHAT_MODEL={name} can't be built: {_told(error)}.") from None
    except Exception as error:
        if isinstance(error, ValueError) and "provider" in str(error).casefold():
            raise _unknown(name) from None
        log.warning("the model %s can't be built: %s", name, reason_of(error).told)
        raise ModelError(
            f"CHAT_MODEL={name} can't be built ({type(error).__name__}): check its key and CHAT_OPTIONS; see the log."
        ) from None
    _check_options(model, settings.chat_options)
    return model


def _installing(error: ImportError) -> str:
    """The command for a provider that only LangChain knows: its message names the package."""
    found = re.search(r"pip install [\w-]+", str(error))
    return found[0] if found else "pip install with the package that LangChain's documentation names for it"


def _told(error: ValidationError) -> str:
    """What a provider's class doesn't accept, without the values: a key may be among them."""
    problems = error.errors(include_url=False, include_input=False, include_context=False)
    told = (f"{'.'.join(map(str, one['loc']))}: {one['msg']}" if one["loc"] else str(one["msg"]) for one in problems)
    return "; ".join(told).rstrip(".")


def _check_options(model: BaseChatModel, options: Mapping[str, Any]) -> None:
    """Raises ModelError for a name in CHAT_OPTIONS that the model's class doesn't have."""
    fields = type(model).model_fields
    names = {*fields, *(field.alias for field in fields.values() if field.alias)}
    for name in options:
        if name not in names:
            near = difflib.get_close_matches(name, names, n=1)
            meant = f"; did you mean {near[0]}?" if near else ""
            extra = " What only the server knows goes into “extra_body”." if "extra_body" in names else ""
            raise ModelError(f"CHAT_OPTIONS: {type(model).__name__} has no option “{name}”{meant or '.'}{extra}")


def switch_tracing_off() -> None:
    """Overrule LangSmith's switches in the environment (LANGSMITH_TRACING and older names), set for another tool
    perhaps: with them LangChain would post every prompt to a third party, unasked."""
    import langsmith

    langsmith.configure(enabled=False)
