"""What is said to questions about the library itself: facts of the catalogue, with the articles named."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import tzinfo
from itertools import islice
from typing import TYPE_CHECKING

from bot.answering.readable import readable_article
from bot.answering.rendering import shown_day
from language.cldr import day_shown
from language.phrases import UNSPACED, plain
from language.stock import facts_wanted, library_subject
from language.translation import translatable, translate, translate_count
from language.words import terms

if TYPE_CHECKING:
    from vectorstore.library import Library
    from vectorstore.model import Article

NEWEST = 3  # articles that are named where the library itself is asked about
MOST_NAMED = 10
MOST_OUTLETS = 12
LOOKED_AT = 100  # passages among which a subject's articles are counted

_NUMBER = re.compile(r"\d{1,3}")


def facts_of(library: Library, asks: str, *, language: str, zone: tzinfo) -> str:
    """What the library has on a subject, of an outlet, or the facts that a question about it asks for."""
    extent = library.extent()
    if not extent.articles:
        return translate("The library has no articles yet.", language)
    if told_of := _articles_of(asks, library, language=language):
        return told_of
    about = library_subject(asks)
    if about and (on := _articles_on(about, library, language=language)):
        return on
    wanted = facts_wanted(asks)
    told = list[str]()
    if not wanted or wanted & {"counted", "oldest"}:
        told.append(_extent(library, language=language, zone=zone))
    if "outlets" in wanted:
        told.append(_outlets(library, language=language))
    if "updated" in wanted and (when := _updated(library, language=language, zone=zone)):
        told.append(when)
    if "oldest" in wanted:
        told.append(_listed(translatable("Oldest article:"), list(_dated(library))[-1:], language=language))
    if not wanted or "newest" in wanted or wanted == {"updated"}:
        number = _NUMBER.search(asks)
        most = min(int(number[0]), MOST_NAMED) if number and int(number[0]) else NEWEST
        told.append(_listed(translatable("Newest articles:"), list(islice(_dated(library), most)), language=language))
    return "\n".join(filter(None, told))


def _extent(library: Library, *, language: str, zone: tzinfo) -> str:
    """How many articles there are, from when to when."""
    extent = library.extent()
    if not (extent.first and extent.last):
        return translate_count(
            "The library has one article.", "The library has {count} articles.", language, count=extent.articles
        )
    first, last = (day_shown(moment.astimezone(zone), language) for moment in (extent.first, extent.last))
    return translate_count(
        "The library has one article, dated {first}.",
        "The library has {count} articles, from {first} to {last}.",
        language,
        count=extent.articles,
        first=first,
        last=last,
    )


def _outlets(library: Library, *, language: str) -> str:
    """The outlets with how many articles each has, those with most first."""
    counted = Counter(one.outlet for one in library.articles(openings=True) if one.outlet)
    if not counted:
        return translate("The articles name no outlets.", language)
    named = ", ".join(f"{outlet} ({count})" for outlet, count in counted.most_common(MOST_OUTLETS))
    named += ", …" if len(counted) > MOST_OUTLETS else ""
    return translate_count(
        "The articles are from one outlet: {outlets}.",
        "The articles are from {count} outlets: {outlets}.",
        language,
        count=len(counted),
        outlets=named,
    )


def _updated(library: Library, *, language: str, zone: tzinfo) -> str:
    """When articles were last looked for."""
    runs = library.history.runs(most=1)
    if not runs:
        return ""
    day = day_shown(runs[0].ended_at.astimezone(zone), language)
    return translate("The library was last updated on {day}.", language, day=day)


def _dated(library: Library) -> Iterable[Article]:
    """The articles that have a date, the newest first."""
    return (one for one in library.articles(newest_first=True, openings=True) if one.published)


def _listed(heading: str, articles: list[Article], *, language: str) -> str:
    return "\n".join([translate(heading, language), *(_named(one, language) for one in articles)]) if articles else ""


def _articles_of(asks: str, library: Library, *, language: str) -> str:
    """The articles of the outlet that a message names, the newest of them by name; "" where it names none."""
    said = f" {plain(asks)} "
    named = [
        one for one in library.articles(newest_first=True, openings=True) if one.outlet and _names(said, one.outlet)
    ]
    found = [one for one in named if one.outlet == max((one.outlet or "" for one in named), key=len)]
    if not found:
        return ""
    told = translate_count(
        "One article is from {outlet}:",
        "{count} articles are from {outlet}:",
        language,
        count=len(found),
        outlet=found[0].outlet,
    )
    return _with_newest(told, found, language=language)


def _names(said: str, outlet: str) -> bool:
    name = plain(outlet).removeprefix("the ")
    return name in said if UNSPACED.search(name) else f" {name} " in said


def _articles_on(subject: str, library: Library, *, language: str) -> str:
    """The articles with a passage that holds all the words of a subject, the newest of them by name."""
    wanted = set(terms(subject))
    if not wanted:
        return ""
    hits = library.search(subject, k=LOOKED_AT)
    holding = [hit.article for hit in hits if wanted <= set(terms(f"{hit.passage.header} {hit.passage.text}"))]
    found = sorted({one.id: one for one in holding}.values(), key=lambda one: str(one.published or ""), reverse=True)
    if not found:
        return translate("No article mentions “{subject}”.", language, subject=subject)
    told = translate_count(
        "One article mentions “{subject}”:",
        "{count} articles mention “{subject}”:",
        language,
        count=len(found),
        subject=subject,
    )
    return _with_newest(told, found, language=language)


def _with_newest(told: str, found: list[Article], *, language: str) -> str:
    return "\n".join(
        [told, *(_named(one, language) for one in found[:NEWEST]), *(["…"] if len(found) > NEWEST else [])]
    )


def _named(article: Article, language: str) -> str:
    one = readable_article(article)
    known = ", ".join(filter(None, (one.outlet, shown_day(one, language=language))))
    return f"- {one.headline} ({known})" if known else f"- {one.headline}"
