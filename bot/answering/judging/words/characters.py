"""Korean, Chinese and Japanese sentences compared piece by piece, in order.

Without spaces, or with endings that carry the grammar, words can't be told apart by a table. A sentence is confirmed
only where the other one has its pieces in the same order, leaves no name or number out between them, and differs in no
denial, time or head.
"""

from __future__ import annotations

import re
from datetime import date
from difflib import SequenceMatcher
from itertools import pairwise

from bot.answering.judging.words.heads import heads, is_question
from language.facts import facts
from language.pack import pack
from language.reading import alternatives

_PLAIN = re.compile(r"[^\w]+")
_PIECE = 2  # characters of the least piece
_KOREAN_PAST = 20  # the final consonant ㅆ of a syllable
_PARTICLES = re.compile(rf"{alternatives(lambda one: one.judging.particles, words=False)}$")
_ENDINGS = re.compile(rf"{alternatives(lambda one: one.judging.verb_endings, words=False)}$")
_SPLIT = re.compile(r"[、，,；;：:。]")


def same_characters(claim: str, statement: str, language: str, published: date | None) -> tuple[float, str | None]:
    """How much of the claim the statement has (0 to 1), and what keeps it from saying it (None where nothing does)."""
    claim = _in_their_form(claim, statement, published)
    share, reason = _words(claim, statement) if language == "ko" else _characters(claim, statement, language)
    if reason is None:
        reason = _unlike_values(claim, statement, published) or _unlike_heads(claim, statement, language)
    return share, reason


def _in_their_form(claim: str, statement: str, published: date | None) -> str:
    """The claim with each number and date written as the statement writes it: "37%" and "37퍼센트" are one."""
    mine, theirs = facts(claim, published=published), facts(statement, published=published)
    found: list[tuple[int, int, str]] = []
    for number in mine.numbers:
        same = next((other for other in theirs.numbers if number.equals(other)), None)
        if same is not None:
            found.append((number.start, number.end, statement[same.start : same.end]))
    for moment in mine.dates:
        told = next((other for other in theirs.dates if other.tells(moment)), None)
        if told is not None:
            found.append((moment.start, moment.end, statement[told.start : told.end]))
    for start, end, text in sorted(found, reverse=True):
        claim = claim[:start] + text + claim[end:]
    return claim


def _unlike_values(claim: str, statement: str, published: date | None) -> str | None:
    mine, theirs = facts(claim, published=published), facts(statement, published=published)
    for number in mine.numbers:
        if not any(number.equals(other) for other in theirs.numbers):
            return f"the number {claim[number.start : number.end]} is not in the source"
    for moment in mine.dates:
        if not any(other.tells(moment) for other in theirs.dates):
            return f"the date {claim[moment.start : moment.end]} is not in the source"
    return None


def _unlike_heads(claim: str, statement: str, language: str) -> str | None:
    if is_question(statement) != is_question(claim):
        return "the source only asks it"
    mine, theirs = heads(claim, language), heads(statement, language)
    if {head.kind for head in mine} != {head.kind for head in theirs} or len(mine) != len(theirs):
        return "the source denies, doubts or plans it, or doesn't"
    tables = pack(language).statements
    if language == "ko":
        return None if _is_past(claim) == _is_past(statement) else "it is said of another time"
    for table in (tables.future, tables.past):
        if any(word in claim for word in table) != any(word in statement for word in table):
            return "it is said of another time"
    return None


def _is_past(text: str) -> bool:
    last = re.findall(r"[가-힣]+", text)[-1:]
    return any((ord(c) - 0xAC00) % 28 == _KOREAN_PAST and c not in "있겠" for word in last for c in word)


def _words(claim: str, statement: str) -> tuple[float, str | None]:
    """Korean: words without their particles, in any order, as long as each keeps its particle."""
    mine, theirs = _with_particles(_korean(claim)), _with_particles(_korean(statement))
    there = dict(reversed(theirs))
    if not mine:
        return 0.0, "there is nothing to compare"
    held = [stem for stem, _ in mine if stem in there]
    share = len(held) / len(mine)
    for stem, particle in mine:
        if stem not in there:
            return share, f"“{stem}” is not in the source"
        if _kind(particle) != _kind(there[stem]):
            return share, f"“{stem}” plays another part"
    order = [next(n for n, (stem, _) in enumerate(theirs) if stem == own) for own, _ in mine]
    gaps = range(min(order), max(order) + 1)
    phrases = _phrases(theirs)
    kept = {phrases[n] for n in order}
    skipped = [theirs[n] for n in gaps if phrases[n] not in kept]
    if any(_kind(particle) in ("subject", "object") for _, particle in skipped):
        return share, "it leaves out who or what"
    if order != sorted(order) and len(theirs) != len(mine):
        return share, "the words come in another order"
    return share, None


def _korean(text: str) -> list[tuple[str, str]]:
    found = []
    for word in re.findall(r"(?:[^\s,.!?“”\"'‘’()]|(?<=\d)[,.](?=\d))+", text):
        match = _PARTICLES.search(word)
        particle = match[0] if match and match.start() else ""
        stem = word[: len(word) - len(particle)] if particle else _ENDINGS.sub("", word) or word
        found.append((stem.replace(",", ""), particle))
    return found


def _phrases(words: list[tuple[str, str]]) -> list[int]:
    """The number of the phrase that each word is in: words of one particle that follow one another."""
    numbers: list[int] = []
    for n, (_, particle) in enumerate(words):
        same = n and words[n - 1][1] == particle
        numbers.append(numbers[-1] if same else n)
    return numbers


def _with_particles(words: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """A noun phrase bears its particle at its end, "다스칼 부보좌관이": each of its words gets that."""
    found: list[tuple[str, str]] = []
    following = ""
    for n, (stem, particle) in enumerate(reversed(words)):
        following = particle or following if n else particle
        found.append((stem, following))
    return found[::-1]


def _kind(particle: str) -> str:
    if particle in ("은", "는", "이", "가", "께서"):
        return "subject"
    return "object" if particle in ("을", "를") else particle


def _characters(claim: str, statement: str, language: str) -> tuple[float, str | None]:
    """Chinese and Japanese: the claim's pieces in order, with no other number, name or verb between them."""
    grammar = pack(language).statements.grammar
    mine, theirs = _PLAIN.sub("", claim), _PLAIN.sub("", statement)
    matcher = SequenceMatcher(None, mine, theirs, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    blocks = [b for b in blocks if b.size >= _PIECE or mine[b.a] in grammar]
    held = sum(block.size for block in blocks)
    share = held / len(mine) if mine else 0.0
    covered = {n for block in blocks for n in range(block.a, block.a + block.size)}
    extra = [c for n, c in enumerate(mine) if n not in covered and c not in grammar]
    if extra:
        return share, f"“{''.join(extra[:6])}” is not in the source"
    for one, other in pairwise(blocks):
        gap = theirs[one.b + one.size : other.b]
        if any(c.isdigit() for c in gap) or len(gap) > 2 * _PIECE:
            return share, "it leaves out too much"
    parts = [part for part in _SPLIT.split(statement) if part]
    first, last = blocks[0].b, blocks[-1].b + blocks[-1].size
    reach = 0
    for part in parts:
        size = len(_PLAIN.sub("", part))
        if (
            reach <= first < reach + size
            and last > reach + size
            and len(parts) > 1
            and len(mine) < last - first - _PIECE
        ):
            return share, "it joins parts of the source"
        reach += size
    return share, None
