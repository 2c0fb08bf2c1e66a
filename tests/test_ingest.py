"""The library follows its sources: what is new comes in, what changed is replaced, what is gone can go."""

from __future__ import annotations

import json
import os
import tracemalloc
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ingest import running
from ingest.articles import draft_of
from ingest.errors import UsageError
from ingest.reporting import Named, Summary, as_json, as_text
from ingest.settings import IngestSettings
from ingest.sources import files
from ingest.syncing import sync
from tests.store import WordEmbedder
from vectorstore.library import Library
from vectorstore.model import Article
from vectorstore.settings import StoreSettings
from vectorstore.writing import Writer

TALKS = "The first working meeting was held in Beijing on Tuesday. Jen Daskal led the American delegation.\n"
FERRY = "The car ferry Evangeline crosses the lake again from April. It had been laid up for nine years.\n"
CHIPS = "Norvell doubled its profit in the last quarter. A new factory near Dresden is to open in two years.\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8


class Desk:
    """An editor with a folder of articles and a library."""

    def __init__(self, folder: Path, settings: StoreSettings) -> None:
        self.folder = folder
        self.settings = settings
        self.embedder = WordEmbedder()

    def write(self, name: str, content: str | bytes) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def write_lines(self, name: str, records: Sequence[Mapping[str, object]]) -> Path:
        return self.write(name, "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in records))

    def ingest(
        self, *paths: Path, prune: bool = False, dry_run: bool = False, ingest: IngestSettings | None = None
    ) -> Summary:
        return sync(
            paths or [self.folder],
            settings=self.settings,
            ingest=ingest,
            prune=prune,
            dry_run=dry_run,
            embedder=self.embedder,
        )

    def articles(self) -> dict[str, Article]:
        with Library.open(self.settings, embedder=self.embedder) as library:
            return {article.id: article for article in library.articles() if article.copy_of is None}

    def first(self, question: str) -> str:
        """The text that a search finds first."""
        with Library.open(self.settings, embedder=self.embedder) as library:
            return library.search(question, k=1)[0].passage.text


@pytest.fixture
def desk(tmp_path: Path, settings: StoreSettings) -> Desk:
    folder = tmp_path / "articles"
    folder.mkdir()
    return Desk(folder, settings)


def counts(summary: Summary) -> tuple[int, int, int, int]:
    return summary.added, summary.updated, summary.unchanged, summary.removed


def named(sources: Sequence[Named]) -> dict[str, str]:
    return {one.source: one.reason for one in sources}


def test_files_of_every_kind_come_in(desk: Desk) -> None:
    desk.write("a.txt", TALKS)
    desk.write("deep/er/b.md", f"---\ntitle: Ferry returns\n---\n{FERRY}")
    desk.write(
        "c.html", f"<html><body><article><h1>Chips</h1><p>{CHIPS}</p><p>{CHIPS[::-1]}</p></article></body></html>"
    )
    desk.write_lines(
        "d.jsonl", [{"url": "https://example.com/x", "title": "X", "published": "2024-01-30", "text": TALKS * 2}]
    )
    summary = desk.ingest()
    assert counts(summary) == (4, 0, 0, 0)
    assert (summary.exit_code, summary.embedded) == (0, summary.passages)
    assert set(desk.articles()) == {"a.txt", "deep/er/b.md", "c.html", "https://example.com/x"}
    assert "Jen Daskal" in desk.first("who led the American delegation?")


def test_a_second_run_embeds_and_parses_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.write("a.txt", TALKS)
    desk.write_lines("b.jsonl", [{"title": "F", "text": FERRY}, {"url": "https://example.com/c", "text": CHIPS}])
    desk.ingest()
    before = len(desk.embedder.calls)

    def parse(*_: object) -> None:
        raise AssertionError("an unchanged source was parsed")

    monkeypatch.setattr("ingest.running.draft_of", parse)
    os.utime(desk.folder / "a.txt", (1, 1))  # the time of change says nothing, the bytes do
    summary = desk.ingest()
    assert counts(summary) == (0, 0, 3, 0)
    assert (summary.passages, summary.embedded, len(desk.embedder.calls)) == (0, 0, before)


def test_a_changed_file_replaces_its_old_passages(desk: Desk) -> None:
    desk.write("a.txt", TALKS)
    desk.ingest()
    desk.write("a.txt", TALKS.replace("Jen Daskal", "Ruth Calloway"))
    assert counts(desk.ingest()) == (0, 1, 0, 0)
    assert "Ruth Calloway" in desk.first("who led the American delegation?")
    assert "Daskal" not in desk.articles()["a.txt"].text


def test_a_file_that_is_gone_is_told_and_goes_only_with_prune(desk: Desk) -> None:
    desk.write("a.txt", TALKS)
    desk.write("b.txt", FERRY)
    desk.ingest()
    (desk.folder / "b.txt").unlink()
    kept = desk.ingest()
    assert (kept.missing, kept.removed, kept.exit_code) == (("b.txt",), 0, 0)
    assert "0 failed, 1 missing; " in as_text(kept)
    assert "b.txt" in desk.articles()
    assert counts(desk.ingest(prune=True)) == (0, 0, 1, 1)
    assert set(desk.articles()) == {"a.txt"}


def test_prune_stays_within_its_root(desk: Desk, tmp_path: Path) -> None:
    desk.write("a.txt", TALKS)
    other = tmp_path / "other"
    other.mkdir()
    (other / "b.txt").write_text(FERRY)
    desk.ingest(desk.folder, other)
    (other / "b.txt").unlink()
    assert desk.ingest(prune=True).removed == 0
    assert set(desk.articles()) == {"a.txt", "b.txt"}


def test_prune_of_one_file_touches_no_other_file_of_its_folder(desk: Desk) -> None:
    lines = [{"url": "https://example.com/1", "text": TALKS}, {"url": "https://example.com/2", "text": FERRY}]
    path = desk.write_lines("a.jsonl", lines)
    gone = desk.write("b.txt", CHIPS)
    desk.ingest()
    gone.unlink()
    desk.write_lines("a.jsonl", lines[:1])
    assert counts(desk.ingest(path, prune=True)) == (0, 0, 1, 1)
    assert set(desk.articles()) == {"https://example.com/1", "b.txt"}


def test_a_record_without_address_keeps_its_id_when_others_come_before_it(desk: Desk) -> None:
    desk.write_lines("a.jsonl", [{"text": TALKS}, {"id": "f7", "text": FERRY}])
    desk.ingest()
    before = set(desk.articles())
    desk.write_lines("a.jsonl", [{"text": CHIPS}, {"id": "f7", "text": FERRY + CHIPS}, {"text": TALKS}])
    assert counts(desk.ingest()) == (1, 1, 1, 0)
    assert before < set(desk.articles())
    assert "a.jsonl#f7" in before


def test_two_roots_with_the_same_path_keep_both_articles(desk: Desk, tmp_path: Path) -> None:
    desk.write("a.txt", TALKS)
    other = tmp_path / "other"
    other.mkdir()
    (other / "a.txt").write_text(FERRY)
    desk.ingest()
    assert counts(desk.ingest(other)) == (1, 0, 0, 0)
    assert sorted(article.text for article in desk.articles().values()) == sorted([TALKS.strip(), FERRY.strip()])
    assert {article.path for article in desk.articles().values()} == {"a.txt"}
    assert counts(desk.ingest(desk.folder, other)) == (0, 0, 2, 0)
    (other / "a.txt").write_text(FERRY + CHIPS)
    assert counts(desk.ingest(desk.folder, other, prune=True)) == (0, 1, 1, 0)


def test_a_folder_that_moved_takes_its_articles_along(desk: Desk, tmp_path: Path) -> None:
    desk.write("a.txt", TALKS)
    desk.ingest()
    moved = desk.folder.rename(tmp_path / "moved")
    summary = desk.ingest(moved)
    assert (len(desk.articles()), summary.embedded, summary.exit_code) == (1, 0, 0)
    assert desk.articles()["a.txt"].root == str(moved.resolve())


def test_a_copy_is_skipped_and_says_of_what(desk: Desk) -> None:
    desk.write("a.txt", TALKS)
    desk.write("b.txt", TALKS)
    summary = desk.ingest()
    assert (summary.added, named(summary.skipped), summary.exit_code) == (1, {"b.txt": "a copy of a.txt"}, 0)
    again = desk.ingest()
    assert (counts(again), again.embedded) == ((0, 0, 1, 0), 0)


def test_a_copy_comes_in_when_its_original_is_pruned(desk: Desk) -> None:
    original = desk.write("a.txt", TALKS)
    desk.write("b.txt", TALKS)
    desk.write_lines("c.jsonl", [{"url": "https://example.com/c", "text": TALKS}])
    desk.ingest()
    original.unlink()
    summary = desk.ingest(prune=True)
    assert (summary.added, summary.removed, summary.embedded) == (1, 1, 0)
    assert set(desk.articles()) == {"b.txt"}
    assert named(summary.skipped) == {"c.jsonl:1": "a copy of b.txt"}


def test_a_copy_comes_in_when_its_original_changes(desk: Desk) -> None:
    desk.write("a.txt", TALKS)
    desk.write("b.txt", TALKS)
    desk.ingest()
    desk.write("a.txt", FERRY)
    assert counts(desk.ingest()) == (1, 1, 0, 0)
    assert {name: article.text for name, article in desk.articles().items()} == {
        "a.txt": FERRY.strip(),
        "b.txt": TALKS.strip(),
    }


def test_an_article_that_became_a_copy_leaves_no_stale_text(desk: Desk) -> None:
    desk.write("a.txt", TALKS)
    desk.write("b.txt", FERRY)
    desk.ingest()
    desk.write("b.txt", TALKS)
    summary = desk.ingest()
    assert (counts(summary), named(summary.skipped)) == ((0, 0, 1, 0), {"b.txt": "a copy of a.txt"})
    assert set(desk.articles()) == {"a.txt"}


def test_an_article_that_gets_an_address_is_not_doubled(desk: Desk) -> None:
    desk.write("a.md", TALKS)
    desk.ingest()
    desk.write("a.md", f"---\nurl: https://example.com/a\n---\n{TALKS}")
    desk.ingest()
    assert set(desk.articles()) == {"https://example.com/a"}


def test_two_sources_with_one_address_give_one_article_whichever_run_it_is(desk: Desk) -> None:
    for name, text in (("b.md", TALKS), ("c.md", FERRY)):
        desk.write(name, f"---\nurl: https://example.com/a\n---\n{text}")
    first = desk.ingest()
    assert (first.added, named(first.skipped)) == (1, {"c.md": "the same address as b.md"})
    assert counts(desk.ingest()) == (0, 0, 1, 0)
    desk.write("a.md", f"---\nurl: https://example.com/a\n---\n{CHIPS}")
    desk.ingest()
    assert counts(desk.ingest()) == (0, 0, 1, 0)
    assert desk.articles()["https://example.com/a"].text == CHIPS.strip()


BAD = [
    ("image.txt", PNG, "PNG"),
    ("paper.html", b"%PDF-1.4\n" + PNG, "PDF"),
    ("front.md", b"---\ntitle: a: b: c\n---\ntext", "front matter"),
]


def test_what_cannot_be_read_is_named_and_the_rest_goes_in(desk: Desk) -> None:
    desk.write("good.txt", TALKS)
    for name, raw, _ in BAD:
        desk.write(name, raw)
    desk.write("lines.jsonl", json.dumps({"text": FERRY}) + "\n{broken\n" + json.dumps({"text": CHIPS}) + "\n")
    summary = desk.ingest()
    reasons = named(summary.failed)
    assert (summary.added, summary.exit_code) == (3, 1)
    assert set(reasons) == {name for name, _, _ in BAD} | {"lines.jsonl:2"}
    assert all(word in reasons[name] for name, _, word in BAD)
    assert str(desk.folder) not in as_text(summary) + json.dumps(as_json(summary))


def test_an_empty_shell_is_skipped_not_failed(desk: Desk) -> None:
    desk.write("app.html", "<html><body><div id=app></div><script>start()</script></body></html>")
    desk.write("menu.txt", "Home | News | Sport\nRead more\n|\n")
    desk.write_lines("none.jsonl", [{"url": "https://example.com/x", "text": ""}, {"title": "no text"}])
    summary = desk.ingest()
    assert (counts(summary), summary.exit_code) == ((0, 0, 0, 0), 0)
    assert set(named(summary.skipped)) == {"app.html", "menu.txt", "none.jsonl:1", "none.jsonl:2"}


@pytest.mark.parametrize("content", [b"", PNG], ids=["emptied", "overwritten"])
def test_a_file_that_can_no_longer_be_read_keeps_its_article(desk: Desk, content: bytes) -> None:
    desk.write("a.txt", TALKS)
    desk.ingest()
    desk.write("a.txt", content)
    summary = desk.ingest(prune=True)
    assert (summary.removed, summary.missing, summary.exit_code) == (0, (), 1 if content else 0)
    assert set(desk.articles()) == {"a.txt"}


def test_a_folder_that_cannot_be_looked_into_loses_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.write("a.txt", TALKS)
    desk.write("in/b.txt", FERRY)
    desk.ingest()
    scan = os.scandir

    def closed(path: Path) -> object:
        if Path(path).name == "in":
            raise PermissionError(13, "Permission denied")
        return scan(path)

    monkeypatch.setattr("ingest.sources.files.os.scandir", closed)
    summary = desk.ingest(prune=True)
    assert (summary.removed, set(named(summary.failed)), summary.exit_code) == (0, {"in"}, 1)
    assert set(desk.articles()) == {"a.txt", "in/b.txt"}


def test_the_language_that_a_person_states_counts_more_than_a_template_s(desk: Desk) -> None:
    korean = "대표단은 예정보다 하루 이른 월요일 저녁에 수도에 도착해 곧바로 숙소로 향했다."
    desk.write("a.html", f"<html lang=en><body><article><p>{korean}</p><p>{korean[::-1]}</p></article></body></html>")
    desk.write("b.md", f"---\nlanguage: pt-BR\n---\n{TALKS}")
    desk.ingest()
    assert {name: article.language for name, article in desk.articles().items()} == {"a.html": "ko", "b.md": "pt"}


def test_a_broken_line_takes_no_article_of_its_file_away(desk: Desk) -> None:
    desk.write_lines("a.jsonl", [{"id": 1, "text": TALKS}, {"id": 2, "text": FERRY}])
    desk.ingest()
    desk.write("a.jsonl", json.dumps({"id": 1, "text": TALKS}) + "\n" + '{"id": 2, "te')
    summary = desk.ingest(prune=True)
    assert (summary.removed, summary.exit_code, len(desk.articles())) == (0, 1, 2)


def test_what_is_too_large_is_named_with_the_setting(desk: Desk) -> None:
    small = IngestSettings(ingest_max_bytes=2_000)
    desk.write("big.txt", TALKS * 40)
    desk.write("good.txt", FERRY)
    desk.write("lines.jsonl", json.dumps({"text": "x" * 5_000}) + "\n" + json.dumps({"text": CHIPS}) + "\n")
    summary = desk.ingest(ingest=small)
    assert summary.added == 2
    assert set(named(summary.failed)) == {"big.txt", "lines.jsonl:1"}
    assert all("INGEST_MAX_BYTES" in reason for reason in named(summary.failed).values())


def test_only_regular_files_below_the_root_are_read(desk: Desk, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(FERRY)
    desk.write("a.txt", TALKS)
    desk.write(".hidden/b.txt", CHIPS)
    desk.write(".c.txt", CHIPS)
    (desk.folder / "link.txt").symlink_to(secret)
    (desk.folder / "loop").symlink_to(desk.folder)
    os.mkfifo(desk.folder / "pipe.txt")
    desk.write("picture.png", PNG)
    summary = desk.ingest()
    assert set(desk.articles()) == {"a.txt"}
    assert set(named(summary.skipped)) == {"link.txt", "loop", "pipe.txt"}
    assert any("1 .png" in note.reason for note in summary.notes)


def test_a_name_that_cannot_be_stored_is_named_and_hides_nothing_else(desk: Desk) -> None:
    desk.write("a.txt", TALKS)
    gone = desk.write("gone.txt", FERRY)
    desk.ingest()
    gone.unlink()
    for name in (b"b\xff.txt", b"c\n\x1b[31m.txt"):
        Path(os.fsdecode(os.fsencode(desk.folder) + b"/" + name)).write_text(CHIPS)
    os.mkdir(os.fsencode(desk.folder) + b"/d\xfe")
    summary = desk.ingest()
    assert set(named(summary.failed)) == {r"b\xff.txt", r"c\n\x1b[31m.txt", r"d\xfe"}
    assert summary.missing == ("gone.txt",)
    with pytest.raises(UsageError, match="rename"):
        desk.ingest(Path(os.fsdecode(os.fsencode(desk.folder) + b"/b\xff.txt")))


def test_an_empty_path_is_not_taken_for_the_folder_one_stands_in(desk: Desk) -> None:
    with pytest.raises(UsageError, match="empty"):
        sync([""], settings=desk.settings, embedder=desk.embedder)


def test_a_file_that_changes_while_it_is_read_is_read_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    path = desk.write("a.txt", TALKS)
    changes = iter([FERRY])
    read = os.read

    def meanwhile(descriptor: int, size: int) -> bytes:
        raw = read(descriptor, size)
        if raw and (content := next(changes, None)):
            path.write_text(content + CHIPS)
        return raw

    monkeypatch.setattr("ingest.sources.files.os.read", meanwhile)
    assert desk.ingest().added == 1
    assert desk.articles()["a.txt"].text == (FERRY + CHIPS).strip()


def test_a_file_that_never_rests_or_disappears_is_named(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    restless, fleeting = desk.write("restless.txt", TALKS), desk.write("fleeting.txt", FERRY)
    read, opened = os.read, os.open

    def meanwhile(descriptor: int, size: int) -> bytes:
        restless.write_text(restless.read_text() + CHIPS)
        return read(descriptor, size)

    def too_late(path: Path, flags: int) -> int:
        if Path(path).name == "fleeting.txt":
            fleeting.unlink(missing_ok=True)
        return opened(path, flags)

    monkeypatch.setattr("ingest.sources.files.os.read", meanwhile)
    monkeypatch.setattr("ingest.sources.files.os.open", too_late)
    summary = desk.ingest()
    assert named(summary.failed) == dict.fromkeys(
        ("fleeting.txt", "restless.txt"), "it changed or disappeared while it was read"
    )


def test_a_date_to_come_is_kept_and_told(desk: Desk) -> None:
    day = datetime.now(UTC) + timedelta(days=400)
    desk.write("a.md", f"---\npublished: {day:%Y-%m-%d}\n---\n{TALKS}")
    summary = desk.ingest()
    assert any("in the future" in note.reason for note in summary.notes)
    published = desk.articles()["a.md"].published
    assert published is not None
    assert published.date() == day.date()


def test_an_article_that_says_nothing_of_itself_is_undated_and_headed_by_its_first_sentence(desk: Desk) -> None:
    desk.write("a.txt", TALKS)
    desk.ingest()
    article = desk.articles()["a.txt"]
    assert (article.title, article.outlet, article.published, article.url) == (None, None, None, None)
    assert article.headline == "The first working meeting was held in Beijing on Tuesday."


def test_another_splitter_or_embedder_makes_every_passage_anew(desk: Desk) -> None:
    desk.write("a.txt", "\n\n".join(f"{TALKS.strip()} That was meeting {number}." for number in range(12)))
    desk.ingest()
    smaller = desk.ingest(ingest=IngestSettings(ingest_passage_characters=300))
    assert (counts(smaller), smaller.embedded > 0) == ((0, 0, 1, 0), True)
    desk.embedder = WordEmbedder(name="test:other")
    other = desk.ingest(ingest=IngestSettings(ingest_passage_characters=300))
    assert (counts(other), other.embedded > 0) == ((0, 0, 1, 0), True)


def test_an_article_that_cannot_be_embedded_is_a_failure_and_the_rest_goes_in(desk: Desk) -> None:
    desk.embedder = WordEmbedder(refuses="Evangeline")
    desk.write("a.txt", TALKS)
    desk.write("b.txt", FERRY)
    summary = desk.ingest()
    assert (summary.added, summary.exit_code, set(named(summary.failed))) == (1, 1, {"b.txt"})
    assert set(desk.articles()) == {"a.txt"}


def test_a_dry_run_says_all_and_writes_nothing(desk: Desk) -> None:
    desk.settings = desk.settings.model_copy(update={"embedding": "local:/no/such/model"})
    desk.write("a.txt", TALKS)
    desk.write("b.txt", TALKS)
    summary = desk.ingest(dry_run=True)
    assert (summary.changes, named(summary.skipped)) == ((("added", "a.txt"),), {"b.txt": "a copy of a.txt"})
    assert not desk.settings.dateline_data.exists()


def test_a_dry_run_over_a_library_names_what_a_run_would_do(desk: Desk) -> None:
    for name, text in (("a.txt", TALKS), ("b.txt", FERRY), ("c.txt", CHIPS)):
        desk.write(name, text)
    desk.ingest()
    desk.write("b.txt", FERRY + CHIPS)
    (desk.folder / "c.txt").unlink()
    desk.write("d.txt", CHIPS)
    before = {name: article.text for name, article in desk.articles().items()}
    dry = desk.ingest(prune=True, dry_run=True)
    assert {name: article.text for name, article in desk.articles().items()} == before
    wet = desk.ingest(prune=True)
    assert counts(dry) == counts(wet) == (1, 1, 1, 1)
    assert set(dry.changes) == {("added", "d.txt"), ("updated", "b.txt"), ("removed", "c.txt")}


@pytest.mark.parametrize(("name", "message"), [("nowhere", "no such file"), ("picture.png", "kind")])
def test_a_path_that_cannot_be_meant_is_wrong_usage(desk: Desk, name: str, message: str) -> None:
    desk.write("picture.png", PNG)
    with pytest.raises(UsageError, match=message):
        desk.ingest(desk.folder / name)
    assert not desk.settings.dateline_data.exists()


def test_nested_paths_are_read_once(desk: Desk) -> None:
    inner = desk.write("in/a.txt", TALKS)
    summary = desk.ingest(desk.folder, inner, inner.parent, desk.folder)
    assert (counts(summary), set(desk.articles())) == ((1, 0, 0, 0), {"in/a.txt"})


def test_a_large_records_file_is_not_held_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "large.jsonl"
    line = json.dumps({"text": "x" * 20_000}) + "\n"
    with path.open("w") as stream:
        stream.writelines(line for _ in range(1_000))
    found = files.Found(root=tmp_path, name=path.name, kind="records")
    tracemalloc.start()
    assert sum(1 for _ in files.lines(found, max_bytes=100_000)) == 1_000
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 4_000_000 < path.stat().st_size


def test_publication_is_made_ready_for_when_all_is_read_or_for_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    moments: list[str] = []

    def noted(moment: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def note(*arguments: Any, **options: Any) -> Any:
            moments.append(moment)
            return function(*arguments, **options)

        return note

    monkeypatch.setattr(Writer, "make_ready", noted("made ready", Writer.make_ready))
    monkeypatch.setattr(running, "draft_of", noted("read", draft_of))
    desk.write("a.txt", TALKS * 3)
    desk.write("b.txt", FERRY * 3)
    desk.ingest()
    assert moments == ["made ready", "read", "read"]
    moments.clear()
    desk.ingest()
    assert moments == []


def test_an_empty_file_is_skipped_and_takes_nothing_away(desk: Desk) -> None:
    kinds = ("a.txt", "b.md", "c.jsonl", "d.html")
    for name in kinds:
        desk.write(name, b"\xef\xbb\xbf\r\n" if name == "b.md" else b"")
    summary = desk.ingest()
    assert (named(summary.skipped), summary.exit_code) == (dict.fromkeys(kinds, "the file is empty"), 0)
    desk.write("a.txt", TALKS)
    desk.write_lines("c.jsonl", [{"text": FERRY}, {"text": CHIPS}])
    assert desk.ingest().added == 3
    before = desk.articles()
    desk.write("a.txt", b"")
    desk.write("c.jsonl", b"\n")
    cut_short = desk.ingest(prune=True)
    assert (cut_short.removed, cut_short.exit_code, desk.articles()) == (0, 0, before)
    assert named(cut_short.skipped)["a.txt"] == "the file is empty; what it held before stays"
    # A file that holds something unreadable has failed, as before.
    desk.write("e.txt", PNG)
    assert desk.ingest().exit_code == 1
