"""What is said in other words: how near words come in meaning, and a gate that opens for paraphrases."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.answering.gate import Gate
from bot.answering.meaning import SAID, closeness, closeness_to_sentences, met
from bot.answering.wanted import Wanted
from prompts.fences import Source
from prompts.quoting import best_sentences
from vectorstore.library import Frequencies
from vectorstore.model import Article, Hit, Passage

QUARRY = (
    "The quarry at Lorn was shut on Monday after a wall of rock gave way. Rescuers pulled two labourers from the "
    "rubble. Manager Edda Kroll said that the pit had been inspected in March. Repairs will take nine weeks and cost "
    "4 million dollars."
)


class Words:
    """A library of few passages that holds none of the words that are asked, as a paraphrase finds it."""

    embedding: str | None = "local:minilm"

    def frequencies(self, text: str) -> Frequencies:
        return Frequencies(12, {word.lower().strip("?'s"): 0 for word in text.split()})


def hit(text: str, *, language: str = "en") -> Hit:
    day = datetime(2024, 5, 1, tzinfo=UTC)
    article = Article(
        id="a",
        text=text,
        content_hash="",
        source_hash="",
        fetched_at=day,
        title="News",
        published=day,
        language=language,
    )
    passage = Passage(id="a", article_id="a", position=0, start=0, text=text, header="News")
    return Hit(passage=passage, article=article, score=1.0, similarity=0.5)


def margin(question: str, text: str = QUARRY, *, language: str = "en") -> float:
    return Gate(question, Words(), language, asked=question).strict_margin([hit(text, language=language)])


@pytest.mark.parametrize(
    ("question", "term", "said", "other"),
    [
        ("Who headed the talks?", "head", "The talks were led by Ann Lee.", "The talks were cancelled."),
        ("How many workers were hurt?", "worker", "Two labourers were injured.", "Two windows were broken."),
        ("When did the plant close?", "clos", "The factory was shut on Monday.", "The factory was painted on Monday."),
    ],
)
def test_a_word_is_nearer_to_what_means_it_than_to_anything_else(
    question: str, term: str, said: str, other: str
) -> None:
    (one,), (two,) = (closeness(question, text, [(0, len(text))]) for text in (said, other))
    assert one[term] > two[term] + 0.1


def test_what_is_not_english_has_no_closeness() -> None:
    spanish = "El tribunal anuló el contrato con la empresa y ordenó devolver el dinero a los vecinos."
    assert closeness("Who headed the talks?", spanish, [(0, 20)]) == [{}]
    text = "협상은 앤 리가 이끌었다. 회의는 월요일에 시작되었고 대표단은 두 시간 동안 머물렀다."
    assert closeness("Who headed the talks?", text, [(0, len(text))]) == [{}]
    assert closeness("Wer hat die Verhandlungen mit der Firma geleitet?", QUARRY, [(0, 10)]) == [{}]


def test_words_that_all_stand_there_ask_no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.answering.meaning.closeness", None)
    found = met(Wanted.of("How many weeks will the repairs take?"), QUARRY, "News", {})
    assert found.answers
    assert found.least == SAID


@pytest.mark.parametrize(
    "question",
    [
        "When was the stone pit at Lorn closed?",
        "How many workers were rescued from the debris at Lorn?",
        "How much money will the repair of the quarry cost?",
    ],
)
def test_a_paraphrase_opens_the_gate_of_a_small_library(question: str) -> None:
    assert margin(question) >= 0


@pytest.mark.parametrize(
    "question",
    [
        "Who won the regatta at Lorn?",
        "How many workers were rescued from the debris at Arden?",
        "How old is Edda Kroll?",
        "How many violins does the orchestra of Lorn own?",
        "Which singer opened the festival at Lorn?",
    ],
)
def test_what_nothing_there_means_stays_refused(question: str) -> None:
    assert margin(question) < 0


def test_what_is_said_in_other_words_is_quoted() -> None:
    source = Source(n=1, title="Quarry", outlet=None, date=None, text=QUARRY)
    question = "Who was saved from the debris of the quarry?"
    (best,) = best_sentences(question, [source], count=1, meaning=closeness_to_sentences)
    assert "pulled two labourers" in best.text
    (by_words,) = best_sentences(question, [source], count=1)
    assert "pulled two labourers" not in by_words.text


@pytest.mark.parametrize(
    ("question", "answers", "silent"),
    [
        ("How many days did the fair last?", "It went on for six days.", "It was held for the third year."),
        ("How many years did the case take?", "The case took eleven years.", "The hearing took two hours."),
        ("¿Cuántas semanas duró la huelga?", "La huelga duró siete semanas.", "Participaron siete mil obreros."),
        ("How much did the bridge cost?", "It was built for 30 million euros.", "It carries 900 cars a day."),
        ("What is the price of a ticket?", "Tickets are 12 dollars.", "There are 12 tickets left."),
        ("How old is Pia Lorcan?", "Lorcan, 58, was born in Velm.", "Anton Vesk, 58, was born in Velm."),
    ],
)
def test_a_span_a_sum_and_an_age_are_kinds_of_their_own(question: str, answers: str, silent: str) -> None:
    wanted = Wanted.of(question)
    assert wanted.has_kind(answers)
    assert not wanted.has_kind(silent)


def test_a_longer_name_or_word_is_no_form_of_a_short_one() -> None:
    assert not Wanted.of("Who is the president of France?").near("Both presidents met in San Francisco.", "").about
    assert Wanted.of("Who is the mayor of Ash?").near("Ash may be flooded, said Ann Lee.", "").held == frozenset()
