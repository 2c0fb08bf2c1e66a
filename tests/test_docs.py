"""What the docs claim: commands exist, links lead somewhere, and shown output is what is really printed."""

from __future__ import annotations

import re
import shlex
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.core import TyperGroup
from typer.main import get_command

from bot.answering.rendering import as_text
from bot.answering.wiring import answerer_for
from bot.cli import app
from bot.settings import AnswerSettings
from bot.startup import known_names
from ingest.sources.config import Source, read_sources
from vectorstore.library import Library

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCS = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")] + sorted((ROOT / "docs").glob("*.md"))


def code_lines(document: Path) -> list[str]:
    blocks = re.findall(r"^```\w*\n(.*?)^```", document.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    return [line.removeprefix("$ ").strip() for block in blocks for line in block.splitlines()]


@pytest.mark.parametrize("document", DOCS, ids=lambda path: path.name)
def test_every_make_target_and_dateline_command_in_the_docs_exists(document: Path) -> None:
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    command = get_command(app)
    assert isinstance(command, TyperGroup)
    for line in code_lines(document):
        words = shlex.split(line, comments=True) if re.match(r"(\.venv/bin/)?(dateline|make)\b", line) else []
        if words[:1] == ["make"]:
            assert set(words[1:]) <= targets, line
        elif words:
            subcommand: Any = command
            rest = words[1:]
            while isinstance(subcommand, TyperGroup) and (rest or not subcommand.invoke_without_command):
                context = subcommand.make_context("dateline", rest[:1], resilient_parsing=True)
                subcommand, rest = subcommand.get_command(context, rest[0]), rest[1:]
            assert subcommand is not None, line
            options = {option for parameter in subcommand.params for option in parameter.opts} | {"--help"}
            assert {word for word in rest if word.startswith("--")} <= options, line


@pytest.mark.parametrize("document", DOCS, ids=lambda path: path.name)
def test_every_link_to_a_file_leads_to_one(document: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", document.read_text(encoding="utf-8")):
        assert (document.parent / target).exists(), target


def test_the_two_commands_stand_on_the_first_screen_of_the_readme() -> None:
    first = README.splitlines()[:12]
    assert [line.split("#")[0].strip() for line in first if line.startswith("make ")] == ["make demo", "make test"]


def test_every_setting_that_the_readme_names_is_one() -> None:
    table = README[README.index("## Settings") : README.index("## More")]
    named = set(re.findall(r"`([A-Z]+_?[A-Z_]+)`", table)) - {"PROVIDER"}
    assert named <= set(known_names()), named - set(known_names())


def test_the_readme_shows_what_ask_really_prints(sample: Library) -> None:
    question = "who led the US delegation?"
    answer = answerer_for(AnswerSettings(), sample).answer(question, now=datetime(2026, 1, 1, tzinfo=UTC))
    assert f'$ dateline ask "{question}"\n{as_text(answer)}\n```' in README, "paste it again: make demo"


def test_the_sources_that_the_docs_show_would_be_refused_or_leave_a_key_out(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "ingest.md").read_text(encoding="utf-8")
    shown, *_ = re.findall(r"^```yaml\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    (tmp_path / "sources.yaml").write_text(shown, encoding="utf-8")
    lakeside, ministry = read_sources(tmp_path / "sources.yaml")
    assert (lakeside.every, lakeside.most, lakeside.tags) == (timedelta(minutes=30), 50, ("local", "ferry"))
    assert ministry.takes("https://transport.example/news/2024/bridge")
    assert not ministry.takes("https://transport.example/news/tenders/7")
    assert not ministry.takes("https://transport.example/about")
    fields = {"except" if name == "but_not" else name for name in Source.__dataclass_fields__} - {"credentials"}
    assert set(re.findall(r"^[ -]+(\w+): ", shown, re.MULTILINE)) == fields


def test_every_setting_that_the_page_on_ingest_names_is_one() -> None:
    page = (ROOT / "docs" / "ingest.md").read_text(encoding="utf-8")
    named = set(re.findall(r"\b((?:INGEST|DISCORD|CHROMA|DATELINE|EMBEDDING)_[A-Z_]+)\b", page))
    assert named and named <= set(known_names()), named - set(known_names())
