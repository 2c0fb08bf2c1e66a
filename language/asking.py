"""What a question asks for: a number, a date, a person, yes or no; and of what."""

from __future__ import annotations

import re
from dataclasses import dataclass

from language.dates import Moment, dates
from language.detection import likely_language
from language.kinds import asks_yes_or_no
from language.names import Name, folded, names
from language.numbers import Number
from language.reading import alternatives, entries, one_of
from language.wording import subject
from language.words import terms

_NUMBER = one_of(lambda one: one.asking.number, lambda one: one.asking.amount)
_SPENT = one_of(lambda one: one.asking.spent)
_MONEY = one_of(lambda one: one.asking.money)
_SHARE = one_of(lambda one: one.asking.share)
_LENGTH = one_of(lambda one: one.asking.length)
_DATE = one_of(lambda one: one.asking.date)
_PERSON = one_of(lambda one: one.asking.person)
# Words that ask and name no subject: an answer does without them.
_ASKING = one_of(lambda one: one.asking.naming)
_WHAT_OF = one_of(lambda one: one.asking.what_of, words=False)
_ASKS = re.compile(rf"\?|？|{alternatives(lambda one: one.asking.other)}", re.IGNORECASE)
_PEOPLE = frozenset(entries(lambda one: one.asking.people))
_TIME_UNITS = frozenset({"year", "month", "week", "day", "hour", "minute"})
_COUNTED = re.compile(
    rf"{alternatives(lambda one: one.asking.counting)}\s?(?P<counted>(?:[^\W\d]+\s?){{1,3}})", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Asked:
    """`kinds` are the answers that fit, `terms` the question's content terms, `words` its folded words,
    `counted` the terms right after "how many", `names` those of its names."""

    question: str
    kinds: frozenset[str]
    terms: frozenset[str]
    words: frozenset[str]
    counted: tuple[str, ...]
    dates: tuple[Moment, ...] = ()
    names: frozenset[str] = frozenset()

    def takes(self, text: str, number: Number) -> bool:
        """Whether a number in `text` can be what is asked for: money for money, a share for a share."""
        if number.ordinal or number.unit == "part":
            return False
        if len(self.kinds) > 1:
            return True  # the question doesn't tell what it counts
        if _SHARE.search(self.question):
            return number.unit == "%"
        if _LENGTH.search(self.question):
            return number.unit in _TIME_UNITS or not number.unit
        if number.unit == "%":
            return False
        if _MONEY.search(self.question):
            return number.unit in "$€£¥₩"
        if number.unit in tuple("$€£¥₩"):
            return "much" in self.question.lower()
        if number.unit in _TIME_UNITS:
            return False
        if self.counted:
            after = terms(text[number.end : number.end + 40])[:3]
            if not after or self._is_counted(after):
                return True
            if not self.counts_people() and not any(term in self.counted for term in terms(text)):
                return False  # "nine arrests" when members are asked for
            return not any(term in self.terms for term in terms(text)) or not self._named_elsewhere(text, number)
        return True

    def _is_counted(self, after: list[str]) -> bool:
        if any(term in self.counted for term in after):
            return True
        return self.counts_people() and bool({folded(term) for term in after} & {t for w in _PEOPLE for t in terms(w)})

    def counts_people(self) -> bool:
        """Whether people are counted, by whatever word."""
        return bool(_PEOPLE & set(re.findall(r"\w+", self.question.lower())))

    def _named_elsewhere(self, text: str, number: Number) -> bool:
        """Whether what is counted stands by another number of the sentence."""
        rest = text[: number.start] + " " + text[number.end + 40 :]
        return bool(re.search(r"\d", rest)) and any(term in self.counted for term in terms(rest))

    def nearness(self, text: str, found: Number | Moment | Name) -> float:
        """How near to the question's words it stands, the counted thing first of all."""
        score = 0.0
        after = terms(text[found.end : found.end + 40])[:3]
        if isinstance(found, Number) and self._is_counted(after):
            score += 10
        for term in self.terms:
            spots = [match.start() for match in re.finditer(re.escape(term[:5]), text.casefold())]
            if spots:
                score += 1 / (1 + min(abs(spot - found.start) for spot in spots) / 20)
        return score


def asked(question: str) -> Asked:
    """Read a question. "What was inflation?", or mere keywords, may ask for a number or a date.

    Other questions (which, why, where, how) have no `kinds`: what answers them can't be compared here.
    """
    kinds = set()
    if _NUMBER.search(question) or _SHARE.search(question) or _SPENT.search(question):
        kinds.add("number")
    elif _DATE.search(question):
        kinds.add("date")
    elif _PERSON.search(question):
        kinds.add("person")
    elif asks_yes_or_no(question):
        kinds.add("yes-no")
    elif _WHAT_OF.search(question) or not _ASKS.search(question):
        kinds |= {"number", "date"}
    counted = _COUNTED.search(question)
    about = frozenset(subject(_ASKING.sub(" ", question), language=likely_language(question))) or frozenset(
        terms(question)
    )
    words = frozenset(folded(word) for word in re.findall(r"[^\W\d_][\w.'’-]*", question)) - {""}
    named = frozenset(term for name in names(question) for term in terms(name.text))
    return Asked(
        question,
        frozenset(kinds),
        about,
        words,
        tuple(terms(counted["counted"])) if counted else (),
        tuple(dates(question)),
        named,
    )


def stated(claim: str, number: Number) -> Asked:
    """A statement read as the question that one of its numbers answers."""
    rest = f"{claim[: number.start]} {claim[number.end :]}"
    behind = claim[number.end :].split()[:2]
    return Asked(
        rest,
        frozenset({"number"}),
        frozenset(subject(rest)),
        frozenset(folded(word) for word in re.findall(r"[^\W\d_][\w.'’-]*", rest)) - {""},
        tuple(term for word in behind for term in terms(word)),
        tuple(dates(rest)),
        frozenset(term for name in names(rest) for term in terms(name.text)),
    )
