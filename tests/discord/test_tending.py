"""The bot that tends its library: word of the sources in a channel, and its own ingest while it lives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

import pytest

from bot.discord.house import House
from bot.discord.tending import LONGEST, Tending, told
from ingest.settings import IngestSettings
from ingest.splitting import splitter_version
from tests.discord.conftest import Start, Town
from vectorstore.history import health_of
from vectorstore.library import Library
from vectorstore.remembered import SourceHealth, SourceRun
from vectorstore.settings import StoreSettings

BEGAN = datetime(2024, 3, 30, 6, tzinfo=UTC)  # and the bot's now is noon of April the first


def health(name: str, *, reason: str | None = None) -> SourceHealth:
    turns = [
        SourceRun(source=name, url="https://news.example/feed", kind="feed", began_at=BEGAN - timedelta(days=day),
            seconds=1.0, new=1, reason=reason if day < 2 else None)
        for day in range(8)
    ]  # fmt: skip
    return health_of(turns, articles=8)


def tending(town: Town) -> Tending:
    return cast(Tending, town.bot.get_cog("Tending"))


async def test_the_channel_is_not_told_which_source_fails(start: Start, data: Path) -> None:
    store = StoreSettings(_env_file=None, dateline_data=data, embedding="local:minilm")
    with Library.writing(store, splitter=splitter_version(IngestSettings(_env_file=None))) as writer:
        for name, reason in (("Gazette", None), ("@everyone <@1> **Courier**", "the server said 500 (@here)")):
            for day in range(3):
                writer.visits.keep_run(SourceRun(source=name, url="https://news.example/feed", kind="feed", seconds=1.0,
                    began_at=BEGAN + timedelta(days=day), new=1, reason=reason if day else None))  # fmt: skip
    async with start() as town:
        await tending(town).tell_of_sources()
        assert not town.answers(), "no channel was chosen"
        town.house.settings.discord.discord_sources_channel = town.channel.id
        await tending(town).tell_of_sources()
        (message,) = town.answers()
        lines = message.content.splitlines()
        assert lines[0] == "1 of 2 sources need attention:"
        assert "Courier" in lines[1] and "Failed 2 times in a row, since 2024-03-30 06:00 UTC" in lines[1]
        assert "Gazette" not in message.content


@pytest.mark.parametrize(("well", "troubled"), [(3, 0), (0, 200)])
def test_word_of_many_sources_would_not_fit_a_message(well: int, troubled: int) -> None:
    sources = [health(f"w{n}") for n in range(well)]
    sources += [health(f"*source* {n} " * 20, reason="the server is too slow " * 30) for n in range(troubled)]
    text = told(sources, now=BEGAN)
    assert len(text) < LONGEST + 100
    assert text == "All sources are fine (3)." if well else "more: `dateline library sources`" in text
    if troubled:
        shown = text.count("• **")
        assert f"… and {troubled - shown} more" in text


def test_an_ingest_that_stopped_or_a_source_taken_out_would_be_told_wrongly() -> None:
    failing, well = health("old", reason="the server is too slow"), health("well")
    stale = replace(failing, last_turn=failing.last_turn - timedelta(days=9))
    assert told([stale, well], now=BEGAN) == "All sources are fine (1)."
    assert told([failing, well], now=BEGAN).startswith("1 of 2")
    assert "since 2024-03-30 06:00 UTC: is its ingest still" in told([failing, well], now=BEGAN + timedelta(days=3))


async def test_the_bots_own_ingest_would_not_begin_or_outlive_it(
    start: Start, opened: Callable[..., House], tmp_path: Path
) -> None:
    house = opened()
    ingest = IngestSettings(_env_file=None, ingest_every="1d", ingest_sources=str(tmp_path / "missing"))
    house.settings = replace(house.settings, ingest=ingest)
    async with start(house=house) as town:
        running = tending(town)._running
        assert running is not None and not running.done()
        await town.bot.close()
        assert running.cancelled() or running.done()
