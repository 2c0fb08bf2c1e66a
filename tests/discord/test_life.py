"""The life of the bot's process over a loopback Discord: real HTTP, a real gateway, real signals."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import discord
import pytest

from bot import boundary
from bot.boundary import run as said_and_coded
from bot.discord import running
from bot.discord.client import REGISTER_AGAIN, DatelineBot
from bot.discord.house import House
from bot.discord.installing import PERMISSIONS
from bot.discord.running import SIGN_IN_WAITS, AlreadyRunning, CannotStart, lived, logged_to_file, only_one, reasoned
from bot.discord.settings import DiscordSettings
from bot.discord.tokens import mistaken
from bot.redaction import Redactor
from bot.settings import AnswerSettings
from bot.startup import Settings, known_names
from ingest.settings import IngestSettings
from tests.discord.conftest import Hurry
from tests.discord.living import HeldTime, living, seen, until
from tests.discord.loopback import IDENTIFY, RESUME, TOKEN, Fault, LoopbackDiscord
from tests.discord.test_faults import LED, QUESTION, Counting
from tests.openai_server import OpenAIServer
from vectorstore.errors import DatelineError
from vectorstore.settings import StoreSettings

Opened = Callable[..., House]


@pytest.fixture
def server() -> Iterator[LoopbackDiscord]:
    with LoopbackDiscord() as server, server.reached():
        yield server


def settings(data: Path, **given: Any) -> Settings:
    return Settings(
        store=StoreSettings(_env_file=None, dateline_data=data, embedding="local:minilm"),
        ingest=IngestSettings(_env_file=None),
        answer=AnswerSettings(_env_file=None),
        discord=DiscordSettings(_env_file=None, **{"discord_token": TOKEN, **given}),
    )


def start(data: Path, **given: object) -> int:
    return running.run(settings(data, **given), redact=Redactor(), announce=lambda said: None)


@contextlib.contextmanager
def exits(code: int, *, saying: str) -> Iterator[None]:
    with pytest.raises(DatelineError, match=saying) as caught:
        yield
    assert caught.value.exit_code == code
    assert "\n" not in str(caught.value)
    assert TOKEN not in str(caught.value)


@pytest.mark.parametrize("filled", [False, True])
def test_bot_that_starts_on_an_empty_library_says_so_with_its_folder(
    tmp_path: Path,
    sample_settings: StoreSettings,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    filled: bool,
) -> None:
    async def ended(bot: object, token: str) -> int:
        return 0

    monkeypatch.setattr(running, "lived", ended)
    data = tmp_path / "data"
    if filled:
        shutil.copytree(sample_settings.dateline_data, data)
    assert start(data) == 0
    warned = [said for said in caplog.messages if f"The library in {data} (" in said and "is empty" in said]
    assert len(warned) == (0 if filled else 1)


def test_a_missing_token_ends_with_78_and_a_sentence_that_names_it(tmp_path: Path) -> None:
    with exits(78, saying="DISCORD_TOKEN is not set"):
        start(tmp_path / "data", discord_token=None)
    assert not (tmp_path / "data").exists(), "nothing is made for a bot that can't start"


def test_the_command_line_says_one_line_and_exits_with_78(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot.cli import app

    monkeypatch.setenv("DATELINE_DATA", str(tmp_path))
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        code = said_and_coded(lambda: app(["bot"], prog_name="dateline"), redact=Redactor())
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    assert code == 78
    assert capfd.readouterr().err.count("\n") == 1


def test_a_wrong_token_ends_with_78_after_one_request(data: Path, server: LoopbackDiscord) -> None:
    with exits(78, saying="doesn't accept DISCORD_TOKEN"):
        start(data, discord_token="another-token-of-a-bot")
    assert [call.path for call in server.calls] == ["/users/@me"]


@pytest.mark.parametrize(
    ("close_code", "code", "said"),
    [
        (4004, 78, "doesn't accept DISCORD_TOKEN"),
        (4014, 78, "Message Content: switch it on in the developer portal"),
        (4013, 1, "closed the connection for good"),
    ],
    ids=["token revoked", "privileged intent off", "another fatal code"],
)
def test_a_gateway_that_closes_for_good_ends_the_bot_with_its_reason_and_no_second_sign_in(
    data: Path, server: LoopbackDiscord, close_code: int, code: int, said: str
) -> None:
    server.close_code = close_code
    with exits(code, saying=said):
        start(data, discord_message_content=True)
    assert server.sign_ins == [IDENTIFY]


WRONG_SHAPES = [
    ("1234567890123456789", "the application's id"),
    ("0123456789abcdef" * 4, "the application's public key"),
    ("aB3_dE6-hI9kL2mN5pQ8sT1vW4yZ7bC0", "the application's client secret"),
    ("https://discord.com/oauth2/authorize?client_id=1", "an address"),
    ("abc", "something that is too short"),
]


@pytest.mark.parametrize(("token", "named"), WRONG_SHAPES, ids=[named for _, named in WRONG_SHAPES])
def test_what_is_no_token_by_its_shape_is_named_before_any_request(
    tmp_path: Path, server: LoopbackDiscord, token: str, named: str
) -> None:
    with exits(78, saying=f"DISCORD_TOKEN holds {named}, not the bot's token"):
        start(tmp_path / "data", discord_token=token)
    assert server.calls == []


@pytest.mark.parametrize("token", ["MTAwMA.Gk3s_x.aB3_dE6-hI9kL2mN5pQ8sT1vW4yZ7bC0", TOKEN])
def test_what_may_be_a_token_is_left_to_discord(token: str) -> None:
    assert mistaken(token) is None


@pytest.mark.parametrize("kind", ["drop", 503, 520], ids=str)
def ends(data: Path) -> list[str]:
    """What the log says of how processes ended."""
    lines = (data / "logs" / "bot.log").read_text(encoding="utf-8").splitlines()
    return [line.partition("dateline.discord ")[2] for line in lines if " ended " in line]


def test_the_log_has_the_reason_of_every_end(data: Path, server: LoopbackDiscord) -> None:
    server.close_code = 4013
    for token in (None, "1234567890123456789", TOKEN):
        with pytest.raises(DatelineError):
            start(data, discord_token=token)
    with only_one(data, TOKEN), pytest.raises(AlreadyRunning):
        start(data)
    with pytest.raises(ZeroDivisionError), reasoned(data, Redactor(), create=True):
        raise ZeroDivisionError
    with pytest.raises(SystemExit), reasoned(data, Redactor(), create=True):
        raise SystemExit(143)
    with reasoned(data, Redactor(), create=True) as ended:
        ended(0)
        ended(130)
    expected = [
        "ended with exit code 78: DISCORD_TOKEN is not set",
        "ended with exit code 78: DISCORD_TOKEN holds the application's id",
        "ended with exit code 1: Discord closed the connection for good (code 4013)",
        f"ended with exit code 1: A bot with this token is running already (process {os.getpid()})",
        "ended by a fault of Dateline's own: ZeroDivisionError",
        "ended with exit code 143: a signal while starting",
        "ended with exit code 0: SIGTERM",
        "ended with exit code 130: Ctrl+C (SIGINT)",
    ]
    found = ends(data)
    assert [line[: len(said)] for line, said in zip(found, expected, strict=True)] == expected
    assert "Traceback" in (data / "logs" / "bot.log").read_text(encoding="utf-8"), "of the fault"


def test_a_process_that_was_killed_is_named_in_the_log_by_the_next_start(data: Path) -> None:
    with logged_to_file(data, Redactor()):
        with only_one(data, TOKEN):
            pass
        with only_one(data, TOKEN):
            (lock,) = data.glob("bot-*.lock")
            left = lock.read_text()
        lock.write_text(left)
        with only_one(data, TOKEN):
            pass
    (line,) = ends(data)
    assert line == f"process {os.getpid()} ended without a word: it was killed, or the machine went down"


def test_warnings_of_libraries_go_to_the_log_and_ours_to_people(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATELINE_DATA", str(tmp_path))
    logging.captureWarnings(False)  # a command of another test may have left it on, and then it is not taken up again
    root = logging.getLogger()
    before, shown = root.handlers[:], warnings.showwarning
    try:
        boundary._log_to_stderr(Redactor())
        logging.getLogger("discord.client").warning("PyNaCl is not installed, voice will NOT be supported")
        logging.getLogger("trafilatura.core").error("discarding data: None")
        with warnings.catch_warnings():
            warnings.simplefilter("always")
            warnings.showwarning("an old name", DeprecationWarning, "library.py", 1)
        logging.getLogger("dateline.discord").warning("connected to Discord again")
        logging.getLogger("ingest.syncing").warning("one of ours")
    finally:
        logging.captureWarnings(False)
        root.handlers[:], warnings.showwarning = before, shown
    assert capfd.readouterr().err == "warning: connected to Discord again\nwarning: one of ours\n"
    kept = (tmp_path / "logs" / "errors.log").read_text(encoding="utf-8")
    for words in ("PyNaCl", "discarding data", "an old name"):
        assert words in kept


@pytest.mark.parametrize("kind", ["drop", 503])
async def test_signing_in_waits_through_an_outage(opened: Opened, server: LoopbackDiscord, kind: str | int) -> None:
    house = opened()
    hurry = Hurry()
    house.wire = hurry.wire()
    server.faults = [Fault("GET", "/users/@me", kind, times=3), Fault("GET", "/oauth2/.*", 503, times=1)]
    async with living(house, server) as bot:
        assert bot.is_ready()
    assert hurry.waits[0] == SIGN_IN_WAITS[0], "it did fail"
    assert server.sign_ins == [IDENTIFY]


@pytest.mark.parametrize("by_user", [False, True])
async def test_a_second_link_is_printed_where_members_may_install_the_bot_themselves(
    opened: Opened, server: LoopbackDiscord, by_user: bool
) -> None:
    said: list[str] = []
    bot = DatelineBot(opened(discord_user_install=by_user), announce=said.append)
    life = asyncio.create_task(lived(bot, TOKEN))
    await until(lambda: len(said) == 1 + by_user)
    await bot.close()
    assert await asyncio.wait_for(life, 10) == 0
    assert ["integration_type=1" in one for one in said] == [False, True][: 1 + by_user]
    assert all("client_id=1000" in one for one in said)


async def test_who_is_told_to_leave_while_discord_is_down_leaves(opened: Opened, server: LoopbackDiscord) -> None:
    house = opened()
    house.wire = HeldTime().wire()
    server.down = True
    life = asyncio.create_task(lived(DatelineBot(house), TOKEN))
    await asyncio.to_thread(server.wait_for, lambda: server.calls)
    os.kill(os.getpid(), signal.SIGTERM)
    assert await asyncio.wait_for(life, 10) == 0
    assert server.sign_ins == []


@pytest.mark.parametrize(("status", "tries"), [(503, 2), (400, 1)])
async def test_a_bot_whose_commands_cannot_be_registered_answers_all_the_same(
    opened: Opened, server: LoopbackDiscord, status: int, tries: int, caplog: pytest.LogCaptureFixture
) -> None:
    house, time_ = opened(), HeldTime()
    house.wire = time_.wire()
    server.faults = [Fault("PUT", "/applications/.*", status, times=1)]
    async with living(house, server):
        await asyncio.to_thread(server.ask, QUESTION)
        await seen(server, lambda: any(LED in one for one in server.standing()))
        if tries > 1:
            await until(lambda: time_.sleepers)
            time_.advance(REGISTER_AGAIN)
            await seen(server, lambda: sum(call.method == "PUT" for call in server.calls) == tries)
    assert sum(call.method == "PUT" for call in server.calls) == tries
    assert "the commands could not be registered" in caplog.text


def test_a_token_that_is_revoked_while_running_ends_with_78(data: Path, server: LoopbackDiscord) -> None:
    server.refuse["POST", "/channels/3000/messages"] = 401

    def ask() -> None:
        server.wait_for(lambda: server.sign_ins)
        server.ask("")

    asking = threading.Thread(target=ask)
    asking.start()
    with exits(78, saying="doesn't accept DISCORD_TOKEN"):
        start(data)
    asking.join()
    assert len(server.sent()) == 1, "one refused request, and no more"


def test_a_second_bot_with_the_token_exits_naming_the_first_and_another_token_may_run(data: Path) -> None:
    with running.only_one(data, TOKEN), exits(1, saying=rf"running already \(process {os.getpid()}\)"):
        start(data)
    with running.only_one(data, "another token"), running.only_one(data, TOKEN):
        pass  # a second bot on the same store is fine


def test_a_health_port_that_is_taken_is_named(data: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with exits(1, saying=f"DISCORD_HEALTH_PORT={port} can't be used"):
            start(data, discord_health_port=port)


async def test_a_gateway_drop_in_the_middle_of_an_answer_loses_nothing_and_doubles_nothing(
    opened: Opened, server: LoopbackDiscord, caplog: pytest.LogCaptureFixture
) -> None:
    model = Counting(gate=threading.Event())
    assert model.gate is not None
    house = opened(model=model)
    said: list[str] = []
    bot = DatelineBot(house, announce=said.append)
    living = asyncio.create_task(lived(bot, TOKEN))

    async def meanwhile(happened: Callable[[], object]) -> None:
        await asyncio.to_thread(server.wait_for, happened)

    await meanwhile(lambda: server.sign_ins)
    await asyncio.to_thread(server.ask, QUESTION)
    await asyncio.to_thread(_until, lambda: model.asked == 1)
    await asyncio.to_thread(server.drop)
    await meanwhile(lambda: RESUME in server.sign_ins)  # and the question is delivered a second time
    heartbeats, heard = server.heartbeats, time.monotonic() - house.metrics.event_age()
    await meanwhile(lambda: server.heartbeats > heartbeats + 2)  # while the worker still blocks on the model
    assert time.monotonic() - house.metrics.event_age() > heard, "an acknowledged heartbeat is a sign of life"
    model.gate.set()
    await meanwhile(lambda: any(LED in shown for shown in server.shown()))
    assert house.metrics.health()["ok"]
    assert all(sent["allowed_mentions"]["parse"] == [] for sent in server.sent())
    await meanwhile(lambda: server.heartbeats > heartbeats + 4)
    assert len(server.sent()) == 1
    assert model.asked == 1
    assert server.sign_ins == [IDENTIFY, RESUME]
    said_of_it = [one.getMessage() for one in caplog.records if "onnect" in one.getMessage() and one.levelno >= 30]
    assert [one for one in said_of_it if "Discord" in one] == [
        "the connection to Discord is lost: trying again until it is back",
        "connected to Discord again",
    ]
    syncs = [call for call in server.calls if call.method == "PUT"]
    assert len(syncs) == 1
    os.kill(os.getpid(), signal.SIGTERM)
    assert await living == 0
    assert not house.metrics.health()["ok"]

    again = asyncio.create_task(lived(DatelineBot(house), TOKEN))
    await meanwhile(lambda: len(server.sign_ins) == 3)
    os.kill(os.getpid(), signal.SIGINT)
    assert await again == 130
    assert [call for call in server.calls if call.method == "PUT"] == syncs, "the same commands are registered once"


async def test_commands_are_registered_anew_once_their_definition_has_changed(
    opened: Opened, server: LoopbackDiscord
) -> None:
    house = opened()
    for changed in (False, False, True):
        bot = DatelineBot(house)
        if changed:
            bot.tree.add_command(discord.app_commands.Command(name="more", description="More.", callback=_more))
        async with bot:
            await bot.login(TOKEN)
    syncs = [call.body for call in server.calls if call.method == "PUT"]
    assert len(syncs) == 2
    assert {command["name"] for command in syncs[1]} - {command["name"] for command in syncs[0]} == {"more"}
    assert all("name_localizations" not in command or not command["name_localizations"] for command in syncs[0])


async def _more(interaction: discord.Interaction) -> None: ...


CHILD = """
import json, os, sys, yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route
import bot.discord.client
given = json.loads(sys.argv[1])
Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = given["rest"], yarl.URL(given["gateway"])
bot.discord.client.GRACE = given["grace"]
sys.argv = ["dateline", "bot"]
from bot.cli import main
main()
"""


@pytest.mark.parametrize(
    ("signum", "grace", "finishes", "code", "said"),
    [
        pytest.param(signal.SIGTERM, 0.3, False, 0, "I am restarting. Please ask again in a minute.", id="too late"),
        pytest.param(signal.SIGTERM, 8.0, True, 0, LED, id="finishes", marks=pytest.mark.slow),
        pytest.param(signal.SIGTERM, 8.0, False, 0, "I am restarting", id="real grace", marks=pytest.mark.slow),
        pytest.param(signal.SIGINT, 0.3, False, 130, "I am restarting", id="SIGINT", marks=pytest.mark.slow),
    ],
)
def test_a_signal_lets_an_answer_finish_or_say_that_we_restart_within_ten_seconds(
    data: Path, tmp_path: Path, signum: int, grace: float, finishes: bool, code: int, said: str
) -> None:
    with LoopbackDiscord() as server, OpenAIServer() as provider:
        if not finishes:
            provider.fault = "slow"
        given = json.dumps({"rest": server.rest, "gateway": server.gateway, "grace": grace})
        environment = {
            **os.environ,
            "DATELINE_DATA": str(data),
            "EMBEDDING": "local:minilm",
            "DISCORD_TOKEN": TOKEN,
            "CHAT_MODEL": "openai:gpt-test",
            "OPENAI_API_KEY": "sk-canary-" + "a1B2" * 10,
            "OPENAI_BASE_URL": provider.url,
            "DISCORD_HEALTH_PORT": str(port := _free_port()),
        }
        with subprocess.Popen(
            [sys.executable, "-c", CHILD, given], env=environment, cwd=tmp_path, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True,
        ) as child:  # fmt: skip
            try:
                server.wait_for(lambda: server.sign_ins, seconds=60)
                with pytest.raises(AlreadyRunning, match=str(child.pid)):
                    start(data)
                server.ask(QUESTION)
                with provider.arrived:
                    assert provider.arrived.wait_for(lambda: provider.requests, 30)
                health = json.loads(get(f"http://127.0.0.1:{port}/health"))
                assert (health["ok"], health["gateway"]) == (True, "connected")
                assert "dateline_gateway_connected 1.0" in get(f"http://127.0.0.1:{port}/metrics")
                told = time.monotonic()
                child.send_signal(signum)
                out, err = child.communicate(timeout=20)
            finally:
                child.kill()
        took = time.monotonic() - told
        assert child.returncode == code, err
        assert took < 10
        assert said in server.shown()[-1]
        assert "Traceback" not in out + err
        log = (data / "logs" / "bot.log").read_text(encoding="utf-8")
        assert TOKEN not in log + out + err
        assert "sk-canary" not in log + out + err


def get(address: str) -> str:
    with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 -- loopback
        body: bytes = answer.read()
    return body.decode()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _until(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def test_the_setup_page_asks_for_what_the_invite_asks_for_and_never_restarts_what_cannot_start() -> None:
    page = (Path(__file__).parents[2] / "docs" / "discord-setup.md").read_text(encoding="utf-8")
    table = re.findall(
        r"^\| (\w[\w ]+) \|", page[page.index("## The permissions") : page.index("## On your server")], re.M
    )
    named = {name.lower().replace(" ", "_").replace("view_channels", "read_messages") for name in table[1:]}
    assert named == {name for name, granted in PERMISSIONS if granted}
    assert f"permission integer {PERMISSIONS.value}" in page
    assert f"RestartPreventExitStatus={CannotStart.exit_code}" in page
    assert {f"DISCORD_{word}" for word in re.findall(r"`DISCORD_([A-Z_]+)", page)} <= set(known_names())
