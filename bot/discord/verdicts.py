"""How a checked message is shown: each claim with what the library says of it. Pure functions.

The verdict speaks of the library ("2 outlets report it; none says otherwise"), never of truth.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from bot.answering.answer import Citation
from bot.answering.claims import Checked, CheckedMessage
from bot.answering.provenance import Provenance
from bot.discord.escaping import escaped, link, one_line, plain, shortened, units
from bot.discord.parts import DESCRIPTION, Block, Part, packed, with_small, words
from bot.discord.rendering import article_line, numbered, shown_day, source_lines
from bot.discord.words import say
from language.cldr import days_shown
from language.translation import translate_count
from vectorstore.library import Extent
from vectorstore.model import Article

LONGEST_CLAIM = 300
MOST_CHANGES = 3  # words that differ from a source's
MARKS = {"reported": "🟢", "contradicted": "🔴", "both": "🟡", "not-found": "⚪", "opinion": "💬", "forecast": "🔮"}


def verdict_parts(
    checked: CheckedMessage,
    *,
    language: str,
    linked: Sequence[Article] = (),
    room: int = DESCRIPTION,
    more: tuple[str, ...] = (),
) -> list[Part]:
    """The claims of a message, each with its verdict; then the articles that it links to, and the sources. `more` are
    small lines."""
    if not checked.claims and not linked:
        return [Part(text=escaped(say("no-claim", language)), kind="claim", small=more)]
    blocks: list[Block] = []
    for claim in checked.claims:
        blocks.append(Block(atoms=("> ", *words(shortened(one_line(claim.text), LONGEST_CLAIM))), apart=True))
        blocks += [Block(atoms=(line,), breaks=True) for line in _said(claim, language)]
    if not checked.claims:
        blocks.append(Block(atoms=words(say("no-claim", language))))
    for article in linked:
        blocks.append(Block(atoms=words(say("link-held", language)), apart=True))
        blocks.append(Block(atoms=(article_line(article, language),), breaks=True))
    citations = checked.citations
    texts = packed(blocks, room)
    if citations:
        listed = source_lines(citations, room=max(room - units(texts[-1]) - 2, 0), language=language)
        texts = [
            *texts[:-1],
            *packed(
                [
                    Block(atoms=(texts[-1],)),
                    *(Block(atoms=(line,), apart=not n, breaks=True) for n, line in enumerate(listed)),
                ],
                room,
            ),
        ]
    return _closed(texts, model=checked.model, language=language, more=more)


def kept_parts(text: str, *, model: str | None, language: str) -> list[Part]:
    """A verdict once more, from its words as the question log keeps them."""
    lines = [Block(atoms=(line,), breaks=True) for line in text.split("\n")]
    return _closed(packed(lines, DESCRIPTION), model=model, language=language)


def _closed(texts: Sequence[str], *, model: str | None, language: str, more: Sequence[str] = ()) -> list[Part]:
    """With what is to be known of every verdict, small, under the last."""
    parts = [Part(text=text, kind="claim") for text in texts]
    small = [say("library-speaks", language)]
    if model == "stub":
        small.append(say("stub", language))
    return numbered(with_small(parts, (*map(plain, small), *more)), language=language)


def _said(claim: Checked, language: str) -> list[str]:
    lines = []
    if claim.kind != "claim":
        lines.append(f"{MARKS[claim.kind]} {escaped(say(claim.kind, language))}")
        if not claim.citations:
            return lines
    reported, contradicted = _outlets(claim.reported), _outlets(claim.contradicted)
    if reported and contradicted:
        verdict = say("both-ways", language, reported=reported, contradicted=contradicted)
        lines.append(f"{MARKS['both']} {_bold(verdict)} {_marks(claim.reported)} ↔ {_marks(claim.contradicted)}")
    elif reported:
        lines.append(f"{MARKS['reported']} {_bold(_counted('reported', reported, language))} {_marks(claim.reported)}")
    elif contradicted:
        verdict = _counted("contradicted", contradicted, language)
        lines.append(f"{MARKS['contradicted']} {_bold(verdict)} {_marks(claim.contradicted)}")
    elif claim.near:
        lines.append(_bold(say("near", language)))
        lines += [
            f"• “{escaped(shortened(one_line(one.quote), 240))}” {_dated(one, language)} {_marks([one])}"
            for one in claim.near
        ]
    else:
        lines.append(f"{MARKS['not-found']} {_bold(say('not-found', language))}")
    if claim.corrected:
        lines.append(f"⚠️ {escaped(say('corrected', language))}")
    for citation in (*claim.contradicted, *(claim.reported if claim.contradicted else ())):
        lines.append(f"{_quoted(citation)} {_marks([citation])}")
    return lines


def _counted(key: str, count: int, language: str) -> str:
    return say(f"{key}-one", language) if count == 1 else say(key, language, count=count)


def _bold(text: str) -> str:
    return f"**{escaped(text)}**"


def _quoted(citation: Citation) -> str:
    return f"“{escaped(shortened(one_line(citation.quote), 240))}”"


def _dated(citation: Citation, language: str) -> str:
    """Who said it, and when."""
    return escaped(", ".join(filter(None, (citation.outlet, shown_day(citation.published, language)))))


def _outlets(citations: Sequence[Citation]) -> int:
    return len({(citation.outlet or citation.title).casefold() for citation in citations})


def _marks(citations: Sequence[Citation]) -> str:
    return "".join(link(f"[{citation.n}]", citation.url) for citation in citations)


def source_part(
    found: Provenance | None,
    *,
    extent: Extent,
    zone: tzinfo,
    language: str,
    described: bool = False,
    part: bool = False,
) -> Part:
    """Which article an excerpt is from, with the article's own words and what differs (the excerpt's first); or that
    none of this library's holds it. `described`: the excerpt is a picture's description; `part`: it is what stands in
    quotation marks in a text whose other words are nowhere."""
    about = (plain(say("source-described", language)),) if described else ()
    if found is None:
        unknown = f"{not_here(extent, zone, language=language)} {say('source-elsewhere', language)}"
        return Part(text=escaped(unknown), kind="claim", small=about)
    lines = [escaped(say("source-found", language)), article_line(found.article, language)]
    lines += [f"> {escaped(shortened(one_line(quote), 700))}" for quote in found.shown_quotes[:3]]
    if found.also_in:
        lines += [f"• {article_line(article, language)}" for article in found.also_in[:3]]
    small: list[str] = [say("source-part", language)] if part else []
    if found.exact:
        small.append(say("source-exact", language))
    else:
        small.append(say("source-share", language, share=int(found.share * 100)))
        small += [f"“{_short(one.excerpt)}” → “{_short(one.article)}”" for one in found.changes[:MOST_CHANGES]]
    return Part(text="\n".join(lines), kind="claim", small=(*map(plain, small), *about))


def not_here(extent: Extent, zone: tzinfo, *, language: str) -> str:
    """That something is not in this library, and how large that is, of which days."""
    if extent.first is None or extent.last is None:
        return translate_count(
            "Not in this library (one article).",
            "Not in this library ({count} articles).",
            language,
            count=extent.articles,
        )
    first, last = (moment.astimezone(zone).date() for moment in (extent.first, extent.last))
    return translate_count(
        "Not in this library (one article, {days}).",
        "Not in this library ({count} articles, {days}).",
        language,
        count=extent.articles,
        days=days_shown(first, last, language),
    )


def _short(text: str) -> str:
    return shortened(one_line(text), 60) or "–"


def link_part(article: Article | None, *, language: str) -> Part:
    """What is known of a link that somebody posted."""
    if article is None:
        return Part(text=escaped(say("link-unknown", language)), kind="claim")
    return Part(text=f"{escaped(say('link-held', language))}\n{article_line(article, language)}", kind="claim")
