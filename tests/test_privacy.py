"""docs/privacy.md and /privacy name whatever is stored or sent: a new column or setting has to be named first."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from bot.questions.schema import metadata
from bot.questions.servers import ServerSettings
from bot.startup import known_names

PAGE = (Path(__file__).parents[1] / "docs" / "privacy.md").read_text(encoding="utf-8")
# Settings that neither store anything nor send anything anywhere: limits, prices, weights, forms.
NEITHER = frozenset(
    re.findall(
        r"\w+",
        """
        ANSWER_FORM CHAT_INPUT_PRICE CHAT_OUTPUT_PRICE CHAT_RETRIES CHAT_TIMEOUT DATELINE_GUILDS DISCORD_COOLDOWN
        DISCORD_DAILY_MONEY DISCORD_DAILY_TOKENS DISCORD_DIRECT_MESSAGES DISCORD_MEMBER_DAILY DISCORD_QUEUE
        DISCORD_SERVER_TOKENS DISCORD_WORKERS EMBEDDING_PRICE EMBEDDING_TOKENS_PER_MINUTE INGEST_ALLOW INGEST_GAP
        INGEST_HOSTS INGEST_MAX_BYTES INGEST_OVERLAP_CHARACTERS INGEST_PASSAGE_CHARACTERS JUDGE_INPUT_PRICE
        JUDGE_OUTPUT_PRICE JUDGE_THRESHOLD OPENAI_API_VERSION PASSAGES PROMPTS_DIR PROMPT_TOKENS SEARCH_CANDIDATES
        SEARCH_DENSE_WEIGHT SEARCH_EMPHASIS SEARCH_LEXICAL_WEIGHT SEARCH_NEIGHBOURS SEARCH_PER_ARTICLE
        SEARCH_RECENCY SEARCH_RECENCY_DAYS TIME_FRESH_DAYS TIME_NEAR_BEST TIME_PREFER TIME_STALE_DAYS TIME_ZONE
        """,
    )
)


def named(page: str = PAGE) -> dict[str, set[str]]:
    """The columns that the page names, by table."""
    found: dict[str, set[str]] = {}
    for row in page.splitlines():
        if row.startswith("| `"):
            table, *columns = re.findall(r"`(\w+)`", row.split("|")[1])
            found.setdefault(table, set()).update(columns)
    return found


@pytest.mark.parametrize("table", metadata.sorted_tables, ids=lambda table: table.name)
def test_every_column_of_the_question_log_is_named(table: object) -> None:
    (found,) = (one for one in metadata.sorted_tables if one is table)
    missing = {column.name for column in found.columns} - named().get(found.name, set())
    assert not missing, f"docs/privacy.md does not say what {found.name} keeps in {sorted(missing)}"


def test_every_setting_of_a_server_is_named() -> None:
    (row,) = (row for row in PAGE.splitlines() if row.startswith("| `servers`"))
    missing = [field.name for field in fields(ServerSettings) if f"`{field.name}" not in row]
    assert not missing


def test_every_setting_is_named_or_known_to_store_and_send_nothing() -> None:
    on_page = set(re.findall(r"`([A-Z][A-Z0-9_]+)", PAGE))
    missing = set(known_names()) - on_page - NEITHER
    assert not missing, f"docs/privacy.md does not say what these store or send: {sorted(missing)}"
    assert not on_page & NEITHER
    assert not (on_page | NEITHER) - set(known_names()), "a setting that is no more"


def test_a_column_that_is_not_named_is_found() -> None:
    assert named("| `questions`: `id` | x | y |") == {"questions": {"id"}}
