"""What the stub does with a talk instead of understanding it: it carries names over, and sorts sentences by words.

`standalone` rewrites a follow-up, `claims` lists what a message says; `judged`, `related` and `sufficing` are its word
as a judge. All are given what a real model is given.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from language.reading import alternatives, one_of
from language.sentences import sentences
from language.words import CJK, terms
from prompts.fences import Source, unescaped
from prompts.talk import ToCompare, Turn

MOST_CLAIMS = 5
ABOUT = 0.5  # of the words of a statement or a question, from where on another text is about the same
HELD = 0.9  # of a sentence's words that a source which supports it must have
CARRIED = 2  # names that are carried over

_POINTS_BACK = one_of(lambda one: one.talks.back, words=False)
_LEAD = re.compile(rf"^\s*{alternatives(lambda one: one.talks.leads)}[\s,]*", re.IGNORECASE)
_NAME = re.compile(r"\b[A-ZÀ-Þ][\w’'.-]*(?:\s+(?:of|de|von|van|al|the)?\s*[A-ZÀ-Þ][\w’'-]*)*")
_NO_NAME = frozenset(
    re.findall(
        r"\w+",
        "the a an who what when where which why how is are was were did does do has have had in on at and but or if he "
        "she they it his her their these those this that for from to of by after before i you we",
    )
)
# Case tells "will" from a man of that name.
_FORECAST = re.compile(alternatives(lambda one: one.telling.forecasts))
# A judgement of whoever says it. "The best", "the worst" may be a record, and "must" a law: those are claims.
_OPINION = one_of(lambda one: one.telling.opinions)
# Somebody said so: that is a claim, whatever was said.
_SAID = one_of(lambda one: one.telling.said)
_DAY = re.compile(r"\b\d{1,2}\.? [A-ZÀ-Þ][a-zà-ÿ]{2,8}\.? \d{4}\b")  # "30 Jan 2024": that month is no name
_CARRIED = re.compile(r"[?？] \((?!since |until |between )([^()]+)\)")
_ADDRESS = re.compile(r"https?://\S+")
_CJK = re.compile(f"[{CJK}]")


def standalone(question: str, history: Sequence[Turn]) -> str:
    """The question with what it points at: names of the last turns, or its place in the question before."""
    asked = [turn.text for turn in history if turn.role == "member"]
    said = [turn.text for turn in history if turn.role == "answer"]
    own = _names(question)
    if not asked or not (_POINTS_BACK.search(question) or not terms(question)):
        return question
    # A follow-up of a follow-up points at what that one pointed at.
    before = next((text for text in reversed(asked) if not _POINTS_BACK.search(text)), asked[-1])
    if own and not _beyond(question, own):
        return _in_its_place(before, own)
    carried = [name for name in [*_names(before), *_names(said[-1] if said else "")] if name not in own]
    kept = list(dict.fromkeys(carried))[:CARRIED]
    if not kept or _CJK.search(before):
        kept = [*kept, before.rstrip("?？ ")]
    return f"{question} ({', '.join(kept)})"


def carried_in(question: str) -> str:
    """What `standalone` carried over into a question; nothing where it is none of its questions."""
    found = _CARRIED.search(question)
    return found[1] if found else ""


def _names(text: str) -> list[str]:
    found = []
    text = _DAY.sub(lambda day: " " * len(day[0]), text)
    for match in _NAME.finditer(text):
        words = match[0].split()
        at_head = not text[: match.start()].strip() or text[: match.start()].rstrip()[-1:] in ".!?"
        while words and words[0].casefold() in _NO_NAME:
            words, at_head = words[1:], False
        name = " ".join(words).rstrip(".'’")
        if name and not (at_head and len(words) == 1 and not name.isupper()):
            found.append(name)
    return found


def _beyond(question: str, names: Sequence[str]) -> list[str]:
    """What an elliptic question ("And in Kuopio?") says beyond its names: nothing."""
    rest = _LEAD.sub("", question)
    for name in names:
        rest = rest.replace(name, " ")
    return terms(rest)


def _in_its_place(before: str, own: Sequence[str]) -> str:
    """The question before, asked of another name."""
    names = _names(before)
    if not names:
        return f"{before.rstrip('?？ ')} {' '.join(own)}?"
    return before.replace(names[-1] if len(own) == 1 else names[0], " ".join(own), 1)


def claims(message: str) -> str:
    """The message's sentences as lines "claim: …", "opinion: …" and "forecast: …"; "none" when there are none."""
    lines = []
    for sentence in sentences(_ADDRESS.sub(" ", message)):
        text = " ".join(sentence.text.split())
        if text.endswith(("?", "？")) or len(terms(text)) < 2:
            continue
        lines.append(f"{_kind(text)}: {text}")
    return "\n".join(lines[:MOST_CLAIMS]) or "none"


def _kind(text: str) -> str:
    if _SAID.search(text):
        return "claim"
    return "forecast" if _FORECAST.search(text) else "opinion" if _OPINION.search(text) else "claim"


def judged(said: Sequence[ToCompare], sources: Sequence[Source]) -> str:
    """Which sources have nearly all words of each sentence, as the prompt `judge` asks for it."""
    texts = {s.n: unescaped(f"{s.title} {s.outlet or ''} {s.date or ''} {s.text}") for s in sources}
    lines = []
    for number, claim in enumerate(said, start=1):
        words = set(terms(claim.sentence))
        for group in claim.sources:
            held = set(terms(" ".join(texts.get(n, "") for n in group)))
            says = bool(words) and len(words & held) >= HELD * len(words)
            lines.append(f"{number} [{'+'.join(map(str, group))}] {'says' if says else 'silent'}")
    return "\n".join(lines)


def related(pairs: Sequence[tuple[str, str]]) -> str:
    """What the statements of each pair are to one another, as the prompt `relate` asks for it: words and figures."""
    return "\n".join(f"{number} {_relation(*map(terms, pair))}" for number, pair in enumerate(pairs, start=1))


def _relation(one: Sequence[str], other: Sequence[str]) -> str:
    mine, theirs = set(one), set(other)
    figures = [{term for term in terms if any(map(str.isdigit, term))} for terms in (mine, theirs)]
    share = len(mine & theirs) / (min(len(mine), len(theirs)) or 1)
    if share < ABOUT:
        return "other"
    return "differs" if all(figures) and not figures[0] & figures[1] else "same" if share >= HELD else "other"


def sufficing(question: str, sources: Sequence[Source]) -> str:
    """Whether the sources have the words of a question, as the prompt `suffice` asks for it."""
    words = set(terms(question))
    held = set(terms(" ".join(unescaped(f"{one.title} {one.text}") for one in sources)))
    share = len(words & held) / (len(words) or 1)
    return f"1 {'yes' if share >= HELD else 'part' if share >= ABOUT else 'no'}"
