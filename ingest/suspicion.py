"""Words in an article that are meant for a model rather than for a reader.

What is found is only told to the editor: nothing is taken out, since an article about such attacks quotes them.
What holds against them is how passages are fenced in the prompt and how answers are checked.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

MOST = 3
_SHOWN = 80

_REPLY = r"(?:answer|reply|response|output)s?"
_SHAPING = (
    r"add|include|insert|integrate|modify|change|augment|enhance|replace|provide|render|convert|use|substitute|scramble"
    r"|rearrange|anagram|misspell|jumble|introduce|remove|group|combine|begin|start|end|finish|write|translate|format"
)


class _Sign(NamedTuple):
    """A pattern, and what stands in whatever it finds: of each group one, as `_plain` writes it."""

    pattern: str
    hints: tuple[tuple[str, ...], ...]


_ORDERS = ("instruction", "rule", "prompt", "guideline", "direct")
_REPLIES = ("answer", "reply", "response", "output")
# Each with what an article would write it for.
_SIGNS = (
    # To overrule what the model was told before.
    _Sign(
        r"\b(?:ignore|disregard|forget|override|bypass)\b[^.!?\n]{0,40}\b(?:previous|prior|above|earlier|preceding|your|system)"
        r"\b[^.!?\n]{0,30}\b(?:instructions?|rules?|prompts?|guidelines?|directions?|directives?)\b",
        (("ignore", "disregard", "forget", "override", "bypass"), _ORDERS),
    ),
    _Sign(
        r"\b(?:ignorier\w*|missacht\w*|vergiss)\b[^.!?\n]{0,40}\b(?:vorherig|bisherig|obig|vorig)\w*\s+(?:anweisung|regel)\w*",
        (("ignorier", "missacht", "vergiss"), ("anweisung", "regel")),
    ),
    _Sign(
        r"\b(?:ignore[zr]?|oublie[zr]?)\b[^.!?\n]{0,30}\b(?:instructions|consignes|règles)\s+(?:précédent|antérieur|ci-dessus)\w*",
        (("ignore", "oublie"), ("instructions", "consignes", "règles")),
    ),
    _Sign(
        r"\b(?:ignora|olvida)\w*\b[^.!?\n]{0,30}\b(?:instrucciones|reglas)\s+(?:anterior|previa)\w*",
        (("ignora", "olvida"), ("instrucciones", "reglas")),
    ),
    _Sign(
        r"(?:이전|앞선|위의?)\s*(?:의\s*)?(?:모든\s*)?(?:지시|명령|지침|규칙)[^.!?\n]{0,15}(?:무시|잊)",
        (("지시", "명령", "지침", "규칙"), ("무시", "잊")),
    ),
    _Sign(
        r"(?:忽略|无视|無視|忘记|忘記)[^。！？\n]{0,12}(?:指令|指示|规则|規則|提示)",
        (("忽略", "无视", "無視", "忘记", "忘記"), ("指令", "指示", "规则", "規則", "提示")),
    ),
    _Sign(
        r"(?:以前|上記|これまで|前)の[^。！？\n]{0,8}(?:指示|命令|規則)[^。！？\n]{0,6}無視",
        (("無視",), ("指示", "命令", "規則")),
    ),
    # To shape the answer.
    _Sign(
        rf"(?:^|(?<=[.!?\"”]\s))(?:please\s+)?(?:{_SHAPING})\b[^.!?\n]{{0,80}}"
        rf"\b(?:your|the final)\s+(?:\w+\s+)?{_REPLY}\b",
        (("your", "the final"), _REPLIES),
    ),
    _Sign(rf"(?:^|(?<=[.!?\"”]\s))in your (?:next |final )?{_REPLY},", (("in your ",), _REPLIES)),
    _Sign(
        rf"(?:^|(?<=[.!?\"”]\s))(?:{_SHAPING})\b[^.!?\n]{{0,40}}\b(?:in|to|of|from) your {_REPLY}\b",
        (("in your ", "to your ", "of your ", "from your "), _REPLIES),
    ),
    _Sign(
        r"\b(?:answer|reply|respond) (?:only|solely|exclusively|just)(?: with)?:",
        (("only:", "solely:", "exclusively:", "just:", "with:"), ("answer ", "reply ", "respond ")),
    ),
    _Sign(
        r"(?:^|(?<=[.!?\"”]\s))(?:scramble|anagram|misspell|jumble)\b[^.!?\n]{0,60}"
        r"\bin your (?:\w+ )?(?:message|words)\b",
        (("in your ",), ("scramble", "anagram", "misspell", "jumble")),
    ),
    # To pass for another part of the prompt.
    _Sign(
        r"<\|?(?:im_start|im_end|system|assistant|user|endoftext)\|?>|\[/?INST\]|<</?SYS>>",
        (("<", "[inst]", "[/inst]"),),
    ),
    _Sign(
        r"</?(?:system|source|question|instructions?|prompt)(?:\s[^<>\n]{0,60})?>|\bNOT_IN_SOURCES\b",
        (("<", "not_in_sources"),),
    ),
    _Sign(
        r"^[ \t#*]*(?:system|assistant|developer)(?: prompt| message)?[ \t*]*[:：]\s",
        (("system", "assistant", "developer"), (":", "：")),
    ),
    # To give the model another part to play, or to have it tell what it was told.
    _Sign(
        r"\byou are (?:now |no longer )?(?:an? )?(?:\w+ )?(?:AI|assistant|chatbot|language model|LLM|DAN)\b",
        (("you are ",), ("ai", "assistant", "chatbot", "language model", "llm", "dan")),
    ),
    _Sign(
        r"\b(?:reveal|print|repeat|output|show)\b[^.!?\n]{0,30}\b(?:system|hidden|secret|initial)\s+(?:prompt|instructions)\b",
        (("prompt", "instructions"), ("system", "hidden", "secret", "initial")),
    ),
    _Sign(
        r"\b(?:if you are|note to|attention|instructions? (?:for|to))\s+(?:an?\s+|any\s+|all\s+)?"
        r"(?:AI|LLM|language model|chatbot)s?\b",
        (("if you are", "note to", "attention", "instruction"), ("ai", "llm", "language model", "chatbot")),
    ),
)


def suspected(text: str) -> tuple[str, ...]:
    """The first few places that speak to a model, in the article's own words, each on one line."""
    plain = _plain(text)
    # Looking for plain words costs a tenth of trying the patterns, and most articles have none of them.
    possible = tuple(
        sign.pattern for sign in _SIGNS if all(any(hint in plain for hint in group) for group in sign.hints)
    )
    if not possible:
        return ()
    found = dict.fromkeys(_line(text, match) for match in _any_of(possible).finditer(text))
    return tuple(found)[:MOST]


def _plain(text: str) -> str:
    """The text as hints are written: without case, and with the letters that `re` takes for others without it."""
    return text.casefold() if text.isascii() else text.casefold().replace("ı", "i").replace("i\u0307", "i")


@cache
def _any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE | re.MULTILINE)


def _line(text: str, match: re.Match[str]) -> str:
    """The words found, with what follows on their line."""
    begin = match.start()
    words = " ".join(text[begin : max(match.end(), begin + _SHOWN)].split("\n\n", 1)[0].split())
    return words if len(words) <= _SHOWN else words[: _SHOWN - 1].rstrip() + "…"
