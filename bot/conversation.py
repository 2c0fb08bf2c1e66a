"""A conversation, wherever it is held: in Discord (`bot.discord`) or on a terminal (`bot.chat`)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from language.detection import told_language
from language.pack import FALLBACK
from prompts.talk import Turn


def usual_language(question: str, turns: Sequence[Turn], *, otherwise: str = FALLBACK) -> str:
    """The language of a question that does not tell its own: as it was asked, as before it, else `otherwise`."""
    said = [turn.text for turn in reversed(turns) if turn.role == "member"]
    return next((code for text in (question, *said) if (code := told_language(text))), otherwise)


def dated(question: str, *, since: date | None = None, until: date | None = None) -> str:
    """A question with the days that were set for it, in words that the search understands."""
    if since and until:
        return f"{question} (between {since} and {until})"
    if since or until:
        return f"{question} ({'since' if since else 'until'} {since or until})"
    return question
