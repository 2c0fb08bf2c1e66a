"""Whether one sentence uses the contrary word for what another says: "rose" and "fell"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from language.wording import subject

_CJK = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3]")

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


def contrary(claim: str, statement: str) -> bool:
    """Whether either does. The caller sees to it that both are about the same thing."""
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
