"""Which article an excerpt comes from: the right one, or none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.answering.errors import QuestionError
from bot.answering.provenance import as_json, as_text, opening, source_of
from tests.store import SPLITTER, WordEmbedder, article, passages
from vectorstore.library import Library
from vectorstore.settings import StoreSettings

TALKS = replace(
    article(
        "https://example.com/talks",
        "Envoys met at the guesthouse on Tuesday — the first such talks in years.\n\n"
        "“Synthetic drugs don’t stop at borders,” the delegation’s head told her hosts, "
        "“and neither may the work of those who fight them.”\n\n"
        "The group is to trade warnings about parcels, follow the money and meet every quarter.",
        title="Talks begin",
        published=datetime(2024, 1, 30, tzinfo=UTC),
    ),
    outlet="The Harbor Ledger",
)
REPEATED = article(
    "https://example.com/later",
    "A week on, the words are remembered. “Synthetic drugs don’t stop at borders,” the delegation’s head told her "
    "hosts, “and neither may the work of those who fight them.”",
    title="What was said",
    published=datetime(2024, 2, 6, tzinfo=UTC),
)
UNDATED = article("copies/undated.txt", REPEATED.text + "\n\nMore to follow.")
KOREAN = article(
    "https://example.com/ko",
    "미국과 중국의 대표단이 화요일 베이징에서 만나 마약 대응 실무 그룹을 열었다.\n\n"
    "양측은 다음 회의 날짜를 정하지 않았다고 관계자가 전했다.",
    published=datetime(2024, 1, 31, tzinfo=UTC),
)
CHINESE = article(
    "https://example.com/zh",
    "两国代表团星期二在北京举行会谈，正式启动禁毒合作工作组。\n\n双方没有公布下一次会议的日期。",
)
HARVEST = article("harvest.txt", "The olive harvest failed after a dry summer, and the price of oil rose by a third.")
ALL = (TALKS, REPEATED, UNDATED, KOREAN, CHINESE, HARVEST)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    settings = StoreSettings(_env_file=None, dateline_data=tmp_path_factory.mktemp("library") / "data")
    embedder = WordEmbedder()
    with Library.writing(settings, splitter=SPLITTER, embedder=embedder) as writer:
        for one in ALL:
            writer.put(one, passages(one))
    with Library.open(settings, embedder=embedder) as opened:
        yield opened


@pytest.mark.parametrize(
    ("excerpt", "id_"),
    [
        ("Envoys met at the guesthouse on Tuesday — the first such talks in years.", TALKS.id),
        ("envoys met at the guesthouse on tuesday - the first such talks in years", TALKS.id),
        ("ENVOYS  MET AT THE\nGUESTHOUSE ON TUESDAY, THE FIRST SUCH TALKS IN YEARS!", TALKS.id),
        ("Ｅnvoys met at the guest\u00adhouse on Tuesday, the first such talks in years", TALKS.id),
        ("the first such talks in years. 'Synthetic drugs don't stop at borders,' the delegation's head", TALKS.id),
        ("the price of oil rose by a third", HARVEST.id),
        ("중국의 대표단이 화요일 베이징에서 만나", KOREAN.id),
        ("双方没有公布下一次会议的日期", CHINESE.id),
    ],
)
def test_an_excerpt_is_found_whatever_its_typography(library: Library, excerpt: str, id_: str) -> None:
    source = source_of(excerpt, library)
    assert source is not None
    assert source.article.id == id_
    assert source.exact
    assert source.share == 1.0


@pytest.mark.parametrize(
    ("excerpt", "id_", "changes"),
    [
        (
            "Envoys met at the hotel on Tuesday — the first such talks in years.",
            TALKS.id,
            [("hotel", "guesthouse")],
        ),
        ("Envoys met at the guesthouse Tuesday — the first such talks in years.", TALKS.id, [("", "on")]),
        (
            "The group is to trade secret warnings about parcels, follow the money and meet each quarter.",
            TALKS.id,
            [("secret", ""), ("each", "every")],
        ),
        ("summer, and the price of oils rose by a thirds", HARVEST.id, [("oils", "oil"), ("thirds", "third")]),
        ("Envoi met at the guesthouse on Tuesday", TALKS.id, [("Envoi", "Envoys")]),
        ("양측은 다음 회의 장소를 정하지 않았다고 관계자가 전했다.", KOREAN.id, None),
    ],
)
def test_a_lightly_misquoted_excerpt_is_found_and_its_changes_are_told(
    library: Library, excerpt: str, id_: str, changes: list[tuple[str, str]] | None
) -> None:
    source = source_of(excerpt, library)
    assert source is not None
    assert source.article.id == id_
    assert not source.exact
    assert 0.73 <= source.share < 1
    if changes is not None:
        assert [(change.excerpt, change.article) for change in source.changes] == changes


@pytest.mark.parametrize(
    "excerpt",
    [
        "The committee of the parliament will vote on the budget before the end of the month.",
        "The envoys said on Tuesday that the talks had been the first in years at the palace.",
        "The price of wheat fell by a quarter after a wet spring, and the harvest was a good one.",
        "중국 정부는 내년 예산을 늘리기로 했다고 밝혔다.",
        "zygote quixotic flummox brouhaha kerfuffle",
    ],
)
def test_what_no_article_holds_is_not_in_the_library(library: Library, excerpt: str) -> None:
    assert source_of(excerpt, library) is None


def test_words_that_several_articles_hold_are_the_earliest_ones_and_undated_come_last(library: Library) -> None:
    source = source_of("Synthetic drugs don't stop at borders, the delegation's head told her hosts", library)
    assert source is not None
    assert source.article.id == TALKS.id
    assert [other.id for other in source.also_in] == [REPEATED.id, UNDATED.id]


def test_an_ellipsis_parts_an_excerpt_and_each_part_gets_its_quote(library: Library) -> None:
    source = source_of("Envoys met at the guesthouse […] to trade warnings about parcels, follow the money", library)
    assert source is not None
    assert source.quotes == (
        "Envoys met at the guesthouse",
        "to trade warnings about parcels, follow the money",
    )
    assert source.exact


def test_quotes_are_exact_substrings_of_the_article_at_their_places(library: Library) -> None:
    for excerpt in (
        "envoys MET at the guest-house on Tuesday - the first such talks",
        "synthetic drugs do not stop at borders the delegation's head",
    ):
        source = source_of(excerpt, library)
        assert source is not None
        for quote, start in zip(source.quotes, source.starts, strict=True):
            assert source.article.text[start : start + len(quote)] == quote


@pytest.mark.parametrize(
    ("excerpt", "said"), [("the talks", "at least 5 words"), ("  ", "at least 5"), ("word " * 700, "at most 600")]
)
def test_an_excerpt_too_short_or_too_long_is_refused_in_a_sentence(library: Library, excerpt: str, said: str) -> None:
    with pytest.raises(QuestionError, match=said):
        source_of(excerpt, library)


@pytest.mark.parametrize("words", ["on the record, ", "代表团在北京会晤。"])
def test_a_long_message_would_be_refused_instead_of_placed_by_its_opening(library: Library, words: str) -> None:
    long = f"{TALKS.text} {words * 400}"
    with pytest.raises(QuestionError):
        source_of(long, library)
    kept = opening(long)
    assert long.startswith(kept) and source_of(kept, library) is None  # read, and placed nowhere: no error
    assert opening(TALKS.text) == TALKS.text


def test_json_has_the_same_keys_whether_found_or_not(library: Library) -> None:
    excerpt = "Envoys met at the hotel on Tuesday — the first such talks in years."
    found = as_json(excerpt, source_of(excerpt, library))
    assert found == {
        "excerpt": excerpt,
        "found": True,
        "title": "Talks begin",
        "outlet": "The Harbor Ledger",
        "url": "https://example.com/talks",
        "path": None,
        "published": "2024-01-30",
        "quotes": ["Envoys met at the guesthouse on Tuesday — the first such talks in years"],
        "share": 0.923,
        "exact": False,
        "changes": [{"excerpt": "hotel", "article": "guesthouse"}],
        "also_in": [],
    }
    assert as_json("x", None).keys() == found.keys()
    assert as_json("x", None)["found"] is False


def test_people_are_shown_the_article_its_date_and_what_differs(library: Library) -> None:
    text = as_text(source_of("Envoys met at the hotel on Tuesday — the first such talks in years.", library))
    assert text.splitlines() == [
        "Talks begin (The Harbor Ledger, 30 Jan 2024, https://example.com/talks)",
        "   “Envoys met at the guesthouse on Tuesday — the first such talks in years”",
        "   92% of the words, in order",
        "   you have “hotel”, the article “guesthouse”",
    ]
    assert as_text(None) == "Not in the library: no article contains these words."
    assert "undated, copies/undated.txt" in as_text(source_of("those who fight them.” More to follow.", library))


def test_an_empty_library_has_no_source(tmp_path: Path) -> None:
    settings = StoreSettings(_env_file=None, dateline_data=tmp_path / "data")
    with Library.open(settings, embedder=WordEmbedder(), create=True) as empty:
        assert source_of("Envoys met at the guesthouse on Tuesday", empty) is None
