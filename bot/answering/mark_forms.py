"""Every way in which models write the mark of a source, as `[1]`.

Brackets of all kinds with or without a word for "source", raised digits, HTML, LaTeX, the look-alikes with which the
prompt escapes an article's own brackets, and sources named in a sentence: "according to source 1".
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from language.reading import alternatives

# "Source 1", as models write it in the languages that they answer in.
SOURCE = alternatives(lambda one: one.replies.sources, words=False)
_AND = rf"(?:[,，、;&/–-]|{alternatives(lambda one: one.replies.joined, words=False)})"
_NUMBERS = rf"(\d{{1,2}}(?:\s*{_AND}\s*(?:(?:{SOURCE}|s)[\s.:#]*)?#?\d{{1,2}})*)"
# A source named in a sentence, as far as it may still go on: "source", "sources 1", "sources 1 and".
_ACCORDING = alternatives(lambda one: one.replies.according, words=False)
NAMED = (
    rf"(?:according|{_ACCORDING}|{SOURCE})(?:\s+(?:no|nr|number))?(?:\s*#?\d{{1,2}}(?:\s*{_AND}(?:\s*#?\d{{1,2}})?)*)?"
)
_CLOSED = re.compile(
    rf"[\[【［{{〔〖]+\s*(?:{SOURCE}|s)?[\s.:=#_^\"'n-]*{_NUMBERS}\s*[\"']?\s*[\]】］}}〕〗]+", re.IGNORECASE
)
# Where in the source, or what it is called: "[1, p. 3]", "[2: The Harbor Ledger]".
_PLACED = re.compile(
    rf"[\[［【]\s*(?:{SOURCE}[\s.:#]*)?#?{_NUMBERS}\s*[,:;|–—-]\s*(?=[^\W\d]|§)[^\[\]［］【】]{{1,80}}[\]］】]",
    re.IGNORECASE,
)
# "[1](https://…)", "[[Source 1]](#1)": a mark that is a link.
_LINKED = re.compile(
    rf"\[[\s\[]*\^?(?:{SOURCE})?[\s.:#]*{_NUMBERS}[\s\]]*\]\((?:[^()\s]|\([^()\s]*\))*(?:\s+\"[^\"()]*\")?\)",
    re.IGNORECASE,
)
_ANGLED = re.compile(rf"<\s*(?:{SOURCE}[\s.:#]*)?{_NUMBERS}\s*>", re.IGNORECASE)
_CIRCLED = re.compile(r"\s?([①-⑳])(?=[①-⑳.,;:!?。，；！？、\s]|$)")
_GROUNDED = re.compile(r"</co:?\s*([\d,\s]+)>", re.IGNORECASE)
_ROUND = re.compile(
    rf"[(（]\s*(?:see |cf\.? |siehe |vgl\.? )?{SOURCE}[\s.:=#_\"'n-]*{_NUMBERS}\s*[\"']?\s*[)）]", re.IGNORECASE
)
_ROUND_BARE = re.compile(rf"(?<=\S)\s*[(（]\s*{_NUMBERS}\s*[)）](?=\s*(?:[.,;:!?。，！？、]|$|[A-ZÀ-Þ«“(（]))")
_ROUND_MARKS = re.compile(
    rf"[(（]\s*(?:see |cf\.? |siehe |vgl\.? |{SOURCE}[\s:：]*)?((?:\[\d[^\]]*\][\s,;&]*)+)[)）]", re.IGNORECASE
)
_CITED_FILE = re.compile(r"[【\[](\d{1,2})(?::\d+)?†[^】\]]*[】\]]")
_SPOKEN = re.compile(
    rf"\b(?:the\s+)?{SOURCE}\s*(?:#|no\.?\s*|nr\.?\s*|number\s+)?{_NUMBERS}(?![\w.,]*\d)", re.IGNORECASE
)
_AS_NOUN = re.compile(
    rf"(?:\b(?:the\s+)?{SOURCE}\s*|(?P<lead>\b{_ACCORDING}\s+))\[(?P<n>\d{{1,2}}(?:[,\s-]+\d{{1,2}})*)\]", re.IGNORECASE
)
_LOOK_ALIKE = re.compile(rf"⟦\s*(?:{SOURCE})?\s*{_NUMBERS}\s*⟧", re.IGNORECASE)

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_SUPERSCRIPT = re.compile(r"([⁰¹²³⁴⁵⁶⁷⁸⁹]+)(?:[⁾,˒،]?)(?![ᵃ-ᶻʰ-ˣ])")
_POWER = re.compile(r"(?<=[^\s\d])\^\{?\s*\[?(\d{1,2})\]?\s*\}?(?:\^)?(?!\w)")
_LATEX = re.compile(r"\$\s*\^?\s*\{?\s*\\?(?:text\w*)?\{?\s*\[?([\d,\s–-]*)\]?\s*\}{0,2}\s*\$(?!\d)")
_COMMAND = re.compile(
    r"\\(?:cite\w*|textsuperscript|footnote(?:mark)?|ref)\s*[\[{]+\s*(?:[a-z]+[:_-]?)?([\d,\s]+)[\]}]+", re.IGNORECASE
)
_UNIT = re.compile(r"(?:\d|(?<![A-Za-z])[A-Za-zµ]{1,2})$")

_NUMBERED = r"\b(?:n|id|name|num|number|index|source|ref|href|idx)\s*=\s*[\"']?#?[a-z]*[-_:]?(\d{1,2})\b[\"']?"
_ABOUT_DIGITS = re.compile(rf"<(\w+)\b[^<>]*>\s*[\[(]*\s*(?:{SOURCE})?\s*{_NUMBERS}\s*[\])]*\s*</\1\s*>", re.IGNORECASE)
_ABOUT_WORDS = re.compile(rf"<(\w+)\b[^<>]*?{_NUMBERED}[^<>/]*>([^<>]+)</\1\s*>", re.IGNORECASE)
_TAG_NUMBERED = re.compile(rf"<\w+\b[^<>]*?{_NUMBERED}[^<>]*>", re.IGNORECASE)
_TAG = re.compile(
    r"</?[A-Za-z][\w:-]*(?:\s[^<>]*)?/?>|</?co:[^<>]*>|<[|｜][^|｜<>]*[|｜]>|\[/?(?:INST|SYS)\]|<</?SYS>>"
)


class MarkForms:
    """`plain` gives a text with its marks as [1] and without tags. `names` are what the numbered sources are called,
    and `quoted` are numbers that stand in brackets in an article's own words."""

    def __init__(self, names: Sequence[str], quoted: Collection[int]) -> None:
        self._names, self._quoted = names, frozenset(quoted)
        self.begin()

    def begin(self) -> None:
        """Forget what marks the answer has used: another begins."""
        self._bracketed = False

    def plain(self, text: str, *, at_head: bool) -> str:
        """A piece of a line with every mark as [1]; sources named in it stay as they are."""
        text = _LINKED.sub(lambda found: _mark(found[1]), text)
        if "<" in text:
            text = _ANGLED.sub(self._if_meant, text)
            text = _GROUNDED.sub(lambda tag: _mark(tag[1]), text)
            text = _ABOUT_DIGITS.sub(lambda tag: _mark(tag[2]), text)
            text = _ABOUT_WORDS.sub(lambda tag: f"{tag[3].rstrip()} {_mark(tag[2])}", text)
            text = _TAG_NUMBERED.sub(lambda tag: _mark(tag[1]), text)
            text = re.sub(r"<br\s*/?>", " ", text, flags=re.IGNORECASE)
        text = _TAG.sub("", text)
        text = _LATEX.sub(lambda found: _mark(found[1]) if found[1].strip() else "", text)
        text = _COMMAND.sub(lambda found: _mark(found[1]), text)
        text = _POWER.sub(lambda found: found[0] if self._is_power(found) else _mark(found[1]), text)
        text = _SUPERSCRIPT.sub(
            lambda found: found[0] if self._is_power(found) else _mark(found[1].translate(_SUPERSCRIPTS)), text
        )
        text = _CITED_FILE.sub(lambda found: _mark(found[1]), text)
        text = _LOOK_ALIKE.sub(lambda found: self._if_meant(found, unless=self._quoted), text)
        text = _CLOSED.sub(lambda found: _mark(found[1]), text)
        text = re.sub(r"\^\s*(?=\[\d)", "", text)
        text = _PLACED.sub(lambda found: _mark(found[1]), text)
        text = _CIRCLED.sub(lambda found: self._circled(found, at_head=at_head), text)
        self._bracketed = self._bracketed or bool(re.search(r"\[\d", text))
        text = _ROUND.sub(lambda found: _mark(found[1]), text)
        text = _ROUND_MARKS.sub(lambda found: found[1], text)
        if not self._bracketed:
            bare = text if at_head else f"\u2060{text}"  # at a line's head a number in brackets counts
            text = _ROUND_BARE.sub(lambda found: self._if_meant(found), bare).removeprefix("\u2060")
        return text

    def named(self, text: str) -> str:
        """The text with "source 1" as the reader knows it: by its outlet, with the mark behind it."""
        text = _AS_NOUN.sub(lambda found: (found["lead"] or "") + self._named_by(found["n"], unless=found[0]), text)
        return _SPOKEN.sub(lambda found: self._named_by(found[1], unless=found[0]), text)

    def _is_power(self, found: re.Match[str]) -> bool:
        """Whether raised digits belong to a unit or a figure ("12 km²", "10⁶"), or can't be a source's number."""
        number = int(found[1].translate(_SUPERSCRIPTS))
        return _UNIT.search(found.string[: found.start()]) is not None or not 1 <= number <= max(len(self._names), 1)

    def _circled(self, found: re.Match[str], *, at_head: bool) -> str:
        """A circled digit behind words as a mark; ahead of a line it numbers the line."""
        number = ord(found[1]) - ord("①") + 1
        if at_head and not found.string[: found.start()].strip():
            return ""
        return f"{found[0][:-1]}[{number}]" if number <= len(self._names) else found[0]

    def _if_meant(self, found: re.Match[str], *, unless: Collection[int] = ()) -> str:
        numbers = [int(one) for one in re.findall(r"\d+", found[1])]
        meant = all(1 <= one <= len(self._names) and one not in unless for one in numbers)
        return (" " if found[0][0].isspace() else "") + _mark(found[1]) if meant else found[0]

    def _named_by(self, said: str, *, unless: str) -> str:
        """Sources as the reader knows them: by their outlets, with the marks behind; `unless` where there is none."""
        numbers = [int(one) for one in re.findall(r"\d+", said)]
        if not all(1 <= one <= len(self._names) for one in numbers):
            return unless
        names = [name for name in dict.fromkeys(self._names[one - 1] for one in numbers) if name]
        return " ".join(filter(None, (", ".join(names), "".join(f"[{one}]" for one in numbers))))


def _mark(numbers: str) -> str:
    """The mark of some numbers, ranges as ranges."""
    found = re.findall(r"(\d+)(?:\s*[–-]\s*#?(\d+))?", numbers)
    said = (f"{int(first)}-{int(last)}" if last else f"{int(first)}" for first, last in found)
    return f"[{', '.join(said)}]" if found else ""
