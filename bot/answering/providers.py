"""The providers of chat models: the package of each, the setting of its key, and how our settings are called there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from langchain_core.language_models.chat_models import BaseChatModel
    from pydantic import SecretStr

    from bot.settings import AnswerSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """`package` is what pip installs, `extra` ours that brings it. `key` is the field of AnswerSettings that holds
    the provider's key; None where there is none to give."""

    package: str
    extra: str | None = None
    key: str | None = None

    @property
    def installing(self) -> str:
        """The command that brings its package."""
        return f'pip install "dateline[{self.extra}]"' if self.extra else f"pip install {self.package}"


PROVIDERS: Mapping[str, Provider] = {
    "anthropic": Provider(package="langchain-anthropic", extra="anthropic", key="anthropic_api_key"),
    "azure_openai": Provider(package="langchain-openai", key="azure_openai_api_key"),
    "deepseek": Provider(package="langchain-deepseek", extra="deepseek", key="deepseek_api_key"),
    "google_genai": Provider(package="langchain-google-genai", extra="google", key="google_api_key"),
    "groq": Provider(package="langchain-groq", extra="groq", key="groq_api_key"),
    "mistralai": Provider(package="langchain-mistralai", extra="mistral", key="mistral_api_key"),
    "ollama": Provider(package="langchain-ollama", extra="ollama"),
    "openai": Provider(package="langchain-openai", key="openai_api_key"),
    "xai": Provider(package="langchain-xai", extra="xai", key="xai_api_key"),
}
# As people write them.
ALIASES = {"google": "google_genai", "gemini": "google_genai", "mistral": "mistralai", "azure": "azure_openai",
           "claude": "anthropic", "grok": "xai"}  # fmt: skip

ROOM_TO_ANSWER = 4096  # tokens beyond the passages: the rules, the question, the thoughts and the answer


def options_of(provider: str, settings: AnswerSettings) -> dict[str, Any]:
    """What the settings say, by the names that the provider's class has for it. CHAT_OPTIONS goes before all."""
    options: dict[str, Any]
    match provider:
        case "ollama":
            # The client retries nothing. Without num_ctx the server takes a few thousand tokens and drops the rest of
            # a longer prompt in silence.
            options = {
                "client_kwargs": {"timeout": settings.chat_timeout},
                "num_ctx": settings.prompt_tokens + ROOM_TO_ANSWER,
            }
        case "openai":
            options = {"base_url": settings.openai_base_url, "stream_usage": True, **_patience(settings)}
        case "azure_openai":
            options = {
                "azure_endpoint": settings.azure_openai_endpoint,
                "api_version": settings.openai_api_version,
                "stream_usage": True,
                **_patience(settings),
            }
        case "mistralai":
            options = {**_patience(settings), "timeout": max(1, round(settings.chat_timeout))}  # whole seconds
        case _:
            options = _patience(settings)
    if secret := key_for(provider, settings):
        options["api_key"] = secret
    return {**options, **settings.chat_options}


def key_for(provider: str, settings: AnswerSettings) -> SecretStr | None:
    """The key that is set for a provider."""
    known = PROVIDERS.get(provider)
    key: SecretStr | None = getattr(settings, known.key) if known and known.key else None
    return key


def key_of(model: BaseChatModel) -> str | None:
    """The setting that holds the key of a model that was built; None where it has none."""
    return next(iter(_inner(model).lc_secrets.values()), None)


def address_of(model: BaseChatModel) -> str | None:
    """The setting that holds the address of a model's service, where there is one."""
    return "OPENAI_BASE_URL" if key_of(model) == "OPENAI_API_KEY" else None


def _inner(model: BaseChatModel) -> BaseChatModel:
    """The model itself, where another watches over it."""
    return getattr(model, "inner", model)


def _patience(settings: AnswerSettings) -> dict[str, Any]:
    return {"timeout": settings.chat_timeout, "max_retries": settings.chat_retries}
