"""Whatever shape a model's answer has, plain text with marks is shown, wherever its stream was cut.

Each shape goes over the wire through the real client and the whole pipeline, one character at a time; the same shapes
are cut at every character in memory.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import cast
from zoneinfo import ZoneInfo

import pytest

from bot.answering.answer import Answer
from bot.answering.feed import Feed
from bot.answering.models import build_model
from bot.answering.pipeline import Answerer, load_prompt
from bot.settings import AnswerSettings
from evals.workshop.shelf import Shelf
from language.sentences import sentences
from prompts.casefiles import CaseSource
from prompts.fences import REFUSAL
from tests.openai_server import OpenAIServer
from vectorstore.library import Library

NOW = datetime(2024, 2, 10, tzinfo=UTC)
QUESTION = "Who led the US delegation in Beijing?"
LED = "The US delegation was led by Jen Daskal"
HOST = "Bread and salt were given to the visitors in Beijing"
SOURCES = (
    CaseSource(
        id="ledger", title="Talks open", outlet="Harbor Ledger", date="2024-01-30", text=f"{LED}. Tea was served."
    ),
    CaseSource(id="post", title="A long day", outlet="Delta Post", date="2024-01-31", text=f"{HOST}. Snow fell."),
)
BOTH = f"{LED} [1]. {HOST} [2]."
CLAIMS = ((1, LED), (2, HOST))
NAMES = ("Harbor Ledger", "Delta Post")
THOUGHTS = f"The user asks who led it. {LED} [1]. But {HOST} [2]. Tea was served [1]."

# Name: (what the model says, what is shown). Without the second the two sentences, each with its mark.
SHAPES: dict[str, str] = {
    "as asked": f"{LED} [1]. {HOST} [2].",
    "round brackets": f"{LED} (1). {HOST} (2).",
    "round brackets behind the stop": f"{LED}. (1) {HOST}. (2)",
    "the word in brackets": f"{LED} (Source 1). {HOST} [source: 2].",
    "the word in German": f"{LED} (Quelle 1). {HOST} [Quelle 2].",
    "the word in Spanish and Korean": f"{LED} (fuente 1). {HOST} (출처 2).",
    "documents": f"{LED} [doc1]. {HOST} [Document 2].",
    "see": f"{LED} (see [1]). {HOST} (cf. [2]).",
    "double brackets": f"{LED} [[1]]. {HOST} {{2}}.",
    "wide brackets": f"{LED}【1】. {HOST}［2］.",
    "files": f"{LED}【1:0†source】. {HOST}【2†L3-L5】.",
    "footnotes": f"{LED}[^1]. {HOST}[^2].\n\n[^1]: Harbor Ledger, Talks open\n[^2]: https://example.com/x",
    "raised digits": f"{LED}¹. {HOST}.²",
    "sup": f"{LED}<sup>1</sup>. {HOST}<sup>[2]</sup>.",
    "LaTeX": f"{LED} $^{{1}}$. {HOST}$^2$.",
    "LaTeX without a number": f"{LED} $^{{}}$ [1]. {HOST} [2].",
    "a caret": f"{LED}^1. {HOST}^[2].",
    "cite": f"{LED} \\cite{{1}}. {HOST} \\cite{{source2}}.",
    "the prompt's look-alike": f"{LED} ⟦1⟧. {HOST} ⟦2⟧.",
    "the prompt's tag": f'{LED} <source n="1">. {HOST} <source n="2"></source>.',
    "a tag around the sentence": f'<cite id="1">{LED}.</cite> <cite id="2">{HOST}.</cite>',
    "escaped brackets": f"{LED} \\[1\\]. {HOST} &#91;2&#93;.",
    "bold": f"**{LED}** [1]. **{HOST} [2].**",
    "italics and code": f"*{LED}* `[1]`. _{HOST}_ [2].",
    "headings": f"### Delegation [1]\n{LED} [1].\n\n## Hosts\n{HOST} [2].",
    "bold headings": f"**Delegation**\n{LED} [1].\n\n**Hosts:**\n{HOST} [2].",
    "a code fence": f"```text\n{LED} [1]. {HOST} [2].\n```",
    "a quotation": f"> {LED} [1].\n> {HOST} [2].",
    "a rule": f"---\n{LED} [1].\n***\n{HOST} [2].",
    "a label": f"**Answer:** {LED} [1]. {HOST} [2].",
    "a list of sources": f"{LED} [1]. {HOST} [2].\n\n**Sources:** [1], [2]",
    "a list of sources with outlets": f"{BOTH}\n\nSources:\n- Harbor Ledger (2024-01-30) [1]\n- Delta Post [2]",
    "a list of references": f"{BOTH}\n\n## References\n[1] Harbor Ledger, Talks open\n[2] Delta Post",
    "a list without a label": f"{BOTH}\n\n- Harbor Ledger (2024-01-30) [1]\n- Delta Post (2024-01-31) [2]",
    "a list of sources in German": f"{LED} [1]. {HOST} [2].\n\nQuellen: Harbor Ledger [1], Delta Post [2]",
    "sources first": f"Sources: [1] [2]\n\n{LED} [1]. {HOST} [2].",
    "JSON": json.dumps({"answer": f"{LED} [1]. {HOST} [2].", "sources": [1, 2]}),
    "JSON of claims": "```json\n"
    + json.dumps({"sentences": [{"quote": "x", "source": n, "text": f"{s}."} for n, s in CLAIMS]}, indent=1)
    + "\n```",
    "JSON as a list": json.dumps([{"claim": f"{s}.", "citations": [{"id": n}] if n > 1 else ["1"]} for n, s in CLAIMS]),
    "thoughts": f"<think>\n{THOUGHTS} {REFUSAL}?\n</think>\n\n{LED} [1]. {HOST} [2].",
    "thoughts without the opening tag": f"{THOUGHTS} {REFUSAL}?\n</think>\n\n{LED} [1]. {HOST} [2].",
    "thoughts twice": f"<think>{THOUGHTS}</think>{LED} [1]. <think>{THOUGHTS}</think>{HOST} [2].",
    "thoughts by another name": f"<reasoning>{THOUGHTS}</reasoning> {LED} [1]. [THINK]x[/THINK]{HOST} [2].",
    "thoughts in a channel": f"<|channel|>analysis<|message|>{THOUGHTS}<|end|><|start|>assistant"
    f"<|channel|>final<|message|>{LED} [1]. {HOST} [2].<|return|>",
    "thoughts within thoughts": f"<think>a. <reasoning>{THOUGHTS}</reasoning> {THOUGHTS}</think>{BOTH}",
    "thoughts in capitals": f"< THINK >{THOUGHTS}</ THINK >{BOTH}",
    "thoughts by many names": f"<antThinking>{THOUGHTS}</antThinking><chain_of_thought>{THOUGHTS}</chain_of_thought>"
    f"<cot>{THOUGHTS}</cot><internal_thoughts>{THOUGHTS}</internal_thoughts><answer>{BOTH}</answer>",
    "thoughts between tokens": f"<|START_THINKING|>{THOUGHTS}<|END_THINKING|><|START_RESPONSE|>{BOTH}<|END_RESPONSE|>",
    "thoughts in a half channel": f"<|channel>thought\n{THOUGHTS}<channel|>{BOTH}",
    "a call in a channel": f"<|start|>assistant<|channel|>analysis<|message|>{THOUGHTS}<|end|><|start|>assistant"
    f'<|channel|>commentary to=functions.search <|constrain|>json<|message|>{{"q": "{LED} [1]."}}<|call|>'
    f"<|start|>assistant<|channel|>final<|message|>{BOTH}<|return|>",
    "a channel's words alone": f"analysis{THOUGHTS}assistantfinal{BOTH}",
    "a role": f"<|im_start|>assistant\n{LED} [1]. <start_of_turn>model\n{HOST} [2].<|im_end|>",
    "wide tokens": f"{BOTH}<｜end▁of▁sentence｜>",
    "marks that are links": f'{LED} [1](https://example.com/a_(b)). {HOST} [[2]](#2 "Post").',
    "links in brackets": f"{LED} ([1](https://example.com)). {HOST} [[Source 2](https://example.com)].",
    "each with the word": f"{LED} [Source 1, Source 1]. {HOST} [S2; S2].",
    "with the place": f"{LED} [1, p. 3]. {HOST} [Source 2, paragraph 4].",
    "with the name": f"{LED} [1: Harbor Ledger]. {HOST} [2, Delta Post, 2024].",
    "with the word outside": f"{LED}. (Source: [1]) {HOST}. (Quellen: [2])",
    "joined by a word": f"{LED} (Quelle 1 und 1). {HOST} [2 y 2].",
    "circled": f"{LED} ①. {HOST}②.",
    "angle brackets": f"{LED} <1>. {HOST} <source 2>.",
    "a named tag": f'{LED} <ref name="1"/>. {HOST} <ref name="2">x</ref>.'.replace(">x</ref>", "></ref>"),
    "grounded": f"<co>{LED}</co: 1>. <co>{HOST}</co: 2>.",
    "HTML blocks": f"<h3>Delegation</h3><p>{LED} [1].</p><h3>Hosts [2]</h3><div>{HOST} [2].</div>",
    "a fence on the line": f"```{BOTH}```",
    "JSON behind words": f'Here is the answer: {{"answer": "{BOTH}"}}',
    "a list of references in words": f"{BOTH}\n\n## References\n1. Harbor Ledger, 2024.\n2. “A long day”, Delta Post.",
    "unseen characters": f"\ufeff{LED}\u200b [1].\u2060 {HOST} [2].",
    "bold words ahead": f"**Delegation:** {LED} [1].\n**Hosts**: {HOST} [2].",
    "a caret and brackets": f"{LED}^[1]. {HOST} ^[2].",
    "the speaker's name": f"Assistant: {BOTH}",
    "end of text": f"{LED} [1]. {HOST} [2].<|im_end|></s>",
    "carriage returns": f"{LED} [1].\r\n\r\n{HOST} [2].\r\n",
}  # fmt: skip
OTHERS: dict[str, tuple[str, str]] = {
    "according to a source": (
        f"According to source 1, the US delegation was led by Jen Daskal. {HOST}, source 2 reports.",
        "According to Harbor Ledger, the US delegation was led by Jen Daskal [1]. {HOST}, Delta Post reports [2].",
    ),
    "a numbered list": (f"1. {LED} [1]\n2. {HOST} [2]", f"- {LED} [1]\n- {HOST} [2]"),
    "a mark for a noun": (
        f"According to [1], the US delegation was led by Jen Daskal. Source [2] says that {HOST[0].lower()}{HOST[1:]}.",
        "According to Harbor Ledger, the US delegation was led by Jen Daskal [1]. "
        f"Delta Post says that {HOST[0].lower()}{HOST[1:]} [2].",
    ),
    "a list with bold words ahead": (
        f"- **Delegation:** {LED} [1].\n- **Hosts:** {HOST} [2].",
        f"- {LED} [1].\n- {HOST} [2].",
    ),
    "a numbered list on a line": (f"1. {LED} [1]. 2. {HOST} [2].", f"- {LED} [1].\n- {HOST} [2]."),
    "a list with boxes": (f"- [x] {LED} [1].\n- [ ] {HOST} [2].", f"- {LED} [1].\n- {HOST} [2]."),
    "a list in HTML": (f"<ul><li>{LED} [1].</li><li>{HOST} [2].</li></ul>", f"- {LED} [1].\n- {HOST} [2]."),
    "two sources by number": (f"Sources 1 and 2 say that the talks opened. {HOST} [2].", f"{HOST} [1]."),
    "a list": (f"* {LED} [1].\n• {HOST} [2].", f"- {LED} [1].\n- {HOST} [2]."),
    "a table": (
        "| Who | What |\n|:---|---|\n| The US delegation | was led by Jen Daskal [1] |",
        "The US delegation: was led by Jen Daskal [1]",
    ),
    "a denial behind thoughts": (f"<think>{THOUGHTS}</think>\n{REFUSAL}", ""),
    "a denial behind thoughts without the opening tag": (f"{THOUGHTS}</think>\n{REFUSAL}", ""),
    "a bold denial": (f"**{REFUSAL}**", ""),
    "thoughts that never close": (f"<think>{THOUGHTS}", ""),
}


@pytest.fixture(scope="module")
def server() -> Iterator[OpenAIServer]:
    with OpenAIServer(piece=1) as server:
        yield server


@pytest.fixture(scope="module")
def answerer(server: OpenAIServer) -> Answerer:
    settings = AnswerSettings.model_validate(
        {"chat_model": "openai:gpt-test", "openai_api_key": "sk-test", "openai_base_url": server.url, "chat_retries": 0}
    )
    library = cast(Library, Shelf(SOURCES))
    return Answerer(library=library, model=build_model(settings), prompt=load_prompt(), tz=ZoneInfo("UTC"), deadline=30)


def answered(server: OpenAIServer, answerer: Answerer, said: str) -> Answer:
    server.chat = lambda messages: said
    return answerer.answer(QUESTION, now=NOW)


@pytest.mark.parametrize("said", SHAPES.values(), ids=SHAPES)
def test_every_shape_is_shown_as_plain_text_with_marks(server: OpenAIServer, answerer: Answerer, said: str) -> None:
    found = answered(server, answerer, said)
    assert " ".join(found.text.split()) == BOTH
    assert [citation.title for citation in found.citations] == ["Talks open", "A long day"]


@pytest.mark.parametrize(("said", "shown"), OTHERS.values(), ids=OTHERS)
def test_what_a_shape_means_is_kept_or_refused(server: OpenAIServer, answerer: Answerer, said: str, shown: str) -> None:
    found = answered(server, answerer, said)
    if shown:
        assert found.text == shown.format(HOST=HOST)
    else:
        assert found.abstained


def fed(said: str, *, size: int) -> tuple[list[str], tuple[str, ...]]:
    """The sentences of a stream of such pieces, and what is missing."""
    feed, restarts = Feed(names=NAMES), 0
    found: list[str] = []
    for start in range(0, len(said), size):
        given = feed.add(said[start : start + size])
        if feed.restarts > restarts:
            restarts = feed.restarts
            found.clear()
        found += given
    return [*found, *feed.end()], feed.missing


WHOLE = [*SHAPES.values(), *(said for said, _ in OTHERS.values())]


@pytest.mark.parametrize("said", WHOLE, ids=[*SHAPES, *OTHERS])
def test_the_same_sentences_come_wherever_the_stream_is_cut(said: str) -> None:
    whole = fed(said, size=len(said))
    for size in (1, 2, 3, 5, 8, 13, 34):
        assert fed(said, size=size) == whole, size


# What looks like a shape and is none


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("The boy (2) survived the fire [1].", "The boy (2) survived the fire [1]."),
        (
            "The field is 12 km² wide and 10⁶ seeds lie there [1].",
            "The field is 12 km² wide and 10⁶ seeds lie there [1].",
        ),
        ("It costs $5, then $10 a day [1].", "It costs $5, then $10 a day [1]."),
        ("Five * six is < 40 & more > 2 [1].", "Five * six is < 40 & more > 2 [1]."),
        ("3. Juni war der Tag der Wahl [1].", "3. Juni war der Tag der Wahl [1]."),
        ("The file snake_case_name.txt is gone [1].", "The file snake_case_name.txt is gone [1]."),
        ("Sources said the talks went on [1].", "Sources said the talks went on [1]."),
        ("The reason for reasoning so is fair [1].", "The reason for reasoning so is fair [1]."),
        ("He wrote “I think </so>” and left [1].", "He wrote “I think </so>” and left [1]."),
        ("C# and F# are #1 [1].", "C# and F# are #1 [1]."),
        ("Either | or [1].", "Either: or [1]."),
        ("It has two parts: ①hull ②mast [1].", "It has two parts: ①hull ②mast [1]."),
        ("Rates fell (see [the table]) by <5 percent [1].", "Rates fell (see [the table]) by <5 percent [1]."),
        (
            "**Delia Ferro:** chair of the board since May 2020 [1].",
            "Delia Ferro: chair of the board since May 2020 [1].",
        ),
        ("**Delia Ferro:** She is chair of the board [1].", "Delia Ferro: She is chair of the board [1]."),
        ("The assistant finally spoke [1].", "The assistant finally spoke [1]."),
        ("He sat in cot 4 of the ward [1].", "He sat in cot 4 of the ward [1]."),
    ],
)
def test_what_only_looks_like_a_shape_stays(said: str, kept: str) -> None:
    if "</so>" in said:
        kept = kept.replace(
            "</so>", ""
        )  # angle brackets of articles are escaped in the prompt: a tag is the model's own
    for size in (1, 4, len(said)):
        assert fed(said, size=size)[0] == [kept]


def test_a_number_in_brackets_that_an_article_has_is_no_mark() -> None:
    feed = Feed(names=NAMES, quoted={1})
    assert [*feed.add("A note said ⟦1⟧ and no more [2]."), *feed.end()] == ["A note said ⟦1⟧ and no more [2]."]


def test_nothing_is_given_before_the_first_mark_since_thoughts_may_stand_there() -> None:
    feed = Feed(names=NAMES)
    assert feed.add("The user wants a name. I look at the sources. ") == []
    assert feed.add("Jen Daskal led it [1]. She is ") == [
        "The user wants a name.", "I look at the sources.", "Jen Daskal led it [1]."
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "missing"),
    [
        (f"{LED} [1].\nMISSING: how old she is.", ("how old she is.",)),
        (f"{LED} [1]. MISSING: how old she is [1].", ("how old she is.",)),
        (f"{LED} [1].\n\n**MISSING:** her age; the date", ("her age; the date",)),
        (f"{LED} [1].\n- Missing: her age", ("her age",)),
        (f"{LED} [1].\nMISSING: none", ()),
        (f"{LED} [1].\nMISSING: -", ()),
        (json.dumps({"sentences": [{"source": 1, "text": f"{LED}."}], "missing": "her age"}), ("her age",)),
        (f"<think>MISSING: nothing at all, I think, or all?</think>{LED} [1].", ()),
        (f"{LED} [1]. Missing persons: two.", ()),
    ],
)
def test_what_the_sources_lack_comes_apart_from_the_text(said: str, missing: tuple[str, ...]) -> None:
    for size in (1, 3, 7, len(said)):
        found, lacking = fed(said, size=size)
        assert lacking == missing
        assert "MISSING" not in " ".join(found)


def test_half_an_answer_says_what_is_missing_in_the_questions_words_alone(
    server: OpenAIServer, answerer: Answerer
) -> None:
    found = answered(server, answerer, f"{LED} [1].\nMISSING: who led the delegation in Beijing")
    assert found.text == f"{LED} [1]."
    assert [note.text for note in found.notes if note.kind == "missing"] == [
        "The articles don't say: who led the delegation in Beijing."
    ]
    found = answered(server, answerer, f"{LED} [1].\nMISSING: whether Daskal was fired for fraud")
    assert [note.text for note in found.notes if note.kind == "missing"] == [
        "The articles answer only part of the question."
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "The sources don't give her age.",
        "However, the provided articles do not explicitly mention who led the party.",
        "None of the sources say why.",
        "Die Quellen nennen ihr Alter nicht.",
        "Les sources ne disent pas quel âge elle a.",
        "Las fuentes no indican su edad.",
    ],
)
@pytest.mark.parametrize("mark", ["", " [1]"])
def test_a_sentence_that_denies_only_that_sources_say_something_becomes_the_note(
    server: OpenAIServer, answerer: Answerer, sentence: str, mark: str
) -> None:
    found = answered(server, answerer, f"{LED} [1]. {sentence[:-1]}{mark}.")
    assert found.text == f"{LED} [1]."
    assert [note.text for note in found.notes if note.kind == "missing"] == [
        "The articles answer only part of the question."
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "The minister didn't give her age.",
        "The sources say that she is 45.",
        "Sources close to her do not mention her age.",
        "Die Quellen nennen ihr Alter.",
        "She denied that the article gave her age.",
    ],
)
def test_a_sentence_that_denies_a_fact_is_dropped_without_a_note(
    server: OpenAIServer, answerer: Answerer, sentence: str
) -> None:
    found = answered(server, answerer, f"{LED} [1]. {sentence}")
    assert found.text == f"{LED} [1]."
    assert not [note for note in found.notes if note.kind == "missing"]


@pytest.mark.parametrize(
    "said",
    ["The US delegation was led by [1]", "The US delegation [1].", "Bread and salt were given to the [2]", "Jen [1]"],
)
def test_half_a_sentence_that_is_said_to_be_finished_is_not_shown(
    server: OpenAIServer, answerer: Answerer, said: str
) -> None:
    found = answered(server, answerer, said)
    assert found.abstained
    assert not found.citations


# Sentences


@pytest.mark.parametrize(
    "sentence",
    [
        "The 187 minutes began at 1:10 p.m. ET on January 6.",
        "It ends at 7 p.m. ET/4 PT on Friday.",
        "They met at 9 a.m. Friday in Rome.",
        "It was 6 p.m. Eastern time in the hall.",
        "Gov. Mike DeWine and Lt. Gov. Jon Husted of Los Angeles met.",
        "Amb. Nikki Haley met Atty. Jones and Smith v. Jones began.",
    ],
)
def test_an_hour_keeps_its_zone_and_a_title_its_name(sentence: str) -> None:
    assert [one.text for one in sentences(f"{sentence} Snow fell.")] == [sentence, "Snow fell."]


def test_an_hour_at_the_end_ends_its_sentence() -> None:
    text = "He left at 5 p.m. NATO met later. She came at 7 p.m. The crowd stayed."
    assert [one.text for one in sentences(text)] == [
        "He left at 5 p.m.", "NATO met later.", "She came at 7 p.m.", "The crowd stayed."
    ]  # fmt: skip
