"""What becomes of a strong model's answers: how much of what it says is shown, with words alone and with a judge's yes.

    python -m evals.strong_model FOLDER --library data

No real model is asked. A scripted one answers each question as a strong one would: it finds the sentence of the
sources that holds a known answer, says it in other words with its mark, adds a second sentence word for word, and at
every fourth question a line MISSING. It streams PAUSE seconds a word. Only answers whose source was among the passages
count: what retrieval misses is not this table's matter. "With a judge's yes" is the most that a judge can let through:
it says yes to everything, and only the vetoes of words stand.

"After their end" is the time from the last word of the first sentence in the stream to its being shown.
"""

from __future__ import annotations

import argparse
import re
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from langchain_core.messages import BaseMessage
from langchain_core.outputs import ChatGenerationChunk
from pydantic import Field
from rich.console import Console

from bot.answering.answer import Answer
from bot.answering.events import Done, Sentence
from bot.answering.judging.bench import Bench
from bot.answering.judging.judge import Answering, Asked, Claim, Judged, Opinion, Pair, Relation, Saying
from bot.answering.pipeline import Answerer
from bot.answering.wiring import answerer_for
from bot.settings import AnswerSettings
from evals.questionsets import Question, read
from language.sentences import sentences
from language.words import terms
from prompts.fences import REFUSAL, marked, question_in, sources_in, unescaped
from prompts.quoting import best_sentences
from prompts.stub import ScriptedModel
from vectorstore.library import Library
from vectorstore.settings import StoreSettings

PAUSE = 0.02  # seconds before each word
# Other words for what news says often, so that a sentence is paraphrased and not copied.
OTHER_WORDS = (
    ("said", "told reporters"), ("announced", "made known"), ("more than", "over"), ("about", "around"),
    ("killed", "left dead"), ("began", "started"), ("will", "is going to"), ("because", "since"), ("also", ""),
    ("according to", "as told by"), ("approximately", "around"), ("however", "but"), ("against", "opposed to"),
    ("won", "took"), ("children", "kids"), ("people", "persons"), ("after", "following"), ("during", "in the time of"),
)  # fmt: skip


class StrongModel(ScriptedModel):
    """Says what a strong model would say to the question that `asked` has the answers of."""

    name_of_model: str = "scripted strong model"
    asked: Any = None
    number: int = 0
    pause: float = PAUSE
    ended: list[float] = Field(default_factory=list)

    def answer_to(self, messages: list[tuple[str, str]]) -> str:
        prompt = "\n".join(content for role, content in messages if role in ("user", "human"))
        question, sources = question_in(prompt) or "", sources_in(prompt)
        found = [
            (len(set(terms(question)) & set(terms(one.text))), source.n, unescaped(one.text))
            for source in sources
            for one in sentences(source.text)
            if any(answer.casefold() in unescaped(one.text).casefold() for answer in self.asked.answers)
        ]
        if not found:
            return REFUSAL
        _, n, sentence = max(found)
        said = [marked(in_other_words(sentence), [n])]
        said += [
            marked(unescaped(one.text), [one.source.n])
            for one in best_sentences(question, sources, count=2)
            if unescaped(one.text) != sentence
        ][:1]
        missing = f"\nMISSING: {question.rstrip('?')}" if self.number % 4 == 0 else ""
        return " ".join(said) + missing

    def _chunks(self, messages: list[BaseMessage], stop: list[str] | None) -> Iterator[ChatGenerationChunk]:
        for chunk in super()._chunks(messages, stop):
            time.sleep(self.pause)
            if re.search(r"\[\d+\][.!?”\"]*\s*$", chunk.text):
                self.ended.append(time.monotonic())
            yield chunk


def in_other_words(sentence: str) -> str:
    """The sentence with other words for common ones, and what stands behind a last comma put first."""
    for old, new in OTHER_WORDS:
        sentence = re.sub(rf"\b{old}\b ?", f"{new} " if new else "", sentence, count=1)
    stop = re.search(r"[.!?”\"]*$", sentence)
    body, end = (sentence[: stop.start()], stop[0] or ".") if stop else (sentence, ".")
    head, comma, tail = body.rpartition(", ")
    if comma and 3 <= len(tail.split()) <= 10 and len(head.split()) > 6 and tail[:1].islower():
        body = f"{tail[:1].upper()}{tail[1:]}, {head[:1].lower() if head.startswith('The ') else head[:1]}{head[1:]}"
    return body + end


class Agreeing:
    """A judge that says yes to everything."""

    name = "model that agrees"

    def says(self, claims: Sequence[Claim]) -> Judged[Saying]:
        return Judged(opinions=tuple(Opinion(verdict="says", probability=1.0, by=self.name) for _ in claims))

    def answers(self, asked: Sequence[Asked]) -> Judged[Answering]:
        return Judged(opinions=tuple(Opinion(verdict="yes", probability=1.0, by=self.name) for _ in asked))

    def relates(self, pairs: Sequence[Pair]) -> Judged[Relation]:
        return Judged(opinions=tuple(Opinion(verdict="same", probability=1.0, by=self.name) for _ in pairs))


class Tally:
    """What was said and what was shown of it."""

    def __init__(self) -> None:
        self.asked = self.answered = self.right = self.said = self.shown = self.own_words = self.missing = 0
        self.delays: list[float] = []

    def take(self, question: Question, answer: Answer) -> None:
        self.asked += 1
        self.answered += not answer.abstained
        own = any(note.kind == "quotes" for note in answer.notes)
        self.own_words += own
        self.missing += any(note.kind == "missing" for note in answer.notes)
        self.right += any(one.casefold() in answer.text.casefold() for one in question.answers)
        model_said = [one for one in answer.verdicts if not own or one.outcome == "dropped"]
        self.said += len(model_said)
        self.shown += sum(one.outcome != "dropped" for one in model_said)


def run(answerer: Answerer, questions: Sequence[Question], *, pause: float) -> Tally:
    tally = Tally()
    for number, question in enumerate(questions):
        model = StrongModel(asked=question, number=number, pause=pause)
        first: float | None = None
        for event in replace(answerer, model=model).events(question.question, now=question.now or datetime.now(UTC)):
            if isinstance(event, Sentence) and first is None:
                first = time.monotonic()
            if isinstance(event, Done) and model.ended:  # else the gate refused, or no source held the answer
                tally.take(question, event.answer)
                if first is not None and model.ended[0] <= first:
                    tally.delays.append(first - model.ended[0])
    return tally


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="a question set with known answers")
    parser.add_argument("--library", type=Path, default=Path("data"), help="DATELINE_DATA of a library of its articles")
    parser.add_argument("--limit", type=int, default=None)
    options = parser.parse_args()
    questions = [one for one in read(options.folder, limit=options.limit, held=True).questions if one.answers]
    console = Console(highlight=False, width=120)
    with tempfile.TemporaryDirectory(prefix="dateline-strong-") as folder:
        data = shutil.copytree(options.library, Path(folder) / "data")
        settings = StoreSettings(_env_file=None, dateline_data=data, embedding="local:minilm")
        with Library.open(settings) as library:
            plain = replace(answerer_for(AnswerSettings(_env_file=None, chat_model="stub"), library), own_words=True)
            for name, bench in (("words alone", None), ("a judge's yes", Bench(Agreeing()))):
                tally = run(replace(plain, bench=bench), questions, pause=PAUSE)
                said = max(tally.said, 1)
                delays = [1000 * one for one in tally.delays] or [0.0]
                console.print(
                    f"{name}: {tally.asked} answers of the model, {tally.answered} shown, {tally.own_words} of them in "
                    f"the articles' own words, {tally.right} with the known answer; {tally.said} sentences, "
                    f"{tally.shown} shown ({tally.shown / said:.2f}); {tally.missing} notes of what is missing; "
                    f"first sentence after its end: median {np.median(delays):.0f} ms, "
                    f"95 % {np.percentile(delays, 95):.0f} ms over {len(tally.delays)}"
                )


if __name__ == "__main__":
    main()
