"""How articles are read and split."""

from __future__ import annotations

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

MAX_PASSAGE_CHARACTERS = 1_200


class IngestSettings(BaseSettings):
    """Read from the environment and `.env`; built in `main()`, never at import."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8-sig", extra="ignore", env_ignore_empty=True
    )

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

    @model_validator(mode="after")
    def _overlap_is_small(self) -> IngestSettings:
        if self.ingest_overlap_characters * 2 > self.ingest_passage_characters:
            raise ValueError("INGEST_OVERLAP_CHARACTERS must be at most half of INGEST_PASSAGE_CHARACTERS")
        return self
