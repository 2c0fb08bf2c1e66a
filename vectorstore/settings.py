"""Where the library lies and what embeds it."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class StoreSettings(BaseSettings):
    """Read from the environment and `.env`; built in `main()`, never at import."""

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8-sig", extra="ignore", env_ignore_empty=True)

    dateline_data: Path = Field(Path("data"), description="The one folder that holds all state.")
    embedding: str = Field(
        "auto",
        description="auto, local:e5-small, local:minilm, local:/folder (any ONNX sentence model), openai:MODEL.",
    )
    openai_api_key: SecretStr | None = Field(None, description="Key for OpenAI or a compatible service.")
    openai_base_url: str | None = Field(None, description="Address of an OpenAI-compatible service.")
    chroma_url: str | None = Field(None, description="Address of a Chroma server; empty: an index in DATELINE_DATA.")
