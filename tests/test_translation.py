"""What people are told: one catalogue a language, each whole, each with the sentences that the code tells."""

from __future__ import annotations

import string
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message

from language.cldr import day_shown, days_shown, language_name, month_shown, number_shown
from language.extraction import UNREVIEWED, template, told_sentences, update
from language.pack import CODES, FALLBACK
from language.translation import FOLDER, catalogue_of, translatable, translate, translate_count

TRANSLATED = [code for code in CODES if code != FALLBACK]
HELLO = translatable("You're welcome.")


def sentences(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else "\n".join(message.id)


def forms(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def faults(catalogue: Catalog) -> list[str]:
    """What is wrong in a catalogue: a missing or doubtful translation, and placeholders that don't fit."""
    found = []
    for message in sentences(catalogue):
        english = (message.id,) if isinstance(message.id, str) else message.id
        if message.fuzzy or not all(forms(message)):
            found.append(f"not translated: {key(message)}")
        if message.pluralizable and len(forms(message)) != catalogue.num_plurals:
            found.append(f"not {catalogue.num_plurals} plural forms: {key(message)}")
        wanted = [placeholders(one) for one in english]
        if any(placeholders(form) not in wanted for form in forms(message) if form):
            found.append(f"other placeholders: {key(message)}")
    return found


def test_every_language_has_one_catalogue() -> None:
    assert sorted(path.stem for path in FOLDER.iterdir()) == sorted(TRANSLATED)


@pytest.mark.parametrize("code", TRANSLATED)
def test_catalogue_holds_the_sentences_of_the_code_and_no_others(code: str) -> None:
    told = {key(message) for message in sentences(template())}
    assert {key(message) for message in sentences(catalogue_of(code))} == told, "run `make messages`"


@pytest.mark.parametrize("code", TRANSLATED)
def test_every_sentence_is_translated_with_its_placeholders(code: str) -> None:
    assert faults(catalogue_of(code)) == []


def test_faults_of_a_catalogue_are_found() -> None:
    catalogue = Catalog(locale="de")
    catalogue.add("Hello", "")
    catalogue.add("{count} of {all}", "{count} von {alle}")
    catalogue.add(("One {name}", "{count} {name}"), ("Ein {name}",))
    catalogue.add("Read as {name}", "Gelesen als {name}", flags=["fuzzy"])
    assert [fault.split(":")[0] for fault in faults(catalogue)] == [
        "not translated", "other placeholders", "not 2 plural forms", "not translated",
    ]  # fmt: skip


@pytest.mark.parametrize("code", TRANSLATED)
def test_catalogue_that_no_speaker_has_read_says_so_in_its_head(code: str) -> None:
    assert UNREVIEWED in catalogue_of(code).header_comment


def test_no_sentence_is_put_together_where_it_is_translated() -> None:
    # A variable in place of a sentence can't be extracted, unless a table marks it with `translatable`.
    assert all(sentence and all(sentence) for _, sentence in told_sentences())


def test_sentence_is_told_in_the_language_and_in_english_where_there_is_none() -> None:
    assert translate(HELLO, "de") == "Gern geschehen."
    assert translate(HELLO, "en") == HELLO
    assert {translate(HELLO, code) for code in ("pt", "zz", "", None, "../../etc/passwd")} == {HELLO}
    assert translate("A sentence that nobody has translated: {what}.", "ko", what="{x}") == (
        "A sentence that nobody has translated: {x}."
    )


def test_numbers_and_plurals_are_those_of_the_language() -> None:
    one, many = "The library has one article.", "The library has {count} articles."
    assert translate_count(one, many, "de", count=1) == "Die Bibliothek hat einen Artikel."
    assert translate_count(one, many, "de", count=10_702) == "Die Bibliothek hat 10.702 Artikel."
    assert translate_count(one, many, "en", count=10_702) == "The library has 10,702 articles."
    assert translate_count(one, many, "pt", count=0) == "The library has 0 articles."
    assert "1" in translate_count(one, many, "ja", count=1)


def test_days_are_written_as_the_language_writes_them() -> None:
    day = date(2024, 1, 30)
    assert [day_shown(day, code) for code in ("en", "de", "ko", "pt")] == [
        "30 Jan 2024", "30. Jan. 2024", "2024년 1월 30일", "30 Jan 2024",
    ]  # fmt: skip
    assert days_shown(date(2026, 11, 21), date(2026, 11, 28), "en") == "21–28 Nov 2026"
    assert days_shown(date(2023, 11, 17), date(2024, 3, 27), "en") == "17 Nov 2023 – 27 Mar 2024"
    assert days_shown(day, day, "es") == day_shown(day, "es")
    assert month_shown(day, "es") == "enero de 2024"
    assert number_shown(10_702, "en") == "10,702"


def test_language_is_named_as_the_asker_names_it() -> None:
    assert [language_name("en", code) for code in ("en", "fr", "ja", "pt")] == ["English", "anglais", "英語", "English"]
    assert language_name("xx", "de") == "xx"


def test_english_needs_no_catalogue_and_loads_no_library() -> None:
    script = """if True:
        import sys
        from language.translation import translate
        translate("You're welcome.", "en")
        print("babel" in sys.modules, end=" ")
        translate("You're welcome.", "de")
        print("babel" in sys.modules)
    """
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=30, check=True)
    assert done.stdout.split() == ["False", "True"]


def test_update_adds_drops_and_marks_for_rereading(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("language.extraction.FOLDER", tmp_path)
    monkeypatch.setattr("language.translation.FOLDER", tmp_path)

    def updated(*told: str) -> Catalog:
        wanted = Catalog()
        for sentence in told:
            wanted.add(sentence)
        update("fr", wanted)
        return catalogue_of("fr")

    assert UNREVIEWED in updated("Nothing was found.", "Delete").header_comment
    text = (tmp_path / "fr.po").read_text(encoding="utf-8")
    text = text.replace('msgid "Nothing was found."\nmsgstr ""', 'msgid "Nothing was found."\nmsgstr "Rien trouvé."')
    (tmp_path / "fr.po").write_text(text, encoding="utf-8")
    reworded = updated("Nothing was found here.")
    assert [(message.id, message.string, message.fuzzy) for message in sentences(reworded)] == [
        ("Nothing was found here.", "Rien trouvé.", True)
    ]


def test_extraction_reads_calls_tables_and_plurals(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "bot").mkdir()
    (tmp_path / "bot" / "replies.py").write_text(
        'A = {"k": translatable("One " "sentence.")}\n'
        'def told(language):\n    return translate("Two {what}.", language, what=1)\n'
        'def counted(n, language):\n    return translate_count("One thing.", "{count} things.", language, count=n)\n'
    )
    monkeypatch.setattr("language.extraction.ROOT", tmp_path)
    assert list(told_sentences()) == [
        ("bot/replies.py", "One sentence."),
        ("bot/replies.py", "Two {what}."),
        ("bot/replies.py", ("One thing.", "{count} things.")),
    ]
