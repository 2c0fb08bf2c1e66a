"""Lists and timelines: dated, cited entries, the oldest first; and what a request for one is about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.answering.pipeline import Answerer, load_prompt
from bot.answering.stock import facts_of
from language.messages import message_of
from language.requests import subject_of
from language.stock import facts_wanted
from prompts.stub import StubModel
from tests.store import SPLITTER, WordEmbedder, article, passages
from vectorstore.library import Library
from vectorstore.settings import StoreSettings

NOW = datetime(2024, 6, 1, tzinfo=UTC)
STORY = (
    ("vote", "Crane drivers in Orrin voted for a strike at the container port.", 20),
    ("end", "The strike of the crane drivers ended with a raise of four percent.", 3),
    ("start", "The strike of the crane drivers began at dawn and closed the port.", 12),
    ("fair", "The book fair in Tolva opened with a reading by candlelight.", 9),
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    settings = StoreSettings(dateline_data=Path(tmp_path_factory.mktemp("timeline")))
    with Library.writing(settings, splitter=SPLITTER, embedder=WordEmbedder()) as writer:
        for id_, text, days in STORY:
            made = replace(
                article(id_, text, title=text.split(" in ")[0], published=NOW - timedelta(days=days)),
                outlet="Orrin Post",
            )
            writer.put(made, passages(made))
    with Library.open(settings, embedder=WordEmbedder()) as opened:
        yield opened


@pytest.mark.parametrize(
    "request_", ["timeline of the strike of the crane drivers", "List the strike of crane drivers"]
)
def test_entries_stand_in_the_order_of_their_days_each_with_its_own_citation(library: Library, request_: str) -> None:
    answerer = Answerer(library=library, model=StubModel(), prompt=load_prompt(), tz=ZoneInfo("UTC"))
    answer = answerer.answer(request_, now=NOW)
    lines = answer.text.split("\n")
    assert [line.partition(": ")[0] for line in lines] == [
        "- 12 May 2024 (Orrin Post)", "- 20 May 2024 (Orrin Post)", "- 29 May 2024 (Orrin Post)",
    ]  # fmt: skip
    assert [citation.n for citation in answer.citations] == [1, 2, 3]
    assert all(answer.is_verbatim(citation) for citation in answer.citations)
    assert "Tolva" not in answer.shown
    assert "as-of" not in {note.kind for note in answer.notes}  # each entry has its day


def test_a_timeline_of_what_no_article_tells_is_refused(library: Library) -> None:
    answerer = Answerer(library=library, model=StubModel(), prompt=load_prompt(), tz=ZoneInfo("UTC"))
    assert answerer.answer("timeline of the volcano on Mirrow", now=NOW).abstained


@pytest.mark.parametrize(
    ("asked", "subject"),
    [
        ("Please make a timeline of the ferry strike", "ferry strike"),
        ("which floods were there?", "floods"),
        ("eine Chronologie der Verhandlungen", "Verhandlungen"),
        ("cronología de las negociaciones", "negociaciones"),
        ("Fais une chronologie de la grève", "grève"),
        ("ストの年表", "スト"),
        ("总罢工时间线", "总罢工"),
        ("총파업 타임라인", "총파업"),
        ("when did the timeline slip?", "when did the timeline slip?"),
    ],
)
def test_a_request_is_about_what_stands_beside_its_word_for_the_form(asked: str, subject: str) -> None:
    assert subject_of(message_of(asked)) == subject


@pytest.mark.parametrize(
    ("asked", "fact"),
    [
        ("which outlets do you have?", "outlets"), ("wann wurdest du zuletzt aktualisiert?", "updated"),
        ("cuál es tu artículo más antiguo?", "oldest"), ("combien d'articles as-tu ?", "counted"),
        ("最新の記事は？", "newest"), ("어떤 언론사가 있어?", "outlets"), ("最早的文章是哪篇", "oldest"),
    ],
)  # fmt: skip
def test_the_fact_that_a_question_about_the_library_wants_is_told(asked: str, fact: str) -> None:
    assert fact in facts_wanted(asked)


def test_questions_about_the_library_are_answered_by_what_they_ask(library: Library) -> None:
    def told(asks: str) -> str:
        return facts_of(library, asks, language="en", zone=ZoneInfo("UTC"))

    assert told("which newspapers do you read?") == "The articles are from one outlet: Orrin Post (4)."
    assert told("what is your oldest article?").endswith("Oldest article:\n- Crane drivers (Orrin Post, 12 May 2024)")
    newest = told("show me the 2 newest articles").split("\n")
    assert newest[0] == "Newest articles:"
    assert len(newest) == 3
    assert "29 May 2024" in newest[1]
    assert told("how many articles do you have?") == "The library has 4 articles, from 12 May 2024 to 29 May 2024."
    assert told("do you have the orrin post?").startswith("4 articles are from Orrin Post:")
