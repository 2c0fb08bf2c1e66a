"""A fragment that answers a question, made into the sentence that it stands for: "Who built the rocket?", "Stellane".

A fragment by itself is no statement. Put where the question asks, it makes one, which is then compared like any other:
the question's words and the fragment's must stand in one sentence of the passage in the same parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_WHO = {
    "en": re.compile(r"who|what", re.IGNORECASE),
    "de": re.compile(r"wer", re.IGNORECASE),
    "es": re.compile(r"qui[ée]n(?:es)?", re.IGNORECASE),
    "fr": re.compile(r"qui", re.IGNORECASE),
}
_AUXILIARIES = frozenset(
    ["did", "does", "do", "is", "are", "was", "were", "will", "would", "can", "could", "has", "have", "had"]
)
_DO = frozenset(["did", "does", "do"])
# What may lead the fragment, by how the question begins.
_LEADS = {
    "how long": ("", "for "),
    "how much": ("",),
    "when": ("", "on ", "in ", "at "),
    "where": ("in ", "at ", "on "),
}
_COUNTED = re.compile(r"(how many|which|what)\s+([a-z]+)\s+(.+)", re.IGNORECASE)


def sentences_for(fragment: str, question: str, language: str) -> Iterator[str]:
    """The sentences that a fragment may stand for as the answer to a question, both in the language; none where the
    question is built otherwise."""
    asked, answer = question.strip(" ¿?？.").strip(), fragment.strip().rstrip(".")
    who = _WHO.get(language)
    if who is None or not answer or not asked or fragment.rstrip().endswith("?"):
        return
    first, _, rest = asked.partition(" ")
    verb, _, after = rest.partition(" ")
    if rest and who.fullmatch(first) and verb.casefold() not in _DO:
        yield f"{answer} {rest}."
    if language != "en" or not rest:
        return
    if who.fullmatch(first) and verb.casefold() in _DO and after:
        yield f"{_stated(verb, after)} {answer}."
    counted = _COUNTED.fullmatch(asked)
    if counted and counted[2].casefold() not in _AUXILIARIES:
        asks, noun, said = counted[1].casefold(), counted[2], counted[3]
        whole = answer if noun.casefold() in answer.casefold() else ""
        named = whole or (f"{answer} {noun}" if asks == "how many" else f"{noun} {answer}")
        verb, _, after = said.partition(" ")
        yield f"{_stated(verb, after)} {named}." if verb.casefold() in _DO and after else f"{named} {said}."
    for beginning, leads in _LEADS.items():
        if asked.casefold().startswith(beginning + " "):
            verb, _, after = asked[len(beginning) + 1 :].partition(" ")
            if verb.casefold() in _AUXILIARIES and after:
                yield from (f"{_stated(verb, after)} {lead}{answer}." for lead in leads)


def _stated(auxiliary: str, rest: str) -> str:
    """ "will", "the repairs cost": "the repairs will cost"."""
    subject, _, verb = rest.rpartition(" ")
    return f"{subject} {auxiliary} {verb}" if subject else f"{rest} {auxiliary}"
