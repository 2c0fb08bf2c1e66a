"""`dateline questions` over a log that a bot has really written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from tests.discord.conftest import Start
from tests.discord.test_faults import QUESTION

REFUSED = "who is the president of France?"


def dateline(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["questions", *arguments])
    return done.exit_code, done.output


async def test_what_members_asked_is_listed_and_exported_whole_without_their_ids(
    start: Start, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATELINE_DATA", str(data))
    monkeypatch.setenv("DISCORD_TOKEN", "canary-token-of-the-bot")
    async with start() as town:
        await town.ann.slash(town.channel, "ask", question=QUESTION)
        await town.bob.slash(town.channel, "ask", question=REFUSED)
        ids = {str(member.id) for member in (town.ann, town.bob)}
    code, text = dateline()
    assert code == 0
    listed = [line.split("s  ", 1)[1].split("  ", 1) for line in text.splitlines()]
    assert [question for _, question in listed] == [REFUSED, QUESTION]
    assert "answered" in text
    assert "refused" in text
    assert REFUSED in dateline("unanswered")[1]
    assert QUESTION not in dateline("unanswered")[1]
    assert dateline("disliked") == (0, "No such questions.\n")
    assert dateline("slow") == (0, "No such questions.\n")
    code, exported = dateline("--json", "--limit", "0")
    newest, oldest = json.loads(exported)["questions"]
    assert [id_ for id_, _ in listed] == [newest["id"], oldest["id"]]  # what `prompts case --from-question` takes
    assert (newest["outcome"], oldest["outcome"]) == ("refused", "answered")
    assert oldest["citations"][0]["quote"].startswith("The US delegation was led by Jen Daskal")
    assert oldest["checks"] == {"by": "words", "kept": 2, "repaired": 0, "dropped": 0}
    assert oldest["generation"] >= 1
    assert len(oldest["messages"]) == 1
    assert not any(id_ in one["member"] for id_ in ids for one in (newest, oldest))
    assert dateline("--since", "yesterday")[0] == 2


def test_a_log_that_nobody_has_written_yet_is_said_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_DATA", str(tmp_path))
    done = CliRunner().invoke(app, ["questions"])
    assert (done.exit_code, done.stdout.startswith("No questions yet")) == (0, True)
    done = CliRunner().invoke(app, ["questions", "disliked", "--json"])
    assert (done.exit_code, json.loads(done.stdout)) == (0, {"questions": []})
    assert not (tmp_path / "questions.sqlite").exists()
