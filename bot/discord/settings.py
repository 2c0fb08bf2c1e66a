"""How the bot signs in to Discord."""

from __future__ import annotations

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from vectorstore.settings import sendable


class DiscordSettings(BaseSettings):
    """Read from the environment and `.env`; built in `main()`, never at import."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8-sig", extra="ignore", env_ignore_empty=True
    )

    discord_token: SecretStr | None = Field(None, description="Token of the Discord bot; only `dateline bot` needs it.")

    @field_validator("discord_token")
    @classmethod
    def _usable_token(cls, token: SecretStr | None) -> SecretStr | None:
        return sendable(token)
