"""Which cases, which prompts, which model and which recordings a command of the workshop works with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bot.answering.errors import ModelError
from bot.answering.models import build_model
from evals.workshop.errors import RevisionError, WorkshopError
from evals.workshop.recordings import Book, replaying
from evals.workshop.running import Models
from prompts import casefiles, files
from prompts.errors import PromptError
from prompts.misbehaving import CAST

if TYPE_CHECKING:
    from langchain_core.language_models.chat_models import BaseChatModel

    from bot.settings import AnswerSettings
    from prompts.casefiles import Case
    from prompts.files import Prompt

REPLAY = "replay"


def is_replay(model: str) -> bool:
    """Whether `replay`, or `replay:MODEL` where several models are recorded, is meant."""
    return model == REPLAY or model.startswith(f"{REPLAY}:")


def models_for(
    name: str, *, settings: AnswerSettings, book: Book, prompts: Mapping[str, Prompt] | None = None, repeat: int = 1
) -> Models:
    """The models that each case is run with: one `repeat` times, or a recording's runs, of these prompts where there
    are such. Raises ModelError, or WorkshopError naming the models that there are.

    A name of the misbehaving cast is a model here, and nowhere else.
    """
    if is_replay(name):
        recorded = name.partition(":")[2] or None
        return lambda case: replaying(case, book=book, model=recorded, prompts=prompts)
    cast = CAST.get(name)
    try:
        model = cast() if cast else build_model(settings.model_copy(update={"chat_model": name}))
    except ModelError as error:
        if ":" in name:
            raise
        played = ", ".join(sorted(CAST))
        raise WorkshopError(f"{error} Models that misbehave on purpose: {played}; and replay.") from error

    def same(case: Case) -> Sequence[BaseChatModel]:
        return [model] * repeat

    return same


def prompts_with(file: Path | None, *, overrides: Path | None = None) -> tuple[str, dict[str, Prompt]]:
    """The prompts by name, as the bot would send them with PROMPTS_DIR (`overrides`), and `file`, whatever it is
    called, in the place of the one whose name it bears; that name comes first, "answer" without a file.

    Raises RevisionError.
    """
    try:
        found = files.load_all(overrides=overrides)
        draft = files.load_file(file) if file else found["answer"]
    except PromptError as error:
        raise RevisionError(str(error)) from error
    return draft.name, found | {draft.name: draft}


def cases_in(folder: Path | None) -> list[Case]:
    """The cases of a folder, or those of `prompts/cases`. Raises RevisionError."""
    try:
        return casefiles.read_cases(folder or casefiles.FOLDER)
    except PromptError as error:
        raise RevisionError(str(error)) from error
