"""Names as they stand in a sentence: people, places and bodies, told by capitals, or in Korean and Chinese by titles.

No list of names stands behind this. In scripts with capitals a name is a run of capitalised words that is
not just the head of the sentence; in Korean and Chinese it is what stands beside a title ("다스칼 부보좌관",
"公安部部长王小洪") or beside a verb of saying.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from language.stopwords import STOPWORDS
from language.words import terms

_LETTER = r"[^\W\d_]"


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_TOKEN = re.compile(rf"(?:[A-Z]\.){{2,}}|{_LETTER}(?:[\w]|[-'’.&](?=\w))*", re.UNICODE)
_POSSESSIVE = re.compile(r"['’]s?$")
_LINKS = _set("of the de del de la la el von van der den bin ibn al du des da do dos di le & for y und")
_FUNCTION_WORDS = frozenset().union(*STOPWORDS) | _set(
    "according yesterday today yes however meanwhile later earlier both most many several others another nobody "
    "everyone "
    "although despite while during under since until unless though perhaps instead still yet even only last next some "
    "few "
    "two three four five six seven eight nine ten half such here there nearly almost nothing what's it's that's"
)
# What a person or body is, rather than which one: paraphrased freely, so its absence proves nothing.
_GENERIC = _set(
    "mr mrs ms dr sir lady president vice minister ministers prime chancellor secretary senator governor mayor chief "
    "deputy "
    "director general judge justice chairman chair king queen prince princess professor captain sheriff king pope rep "
    "sen gov "
    "gen ambassador advisor adviser speaker officer ministry department office agency bureau commission committee "
    "council "
    "court congress parliament senate house government federal national international united state states city county "
    "university institute company corporation inc corp ltd group party bank police army navy north south east west "
    "northern "
    "southern eastern western central street avenue road river lake island islands airport the republic kingdom saint "
    "st "
    "act bill law summit conference game games cup league news times post daily internet covid english "
    "i ii iii iv v ok tv am pm ceo cfo phd"
)
# Nouns that open a sentence without an article and are no names.
_BARE_HEADS = _set(
    "police inflation power entry congress research staff government access work demand growth unemployment traffic "
    "music "
    "evidence life education fire water food trade security production support critics skeptics parliament management "
    "everything something anything anyone somebody someone one children people men women none less more half restorers "
    "progress health rain snow money profit revenue turnout attendance membership coverage data progress information"
)
_HEAD_ENDINGS = ("s", "ing", "ed", "ly", "tion", "sion", "ment", "ness", "ity", "ers", "ance", "ence", "ism")
_MONTHS_AND_DAYS = _set(
    "january february march april may june july august september october november december jan feb mar apr jun jul "
    "aug sep "
    "sept oct nov dec monday tuesday wednesday thursday friday saturday sunday enero febrero montag dienstag"
)
_VERBISH = re.compile(
    r"\s+(?:is|was|has|had|will|would|said|says|told|led|met|won|lost|made|went|came|took|gave|left|began|saw|held|put|"
    r"also|now|then|who|and [A-Z]|[a-z]+ed)\b|,\s(?:who|whose|a|an|the|\d+)\b"
)

_KOREAN_TITLES = "|".join(
    sorted(
        _set(
            "대통령 총리 장관 차관 부장 국장 실장 의원 위원장 위원 대표 교수 보좌관 부보좌관 대사 주석 부주석 "
            "회장 사장 감독 선수 시장 지사 대장 서장 검사 판사 변호사 대변인 총재 원장 총장 박사 사령관 기자 씨"
        ),
        key=len,
        reverse=True,
    )
)
_KOREAN_PERSON = re.compile(
    rf"(?P<before>(?:[가-힣]+\s){{1,4}})(?P<title>[가-힣]{{0,3}}(?:{_KOREAN_TITLES}))(?=[은는이가을를의도과와에,. ]|$)"
)
_KOREAN_ROLE = re.compile(rf"(?:{_KOREAN_TITLES})$")
_KOREAN_PARTICLE = re.compile(r"(?:[은는을를의에와과]|에서|으로|에게)$")
_CHINESE_TITLES = (
    "部长|主席|总统|总理|大使|主任|局长|司长|省长|市长|书记|顾问|助理|发言人|外长|部長|總統|總理|議員|议员|教授|"
    "董事长|总裁|经理|"
    "秘书长|首相|代表|委员长|先生|女士"
)
_CHINESE_AFTER_TITLE = re.compile(
    rf"(?:{_CHINESE_TITLES})(?P<name>[\u4e00-\u9fff·]{{2,6}}?)(?=表示|说|說|称|稱|率领|率|在|与|與|和|会见|會見|指出|"
    rf"强调|強調|宣布|认为|对|將|将|见面|[，。,、]|$)"
)
_CHINESE_BEFORE_VERB = re.compile(
    r"(?:^|[，。；,、“])(?P<name>[\u4e00-\u9fff·]{2,4})(?=表示|说|說|强调|強調|指出|宣布|认为|称)"
)
_CHINESE_NOT = re.compile(r"[的是了在有据報报道他她它们們这那此官方人士双方記记者]")


@dataclass(frozen=True, slots=True)
class Name:
    """A name, `text[start:end]`; `words` are its folded words, generic ones ("president") left out.

    `certain` is False for a single capitalised word that opens a sentence and may be no name at all.
    `person` says that it reads like one: two or more capitalised words, or a title beside it.
    """

    text: str
    words: tuple[str, ...]
    start: int
    end: int
    certain: bool = True
    person: bool = False


@lru_cache(maxsize=16_384)
def folded(word: str) -> str:
    """Lower case without accents, stops, possessive: "Müller’s" is "muller", "U.S." is "us"."""
    plain = unicodedata.normalize("NFKD", _POSSESSIVE.sub("", word)).casefold()
    return "".join(c for c in plain if c.isalnum())


def names(text: str, *, heads: Iterable[int] = (0,)) -> list[Name]:
    """The names of a text in order. `heads` are the offsets at which its sentences begin."""
    return sorted([*_capitalised(text, sorted(heads)), *_korean(text), *_chinese(text)], key=lambda name: name.start)


def _capitalised(text: str, heads: Sequence[int]) -> Iterable[Name]:
    tokens = list(_TOKEN.finditer(text))
    cased = [match for match in tokens if len(match[0]) > 2 and match[0].upper() != match[0].lower()]
    if cased and sum(match[0].isupper() for match in cased) > 0.7 * len(cased) and len(cased) > 3:
        return  # a headline in capitals: they tell nothing
    starts = [match.start() for match in tokens]
    openers = {starts[at] for head in heads if (at := bisect_left(starts, head)) < len(starts)}
    run: list[re.Match[str]] = []
    for at, match in enumerate(tokens):
        word = match[0]
        at_head = match.start() in openers
        gap = text[run[-1].end() : match.start()] if run else ""
        if run and gap.strip():
            yield from _name(text, run, openers)
            run = []
        opens = word.lower() in _FUNCTION_WORDS and (at_head or not run) and not word.isupper()
        links = bool(run) and word.lower() in _LINKS and _continues(text, tokens, at)
        if (word[0].isupper() and not opens) or links:
            run.append(match)
        elif run:
            yield from _name(text, run, openers)
            run = []
    yield from _name(text, run, openers)


def _continues(text: str, tokens: Sequence[re.Match[str]], at: int) -> bool:
    """Whether a capitalised word follows the link word, at most one more link word later."""
    for match in tokens[at + 1 : at + 3]:
        if text[tokens[at].end() : match.start()].strip():
            return False
        if match[0][0].isupper():
            return True
        if match[0].lower() not in _LINKS:
            return False
    return False


def _name(text: str, run: Sequence[re.Match[str]], openers: Collection[int]) -> Iterable[Name]:
    if not run:
        return
    start, end = run[0].start(), run[-1].end()
    whole = _POSSESSIVE.sub("", text[start:end])
    plain = [folded(match[0]) for match in run if match[0].lower() not in _LINKS]
    plain = [word for word in plain if word and word not in _MONTHS_AND_DAYS]
    words = tuple(word for word in plain if word not in _GENERIC)
    if not words or words == ("i",):
        return
    at_head = start in openers
    certain = True
    if at_head and len(run) == 1 and not (run[0][0].isupper() and len(run[0][0]) > 1):
        word = run[0][0].lower()
        unlikely = word in _BARE_HEADS or word.endswith(_HEAD_ENDINGS)
        possessive = bool(_POSSESSIVE.search(run[0][0]))
        certain = not unlikely and (possessive or bool(_VERBISH.match(text[end:])))
    titled = len(plain) > len(words) and plain[-1] not in _GENERIC
    yield Name(whole, words, start, start + len(whole), certain, len(words) in (2, 3) or titled)


def _korean(text: str) -> Iterable[Name]:
    for match in _KOREAN_PERSON.finditer(text):
        at = match.end("before")
        for word in reversed(match["before"].split()):
            at = text.rindex(word, 0, at)
            if _KOREAN_PARTICLE.search(word):
                break  # "대표단은 젠 다스칼 부보좌관": what a particle closes belongs to something else
            if len(word) > 1 and not _KOREAN_ROLE.search(word):
                yield Name(word, (word,), at, at + len(word), person=True)


def _chinese(text: str) -> Iterable[Name]:
    seen: set[int] = set()
    for pattern in (_CHINESE_AFTER_TITLE, _CHINESE_BEFORE_VERB):
        for match in pattern.finditer(text):
            start = match.start("name")
            if start not in seen and not _CHINESE_NOT.search(match["name"]):
                seen.add(start)
                yield Name(match["name"], (match["name"],), start, match.end("name"), person=True)


class Vocabulary:
    """The words of a text against which names are looked up: folded words, stems, acronyms and their spellings."""

    def __init__(self, text: str) -> None:
        self.folded_text = text.casefold()
        tokens = [match[0] for match in _TOKEN.finditer(text)]
        self.words = {folded(part) for token in tokens for part in (token, *re.split(r"[-'’.]", token))} - {""}
        self.whole = {folded(token) for token in tokens}
        self.terms = set(terms(text))
        self.capitalised = [folded(token) if token[0].isupper() else "" for token in tokens]
        initials = "".join(token[0] if token[0].isupper() else " " for token in tokens if token.lower() not in _LINKS)
        self.initials = f" {initials} ".lower()
        self.cased = any(self.capitalised)

    def holds(self, word: str) -> bool:
        """Whether a folded word of a name stands here: itself, as its people or country, or spelled out."""
        if word in self.words or word in self.terms or (not word.isascii() and word in self.folded_text):
            return True
        as_terms = terms(word if word != "us" else "USA")
        if as_terms and all(term in self.terms for term in as_terms):
            return True
        stem, longest = word[:-2], len(word) + 2  # "Francisco" is no form of "France"
        return len(word) >= 6 and any(5 <= len(own) <= longest and own.startswith(stem) for own in self.words)

    def lacks(self, name: Name) -> bool:
        """Whether the name is not here, in any form that people use for it."""
        missing = [word for word in name.words if not self.holds(word)]
        if missing and name.text.isupper() and len(name.words) == 1 and f"{name.words[0]}" in self.initials:
            return False
        if not missing:
            return False
        if len(name.words) > 1 and self._as_acronym(name):
            return False
        if name.person and self.cased and name.words[-1] in self.whole:
            # The last name alone is enough, unless another first name stands before it.
            before = {first for first, last in pairwise(self.capitalised) if last == name.words[-1] and first}
            return bool(before - _GENERIC - set(name.words))
        return True

    def _as_acronym(self, name: Name) -> bool:
        letters = "".join(word[0] for word in re.findall(r"\w+", name.text) if word[0].isupper()).lower()
        return len(letters) >= 2 and letters in self.words
