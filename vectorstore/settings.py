"""Where the library lies and what embeds it."""

from __future__ import annotations

import os
import re
from pathlib import Path

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from vectorstore.embeddings.names import normal_name
from vectorstore.errors import EmbeddingError


def sendable(key: SecretStr | None) -> SecretStr | None:
    """A key or token as it was meant, or None where it is empty. Raises ValueError.

    It goes into an HTTP header: a pasted quote or line break there fails as "connection error".
    """
    text = key.get_secret_value().strip() if key else ""
    if any(not "!" <= character <= "~" or character in "'\"`" for character in text):
        raise ValueError("the key holds quotes, spaces or other characters that no key has; paste it again.")
    return SecretStr(text) if text else None


def expanded(path: Path) -> Path:
    """A path with `~` and `$NAME` as a shell reads them. Raises ValueError where there is no such name."""
    if "$" in str(path) and not path.exists():
        path = Path(os.path.expandvars(path))
        if unknown := re.search(r"\$(\w+|\{\w+\})", str(path)):
            raise ValueError(f"{unknown[0]} is not set: write the folder out.")
    try:
        return path.expanduser()
    except RuntimeError:
        raise ValueError("~ names no folder here: write it out.") from None


FROM_ENVIRONMENT = SettingsConfigDict(
    env_file=".env",
    env_file_encoding="utf-8-sig",
    extra="ignore",  # each class reads its own names out of the one file
    env_ignore_empty=True,
    hide_input_in_errors=True,  # a bad key must not be printed back
)
"""How every settings class reads the environment and `.env`."""


class ServiceSettings(BaseSettings):
    """The provider's key and address, which embeddings and chat share."""

    model_config = FROM_ENVIRONMENT

    openai_api_key: SecretStr | None = Field(None, description="Key for OpenAI or a compatible service.")
    openai_base_url: str | None = Field(None, description="Address of an OpenAI-compatible service.")

    @field_validator("openai_api_key")
    @classmethod
    def _can_be_sent(cls, key: SecretStr | None) -> SecretStr | None:
        return sendable(key)

    @field_validator("openai_base_url")
    @classmethod
    def _is_an_address(cls, url: str | None) -> str | None:
        text = (url or "").strip().rstrip("/")
        if text and not re.fullmatch(r"https?://[^\s/]+(/\S*)?", text):
            raise ValueError("the address must begin with http:// or https://, such as http://127.0.0.1:11434/v1.")
        return text or None


class SearchSettings(BaseSettings):
    """How candidates are weighed. The defaults were chosen on the even half of a question set (evals/README.md)."""

    search_candidates: int = Field(50, ge=1, le=1000, description="Passages taken from each list before fusion.")
    search_dense_weight: float = Field(1.0, ge=0, le=10, description="Weight of the vectors' list in the fusion.")
    search_lexical_weight: float = Field(1.0, ge=0, le=10, description="Weight of the full-text list in the fusion.")
    search_per_article: int = Field(3, ge=1, le=100, description="The most passages that one article may give.")
    search_emphasis: int = Field(
        0, ge=0, le=5, description="How often quoted phrases, names of several words and figures count once more."
    )
    search_neighbours: float = Field(
        0.0, ge=0, le=1, description="Share of the better neighbouring passage's score that a passage is given."
    )
    search_recency: float = Field(0.1, ge=0, le=1, description="How much more a brand-new passage counts.")
    search_recency_days: float = Field(30.0, gt=0, description="Days in which that advantage falls by half.")


class StoreSettings(ServiceSettings, SearchSettings):
    """Read from the environment and `.env`; built in `main()`, never at import."""

    # Without this the last base's configuration wins: no `.env`, and other packages' settings refused.
    model_config = FROM_ENVIRONMENT

    dateline_data: Path = Field(Path("data"), description="The one folder that holds all state.")
    embedding: str = Field(
        "auto",
        description="auto, local:e5-small, local:minilm, local:/folder (any ONNX sentence model), openai:MODEL.",
    )
    embedding_tokens_per_minute: int | None = Field(
        None, ge=1_000, description="The most tokens sent to an embedding provider in a minute; empty: its own limits."
    )
    embedding_price: float | None = Field(
        None, ge=0, description="Price of a million tokens embedded, in your currency; empty: no sums are told."
    )
    chroma_url: str | None = Field(None, description="Address of a Chroma server; empty: an index in DATELINE_DATA.")

    @property
    def place(self) -> str:
        """The library's folder, whole, and how it was chosen: a relative one depends on where Dateline is started."""
        folder, env_file = self.dateline_data.absolute(), Path(".env")
        if "dateline_data" not in self.model_fields_set:
            chosen = "the default, data in the folder where you are"
        elif any(name.upper() == "DATELINE_DATA" and value for name, value in os.environ.items()):
            chosen = "DATELINE_DATA in the environment"
        elif env_file.is_file():
            chosen = f"DATELINE_DATA in {env_file.absolute()}"
        else:
            chosen = "DATELINE_DATA"
        return f"{folder} ({chosen})"

    @field_validator("dateline_data")
    @classmethod
    def _is_a_folder(cls, path: Path) -> Path:
        return expanded(path)

    @field_validator("chroma_url")
    @classmethod
    def _is_a_server(cls, url: str | None) -> str | None:
        text = (url or "").strip().rstrip("/")
        if text and not re.fullmatch(r"https?://[^\s/:@]+(:[1-9]\d{0,4})?", text):
            raise ValueError("the address must be a host with its port, such as http://127.0.0.1:8000.")
        return text or None

    @field_validator("embedding")
    @classmethod
    def _names_an_embedder(cls, setting: str) -> str:
        kind, colon, rest = setting.strip().partition(":")
        if colon and kind.strip().lower() == "local" and "$" in rest:
            setting = f"{kind}:{expanded(Path(rest.strip()))}"
        try:
            normal_name(setting)
        except EmbeddingError as error:
            raise ValueError(str(error)) from None
        return setting.strip()
