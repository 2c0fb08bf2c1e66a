"""What a claim and what it rests on are compared by: terms with irregular verbs in one form, and values as written."""

from __future__ import annotations

import re
from functools import lru_cache

from language.words import terms

_IRREGULAR = {
    form: base
    for base, forms in (
        ("begin", "began begun"), ("win", "won"), ("lead", "led"), ("rise", "rose risen"), ("fall", "fell fallen"),
        ("build", "built"), ("meet", "met"), ("pay", "paid"), ("lose", "lost"), ("write", "wrote written"),
        ("give", "gave given"), ("take", "took taken"), ("buy", "bought"), ("sell", "sold"), ("find", "found"),
        ("make", "made"), ("die", "death deaths dead"), ("hurt", "injured injuries wounded"),
        ("kill", "killed killings"), ("grow", "grew grown"), ("spend", "spent"), ("choose", "chose chosen"),
        ("leave", "left"), ("hold", "held"), ("speak", "spoke spoken"), ("draw", "drew drawn"), ("come", "came"),
        ("go", "went gone"), ("send", "sent"), ("run", "ran"), ("sink", "sank sunk"), ("drive", "drove driven"),
        ("know", "knew known"), ("see", "saw seen"), ("tell", "told"), ("catch", "caught"), ("fight", "fought"),
        ("bring", "brought"), ("shoot", "shot"), ("steal", "stole stolen"), ("break", "broke broken"),
        ("fly", "flew flown"), ("strike", "struck"), ("teach", "taught"), ("wear", "wore worn"),
        ("ride", "rode ridden"), ("get", "got"),
    )
    for form in forms.split()
}  # fmt: skip
_IRREGULAR_WORD = re.compile(r"\b(?:" + "|".join(_IRREGULAR) + r")\b", re.IGNORECASE)


def subject(text: str, *, language: str | None = None) -> list[str]:
    """The terms of a text, irregular verbs in their base form, so that question and statement meet."""
    return list(_subject(text, language))


def base_form(word: str) -> str:
    """An irregular English verb's form, in lower case, as its base form; any other word as it is."""
    return _IRREGULAR.get(word, word)


def has_value(text: str, value: str) -> bool:
    """Whether a value ("16", "Jen Daskal") stands in a text, not as a part of a longer word or number."""
    return re.search(rf"(?<!\w){re.escape(value)}(?!\w)", text) is not None


@lru_cache(maxsize=2048)
def _subject(text: str, language: str | None) -> tuple[str, ...]:
    return tuple(terms(_IRREGULAR_WORD.sub(lambda match: _IRREGULAR[match[0].lower()], text), language=language))
