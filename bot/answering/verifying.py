"""The citation check by a chat model: one call for all sentences of an answer (CITATION_CHECK=model).

The model says which sources support which sentence; a name, number or date that a source lacks, or a denial of what
it says, overrules its yes. Where its reply can't be used, the local check decides as if nobody had been asked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.answering.checking import Check, Checker, Verdict
from bot.answering.citing import taken_apart
from bot.answering.errors import ModelError
from bot.answering.generating import said
from bot.answering.tokens import Tokens
from prompts.files import Prompt
from prompts.talk import fenced_claims

if TYPE_CHECKING:
    from langchain_core.language_models.chat_models import BaseChatModel

    from vectorstore.model import Hit

DEADLINE = 15.0  # seconds: the local check is good enough to go without
LONGEST_REPLY = 4000  # characters
_LINE = re.compile(r"^\s*(\d+)\s*[:.)]\s*(none\b|(?:[\[,\s]*\d+\]?)+)\W*$", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """Sentence to the numbers of the sources that the model says support it; None where its reply was of no use."""

    sources: Mapping[str, tuple[int, ...]] | None
    tokens: Tokens


def verify(
    raws: Sequence[str],
    hits: Sequence[Hit],
    *,
    model: BaseChatModel,
    prompt: Prompt,
    sources: str,
    deadline: float = DEADLINE,
) -> Verified:
    """Ask a model about all sentences of an answer at once. `sources` are the hits as a prompt holds them."""
    claimed = [words for words, _ in (taken_apart(raw, hits) for raw in raws) if re.search(r"\w", words)]
    if not claimed:
        return Verified(sources=None, tokens=Tokens())
    messages = prompt.filled(sources=sources, claims=fenced_claims(claimed))
    try:
        reply, tokens = said(model, messages, deadline=deadline, longest=LONGEST_REPLY)
    except ModelError:
        return Verified(sources=None, tokens=Tokens())
    return Verified(sources=_read(reply, claimed, most=len(hits)), tokens=tokens)


def _read(reply: str, claimed: Sequence[str], *, most: int) -> dict[str, tuple[int, ...]] | None:
    """The reply as data; None unless it has exactly one line for each sentence, and names only sources that are."""
    found: dict[int, tuple[int, ...]] = {}
    for line in _LINE.finditer(reply):
        number = int(line[1])
        if number in found:
            return None
        found[number] = tuple(map(int, re.findall(r"\d+", line[2])))
    named = {n for numbers in found.values() for n in numbers}
    if set(found) != set(range(1, len(claimed) + 1)) or not all(1 <= n <= most for n in named):
        return None
    return {sentence: found[n] for n, sentence in enumerate(claimed, start=1)}


def with_model(checker: Checker, verified: Verified) -> Check:
    """The check that takes the model's word, where it gave one."""
    answers = verified.sources

    def check(sentence: str, cited: Sequence[int]) -> Verdict:
        if answers is None or sentence not in answers:
            return checker.check(sentence, cited)
        return checker.believed(sentence, cited, supported=answers[sentence])

    return check
