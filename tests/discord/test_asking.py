"""Every way to ask, end to end over an in-memory Discord."""

from __future__ import annotations

from typing import Any

import discord
import pytest
import simcord

from tests.discord.conftest import Start, Town, button, buttons_of, text_in

QUESTION = "who led the US delegation?"
LED = "The US delegation was led by Jen Daskal"
BEIJING = "https://example.com/harbor-ledger/2024/01/30/beijing-talks-open"


def callbacks(town: Town) -> list[dict[str, Any]]:
    """The first responses to interactions, in order."""
    return [
        record.json
        for record in town.env.http_requests
        if record.path.endswith("/callback") and isinstance(record.json, dict)
    ]


async def test_ask_is_deferred_before_anything_else_and_answered_with_linked_sources(start: Start) -> None:
    async with start() as town:
        result = await town.ann.slash(town.channel, "ask", question=QUESTION)
        assert callbacks(town)[0]["type"] == discord.InteractionResponseType.deferred_channel_message.value
        assert result.response is not None
        (embed,) = result.response.embeds
        assert embed.title == "who led the US delegation?"
        assert LED in (embed.description or "")
        assert f"[[1]]({BEIJING})" in (embed.description or "")
        assert (
            f"\n`1` The Harbor Ledger · 30 Jan 2024 · [Washington and Beijing open joint work on fentanyl]({BEIJING}#"
            in (embed.description or "")
        )
        assert not result.response.ephemeral
        buttons = buttons_of(result.response.message)
        assert buttons == ["quotes", "good", "bad", "follow", "delete"]


async def test_private_answers_only_the_asker_and_offers_no_thread(start: Start) -> None:
    async with start() as town:
        result = await town.ann.slash(town.channel, "ask", question=QUESTION, private=True)
        assert result.response is not None
        assert result.response.ephemeral
        assert LED in text_in(result.response)
        buttons = buttons_of(result.response.message)
        assert buttons == ["quotes", "good", "bad"]
        assert town.channel.history(viewer=town.bob) == []


@pytest.mark.parametrize(
    ("options", "shown"),
    [
        ({"since": "2024-03-01"}, "1 Mar"),
        ({"since": "2024-01-29", "until": "2024-01-31"}, LED),
        ({"until": "30 January"}, "“30 January” is not a date"),
        ({"since": "2024-02-02", "until": "2024-02-01"}, "“since” is later than “until”"),
    ],
)
async def test_since_and_until_narrow_the_articles_or_say_what_is_wrong_with_them(
    start: Start, options: dict[str, str], shown: str
) -> None:
    async with start() as town:
        result = await town.ann.slash(town.channel, "ask", question=QUESTION, **options)
        assert result.response is not None
        text = text_in(result.response)
        assert shown in text


async def test_a_mention_is_answered_as_a_reply_that_notifies_nobody(start: Start) -> None:
    async with start() as town:
        asked = await town.ann.send(town.channel, town.mention(QUESTION))
        (answer,) = town.answers()
        assert answer.reference is not None
        assert answer.reference.message_id == asked.id
        assert LED in text_in(answer)
        assert answer.embeds[0].title is None, "the question stands above already"
        posts = [one for one in town.sent() if "message_reference" in one]
        assert posts[0]["allowed_mentions"] == {"parse": [], "replied_user": False}
        assert posts[0]["nonce"] == str(asked.id)
        assert posts[0]["enforce_nonce"] is True


async def test_typing_shows_until_the_first_words(start: Start) -> None:
    async with start() as town:
        await town.ann.send(town.channel, town.mention(QUESTION))
        paths = [record.path for record in town.env.http_requests]
        assert any(path.endswith("/typing") for path in paths)
        assert paths.index(next(p for p in paths if p.endswith("/typing"))) < len(paths) - 1


async def test_messages_that_are_not_for_the_bot_are_left_alone(start: Start) -> None:
    async with start() as town:
        await town.ann.send(town.channel, QUESTION)
        await town.ann.send(town.channel, f"@everyone {QUESTION}")
        await town.ann.send(town.channel, f"{town.bob.mention} {QUESTION}")
        assert town.answers() == []


async def test_a_direct_message_is_answered_and_can_be_switched_off(start: Start) -> None:
    async with start() as town:
        await town.ann.send_dm(QUESTION)
        assert LED in text_in(town.answers(town.ann.user.dm_channel)[-1])
        commanded = await town.ann.user.slash("ask", question="what does the task force do?")
        assert "task force" in text_in(commanded.response)
    async with start(discord_direct_messages=False) as town:
        await town.bob.send_dm(QUESTION)
        assert text_in(town.answers(town.bob.user.dm_channel)[-1]) == (
            "I don't answer direct messages. Please ask me on the server."
        )


async def test_a_follow_up_in_a_chain_of_replies_is_rewritten_and_shown_so(start: Start) -> None:
    async with start() as town:
        await town.ann.send(town.channel, town.mention(QUESTION))
        first = town.answers()[-1]
        await town.bob.send(town.channel, "and who hosted them?", reply_to=first)
        second = town.answers()[-1]
        assert second.id != first.id
        assert "Asked as: and who hosted them? (US, Jen Daskal" in (second.embeds[0].footer.text or "")
        assert "Wang Xiaohong" in text_in(second)


async def test_the_talk_is_read_from_discord_itself_so_it_survives_a_restart(start: Start) -> None:
    async with start() as town:
        await town.ann.send(town.channel, town.mention(QUESTION))
        first = town.answers()[-1]
        await town.restart()
        await town.ann.send(town.channel, "and who hosted them?", reply_to=first)
        assert "Asked as: and who hosted them? (US, Jen Daskal" in text_in(town.answers()[-1])


async def test_follow_up_opens_a_thread_where_no_mention_is_needed(start: Start) -> None:
    async with start(discord_message_content=True) as town:
        await town.ann.send(town.channel, town.mention(QUESTION))
        answer = town.answers()[-1]
        pressed = await town.bob.click(answer, custom_id=button(answer, "follow"))
        (thread,) = town.channel.threads
        assert thread.name == "Follow up: who led the US delegation?"
        assert pressed.response is not None
        assert (pressed.response.content, pressed.response.ephemeral) == (f"<#{thread.id}>", True)
        await town.bob.send(thread, "and who hosted them?")
        shown = text_in(town.answers(thread)[-1])
        assert "Asked as: and who hosted them? (US, Jen Daskal" in shown
        count = len(town.answers(thread))
        await town.bob.send(thread, f"{town.ann.mention} what do you think?")
        assert len(town.answers(thread)) == count, "members who mention each other talk to each other"
        again = await town.ann.click(answer, custom_id=button(answer, "follow"))
        assert again.response is not None
        assert again.response.content == f"<#{thread.id}>"


async def test_without_the_intent_the_bot_says_once_that_a_mention_is_needed(start: Start) -> None:
    async with start() as town:
        await town.ann.send(town.channel, town.mention(QUESTION))
        answer = town.answers()[-1]
        await town.ann.click(answer, custom_id=button(answer, "follow"))
        (thread,) = town.channel.threads
        await town.ann.send(thread, "and who hosted them?")
        await town.ann.send(thread, "and who hosted them?")
        needed = [one for one in town.answers(thread) if "messages here that mention me" in one.content]
        assert len(needed) == 1
        await town.restart()
        await town.ann.send(thread, "and who hosted them?")
        assert len([one for one in town.answers(thread) if "messages here that mention me" in one.content]) == 1
        await town.ann.send(thread, town.mention("and who hosted them?"))
        assert "Wang Xiaohong" in text_in(town.answers(thread)[-1])


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", "What would you like to know?"),
        ("👍🏽 !!! …", "What would you like to know?"),
        ("\u200b\u202e\u2060", "What would you like to know?"),
        ("w\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301ho led the US delegation?", None),
        ("\u202ewho led the\u200b US delegation?", LED),
    ],
)
async def test_empty_endless_and_disguised_questions_are_cleaned_or_told(
    start: Start, text: str, shown: str | None
) -> None:
    async with start() as town:
        await town.ann.send(town.channel, town.mention(text))
        (answer,) = town.answers()
        assert shown is None or shown in text_in(answer)


async def test_a_question_of_five_thousand_characters_is_refused_while_it_is_typed(
    start: Start,
) -> None:
    async with start() as town:
        with pytest.raises(simcord.OptionError, match="at most 2000 characters"):
            await town.ann.slash(town.channel, "ask", question="word " * 1000)
        assert town.sent() == []


async def test_a_refusal_looks_different_names_the_nearest_articles_and_has_no_quotes(start: Start) -> None:
    async with start() as town:
        result = await town.ann.slash(town.channel, "ask", question="which school did Jen Daskal attend?")
        answered = await town.bob.slash(town.channel, "ask", question=QUESTION)
        assert result.response is not None
        assert answered.response is not None
        (refusal,), (answer,) = result.response.embeds, answered.response.embeds
        assert refusal.colour != answer.colour
        assert (refusal.description or "").startswith("🔍 **Not in this library**")
        assert "Related articles:" in (refusal.description or "")
        assert "`1`" not in (refusal.description or "")
        buttons = buttons_of(result.response.message)
        assert "quotes" not in buttons


async def test_what_the_bot_says_of_itself_follows_the_language_of_the_member(start: Start) -> None:
    async with start() as town:
        await town.ann.send(town.channel, town.mention("미국 대표단은 누가 이끌었나?"))
        answer = town.answers()[-1]
        assert "젠 다스칼" in text_in(answer)
        assert "언어 모델 없이 기사에서 그대로 인용했습니다." in (answer.embeds[0].footer.text or "")
        labels = [child.label for row in answer.components for child in getattr(row, "children", ()) if child.label]
        assert labels == ["인용문", "이어서 묻기"]


async def test_the_same_question_of_many_is_answered_once_while_the_library_is_the_same(start: Start) -> None:
    from prompts.stub import StubModel

    class Counting(StubModel):
        asked: int = 0

        def answer_to(self, messages: list[tuple[str, str]]) -> str:
            self.asked += 1
            return super().answer_to(messages)

    model = Counting()
    async with start(model=model) as town:
        for member in (town.ann, town.bob, town.mod):
            await member.slash(town.channel, "ask", question=QUESTION)
        await town.ann.slash(town.channel, "ask", question=QUESTION.upper())
        assert model.asked == 1
        await town.bob.slash(town.channel, "ask", question="what does the task force do?")
        assert model.asked == 2


def kept(town: Town) -> int:
    return len(town.house.log.listed())


def reactions(town: Town) -> list[str]:
    return [record.path for record in town.env.http_requests if "/reactions/" in record.path]


async def test_thanks_are_met_by_a_reaction_and_help_by_the_help_and_neither_is_kept(start: Start) -> None:
    async with start() as town:
        await town.ann.send(town.channel, town.mention("thank you so much!"))
        assert town.answers() == []
        assert len(reactions(town)) == 1
        await town.ann.send(town.channel, town.mention("was kannst du?"))
        assert "beantworte Fragen aus den Artikeln" in text_in(town.answers()[-1])
        await town.ann.send(town.channel, town.mention("how many articles do you have?"))
        assert "The library has" in text_in(town.answers()[-1])
        assert kept(town) == 0


async def test_a_member_in_distress_gets_kind_words_with_the_servers_help_line_and_nothing_is_kept(
    start: Start,
) -> None:
    async with start(discord_help_line="0800 000 000", discord_message_content=True) as town:
        await town.ann.send(town.channel, town.mention("i want to die"))
        said = text_in(town.answers()[-1])
        assert "You are not alone" in said
        assert "0800 000 000" in said
        assert kept(town) == 0


async def test_a_server_s_own_help_line_goes_before_the_bot_s(start: Start) -> None:
    async with start(discord_help_line="0800 000 000", discord_message_content=True) as town:
        await town.mod.slash(town.channel, "settings", **{"help-line": "116 123"})
        await town.ann.send(town.channel, town.mention("honestly i don't see any point in living anymore"))
        said = text_in(town.answers()[-1])
        assert "116 123" in said
        assert "0800" not in said
        assert kept(town) == 0


async def test_members_talk_in_a_thread_of_ours_is_met_with_silence_and_not_kept(start: Start) -> None:
    async with start(discord_message_content=True) as town:
        await town.ann.send(town.channel, town.mention(QUESTION))
        answer = town.answers()[-1]
        await town.bob.click(answer, custom_id=button(answer, "follow"))
        (thread,) = town.channel.threads
        before = len(town.answers(thread)), kept(town)
        for said in ("lol same", "thanks!", "see you at eight", "nice", "👍", "I think so too"):
            await town.bob.send(thread, said)
        to_ann = await town.ann.send(thread, "Interesting.")
        await town.bob.send(thread, "and who hosted them?", reply_to=to_ann)
        assert (len(town.answers(thread)), kept(town)) == before
        await town.bob.send(thread, "and who hosted them?")
        assert len(town.answers(thread)) == before[0] + 1
