"""What a message is where the rules are unsure: a judge that reads is asked, and only about what was said to the bot.

It is asked as about an answer: does this message say that its writer wants this? One call for all kinds.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.answering.judging.judge import Claim, Exhibit
from bot.answering.tokens import Tokens
from language.messages import Kind, Message

if TYPE_CHECKING:
    from bot.answering.judging.bench import Bench

SURE = 0.7  # probability from which on its word counts: a real question must not be lost
LONGEST = 300  # characters of a message that a judge is asked about; longer ones are questions

STATEMENTS: dict[Kind, str] = {
    "greeting": "The writer only greets, or takes leave.",
    "thanks": "The writer only says thanks.",
    "praise": "The writer only praises the program that this is written to.",
    "insult": "The writer only insults the program that this is written to.",
    "help": "The writer asks what the program that this is written to is, or how to use it.",
    "library": "The writer asks about the program's own stock of news articles, such as how many there are.",
    "followup": "The writer asks about an earlier answer and names no subject.",
    "time": "The writer asks for whatever is new and names no subject.",
    "other": "The writer wants something that no news article can tell: a sum, code, a translation, a poem, an errand.",
    "distress": "The writer says that he wants to die or hurt himself, or threatens somebody.",
}


def judged(message: Message, bench: Bench | None) -> tuple[Message, Tokens]:
    """The message as a judge that reads tells it, where the rules were unsure, and the tokens that it took. Without an
    opinion, or with no surely right one, it stays a question."""
    if not message.unsure or bench is None or not bench.reads or len(message.asks) > LONGEST:
        return message, Tokens()
    said = Exhibit(key="message", text=message.asks)
    found = bench.says([Claim(sentence=one, exhibits=(said,)) for one in STATEMENTS.values()])
    sure = [
        (opinion.probability, kind)
        for kind, opinion in zip(STATEMENTS, found.opinions, strict=True)
        if opinion and opinion.verdict == "says" and opinion.probability >= max(SURE, bench.threshold)
    ]
    if not sure:
        return message, found.tokens
    return replace(message, kind=max(sure, key=lambda one: one[0])[1], unsure=False), found.tokens
