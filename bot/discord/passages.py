"""Passages as they are shown without a model: for /search, and when the model is down. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answering.readable import readable_words
from bot.discord.escaping import escaped, one_line, shortened
from bot.discord.parts import DESCRIPTION, Block, Part, packed, with_small, words
from bot.discord.rendering import article_line, plain_title
from bot.discord.words import say
from vectorstore.model import Article, Hit

SNIPPET = 280
ROOM = DESCRIPTION - 600  # one phone screen is better than two, and plain messages have less


def passage_parts(
    hits: Sequence[Hit],
    *,
    language: str,
    title: str | None = None,
    heading: str | None = None,
    kind: str = "passages",
    room: int = ROOM,
    small: tuple[str, ...] = (),
) -> list[Part]:
    """The passages, best first, each as its article's line and the beginning of its words."""
    blocks = [Block(atoms=words(heading), apart=True)] if heading else []
    for n, hit in enumerate(hits, start=1):
        line = f"**{n}.** {article_line(hit.article, language)}"
        blocks.append(Block(atoms=(line,), apart=True))
        if quote := escaped(shortened(one_line(hit.passage.text), SNIPPET)):
            blocks.append(Block(atoms=("> ", quote), breaks=True))
    if not hits:
        blocks.append(Block(atoms=words(say("nothing-found", language)), apart=True))
    texts = packed(blocks, room)
    parts = [Part(text=text, kind=kind, title=plain_title(title) if not n else None) for n, text in enumerate(texts)]
    return with_small(parts, small)


def article_list(articles: Sequence[Article], *, language: str, title: str) -> Part:
    """Articles as a list of lines, as many as fit into one message."""
    lines = [f"• {article_line(article, language)}" for article in articles] or [say("nothing-found", language)]
    (text, *_) = packed([Block(atoms=(line,), breaks=True) for line in lines], DESCRIPTION)
    return Part(text=text, kind="info", title=title)


def article_part(article: Article, *, language: str) -> Part:
    """One article: its line, and how it begins."""
    beginning = escaped(shortened(one_line(readable_words(article.text, article)), 700))
    line = article_line(article, language)
    return Part(text=f"{line}\n\n> {beginning}" if beginning else line, kind="info")
