"""An answer as it is printed: one object for programs, text for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from bot.answering.answer import Answer, Citation
from bot.answering.checking import Verdict
from bot.answering.refusal import nearest_heading
from bot.searching import stamp
from prompts.fences import UNDATED
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
            "kept": len(answer.kept),
            "repaired": [_verdict(verdict) for verdict in answer.repaired],
            "dropped": [_verdict(verdict) for verdict in answer.dropped],
        },
        "nearest": [named(article) for article in answer.nearest],
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


def as_text(answer: Answer) -> str:
    """The answer with its marks, then the numbered sources: title, outlet, date, link or file, quotes.

    An article is named once, however many of its passages are cited. A refusal is followed by the nearest articles,
    which are no answer. What the check took out is said last.
    """
    zone = ZoneInfo(answer.zone)
    parts = [answer.shown, *_sources(answer.citations, zone)]
    if answer.nearest:
        titles = "\n".join(f"  - {article.headline} ({_about(article, zone)})" for article in answer.nearest)
        parts.append(f"{nearest_heading(answer.question)}\n{titles}")
    small = [note.text for note in answer.notes if note.kind in ("window", "language", "cut-off")]
    if answer.repaired or answer.dropped:
        small.append(f"Citation check: {len(answer.repaired)} repaired, {len(answer.dropped)} dropped.")
    if small:
        parts.append("\n".join(f"({text})" for text in small))
    return "\n\n".join(parts)


def shown_date(of: Citation | Article) -> str | None:
    """The date as models are shown it: the day, and the time in UTC where it is known."""
    if of.published is None:
        return None
    return f"{of.published:%Y-%m-%d}" if of.published_is_day else f"{of.published:%Y-%m-%d %H:%M} UTC"


def shown_day(of: Citation | Article, zone: tzinfo = UTC) -> str | None:
    """The day alone, as readers are shown it: in `zone`, where the time is known."""
    if of.published is None:
        return None
    return f"{of.published if of.published_is_day else of.published.astimezone(zone):%Y-%m-%d}"


def _about(of: Citation | Article, zone: tzinfo) -> str:
    return ", ".join(part for part in (of.outlet, shown_day(of, zone) or UNDATED) if part)


def _sources(citations: Sequence[Citation], zone: tzinfo) -> Iterator[str]:
    by_article: dict[str, list[Citation]] = {}
    for citation in citations:
        by_article.setdefault(citation.article_id, []).append(citation)
    for first, *others in by_article.values():
        where = first.url or first.path
        about = _about(first, zone) + (", opening only" if first.opening_only else "")
        about += f"; also in {', '.join(first.also_in)}" if first.also_in else ""
        lines = [f"[{first.n}] {first.title} ({about})", *([f"    {where}"] if where else [])]
        lines += [f"    “{quote}”" for quote in (first.quote, *first.more)]
        for other in others:  # a further passage keeps its own number, by which the text calls it
            lines += [f"[{other.n}] “{other.quote}”", *(f"    “{quote}”" for quote in other.more)]
        yield "\n".join(lines)
