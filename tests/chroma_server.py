"""A real Chroma server on loopback, in a process of its own, and what a library on it shows."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path
from urllib.request import urlopen

from tests.store import WordEmbedder, article, passages, with_text
from vectorstore import vectors
from vectorstore.indexes import collection_name
from vectorstore.library import Library
from vectorstore.model import Article
from vectorstore.settings import StoreSettings

SAME = article("same.txt", "The delegation met the minister.\n\nNews of the harbour came later.")
OLD = article("changed.txt", "The storm took one boat.\n\nThe delegation left.")
CHANGED = with_text(OLD, "The storm took three boats.\n\nThe delegation left.")
GONE = article("gone.txt", "The harbour is closed.\n\nA storm is near.")
NEW = article("new.txt", "A second delegation arrived.\n\nThe news came by boat.")
QUESTION = "storm boat delegation harbour news"
STARTS_WITHIN = 40.0


class ChromaServer:
    """`chroma run` on a folder. It keeps its port when it is started again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self._port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self._process = subprocess.Popen(
            [str(Path(sys.executable).with_name("chroma")), "run", "--host", "127.0.0.1", "--port", str(self._port),
                "--path", str(self._folder)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"ANONYMIZED_TELEMETRY": "False"},
        )  # fmt: skip
        deadline = time.monotonic() + STARTS_WITHIN
        while not self._answers():
            assert self._process.poll() is None, "the server ended by itself"
            assert time.monotonic() < deadline, "the server did not start"

    def _answers(self) -> bool:
        try:
            with urlopen(f"{self.url}/api/v2/heartbeat", timeout=1):  # noqa: S310
                return True
        except (OSError, HTTPException):
            assert self._process is not None
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(0.05)  # a moment's pause, which ends at once if the server does
            return False

    def stop(self) -> None:
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def restart(self) -> None:
        self.stop()
        self.start()


def opened(settings: StoreSettings) -> Library:
    return Library.open(settings, embedder=WordEmbedder())


def shown(library: Library) -> set[str]:
    """What the vectors find."""
    return {hit.passage.text for hit in library.search(QUESTION, k=20) if hit.dense_rank is not None}


def texts(*articles: Article) -> set[str]:
    return {passage.text for one in articles for passage in passages(one)}


def on_server(settings: StoreSettings, library: Library) -> set[str]:
    """The ids that the server holds for this library."""
    assert settings.chroma_url is not None
    index = vectors.open_server(settings.chroma_url, collection_name(library._state()))
    try:
        return index.ids()
    finally:
        index.close()


def ids(*articles: Article) -> set[str]:
    return {passage.id for one in articles for passage in passages(one)}
