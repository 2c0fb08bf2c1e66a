"""How questions about time are read: the days, the order, the event; and which articles lie within."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.answering.timing.applying import for_search
from bot.answering.timing.needs import since, time_of
from bot.answering.timing.windows import wider
from tests.store import article
from vectorstore.model import Article

SEOUL = ZoneInfo("Asia/Seoul")
NEW_YORK = ZoneInfo("America/New_York")
NOW = datetime(2024, 2, 8, 14, 30, tzinfo=UTC)  # Thursday, 23:30 in Seoul
ROWS = [
    json.loads(line)
    for line in (Path(__file__).parent.parent / "evals/sets/time.jsonl").read_text(encoding="utf-8").splitlines()
]


def published(day: int, *, hour: int | None = None, month: int = 2, text: str = "text") -> Article:
    """An article of a day of 2024, or of an hour (UTC) of that day."""
    moment = datetime(2024, month, day, hour or 0, tzinfo=UTC)
    return replace(article("a.txt", text, published=moment), published_is_day=hour is None)


@pytest.mark.parametrize("row", ROWS, ids=[f"{row['question']} {row['now'][:10]} {row['tz']}" for row in ROWS])
def test_a_question_is_read_as_the_days_that_it_means(row: dict[str, object]) -> None:
    need = time_of(str(row["question"]), now=datetime.fromisoformat(str(row["now"])), tz=ZoneInfo(str(row["tz"])))
    window = need.window
    assert (window.first.isoformat() if window and window.first else None) == row["first"]
    assert (window.last.isoformat() if window else None) == row["last"]
    assert window is None or window.firm == row.get("firm", True)
    assert need.newest_first == row.get("newest_first", False)
    assert need.since_event == row.get("since_event")
    assert need.language == row["language"]


def test_the_set_holds_every_language_and_questions_that_name_no_time() -> None:
    languages = Counter(row["language"] for row in ROWS if row["last"])
    assert all(languages[code] >= 15 for code in ("en", "ko", "zh", "es", "de"))
    assert sum(row["last"] is None and not row.get("newest_first") for row in ROWS) >= 40


def test_a_day_is_counted_in_the_askers_zone_and_told_in_utc() -> None:
    window = time_of("what happened today?", now=NOW, tz=SEOUL).window
    assert window is not None
    assert window.start == datetime(2024, 2, 7, 15, tzinfo=UTC)
    assert window.end == datetime(2024, 2, 8, 15, tzinfo=UTC)
    assert window.zone == "Asia/Seoul"


def test_a_summer_time_change_makes_a_day_of_23_hours() -> None:
    now = datetime(2024, 3, 10, 18, tzinfo=UTC)
    window = time_of("what happened today?", now=now, tz=NEW_YORK).window
    assert window is not None
    assert window.start is not None
    assert (window.end - window.start).total_seconds() == 23 * 3600


@pytest.mark.parametrize(
    ("day", "hour", "zone", "within"),
    [
        (8, None, "Asia/Seoul", True),
        (7, None, "Asia/Seoul", False),
        (9, None, "Asia/Seoul", False),
        (8, None, "America/New_York", True),  # only the day is known: it isn't shifted to the 7th
        (7, None, "America/New_York", False),
        (7, 16, "Asia/Seoul", True),    # 01:00 of the 8th in Seoul
        (8, 16, "Asia/Seoul", False),   # 01:00 of the 9th in Seoul
        (8, 3, "America/New_York", False),  # 22:00 of the 7th in New York
        (9, 3, "America/New_York", True),
    ],
)  # fmt: skip
def test_an_article_lies_within_today_by_its_day_or_by_its_moment(
    day: int, hour: int | None, zone: str, within: bool
) -> None:
    window = time_of("what happened today?", now=NOW, tz=ZoneInfo(zone)).window
    held = published(day, hour=hour)
    assert window is not None
    assert window.holds(held) == within
    if within:
        search = for_search(window)
        assert search is not None
        assert search.holds(held.published)


def test_an_undated_article_lies_in_no_window() -> None:
    window = time_of("what happened last month?", now=NOW, tz=SEOUL).window
    assert window is not None
    assert not window.holds(article("undated.txt", "text"))


def test_news_of_a_day_published_on_the_two_days_after_counts_where_it_is_dated_to_that_day() -> None:
    window = time_of("what happened on Monday?", now=NOW, tz=ZoneInfo("UTC")).window
    assert window is not None
    assert [day for day in range(1, 9) if window.holds(published(day))] == [5]
    told = "The bridge was closed on Monday."
    assert [day for day in range(1, 9) if window.is_told_later(published(day), told)] == [6, 7]
    assert not any(window.is_told_later(published(day), "The bridge was closed.") for day in range(1, 9))


@pytest.mark.parametrize(
    ("question", "day", "month", "text", "names"),
    [
        ("what happened on January 30?", 20, 2, "The group opened on January 30 in Beijing.", True),
        ("what happened on January 30?", 20, 2, "The group opened on the 3rd of January.", False),
        ("what happened on January 30?", 12, 1, "It will open on January 30.", False),  # before that day
        ("what happened in January 2024?", 20, 2, "In January of 2024 the group opened.", True),
        ("what happened in January 2024?", 20, 2, "In January the group opened.", False),
        ("2024년 1월에 무슨 일이?", 20, 2, "In January 2024 the group opened.", True),
        ("what happened last week?", 20, 2, "Last week the group opened.", False),
    ],
)
def test_a_later_article_bears_on_a_date_that_its_passage_names(
    question: str, day: int, month: int, text: str, names: bool
) -> None:
    window = time_of(question, now=datetime(2024, 3, 1, tzinfo=UTC), tz=ZoneInfo("UTC")).window
    assert window is not None
    assert window.names(published(day, month=month), text) == names


def test_a_window_grows_by_its_length_and_by_a_week_at_least() -> None:
    day = time_of("what happened yesterday?", now=NOW, tz=SEOUL).window
    month = time_of("what happened last month?", now=NOW, tz=SEOUL).window
    assert day is not None
    assert month is not None
    assert (wider(day).first, wider(day).last) == (date(2024, 1, 31), date(2024, 2, 14))
    assert wider(day, today=date(2024, 2, 9)).last == date(2024, 2, 9), "not into days to come"
    assert wider(day, today=date(2024, 2, 1)).last == date(2024, 2, 7), "what was asked for stays"
    assert (wider(month).first, wider(month).last) == (date(2023, 12, 1), date(2024, 3, 2))


def test_an_event_is_resolved_by_the_date_of_the_article_that_tells_of_it() -> None:
    need = time_of("what has China done since the summit?", now=NOW, tz=SEOUL)
    assert need.since_event == "the summit"
    found = since(need, datetime(2023, 11, 15, tzinfo=UTC))
    assert found.since_event is None
    assert found.window is not None
    assert (found.window.first, found.window.last, found.window.firm) == (date(2023, 11, 15), date(2024, 2, 8), False)


@pytest.mark.parametrize(
    "question", ["", "?", "0000-00-00", "99/99/2024", "on the 99th", "13월 45일", "9999年99月", "2024-13-45"]
)
def test_what_is_no_date_is_no_window(question: str) -> None:
    assert time_of(question, now=NOW, tz=SEOUL).window is None
