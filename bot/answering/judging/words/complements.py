"""What a clause behind "that" hangs on: "Berg said that …" tells it, "it is a misconception that …" does not.

Heads that deny or doubt are without number, so here it is the other way round: only words known to tell or to show
what follows leave it said.
"""

from __future__ import annotations

from bot.answering.judging.words.heads import BY_PIECES, span_of_clause, table_pattern


def hangs_on(sentence: str, start: int, language: str) -> str | None:
    """The words before the "that" which governs `sentence[start:]`, where they don't tell or show what follows; None
    where nothing governs it, or they do."""
    if language in BY_PIECES:
        return None
    marks = list(table_pattern(language, "complementizers").finditer(sentence, 0, start))
    if not marks:
        return None
    last = marks[-1]
    between = sentence[last.end() : start].strip()
    if "," in between and not between.startswith(","):  # a clause of its own stood there
        return None
    if span_of_clause(sentence, start, language) > last.start():
        return None
    governing = sentence[span_of_clause(sentence, last.start(), language) : last.start()]
    presents = any(table_pattern(language, table).search(governing) for table in ("reporting", "presenting"))
    if presents and not table_pattern(language, "negations").search(governing):
        return None
    return f"{governing}{last[0]}".strip()
