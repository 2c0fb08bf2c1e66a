"""Errors in the words that a member is told: one sentence, inert, with an id where the log has more."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import discord
import pytest
from discord import app_commands

from bot.answering.errors import ModelClosed, QuestionError
from bot.budget import Declined
from bot.discord.failures import Gone, explained
from bot.queue import QueueFull
from vectorstore.errors import DatelineError, EmbeddingError, LibraryBusy, LibraryError


def http(kind: type[discord.HTTPException], status: int, code: int) -> discord.HTTPException:
    response: Any = SimpleNamespace(status=status, reason="reason")
    return kind(response, {"code": code, "message": "Bearer canary"})


FAILURES: list[tuple[BaseException, str | None, bool]] = [
    (Declined("one-at-a-time"), "I am still working on your last question.", False),
    (QueueFull(), "I am busy right now. Please try again in a minute.", False),
    (QuestionError("There is no question.", reason="nothing-asked"), "What would you like to know?", False),
    (
        QuestionError("700 words.", reason="excerpt-too-long", most=600),
        "That is too long to find its source. Please give at most 600 words.",
        False,
    ),
    (LibraryBusy("held by process 7"), "Another change to the library is in progress", False),
    (LibraryError("/machine/path is damaged"), "The library can't be read right now (error", True),
    (EmbeddingError("no vectors"), "The library can't be read right now (error", True),
    (ModelClosed("the key is wrong"), "The model can't be used right now (error", True),
    (DatelineError("Do this."), "Do this. (error", True),
    (Gone("the channel was deleted"), None, False),
    (http(discord.NotFound, 404, 10003), None, False),
    (http(discord.NotFound, 404, 10008), None, False),
    (http(discord.Forbidden, 403, 50001), "Discord doesn't let me do that here (error", True),
    (http(discord.Forbidden, 403, 50013), "Discord doesn't let me do that here (error", True),
    (http(discord.DiscordServerError, 503, 0), "Discord had a problem of its own (error", True),
    (http(discord.HTTPException, 429, 0), "Discord had a problem of its own (error", True),
    (app_commands.MissingPermissions(["manage_guild"]), "You need the permission Manage Guild for that.", False),
    (app_commands.NoPrivateMessage(), "That only works on a server.", False),
    (app_commands.CommandNotFound("old", []), "That command has changed (error", True),
    (http(discord.HTTPException, 400, 50035), "Something went wrong on my side (error", True),
    (ZeroDivisionError("division"), "Something went wrong on my side (error", True),
]


@pytest.mark.parametrize(("error", "told", "logged"), FAILURES, ids=lambda one: type(one).__name__)
def test_every_error_is_one_sentence_in_both_languages_and_the_log_has_its_id(
    error: BaseException, told: str | None, logged: bool, caplog: pytest.LogCaptureFixture
) -> None:
    for language in ("en", "ko"):
        caplog.clear()
        found = explained(error, language=language)
        if told is None:
            assert found.sentence is None
            continue
        assert found.sentence is not None
        assert language == "ko" or found.sentence.startswith(told)
        assert "\n" not in found.sentence
        assert not any(secret in found.sentence for secret in ("canary", "Traceback", "/machine"))
        assert bool(found.id) == logged
        if found.id:
            assert found.id in found.sentence
            assert found.id in caplog.text


ATTACK = "@everyone <@1> <@&2> [bbc.com](https://evil.invalid/) discord.gg/x `x`"


@pytest.mark.parametrize(
    "error",
    [
        Declined("bad-date", date=ATTACK),
        Declined("bad-zone", zone=ATTACK),
        Declined("bad-address", url=ATTACK),
        Declined("file-kind", name=ATTACK, kinds=".md"),
        DatelineError(ATTACK),
    ],
    ids=["day", "zone", "address", "file", "sentence"],
)
def test_what_a_member_wrote_comes_out_inert_in_an_error(error: Exception) -> None:
    said = explained(error, language="en").sentence or ""
    assert "bbc.com" in said
    for live in ("@everyone", "<@", "https://evil", "discord.gg"):
        assert live not in said, live
    assert not re.search(r"(?<!\\)[\[\]`]", said), "Markdown would be read"


def test_no_name_or_text_in_an_error_can_write_a_line_of_its_own_into_the_log(caplog: pytest.LogCaptureFixture) -> None:
    forged = "gone\n2026-01-01 ERROR forged \x1b[31m\u2028\u202ered"
    for error in (DatelineError(forged), Gone(forged)):
        explained(error, language="en")
    for record in caplog.records:
        assert record.getMessage().isprintable(), record.getMessage()
