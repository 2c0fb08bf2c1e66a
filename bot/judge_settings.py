"""Who judges whether a source says what an answer says."""

from __future__ import annotations

import re
from typing import Literal

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings

from vectorstore.settings import FROM_ENVIRONMENT, sendable

JudgeKind = Literal["words", "model", "decisions", "systemone"]


class JudgeSettings(BaseSettings):
    """A part of the answering settings."""

    model_config = FROM_ENVIRONMENT

    judge: Literal["auto", "words", "model", "decisions", "systemone"] = Field(
        "auto",
        description="Who checks sentences: auto (words for the stub, else model), words, model, decisions, systemone.",
    )
    judge_model: str | None = Field(
        None, description="The judge's model; empty: CHAT_MODEL for model, gpt-6-luna for decisions."
    )
    judge_base_url: str | None = Field(
        None, description="Address of the judge's service; systemone needs one, such as http://127.0.0.1:8000/v1."
    )
    judge_api_key: SecretStr | None = Field(
        None, description="Key for JUDGE_BASE_URL; without JUDGE_BASE_URL the judge uses OPENAI_API_KEY."
    )
    judge_threshold: float = Field(
        0.5,
        ge=0,
        le=1,
        description="Probability from which a judge's yes counts; not calibrated: dateline eval citations --judge.",
    )
    judge_input_price: float | None = Field(
        None, ge=0, description="Price of a million tokens sent to the judge; empty: CHAT_INPUT_PRICE."
    )
    judge_output_price: float | None = Field(
        None, ge=0, description="Price of a million tokens that the judge answers; empty: CHAT_OUTPUT_PRICE."
    )

    @field_validator("judge_api_key")
    @classmethod
    def _can_be_sent(cls, key: SecretStr | None) -> SecretStr | None:
        return sendable(key)

    @field_validator("judge_base_url")
    @classmethod
    def _is_an_address(cls, url: str | None) -> str | None:
        text = (url or "").strip().rstrip("/")
        if text and not re.fullmatch(r"https?://[^\s/]+(/\S*)?", text):
            raise ValueError("the address must begin with http:// or https://, such as http://127.0.0.1:8000/v1.")
        return text or None

    @model_validator(mode="after")
    def _systemone_is_somewhere(self) -> JudgeSettings:
        if self.judge == "systemone" and not (self.judge_base_url and self.judge_model):
            raise ValueError("JUDGE=systemone needs JUDGE_BASE_URL and JUDGE_MODEL: no service is asked by default.")
        return self
