"""The public face of the store, over a real catalogue and a real Chroma."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.store import SPLITTER, WordEmbedder, article, passages, with_text
from vectorstore import catalogue
from vectorstore.embeddings.base import Vectors
from vectorstore.errors import LibraryMissing
from vectorstore.library import Library
from vectorstore.model import Article
from vectorstore.settings import StoreSettings

TALKS = article(
    "https://example.com/talks",
    "A delegation led by Jen Daskal met the minister in Beijing.\n\nThe talks were about fentanyl.",
    title="Talks begin",
    published=datetime(2024, 1, 30, tzinfo=UTC),
)
HARVEST = article("harvest.txt", "The olive harvest failed after a dry summer.\n\nPrices of oil rose by a third.")
STORM = article("storm.txt", "A storm closed the harbour for two days.", published=datetime(2024, 2, 3, tzinfo=UTC))


@pytest.fixture
def settings(tmp_path: Path) -> StoreSettings:
    return StoreSettings(dateline_data=tmp_path / "data")


def ingest(settings: StoreSettings, *articles: Article, embedder: WordEmbedder | None = None) -> WordEmbedder:
    embedder = embedder or WordEmbedder()
    with Library.writing(settings, splitter=SPLITTER, embedder=embedder) as writer:
        for one in articles:
            writer.put(one, passages(one))
    return embedder


def test_a_search_finds_the_passage_and_says_where_it_came_from(settings: StoreSettings) -> None:
    ingest(settings, TALKS, HARVEST, STORM)
    with Library.open(settings, embedder=WordEmbedder()) as library:
        best = library.search("who led the delegation in Beijing?", k=3)[0]
        assert best.passage.text == "A delegation led by Jen Daskal met the minister in Beijing."
        assert (best.dense_rank, best.lexical_rank) == (1, 1)
        assert best.article.id == TALKS.id and best.article.headline == "Talks begin"
        assert best.article.published == TALKS.published
        assert best.similarity is not None and 0 < best.similarity <= 1.0001


def test_a_passage_is_given_its_share_of_the_score_beside_it(settings: StoreSettings) -> None:
    ingest(settings, TALKS, HARVEST, STORM)
    found = {}
    for share in (0.0, 0.5):
        with Library.open(settings.model_copy(update={"search_neighbours": share}), embedder=WordEmbedder()) as library:
            hits = library.search("who led the delegation in Beijing?", k=10)
            found[share] = {(hit.article.id, hit.passage.position): hit.score for hit in hits}
    plain, raised = found[0.0], found[0.5]
    assert raised == {
        (id_, at): pytest.approx(score + 0.5 * max(plain.get((id_, at - 1), 0), plain.get((id_, at + 1), 0)))
        for (id_, at), score in plain.items()
    }
    assert raised != plain


def test_articles_are_listed_counted_and_given_back_as_they_were_put(settings: StoreSettings) -> None:
    ingest(settings, TALKS, HARVEST, STORM)
    with Library.open(settings, embedder=WordEmbedder()) as library:
        assert (library.count_articles(), library.count_passages()) == (3, 5)
        assert [one.id for one in library.articles(newest_first=True)] == ["storm.txt", TALKS.id, "harvest.txt"]
        assert library.article(TALKS.id) == TALKS
        assert library.article("nothing") is None
        assert library.passages(TALKS.id) == list(passages(TALKS))


def test_what_is_staged_is_counted_before_it_is_published(settings: StoreSettings) -> None:
    ingest(settings, TALKS, HARVEST)
    with Library.writing(settings, splitter=SPLITTER, embedder=WordEmbedder()) as writer:
        writer.put(STORM, passages(STORM))
        writer.remove(TALKS.id)
        with Library.open(settings, embedder=WordEmbedder()) as library:
            assert (library.count_articles(), library.count_passages()) == (2, 4)
    with Library.open(settings, embedder=WordEmbedder()) as library:
        assert (library.count_articles(), library.count_passages()) == (2, 3)


def test_put_and_remove_show_in_the_same_library_object_at_once(settings: StoreSettings) -> None:
    with Library.open(settings, embedder=WordEmbedder(), create=True) as library:
        assert library.search("anything") == []
        assert library.put(TALKS, passages(TALKS)) == "added"
        assert library.search("delegation")[0].article.id == TALKS.id
        assert library.remove(TALKS.id) and not library.remove(TALKS.id)
        assert library.search("delegation") == []
        assert library.count_articles() == 0


def test_an_unchanged_article_costs_no_embedding_no_copy_and_no_generation(settings: StoreSettings) -> None:
    ingest(settings, TALKS, HARVEST)
    before = sorted(path.name for path in (settings.dateline_data / "index").iterdir())
    again = ingest(settings, TALKS, HARVEST)
    assert again.calls == []
    assert sorted(path.name for path in (settings.dateline_data / "index").iterdir()) == before


def test_a_change_embeds_only_the_passage_that_changed(settings: StoreSettings) -> None:
    ingest(settings, TALKS, HARVEST)
    changed = with_text(TALKS, TALKS.text.replace("fentanyl", "synthetic opioids"))
    embedder = ingest(settings, changed)
    assert embedder.calls == [["Talks begin\nThe talks were about synthetic opioids."]]
    with Library.open(settings, embedder=WordEmbedder()) as library:
        assert "synthetic" in library.search("what were the talks about", k=1)[0].passage.text
        assert all("fentanyl" not in hit.passage.text for hit in library.search("fentanyl", k=10))


def test_a_passage_that_only_moved_keeps_its_vector(settings: StoreSettings) -> None:
    ingest(settings, TALKS)
    first, second = TALKS.text.split("\n\n")
    embedder = ingest(settings, with_text(TALKS, f"{second}\n\n{first}"))
    assert embedder.calls == []
    with Library.open(settings, embedder=WordEmbedder()) as library:
        assert [p.text for p in library.passages(TALKS.id)] == [second, first]
        assert library.search("fentanyl", k=1)[0].passage.position == 0


def test_one_article_gives_at_most_three_passages(settings: StoreSettings) -> None:
    long = article("long.txt", "\n\n".join(f"Harbour news, part {n}." for n in range(9)))
    ingest(settings, long, STORM)
    with Library.open(settings, embedder=WordEmbedder()) as library:
        found = [hit.article.id for hit in library.search("harbour news", k=8)]
    assert found.count("long.txt") == 3 and "storm.txt" in found


def test_excluded_addresses_are_not_searched_and_others_fill_their_place(settings: StoreSettings) -> None:
    many = [article(f"https://example.com/{n}", f"The minister spoke of fentanyl again, {n}.") for n in range(80)]
    ingest(settings, TALKS, *many)
    with Library.open(settings, embedder=WordEmbedder()) as library:
        urls = {one.id for one in many[:75]}
        found = library.search("minister fentanyl", k=8, exclude_urls=urls)
    assert found and not urls & {hit.article.id for hit in found}


def test_the_retriever_gives_langchain_documents(settings: StoreSettings) -> None:
    ingest(settings, TALKS, HARVEST)
    with Library.open(settings, embedder=WordEmbedder()) as library:
        document = library.as_retriever(k=1).invoke("delegation Beijing")[0]
    assert document.page_content.startswith("A delegation led by")
    assert document.metadata["url"] == TALKS.url and document.metadata["published"].startswith("2024-01-30")


def test_no_library_is_told_and_nothing_is_made(settings: StoreSettings) -> None:
    with pytest.raises(LibraryMissing, match="dateline ingest"):
        Library.open(settings)
    assert not settings.dateline_data.exists()


def test_an_article_whose_passage_cannot_be_embedded_keeps_its_old_version(settings: StoreSettings) -> None:
    ingest(settings, TALKS, HARVEST)
    bad = with_text(TALKS, TALKS.text + "\n\nUNEMBEDDABLE words.")
    with Library.writing(settings, splitter=SPLITTER, embedder=WordEmbedder(refuses="UNEMBEDDABLE")) as writer:
        writer.put(bad, passages(bad))
        writer.put(STORM, passages(STORM))
        writer.publish()
        assert list(writer.failed) == [TALKS.id]
    with Library.open(settings, embedder=WordEmbedder()) as library:
        assert library.article(TALKS.id) == TALKS
        assert library.count_articles() == 3
        assert Library.check(settings) is None


def test_an_error_in_the_middle_leaves_what_was_published(settings: StoreSettings) -> None:
    ingest(settings, TALKS)
    with pytest.raises(RuntimeError), Library.writing(settings, splitter=SPLITTER, embedder=WordEmbedder()) as writer:
        writer.put(HARVEST, passages(HARVEST))
        raise RuntimeError
    with Library.open(settings, embedder=WordEmbedder()) as library:
        assert library.count_articles() == 1
    ingest(settings, STORM)
    with Library.open(settings, embedder=WordEmbedder()) as library:
        assert sorted(library.known()) == [TALKS.id, "storm.txt"]


def test_an_interrupted_run_publishes_what_is_complete(settings: StoreSettings) -> None:
    embedder = WordEmbedder()
    with pytest.raises(KeyboardInterrupt), Library.writing(settings, splitter=SPLITTER, embedder=embedder) as writer:
        writer.put(TALKS, passages(TALKS))
        writer.publish()
        twin = article("twin.txt", HARVEST.text)
        writer.put(HARVEST, passages(HARVEST))
        writer.remove(TALKS.id)
        writer.put(twin, passages(twin))
        raise KeyboardInterrupt
    with Library.open(settings, embedder=WordEmbedder()) as library:
        assert library.known() == {}  # TALKS was removed, the others still waited for vectors
    again = ingest(settings, HARVEST)
    assert len(again.calls) == 1


def test_an_interrupt_within_an_article_takes_those_before_it_along(
    settings: StoreSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with (
        pytest.raises(KeyboardInterrupt),
        Library.writing(settings, splitter=SPLITTER, embedder=WordEmbedder()) as writer,
    ):
        writer.put(TALKS, ())
        monkeypatch.setattr(catalogue, "keep_bands", interrupt)
        writer.put(HARVEST, ())
    with Library.open(settings, embedder=WordEmbedder()) as library:
        assert list(library.known()) == [TALKS.id]


def test_another_embedder_switches_all_at_once_and_nothing_mixes(settings: StoreSettings) -> None:
    ingest(settings, TALKS, HARVEST)
    other = WordEmbedder(name="test:other", dimensions=32)
    with Library.open(settings, embedder=WordEmbedder()) as before:
        assert before.search("delegation")
        with Library.writing(settings, splitter=SPLITTER, embedder=other) as writer:
            outdated = list(writer.outdated())
            assert [one.id for one in outdated] == ["harvest.txt", TALKS.id]
            for one in outdated:
                assert writer.put(one, passages(one)) == "unchanged"
            assert list(writer.outdated()) == []
    with Library.open(settings, embedder=other) as library:
        assert library.embedding == "test:other"
        assert library.search("delegation", k=1)[0].article.id == TALKS.id
    assert sum(map(len, other.calls)) == 4


def test_many_waiting_passages_are_embedded_sorted_by_length_in_batches(settings: StoreSettings) -> None:
    embedder = WordEmbedder(batch_size=64)
    ingest(settings, *(article(f"{n}.txt", "word " * (1 + n * 7 % 50) + str(n)) for n in range(600)), embedder=embedder)
    assert max(map(len, embedder.calls)) == 64
    lengths = [len(text) for batch in embedder.calls[:8] for text in batch]
    assert lengths == sorted(lengths) and len(lengths) == 512


def test_reading_would_wait_for_the_embedder(settings: StoreSettings) -> None:
    class Slow(WordEmbedder):
        read_on = threading.Event()

        def passages(self, texts: Sequence[str]) -> Vectors:
            assert self.read_on.wait(20), "nothing was read while a batch was being embedded"
            return super().passages(texts)

    embedder = Slow(dimensions=8, batch_size=512)
    with Library.writing(settings, splitter=SPLITTER, embedder=embedder) as writer:
        for n in range(600):
            one = article(f"{n}.txt", f"The {n}th story of the harbour.")
            writer.put(one, passages(one))
        embedder.read_on.set()
    assert [len(batch) for batch in embedder.calls] == [512, 88]
    for thread in threading.enumerate():
        if thread.name == "embedding":
            thread.join(5)
            assert not thread.is_alive(), "each run would leave a thread behind"


@pytest.mark.parametrize("articles", [1, 2, 40])
def test_a_small_index_is_not_changed_by_those_who_read_it(settings: StoreSettings, articles: int) -> None:
    ingest(settings, *(article(f"{n}.txt", f"Harbour news number {n}.") for n in range(articles)))
    for _ in range(3):
        with Library.open(settings, embedder=WordEmbedder()) as library:
            assert library.search("harbour news", k=1)
    assert Library.check(settings) is None


def test_hits_carry_their_articles_opening_and_the_newest_article_is_known(settings: StoreSettings) -> None:
    ingest(settings, TALKS, HARVEST, STORM)
    with Library.open(settings, embedder=WordEmbedder()) as library:
        assert library.search("prices of oil", k=1)[0].article.headline == HARVEST.headline
        newest = library.newest()
        assert newest is not None
        assert newest.id == "storm.txt"
