"""Words of a text for matching a question with evidence, in any language: terms, rarity, names.

No dictionary of any one language stands behind this: Latin-script words are lower-cased and lightly
stemmed, runs of Chinese, Japanese and Korean become character bigrams (which also sees past Korean
particles), and a short list of function words keeps "who", "the" and their like from counting.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from language.detection import likely_language
from language.folding import fold, fold_letters, join, join_initials
from language.functionwords import COUNTRIES, FUNCTION_BIGRAMS, FUNCTION_WORDS
from language.pack import FALLBACK

CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3"
# Vowel signs and other marks of the scripts of India and South East Asia, which stand within words.
_MARKS = "".join(c for c in map(chr, range(0x900, 0x1900)) if unicodedata.category(c) in ("Mn", "Mc"))
_LETTER = rf"(?:[^\W\d_{CJK}]|[{_MARKS}])"
_RUN = re.compile(rf"[{CJK}]+|\d+(?:[.,:]\d+)*|{_LETTER}+(?:\d(?:[^\W_{CJK}]|[{_MARKS}])*)?", re.UNICODE)
_CJK_RUN = re.compile(f"[{CJK}]")
_POSSESSIVE = re.compile(r"['’]s\b", re.IGNORECASE)

_UNITED_STATES = re.compile(r"\bU\.?S\.?(?:A\b\.?)?(?!\w)|\bUnited States(?: of America)?\b")
_UNITED_KINGDOM = re.compile(r"\bU\.?K\.?(?!\w)|\bUnited Kingdom\b")


def terms(text: str, *, language: str | None = None) -> list[str]:
    """The text's terms in order, function words of its language (told by itself where none is given) left out."""
    own = FUNCTION_WORDS.get(language or likely_language(text) or FALLBACK, frozenset())
    found: list[str] = []
    for run in _runs(text):
        if _CJK_RUN.match(run):
            found.extend(gram for gram in _bigrams(run) if gram not in FUNCTION_BIGRAMS)
        elif run not in FUNCTION_WORDS["en"] and run not in own:
            found.append(stem(COUNTRIES.get(run, run)))
    return found


def _runs(text: str) -> list[str]:
    return _RUN.findall(fold_letters(with_plain_countries(join(text))))


def with_plain_countries(text: str) -> str:
    """The text, the United States and the United Kingdom under one name each."""
    return _UNITED_KINGDOM.sub(" Britain ", _UNITED_STATES.sub(" USA ", text))


def _bigrams(run: str) -> Iterable[str]:
    if len(run) == 1:
        return (run,)
    return (run[at : at + 2] for at in range(len(run) - 1))


def stem(word: str) -> str:
    """Off with the plural and the commonest endings: enough to match, too little to confuse."""
    if len(word) in (4, 5) and word.endswith(("ied", "ies")):
        return word[:-1]  # "died", "ties"
    if len(word) <= 4 or not word.isascii():
        return word
    for ending, kept in (
        ("ies", "y"),
        ("ied", "y"),
        ("sses", "ss"),
        ("ing", ""),
        ("ed", ""),
        ("es", ""),
        ("s", ""),
        ("e", ""),
    ):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            return word[: len(word) - len(ending)] + kept
    return word


def rarity(documents: Sequence[Collection[str]]) -> dict[str, float]:
    """Inverse document frequency, ln(1 + (N - df + 0.5) / (df + 0.5)) as in BM25, of each term."""
    frequency = Counter(term for document in documents for term in set(document))
    return {term: _idf(count, len(documents)) for term, count in frequency.items()}


def weights(asked: Iterable[str], documents: Sequence[Collection[str]], *, floor: float = 0.0) -> dict[str, float]:
    """How much each asked term counts among some documents: its rarity as a share of an unseen term's, and `floor`.

    Among a few documents on one subject that subject's own words are no rarer than "the"; the floor gives a
    term something for being there at all.
    """
    rare, unseen = rarity(documents), _idf(0, len(documents))
    return {term: floor + rare.get(term, unseen) / unseen for term in asked}


def _idf(frequency: int, count: int) -> float:
    return math.log(1 + (count - frequency + 0.5) / (frequency + 0.5))


_CAPITALISED = re.compile(r"\b[A-ZÀ-ÞА-Я][\w’']*")


def names(text: str) -> list[str]:
    """Capitalised words that aren't merely the head of the text or function words: "Beijing", "Jen", "Daskal".

    For scripts with capitals only; acronyms count, the first word counts when it is no function word and
    is followed by another capital.
    """
    text = _UNITED_KINGDOM.sub("Britain", _UNITED_STATES.sub("USA", join_initials(text)))
    function_words = FUNCTION_WORDS["en"] | FUNCTION_WORDS.get(likely_language(text) or FALLBACK, frozenset())
    found = []
    for match in _CAPITALISED.finditer(text):
        word = _POSSESSIVE.sub("", match[0])
        if fold(word) in function_words:
            continue
        at_head = not text[: match.start()].strip(" \"'“‘«¿¡(")
        if at_head and not re.match(r"\s+[A-ZÀ-ÞА-Я]", text[match.end() :]):
            continue
        found.append(word)
    return found
