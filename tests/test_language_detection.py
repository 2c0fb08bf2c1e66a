"""Which language a message is in, and what proves nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from language.detection import LANGUAGES, asked_language, likely_language, text_language, told_language
from language.pack import packs

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared" / "evals"
shared_needed = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the shared question sets are not beside this repository"
)


def rows(path: Path) -> Iterator[dict[str, str]]:
    yield from (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())


@shared_needed
def test_all_254_labelled_questions_are_told_rightly() -> None:
    labelled = [(row["question"], row["lang"]) for row in rows(SHARED / "languages" / "questions.jsonl")]
    labelled += [(row["question"], "en") for row in rows(SHARED / "news" / "questions.jsonl")]
    assert len(labelled) == 254
    assert [(question, code) for question, code in labelled if asked_language(question) != code] == []


def test_the_questions_across_languages_are_told_rightly() -> None:
    for row in rows(ROOT / "evals" / "sets" / "cross_language.jsonl"):
        assert told_language(row["question"]) == row["lang"]


AROUND = (
    "A reader in Los Angeles asks: {}",
    "A reader in Las Vegas asks: {}",
    "{} (asked from El Paso)",
    "Des Moines, São Paulo, San José: {}",
    "A friend of Söder asks: {}",
    "At 9 EST somebody in Peña Nieto's Ciudad Juárez asked: {}",
    "How many die? {}",
)


@shared_needed
@pytest.mark.parametrize("around", AROUND)
def test_names_around_an_english_question_change_nothing(around: str) -> None:
    asked = [around.format(row["question"]) for row in rows(SHARED / "news" / "questions.jsonl")]
    written = [*asked, *(question.lower() for question in asked), *(question.upper() for question in asked)]
    assert [question for question in written if asked_language(question) != "en"] == []


@pytest.mark.parametrize(
    "question",
    [
        "Why was the airspace over El Paso shut down?",
        "Did anyone die near Hamra?",
        "When will the terminals in Los Angeles open again?",
        "mayor of los angeles?",
        "los angeles fires el paso",
        "Los Angeles",
        "El Salvador Bukele",
        "Was Söder elected?",
        "Who is Jan de Vries?",
        "São Paulo flood death toll",
        "Die Hard box office",
        "Messi PSG contract",
        "no",
        "ok",
        "What does 안녕 mean?",
        "Who is Владимир Путин?",
        "who wrote “La vida es sueño”?",
        "Which song won in Düsseldorf, “Ein bisschen Frieden”?",
        "see https://example.es/noticias/el-presidente-de-la-republica",
        "Was war crimes evidence shown in the court?",
        "Was hat maker Stetson sold by its owners?",
        "why nasa is using artemis",
    ],
)
def test_a_name_a_capital_or_one_word_proves_nothing(question: str) -> None:
    assert asked_language(question) == "en"


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("¿Quién es Pedro Sánchez?", "es"),
        ("¿El 30 por ciento de qué?", "es"),
        ("¿Qué pasó en Los Ángeles?", "es"),
        ("quien gano la Champions", "es"),
        ("Wer ist Olaf Scholz?", "de"),
        ("was kostet das ticket", "de"),
        ("WO WAR DER BRAND?", "de"),
        ("Qui est Macron ?", "fr"),
        ("pourquoi la grève", "fr"),
        ("Combien d'Américains sont morts d'overdoses en 2023 ?", "fr"),
        ("Quantas pessoas morreram de overdose em 2023?", "pt"),
        ("Chi ha vinto le elezioni?", "it"),
        ("Kto wygrał wybory?", "pl"),
        ("Seçimi kim kazandı?", "tr"),
        ("Ai đã thắng cử?", "vi"),
    ],
)
def test_several_words_tell_a_language_that_shares_its_letters(question: str, code: str) -> None:
    assert asked_language(question) == code


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("누가 이겼나요?", "ko"),
        ("BTS 컴백 언제야?", "ko"),
        ("誰が選挙に勝ったのか", "ja"),
        ("東京都知事選挙の結果は?", "ja"),
        ("誰贏得了選舉?", "zh"),
        ("Кто победил?", "ru"),
        ("Что сказал Trump?", "ru"),
        ("من فاز؟", "ar"),
        ("انتخابات کس نے جیتے؟", "ur"),
        ("चुनाव किसने जीता?", "hi"),
        ("ใครชนะการเลือกตั้ง", "th"),
        ("מי ניצח בבחירות?", "he"),
        ("Ποιος κέρδισε;", "el"),
        ("ვინ გაიმარჯვა?", "ka"),
    ],
)
def test_a_script_tells_its_language_by_itself(question: str, code: str) -> None:
    assert likely_language(question) == code
    assert asked_language(question) == code


@pytest.mark.parametrize("usual", ["de", "ko", "pt"])
def test_what_tells_nothing_is_in_the_language_of_the_talk(usual: str) -> None:
    assert asked_language("Los Angeles?", usual=usual) == usual
    assert asked_language("2024!!! 🙂", usual=usual) == usual
    assert asked_language("who won the election in Ohio?", usual=usual) == "en"


def test_a_whole_phrase_of_a_pack_tells_its_language_and_a_part_of_a_message_does_not() -> None:
    for pack in packs():
        for phrase in pack.talk.thanks | pack.questions.alone:
            assert told_language(f"{phrase.capitalize()}!") == pack.code
    assert asked_language("Danke!") == "de"
    assert asked_language("The singer Gracias, the band Danke and the film Merci") == "en"


def test_openings_of_questions_are_told_by_py3langid_too_or_by_nobody() -> None:
    """No opening may be a usual one of another language that has no pack."""
    from language.detection import _identifier

    wrong = []
    for pack in packs()[:4]:
        for opening in pack.questions.openings:
            code, probability = _identifier().classify(opening)
            if code != pack.code and probability > 0.9:
                wrong.append((opening, pack.code, code))
    assert wrong == []


@pytest.mark.parametrize("text", ["", " ", "?", "🙂", "12,5", "\x00", "a", "ß", "'" * 5000, "é" * 100_000])
def test_nothing_that_can_be_written_is_an_error(text: str) -> None:
    assert asked_language(text) in LANGUAGES
    assert text_language(text) is None or text_language(text) in LANGUAGES


def test_an_article_is_told_by_its_text_alone() -> None:
    english = "The mayor of Los Angeles said on Tuesday that the fires had been contained near El Paso and Las Vegas."
    assert text_language(english) == "en"
    assert text_language("Die Bürgermeisterin sagte am Dienstag, dass die Brände eingedämmt seien.") == "de"
    assert text_language("No.") is None


def test_ordinary_questions_are_told_without_loading_the_model() -> None:
    script = """if True:
        import sys
        from language.detection import told_language
        asked = ["who led the US delegation?", "미국 대표단은 누가 이끌었나?", "Wer war der Leiter?", "thanks!"]
        print(*map(told_language, asked), "py3langid" in sys.modules, "numpy" in sys.modules)
    """
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=30, check=True)
    assert done.stdout.split() == ["en", "ko", "de", "en", "False", "False"]


@pytest.mark.parametrize(
    ("message", "language"),
    [
        ("Sind die Mieten gestiegen?", "de"),
        ("Hat der Senat zugestimmt?", "de"),
        ("Me siento muy triste", "es"),
        ("je me sens mal", "fr"),
        ("Did Die Linke win?", "en"),
        ("los angeles fires", "en"),
        ("tell me about El Fasher", "en"),
    ],
)
def test_an_article_before_a_capital_takes_only_the_capital_from_what_tells(message: str, language: str) -> None:
    assert asked_language(message) == language


@pytest.mark.parametrize(
    ("message", "language"),
    [
        ("NATO首脳会議の結果", "ja"),
        ("大阪万博 入場券 価格", "ja"),
        ("原発再稼働 反対", "ja"),
        ("特斯拉の新车", "zh"),
        ("台灣の夜市", "zh"),
        ("香港 立法會 選舉 結果", "zh"),
        ("里约热内卢 会議", "zh"),
    ],
)
def test_characters_as_only_japan_writes_them_are_japanese_without_kana(message: str, language: str) -> None:
    assert asked_language(message) == language
