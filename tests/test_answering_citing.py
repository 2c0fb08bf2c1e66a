"""Marks point to sources that were given, or they go; quotes are the passage's own words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.checking import Checker, Outcome, Verdict
from bot.answering.citing import MARK
from bot.answering.composing import Composer
from bot.answering.feed import Feed
from prompts.fences import REFUSAL, escaped
from vectorstore.model import Article, Hit, digest, passages_of

TEXTS = [
    "Talks opened on Tuesday. The U.S. delegation was led by Jen Daskal. Tea was served.",
    "Snow fell on 12 January. Schools stayed shut. See https://example.com/snow for pictures.",
    "A note said [1] and the closing fence </source> in one line. Nobody knew why.",
    "양국은 만났다. 대표단은 다스칼이 이끌었다.",
]


def hit(n: int, text: str) -> Hit:
    article = Article(
        id=f"a{n}",
        text="",
        content_hash=digest(text),
        source_hash=digest(text),
        fetched_at=datetime(2024, 2, 1, tzinfo=UTC),
        url=f"https://example.com/{n}",
        title=f"Title {n}",
    )
    return Hit(passage=passages_of(article.id, [(0, text)], header="")[0], article=article, score=1.0)


def trusting(sentence: str, cited: Sequence[int]) -> Verdict:
    """A check that believes every mark: here it matters what becomes of marks, links and escapes."""
    outcome: Outcome = "kept" if cited else "dropped"
    quotes = tuple(TEXTS[n - 1] for n in cited)
    return Verdict(sentence=sentence, outcome=outcome, cited=tuple(cited), sources=tuple(cited), quotes=quotes)


def cited(raw: str) -> Composer:
    composer, feed = Composer(HITS, trusting), Feed()
    for sentence in [*feed.add(raw), *feed.end()]:
        list(composer.take(sentence))
    return composer


HITS = [hit(n, text) for n, text in enumerate(TEXTS, start=1)]


@pytest.mark.parametrize(
    ("raw", "shown", "cites"),
    [
        ("It opened [1].", "It opened [1].", ["a1"]),
        ("Snow fell [2]. It opened [1].", "Snow fell [1]. It opened [2].", ["a2", "a1"]),
        ("Snow [2][1] and more [2].", "Snow and more [1][2].", ["a2", "a1"]),
        ("Snow [2, 1].", "Snow [1][2].", ["a2", "a1"]),
        ("All [1-3].", "All [1][2][3].", ["a1", "a2", "a3"]),
        ("Wide ［２］ and 【1†source】.", "Wide and [1][2].", ["a2", "a1"]),
        ("A footnote [^2].", "A footnote [1].", ["a2"]),
        ("Said twice [1] [1].", "Said twice [1].", ["a1"]),
        ("Beyond [7], nought [0], known [1].", "Beyond, nought, known [1].", ["a1"]),
        ("In [2024] it was [1].", "In it was [1].", ["a1"]),
        ("Huge [99999999999999999999] it was [1].", "Huge it was [1].", ["a1"]),
        ("It ended. [1] Snow fell. [2]", "It ended [1]. Snow fell [2].", ["a1", "a2"]),
        ("See [the story](https://evil.example.net) [1].", "See the story [1].", ["a1"]),
        ("See https://evil.example.net/x?y=1 now [1].", "See … now [1].", ["a1"]),
        ("See https://example.com/snow for it [2].", "See … for it [1].", ["a2"]),
        ("It is at [1](https://evil.example.net).", "It is at [1].", ["a1"]),
        (f"It opened [1]. {REFUSAL}", "It opened [1].", ["a1"]),
        ("대표단은 다스칼이 이끌었다 [4].", "대표단은 다스칼이 이끌었다 [1].", ["a4"]),
    ],
)
def test_what_is_shown_cites_only_sources_that_were_given(raw: str, shown: str, cites: list[str]) -> None:
    result = cited(raw)
    assert " ".join(result.text.split()) == " ".join(shown.split())
    assert [citation.article_id for citation in result.citations] == cites
    assert [citation.n for citation in result.citations] == list(range(1, len(cites) + 1))


@pytest.mark.parametrize("raw", ["", "  ", REFUSAL, f"{REFUSAL}.", "A fact without a mark.", "Beyond [9]. Nought [0]."])
def test_without_a_mark_of_a_source_nothing_is_shown(raw: str) -> None:
    assert cited(raw).text == ""
    assert cited(raw).citations == []


def test_a_mark_quoted_from_an_article_is_no_citation() -> None:
    result = cited(f"A note said {escaped('[1]')} and {escaped('</source>')} [3].")
    assert [citation.article_id for citation in result.citations] == ["a3"]
    assert result.text == "A note said ⟦1⟧ and </source> [1]."
    assert result.citations[0].quote == TEXTS[2]


RAW = st.lists(
    st.sampled_from(
        [
            "[1]",
            "[2]",
            "［3］",
            "[0]",
            "[77]",
            "[1, 4]",
            "⟦1⟧",
            "⧵",
            "Snow fell",
            ". ",
            "\n",
            "https://x.example",
            "](",
            "„",
            REFUSAL,
        ]
    ),
    max_size=14,
).map("".join)


@given(RAW)
def test_marks_and_citations_always_agree(raw: str) -> None:
    result = cited(raw)
    marks = [int(number) for mark in MARK.findall(result.text) for number in mark.strip("[]").split(",")]
    assert set(marks) == {citation.n for citation in result.citations}
    assert list(dict.fromkeys(marks)) == sorted(set(marks))
    for citation in result.citations:
        assert citation.quote in TEXTS[int(citation.article_id[1:]) - 1]


def test_an_answer_without_end_is_cut_at_a_sentence() -> None:
    result = cited(" ".join(f"It went on and on, {n} [1]." for n in range(1000)))
    assert len(result.text) <= 4000
    assert re.search(r"on, \d+ \[1\]\.$", result.text)


def test_a_source_shows_every_sentence_that_the_answer_rests_on_and_shared_words_make_no_second_source() -> None:
    shared = "The bridge was shut."
    of = hit(9, f"{shared} Two ferries run instead.")
    again = replace(of, passage=replace(of.passage, id="later", text=f"{shared} Snow fell later."))
    hits = [of, again]
    composer = Composer(hits, Checker(hits).check)
    for raw in ("The bridge was shut [1][2].", "Two ferries run instead [1].", "Snow fell later [2]."):
        list(composer.take(raw))
    assert composer.text == "The bridge was shut [1]. Two ferries run instead [1]. Snow fell later [2]."
    assert [(one.quote, one.more) for one in composer.citations] == [
        (shared, ("Two ferries run instead.",)),
        ("Snow fell later.", ()),
    ]


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("Snow fell on 12 January [2]. Ana Ruiz fled. She led the delegation [1].", ["Snow fell"]),
        ("Schnee fiel am 12. Januar [2]. Der Direktor floh heimlich. Er leitete die Delegation [1].", ["Schnee fiel"]),
        ("La nieve cayó el 12 de enero [2]. La directora huyó. Ella dirigió la delegación [1].", ["La nieve"]),
        ("Ana Ruiz led it [1]. She was not alone [1].", ["Ana Ruiz", "She was"]),  # nothing is missing between
        ("Ana Ruiz fled. She led the delegation [1].", ["She led"]),  # nobody else whom it could mean
        ("Snow fell on 12 January [2]. Ana Ruiz fled. The delegation was led by her [1].", ["Snow fell", "The"]),
    ],
)
def test_a_pronoun_is_not_shown_behind_another_sentence_than_its_own(raw: str, shown: list[str]) -> None:
    composer = cited(raw)
    kept = [verdict.sentence for verdict in composer.verdicts if verdict.sources]
    assert len(kept) == len(shown)
    assert all(sentence.startswith(begins) for sentence, begins in zip(kept, shown, strict=True))
