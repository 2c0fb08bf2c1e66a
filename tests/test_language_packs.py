"""The packs of `language`: one format for every language, and a loader that refuses what breaks it."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from dataclasses import fields, replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import language.packs
from language.pack import CODES, FALLBACK, Pack, PackError, Talk, pack, packs, tables
from language.reading import readings

FOLDER = Path(language.packs.__file__ or "").parent


def test_every_language_has_one_file_and_every_file_is_a_language() -> None:
    files = {path.stem for path in FOLDER.glob("*.py")} - {"__init__"}
    assert files == set(CODES)
    assert [one.code for one in packs()] == list(CODES)


def test_every_pack_has_the_same_tables_and_none_is_empty() -> None:
    names = {one.code: [name for name, entries in tables(one) if entries] for one in packs()}
    assert all(there == names[FALLBACK] for there in names.values())
    assert "talk.greetings" in names["de"]


# What a language has no words for, by its grammar or script. These lists may only become shorter.
OF_SPACED = """
asking.at asking.counting replies.according pages.of bylines.written bylines.fill bylines.at borders.titles
judging.things judging.of judging.similar judging.by judging.joined judging.aged judging.how judging.subordinators
wanting.of wanting.inside wanting.articles wanting.before_nouns wanting.classes wanting.somewhere wanting.numerals
wanting.between
"""
OF_SOME = {
    "asking.places": "ko zh ja",
    "bylines.behind": "ko zh ja",
    "judging.future_endings": "es fr",
    "judging.particles": "ko",
    "judging.verb_endings": "ko",
    "wanting.before_names": "de",
    "borders.zones": "en",
    "judging.years": "en de",
    "judging.old": "en de",
    "wanting.denied": "en de",
    "wanting.auxiliaries": "en",
}


def test_every_pack_says_all_that_its_language_has_words_for() -> None:
    empty = {
        (one.code, f"{section.name}.{table.name}")
        for one in packs()
        for section in fields(one.reading)
        for table in fields(getattr(one.reading, section.name))
        if not getattr(getattr(one.reading, section.name), table.name)
    }
    spaced = {(code, table) for code in ("ko", "zh", "ja") for table in OF_SPACED.split()}
    some = {(code, table) for table, having in OF_SOME.items() for code in CODES if code not in having.split()}
    assert empty == spaced | some


def test_every_entry_of_reading_is_a_whole_regular_expression_without_a_group_of_its_own() -> None:
    for one in readings():
        for section in fields(one):
            for table in fields(getattr(one, section.name)):
                for entry in getattr(getattr(one, section.name), table.name):
                    if table.name != "contraries":
                        assert re.compile(entry).groups == 0, entry


@pytest.mark.parametrize("code", CODES)
def test_a_pack_is_tables_and_no_code(code: str) -> None:
    tree = ast.parse((FOLDER / f"{code}.py").read_text(encoding="utf-8"))
    docstring, imported, defined = tree.body
    assert isinstance(docstring, ast.Expr)
    assert isinstance(imported, ast.ImportFrom)
    assert imported.module == "language.pack"
    assert isinstance(defined, ast.Assign)


def test_an_unknown_table_and_a_missing_one_are_refused() -> None:
    english: dict[str, Any] = {name: getattr(pack("en"), name) for name in Pack.__slots__}
    with pytest.raises(TypeError, match="proverbs"):
        Pack(**(english | {"proverbs": frozenset({"all's well"})}))
    del english["function_words"]
    with pytest.raises(TypeError, match="function_words"):
        Pack(**english)


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        ({"code": "nl"}, "of the code xx"),
        ({"function_words": frozenset()}, "function_words is empty"),
        ({"function_words": frozenset({"Der"})}, "'Der'"),
        ({"function_words": frozenset({"e\u0301te"})}, "NFC"),
        ({"talk": Talk(greetings=frozenset({"good  day"}), thanks=frozenset("a"), farewells=frozenset("b"))}, "greet"),
    ],
)
def test_a_file_that_breaks_the_format_is_told_by_its_name(
    monkeypatch: pytest.MonkeyPatch, broken: dict[str, Any], told: str
) -> None:
    module = ModuleType("language.packs.xx")
    module.__dict__["PACK"] = replace(pack("en"), **({"code": "xx"} | broken))
    monkeypatch.setitem(sys.modules, "language.packs.xx", module)
    monkeypatch.setattr("language.pack.CODES", (*CODES, "xx"))
    try:
        with pytest.raises(PackError, match=told) as caught:
            pack("xx")
    finally:
        pack.cache_clear()
    assert "packs/xx.py" in str(caught.value)


@pytest.mark.parametrize("code", ["pt", "", None, "../../etc/passwd", "EN"])
def test_a_language_without_a_pack_falls_back_to_english_whole(code: str | None) -> None:
    assert pack(code) is pack("en")


def test_packs_load_no_library() -> None:
    script = """if True:
        import sys
        from language.pack import packs
        packs()
        print(*sorted({"numpy", "py3langid", "yaml", "pydantic", "babel"} & set(sys.modules)))
    """
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=30, check=True)
    assert done.stdout.strip() == ""
