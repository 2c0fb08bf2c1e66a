"""What can be asked at all, whichever way it comes in."""

from __future__ import annotations

from bot.answering.errors import QuestionError

LONGEST_QUESTION = 2000  # characters


def askable(question: str) -> str:
    """The question without white space around it. Raises QuestionError where nothing is asked, or too much."""
    question = question.strip()
    if not any(character.isalnum() for character in question):
        raise QuestionError("Please ask a question.", reason="nothing-asked")
    if len(question) > LONGEST_QUESTION:
        length, most = f"{len(question):,}", f"{LONGEST_QUESTION:,}"
        raise QuestionError(
            f"The question is too long ({length} characters; limit {most}).",
            reason="too-long",
            length=length,
            most=most,
        )
    return question
