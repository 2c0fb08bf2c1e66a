"""Messages of members checked against the library: by a mention in a reply, and from the message's menu."""

from __future__ import annotations

import discord
import pytest
import simcord

from bot.questions.log import Entry
from bot.questions.servers import ServerSettings
from tests.discord.conftest import GUILD, Start, Town, button, buttons_of, text_in
from tests.discord.test_faults import refuse

LED = "The US delegation was led by Jen Daskal."
BEIJING = "https://example.com/harbor-ledger/2024/01/30/beijing-talks-open"
TITLE = "Washington and Beijing open joint work on fentanyl"
LINE = f"The Harbor Ledger · 30 Jan 2024 · [{TITLE}]({BEIJING})"
PICTURE = b"\x89PNG\r\n\x1a\n" + b"\x00" * 32


async def checked(town: Town, message: discord.Message, text: str = "is this true?") -> discord.Message:
    """What the bot says when bob replies to a message and mentions it."""
    before = len(town.answers())
    await town.bob.send(town.channel, town.mention(text), reply_to=message)
    assert len(town.answers()) == before + 1
    return town.answers()[-1]


async def test_the_verdict_speaks_of_the_library_and_calls_opinions_and_forecasts_that(start: Start) -> None:
    async with start(discord_message_content=True) as town:
        for claim, verdict in (
            (LED, "🟢 **1 outlet reports it; none contradicts it.** [[1]]"),
            (
                "The US delegation was led by Antony Blinken.",
                "**Here is what the library says about this",
            ),
            ("The joint task force has 60 members.", "⚠️ corrected since"),
            ("I think the talks were boring.", "💬 This is an opinion: articles can't settle it."),
            ("China will stop exporting precursors next year.", "🔮 This is a forecast: no article can report what"),
            (
                "Martians landed in Ohio on Friday.",
                "⚪ **No article in this library supports this, and none",
            ),
        ):
            answer = await checked(town, await town.ann.send(town.channel, claim))
            shown = text_in(answer)
            assert verdict in shown
            assert "This is only what the library's articles say" in shown
            assert not any(word in shown.casefold().split() for word in ("true", "false", "true.", "false."))
            assert answer.reference is not None, "the verdict answers whoever asked"
            assert ("quotes" in buttons_of(answer)) == ("[[1]]" in shown)
        outcomes = {(entry.outcome, entry.question) for entry in town.house.log.listed()}
        assert ("checked", LED) in outcomes


async def test_a_checked_message_s_quotes_are_shown_in_full(start: Start) -> None:
    async with start(discord_message_content=True) as town:
        answer = await checked(town, await town.ann.send(town.channel, LED))
        assert f"`1` The Harbor Ledger · 30 Jan 2024 · [{TITLE}]({BEIJING}#:~:text=" in text_in(answer)
        quotes = await town.ann.click(answer, custom_id=button(answer, "quotes"))
        assert quotes.response is not None
        assert "**The US delegation was led by Jen Daskal" in text_in(quotes.response)


async def test_korean_messages_and_questions_about_them_are_understood(start: Start) -> None:
    async with start(discord_message_content=True) as town:
        said = await town.ann.send(town.channel, "미국 대표단은 젠 다스칼 백악관 국토안보 부보좌관이 이끌었다.")
        answer = await checked(town, said, "이거 진짜?")
        assert "🟢 **1개 매체가 보도했고, 다르게 보도한 매체는 없습니다.**" in text_in(answer)


async def test_forwarded_words_and_those_of_an_embed_are_checked_too(start: Start) -> None:
    async with start(discord_message_content=True) as town:
        elsewhere = town.guild.create_text_channel("elsewhere")
        original = await town.ann.send(elsewhere, LED)
        forwarded = await town.ann.forward(original, town.channel)
        assert "🟢" in text_in(await checked(town, forwarded))
        feed = town.guild.create_webhook(town.channel, "feed")
        posted = await feed.send(embed=discord.Embed(title="News", description=LED))
        assert town.answers()[-1].id < posted.id, "a webhook's own message is not answered"
        assert "🟢" in text_in(await checked(town, posted))


@pytest.mark.parametrize(
    ("link", "shown"),
    [
        (
            f"{BEIJING}/?utm_source=feed&fbclid=1#top",
            f"That link is in the library:\n{LINE}",
        ),
        (f"<{BEIJING.replace('https', 'http')}>", "That link is in the library:"),
        ("https://elsewhere.example/story", "That link is not in the library, and I don't open links for members."),
        (f"{LED} {BEIJING}", "That link is in the library:"),
    ],
)
async def test_a_link_is_matched_by_its_canonical_address_and_never_opened(
    start: Start, offline: list[str], link: str, shown: str
) -> None:
    async with start(discord_message_content=True) as town:
        answer = await checked(town, await town.ann.send(town.channel, link))
        assert shown in text_in(answer)
        assert offline == []


async def test_of_a_picture_the_bot_asks_for_the_text(start: Start) -> None:
    async with start(discord_message_content=True) as town:
        picture = await town.ann.send(town.channel, attachments=[("screenshot.png", PICTURE)])
        answer = await checked(town, picture)
        assert answer.content == "I can't read pictures. Please paste the text that I should check."
        captioned = await town.ann.send(town.channel, LED, attachments=[("screenshot.png", PICTURE)])
        assert "🟢" in text_in(await checked(town, captioned))


async def test_a_reply_with_another_question_asks_about_the_message_instead(start: Start) -> None:
    async with start(discord_message_content=True) as town:
        said = await town.ann.send(town.channel, "Jen Daskal spoke in Beijing on Tuesday.")
        answer = await checked(town, said, "who hosted her?")
        shown = text_in(answer)
        assert "Asked as: who hosted her? (Jen Daskal, Beijing)" in shown
        assert "Wang Xiaohong" in shown


async def test_without_the_intent_the_bot_points_to_the_message_s_own_menu(start: Start) -> None:
    async with start() as town:
        answer = await checked(town, await town.ann.send(town.channel, LED))
        assert answer.content.startswith("I can't see other members' messages here.")
        assert "Check this claim" in answer.content


async def test_the_menu_of_a_message_checks_it_finds_its_source_and_asks_about_it(start: Start) -> None:
    async with start() as town:
        said = await town.ann.send(town.channel, "Daskal told her hosts that synthetic drugs kill thousands of people")
        check = await town.bob.context_menu(town.channel, "Check this claim", said)
        assert check.response is not None
        assert "🟢 **1 outlet reports it" in text_in(check.response)

        source = await town.bob.context_menu(town.channel, "Find the source", said)
        assert source.response is not None
        assert text_in(source.response).startswith(f"These words are from:\n{LINE}")

        misquoted = await town.ann.send(
            town.channel, "Daskal told her hosts that natural drugs kill thousands of people"
        )
        differs = await town.bob.context_menu(town.channel, "Find the source", misquoted)
        assert differs.response is not None
        assert text_in(differs.response).endswith("“natural” → “synthetic”")

        form = await town.bob.context_menu(town.channel, "Ask about this message", said)
        assert form.modal is not None
        (field,) = (child for row in form.modal["components"] for child in row["components"])
        asked = await town.bob.submit_modal(form, {field["custom_id"]: "and who hosted her?"})
        assert asked.response is not None
        assert "Asked as: and who hosted her? (" in text_in(asked.response)
        assert "Wang Xiaohong" in text_in(asked.response)


async def test_the_menu_says_what_it_cannot_read_or_find(start: Start) -> None:
    async with start() as town:
        for text, picture, entry, told in (
            ("", True, "Check this claim", "I can't read pictures. Please paste the text that I should check."),
            ("", True, "Find the source", "I can't read pictures, only their descriptions, and there is none here."),
            (
                "too short",
                False,
                "Find the source",
                "That is too short to find its source.",
            ),
            (
                "Nobody ever wrote these seven words anywhere.",
                False,
                "Find the source",
                "Not in this library (17 articles, 17 Nov 2023 – 27 Mar 2024). The words may stand elsewhere",
            ),
            ("Hello there!", False, "Check this claim", "I can't find a claim in that message that could be checked."),
        ):
            message = await town.ann.send(
                town.channel, text, attachments=[("screenshot.png", PICTURE)] if picture else []
            )
            result = await town.bob.context_menu(town.channel, entry, message)
            assert result.response is not None
            assert told in text_in(result.response)


# --- To the asker alone first, and only with the author's leave ----------------------------------------------


def entries(town: Town) -> list[Entry]:
    return town.house.log.listed()


async def menu(town: Town, message: discord.Message, *, actor: simcord.MemberActor | None = None) -> discord.Message:
    result = await (actor or town.bob).context_menu(town.channel, "Check this claim", message)
    assert result.response is not None
    return result.response.message


async def test_a_check_from_the_menu_is_for_its_asker_alone_until_they_show_it_once(start: Start) -> None:
    async with start() as town:
        message = await town.ann.send(town.channel, f"{LED} {BEIJING}")
        verdict = await menu(town, message)
        assert verdict.flags.ephemeral
        assert buttons_of(verdict) == ["quotes", "show", "good", "bad"]
        assert town.channel.history(viewer=town.mod) == [message]
        await town.bob.click(verdict, custom_id=button(verdict, "show"))
        (shown,) = [one for one in town.answers() if not one.flags.ephemeral]
        assert text_in(shown) == text_in(verdict)
        assert buttons_of(shown) == ["quotes", "good", "bad", "follow", "delete"]
        again = await town.bob.click(verdict, custom_id=button(verdict, "show"))
        assert again.response is not None
        assert (text_in(again.response), again.response.ephemeral) == ("It stands in this channel already.", True)
        await town.restart()
        once_more = await town.bob.click(verdict, custom_id=button(verdict, "show"))
        assert once_more.response is not None
        assert "already" in text_in(once_more.response)
        quotes = await town.ann.click(shown, custom_id=button(shown, "quotes"))
        assert quotes.response is not None
        assert "as they were when cited" in text_in(quotes.response)
        await town.bob.click(shown, custom_id=button(shown, "delete"))
        assert [one for one in town.answers() if not one.flags.ephemeral] == []


async def test_what_the_library_does_not_say_can_be_shown_too_and_not_where_the_bot_is_switched_off(
    start: Start,
) -> None:
    async with start() as town:
        verdict = await menu(town, await town.ann.send(town.channel, "Martians landed in Ohio on Friday."))
        assert buttons_of(verdict) == ["show", "good", "bad"]
        town.house.servers.put(GUILD, ServerSettings(channels=(1,)))
        refused = await town.bob.click(verdict, custom_id=button(verdict, "show"))
        assert refused.response is not None
        assert refused.response.ephemeral
        assert text_in(refused.response).startswith("I don't answer in this channel.")
        town.house.servers.put(GUILD, ServerSettings())
        await town.bob.click(verdict, custom_id=button(verdict, "show"))
        (shown,) = [one for one in town.answers() if not one.flags.ephemeral]
        assert "No article in this library supports this" in text_in(shown)


async def test_a_verdict_that_could_not_be_shown_may_be_shown_later(start: Start) -> None:
    async with start() as town:
        verdict = await menu(town, await town.ann.send(town.channel, LED))
        refuse(town, "PATCH", "/webhooks/*/*/messages/@original", 403, 50013, times=1)
        await town.bob.click(verdict, custom_id=button(verdict, "show"))
        await town.bob.click(verdict, custom_id=button(verdict, "show"))
        assert "🟢" in text_in([one for one in town.answers() if not one.flags.ephemeral][-1])


async def test_a_checked_author_s_words_are_theirs_to_have_forgotten(start: Start) -> None:
    async with start(discord_message_content=True) as town:
        message = await town.ann.send(town.channel, LED)
        await menu(town, message)
        public = await checked(town, message)
        own = await menu(town, await town.bob.send(town.channel, "China will export more next year."))
        assert own.flags.ephemeral
        assert {(one.subject, one.about) for one in entries(town)[1:]} == {
            (town.house.log.hashed(town.ann.id), message.id)
        }
        privacy = await town.ann.slash(town.channel, "privacy")
        assert privacy.response is not None
        told = await town.ann.click(privacy.response, custom_id="dateline:forget:answers")
        assert told.response is not None
        assert [one.question for one in entries(town)] == ["China will export more next year."]
        assert public.id not in [one.id for one in town.answers()]


async def about(town: Town, message: discord.Message, *, actor: simcord.MemberActor) -> discord.Message:
    """The answer to a question about a message, by its menu."""
    form = await actor.context_menu(town.channel, "Ask about this message", message)
    assert form.modal is not None
    (field,) = (child for row in form.modal["components"] for child in row["components"])
    asked = await actor.submit_modal(form, {field["custom_id"]: "and who hosted her?"})
    assert asked.response is not None
    return asked.response.message


@pytest.mark.parametrize("way", ["dateline:forget:answers", "dateline:forget", "dateline:opt:out", "deleted"])
async def test_what_another_asked_about_a_message_stays_theirs_without_its_author_s_words(
    start: Start, way: str
) -> None:
    async with start(discord_message_content=True) as town:
        message = await town.ann.send(town.channel, "Daskal told her hosts that synthetic drugs kill thousands.")
        answer = await about(town, message, actor=town.bob)
        (before,) = entries(town)
        assert before.rewritten, "with the words of the message"
        assert before.subject == town.house.log.hashed(town.ann.id)
        if way == "deleted":
            await town.ann.delete(message)
        else:
            privacy = await town.ann.slash(town.channel, "privacy")
            assert privacy.response is not None
            await town.ann.click(privacy.response, custom_id=way)
        (after,) = entries(town)
        assert (after.question, after.answer) == (before.question, before.answer)
        assert (after.about, after.subject, after.rewritten) == (None, None, None)
        assert answer.id in [one.id for one in town.answers()]
        privacy = await town.bob.slash(town.channel, "privacy")
        assert privacy.response is not None
        await town.bob.click(privacy.response, custom_id="dateline:forget")
        assert entries(town) == []


async def test_who_opts_out_is_not_checked_by_others_and_what_was_kept_of_them_goes(start: Start) -> None:
    async with start(discord_message_content=True) as town:
        message = await town.ann.send(town.channel, LED)
        public = await checked(town, message)
        privacy = await town.ann.slash(town.channel, "privacy")
        assert privacy.response is not None
        assert "Don't check my messages" in labels(privacy.response.message)
        await town.ann.click(privacy.response, custom_id="dateline:opt:out")
        assert entries(town) == []
        assert public.id not in [one.id for one in town.answers()]
        await town.restart()
        refusal = "Whoever wrote that message does not want others to have it checked."
        for entry in ("Check this claim", "Find the source", "Ask about this message"):
            result = await town.bob.context_menu(town.channel, entry, message)
            assert result.response is not None
            assert (text_in(result.response), result.response.ephemeral) == (refusal, True)
        assert (await checked(town, message)).content == refusal
        assert entries(town) == []
        mine = await menu(town, message, actor=town.ann)
        assert "🟢" in text_in(mine), "their own message is theirs to have checked"
        privacy = await town.ann.slash(town.channel, "privacy")
        assert privacy.response is not None
        assert "Allow checks of my messages" in labels(privacy.response.message)
        await town.ann.click(privacy.response, custom_id="dateline:opt:in")
        assert "🟢" in text_in(await menu(town, message))


def labels(message: discord.Message) -> list[str]:
    return [child.label or "" for row in message.components for child in getattr(row, "children", ())]
