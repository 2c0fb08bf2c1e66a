"""A judge at the command line: what waits for it, how it is tried out and measured, and its old setting."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from bot.answering.judging.exam import sheet
from prompts.talk import ToCompare
from tests.commands import dateline
from tests.judges import chat, says_everything, verdicts
from tests.openai_server import Message, OpenAIServer
from vectorstore.settings import StoreSettings

LED = "who led the US delegation?"
TRUE = "The US delegation was led by Jen Daskal"
KEY = "sk-canary-" + "a1B2" * 10
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(sample_settings: StoreSettings, tmp_path: Path) -> Run:
    """The command in a process of its own, over a copy of the sample library that nobody else writes results into."""
    data, home = tmp_path / "data", tmp_path / "home"
    shutil.copytree(sample_settings.dateline_data, data)
    home.mkdir()
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "DATELINE_DATA": str(data), "COLUMNS": "250"}

    def forked(
        *arguments: str, server: OpenAIServer | None = None, **settings: str
    ) -> subprocess.CompletedProcess[str]:
        over = {"OPENAI_API_KEY": KEY, "OPENAI_BASE_URL": server.url, "CHAT_RETRIES": "0"} if server else {}
        return dateline(arguments, environment=environment | over | settings)

    return forked


def reads(claims: Sequence[ToCompare], sources: Mapping[int, str]) -> str:
    """A judge that knows the exam, and of other sentences what is copied."""
    said = {item.sentence: item.says for item in sheet()}
    found = []
    for n, claim in enumerate(claims, start=1):
        sentence = claim.sentence.split(" (It answers")[0]
        for group in claim.sources:
            true = said.get(sentence, any(sentence.strip(".") in sources.get(m, "") for m in group))
            found.append((n, group, "says" if true else "silent"))
    return verdicts(*found)


def answer(sources: Mapping[int, str]) -> str:
    return f"{TRUE} [{next(n for n, text in sources.items() if TRUE in text)}]."


def test_who_waits_for_a_judge_is_told_on_standard_error_and_programs_are_not(run: Run) -> None:
    with OpenAIServer(chat=chat(answer, reads)) as server:
        first = run("ask", LED, server=server)
        again = run("ask", LED, "--json", server=server)
    assert first.returncode == 0, first.stderr
    assert first.stderr.splitlines()[-1].endswith("checking …")
    assert TRUE in first.stdout
    assert "Checked by the judge: model gpt-5-mini." in " ".join(first.stdout.split())
    assert "checking" not in again.stderr
    shown = json.loads(again.stdout)
    assert (shown["checks"]["by"], shown["checks"]["judge"]) == ("model", "model gpt-5-mini")
    assert len(server.requests) == 2 + 4 + 2, "the exam was held once, in four calls"


def test_doctor_holds_the_exam_says_how_it_went_and_keeps_it(run: Run) -> None:
    with OpenAIServer(chat=chat(answer, reads)) as server:
        before = run("doctor", server=server)
        assert "not examined yet" in before.stdout
        assert server.requests == []
        examined = run("doctor", "--judge", server=server, JUDGE_INPUT_PRICE="2")
        assert "40 of 40 right: its word counts" in examined.stdout
        assert "at the prices that are set" in examined.stdout
        assert "40 of 40 right" in run("doctor", server=server).stdout
        assert len(server.requests) == 4
    with OpenAIServer(chat=chat(answer, says_everything)) as server:
        believes = run("doctor", "--judge", "--json", server=server)
    judge = next(check for check in json.loads(believes.stdout)["checks"] if check["check"] == "judge")
    assert judge["state"] == "note"
    assert "20 of 40 right" in judge["found"]
    assert "20 untrue ones believed" in judge["found"]
    assert KEY not in believes.stdout


def test_doctor_asks_model_and_judge_a_tiny_question_each_where_it_is_told_to(run: Run) -> None:
    def ready(messages: Sequence[Message]) -> str:
        return verdicts((1, [1], "says")) if "<claims>" in str(messages[-1]["content"]) else "ready"

    with OpenAIServer(chat=ready) as server:
        tried = run("doctor", "--model", server=server)
        assert "said “ready” in" in tried.stdout
        assert "“says”, 0.90 sure, in" in tried.stdout
        assert len(server.requests) == 2
        server.fault = "quota"
        failed = run("doctor", "--model", "--judge", server=server)
        assert failed.returncode == 1
        assert "used up" in failed.stdout
        assert "the exam could not be held" in failed.stdout


def test_doctor_shows_what_a_model_had_said_when_it_broke_off(run: Run) -> None:
    with OpenAIServer(chat=lambda messages: " ".join(f"({n})" for n in range(1, 60))) as server:
        server.fault = "cut"
        told = json.loads(run("doctor", "--model", "--json", server=server).stdout)
    asked = next(check for check in told["checks"] if check["check"] == "chat model, asked")
    assert "Until then it had said “(1) (2)" in asked["found"]


def test_a_judge_is_measured_on_a_folder_of_labelled_sentences(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "citations"
    folder.mkdir()
    rows = [
        {"id": n, "claim": text, "evidence": ["It rained.", "The sun came out."], "label": label}
        for n, (text, label) in enumerate(
            [("It rained.", "supported"), ("The sun came out.", "supported")] * 2
            + [("It snowed.", "not_supported"), ("Hail fell.", "not_supported")] * 2
            + [("It rained for days.", "partially_supported")]
        )
    ]
    (folder / "claims.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    with OpenAIServer(chat=chat(answer, reads)) as server:
        done = run("eval", str(folder), "--judge", "model", "--json", "--out", str(tmp_path / "out"), server=server)
        assert done.returncode == 0, done.stderr
        told = run("eval", str(folder), "--judge", "model", server=server).stdout
    found = json.loads(done.stdout)
    given = found["sets"]["claims"]
    assert (given["sentences"], given["shown"]) == (9, {"whole": 1.0, "part": 0.0, "not": 0.0})
    assert {"one_change/first", "cross_language"} < found["sets"].keys()
    assert len((tmp_path / "out" / "judged.jsonl").read_text(encoding="utf-8").splitlines()) == found["sentences"]
    assert "JUDGE_THRESHOLD=" in told
    assert "\nclaims, 9 sentences\n" in told
    refused = run("eval", str(folder), "--judge", "oracle")
    assert refused.returncode == 2
    assert "is not a judge" in refused.stderr


def test_the_old_name_of_the_setting_is_told_and_works(run: Run) -> None:
    done = run("ask", LED, CITATION_CHECK="local")
    assert (done.returncode, TRUE in done.stdout) == (0, True)
    assert done.stderr == ("warning: CITATION_CHECK is now JUDGE: write JUDGE=words. The old name works for now.\n")
    assert "CITATION_CHECK is now JUDGE" in run("doctor", CITATION_CHECK="model").stdout
