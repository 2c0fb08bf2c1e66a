"""`dateline eval` as people and scripts meet it: real processes, the reports that they leave, and what is told."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from evals.comparing import Change
from prompts.fences import REFUSAL
from tests.commands import dateline
from tests.openai_server import OpenAIServer

Run = Callable[..., subprocess.CompletedProcess[str]]
FERRY = "https://example.com/observer/ferry"
LIBRARY = "https://example.com/observer/library"
ATTACK = "<script>alert('planted')</script><img src=x onerror=alert(1)>"
ARTICLES = [
    {
        "url": FERRY,
        "title": f"Ferry Evangeline returns {ATTACK}",
        "published": "2024-01-12",
        "text": "The car ferry Evangeline will cross the lake again from April. Captain Ingrid Solheim commands it. "
        "A crossing of the lake takes fifty minutes.",
    },
    {
        "url": LIBRARY,
        "title": "Town library opens on Sundays",
        "published": "2024-01-14",
        "text": "The town library will open on Sundays from March. Its roof was mended for 40,000 dollars.",
    },
]
QUESTIONS = [
    {
        "id": "captain",
        "question": "Who commands the car ferry Evangeline?",
        "answers": ["Ingrid Solheim"],
        "gold_urls": [FERRY],
    },
    {
        "id": "roof",
        "question": "For how many dollars was the library's roof mended?",
        "answers": ["40,000"],
        "gold_urls": [LIBRARY],
    },
    {
        "id": "wrong",
        "question": "How long does a crossing of the lake take?",
        "answers": ["nine hours"],
        "gold_urls": [FERRY],
    },
]
NONE = [{"id": "mars", "question": "How many rovers are driving on Mars?"}]
EVIDENCE = ["The ferry sails in April."]
CLAIMS = [
    {"id": "true", "claim": "The ferry sails in April.", "evidence": EVIDENCE, "label": "supported"},
    {"id": "untrue", "claim": "The ferry sails in May.", "evidence": EVIDENCE, "label": "not_supported"},
]


def write(path: Path, rows: list[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def lake(place: Path) -> Path:
    """The question set, written into a folder of this name."""
    place.mkdir()
    for name, rows in (("articles", ARTICLES), ("questions", QUESTIONS), ("unanswerable", NONE), ("claims", CLAIMS)):
        write(place / f"{name}.jsonl", rows)
    return place


def runner(place: Path) -> Run:
    """`dateline eval` with a home and data of its own, run in `place`."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(place), "DATELINE_DATA": "data", "EMBEDDING": "local:minilm"}

    def evaluate(*arguments: str | Path, **settings: str) -> subprocess.CompletedProcess[str]:
        return dateline(["eval", *map(str, arguments)], environment=environment | settings, folder=place, timeout=55)

    return evaluate


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return lake(tmp_path / "lake")


@pytest.fixture
def run(apart: Path) -> Run:
    return runner(apart)


@dataclass(frozen=True)
class Base:
    """One run with the stub, made once for the tests that look at what it left."""

    place: Path
    run: Run
    printed: dict[str, Any]

    def report(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.place / "report" / "report.json").read_text(encoding="utf-8"))
        return found

    def page(self) -> str:
        return (self.place / "report" / "report.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory, scrubbed: None) -> Base:
    place = tmp_path_factory.mktemp("eval")
    lake(place / "lake")
    run = runner(place)
    done = run("lake", "--out", "report", "--json")
    assert done.returncode == 0, done.stderr
    return Base(place, run, json.loads(done.stdout))


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    with OpenAIServer() as running:
        yield running


def scores(report: dict[str, Any]) -> dict[str, float]:
    return {score["name"]: score["value"] for score in report["scores"]}


class Page(HTMLParser):
    """The tags of a page, what it would load, and the texts in <details>."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.loads: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name in ("src", "srcset", "data", "action", "poster") or name.startswith("on"):
                self.loads.append(f"{tag} {name}")
            if name in ("href", "xlink:href") and not (value or "").startswith("#"):
                self.loads.append(f"{tag} {name}={value}")


def test_a_set_is_run_and_its_report_shows_every_failing_case_with_all_that_led_to_it(base: Base) -> None:
    printed = base.printed
    assert printed["report"] == "report/report.html"
    found = scores(printed)
    assert found["article hit@1"] == 1.0
    assert found["right"] == pytest.approx(2 / 3, abs=1e-4)
    assert found["refused, unanswerable"] == 1.0
    assert found["quotes verbatim"] == 1.0
    assert found["shown citations that support their sentence"] == 1.0
    assert found["true sentences dropped"] == 0.0
    assert {"search p50", "answer p95", "tokens in"} <= set(found)

    report = base.report()
    assert scores(report) == found
    (failing,) = (case for case in report["cases"] if case["problems"])
    assert failing["name"] == "answerable wrong"
    assert failing["problems"] == ["the answer lacks nine hours"]
    assert failing["passages"][0]["url"] == FERRY
    assert failing["passages"][0]["score"] > 0
    assert [message["role"] for message in failing["prompt"]] == ["system", "user"]
    assert "fifty minutes" in failing["raw"]
    assert failing["checks"][0]["outcome"] == "kept"

    page = base.page()
    for shown in ("answerable wrong", "nine hours", "What the checker did", "Raw answer", "cosine", "fifty minutes"):
        assert shown in page
    assert "answerable captain" not in page, "a case that is well is no failing case"


def test_the_page_loads_nothing_runs_nothing_and_takes_no_markup_from_articles(base: Base) -> None:
    page = base.page()
    seen = Page(page)
    assert not {"script", "link", "iframe", "img", "object", "embed", "base"} & set(seen.tags)
    assert not seen.loads
    assert "&lt;img src=x" in page, "the planted title stands there as text"
    assert seen.tags.count("svg") >= 4
    assert "details" in seen.tags
    assert not re.search(r"url\(\s*['\"]?(?!#)", page), "neither does its style"


def test_a_second_run_embeds_no_article_again(run: Run, folder: Path, server: OpenAIServer) -> None:
    provider = {"EMBEDDING": "openai:test-model", "OPENAI_API_KEY": "sk-test", "OPENAI_BASE_URL": server.url,
        "CHAT_MODEL": "stub"}  # fmt: skip
    first = run(folder, **provider)
    assert first.returncode == 0, first.stderr

    def embedded() -> list[str]:
        return [text for request in server.requests for text in request.body["input"] if "\n" in text]

    assert any("Ingrid Solheim" in text for text in embedded())
    server.requests.clear()
    assert run(folder, **provider).returncode == 0
    assert not embedded()
    assert server.requests, "questions are embedded each time"


def test_compare_says_which_cases_broke_and_what_was_set_otherwise(base: Base) -> None:
    with OpenAIServer(chat=lambda messages: REFUSAL) as server:
        provider = {"CHAT_MODEL": "openai:test", "OPENAI_API_KEY": "sk-test", "OPENAI_BASE_URL": server.url}
        spoilt = base.run("lake", "--compare", "report/report.json", "--out", "new", **provider)
    assert spoilt.returncode == 0, spoilt.stderr
    assert re.search(r"model: stub before, \S*test\S* now", spoilt.stdout), spoilt.stdout
    assert re.search(r"Broken since \S+ answerable captain, answerable roof\n", spoilt.stdout), spoilt.stdout
    assert re.search(r"false refusals +1\.000 .* 0\.000 +\+1\.000 worse", spoilt.stdout), spoilt.stdout
    changes = json.loads((base.place / "new" / "report.json").read_text(encoding="utf-8"))["changes"]
    assert changes["broken"] == ["answerable captain", "answerable roof"]
    assert "answerable captain, answerable roof" in (base.place / "new" / "report.html").read_text(encoding="utf-8")


def test_a_set_without_articles_is_told_in_one_sentence(run: Run, folder: Path) -> None:
    (folder / "articles.jsonl").unlink()
    done = run(folder)
    assert done.returncode == 2
    assert done.stderr == "lake has no articles.jsonl: name the articles with --articles.\n"


def test_limit_takes_the_first_of_each_file(base: Base) -> None:
    report = json.loads(base.run("lake", "--limit", "1", "--json").stdout)
    counted = {score["name"]: score["n"] for score in report["scores"]}
    assert (counted["right"], counted["refused, unanswerable"], report["limit"]) == (1, 1, 1)


def test_a_question_that_fails_is_named_and_the_others_are_scored(run: Run, folder: Path, server: OpenAIServer) -> None:
    server.faults_once = ["broken"]
    done = run(folder, "--json", CHAT_MODEL="openai:test", OPENAI_API_KEY="sk-test", OPENAI_BASE_URL=server.url,
               CHAT_RETRIES="0")  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.startswith("answerable captain: ")
    assert len(done.stderr.splitlines()) == 1
    report = json.loads(done.stdout)
    assert scores(report)["right"] == pytest.approx(1 / 3, abs=1e-4)


def test_a_model_that_never_answers_ends_the_run_with_one_sentence(
    run: Run, folder: Path, server: OpenAIServer
) -> None:
    write(folder / "questions.jsonl", [QUESTIONS[0] | {"id": str(n)} for n in range(8)])
    server.fault = "unauthorised"
    done = run(folder, CHAT_MODEL="openai:test", OPENAI_API_KEY="sk-canary-abc", OPENAI_BASE_URL=server.url)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert "canary" not in done.stdout + done.stderr
    assert len(server.requests) == 5


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["lake", "--out", "lake/articles.jsonl"], "lake/articles.jsonl can't hold the reports"),
        (["lake", "--compare", "lake/claims.jsonl"], "claims.jsonl is not a report of dateline eval"),
        (["odd"], "questions.jsonl is not valid UTF-8"),
        (["undated"], "'soon' is not a date"),
        (["nowhere"], "There is no folder nowhere"),
    ],
)
def test_what_cannot_be_run_is_one_sentence_and_costs_no_run(base: Base, arguments: list[str], said: str) -> None:
    for name, content in (("odd", b"\xff\xfe"), ("undated", b'{"id": "a", "question": "Who?", "now": "soon"}\n')):
        (base.place / name).mkdir(exist_ok=True)
        (base.place / name / "questions.jsonl").write_bytes(content)
    done = base.run(*arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_library_that_is_there_already_is_asked_as_it_is_and_needs_no_articles(base: Base) -> None:
    (base.place / "asked").mkdir()
    write(base.place / "asked" / "questions.jsonl", QUESTIONS)
    (held,) = (base.place / "data" / "evals").glob("lake-*")
    done = base.run("asked", "--library", str(held), "--json")
    assert done.returncode == 0, done.stderr
    assert scores(json.loads(done.stdout))["article hit@1"] == 1.0


@pytest.mark.parametrize(
    ("old", "new", "verdict"), [(100, 124, "same"), (100, 126, "worse"), (100, 74, "better"), (100, 100, "same")]
)
def test_a_time_is_worse_only_where_it_moved_by_more_than_times_do(old: float, new: float, verdict: str) -> None:
    assert Change(name="answer p50", old=old, new=new, unit="ms", better="lower").verdict == verdict
