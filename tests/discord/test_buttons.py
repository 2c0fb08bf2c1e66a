"""The buttons under an answer, also after a restart: quotes and their fate, thumbs, threads, deletion."""

from __future__ import annotations

import re

import discord
import pytest

from tests.conftest import ARTICLES
from tests.discord.conftest import GUILD, Start, Town, button, buttons_of, text_in

LINES = re.compile(r" · ⚠️ \*\*[^*]+\*\*")
QUESTION = "who led the US delegation?"

NOT_KEPT = (
    "This answer is no longer stored here: it is too old, was deleted, or came from another machine. Please ask again."
)


async def answered(town: Town, question: str = QUESTION) -> discord.Message:
    """An answer that ann got to a mention."""
    await town.ann.send(town.channel, town.mention(question))
    return town.answers()[-1]


async def test_every_button_works_after_a_restart(start: Start) -> None:
    async with start() as town:
        answer = await answered(town)
        await town.restart()
        quotes = await town.bob.click(answer, custom_id=button(answer, "quotes"))
        assert quotes.response is not None
        assert quotes.response.ephemeral, "the quotes are for whoever pressed"
        shown = text_in(quotes.response)
        assert shown.startswith("The quotes, as they were when cited:")
        assert "`1` The Harbor Ledger · 30 Jan 2024 · [Washington and Beijing" in shown
        assert "**The US delegation was led by Jen Daskal, deputy assistant" in shown
        assert "**Officials from the United States and China sat down" in shown, "each quoted sentence is marked"
        assert "Across the table sat China's minister" in shown, "the next sentence stands behind the quote"
        assert shown.endswith("…"), "and no more of the passage"
        assert "⚠️" not in shown

        good = await town.bob.click(answer, custom_id=button(answer, "good"))
        assert good.response is not None
        assert good.response.content == "Thank you, noted."
        (entry,) = town.house.log.listed()
        assert entry.feedback == 1

        form = await town.bob.click(answer, custom_id=button(answer, "bad"))
        assert form.modal is not None
        assert form.modal["title"] == "About this answer"
        (field,) = (child for row in form.modal["components"] for child in row["components"])
        assert (field["label"], field["required"], field["max_length"]) == ("What was wrong?", False, 500)
        told = await town.bob.submit_modal(form, {field["custom_id"]: "The post is missing."})
        assert told.response is not None
        assert (told.response.content, told.response.ephemeral) == ("Thank you, noted.", True)
        (entry,) = town.house.log.listed(kind="disliked")
        assert entry.feedback_text == "The post is missing."

        await town.bob.click(answer, custom_id=button(answer, "follow"))
        assert [thread.name for thread in town.channel.threads] == ["Follow up: who led the US delegation?"]

        gone = await town.ann.click(answer, custom_id=button(answer, "delete"))
        assert gone.response is not None
        assert gone.response.content == "The answer was deleted."
        assert answer.id not in [message.id for message in town.answers()]


async def test_quotes_say_what_became_of_their_articles_since(start: Start) -> None:
    """Answered, corrected by a later ingest, restarted, pressed; and so for an article changed and one withdrawn."""
    async with start(dateline_guilds=str(GUILD)) as town:
        library = town.house.library
        (correction,) = (one for one in library.articles() if one.title and one.title.startswith("Correction:"))
        library.remove(correction.id)
        library.catch_up()
        answers = {
            "corrected on 5 Feb 2024": await answered(town, "how many members will the drug task force have?"),
            "changed since": await answered(town),
            "withdrawn since": await answered(town, "what do American prosecutors say about the web shops?"),
        }
        before = {}
        for fate, answer in answers.items():
            before[fate] = await quotes_under(town, answer)
            assert "⚠️" not in before[fate]
        assert "will have 60 members" in before["corrected on 5 Feb 2024"]

        changed = (ARTICLES / "beijing-talks-open.md").read_text(encoding="utf-8").replace("Jen Daskal", "Jane Dask")
        for name, content in (
            ("correction.md", (ARTICLES / "task-force-size-correction.md").read_bytes()),
            ("beijing.md", changed.encode()),
        ):
            result = await town.mod.slash(town.channel, "library-edit add", file=(name, content))
            assert result.response is not None
            assert "0 failed" in text_in(result.response)
        cited = town.house.log.listed()[0].citations
        for one in {one.article_id for one in cited}:
            library.remove(one)
        await town.restart()

        for fate, answer in answers.items():
            after = await quotes_under(town, answer)
            assert f"⚠️ **{fate}" in after
            assert re.search(r"⚠️ \*\*[^*]+ \d{1,2} \w{3} 20\d\d\*\*", after), "the day is told"
            assert LINES.sub("", after) == LINES.sub("", before[fate]), "the words stay as they were when cited"


async def quotes_under(town: Town, answer: discord.Message) -> str:
    pressed = await town.bob.click(answer, custom_id=button(answer, "quotes"))
    assert pressed.response is not None
    return text_in(pressed.response)


@pytest.mark.parametrize(("who", "gone"), [("mod", True), ("ann", False), ("bob", False)])
async def test_a_moderator_deletes_even_what_is_no_longer_kept(start: Start, who: str, gone: bool) -> None:
    async with start() as town:
        answer = await answered(town)
        await town.house.recording(town.house.log.forget, town.ann.user.id)
        actor = {"mod": town.mod, "ann": town.ann, "bob": town.bob}[who]
        pressed = await actor.click(answer, custom_id=button(answer, "delete"))
        assert pressed.response is not None
        assert pressed.response.content == ("The answer was deleted." if gone else NOT_KEPT)
        assert (town.answers() == []) is gone


async def test_only_the_asker_and_a_moderator_can_delete_an_answer(start: Start) -> None:
    async with start() as town:
        answer = await answered(town)
        refused = await town.bob.click(answer, custom_id=button(answer, "delete"))
        assert refused.response is not None
        assert refused.response.content == "Only the person who asked, or a moderator, can delete this answer."
        assert answer.id in [message.id for message in town.answers()]
        await town.mod.click(answer, custom_id=button(answer, "delete"))
        assert town.answers() == []


async def test_an_answer_s_quotes_cannot_be_had_through_another_message(start: Start) -> None:
    async with start() as town:
        private = await town.ann.slash(town.channel, "ask", question=QUESTION, private=True)
        assert private.response is not None
        hidden = private.response.message
        with pytest.raises(Exception, match=r"visible|Unknown"):
            await town.bob.click(hidden, custom_id=button(hidden, "quotes"))
        public = await answered(town, "what does the task force do?")
        (entry,) = (one for one in town.house.log.listed() if one.question == QUESTION)
        # Another message of ours, whose button carries the private answer's id.
        stored = town.env.backend.get_message(town.channel.id, public.id)
        for row in stored.components:
            for child in row["components"]:
                child["custom_id"] = child["custom_id"].rpartition(":")[0] + f":{entry.id}"
        for action in ("quotes", "good"):
            pressed = await town.bob.click(public, custom_id=f"dateline:{action}:{entry.id}")
            assert pressed.response is not None
            assert pressed.response.content == NOT_KEPT
        form = await town.bob.click(public, custom_id=f"dateline:bad:{entry.id}")
        told = await town.bob.submit_modal(form, {})
        assert told.response is not None
        assert told.response.content == NOT_KEPT
        assert {one.feedback for one in town.house.log.listed()} == {None}


async def test_a_forgotten_answer_s_buttons_say_so(start: Start) -> None:
    async with start() as town:
        answer = await answered(town)
        shown = await town.ann.slash(town.channel, "privacy")
        assert shown.response is not None
        assert "Stored for 90 days" in text_in(shown.response)
        assert "Nothing is sent to a model provider." in text_in(shown.response)
        await town.bob.slash(town.channel, "ask", question="what does the task force do?")
        await town.restart()
        forgot = await town.ann.click(shown.response.message, custom_id="dateline:forget")
        assert forgot.response is not None
        assert forgot.response.ephemeral
        assert forgot.response.content == "Forgotten: your questions (1) and your feedback on answers."
        assert [one.question for one in town.house.log.listed()] == ["what does the task force do?"]
        quotes = await town.ann.click(answer, custom_id=button(answer, "quotes"))
        assert quotes.response is not None
        assert quotes.response.content == NOT_KEPT


async def test_a_thread_is_opened_where_it_can_be_and_told_where_not(start: Start) -> None:
    async with start() as town:
        answer = await answered(town)
        await town.ann.click(answer, custom_id=button(answer, "follow"))
        (thread,) = town.channel.threads
        opening = town.answers(thread)[0]
        assert opening.content == "Ask your next question here, and mention me or reply to me."
        await town.ann.send(thread, town.mention("and who hosted them?"))
        inside = town.answers(thread)[-1]
        again = await town.ann.click(inside, custom_id=button(inside, "follow"))
        assert again.response is not None
        assert again.response.content == opening.content, "without the intent a mention is needed in our own thread too"
        await town.ann.send_dm(QUESTION)
        direct = town.answers(town.ann.user.dm_channel)[-1]
        pressed = await town.ann.user.click(direct, custom_id=button(direct, "follow"))
        assert pressed.response.content == "Threads can't be opened here. Reply to the answer instead."


async def test_the_buttons_of_a_refusal_offer_no_quotes(start: Start) -> None:
    async with start() as town:
        refusal = await answered(town, "who is the president of France?")
        assert buttons_of(refusal) == ["good", "bad", "follow", "delete"]
