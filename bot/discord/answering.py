"""From a member's question to the messages that answer it: admitted, queued, streamed, shown, kept."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AsyncExitStack, ExitStack, aclosing
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

import discord

from bot.answering.answer import Answer
from bot.answering.askable import LONGEST_QUESTION
from bot.answering.errors import ModelError
from bot.answering.events import Event
from bot.answering.judging.routing import judged
from bot.answering.retrieving import retrieve
from bot.answering.rewriting import rewrite
from bot.answering.smalltalk import reply_to
from bot.answering.streaming import stream
from bot.answering.tokens import Tokens
from bot.budget import Spent
from bot.conversation import dated, usual_language
from bot.discord.buttons import answer_view
from bot.discord.escaping import escaped, plain
from bot.discord.failures import explained
from bot.discord.files import unread_lines
from bot.discord.house import House
from bot.discord.kept import kept
from bot.discord.parts import CONTENT, Part
from bot.discord.passages import passage_parts
from bot.discord.record import Record
from bot.discord.rendering import answer_parts
from bot.discord.replies import PROGRESS, Reply
from bot.discord.streaming import Pace, followed
from bot.discord.words import say
from bot.questions.log import Entry, new_id
from language.messages import SEARCHED, Message, message_of
from prompts.talk import Turn
from vectorstore.model import Hit

SHOWN_PASSAGES = 4
REACTIONS = {"greeting": "👋", "thanks": "🙂", "praise": "🙏"}
COMFORT = "💙"  # under further words of distress, where all can read them
UNCOUNTED = Spent(input=3000, output=300)  # for the budget, where a provider counts nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question as it was asked. `history` reads what was said before; `react` puts an emoji under the
    message, and says whether it could; `titled` shows the question as a title; `unread` are the names of its files.
    `asked` is the message that asks, `about` another's message that it is about.
    `called` says that it was said to the bot: talk that did not call it is never put to a judge."""

    question: str
    member: int
    server: int | None
    channel: int | None
    history: Callable[[], Awaitable[list[Turn]]] | None = None
    react: Callable[[str], Awaitable[bool]] | None = None
    titled: bool = False
    unread: tuple[str, ...] = ()
    asked: int | None = None
    about: discord.Message | None = None
    called: bool = False
    since: date | None = None
    until: date | None = None


async def answer_question(house: House, asked: Asked, reply: Reply, *, pace: Pace | None = None) -> None:
    """Answer one question, or say what is said to a message that is none: that is neither counted nor kept. Raises
    what `bounded` puts into words; what is declined, before anything is sent."""
    house.must_answer(asked.server, asked.question)
    if await _met(house, asked, reply):
        return
    pace = pace or Pace()
    with ExitStack() as door, house.budget.question(asked.member, asked.server):
        door.enter_context(house.queue.coming())
        entry = Entry(
            id=new_id(),
            asked_at=house.now(),
            member=house.log.hashed(asked.member),
            server=asked.server,
            channel=asked.channel,
            question=asked.question[: 2 * LONGEST_QUESTION],
            asked=asked.asked,
            about=asked.about.id if asked.about else None,
            subject=house.log.hashed(asked.about.author.id) if asked.about else None,
            own_words=asked.about is not None,
        )
        record = Record(house, entry, reply)
        await record.open()
        try:
            await reply.begin()
            turns = await asked.history() if asked.history else []
            door.close()
            await _answer(house, asked, turns, reply, record, pace=pace)
        except BaseException as error:
            record.failed(error)
            raise


async def _answer(house: House, asked: Asked, turns: list[Turn], reply: Reply, record: Record, *, pace: Pace) -> None:
    began = asyncio.get_running_loop().time()
    title = asked.question if asked.titled else None
    question, entry = asked.question, record.entry
    try:
        async with AsyncExitStack() as place:
            await place.enter_async_context(house.queue.turn(asked.member))
            question, entry = await _standalone(house, asked, turns, record.entry)
            house.must_answer(asked.server, entry.rewritten)
            following = _Following(reply=reply, record=record, pace=pace, title=title, began=began, made=place.aclose)
            usual = usual_language(asked.question, turns, otherwise=reply.language)
            answer, spent = await _answered(house, question, asked, following, usual=usual)
    except ModelError as error:
        if any(part.kind not in PROGRESS for part in reply.parts):
            raise  # what was shown is proved, and stays
        await _show_passages(house, question, asked, reply, error, entry, record, pace=pace)
        return
    house.budget.spend(asked.server, spent)
    parts = answer_parts(
        answer,
        language=reply.language,
        embeds=reply.embeds,
        asked=title,
        rewritten=entry.rewritten,
        more=unread_lines(asked.unread, language=reply.language),
    )
    await record.made(_completed(entry, answer, spent), parts=len(parts))
    await pace.rest()
    await show_all(reply, parts, id_=entry.id, quotes=bool(answer.citations))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Following:
    """How an answer is shown while it is made; `made` gives its place in the queue away as soon as it is."""

    reply: Reply
    record: Record
    pace: Pace
    title: str | None
    began: float
    made: Callable[[], Awaitable[None]]


async def _met(house: House, asked: Asked, reply: Reply) -> bool:
    """Whether a message was met without searching: thanks by an emoji, help by the help."""
    message = await _told(house, asked)
    if message.kind in SEARCHED:
        return False
    emoji = REACTIONS.get(message.kind)
    if emoji and asked.react and await asked.react(emoji):
        reply.finish()
        return True
    turns = await asked.history() if message.kind == "followup" and asked.history else []
    said = await house.searching(
        partial(
            reply_to,
            message,
            house.library_in(asked.server),
            language=usual_language(asked.question, turns, otherwise=reply.language),
            zone=house.answerer_in(asked.server).tz,
            in_talk=bool(turns),
            help_line=house.servers.of(asked.server).help_line or house.settings.discord.discord_help_line,
        )
    )
    if said is None:
        return False
    if message.kind != "distress":
        house.budget.small_talk(asked.member)
    elif asked.server is not None and asked.react and not house.refusals.may_comfort(asked.member):
        # They are never told to wait; what was said to them stands above.
        if house.refusals.may_sign(asked.member):
            await asked.react(COMFORT)
        return True
    await reply.tell(escaped(said))
    return True


async def _told(house: House, asked: Asked) -> Message:
    """What a message is. Where the rules are unsure of one that called the bot, a judge that reads decides, at the
    asker's turn and budget."""
    message, bench = message_of(asked.question), house.answerer_in(asked.server).bench
    if not (message.unsure and asked.called and bench and bench.reads):
        return message
    house.budget.check(asked.member, asked.server)
    async with house.queue.turn(asked.member):
        message, tokens = await house.answering(judged, message, bench)
    house.budget.spend(asked.server, judged_for(tokens))
    return message


def _completed(entry: Entry, answer: Answer, spent: Spent) -> Entry:
    return replace(
        entry,
        answer=answer.shown,
        outcome="cut off" if answer.cut_off else "refused" if answer.abstained else "answered",
        refused_by=answer.refused_by,
        citations=kept(answer.citations, answer.hits),
        checks={
            "by": answer.judge,
            "kept": len(answer.kept),
            "repaired": len(answer.repaired),
            "dropped": len(answer.dropped),
        },
        input_tokens=spent.input + spent.judge_input,
        output_tokens=spent.output + spent.judge_output,
        model=answer.model,
        prompt=answer.prompt,
    )


async def show_all(
    reply: Reply, parts: list[Part], *, id_: str | None, quotes: bool = True, show: bool = False
) -> None:
    """All parts of an answer, the buttons under the last; `show` puts *Show here* among them."""
    view = answer_view(id_, language=reply.language, quotes=quotes, private=reply.private, show=show) if id_ else None
    await reply.show(parts[0], view=view if len(parts) == 1 else None)
    for n, part in enumerate(parts[1:], start=2):
        await reply.add(part, view=view if n == len(parts) else None)


async def _standalone(house: House, asked: Asked, turns: list[Turn], entry: Entry) -> tuple[str, Entry]:
    """The question that is searched for: rewritten where a talk came before, with the days that were set."""
    question = asked.question
    if turns and len(question) <= LONGEST_QUESTION:
        model = house.answerer_in(asked.server).model
        deadline = house.settings.answer.chat_timeout
        found = await house.answering(rewrite, question, turns, model=model, prompt=house.rewrite, deadline=deadline)
        house.budget.spend(asked.server, spent_on(house, found.tokens))
        if found.changed:
            question, entry = found.question, replace(entry, rewritten=found.question)
    return dated(question, since=asked.since, until=asked.until), entry


async def _answered(
    house: House, question: str, asked: Asked, following: _Following, *, usual: str
) -> tuple[Answer, Spent]:
    answerer = house.answerer_in(asked.server)
    now = house.now()
    # Right after an ingest the vectors are still those of before: an answer found with them is no answer for later.
    library = await house.searching(lambda: (house.library.generation, house.library.serving))
    unanswered = house.unanswered_in(asked.server).entries
    key = (library, question.casefold(), answerer.tz.key, now.astimezone(answerer.tz).date(), usual, unanswered)
    borrowed = False

    def make() -> AsyncGenerator[Event, None]:
        return stream(answerer, question, now=now, usual=usual, executor=house.answers)

    async def events() -> AsyncGenerator[Event, None]:
        nonlocal borrowed
        try:
            async for event, was_made in house.shared.events(key, make):
                borrowed = was_made
                yield event
        finally:
            await following.made()  # showing it may take long, and needs no worker

    def first_words() -> None:
        house.metrics.first_words.observe(asyncio.get_running_loop().time() - following.began)

    async with aclosing(events()) as made:
        answer = await followed(
            made,
            following.reply,
            pace=following.pace,
            asked=following.title,
            first_words=first_words,
            progressed=following.record.progressed,
        )
    if borrowed:
        return answer, Spent()
    if answer.refused_by == "evidence":
        return answer, judged_for(answer.judging)  # no model was asked, perhaps a judge
    house.circuit.worked()
    return answer, spent_on(house, answer.tokens, judging=answer.judging)


def spent_on(house: House, tokens: Tokens, *, judging: Tokens | None = None) -> Spent:
    """Tokens as the budget counts them: none for the stub, which costs nothing. `judging` are those of `tokens` that a
    judge took."""
    from bot.answering.generating import name_of

    judge = judged_for(judging or Tokens())
    if name_of(house.answerer.model) == "stub":
        return judge
    asked, told = (tokens.input or 0) - judge.judge_input, (tokens.output or 0) - judge.judge_output
    model = Spent(input=asked, output=told) if asked or told else UNCOUNTED
    return replace(model, judge_input=judge.judge_input, judge_output=judge.judge_output)


def judged_for(judging: Tokens) -> Spent:
    """What a judge took."""
    return Spent(judge_input=judging.input or 0, judge_output=judging.output or 0)


async def _show_passages(
    house: House,
    question: str,
    asked: Asked,
    reply: Reply,
    error: ModelError,
    entry: Entry,
    record: Record,
    *,
    pace: Pace,
) -> None:
    """The model is down: what the library says is shown all the same, with the error's id."""
    house.circuit.failed(error)
    failure = explained(error, language=reply.language)
    house.metrics.errors.labels("model").inc()
    answerer = house.answerer_in(asked.server)
    found = await house.searching(
        retrieve, question, library=answerer.library, now=house.now(), tz=answerer.tz, k=answerer.k
    )
    hits = _one_of_each(found.hits)[:SHOWN_PASSAGES]
    parts = passage_parts(
        hits,
        language=reply.language,
        title=asked.question if asked.titled else None,
        heading=say("model-down", reply.language),
        room=CONTENT - 300 if not reply.embeds else 3000,
        small=(plain(failure.sentence or ""), *unread_lines(asked.unread, language=reply.language)),
    )
    await record.made(replace(entry, outcome="passages", error=" ".join(str(error).split())), parts=1)
    await pace.rest()
    await show_all(reply, parts[:1], id_=None)


def _one_of_each(hits: tuple[Hit, ...]) -> list[Hit]:
    best: dict[str, Hit] = {}
    for hit in hits:
        best.setdefault(hit.article.id, hit)
    return list(best.values())
