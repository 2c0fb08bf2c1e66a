"""An answer as it is printed: one object for programs, text for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, tzinfo
from typing import Any, Literal
from zoneinfo import ZoneInfo

from bot.answering.answer import BESIDE, Answer, Citation
from bot.answering.checking import Verdict
from bot.answering.pointers import pointers_heading
from bot.answering.refusal import nearest_heading
from bot.searching import stamp
from language.cldr import day_shown
from language.pack import FALLBACK
from language.translation import translate
from vectorstore.model import Article


def as_json(answer: Answer) -> dict[str, Any]:
    """The object that `dateline ask --json` prints; keys are added over time, never renamed."""
    return {
        "question": answer.question,
        "answer": answer.shown,
        "abstained": answer.abstained,
        "citations": [
            {
                "n": citation.n,
                "title": citation.title,
                "outlet": citation.outlet,
                "url": citation.url,
                "path": citation.path,
                "published": stamp(citation.published, day_only=citation.published_is_day),
                "quote": citation.quote,
                "more": list(citation.more),
                "also_in": list(citation.also_in),
                "passage_id": citation.passage_id,
                "link": citation.link,
                "opening_only": citation.opening_only,
                "dated_by_address": citation.dated_by_address,
            }
            for citation in answer.citations
        ],
        "model": answer.model,
        "embedding": answer.embedding,
        "prompt": answer.prompt,
        "timings": {
            "retrieve_ms": round(answer.timings.retrieve_ms, 1),
            "generate_ms": round(answer.timings.generate_ms, 1),
            "total_ms": round(answer.timings.total_ms, 1),
        },
        "tokens": {"input": answer.tokens.input, "output": answer.tokens.output},
        "left_out": [hit.passage.id for hit in answer.left_out],
        "refused_by": answer.refused_by,
        "notes": [{"kind": note.kind, "text": note.text} for note in answer.notes],
        "checks": {
            "by": answer.checked_by,
            "judge": answer.judge,
            "kept": len(answer.kept),
            "repaired": [_verdict(verdict) for verdict in answer.repaired],
            "dropped": [_verdict(verdict) for verdict in answer.dropped],
        },
        "nearest": [named(article) for article in answer.nearest],
        "linked": [named(article) for article in answer.linked],
    }


def _verdict(verdict: Verdict) -> dict[str, Any]:
    return {"sentence": verdict.sentence, "cited": list(verdict.cited), "reason": verdict.reason}


def named(article: Article) -> dict[str, Any]:
    """An article as programs are told of it. Its path is relative to the ingested folder."""
    return {
        "title": article.headline,
        "outlet": article.outlet,
        "url": article.url,
        "path": article.path,
        "published": stamp(article.published, day_only=article.published_is_day),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One paragraph of a printed answer, with what it is, so that a terminal can style it.

    `mark` stands in front of it ("[1]", "-" or ""), `link` is the address behind a source's title.
    """

    kind: Literal["answer", "source", "place", "quote", "heading", "related", "note"]
    text: str
    mark: str = ""
    link: str | None = None


def as_lines(answer: Answer) -> list[list[Line]]:
    """The answer with its marks, then the numbered sources: title, outlet, date, link or file, quotes; in blocks.

    An article is named once, however many of its passages are cited. A refusal is followed by the nearest articles,
    which are no answer. What the check took out is said last.
    """
    zone = ZoneInfo(answer.zone)
    blocks = [[Line(kind="answer", text=answer.shown)], *_sources(answer.citations, zone, answer.language)]
    for heading, articles in (
        (pointers_heading(answer.linked, answer.language), answer.linked),
        (nearest_heading(answer.language), answer.nearest),
    ):
        if articles:
            related = [_related(article, zone, answer.language) for article in articles]
            blocks.append([Line(kind="heading", text=heading), *related])
    small = [note.text for note in answer.notes if note.kind in BESIDE]
    if answer.repaired or answer.dropped:
        small.append(
            translate(
                "Citation check: {repaired} repaired, {dropped} left out.",
                answer.language,
                repaired=len(answer.repaired),
                dropped=len(answer.dropped),
            )
        )
    if small:
        blocks.append([Line(kind="note", text=f"({text})") for text in small])
    return blocks


def _related(article: Article, zone: tzinfo, language: str) -> Line:
    text = f"{article.headline} ({_about(article, zone, language)})"
    return Line(kind="related", text=text, mark="-", link=article.url)


INDENTS = {"place": "    ", "quote": "    ", "related": "  "}


def as_text(answer: Answer) -> str:
    """`as_lines` as plain text, for pipes and files: a paragraph a line, an empty line between blocks."""
    return plain(as_lines(answer))


def plain(blocks: Sequence[Sequence[Line]]) -> str:
    """Lines as plain text, an empty line between blocks."""
    return "\n\n".join("\n".join(_plain(line) for line in block) for block in blocks)


def _plain(line: Line) -> str:
    text = f"“{line.text}”" if line.kind == "quote" else line.text
    indent = "" if line.mark.startswith("[") else INDENTS.get(line.kind, "")
    return f"{indent}{line.mark} {text}" if line.mark else f"{indent}{text}"


def shown_date(of: Citation | Article) -> str | None:
    """The date as models are shown it: the outlet's day, and the time where it is known, with its zone's offset."""
    if of.published is None:
        return None
    return f"{of.published:%Y-%m-%d}" if of.published_is_day else f"{of.published:%Y-%m-%d %H:%M} {of.published:%Z}"


def shown_day(of: Citation | Article, zone: tzinfo = UTC, language: str = FALLBACK) -> str | None:
    """The day alone, as readers are shown it in their language: the outlet's own, in `zone` where only the moment is
    known."""
    if of.published is None:
        return None
    own = of.published_is_day or of.published.utcoffset()
    return day_shown((of.published if own else of.published.astimezone(zone)).date(), language)


def _about(of: Citation | Article, zone: tzinfo, language: str = FALLBACK) -> str:
    by_address = of.dated_by_address if isinstance(of, Citation) else of.is_dated_by_address
    how = translate("dated by its address", language) if by_address else None
    return ", ".join(
        part for part in (of.outlet, shown_day(of, zone, language) or translate("undated", language), how) if part
    )


def _sources(citations: Sequence[Citation], zone: tzinfo, language: str) -> Iterator[list[Line]]:
    by_article: dict[str, list[Citation]] = {}
    for citation in citations:
        by_article.setdefault(citation.article_id, []).append(citation)
    for first, *others in by_article.values():
        about = _about(first, zone, language)
        about += f", {translate('opening only', language)}" if first.opening_only else ""
        about += f"; {translate('also in {names}', language, names=', '.join(first.also_in))}" if first.also_in else ""
        block = [Line(kind="source", text=f"{first.title} ({about})", mark=f"[{first.n}]", link=first.url)]
        if where := first.url or first.path:
            block.append(Line(kind="place", text=where, link=first.url))
        block += [Line(kind="quote", text=quote) for quote in (first.quote, *first.more)]
        for other in others:  # a further passage keeps its own number, by which the text calls it
            block.append(Line(kind="quote", text=other.quote, mark=f"[{other.n}]"))
            block += [Line(kind="quote", text=quote) for quote in other.more]
        yield block
