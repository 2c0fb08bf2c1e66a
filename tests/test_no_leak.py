"""No article and no question goes to a provider for its vectors unless one is named for that."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import commands
from tests.openai_server import OpenAIServer
from vectorstore.settings import StoreSettings

KEY = "sk-canary-" + "a1B2" * 10
LED = "who led the US delegation?"
EMBEDDINGS, CHAT = "/v1/embeddings", "/v1/chat/completions"


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    with OpenAIServer() as running:
        yield running


@pytest.fixture
def environment(sample_settings: StoreSettings, server: OpenAIServer, tmp_path: Path) -> dict[str, str]:
    """A copy of the sample library, made by a local embedder without a key; and then a key for chat."""
    shutil.copytree(sample_settings.dateline_data, tmp_path / "data")
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "DATELINE_DATA": str(tmp_path / "data"),
        "OPENAI_API_KEY": KEY,
        "OPENAI_BASE_URL": server.url,
        "CHAT_MODEL": "openai:gpt-4.1-mini",
    }


def dateline(environment: dict[str, str], *arguments: str) -> str:
    done = commands.dateline(arguments, environment=environment)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.slow
def test_a_key_for_chat_sends_questions_to_be_embedded(environment: dict[str, str], server: OpenAIServer) -> None:
    found = json.loads(dateline(environment, "ask", LED, "--json"))
    assert "Jen Daskal" in found["answer"]
    assert found["embedding"] == "local:minilm"
    assert set(server.paths()) == {CHAT}, "the server was asked for something else than the answer and its check"
    assert server.requests[0].headers["authorization"] == f"Bearer {KEY}"


def test_a_key_for_chat_sends_articles_to_be_embedded(
    environment: dict[str, str], server: OpenAIServer, tmp_path: Path
) -> None:
    news = tmp_path / "news"
    news.mkdir()
    (news / "storm.md").write_text(
        "# Storm\n\nA storm closed the harbour of Elmstead for two days.\n", encoding="utf-8"
    )
    dateline(environment, "ingest", str(news))
    assert "Elmstead" in dateline(environment, "search", "which harbour did the storm close?")
    assert server.paths() == []


@pytest.mark.slow
def test_naming_a_provider_for_vectors_sends_a_question_before_the_next_ingest(
    environment: dict[str, str], server: OpenAIServer
) -> None:
    """The library's own embedder goes on until an ingest switches, and only then is an article sent."""
    named = environment | {"EMBEDDING": "openai:text-embedding-3-small"}
    found = json.loads(dateline(named, "ask", LED, "--json"))
    assert "Jen Daskal" in found["answer"]
    assert found["embedding"] == "local:minilm"
    assert EMBEDDINGS not in server.paths()
    articles = Path(__file__).parent.parent / "articles"
    dateline(named, "ingest", str(articles), "--yes")
    assert EMBEDDINGS in server.paths(), "the server would not have seen a leak either"
    assert json.loads(dateline(named, "ask", LED, "--json"))["embedding"] == "openai:text-embedding-3-small"
