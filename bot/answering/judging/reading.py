"""What a chat model wrote as a judge, made into rulings: JSON of the schema, JSON of its own taste, or plain lines.

A line is a number, sources where there are any, a verdict in one of some words for it, and perhaps a quote:

    1 [2] says "the words"      1: [1+2] partly      2: none      3 - denies [1]
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_WORDS: Mapping[str, tuple[str, ...]] = {
    # for each verdict the words that stand for it; the first is the one that was asked for
    "says": ("says", "supported", "supports", "entailed", "entails", "entailment", "yes", "true"),
    "part": ("part", "partly", "partial", "partially"),
    "silent": ("silent", "none", "no", "not", "unsupported", "neutral", "nothing", "unknown"),
    "denies": ("denies", "denied", "contradicts", "contradicted", "contradiction", "refutes", "opposite", "false"),
    "yes": ("yes",),
    "same": ("same",),
    "differs": ("differs", "differ", "different", "disagree", "disagrees"),
    "update": ("update", "updates", "updated", "correction", "later"),
    "other": ("other", "unrelated"),
}
_THOUGHTS = re.compile(r"^.*</think(?:ing)?>", re.DOTALL | re.IGNORECASE)
_NUMBER = re.compile(r"^[\s>*•-]*(?:sentence|claim|pair)?\s*#?(\d{1,3})\s*[.:)\s*—–-]", re.IGNORECASE)
_SOURCES = re.compile(r"\[\s*(\d{1,3}(?:\s*[+,&]\s*\d{1,3})*)\s*\]")
_QUOTE = re.compile(r"[\"“«]([^\"”»]{3,})[\"”»]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """One verdict as the model wrote it. No `sources`: it named none. `sure` is None where it didn't say."""

    number: int
    verdict: str
    sources: tuple[int, ...] = ()
    quote: str = ""
    sure: float | None = None


def rulings(reply: str, *, verdicts: tuple[str, ...]) -> list[Ruling]:
    """The usable rulings of a reply, with one of these verdicts each; none where nothing can be read."""
    text = _THOUGHTS.sub("", reply)
    return list(_of_json(text, verdicts)) or list(_of_lines(text, verdicts))


def _of_json(text: str, verdicts: tuple[str, ...]) -> Iterator[Ruling]:
    found = _json(text)
    if isinstance(found, dict):
        listed = [value for value in found.values() if isinstance(value, list)]
        found = listed[0] if listed else [found]
    for entry in found if isinstance(found, list) else []:
        if isinstance(entry, dict) and (ruling := _of_entry(entry, verdicts)):
            yield ruling


def _json(text: str) -> Any:
    """The first JSON object or list in a text, whatever stands around it."""
    for start in (found.start() for found in re.finditer(r"[{\[]", text)):
        try:
            found, _ = json.JSONDecoder().raw_decode(text, start)
        except ValueError:
            continue
        if isinstance(found, dict) or (isinstance(found, list) and any(isinstance(one, dict) for one in found)):
            return found
    return None


def _of_entry(entry: Mapping[str, Any], verdicts: tuple[str, ...]) -> Ruling | None:
    number = next((entry[key] for key in ("sentence", "pair", "number", "n", "id") if key in entry), 1)
    verdict = _meant(str(entry.get("verdict", "")), verdicts)
    sources = next((entry[key] for key in ("sources", "source") if key in entry), "")
    numbers = [int(n) for n in re.findall(r"\d{1,3}", json.dumps(sources))]
    sure = entry.get("sure")
    is_share = isinstance(sure, int | float) and not isinstance(sure, bool) and 0 <= sure <= 1
    if verdict is None or not re.fullmatch(r"\d{1,3}", str(number)):
        return None
    return Ruling(
        number=int(number),
        verdict=verdict,
        sources=tuple(dict.fromkeys(numbers)),
        quote=str(entry.get("quote") or ""),
        sure=float(sure) if is_share and sure is not None else None,
    )


def _of_lines(text: str, verdicts: tuple[str, ...]) -> Iterator[Ruling]:
    for line in text.splitlines():
        number = _NUMBER.match(f"{line} ")
        if not number:
            continue
        rest = f"{line} "[number.end() :]
        quote = _QUOTE.search(rest)
        verdict = _meant(_SOURCES.sub(" ", rest[: quote.start()] if quote else rest), verdicts)
        sources = [int(n) for found in _SOURCES.findall(rest) for n in re.findall(r"\d+", found)]
        if verdict:
            yield Ruling(
                number=int(number[1]),
                verdict=verdict,
                sources=tuple(dict.fromkeys(sources)),
                quote=quote[1] if quote else "",
            )


def _meant(text: str, verdicts: tuple[str, ...]) -> str | None:
    """The one verdict that a text names; None where it names none, or several."""
    words = set(re.findall(r"[a-z]+", text.casefold()))
    named = [verdict for verdict in verdicts if words & set(_WORDS.get(verdict, (verdict,)))]
    return named[0] if len(named) == 1 else None
