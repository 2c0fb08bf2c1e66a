"""The other commands: /search, /library, /settings, /help; and servers and members whom the bot does not answer."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any, cast

import discord
import pytest
import simcord.interactions

from bot.budget import Declined
from bot.discord import libraryedits
from bot.discord.client import DatelineBot
from bot.discord.guard import Rejections
from bot.discord.house import House
from bot.discord.libraryedits import LibraryEdits
from bot.discord.parts import Part
from bot.discord.replies import Origin, Reply
from bot.discord.shelving import Report
from bot.discord.wire import Wire
from bot.discord.words import described
from ingest.splitting import splitter_version
from ingest.web.addresses import Guard
from prompts.stub import ScriptedModel
from tests.discord.conftest import GUILD, Start, Town, text_in
from tests.discord.test_failures import http
from tests.site import PUBLIC, Roads, Site
from vectorstore.library import Library
from vectorstore.locks import writer_lock

QUESTION = "who led the US delegation?"
HOME = str(GUILD)
BRIDGE = (
    "---\ntitle: Varda bridge opens\noutlet: Harbour Gazette\npublished: 2024-03-30\n"
    "url: https://gazette.example/varda\n---\n\nMayor Ilse Brandt opened the new bridge over the Varda on Saturday. "
    "It is 412 meters long and carries trams, which the old one was too weak for.\n"
)
STORY = (
    "<html lang=en><head><title>Quay reopens | Gazette</title>"
    "<meta property='article:published_time' content='2024-03-29T08:30:00Z'></head><body><article>"
    "<h1>Quay reopens</h1><p>Harbour master Ada Wren reopened the quay of Maris on Friday after a year of repairs.</p>"
    "<p>The mayor called it a good day for everybody who lives from the sea. Fishermen said that nobody had asked "
    "them before the quay was built, and that it is too high for their boats.</p></article></body></html>"
)


class Silent(ScriptedModel):
    """A model that must not be asked."""

    name_of_model: str = "silent"

    def answer_to(self, messages: list[tuple[str, str]]) -> str:
        raise AssertionError("the model was asked")


Altered = Callable[..., None]


@pytest.fixture
def altered(monkeypatch: pytest.MonkeyPatch) -> Altered:
    """Changes what Discord says of the interactions that come after, such as the member's locale."""
    original = simcord.interactions.base_payload
    changes: dict[str, Any] = {}

    def payload(*args: Any, **kwargs: Any) -> Any:
        record, made = original(*args, **kwargs)
        return record, made | changes

    monkeypatch.setattr(simcord.interactions, "base_payload", payload)
    return changes.update


async def said(town: Town, member: Any, name: str, /, **options: Any) -> str:
    """What a command answers with; it is for the member alone."""
    result = await member.slash(town.channel, name, **options)
    assert result.response is not None
    assert result.response.ephemeral
    return text_in(result.response)


async def test_search_shows_passages_without_asking_a_model(start: Start) -> None:
    async with start(model=Silent()) as town:
        shown = await said(town, town.ann, "search", query=QUESTION)
        assert shown.startswith("Passages for “who led the US delegation?”")
        assert (
            "**1.** The Harbor Ledger · 30 Jan 2024 · [Washington and Beijing open joint work on fentanyl](https"
            in shown
        )
        assert "The US delegation was led by Jen Daskal" in shown
        assert await said(town, town.ann, "search", query="?!") == (
            "What would you like to know? Please write a question."
        )


async def test_everyone_can_browse_the_library(start: Start) -> None:
    async with start(model=Silent()) as town:
        status = await said(town, town.ann, "library status")
        assert "17 articles in 37 passages." in status
        assert "Newest article: 27 Mar 2024." in status
        assert "Embedding model: local:minilm." in status
        latest = await said(town, town.ann, "library latest")
        assert latest.count("• ") == 10
        choices = await town.ann.autocomplete(town.channel, "library article", "title", "fentanyl joint")
        (choice,) = choices
        assert choice["name"] == "Washington and Beijing open joint work on fentanyl · The Harbor Ledger · 30 Jan 2024"
        everything = await town.ann.autocomplete(town.channel, "library article", "title", "")
        assert 0 < len(everything) <= 25
        assert all(len(one["name"]) <= 100 and len(one["value"]) <= 100 for one in everything)
        article = await said(town, town.ann, "library article", title=choice["value"])
        assert "> BEIJING. Officials from the United States and China sat down" in article
        several = await said(town, town.ann, "library article", title="drug task force")
        assert several == "2 articles have that title. Pick one from the list while you type."
        exact = await said(town, town.ann, "library article", title="drug task force will have sixty members")
        assert "BEIJING. The joint task force on narcotics" in exact
        assert await said(town, town.ann, "library article", title="zzz") == "No article matches."


async def test_a_file_is_added_answered_from_and_removed_with_the_summary_of_the_command_line(start: Start) -> None:
    async with start(dateline_guilds=HOME) as town:
        added = await said(town, town.mod, "library-edit add", file=("varda.md", BRIDGE.encode()))
        assert added.startswith("```\n")
        assert "1 added, 0 updated, 0 unchanged, 0 removed, 0 skipped, 0 failed; 1 passages, 1 embedded" in added
        shown = [embed["description"] for one in town.sent() for embed in one.get("embeds") or []]
        assert shown[0] == "Working …"
        answer = await town.ann.slash(town.channel, "ask", question="who opened the bridge over the Varda?")
        assert answer.response is not None
        assert "Ilse Brandt" in text_in(answer.response)
        again = await said(town, town.mod, "library-edit add", file=("varda.md", BRIDGE.encode()))
        assert "0 added, 0 updated, 1 unchanged" in again
        (choice,) = await town.mod.autocomplete(town.channel, "library-edit remove", "title", "varda")
        assert await said(town, town.mod, "library-edit remove", title=choice["value"]) == "Removed: Varda bridge opens"
        assert list((town.house.settings.store.dateline_data / "uploads").iterdir()) == []
        refused = await town.ann.slash(town.channel, "ask", question="who opened the bridge over the Varda?")
        assert refused.response is not None
        assert "Not in this library" in text_in(refused.response)


async def test_an_address_is_read_by_the_safe_client_and_can_be_refreshed(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Guard, "_resolved", lambda self, host, port, timeout: [host if host[0].isdigit() else PUBLIC])
    with Site() as site:
        site.page("/quay.html", STORY)
        async with start(dateline_guilds=HOME) as town:
            town.house.network = Roads(site.port)
            added = await said(town, town.mod, "library-edit add", url="http://news.example/quay.html")
            assert "1 added, 0 updated" in added
            site.page("/quay.html", STORY.replace("Ada Wren", "Jo Lind"))
            with Library.writing(
                town.house.settings.store, splitter=splitter_version(town.house.settings.ingest)
            ) as writer:
                for one in town.house.library.articles():
                    if "news.example" not in one.id:
                        writer.remove(one.id)
                writer.publish()
            refreshed = await said(town, town.mod, "library-edit refresh")
            assert "1 updated" in refreshed
            inner = await said(town, town.mod, "library-edit add", url="http://127.0.0.1:9/secret")
            assert "0 added" in inner
            assert "1 failed" in inner


async def test_an_upload_of_which_nothing_goes_in_leaves_nothing_behind(start: Start) -> None:
    async with start(dateline_guilds=HOME) as town:
        uploads = town.house.settings.store.dateline_data / "uploads"
        for name, content in (("bin.pdf", b"\x00\x01\x02"), ("empty.md", b""), ("list.jsonl", b"{]")):
            told = await said(town, town.mod, "library-edit add", file=(name, content))
            assert "0 added" in told
            assert list(uploads.iterdir()) == []
        assert "1 added" in await said(town, town.mod, "library-edit add", file=("varda.md", BRIDGE.encode()))
        assert "0 added, 0 updated" in await said(town, town.mod, "library-edit add", file=("varda.md", b""))
        assert [one.read_text() for one in uploads.iterdir()] == [BRIDGE], "what was there before is there again"


async def test_an_upload_s_size_and_kind_are_checked_before_it_is_fetched(start: Start) -> None:
    async with start(dateline_guilds=HOME) as town:
        tool = await said(town, town.mod, "library-edit add", file=("tool.exe", b"MZ"))
        assert tool.startswith("I can't read tool.exe. Supported: .txt, .md,")
        huge = await said(town, town.mod, "library-edit add", file=("huge.txt", b"x" * 10_500_000))
        assert huge.startswith("That file is too large (10.5 MB; limit")
        assert "GET" not in {one.method for one in town.env.http_requests if "attachments" in one.path}
        both = await said(town, town.mod, "library-edit add", url="https://a.example/", file=("a.txt", b"x"))
        assert both == await said(town, town.mod, "library-edit add") == "Give either an address or a file, not both."
        assert await said(town, town.mod, "library-edit add", url="file:///etc/passwd") == (
            "“file:\u200b///etc/passwd” is not a web address. It must start with https://."
        )


@pytest.mark.parametrize("status", [401, 403, 404])
async def test_a_file_that_the_file_server_refuses_is_said_to_be_unread_and_never_taken_for_our_token(
    opened: Callable[..., House], status: int
) -> None:
    async def read() -> bytes:
        raise http(discord.HTTPException, status, 0)

    house = opened()
    edits = LibraryEdits(cast(Any, SimpleNamespace(house=house)))
    with pytest.raises(Declined, match="file-unread"):
        await edits._read_file(cast(Any, SimpleNamespace(read=read)))
    assert not house.revoked


async def test_only_those_who_may_change_the_library_and_only_from_home(start: Start) -> None:
    async with start(dateline_guilds=HOME) as town:
        command = next(one for one in await town.bot.tree.fetch_commands() if one.name == "library-edit")
        town.guild.set_command_permissions(command, {town.guild.default_role: True})  # for everybody: by mistake
        for name, options in (
            ("library-edit add", {"file": ("varda.md", BRIDGE.encode())}),
            ("library-edit remove", {"title": "Ohio"}),
            ("library-edit refresh", {}),
        ):
            assert await said(town, town.bob, name, **options) == "You need the permission Manage Server for that."
        town.guild.set_command_permissions(command, {town.bob: True})
        assert "1 added" in await said(town, town.bob, "library-edit add", file=("varda.md", BRIDGE.encode()))
    async with start() as town:
        assert await said(town, town.mod, "library-edit refresh") == (
            "The library can only be changed from its home servers."
        )


async def test_a_change_waits_for_no_one_else_s_and_says_so(start: Start) -> None:
    async with start(dateline_guilds=HOME) as town:
        with writer_lock(town.house.settings.store.dateline_data, command="dateline ingest"):
            busy = await said(town, town.mod, "library-edit add", file=("varda.md", BRIDGE.encode()))
        assert busy == "Another change to the library is in progress. Please try again when it is done."


class Told(Reply):
    """What a reply would show, noted down."""

    def __init__(self) -> None:
        super().__init__(Wire(), Rejections(), me=0, origin=Origin(asked=0), language="en", embeds=True)
        self.texts: list[str] = []
        self.progress = threading.Event()

    async def show(self, part: Part, *, view: discord.ui.View | None = None) -> None:
        self.texts.append(part.text)
        if part.text.startswith("embedding"):
            self.progress.set()

    async def show_meanwhile(self, part: Part) -> None:
        await self.show(part)

    async def _write(self, payload: dict[str, Any], *, insist: bool) -> None:
        raise AssertionError("a change is shown part by part")

    async def _send_more(self, payload: dict[str, Any]) -> discord.Message:
        raise AssertionError("a summary fits one message")


async def test_a_change_shows_how_far_it_is_while_it_runs_in_its_own_thread(
    opened: Callable[..., House], monkeypatch: pytest.MonkeyPatch
) -> None:
    told = Told()

    def change(house: House, report: Report) -> str:
        report("embedding", 3, 12)
        assert told.progress.wait(20), "the progress was never shown"
        return threading.current_thread().name

    monkeypatch.setattr(libraryedits, "SPACING", 0.01)
    await LibraryEdits(cast(Any, SimpleNamespace(house=opened())))._changed(told, change)
    assert told.texts[:2] == ["Working …", "embedding: 3 of 12"]
    assert told.texts[-1].startswith("```\nchange")


async def test_elsewhere_nothing_is_answered_and_no_model_asked(start: Start, altered: Altered) -> None:
    elsewhere = "I only answer on the servers that I was set up for."
    async with start(model=Silent(), dateline_guilds="1234567") as town:
        for name, options in (("ask", {"question": QUESTION}), ("search", {"query": QUESTION}), ("library status", {})):
            result = await town.ann.slash(town.channel, name, **options)
            assert result.response is not None
            assert text_in(result.response) == elsewhere
        await town.ann.send(town.channel, town.mention(QUESTION))
        assert town.answers() == [], "a mention is met with silence there"
        assert await town.ann.autocomplete(town.channel, "library article", "title", "") == []
    async with start(model=Silent()) as town:
        altered(authorizing_integration_owners={"1": str(town.ann.id)})
        result = await town.ann.slash(town.channel, "ask", question=QUESTION)
        assert result.response is not None
        assert text_in(result.response) == elsewhere
    async with start(dateline_guilds="1234567", discord_user_install=True) as town:
        altered(authorizing_integration_owners={"1": str(town.ann.id)})
        result = await town.ann.slash(town.channel, "ask", question=QUESTION)
        assert result.response is not None
        assert "Jen Daskal" in text_in(result.response)


async def test_settings_hold_after_a_restart(start: Start) -> None:
    async with start() as town:
        desk, ask = town.guild.create_role("desk"), town.guild.create_text_channel("ask-here")
        shown = await said(town, town.mod, "settings", channel=ask, time_zone="Asia/Seoul")
        assert f"• Channels: <#{ask.id}>" in shown
        assert "• Time zone: Asia/Seoul" in shown
        await town.restart()
        assert town.house.answerer_in(GUILD).tz.key == "Asia/Seoul"
        refused = await town.ann.slash(town.channel, "ask", question=QUESTION)
        assert refused.response is not None
        assert text_in(refused.response) == f"I don't answer in this channel. Try <#{ask.id}>."
        answered = await town.ann.slash(ask, "ask", question=QUESTION)
        assert answered.response is not None
        assert "Jen Daskal" in text_in(answered.response)
        await said(town, town.mod, "settings", channel=ask, role=desk, language="ko")
        await town.ann.send(town.channel, town.mention(QUESTION))
        assert text_in(town.answers()[-1]) == f"이 서버에서는 <@&{desk.id}> 역할이 있어야 질문할 수 있습니다."
        assert await said(town, town.mod, "settings", time_zone="Mars/Base") == (
            "“Mars/Base”은(는) 시간대가 아닙니다. Asia/Seoul처럼 적어 주세요."
        )
        shown = await said(town, town.mod, "settings", reset=True)
        assert "• 채널: 전체" in shown or "• Channels: all" in shown
        zones = await town.mod.autocomplete(town.channel, "settings", "time_zone", "seoul")
        assert [zone["value"] for zone in zones] == ["Asia/Seoul"]
        assert "settings" not in town.bob.available_commands(town.channel), "Manage Server is asked for by Discord"


async def test_help_fits_one_screen_in_each_language_and_follows_the_member_s_own(
    start: Start, altered: Altered
) -> None:
    async with start() as town:
        english = await said(town, town.ann, "help")
        altered(locale="ko")
        korean = await said(town, town.ann, "help")
        assert english.startswith("What I do\nI answer from a library of news articles")
        assert korean.startswith("사용 방법\n뉴스 기사 자료실에서 답을 찾아 드립니다.")
        for shown in (english, korean):
            assert len(shown) < 1200
            assert shown.count("\n") < 20
        answer = await town.ann.slash(town.channel, "ask", question=QUESTION)
        assert answer.response is not None
        assert "언어 모델 없이 기사에서 그대로 인용했습니다." in text_in(answer.response)


async def test_the_invite_link_asks_for_the_least_that_works(start: Start, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "dateline.discord")
    async with start() as town:
        assert town.bot.application_id is not None
        (line,) = (record.getMessage() for record in caplog.records if "Add the bot to a server" in record.getMessage())
    link = line.split()[-1]
    assert f"client_id={town.bot.application_id}" in link
    assert "scope=bot+applications.commands" in link
    asked = discord.Permissions(int(link.partition("permissions=")[2].partition("&")[0]))
    assert {name for name, value in asked if value} == {
        "view_channel",
        "read_messages",
        "send_messages",
        "send_messages_in_threads",
        "embed_links",
        "read_message_history",
        "create_public_threads",
        "add_reactions",
    } & {name for name, _ in asked}


async def test_every_description_is_translated_and_no_command_s_name_is(start: Start) -> None:
    async with start() as town:
        described_in: list[tuple[str, dict[str, Any]]] = []

        def walk(payload: dict[str, Any], path: str) -> Iterator[tuple[str, dict[str, Any]]]:
            yield path, payload
            for option in payload.get("options") or []:
                yield from walk(option, f"{path} {option['name']}")

        translator = town.bot.tree.translator
        assert translator is not None
        for command in town.bot.tree.get_commands(type=discord.AppCommandType.chat_input):
            payload = await command.get_translated_payload(town.bot.tree, translator)
            assert payload["integration_types"] == [0], "installed by a member only where a setting allows it"
            described_in += walk(payload, command.name)
        assert len(described_in) > 20
        for path, payload in described_in:
            korean = payload["description_localizations"]["ko"]
            assert korean == described(payload["description"], "ko"), path
            assert 1 <= len(payload["description"]) <= 100
            assert 1 <= len(korean) <= 100
            assert not payload.get("name_localizations"), path
        assert isinstance(town.bot, DatelineBot)
