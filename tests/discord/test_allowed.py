"""What sources.yaml lets be shown of an article, over Discord: answers, claims, excerpts, lists, passages, quotes."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from tests.discord.conftest import Start, Town, button, text_in
from tests.discord.test_claims import BEIJING, LED, TITLE, checked

QUESTION = "who led the US delegation?"
HELD_BACK = f"UPDATE articles SET hold_until = strftime('%s', 'now') + 3600 WHERE id = '{BEIJING}'"
LINK_ONLY = f"UPDATE articles SET quote_words = 0 WHERE id = '{BEIJING}'"
FEW_WORDS = f"UPDATE articles SET quote_words = 9 WHERE id = '{BEIJING}'"
SECRET = "deputy assistant"  # of the article's words


def said_of_sources(town: Town, statement: str) -> None:
    """What a run would have noted of an entry of sources.yaml."""
    file = town.house.settings.store.dateline_data / "catalogue.sqlite"
    with closing(sqlite3.connect(file)) as database, database:
        assert database.execute(statement).rowcount == 1


async def every_way_out(town: Town) -> str:
    """What members are shown of it, whichever way they ask."""
    shown = []
    asked = await town.ann.slash(town.channel, "ask", question=QUESTION)
    passages = await town.ann.slash(town.channel, "search", query=QUESTION)
    message = await town.ann.send(town.channel, LED)
    source = await town.bob.context_menu(town.channel, "Find the source", message)
    claim = await town.bob.context_menu(town.channel, "Check this claim", message)
    article = await town.ann.slash(town.channel, "library article", title=TITLE)
    latest = await town.ann.slash(town.channel, "library latest")
    for result in (asked, passages, source, claim, article, latest):
        assert result.response is not None
        shown.append(text_in(result.response))
    shown += [one["name"] for one in await town.ann.autocomplete(town.channel, "library article", "title", "beijing")]
    return "\n".join(shown).replace(LED, "")


async def test_a_held_article_is_shown_no_member_until_its_moment(start: Start) -> None:
    async with start() as town:
        said_of_sources(town, HELD_BACK)
        shown = await every_way_out(town)
        assert TITLE not in shown and BEIJING not in shown and SECRET not in shown
        said_of_sources(town, HELD_BACK.replace("+ 3600", "- 1"))
        shown = await every_way_out(town)
        assert TITLE in shown and SECRET in shown


async def test_of_a_link_only_article_members_are_shown_title_and_link_alone(start: Start) -> None:
    async with start() as town:
        said_of_sources(town, LINK_ONLY)
        asked = await town.ann.slash(town.channel, "ask", question=QUESTION)
        assert asked.response is not None
        assert "There is an article about it. Read it there:" in text_in(asked.response)
        assert f"[{TITLE}]({BEIJING})" in text_in(asked.response)
        shown = await every_way_out(town)
        assert SECRET not in shown and "delegation was led" not in shown
        assert TITLE in shown


async def test_no_more_of_its_words_are_shown_to_members_than_a_source_allows(start: Start) -> None:
    async with start() as town:
        said_of_sources(town, FEW_WORDS)
        assert SECRET not in await every_way_out(town)


async def test_quotes_of_an_answer_given_before_are_shown_as_far_as_their_source_allows_now(start: Start) -> None:
    async with start(discord_message_content=True) as town:
        answer = await checked(town, await town.ann.send(town.channel, LED))
        said_of_sources(town, FEW_WORDS)
        quotes = await town.ann.click(answer, custom_id=button(answer, "quotes"))
        assert quotes.response is not None
        assert SECRET not in text_in(quotes.response) and "The US delegation" in text_in(quotes.response)
        said_of_sources(town, HELD_BACK)
        quotes = await town.ann.click(answer, custom_id=button(answer, "quotes"))
        assert quotes.response is not None
        assert "The US delegation" not in text_in(quotes.response)
