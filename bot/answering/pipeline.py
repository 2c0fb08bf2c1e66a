"""From a question to its answer: retrieve, prompt, generate, verify."""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from bot.answering.answer import Answer, Timings, Tokens
from bot.answering.citing import NOTHING, cited
from bot.answering.errors import PromptFileError, QuestionError
from bot.answering.generating import generate, name_of
from bot.answering.refusal import Gate, sentence, weigh
from bot.answering.rendering import shown_date
from prompts import files
from prompts.errors import PromptError
from prompts.fences import Source, fenced, fenced_question
from prompts.files import Prompt
from vectorstore.model import Hit

if TYPE_CHECKING:
    from langchain_core.language_models.chat_models import BaseChatModel

    from vectorstore.library import Library

PASSAGES = 8
DEADLINE = 25.0  # seconds
LONGEST_QUESTION = 2000  # characters


def answer(
    question: str,
    *,
    library: Library,
    model: BaseChatModel,
    prompt: Prompt,
    now: datetime,
    exclude_urls: Collection[str] = (),
    k: int = PASSAGES,
    gate: Gate | None = None,
    deadline: float = DEADLINE,
) -> Answer:
    """Answer a question from the library, with checked citations, or refuse.

    `now` is the question's own date. `k` passages are given to the model, within `deadline` seconds.
    Raises QuestionError, ModelError, LibraryError or EmbeddingError: all are DatelineErrors, fit to show.
    """
    question = _question(question)
    started = time.perf_counter()
    hits = _titled(library.search(question, k=k, exclude_urls=exclude_urls), library)
    retrieved = generated = time.perf_counter()
    checked, tokens, refused_by = NOTHING, Tokens(), "evidence"

    if hits and (gate or Gate()).lets_pass(weigh(question, hits)):
        messages = prompt.filled(
            today=f"{now:%Y-%m-%d (%A)}", sources=fenced(sources_of(hits)), question=fenced_question(question)
        )
        reply = generate(model, messages, deadline=deadline)
        generated = time.perf_counter()
        checked, tokens, refused_by = cited(reply.text, hits), reply.tokens, "model"

    return Answer(
        question=question,
        text=checked.text or sentence(question),
        abstained=not checked.text,
        citations=checked.citations,
        hits=tuple(hits),
        refused_by=None if checked.text else refused_by,
        model=name_of(model),
        embedding=library.embedding or "",
        prompt=prompt.label,
        timings=_timings(started, retrieved, generated),
        tokens=tokens,
    )


def load_prompt(name: str = "answer") -> Prompt:
    """The prompt that questions are answered with. Raises PromptFileError, naming file and line."""
    try:
        return files.load(name)
    except PromptError as error:
        raise PromptFileError(str(error)) from error


def sources_of(hits: Sequence[Hit]) -> list[Source]:
    """The hits as numbered sources, the best first."""
    return [
        Source(
            n=n,
            title=hit.article.headline or hit.passage.text[:90],
            outlet=hit.article.outlet,
            date=shown_date(hit.article),
            text=hit.passage.text,
        )
        for n, hit in enumerate(hits, start=1)
    ]


def _titled(hits: Sequence[Hit], library: Library) -> list[Hit]:
    """The hits, each with a title: an article without one is called by its first sentence, shortened."""
    whole = {hit.article.id: library.article(hit.article.id) for hit in hits if not hit.article.title}
    made = {id_: article.headline for id_, article in whole.items() if article}
    return [
        replace(hit, article=replace(hit.article, title=made[hit.article.id])) if hit.article.id in made else hit
        for hit in hits
    ]


def _question(question: str) -> str:
    question = question.strip()
    if not any(char.isalnum() for char in question):
        raise QuestionError("There is no question: ask something in words.")
    if len(question) > LONGEST_QUESTION:
        raise QuestionError(
            f"The question is {len(question):,} characters long: at most {LONGEST_QUESTION:,} are read."
        )
    return question


def _timings(started: float, retrieved: float, generated: float) -> Timings:
    return Timings(
        retrieve_ms=(retrieved - started) * 1000,
        generate_ms=(generated - retrieved) * 1000,
        total_ms=(time.perf_counter() - started) * 1000,
    )
