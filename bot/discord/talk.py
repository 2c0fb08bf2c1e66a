"""What was said before, read from Discord itself, so that it is known after a restart too; and what a message says."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable

import discord

from bot.answering.askable import askable
from bot.discord.escaping import GAP, clean, one_line
from bot.discord.failures import UNSENT
from bot.discord.files import files_of
from bot.discord.rendering import text_of
from bot.discord.wire import Wire
from language.folding import fold
from language.functionwords import FUNCTION_WORDS
from language.reading import one_of
from language.stopwords import STOPWORDS
from prompts.talk import Turn

_LITTLE = (*FUNCTION_WORDS.values(), *STOPWORDS)  # of one language each: German "war" is an English subject
_SHORT = re.compile("[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]{1,3}")  # a pronoun and its particle

MOST_TURNS = 8
MOST_STEPS = 6  # of a chain of replies
_INVISIBLE = re.compile("[\u200b\u200c\u2060\ufeff\u00ad]")
_ADDRESS = re.compile(r"https?://[^\s<>]+")
_TRUTH = one_of(lambda one: one.talks.truth)


def asked_in(content: str, bot_id: int) -> str:
    """The question of a message: without mentions of the bot, on one line, without what is not seen."""
    text = re.sub(rf"<@!?{bot_id}>", " ", content)
    return one_line(_INVISIBLE.sub("", text))


def worded(question: str) -> str:
    """The question, cleaned. Raises QuestionError where nothing is asked, or too much."""
    return askable(asked_in(question, 0))


def asks_for_truth(question: str) -> bool:
    """Whether somebody asks if a message is so ("is this true?", "이거 진짜?"), or says nothing beside the mention."""
    return not any(character.isalnum() for character in question) or (
        len(question) <= 60 and bool(_TRUTH.search(question))
    )


def names_nothing(question: str) -> bool:
    """Whether a question after the truth says of nothing that it may be so: "is this true?", and not "is it true that
    the strike is over?"."""
    if not _TRUTH.search(question):
        return False
    rest = re.findall(r"\w+", fold(_TRUTH.sub(" ", question)))
    return any(all(word in little or _SHORT.fullmatch(word) for word in rest) for little in _LITTLE)


def said_in(message: discord.Message) -> str:
    """What a message says: its text, what it forwards, and the text of its embeds."""
    parts = [message.content]
    parts += [snapshot.content for snapshot in message.message_snapshots]
    for embeds in (message.embeds, *(snapshot.embeds for snapshot in message.message_snapshots)):
        for embed in embeds:
            parts += [embed.title or "", embed.description or ""]
    return clean(_INVISIBLE.sub("", "\n".join(part for part in parts if part))).strip()


def links_in(text: str) -> list[str]:
    """The web addresses in a text."""
    return [address.rstrip(".,;:!?)]}'\"") for address in _ADDRESS.findall(text)]


def without_links(text: str) -> str:
    """The text without its web addresses."""
    return _ADDRESS.sub(" ", text).strip()


def descriptions_in(message: discord.Message) -> list[str]:
    """What stands in the descriptions (alt texts) of a message's pictures."""
    found = (clean(_INVISIBLE.sub("", file.description or "")).strip() for file in files_of(message))
    return [one for one in found if one]


async def talk_before(message: discord.Message, wire: Wire, *, bot_id: int) -> list[Turn]:
    """The turns before a message, oldest first: of its thread or direct messages, else of its chain of replies."""
    try:
        if isinstance(message.channel, discord.Thread) and message.channel.owner_id == bot_id:
            before = await _of_thread(message.channel, message, wire)
        elif isinstance(message.channel, discord.DMChannel) and message.reference is None:
            before = await _last_before(message, wire)
        else:
            before = await _of_chain(message, wire)
    except UNSENT:
        return []  # what can't be read is no context
    return turns_of(before, bot_id=bot_id)


def turns_of(messages: Iterable[discord.Message], *, bot_id: int) -> list[Turn]:
    """Members' questions and our answers; other bots are no part of the talk."""
    turns: deque[Turn] = deque(maxlen=MOST_TURNS)
    for message in messages:
        if message.author.id == bot_id:
            turns.extend(_ours(message))
        elif not message.author.bot and (question := asked_in(message.content, bot_id)):
            turns.append(Turn("member", question))
    return list(turns)


def _ours(message: discord.Message) -> list[Turn]:
    """An answer of ours; where it shows the question as its title, that too."""
    turns = []
    for embed in message.embeds[:1]:
        if embed.title:
            turns.append(Turn("member", text_of(embed.title)))
        if embed.description:
            turns.append(Turn("answer", text_of(embed.description)))
    if not turns and "](http" in message.content:  # an answer where embeds may not be sent; other sentences are none
        turns.append(Turn("answer", text_of(message.content.replace(GAP, ""))))
    return turns


async def _last_before(message: discord.Message, wire: Wire) -> list[discord.Message]:
    async def read() -> list[discord.Message]:
        return [one async for one in message.channel.history(limit=MOST_TURNS, before=message)][::-1]

    return await wire.read(read)


async def _of_thread(thread: discord.Thread, message: discord.Message, wire: Wire) -> list[discord.Message]:
    before = await _last_before(message, wire)
    kept = [one for one in before if one.type in (discord.MessageType.default, discord.MessageType.reply)]
    parent = thread.parent
    if len(before) < MOST_TURNS and isinstance(parent, discord.TextChannel):
        # The thread hangs on an answer, whose message has the thread's id; above that stands its question.
        fetch = parent.fetch_message
        answer = await wire.read(lambda: fetch(thread.id))
        kept = [*(await _of_chain(answer, wire)), answer, *kept]
    return kept


async def _of_chain(message: discord.Message, wire: Wire) -> list[discord.Message]:
    chain: list[discord.Message] = []
    current: discord.Message | None = message
    while current is not None and len(chain) < MOST_STEPS:
        current = await replied_to(current, wire)
        if current is not None:
            chain.append(current)
    return chain[::-1]


async def replied_to(message: discord.Message, wire: Wire) -> discord.Message | None:
    """The message that a message replies to; None where it is no reply, or where that was deleted."""
    reference = message.reference
    if reference is None or reference.message_id is None or reference.type is not discord.MessageReferenceType.default:
        return None
    if isinstance(reference.resolved, discord.Message):
        return reference.resolved
    if reference.channel_id != message.channel.id:
        return None
    wanted = reference.message_id
    try:
        return reference.cached_message or await wire.read(lambda: message.channel.fetch_message(wanted))
    except discord.NotFound:
        return None
