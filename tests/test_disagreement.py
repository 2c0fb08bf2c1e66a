"""Disagreement and correction among the passages of a question."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.answering.contrasting import contrasted
from bot.answering.disagreement import AROUND, MOST_PAIRS, Findings, Relates, disagreements
from bot.answering.judging.bench import Bench
from bot.answering.judging.choice import bench_for
from bot.answering.judging.comparison import Comparison
from bot.answering.judging.exam import sheet
from bot.answering.judging.judge import Answering, Asked, Claim, Judged, Opinion, Pair, Relation, Saying
from bot.answering.judging.model import ModelJudge
from bot.answering.models import build_model
from bot.answering.pipeline import Answerer, load_prompt
from bot.settings import AnswerSettings
from evals.disagreement import SETS, hits_of, scores
from evals.samples import sample_passages
from language.corrections import is_retracted, says_it_corrects
from prompts.files import load_all
from prompts.stub import StubModel
from prompts.talk import ToCompare, pairs_in
from tests.judges import chat, prompt_of, verdicts
from tests.openai_server import Message, OpenAIServer
from tests.store import SPLITTER, WordEmbedder, article, passages
from vectorstore.library import Library
from vectorstore.model import Hit
from vectorstore.settings import StoreSettings

SAMPLES = sample_passages()


def hits(*parts: str) -> list[Hit]:
    """All passages of the sample articles whose address ends so."""
    return [
        Hit(passage=passage, article=article, score=1.0)
        for part in parts
        for article_id, found in SAMPLES.items()
        if article_id.endswith(part)
        for passage, article in found
    ]


def test_the_sample_library_shows_both_tolls_newest_first() -> None:
    found = disagreements(
        "how many people died of overdoses?",
        hits("02/14/overdose-toll", "02/21/overdose-toll", "clinic-in-a-bank", "beijing-talks-open"),
    )
    (one,) = found.disagreements
    assert [(side.value, side.hit.article.outlet) for side in one.sides] == [
        ("112,000", "Meridian Wire"),
        ("105,000", "Pacific Courier"),
    ]
    for side in one.sides:
        text = side.hit.passage.text
        assert text[side.sentence.start : side.sentence.end] == side.sentence.text


@pytest.mark.parametrize(
    ("question", "right", "wrong"),
    [
        ("how many members does the task force have?", "16", {"60"}),
        ("how many members will the drug task force have?", "16", {"60"}),
    ],
)
def test_the_corrected_number_wins_and_the_wrong_one_is_never_an_answer(
    question: str, right: str, wrong: set[str]
) -> None:
    found = disagreements(question, hits("02/02/task-force-size", "task-force-size-correction"))
    (correction,) = found.corrections
    assert correction.right.value == right
    assert wrong <= {side.value for side in correction.wrong}
    assert str(correction.on) == "2024-02-05"
    assert not found.disagreements


def test_a_correction_needs_the_outlet_whose_article_it_corrects() -> None:
    parts = [
        {"title": "Crash", "outlet": "Ridge Times", "published": "2024-03-04", "text": "The crash hurt 40 people."},
        {"title": "Correction", "outlet": "Valley Post", "published": "2024-03-05",
         "text": "The crash left 14 people hurt. An earlier version of this article gave another number."},
    ]  # fmt: skip
    found = disagreements("How many people were hurt in the crash?", hits_of(parts))
    assert not found.corrections
    assert {side.value for side in found.disagreements[0].sides} == {"40", "14"}


@pytest.mark.parametrize(
    ("title", "text", "corrects"),
    [
        ("Correction: sixteen members", "", True),
        (None, "An earlier version of this article said 300.", True),
        ("정정", "", True),
        (None, "更正：此前报道有误。", True),
        ("Korrektur", "", True),
        ("Corrección", "", True),
        ("A house of correct things", "The answer is correct.", False),
        ("Prices correct themselves", "Markets fell.", False),
    ],
)
def test_a_correction_is_known_in_several_languages(title: str | None, text: str, corrects: bool) -> None:
    assert says_it_corrects(title=title, text=text) is corrects


@pytest.mark.parametrize(
    ("sentence", "value", "retracted"),
    [
        ("An earlier version said 300.", "300", True),
        ("The article gave the number as 60, thirty from each.", "60", True),
        ("It has 16 members and not 60.", "60", True),
        ("It has 16 members and not 60.", "16", False),
        ("It is 30; an earlier version of this story said 300.", "30;", False),
        ("The number of 60 was wrong.", "60", True),
        ("Er hat 13 Mitglieder, nicht 30.", "30", True),
        ("앞서 8만 권이라고 보도한 것을 바로잡습니다.", "8만", True),
        ("东湖公园有2600棵树，而不是6000棵。", "6000", True),
    ],
)
def test_the_wrong_value_that_a_correction_repeats_is_recognised(sentence: str, value: str, retracted: bool) -> None:
    start = sentence.index(value)
    assert is_retracted(sentence, start, start + len(value.rstrip(";"))) is retracted


@pytest.mark.parametrize(
    ("name", "recall"),
    [("disagreement", 0.3), ("disagreement_kinds", 0.8)],  # of all kinds; half of the first are no numbers
)
def test_what_words_alone_call_a_disagreement_is_one(
    name: str, recall: float, capsys: pytest.CaptureFixture[str]
) -> None:
    found = scores(SETS / f"{name}.jsonl")
    right, said, there = found["disagreement"]
    assert said >= 10
    assert right >= 0.95 * said, capsys.readouterr().out
    assert right >= recall * there, capsys.readouterr().out
    right, said, there = found["correction"]
    assert right == said == there, capsys.readouterr().out


def test_a_judge_that_says_that_they_differ_finds_the_disagreements_of_every_kind() -> None:
    right, _, there = scores(
        SETS / "disagreement.jsonl", show=False, relates=lambda pairs: [_says("differs")] * len(pairs)
    )["disagreement"]
    assert right >= 0.95 * there


def _says(verdict: Relation) -> Opinion[Relation]:
    return Opinion(verdict=verdict, probability=0.9, by="scripted")


MARCH = (
    ("Hill Post", "Police say that 8,000 people marched in Lumen on Saturday."),
    ("Bay Mail", "On Saturday 30,000 people marched in Lumen, the organisers said."),
)
DESIGNER = (
    ("Hill Post", "Ana Ruiz designed the concert hall of Lumen."),
    ("Bay Mail", "Tomas Reke designed the concert hall of Lumen."),
)


def pair(question: str, sides: tuple[tuple[str, str], tuple[str, str]], relates: Relates | None) -> Findings:
    parts = [{"title": "Lumen", "outlet": o, "published": "2024-03-10", "text": text} for o, text in sides]
    return disagreements(question, hits_of(parts), relates=relates)


@pytest.mark.parametrize("verdict", ["same", "update", "other"])
def test_a_judge_overrules_what_words_take_for_a_disagreement(verdict: Relation) -> None:
    question = "How many people marched in Lumen on Saturday?"
    assert pair(question, MARCH, None).disagreements
    assert not pair(question, MARCH, lambda pairs: [_says(verdict)] * len(pairs)).disagreements


def test_words_say_nothing_of_persons_and_a_judge_does() -> None:
    question = "Who designed the concert hall of Lumen?"
    assert not pair(question, DESIGNER, None).disagreements
    assert pair(question, DESIGNER, lambda pairs: [_says("differs")] * len(pairs)).disagreements


def _reads_rightly(label: str, asked_about: list[Pair]) -> Relates:
    def relates(pairs: Sequence[Pair]) -> Sequence[Opinion[Relation]]:
        asked_about.extend(pairs)
        return [_says("differs" if label == "disagreement" else "other")] * len(pairs)

    return relates


def test_a_judge_that_reads_finds_where_which_why_who_how_yes_and_no_and_nothing_else() -> None:
    lines = (SETS / "disagreement_open.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    assert {row["kind"] for row in rows} == {"where", "which", "why", "who", "how", "what", "yes-no"}
    missed = []
    for row in rows:
        asked_about: list[Pair] = []
        passages = hits_of(row["passages"])
        found = disagreements(row["question"], passages, relates=_reads_rightly(row["label"], asked_about))
        assert not disagreements(row["question"], passages).disagreements, row["id"]  # words know of numbers alone
        assert len(asked_about) <= 1, row["id"]  # one pair of sentences, once
        if (row["label"] == "disagreement") != bool(found.disagreements):
            missed.append(row["id"])
    assert len(missed) <= 1  # "Where did the ship sink?" bears no likeness to "it sank"
    assert not [one for one in missed if rows[int(one[1:]) - 1]["label"] == "none"]


def test_a_judge_is_asked_about_few_pairs_and_given_the_sentences_around_them_alone() -> None:
    filler = " ".join(f"Sentence {n} tells of the weather." for n in range(9))
    parts = [
        {
            "title": "Ostra bridge",
            "outlet": f"Outlet {n}",
            "published": "2024-05-02",
            "text": f"{filler} The Ostra bridge was closed because of cause number{n}. {filler}",
        }
        for n in range(8)
    ]
    asked_about: list[Pair] = []
    disagreements("Why was the Ostra bridge closed?", hits_of(parts), relates=_reads_rightly("none", asked_about))
    assert len(asked_about) == MOST_PAIRS
    for one in asked_about:
        assert one.one in one.one_exhibit.text
        assert one.one_exhibit.text.count(".") == 2 * AROUND + 1


BRIDGE = (
    ("Hill Post", "The Ostra bridge was closed because engineers found cracks in two of its pillars."),
    ("Bay Mail", "The Ostra bridge was closed after a barge hit its railing, the police said."),
)


def test_one_sentence_that_two_outlets_printed_is_put_to_nobody() -> None:
    asked_about: list[Pair] = []
    same = (BRIDGE[0], ("Bay Mail", BRIDGE[0][1].replace("The Ostra", "The  Ostra")))
    assert not pair("Why was the Ostra bridge closed?", same, _reads_rightly("disagreement", asked_about))
    assert not asked_about


@pytest.mark.parametrize(
    ("reads", "relation", "fault", "said"),
    [
        (True, "differs", None, True),
        (True, "update", None, False),
        (True, "differs", "slow", False),  # words decide, which know nothing of causes
        (True, "differs", "quota", False),
        (False, "differs", None, False),  # it believes all: its word counts for nothing
    ],
    ids=["right", "another verdict", "slow", "refusing", "wrong"],
)
def test_what_a_judge_says_of_two_causes_counts_where_it_showed_that_it_reads(
    reads: bool, relation: str, fault: str | None, said: bool, tmp_path: Path
) -> None:
    exam = {item.sentence: item.says for item in sheet()}

    def judging(claims: Sequence[ToCompare], sources: Mapping[int, str]) -> str:
        held = [exam.get(one.sentence.split(" (It answers")[0], True) or not reads for one in claims]
        return verdicts(
            *(
                (n, group, "says" if held[n - 1] else "silent")
                for n, one in enumerate(claims, 1)
                for group in one.sources
            )
        )

    def reply(messages: Sequence[Message]) -> str:
        if pairs_in(prompt_of(messages)):
            return f"1 {relation}"
        return chat(lambda sources: "", judging)(messages)

    with OpenAIServer(chat=reply) as server:
        settings = AnswerSettings.model_validate(
            {"openai_api_key": "k", "openai_base_url": server.url, "chat_model": "openai:some", "chat_retries": 0}
        ).model_copy(update={"chat_timeout": 5.0})
        bench = bench_for(settings, build_model(settings), prompts=load_all(), data=tmp_path)
        assert bench
        assert bench.admission().standing == ("reads" if reads else "vetoes")
        server.fault = fault
        if fault == "slow":
            bench.judge = ModelJudge(build_model(settings), load_all(), deadline=0.2)
        comparison = Comparison(bench)
        before = len(server.requests)
        found = pair("Why was the Ostra bridge closed?", BRIDGE, comparison.relates)
        asked_of = len(server.requests) - before
    assert bool(found.disagreements) == said
    assert bool(asked_of) == reads
    if fault == "slow":
        assert comparison.tokens.input  # it was sent, and will be paid for


def test_an_answer_shows_both_causes_with_their_outlets(tmp_path: Path) -> None:
    settings = StoreSettings(dateline_data=tmp_path / "data")
    with Library.writing(settings, splitter=SPLITTER, embedder=WordEmbedder()) as writer:
        for outlet, text in BRIDGE:
            day = datetime(2024, 5, 2, 9, tzinfo=UTC)
            made = replace(article(outlet, text, title="Ostra bridge closed", published=day), outlet=outlet)
            writer.put(made, passages(made))

    class Believing:
        name = "model scripted"

        def says(self, claims: Sequence[Claim]) -> Judged[Saying]:
            return Judged(opinions=tuple(Opinion(verdict="says", probability=1, by=self.name) for _ in claims))

        def answers(self, asked: Sequence[Asked]) -> Judged[Answering]:
            return Judged(opinions=(None,) * len(asked))

        def relates(self, pairs: Sequence[Pair]) -> Judged[Relation]:
            return Judged(opinions=tuple(_says("differs") for _ in pairs))

    with Library.open(settings, embedder=WordEmbedder()) as library:
        answerer = Answerer(
            library=library, model=StubModel(), prompt=load_prompt(), tz=ZoneInfo("UTC"), bench=Bench(Believing())
        )
        answer = answerer.answer("Why was the Ostra bridge closed?", now=datetime(2024, 5, 3, 12, tzinfo=UTC))
    assert "disagree" in {note.kind for note in answer.notes}
    for outlet, text in BRIDGE:
        assert outlet in answer.text
        assert text.rstrip(".") in answer.text


def test_words_decide_where_a_judge_has_no_opinion() -> None:
    question = "How many people marched in Lumen on Saturday?"
    asked_about: list[Pair] = []

    def silent(pairs: Sequence[Pair]) -> Sequence[None]:
        asked_about.extend(pairs)
        return [None] * len(pairs)

    assert pair(question, MARCH, silent).disagreements
    assert {one.one for one in asked_about} <= {text for _, text in MARCH}


def test_an_article_of_no_known_outlet_corrects_no_other() -> None:
    texts = {
        "2024-02-02": "900 people work at the Lund works.",
        "2024-02-04": "An earlier article gave the number as 900. 1,400 people work at the Lund works.",
    }
    parts = [{"title": "Lund works", "outlet": None, "published": day, "text": text} for day, text in texts.items()]
    found = disagreements("How many people work at the Lund works?", hits_of(parts))
    ids = {side.hit.article.id for one in found.corrections for side in one.wrong}
    assert ids <= {"None/1"}


def test_a_side_that_its_outlet_took_back_is_none() -> None:
    hits = hits_of([{"title": "Lumen", "outlet": o, "published": "2024-03-10", "text": text} for o, text in MARCH])
    both = contrasted("How many people marched in Lumen on Saturday?", hits)
    assert both.disagree
    assert both.without(lambda sentence, hit: False) == both
    assert not both.without(lambda sentence, hit: hit.article.outlet == "Bay Mail").disagree
