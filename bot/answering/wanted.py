"""What a question wants of a passage: the things that it names, what is theirs, the kind of answer, the year.

A passage about another thing answers nothing, however many words it shares with the question: Vestia's president is
not Norland's. `Wanted.of(question)` reads a question once; its `near(text, header)` reads a passage.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from language.aliases import called, is_known, known_in, plain, sound, stands_in
from language.asked_kinds import holds_kind, kind_of, speaks_of_somebody
from language.detection import likely_language, told_language
from language.folding import fold
from language.functionwords import FUNCTION_WORDS
from language.kinds import asks_several
from language.names import Name, Vocabulary, folded, names
from language.pack import FALLBACK
from language.phrases import interrogatives
from language.reading import alternatives, entries, one_of
from language.sentences import sentences
from language.stopwords import STOPWORDS
from language.words import terms

_ASKS = re.compile(r"[?？]\W*$")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
# Words that ask how much there is of something, or what of a thing is asked: a figure or a day answers them, not
# the word again. Nor does an answer repeat verbs that mean little by themselves, or words for whoever is asked for.
_MEASURES = frozenset(terms(" ".join(entries(lambda one: one.wanting.measures))))
# Of German, where nouns have capitals too, a name is told by what stands before it.
_GERMAN_BEFORE = frozenset(entries(lambda one: one.wanting.before_names))
_OF = "|".join(entries(lambda one: one.wanting.of))
_IN = "|".join(entries(lambda one: one.wanting.inside))
_THE = "|".join(entries(lambda one: one.wanting.articles))
_HEAD = re.compile(rf"([^\W\d_][\w-]*(?:\s[^\W\d_][\w-]*)?)\s+(?:(?P<of>{_OF})|{_IN})\s+(?:(?i:{_THE})\s+)?$")
_OWNED = re.compile(r"['’]s?\s+((?:[^\W\d_A-Z][\w-]*\s?){1,3})")
_A_NAME = r"[A-ZÀ-ÞА-Я](?:\.|[\w’'-]*)(?:\s[A-ZÀ-ÞА-Я](?:\.|[\w’'-]*)){0,3}"
# What the answer is one of: "which town" is answered by a name, not by the word again.
_CLASS = re.compile(rf"({alternatives(lambda one: one.wanting.classes)})\s+[^\W\d_]{{3,}}", re.IGNORECASE)
# What did not happen is told in other words: "did not attend" by "did not send a delegation".
_DENIED = one_of(lambda one: one.wanting.denied, words=False)
# What ties two things that are asked about alike, and what asks for both at once.
_ALIKE = re.compile(
    rf"\s*(?:,|,?\s?{alternatives(lambda one: one.judging.joined)}|&)\s*"
    rf"(?:(?:in|{'|'.join(entries(lambda one: one.wanting.before_nouns))})\s+)?"
)
_BETWEEN = re.compile(rf"{alternatives(lambda one: one.wanting.between)}\s+(?:the\s+)?$", re.IGNORECASE)
_AUXILIARY = re.compile(rf"{alternatives(lambda one: one.wanting.auxiliaries)}\s+$", re.IGNORECASE)
WINDOW = 1  # sentences on either side of one that are near to it


_FUNCTION_WORDS = frozenset().union(*STOPWORDS)
_NOUN_PHRASE = re.compile(
    rf"(?:(?:{alternatives(lambda one: one.wanting.before_nouns)}|\bl['’])\s+|['’]s?\s+)((?:[^\W\d_][\w-]*\s*){{1,4}})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Tie:
    """A thing that belongs to a named one: "key rate" in "Orsk's key rate", "mayor" in "the mayor of Orsk". `place`: it
    is only said to be there, "the talks in Orsk"."""

    what: str
    name: Name
    place: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a question wants.

    `names` are the things that its asking sentence names, `places` the known places and bodies among them, by any of
    their forms. `rest` are the sentence's terms that neither a name nor a measure ("how many") holds, `nouns` those of
    them that an article stands before. `kind` is as `asked_kinds` tells it; `years` are those asked for.
    `alike` are names that are asked about alike ("Oslo and Turku"): each may stand in a passage of its own.
    `several`: it asks about so much that no one passage holds it. `parts` are what each of several asking clauses
    wants ("who built it, and when did it open?"), this one alone where there is but one.
    """

    question: str
    names: tuple[Name, ...]
    alike: tuple[Name, ...]
    places: tuple[str, ...]
    ties: tuple[Tie, ...]
    rest: frozenset[str]
    nouns: frozenset[str]
    several: bool
    kind: str | None
    years: frozenset[str]

    @classmethod
    def of(cls, question: str) -> Wanted:
        """Read a question."""
        return _read(question)

    @property
    def parts(self) -> tuple[Wanted, ...]:
        clauses = _asking_clauses(self.question)
        return tuple(map(_read, clauses)) if len(clauses) > 1 else (self,)

    def named_in(self, text: str, header: str) -> set[Name]:
        """The names that stand in a passage, by any of their forms."""
        vocabulary = Vocabulary(f"{header}\n{text}")
        words = plain(f"{header}\n{text}")
        return {name for name in self.names if _stands(name, vocabulary, words)}

    def near(self, text: str, header: str, *, years: Collection[str] = (), apart: bool = False) -> Near:
        """How near a passage comes to an answer. `years` are those of its article's publication; `apart`: of the
        names that are asked about alike one is enough."""
        words = plain(f"{header}\n{text}")
        named = self.named_in(text, header)
        lacking = {name for name in self.names if name not in named}
        if apart and named.intersection(self.alike):
            lacking -= set(self.alike)
        lacking_places = [p for p in self.places if not self.names and not any(stands_in(f, words) for f in called(p))]
        if any(self._is_anothers(tie, f"{header}\n{text}") for tie in self.ties):
            return Near(about=False, anothers=True)
        told = {*years, *_YEAR.findall(f"{header} {text}")}
        if self.years and told and not self.years & told:
            return Near(about=False, anothers=True)
        if lacking or lacking_places:
            return Near(about=False)
        held = self._best_window(text, header)
        return Near(about=True, answers=held is not None, held=frozenset(held or ()))

    def _best_window(self, text: str, header: str) -> set[str] | None:
        """The terms of the rest that stand in the title and in few sentences that hold the asked kind of thing; None
        where no sentence does."""
        best: set[str] | None = None
        parts = [sentence.text for sentence in sentences(text)]
        bags = [self._held(set(terms(part))) for part in parts]
        title = self._held(set(terms(header)))
        for at in range(len(parts)):
            around = slice(max(0, at - WINDOW), at + WINDOW + 1)
            held = title.union(*bags[around])
            if (best is None or len(held) > len(best)) and any(map(self.has_kind, parts[around])):
                best = held
        return best

    def has_kind(self, part: str) -> bool:
        """Whether a sentence holds the asked kind of thing; any does where no kind is asked."""
        if self.kind == "age" and self.names and not speaks_of_somebody(part):
            words = plain(part).split()  # an age is somebody's
            if not any(word in words for name in self.names for word in name.words):
                return False
        return not self.kind or holds_kind(self.kind, part, self.question)

    def _held(self, own: Collection[str]) -> set[str]:
        return {term for term in self.rest if term in own or any(_same(term, word) for word in own)}

    def _is_anothers(self, tie: Tie, text: str) -> bool:
        """Whether all that a passage says of such a thing is said of another's: "President Brandt of Norland"."""
        own = set(called(tie.name.text)) | {plain(tie.name.text)}
        heard = set().union(*(_heard(word) for form in own for word in form.split()))
        others = False
        for owner in _owners(tie.what, text):
            if plain(owner) in own or any(not heard.isdisjoint(_heard(word)) for word in plain(owner).split()):
                return False
            others = True
        return others


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """How near a passage comes: whether it is `about` what is named, in the asked year, or about `anothers`; whether
    a sentence of it `answers` by the kind of thing that it holds, and which terms of the rest are `held` beside that.
    """

    about: bool
    anothers: bool = False
    answers: bool = False
    held: frozenset[str] = frozenset()


def _owners(what: str, text: str) -> Iterator[str]:
    """Whose a thing is said to be, wherever a text names it."""
    head = r"\W+".join(map(re.escape, what.split()))
    titled = r"(?:\s[A-ZÀ-ÞА-Я](?:\.|[\w’'-]*)){0,3}"
    for pattern in (
        rf"({_A_NAME})['’]s?\s(?:\w+\s){{0,2}}{head}\b",
        rf"\b{head}{titled}\s(?:{_OF})\s(?:the\s|la\s|el\s)?({_A_NAME})",
    ):
        for match in re.finditer(pattern.replace(head, f"(?i:{head})"), text):
            yield re.sub(r"['’]s?$", "", match[1])


def _stands(name: Name, vocabulary: Vocabulary, words: str) -> bool:
    if not vocabulary.lacks(name):
        return True
    if any(stands_in(form, words) for form in called(name.text)):
        return True
    sounds = {sound(word) for word in vocabulary.words}
    return all(vocabulary.holds(word) or not sounds.isdisjoint(_heard(word)) for word in name.words)


def _heard(word: str) -> set[str]:
    """How a name may be heard: a Q opens some that others write with a G."""
    return {sound(word), sound("g" + word[1:])} if word.startswith("q") else {sound(word)}


def _same(word: str, other: str) -> bool:
    """Whether two words are forms of one: "owns" and "owner", "directs" and "director"."""
    short, long = sorted((word, other), key=len)
    if long.startswith(short):  # "may" is no form of "mayor"
        return len(long) - len(short) <= (1 if len(short) == 3 else 3) and len(short) >= 3
    common = next((n for n, pair in enumerate(zip(short, long, strict=False)) if pair[0] != pair[1]), len(short))
    return common >= 5 and len(long) - common <= 3


@lru_cache(maxsize=256)
def _read(question: str) -> Wanted:
    parts = [sentence.text for sentence in sentences(question)]
    asking = next((part for part in reversed(parts) if _ASKS.search(part)), question)
    found = tuple(name for name in _things(asking) if name.certain)
    ties = tuple(tie for name in found for tie in _ties(name, asking))
    named = {term for name in found for term in terms(name.text)}
    grammar = FUNCTION_WORDS.get(told_language(question) or FALLBACK, frozenset())
    about = set(terms(_DENIED.sub(" ", _CLASS.sub(r"\1", asking)))) - grammar
    rest = frozenset(about - named - _MEASURES - set(_YEAR.findall(asking)))
    return Wanted(
        question=question,
        names=found,
        alike=_alike(found, asking),
        places=(*(name.text for name in found if is_known(name.text)), *known_in(asking)),
        ties=ties,
        rest=rest,
        nouns=rest & set(_nouns(asking)),
        several=asks_several(asking),
        kind=kind_of(asking),
        years=frozenset(_YEAR.findall(asking)),
    )


@lru_cache(maxsize=1)
def _joint() -> re.Pattern[str]:
    """What stands between two clauses that both ask: "…, and how many …"."""
    words = "|".join(sorted(map(re.escape, (one for one in interrogatives() if one.isascii())), key=len, reverse=True))
    return re.compile(rf"[,;]?\s+(?:and|und|y|et)\s+(?=(?:[a-zà-ÿ]{{2,4}}\s)?¿?(?:{words})\b)", re.IGNORECASE)


def _asking_clauses(question: str) -> list[str]:
    """The clauses of the sentence that asks, each that asks by itself."""
    parts = [sentence.text for sentence in sentences(question)]
    asking = next((part for part in reversed(parts) if _ASKS.search(part)), question)
    return [clause for clause in _joint().split(asking) if terms(clause)]


def _alike(found: Sequence[Name], text: str) -> tuple[Name, ...]:
    """The names that are tied to another by "and" or a comma, where both at once are not what is asked about."""
    alike: dict[Name, None] = {}
    for one, other in pairwise(found):
        if _ALIKE.fullmatch(text, one.end, other.start) and not _BETWEEN.search(text[: one.start]):
            alike |= {one: None, other: None}
    return tuple(alike)


def _things(text: str) -> Iterator[Name]:
    """The names of a text; of German those that a preposition stands before."""
    german = (told_language(text) or likely_language(text)) == "de"
    for name in names(text):
        if not german:
            asks = any(word in name.text for word in interrogatives() if not word.isascii())
            if fold(name.text) not in _FUNCTION_WORDS and not asks:
                yield name
            continue
        for match in re.finditer(r"[^\W\d_][\w'’.-]*", name.text):
            word = match[0]
            start = name.start + match.start()
            before = re.search(r"(\w+)\W*$", text[:start])
            told = before is not None and before[1].lower() in _GERMAN_BEFORE
            if told and word[0].isupper() and folded(word) in name.words:
                yield Name(word, (folded(word),), start, start + len(word), certain=name.certain)


def _nouns(text: str) -> Iterator[str]:
    """The terms that stand behind an article, a possessive or "how many"."""
    for match in _NOUN_PHRASE.finditer(text):
        words = match[1].split()
        if len(words) > 1 and _AUXILIARY.search(text[: match.start()]):
            words.pop()  # "did the keeper serve": its last word is the verb
        for word in words:
            if fold(word) in _FUNCTION_WORDS or word.endswith("ed"):
                break
            yield from terms(word)
            if word[0].isupper():
                break


def recased(question: str, texts: Iterable[str]) -> str:
    """A question typed without capitals, with those of the names in it as the texts write them."""
    if question[1:] != question[1:].lower() or not question.isascii():
        return question
    written = "\n".join(texts)
    for word in set(re.findall(r"[a-z]{3,}", question)):
        if word in _FUNCTION_WORDS:
            continue
        forms = re.findall(rf"(?<=[a-z,] )\b{word}\b", written, re.IGNORECASE)
        if len(forms) > 1 and all(form[0].isupper() for form in forms):
            question = re.sub(rf"\b{word}\b", forms[0], question)
    return question


def _ties(name: Name, text: str) -> Iterator[Tie]:
    if before := _HEAD.search(text[: name.start]):
        words = before[1].split()
        yield Tie(words[-1], name, place=before["of"] is None)
    if after := _OWNED.match(text[name.end :]) or _OWNED.match(text[name.end - 2 :]):
        words = [word for word in after[1].split() if terms(word)]
        if words:
            yield Tie(" ".join(words[:2]), name)
