"""The exact messages that a question would send, with its sources from a library; no model is called."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bot.answering.pipeline import Answerer
from evals.workshop.errors import RevisionError, Stale
from evals.workshop.recordings import ReplayModel
from evals.workshop.watching import WatchedModel
from prompts.budget import estimated_tokens

if TYPE_CHECKING:
    from bot.settings import AnswerSettings
    from prompts.files import Prompt
    from vectorstore.library import Library

Messages = tuple[tuple[str, str], ...]


def for_question(question: str, *, prompt: Prompt, library: Library, settings: AnswerSettings) -> Messages | None:
    """(role, content) of each message; None where the evidence is too thin for a model to be asked."""
    if set(prompt.variables) - {"refusal", "today", "sources", "question"}:
        raise RevisionError(f"Only the answer prompt is filled from a library; {prompt.name} has other variables.")
    watched = WatchedModel(inner=ReplayModel(case="this question"))
    answerer = Answerer(
        library=library,
        model=watched,
        prompt=prompt,
        tz=settings.zone,
        k=settings.passages,
        deadline=settings.chat_timeout,
    )
    try:
        answerer.answer(question, now=datetime.now(UTC))
    except Stale:
        return watched.exchanges[0].messages
    return None


def as_text(messages: Messages | None, *, prompt: Prompt) -> str:
    """Each message under its role, with about how many tokens it is."""
    if messages is None:
        return "No model would be asked: nothing in the library bears on the question."
    parts = [f"--- {role}, about {estimated_tokens(content):,} tokens\n{content}" for role, content in messages]
    whole = sum(estimated_tokens(content) for _, content in messages)
    return "\n".join([*parts, f"--- {prompt.label}, about {whole:,} tokens in all"])


def as_json(messages: Messages | None, *, prompt: Prompt) -> dict[str, Any]:
    """`{prompt, messages: [{role, content, tokens}], tokens}`; `messages` is null where no model would be asked."""
    listed = [{"role": r, "content": c, "tokens": estimated_tokens(c)} for r, c in messages or ()]
    whole = sum(estimated_tokens(content) for _, content in messages or ())
    return {"prompt": prompt.label, "messages": listed if messages is not None else None, "tokens": whole}
