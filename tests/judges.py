"""Scripted judges: chat models on a loopback server that answer a question, and judge in one way each."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence

from prompts.fences import sources_in, unescaped
from prompts.talk import ToCompare, claims_in
from tests.openai_server import Message

Judging = Callable[[Sequence[ToCompare], Mapping[int, str]], str]
"""What a judge writes of sentences, given the sources by their number."""


def prompt_of(messages: Sequence[Message]) -> str:
    return str(messages[-1]["content"])


def texts_in(prompt: str) -> dict[int, str]:
    return {source.n: unescaped(source.text) for source in sources_in(prompt)}


def chat(answer: Callable[[Mapping[int, str]], str], judging: Judging) -> Callable[[Sequence[Message]], str]:
    """A server's one model: it answers questions, and judges where it is given claims."""

    def reply(messages: Sequence[Message]) -> str:
        prompt = prompt_of(messages)
        claims = claims_in(prompt)
        sources = texts_in(prompt)
        return answer(sources) if claims is None else judging(claims, sources)

    return reply


def verdicts(*listed: tuple[int, Sequence[int], str] | tuple[int, Sequence[int], str, str]) -> str:
    """(sentence, sources, verdict[, quote]) as the JSON that the schema asks for."""
    entries = []
    for one in listed:
        quote = one[3] if len(one) == 4 else ""
        entries.append({"sentence": one[0], "sources": [*one[1]], "quote": quote, "verdict": one[2], "sure": 0.9})
    return json.dumps({"verdicts": entries})


def says_everything(claims: Sequence[ToCompare], sources: Mapping[int, str]) -> str:
    return verdicts(*((n, group, "says") for n, claim in enumerate(claims, start=1) for group in claim.sources))


def says_nothing(claims: Sequence[ToCompare], sources: Mapping[int, str]) -> str:
    return verdicts(*((n, group, "silent") for n, claim in enumerate(claims, start=1) for group in claim.sources))


def knows(*facts: tuple[str, str]) -> Judging:
    """A judge that reads rightly what it knows: (part of a sentence, part of the source that says it)."""

    def judging(claims: Sequence[ToCompare], sources: Mapping[int, str]) -> str:
        found = []
        for n, claim in enumerate(claims, start=1):
            words = next((words for part, words in facts if part in claim.sentence), None)
            for group in claim.sources:
                said = words is not None and any(words in sources.get(m, "") for m in group)
                found.append((n, group, "says" if said else "silent", (words or "") if said else ""))
        return verdicts(*found)

    return judging
