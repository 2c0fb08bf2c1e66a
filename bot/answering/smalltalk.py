"""What is said to messages for which nothing is searched: greetings, thanks, help, facts of the library, distress."""

from __future__ import annotations

from datetime import tzinfo
from itertools import islice
from typing import TYPE_CHECKING

from bot.answering.readable import readable_article
from bot.answering.rendering import shown_day
from language.cldr import day_shown
from language.messages import SEARCHED, Message, library_subject
from language.translation import translatable, translate, translate_count
from language.words import terms

if TYPE_CHECKING:
    from vectorstore.library import Library
    from vectorstore.model import Article

NEWEST = 3  # articles that are named where the library itself is asked about
LOOKED_AT = 100  # passages among which a subject's articles are counted

HELLO = translatable("Hello! Ask me about the news in my library.")
OTHER = translatable("I can only answer questions about the news articles in my library.")
REPLIES = {
    "greeting": HELLO,
    "emoji": HELLO,
    "thanks": translatable("You're welcome."),
    "praise": translatable("Thank you!"),
    "insult": translatable(
        "Sorry I couldn't help. Ask me about something in the news, and I'll look for it in my articles."
    ),
    "help": translatable(
        "I answer questions from the news articles in my library and show the sentence that supports each answer. "
        "For example: “Who won the election?”, “What happened last week?”, “Is it true that …?”"
    ),
    "followup": translatable(
        "What do you mean? There was no earlier question: please ask again and name who or what it is about."
    ),
}
DISTRESS = translatable(
    "I'm sorry that you feel this way. You are not alone. Please talk to someone you trust, or call your local "
    "emergency number if you or someone else is in danger. I'm only a program and can't help, but people can."
)
LISTENERS = translatable("Here you can reach people who listen: {line}")


def reply_to(
    message: Message, library: Library, *, language: str, zone: tzinfo, in_talk: bool = False, help_line: str = ""
) -> str | None:
    """The sentences that answer a message in a language; None where the articles are to be searched.

    `in_talk` says that a follow-up has something to follow. `help_line` is where people listen, as the server set it.
    """
    if message.kind in SEARCHED or (message.kind == "followup" and in_talk):
        return None
    match message.kind:
        case "library":
            about = library_subject(message.asks)
            found = _articles_on(about, library, language=language) if about else ""
            return found or _library_facts(library, language=language, zone=zone)
        case "distress":
            kind = translate(DISTRESS, language)
            return f"{kind} {translate(LISTENERS, language, line=help_line)}" if help_line else kind
        case kind:
            return translate(REPLIES.get(kind, OTHER), language)


def _library_facts(library: Library, *, language: str, zone: tzinfo) -> str:
    """How many articles there are, from when to when, and the newest of them by name."""
    extent = library.extent()
    if not extent.articles:
        return translate("The library has no articles yet.", language)
    if extent.first and extent.last:
        first, last = (day_shown(moment.astimezone(zone), language) for moment in (extent.first, extent.last))
        told = translate_count(
            "The library has one article, dated {first}.",
            "The library has {count} articles, from {first} to {last}.",
            language,
            count=extent.articles,
            first=first,
            last=last,
        )
    else:
        told = translate_count(
            "The library has one article.", "The library has {count} articles.", language, count=extent.articles
        )
    newest = islice(library.articles(newest_first=True, openings=False), NEWEST)
    named = [_named(one, language) for one in newest if one.published]
    return "\n".join([told, translate("Newest articles:", language), *named]) if named else told


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
    return "\n".join(
        [told, *(_named(one, language) for one in found[:NEWEST]), *(["…"] if len(found) > NEWEST else [])]
    )


def _named(article: Article, language: str) -> str:
    one = readable_article(article)
    known = ", ".join(filter(None, (one.outlet, shown_day(one, language=language))))
    return f"- {one.headline} ({known})" if known else f"- {one.headline}"
