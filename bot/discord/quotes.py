"""The quotes of an answer, as they were when cited, and what has become of their articles since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from bot.answering.contrasting import contrasted
from bot.answering.corrections import says_it_corrects
from bot.answering.disagreement import Correction
from bot.answering.fragments import link_to
from bot.answering.readable import readable_words
from bot.answering.wording import has_value
from bot.discord.escaping import escaped, host_of, link, one_line, shortened, units
from bot.discord.parts import DESCRIPTION, Block, Part, packed, words
from bot.discord.rendering import LONGEST_LINK, LONGEST_NAME, LONGEST_TITLE, shown_day
from bot.discord.words import say
from bot.questions.log import Cited, Entry

if TYPE_CHECKING:
    from vectorstore.library import Library
    from vectorstore.model import Article

SEARCHED = 12  # passages among which a correction is looked for


@dataclass(frozen=True, slots=True)
class Since:
    """What became of a quote: "changed", "withdrawn" or "corrected", then with the day where it is known."""

    kind: str
    on: date | None = None


def since(entry: Entry, library: Library) -> dict[int, Since]:
    """By number, the quotes that a later ingest touched. Reads the library: call it in a thread."""
    found: dict[int, Since] = {}
    for cited in entry.citations:
        fate = _fate(cited, entry, library)
        if fate:
            found[cited.n] = fate
    return found


def text_fate(cited: Cited, entry: Entry, library: Library) -> Since | None:
    """What became of a quote in its own article; nothing is searched."""
    article = library.article(cited.article_id)
    if article is None or not _still_says(article, cited.quote):
        fate = library.history.fate(cited.article_id, since=entry.asked_at)
        on = fate.at.date() if fate and fate.at else None
        if article is None:
            return Since("withdrawn", on)
        if says_it_corrects(title=article.title, text=article.text):
            later = article.published if _day(article.published) != cited.published else None
            return Since("corrected", later.date() if later else on or article.fetched_at.date())
        return Since("changed", on)
    return None


def _fate(cited: Cited, entry: Entry, library: Library) -> Since | None:
    fate = text_fate(cited, entry, library)
    if fate is not None:
        return fate
    hits = library.search(f"{entry.question} {cited.quote}"[:1000], k=SEARCHED)
    for correction in contrasted(entry.question, hits).findings.corrections:
        if _corrects(correction, cited):
            return Since("corrected", correction.on)
    return None


def _still_says(article: Article, quote: str) -> bool:
    return quote in article.text or quote in readable_words(article.text, article)


def _corrects(correction: Correction, cited: Cited) -> bool:
    """Whether a correction takes back what the quote says."""
    right = correction.right
    if right.hit.article.id == cited.article_id or has_value(cited.quote, right.value):
        return False
    return any(has_value(cited.quote, side.value) for side in correction.wrong)


def _day(moment: datetime | None) -> str | None:
    return moment.date().isoformat() if moment else None


def quote_parts(entry: Entry, fates: dict[int, Since], *, language: str) -> list[Part]:
    """The quotes as messages: each citation's line, and its passage with the quoted words in bold."""
    if not entry.citations:
        return [Part(text=escaped(say("no-quotes", language)), kind="quotes")]
    blocks = [Block(atoms=words(say("quotes-as-cited", language)))]
    for cited in entry.citations:
        blocks.append(Block(atoms=(_line(cited, fates.get(cited.n), language),), apart=True))
        blocks.append(Block(atoms=("> ", *_passage(cited)), breaks=True))
    return [Part(text=text, kind="quotes") for text in packed(blocks, DESCRIPTION)]


def _line(cited: Cited, fate: Since | None, language: str) -> str:
    target = link_to(cited.url, cited.quote) if cited.url else None
    if target and len(target) > LONGEST_LINK:
        target = cited.url
    label = link(escaped(shortened(one_line(cited.title), LONGEST_TITLE)), target, most=LONGEST_LINK)
    about = [cited.outlet, _shown(cited.published, language), host_of(cited.url) if cited.url else cited.path]
    line = f"`{cited.n}` " + " · ".join(
        [label, *(escaped(shortened(one_line(part), LONGEST_NAME)) for part in about if part)]
    )
    return f"{line} · ⚠️ **{escaped(said_of(fate, language))}**" if fate else line


def said_of(fate: Since, language: str) -> str:
    """What became of it, in words."""
    if fate.on is None:
        return say(fate.kind, language)
    moment = datetime(fate.on.year, fate.on.month, fate.on.day, tzinfo=UTC)
    return say(f"{fate.kind}-on", language, date=shown_day(moment, language))


def _shown(published: str | None, language: str) -> str:
    return shown_day(datetime.fromisoformat(published) if published else None, language)


def _passage(cited: Cited) -> Sequence[str]:
    """The passage's words as atoms, those of the quotes in bold."""
    atoms: list[str] = []
    rest = cited.passage if cited.quote in cited.passage else cited.quote
    for quote in sorted({cited.quote, *cited.more} - {""}, key=rest.find):
        before, found, after = rest.partition(quote)
        if found:
            atoms += [*words(_flat(before, start=" ", end=" ")), *_bold(words(one_line(found)))]
            rest = after
    return [atom.replace("\n", " ") for atom in (*atoms, *words(_flat(rest, start=" ")))]


def _flat(text: str, *, start: str = "", end: str = "") -> str:
    """One line that keeps its space towards a quote."""
    flat = one_line(text)
    if not flat:
        return " " if text and start and end else ""
    lead = start if start and text[:1].isspace() else ""
    trail = end if end and text[-1:].isspace() else ""
    return f"{lead}{flat}{trail}"


def _bold(atoms: Sequence[str]) -> list[str]:
    """A quote in bold, uncut; one longer than a message word by word, so that no cut leaves the bold open."""
    whole = f"**{''.join(atoms)}**"
    return [whole] if units(whole) <= DESCRIPTION // 2 else [one if one.isspace() else f"**{one}**" for one in atoms]
