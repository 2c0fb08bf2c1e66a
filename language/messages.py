"""What kind of message one is, and what is left of it once greetings, thanks and politeness are taken off.

First by the phrases of the packs, in all languages at once; then clause by clause by the classifier, where it is sure
and knows the words. What neither knows is a question where the bot was addressed, and is met with silence where it was
not (`looks_like_a_question`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice
from typing import Literal

from language.classifier import new_words, probabilities, strangers
from language.folding import fold, fold_letters
from language.pack import Pack, packs

Kind = Literal[
    "question", "time", "library", "list", "summary", "timeline", "comparison", "claim", "followup",
    "greeting", "thanks", "praise", "insult", "emoji", "help", "other", "distress",
]  # fmt: skip
# Kinds for which the articles are searched.
SEARCHED: frozenset[Kind] = frozenset({"question", "time", "list", "summary", "timeline", "comparison", "claim"})

LONGEST = 600  # characters that are read for their kind; longer messages are no small talk
MOST_AHEAD = 5  # words ahead of a phrase of distress
LONGEST_HEAD = 16  # words that may stand ahead of the word that asks
FEWEST_WORDS = 3  # of a question that nobody asked the bot
SURE = 0.6  # probability from which on the classifier's word counts
SURE_OF_DISTRESS = 0.75
SURE_UNASKED = 0.95  # of distress in words that nobody said to the bot
SURE_OF_ORDER = 0.9  # where the rest may name anything, and in long follow-ups
LONG_FOLLOWUP = 4  # words
SURE_OF_STRANGERS = 0.97  # where words are new to it
FEW, FEWER = 0.5, 0.35  # share of new words
SURE_OF_TALK = 0.5  # of a clause beside others
_TALK: tuple[Kind, ...] = ("thanks", "praise", "insult", "greeting")

GUESSED: tuple[Kind, ...] = (
    "time", "library", "followup", "help", "other", "distress", "greeting", "thanks", "praise", "insult",
)  # fmt: skip
OPEN: frozenset[Kind] = frozenset({"library", "other"})  # kinds of messages that may name anything

_WORD = re.compile(r"\w+")
_PIECE = re.compile(r"[^,;:.!?\n，、；：。！？…—–]+[,;:.!?\n，、；：。！？…—–]*")
_MARK = re.compile("[?？]")
_SENTENCE = re.compile(r"[^.!?\n。！？…]+[.!?\n。！？…]*")
_QUOTED = re.compile(r"“[^”]*”|„[^“”]*[“”]|«[^»]*»|\"[^\"]*\"|(?<!\w)'[^']*'(?!\w)|「[^」]*」|『[^』]*』|《[^》]*》")
_MENTION = re.compile(r"<(?:[@#][!&]?\d+|a?:\w+:\d+|/[^>]*|t:[^>]*)>")
_SUM = re.compile(r"[^\d\n]{0,24}\d[\d\s.,]*(?:[*×÷^+]|\s[-/x]\s)[\d\s.,*×÷^+()/x-]*\d\D{0,3}")
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Message:
    """`kind` is what it is; `asks` the member's own words that ask, exactly as they stand in the message; they are the
    whole message where nothing could be taken off."""

    kind: Kind
    asks: str


@lru_cache(maxsize=256)
def message_of(text: str) -> Message:
    """The kind of a message that is addressed to the bot: whatever no phrase knows is a question."""
    bare = _MENTION.sub(" ", text).strip()
    if not any(character.isalnum() for character in bare):
        return Message("emoji", bare)
    if len(bare) > LONGEST:
        return Message("question", bare)
    if _tells_distress(bare):
        return Message("distress", bare)
    said = plain(bare)
    whole = _kind_of(said, ("help", "library", "followup", "time", "other", "greeting", "thanks", "praise", "insult"))
    if whole:
        return Message(whole, bare)
    asks, talk = _without_talk(bare)
    if not asks:
        return Message(talk or _guessed(bare) or ("help" if _phrases("aside").fullmatch(said) else "question"), bare)
    kind = _asked_kind(asks)
    if kind == "question" and not _MARK.search(asks) and not _opens_a_question(plain(asks).split()):
        kind = next((one for one in _TALK if one == _guessed(bare)), kind)  # "cheers, that was dead useful"
    return Message(kind, asks)


def is_meant_for_us(text: str) -> bool:
    """Whether a message in a talk with the bot, that did not call it, is met: a question, a follow-up with a question
    mark, or the words of somebody in distress. Whatever is unsure is met with silence."""
    kind = message_of(text).kind
    in_distress = kind == "distress" and _tells_distress(_MENTION.sub(" ", text), sure=SURE_UNASKED)
    return looks_like_a_question(text) or in_distress or (kind == "followup" and text.rstrip()[-1] in "?？")


def looks_like_a_question(text: str) -> bool:
    """Whether a message that was not addressed to the bot asks what articles could tell: it bears a question mark or
    begins as questions do, has some words, and is none of the small kinds."""
    message = message_of(text)
    if message.kind not in SEARCHED:
        return False
    words = plain(message.asks).split()
    enough = len(words) >= FEWEST_WORDS or len(_UNSPACED.findall(message.asks)) >= 2 * FEWEST_WORDS
    marked = re.search(r"[?？]\W*$", message.asks) is not None
    return enough and (marked or _phrased_kind(message.asks) is not None or _opens_a_question(words))


def asks_for_the_newest(text: str) -> bool:
    """Whether a message asks for the one article that is newest, and names no subject of it."""
    rest, count = _newest_phrases().subn(" ", plain(text))
    return count > 0 and not _subjects().sub(" ", rest).strip()


def library_subject(asks: str) -> str:
    """What a message about the library wants articles on ("what do you have on the strike?"), as it is written; empty
    where it is about the library as a whole."""
    if not _UNSPACED.search(asks):
        places = [place for place in new_words(asks, "library") if plain(asks[slice(*place)]) not in _tellings()]
        return asks[places[0][0] : places[-1][1]] if places else ""
    said = plain(asks)
    for ahead, behind in _phrases_around_a_subject():
        if said.startswith(ahead) and said.endswith(behind) and len(said) > len(ahead) + len(behind):
            return said[len(ahead) : len(said) - len(behind)].strip()
    return ""


@cache
def _phrases_around_a_subject() -> list[tuple[str, str]]:
    """Phrases about the library with a gap, of languages without spaces: what stands ahead of it and behind it."""
    gaps = [phrase.split("…") for pack in packs() for phrase in pack.messages.library if _UNSPACED.search(phrase)]
    return [(plain(parts[0]), plain(parts[1])) for parts in gaps if len(parts) == 2]


def _tells_of_an_article(text: str) -> bool:
    """Whether a message asks what the newest article says, not which one it is."""
    rest, count = _newest_phrases().subn(" ", plain(text))
    words = set(rest.split())
    return count > 0 and any(word in rest if _UNSPACED.search(word) else word in words for word in _tellings())


@cache
def _tellings() -> frozenset[str]:
    return frozenset(plain(word) for pack in packs() for word in pack.messages.telling if len(word) > 1)


@cache
def _subjects() -> re.Pattern[str]:
    """All that names no subject; whole words where words are spaced."""
    idle = {plain(word) for pack in packs() for word in pack.function_words | pack.messages.telling} - {""}
    spaced = "|".join(sorted((word for word in idle if not _UNSPACED.search(word)), key=len, reverse=True))
    unspaced = "|".join(sorted((word for word in idle if _UNSPACED.search(word)), key=len, reverse=True))
    return re.compile(rf"\b(?:{spaced})\b|(?:{unspaced})")


@cache
def _newest_phrases() -> re.Pattern[str]:
    return re.compile("|".join(sorted({_gapped(phrase) for pack in packs() for phrase in pack.messages.newest})))


def plain(text: str) -> str:
    """The words of a text, folded, with single spaces between: how phrases are compared."""
    return " ".join(_WORD.findall(fold(text)))


def _asked_kind(asks: str) -> Kind:
    """The kind of what is left: a question, unless the phrases or the classifier say otherwise."""
    return _phrased_kind(asks) or _guessed(asks) or "question"


def _phrased_kind(asks: str) -> Kind | None:
    """What the phrases of the packs say that it is."""
    if _SUM.fullmatch(asks):
        return "other"
    order: tuple[Kind, ...] = (
        "help", "library", "followup", "time", "claim", "timeline", "comparison", "summary", "list", "other",
    )  # fmt: skip
    return _kind_of(plain(asks), order)


def _guessed(text: str) -> Kind | None:
    """The kind that the classifier is sure of, unless too many words of the text are new to it."""
    odds = probabilities(text)
    talk = max(_TALK, key=lambda kind: odds[kind])
    if sum(odds[kind] for kind in (*_TALK, "aside")) >= SURE and odds[talk] > odds["aside"] and _knows(text, talk):
        return talk
    best = max(GUESSED, key=lambda kind: odds[kind])
    if best == "library" and (_tells_of_an_article(text) or (_UNSPACED.search(text) and strangers(text, best)[0])):
        return None  # it asks what articles say, or may name a subject
    sure = SURE if _knows(text, best) else SURE_OF_ORDER if best in OPEN else SURE_OF_STRANGERS
    if best == "followup" and len(plain(text).split()) > LONG_FOLLOWUP:
        sure = max(sure, SURE_OF_ORDER)
    if odds[best] < sure or (best in ("other", "help") and _asks_of_prompts(text)):
        return None
    return best


def _asks_of_prompts(text: str) -> bool:
    """Whether a message asks of prompts as news may tell of them, "How does prompt injection work?", and speaks of none
    of the bot's own."""
    first, *rest = fold(text).split() or [""]
    asked, prompts, spoken_to = _words_of_prompts()
    named = {word.strip("?!.,'\"") for word in rest}
    return first in asked and not named.isdisjoint(prompts) and named.isdisjoint(spoken_to)


@cache
def _words_of_prompts() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Words that ask, that mean a prompt, and by which the bot is spoken to, of all languages."""
    asked, prompts, spoken_to = set[str](), set[str](), set[str]()
    for one in packs():
        asked |= {fold(entry) for entry in one.messages.interrogatives}
        prompts |= {fold(entry) for entry in one.machines.prompts if " " not in entry and entry.startswith("prompt")}
        spoken_to |= {fold(entry) for entry in one.machines.yours}
        spoken_to |= {fold(word) for entry in one.machines.you for word in entry.split()[:1] if len(word) > 1}
    return frozenset(asked), frozenset(prompts), frozenset(spoken_to)


def _knows(text: str, kind: Kind) -> bool:
    """Whether few words of a text are new to messages of a kind: what is new may be what a question is about."""
    new, units = strangers(text, kind)
    if units and kind in (*_TALK, "followup") and re.search(r"\d", text):
        return False  # who thanks or asks why names no figure
    return new <= units * (FEW if kind in _TALK else FEWER)


def _kind_of(said: str, kinds: Iterable[Kind]) -> Kind | None:
    return next((kind for kind in kinds if _phrases(kind).fullmatch(said)), None)


def _tells_distress(text: str, *, sure: float = SURE_OF_DISTRESS) -> bool:
    """Whether a clause is one that somebody says of himself or threatens with: not in quotation marks, and no
    question about what somebody else said."""
    for piece in _PIECE.findall(_QUOTED.sub(" ", text)):
        said = plain(piece)
        said = " ".join(word for word in said.split() if word not in _between())
        found = _phrases("distress").search(said)
        if found and not _opens_a_question(said.split()) and _may_stand_ahead(said[: found.start()]):
            return True
    return any(
        odds["distress"] >= sure and not _opens_a_question(plain(one).split())
        for one in _SENTENCE.findall(text)
        if not _QUOTED.search(text) and not re.search("[?？]", one) and (odds := probabilities(one))
    )


def _may_stand_ahead(ahead: str) -> bool:
    """Whether what stands ahead of a phrase of distress leaves it the member's own: function words and fillers only.
    "The singer wrote" does not."""
    words = ahead.split()
    return len(words) <= MOST_AHEAD and all(word in _fillers() for word in words)


@cache
def _between() -> frozenset[str]:
    """Fillers that may stand between the words of a phrase of distress: "i just want …"."""
    used = {word for pack in packs() for phrase in pack.messages.distress for word in plain(phrase).split()}
    return frozenset(fold(word) for pack in packs() for word in pack.messages.fillers) - used


@cache
def _fillers() -> frozenset[str]:
    return frozenset(fold(word) for pack in packs() for word in pack.function_words | pack.messages.fillers)


def _without_talk(text: str) -> tuple[str, Kind | None]:
    """What asks in a message, and what kind of talk was taken off around it."""
    text = _without_stories(text)
    pieces = [(match.start(), match.end()) for match in _PIECE.finditer(text)]
    kinds: list[Kind] = []

    def is_talk(span: tuple[int, int]) -> bool:
        kind = _talk_of(text[slice(*span)])
        kinds.extend([kind] if kind and kind != "aside" else [])
        return kind is not None

    while pieces and is_talk(pieces[0]):
        del pieces[0]
    while pieces and not _MARK.search(text[slice(*pieces[-1])]) and is_talk(pieces[-1]):
        del pieces[-1]
    if not pieces:
        return "", next((kind for kind in _TALK if kind in kinds), None)
    kept = text[pieces[0][0] : pieces[-1][1]].strip(" \t\n,;:，、；：—–")
    return _without_ends(kept), None


def _talk_of(piece: str) -> Kind | Literal["aside"] | None:
    """The kind of talk that a clause is; "aside" for words around a question, None for what may ask."""
    said = plain(piece)
    if not said or _phrases("aside").fullmatch(said):
        return "aside"
    if kind := _kind_of(said, _TALK):
        return kind
    if _introduces(said):
        return "aside"
    odds = probabilities(piece)
    best = max(odds, key=lambda kind: odds[kind])
    if odds[best] < SURE_OF_TALK or not _knows(piece, "greeting"):
        return None
    return "aside" if best == "aside" else next((kind for kind in _TALK if kind == best), None)


def _introduces(said: str) -> bool:
    """Whether a clause only says that somebody asks: "a reader in Leeds wants to know"."""
    ends = any(said.endswith(one) if _UNSPACED.search(one) else f" {said}".endswith(f" {one}") for one in _askers())
    return ends and not _opens_a_question(said.split())


@cache
def _askers() -> frozenset[str]:
    return frozenset(plain(phrase) for pack in packs() for phrase in pack.messages.askers)


def _without_stories(text: str) -> str:
    """A message without the sentences in which its writer tells of himself, where another one asks. They stay where
    what asks is short or has a pronoun, since it may lean on them."""
    sentences = _SENTENCE.findall(text)
    asking = [one for one in sentences if _MARK.search(one) or _opens_a_question(plain(one).split())]
    others = [one for one in sentences if one not in asking]
    if not asking or not others or any(_leans(one) for one in asking):
        return text
    kept = [one for one in sentences if one in asking or not _tells_of_its_writer(one)]
    return "".join(kept).strip()


def _tells_of_its_writer(sentence: str) -> bool:
    said = plain(sentence)
    return said.split(" ")[0] in _selves() or any(_UNSPACED.match(said) and said.startswith(one) for one in _selves())


def _leans(asking: str) -> bool:
    words = plain(asking).split()
    short = len(words) < FEWEST_WORDS and len(_UNSPACED.findall(asking)) < 2 * FEWEST_WORDS
    return short or any(word in _pronouns() for word in words)


@cache
def _selves() -> frozenset[str]:
    return frozenset(plain(word) for pack in packs() for word in pack.messages.selves)


@cache
def _pronouns() -> frozenset[str]:
    return frozenset(plain(word) for pack in packs() for word in pack.statements.pronouns)


def _without_ends(asks: str) -> str:
    """A clause without what stands ahead of its question and behind it; the whole where nothing would be left."""
    while True:
        shorter = _ends("openers").sub("", asks, count=1)
        shorter = _ends("closers").sub(lambda match: match["mark"], shorter, count=1).strip()
        if shorter == asks or not plain(shorter):
            shorter = _without_head(asks)
        if shorter == asks:
            return asks
        asks = shorter


def _without_head(asks: str) -> str:
    """A clause from its word of question on, where what stands ahead of that is talk: "my dad and I wonder who …"."""
    for match in islice(_WORD.finditer(asks), 1, LONGEST_HEAD):
        if plain(match[0]) in interrogatives() and _talk_of(asks[: match.start()]) is not None:
            return asks[match.start() :]
    return asks


@cache
def interrogatives() -> frozenset[str]:
    """The words that ask by themselves: "who", "combien"."""
    return frozenset(word for pack in packs() for word in map(plain, pack.messages.interrogatives))


def _opens_a_question(words: list[str]) -> bool:
    """Whether the first words are those of a question in any pack."""
    first = " ".join(words[:2])
    return first in _openings() or bool(words and words[0] in _openings())


@cache
def _openings() -> frozenset[str]:
    return frozenset(plain(phrase) for pack in packs() for phrase in pack.questions.openings | pack.questions.alone)


def _table(pack: Pack, kind: str) -> frozenset[str]:
    messages, talk = pack.messages, pack.talk
    tables = {
        "greeting": talk.greetings | talk.farewells,
        "thanks": talk.thanks,
        "praise": messages.praise,
        "insult": messages.insults,
        "help": messages.help,
        "followup": messages.followups | pack.questions.alone,
        "time": messages.news,
        "library": messages.library,
        "list": messages.lists,
        "summary": messages.summaries,
        "timeline": messages.timelines,
        "comparison": messages.comparisons,
        "claim": messages.claims,
        "other": messages.orders,
        "distress": messages.distress,
        "aside": messages.asides | messages.bots | messages.closers,
        "openers": messages.openers,
        "closers": messages.closers,
    }
    return tables[kind]


@cache
def _phrases(kind: str) -> re.Pattern[str]:
    """The phrases of a kind in all packs, against what `plain` gives. Talk may be addressed: "thanks bot"."""
    addressed = kind in ("greeting", "thanks", "praise", "insult", "help", "followup", "time")
    either = "|".join(sorted({_gapped(phrase) for pack in packs() for phrase in _table(pack, kind)}))
    named = "|".join(sorted({_gapped(phrase) for pack in packs() for phrase in pack.messages.bots}))
    if kind == "distress":  # anywhere in a clause, but of whole words where words are spaced
        return re.compile(rf"(?:(?<![a-z])(?:{either})(?![a-z]))")
    if kind == "time":
        when = "|".join(sorted({_gapped(phrase) for pack in packs() for phrase in pack.messages.whens}))
        either = f"(?:(?:{when}) ?)?(?:{either})(?: ?(?:{when}))*"
    return re.compile(f"(?:(?:{named})\\b ?)?(?:{either})(?: ?(?:{named}))*" if addressed else f"(?:{either})")


def _gapped(phrase: str) -> str:
    """The pattern of a phrase; its "…" is any words or none."""
    parts = [plain(part) for part in phrase.split("…")]
    patterns = []
    for at, part in enumerate(parts):
        before = r"\b" if at > 0 and part[:1].isascii() and part else ""
        after = r"\b" if at < len(parts) - 1 and part[-1:].isascii() and part else ""
        patterns.append(f"{before}{re.escape(part)}{after}")
    return " ?.*?".join(patterns).replace(".*?", ".*? ?") if len(parts) > 1 else patterns[0]


@cache
def _ends(kind: Literal["openers", "closers"]) -> re.Pattern[str]:
    """What is taken off a clause's head or end, against the message itself: with or without accents."""
    written = {form for pack in packs() for phrase in _table(pack, kind) for form in (phrase, fold_letters(phrase))}
    either = "|".join(_written(phrase) for phrase in sorted(written, key=len, reverse=True))
    if kind == "openers":
        return re.compile(
            rf"^[\s¿¡(]*(?:{either})(?:[\s,:;，、：]+|(?<=[\u3040-\u30ff\u4e00-\u9fff]))(?=\S)", re.IGNORECASE
        )
    return re.compile(
        rf"(?:[\s,;–—，、]+|(?<=[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3]))(?:{either})[\s.!。！]*(?P<mark>[?？]?)$",
        re.IGNORECASE,
    )


def _written(phrase: str) -> str:
    pattern = re.escape(phrase).replace(r"\ ", r"[\s,]+").replace("'", "['’]").replace("\\-", "[- ]")
    return pattern.replace("…", r"(?:[^\W\d_]+\s+){0,3}?[^\W\d_]+") if "…" in pattern else pattern
