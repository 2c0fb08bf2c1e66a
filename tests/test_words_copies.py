"""Copies as proof: whole sentences and clauses, none taken out from under a head, no fragments."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.answering.evidence import Evidence
from bot.answering.judging.words.copies import copy_of
from bot.answering.judging.words.heads import heads
from bot.answering.judging.words.statements import stated
from language.sentences import sentences

SETS = Path(__file__).parent.parent / "evals" / "sets"
DENIED = [json.loads(line) for line in (SETS / "denied" / "denied.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("row", DENIED, ids=[row["id"] for row in DENIED])
def test_a_clause_that_its_sentence_denies_doubts_or_asks_is_not_said(row: dict[str, Any]) -> None:
    assert stated(row["claim"], Evidence(row["passage"], told=row["language"])).says != "says"


@pytest.mark.parametrize(
    ("passage", "clause"),
    [
        ("Dock workers accused the line that it had hidden the leak for months.", "It had hidden the leak for months."),
        ("Far from it: nobody says the mayor sold the old harbour crane.", "The mayor sold the old harbour crane."),
        ("“Send your bank card to the desk today,” the message read.", "Send your bank card to the desk today."),
        ("Es heißt, angeblich habe die Fähre im Mai ein Leck gehabt.", "Habe die Fähre im Mai ein Leck gehabt."),
        ("市長は港のクレーンが先月すべて売却されたことを否定した。", "港のクレーンが先月すべて売却された。"),
        ("Le maire a écarté l'idée que la grue du port soit vendue.", "La grue du port soit vendue."),
    ],
)
def test_a_clause_under_a_head_in_another_shape_is_no_copy(passage: str, clause: str) -> None:
    language = "ja" if "港" in passage else "de" if "Fähre" in passage else "fr" if "maire" in passage else "en"
    assert copy_of(clause, sentences(passage), language) is None


@pytest.mark.parametrize(
    ("language", "passage", "clause"),
    [
        ("en", "Had the line been kept open, 40 trains ran through Marrow each day.", "40 trains ran through Marrow."),
        ("en", "Should the strike go on, 4,000 flights will be cancelled.", "4,000 flights will be cancelled."),
        ("en", "Police have yet to confirm that the driver was drunk at noon.", "The driver was drunk at noon."),
        ("en", "The team lied when it said the sample was tested twice.", "The sample was tested twice."),
        ("en", "Doctors found nothing to suggest that the water made children sick.", "The water made children sick."),
        ("de", "Bricht der Damm, steht die Unterstadt unter Wasser.", "Die Unterstadt steht unter Wasser."),
        ("de", "Die Zeitung nahm den Bericht zurück, die Senatorin sei tot.", "Die Senatorin ist tot."),
        ("de", "Der Wirt stritt es gestern ab, die Firma habe Geld bekommen.", "Die Firma habe Geld bekommen."),
        ("ko", "파업이 길어지면 항공편 4천 편이 취소된다.", "항공편 4천 편이 취소된다."),
        ("ko", "댐이 무너지면 아랫마을이 물에 잠긴다.", "아랫마을이 물에 잠긴다."),
    ],
)
def test_a_clause_under_a_condition_without_its_word_or_a_verb_in_two_parts_is_not_said(
    language: str, passage: str, clause: str
) -> None:
    assert stated(clause, Evidence(passage, told=language)).says != "says"


@pytest.mark.parametrize(
    ("language", "passage", "clause"),
    [
        ("en", "The council had met on Monday, and the pool was shut in June.", "The pool was shut in June."),
        ("en", "The mayor took the train back to Kassel, and two men sat in the hall.", "Two men sat in the hall."),
        ("de", "Der Zug fuhr am Abend zurück, und der Rat tagte am Montag.", "Der Rat tagte am Montag."),
        ("de", "Am Montag wird der Hafen geöffnet, und die Fähre fährt nach Norden.", "Die Fähre fährt nach Norden."),
        (
            "en",
            "Had the dam broken, the town would have been lost.",
            "Had the dam broken, the town would have been lost.",
        ),
    ],
)
def test_a_verb_that_opens_no_condition_and_takes_nothing_back_is_no_head(
    language: str, passage: str, clause: str
) -> None:
    assert stated(clause, Evidence(passage, told=language)).says == "says"


@pytest.mark.parametrize(
    ("language", "clause", "frames"),
    [
        (
            "en",
            "The ferry company cut twelve jobs in Marrow on Friday.",
            (
                "Whoever told you {} was joking.",
                "The paper took back its report that {}",
                "A deepfake video had the minister say: {}",
                "The radio pulled its story that {}",
            ),
        ),
        (
            "de",
            "Die Reederei hat am Freitag zwölf Stellen gestrichen.",
            ("Keineswegs zutreffend sei die Meldung: {}", "In einem gefälschten Video heißt es: {}"),
        ),
        (
            "es",
            "La naviera suprimió doce empleos el viernes.",
            ("En broma dijo que {}", "No hay nada de cierto en que {}"),
        ),
        ("fr", "La compagnie a supprimé douze emplois vendredi.", ("Dans une vidéo truquée, {}",)),
        ("ko", "선사는 금요일에 일자리 열두 개를 없앴다.", ("딥페이크 영상에서 {}",)),
        ("zh", "公司周五裁掉了十二个岗位。", ("报社撤回了报道：{}",)),
        ("ja", "会社は金曜日に十二の職を削減した。", ("捏造された記事によると、{}",)),
    ],
)
def test_a_clause_out_of_a_forgery_a_joke_or_what_was_taken_back_is_not_said(
    language: str, clause: str, frames: tuple[str, ...]
) -> None:
    for frame in frames:
        told = frame.format(clause if frame.endswith("{}") else clause.rstrip("."))
        assert stated(clause, Evidence(told, told=language)).says != "says", told


@pytest.mark.parametrize(
    ("language", "clause", "frames"),
    [
        (
            "en",
            "The mayor opened the Varda bridge on Tuesday.",
            ("In the novel, {}", "In Ana Lind's first thriller {}", "{}, in a new film by Ana Lind.",
             "She dreamed that {}", "In a hypothetical case, {}", "Legend has it that {}", "In a musical, {}"),
        ),
        (
            "de",
            "Die Bürgermeisterin hat am Dienstag die Brücke eröffnet.",
            ("Im Roman: {}", "In dem neuen Film heißt es: {}", "Er träumte, {}", "Dem Vernehmen nach: {}"),
        ),
        (
            "es",
            "La alcaldesa abrió el puente el martes.",
            ("En la película, {}", "En su última novela, {}", "Soñó que {}", "Dicen que {}"),
        ),
        (
            "fr",
            "La maire a ouvert le pont mardi matin.",
            ("Dans le film, {}", "Dans son dernier roman, {}", "Il a rêvé que {}", "On raconte que {}"),
        ),
        ("ko", "시장이 화요일에 바르다 다리를 열었다.", ("소설에서 {}", "영화 속에서는 {}", "들리는 말로는 {}")),
        ("zh", "市长星期二开通了瓦尔达大桥。", ("在小说中，{}", "电影里，{}", "他梦见{}", "听说{}")),
        ("ja", "市長は火曜日にヴァルダ橋を開いた。", ("小説では、{}", "映画の中で、{}", "言い伝えでは{}")),
    ],
)  # fmt: skip
def test_a_clause_out_of_a_story_a_dream_or_hearsay_is_not_said(
    language: str, clause: str, frames: tuple[str, ...]
) -> None:
    for frame in frames:
        told = frame.format(clause if frame.endswith("{}") else clause.rstrip("."))
        assert stated(clause, Evidence(told, told=language)).says != "says", told
    assert stated(clause, Evidence(clause, told=language)).says == "says"
    works = "The film opened in Varda on Tuesday night, the studio said."
    assert stated("The film opened in Varda on Tuesday night.", Evidence(works, told="en")).says == "says"


@pytest.mark.parametrize(
    ("text", "language", "copied"),
    [
        ("The pier was sold on Monday, and the mayor denied it was a secret.", "en", "The pier was sold on Monday."),
        ("Varga said that the pier will close in April.", "en", "The pier will close in April."),
        ("There is no evidence that the pier is unsafe.", "en", "There is no evidence that the pier is unsafe."),
        ("Der Pegel stieg am Freitag um zwei Meter, obwohl es nie regnete.", "de",
         "Der Pegel stieg am Freitag um zwei Meter."),
        ("Nobody was hurt.", "en", "Nobody was hurt."),
        ("港口周一关闭了北码头，市长说。", "zh", "港口周一关闭了北码头。"),
    ],
)  # fmt: skip
def test_a_whole_sentence_or_clause_that_stands_under_no_head_is_a_copy(text: str, language: str, copied: str) -> None:
    assert copy_of(copied, sentences(text), language) is not None


@pytest.mark.parametrize(
    ("passage", "clause"),
    [
        ("It is an old wives' tale that the harbour fees were abolished last year.",
         "The harbour fees were abolished last year."),
        ("No one has shown that the harbour fees were abolished last year.",
         "The harbour fees were abolished last year."),
        ("The idea that the harbour fees were abolished last year is a joke.",
         "The harbour fees were abolished last year."),
        ("Es ist ein Gerede, dass die Hafengebühren im Mai abgeschafft wurden.",
         "Die Hafengebühren wurden im Mai abgeschafft."),
        ("Nadie ha probado que el puerto abolió las tasas en mayo.", "El puerto abolió las tasas en mayo."),
        ("Rien ne prouve que le port a supprimé les taxes en mai.", "Le port a supprimé les taxes en mai."),
    ],
)  # fmt: skip
def test_a_clause_that_hangs_on_words_that_neither_tell_nor_show_it_is_not_said(passage: str, clause: str) -> None:
    language = "de" if "Hafen" in passage else "es" if "puerto" in passage else "fr" if "port a" in passage else "en"
    assert stated(clause, Evidence(passage, told=language)).says != "says"


@pytest.mark.parametrize(
    ("passage", "clause", "language"),
    [
        ("A study showed that the harbour fees were abolished last year.",
         "The harbour fees were abolished last year.", "en"),
        ("The crane that fell in May was old; the harbour fees were abolished last year.",
         "The harbour fees were abolished last year.", "en"),
        ("Berg teilte mit, dass die Hafengebühren im Mai abgeschafft wurden.",
         "Die Hafengebühren wurden im Mai abgeschafft.", "de"),
        ("Berg explicó que el puerto abolió las tasas en mayo.", "El puerto abolió las tasas en mayo.", "es"),
    ],
)  # fmt: skip
def test_a_clause_that_hangs_on_words_that_tell_or_show_it_is_said(passage: str, clause: str, language: str) -> None:
    assert stated(clause, Evidence(passage, told=language)).says == "says"


@pytest.mark.parametrize("fragment", ["Wang Xiaohong", "2019.", "900", "California", "The widow of a ship's surgeon"])
def test_a_fragment_that_stands_somewhere_in_the_passage_proves_nothing(fragment: str) -> None:
    passage = Evidence(
        "Wang Xiaohong received the visitors from California in 2019. The director is the widow of a ship's surgeon, "
        "and 900 people came."
    )
    assert stated(fragment, passage).says != "says"


def test_a_head_reaches_to_the_end_of_its_clause_and_back_where_nothing_follows_it() -> None:
    text = "The port reopened, but officials denied that two cranes were sold."
    (denied,) = heads(text, "en")
    assert text[denied.first : denied.last] == " that two cranes were sold."
    text = "Two cranes were sold, the report alleges."
    (alleged,) = heads(text, "en")
    assert alleged.covers(0, text.index(","))
