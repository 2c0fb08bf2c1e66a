"""Which language a text is in: by its script, by a whole phrase of a pack, by function words, by py3langid.

`asked_language` is for what people write, of which a name, a capital or one word proves nothing: it answers with
the talk's usual language where it is unsure. `text_language` is for articles, which are long enough to count.
Codes are ISO 639-1.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from functools import cache, lru_cache
from itertools import islice
from typing import Protocol

from language.pack import FALLBACK, packs
from language.stopwords import STOPWORDS

# Languages that news is written in. Without the restriction, short English lines are told to be Breton.
LANGUAGES = (
    "af", "ar", "bg", "bn", "ca", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "he", "hi", "hr", "hu",
    "id", "it", "ja", "ko", "lt", "lv", "ms", "nl", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sr", "sv", "sw", "ta",
    "te", "th", "tl", "tr", "uk", "ur", "vi", "zh",
)  # fmt: skip
# The language of each script (by its name in Unicode). Where a script holds several, this one is given unless
# py3langid is sure of another.
_SCRIPTS = {
    "HANGUL": "ko", "HIRAGANA": "ja", "KATAKANA": "ja", "CJK": "zh", "CYRILLIC": "ru", "ARABIC": "ar",
    "DEVANAGARI": "hi", "THAI": "th", "HEBREW": "he", "GREEK": "el", "BENGALI": "bn", "TAMIL": "ta", "TELUGU": "te",
    "KANNADA": "kn", "MALAYALAM": "ml", "GUJARATI": "gu", "GURMUKHI": "pa", "SINHALA": "si", "KHMER": "km",
    "LAO": "lo", "MYANMAR": "my", "GEORGIAN": "ka", "ARMENIAN": "hy", "ETHIOPIC": "am", "TIBETAN": "bo",
}  # fmt: skip
_SHARED = {"ru": ("ru", "uk", "bg", "sr"), "ar": ("ar", "fa", "ur")}
_LETTERS_A_WORD = {"CJK": 2, "HIRAGANA": 2, "KATAKANA": 4, "THAI": 4, "LAO": 4, "KHMER": 4, "MYANMAR": 4}  # unspaced

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_QUOTED = re.compile(r"“[^”]*”|„[^“”]*[“”]|«[^»]*»|\"[^\"]*\"|「[^」]*」|『[^』]*』|《[^》]*》")
_ENDS = re.compile(r"[.?!:;…¿¡\n,()—–]+")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|<[@#:a-z][^>\s]*>|\S+@\S+\.\w+")

LIKELY = 0.5  # py3langid's probability from which on a question is in the language that it says
CERTAIN = 0.9  # … from which on an article is
FEWEST_WORDS = 2  # words that are no names: one proves nothing
CLEARLY = 4  # so many function words of one language outweigh one of another
_SAMPLE = 2_000  # characters
_FEWEST_LETTERS = 12


def asked_language(text: str, *, usual: str = FALLBACK) -> str:
    """The language of a message; `usual`, that of the talk or channel, where the message alone does not tell."""
    return told_language(text) or usual


@lru_cache(maxsize=1024)
def told_language(text: str) -> str | None:
    """The language of a message, None where too little tells."""
    text = _shortened(text)
    known = _by_form(text)
    if known:
        return known
    common = _without_names(text)
    return _by_function_words(common) or _by_library(text, common)


@lru_cache(maxsize=4096)
def likely_language(text: str) -> str | None:
    """The same without py3langid, for the many sentences of articles: by script, phrases and function words only."""
    text = _shortened(text)
    return _by_form(text) or _by_function_words(_without_names(text))


def text_language(text: str) -> str | None:
    """The language of an article, None where the text is too short or too mixed to tell."""
    sample = text[:_SAMPLE]
    if sum(1 for _ in islice(filter(str.isalpha, sample), _FEWEST_LETTERS)) < _FEWEST_LETTERS:
        return None
    code, probability = _identifier().classify(sample)
    return str(code) if probability >= CERTAIN else None


def _shortened(text: str) -> str:
    """NFKC, so that full-width letters are letters; without addresses and mentions, which are in no language."""
    return _ADDRESS.sub(" ", unicodedata.normalize("NFKC", text[:_SAMPLE]))


def _by_form(text: str) -> str | None:
    """What needs no counting: the language of a whole phrase of a pack, of a script, of a question's opening."""
    return _phrases().get(plain(text)) or _by_script(text) or _by_opening(text)


def _by_script(text: str) -> str | None:
    """The language of the script that most words are in, unless that is the Latin one. Names in Latin letters
    ("BTS") don't count where others stand beside them, nor does one foreign word in an English question."""
    if text.isascii():
        return None
    letters = Counter(script for character in text if (script := _script(character)) in _SCRIPTS)
    if not letters:
        return None
    unspaced = sum(
        -(-count // _LETTERS_A_WORD[script]) for script, count in letters.items() if script in _LETTERS_A_WORD
    )
    spaced = sum(_script(word[-1]) in letters.keys() - _LETTERS_A_WORD.keys() for word in _common_words(text))
    if len(_latin(text)) > unspaced + spaced:
        return None
    most = max(letters, key=lambda script: letters[script])
    if most in ("CJK", "HIRAGANA", "KATAKANA"):  # Chinese borrows the one kana "no", and stands in few of the others
        kana = re.search("[\u3041-\u306d\u306f-\u3096\u30a1-\u30fa]", _QUOTED.sub("", text))
        most = "HIRAGANA" if kana or _has_only_japanese_forms(text) else "CJK"
    code = _SCRIPTS[most]
    if code in _SHARED:
        found, probability = _identifier().classify(text, among=_SHARED[code])
        return found if probability >= CERTAIN else code
    return code


def _has_only_japanese_forms(text: str) -> bool:
    """Whether characters are written as in Japan and as nowhere in China: "会議", which is "会议" or "會議" there."""
    characters = "".join(character for character in text if _script(character) == "CJK")
    return _can_be_written(characters, "shift_jis") and not any(
        _can_be_written(characters, chinese) for chinese in ("gb2312", "big5")
    )


def _can_be_written(text: str, charset: str) -> bool:
    try:
        text.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


@cache
def _script(character: str) -> str | None:
    """The script of a letter by its name in Unicode: LATIN, HANGUL, CJK …"""
    return unicodedata.name(character, "").split(" ")[0] if character.isalpha() else None


def _by_opening(text: str) -> str | None:
    """The language of a pack whose question opens one of the message's clauses, unless the rest of that clause is in
    another, as in "Was war crimes evidence shown in the court?"."""
    for clause in _ENDS.split(_QUOTED.sub(" … ", text)):
        words = plain(clause).split()
        found = _openings().get(" ".join(words[:2]))
        if found and not _owners(words[2:]) - {found}:
            return found
    return None


def _owners(words: Iterable[str]) -> set[str]:
    """The languages that function words are of."""
    return {code for word in words if (code := _own_words().get(word))}


def plain(text: str) -> str:
    """A message as the packs' phrases are written: lower case, words with single spaces, no punctuation."""
    return " ".join(_WORD.findall(unicodedata.normalize("NFC", text).lower().replace("’", "'")))


@cache
def _phrases() -> dict[str, str]:
    """The language of each whole phrase of small talk, of those that only one language has."""
    return _of_one_language(
        (phrase, pack.code)
        for pack in packs()
        for phrase in pack.talk.greetings | pack.talk.thanks | pack.talk.farewells | pack.questions.alone
    )


@cache
def _openings() -> dict[str, str]:
    """The language of the first two words of each opening."""
    return _of_one_language(
        (phrase, pack.code) for pack in packs() for phrase in pack.questions.openings if len(phrase.split()) == 2
    )


@cache
def _own_words() -> dict[str, str]:
    """The language of each function word that only one pack has, and none of the other languages' stop words."""
    foreign = frozenset().union(*STOPWORDS[len(packs()) - 3 :])
    owned = _of_one_language((word, pack.code) for pack in packs() for word in pack.function_words)
    return {word: code for word, code in owned.items() if word not in foreign and len(word) > 1}


def _of_one_language(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    owners: dict[str, set[str]] = {}
    for phrase, code in pairs:
        owners.setdefault(phrase, set()).add(code)
    return {phrase: next(iter(codes)) for phrase, codes in owners.items() if len(codes) == 1}


def _words(text: str) -> list[tuple[str, bool]]:
    """The words of a text in lower case, and whether each may be other than a name: those without a capital, and what
    stands at the head of a clause. In quotation marks stand titles and others' words; in a text all in capitals, all
    words may be other."""
    shouted = text.isupper()
    return [
        (word.lower(), shouted or at == 0 or not word[0].isupper())
        for clause in _ENDS.split(_QUOTED.sub(" … ", text))
        for at, word in enumerate(_WORD.findall(clause))
    ]


def _common_words(text: str) -> list[str]:
    return [word for word, common in _words(text) if common]


def _latin(text: str) -> list[str]:
    return [word for word in _common_words(text) if _script(word[-1]) == "LATIN"]


def _without_names(text: str) -> list[str]:
    """The Latin words that tell a language: without names, also those in lower case that an article begins, as in "los
    angeles" or "die zeit". Where a capital follows the article ("hat der Senat zugestimmt"), it is the whole name."""
    names = _name_words()
    found: list[str] = []
    named = False
    for word, common in _words(text):
        if not common:
            named = False
        elif word in names:
            named = True
        elif _script(word[-1]) == "LATIN":
            if not named or word in _own_words():
                found.append(word)
            named = False
    return found


@cache
def _name_words() -> frozenset[str]:
    return frozenset().union(*(pack.name_words for pack in packs()))


def _by_function_words(common: Sequence[str]) -> str | None:
    """The language that two or more different function words are of, and hardly any of another."""
    found = [(code, word) for word in common if (code := _own_words().get(word))]
    counts = Counter(code for code, _ in found)
    if not counts:
        return None
    code, count = counts.most_common(1)[0]
    several = len({word for of, word in found if of == code}) >= FEWEST_WORDS
    return code if several and (len(found) - count) * CLEARLY <= count else None


def _by_library(text: str, common: Sequence[str]) -> str | None:
    """What py3langid says of the whole, where it says the same of what is surely no name and no function word denies
    it. Where it is certain, what follows an article is no name either."""
    code, probability = _identifier().classify(text)
    if probability < LIKELY or _owners(common) not in (set(), {code}):
        return None
    if probability >= CERTAIN and len(common) < FEWEST_WORDS:
        common = [word for word in _latin(text) if word not in _name_words()]
    if len(common) < FEWEST_WORDS:
        return None
    return code if code == _identifier().classify(" ".join(common))[0] else None


class _Identifier(Protocol):
    def rank(self, text: str) -> list[tuple[str, float]]: ...


@cache
def _identifier() -> _Model:
    """py3langid's model: half a second to load, so only when it is asked."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    # Normalised: the probability then says how sure it is, over the languages that are left.
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(LANGUAGES)
    return _Model(identifier)


class _Model:
    """py3langid's identifier with plain types."""

    def __init__(self, identifier: _Identifier) -> None:
        self._identifier = identifier

    def classify(self, text: str, *, among: Collection[str] = LANGUAGES) -> tuple[str, float]:
        """The likeliest of some languages and how likely it is among them."""
        ranked = [(code, float(probability)) for code, probability in self._identifier.rank(text) if code in among]
        code, probability = ranked[0]
        return str(code), probability / (sum(probability for _, probability in ranked) or 1.0)
