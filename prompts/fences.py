"""How evidence stands in a prompt: numbered, fenced, and unable to climb out of its fence.

A source is written as

    <source n="1">
    title: Talks open in Beijing
    outlet: Harbour Gazette
    date: 2024-01-30
    text:
    The words of the passage.
    </source>

and the question as `<question>…</question>`. The words inside come from others. `escaped` takes out of them whatever
could be read as part of the prompt: angle brackets (so no fence can be closed or opened, no `<|im_start|>`),
square brackets of any width (so no `[1]` passes for a mark of ours), role names at the head of a line, and the
refusal. `unescaped` gives back exactly the words that went in. The prompt check, the stub model and the
answering pipeline all use this module, so they can't disagree about the format.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

REFUSAL = "NOT_IN_SOURCES"
"""The one thing a model writes when the sources don't answer the question."""

FENCE = "source"
UNDATED = "undated"

_ESCAPE = "⧵"  # U+29F5, a reverse solidus that news text doesn't use
# Brackets that a prompt or an answer gives a meaning are swapped for look-alikes that have none.
_SWAPPED = {
    "<": "‹",
    ">": "›",
    "[": "⟦",
    "]": "⟧",
    "＜": _ESCAPE + "‹",
    "＞": _ESCAPE + "›",
    "［": _ESCAPE + "⟦",
    "］": _ESCAPE + "⟧",
    "【": _ESCAPE + "(",
    "】": _ESCAPE + ")",
    "‹": _ESCAPE + "1",
    "›": _ESCAPE + "2",
    "⟦": _ESCAPE + "3",
    "⟧": _ESCAPE + "4",
    _ESCAPE: _ESCAPE + _ESCAPE,
}
_BACK = {image: char for char, image in _SWAPPED.items()} | {
    _ESCAPE + "_": "_",
    _ESCAPE + ":": ":",
    _ESCAPE + "：": "：",
}
_ROLES = "system|assistant|user|human|ai|developer|tool|instructions?|시스템|사용자|系统|助手|用户|システム|ユーザー"
_DANGEROUS = re.compile(
    rf"(?P<role>(?:^|(?<=[\r\v\f\x85\u2028\u2029]))[ \t#*]*(?:{_ROLES})[ \t*]*)(?P<colon>[:：])"
    rf"|(?P<refusal>{REFUSAL.replace('_', '[_]')})"
    rf"|(?P<bracket>[{re.escape(''.join(_SWAPPED))}])",
    re.IGNORECASE | re.MULTILINE,
)
_ESCAPED = re.compile(f"{_ESCAPE}[⧵‹›⟦⟧()1234_:：]|[‹›⟦⟧]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One numbered piece of evidence, in the article's own words."""

    n: int
    title: str
    text: str
    outlet: str | None = None
    date: str | None = None


def escaped(text: str) -> str:
    """The text with everything swapped that could be taken for a part of the prompt."""

    def swap(match: re.Match[str]) -> str:
        if match["colon"]:
            return f"{match['role']}{_ESCAPE}{match['colon']}"
        if match["refusal"]:
            return match["refusal"].replace("_", _ESCAPE + "_")
        return _SWAPPED[match["bracket"]]

    return _DANGEROUS.sub(swap, text)


def unescaped(text: str) -> str:
    """What `escaped` was given: `unescaped(escaped(text)) == text` for every text."""
    return _ESCAPED.sub(lambda match: _BACK[match[0]], text)


def fenced(sources: Iterable[Source]) -> str:
    """The sources as they stand in the prompt."""
    return "\n".join(
        f'<{FENCE} n="{source.n}">\n'
        f"title: {_line(source.title)}\n"
        f"outlet: {_line(source.outlet or 'unknown')}\n"
        f"date: {_line(source.date or UNDATED)}\n"
        f"text:\n{escaped(source.text)}\n</{FENCE}>"
        for source in sources
    )


def fenced_question(question: str) -> str:
    """The question as it stands in the prompt: it is data too."""
    return f"<question>\n{escaped(question)}\n</question>"


_SOURCE = re.compile(
    rf'^<{FENCE} n="(?P<n>\d+)">\ntitle: (?P<title>.*)\noutlet: (?P<outlet>.*)\ndate: (?P<date>.*)\n'
    rf"text:\n(?P<text>(?:(?!</{FENCE}>).*\n)*?)</{FENCE}>$",
    re.MULTILINE,
)
_QUESTION = re.compile(r"^<question>\n(?P<question>(?:.*\n)*?)</question>$", re.MULTILINE)


_STOP = re.compile(r"[.!?。！？]+$")


def marked(sentence: str, numbers: Sequence[int]) -> str:
    """A sentence with its marks ahead of the full stop: "Talks opened [1]." """
    marks = "".join(f"[{n}]" for n in numbers)
    stop = _STOP.search(sentence)
    if not marks:
        return sentence
    return f"{sentence[: stop.start()]} {marks}{stop[0]}" if stop else f"{sentence} {marks}"


def sources_in(prompt: str) -> list[Source]:
    """The sources of a prompt, still escaped: what a model sees."""
    return [
        Source(
            n=int(found["n"]),
            title=found["title"],
            outlet=None if found["outlet"] == "unknown" else found["outlet"],
            date=None if found["date"] == UNDATED else found["date"],
            text=found["text"].removesuffix("\n"),
        )
        for found in _SOURCE.finditer(prompt)
    ]


def question_in(prompt: str) -> str | None:
    """The question of a prompt, still escaped; None where none is fenced."""
    found = list(_QUESTION.finditer(prompt))
    return found[-1]["question"].removesuffix("\n") if found else None


def outside_fences(prompt: str) -> str:
    """A prompt without its sources and question: the part that is ours to command with."""
    return _QUESTION.sub("", _SOURCE.sub("", prompt))


def _line(text: str) -> str:
    return escaped(" ".join(text.split()))
