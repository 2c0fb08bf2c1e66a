"""What can be asked at all, whichever way it comes in."""

from __future__ import annotations

from bot.answering.errors import QuestionError

LONGEST_QUESTION = 2000  # characters


def askable(question: str) -> str:
    """The question without white space around it. Raises QuestionError where nothing is asked, or too much."""
    question = question.strip()
    if not any(character.isalnum() for character in question):
        raise QuestionError("There is no question: ask something in words.", reason="nothing-asked")
    if len(question) > LONGEST_QUESTION:
        length, most = f"{len(question):,}", f"{LONGEST_QUESTION:,}"
        raise QuestionError(
            f"The question is {length} characters long: at most {most} are read.",
            reason="too-long",
            length=length,
            most=most,
        )
    return question
