"""Settings: everything wrong is said at once, by the variable's name, and no secret is repeated."""

from __future__ import annotations

import importlib
import logging
import os
import pkgutil
from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError
from pydantic_settings import BaseSettings

from bot import example, startup
from bot.redaction import HIDDEN, RedactingFormatter, Redactor
from bot.renamed import Renamed, carried
from bot.settings import AnswerSettings
from bot.startup import SettingsError
from ingest.settings import IngestSettings
from vectorstore.settings import StoreSettings

ROOT = Path(__file__).parent.parent
PACKAGES = ("bot", "evals", "ingest", "prompts", "vectorstore")

KEY = "sk-canary-" + "a1B2" * 10
TOKEN = "MTE4NDU2Nzg5MDEyMzQ1Njc4OQ" + ".Gx1abC." + "z9Y8x7W6v5U4t3S2r1Q0p9O8n7M6l5K4j3"


def problems(text: str | bytes) -> list[str]:
    """What the loader says about a `.env` with this text."""
    env = Path(".env")
    env.write_bytes(text if isinstance(text, bytes) else text.encode())
    try:
        startup.load(env)
    except SettingsError as error:
        return error.problems
    return []


def test_nothing_needs_to_be_set() -> None:
    settings = startup.load()
    assert (settings.store.dateline_data, settings.store.embedding, settings.answer.chat_model) == (
        Path("data"), "auto", "auto",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("INGEST_MAX_BYTES=many", "INGEST_MAX_BYTES: must be a whole number, not 'many'"),
        ("INGEST_MAX_BYTES=-3", "INGEST_MAX_BYTES: must be at least 1000, not '-3'"),
        ("PASSAGES=0", "PASSAGES: must be at least 1, not '0'"),
        ("PASSAGES=2.5", "PASSAGES: must be a whole number, not '2.5'"),
        ("CHAT_TIMEOUT=soon", "CHAT_TIMEOUT: must be a number, not 'soon'"),
        ("CHAT_TIMEOUT=0", "CHAT_TIMEOUT: must be more than 0, not '0'"),
        ("CHAT_TIMEOUT=601", "CHAT_TIMEOUT: must be at most 600, not '601'"),
        ("CHAT_TRACING=perhaps", "CHAT_TRACING: must be true or false, not 'perhaps'"),
        ("TIME_ZONE=Mars/Base", "TIME_ZONE: "),
        ("CHROMA_URL=localhost:8000", "CHROMA_URL: "),
        ("OPENAI_BASE_URL=api.example.com", "OPENAI_BASE_URL: "),
        ("INGEST_OVERLAP_CHARACTERS=600", "INGEST_OVERLAP_CHARACTERS must be at most half of"),
        ("OPENAI_API_KY=x", "OPENAI_API_KY: unknown setting (.env line 1); did you mean OPENAI_API_KEY?"),
        ("Embeding=auto", "Embeding: unknown setting (.env line 1); did you mean EMBEDDING?"),
        ("DISCORD_TOKENS=x", "DISCORD_TOKENS: unknown setting (.env line 1); did you mean DISCORD_TOKEN?"),
        ("EMBEDDING=local:minilm\nEMBEDDING=auto", "EMBEDDING: is set twice in .env with different values (line 2)"),
        ("\n\nthis is no setting", ".env line 3: is not NAME=value"),
        ("CHAT_MODEL='stub", ".env line 1: is not NAME=value"),
        ("DATELINE_DATA=.env/data", "DATELINE_DATA: '.env/data' can't be a folder, because a file stands there"),
    ],
)
def test_a_bad_setting_is_named_with_what_it_must_be(line: str, said: str) -> None:
    found = problems(line + "\n")
    assert len(found) == 1, found
    assert found[0].startswith(said)


def test_all_bad_settings_are_told_at_once_over_all_packages() -> None:
    found = problems("INGEST_MAX_BYTES=many\nPASSAGES=0\nCHROMA_URL=ftp://x\nDISCORD_TOKN=a\nOPENAI_API_KEY=a b\n")
    names = sorted(problem.split(":")[0] for problem in found)
    assert names == ["CHROMA_URL", "DISCORD_TOKN", "INGEST_MAX_BYTES", "OPENAI_API_KEY", "PASSAGES"]


def test_the_error_is_one_line_a_problem_and_ends_with_code_2() -> None:
    Path(".env").write_text("PASSAGES=0\nCHAT_TIMEOUT=0\n", encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        startup.load()
    assert caught.value.exit_code == 2
    assert len(str(caught.value).splitlines()) == 3


@pytest.mark.parametrize(
    "text",
    [
        b"\xef\xbb\xbfCHAT_MODEL=stub\n",
        b"CHAT_MODEL=stub\r\nEMBEDDING=local:minilm\r\n",
        b"export CHAT_MODEL=stub\n",
        b'CHAT_MODEL="stub"\n',
        b"CHAT_MODEL='stub' # quotes nothing away\n",
        b"chat_model=stub\n",
        b"CHAT_MODEL=stub\nCHAT_MODEL=stub\n",
        b"POSTGRES_PASSWORD=other program\nCHAT_MODEL=stub\n",
        b"CHAT_MODEL=stub\nPASSAGES=\n",
    ],
    ids=["BOM", "CRLF", "export", "quotes", "comment", "lower case", "same twice", "foreign name", "empty value"],
)
def test_an_ordinary_env_file_is_read_however_it_was_written(text: bytes) -> None:
    Path(".env").write_bytes(text)
    assert startup.load().answer.chat_model == "stub"


def test_a_file_in_another_encoding_is_told_and_the_environment_still_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PASSAGES", "0")
    found = problems("CHAT_MODEL=stub\n".encode("utf-16"))
    assert found[0] == ".env: is not UTF-8 text; save it as UTF-8"
    assert found[1].startswith("PASSAGES: ")


def test_the_environment_comes_before_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("EMBEDDING=local:minilm\n", encoding="utf-8")
    monkeypatch.setenv("EMBEDDING", "local:e5-small")
    assert startup.load().store.embedding == "local:e5-small"


def test_names_of_other_programs_are_left_alone_but_can_be_listed() -> None:
    assert problems("POSTGRES_URL=x\nTZ=UTC\nCHAT_MODEL=stub\n") == []
    assert startup.foreign_names() == ["POSTGRES_URL", "TZ"]


@pytest.mark.parametrize("name", ["OPENAI_API_KEY", "DISCORD_TOKEN"])
@pytest.mark.parametrize("value", ["sk-canary 123", "“sk-canary123”", "sk-canary\u00e9", '"sk-canary"123'])
def test_a_key_with_stray_characters_is_named_and_never_repeated(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=name) as caught:
        startup.load()
    assert "canary" not in f"{caught.value} {caught.value!r}"


def test_white_space_around_a_key_is_taken_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", f"  {KEY}\r\n")
    settings = startup.load()
    assert settings.answer.openai_api_key == SecretStr(KEY) == settings.store.openai_api_key
    assert KEY not in repr(settings)


def test_an_env_file_that_others_can_read_is_noticed() -> None:
    env = Path(".env")
    env.write_text(f"OPENAI_API_KEY={KEY}\n", encoding="utf-8")
    env.chmod(0o644)
    assert startup.readable_by_others(env)
    env.chmod(0o600)
    assert not startup.readable_by_others(env)


def test_the_union_of_settings_misses_no_settings_class() -> None:
    for package in PACKAGES:
        for module in pkgutil.walk_packages([str(ROOT / package)], prefix=f"{package}."):
            if module.name.endswith(".settings"):
                importlib.import_module(module.name)
    joined = {cls for part in startup.settings_classes().values() for cls in part.__mro__}
    assert {cls for cls in subclasses(BaseSettings) if cls.__module__.split(".")[0] in PACKAGES} <= joined


def subclasses(cls: type[BaseSettings]) -> set[type[BaseSettings]]:
    found: set[type[BaseSettings]] = set()
    for sub in cls.__subclasses__():
        found |= {sub} | subclasses(sub)
    return found


def test_env_example_lists_every_setting_with_its_default_and_help() -> None:
    written = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert written == example.example(), "run: python -m bot.example > .env.example"
    for name, field in startup.known_names().items():
        assert field.description, f"{name} has no line of help"


def test_env_example_loads_as_it_is_and_with_every_line_switched_on() -> None:
    written = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert problems(written) == []
    switched_on = "\n".join(line.removeprefix("#") for line in written.splitlines() if line[:2] != "# ")
    assert problems(switched_on) == []


SECRETS = [KEY, TOKEN, f"Authorization: Bearer {KEY}", f"Bot {TOKEN}", "https://user:hunter2secret@example.com/feed"]


@pytest.mark.parametrize("text", SECRETS)
def test_the_shapes_of_secrets_are_hidden_wherever_they_come_from(text: str) -> None:
    shown = Redactor()(f"call failed: {text} (after 2 tries)")
    assert HIDDEN in shown
    assert not any(part in shown for part in (KEY, TOKEN, "hunter2secret"))
    assert shown.startswith("call failed:")


def test_a_known_secret_is_hidden_whatever_its_shape() -> None:
    redact = Redactor()
    redact.learn(["plain-old-password", "abc"])
    assert redact("abc and plain-old-password") == f"abc and {HIDDEN}"


@pytest.mark.parametrize(
    "text",
    ["who led the US delegation?", "https://example.com/a.b.c", "risk-averse sk-ate", "bearer of news", "3f2a9c1b.0"],
)
def test_ordinary_words_pass_the_redactor_unchanged(text: str) -> None:
    assert Redactor()(text) == text


@pytest.mark.parametrize("brief", [True, False])
def test_a_secret_in_a_message_or_traceback_never_reaches_a_log(brief: bool) -> None:
    record = logging.LogRecord("lib", logging.ERROR, "f.py", 1, "sent %s", (KEY,), None)
    try:
        raise ValueError(f"Incorrect API key provided: {KEY}; token {TOKEN}")
    except ValueError as error:
        record.exc_info = (ValueError, error, error.__traceback__)
    line = RedactingFormatter(Redactor(), "%(message)s", brief=brief).format(record)
    assert KEY not in line
    assert TOKEN not in line
    assert ("Traceback" in line) is not brief


def test_no_setting_is_read_at_import(monkeypatch: pytest.MonkeyPatch) -> None:
    """Modules import under an environment full of nonsense: nothing is built before `main()`."""
    import subprocess
    import sys

    environment = os.environ | {"PASSAGES": "nonsense", "CHAT_TIMEOUT": "nonsense", "INGEST_MAX_BYTES": "nonsense"}
    script = "import bot.cli, bot.startup, bot.settings, ingest.settings, vectorstore.settings, vectorstore.library"
    subprocess.run([sys.executable, "-c", script], check=True, env=environment, cwd=ROOT, timeout=50)


@pytest.mark.parametrize(
    ("text", "judge", "said"),
    [
        ("CITATION_CHECK=model", "model", "CITATION_CHECK is now JUDGE: write JUDGE=model."),
        ("citation_check=Local", "words", "CITATION_CHECK is now JUDGE: write JUDGE=words."),
        ("CITATION_CHECK=model\nJUDGE=words", "words", "CITATION_CHECK is no longer used: JUDGE is set and counts."),
        ("CITATION_CHECK=perhaps", "auto", "CITATION_CHECK is now JUDGE, and its value is not known"),
        ("CITATION_CHECK=", "auto", None),
        ("JUDGE=model", "model", None),
    ],
)
def test_a_renamed_setting_works_once_more_or_warns_and_never_stops(text: str, judge: str, said: str | None) -> None:
    Path(".env").write_text(text + "\n", encoding="utf-8")
    settings = startup.load(Path(".env"))
    assert settings.answer.judge == judge
    assert len(settings.warnings) == (said is not None)
    assert all(warning.startswith(said or "") for warning in settings.warnings)
    assert startup.foreign_names(Path(".env")) == []


def test_a_renamed_setting_in_the_environment_goes_before_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("CITATION_CHECK=local\n", encoding="utf-8")
    monkeypatch.setenv("CITATION_CHECK", "model")
    assert startup.load(Path(".env")).answer.judge == "model"


def test_a_setting_that_was_dropped_is_named_and_ignored() -> None:
    Path(".env").write_text("OLD_WEIGHT=3\n", encoding="utf-8")
    found = carried(Path(".env"), renamed={"OLD_WEIGHT": Renamed(new=None)})
    assert (found.values, found.warnings) == ({}, ("OLD_WEIGHT is no longer used: take it out.",))


def test_systemone_needs_an_address_and_a_model() -> None:
    assert problems("JUDGE=systemone\n") == [
        "JUDGE=systemone needs JUDGE_BASE_URL and JUDGE_MODEL: no service is asked by default."
    ]
    assert problems("JUDGE=systemone\nJUDGE_BASE_URL=http://127.0.0.1:8000/v1\nJUDGE_MODEL=x\n") == []


def test_a_home_folder_is_expanded_wherever_a_setting_names_a_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    (home / "prompts").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("DESK", "desk")
    for given, meant in (("~/news", home / "news"), ("$HOME/news", home / "news"), ("${HOME}/$DESK", home / "desk")):
        monkeypatch.setenv("DATELINE_DATA", given)
        assert StoreSettings(_env_file=None).dateline_data == meant
    monkeypatch.setenv("PROMPTS_DIR", "~/prompts")
    assert AnswerSettings(_env_file=None).prompts_dir == home / "prompts"
    monkeypatch.setenv("INGEST_SOURCES", "~/in, https://news.example/~anna/feed, $HOME/sources.yaml")
    sources = IngestSettings(_env_file=None).sources
    assert sources == (str(home / "in"), "https://news.example/~anna/feed", str(home / "sources.yaml"))
    monkeypatch.setenv("EMBEDDING", "local:$HOME/model")
    assert StoreSettings(_env_file=None).embedding == f"local:{home / 'model'}"


def test_a_place_that_names_what_is_not_set_is_refused_and_one_that_is_there_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_SUCH_NAME", raising=False)
    monkeypatch.setenv("DATELINE_DATA", "$NO_SUCH_NAME/news")
    with pytest.raises(ValidationError, match="NO_SUCH_NAME is not set"):
        StoreSettings(_env_file=None)
    (tmp_path / "a$b").mkdir()
    monkeypatch.setenv("DATELINE_DATA", str(tmp_path / "a$b"))
    assert StoreSettings(_env_file=None).dateline_data == tmp_path / "a$b"
