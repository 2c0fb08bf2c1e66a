"""The workshop's commands: cases run, a model recorded over the real wire, replayed offline, and prompts compared."""

from __future__ import annotations

import itertools
import json
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner, Result

from bot import cli
from bot.settings import AnswerSettings
from evals.workshop import choosing, comparing, reports, showing
from evals.workshop.errors import RecordingError, RevisionError, WorkshopError
from evals.workshop.recordings import LOOPBACK, OURS, SERVICE, Book
from evals.workshop.revisions import Side, side
from evals.workshop.running import Workbench
from evals.workshop.selecting import chosen
from prompts.casefiles import read_cases
from prompts.files import FOLDER, load, load_all, load_file
from prompts.stub import StubModel
from tests.openai_server import Message, OpenAIServer, shipped_stub
from vectorstore.errors import DatelineError
from vectorstore.library import Library
from vectorstore.settings import StoreSettings

KEY = "sk-canary-" + "a1B2" * 10
MODEL = "openai:gpt-test"
BRIDGE = "who-opened-the-bridge"
SOME = [BRIDGE, "emoji-in-a-source", "chess-olympiad"]
ANSWER = (FOLDER / "answer.yaml").read_text(encoding="utf-8")
CASES = chosen(read_cases(), names=SOME)

Dateline = Callable[..., Result]


@pytest.fixture
def dateline(sample_settings: StoreSettings, monkeypatch: pytest.MonkeyPatch) -> Dateline:
    """The command line in this process, over the sample library; none of the cases here needs the workshop's own."""

    def run(*arguments: str, **settings: str) -> Result:
        with monkeypatch.context() as patch:
            for name, value in {"DATELINE_DATA": str(sample_settings.dateline_data), **settings}.items():
                patch.setenv(name, value)
            done = CliRunner().invoke(cli.app, ["prompts", *arguments])
        assert done.exception is None or isinstance(done.exception, SystemExit | DatelineError), done.exception
        return done

    return run


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    with OpenAIServer() as server:
        yield server


@pytest.fixture
def wire(server: OpenAIServer) -> dict[str, str]:
    return {"OPENAI_API_KEY": KEY, "OPENAI_BASE_URL": server.url, "CHAT_RETRIES": "0"}


@pytest.fixture
def draft(tmp_path: Path) -> Callable[[str, str], Path]:
    def changed(old: str, new: str) -> Path:
        assert old in ANSWER
        path = tmp_path / "draft.yaml"
        path.write_text(ANSWER.replace(old, new), encoding="utf-8")
        return path

    return changed


# test


def test_cases_that_hold_end_with_0_and_a_table_of_outcomes(dateline: Dateline) -> None:
    done = dateline("test", *SOME)
    assert done.exit_code == 0, done.output
    assert load("answer").label in done.output
    assert "all" in done.output


def test_a_failing_case_shows_the_claim_its_why_the_raw_answer_and_the_exact_messages(
    dateline: Dateline, tmp_path: Path
) -> None:
    junit, page = tmp_path / "j.xml", tmp_path / "page.html"
    done = dateline("test", *SOME, "--model", "answers-outside", "--junit", str(junit), "--html", str(page))
    assert done.exit_code == 1
    for said in (
        f"FAILED facts/{BRIDGE}",
        "says: Ilse Brandt: the answer lacks “Ilse Brandt”",
        "why: The source names her.",
        "raw: The Eiffel Tower",
        load("answer").filled(today="", sources="", question="")[0][1].splitlines()[0],
        "Mayor Ilse Brandt opened the bridge",
    ):
        assert said in done.output, said
    suite = ElementTree.fromstring(junit.read_text(encoding="utf-8"))  # noqa: S314 - it is our own
    assert (suite.get("tests"), suite.get("failures")) == ("3", "2")
    failure = suite.find(f"testcase[@name='{BRIDGE}']/failure")
    assert failure is not None
    assert "the answer lacks “Ilse Brandt”" in str(failure.get("message"))
    assert "Why" not in page.read_text(encoding="utf-8")
    assert "The source names her." in page.read_text(encoding="utf-8")


def test_json_has_the_promised_keys(dateline: Dateline) -> None:
    done = dateline("test", BRIDGE, "--json")
    found = json.loads(done.output)
    assert {"prompt", "model", "seconds", "counts", "cases"} <= set(found)
    assert {"name", "state", "broken", "answer", "raw", "messages", "tokens"} <= set(found["cases"][0])
    assert found["counts"] == {"passed": 1, "waiting": 0, "stale": 0, "failed": 0}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["test", "no-such-case"], "no case, group or prompt no-such-case"),
        (["test", "-k", "(korean"], "a bracket is not closed"),
        (["show", "nothing", "--question", "who?"], "unknown prompt nothing"),
        (["show", "answer", "--question", "who?", "--after", "what?"], "only rewrite reads the talk"),
        (["test", "-k", "korean and german"], "no case matches"),
        (["record", "--model", "replay"], "name a model to record"),
    ],
)
def test_a_wrong_choice_is_told_and_ends_with_2(dateline: Dateline, arguments: list[str], said: str) -> None:
    done = dateline(*arguments)
    assert done.exit_code == 2
    assert said in " ".join(done.output.replace("│", " ").split())


def test_unknown_model_is_answered_with_the_names_that_there_are() -> None:
    with pytest.raises(WorkshopError, match=r"nosuch names no model.*changes-number.*and replay"):
        choosing.models_for("nosuch", settings=AnswerSettings(), book=Book(Path("recordings")))


@pytest.mark.parametrize("option", ["--html", "--junit"])
def test_a_report_that_cannot_be_written_is_one_sentence(dateline: Dateline, option: str) -> None:
    done = dateline("test", BRIDGE, option, "nowhere/report")
    assert isinstance(done.exception, WorkshopError)
    assert "nowhere/report can't be written" in str(done.exception)


def test_cases_of_a_folder_of_ones_own_are_run(dateline: Dateline, tmp_path: Path) -> None:
    shutil.copy(FOLDER / "cases" / "facts.yaml", tmp_path / "mine.yaml")
    done = dateline("test", BRIDGE, "--cases", str(tmp_path), "--json")
    assert [one["group"] for one in json.loads(done.output)["cases"]] == ["mine"]


# show


def test_show_gives_the_exact_messages_with_sources_from_the_library_and_their_tokens(dateline: Dateline) -> None:
    done = dateline("show", "answer", "--question", "who led the US delegation?", "--json")
    found = json.loads(done.output)
    assert [message["role"] for message in found["messages"]] == ["system", "user"]
    assert "Jen Daskal" in found["messages"][1]["content"]
    assert found["tokens"] == sum(message["tokens"] for message in found["messages"]) > 500
    assert "No model would be asked" in dateline("show", "answer", "--question", "what does a pancake cost?").output


def test_show_fits_the_sources_to_the_budget_of_the_settings_and_names_what_was_left_out(dateline: Dateline) -> None:
    asked = ("show", "answer", "--question", "who led the US delegation?", "--json")
    small = json.loads(dateline(*asked, PROMPT_TOKENS="600").output)
    assert small["left_out"]
    assert small["tokens"] < json.loads(dateline(*asked).output)["tokens"]


@pytest.mark.parametrize(
    ("arguments", "shown"),
    [
        (["check", "--question", "Jen Daskal led {it}."], "<message>\nJen Daskal led {it}.\n</message>"),
        (["rewrite", "--question", "And who is she?", "--after", "who led the US delegation?"], "answer: The US deleg"),
        (["rewrite", "--question", "And who is she?"], "there is no talk before the question"),
    ],
)
def test_show_gives_the_messages_of_every_prompt(dateline: Dateline, arguments: list[str], shown: str) -> None:
    done = dateline("show", *arguments)
    assert done.exit_code == 0, done.output
    assert shown in done.output


# record and replay


def record(dateline: Dateline, folder: Path, wire: dict[str, str], *more: str) -> Result:
    return dateline("record", *SOME, "--model", MODEL, "--recordings", str(folder), "--yes", *more, **wire)


def test_a_recording_holds_the_exchange_for_what_it_is_and_no_key(
    dateline: Dateline, tmp_path: Path, wire: dict[str, str], server: OpenAIServer
) -> None:
    done = record(dateline, tmp_path / "r", wire)
    assert done.exit_code == 0, done.output
    assert done.output.startswith("2 cases will be asked: about ")
    assert "prices" not in done.output
    assert len(server.requests) == 2, "the refused question calls no model"
    files = sorted((tmp_path / "r").rglob("*.json"))
    assert [file.name for file in files] == ["emoji-in-a-source.json", f"{BRIDGE}.json"]
    kept = json.loads(files[1].read_text(encoding="utf-8"))
    assert kept["served_by"] == LOOPBACK
    assert kept["prompt"] == load("answer").label
    sent = server.requests[0].body["messages"]
    calls = [json.loads(file.read_text(encoding="utf-8"))["runs"][0] for file in files]
    assert [{"role": m["role"], "content": m["content"].split("\n")} for m in sent] in [
        call[0]["messages"] for call in calls
    ]
    assert "".join(kept["runs"][0][0]["stream"]).startswith("Mayor Ilse Brandt")
    assert kept["runs"][0][0]["finish_reason"] == "stop"
    assert kept["runs"][0][0]["usage"]["input"] > 100
    for file in files:
        text = file.read_text(encoding="utf-8")
        assert not any(word in text for word in ("canary", "authorization", "Bearer", "127.0.0.1"))


def test_a_recording_is_replayed_offline_piece_by_piece(
    dateline: Dateline, tmp_path: Path, wire: dict[str, str], server: OpenAIServer
) -> None:
    record(dateline, tmp_path / "r", wire)
    asked = len(server.requests)
    done = dateline("test", *SOME, "--model", "replay", "--recordings", str(tmp_path / "r"), "--json")
    assert done.exit_code == 0, done.output
    assert len(server.requests) == asked
    case = next(one for one in json.loads(done.output)["cases"] if one["name"] == BRIDGE)
    assert "Ilse Brandt" in case["answer"]
    assert case["tokens"]["input"] > 100
    assert json.loads(done.output)["notices"] == [f"In r: recordings, 2 of {MODEL}, answered by {LOOPBACK}."]


@pytest.mark.slow
def test_a_follow_up_is_recorded_with_both_of_its_calls_and_both_prompts_make_it_stale(
    dateline: Dateline, tmp_path: Path, wire: dict[str, str]
) -> None:
    names, folder = ("and-in-the-other-town", "the-other-town"), str(tmp_path / "r")
    done = dateline("record", *names, "--model", MODEL, "--recordings", folder, "--yes", **wire)
    assert done.exit_code == 0, done.output
    replay = ("test", *names, "--model", "replay", "--recordings", folder)
    assert dateline(*replay).exit_code == 0
    text = (FOLDER / "rewrite.yaml").read_text(encoding="utf-8")
    (tmp_path / "rewrite.yaml").write_text(text.replace("Don't answer", "Never answer"), encoding="utf-8")
    by_draft = dateline(*replay, "--prompt", str(tmp_path / "rewrite.yaml"))
    by_setting = dateline(*replay, PROMPTS_DIR=str(tmp_path))
    for changed in (by_draft, by_setting):
        assert changed.exit_code == 1
        assert changed.output.count("STALE") == 2
        assert f"{load('rewrite').label}, {load('answer').label}" in changed.output, "what it was recorded with"


def test_a_recording_of_no_case_is_named(dateline: Dateline, tmp_path: Path, wire: dict[str, str]) -> None:
    record(dateline, tmp_path / "r", wire)
    kept = tmp_path / "r" / "openai-gpt-test" / load("answer").label / f"{BRIDGE}.json"
    kept.with_name("gone.json").write_text(kept.read_text(encoding="utf-8").replace(BRIDGE, "gone"), encoding="utf-8")
    done = dateline("test", BRIDGE, "--model", "replay", "--recordings", str(tmp_path / "r"))
    assert "Recorded, but no case any more: gone." in done.output


def test_a_changed_prompt_makes_recordings_stale_and_never_passes(
    dateline: Dateline, tmp_path: Path, wire: dict[str, str], draft: Callable[[str, str], Path], server: OpenAIServer
) -> None:
    folder = tmp_path / "r"
    record(dateline, folder, wire)
    changed = str(draft("Be short", "Be brief"))
    done = dateline("test", *SOME, "--model", "replay", "--recordings", str(folder), "--prompt", changed)
    assert done.exit_code == 1
    assert f"STALE facts/{BRIDGE}" in done.output
    assert load("answer").label in done.output, "which prompt it was recorded with"
    (folder / "openai-gpt-test" / load("answer").label / "emoji-in-a-source.json").unlink()
    before = len(server.requests)
    again = record(dateline, folder, wire, "--refresh-stale")
    assert again.output.startswith("1 case will be asked"), "only what is missing"
    assert len(server.requests) == before + 1
    assert "Nothing is stale" in record(dateline, folder, wire, "--refresh-stale").output
    refreshed = record(dateline, folder, wire, "--refresh-stale", "--prompt", changed)
    assert refreshed.output.startswith("2 cases will be asked")
    done = dateline("test", *SOME, "--model", "replay", "--recordings", str(folder), "--prompt", changed)
    assert done.exit_code == 0, done.output


def test_a_draft_is_recorded_beside_the_shipped_prompt_and_two_files_are_compared_on_a_real_model(
    dateline: Dateline, tmp_path: Path, wire: dict[str, str], draft: Callable[[str, str], Path], server: OpenAIServer
) -> None:
    folder, shipped, changed = tmp_path / "r", FOLDER / "answer.yaml", draft("Be short", "Be brief")
    server.chat = lambda messages: TRUE
    assert record(dateline, folder, wire).exit_code == 0
    server.chat = lambda messages: SHORT
    assert record(dateline, folder, wire, "--prompt", str(changed)).exit_code == 0
    done = dateline("diff", str(shipped), str(changed), BRIDGE, "--recordings", str(folder), "--json")
    assert done.exit_code == 0, done.output
    (case,) = json.loads(done.output)["cases"]
    assert (case["before"]["state"], case["after"]["state"]) == ("passed", "passed"), "neither side is stale"
    assert case["before"]["answer"] != case["after"]["answer"]


def test_a_recording_of_before_the_prompt_stood_in_its_path_is_still_read(
    dateline: Dateline, tmp_path: Path, wire: dict[str, str]
) -> None:
    record(dateline, tmp_path / "r", wire)
    for kept in (tmp_path / "r").rglob("*.json"):
        kept.rename(kept.parents[1] / kept.name)
    done = dateline("test", *SOME, "--model", "replay", "--recordings", str(tmp_path / "r"))
    assert done.exit_code == 0, done.output


def test_the_settings_deadline_holds_for_a_recording(
    dateline: Dateline, tmp_path: Path, wire: dict[str, str], server: OpenAIServer
) -> None:
    server.faults_once = ["slow"]
    done = record(dateline, tmp_path / "r", wire | {"CHAT_TIMEOUT": "0.3"})
    assert "took too long: try again, or raise CHAT_TIMEOUT" in done.output


def test_money_is_said_only_where_the_settings_give_a_price(
    dateline: Dateline, tmp_path: Path, wire: dict[str, str]
) -> None:
    priced = wire | {"CHAT_INPUT_PRICE": "1000000", "CHAT_OUTPUT_PRICE": "0"}
    done = record(dateline, tmp_path / "r", priced)
    tokens = int(done.output.split("about ")[1].split(" tokens")[0].replace(",", ""))
    assert f"about {tokens:.2f} by the prices in your settings" in done.output


def test_half_an_answer_is_not_recorded(
    dateline: Dateline, tmp_path: Path, wire: dict[str, str], server: OpenAIServer
) -> None:
    server.faults_once = ["unfinished"]
    done = record(dateline, tmp_path / "r", wire)
    assert done.exit_code == 1
    assert "was not recorded" in done.output
    assert len(list((tmp_path / "r").rglob("*.json"))) == 1


def test_recordings_that_are_missing_ambiguous_or_broken_are_told(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match="Nothing is recorded"):
        Book(tmp_path).find(BRIDGE)
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "a.json").write_text("{", encoding="utf-8")
    with pytest.raises(RecordingError, match=r"one/a\.json can't be read: record it again"):
        Book(tmp_path).models()


@pytest.mark.parametrize(
    ("model", "address", "served"),
    [
        (MODEL, None, SERVICE),
        (MODEL, "https://api.example.com/v1", SERVICE),
        ("anthropic:claude-x", None, SERVICE),
        ("ollama:qwen", None, LOOPBACK),
        ("ollama:qwen", "http://192.168.1.5:11434", SERVICE),
        (MODEL, "http://127.0.0.1:8080/v1", LOOPBACK),
        (MODEL, "http://localhost/v1", LOOPBACK),
        (MODEL, "http://[::1]:1/v1", LOOPBACK),
        ("stub", None, OURS),
        ("echo", "https://api.example.com/v1", OURS),
    ],
)
def test_neither_a_loopback_server_nor_the_stub_is_ever_taken_for_a_real_model(
    model: str, address: str | None, served: str
) -> None:
    from evals.workshop.recording import served_by

    assert served_by(model, base_url=address) == served


# diff


def test_a_change_that_only_a_real_model_could_see_is_said_to_be_one(
    dateline: Dateline, draft: Callable[[str, str], Path], tmp_path: Path
) -> None:
    changed = draft("Be short", "Be brief")
    shipped = tmp_path / "answer.yaml"
    shipped.write_text(ANSWER, encoding="utf-8")
    page, text = tmp_path / "d.html", tmp_path / "d.md"
    done = dateline("diff", str(shipped), str(changed), "-k", BRIDGE, "--html", str(page), "--markdown", str(text))
    assert done.exit_code == 0, done.output
    for shown in (done.output, page.read_text(encoding="utf-8"), text.read_text(encoding="utf-8")):
        assert "The stub cannot see this change" in shown
        assert "Be brief" in shown
    rewriting = dateline("diff", str(FOLDER / "rewrite.yaml"), str(FOLDER / "rewrite.yaml"), "-k", BRIDGE)
    assert "None of these" not in rewriting.output
    same = dateline("diff", str(shipped), str(shipped), "-k", BRIDGE)
    assert "cannot see" not in same.output


def replies(*texts: str) -> Callable[[Sequence[Message]], str]:
    """A server that gives these answers in turn, over and over."""
    turn = itertools.cycle(texts)
    return lambda messages: next(turn)


def recorded(
    tmp_path: Path, chat: Callable[[Sequence[Message]], str], prompt: Path, *, dateline: Dateline, repeat: int = 1
) -> Side:
    with OpenAIServer(chat=chat) as server:
        done = dateline(
            "record", BRIDGE, "--model", MODEL, "--recordings", str(tmp_path), "--yes", "--prompt", str(prompt),
            "--repeat", str(repeat), OPENAI_API_KEY=KEY, OPENAI_BASE_URL=server.url,
        )  # fmt: skip
    assert done.exit_code == 0, done.output
    return Side(tmp_path.name, load_all() | {"answer": load_file(prompt)}, Book(tmp_path))


TRUE = "Mayor Ilse Brandt opened the bridge over the Varda on Tuesday [1]."
SHORT = "Ilse Brandt opened the bridge [1]."
WRONG = "The bridge had been opened by nobody at all [1]."


@pytest.mark.parametrize(
    ("before", "after", "repeat", "verdict"),
    [
        ([TRUE], [TRUE], 1, "same"),
        pytest.param([TRUE], [SHORT], 1, "changed", marks=pytest.mark.slow),
        ([TRUE], ["NOT_IN_SOURCES"], 1, "worse"),
        pytest.param([WRONG], [TRUE], 1, "better", marks=pytest.mark.slow),
        pytest.param([TRUE, SHORT], [SHORT, TRUE, TRUE], 3, "same", marks=pytest.mark.slow),
        ([TRUE, SHORT], [TRUE], 2, "noise"),
        pytest.param([TRUE], ["NOT_IN_SOURCES"], 3, "worse", marks=pytest.mark.slow),
    ],
)
def test_worse_better_changed_and_noise_are_told_apart_by_recordings_of_each_side(
    sample: Library,
    dateline: Dateline,
    tmp_path: Path,
    before: list[str],
    after: list[str],
    repeat: int,
    verdict: str,
) -> None:
    prompt = tmp_path / "answer.yaml"
    prompt.write_text(ANSWER, encoding="utf-8")
    sides = [
        recorded(tmp_path / name, replies(*texts), prompt, dateline=dateline, repeat=repeat)
        for name, texts in (("a", before), ("b", after))
    ]
    assert comparing.default_model(*sides) == "replay"
    settings = AnswerSettings(_env_file=None)
    models = [choosing.models_for("replay", settings=settings, book=one.book) for one in sides]
    comparison = comparing.compared(
        Workbench(sample=lambda: sample),
        chosen(CASES, names=[BRIDGE]),
        before=sides[0],
        after=sides[1],
        model="replay",
        models=(models[0], models[1]),
    )
    assert comparison.pairs[0].verdict == verdict
    assert comparison.counts[verdict] == 1
    assert not comparison.blind
    told = showing.markdown(comparison)
    if verdict != "same":
        assert f"{verdict}: facts/{BRIDGE}" in told
        assert "Ilse Brandt" in told


def git(folder: Path, *arguments: str) -> str:
    names = ["-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"]
    done = subprocess.run(["git", "-C", str(folder), *names, *arguments], check=True, capture_output=True, text=True)
    return done.stdout.strip()


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("git"), reason="needs git")
def test_two_revisions_are_compared_by_the_recordings_that_each_holds(
    sample: Library, dateline: Dateline, tmp_path: Path
) -> None:
    home = tmp_path / "repository"
    prompts = home / "prompts"
    prompts.mkdir(parents=True)
    git(home, "init", "-q")
    commits = []
    for text, chat in ((ANSWER, shipped_stub), (ANSWER.replace("Be short", "Be brief"), replies(SHORT))):
        (prompts / "answer.yaml").write_text(text, encoding="utf-8")
        shutil.rmtree(prompts / "recordings", ignore_errors=True)
        recorded(prompts / "recordings", chat, prompts / "answer.yaml", dateline=dateline)
        git(home, "add", "-A")
        git(home, "commit", "-q", "-m", "x")
        commits.append(git(home, "rev-parse", "HEAD"))
    settings = AnswerSettings(_env_file=None)
    with ExitStack() as stack:
        sides = [stack.enter_context(side(one, book=Book(tmp_path / "none"), repository=home)) for one in commits]
        models = [choosing.models_for("replay", settings=settings, book=one.book) for one in sides]
        comparison = comparing.compared(
            Workbench(sample=lambda: sample),
            chosen(CASES, names=[BRIDGE]),
            before=sides[0],
            after=sides[1],
            model=comparing.default_model(*sides),
            models=(models[0], models[1]),
        )
    found = comparing.as_json(comparison)
    assert found["counts"]["changed"] == 1
    assert found["replayed"] is True
    assert TRUE in found["cases"][0]["before"]["answer"]
    assert found["cases"][0]["after"]["answer"] == SHORT
    assert [
        "+",
        "4. Be brief: one to four sentences, the answer first. Full sentences that can be understood without",
    ] in [list(line) for line in found["prompt"]]
    assert any(sign == "+" and "Be brief" in line for sign, line in found["cases"][0]["messages"])
    with pytest.raises(RevisionError, match="neither a prompt file nor a git revision"):
        stack.enter_context(side("no-such-revision", book=Book(tmp_path), repository=home))


def test_an_answer_that_holds_markup_stays_text_in_page_and_markdown(sample: Library, tmp_path: Path) -> None:
    from prompts.casefiles import Case

    case = Case.model_validate(
        {
            "name": "markup",
            "question": "Which <script> signs does the town of Enns use?",
            "now": "2024-03-01T00:00:00Z",
            "sources": [{"id": "a", "text": "The town of Enns uses the signs <, > and & every day."}],
            "must": [{"refuses": False, "why": "x"}],
        }
    )
    one = Side("a", load_all(), Book(tmp_path))
    other = Side("b", load_all(), Book(tmp_path))
    bench = Workbench(sample=lambda: sample)
    models = (lambda _: [StubModel()], lambda _: [StubModel(count=0)])
    comparison = comparing.compared(bench, [case], before=one, after=other, model="stub", models=models)
    page = reports.html("diff.html.jinja", d=comparing.as_json(comparison))
    assert "the signs <" not in page
    assert "<script>" not in page
    assert "the signs &lt;, &gt; and &amp; every day" in page
    assert comparison.pairs[0].verdict == "worse"
    told = showing.markdown(comparison)
    assert "every day" in told
    assert "<summary>worse: /markup: Which &lt;script&gt;" in told


BROWSER = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chromium-browser")


@pytest.mark.slow
@pytest.mark.skipif(not BROWSER, reason="needs Chromium")
def test_the_page_of_a_comparison_reads_in_a_real_browser(
    dateline: Dateline, draft: Callable[[str, str], Path], tmp_path: Path
) -> None:
    page = tmp_path / "d.html"
    dateline("diff", str(FOLDER / "answer.yaml"), str(draft("Be short", "Be brief")), "-k", BRIDGE, "--html", str(page))
    done = subprocess.run(
        [str(BROWSER), "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}",
         "--dump-dom", page.as_uri()],
        capture_output=True, text=True, timeout=50, check=True,
    )  # fmt: skip
    assert "<ins>+ 4. Be brief" in done.stdout
    assert "The stub cannot see this change" in done.stdout
    assert "violates" not in done.stderr
