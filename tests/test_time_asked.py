"""Questions about time alone, the newest article, and a day that was asked for: what counts and what does not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.answering.answer import Citation
from bot.answering.retrieving import retrieve
from tests.store import SPLITTER, WordEmbedder, article, passages
from vectorstore.library import Library
from vectorstore.settings import StoreSettings

TEXTS = (
    ("rails", 22, "The rails of the harbour line were replaced by night."),
    ("storm", 24, "A storm closed the harbour of Elde and two schools."),
    ("later", 26, "The council met about a new library. The storm on 24 November cost Elde four million."),
    ("other", 26, "Harbour seals were counted by divers, more than ever before."),
    ("future", 29, "The storm of the week closed the harbour again."),
)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    settings = StoreSettings(dateline_data=tmp_path / "data")
    with Library.writing(settings, splitter=SPLITTER, embedder=WordEmbedder()) as writer:
        for id_, day, text in TEXTS:
            made = article(id_, text, title=id_, published=datetime(2026, 11, day, 9, tzinfo=UTC))
            writer.put(made, passages(made))
    with Library.open(settings, embedder=WordEmbedder()) as library:
        yield library


def found(library: Library, question: str, *, day: int = 27) -> list[str]:
    now = datetime(2026, 11, day, 12, tzinfo=UTC)
    return [hit.article.id for hit in retrieve(question, library=library, now=now, tz=ZoneInfo("UTC"), k=8).hits]


@pytest.mark.parametrize(
    "question",
    [
        "what did the newest article report?",
        "What is the latest article about?",
        "¿De qué trata el artículo más reciente?",
        "Was steht im neuesten Artikel?",
        "최신 기사는 무슨 내용이야?",
        "最新的文章说了什么？",
    ],
)
def test_the_newest_article_is_the_newest_by_date_and_one(library: Library, question: str) -> None:
    assert found(library, question) in (["later"], ["other"])


@pytest.mark.parametrize(
    "question",
    [
        "what's new?",
        "any updates?",
        "What is in the news?",
        "¿qué hay de nuevo?",
        "Gibt es Neuigkeiten?",
        "有什么新闻？",
    ],
)
def test_a_question_for_news_takes_the_articles_by_date_and_none_from_after_now(
    library: Library, question: str
) -> None:
    assert set(found(library, question)[:2]) == {"later", "other"}
    assert found(library, question)[2:] == ["storm", "rails"]


@pytest.mark.parametrize(
    "question", ["what happened on 24 November?", "What happened on Tuesday?", "was geschah am 24. November?"]
)
def test_an_article_of_the_days_after_counts_only_if_it_dates_the_event_to_the_day_asked(
    library: Library, question: str
) -> None:
    assert found(library, question) == ["storm", "later"]


def test_nothing_counts_that_was_published_after_the_question(library: Library) -> None:
    assert found(library, "what happened yesterday?", day=25) == ["storm"]
    assert "future" not in found(library, "what happened in November?", day=27)


def test_a_range_has_no_days_of_grace(library: Library) -> None:
    assert set(found(library, "what happened between 22 November and 24 November?")) == {"rails", "storm"}


def test_a_question_with_a_subject_still_finds_it_among_the_newest(library: Library) -> None:
    assert found(library, "what is the latest on the seals at the harbour?")[0] == "other"


@pytest.mark.parametrize(
    "question",
    ["What happened in the fourth quarter of 2026?", "What did I miss this week?", "Give me this month's headlines"],
)
def test_words_of_time_are_never_the_subject(library: Library, question: str) -> None:
    now = datetime(2026, 11, 27, 12, tzinfo=UTC)
    assert retrieve(question, library=library, now=now, tz=ZoneInfo("UTC"), k=8).only_time


def test_a_season_that_something_is_about_stays_its_subject(library: Library) -> None:
    now = datetime(2026, 11, 27, 12, tzinfo=UTC)
    asked = retrieve(
        "who bought the spring water company this year?", library=library, now=now, tz=ZoneInfo("UTC"), k=8
    )
    assert not asked.only_time


def notes(library: Library, question: str, cited: Sequence[str], *, day: int = 27) -> dict[str, str]:
    """What an answer says beside itself that cites these articles, by kind."""
    now = datetime(2026, 11, day, 12, tzinfo=UTC)
    asked = retrieve(question, library=library, now=now, tz=ZoneInfo("UTC"), k=8)
    hits = {hit.article.id: hit for hit in asked.hits}
    citations = [
        Citation(
            n=n,
            title=id_,
            outlet=None,
            url=None,
            path=None,
            published=hits[id_].article.published,
            published_is_day=False,
            quote="",
            passage_id=hits[id_].passage.id,
            article_id=id_,
        )
        for n, id_ in enumerate(cited, start=1)
    ]
    return {note.kind: note.text for note in asked.notes(citations)}


def test_a_time_that_holds_nothing_on_the_question_leaves_other_times_their_places(library: Library) -> None:
    assert found(library, "who replaced the rails of the harbour line yesterday?")[0] == "rails"
    assert found(library, "how many seals did the divers count on Tuesday?")[0] == "other"


def test_a_time_that_bears_on_the_question_keeps_other_times_out(library: Library) -> None:
    assert set(found(library, "which storm closed the harbour of Elde on 24 November?")) == {"storm", "later"}


def test_what_was_searched_is_told_with_the_other_dates_that_answered(library: Library) -> None:
    asked = "which storm closed the harbour of Elde on 24 November?"
    assert notes(library, asked, ["storm"])["window"] == "Searched 24 Nov 2026 (UTC)."
    assert notes(library, asked, ["storm", "later"])["window"] == "Searched 24 Nov 2026 (UTC), and other dates."
    elsewhere = notes(library, "who replaced the rails of the harbour line yesterday?", ["rails"])
    assert elsewhere["widened"].startswith("Nothing dated 26 Nov 2026 answers that; this is from ")
    assert "window" not in elsewhere or "26 Nov" not in elsewhere["window"]


def test_a_refusal_says_of_no_window_that_it_alone_was_searched(library: Library) -> None:
    assert "window" not in notes(library, "who is the mayor of Brekk since Tuesday?", [])
