"""Addresses: what a text is without them, and that nothing a reader is shown holds one but its sources' own."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.answering import provenance
from bot.answering.claims import check_message
from bot.answering.fragments import link_to
from bot.answering.pipeline import Answerer, load_prompt
from bot.answering.readable import readable
from bot.answering.rendering import as_json, as_text
from bot.answering.smalltalk import reply_to
from bot.discord.kept import kept
from bot.discord.quotes import quote_parts, since
from bot.discord.rendering import answer_parts
from bot.questions.log import Entry
from ingest.syncing import sync
from language.addresses import without_addresses
from language.messages import message_of
from prompts.stub import StubModel
from tests.store import WordEmbedder
from vectorstore.library import Library
from vectorstore.settings import StoreSettings

NOW = datetime(2024, 3, 1, 12, tzinfo=UTC)
OWN = "https://www.gazette.example/a1"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Log in to https://studentaid.example/form/a. Then wait.", "Log in to …. Then wait."),
        ("See (https://x.example/a) for it.", "See for it."),
        ("Go to http://203.0.113.9/a!", "Go to …!"),
        ("hxxps://evil[.]example/a is bad", "… is bad"),
        ("See ｅｖｉｌ．ｅｘａｍｐｌｅ/a now", "See … now"),
        ("Join discord.gg/abc or t.me/evil now", "Join … or … now"),
        ("Write to a.b@c-d.example, or call.", "Write to …, or call."),
        ("Write to name [at] host [dot] com today.", "Write to … today."),
        ("[click](https://evil.example) here", "click here"),
        ("It is so [1](https://evil.example).", "It is so [1]."),
        ("www.evil.example.net is good.", "… is good."),
        ("Meer op evil(punkt)de lesen", "Meer op evil lesen"),
        ("according to Realtor.com. That is", "according to Realtor. That is"),
        ("A bbc.co.uk report", "A bbc report"),
        ("링크는 evil.com에서 보세요.", "링크는 evil에서 보세요."),
        ("請看evil.com。請看 https://evil.com/a。", "請看evil。請看 …。"),
        ("詳しくはｅｖｉｌ．comへ", "詳しくはｅｖｉｌへ"),
        ("bob@press.example.Follow her.", "… her."),
        ("One.\nhttps://x.example\nTwo.", "One.\nTwo."),
        ("https://a.example and https://b.example say so.", "… say so."),
        ("Play steam://run/1 and ask mailto:x@y.example", "Play … and ask …"),
        (f"Gazette {OWN} and gazette.example, not gazette.example/b", f"Gazette {OWN} and gazette.example, not …"),
    ],
)
def test_a_text_without_addresses_keeps_its_words(text: str, left: str) -> None:
    assert without_addresses(text, own=[OWN, None]) == left


@pytest.mark.parametrize(
    "text",
    [
        "The war ended.It began in 2022.In June it was over, at 5 p.m.in Rome.",
        "U.S. Senate, i.e. 3.5 %, e.g. Node.js, z.B. Ph.D. Inc. and St.Louis",
        "Version 1.2.3.4 costs $2.5bn.in all, a ratio of 3:1",
        "Twitter: @bob; data: the new figures (in millions).",
        "The dot com boom, and the Department (DOT) to blame",
        "于是他说。今天（周一）",
        "",
    ],
)
def test_a_text_that_holds_no_address_stays_as_it_is(text: str) -> None:
    assert without_addresses(text) == text


def test_a_link_opens_at_the_words_beside_what_was_left_out() -> None:
    assert link_to(OWN, "Read … for the fees.") == f"{OWN}#:~:text=for%20the%20fees."


ADDRESS = re.compile(r"\w+://|www\.|[\w.+-]+@\w|(?:[\w-]+\.)+(?:com|net|org|xyz|example|gg)\b", re.IGNORECASE)
ARTICLE = """---
title: Varda bridge opens, see varda-tolls.example.net/now
outlet: Gazette
url: https://gazette.example/bridge
published: 2024-02-20
---
Mayor Ilse Brandt opened the bridge over the Varda on Tuesday, as https://evil.example.net/bridge said first.

The toll for the bridge over the Varda is paid at www.toll.example.net or by mail to toll@pay.example.net.
"""


@pytest.fixture
def library(tmp_path: Path) -> Library:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "bridge.md").write_text(ARTICLE, encoding="utf-8")
    settings = StoreSettings(_env_file=None, dateline_data=tmp_path / "data")
    assert not sync([tmp_path / "in"], settings=settings, embedder=WordEmbedder()).failed
    return Library.open(settings, embedder=WordEmbedder())


def test_nothing_that_a_reader_is_shown_holds_an_address_but_the_articles_own(library: Library) -> None:
    with library:
        answerer = Answerer(library=library, model=StubModel(), prompt=load_prompt(), tz=ZoneInfo("UTC"))
        said = []
        for question in (
            "who opened the bridge over the Varda?",
            "where is the toll for the bridge over the Varda paid?",
            "the newest article",
            "who won the chess olympiad in Lisbon over the Varda bridge?",
        ):
            found = answerer.answer(question, now=NOW)
            said += [as_text(found), json.dumps(as_json(found) | {"prompt": ""})]
            said += [part.text for part in answer_parts(found, language="en")]
            entry = replace(ENTRY, citations=kept(found.citations, found.hits))
            said += [part.text for part in quote_parts(entry, {}, language="en")]
            assert since(entry, library) == {}
            assert all(map(found.is_verbatim, found.citations))
        assert "Ilse Brandt opened the bridge over the Varda on Tuesday, as … said first." in said[0]
        claim = "Mayor Ilse Brandt opened the bridge over the Varda on Tuesday."
        checked = check_message(answerer, claim, now=NOW, prompt=load_prompt("check"))
        said += [words for one in checked.citations for words in (one.title, one.quote)]
        source = provenance.source_of("toll for the bridge over the Varda is paid at www.toll.example.net", library)
        said += [provenance.as_text(source), json.dumps(provenance.as_json("", source))]
        assert "is paid at …" in said[-2]
        said.append(str(reply_to(message_of("how many articles are there?"), library, language="en", zone=UTC)))
    for text in said:
        shown = re.sub(r"(?<!\w)(?:https://)?gazette\.example(?:/bridge)?(?:#:~:text=[^\s)\"]*)?", "", text)
        assert not ADDRESS.search(shown.replace("\u200b", "").replace("\\", "")), text


def test_read_by_date_too_an_article_has_no_address(library: Library) -> None:
    with library:
        (article,) = library.articles()
        (hit,) = readable(library.search("bridge", k=1))
        assert hit.article.headline == "Varda bridge opens, see …"
        assert article.headline.endswith("/now"), "the library keeps what it was given"


ENTRY = Entry(id="a" * 12, asked_at=NOW, member="m", server=None, channel=None, question="who?")
