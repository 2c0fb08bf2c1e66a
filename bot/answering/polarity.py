"""Whether a sentence denies what another says of the same thing, or uses the contrary word for it.

A denial counts only where its neighbouring words stand in the other sentence too: a sentence that says
"no" of something else contradicts nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from bot.answering.wording import subject

_NO = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|neither|nor|cannot|\w+n['’]t|no one|"
    r"kein\w{0,2}|nicht|nie|niemals|niemand|nichts|nunca|jamás|nadie|ningún|ninguna|ninguno|"
    r"ne|jamais|aucun|aucune|não)\b"
    r"|못했|못한|못하|않[았는은고아을기]|않다|없[었다는이고을]|아니[라다며]|아닌"
    r"|没有|沒有|没|并非|並非|并未|並未|从未|從未|尚未|未能|未曾|不(?=[会會是能在得再应應同打愿願承支接允参參存需])",
    re.IGNORECASE,
)
_NOT_DENYING = re.compile(
    r"\b(?:not only|no fewer than|no less than|no more than|nothing but|no doubt|not just|if not|whether or not|not "
    r"least|"
    r"not to mention|not (?:before|until|later|earlier)|nicht vor|no antes|nicht nur|no sólo|no solo|pas seulement|"
    r"sin embargo|no obstante)\b|뿐만 아니|不仅|不但|不断|不少|不久|不同",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"[,;:.!?—–()，；：。、]|\b(?:but|and|while|although|because|that|which|who|aber|und|pero|y|mais|et)\b"
)
_CJK = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3]")
_NEAR = 4

# Each line: words, and the words that say the contrary. Endings don't matter where the script has them.
_CONTRARIES = (
    ("rose rise risen increase grew grow grown growth climb gain jump soar surge subió subieron aumentó stieg "
     "gestiegen hausse "
     "augmenté 늘었 늘어 증가 상승 上升 增加 上涨 增长",
     "fell fall fallen decrease decline drop shrank shrink slid sank bajó bajaron cayó sank gesunken baisse baissé "
     "줄었 줄어 감소 하락 "
     "下降 减少 下跌"),
    ("double doubled triple tripled", "halve halved half"),
    ("more highest largest biggest", "fewer less lowest smallest fewest"),
    ("won win victory gewann ganó 이겼 승리 获胜", "lost lose defeat verlor perdió 졌다 패배 落败"),
    ("accept agree approve adopt back support pass allow welcome aprobó aceptó genehmigt zugestimmt 찬성 승인 동의 "
     "批准 同意 支持",
     "reject refuse deny denied oppose fail ban block veto rechazó abgelehnt 반대 거부 拒绝 反对 否决"),
    ("open reopen abrió geöffnet", "close shut cerró geschlossen"),
    ("began begin begun start launch", "end stop finish halt cancel"),
    ("before", "after"),
    ("guilty convict", "innocent acquit"),
    ("join enter arrive", "quit depart withdraw withdrew"),
    ("alive survive", "dead die kill"),
    ("above", "below"),
    ("confirm admit", "deny denied dispute"),
    ("possible likely able", "impossible unlikely unable"),
    ("bought buy", "sold sell"),
    ("hire employ", "fire dismiss"),
    ("both", "neither"),
)  # fmt: skip


def opposed(claim: str, statement: str) -> bool:
    """Whether the statement denies what the claim says, or the other way round, or uses contrary words.

    The caller sees to it that both are about the same thing.
    """
    if _denied(claim, statement) or _denied(statement, claim):
        return True
    return contrary(claim, statement)


def _denied(one: str, other: str) -> bool:
    """Whether `one` says no to something that `other` has too, and `other` doesn't say no to it."""
    held = set(subject(other))
    theirs = _scopes(other)
    for scope in _scopes(one):
        shared = [term for term in scope if term in held]
        if scope and 2 * len(shared) > len(scope) and not any(set(shared) & set(own) for own in theirs):
            return True
    return False


def _scopes(text: str) -> list[list[str]]:
    """The words next to each denial, within its clause: those after it, or around it where verbs come first."""
    masked = _NOT_DENYING.sub(lambda match: " " * len(match[0]), text)
    content = set(_plain_terms(text))  # of the whole, where its language's function words can be told
    found = []
    for match in _NO.finditer(masked):
        before = _CLAUSE.split(masked[: match.start()])[-1]
        after = _CLAUSE.split(masked[match.end() :], maxsplit=1)[0]
        near = [term for term in _plain_terms(after) if term in content][:_NEAR]
        if not near or _CJK.search(match[0]) or match[0].lower() in ("nicht", "nie", "pas"):
            near = [term for term in _plain_terms(before) if term in content][-_NEAR:] + near
        found.append(near)
    return found


def _plain_terms(text: str) -> list[str]:
    return subject(_NO.sub(" ", text))


def contrary(claim: str, statement: str) -> bool:
    """Whether one uses the contrary word for what the other says: "rose" and "fell"."""
    mine, theirs = frozenset(_contrary_terms(claim)), frozenset(_contrary_terms(statement))
    for a, b in _sides():
        for left, right in ((a, b), (b, a)):
            says = _has(claim, mine, left) and not _has(claim, mine, right)
            if says and _has(statement, theirs, right) and not _has(statement, theirs, left):
                return True
    return False


def _has(text: str, words: frozenset[str], side: Sequence[str]) -> bool:
    return any(word in text if _CJK.match(word) else word in words for word in side)


def _contrary_terms(text: str) -> list[str]:
    """Stemmed terms, and the function words that some contraries are."""
    return [*subject(text), *re.findall(r"\b(?:before|after|more|both|neither|above|below)\b", text.lower())]


@cache
def _sides() -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    return tuple((_side(a), _side(b)) for a, b in _CONTRARIES)


def _side(words: str) -> tuple[str, ...]:
    """The words as they are compared: stemmed as text is, Chinese and Korean ones whole."""
    return tuple(
        form for word in words.split() for form in ((word,) if _CJK.match(word) else (*_contrary_terms(word),))
    )
