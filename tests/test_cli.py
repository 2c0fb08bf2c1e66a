"""The command line as people and scripts meet it: real processes, their output and their exit codes."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import pty
import re
import resource
import signal
import struct
import subprocess
import sys
import termios
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.commands import dateline
from tests.openai_server import OpenAIServer
from vectorstore.settings import StoreSettings

KEY = "sk-canary-" + "a1B2" * 10
LED = "who led the US delegation?"

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def environment(sample_settings: StoreSettings, tmp_path: Path) -> dict[str, str]:
    """The sample library and a home of its own; nothing else of this machine but PATH."""
    home = tmp_path / "home"
    home.mkdir()
    return {"PATH": os.environ["PATH"], "HOME": str(home), "DATELINE_DATA": str(sample_settings.dateline_data)}


@pytest.fixture
def run(environment: dict[str, str]) -> Run:
    """The command in a process forked for it."""

    def forked(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        return dateline(arguments, environment=environment | settings)

    return forked


@pytest.fixture
def started(environment: dict[str, str]) -> Run:
    """The command as people start it, in a Python of its own."""

    def python(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            env=environment | settings,
            capture_output=True,
            encoding="utf-8",
            timeout=50,
        )

    return python


def one_sentence(said: str) -> bool:
    return len(said.splitlines()) == 1 and "Traceback" not in said and "/" not in said.replace("http://", "")


# ask


def test_ask_prints_the_answer_with_marks_and_then_each_source_with_outlet_date_link_and_quote(started: Run) -> None:
    done = started("ask", LED)
    assert (done.returncode, done.stderr) == (0, "")
    answer, sources = done.stdout.split("\n\n", 1)
    assert "Jen Daskal" in answer
    assert "[1]" in answer
    assert sources.startswith("[1] Washington and Beijing open joint work on fentanyl (The Harbor Ledger, 30 Jan 2024)")
    assert "https://example.com/harbor-ledger/2024/01/30/beijing-talks-open" in sources
    assert "“The US delegation was led by Jen Daskal" in sources


def test_ask_json_has_the_promised_keys(run: Run) -> None:
    done = run("ask", LED, "--json")
    found = json.loads(done.stdout)
    assert {
        "question", "answer", "abstained", "citations", "model", "embedding", "prompt", "timings", "tokens",
    } <= set(found)  # fmt: skip
    assert {"n", "title", "outlet", "url", "path", "published", "quote", "passage_id"} <= set(found["citations"][0])
    assert {"retrieve_ms", "generate_ms", "total_ms"} <= set(found["timings"])
    assert (found["question"], found["abstained"]) == (LED, False)
    assert (found["model"], found["embedding"]) == ("stub", "local:minilm")
    assert found["citations"][0]["published"] == "2024-01-30"
    assert "Jen Daskal" in found["answer"]


def test_a_refusal_is_an_answer_and_cites_nothing(run: Run) -> None:
    done = run("ask", "who is the president of France?", "--json")
    found = json.loads(done.stdout)
    assert (done.returncode, found["abstained"], found["citations"]) == (0, True, [])


def test_question_is_asked_without_quotation_marks_and_from_standard_input(
    run: Run, environment: dict[str, str]
) -> None:
    quoted = json.loads(run("ask", LED, "--json").stdout)["answer"]
    assert json.loads(run("ask", *LED.split(), "--json").stdout)["answer"] == quoted
    for arguments, given in ((["ask", "-", "--json"], LED), (["ask", "--batch", "-"], json.dumps({"question": LED}))):
        done = subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            env=environment,
            input=given,
            capture_output=True,
            encoding="utf-8",
            timeout=50,
        )
        assert json.loads(done.stdout)["answer"] == quoted, done.stderr


def on_a_terminal(arguments: list[str], *, environment: dict[str, str], columns: int) -> str:
    """What a command prints to a pseudo-terminal of that width."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    with subprocess.Popen(
        [sys.executable, "-m", "bot", *arguments],
        env=environment | {"TERM": "xterm-256color"},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    ):
        os.close(theirs)
        shown = b""
        with contextlib.suppress(OSError):  # the other end is closed: that is the end
            while piece := os.read(ours, 4096):
                shown += piece
    os.close(ours)
    return shown.decode().replace("\r\n", "\n")


@pytest.mark.parametrize("columns", [60, 120])
def test_answer_on_a_terminal_is_wrapped_by_words_and_hangs_under_its_mark_with_titles_as_links(
    run: Run, environment: dict[str, str], columns: int
) -> None:
    piped = run("ask", LED).stdout
    shown = on_a_terminal(["ask", LED], environment=environment, columns=columns)
    assert "\x1b]8;id=" in shown
    *_, shown = shown.split("\x1b[2K")  # sentences appeared as they were proved; the whole was written over them
    plain = re.sub(r"\x1b\]8;[^\x1b]*\x1b\\|\x1b\[[0-9;]*m", "", shown)
    assert plain.split() == piped.split()  # the same words, none cut in two
    lines = [line for line in plain.splitlines() if "://" not in line]
    assert max(map(len, lines)) <= columns
    assert [line for line in plain.splitlines() if line != line.rstrip()] == []  # it can be copied
    assert sum(line.startswith("    ") and not line.startswith("     ") for line in lines) >= 4
    assert "\x1b[" not in piped


def test_no_color_takes_the_colours_from_a_terminal(environment: dict[str, str]) -> None:
    shown = on_a_terminal(["library", "sources"], environment=environment | {"NO_COLOR": "1"}, columns=80)
    assert not re.search(r"\x1b\[[0-9;]*3[0-7]m", shown)
    answer = on_a_terminal(["ask", LED], environment=environment | {"NO_COLOR": "1"}, columns=60)
    assert "Jen Daskal" in answer
    assert not re.search(r"\x1b\[[0-9;]*m|\x1b\]8", answer), "neither styles nor links"
    assert max(map(len, (row for row in answer.splitlines() if "://" not in row and "\x1b" not in row))) <= 60


def test_a_batch_answers_in_order_with_ids_dates_and_exclusions_and_ignores_other_keys(
    run: Run, environment: dict[str, str]
) -> None:
    talks = "https://example.com/harbor-ledger/2024/01/30/beijing-talks-open"
    lines: list[dict[str, Any]] = [
        {"id": "b", "question": LED, "answers": ["Jen Daskal"], "asked_on": "2024-02-01"},
        {"id": 7, "question": LED, "exclude_urls": [talks]},
        {"id": "a", "question": "what happened last week?", "now": "2024-03-29", "asked_on": "2020-01-01"},
    ]
    text = "\ufeff" + "\n\n".join(json.dumps(line) for line in lines) + "\r\n"
    Path("questions.jsonl").write_text(text, encoding="utf-8")
    done = run("ask", "--batch", "questions.jsonl")
    assert done.returncode == 0, done.stderr
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["id"] for line in found] == ["b", 7, "a"]
    assert "Jen Daskal" in found[0]["answer"]
    assert talks not in {citation["url"] for citation in found[1]["citations"]}
    assert {citation["published"][:7] for citation in found[2]["citations"]} <= {"2024-03"}
    assert not found[2]["abstained"]


def test_one_question_of_a_batch_that_fails_is_named_and_the_others_are_answered(run: Run) -> None:
    lines = [{"id": "empty", "question": "???"}, {"id": "good", "question": LED}]
    Path("questions.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    done = run("ask", "--batch", "questions.jsonl")
    assert done.returncode == 1
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["good"]
    assert done.stderr.startswith("empty: ")


def test_bad_lines_of_a_batch_are_all_named_before_anything_is_answered(run: Run) -> None:
    bad = ['{"id": 1, "question": "fine?"}', "nonsense", '{"id": 2}', '{"id": 3, "question": "x", "now": "soon"}', "[]"]
    Path("questions.jsonl").write_text("\n".join(bad), encoding="utf-8")
    done = run("ask", "--batch", "questions.jsonl")
    assert (done.returncode, done.stdout) == (2, "")
    assert [line.split()[:2] for line in done.stderr.splitlines()[1:]] == [["line", str(n)] for n in (2, 3, 4, 5)]


# search


def test_search_finds_passages_without_a_model_in_the_promised_shape(run: Run) -> None:
    done = run("search", "Jen Daskal", "--k", "3", "--json", CHAT_MODEL="openai:none", OPENAI_API_KEY=KEY)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["query"] == "Jen Daskal"
    assert [hit["rank"] for hit in found["hits"]] == [1, 2, 3]
    assert {
        "rank", "article_url", "title", "outlet", "published", "text", "score", "dense_rank", "lexical_rank",
    } <= set(found["hits"][0])  # fmt: skip
    assert all(len(hit["text"]) <= 1200 for hit in found["hits"])
    assert "Jen Daskal" in found["hits"][0]["text"]
    assert not found["hits"][0]["text"].startswith(found["hits"][0]["title"])


def test_search_for_people_shows_title_outlet_date_and_passage(run: Run) -> None:
    shown = run("search", "battery ferry", "--k", "1").stdout
    assert shown.startswith("1. Ferry returns to the lake after nine years (Lakeside Observer, 2024-01-12)")


def test_search_batch_keeps_ids_and_order(run: Run) -> None:
    lines = [{"id": n, "question": q} for n, q in ((2, "museum of maps"), (1, "storm on the coast"))]
    Path("q.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    found = [json.loads(line) for line in run("search", "--batch", "q.jsonl", "--k", "2").stdout.splitlines()]
    assert [(line["id"], line["query"], len(line["hits"])) for line in found] == [
        (2, "museum of maps", 2), (1, "storm on the coast", 2),
    ]  # fmt: skip


# usage


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask"],
        ["ask", LED, "--batch", "q.jsonl"],
        ["ask", LED, "--now", "soon"],
        ["ask", LED, "--tz", "Mars/Olympus"],
        ["ask", "--batch", "not-there.jsonl"],
        ["ask", LED, "--loud"],
        ["search"],
        ["search", "x", "--k", "0"],
        ["ingest"],
        ["reticulate"],
    ],
    ids=" ".join,
)
def test_wrong_usage_ends_with_2_and_prints_no_answer(run: Run, arguments: list[str]) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("igest", "'ingest'"),
        ("list", "'library articles'"),
        ("bakup", "'library backup'"),  # a slip in another word for it
        ("versoin", "'--version'"),
        ("help", "'--help'"),
        ("library delete", "'remove'"),
        ("library delet", "'remove'"),
        ("sorces", "'sources', 'source'"),
        ("umbrella", None),
    ],
)
def test_slip_in_a_command_names_the_one_that_was_meant(run: Run, typed: str, meant: str | None) -> None:
    done = run(*typed.split())
    assert done.returncode == 2
    assert (f"Did you mean {meant}?" in done.stderr) if meant else ("mean" not in done.stderr)


def test_bad_settings_end_every_command_with_2_and_a_line_each(run: Run) -> None:
    for arguments in (["ask", LED], ["search", "x"], ["ingest", "."], ["doctor"]):
        done = run(*arguments, PASSAGES="0", CHAT_TIMEOUT="soon", OPENAI_API_KEY=f"{KEY} x")
        said = done.stdout + done.stderr
        assert done.returncode == 2, arguments
        assert all(name in said for name in ("PASSAGES", "CHAT_TIMEOUT", "OPENAI_API_KEY"))
        assert "canary" not in said
        assert "Traceback" not in said


def test_bad_settings_do_not_keep_help_from_being_shown(started: Run) -> None:
    assert started("ask", "--help", PASSAGES="0").returncode == 0


def test_missing_library_is_told_with_its_folder_and_how_to_make_one(run: Run, tmp_path: Path) -> None:
    for arguments in (["ask", LED], ["search", "x"], ["library", "backup", "out.backup"]):
        done = run(*arguments, DATELINE_DATA=str(tmp_path / "none"))
        assert done.returncode == 1
        assert "dateline ingest" in done.stderr
        assert str(tmp_path / "none") in done.stderr
        assert one_sentence(done.stderr.replace(str(tmp_path / "none"), ""))
        assert "DATELINE_DATA in the environment" in done.stderr
        assert not (tmp_path / "none").exists()


def test_how_the_folder_of_a_missing_or_empty_library_was_chosen_is_told(
    environment: dict[str, str], tmp_path: Path
) -> None:
    del environment["DATELINE_DATA"]
    desk = tmp_path / "desk"
    desk.mkdir()

    def asked() -> str:
        return dateline(["ask", LED], environment=environment, folder=desk).stderr

    assert f"no library in {desk / 'data'} (the default, data in the folder where you are)" in asked()
    (desk / ".env").write_text("DATELINE_DATA=elsewhere\n", encoding="utf-8")
    assert f"no library in {desk / 'elsewhere'} (DATELINE_DATA in {desk / '.env'})" in asked()
    (desk / "nothing").mkdir()
    dateline(["ingest", "nothing"], environment=environment, folder=desk)
    assert f"The library in {desk / 'elsewhere'} (DATELINE_DATA in {desk / '.env'}) is empty" in asked()
    checks = json.loads(dateline(["doctor", "--json"], environment=environment, folder=desk).stdout)["checks"]
    assert [one["found"] for one in checks if one["check"] == "library"] == ["holds no articles"]
    assert str(desk / ".env") in next(one["found"] for one in checks if one["check"] == "data folder")


# keys and the network


def test_a_key_set_for_chat_sends_questions_there_and_no_article_to_be_embedded(run: Run) -> None:
    with OpenAIServer() as server:
        done = run("ask", LED, "--json", OPENAI_API_KEY=KEY, OPENAI_BASE_URL=server.url)
        assert done.returncode == 0, done.stderr
        assert "Jen Daskal" in json.loads(done.stdout)["answer"]
        assert set(server.paths()) == {"/v1/chat/completions"}


@pytest.mark.parametrize("fault", [None, "unauthorised"])
def test_a_model_that_cannot_be_reached_is_one_sentence_without_the_key(run: Run, fault: str | None) -> None:
    with OpenAIServer() as server:
        server.fault = fault
        url = server.url if fault else "http://127.0.0.1:9/v1"
        done = run("ask", LED, OPENAI_API_KEY=KEY, OPENAI_BASE_URL=url, CHAT_RETRIES="0")
    assert (done.returncode, done.stdout) == (1, "")
    *progress, sentence = done.stderr.splitlines()
    assert one_sentence(sentence), done.stderr
    assert all(line.endswith("checking …") for line in progress), done.stderr
    assert "canary" not in done.stderr


# the machine


@pytest.mark.parametrize(
    "settings",
    [{"LC_ALL": "C", "TZ": "Nowhere/Odd"}, {"PYTHONIOENCODING": "ascii"}],
    ids=["C locale and odd TZ", "output in ASCII"],
)
def test_odd_surroundings_neither_stop_an_answer_nor_break_its_json(started: Run, settings: dict[str, str]) -> None:
    done = started("ask", "미국 대표단은 누가 이끌었나?", "--json", **settings)
    assert done.returncode == 0, done.stderr
    assert "다스칼" in json.loads(done.stdout)["answer"]


def test_no_home_is_needed(started: Run, environment: dict[str, str]) -> None:
    del environment["HOME"]
    assert started("search", "storm").returncode == 0


def test_reader_that_leaves_early_ends_the_command_with_0_and_no_message(environment: dict[str, str]) -> None:
    lines = "\n".join(json.dumps({"id": n, "question": "storm"}) for n in range(200))
    Path("q.jsonl").write_text(lines, encoding="utf-8")
    command = [sys.executable, "-m", "bot", "search", "--batch", "q.jsonl"]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert json.loads(process.stdout.readline())["id"] == 0
        process.stdout.close()
        assert process.stderr.read() == ""
        assert process.wait(timeout=30) == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_under_the_output_is_told(environment: dict[str, str]) -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "bot", "search", "storm"],
            env=environment,
            stdout=full,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            timeout=50,
        )
    assert done.returncode == 1
    assert done.stderr == "Writing failed: No space left on device.\n"


# doctor


def test_doctor_tells_in_json_what_is_used_and_why_and_never_a_key(run: Run) -> None:
    done = run("doctor", "--json", OPENAI_API_KEY=KEY, DISCORD_TOKEN=KEY)
    assert done.returncode == 0, done.stdout
    assert "canary" not in done.stdout + done.stderr
    found = json.loads(done.stdout)
    checks = {check["check"]: check for check in found["checks"]}
    assert set(found) == {"ok", "checks"}
    assert all(set(check) == {"check", "state", "found", "todo"} for check in found["checks"])
    assert checks["library"]["found"].startswith("17 articles")
    assert checks["embedding"]["found"].startswith("local:minilm (auto: the library was made with it)")
    assert checks["chat model"]["found"].startswith("openai:gpt-5-mini (auto: OPENAI_API_KEY is set)")
    assert checks["OPENAI_API_KEY"]["found"] == "set (never shown)"


def test_doctor_says_what_to_do_when_nothing_was_ingested(run: Run, tmp_path: Path) -> None:
    done = run("doctor", DATELINE_DATA=str(tmp_path / "none"), COLUMNS="200")
    assert done.returncode == 0
    assert "dateline ingest FOLDER" in done.stdout
    assert not (tmp_path / "none").exists()


def test_doctor_finds_a_damaged_index_and_repairs_it(run: Run, tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("The ferry came back to the lake on Monday. " * 12, encoding="utf-8")
    place = {"DATELINE_DATA": str(tmp_path / "own"), "EMBEDDING": "local:minilm", "COLUMNS": "200"}
    assert run("ingest", str(tmp_path / "one.txt"), **place).returncode == 0
    for path in (tmp_path / "own" / "index").rglob("*"):
        if path.is_file() and path.suffix in (".bin", ".sqlite3"):
            path.write_bytes(b"")
    damaged = run("doctor", **place)
    assert damaged.returncode == 1
    assert "dateline doctor --repair" in damaged.stdout
    assert run("doctor", "--repair", **place).returncode == 0
    assert json.loads(run("search", "ferry", "--json", **place).stdout)["hits"]


# errors nobody expected, signals, start-up


def boundary(body: str, environment: dict[str, str]) -> subprocess.Popen[str]:
    """A process whose command does `body` inside the boundary."""
    script = f"""
import signal, sys
from bot import boundary
from bot.redaction import Redactor
def command():
    {body}
sys.exit(boundary.run(command, redact=Redactor()))
"""
    return subprocess.Popen(
        [sys.executable, "-c", script],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def test_an_unexpected_error_is_one_sentence_with_an_id_and_its_traceback_is_in_the_log_without_secrets(
    environment: dict[str, str], tmp_path: Path
) -> None:
    process = boundary(f"raise RuntimeError('header {KEY}')", environment | {"DATELINE_DATA": str(tmp_path / "own")})
    out, said = process.communicate(timeout=30)
    assert (process.returncode, out) == (1, "")
    assert len(said.splitlines()) == 1
    error_id = said.split("(error ")[1].split(",")[0]
    log = (tmp_path / "own" / "logs" / "errors.log").read_text(encoding="utf-8")
    assert error_id in log
    assert "Traceback" in log
    assert "RuntimeError" in log
    assert "canary" not in said + log


def test_a_log_that_cannot_be_written_is_no_second_error(environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    process = boundary("raise RuntimeError", environment | {"DATELINE_DATA": str(tmp_path / "file")})
    _, said = process.communicate(timeout=30)
    assert process.returncode == 1
    assert said.endswith("its log could not be written.\n")


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_a_command_in_silence_with_its_code(
    environment: dict[str, str], number: signal.Signals, code: int
) -> None:
    process = boundary("print('ready', flush=True); signal.pause()", environment)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    process.send_signal(number)
    _, said = process.communicate(timeout=30)
    assert (process.returncode, said) == (code, "")


# pydantic is not among them: Typer brings it by itself once a command has options.
HEAVY = {"chromadb", "dateparser", "discord", "langchain", "langchain_core", "numpy", "onnxruntime", "openai",
    "pydantic_settings", "sqlalchemy", "tokenizers", "trafilatura", "yaml"}  # fmt: skip


@pytest.mark.parametrize("command", ["", "ask", "search", "ingest", "doctor"])
def test_help_imports_nothing_heavy(command: str) -> None:
    script = f"""
import sys
sys.argv = ["dateline", *{command.split()!r}, "--help"]
from bot.cli import app
try:
    app()
except SystemExit:
    pass
print(sorted({HEAVY!r} & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", timeout=30)
    assert done.stdout.splitlines()[-1] == "[]", done.stderr


def seconds(*arguments: str) -> float:
    """Of the processor, for a command: others that keep the machine busy don't count."""
    began = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL, timeout=30)
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return ended.ru_utime + ended.ru_stime - began.ru_utime - began.ru_stime


def test_help_takes_at_most_three_and_a_half_times_what_typer_and_rich_take_to_import() -> None:
    """The best of some turns each, taken by turns."""
    pairs = [(seconds("-m", "bot", "--help"), seconds("-c", "import typer, rich.console")) for _ in range(4)]
    ours, theirs = (min(times) for times in zip(*pairs, strict=True))
    assert ours <= 3.5 * theirs, f"{ours:.3f} s beside {theirs:.3f} s"


# source


def test_source_names_the_article_of_an_excerpt_and_says_when_it_has_none(run: Run) -> None:
    known = "The US delegation was led by Jen Daskal, deputy assistant to the president"
    done = run("source", known, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert "beijing-talks-open" in done.stdout
    strange = run("source", "Four score and seven years ago our fathers brought forth a new nation")
    assert (strange.returncode, strange.stderr) == (0, "")
    assert strange.stdout.startswith("Not in the library")
    assert run("source", "too short").returncode == 2
