"""A follow-up made into a question that stands alone, by its own prompt."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.answering.errors import ModelError
from bot.answering.generating import said
from bot.answering.pipeline import DEADLINE
from bot.answering.plaintext import PlainText
from bot.answering.tokens import Tokens
from language.reading import alternatives
from prompts.fences import fenced_question, unescaped
from prompts.files import Prompt
from prompts.talk import Turn, fenced_history

if TYPE_CHECKING:
    from langchain_core.language_models.chat_models import BaseChatModel

LONGEST = 600  # characters of a rewritten question
SHARE = 0.4  # of the time for an answer: an answer to the question as it stands is better than none
_LABEL = re.compile(
    rf"^(?:[\w-]+ ){{0,2}}{alternatives(lambda one: one.replies.questions, words=False)}\s*[:：]\s*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewritten:
    """`question` is what to ask; `changed` says that it differs from what was written."""

    question: str
    changed: bool
    tokens: Tokens


def rewrite(
    question: str, history: Sequence[Turn], *, model: BaseChatModel, prompt: Prompt, deadline: float = DEADLINE
) -> Rewritten:
    """The question as it is understood without the talk before it.

    `deadline` is that of an answer (CHAT_TIMEOUT), in seconds; a rewriting takes SHARE of it at most. Where there is
    no talk, or the model gives nothing that can be asked, the question stays as it is.
    """
    as_it_is = Rewritten(question=question, changed=False, tokens=Tokens())
    if not history:
        return as_it_is
    messages = prompt.filled(history=fenced_history(history), question=fenced_question(question))
    try:
        written, tokens = said(model, messages, deadline=SHARE * deadline, longest=2 * LONGEST)
    except ModelError:
        return as_it_is
    text = _question_in(written)
    if not text or len(text) > LONGEST or not any(character.isalnum() for character in text):
        return replace(as_it_is, tokens=tokens)
    return Rewritten(question=text, changed=text != " ".join(question.split()), tokens=tokens)


def _question_in(written: str) -> str:
    """The question that a model wrote, whatever it wrote it in: a label, bold, quotation marks, a code fence."""
    plain = PlainText()
    text = " ".join(unescaped(plain.add(written) + plain.end()).split()).removeprefix("- ")
    return _LABEL.sub("", text).strip("\"“”„«»'‘’ ")
