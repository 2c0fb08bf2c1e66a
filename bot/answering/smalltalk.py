"""What is said to messages for which nothing is searched: greetings, thanks, help, facts of the library, distress."""

from __future__ import annotations

from datetime import tzinfo
from itertools import islice
from typing import TYPE_CHECKING

from bot.answering.rendering import shown_day
from language.messages import SEARCHED, Message
from language.pack import pack

if TYPE_CHECKING:
    from vectorstore.library import Library

NEWEST = 3  # articles that are named where the library itself is asked about


def reply_to(
    message: Message, library: Library, *, language: str, zone: tzinfo, in_talk: bool = False, help_line: str = ""
) -> str | None:
    """The sentences that answer a message in a language; None where the articles are to be searched.

    `in_talk` says that a follow-up has something to follow. `help_line` is where people listen, as the server set it.
    """
    if message.kind in SEARCHED or (message.kind == "followup" and in_talk):
        return None
    replies = pack(language).replies
    match message.kind:
        case "library":
            return _library_facts(library, language=language, zone=zone)
        case "distress":
            return (
                f"{replies.distress} {replies.distress_line.format(line=help_line)}" if help_line else replies.distress
            )
        case "greeting" | "emoji":
            return replies.hello
        case kind:
            return {
                "thanks": replies.thanks,
                "praise": replies.praise,
                "insult": replies.insult,
                "help": replies.help,
                "followup": replies.followup,
            }.get(kind, replies.other)


def _library_facts(library: Library, *, language: str, zone: tzinfo) -> str:
    """How many articles there are, from when to when, and the newest of them by name."""
    replies, extent = pack(language).replies, library.extent()
    if not extent.articles:
        return replies.empty
    if extent.articles == 1:
        said = replies.library_one
    elif extent.first and extent.last:
        first, last = (f"{moment.astimezone(zone):%Y-%m-%d}" for moment in (extent.first, extent.last))
        said = replies.library_dated.format(articles=f"{extent.articles:,}", first=first, last=last)
    else:
        said = replies.library.format(articles=f"{extent.articles:,}")
    newest = islice(library.articles(newest_first=True, openings=False), NEWEST)
    named = [
        f"- {one.headline} ({', '.join(filter(None, (one.outlet, shown_day(one))))})" for one in newest if one.published
    ]
    return "\n".join([said, replies.newest, *named]) if named else said
