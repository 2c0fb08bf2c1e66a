"""A library fed from a site, and the pages that such a site has."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

import ingest.web.addresses as addresses
from bot.answering.answer import Answer
from bot.answering.pipeline import Answerer, load_prompt
from ingest.reporting import Summary
from ingest.settings import IngestSettings
from ingest.syncing import sync
from prompts.stub import StubModel
from tests.site import Roads, Site
from vectorstore.embeddings.base import Embedder
from vectorstore.library import Library
from vectorstore.settings import StoreSettings

MORE = (
    "The mayor called it a good day for everybody who lives from the sea. Fishermen said that nobody had asked them "
    "before the quay was built, and that it is too high for their boats. A second phase is to begin in autumn."
)


def story(title: str, fact: str, *, head: str = "", more: str = MORE) -> str:
    return (
        f"<html lang=en><head><title>{title} | Gazette</title><meta property='og:site_name' content='Gazette'>"
        f"<meta property='article:published_time' content='2026-05-12T08:30:00Z'>{head}</head>"
        f"<body><article><h1>{title}</h1><p>{fact}</p><p>{more}</p></article></body></html>"
    )


def feed(*items: tuple[int, str]) -> str:
    entries = "".join(
        f"<item><title>Story {n}</title><link>http://news.example/{n}</link><pubDate>{when}</pubDate></item>"
        for n, when in items
    )
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>Gazette</title>{entries}</channel></rss>"


WHOLE = " ".join(f"In part {n} the council heard what the harbour means for the town." for n in range(120))
WHEN = "Tue, 12 May 2026 08:30:00 GMT"


NOW = datetime(2026, 5, 20, 12, tzinfo=UTC)


class Desk:
    """A library fed from a site, and a bot that stays open while it is: nothing else lives on between the runs."""

    def __init__(self, site: Site, settings: StoreSettings, embedder: Embedder) -> None:
        self.site = site
        self.settings = settings
        self.embedder = embedder
        self._library: Library | None = None

    def run(self, *sources: str, **options: Any) -> Summary:
        self.site.requests.clear()
        return sync(
            sources or (self.site.url("/feed.xml"),),
            settings=self.settings,
            ingest=IngestSettings(ingest_gap=0),
            embedder=self.embedder,
            network=Roads(self.site.port),
            **options,
        )

    def days_pass(self, days: float) -> None:
        """Make all that is remembered of addresses so much older."""
        with closing(sqlite3.connect(self.settings.dateline_data / "catalogue.sqlite")) as database, database:
            seconds = int(days * 86_400)
            database.execute("UPDATE web_addresses SET checked_at = checked_at - ?, first_at = first_at - ?",
                             (seconds, seconds))  # fmt: skip
            database.execute("UPDATE web_held SET until = until - ?", (seconds,))

    def library(self) -> Library:
        self._library = self._library or Library.open(self.settings, embedder=self.embedder)
        return self._library

    def texts(self) -> dict[str, str]:
        return {article.id: article.text for article in self.library().articles()}

    def answer(self, question: str) -> Answer:
        """What the bot's answerer says, with the stub model."""
        answerer = Answerer(
            library=self.library(),
            model=StubModel(),
            prompt=load_prompt(),
            tz=ZoneInfo("UTC"),
        )
        return answerer.answer(question, now=NOW)

    def close(self) -> None:
        if self._library is not None:
            self._library.close()


def sitemap(*names: str) -> str:
    return "<urlset>" + "".join(f"<url><loc>http://news.example/{name}</loc></url>" for name in names) + "</urlset>"


@contextmanager
def opened_desk(settings: StoreSettings, embedder: Embedder, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """The site under public names; resolved by the test, connected to over real sockets."""
    with Site() as site:
        monkeypatch.setattr(addresses.Guard, "_resolved", lambda self, host, port, timeout: ["93.184.215.14"])
        desk = Desk(site, settings, embedder)
        yield desk
        desk.close()
