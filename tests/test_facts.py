"""Names, numbers and dates in sentences: what the checker and the search for disagreement stand on."""

from __future__ import annotations

from datetime import date

import pytest

from language.dates import dates
from language.facts import facts
from language.names import Vocabulary, names
from language.numbers import Number, numbers

PUBLISHED = date(2024, 1, 31)  # a Wednesday


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1,000 men", [1000]),
        ("1 000 hommes", [1000]),
        ("one thousand men", [1000]),
        ("1.000 Menschen", [1000]),
        ("3.5 million dollars", [3_500_000]),
        ("$3,500,000", [3_500_000]),
        ("3,5 millones de euros", [3_500_000]),
        ("3 mil millones", [3_000_000_000]),
        ("6 Mio. Euro", [6_000_000]),
        ("US$5bn", [5_000_000_000]),
        ("350만 명", [3_500_000]),
        ("3만 5천 명", [35_000]),
        ("1억 2000만 달러", [120_000_000]),
        ("350万人", [3_500_000]),
        ("十六名成员", [16]),
        ("열여섯 명", [16]),
        ("thirty-five of two hundred and six", [35, 206]),
        ("a dozen, a million", [12, 1_000_000]),
        ("12-15 percent", [12, 15]),
        ("围绕8个方面", [8]),
        ("twice a year", [2]),
        ("one of them", []),
        ("F-16, COVID-19 and B2B", []),
    ],
)
def test_a_number_is_one_value_however_it_is_written(text: str, values: list[float]) -> None:
    assert [number.value for number in numbers(text)] == values


@pytest.mark.parametrize(
    ("one", "other", "equal", "rounds"),
    [
        ("9 percent", "9%", True, True),
        ("3.5 million", "3,500,000 dollars", True, True),
        ("1.250 Euro", "1,250 euros", True, True),
        ("about 107,000", "107,543", False, True),
        ("3.5 million", "3,487,200", False, True),
        ("107,000", "112,000", False, False),
        ("about 100", "50", False, False),
        ("15 percent", "5 percent", False, False),
        ("6 weeks", "six days", False, False),
        ("two days", "48 hours", False, True),
        ("16 kilometers", "ten miles", False, True),
        ("5 weeks", "5", False, False),
        ("24 dollars", "24", True, True),
    ],
)
def test_rounding_and_units_are_told_from_difference(one: str, other: str, equal: bool, rounds: bool) -> None:
    (a,), (b,) = numbers(one), numbers(other)
    assert (a.equals(b), b.equals(a)) == (equal, equal)
    assert (a.rounds(b), b.rounds(a)) == (rounds, rounds)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("on January 30, 2024", [(2024, 1, 30)]),
        ("Jan. 30", [(2024, 1, 30)]),
        ("30 de enero de 2024", [(2024, 1, 30)]),
        ("am 30. Januar", [(2024, 1, 30)]),
        ("2024-01-30 and 30.01.2024 and 1/30/2024", [(2024, 1, 30)] * 3),
        ("on Tuesday", [(2024, 1, 30)]),
        ("on Monday the 22nd", [(2024, 1, 22)]),
        ("yesterday", [(2024, 1, 30)]),
        ("will vote on Friday", [(2024, 2, 2)]),
        ("去年11月", [(2023, 11, None)]),
        ("本月22日", [(2024, 1, 22)]),
        ("30일 베이징에서", [(2024, 1, 30)]),
        ("지난해 11월", [(2023, 11, None)]),
        ("in November", [(2023, 11, None)]),
        ("in the 1990s", [(1990, None, None)]),
        ("the summer of 2026", [(2026, None, None)]),
        ("They may march on", []),
        ("the 3rd time", []),
        ("5일간", []),
        ("2,024 men", []),
    ],
)
def test_a_date_is_resolved_against_its_article(text: str, told: list[tuple[int, int | None, int | None]]) -> None:
    assert [(moment.year, moment.month, moment.day) for moment in dates(text, published=PUBLISHED)] == told


def test_without_the_articles_date_nothing_is_filled_in() -> None:
    (moment,) = dates("on Tuesday")
    assert (moment.year, moment.month, moment.day, moment.weekday) == (None, None, None, 1)


SOURCE = (
    "BEIJING. The US delegation was led by Jen Daskal, who brought officials from the Department of Justice. China's "
    "minister, Wang Xiaohong, met them. The Federal Bureau of Investigation and the EU sent nobody. Max Oster waited."
)


@pytest.mark.parametrize(
    ("claim", "missing"),
    [
        ("The American delegation was led by Daskal.", []),
        ("Jen Daskal's team came to Beijing.", []),
        ("The U.S. and the United States came.", []),
        ("The FBI and the European Union sent nobody.", []),
        ("Officials from Chinese ministries waited.", []),
        ("Police and officials waited.", []),
        ("Tom Daskal led the delegation.", ["Tom Daskal"]),
        ("Sullivan told her hosts so.", ["Sullivan"]),
        ("Officials met in Shanghai.", ["Shanghai"]),
        ("The delegation was led by Rahul Gupta.", ["Rahul Gupta"]),
    ],
)
def test_a_name_is_found_in_the_forms_that_people_use(claim: str, missing: list[str]) -> None:
    there = Vocabulary(SOURCE)
    assert [name.text for name in names(claim) if name.certain and there.lacks(name)] == missing


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("미국 대표단은 젠 다스칼 부보좌관이 이끌었다.", ["다스칼"]),
        ("공안부장은 왕샤오훙 국장을 만났다.", ["왕샤오훙"]),
        ("公安部部长王小洪在钓鱼台会见了代表团。", ["王小洪"]),
        ("王小洪说，双方达成共识。", ["王小洪"]),
    ],
)
def test_korean_and_chinese_names_stand_beside_titles(text: str, people: list[str]) -> None:
    assert [name.text for name in names(text)] == people


def test_facts_give_their_places_and_count_nothing_twice() -> None:
    text = "On January 30, 2024, Jen Daskal led 16 members to Beijing."
    found = facts(text, published=PUBLISHED)
    parts: list[Number | object] = [*found.names, *found.numbers, *found.dates]
    assert [text[n.start : n.end] for n in found.numbers] == ["16"]
    assert [text[d.start : d.end] for d in found.dates] == ["January 30, 2024"]
    assert [text[n.start : n.end] for n in found.names] == ["Jen Daskal", "Beijing"]
    assert len(parts) == 4
