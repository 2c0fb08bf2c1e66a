"""What is said to messages for which nothing is searched: greetings, thanks, help, facts of the library, distress."""

from __future__ import annotations

from datetime import tzinfo
from typing import TYPE_CHECKING

from bot.answering.stock import facts_of
from language.messages import SEARCHED, Message
from language.translation import translatable, translate

if TYPE_CHECKING:
    from vectorstore.library import Library

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
            return facts_of(library, message.asks, language=language, zone=zone)
        case "distress":
            kind = translate(DISTRESS, language)
            return f"{kind} {translate(LISTENERS, language, line=help_line)}" if help_line else kind
        case kind:
            return translate(REPLIES.get(kind, OTHER), language)
