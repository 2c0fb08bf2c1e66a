"""Articles that correct: how they say so, and which of their values are the wrong ones that they repeat."""

from __future__ import annotations

import re

_CORRECTS = re.compile(
    r"\b(?:corrections?|corrects|corrected (?:its|the|an|a|version|on|to)|correcting|erratum|errata|clarification|"
    r"retracts?|misstated|"
    r"misreported|misidentified|misnamed|misspelled|an? earlier (?:version|article|report|story)|(?:a|the) previous "
    r"version|"
    r"(?:incorrectly|wrongly|mistakenly|erroneously) (?:said|stated|gave|reported|named|put|identified)|"
    r"regrets? the error|apologi[sz]es? for|as we (?:wrote|reported|said)|named the wrong|was wrong to say|"
    r"korrektur|korrigiert|berichtigung|richtigstellung|frühere[nr]? (?:version|fassung)|irrtümlich|fälschlicherweise|"
    r"corrección|corrige|rectificación|fe de erratas|versión anterior|por error|erróneamente|"
    r"rectificatif|erratum|version précédente|par erreur|correção|versão anterior)\b"
    r"|정정|바로잡|오보|更正|勘误|勘誤|订正|訂正|此前报道有误|错误地",
    re.IGNORECASE,
)
# A value after one of these, within its clause, is what was wrong.
_WRONG_AHEAD = re.compile(
    r"\b(?:earlier (?:version|article|report|story)|previous version|first (?:reported|said|gave)|previously|"
    r"originally|"
    r"incorrectly|wrongly|mistakenly|erroneously|misstated|misreported|misidentified|misnamed|misspelled|had (?:said|"
    r"given|reported|put)|instead of|rather than|"
    r"(?:and )?not|gave (?:the|its|a|it|his|her|their)|as reported|the article (?:said|named|put|gave|stated)|"
    r"frühere[nr]? (?:version|fassung)|zunächst|irrtümlich|fälschlich(?:erweise)?|statt|anstatt|nicht|ursprünglich|"
    r"versión anterior|erróneamente|por error|en lugar de|en vez de|y no|decía|"
    r"version précédente|par erreur|au lieu de|et non)\b"
    r"|앞서|당초|잘못|此前|之前|误报|误写|誤|错误地|原文|原报道|原報道|而不是|而非|不是",
    re.IGNORECASE,
)
# And one before these.
_WRONG_BEHIND = re.compile(
    r"\b(?:was (?:wrong|incorrect|an error|a mistake)|is wrong|in error|war falsch|era incorrect[oa]|es "
    r"incorrect[oa])\b"
    r"|(?:이|가)? ?아니라|아닌|(?:이)?라고 (?:잘못 )?(?:보도|전했|썼|적었|밝혔)|으?로 잘못|有误|为误|系误|误为",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[\"“„«‘《「]([^\"”“»’》」]+)[\"”“»’》」]")
_NEXT_CLAUSE = re.compile(r"[,;:，；：、]|\bbut\b|\bsondern\b|\bsino\b|아니라|而是|应为|應為")


_CONTRAST = re.compile(
    r"(?:,|\band) not (?:[$€£]?\d|[A-Z])|\b(?:instead of|rather than) (?:[$€£]?\d|[A-Z])|"
    r", nicht \d|\by no \d|\bet non \d|而不是|而非|아니라"
)


def says_it_corrects(*, title: str | None, text: str) -> bool:
    """Whether an article says that it corrects another, or an earlier version of itself."""
    return bool(_CORRECTS.search(f"{title or ''}\n{text}"))


def is_retracted(sentence: str, start: int, end: int) -> bool:
    """Whether a correction gives the value at `sentence[start:end]` as the one that was wrong.

    "The article gave the number as 60", "16 and not 60", "an earlier version said 300".
    Meaningful only for articles that correct.
    """
    if _CORRECTS.search(sentence) and any(
        quoted.start() < start and end < quoted.end() for quoted in _QUOTED.finditer(sentence)
    ):
        return True  # the headline or the words of the article that is corrected
    before = sentence[:start]
    for match in _WRONG_AHEAD.finditer(before):
        if not _NEXT_CLAUSE.search(before[match.end() :]):
            return True
    after = re.split(r"[,;，；]|\bbut\b", sentence[end:], maxsplit=1)[0]
    return bool(_WRONG_BEHIND.search(after))


def sets_right(sentence: str) -> bool:
    """Whether a sentence sets one value against another ("38,000, not 48,000"), whatever it calls itself."""
    return bool(_CONTRAST.search(sentence))
