"""The kind of thing that a question asks for, told more narrowly than by `language.kinds`, and the signs of it.

"person", "number", "date" and "place" are theirs; an age, a span of time and a sum of money are numbers of their own:
"three years" tells no price, and "sixty members" not how many days. Only signs: a sentence that has one may answer.
"""

from __future__ import annotations

import re

from language.kinds import holds, kind_asked
from language.names import names
from language.reading import alternatives, one_of

_ASKS_AGE = one_of(lambda one: one.asking.age)
_AGE = re.compile(
    rf",\s\d{{1,3}}[,.)]|\(\d{{1,3}}\)|{alternatives(lambda one: one.asking.ages, words=False)}", re.IGNORECASE
)
# Somewhere that has no name: "beside the station", "hinter dem Rathaus".
_SOMEWHERE = one_of(lambda one: one.wanting.somewhere, words=False)
# Numbers in words beyond those by which sentences are ranked: "fifty minutes", "siebenundvierzig Tage".
_NUMBER_WORD = one_of(lambda one: one.wanting.numerals)
# Spans of time, the short ones apart from the long: a question for days is not answered in years.
_SHORT = (
    r"(?:seconds?|minutes?|hours?|days?|nights?|weeks?|Sekunden?|Minuten?|Stunden?|Tagen?|Tage|Nächten?|Wochen?"
    r"|segundos?|minutos?|horas?|días?|noches?|semanas?|secondes?|heures?|jours?|nuits?|semaines?)"
)
_LONG = (
    r"(?:weeks?|months?|years?|decades?|Wochen?|Monat(?:en?)?|Jahr(?:en?|zehnten?)?|semanas?|mes(?:es)?|años?"
    r"|décadas?|semaines?|mois|ans?|années?|décennies?)"
)
_MANY = r"(?:how many|wie viele|cu[aá]nt[oa]s|combien d(?:e |['’]))\s*"
_ASKS_SHORT = re.compile(rf"\b{_MANY}{_SHORT}\b", re.IGNORECASE)
_ASKS_LONG = re.compile(rf"\b{_MANY}{_LONG}\b", re.IGNORECASE)
_COUNTED = r"(?:\d[\d.,]*|(?:several|few|couple of|einige|mehrere|varios|varias|plusieurs)"
_COUNTED += rf"|{alternatives(lambda one: one.asking.numerals)}|{_NUMBER_WORD.pattern})"
_COUNTED += r"[\s-](?:and a half |half |full |more |long )?"
_SPANS = {
    "days": re.compile(rf"\b{_COUNTED}{_SHORT}\b", re.IGNORECASE),
    "years": re.compile(rf"\b{_COUNTED}{_LONG}\b", re.IGNORECASE),
}
_ASKS_MONEY = re.compile(
    r"\bhow much\b(?! more| less).*\b(?:costs?|pays?|paid|earn(?:s|ed)?|spend|spent|charge[ds]?|sold|worth|owe[ds]?)\b"
    r"|\bhow expensive\b|\b(?:what|which)\b.{0,20}\b(?:price|fare|fee|salary|wage|budget|toll) (?:of|for|is|was)\b"
    r"|\bwhat(?: is|['’]s| was) the (?:price|fare|fee|salary|wage|cost)\b"
    r"|\bwie teuer\b|\bwas koste|\bcu[aá]nto (?:cuesta|cuestan|costó|costará|vale|gana|pag)"
    r"|\bcombien coût|\bquel prix\b",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"[$€£¥₩₹₽₺₴₪฿]|\b(?:hundred|thousand|million|billion|trillion|millones|mil|milliers?)\b"
    r"|\b(?:dollar|euro|pound|cent|yuan|franc|peso|rupee|rou?ble|crown|mark|lira|dinar|dirham|shilling|libra)s?\b"
    r"|\b(?:penny|pennies|pence|yen|kron[aeo]r?|rand|reais|Pfund|Mio|Mrd)\b|\bMilli(?:on|ard)\w*|\d ?won\b"
    r"|\b(?:EUR|USD|GBP|CHF|JPY|CNY|RMB)\b",
    re.IGNORECASE,
)
_FREE = re.compile(r"\b(?:free|gratis|gratuit\w*|kostenlos\w*)\b", re.IGNORECASE)

_HE_OR_SHE = re.compile(r"(?:She|He|Er|Sie|Él|Ella|Il|Elle)\b")


def speaks_of_somebody(sentence: str) -> bool:
    """Whether a sentence opens with a pronoun for a person."""
    return _HE_OR_SHE.match(sentence) is not None


def kind_of(question: str) -> str | None:
    """What is asked for: "age", "days" (a short span), "years" (a long one), "money", or as `language.kinds` says."""
    asks = (("age", _ASKS_AGE), ("days", _ASKS_SHORT), ("years", _ASKS_LONG), ("money", _ASKS_MONEY))
    return next((kind for kind, pattern in asks if pattern.search(question)), None) or kind_asked(question)


def holds_kind(kind: str, sentence: str, question: str) -> bool:
    """Whether a sentence holds such a thing, beyond what the question itself holds."""
    if kind == "age":
        return bool(_AGE.search(sentence))
    if kind in _SPANS:
        return bool(_SPANS[kind].search(sentence))
    if kind == "money":
        counted = _NUMBER_WORD.search(sentence) or holds("number", sentence, question)
        return bool(_FREE.search(sentence) or (counted and _MONEY.search(sentence)))
    sign = {"place": _SOMEWHERE, "number": _NUMBER_WORD}.get(kind)
    if sign and sign.search(sentence):
        return True
    if kind in ("person", "place") and any(name.text not in question for name in names(sentence)):
        return True
    return holds(kind, sentence, question)
