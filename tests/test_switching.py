"""Another embedder: told first where it costs, made beside what answers, gone on with after a kill."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest

from ingest.errors import UsageError
from ingest.syncing import sync
from tests.openai_server import OpenAIServer
from tests.store import SPLITTER, WordEmbedder, article, passages
from tests.store_child import in_child, ingest
from vectorstore.embeddings.base import Vectors
from vectorstore.library import Library
from vectorstore.settings import StoreSettings

STORIES = tuple(article(f"{n}.txt", f"The harbour's story number {n} of the year.") for n in range(60))
BATCH = 8


def other() -> WordEmbedder:
    return WordEmbedder(name="test:other", dimensions=32, batch_size=BATCH)


def embed_anew(settings: StoreSettings, embedder: WordEmbedder) -> list[tuple[int, int]]:
    """What was told of the embedding: (done, of how many)."""
    told: list[tuple[int, int]] = []

    def progress(stage: str, done: int, total: int) -> None:
        if stage == "embedding":
            told.append((done, total))
            if isinstance(embedder, Dying) and len(told) == 2:
                embedder.stored.set()

    with Library.writing(settings, splitter=SPLITTER, embedder=embedder, progress=progress) as writer:
        for one in writer.outdated():
            writer.put(one, passages(one))
    return told


class Dying(WordEmbedder):
    """Takes its process with it in the fourth batch, when two have been stored."""

    def __init__(self) -> None:
        super().__init__(name="test:other", dimensions=32, batch_size=BATCH)
        self.stored = threading.Event()

    def passages(self, texts: Sequence[str]) -> Vectors:
        if len(self.calls) == 3:
            self.stored.wait(30)
            os.kill(os.getpid(), signal.SIGKILL)
        return super().passages(texts)


def die_embedding(settings: StoreSettings) -> None:
    embed_anew(settings, Dying())


@pytest.mark.slow
def test_a_switch_that_was_killed_would_begin_anew_or_answer_from_both(settings: StoreSettings) -> None:
    ingest(settings, STORIES)
    assert in_child(die_embedding, settings) == -signal.SIGKILL
    with Library.open(settings, embedder=WordEmbedder()) as library:
        assert library.embedding == "test:words"
        assert library.search("harbour story number 41", k=1)[0].article.id == "41.txt"
    embedder = other()
    told = embed_anew(settings, embedder)
    left = sum(map(len, embedder.calls))
    assert BATCH <= len(STORIES) - left <= 3 * BATCH
    assert {total for _, total in told} == {left} and told[-1][0] == left
    with Library.open(settings, embedder=other()) as library:
        assert library.embedding == "test:other"
        assert library.search("harbour story number 41", k=1)[0].article.id == "41.txt"
    assert Library.check(settings) is None


def test_a_paid_embedder_would_be_sent_the_library_unasked(settings: StoreSettings, tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_text(
        " ".join(f"In week {n} the port lost {n * 7} tonnes of fish." for n in range(50)), encoding="utf-8"
    )
    sync([source], settings=settings.model_copy(update={"embedding": "local:minilm"}))
    with OpenAIServer() as server:
        changes = {"embedding": "openai:big", "openai_base_url": server.url, "embedding_price": 0.5}
        paid = settings.model_copy(update=changes)
        with pytest.raises(UsageError, match=r"3 passages, about \d{3} tokens, about 0\.00 at EMBEDDING_PRICE.* --yes"):
            sync([source], settings=paid)
        with pytest.raises(UsageError, match=r"tokens\. Add --yes"):
            sync([source], settings=paid.model_copy(update={"embedding_price": None}))
        assert not server.requests
        with Library.open(paid) as library:
            assert library.embedding == "local:minilm"
        assert sync([source], settings=paid, agreed=True).embedded == 3
        with Library.open(paid) as library:
            assert library.embedding == "openai:big"
        # One's own service, known to cost nothing, is told of and not asked about.
        free = paid.model_copy(update={"embedding": "openai:other", "embedding_price": 0.0})
        assert "re-embeds it: 3 passages" in sync([source], settings=free).notes[0].reason


def test_a_provider_that_is_down_would_keep_a_run_from_what_needs_no_vectors(
    settings: StoreSettings, tmp_path: Path
) -> None:
    for name in ("stays", "goes"):
        (tmp_path / f"{name}.txt").write_text(f"The car ferry {name}, the harbour master said on Monday.")
    with OpenAIServer() as server:
        paid = settings.model_copy(update={"embedding": "openai:big", "openai_base_url": server.url})
        sync([tmp_path], settings=paid)
        server.fault = "unauthorised"
        (tmp_path / "goes.txt").unlink()
        summary = sync([tmp_path], settings=paid, prune=True)
        assert (summary.unchanged, summary.removed, summary.exit_code) == (1, 1, 0)
        (tmp_path / "new.txt").write_text("A new quay is to be built in the autumn of the year.")
        failed = sync([tmp_path], settings=paid).failed
        assert [one.source for one in failed] == ["new.txt"] and "check OPENAI_API_KEY" in failed[0].reason
