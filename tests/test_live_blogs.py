"""Live blogs: each entry is cited by its own moment, and keeps it in the library, in an export, in older formats."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.answering.rendering import shown_day
from ingest.keeping.exporting import write
from ingest.pages import draft_of
from ingest.syncing import sync
from tests.older import make_older
from tests.store import WordEmbedder
from vectorstore.library import Library
from vectorstore.ranking import Window
from vectorstore.settings import StoreSettings

ENTRIES = [
    (
        "2024-03-06T09:20:00",
        "Divers reach the last pile",
        "The divers said on the quay that pile forty-one is sound, and went ashore at nine. None of them "
        "had seen so much mud in the harbour for years, their foreman said.",
    ),
    (
        "2024-03-05T23:40:00",
        "Crane is on its way",
        "A floating crane left Norvik in the evening, its owner said, and is to arrive before the tide. It can lift "
        "ninety tonnes, which is more than both broken piles weigh.",
    ),
    (
        "2024-03-05T14:05:00",
        "Quay is shut",
        "The harbour authority shut the eastern quay at two, when a freighter had struck two of its piles. Nobody was "
        "hurt, and the ferries leave from the western quay.",
    ),
]
LEAD = (
    "We report what happens at the quay of Lindhavn since the freighter Solveig struck it, hour by hour and day by day."
)


def linked(*, zone: str = "+01:00", kind: str = "LiveBlogPosting") -> str:
    updates = [
        {"@type": "BlogPosting", "datePublished": when + zone, "headline": title, "articleBody": text}
        for when, title, text in ENTRIES
    ]
    said = {
        "@type": kind,
        "headline": "Quay: live",
        "datePublished": "2024-03-05T14:00:00+01:00",
        "liveBlogUpdate": updates,
    }
    return f"<script type='application/ld+json'>{json.dumps(said)}</script>"


def page(*, head: str, entry: str, box: str = "") -> str:
    shown = "".join(
        entry.format(when=f"{when}+01:00", clock=when[11:16], title=title, text=text) for when, title, text in ENTRIES
    )
    return (
        f"<html lang=en><head><title>Quay: live</title><meta property='og:type' content='article'>{head}</head>"
        f"<body><article><h1>Quay: live</h1><p>{LEAD}</p>{shown}</article>{box}</body></html>"
    )


PLAIN = "<h2>{title}</h2><p>{text}</p>"
TIMED = "<div class=entry><time datetime='{when}'>{clock}</time><h3>{title}</h3><p>{text}</p></div>"
PUBLISHED = "<meta property='article:published_time' content='2024-03-05T14:00:00+01:00'>"
PAGES = {
    "by its data": page(head=linked(), entry=PLAIN),
    "by data in UTC": page(head=linked(zone="Z").replace("T09:20", "T08:20").replace("T23:40", "T22:40"), entry=PLAIN),
    "by elements": page(head=PUBLISHED, entry=TIMED),
    "by elements without headings": page(
        head=PUBLISHED, entry="<section class=e><p><time datetime={when}>{clock}</time></p><p>{text}</p></section>"
    ),
    "by data alone": f"<html lang=en><head><title>Quay</title>{linked()}</head><body><div id=app></div></body></html>",
}


@pytest.mark.parametrize("given", PAGES.values(), ids=PAGES)
def test_each_entry_of_a_live_blog_has_its_own_moment(given: str) -> None:
    draft = draft_of(given)
    assert len(draft.entries) == len(ENTRIES)
    for (start, moment), (when, title, text) in zip(draft.entries, ENTRIES, strict=True):
        assert moment.strftime("%Y-%m-%d") == when[:10]
        assert draft.text[start:].startswith((title, text[:30]))


@pytest.mark.parametrize(
    "given",
    [
        page(head=PUBLISHED, entry=PLAIN),
        page(head=PUBLISHED, entry="<p>{text}</p>", box="".join(
            f"<div class=comment><time datetime='2024-03-0{n}T10:00:00Z'>x</time><p>Nobody believes it {n}.</p></div>"
            for n in range(1, 6)
        )),
        page(head=PUBLISHED, entry=TIMED.replace("{when}", "2024-03-05T14:00:00+01:00")),
        page(head=linked(kind="NewsArticle").replace("liveBlogUpdate", "related"), entry=PLAIN),
    ],
    ids=["no times", "comments", "one time for all", "another article's"],
)  # fmt: skip
def test_a_page_whose_parts_have_no_times_of_their_own_has_one_moment(given: str) -> None:
    assert draft_of(given).entries == ()


@pytest.fixture
def filled(tmp_path: Path, settings: StoreSettings) -> StoreSettings:
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "quay.html").write_text(PAGES["by its data"])
    sync([tmp_path / "news"], settings=settings, embedder=WordEmbedder())
    return settings


def day_of(settings: StoreSettings, question: str) -> str | None:
    with Library.open(settings, embedder=WordEmbedder()) as library:
        hits = library.search(question, k=1)
        return shown_day(hits[0].article) if hits else None


def test_a_passage_is_cited_by_the_day_of_its_entry(filled: StoreSettings) -> None:
    assert day_of(filled, "pile forty-one is sound divers ashore") == "6 Mar 2024"
    assert day_of(filled, "floating crane left Norvik evening owner tide") == "5 Mar 2024"
    assert day_of(filled, "harbour authority shut the eastern quay freighter struck piles") == "5 Mar 2024"
    with Library.open(filled, embedder=WordEmbedder()) as library:
        (article,) = library.articles()
        headers = [one.header for one in library.passages(article.id)]
    assert [header[-10:] for header in headers] == ["2024-03-05", "2024-03-06", "2024-03-05", "2024-03-05"]
    assert article.published and article.published.date() == date(2024, 3, 5)


def test_a_search_in_a_window_finds_the_entries_of_that_time(filled: StoreSettings) -> None:
    window = Window(start=datetime(2024, 3, 6, tzinfo=UTC), end=datetime(2024, 3, 7, tzinfo=UTC), strict=True)
    with Library.open(filled, embedder=WordEmbedder()) as library:
        hits = library.search("quay pile crane", k=5, window=window)
    assert [hit.passage.text[:26] for hit in hits] == ["Divers reach the last pile"]


def test_a_live_blog_that_is_read_again_is_unchanged(filled: StoreSettings, tmp_path: Path) -> None:
    summary = sync([tmp_path / "news"], settings=filled, embedder=WordEmbedder())
    assert (summary.unchanged, summary.embedded) == (1, 0)
    (tmp_path / "news" / "quay.html").write_text(PAGES["by its data"] + "<!-- -->")
    summary = sync([tmp_path / "news"], settings=filled, embedder=WordEmbedder())
    assert (summary.unchanged, summary.embedded) == (1, 0)
    (tmp_path / "news" / "quay.html").write_text(PAGES["by its data"].replace("2024-03-06T09:20", "2024-03-07T09:20"))
    assert sync([tmp_path / "news"], settings=filled, embedder=WordEmbedder()).updated == 1
    assert day_of(filled, "pile forty-one is sound divers ashore") == "7 Mar 2024"


def test_an_export_and_another_embedder_keep_the_entries(filled: StoreSettings, tmp_path: Path) -> None:
    with Library.open(filled, embedder=WordEmbedder()) as library:
        write(library, tmp_path / "desk.jsonl")
    other = filled.model_copy(update={"dateline_data": tmp_path / "other"})
    sync([tmp_path / "desk.jsonl"], settings=other, embedder=WordEmbedder())
    assert day_of(other, "pile forty-one is sound divers ashore") == "6 Mar 2024"
    switched = WordEmbedder(name="test:others", dimensions=32)
    sync([tmp_path / "news"], settings=filled, embedder=switched)
    with Library.open(filled, embedder=switched) as library:
        (article,) = library.articles()
        assert len(article.entries) == len(ENTRIES)
        assert {shown_day(hit.article) for hit in library.search("quay", k=9)} == {"5 Mar 2024", "6 Mar 2024"}


def test_a_library_of_the_format_before_gets_its_entries_when_it_reads_the_page(
    filled: StoreSettings, tmp_path: Path
) -> None:
    make_older(filled, format=8)
    with Library.open(filled, embedder=WordEmbedder()) as library:
        assert [one.entries for one in library.articles()] == [()]
    (tmp_path / "news" / "quay.html").write_text(PAGES["by its data"] + " ")
    assert sync([tmp_path / "news"], settings=filled, embedder=WordEmbedder()).updated == 1
    assert day_of(filled, "pile forty-one is sound divers ashore") == "6 Mar 2024"


def test_an_entrys_day_is_that_of_the_outlet() -> None:
    """23:40 in Lindhavn is the same day there, and the next one further east."""
    draft = draft_of(PAGES["by data in UTC"])
    _, late, _ = draft.entries
    assert (late[1].date(), late[1].astimezone(ZoneInfo("Asia/Tokyo")).date()) == (date(2024, 3, 5), date(2024, 3, 6))
