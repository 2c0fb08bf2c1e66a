"""What people read is natural English: forms that came up once, and read oddly, don't come back."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from language.extraction import told_sentences

ROOT = Path(__file__).parents[1]
PACKAGES = ("bot", "evals", "ingest", "language", "prompts", "vectorstore")
PAGES = [ROOT / "README.md", ROOT / ".env.example", *sorted((ROOT / "docs").glob("*.md"))]

FORBIDDEN = {
    # "There is no …" and "is no longer" are English.
    r"(?<!\bthere )\b(?:is|are|was|were) no (?!longer\b|key\b|network\b)[a-z]": "say “is not a …”",
    r"\banew\b": "say “again”, “rebuilt” or “re-embedded”",
    r"[,(] ?as (?:20\d\d|[A-Z][a-z]+/[A-Z])": "say “for example”, “such as” or name the format",
    r"\b(?:could be|is|are) meant by\b": "say “matches”",
    r"\bto put right\b": "say “invalid”",
    r"\b(?:wants?|need) looking at\b": "say “needs attention”",
    r"\bthe (?:newest|first) so many\b": "say how many",
    r"\bhas trouble\b": "say “error”",
    r"\bwhere it is to be read\b": "say “link”",
    r"\bmy newest\b": "say “the newest”",
}


def odd(text: str) -> list[str]:
    """What is odd in a text, with what to say instead."""
    return [
        f"“{found[0]}”: {instead}"
        for form, instead in FORBIDDEN.items()
        for found in re.finditer(form, " ".join(text.split()), re.IGNORECASE)
    ]


def literals(source: str) -> Iterator[tuple[int, str]]:
    """(line, text) of each string that is no docstring; what an f-string fills in is left out."""
    tree = ast.parse(source)
    parts = {id(one) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for one in node.values}
    alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            pieces = (one.value if isinstance(one, ast.Constant) else "§" for one in node.values)
            yield node.lineno, "".join(map(str, pieces))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in parts | alone:
            yield node.lineno, node.value


def test_no_string_of_the_code_holds_an_odd_form() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}: {one}"
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
        if "packs" not in path.parts
        for line, text in literals(path.read_text(encoding="utf-8"))
        for one in odd(text)
    ]
    assert found == []


def test_no_sentence_of_the_catalogues_holds_an_odd_form() -> None:
    told = [one for _, sentence in told_sentences() for one in ([sentence] if isinstance(sentence, str) else sentence)]
    assert len(told) > 150
    assert [fault for sentence in told for fault in odd(sentence)] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_page_holds_an_odd_form(page: Path) -> None:
    lines = page.read_text(encoding="utf-8").splitlines()
    assert [f"line {n}: {one}" for n, line in enumerate(lines, start=1) for one in odd(line)] == []


@pytest.mark.parametrize(
    "text",
    [
        "'12/01/2024' is no whole date",
        "Made anew: 8 articles.",
        "The question's own date, as 2024-01-30; today by default.",
        "Where today is counted, as Asia/Seoul.",
        "No article is meant by 'nosuch'.",
        "3 of 9 sources want looking at",
        "The newest so many; 0: all.",
        "Pages that are no article",
    ],
)
def test_odd_forms_are_found(text: str) -> None:
    assert odd(text)


@pytest.mark.parametrize(
    "text",
    ["There is no library yet.", "It is no longer used.", "Such as 2024-01-30.", "Known as Asia", "It is not a date."],
)
def test_natural_english_is_not_called_odd(text: str) -> None:
    assert odd(text) == []
