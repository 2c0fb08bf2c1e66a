"""What a reader is told of the judge, in the question's language."""

from __future__ import annotations

from bot.answering.answer import Note
from bot.answering.judging.proof import Proof
from language.translation import translatable, translate

CHECKED = translatable("Checked by the judge: {judge}.")
CANT_READ = translatable("Checked by wording only: the judge ({judge}) did not pass its reading test.")
NOT_ASKED = translatable("Checked by wording only: the judge ({judge}) gave no usable answer this time.")
IN_PART = translatable(
    "{count} of {all} sentences were checked by wording only: the judge ({judge}) did not rate them."
)


def judge_notes(proof: Proof | None, *, language: str) -> tuple[Note, ...]:
    """Who judged: the judge's name, or that words decided where it was to; nothing where nobody was to judge."""
    if proof is None or not (proof.by_judge or proof.left_to_words):
        return ()
    if not proof.left_to_words:
        sentence = CHECKED
    elif proof.cant_read:
        sentence = CANT_READ
    else:
        sentence = NOT_ASKED if proof.words_alone else IN_PART
    told = translate(sentence, language, judge=proof.judge, count=proof.by_words, all=proof.by_words + proof.by_judge)
    return (Note(kind="judge", text=told),)


def own_words_note(language: str) -> Note:
    """What stands ahead of quotes that are shown instead of an answer."""
    return Note(kind="quotes", text=translate("Here is what the articles say:", language))
