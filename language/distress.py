"""Whether somebody says of himself that he wants to die or hurt himself, or threatens somebody here."""

from __future__ import annotations

import re
from functools import cache

from language.classifier import probabilities
from language.folding import fold
from language.pack import packs
from language.phrases import PIECE, SENTENCE, fillers, opens_a_question, phrases, plain

MOST_AHEAD = 5  # words ahead of a phrase of distress
SURE_OF_DISTRESS = 0.75  # probability from which on the classifier's word counts

_QUOTED = re.compile(r"“[^”]*”|„[^“”]*[“”]|«[^»]*»|\"[^\"]*\"|(?<!\w)'[^']*'(?!\w)|「[^」]*」|『[^』]*』|《[^》]*》")


def tells_distress(text: str, *, sure: float = SURE_OF_DISTRESS) -> bool:
    """Whether a clause is one that somebody says of himself or threatens with: not in quotation marks, and no
    question about what somebody else said."""
    for piece in PIECE.findall(_QUOTED.sub(" ", text)):
        said = plain(piece)
        said = " ".join(word for word in said.split() if word not in _between())
        found = phrases("distress").search(said)
        if found and not opens_a_question(said.split()) and _may_stand_ahead(said[: found.start()]):
            return True
    return any(
        odds["distress"] >= sure and not opens_a_question(plain(one).split())
        for one in SENTENCE.findall(text)
        if not _QUOTED.search(text) and not re.search("[?？]", one) and (odds := probabilities(one))
    )


def _may_stand_ahead(ahead: str) -> bool:
    """Whether what stands ahead of a phrase of distress leaves it the member's own: function words and fillers only.
    "The singer wrote" does not."""
    words = ahead.split()
    return len(words) <= MOST_AHEAD and all(word in fillers() for word in words)


@cache
def _between() -> frozenset[str]:
    """Fillers that may stand between the words of a phrase of distress: "i just want …"."""
    used = {word for pack in packs() for phrase in pack.messages.distress for word in plain(phrase).split()}
    return frozenset(fold(word) for pack in packs() for word in pack.messages.fillers) - used
