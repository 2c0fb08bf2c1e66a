"""Which sentences the stub quotes: denials, what was before, how it came out; no headings, no furniture of a page."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from prompts.fences import Source
from prompts.fitness import asks_after, asks_before, denies, furniture, is_heading
from prompts.quoting import best_sentences


def source(n: int, text: str, *, title: str = "Ferry talks", date: str = "2025-06-01") -> Source:
    return Source(n=n, title=title, outlet="Gazette", date=date, text=text)


def quoted(question: str, *sources: Source) -> list[str]:
    return [one.text for one in best_sentences(question, sources, count=3)]


@pytest.mark.parametrize(
    ("question", "text", "answer"),
    [
        (
            "Which islands did not join the ferry company?",
            "Arn, Bel and Cor joined the ferry company on Monday. Dun did not join, since its harbour is too small.",
            "Dun did not join, since its harbour is too small.",
        ),
        (
            "Who hasn't signed the ferry treaty?",
            "The mayors of Arn and Bel signed the ferry treaty. The mayor of Cor has never signed the treaty.",
            "The mayor of Cor has never signed the treaty.",
        ),
        (
            "Welche Inseln traten der Fährgesellschaft nicht bei?",
            "Arn und Bel traten der Fährgesellschaft am Montag bei. Dun trat nicht bei, weil sein Hafen zu klein ist.",
            "Dun trat nicht bei, weil sein Hafen zu klein ist.",
        ),
        (
            "¿Qué islas no entraron en la compañía de transbordadores?",
            "Arn y Bel entraron en la compañía de transbordadores el lunes. Dun no entró en la compañía.",
            "Dun no entró en la compañía.",
        ),
    ],
)
def test_a_question_that_denies_is_answered_by_what_denies(question: str, text: str, answer: str) -> None:
    assert quoted(question, source(1, text)) == [answer]


def test_a_question_that_denies_nothing_takes_the_denial_for_no_better() -> None:
    text = "Arn and Bel joined the ferry company on Monday. Dun did not join, since its harbour is too small."
    assert quoted("Which islands joined the ferry company?", source(1, text))[0].startswith("Arn and Bel joined")


@pytest.mark.parametrize(
    ("question", "text", "answer"),
    [
        (
            "How many boats did Arn have before the storm?",
            "Arn has 14 boats and will buy more. Before the storm, Arn had 31 boats.",
            "Before the storm, Arn had 31 boats.",
        ),
        (
            "Wie viele Boote hatte Arn vor dem Sturm?",
            "Arn hat heute 14 Boote. Vor dem Sturm hatte Arn noch 31 Boote.",
            "Vor dem Sturm hatte Arn noch 31 Boote.",
        ),
        (
            "What was the fare ahead of the merger?",
            "The fare is 9 crowns since the merger. Prior to the merger the fare was 6 crowns.",
            "Prior to the merger the fare was 6 crowns.",
        ),
    ],
)
def test_what_was_before_an_event_is_not_answered_by_what_came_after(question: str, text: str, answer: str) -> None:
    assert quoted(question, source(1, text)) == [answer]


def test_before_a_day_asks_for_no_order_of_events() -> None:
    assert not asks_before("what happened before January 2024?", "en")
    assert asks_before("what did the line cost before the merger?", "en")
    assert not asks_before("Was geschah vor drei Tagen?", "de")


ASKED_FOR = source(1, "The dockers asked for 9 percent more pay on Tuesday.", title="Dockers strike", date="2025-06-03")
GOT = source(2, "The dockers accepted 5 percent more pay on Friday.", title="Strike over", date="2025-06-06")
ELSE = source(3, "The zoo of Bel has two young bears.", title="Zoo", date="2025-06-09")


@pytest.mark.parametrize("order", [(ASKED_FOR, GOT, ELSE), (GOT, ASKED_FOR, ELSE)])
def test_a_yes_or_no_question_is_told_how_it_came_out(order: Sequence[Source]) -> None:
    assert "The dockers accepted 5 percent more pay on Friday." in quoted(
        "Did the dockers get 9 percent more pay?", *order
    )


def test_a_newer_source_that_only_names_the_place_is_no_outcome() -> None:
    crash = source(1, "A van fell off the quay near Bel; two people died.", title="Van", date="2025-06-03")
    later = source(2, "Two bridges near Bel are closed after a flood.", title="Flood", date="2025-06-06")
    assert quoted("Did anyone die near Bel?", crash, later)[0] == crash.text


def test_a_newer_source_on_something_else_is_no_outcome() -> None:
    assert quoted("Did the dockers ask for 9 percent more pay?", ASKED_FOR, ELSE) == [ASKED_FOR.text]


def test_a_heading_in_the_body_is_not_quoted_for_a_sentence() -> None:
    text = (
        "Updated: Tram line to the airport opens at last\n"
        "The tram line to the airport opened on Sunday after six years. It cost 90 million crowns."
    )
    answer = quoted("When did the tram line to the airport open?", source(1, text, title="Tram opens"))
    assert answer[0] == "The tram line to the airport opened on Sunday after six years."
    assert not any(line.startswith("Updated") for line in answer)


@pytest.mark.parametrize("text", ["It was late.", "“We won!”", "托维克的公交罢工结束", "He said: “No one was hurt”"])
def test_a_sentence_is_no_heading(text: str) -> None:
    assert not is_heading(text, "Another title")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("12:06 am ET June 3, 2025 Share this update The ferry sank off Arn.", "The ferry sank off Arn."),
        ("14:32 Uhr: Die Fähre sank vor Arn.", "Die Fähre sank vor Arn."),
        ("Copy link Link copied! The harbour is closed.", "The harbour is closed."),
        ("Compartir esta actualización El puerto está cerrado.", "El puerto está cerrado."),
        ("At 12:06 a.m. the ferry sank off Arn.", "At 12:06 a.m. the ferry sank off Arn."),
        ("Read more than one book a week, doctors say.", "Read more than one book a week, doctors say."),
        ("10:2 was the score.", "10:2 was the score."),
    ],
)
def test_the_furniture_of_a_live_page_is_cut_from_the_head_of_a_quote(text: str, left: str) -> None:
    assert text[furniture(text) :] == left


def test_a_first_source_in_another_language_is_quoted_by_meaning() -> None:
    foreign = source(1, "The car maker Volund recalled 9,000 vans. Its brakes fail in the cold.", title="Recall")
    own = source(2, "Le tribunal a jugé quel constructeur paierait la digue de Bel.", title="Digue")

    def likeness(question: str, texts: Sequence[str]) -> list[float]:
        return [0.9 if "Volund" in text else 0.1 for text in texts]

    found = best_sentences(
        "Quel constructeur automobile rappelle des camionnettes ?", (foreign, own), count=1, embed=likeness
    )
    assert [one.text for one in found] == ["The car maker Volund recalled 9,000 vans."]


@pytest.mark.parametrize(
    ("text", "code", "denied"),
    [
        ("who didn't come?", "en", True),
        ("谁没有参加峰会？", "zh", True),
        ("峰会有没有结束？", "zh", False),
        ("회의에 참석하지 않은 나라는?", "ko", True),
        ("Who came?", "en", False),
    ],
)
def test_a_denial_is_known_in_the_language_of_the_question(text: str, code: str, denied: bool) -> None:
    assert denies(text, code) == denied


@pytest.mark.parametrize(
    ("question", "text", "answer"),
    [
        (
            "What was the fare after the merger?",
            "Prior to the merger the fare of the line was 6 crowns. The line's fare is 9 crowns since the merger.",
            "The line's fare is 9 crowns since the merger.",
        ),
        (
            "Wie viele Boote hatte Arn nach dem Sturm?",
            "Vor dem Sturm hatte Arn noch 31 Boote. Arn blieben 14 Boote.",
            "Arn blieben 14 Boote.",
        ),
        (
            "¿Cuántos barcos tenía Arn después de la tormenta?",
            "Antes de la tormenta Arn tenía 31 barcos. A Arn le quedaron 14 barcos tras la tormenta.",
            "A Arn le quedaron 14 barcos tras la tormenta.",
        ),
        (
            "폭풍 이후 아른의 배는 몇 척인가?",
            "폭풍 이전 아른의 배는 31척이었다. 아른의 배는 14척이다.",
            "아른의 배는 14척이다.",
        ),
    ],
)
def test_what_came_after_an_event_is_not_answered_by_what_was_before(question: str, text: str, answer: str) -> None:
    assert quoted(question, source(1, text))[0] == answer


def test_after_a_day_asks_for_no_order_of_events() -> None:
    assert not asks_after("what happened after 5 January 2024?", "en")
    assert asks_after("what did the line cost after the merger?", "en")
    assert not asks_after("what did the line cost before the merger, not after?", "en")
