"""The judge that reads nothing: what it confirms, what it doesn't, and what it holds against another judge's yes."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.answering.checking import Checker
from bot.answering.evidence import Evidence
from bot.answering.judging.judge import Claim, Exhibit, Opinion, Saying
from bot.answering.judging.words.contraries import contrary
from bot.answering.judging.words.judge import WordsJudge
from bot.answering.judging.words.statements import stated
from bot.answering.rulings import ruling
from tests.test_answering_citing import hit

SETS = Path(__file__).parent.parent / "evals" / "sets"
HALF = SETS / "one_change" / "first"

TALKS = Exhibit(
    key="talks",
    text="Officials from the two countries sat down at the Diaoyutai State Guesthouse on Tuesday. The US delegation "
    "was led by Jen Daskal, deputy assistant to the president. “We came with all of government,” she said, naming "
    "1,400 officers. No date was set for the next round. Nobody was hurt. Sales rose by 8 percent to 3.5 million "
    "dollars. A fisherman of 71 was rescued. Half a million dollars came from readers. Two fifths of it came in coins.",
    header="Washington and Beijing open joint work | The Harbor Ledger, 2024-01-31",
    published=date(2024, 1, 31),
    language="en",
)


def opinion(sentence: str, *passages: Exhibit | str, question: str = "", language: str = "en") -> Opinion[Saying]:
    given = tuple(
        one if isinstance(one, Exhibit) else Exhibit(key=one, text=one, language=language) for one in passages
    )
    (found,) = WordsJudge().says([Claim(sentence=sentence, exhibits=given or (TALKS,), question=question)]).opinions
    assert found is not None
    return found


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize(
    "sentence",
    [
        "The US delegation was led by Jen Daskal, deputy assistant to the president.",
        '"We came with all of government," she said, naming 1,400 officers.',
        "Jen Daskal led the American delegation.",
        "Daskal led the delegation of the United States.",
        "Officials from the two countries sat down on January 30, 2024.",
        "On Tuesday officials sat down at the Diaoyutai State Guesthouse.",
        "Officials sat down at the Diaoyutai State Guesthouse on 30 January.",
        "Sales rose 8% to $3.5m.",
        "The Harbor Ledger reported that Jen Daskal led the US delegation.",
        "A 71-year-old fisherman was rescued.",
        "$500,000 came from readers.",
        "40% of it came in coins.",
    ],
)
def test_a_sentence_whose_every_word_has_its_counterpart_is_confirmed_in_whatever_form(sentence: str) -> None:
    found = opinion(sentence)
    assert (found.verdict, found.reason) == ("says", "")
    assert found.quote and found.quote in TALKS.text


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        ("The US delegation was led by Rahul Gupta, deputy assistant to the president.", "Rahul"),
        ("Officials from the two countries sat down at the Guesthouse on February 6.", "February 6"),
        ("Sales rose by 18 percent to 3.5 million dollars.", "18 percent"),
        ("Jen Daskal, deputy assistant to the president, was arrested for fraud.", "arrested"),
        (
            "Jen Daskal resigned because she was fired from her position as deputy assistant to the president.",
            "resigned",
        ),
        ("Sales rose by 8 percent because Jen Daskal led the US delegation.", ""),
        ("The US delegation led Jen Daskal, deputy assistant to the president.", ""),
        ("The US delegation was not led by Jen Daskal.", "opposite"),
        ("The US delegation will be led by Jen Daskal.", "another time"),
        ("A date was set for the next round.", "opposite"),
        ("Jen Daskal", "not a whole sentence"),
    ],
)
def test_one_word_name_number_date_role_denial_or_time_that_is_otherwise_keeps_it_from_being_confirmed(
    sentence: str, why: str
) -> None:
    found = opinion(sentence)
    assert found.verdict != "says"
    assert why in found.reason


@pytest.mark.parametrize(
    ("sentence", "passage"),
    [
        ("Wang Xiaohong led the US delegation.",
         "Wang Xiaohong, who had received the visitors on Monday, thanked Jen Daskal, who led the US delegation."),
        ("PSV Eindhoven won Ajax's first Eredivisie title since 2008.",
         "PSV Eindhoven won their first Eredivisie title since 2008 at Ajax's ground."),
        ("The divers thanked the mayor.", "Owen Pask received the divers and thanked the mayor."),
        ("Owen Pask thanked the mayor.", "Owen Pask received the divers and Varga thanked the mayor."),
        ("Divers found cracks in 60 pillars.", "Divers found cracks in 14 of the 60 pillars."),
        ("The mine employs 85 people.", "The mine employs 640 people, 85 of them women."),
        ("The pier was closed on Monday.", "The ferry was sold on Monday, and the pier was closed."),
    ],
)  # fmt: skip
def test_who_did_what_and_what_a_number_counts_must_be_the_same(sentence: str, passage: str) -> None:
    assert opinion(sentence, passage).verdict != "says"


@pytest.mark.parametrize(
    ("sentence", "passage", "language"),
    [
        ("Am Montag lobte Karla Wenz die Monteure.", "Karla Wenz lobte am Montag die Monteure.", "de"),
        ("Las piscinas fueron cerradas por la alcaldesa.", "La alcaldesa cerró las piscinas.", "es"),
        (
            "Le feu d'artifice n'a pas été autorisé par le préfet.",
            "Le préfet n'a pas autorisé le feu d'artifice.",
            "fr",
        ),
        ("윤가람 시장은 미르건설을 칭찬했다.", "윤가람 시장은 건설사 미르건설을 칭찬했다.", "ko"),
        ("首日有八千五百名观众参观。", "开放首日有8500名观众参观。", "zh"),
    ],
)
def test_other_languages_are_compared_by_their_own_tables(sentence: str, passage: str, language: str) -> None:
    assert opinion(sentence, passage, language=language).verdict == "says"


def test_a_sentence_in_another_language_than_its_passage_is_neither_confirmed_nor_contradicted() -> None:
    german = "Die Delegation der USA wurde von Wang Xiaohong geleitet."
    assert opinion(german).verdict == "silent"
    assert WordsJudge().veto(Claim(sentence=german, exhibits=(TALKS,))) is None


def test_what_the_question_states_needs_no_counterpart_but_what_it_asks_does() -> None:
    passage = "The museum sold the globe to a bank. Nobody was told."
    asked = "To whom did the museum sell the globe before 2020?"
    assert opinion("The museum sold the globe to a bank before 2020.", passage, question=asked).verdict == "says"
    assert opinion("The museum sold the globe to a bank before 2020.", passage).verdict != "says"
    premise = "Why did Jen Daskal resign?"
    assert opinion("Jen Daskal resigned as deputy assistant to the president.", question=premise).verdict != "says"


def test_a_bare_weekday_is_the_one_that_is_written_whichever_side_of_the_article_it_lies_on() -> None:
    passage = Exhibit(
        key="vote", text="The council votes on Saturday.", published=date(2024, 3, 14), language="en"
    )  # fmt: skip
    assert opinion("The council votes on Saturday.", passage).verdict == "says"
    assert opinion("The council votes on 16 March 2024.", passage).verdict == "says"
    assert opinion("The council votes on 17 March 2024.", passage).verdict != "says"


@pytest.mark.parametrize(
    ("sentence", "passage", "said"),
    [
        ("The mayor sold the crane until May.", "The mayor sold the crane in May.", False),
        ("The mayor also sold the crane.", "The mayor sold the crane.", False),
        ("The mayor also sold the crane.", "The mayor also sold the old crane in May.", True),
        ("Der Rat verkaufte auch den Kran.", "Der Rat verkaufte im Mai den Kran.", False),
    ],
)
def test_a_small_word_that_ties_or_measures_is_not_added(sentence: str, passage: str, said: bool) -> None:
    language = "de" if "Rat" in sentence else "en"
    exhibit = Exhibit(key=passage, text=passage, language=language)
    assert (opinion(sentence, exhibit).verdict == "says") is said


@pytest.mark.parametrize(
    ("sentence", "passage", "said"),
    [
        ("One kilogram of rice costs 3 dollars.", "A kilogram of rice costs 3 dollars.", True),
        ("An hour of parking costs 3 dollars.", "One hour of parking costs 3 dollars.", True),
        ("A litre costs 3 dollars.", "One litre costs 3 dollars.", True),
        ("A kilogram of rice costs 3 dollars.", "Two kilograms of rice cost 3 dollars.", False),
        ("The train covered 80 kilometres an hour.", "The train covered 80 kilometres an hour in May.", True),
        ("Officials confirmed 23 deaths on Friday.", "Officials confirmed 23 cases of measles and 4 deaths on Friday.",
         False),
        ("Officials confirmed 4 deaths on Friday.", "Officials confirmed 23 cases of measles and 4 deaths on Friday.",
         True),
    ],
)  # fmt: skip
def test_an_article_counts_one_of_a_unit_and_a_number_only_what_it_stands_before(
    sentence: str, passage: str, said: bool
) -> None:
    assert (opinion(sentence, passage).verdict == "says") is said


@pytest.mark.parametrize(
    ("sentence", "passage", "said"),
    [
        ("40% of the boats moor there.", "Two fifths of the town's fishing boats moor there.", True),
        ("Ships anchor off the old port.", "Big ships anchor off the old port.", True),
        ("Boats anchor there.", "Two fifths of the town's fishing boats moor there.", False),
        ("The boats in the old port.", "Big boats anchor there in the old port.", False),
        ("40% of the boats.", "Two fifths of the town's fishing boats moor there.", False),
        ("40% of the boats there.", "Two fifths of the town's fishing boats moor there.", False),
    ],
)
def test_the_word_behind_a_plural_may_be_a_verb_that_nobody_knows(sentence: str, passage: str, said: bool) -> None:
    assert (opinion(sentence, passage).verdict == "says") is said


@pytest.mark.parametrize(
    ("question", "fragment", "passage", "said"),
    [
        ("Who built the rocket?", "Stellane", "The rocket, built by Stellane, carried nothing else.", True),
        ("Who built the rocket?", "Norspace", "Stellane built the rocket for Norspace.", False),
        ("How long did the jury deliberate?", "nine hours", "The jury of seven deliberated for nine hours.", True),
        ("How much will the repairs cost?", "2.1 million dollars", "Repairs will cost $2.1m in all.", True),
        ("How many deaths were confirmed?", "23", "Officials confirmed 23 cases of measles and 4 deaths.", False),
        ("How many cases were confirmed?", "23", "Officials confirmed 23 cases of measles and 4 deaths.", True),
        ("Who did Varga thank?", "Lena Corrie", "Varga thanked Lena Corrie in May.", True),
        ("Who did Lena Corrie thank?", "Varga", "Varga thanked Lena Corrie in May.", False),
        ("Who thanked the mayor?", "Lena Corrie", "Varga thanked the mayor, Lena Corrie, in May.", False),
        ("Where did she present the data?", "Geneva", "She presented the data in Geneva in May.", True),
        ("Who paid for the rocket?", "the military", "It is a myth that the military paid for the rocket.", False),
        ("¿Quién dirige la planta?", "Ana Ruiz", "Ana Ruiz dirige la planta desde 2019.", True),
        ("Qui dirige les fouilles ?", "Luc Fabre", "Maë Queyrac dirige les fouilles. Luc Fabre est maire.", False),
        ("", "Stellane", "Stellane built the rocket.", False),
    ],
)  # fmt: skip
def test_a_fragment_is_confirmed_where_the_question_and_it_stand_in_one_sentence_in_the_same_parts(
    question: str, fragment: str, passage: str, said: bool
) -> None:
    language = "es" if "¿" in question else "fr" if "Qui" in question else "en"
    exhibit = Exhibit(key=passage, text=passage, language=language)
    assert (opinion(fragment, exhibit, question=question, language=language).verdict == "says") is said


@pytest.mark.parametrize(
    ("sentence", "passage", "language"),
    [
        ("The pier was sold in May.", "It is a misconception that the pier was sold in May.", "en"),
        ("The pier was sold in May.", "No letter shows that the pier was sold in May.", "en"),
        ("The pier was sold in May.", "The mayor has not written to anybody that the pier was sold in May.", "en"),
        ("El muelle fue vendido en mayo.", "Ningún documento prueba que el muelle fue vendido en mayo.", "es"),
        ("Le quai a été vendu en mai.", "Aucun document ne montre que le quai a été vendu en mai.", "fr"),
        ("Der Kai wurde im Mai verkauft.", "Kein Brief zeigt, dass der Kai im Mai verkauft wurde.", "de"),
        ("Der Kai wurde im Mai verkauft.", "Es ist ein Irrglaube, dass der Kai im Mai verkauft wurde.", "de"),
    ],
)
def test_what_a_denied_sentence_or_a_noun_of_error_governs_is_not_said(
    sentence: str, passage: str, language: str
) -> None:
    exhibit = Exhibit(key=passage, text=passage, language=language)
    assert opinion(sentence, exhibit).verdict != "says"
    assert opinion(passage, exhibit).verdict == "says"


def test_no_denied_clause_in_any_language_is_confirmed() -> None:
    shown = [row["id"] for row in rows(SETS / "denied" / "denied.jsonl") if _holds(row["claim"], row["passage"], row)]
    assert shown == []


def _holds(sentence: str, passage: str, row: dict[str, Any]) -> bool:
    exhibit = Exhibit(key=passage, text=passage, language=row["language"])
    return opinion(sentence, exhibit).verdict == "says"


def test_hardly_a_sentence_with_one_change_is_confirmed_and_most_true_ones_are() -> None:
    articles = {row["url"]: row for row in rows(HALF / "articles.jsonl")}
    exhibits = {
        url: Exhibit(
            key=url,
            text=row["text"],
            header=f"{row['title']} | {row['outlet']}, {row['published']}",
            published=date.fromisoformat(row["published"]),
            language=row["language"],
        )
        for url, row in articles.items()
    }
    shown, all_of = Counter[str](), Counter[str]()
    for row in rows(HALF / "sentences.jsonl"):
        kind = row.get("change", "true")
        said = opinion(row["sentence"], exhibits[row["article"]], question=row.get("question", ""))
        all_of[kind] += 1
        shown[kind] += said.verdict == "says"
    changed = [kind for kind in all_of if kind != "true"]
    assert len(changed) == 10
    assert shown["denied clause"] == shown["padded predicate"] == shown["fragment"] == 0
    assert sum(shown[kind] for kind in changed) <= 0.05 * sum(all_of[kind] for kind in changed)
    assert shown["true"] >= 0.7 * all_of["true"]


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("Jen Daskal was the head of the delegation.", None),  # other words: a judge may have read it
        ("Daskal spoke of her officers.", None),
        ("젠 다스칼이 미국 대표단을 이끌었다.", None),
        ("The US delegation was led by Wang Xiaohong, deputy assistant to the president.", "Wang"),
        ("Sales rose by 18 percent to 3.5 million dollars.", "18 percent"),
        ("Officials from the two countries sat down at the Diaoyutai State Guesthouse on Friday.", "Friday"),
        ("A date was set for the next round.", "opposite"),
    ],
)
def test_a_veto_is_for_what_the_passage_contradicts_and_never_for_what_is_missing(
    sentence: str, reason: str | None
) -> None:
    veto = WordsJudge().veto(Claim(sentence=sentence, exhibits=(TALKS,)))
    assert (veto is None) == (reason is None)
    assert (reason or "") in (veto or "")


PIER = Evidence(
    "The harbour master Mara Lindqvist closed the north pier on Tuesday 5 March, after two cranes had fallen into"
    " the basin. Nobody was hurt in the harbour. Repairs will cost 2.4 million crowns, her deputy, Tom Abel, "
    "said. The pier had been built in 1961 by the firm Orsted. A third of the fishing fleet moved to Varn. Ms "
    "Lindqvist ordered divers to search the basin. They found both drivers alive. The mayor, Jon Reke, praised "
    "the divers. The minister left the town on Friday. Xie Feng met Jon Reke, the mayor, on Monday the 4th. The "
    "judge declared that the permit was void.",
    "North pier closed | Bay Mail, 2024-03-07",
    date(2024, 3, 7),
    "en",
)


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        # two sentences of a passage in one
        ("Nobody was hurt in the harbour, and repairs will cost 2.4 million crowns.", True),
        ("Nobody was hurt in the harbour; repairs will cost 2.4 million crowns.", True),
        ("Nobody was hurt in the harbour, and a third of the drivers moved to Varn.", False),
        ("A third of the fishing fleet moved to Varn and closed the north pier.", False),  # no subject of its own
        ("The fishing fleet moved to Varn and they found both drivers alive.", False),  # who are they?
        ("On Tuesday the north pier was closed and the minister left the town.", False),  # on Friday
        ("The north pier was closed on Tuesday and the minister left the town.", False),
        ("The north pier was closed because two cranes had fallen and the minister left the town.", False),
        # a passive voice with what its object becomes, or a clause behind it
        ("Both drivers were found alive.", True),
        ("The north pier was closed by harbour master Mara Lindqvist after two cranes fell into the basin.", True),
        ("Both drivers were found by the mayor.", False),
        ("Mara Lindqvist was closed by the north pier after two cranes fell into the basin.", False),
        # titles, first names, initials
        ("Mayor Reke praised the divers.", True),
        ("The pier was closed by harbour master M. Lindqvist.", True),
        ("The pier was closed by harbour master T. Lindqvist.", False),
        ("Mayor Abel praised the divers.", False),
        # who said it, wherever that stands
        ("Her deputy Tom Abel said that repairs will cost 2.4 million crowns.", True),
        ("The mayor, Jon Reke, said that repairs will cost 2.4 million crowns.", False),
        # a day in another form behind an insertion
        ("Xie Feng met Jon Reke on March 4.", True),
        ("Xie Feng met Jon Reke on March 5.", False),
        ("The permit was void.", True),
        ("The harbour permit was void.", False),
        ("The judge declared the permit void.", True),
    ],
)
def test_what_is_told_in_another_shape_is_confirmed_where_nothing_else_is_said(sentence: str, said: bool) -> None:
    assert (stated(sentence, PIER).says == "says") == said


@pytest.mark.parametrize(
    ("sentence", "passage", "language", "said"),
    [
        ("Die Feuerwehr sperrte die Brücke, und der Bürgermeister dankte den Tauchern.",
         "Die Feuerwehr sperrte die Brücke. Der Bürgermeister dankte den Tauchern am Abend.", "de", True),
        ("Am Montag schloss die Brücke und der Bürgermeister dankte den Tauchern.",
         "Am Montag schloss die Brücke. Der Bürgermeister dankte den Tauchern am Freitag.", "de", False),
        ("La alcaldesa cerró el puente y el ministro visitó la ciudad.",
         "La alcaldesa cerró el puente. El ministro visitó la ciudad.", "es", True),
        ("La alcaldesa cerró el puente y el ministro visitó la ciudad.",
         "El ministro cerró el puente. La alcaldesa visitó la ciudad.", "es", False),
    ],
)  # fmt: skip
def test_two_sentences_may_be_tied_by_and_in_other_languages(
    sentence: str, passage: str, language: str, said: bool
) -> None:
    assert (stated(sentence, Evidence(passage, "", date(2024, 3, 7), language)).says == "says") == said


@pytest.mark.parametrize(
    ("one", "other", "opposite"),
    [
        ("The plan was approved.", "The plan was rejected.", True),
        ("El precio subió.", "El precio bajó.", True),
        ("수출이 늘었다.", "수출이 줄었다.", True),
        (
            "Sales rose and profit fell.",
            "Sales fell and profit rose.",
            False,
        ),  # both say both: who did what is not told
        ("Neither was hurt.", "Nobody was hurt.", False),
    ],
)
def test_contrary_words_are_told_whatever_their_endings(one: str, other: str, opposite: bool) -> None:
    assert contrary(one, other) is opposite


def test_a_citation_is_put_right_only_for_a_sentence_that_another_source_confirms() -> None:
    ferry = "The car ferry Evangeline will cross the lake again from April. A ticket will cost 24 dollars."
    checker = Checker([hit(1, ferry), hit(2, TALKS.text)])
    verdict = checker.check("The US delegation was led by Jen Daskal, deputy assistant to the president.", [1])
    assert (verdict.outcome, verdict.sources) == ("repaired", (2,))
    for sentence in ("Jen Daskal was arrested for fraud as deputy assistant to the president.", "900", "Jen Daskal"):
        assert checker.check(sentence, []).outcome == "dropped"
        assert checker.check(sentence, [2]).outcome == "dropped"


def test_no_denied_clause_in_any_language_turns_a_claim_check_green() -> None:
    green = []
    for row in rows(SETS / "denied" / "denied.jsonl"):
        given = hit(1, row["passage"])
        found = ruling(row["claim"], [replace(given, article=replace(given.article, language=row["language"]))])
        green += [row["id"]] if found.reported else []
    assert green == []
