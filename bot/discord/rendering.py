"""From an answer to the messages that show it: pure functions, no Discord.

The answer comes first, word for word as it was streamed; then what is to be known of it; then a line each of at most
three sources, short enough for a phone, with Quotes for the others:

    `1` Outlet · 30 Jan 2024 · [Title](address of the article, opening at the quote)

A refusal has another colour and heading, names the nearest articles and cites nothing. `text_of` reads the words back
from a message of ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from bot.answering.answer import AHEAD, BEHIND, BESIDE, Answer, Citation
from bot.answering.events import MOST_NAMED, Searched
from bot.answering.pointers import pointers_heading
from bot.answering.readable import readable_article
from bot.answering.refusal import nearest_heading
from bot.discord.escaping import escaped, host_of, link, narrowed, one_line, plain, shortened, unescaped, units
from bot.discord.parts import CONTENT, DESCRIPTION, SMALL, TITLE, Block, Part, fitting, joined, with_small, words
from bot.discord.words import say
from language.addresses import without_addresses
from language.cldr import day_shown, days_shown
from vectorstore.model import Article

LONGEST_TITLE, LONGEST_NAME = 110, 60
MOST_LISTED = 3  # sources under an answer
# Columns of an outlet, and of a title beside others and alone: one of them takes three lines of a phone at most, of
# several each two.
WIDEST_NAME, WIDEST_TITLE, WIDEST_ALONE = 24, 36, 72
LONGEST_LINK = 700  # with its text fragment; a longer one is given without
FIRST_OR_SMALL = ("disagree", "as-of")  # notes that don't stand behind the answer
CURSOR = " ▌"  # at the end of an answer that is still being written
_MARK = re.compile(r"\s*\[(\d{1,3})\]")
# Between sentences: after a stop with its closing quotes and marks, before what begins the next.
_BETWEEN = re.compile(r"(?<=[.!?。！？…\])”’」』])(\s*\n\s*|\s+)(?!\[\d)|(\n+)")
_SOURCE_LINE = re.compile(r"^`\d{1,3}` ")
_LINK = re.compile(r"\[((?:\\.|\[\d+\]|[^\[\]\\])*)\]\(([^)\s]*)\)")


def answer_parts(
    answer: Answer,
    *,
    language: str,
    embeds: bool = True,
    asked: str | None = None,
    rewritten: str | None = None,
    more: tuple[str, ...] = (),
) -> list[Part]:
    """The messages of an answer or refusal, in order.

    `language` is that of the interface. `asked` is shown as a title where the question stands nowhere else,
    `rewritten` small where it was asked in other words, and `more` small lines. Without `embeds` they fit plain
    messages.
    """
    title = plain_title(asked)
    small = (*small_lines(answer, language=language, rewritten=rewritten), *more)
    if answer.abstained:
        return [_refusal(answer, language=language, embeds=embeds, title=title, small=small)]
    text = card_text(answer)
    parts = cited_parts(text, answer.citations, language=language, embeds=embeds, title=title, small=small)
    if answer.linked:
        there = "\n".join(_pointers(answer, language))
        if units(f"{parts[-1].text}\n\n{there}") <= _room(embeds, title, small):
            parts[-1] = replace(parts[-1], text=f"{parts[-1].text}\n\n{there}")
        else:
            parts.append(Part(text=there, kind="answer"))
    return numbered(parts, language=language)


def _pointers(answer: Answer, language: str) -> list[str]:
    """The articles that are to be read where they are, under what says so."""
    lines = [f"• {article_line(article, language)}" for article in answer.linked]
    return [escaped(pointers_heading(answer.linked, answer.language)), *lines] if lines else []


def card_text(answer: Answer) -> str:
    """The answer and, in a paragraph behind it, what is to be known of it. That sources disagree comes first: such an
    answer is not streamed, so nothing jumps."""
    ahead = [note.text for note in answer.notes if note.kind == "disagree"]
    behind = [note.text for note in answer.notes if note.kind in (*AHEAD, *BEHIND) and note.kind not in FIRST_OR_SMALL]
    return "\n\n".join(filter(None, (" ".join([*ahead, answer.text]), " ".join(behind))))


def cited_parts(
    text: str,
    citations: Sequence[Citation],
    *,
    language: str,
    kind: str = "answer",
    embeds: bool = True,
    title: str | None = None,
    small: tuple[str, ...] = (),
) -> list[Part]:
    """A text with `[n]` marks, and below each message's part of it the sources that it cites."""
    room = _room(embeds, title, small)
    by_number = {citation.n: citation for citation in citations}
    groups: list[list[Block]] = [[]]
    for block in (part for sentence in blocks_of(text, by_number) for part in fitting(sentence, room // 2)):
        if groups[-1] and _size([*groups[-1], block], by_number, language) > room:
            groups.append([])
        groups[-1].append(block)
    parts: list[Part] = []
    for group in groups:
        body = joined(group)
        cited = _cited(group, by_number)
        listed = source_lines(cited[:MOST_LISTED], room=room - units(body) - 2, language=language)
        if len(cited) > MOST_LISTED:
            listed[-1] += f" · {escaped(say('more-sources', language, count=len(cited) - MOST_LISTED))}"
        shown = "\n\n".join(filter(None, (body, "\n".join(listed))))
        parts.append(Part(text=shown, kind=kind, title=title if not parts else None))
    return with_small(parts, small)


def partial(text: str, citations: Sequence[Citation], *, language: str, embeds: bool, asked: str | None = None) -> Part:
    """What is shown of an answer while it is being written: its checked sentences so far, in one message."""
    title = plain_title(asked)
    small = (say("writing", language),)
    room = _room(embeds, title, small) - units(CURSOR)
    kept: list[Block] = []
    for block in blocks_of(text, {citation.n: citation for citation in citations}):
        if units(joined([*kept, block])) > room:
            break
        kept.append(block)
    return Part(text=joined(kept) + CURSOR, kind="partial", title=title, small=small)


def finding(found: Searched, *, language: str, asked: str | None = None) -> Part:
    """What is shown before a slow judge has read an answer: how many articles were found, of when, by whom."""
    days = days_shown(found.first, found.last, language) if found.first and found.last else ""
    named = ", ".join(map(escaped, found.outlets[:MOST_NAMED]))
    text = say(
        "found-one" if found.articles == 1 else "found",
        language,
        count=found.articles,
        days=f", {days}" if days else "",
        outlets=f" ({named})" if named else "",
    )
    return Part(text=text, kind="finding", title=plain_title(asked))


def numbered(parts: list[Part], *, language: str) -> list[Part]:
    """Several messages say which of them each is."""
    if len(parts) == 1:
        return parts
    return [
        replace(part, small=(*part.small, say("part", language, n=n, of=len(parts))))
        for n, part in enumerate(parts, start=1)
    ]


def blocks_of(text: str, citations: dict[int, Citation]) -> list[Block]:
    """The sentences of a text, inert, their marks linked to the articles."""
    blocks: list[Block] = []
    start = 0
    breaks = apart = False
    for gap in [*_BETWEEN.finditer(text), None]:
        end = gap.start() if gap else len(text)
        sentence = text[start:end]
        if sentence.strip():
            blocks.append(replace(_block(sentence.strip(), citations), breaks=breaks, apart=apart))
            breaks = apart = False
        if gap:
            breaks, apart = breaks or "\n" in gap[0], apart or gap[0].count("\n") > 1
            start = gap.end()
    return blocks


def _block(sentence: str, citations: dict[int, Citation]) -> Block:
    atoms: list[str] = []
    cites: list[int] = []
    start = 0
    for mark in _MARK.finditer(sentence):
        n = int(mark[1])
        if n not in citations:
            continue
        atoms += words(sentence[start : mark.start()])
        space = " " if mark[0][0].isspace() and atoms else ""
        atoms.append(space + link(f"[{n}]", citations[n].url, most=LONGEST_LINK))
        cites.append(n)
        start = mark.end()
    atoms += words(sentence[start:])
    return Block(atoms=tuple(atoms), cites=tuple(dict.fromkeys(cites)))


def source_lines(citations: Iterable[Citation], *, room: int, language: str) -> list[str]:
    """One line a source. Where they don't fit into `room`, the longest links lose their fragments first."""
    cited = list(citations)
    widest = WIDEST_TITLE if len(cited) > 1 else WIDEST_ALONE

    def shown(citation: Citation, url: str | None) -> str:
        return _source(citation, language, url, widest=widest)

    lines = [(shown(citation, citation.link), citation) for citation in cited]
    saved = [units(line) - units(shown(citation, citation.url)) for line, citation in lines]
    while units("\n".join(line for line, _ in lines)) > room:
        longest = max(range(len(lines)), key=saved.__getitem__, default=None)
        if longest is None or not saved[longest]:
            break
        citation, saved[longest] = lines[longest][1], 0
        lines[longest] = (shown(citation, citation.url), citation)
    return [line for line, _ in lines]


def _source(citation: Citation, language: str, url: str | None, *, widest: int = WIDEST_ALONE) -> str:
    target = url if url is None or len(url) <= LONGEST_LINK else citation.url
    name = narrowed(one_line(citation.outlet or _place(citation) or ""), WIDEST_NAME)
    if citation.also_in:
        name = f"{name} {say('and-more', language, count=len(citation.also_in))}"
    title = link(escaped(narrowed(one_line(citation.title), widest)), target, most=LONGEST_LINK)
    parts = [escaped(name), shown_day(citation.published, language), title]
    if citation.dated_by_address:
        parts.append(escaped(say("dated-by-address", language)))
    if citation.opening_only:
        parts.append(escaped(say("opening-only", language)))
    return f"`{citation.n}` " + " · ".join(filter(None, parts))


def _place(of: Citation | Article) -> str | None:
    return host_of(of.url) if of.url else of.path


def shown_day(published: datetime | None, language: str) -> str:
    """The day as the language writes it: 30 Jan 2024, 2024년 1월 30일."""
    return say("undated", language) if published is None else day_shown(published.date(), language)


def article_line(article: Article, language: str) -> str:
    """An article by its outlet and day, its title as the link."""
    article = readable_article(article)
    label = link(escaped(shortened(one_line(article.headline), LONGEST_TITLE)), article.url, most=LONGEST_LINK)
    name = escaped(shortened(one_line(article.outlet or _place(article) or ""), LONGEST_NAME))
    return " · ".join(filter(None, (name, shown_day(article.published, language), label)))


def small_lines(answer: Answer, *, language: str, rewritten: str | None = None) -> tuple[str, ...]:
    """What is said small under an answer: the days that were searched, that it broke off, how it was asked."""
    lines = [note.text.rstrip(":： ") for note in answer.notes if note.kind == "as-of"]
    lines += [note.text for note in answer.notes if note.kind in BESIDE]
    if answer.cut_off:
        lines.append(say("cut-off", language))
    if answer.model == "stub" and not answer.abstained:
        lines.append(say("stub", language))
    if rewritten:
        lines.append(say("asked-as", language, question=without_addresses(rewritten)))
    return tuple(plain(shortened(line, 300)) for line in lines)[:6]


def plain_title(asked: str | None) -> str | None:
    """A question as a title; titles read Markdown too."""
    if not asked:
        return None
    for most in (200, 120):  # escapes can double it
        title = escaped(shortened(one_line(asked), most))
        if units(title) <= TITLE:
            return title
    return escaped(shortened(one_line(asked), 80))[:TITLE]


def _refusal(answer: Answer, *, language: str, embeds: bool, title: str | None, small: tuple[str, ...]) -> Part:
    notes = [note.text for note in answer.notes if note.kind in ("newest", "widened")]
    searched = [note.text for note in answer.notes if note.kind == "searched"]
    said = " ".join(map(escaped, [*notes, answer.text, *searched]))
    lead = [f"🔍 **{escaped(say('no-answer', language))}**", said]
    nearest = [f"• {article_line(article, language)}" for article in answer.nearest]
    room = _room(embeds, title, small)
    head = "\n".join(lead)
    if answer.linked:
        head += "\n\n" + "\n".join(_pointers(answer, language))
    if nearest:
        head += f"\n\n{escaped(nearest_heading(answer.language))}"
    text = head
    for line in nearest:
        if units(text + "\n" + line) <= room:
            text += "\n" + line
    if units(text) > room:  # a refusal's words are ours and short; a note may not be
        text = joined(fitting(Block(atoms=words(answer.text)), room)[:1])
    return Part(text=text, kind="refusal", title=title, small=small)


def _cited(blocks: Iterable[Block], citations: dict[int, Citation]) -> list[Citation]:
    return [citations[n] for n in sorted({n for block in blocks for n in block.cites})]


def _size(blocks: Sequence[Block], citations: dict[int, Citation], language: str) -> int:
    """Units of the blocks with their sources, at their shortest."""
    lines = [_source(citation, language, citation.url) for citation in _cited(blocks, citations)]
    return units("\n\n".join(filter(None, (joined(blocks), "\n".join(lines)))))


def _room(embeds: bool, title: str | None, small: tuple[str, ...]) -> int:
    if embeds:
        return DESCRIPTION
    # In a plain message title and small lines stand in the text itself, and may have to say which part it is.
    return CONTENT - units(title or "") - sum(units(line) + 4 for line in small) - 40


def footer_of(part: Part) -> str:
    """The small lines as an embed's footer."""
    text = "\n".join(part.small)
    return text if units(text) <= SMALL else shortened(text, SMALL)


def content_of(part: Part) -> str:
    """A part as a plain message, for channels where embeds may not be sent."""
    title = f"**{part.title}**\n" if part.title else ""
    small = "".join(f"\n-# {escaped(line)}" for line in part.small)
    text = f"{title}{part.text}{small}"
    return text if units(text) <= CONTENT else f"{title}{part.text}"


def text_of(description: str) -> str:
    """The words of a message of ours: without sources, links, marks and escapes."""
    lines = []
    for line in description.removesuffix(CURSOR).split("\n"):
        if _SOURCE_LINE.match(line):
            break
        lines.append(line)
    text = _LINK.sub(lambda found: found[1], "\n".join(lines))
    return unescaped(re.sub(r"\s*\[\d+\]", "", text)).strip()
