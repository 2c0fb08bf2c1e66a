"""Full text: terms in any script, nothing left behind, nothing invisible found, no question that breaks it."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, create_engine, text

from language.stopwords import STOPWORDS, of_subject
from vectorstore import fulltext


@pytest.fixture
def connection() -> Iterator[Connection]:
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        connection.execute(
            text("CREATE TABLE passages (row INTEGER PRIMARY KEY, article_id TEXT, added INTEGER, removed INTEGER)")
        )
        fulltext.create(connection)
        yield connection
    engine.dispose()


def put(connection: Connection, *texts: str, added: int = 1, article: str = "a") -> None:
    for body in texts:
        made = connection.execute(
            text("INSERT INTO passages (article_id, added) VALUES (:article, :added)"),
            {"article": article, "added": added},
        )
        fulltext.add(connection, [(int(made.lastrowid), body)])


def found(
    connection: Connection,
    question: str,
    *,
    limit: int = 10,
    generation: int = 1,
    exclude_articles: Collection[str] = (),
) -> list[int]:
    hits = fulltext.search(connection, question, limit=limit, generation=generation, exclude_articles=exclude_articles)
    return [row for row, _ in hits]


@pytest.mark.parametrize(
    ("written", "terms"),
    [
        ("Jen Daskal’s 1,200 notes", ["jen", "daskal", "1200", "notes"]),
        ("the U.S. and the U.N.", ["the", "us", "and", "the", "un"]),
        ("Müller, señor, déjà, STRASSE Straße", ["muller", "senor", "deja", "strasse", "strasse"]),
        ("北京会谈", ["北京", "京会", "会谈"]),
        ("단장은", ["단장", "장은"]),
        ("東京タワー", ["東京", "京タ", "タワ", "ワー"]),
        ("ﾃｽﾄ ＡＩ", ["テス", "スト", "ai"]),
        ("3월 AI기술", ["3", "월", "ai", "기술"]),
        ("प्रधान मंत्री", ["प्रधान", "मंत्री"]),
        ("الْعَرَبِيَّة", ["العربية"]),
        ("Bundes\u00adkanzler_in", ["bundeskanzler", "in"]),
        ("\x00 \ud800 ‽ — 🙂", []),
        ("x" * 500, ["x" * fulltext.LONGEST_TERM]),
    ],
)
def test_terms_of_every_script(written: str, terms: list[str]) -> None:
    assert fulltext.terms(written) == terms


TEXTS = {
    "english": "Delegations from both nations met; the delegate of the U.S. spoke first.",
    "korean": "미국 대표단의 단장은 회담 장소를 옮기자고 했다.",
    "chinese": "会谈在北京举行，双方代表团讨论了关税问题。",
    "japanese": "首相は東京で記者会見を開き、新しい協定を発表した。",
    "spanish": "La delegación llegó a Bogotá después del mediodía.",
    "german": "Über Zölle wurde in München verhandelt; der Vertrag liegt vor.",
    "french": "L’accord prévoit un délai de trois ans.",
    "hindi": "प्रधान मंत्री ने समझौते पर हस्ताक्षर किए।",
}


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("delegation?", "english"),
        ("who spoke for the US", "english"),
        ("단장이 누구인가", "korean"),
        ("회담", "korean"),
        ("关税", "chinese"),
        ("北京", "chinese"),
        ("協定", "japanese"),
        ("東京での会見", "japanese"),
        ("delegacion en Bogota", "spanish"),
        ("Zolle in Munchen", "german"),
        ("ZÖLLE", "german"),
        ("quel delai", "french"),
        ("मंत्री", "hindi"),
    ],
)
def test_a_word_is_found_in_its_language(connection: Connection, question: str, language: str) -> None:
    put(connection, *TEXTS.values())

    assert found(connection, question, limit=1) == [list(TEXTS).index(language) + 1]


def test_a_single_chinese_character_is_found_at_the_head_of_a_word(connection: Connection) -> None:
    put(connection, "关税问题", "北京会谈")

    assert found(connection, "税") == [1]


def test_rarer_words_and_more_of_them_rank_higher(connection: Connection) -> None:
    put(connection, "talks on trade", "talks on trade and tariffs in Geneva", "talks", "talks again")

    assert found(connection, "talks tariffs Geneva")[0] == 2
    scores = [score for _, score in fulltext.search(connection, "talks tariffs", limit=10, generation=1)]
    assert scores == sorted(scores, reverse=True)
    assert len(scores) == 4


def test_passages_of_other_generations_are_not_found_and_take_no_place(connection: Connection) -> None:
    put(connection, "tariff one", added=1)
    put(connection, "tariff two", added=2)
    connection.execute(text("UPDATE passages SET removed = 2 WHERE row = 1"))

    assert found(connection, "tariff", generation=1, limit=1) == [1]
    assert found(connection, "tariff", generation=2, limit=1) == [2]
    assert found(connection, "tariff", generation=0, limit=1) == []


def test_excluded_articles_are_not_found_and_take_no_place(connection: Connection) -> None:
    put(connection, "tariff tariff tariff", article="https://example.com/a'b")
    put(connection, "a tariff among much else", article="other")

    assert found(connection, "tariff", limit=1, exclude_articles={"https://example.com/a'b"}) == [2]
    assert found(connection, "tariff", exclude_articles={"https://example.com/a'b", "other"}) == []


def test_a_passage_without_its_row_is_not_found(connection: Connection) -> None:
    put(connection, "tariff")
    connection.execute(text("DELETE FROM passages"))

    assert found(connection, "tariff") == []


def test_removed_rows_leave_no_trace_in_scores_or_terms(connection: Connection) -> None:
    put(connection, "talks on tariffs in Geneva", "talks on trade")
    before = fulltext.search(connection, "tariffs talks", limit=10, generation=1)
    put(connection, *TEXTS.values())
    fulltext.remove(connection, [(row, body) for row, body in enumerate(TEXTS.values(), start=3)])

    assert fulltext.search(connection, "tariffs talks", limit=10, generation=1) == before
    assert vocabulary(connection) == {"talk": 2, "on": 2, "tariff": 1, "in": 1, "geneva": 1, "trade": 1}


def test_a_rebuild_holds_exactly_the_given_rows(connection: Connection) -> None:
    put(connection, "old words", "more old words")
    fulltext.rebuild(connection, iter([(2, "new text")]))

    assert vocabulary(connection) == {"new": 1, "text": 1}
    assert found(connection, "new") == [2]


def test_an_index_made_of_other_terms_asks_for_a_rebuild(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert fulltext.up_to_date(connection)
    monkeypatch.setattr(fulltext, "TERMS_VERSION", "next")
    assert not fulltext.up_to_date(connection)
    fulltext.rebuild(connection, [])
    assert fulltext.up_to_date(connection)


def test_more_rows_than_one_batch_are_all_indexed_and_removed(connection: Connection) -> None:
    rows = [(row, f"tariff number{row}") for row in range(1, 2 * fulltext.ROWS_AT_ONCE + 2)]
    fulltext.add(connection, iter(rows))
    assert vocabulary(connection)["tariff"] == len(rows)
    fulltext.remove(connection, iter(rows))
    assert vocabulary(connection) == {}


@pytest.mark.parametrize(
    "question",
    [
        '"',
        "tariff AND",
        "NEAR(",
        "terms:tariff",
        "-tariff",
        "tariff*",
        "^",
        "' OR 1=1 --",
        "{a}",
        "(",
        "a\x00b",
        "",
        "  ",
    ],
)
def test_query_syntax_in_a_question_is_only_words(connection: Connection, question: str) -> None:
    put(connection, "tariff talks")

    assert found(connection, question) == ([1] if "tariff" in question else [])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
@given(body=st.text(), question=st.text(alphabet=st.characters(), max_size=300))
def test_no_text_breaks_the_index_or_a_search(connection: Connection, body: str, question: str) -> None:
    fulltext.rebuild(connection, [(1, body)])
    connection.execute(text("INSERT OR REPLACE INTO passages VALUES (1, 'a', 1, NULL)"))
    assert sum(vocabulary(connection, kind="cnt").values()) == len(fulltext.terms(body)), "SQLite splits alike"
    fulltext.search(connection, question, limit=5, generation=1)
    assert bool(found(connection, body)) == bool(fulltext.terms(body)), "every text finds itself"
    fulltext.remove(connection, [(1, body)])
    assert vocabulary(connection) == {}


def test_a_very_long_question_is_answered(connection: Connection) -> None:
    put(connection, "tariff talks")

    assert found(connection, "tariff " + " ".join(f"word{n}" for n in range(5000))) == [1]


@pytest.mark.parametrize(
    ("question", "kept"),
    [
        ("Who won the war in the Gulf?", ["won", "war", "gulf"]),
        ("Wann war der Gipfel in Genf?", ["gipfel", "genf"]),
        ("¿Quién es el presidente de la delegación?", ["presidente", "delegacion"]),
        ("who is he", ["who", "is", "he"]),
        ("US AI law", ["us", "ai", "law"]),
        ("회담은 누가", ["회담", "담은", "누가"]),
    ],
)
def test_words_of_grammar_go_and_words_of_subject_stay(question: str, kept: list[str]) -> None:
    assert of_subject(fulltext.terms(question)) == kept


def test_stop_words_are_written_as_terms_are() -> None:
    assert [word for words in STOPWORDS for word in words if fulltext.terms(word) != [word]] == []


def vocabulary(connection: Connection, *, kind: str = "doc") -> dict[str, int]:
    """Each stem in the index with the number of passages that hold it (or of times it stands there)."""
    connection.execute(text("CREATE VIRTUAL TABLE IF NOT EXISTS vocabulary USING fts5vocab(passages_text, 'row')"))
    column = {"doc": "doc", "cnt": "cnt"}[kind]
    return {str(term): int(n) for term, n in connection.execute(text(f"SELECT term, {column} FROM vocabulary"))}


def test_a_large_library_is_ranked_by_its_rare_terms_and_the_best_is_still_first(connection: Connection) -> None:
    texts = [f"The minister spoke about the harbour on day {n}." for n in range(300)]
    texts[217] = "The minister spoke about the zeppelin in the harbour."
    put(connection, *texts)
    question = "what did the minister say about the zeppelin in the harbour?"
    everything = fulltext.search(connection, question, limit=400, generation=1)
    narrowed = fulltext.search(connection, question, limit=400, generation=1, most_ranked=50)
    assert narrowed[0][0] == everything[0][0]
    assert len(narrowed) < len(everything)


@pytest.mark.parametrize(
    ("question", "sure", "loose"),
    [
        (
            "who signed the “green river accord”?",
            "The green river accord was signed.",
            "An accord on a river, green: signed.",
        ),
        ("who met Anna Lee Brook?", "The envoy met Anna Lee Brook.", "Anna met the envoy, Lee a brook."),
        ("which town has 4,200 people?", "The town has 4,200 people.", "The town has 200 people and 4 dogs."),
    ],
)
def test_emphasis_puts_what_holds_a_phrase_name_or_figure_as_it_stands_first(
    connection: Connection, question: str, sure: str, loose: str
) -> None:
    put(connection, loose, sure, *(f"Filler about nothing, {n}." for n in range(8)))

    def scores(emphasis: int) -> dict[int, float]:
        return dict(fulltext.search(connection, question, limit=10, generation=1, emphasis=emphasis))

    plain, sharp = scores(0), scores(2)
    assert sharp[2] - sharp[1] > plain[2] - plain[1] + 0.1
    assert max(sharp, key=lambda row: sharp[row]) == 2


def test_emphasis_changes_nothing_where_a_question_is_sure_of_nothing(connection: Connection) -> None:
    put(connection, "The storm washed the road away.", "A storm came.")
    searched = [
        fulltext.search(connection, "What did the storm do?", limit=5, generation=1, emphasis=n) for n in (0, 5)
    ]
    assert searched[0] == searched[1]
