"""The question log: what is kept, how it is found again, and that it is forgotten."""

from __future__ import annotations

import json
import sqlite3
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.budget import Spent
from bot.questions.log import Cited, Entry, Log, QuestionLogError, UnderWay, as_json, as_text, new_id
from bot.questions.servers import Servers, ServerSettings
from tests.discord.conftest import Start

NOW = datetime(2024, 2, 1, 12, tzinfo=UTC)
CITED = Cited(
    n=1,
    title="Talks open",
    outlet="Gazette",
    url="https://gazette.example/talks",
    path=None,
    published="2024-01-30",
    article_id="https://gazette.example/talks",
    passage_id="p",
    quote="The delegation was led by her.",
    passage="Talks opened. The delegation was led by her.",
)


def entry(log: Log, **values: Any) -> Entry:
    base = Entry(
        id=new_id(),
        asked_at=NOW,
        member=log.hashed(7),
        server=10,
        channel=11,
        messages=(12, 13),
        question="who led it?",
        answer="She did [1].",
        outcome="answered",
        citations=(CITED,),
        checks={"kept": 1, "repaired": 0, "dropped": 0},
        input_tokens=100,
        output_tokens=20,
        latency_ms=1500.0,
        model="stub",
        prompt="answer@0",
        generation=3,
    )
    return replace(base, **values)


@pytest.fixture
def log(tmp_path: Path) -> Log:
    return Log(tmp_path, key=b"secret")


def test_a_question_comes_back_whole_from_another_process_of_the_bot(log: Log, tmp_path: Path) -> None:
    kept = entry(log)
    log.save(kept)
    assert Log(tmp_path, key=b"other").get(kept.id) == kept
    assert log.get("nothing") is None


def test_no_member_id_is_kept_and_another_key_knows_nobody(log: Log, tmp_path: Path) -> None:
    member = 123456789012345678
    log.save(entry(log, member=log.hashed(member)))
    assert b"123456789012345678" not in (tmp_path / "questions.sqlite").read_bytes()
    assert Log(tmp_path, key=b"other").forget(member) == 0
    assert log.forget(member) == 1


def test_what_is_forgotten_leaves_no_trace_in_the_file(log: Log, tmp_path: Path) -> None:
    log.save(entry(log, question="a very private matter"))
    assert log.forget(7) == 1
    files = [path for path in tmp_path.iterdir() if path.is_file()]
    assert files
    assert not [path for path in files if b"very private matter" in path.read_bytes()]


async def test_a_running_bot_s_writes_wait_for_no_tidying_up_and_what_is_forgotten_leaves_no_trace(
    start: Start,
) -> None:
    async with start() as town:
        folder, log = town.house.settings.store.dateline_data, town.house.log
        log.save(entry(log, question="a very private matter"))
        ahead = folder / "questions.sqlite-wal"
        assert ahead.stat().st_size, "SQLite tidied up when the write's connection closed"
        assert log.forget(7) == 1
        files = [path for path in folder.glob("questions.sqlite*") if b"very private matter" in path.read_bytes()]
        assert not files
        town.house.close()
        assert not ahead.exists(), "the bot's end tidies up"


def test_the_retention_deletes_what_is_older_and_nothing_else(log: Log) -> None:
    old, new = entry(log, asked_at=NOW - timedelta(days=31)), entry(log)
    log.save(old)
    log.save(new)
    assert log.purge(days=30, now=NOW) == 1
    assert [one.id for one in log.listed()] == [new.id]


def test_lists_find_the_unanswered_the_disliked_and_the_slow(log: Log) -> None:
    good, refused, slow = entry(log), entry(log, outcome="refused"), entry(log, latency_ms=20_000.0)
    for one in (good, refused, slow):
        log.save(one)
    assert log.rate(good.id, 7, -1, "an old figure\ud83d")
    assert not log.rate("nothing", 7, 1)
    assert [one.id for one in log.listed(kind="unanswered")] == [refused.id]
    assert [(one.id, one.feedback_text) for one in log.listed(kind="disliked")] == [(good.id, "an old figure?")]
    assert [one.id for one in log.listed(kind="slow")] == [slow.id]
    assert log.listed(since=NOW + timedelta(seconds=1)) == []
    text = as_text(log.listed(kind="disliked"))
    assert "2024-02-01 12:00  answered" in text and "👎 “an old figure?”" in text
    assert json.loads(json.dumps(as_json(log.listed(kind="slow")[0])))["citations"][0]["quote"] == CITED.quote


def test_each_reader_s_last_word_counts_and_goes_with_them(log: Log) -> None:
    asked = entry(log)
    log.save(asked)

    def kept() -> tuple[int | None, str | None]:
        (one,) = log.listed()
        return one.feedback, one.feedback_text

    log.rate(asked.id, 8, 1)
    log.rate(asked.id, 9, -1, "an old figure")
    log.rate(asked.id, 8, 1)
    assert kept() == (-1, "an old figure"), "another's thumb doesn't take a dislike back"
    assert log.forget(9) == 0
    assert kept() == (1, None)
    log.rate(asked.id, 8, -1)
    assert kept() == (-1, None)
    assert log.forget(7) == 1
    log.save(asked)
    assert kept() == (None, None), "what was thought of it went with the question"


def test_tokens_of_today_are_counted_by_server_for_the_budgets(log: Log) -> None:
    for server in (10, 10, None):
        log.save(entry(log, server=server))
    log.save(entry(log, asked_at=NOW - timedelta(days=1)))
    assert log.spent_since(NOW - timedelta(hours=12)) == {
        10: Spent(input=200, output=40),
        None: Spent(input=100, output=20),
    }


def test_two_bots_can_write_at_once(log: Log, tmp_path: Path) -> None:
    other = Log(tmp_path, key=b"secret")

    def write(which: Log) -> None:
        for _ in range(20):
            which.save(entry(which))

    threads = [threading.Thread(target=write, args=(one,)) for one in (log, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(log.listed(limit=None)) == 40


def test_a_log_that_is_not_there_or_is_no_database_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(QuestionLogError, match="No questions yet"):
        Log(tmp_path / "none", key=b"", create=False)
    (tmp_path / "questions.sqlite").write_bytes(b"this is no database, whatever it is called" * 40)
    with pytest.raises(QuestionLogError, match="can't be opened"):
        Log(tmp_path, key=b"")


def test_a_log_of_an_earlier_version_goes_on_and_its_questions_are_read(log: Log, tmp_path: Path) -> None:
    old = entry(log)
    log.save(old)
    with sqlite3.connect(tmp_path / "questions.sqlite") as connection:
        for index in ("asked", "about", "subject"):
            connection.execute(f"DROP INDEX questions_{index}")
            connection.execute(f"ALTER TABLE questions DROP COLUMN {index}")
        connection.execute("ALTER TABLE under_way DROP COLUMN uncalled")
    connection.close()
    assert Log(tmp_path, key=b"secret", create=False).listed() == [old]
    new = entry(log, asked=2**63, about=5, subject="x")
    again = Log(tmp_path, key=b"secret")
    again.begin(new, UnderWay(bot=1, asked=2**63, uncalled=True))
    assert again.get(new.id) == new
    ((_, way),) = again.under_way(1)
    assert way.uncalled
    with sqlite3.connect(tmp_path / "questions.sqlite") as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'index'")]
    connection.close()
    assert {"questions_asked", "questions_about", "questions_subject"} <= set(names)


def test_a_servers_settings_survive_a_restart(tmp_path: Path) -> None:
    servers = Servers(tmp_path)
    assert servers.of(10) == ServerSettings()
    assert servers.of(None) == ServerSettings()
    mine = ServerSettings(channels=(1, 2), roles=(3,), language="ko", time_zone="Asia/Seoul")
    servers.put(10, ServerSettings(language="en"))
    servers.put(10, mine)
    servers.remember("commands", "abc")
    again = Servers(tmp_path)
    assert again.of(10) == mine
    assert again.fact("commands") == "abc"
    again.drop(10)
    assert Servers(tmp_path).of(10) == ServerSettings()
