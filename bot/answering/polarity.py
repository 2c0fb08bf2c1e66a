"""Whether two sentences about one thing say the opposite: one denies, or a word stands for its contrary."""

from __future__ import annotations

import re
from collections.abc import Iterable

from prompts.words import terms

_NO = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|neither|nor|without|cannot|no longer|\w+n['’]t|"
    r"kein\w*|nicht|nie|niemals|niemand|nichts|ohne|nunca|jamás|nadie|ningún|ninguna|ninguno|sin|"
    r"ne|pas|jamais|aucun|aucune|não)\b"
    r"|(?<![개])못했|못한|않[았는은고아을기]|않다|없[었다는이고]|아니[라다며]|아닌"
    r"|没有|沒有|并非|並非|并未|並未|从未|從未|尚未|未能|拒绝|不[会是能在得再应應同打]|(?<![尽儘])不(?=[认認承支接允])",
    re.IGNORECASE,
)
_NOT_DENYING = re.compile(
    r"\b(?:not only|no fewer than|no less than|no more than|nothing but|no doubt|not just|if not|whether or not|not least|"
    r"nicht nur|no sólo|no solo|pas seulement|sin embargo|sin duda|no obstante)\b|뿐만 아니|不仅|不但|不断|不少|不久|不同",
    re.IGNORECASE,
)
_SPANISH_NO = re.compile(r"\bno\b", re.IGNORECASE)

_CONTRARIES = [
    (frozenset(a.split()), frozenset(b.split()))
    for a, b in (
        ("rose rise rises risen rising increase increased grew grow grows growth climbed gained jumped soared up higher "
         "subió subieron aumentó stieg gestiegen hausse augmenté 늘었다 증가 上升 增加 上涨 增长",
         "fell fall falls fallen falling decrease decreased declined decline dropped drop shrank slid sank down lower "
         "bajó bajaron cayó sank gesunken baisse baissé 줄었다 감소 下降 减少 下跌"),
        ("more most largest biggest highest", "fewer less fewest smallest lowest"),
        ("won win wins victory defeated gewann ganó 이겼다 승리 获胜", "lost lose loses defeat verlor perdió 졌다 패배 落败"),
        ("accepted accept agreed agree approved approve adopted backed supported support supports passed allowed welcomed "
         "aprobó aceptó genehmigt zugestimmt 찬성 승인 동의 批准 同意 支持",
         "rejected reject refused refuse denied opposed oppose opposes failed banned blocked vetoed rechazó abgelehnt 반대 거부 "
         "拒绝 反对 否决"),
        ("opened open opens reopened abrió geöffnet", "closed close closes shut cerró geschlossen"),
        ("began begin started start starts launched", "ended end ends stopped finished halted"),
        ("before", "after"),
        ("guilty convicted", "innocent acquitted"),
        ("joined entered arrived", "left quit departed withdrew"),
        ("alive survived", "dead died killed"),
        ("above over", "below under"),
        ("confirmed admitted", "denied disputed"),
        ("possible likely able", "impossible unlikely unable"),
        ("first", "last"),
        ("bought buys buy", "sold sells sell"),
    )
]  # fmt: skip
_WORD = re.compile(r"\w+")


def denials(text: str) -> int:
    """How often the text says no."""
    return len(_NO.findall(_NOT_DENYING.sub(" ", text)))


def opposed(one: str, other: str) -> bool:
    """Whether two sentences that share most of their words differ in saying no, or use contrary words.

    Only meaningful for sentences about the same thing: the caller sees to that.
    """
    if (denials(one) % 2) != (denials(other) % 2):
        return True
    mine, theirs = _words(one), _words(other)
    for a, b in _CONTRARIES:
        for left, right in ((a, b), (b, a)):
            if mine & left and not mine & right and theirs & right and not theirs & left:
                return True
    return False


def _words(text: str) -> frozenset[str]:
    lowered = text.casefold()
    return frozenset(_WORD.findall(lowered)) | frozenset(terms(text))


def contrary_terms() -> Iterable[frozenset[str]]:
    """The sides of the table, for tests."""
    return (side for pair in _CONTRARIES for side in pair)
