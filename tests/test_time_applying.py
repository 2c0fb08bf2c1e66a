"""What the time of a question does to the hits, and what the answer says about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.answering.timing.applying import Timed, TimeRules, apply, windows_to_try
from bot.answering.timing.needs import TimeNeed, time_of
from bot.answering.timing.notices import (
    as_of_notice,
    newest_notice,
    reading_notice,
    undated_notice,
    widened_notice,
    window_shown,
)
from tests.store import article, passages
from vectorstore.model import Article, Hit

NOW = datetime(2024, 2, 8, 12, tzinfo=UTC)


def dated(day: str | None, text: str = "The group met.") -> Article:
    published = datetime.fromisoformat(f"{day}T00:00:00+00:00") if day else None
    return article(f"{day}.txt", text, published=published)


def hit(day: str | None, score: float, text: str = "The group met.") -> Hit:
    of = dated(day, text)
    return Hit(passage=passages(of)[0], article=of, score=score)


def need(question: str, *, now: datetime = NOW) -> TimeNeed:
    return time_of(question, now=now, tz=ZoneInfo("UTC"))


def days(hits: Sequence[Hit]) -> list[str | None]:
    return [str(one.article.published.date()) if one.article.published else None for one in hits]


FOUND = (
    hit("2023-06-01", 0.033), hit("2024-01-30", 0.032), hit(None, 0.031), hit("2024-02-02", 0.030),
    hit("2024-02-08", 0.020), hit("2024-02-05", 0.012),
)  # fmt: skip


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("what happened last week?", ["2024-01-30", "2024-02-02"]),
        ("what happened this week?", ["2024-02-02", "2024-02-08", "2024-02-05"]),
        ("what happened in January 2024?", ["2024-01-30"]),
        ("what happened today?", ["2024-02-08"]),
        ("what happened on February 10, 2023?", []),
        ("what happened since February 1?", ["2024-02-02", "2024-02-08", "2024-02-05"]),
        ("what happened before January 2024?", ["2023-06-01"]),
        ("who led the group?", days(FOUND)),
    ],
)
def test_a_window_keeps_its_days(question: str, left: list[str | None]) -> None:
    assert days(apply(FOUND, need(question)).hits) == left


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("what happened in May 2023?", [[], ["2023-06-01"], days(FOUND)]),
        ("what happened on February 10, 2023?", [[], [], days(FOUND)]),
        ("what happened today?", [["2024-02-08"], ["2024-02-02", "2024-02-08", "2024-02-05"], days(FOUND)]),
    ],
)
def test_each_wider_window_keeps_more_and_the_last_one_all(question: str, left: list[list[str | None]]) -> None:
    asked = need(question)
    windows = [window for window, _ in windows_to_try(asked.window)]
    assert [days(apply(FOUND, replace(asked, window=window)).hits) for window in windows] == left


def test_a_later_article_that_names_the_date_stays() -> None:
    looking_back = hit("2024-02-05", 0.03, "The rules came into force in May 2023.")
    timed = apply([looking_back, hit("2024-02-06", 0.03)], need("what happened in May 2023?"))
    assert days(timed.hits) == ["2024-02-05"]
    assert timed.widened == "no"


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("who won the Harlan prize on Monday?", "The prize was handed over on Monday night."),
        ("¿quién ganó el premio el lunes?", "El premio fue entregado el lunes."),
        ("who won the prize on February 5?", "The prize of 5 February went to Rees."),
    ],
)
def test_an_article_of_the_next_day_that_dates_its_event_keeps_its_place_and_all_its_passages(
    question: str, told: str
) -> None:
    other = hit("2024-02-05", 0.02)
    lead = hit("2024-02-06", 0.04, told)
    rest = replace(lead, passage=replace(lead.passage, id="second", text="Rees thanked her mother."), score=0.03)
    undated = hit("2024-02-07", 0.05, "Rees thanked her mother.")
    assert apply([undated, lead, rest, other], need(question)).hits == (lead, rest, other)


def test_recently_prefers_and_drops_nothing() -> None:
    timed = apply(FOUND, need("what did they agree recently?"))
    assert days(timed.hits)[:2] == ["2024-01-30", "2023-06-01"]
    assert len(timed.hits) == len(FOUND)


def test_the_latest_comes_first_among_those_that_bear_on_the_question_nearly_as_well() -> None:
    timed = apply(FOUND, need("what is the latest on the group?"), rules=TimeRules(close=0.75))
    assert days(timed.hits) == ["2024-02-02", "2024-01-30", "2023-06-01", None, "2024-02-08", "2024-02-05"]


def test_nothing_found_stays_nothing_found() -> None:
    assert apply([], need("what is the latest from last week?")).hits == ()


def test_the_search_is_told_the_window_then_wider_ones_then_none() -> None:
    tried = windows_to_try(need("what happened last week?").window)
    assert [name for _, name in tried] == ["no", "wider", "all"]
    assert tried[-1][0] is None
    assert [name for _, name in windows_to_try(need("what happened recently?").window)] == ["no"]


@pytest.mark.parametrize(
    ("question", "newest", "said"),
    [
        ("what is the latest?", "2024-01-30", "The newest article is dated 30 Jan 2024."),
        ("what happened today?", "2024-01-30", "The newest article is dated 30 Jan 2024."),
        ("최신 소식은?", "2024-01-30", "가장 최근 기사는 2024년 1월 30일 기사입니다."),
        ("最新消息是什么？", "2024-01-30", "最新的文章日期是 2024年1月30日。"),
        ("¿Qué pasó hoy?", "2024-01-30", "El artículo más reciente es del 30 ene 2024."),
        ("Was geschah heute?", "2024-01-30", "Der neueste Artikel ist vom 30. Jan. 2024."),
        ("what is the latest?", "2024-02-01", None),
        ("what is the latest?", "2024-02-09", None),  # a date in the future is no old library
        ("who led the group?", "2023-01-01", None),
        ("what happened last week?", "2023-01-01", None),
    ],
)
def test_a_question_about_the_latest_is_told_how_old_the_library_is(
    question: str, newest: str, said: str | None
) -> None:
    assert newest_notice(need(question), dated(newest)) == said


def test_a_library_without_dates_says_so_to_a_question_about_the_latest() -> None:
    assert newest_notice(need("what is the latest?"), None) == "None of the articles has a date."


@pytest.mark.parametrize(
    ("question", "cited", "said"),
    [
        ("who leads the group?", ["2023-11-01", "2023-11-20"], "As of 20 Nov 2023."),
        ("누가 이끄나?", ["2023-11-20"], "2023년 11월 20일 기준입니다."),
        ("谁率领？", ["2023-11-20"], "截至 2023年11月20日。"),
        ("Combien de membres compte le groupe de travail ?", ["2023-11-20"], "Situation au 20 nov. 2023."),
        ("who leads the group?", ["2024-01-30", "2024-01-02"], None),  # both fresh
        ("who led the group in 2023?", ["2023-11-20"], None),  # old ones are what was asked for
        ("who leads the group?", [None], None),
        ("who leads the group?", [], None),
    ],
)
def test_an_answer_that_leans_on_old_sources_says_as_of_when(
    question: str, cited: list[str | None], said: str | None
) -> None:
    assert as_of_notice(need(question), list(enumerate(map(dated, cited), start=1))) == said


@pytest.mark.parametrize(
    ("question", "cited", "said"),
    [
        ("who leads the group?", ["2022-05-14", "2024-01-30"], "[1] as of 14 May 2022. [2] as of 30 Jan 2024."),
        ("who won?", ["2021-03-01", "2023-06-01", "2021-03-01"], "[1][3] as of 1 Mar 2021. [2] as of 1 Jun 2023."),
        ("wer leitet die Gruppe?", ["2022-05-14", "2024-01-30"], "[1]: Stand 14. Mai 2022. [2]: Stand 30. Jan. 2024."),
    ],
)
def test_sources_of_different_ages_are_each_told_by_their_own_day(question: str, cited: list[str], said: str) -> None:
    marked = list(enumerate(map(dated, cited), start=1))
    assert as_of_notice(need(question), marked) == said
    assert as_of_notice(need(question), marked, apart_only=True) == said  # also beside the note on the newest article


def test_as_of_is_not_told_twice_where_the_newest_article_is_old_anyway() -> None:
    cited = [(1, dated("2023-11-01")), (2, dated("2023-11-20"))]
    assert as_of_notice(need("who leads the group?"), cited, apart_only=True) is None


@pytest.mark.parametrize(
    ("question", "zone", "said"),
    [
        ("what happened on 05/01/2024?", "UTC", "I read 05/01/2024 as 5 Jan 2024, the day first."),  # May lies ahead
        ("what happened on 05/01/2023?", "America/Chicago", "I read 05/01/2023 as 1 May 2023, the month first."),
        ("what happened on 05/01/2023?", "Europe/London", "I read 05/01/2023 as 5 Jan 2023, the day first."),
        ("Was geschah am 05/01/2023?", "UTC", "05/01/2023 habe ich als 5. Jan. 2023 gelesen, mit dem Tag zuerst."),
        ("what happened on 25/01/2024?", "UTC", None),  # no month is the 25th
        ("what happened on 01/01/2024?", "UTC", None),
        ("what happened on 2024-01-05?", "UTC", None),
    ],
)
def test_a_date_that_can_be_read_in_two_ways_is_told_as_it_was_read(question: str, zone: str, said: str | None) -> None:
    assert reading_notice(time_of(question, now=NOW, tz=ZoneInfo(zone))) == said


def test_articles_without_a_date_are_counted_where_a_time_was_asked_for() -> None:
    asked = need("what happened last week?")
    assert undated_notice(asked, 1) == "1 article has no date, so it was not searched for that time."
    assert undated_notice(asked, 12) == "12 articles have no date, so they were not searched for that time."
    assert undated_notice(asked, 0) is None
    assert undated_notice(need("who led the group?"), 12) is None
    assert undated_notice(need("what happened recently?"), 12) is None  # a time that only prefers


def test_a_moment_is_told_as_the_askers_day() -> None:
    late = replace(dated("2024-01-02"), published=datetime(2024, 1, 2, 20, tzinfo=UTC), published_is_day=False)
    asked = time_of("what is the latest?", now=NOW, tz=ZoneInfo("Asia/Seoul"))
    assert newest_notice(asked, late) == "The newest article is dated 3 Jan 2024."


def widest(asked: TimeNeed, *, steps: int) -> Timed:
    """What is left after so many steps of widening."""
    window, widened = windows_to_try(asked.window)[steps]
    return apply(FOUND, replace(asked, window=window), widened=widened)


def test_a_widened_window_is_told_with_both_spans() -> None:
    asked = need("what happened in May 2023?")
    assert widened_notice(asked, widest(asked, steps=1)) == (
        "Nothing dated May 2023 answers that; this is from 31 Mar – 1 Jul 2023."
    )
    asked = need("2023년 2월 10일에 무슨 일이?")
    assert widened_notice(asked, widest(asked, steps=2)) == (
        "그 시기(2023년 2월 10일)의 기사에는 답이 없어 다른 시기의 기사로 답합니다."
    )
    assert widened_notice(asked, apply([], asked)) is None


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("what happened last week?", "Searched 29 Jan – 4 Feb 2024 (UTC)."),
        ("오늘 소식은?", "검색 기간: 2024년 2월 8일 (UTC)."),
        ("what happened before January 2024?", "Searched up to 31 Dec 2023 (UTC)."),
    ],
)
def test_the_window_is_shown_with_its_zone(question: str, shown: str) -> None:
    asked = need(question)
    assert asked.window is not None
    assert window_shown(asked.window, language=asked.language) == shown
