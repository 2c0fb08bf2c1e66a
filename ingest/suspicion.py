"""Words in an article that are meant for a model rather than for a reader.

What is found is only told to the editor: nothing is taken out, since an article about such attacks quotes them.
What holds against them is how passages are fenced in the prompt and how answers are checked.
"""

from __future__ import annotations

import re

MOST = 3
_SHOWN = 80

_REPLY = r"(?:answer|reply|response|output)s?"
_SHAPING = (
    r"add|include|insert|integrate|modify|change|augment|enhance|replace|provide|render|convert|use|substitute|scramble"
    r"|rearrange|anagram|misspell|jumble|introduce|remove|group|combine|begin|start|end|finish|write|translate|format"
)
# Each with what an article would write it for.
_PATTERNS = (
    # To overrule what the model was told before.
    r"\b(?:ignore|disregard|forget|override|bypass)\b[^.!?\n]{0,40}\b(?:previous|prior|above|earlier|preceding|your|system)"
    r"\b[^.!?\n]{0,30}\b(?:instructions?|rules?|prompts?|guidelines?|directions?|directives?)\b",
    r"\b(?:ignorier\w*|missacht\w*|vergiss)\b[^.!?\n]{0,40}\b(?:vorherig|bisherig|obig|vorig)\w*\s+(?:anweisung|regel)\w*",
    r"\b(?:ignore[zr]?|oublie[zr]?)\b[^.!?\n]{0,30}\b(?:instructions|consignes|règles)\s+(?:précédent|antérieur|ci-dessus)\w*",
    r"\b(?:ignora|olvida)\w*\b[^.!?\n]{0,30}\b(?:instrucciones|reglas)\s+(?:anterior|previa)\w*",
    r"(?:이전|앞선|위의?)\s*(?:의\s*)?(?:모든\s*)?(?:지시|명령|지침|규칙)[^.!?\n]{0,15}(?:무시|잊)",
    r"(?:忽略|无视|無視|忘记|忘記)[^。！？\n]{0,12}(?:指令|指示|规则|規則|提示)",
    r"(?:以前|上記|これまで|前)の[^。！？\n]{0,8}(?:指示|命令|規則)[^。！？\n]{0,6}無視",
    # To shape the answer.
    rf"(?:^|(?<=[.!?\"”]\s))(?:please\s+)?(?:{_SHAPING})\b[^.!?\n]{{0,80}}\b(?:your|the final)\s+(?:\w+\s+)?{_REPLY}\b",
    rf"(?:^|(?<=[.!?\"”]\s))in your (?:next |final )?{_REPLY},",
    rf"(?:^|(?<=[.!?\"”]\s))(?:{_SHAPING})\b[^.!?\n]{{0,40}}\b(?:in|to|of|from) your {_REPLY}\b",
    r"\b(?:answer|reply|respond) (?:only|solely|exclusively|just)(?: with)?:",
    r"(?:^|(?<=[.!?\"”]\s))(?:scramble|anagram|misspell|jumble)\b[^.!?\n]{0,60}\bin your (?:\w+ )?(?:message|words)\b",
    # To pass for another part of the prompt.
    r"<\|?(?:im_start|im_end|system|assistant|user|endoftext)\|?>|\[/?INST\]|<</?SYS>>",
    r"</?(?:system|source|question|instructions?|prompt)(?:\s[^<>\n]{0,60})?>|\bNOT_IN_SOURCES\b",
    r"^[ \t#*]*(?:system|assistant|developer)(?: prompt| message)?[ \t*]*[:：]\s",
    # To give the model another part to play, or to have it tell what it was told.
    r"\byou are (?:now |no longer )?(?:an? )?(?:\w+ )?(?:AI|assistant|chatbot|language model|LLM|DAN)\b",
    r"\b(?:reveal|print|repeat|output|show)\b[^.!?\n]{0,30}\b(?:system|hidden|secret|initial)\s+(?:prompt|instructions)\b",
    r"\b(?:if you are|note to|attention|instructions? (?:for|to))\s+(?:an?\s+|any\s+|all\s+)?"
    r"(?:AI|LLM|language model|chatbot)s?\b",
)  # fmt: skip
_FOUND = re.compile("|".join(f"(?:{pattern})" for pattern in _PATTERNS), re.IGNORECASE | re.MULTILINE)
# One of these stands in whatever the patterns find: most articles need no further look.
_HINT = re.compile(
    r"ignor|disregard|forget|override|bypass|missacht|vergiss|oublie|olvida|지시|명령|지침|규칙|指令|指示|规则|規則|提示|命令"
    r"|your (?:\w+ )?(?:answer|reply|response|output|message|words|text)|final (?:answer|reply|response|output)"
    r"|(?:only|solely|exclusively|just)(?: with)?:|<[|/a-z<]|\[/?inst|not_in_sources|system|assistant|developer"
    r"|you are|prompt|instructions|note to|attention|if you",
    re.IGNORECASE,
)


def suspected(text: str) -> tuple[str, ...]:
    """The first few places that speak to a model, in the article's own words, each on one line."""
    if not _HINT.search(text):
        return ()
    found = dict.fromkeys(_line(text, match) for match in _FOUND.finditer(text))
    return tuple(found)[:MOST]


def _line(text: str, match: re.Match[str]) -> str:
    """The words found, with what follows on their line."""
    begin = match.start()
    words = " ".join(text[begin : max(match.end(), begin + _SHOWN)].split("\n\n", 1)[0].split())
    return words if len(words) <= _SHOWN else words[: _SHOWN - 1].rstrip() + "…"
