"""The exact messages that the bot would send, with their sources from a library; no real model is called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bot.answering.claims import check_message
from bot.answering.judging.bench import Bench
from bot.answering.judging.judge import Asked, exhibit
from bot.answering.judging.model import ModelJudge
from bot.answering.retrieving import retrieve
from bot.answering.rewriting import rewrite
from bot.answering.wiring import answerer_for
from evals.workshop.watching import WatchedModel
from prompts.budget import estimated_tokens
from prompts.stub import StubModel
from prompts.talk import Turn

if TYPE_CHECKING:
    from bot.settings import AnswerSettings
    from prompts.files import Prompt
    from vectorstore.library import Library

NOTHING = {
    "answer": "No model would be asked: nothing in the library bears on the question.",
    "rewrite": "No model would be asked: there is no talk before the question. Give one with --after “…”.",
    "check": "No model would be asked.",
    "judge": "No model would be asked: there is no answer to check.",
    "quote": "No model would be asked: nothing in the library bears on the question.",
    "quoted": "No model would be asked: nothing in the library bears on the question.",
    "relate": "No model would be asked: no two statements on it were found that could differ.",
    "suffice": "No model would be asked: nothing was found.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """(role, content) of each message, none where no model would be asked; `left_out` are the titles of passages for
    which the budget had no room."""

    prompt: Prompt
    messages: tuple[tuple[str, str], ...] = ()
    left_out: tuple[str, ...] = ()

    @property
    def tokens(self) -> int:
        """About how many they are, all together."""
        return sum(estimated_tokens(content) for _, content in self.messages)


def sent(
    text: str,
    *,
    name: str,
    prompts: Mapping[str, Prompt],
    library: Library,
    settings: AnswerSettings,
    after: str | None = None,
) -> Sent:
    """What the prompt `name` sends for a question, for a follow-up of the question `after` (which the stub answers
    from the library first), or for a message that is to be checked."""
    model = WatchedModel(inner=StubModel())
    stub = answerer_for(settings.model_copy(update={"chat_model": "stub"}), library)
    answerer = replace(stub, model=model, prompt=prompts[name if name in ("quote", "quoted") else "answer"])
    now = datetime.now(UTC)
    left_out: tuple[str, ...] = ()
    if name == "rewrite":
        talk = [Turn("member", after), Turn("answer", stub.answer(after, now=now).text)] if after else []
        rewrite(text, talk, model=model, prompt=prompts["rewrite"], deadline=settings.chat_timeout)
    elif name == "check":
        check_message(answerer, text, now=now, prompt=prompts["check"])
    elif name in ("judge", "relate"):
        judge = ModelJudge(model, prompts, deadline=answerer.deadline)
        replace(answerer, model=StubModel(), bench=Bench(judge)).answer(text, now=now)
    elif name == "suffice":
        found = retrieve(text, library=library, now=now, tz=answerer.tz, k=answerer.k, rules=answerer.rules).hits
        asked = Asked(question=text, exhibits=tuple(map(exhibit, found)))
        ModelJudge(model, prompts, deadline=answerer.deadline).answers([asked] if found else [])
    else:
        left_out = tuple(hit.article.headline for hit in answerer.answer(text, now=now).left_out)
    fence = {"judge": "<claims>", "relate": "<pairs>"}.get(name, "")
    exchanges = [one for one in model.exchanges if any(fence in content for role, content in one.messages[1:])]
    messages = exchanges[0].messages if exchanges else ()
    return Sent(prompt=prompts[name], messages=messages, left_out=left_out)


def as_text(found: Sent) -> str:
    """Each message under its role, with about how many tokens it is."""
    if not found.messages:
        return NOTHING[found.prompt.name]
    parts = [f"--- {role}, about {estimated_tokens(content):,} tokens\n{content}" for role, content in found.messages]
    if found.left_out:
        parts.append(f"--- left out, the budget being PROMPT_TOKENS: {'; '.join(found.left_out)}")
    return "\n".join([*parts, f"--- {found.prompt.label}, about {found.tokens:,} tokens in all"])


def as_json(found: Sent) -> dict[str, Any]:
    """`{prompt, messages: [{role, content, tokens}], left_out, tokens}`; `messages` is null where no model would be
    asked."""
    listed = [{"role": r, "content": c, "tokens": estimated_tokens(c)} for r, c in found.messages]
    return {
        "prompt": found.prompt.label,
        "messages": listed or None,
        "left_out": list(found.left_out),
        "tokens": found.tokens,
    }
