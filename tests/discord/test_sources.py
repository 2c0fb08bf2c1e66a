"""Find the source as a public tool: quotations pasted, in messages and in pictures' descriptions; and files unread."""

from __future__ import annotations

from typing import Any

import pytest
from simcord.backend.cdn import CdnStore

from bot.answering.provenance import quotations_in, source_in
from tests.discord.conftest import Start, text_in
from tests.discord.test_claims import PICTURE
from tests.discord.test_faults import LED, QUESTION

SAID = "The US delegation was led by Jen Daskal, deputy assistant to the president"
LINE = "The Harbor Ledger · 30 Jan 2024 · [Washington and Beijing open joint work on fentanyl](https"
NOT_HERE = "Not in this library (17 articles, 17 Nov 2023 – 27 Mar 2024)."


@pytest.mark.parametrize(
    ("quotation", "told"),
    [
        (SAID, "Word for word."),
        (SAID.upper().replace("US", "U.S."), "% of the words appear there in this order."),
        (SAID.replace("deputy", "special"), "“special” → “deputy”"),
        (f"Did they really write “{SAID}”? My uncle sent me this and I can't believe a word of what he says.", "Word"),
        (f"> {SAID}\nno way, this was never in any newspaper that I know of, and I read a lot of them", "Word"),
    ],
)
async def test_a_pasted_quotation_names_article_outlet_date_and_what_differs(
    start: Start, quotation: str, told: str
) -> None:
    async with start() as town:
        result = await town.ann.slash(town.channel, "source", quotation=quotation)
        assert result.response is not None
        assert not result.response.ephemeral, "for everybody"
        shown = text_in(result.response)
        assert LINE in shown
        assert told in shown


@pytest.mark.parametrize(
    "quotation",
    [
        "Nobody ever wrote these seven words anywhere.",
        "“The ministry will pay every teacher twice as much from next year on,” the spokesman said",
        "여기에는 이런 문장이 실린 기사가 전혀 없습니다 정말로",
    ],
)
async def test_what_no_article_holds_is_not_in_this_library_and_never_called_invented(
    start: Start, quotation: str
) -> None:
    async with start() as town:
        result = await town.ann.slash(town.channel, "source", quotation=quotation, private=True)
        assert result.response is not None
        assert result.response.ephemeral
        assert text_in(result.response) == (
            f"{NOT_HERE} The words may stand elsewhere: I only know this library's articles."
        )


@pytest.mark.parametrize("text", ["", "look at this"])
async def test_a_quotation_in_a_picture_s_description_is_found_and_the_picture_is_said_to_be_unread(
    start: Start, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    store = CdnStore.store_attachment

    def described(self: CdnStore, id_: int, channel: int, name: str, data: bytes, _: Any) -> Any:
        return store(self, id_, channel, name, data, f"Screenshot: “{SAID}”")

    monkeypatch.setattr(CdnStore, "store_attachment", described)
    async with start() as town:
        message = await town.bob.send(town.channel, text, attachments=[("shot.png", PICTURE)])
        result = await town.ann.context_menu(town.channel, "Find the source", message)
        assert result.response is not None
        shown = text_in(result.response)
        assert LINE in shown
        assert "Compared with the picture's description; I can't read the picture." in shown


async def test_a_quotation_that_is_found_whole_is_not_taken_apart(start: Start) -> None:
    assert quotations_in(f"“{SAID}”") != []
    assert quotations_in("It's Ann's and Bob's, isn't it, and nothing is quoted") == []
    assert quotations_in("« Les mots du ministre sont ici »")[0] == "Les mots du ministre sont ici"
    async with start() as town:
        found = source_in(SAID, town.house.library)
        assert found is not None
        assert found.exact


async def test_files_of_a_question_are_named_as_unread_and_the_question_is_answered(start: Start) -> None:
    async with start() as town:
        files = [("map.png", PICTURE), ("report `*_2.pdf", b"%PDF-1.4")]
        await town.ann.send(town.channel, town.mention(QUESTION), attachments=files)
        shown = text_in(town.last)
        assert LED in shown
        assert "Not read, because I can't read pictures or files: map.png, report" in shown
        await town.ann.send(town.channel, town.mention("who won the cricket final?"), attachments=files[:1])
        refused = text_in(town.last)
        assert "Not in this library" in refused
        assert "map.png" in refused
        await town.ann.send(town.channel, town.mention(""), attachments=files[:1])
        assert town.last.content == "I can't read pictures or files (map.png). Please write your question as text."
        await town.bob.send(town.channel, town.mention(QUESTION))
        assert "Not read" not in text_in(town.last)
