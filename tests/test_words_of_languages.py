"""The words of languages stand in `language/`, and nowhere else."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from language.pack import packs
from language.stopwords import STOPWORDS

ROOT = Path(__file__).parents[1]
PACKAGES = ("bot", "evals", "ingest", "prompts", "vectorstore")

# How many strings of a file still hold such words, and why. A number may only become smaller.
ALLOWED = {
    "bot/answering/judging/words/characters.py": (2, "how Korean verbs and subjects are formed: grammar, in code"),
    "bot/answering/judging/words/fragments.py": (1, "how an answer of one phrase becomes a sentence: grammar, in code"),
    "bot/answering/mark_forms.py": (2, "raised figures"),
    "bot/demo.py": (1, "a question that is asked in the demonstration"),
    "evals/discord_first_words.py": (1, "a question that is measured"),
    "evals/wordings.py": (1, "a place whose name looks foreign"),
    "evals/workshop/mutations.py": (1, "a rule of a prompt that stands there in German"),
    "ingest/characters.py": (1, "characters that nobody sees"),
    "ingest/cleaning.py": (3, "figures with 年月日 and 页"),
    "ingest/dates.py": (5, "days in figures with 年月日, and hours beside them"),
    "ingest/pagination.py": (1, "figures with 页"),
    "ingest/sources/continuations.py": (1, "what most pages lack, looked for in their code before anything is parsed"),
    "ingest/wording.py": (1, "English endings"),
    "prompts/fences.py": (1, "the roles of a chat, which are taken out of what others wrote"),
    "prompts/fitness.py": (1, "不 and 没 between twice the same character: a grammar"),
    "prompts/talking.py": (1, "small words within names"),
    "vectorstore/fulltext.py": (1, "ranges of letters"),
}
WORD = re.compile(r"[^\W\d_]{2,}")
FOREIGN = frozenset().union(
    *(pack.function_words for pack in packs() if pack.code in ("de", "es", "fr")), *STOPWORDS[1:]
) - packs()[0].function_words - STOPWORDS[0]  # fmt: skip


def strings(source: str) -> Iterator[str]:
    """Each string of a module that is no docstring."""
    tree = ast.parse(source)
    alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in alone:
            yield node.value


def is_foreign(text: str) -> bool:
    """Whether a string holds a word with letters that English lacks, or several function words of other languages."""
    plain = re.sub(r"\\u[\da-f]{4}|[^\W\d_]-[^\W\d_]|\\[a-z]", " ", text)  # ranges of letters are no words
    found = WORD.findall(plain)
    if any(not word.isascii() for word in found):
        return True
    return len({word for word in found if word in FOREIGN and len(word) < 8}) >= 3


def test_words_of_other_languages_stand_in_the_language_package_only() -> None:
    found = {
        str(path.relative_to(ROOT)): count
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
        if (count := sum(map(is_foreign, strings(path.read_text(encoding="utf-8")))))
    }
    assert found == {name: count for name, (count, _) in ALLOWED.items()}


def test_a_table_in_another_language_would_be_noticed() -> None:
    assert is_foreign(r"\b(?:warum|weil|nicht|über)\b")
    assert is_foreign("위원장|총리")
    assert is_foreign("sobre hasta desde porque")
    assert is_foreign("le la les des")
    assert not is_foreign(r"[A-ZÀ-Þ][\w’'-]+ [\u4e00-\u9fff]")
    assert not is_foreign("Nothing was found in the library of this server.")
