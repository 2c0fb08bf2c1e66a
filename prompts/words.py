"""Words of a text for matching a question with evidence, in any language: terms, rarity, names, numbers.

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

CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3"
_RUN = re.compile(rf"[{CJK}]+|\d+(?:[.,:]\d+)*|[^\W\d_{CJK}]+(?:\d[^\W_{CJK}]*)?", re.UNICODE)
_CJK_RUN = re.compile(f"[{CJK}]")
_ACRONYM = re.compile(r"\b(?:[A-Z]\.){2,}(?:[A-Z]\b)?")
_POSSESSIVE = re.compile(r"['’]s\b", re.IGNORECASE)

_STOP = frozenset(
    # English
    "a about after again all also an and any are as at be because been before being between both but by can could did "
    "do does doing during each few for from further had has have having he her here hers him his how i if in into is "
    "it its just me more most my no nor not now of off on once only or other our out over own same she should so some "
    "such than that the their them then there these they this those through to too under until up us very was we were "
    "what when where which while who whom whose why will with would you your many much tell say said says long often "
    "latest newest recent recently news happen happened name called come came comes go goes went get gets got give given take took taken make made "
    # Spanish
    "el la los las un una unos unas de del al a ante con contra desde en entre hacia hasta para por según sin sobre y "
    "o u e que qué quien quién quiénes cual cuál cuáles cuando cuándo donde dónde como cómo cuanto cuánto cuántos "
    "cuántas cuánta es son fue fueron era eran ser está están se su sus lo le les no más muy ya ha han había "
    # German
    "der die das den dem des ein eine einer eines einem einen und oder aber wer wen wem wessen was wann wo wohin woher "
    "warum wieso wie viele viel welche welcher welches welchen welchem ist sind war waren wird werden wurde wurden hat "
    "haben hatte hatten im in am an auf aus bei mit nach von vom vor zu zum zur über unter um für durch nicht auch als "
    "es er sie ich wir ihr sich so nur noch dass daß seit bis "
    # French
    "le les du une est sont était qui quoi quel quelle quels quelles où quand comment pourquoi combien et ou dans sur "
    "par pour avec sans ce cette ces il elle ils elles ne pas plus".split()
)
# Bigrams and words of Chinese, Japanese and Korean that ask and say nothing of the subject.
_STOP_CJK = frozenset(
    "누가 누구 누구인 언제 어디 어디서 무엇 무엇을 뭐 어떤 어느 왜 어떻게 몇 얼마 얼마나 인가 인가요 입니까 습니까 니까 하는 했나 나요 했습 "
    "까요 는가 된 것은 것을 무슨 谁 什么 什麼 哪 哪里 哪裡 哪个 哪個 何时 何時 时候 怎么 怎麼 怎样 为什 多少 几 的 了 是 在 和 与 吗 呢 "
    "是谁 是什 谁是 的是 了什 は が を に の と で も か だれ 誰 いつ どこ なに 何 ですか ます した です すか でし たか".split()
)

# A people, its language and its country are one term: "the American delegation" is the U.S. one.
_COUNTRIES = {
    alias: names.split()[0]
    for names in (
        "usa american americans",
        "china chinese",
        "britain british uk",
        "france french",
        "germany german germans",
        "russia russian russians",
        "japan japanese",
        "korea korean koreans",
        "india indian indians",
        "ukraine ukrainian ukrainians",
        "canada canadian canadians",
        "mexico mexican mexicans",
        "australia australian australians",
        "spain spanish",
        "italy italian italians",
        "israel israeli israelis",
        "palestine palestinian palestinians",
        "iran iranian iranians",
        "iraq iraqi iraqis",
        "turkey turkish",
        "brazil brazilian brazilians",
        "poland polish",
        "thailand thai",
        "taiwan taiwanese",
        "afghanistan afghan afghans",
        "sweden swedish",
        "finland finnish",
        "ireland irish",
        "scotland scottish",
        "europe european europeans",
        "africa african africans",
    )
    for alias in names.split()
}
_UNITED_STATES = re.compile(r"\bU\.?S\.?(?:A\b\.?)?(?!\w)|\bUnited States(?: of America)?\b")
_UNITED_KINGDOM = re.compile(r"\bU\.?K\.?(?!\w)|\bUnited Kingdom\b")


def terms(text: str) -> list[str]:
    """The text's terms in order, function words left out; see the module's docstring."""
    found: list[str] = []
    for run in _runs(text):
        if _CJK_RUN.match(run):
            found.extend(gram for gram in _bigrams(run) if gram not in _STOP_CJK)
        elif run not in _STOP:
            found.append(_stem(_COUNTRIES.get(run, run)))
    return found


def _runs(text: str) -> list[str]:
    text = unicodedata.normalize("NFKC", text)
    text = _UNITED_KINGDOM.sub(" Britain ", _UNITED_STATES.sub(" USA ", text))
    text = _ACRONYM.sub(lambda match: match[0].replace(".", ""), text)
    return _RUN.findall(_POSSESSIVE.sub("", text).casefold())


def _bigrams(run: str) -> Iterable[str]:
    if len(run) == 1:
        return (run,)
    return (run[at : at + 2] for at in range(len(run) - 1))


def _stem(word: str) -> str:
    """Off with the plural and the commonest endings: enough to match, too little to confuse."""
    if len(word) <= 4 or not word.isascii():
        return word
    for ending, kept in (("ies", "y"), ("sses", "ss"), ("ing", ""), ("ed", ""), ("es", ""), ("s", ""), ("e", "")):
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
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def names(text: str) -> list[str]:
    """Capitalised words that aren't merely the head of the text or function words: "Beijing", "Jen", "Daskal".

    For scripts with capitals only; acronyms count, the first word counts when it is no function word and
    is followed by another capital.
    """
    text = _UNITED_KINGDOM.sub("Britain", _UNITED_STATES.sub("USA", unicodedata.normalize("NFKC", text)))
    found = []
    for match in _CAPITALISED.finditer(text):
        word = _POSSESSIVE.sub("", match[0])
        if word.casefold() in _STOP:
            continue
        at_head = not text[: match.start()].strip(" \"'“‘«¿¡(")
        if at_head and not re.match(r"\s+[A-ZÀ-ÞА-Я]", text[match.end() :]):
            continue
        found.append(word)
    return found


def numbers(text: str) -> list[str]:
    """The figures of a text, thousands separators taken out: "1,200" is "1200"."""
    found = _NUMBER.findall(unicodedata.normalize("NFKC", text))
    return [re.sub(r"[.,](?=\d{3}(?:\D|$))", "", figure) for figure in found]
