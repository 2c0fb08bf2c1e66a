"""The gate: a passage about another thing, another year or without the asked kind of thing opens nothing."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.answering.gate import Gate
from bot.answering.wanted import Wanted, recased
from language.aliases import called, plain, sound
from vectorstore.library import Frequencies
from vectorstore.model import Article, Hit, Passage


class Words:
    """A library of one passage's words: every word of the question is as rare as can be."""

    embedding: str | None = "local:minilm"

    def frequencies(self, text: str) -> Frequencies:
        return Frequencies(12, {word.lower().strip("?'s"): 1 for word in text.split()})


def near(question: str, text: str, *, title: str = "", years: tuple[str, ...] = ()) -> bool:
    """Whether a passage is about what the question names and holds all of what it asks, with the asked kind."""
    wanted = Wanted.of(question)
    found = wanted.near(text, title, years=years)
    return found.about and found.answers and found.held == wanted.rest


def hit(text: str, *, title: str = "News", year: int = 2024) -> Hit:
    article = Article(
        id=title,
        text=text,
        content_hash="",
        source_hash="",
        fetched_at=datetime(year, 5, 1, tzinfo=UTC),
        title=title,
        published=datetime(year, 5, 1, tzinfo=UTC),
        language="en",
    )
    return Hit(
        passage=Passage(id=title, article_id=title, position=0, start=0, text=text, header=title),
        article=article,
        score=1.0,
        similarity=0.6,
    )


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Who is the president of Vestia?", "President Ilse Brandt of Norland met Tomas Reke of Vestia."),
        ("Who is Tellmar's chief executive?", "Orbis buys Tellmar. Orbis's chief executive, Karen Ogilvy, said so."),
        ("Who is the mayor of Velm?", "Velm was flooded. The mayor of Tessen, Gregor Pahl, sent boats."),
        ("What is Orsk's key rate?", "Orsk joined the talks. Norland's key rate is 3.75 percent."),
        ("Wer ist der Bürgermeister von Talheim?", "Talheim feiert. Der Bürgermeister von Wiesach, Otto Kern, kam."),
        ("How many passengers were on board the ferry Evelina?", "The ferry Margarethe had 84 passengers on board."),
        ("¿Quién dirige el puerto de Robledo?", "La directora Celia Montiel dirige el puerto de Arenal."),
    ],
)
def test_what_is_said_of_another_thing_is_no_answer(question: str, text: str) -> None:
    assert not near(question, text)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Who is the president of Norland?", "President Ilse Brandt of Norland met Tomas Reke of Vestia."),
        ("Who is Orbis's chief executive?", "Orbis buys Tellmar. Orbis's chief executive, Karen Ogilvy, said so."),
        ("Who is the mayor of Tessen?", "Velm was flooded. The mayor of Tessen, Gregor Pahl, sent boats."),
        ("Wer ist der Bürgermeister von Wiesach?", "Der Bürgermeister von Wiesach, Otto Kern, kam nach Talheim."),
        ("How many passengers were on board the ferry Margarethe?", "The ferry Margarethe had 84 passengers on board."),
    ],
)
def test_what_is_said_of_the_very_thing_is_an_answer(question: str, text: str) -> None:
    assert near(question, text)


@pytest.mark.parametrize(
    ("question", "without", "held"),
    [
        ("Who sued the quarry?", "the quarry was sued last week.", "the quarry was sued by Little Arden."),
        ("How many were hurt in Elde?", "many were hurt in Elde.", "62 were hurt in Elde."),
        ("When was the Irn bridge closed?", "The Irn bridge was closed again.", "The Irn bridge was closed on Monday."),
        ("How old is Pia Lorcan?", "Pia Lorcan raised the rate to 5.25 percent.", "Pia Lorcan, 51, raised the rate."),
        ("Where was Pahl born?", "Pahl was born last.", "Pahl was born in Dorn."),
        ("How long did Pahl serve?", "Pahl will serve the town.", "Pahl served the town for fifty days."),
        ("Wie viele starben in Elde?", "In Elde starben Fischer.", "In Elde starben siebenundvierzig Fischer."),
    ],
)
def test_the_asked_kind_of_thing_stands_near_the_words(question: str, without: str, held: str) -> None:
    assert not near(question, without)
    assert near(question, held)


@pytest.mark.parametrize(
    ("question", "without", "held"),
    [
        (
            "Where does Orsk build its school?",
            "Orsk builds its school soon.",
            "Orsk builds its school behind the mill.",
        ),
        ("Wo steht die Schule von Orsk?", "Die Schule von Orsk steht.", "Die Schule von Orsk steht hinter der Mühle."),
    ],
)
def test_a_place_without_a_name_answers_where(question: str, without: str, held: str) -> None:
    assert not Wanted.of(question).near(without, "").answers
    assert Wanted.of(question).near(held, "").answers


@pytest.mark.parametrize(
    ("question", "texts", "opens"),
    [
        ("How many beds do Orsk and Velm have?", ("Orsk has 12 beds.", "Velm has 40 beds."), True),
        (
            "Wie viele Betten haben die Häuser in Orsk und in Velm?",
            ("In Orsk: 12 Betten.", "In Velm: 40 Betten."),
            True,
        ),
        ("How many beds do Orsk and Velm have?", ("Orsk has 12 beds.", "Tessen has 40 beds."), False),
        ("How many beds lie between Orsk and Velm?", ("Orsk has 12 beds.", "Velm has 40 beds."), False),
    ],
)
def test_things_asked_about_alike_may_stand_in_articles_of_their_own(
    question: str, texts: tuple[str, ...], opens: bool
) -> None:
    hits = [hit(text, title=f"News {n}") for n, text in enumerate(texts)]
    assert (Gate(question, Words(), asked=question).strict_margin(hits) > float("-inf")) is opens


def test_half_of_a_question_is_weighed_by_itself() -> None:
    both = "Who runs the mill of Orsk, and how many people died in Velm?"
    assert [part.kind for part in Wanted.of(both).parts] == ["person", "number"]
    assert len(Wanted.of("Who runs the mill and the quarry of Orsk?").parts) == 1
    told = [hit("Ada Pahl runs the mill of Orsk.")]
    assert Gate(both, Words(), asked=both).strict_margin(told) > float("-inf")
    other = [hit("Ada Pahl runs the mill of Tessen.")]
    assert Gate(both, Words(), asked=both).strict_margin(other) == float("-inf")


def test_an_asking_word_is_part_of_no_name() -> None:
    assert not Wanted.of("美方代表团由谁率领？").names


def test_an_asked_year_is_not_answered_by_another_years_article() -> None:
    won = "Kalush won the song contest on Saturday."
    assert not near("Who won the 2026 song contest?", won, years=("2022",))
    assert near("Who won the 2022 song contest?", won, years=("2022",))
    assert near("Who won the 2022 song contest?", "In 2022 Kalush won the song contest.", years=("2024",))
    assert near("Who won the song contest?", won, years=("2022",))


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("What did the Fed decide?", "The Federal Reserve decided nothing."),
        ("What did America decide?", "The United States decided nothing."),
        ("What did the EU decide?", "The European Union decided nothing."),
        ("Was entschied Kiew?", "Kyiv entschied nichts."),
        ("What did Burma decide?", "Myanmar decided nothing."),
        ("What did the Czech Republic decide?", "Czechia decided nothing."),
        ("What did Qaddafi decide?", "Muammar Gaddafi decided nothing."),
        ("What did Zelensky decide?", "President Zelenskyy decided nothing."),
        ("What did Jürgen Mueller decide?", "Jürgen Müller decided nothing."),
        ("서울에서 무엇을 정했나?", "Seoul decided nothing."),
        ("Что решили в Москве?", "Москва ничего не решила."),
    ],
)
def test_one_thing_has_several_names(question: str, text: str) -> None:
    assert Wanted.of(question).near(text, "").about


def test_a_place_of_another_script_is_missed_where_the_passage_has_another() -> None:
    assert not Wanted.of("서울에서 무엇을 정했나?").near("Busan decided nothing.", "").about
    assert not Wanted.of("北京发生了什么？").near("Seoul opened an escalator.", "").about
    assert "seoul" in called("서울")
    assert plain("Düsseldorf, am Rhein") == "dusseldorf am rhein"


def test_names_that_differ_do_not_sound_alike() -> None:
    assert sound("norland") != sound("nordmark")
    assert not Wanted.of("Who is Kates?").near("Bill Gates spoke.", "").about


def test_a_question_in_lower_case_names_what_the_passages_write_with_capitals() -> None:
    texts = ["Bus drivers in Tovik went on strike.", "The strike in Tovik is over."]
    assert recased("who is on strike in tovik?", texts) == "who is on strike in Tovik?"
    assert recased("who is on strike in orsk?", texts) == "who is on strike in orsk?"
    assert recased("Who is on strike in tovik, Ann?", texts) == "Who is on strike in tovik, Ann?"


def test_only_the_clause_that_asks_names_things() -> None:
    wanted = Wanted.of("A reader in Los Angeles writes to us. Who leads Kestria?")
    assert [name.text for name in wanted.names] == ["Kestria"]


def test_what_the_question_denies_is_told_in_other_words() -> None:
    assert "attend" not in Wanted.of("Which country did not attend the summit?").rest


def test_a_question_about_several_things_is_weighed_by_all_passages() -> None:
    long = (
        "Did the Harbor Ledger report that Norland's river deal was praised by environmental groups, while the Courier "
        "said that Vestia's farmers, fishermen and the mayor of Tovik rejected the summer quota?"
    )
    assert Wanted.of(long).several
    assert not Wanted.of("Did the Harbor Ledger praise the river deal?").several


def test_the_strict_gate_refuses_where_the_plain_one_is_misled_and_the_loose_one_leaves_it_to_the_model() -> None:
    library = Words()
    hits = [hit("President Ilse Brandt of Norland met Prime Minister Tomas Reke of Vestia.")]
    asked = "Who is the president of Vestia?"
    gate = Gate(asked, library, "en", asked=asked)
    assert gate.strict_margin(hits) < 0 < gate.loose_margin(hits)
    asked = "Who is the president of Norland?"
    assert Gate(asked, library, "en", asked=asked).strict_margin(hits) > 0


def test_only_passages_about_the_named_thing_are_given_to_what_quotes() -> None:
    asked = "How long did the strike in Tovik last?"
    hits = [
        hit("The strike in Tovik lasted four days.", title="Tovik"),
        hit("The strike in Brask lasted two days.", title="Brask"),
    ]
    gate = Gate(asked, Words(), "en", asked=asked)
    assert [one.article.title for one in gate.bearing(hits)] == ["Tovik"]
