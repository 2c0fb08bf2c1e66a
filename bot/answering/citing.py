"""Marks in an answer made true: what points nowhere goes, the rest is renumbered and gets its quote."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.answering.answer import Citation
from prompts.fences import REFUSAL, unescaped
from prompts.sentences import sentences
from prompts.words import rarity, terms
from vectorstore.model import Hit

# [1]  [1, 2]  [1][2]  [1-3]  ［１］  【1】  【1†source】  [^1]  [source 1]. Brackets of articles are escaped in the
# prompt (prompts/fences.py), so whatever has this shape in an answer was meant as a mark.
_NUMBERS = (
    r"\^?\s*(?:sources?\s*)?#?\d{1,99}(?:\s*(?:[,，、;&–-]|and)\s*(?:sources?\s*)?#?\d{1,99})*\s*(?:†[^\]］】]*)?"
)
MARK = re.compile(rf"[\[［【]{_NUMBERS}[\]］】]", re.IGNORECASE)
_RUN = re.compile(rf"\s*{MARK.pattern}(?:\s*[,，]?\s*{MARK.pattern})*", re.IGNORECASE)
_RANGE_OR_NUMBER = re.compile(r"(\d+)\s*[–-]\s*(\d+)|(\d+)")
_LINK = re.compile(r"!?\[([^\]\n]*)\]\(\s*<?([^)\s>]+)>?[^)]*\)")
_URL = re.compile(r"<?\b(?:https?://|www\.)[^\s<>\[\]\"'“”«»（）]*[^\s<>\[\]\"'“”«»（）.,;:!?)]>?", re.IGNORECASE)
_SPACE_BEFORE_STOP = re.compile(r"\s+([.,;:!?])(?=\s|$|\[)")
_LOOK_ALIKE = re.compile(r"[\[［【]\s*\d[^\]］】]*[\]］】]")

MOST_CHARACTERS = 4000  # of an answer; a model that doesn't stop is cut at a sentence
LONGEST_RANGE = 20


@dataclass(frozen=True, slots=True)
class Cited:
    """An answer that may be shown: every mark in `text` has its citation. Both empty when nothing is left."""

    text: str
    citations: tuple[Citation, ...]


NOTHING = Cited("", ())


def cited(raw: str, hits: Sequence[Hit]) -> Cited:
    """What a model wrote, with marks that name `hits` (1 is the first) and nothing else; marks count from 1
    in the order in which they appear. Links that no source holds are removed. Without any mark that
    stands for a source there is nothing to show.
    """
    text = _without_strange_links(_shortened(raw.replace(REFUSAL, " ")), hits)
    numbers: dict[int, int] = {}  # the source's number in the prompt -> its number in the answer
    said: dict[int, list[str]] = {}
    parts: list[str] = []
    end = 0
    for run in _RUN.finditer(text):
        parts.append(_shown(text[end : run.start()]))
        end = run.end()
        known = list(dict.fromkeys(n for n in _numbers_in(run[0]) if 1 <= n <= len(hits)))
        for n in known:
            numbers.setdefault(n, len(numbers) + 1)
        if known:
            parts.append(" " + "".join(f"[{numbers[n]}]" for n in known))
    parts.append(_shown(text[end:]))
    whole = _SPACE_BEFORE_STOP.sub(r"\1", "".join(parts)).strip()
    if not numbers:
        return NOTHING
    for claim, marks in claims(whole):
        for n in marks:
            said.setdefault(n, []).append(claim)
    back = {new: old for old, new in numbers.items()}
    citations = (_citation(n, hits[back[n] - 1], said.get(n, [])) for n in sorted(back))
    return Cited(whole, tuple(citations))


def claims(text: str) -> list[tuple[str, tuple[int, ...]]]:
    """The sentences of an answer, without their marks, each with the numbers that it cites.

    A mark behind the full stop belongs to the sentence before it: "Talks opened. [1] They went on [2]."
    """
    parts: list[str] = []
    marks: list[tuple[int, int]] = []  # (where in the text without marks, number)
    end = length = 0
    for run in _RUN.finditer(text):
        parts.append(text[end : run.start()])
        length += run.start() - end
        end = run.end()
        marks += [(length, n) for n in _numbers_in(run[0])]
    found = sentences("".join([*parts, text[end:]]))
    cites: list[list[int]] = [[] for _ in found]
    for at, n in marks:
        if found:
            cites[max(0, sum(sentence.start < at for sentence in found) - 1)].append(n)
    return [
        (" ".join(sentence.text.split()), tuple(dict.fromkeys(own))) for sentence, own in zip(found, cites, strict=True)
    ]


def best_quote(passage: str, said: Sequence[str]) -> str:
    """The sentence of a passage, an exact substring, that best supports what was said."""
    offered = [sentence.text for sentence in sentences(passage)]
    if not offered:
        return passage.strip()
    plain = [_plain(text) for text in offered]
    for claim in said:
        for text, own in zip(offered, plain, strict=True):
            if own in _plain(claim) or (len(claim) >= 20 and _plain(claim) in own):
                return text
    bags = [frozenset(terms(text)) for text in offered]
    rare = rarity(bags)
    wanted = frozenset(terms(" ".join(said)))
    # A long sentence holds more words of anything: the root of its length takes part of that advantage away.
    scores = [sum(rare[term] for term in bag & wanted) / max(1, len(bag)) ** 0.5 for bag in bags]
    return offered[scores.index(max(scores))]


def _citation(n: int, hit: Hit, said: Sequence[str]) -> Citation:
    article = hit.article
    return Citation(
        n=n,
        title=article.headline or best_quote(hit.passage.text, ())[:90],
        outlet=article.outlet,
        url=article.url,
        path=article.path,
        published=article.published,
        published_is_day=article.published_is_day,
        quote=best_quote(hit.passage.text, said),
        passage_id=hit.passage.id,
        article_id=article.id,
    )


def _numbers_in(marks: str) -> list[int]:
    found: list[int] = []
    for first, last, single in _RANGE_OR_NUMBER.findall(marks):
        if single:
            found.append(int(single))
        elif 0 < int(last) - int(first) <= LONGEST_RANGE:
            found += range(int(first), int(last) + 1)
    return found


def _without_strange_links(text: str, hits: Sequence[Hit]) -> str:
    """Markdown links become their words; an address stays only if a source is at it or holds it."""
    held = "\n".join([hit.passage.text for hit in hits] + [hit.article.url or "" for hit in hits])
    text = _LINK.sub(lambda link: f"[{link[1]}]" if link[1].strip().isdigit() else link[1], text)
    return _URL.sub(lambda url: url[0] if url[0].strip("<>") in held else "", text)


def _shown(text: str) -> str:
    """An answer's words with what the prompt escaped mapped back, unless that would look like a mark of ours."""
    plain = unescaped(text)
    return _LOOK_ALIKE.sub(lambda mark: "⟦" + mark[0][1:-1] + "⟧", plain)


def _shortened(text: str) -> str:
    if len(text) <= MOST_CHARACTERS:
        return text
    ends = [sentence.end for sentence in sentences(text[: MOST_CHARACTERS * 2]) if sentence.end <= MOST_CHARACTERS]
    return text[: ends[-1]] if ends else text[:MOST_CHARACTERS]


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text.casefold()).strip()
