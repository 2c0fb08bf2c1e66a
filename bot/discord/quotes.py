"""The quotes of an answer, as they were when cited, and what has become of their articles since."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from bot.answering.contrasting import contrasted
from bot.answering.disagreement import Correction
from bot.answering.fragments import link_to
from bot.answering.readable import readable_words
from bot.discord.escaping import ELLIPSIS, escaped, host_of, link, one_line, shortened, units
from bot.discord.parts import DESCRIPTION, Block, Part, packed, words
from bot.discord.rendering import LONGEST_LINK, LONGEST_NAME, LONGEST_TITLE, shown_day
from bot.discord.words import say
from bot.questions.log import Cited, Entry
from language.corrections import says_it_corrects
from language.sentences import sentences
from language.wording import has_value
from vectorstore.limits import first_words, words_in

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
    # Compared whole; what is held back by now is shown to nobody.
    article = library.article(cited.article_id) and library.article(cited.article_id, for_editor=True)
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


def allowed(entry: Entry, library: Library) -> Entry:
    """The entry with no more of its quotes than may be shown by now: none of an article that is held back, and so many
    words of one whose editor has said how many. Reads the library: call it in a thread."""
    found = (_allowed(cited, library) for cited in entry.citations)
    return replace(entry, citations=tuple(cited for cited in found if cited))


def _allowed(cited: Cited, library: Library) -> Cited | None:
    article = library.article(cited.article_id, for_editor=True)
    if article is None:
        return cited
    if library.article(cited.article_id) is None:
        return None
    most = article.quote_words
    if most is None or words_in(cited.passage) <= most:
        return cited
    quote = first_words(cited.quote, most)
    return replace(cited, quote=quote, passage=quote, more=())


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
    """The quotes as messages: each article's line, and the quoted words in bold between their neighbours."""
    if not entry.citations:
        return [Part(text=escaped(say("no-quotes", language)), kind="quotes")]
    blocks = [Block(atoms=words(say("quotes-as-cited", language)))]
    for cited in entry.citations:
        blocks.append(Block(atoms=(_line(cited, fates.get(cited.n), language),), apart=True))
        if passage := _passage(cited):
            blocks.append(Block(atoms=("> ", *passage), breaks=True))
    return [Part(text=text, kind="quotes") for text in packed(blocks, DESCRIPTION)]


def _line(cited: Cited, fate: Since | None, language: str) -> str:
    target = link_to(cited.url, cited.quote) if cited.url else None
    if target and len(target) > LONGEST_LINK:
        target = cited.url
    label = link(escaped(shortened(one_line(cited.title), LONGEST_TITLE)), target, most=LONGEST_LINK)
    place = host_of(cited.url) if cited.url else cited.path
    name = escaped(shortened(one_line(cited.outlet or place or ""), LONGEST_NAME))
    line = f"`{cited.n}` " + " · ".join(filter(None, (name, _shown(cited.published, language), label)))
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
    """The quoted sentences and their neighbours as atoms, the quotes in bold; what is left out shows as an ellipsis."""
    text = cited.passage if cited.quote in cited.passage else cited.quote
    spans = _spans(text, {cited.quote, *cited.more})
    atoms: list[str] = []
    at = 0  # where the next piece of the passage begins
    for start, end in _surroundings(text, spans):
        if start > at:
            atoms.append(f"{ELLIPSIS} ")
        elif atoms:
            atoms.append(" ")
        at = start
        for first, last in (span for span in spans if start <= span[0] < end):
            atoms += [*words(_flat(text[at:first], start=" ", end=" ")), *_bold(words(one_line(text[first:last])))]
            at = last
        atoms += words(_flat(text[at:end], start=" "))
        at = max(at, end)
        atoms.append(" ")
    if text[at:].strip():
        atoms.append(ELLIPSIS)
    return [atom.replace("\n", " ") for atom in atoms]


def _spans(text: str, quotes: Iterable[str]) -> list[tuple[int, int]]:
    """Where the quotes stand, in order, none within another."""
    found = sorted((at, at + len(quote)) for quote in quotes if quote and (at := text.find(quote)) >= 0)
    kept: list[tuple[int, int]] = []
    for start, end in found:
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


def _surroundings(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The sentences that the quotes stand in, each with the one before and the one after; those that meet are one."""
    bounds = [(one.start, one.end) for one in sentences(text)] or [(0, len(text))]
    shown: list[tuple[int, int]] = []
    for first, last in spans:
        within = [n for n, (start, end) in enumerate(bounds) if start < last and first < end] or [0]
        start = min(first, bounds[max(within[0] - 1, 0)][0])
        end = max(last, bounds[min(within[-1] + 1, len(bounds) - 1)][1])
        if shown and not text[shown[-1][1] : start].strip():
            shown[-1] = (shown[-1][0], max(shown[-1][1], end))
        else:
            shown.append((start, end))
    return shown


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
