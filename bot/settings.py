"""What answers, and how long it may take."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import NoDecode

from bot.judge_settings import JudgeSettings
from vectorstore.settings import FROM_ENVIRONMENT, ServiceSettings, expanded, sendable

if TYPE_CHECKING:
    from bot.answering.timing.applying import TimeRules

# Options of a model's class that our own settings decide.
_SETTINGS_OF_OURS = {
    "model": "CHAT_MODEL",
    "model_name": "CHAT_MODEL",
    "timeout": "CHAT_TIMEOUT",
    "request_timeout": "CHAT_TIMEOUT",
    "max_retries": "CHAT_RETRIES",
}

_SECRET = re.compile(r"(^|[_-])key$|authori[sz]ation|secret|password|(^|access_|auth_)token$", re.IGNORECASE)


def _names_in(value: object) -> Iterator[str]:
    """Every name of an object, at any depth."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield name
            yield from _names_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _names_in(inner)


class AnswerSettings(ServiceSettings, JudgeSettings):
    """Read from the environment and `.env`; built in `main()`, never at import."""

    # Without this the last base's configuration wins: no `.env`, and other packages' settings refused.
    model_config = FROM_ENVIRONMENT

    chat_model: str = Field(
        "auto",
        description="auto (OpenAI when a key is set, else stub), stub, or PROVIDER:MODEL such as openai:gpt-5-mini.",
    )
    chat_timeout: float = Field(25, gt=0, le=600, description="Seconds that a model may take in all, retries included.")
    chat_retries: int = Field(1, ge=0, le=5, description="How often a failed call to a model is tried again.")
    chat_options: Annotated[dict[str, Any], NoDecode] = Field(
        {},
        description='Options of the model as one JSON object: {"temperature": 0} or {"reasoning_effort": "low"}.',
    )
    answer_form: Literal["auto", "marks", "quotes"] = Field(
        "auto",
        description="How a model is asked to answer: marks (text), quotes (JSON with a quote for each sentence) or "
        "auto (quotes where the provider can hold the model to a schema, never at an address of your own).",
    )
    chat_tracing: bool = Field(False, description="Let LangSmith's own variables send prompts to its service.")
    chat_input_price: float | None = Field(
        None, ge=0, description="Price of a million tokens sent, for estimates of cost."
    )
    chat_output_price: float | None = Field(None, ge=0, description="Price of a million tokens answered.")
    anthropic_api_key: SecretStr | None = Field(None, description="Key for CHAT_MODEL=anthropic:….")
    azure_openai_api_key: SecretStr | None = Field(None, description="Key for CHAT_MODEL=azure_openai:….")
    azure_openai_endpoint: str | None = Field(None, description="Address of your Azure OpenAI resource.")
    openai_api_version: str | None = Field(None, description="API version of Azure OpenAI, such as 2026-06-01.")
    deepseek_api_key: SecretStr | None = Field(None, description="Key for CHAT_MODEL=deepseek:….")
    google_api_key: SecretStr | None = Field(None, description="Key for CHAT_MODEL=google_genai:….")
    groq_api_key: SecretStr | None = Field(None, description="Key for CHAT_MODEL=groq:….")
    mistral_api_key: SecretStr | None = Field(None, description="Key for CHAT_MODEL=mistralai:….")
    xai_api_key: SecretStr | None = Field(None, description="Key for CHAT_MODEL=xai:….")
    prompts_dir: Path | None = Field(
        None, description="Folder whose prompt files replace the shipped ones, one by one."
    )
    prompt_tokens: int = Field(12000, ge=500, description="About how many tokens the passages may take in a prompt.")
    passages: int = Field(8, ge=1, le=30, description="How many passages a model is given.")

    time_near_best: float = Field(
        0.75, ge=0, le=1, description="Share of the best score from which on the newest goes first, if it is asked for."
    )
    time_prefer: float = Field(
        0.05, ge=0, le=1, description="How much more a passage of the time counts that a question only hints at."
    )
    time_stale_days: int = Field(60, ge=0, description="Days after which an answer tells the age of its sources.")
    time_fresh_days: int = Field(
        7, ge=0, description="Days after which an answer about today says how old the newest article is."
    )
    time_zone: str = Field("UTC", description="Time zone for words like “today”, such as Asia/Seoul.")

    @property
    def time_rules(self) -> TimeRules:
        """What the TIME_ settings say of how a question's time is used."""
        from bot.answering.timing.applying import TimeRules

        return TimeRules(
            close=self.time_near_best,
            prefer=self.time_prefer,
            stale_days=self.time_stale_days,
            fresh_days=self.time_fresh_days,
        )

    @property
    def zone(self) -> ZoneInfo:
        """TIME_ZONE, ready for use."""
        return ZoneInfo(self.time_zone)

    @field_validator("prompts_dir")
    @classmethod
    def _is_a_folder(cls, path: Path | None) -> Path | None:
        return path and expanded(path)

    @field_validator("chat_options", mode="before")
    @classmethod
    def _is_an_object(cls, written: object) -> object:
        options: object = written
        if isinstance(written, str):
            try:
                options = json.loads(written or "{}")
            except ValueError as error:
                raise ValueError('must be a JSON object, such as {"temperature": 0}.') from error
        if not isinstance(options, dict):
            raise ValueError('must be a JSON object, such as {"temperature": 0}.')
        if secret := next((name for name in _names_in(options) if _SECRET.search(name)), None):
            raise ValueError(
                f"“{secret}” would be a secret in a setting that is shown: use the provider's own setting."
            )
        if taken := next((name for name in options if name in _SETTINGS_OF_OURS), None):
            raise ValueError(f"“{taken}” is a setting of its own: {_SETTINGS_OF_OURS[taken]}.")
        return options

    @field_validator(
        "anthropic_api_key",
        "azure_openai_api_key",
        "deepseek_api_key",
        "google_api_key",
        "groq_api_key",
        "mistral_api_key",
        "xai_api_key",
    )
    @classmethod
    def _is_a_key(cls, key: SecretStr | None) -> SecretStr | None:
        return sendable(key)

    @field_validator("time_zone")
    @classmethod
    def _is_a_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name.strip())
        except (LookupError, ValueError, OSError) as error:
            raise ValueError("unknown time zone; use a name like Europe/Berlin or Asia/Seoul.") from error
        return name.strip()

    @field_validator("chat_model")
    @classmethod
    def _is_a_model(cls, name: str) -> str:
        name = name.strip()
        provider, colon, model = name.partition(":")
        if not provider or (colon and not model):
            raise ValueError("the model must be auto, stub, or PROVIDER:MODEL such as openai:gpt-5-mini.")
        return name
