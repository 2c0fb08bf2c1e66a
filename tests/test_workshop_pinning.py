"""A reader's question becomes a pinned, failing case; nothing of the reader comes with it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot import cli
from bot.questions.log import Cited, Entry, Log
from evals.workshop.errors import PinError
from evals.workshop.pinning import case_of, without_personal, write
from evals.workshop.running import Workbench
from prompts.files import load_all
from prompts.stub import StubModel
from vectorstore.library import Library
from vectorstore.settings import StoreSettings

MEMBER = 123456789012345678
SECRETS = ("123456789012345678", "987654321098765432", "anna@example.com", "hash-of-member", "my boss", "555 123 4567")
WHEN = datetime(2024, 3, 1, 9, 30, tzinfo=UTC)


def asked(library: Library, **given: Any) -> Entry:
    hit = library.search("who led the US delegation?", k=1)[0]
    cited = Cited(
        n=1,
        title=hit.article.headline,
        outlet=hit.article.outlet,
        url=hit.article.url,
        path=hit.article.path,
        published="2024-01-30",
        article_id=hit.article.id,
        passage_id=hit.passage.id,
        quote="",
        passage=hit.passage.text,
    )
    values: dict[str, Any] = {
        "id": "Ab_-9",
        "asked_at": WHEN,
        "member": "hash-of-member",
        "server": 987654321098765432,
        "channel": 987654321098765432,
        "question": f"<@{MEMBER}> who led the US delegation? tell anna@example.com or +1 (555) 123 4567",
        "answer": "The US delegation was led by Jen Daskal [1]. It came to Beijing [1].",
        "outcome": "answered",
        "citations": (cited,),
        "feedback": -1,
        "feedback_text": "my boss disagrees",
        **given,
    }
    return Entry(**values)


@pytest.mark.parametrize(
    ("given", "claim"),
    [
        ({}, "never_says: The US delegation was led by Jen Daskal."),
        ({"outcome": "refused", "answer": "No.", "citations": (), "feedback": None}, "refuses: false"),
    ],
)
def test_a_disliked_or_refused_question_becomes_a_case_without_member_data(
    sample: Library, tmp_path: Path, given: dict[str, object], claim: str
) -> None:
    from zoneinfo import ZoneInfo

    written = case_of(asked(sample, **given), library=sample, tz=ZoneInfo("UTC"))
    path, case = write(written, tmp_path)
    text = path.read_text(encoding="utf-8")
    assert not [secret for secret in SECRETS if secret in text]
    assert case.question == "who led the US delegation? tell or"
    assert str(case.must[0]) == claim
    assert case.now == WHEN
    assert any("Jen Daskal" in source.text for source in case.sources or () if not isinstance(source, str))
    with pytest.raises(PinError, match="pinned already"):
        write(written, tmp_path)


def test_a_disliked_answer_that_is_still_given_fails(sample: Library, tmp_path: Path) -> None:
    from zoneinfo import ZoneInfo

    bench = Workbench(sample=lambda: sample)
    plain = asked(sample, question="who led the US delegation?")
    answer = bench.run(write(case_of(plain, library=sample, tz=ZoneInfo("UTC")), tmp_path / "a")[1],
                       prompts=load_all(), model=StubModel()).answer  # fmt: skip
    assert answer is not None
    again = asked(sample, question="who led the US delegation?", answer=answer.text)
    _, case = write(case_of(again, library=sample, tz=ZoneInfo("UTC")), tmp_path / "b")
    assert bench.run(case, prompts=load_all(), model=StubModel()).state == "failed"


def test_a_question_that_was_served_well_is_not_pinned(sample: Library) -> None:
    from zoneinfo import ZoneInfo

    with pytest.raises(PinError, match="not disliked"):
        case_of(asked(sample, feedback=1), library=sample, tz=ZoneInfo("UTC"))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("<@!123456789012345678> and <#123456789012345678> ask", "and ask"),
        ("@some.one why?", "why?"),
        ("write a.b+c@example.org now", "write now"),
        ("call 030-1234567-89", "call"),
        ("did 105,000 or 112.000 die in 2023?", "did 105,000 or 112.000 die in 2023?"),
        ("on 2024-01-30, at 10:30", "on 2024-01-30, at 10:30"),
    ],
)
def test_personal_data_is_taken_out_and_numbers_and_dates_stay(text: str, left: str) -> None:
    assert without_personal(text) == left


def test_the_command_writes_the_file_and_says_how_it_does_now(
    sample: Library, sample_settings: StoreSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import shutil

    data = tmp_path / "data"
    shutil.copytree(sample_settings.dateline_data, data)
    Log(data, key=b"key").save(asked(sample, outcome="refused", question="who led the US delegation?"))
    monkeypatch.setenv("DATELINE_DATA", str(data))
    monkeypatch.setenv("EMBEDDING", "local:minilm")
    done = CliRunner().invoke(cli.app, ["prompts", "case", "--from-question", "Ab_-9", "--out", str(tmp_path)])
    assert done.exit_code == 0, (done.output, done.exception)
    assert "passed with the stub" in done.output, "the refusal is mended already"
    assert len(list(tmp_path.glob("reader-2024-03-01-*.yaml"))) == 1
    missing = CliRunner().invoke(cli.app, ["prompts", "case", "--from-question", "none", "--out", str(tmp_path)])
    assert isinstance(missing.exception, PinError)
