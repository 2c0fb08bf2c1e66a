"""Questions and answers in Discord, end to end over an in-memory one."""

from __future__ import annotations

from tests.discord.conftest import Start, text_in

QUESTION = "who led the US delegation?"


async def test_ask_is_deferred_and_answered_with_linked_sources_and_buttons(start: Start) -> None:
    async with start() as town:
        result = await town.ann.slash(town.channel, "ask", question=QUESTION)
        assert result.acknowledged
        assert result.response is not None
        text = text_in(result.response)
        assert "Jen Daskal" in text
