"""How articles are read and split."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, field_validator, model_validator
from pydantic_settings import BaseSettings

from vectorstore.settings import FROM_ENVIRONMENT, expanded

MAX_PASSAGE_CHARACTERS = 1_200


class IngestSettings(BaseSettings):
    """Read from the environment and `.env`; built in `main()`, never at import."""

    model_config = FROM_ENVIRONMENT

    ingest_max_bytes: int = Field(
        20_000_000,
        ge=1_000,
        description="Files larger than this, and longer lines of a JSONL file, are refused by name.",
    )
    ingest_passage_characters: int = Field(
        1_000, ge=200, le=MAX_PASSAGE_CHARACTERS, description="Passages are filled up to about this many characters."
    )
    ingest_overlap_characters: int = Field(
        150, ge=0, le=600, description="How many characters a passage may repeat of the one before it."
    )

    ingest_user_agent: str = Field(
        "Dateline/0.1 (library of news articles)",
        max_length=200,
        description="How sites see this reader: name a page or address where they can reach you.",
    )
    ingest_allow: str = Field(
        "",
        description="Private networks and hosts of your own that may be read, such as 10.1.0.0/16,wiki.intranet.",
    )
    ingest_proxy: bool = Field(
        False,
        description="Let ingest go through HTTPS_PROXY: names are checked here, but the proxy resolves them again.",
    )
    ingest_gap: float = Field(1.0, ge=0, le=60, description="Seconds between two requests to one host, at least.")
    ingest_hosts: int = Field(8, ge=1, le=64, description="How many sources are asked at once.")

    ingest_sources: str = Field(
        "", description="What the bot ingests on a schedule: a sources.yaml, folders, addresses, separated by commas."
    )
    ingest_every: str = Field("", description="Interval of that ingest, such as 10m; empty: off.")

    @property
    def sources(self) -> tuple[str, ...]:
        """What the bot ingests by itself."""
        parts = (part.strip() for part in self.ingest_sources.split(",") if part.strip())
        return tuple(part if "://" in part else str(expanded(Path(part))) for part in parts)

    @field_validator("ingest_every")
    @classmethod
    def _is_a_time(cls, text: str) -> str:
        from ingest.errors import UsageError
        from ingest.scheduling import interval

        try:
            if text.strip():
                interval(text)
        except UsageError as error:
            raise ValueError(str(error).removeprefix("--every: ")) from None
        return text.strip()

    @field_validator("ingest_sources")
    @classmethod
    def _can_be_found(cls, text: str) -> str:
        for part in text.split(","):
            if "://" not in part:
                expanded(Path(part.strip()))
        return text

    @field_validator("ingest_allow")
    @classmethod
    def _can_be_allowed(cls, text: str) -> str:
        from ingest.web.addresses import Allowed

        Allowed.of(text.split(","))
        return text

    @field_validator("ingest_user_agent")
    @classmethod
    def _can_be_sent(cls, text: str) -> str:
        if not text.strip() or not text.isascii() or not text.isprintable():
            raise ValueError("write a name in plain letters, such as Dateline/0.1 (+https://desk.example/bot)")
        return text.strip()

    @model_validator(mode="after")
    def _has_something_to_ingest(self) -> IngestSettings:
        if self.ingest_every and not self.sources:
            raise ValueError("INGEST_EVERY needs INGEST_SOURCES: name a sources.yaml, a folder or an address")
        return self

    @model_validator(mode="after")
    def _overlap_is_small(self) -> IngestSettings:
        if self.ingest_overlap_characters * 2 > self.ingest_passage_characters:
            raise ValueError("INGEST_OVERLAP_CHARACTERS must be at most half of INGEST_PASSAGE_CHARACTERS")
        return self
