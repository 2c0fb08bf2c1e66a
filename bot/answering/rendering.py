"""An answer as it is printed: one object for programs, text for people."""

from __future__ import annotations

from typing import Any

from bot.answering.answer import Answer, Citation
from bot.searching import stamp
from prompts.fences import UNDATED
from vectorstore.model import Article


def as_json(answer: Answer) -> dict[str, Any]:
    """The object that `dateline ask --json` prints; keys are added over time, never renamed."""
    return {
        "question": answer.question,
        "answer": answer.text,
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
                "passage_id": citation.passage_id,
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
    }


def as_text(answer: Answer) -> str:
    """The answer with its marks, then the numbered sources: title, outlet, date, link or file, quote."""
    return "\n\n".join([answer.text, *(_source(citation) for citation in answer.citations)])


def shown_date(of: Citation | Article) -> str | None:
    """The date as people and models are shown it: the day, and the time in UTC where it is known."""
    if of.published is None:
        return None
    return f"{of.published:%Y-%m-%d}" if of.published_is_day else f"{of.published:%Y-%m-%d %H:%M} UTC"


def _source(citation: Citation) -> str:
    about = ", ".join(part for part in (citation.outlet, shown_date(citation) or UNDATED) if part)
    where = citation.url or citation.path
    lines = [f"[{citation.n}] {citation.title} ({about})", *([where] if where else []), f"“{citation.quote}”"]
    return "\n    ".join(lines)
