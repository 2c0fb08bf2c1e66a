"""`dateline init`: a folder made ready, by questions on a terminal or by flags alone."""

from __future__ import annotations

import base64
import os
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from bot import envfile
from bot.init.wishes import Wishes, application_of, key_setting
from ingest.sources.config import read_sources
from ingest.sources.folders import read_folders
from tests.commands import dateline
from tests.openai_server import OpenAIServer
from tests.terminal import Terminal

KEY = "sk-canary-" + "a1B2" * 10
TOKEN = base64.b64encode(b"123456789012345678").decode().rstrip("=") + ".Gx1abc." + "d" * 38
ARTICLE = "---\ntitle: Ferry returns\npublished: 2024-01-12\n---\nThe ferry Aurora returned to the lake on Friday.\n"

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """An empty folder beside a folder of one article."""
    (tmp_path / "wire").mkdir()
    (tmp_path / "wire" / "ferry.md").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "desk").mkdir()
    return tmp_path / "desk"


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    (tmp_path / "home").mkdir()
    return {"PATH": os.environ["PATH"], "HOME": str(tmp_path / "home")}


@pytest.fixture
def run(environment: dict[str, str], place: Path) -> Run:
    def forked(*arguments: str) -> subprocess.CompletedProcess[str]:
        return dateline(["init", *arguments], environment=environment, folder=place)

    return forked


def state(place: Path) -> dict[str, tuple[bytes, int]]:
    """The files that a person keeps, with when they were written."""
    return {one.name: (one.read_bytes(), one.stat().st_mtime_ns) for one in place.iterdir() if one.is_file()}


def test_flags_alone_lead_to_a_first_answer_and_running_again_changes_nothing(run: Run, place: Path) -> None:
    given = ("--yes", "--source", "../wire", "--embedding", "local:minilm", "--question", "when did the ferry return?")
    done = run(*given)
    assert done.returncode == 0, done.stderr
    assert "1 added" in done.stdout
    assert "The ferry Aurora returned to the lake on Friday" in done.stdout
    assert str(place / "data") in done.stdout
    assert stat.S_IMODE((place / ".env").stat().st_mode) == 0o600
    assert envfile.values(place / ".env") == {"EMBEDDING": "local:minilm"}
    assert (place / "sources.yaml").read_text(encoding="utf-8").startswith("# ")
    before = state(place)
    again = run("--yes")
    assert "1 unchanged" in again.stdout
    assert state(place) == before
    assert "0 sources added, 1 there already" in run(*given, "--no-ingest").stdout
    assert state(place) == before


@pytest.mark.timeout(180)
def test_a_person_at_a_terminal_is_asked_little_and_sees_neither_key_nor_token_again(
    environment: dict[str, str], place: Path
) -> None:
    with Terminal(["init", "."], environment=environment, folder=place) as terminal:
        terminal.expect("Folder of the library")
        terminal.send("")
        terminal.expect("Sources")
        terminal.expect(">")
        terminal.send("../wire")
        terminal.expect(">")
        terminal.send("")
        terminal.expect("Embeddings")
        terminal.send("local:minlm")
        terminal.expect("did you mean local:minilm?")
        terminal.send("local:minilm")
        terminal.expect("Chat model")
        terminal.send("qwen3")
        terminal.expect("PROVIDER:MODEL such as")
        terminal.send("stub")
        terminal.expect("Token of a Discord bot (not shown; Enter for none): ")
        terminal.send("123456789012345678")
        terminal.expect("not a bot's token")
        terminal.expect("Enter for none): ")
        terminal.send(TOKEN)
        terminal.expect(
            "Add the bot to a server with https://discord.com/oauth2/authorize?client_id=123456789012345678"
        )
        terminal.expect("Try the model")
        terminal.send("n")
        terminal.expect("1 added")
        terminal.expect("A first question")
        terminal.send("when did the ferry return?")
        terminal.expect("returned to the lake on Friday")
        terminal.expect("dateline bot")
        assert terminal.finish() == 0
    assert TOKEN not in terminal.shown
    held = envfile.values(place / ".env")
    assert held == {
        "CHAT_MODEL": "stub", "DISCORD_TOKEN": TOKEN, "EMBEDDING": "local:minilm", "INGEST_SOURCES": "sources.yaml",
        "INGEST_EVERY": "30m",
    }  # fmt: skip


@pytest.mark.parametrize("keys", [b"\x03", b"\x04"], ids=["ctrl-c", "ctrl-d"])
def test_leaving_the_questions_writes_nothing(environment: dict[str, str], place: Path, keys: bytes) -> None:
    with Terminal(["init", "new"], environment=environment, folder=place) as terminal:
        terminal.expect("Folder of the library")
        terminal.press(keys)
        assert terminal.finish() == 1
        assert "Traceback" not in terminal.shown
    assert list(place.iterdir()) == []


def test_setting_up_again_without_reading_knows_what_is_there(run: Run) -> None:
    assert run("--yes", "--source", "../wire", "--embedding", "local:minilm").returncode == 0
    again = run("--yes", "--no-ingest")
    assert "$ dateline" not in again.stdout
    assert "dateline ask QUESTION" in again.stdout


def test_a_model_without_its_key_is_told_and_all_else_is_set_up(run: Run, place: Path) -> None:
    done = run("--yes", "--source", "../wire", "--embedding", "local:minilm", "--model", "openai:gpt-5-mini")
    assert done.returncode == 0
    assert "set OPENAI_API_KEY" in done.stderr
    assert "dateline doctor" in done.stdout


def test_comments_and_order_of_an_env_file_stay_byte_for_byte(run: Run, place: Path) -> None:
    before = (
        "# Mine, kept since 2024\r\n\r\n  export CHAT_MODEL=stub   # quotes only\r\n#OPENAI_API_KEY=old\r\n"
        "OTHER_TOOL='a # b'\r\nEMBEDDING=local:minilm"
    )
    (place / ".env").write_bytes(before.encode())
    (place / ".env").chmod(0o644)
    assert run("--yes", "--no-ingest").returncode == 0
    assert (place / ".env").read_bytes() == before.encode()
    assert run("--yes", "--no-ingest", "--embedding", "auto").returncode == 0
    assert (place / ".env").read_bytes() == before.replace("EMBEDDING=local:minilm", "EMBEDDING=auto\r\n").encode()
    assert stat.S_IMODE((place / ".env").stat().st_mode) == 0o600
    (place / "key").write_text(KEY + "\n", encoding="utf-8")
    assert run("--yes", "--no-ingest", "--key-file", "key").returncode == 0
    after = (place / ".env").read_bytes().decode()
    assert after.startswith(before.replace("EMBEDDING=local:minilm", "EMBEDDING=auto\r\n"))
    assert after.endswith(f"\r\nOPENAI_API_KEY={KEY}\r\n")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("CHAT_MODEL=auto   # mine\r\nB=2\n", "CHAT_MODEL=stub   # mine\r\nB=2\n"),
        ("\n export CHAT_MODEL='a # b'\t# \"mine\"\n", '\n export CHAT_MODEL=stub\t# "mine"\n'),
        ('CHAT_MODEL = "two\nlines"# 내 것', "CHAT_MODEL=stub # 내 것\n"),
        ("\ufeffCHAT_MODEL=\n# ü\n", "\ufeffCHAT_MODEL=stub\n# ü\n"),
        ("CHAT_MODEL=a#b\n", "CHAT_MODEL=stub\n"),  # a value, no comment
    ],
)
def test_a_comment_behind_a_value_outlives_it(tmp_path: Path, before: str, after: str) -> None:
    path = tmp_path / ".env"
    path.write_bytes(before.encode())
    assert envfile.changed(path, {"CHAT_MODEL": "stub"}, told={"CHAT_MODEL": "which"}) == after


@pytest.mark.parametrize("value", ["a b", "it's", 'say "x"', "back\\slash", "#hash", "$HOME", "é 한", "-"])
def test_every_value_is_read_back_as_it_was_given(tmp_path: Path, value: str) -> None:
    path = tmp_path / ".env"
    for first in ("", "# mine\nCHAT_MODEL=stub\n"):
        path.write_text(first, encoding="utf-8")
        envfile.write(path, envfile.changed(path, {"CHAT_MODEL": value}, told={"CHAT_MODEL": "which"}))
        assert envfile.values(path)["CHAT_MODEL"] == value


def test_sources_of_a_list_stay_as_written_and_new_places_are_added_where_they_belong(run: Run, place: Path) -> None:
    (place / "feeds.opml").write_text(
        '<opml version="2.0"><body><outline text="Lake" xmlUrl="https://lake.example/feed"/></body></opml>', "utf-8"
    )
    kept = '# mine\nfolders:\n- path: ../wire  # the wire\n  label: wire\nsources:\n- name: A\n  url: "https://a.example"\n'
    (place / "sources.yaml").write_text(kept, encoding="utf-8")
    (place / "more").mkdir()
    given = ["--source", "../wire", "--source", "more", "--source", "https://b.example/", "--source", "feeds.opml"]
    done = run("--yes", "--no-ingest", *given)
    assert "3 sources added, 1 there already" in done.stdout
    after = (place / "sources.yaml").read_text(encoding="utf-8")
    assert [line for line in kept.splitlines() if line not in after.splitlines()] == []
    folders, _ = read_folders(place / "sources.yaml")
    assert {one.root for one in folders} == {place / "more", place.parent / "wire"}
    assert [one.name for one in read_sources(place / "sources.yaml")] == ["A", "b.example", "Lake"]


def test_feeds_are_added_to_a_list_of_folders_alone(run: Run, place: Path) -> None:
    (place / "sources.yaml").write_text("folders:\n  - path: ../wire\n", encoding="utf-8")
    assert run("--yes", "--no-ingest", "--source", "https://b.example/").returncode == 0
    assert len(read_folders(place / "sources.yaml")[0]) == 1
    assert [one.url for one in read_sources(place / "sources.yaml")] == ["https://b.example/"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--yes", "--source", "nowhere"], "nowhere: no such file or folder"),
        (["--yes", "--embedding", "local:nosuch"], "EMBEDDING"),
        (["--yes", "--model", "openai:"], "CHAT_MODEL"),
        (["--yes", "--key-file", "nowhere"], "nowhere: can't be read"),
        (["--yes", "--token-file", "token"], "not a Discord bot's token"),
        (["--yes", "--source", "ftp://a.example/"], "ftp://a.example/"),
        ([], "--yes"),
    ],
)
def test_what_cannot_be_set_up_is_told_and_nothing_is_written(
    run: Run, place: Path, arguments: list[str], said: str
) -> None:
    (place / "token").write_text("0123456789abcdef0123456789abcdef", encoding="utf-8")
    done = run(*arguments)
    assert done.returncode == 2, done.stdout
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert [one.name for one in place.iterdir()] == ["token"]


@pytest.mark.parametrize(("given", "kept"), [("news", "news"), ("../far", "{parent}/far"), ("data", None)])
def test_library_is_named_as_it_is_seen_from_the_folder(run: Run, place: Path, given: str, kept: str | None) -> None:
    assert run("deep/er", "--yes", "--no-ingest", "--library", given).returncode == 0
    held = envfile.values(place / "deep" / "er" / ".env").get("DATELINE_DATA")
    assert held == (kept and kept.format(parent=place / "deep"))


def test_broken_env_file_is_named_and_left(run: Run, place: Path) -> None:
    (place / ".env").write_text("PASSAGES=many\n", encoding="utf-8")
    done = run("--yes", "--model", "stub")
    assert (done.returncode, "PASSAGES" in done.stderr) == (2, True)
    assert (place / ".env").read_text(encoding="utf-8") == "PASSAGES=many\n"


def test_key_is_tried_by_one_tiny_call_and_shown_nowhere(run: Run, place: Path) -> None:
    (place / "key").write_text(KEY, encoding="utf-8")
    with OpenAIServer() as server:
        given = ("--model", "openai:gpt-test", "--base-url", server.url, "--key-file", "key")
        done = run("--yes", "--check", *given)
        assert len(server.requests) == 1
    assert "The model:" in done.stdout, done.stderr
    assert KEY not in done.stdout + done.stderr
    assert envfile.values(place / ".env")["OPENAI_API_KEY"] == KEY


def test_keys_go_to_the_setting_of_their_provider() -> None:
    assert [key_setting(one) for one in ("auto", "stub", "ollama:x", "claude:x", "openai:x", "gemini:x")] == [
        "OPENAI_API_KEY", None, None, "ANTHROPIC_API_KEY", "OPENAI_API_KEY", "GOOGLE_API_KEY",
    ]  # fmt: skip
    assert Wishes(key=KEY).settings({"CHAT_MODEL": "anthropic:x"}) == {"ANTHROPIC_API_KEY": KEY}


def test_application_is_read_from_a_token_and_from_nothing_else() -> None:
    assert application_of(TOKEN) == 123456789012345678
    for other in ("", "123456789012345678", "a.b.c", TOKEN.replace(".", "-"), "https://discord.com/x.y.z", "x" * 72):
        assert application_of(other) is None
