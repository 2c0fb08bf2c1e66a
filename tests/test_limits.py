"""What sources.yaml says may be shown of an article: not before a moment, so many words, or title and link."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.answering.provenance import as_json as provenance_as_json
from bot.answering.provenance import source_of
from bot.answering.rendering import as_json as answer_as_json
from bot.answering.rendering import as_text as answer_as_text
from bot.discord.passages import article_part, passage_parts
from bot.discord.quotes import allowed
from bot.discord.rendering import answer_parts
from bot.questions.log import Cited, Entry
from bot.searching import as_json, as_text
from ingest.errors import UsageError
from ingest.keeping.exporting import lines
from ingest.reporting import Summary
from ingest.sources.config import read_sources
from ingest.syncing import sync
from tests.desk import WHEN, Desk, feed, opened_desk, story
from vectorstore.embeddings.base import Embedder
from vectorstore.embeddings.choose import build
from vectorstore.library import Library
from vectorstore.limits import first_words, words_in
from vectorstore.settings import StoreSettings

HARBOUR = "what did the harbour of Oldtown cost?"
SOON = datetime.now(UTC) + timedelta(days=1)


@pytest.fixture(scope="module")
def minilm() -> Embedder:
    return build("local:minilm", settings=StoreSettings(_env_file=None))


@pytest.fixture
def desk(settings: StoreSettings, minilm: Embedder, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    with opened_desk(settings, minilm, monkeypatch) as desk:
        yield desk


FACT = "The harbour of Oldtown cost 4.2 million crowns, the mayor said on Tuesday in the council of the town."


def gave(desk: Desk, tmp_path: Path, *said: str, text: str = "") -> Summary:
    """What a run of the desk's feed gives, with what is said of it in sources.yaml."""
    item = (
        f"<item><title>Harbour opened</title><link>http://news.example/1</link><pubDate>{WHEN}</pubDate>{text}</item>"
    )
    channel = f"<?xml version='1.0'?><rss version='2.0'><channel><title>Gazette</title>{item}</channel></rss>"
    desk.site.hashed("/feed.xml", channel, kind="application/rss+xml")
    desk.site.hashed("/1", story("Harbour opened", FACT))
    path = tmp_path / "sources.yaml"
    entry = ["sources:", "  - name: Gazette", "    url: http://news.example/feed.xml", *(f"    {one}" for one in said)]
    path.write_text("\n".join(entry), encoding="utf-8")
    return desk.run(str(path))


def every_way_out(desk: Desk) -> str:
    """What a search, an answer, the source of an excerpt, an article, its passages and the newest one show."""
    library = desk.library()
    hits = library.search(HARBOUR)
    answer = desk.answer(HARBOUR)
    newest, own = library.newest(), library.article(ID)
    shown = [as_text(hits), json.dumps(as_json(HARBOUR, hits)), answer.shown, *(one.quote for one in answer.citations)]
    shown += [json.dumps(provenance_as_json(FACT, source_of(FACT, library)))]
    shown += [one.text for one in (newest, own) if one]
    shown += [one.text for one in library.articles()]
    shown += [one.text for one in library.passages(ID)]
    return "\n".join(shown)


ID = "http://news.example/1"


def test_a_held_article_is_shown_nowhere_before_its_moment_and_everywhere_after_it(desk: Desk, tmp_path: Path) -> None:
    assert gave(desk, tmp_path, f"hold_until: {SOON.isoformat()}").added == 1
    library = desk.library()
    assert (library.count_articles(), library.extent().last, library.newest(), library.article(ID)) == (0, None,
        None, None)  # fmt: skip
    assert (library.search(HARBOUR), library.passages(ID), list(library.articles())) == ([], [], [])
    assert source_of(FACT, library) is None
    assert "4.2" not in desk.answer(HARBOUR).shown
    held = library.article(ID, for_editor=True)
    assert held is not None and held.hold_until == SOON.replace(microsecond=0)
    (line,) = lines(library)
    assert json.loads(line)["hold_until"] == SOON.strftime("%Y-%m-%dT%H:%M:%SZ"), "an export says so"
    with closing(sqlite3.connect(desk.settings.dateline_data / "catalogue.sqlite")) as database, database:
        database.execute("UPDATE articles SET hold_until = strftime('%s', 'now') - 1")
    assert "4.2 million" in every_way_out(desk)
    assert library.count_articles() == 1


@pytest.mark.parametrize("moment", ["2020-01-01", "2020-01-01T06:00:00+01:00", "'2020-01-01 06:00 UTC'"])
def test_a_moment_that_has_passed_holds_nothing(moment: str, desk: Desk, tmp_path: Path) -> None:
    gave(desk, tmp_path, f"hold_until: {moment}")
    assert "4.2 million" in every_way_out(desk)


def test_of_an_article_no_more_words_are_shown_than_its_source_allows(desk: Desk, tmp_path: Path) -> None:
    gave(desk, tmp_path, "quote_words: 9")
    library = desk.library()
    hits = library.search(HARBOUR)
    assert [hit.passage.text for hit in hits] == ["The harbour of Oldtown cost 4.2 million crowns, the"]
    shown = every_way_out(desk).replace(json.dumps(FACT), "")
    assert "in the council" not in shown and "good day" not in shown
    assert "4.2 million" in desk.answer(HARBOUR).shown
    found = provenance_as_json(FACT, source_of(FACT, library))
    assert (found["url"], words_in(" ".join(found["quotes"]))) == (ID, 9)
    (line,) = lines(library)
    assert (json.loads(line)["quote_words"], FACT in json.loads(line)["text"]) == (9, True)


def test_of_a_link_only_source_title_and_link_are_shown_and_no_words(desk: Desk, tmp_path: Path) -> None:
    gave(desk, tmp_path, "link_only: true")
    library = desk.library()
    hits = library.search(HARBOUR)
    assert [(hit.article.headline, hit.article.url, hit.passage.text) for hit in hits] == [("Harbour opened", ID, "")]
    assert as_text(hits).endswith(f"\n   {ID}"), "the link stands where its words would"
    for part in (*passage_parts(hits, language="en"), article_part(hits[0].article, language="en")):
        assert "Harbour opened" in part.text and "\n> " not in part.text
    assert "4.2" not in desk.answer(HARBOUR).shown
    found = provenance_as_json(FACT, source_of(FACT, library))
    assert (found["title"], found["url"], found["quotes"]) == ("Harbour opened", ID, [])
    own = library.article(ID)
    assert (own and own.text, library.passages(ID)) == ("", [])
    (line,) = lines(library)
    assert json.loads(line)["quote_words"] == 0


def test_quotes_that_were_kept_before_are_shown_as_far_as_they_may_be_by_now(desk: Desk, tmp_path: Path) -> None:
    cited = Cited(n=1, title="Harbour opened", outlet=None, url=ID, path=None, published=None, article_id=ID,
                  passage_id="p", quote=FACT, passage=f"{FACT} And more.", more=("And more.",))  # fmt: skip
    entry = Entry(id="a", asked_at=SOON, member="m", question=HARBOUR, citations=(cited,))
    for said, shown in ((), FACT), (("quote_words: 4",), "The harbour of Oldtown"), (("link_only: true",), ""):
        gave(desk, tmp_path, *said)
        (found,) = allowed(entry, desk.library()).citations
        assert found.quote == shown
        assert found.passage == (shown if said else cited.passage)
    gave(desk, tmp_path, f"hold_until: {SOON.isoformat()}")
    assert allowed(entry, desk.library()).citations == ()


def test_a_limit_comes_and_goes_with_its_entry_without_asking_the_page(desk: Desk, tmp_path: Path) -> None:
    gave(desk, tmp_path)
    assert "4.2 million" in every_way_out(desk)
    gave(desk, tmp_path, "link_only: true")
    assert "/1" not in [one.path for one in desk.site.requests]
    assert "4.2" not in desk.answer(HARBOUR).shown
    desk.run("http://news.example/1")
    assert "4.2" not in desk.answer(HARBOUR).shown, "reading it by hand lifts nothing"
    gave(desk, tmp_path, "tags: [sea]")
    assert "4.2 million" in every_way_out(desk)


def test_an_export_keeps_its_limits_elsewhere(desk: Desk, tmp_path: Path) -> None:
    gave(desk, tmp_path, "quote_words: 9", f"hold_until: {SOON.isoformat()}")
    file = tmp_path / "desk.jsonl"
    file.write_text("\n".join(lines(desk.library())) + "\n", encoding="utf-8")
    other = desk.settings.model_copy(update={"dateline_data": tmp_path / "other"})
    sync([file], settings=other, embedder=desk.embedder)
    with Library.open(other, embedder=desk.embedder) as library:
        found = library.article(ID, for_editor=True)
        assert (library.count_articles(), found and found.quote_words) == (0, 9)


def test_the_feeds_text_is_taken_where_its_entry_says_so(desk: Desk, tmp_path: Path) -> None:
    own = "".join(f"<p>In part {n} the ferry to the islands was late again.</p>" for n in range(12))
    text = (
        f"<content:encoded xmlns:content='http://purl.org/rss/1.0/modules/content/'><![CDATA[{own}]]></content:encoded>"
    )
    gave(desk, tmp_path, text=text)
    assert FACT in desk.texts()[ID], "without it the page is read"
    gave(desk, tmp_path, "use_feed_text: true", text=text)
    assert "In part 11 the ferry" in desk.texts()[ID] and FACT not in desk.texts()[ID]
    desk.site.hashed("/feed.xml", feed((2, WHEN)), kind="application/rss+xml")
    desk.site.hashed("/1", story("Harbour opened", FACT, more="Another text."))
    desk.days_pass(2)
    desk.run(str(tmp_path / "sources.yaml"))
    assert FACT not in desk.texts()[ID], "nor when its feed names it no more"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("hold_until: tomorrow", "line 4: hold_until: write a moment with its zone"),
        ("hold_until: 2026-12-01 06:00:00", "write a moment with its zone"),
        ("hold_until: 03/04/2026", "write a moment with its zone"),
        ("quote_words: none", "line 4: quote_words"),
        ("quote_words: 0", "quote_words"),
        ("link_only: true\n    quote_words: 9", "leave one of them out"),
        ("quote_word: 9", "did you mean 'quote_words'"),
    ],
)
def test_a_limit_that_cannot_be_meant_is_told_with_its_line(said: str, told: str, tmp_path: Path) -> None:
    path = tmp_path / "sources.yaml"
    path.write_text(f"sources:\n  - name: G\n    url: http://news.example/feed.xml\n    {said}\n", encoding="utf-8")
    with pytest.raises(UsageError, match=told):
        read_sources(path)


@pytest.mark.parametrize(
    ("text", "most", "shown"),
    [
        ("One two three", 2, "One two"),
        ("One two", 5, "One two"),
        ("One two", 0, ""),
        ("第七届水利会议星期二开幕", 4, "第七届水"),
        ("항구는  비싸다", 3, "항구는"),
    ],
)
def test_words_are_counted_as_their_script_writes_them(text: str, most: int, shown: str) -> None:
    assert first_words(text, most) == shown
    assert words_in(first_words(text, most)) <= most


@pytest.mark.parametrize(
    ("question", "heading"),
    [
        (HARBOUR, "There is an article about it. Read it there:"),
        ("How many million crowns did the harbour of Oldtown cost, according to the mayor?", "There is an article"),
        ("Was kostete der Hafen von Oldtown?", ""),
        ("what did the bridge of Westhaven cost?", ""),
        ("who won the chess match in Riga?", ""),
    ],
)
def test_who_asks_about_a_link_only_article_is_sent_there(
    question: str, heading: str, desk: Desk, tmp_path: Path
) -> None:
    gave(desk, tmp_path, "link_only: true")
    answer = desk.answer(question)
    assert answer.abstained and answer.citations == ()
    text = answer_as_text(answer)
    shown = f"{text}\n{json.dumps(answer_as_json(answer))}"
    assert "4.2" not in shown and "Tuesday" not in shown
    if not heading:
        assert answer.linked == () and "Read it there" not in text
        return
    assert f"{heading}" in text and "- Harbour opened (Gazette, 12 May 2026" in text
    assert [one["url"] for one in answer_as_json(answer)["linked"]] == [ID]
    (part,) = answer_parts(answer, language="en")
    assert "There is an article about it. Read it there:\n• Gazette · 12 May 2026 · [Harbour opened](" + ID in part.text


def test_the_first_words_of_an_article_that_do_not_answer_point_to_the_rest_of_it(desk: Desk, tmp_path: Path) -> None:
    gave(desk, tmp_path, "quote_words: 3")
    answer = desk.answer(HARBOUR)
    assert "4.2" not in answer.shown
    assert [one.url for one in answer.linked] == [ID]


def test_what_others_may_be_quoted_on_is_answered_and_the_link_stands_below(desk: Desk, tmp_path: Path) -> None:
    gave(desk, tmp_path, "link_only: true")
    desk.site.hashed("/open", story("Harbour of Oldtown", "The harbour of Oldtown cost five million crowns in all."))
    desk.run("http://news.example/open")
    answer = desk.answer(HARBOUR)
    assert "five million crowns" in answer.text and "4.2" not in answer.shown
    assert [one.url for one in answer.linked] == [ID]
    (part,) = answer_parts(answer, language="de")
    assert part.text.endswith(f"[Harbour opened]({ID})") and "five million" in part.text


def test_words_of_a_held_article_neither_weigh_nor_mend_a_typo_until_its_moment(desk: Desk, tmp_path: Path) -> None:
    gave(desk, tmp_path, f"hold_until: {SOON.isoformat()}")
    library = desk.library()
    assert library.frequencies("harbour crowns").of == {"harbour": 0, "crowns": 0}
    assert library.frequencies("harbour").passages == 0
    assert library.near_spelling("harbuor") is None
    desk.site.hashed("/open", story("A walk", "The quay of Newtown is open again to those who walk."))
    desk.run("http://news.example/open")
    library = desk.library()
    assert (library.frequencies("harbour quay").of["quay"], library.near_spelling("harbuor")) == (1, None)
    with closing(sqlite3.connect(desk.settings.dateline_data / "catalogue.sqlite")) as database, database:
        database.execute("UPDATE articles SET hold_until = strftime('%s', 'now') - 1")
    assert library.frequencies("harbour").of["harbour"] == 1
    assert library.near_spelling("harbuor") == "harbour"
