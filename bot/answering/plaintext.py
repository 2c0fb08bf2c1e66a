"""What a model says, in whatever shape, as plain text with marks `[1]`: the one clean-up step of an answer.

Models are asked for plain text with marks, and give thoughts, Markdown, HTML, LaTeX, tables, JSON, lists of sources
and marks of a dozen kinds. `PlainText` takes the pieces of a stream and gives text in which every mark is `[1]` and
nothing of the shape is left. It gives whole words only, and a line's beginning as soon as it can't turn out to be a
heading, a table or a list of sources; so the same text comes out wherever the stream was cut.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterator, Sequence

from bot.answering.json_answers import MISSING, lines_of, looks_like_json, parsed
from bot.answering.mark_forms import NAMED, MarkForms
from bot.answering.thoughts import Thoughts
from language.calendar import months
from language.reading import alternatives

_LABEL = re.compile(
    rf"[\W_]*(?:list of |works? )?{alternatives(lambda one: one.replies.lists, words=False)}"
    r"(?: used| cited)?[\W_]*(?:[:：]|$)",
    re.IGNORECASE,
)
_ANSWER = re.compile(
    rf"^[\W_]*{alternatives(lambda one: one.replies.answers, words=False)}[\s*_]*[:：][\s*_]*", re.IGNORECASE
)
_MARK = re.compile(r"\s*\[\d[^\]]*\]")
_MISSING = re.compile(
    r"(?:^[\s>*_#-]*|(?<=[.!?。\]\s*_])[*_]*)(?:MISSING|(?<![^\s*_#>-])Missing(?= *[*_]*:))[*_ ]*[:：][*_]*"
)
_NOTHING = re.compile(r"(?:nothing|none|no(?:ne)? missing|n/?a|null|[-–—.\s]*)[.\s]*", re.IGNORECASE)
_ESCAPED = re.compile(r"\\([\[\](){}.*_#`>|~!+\"-])")
_EMPHASIS = re.compile(r"\*\*+|(?<!\w)__+(?=\S)|(?<=\S)__+(?!\w)|~~+|`+|(?<![\w*])\*(?=[^\s*])|(?<=[^\s*])\*(?![\w*])"
                       r"|(?<![\w_])_(?=[^\s_])|(?<=[^\s_])_(?![\w_])")  # fmt: skip

_ITEM = re.compile(
    r"\s*(?:[-*•‣·–—+](?:\s+\[[ xX]\])?|[\u2600-\u27bf\U0001f300-\U0001faff]\ufe0f?"
    r"|\(?\d{1,2}[.)]|(?:[a-z]|[ivx]{2,4})[.)])\s+(?=\S)"
)
_NEXT_ITEM = re.compile(r"(?<=[.!?\]])\s+(\d{1,2})[.)]\s+(?=[^\W\d]|$)")  # the second item, on the line of the first
_MONTH = re.compile(
    "|".join(sorted({name[:3] for code in ("en", "es", "de", "fr") for name in months(code)})), re.IGNORECASE
)
_HEADING = re.compile(r"\s*#{1,6}(?:\s|$)")
_ALL_BOLD = re.compile(r"\s*(\*\*+|__+)(?P<words>[^*_]+)\1\s*[:：]?\s*$")
# "**Hosts:** The visitors …": a heading on the line of its sentence, and what may still become one. A label of several
# capitals may be a name, of which the sentence is told.
_BULLET = r"(?P<bullet>\s*(?:[-*•+]|\d{1,2}[.)])\s+)?"
_LEAD = re.compile(
    _BULLET + r"(?:\*\*|__)\w[^*_A-ZÀ-Þ]{0,59}(?:[:：](?:\*\*|__)|(?:\*\*|__)[:：])\s+(?=[^\W\d_]|[\"“«„])"
)
_LEAD_BEGUN = re.compile(
    _BULLET + r"(?:\*\*|__)(?:[^*_]{0,60}[*_]?$|[^*_]{1,60}(?:[:：](?:\*\*|__)|(?:\*\*|__)(?:[:：]|$)))"
)
_RULE = re.compile(r"\s*(?:[-=*_~]\s*){3,}$")
_FENCE = re.compile(r"\s*(?:```+|~~~+)\s*[\w+-]*\s*$")
_FENCED = re.compile(r"\s*(?:```+|~~~+)(?:json|text|markdown|md|plaintext)?\s*(?=\S)")  # with words behind it
_JSON_INSIDE = re.compile(r"[:：]\s*(?=\{\s*\"|\[\s*\{\s*\")")
_BLOCK = re.compile(r"<(/)?(?:p|div|li|ul|ol|tr|h[1-6])(?:\s[^<>]*)?>", re.IGNORECASE)
_UNSEEN = str.maketrans("", "", "\u00ad\u200b\u2060\ufeff")
_FOOTNOTE = re.compile(r"\s*\\?\[\^?\d+\\?\]\s*[:：]")
_ROW_RULE = re.compile(r"[\s|:+-]*-{2,}[\s|:+-]*$")
_STOP = re.compile(r"[.!?。！？…][\"”’»)\]]*$")
_MARKS = re.compile(r"(?:\s*\[\d[^\]]*\])+\s*$")
_OPENERS, _CLOSERS = "<[(【［{⟦〔〖（", ">])】］}⟧〕〗）"
_BEGINS_WORD = re.compile(r"[^\W\d_]|[\"'“‘«¿¡–—]")
_WHOLE_WORD = re.compile(r"(?:^|[\s“\"'‘«])[^\W\d_]+,?$")
_ENDS_WITH_SOURCE = re.compile(rf"\b{NAMED}$", re.IGNORECASE)
_ROUND_ENDS = (")", "）")
_WIDE_LETTER = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_WIDE = re.compile("[\u3000-\u30ff\u3400-\u9fff\uac00-\ud7a3\uff00-\uffef]")
LONGEST_BRACKET = 120  # characters that an open bracket holds up
HEAD = 24  # characters of a line that are waited for: a label is told by them


class PlainText:
    """`add` pieces, and `end`: each gives the plain text that is certain by then.

    `names` are the outlets (or titles) of the numbered sources, for "according to source 1"; `quoted` are numbers that
    stand in brackets in an article's own words, and are no marks when a model quotes them. `restarts` counts how often
    everything before turned out to be thoughts: what was given until then is no part of the answer. `missing` is what
    the model says the sources lack, by its lines `MISSING: …`; it is no part of the text.
    """

    def __init__(self, *, names: Sequence[str] = (), quoted: Collection[int] = ()) -> None:
        self._marks = MarkForms(names, quoted)
        self._begin()
        self._thoughts = Thoughts()
        self.restarts = 0

    def _begin(self) -> None:
        self.missing: list[str] = []
        self._line, self._given = "", 0  # the line that is not whole; how much of it was given, as it was said
        self._rows: list[str] = []
        self._json: str | None = None
        self._first, self._listing = True, False
        self._marks.begin()
        self._counted = 0

    def add(self, piece: str) -> str:
        """The text that this piece makes certain."""
        return self._taken(self._thoughts.add(piece), last=False)

    def end(self) -> str:
        """What is left when the stream has ended."""
        return self._taken(self._thoughts.end(), last=True)

    def _taken(self, said: Sequence[str | None], *, last: bool) -> str:
        out: list[str] = []
        for piece in said:
            if piece is None:
                self._begin()
                self.restarts += 1
                out.clear()
                continue
            self._line += piece.translate(_UNSEEN)
            if "<" in self._line:
                self._line = self._line[: self._given] + _BLOCK.sub(_broken, self._line[self._given :])
            while "\n" in self._line or "\r" in self._line:
                whole, self._line = re.split(r"\r\n|\n|\r(?!$)|\r$", self._line, maxsplit=1)
                out += self._whole(whole)
                self._given = 0
        if last:
            out += self._whole(self._line)
            out += self._table()
            if self._json is not None:
                out += self._shown(lines_of(parsed(self._json, cut=True)))
                self._json = None
            self._line, self._given = "", 0
        else:
            out += self._begun()
        return "".join(out)

    def _whole(self, line: str) -> Iterator[str]:
        """A line that has ended."""
        if not self._given and (fenced := _FENCED.match(line)):
            line = line if _FENCE.match(line) else line[fenced.end() :]
        inside = _JSON_INSIDE.search(line, self._given) if self._json is None and not looks_like_json(line) else None
        if inside:
            lead, line = line[self._given : inside.start() + 1], line[inside.end() :]
            yield self._inline(lead, at_head=not self._given) + "\n"
            self._given = 0
        lacking = _MISSING.search(line, self._given) if self._json is None and not looks_like_json(line) else None
        if lacking:
            self._note(line[lacking.end() :])
            line = line[: lacking.start()]
        if self._given:
            yield self._inline(line[self._given :], at_head=False) + "\n"
            return
        if self._json is not None or looks_like_json(line):
            self._json = (self._json or "") + line + "\n"
            found = parsed(self._json)
            if found is not None:
                self._json = None
                yield from self._shown(lines_of(found))
            return
        if _row(line):
            self._rows.append(line)
            return
        yield from self._table()
        yield from self._plain(line)

    def _plain(self, line: str) -> Iterator[str]:
        if not line.strip():
            yield "\n"
            return
        if _LABEL.match(line) and not _SENTENCE_AFTER_LABEL.search(line):
            self._listing = True
            return
        if _FENCE.match(line) or _RULE.fullmatch(line) or _HEADING.match(line) or _FOOTNOTE.match(line):
            return
        bold = _ALL_BOLD.fullmatch(line)
        if bold and not _STOP.search(bold["words"].strip()) and not re.search(r"\[\d", bold["words"]):
            return
        if self._listing and not self._is_sentence(line):
            return
        self._listing = False
        lead = _LEAD.match(line)
        if lead and not line[lead.end()].islower() and self._is_sentence(line[lead.end() :]):
            line = (lead["bullet"] or "") + line[lead.end() :]
        yield self._inline(line, at_head=True) + "\n"

    @staticmethod
    def _is_sentence(line: str) -> bool:
        """Whether a line behind a list of sources is the answer's again."""
        if _ITEM.match(line) or line.lstrip().startswith(("[", "【", "http", "<")):
            return False
        words = _MARKS.sub("", line.strip())
        return bool(_STOP.search(words)) and (len(words.split()) > 4 or bool(_WIDE.search(words)))

    def _begun(self) -> Iterator[str]:
        """What can be given of the line that is not whole yet."""
        line = self._line
        if not self._given:
            head = line.lstrip()
            if self._json is not None or self._rows or self._listing or len(head) < HEAD:
                return
            if head[0] in "#|`~{[【［<=" or (head[:2] in ("**", "__") and not re.search(r"[*_]{2}[^*_]{2}", head[2:])):
                return
            if (
                _LEAD_BEGUN.match(head)
                or " | " in head
                or (_LABEL.match(head) and not _SENTENCE_AFTER_LABEL.search(head))
                or _RULE.match(head)
            ):
                return
        ahead = _MISSING.search(line, self._given) or _JSON_INSIDE.search(line, self._given)
        cut = _certain(line[: ahead.start()] if ahead else line, self._given)
        if cut > self._given:
            said = line[self._given : cut]
            text = self._inline(said, at_head=not self._given)
            self._given = cut
            yield text

    def _table(self) -> Iterator[str]:
        """A table's rows as lines: "first cell: the others"; its head and its rule go."""
        rows, self._rows = self._rows, []
        rule = next((at for at, row in enumerate(rows) if _ROW_RULE.fullmatch(row)), None)
        for row in rows[rule + 1 :] if rule is not None else rows:
            cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", row.strip().strip("|"))]
            words = [cell for cell in cells if cell and not re.fullmatch(r"[\s\[\]\d,;]*", cell)]
            marks = [cell for cell in cells if cell and cell not in words]
            if words:
                told = f"{words[0]}: {', '.join(words[1:])}" if len(words) > 1 else words[0]
                yield self._inline(" ".join([told, *marks]), at_head=True) + "\n"

    def _note(self, said: str) -> None:
        words = " ".join(_MARK.sub("", self._inline(said, at_head=False)).split())
        if not _NOTHING.fullmatch(words):
            self.missing.append(words)

    def _shown(self, lines: Sequence[str]) -> Iterator[str]:
        for line in lines:
            if line.startswith(MISSING):
                self._note(line.removeprefix(MISSING))
                continue
            yield self._inline(line, at_head=True) + "\n"

    def _inline(self, text: str, *, at_head: bool) -> str:
        """A piece of a line without what marks its form, and with every mark as [1]."""
        if at_head:
            text = re.sub(r"^(?:\s*>)+\s?", "", text)
            text = self._without_number(text)
            if self._first and text.strip():
                self._first = False
                text = _ANSWER.sub("", text)
        if self._counted:
            text = _NEXT_ITEM.sub(self._numbered, text)
        text = html.unescape(_ESCAPED.sub(r"\1", text)) if "&" in text or "\\" in text else text
        text = self._marks.plain(text, at_head=at_head)
        text = _EMPHASIS.sub("", text)
        return self._marks.named(text)

    def _numbered(self, found: re.Match[str]) -> str:
        """The next number of a list, in the middle of a line, as the beginning of an item."""
        if int(found[1]) != self._counted + 1:
            return found[0]
        self._counted += 1
        return "\n- "

    def _without_number(self, line: str) -> str:
        """A line of a list with a plain dash ahead of it. A number counts in its turn only: "3. Juni" is a date."""
        item = _ITEM.match(line)
        if not item:
            return line
        number = re.search(r"\d+", item[0])
        if number:
            expected, self._counted = self._counted + 1, int(number[0])
            if self._counted not in (1, expected) or _MONTH.match(line, item.end()):
                return line
        return "- " + line[item.end() :]


_SENTENCE_AFTER_LABEL = re.compile(r"[:：]\s*[^\[\s(\d*-][^\[]{40,}[.!?。！？]")


def _broken(tag: re.Match[str]) -> str:
    """The tag of a block as the line break that it stands for; a heading's begins a heading, an item's an item."""
    begins = "" if tag[1] else {"h": "# ", "l": "- "}.get(tag[0][1].casefold(), "")
    return f"\n{begins}"


def _row(line: str) -> bool:
    """Whether a line is a row of a table."""
    return (
        (line.strip().startswith("|") and line.count("|") > 1)
        or " | " in line
        or ("|" in line and _ROW_RULE.fullmatch(line) is not None)
    )


def _certain(line: str, start: int) -> int:
    """How far a line can be given: to the end of a word, outside any bracket, where what follows can't change it."""
    opened: list[int] = []
    cut = start
    for at in range(start, len(line)):
        character, following = line[at], line[at + 1 : at + 2]
        if character in _OPENERS:
            opened.append(at)
        elif character in _CLOSERS and opened:
            opened.pop()
        if opened and at - opened[0] > LONGEST_BRACKET:
            opened.clear()
        if opened:
            continue
        if character.isspace():
            before = line[max(start, at - LONGEST_BRACKET) : at].rstrip()
            begun = bool(_BEGINS_WORD.match(following)) and not before.endswith(_ROUND_ENDS)
            ended = not following and _WHOLE_WORD.search(before)
            if (begun or ended) and not _ENDS_WITH_SOURCE.search(before):
                cut = at + 1
        elif _WIDE_LETTER.match(character) and _WIDE_LETTER.match(following):
            cut = at + 1
    return cut
