"""`dateline chat`: follow-ups, sources, quotes and days, from standard input and on a terminal."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.answering.pipeline import load_prompt
from bot.answering.wiring import answerer_for
from bot.chat import Chat, converse
from bot.settings import AnswerSettings
from tests.terminal import Terminal
from vectorstore.errors import DatelineError
from vectorstore.library import Library
from vectorstore.settings import StoreSettings

LED = "who led the US delegation?"
NOW = datetime(2024, 4, 1, tzinfo=UTC)


@pytest.fixture
def chat(sample: Library) -> Chat:
    answerer = answerer_for(AnswerSettings(), sample)
    return Chat(answerer=answerer, rewriting=load_prompt("rewrite"), now=lambda: NOW)


@pytest.fixture
def said(chat: Chat, capsys: pytest.CaptureFixture[str]) -> Said:
    return Said(chat, capsys)


class Said:
    """What a line is answered with."""

    def __init__(self, chat: Chat, capsys: pytest.CaptureFixture[str]) -> None:
        self.chat, self._capsys = chat, capsys

    def __call__(self, line: str) -> str:
        assert self.chat.take(line)
        return self._capsys.readouterr().out


def test_follow_up_is_understood_from_what_was_said_before(said: Said) -> None:
    assert "Jen Daskal" in said(LED)
    second = said("And whom did she bring?")
    assert "Understood as:" in second
    assert "Daskal" in said.chat.turns[-2].text


def test_answer_names_its_sources_and_quotes_show_their_very_words(said: Said) -> None:
    answer = said(LED)
    assert "[1] Washington and Beijing open joint work on fentanyl (The Harbor Ledger, 30 Jan 2024)" in answer
    assert "“" not in answer
    assert said("/sources").startswith("[1] Washington and Beijing")
    assert "“The US delegation was led by Jen Daskal" in said("/quotes 1")
    assert said("/quotes") == said("/quotes [1]")
    assert said("/quotes 7") == "The last answer has no source 7; it has 1.\n"


def test_sources_before_any_answer_and_after_a_refusal_are_none(said: Said) -> None:
    for line in ("/sources", "/quotes", "/quotes 2"):
        assert said(line) == "There is no answer with sources yet.\n"
    said("who is the president of France?")
    assert said("/sources") == "There is no answer with sources yet.\n"


def test_since_sets_the_days_that_are_searched_until_it_is_lifted(said: Said) -> None:
    assert said("/since 2024-03-01") == "(Articles since 2024-03-01.)\n"
    widened = said(LED)
    assert widened.startswith("Nothing dated 1 Mar – 1 Apr 2024 answers that; this is from 29 Jan – 1 Apr 2024.")
    assert said("/since 2024-04-02") == "2024-04-02 is still to come.\n"
    assert said("/since 2w") == "(Articles since 2024-03-18.)\n"
    assert "is not a day" in said("/since yesterdayish")
    assert said("/since off") == "(Articles of all days.)\n"
    assert said(LED).startswith("The US delegation")


def test_forgotten_talk_leaves_nothing_to_follow(said: Said) -> None:
    said(LED)
    said("/new")
    assert "Understood as:" not in said("And whom did she bring?")


@pytest.mark.parametrize(("line", "told"), [("/sourcse", "/sources"), ("/qoutes 1", "/quotes"), ("/hlep", "/help")])
def test_slip_in_a_command_is_answered_with_the_nearest(said: Said, line: str, told: str) -> None:
    assert f"did you mean {told}?" in said(line)


def test_thanks_and_empty_lines_search_nothing(said: Said) -> None:
    assert said("thanks!") == "You're welcome.\n"
    assert said("   ") == ""
    assert said.chat.turns == []


def test_error_ends_an_answer_and_not_the_conversation(
    chat: Chat, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def broken(*_: object, **__: object) -> object:
        raise DatelineError("The model is away.")

    class Lines(list[str]):
        def isatty(self) -> bool:
            return False

    monkeypatch.setattr("bot.chat.rewrite", broken)
    monkeypatch.setattr(sys, "stdin", Lines([LED + "\n", "/help\n", "/quit\n", LED]))
    converse(chat, data=tmp_path)
    shown = capsys.readouterr().out
    assert shown.startswith("The model is away.\n")
    assert shown.count("/since DATE") == 1
    assert shown.count("The model is away.") == 1, "nothing after /quit"


def test_command_may_be_cut_short_where_only_one_begins_so(said: Said) -> None:
    assert said("/so") == said("/sources")
    assert "is not a command" in said("/s")


@pytest.mark.timeout(180)
def test_line_is_edited_and_remembered_on_a_terminal(sample_settings: StoreSettings, tmp_path: Path) -> None:
    data = tmp_path / "data"
    subprocess.run(["cp", "-r", str(sample_settings.dateline_data), str(data)], check=True)
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "DATELINE_DATA": str(data)}
    with Terminal(["chat"], environment=environment, folder=tmp_path, columns=60) as terminal:
        terminal.expect(">")
        terminal.press(b"who led the US delegatiom\x7fn?\r")  # a letter is taken back
        terminal.expect("Jen Daskal")
        terminal.expect(">")
        terminal.press(b"/so\t")
        terminal.expect("/sources")  # completed
        terminal.press(b"\r")
        terminal.expect("[1] Washington")
        terminal.expect(">")
        terminal.press(b"\x04")
        assert terminal.finish() == 0
    history = data / "chat" / "history"
    assert "+who led the US delegation?" in history.read_text(encoding="utf-8")
    assert history.stat().st_mode & 0o077 == 0
