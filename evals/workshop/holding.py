"""Whether what a case claims holds of an answer; each check gives what is wrong in words, or None."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.answering.answer import Answer, Citation
from language.detection import asked_language, text_language
from prompts.casefiles import Claim, pattern_of

_MARK = re.compile(r"\s?\[\d+\]")
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>()\[\]\"'”’]+", re.IGNORECASE)


def broken(claim: Claim, answer: Answer, *, sent: str = "") -> str | None:
    """What is wrong, where the claim does not hold of the answer; `sent` is what the model was sent for it."""
    if claim.kind == "sends":
        lacking = [text for text in claim.sends or () if not re.search(pattern_of(text), sent)]
        return f"the messages lack “{'”, “'.join(lacking)}”" if lacking else None
    return _CHECKS[claim.kind](claim, answer)


def _cites(claim: Claim, answer: Answer) -> str | None:
    cited = [_ids(citation) for citation in answer.citations]
    missing = [name for name in claim.cites or () if not any(name in ids for ids in cited)]
    return f"{', '.join(missing)} is not cited; cited: {_shown(answer)}" if missing else None


def _cites_only(claim: Claim, answer: Answer) -> str | None:
    allowed = set(claim.cites_only or ())
    others = [citation.title for citation in answer.citations if not allowed & _ids(citation)]
    return f"cited besides: {', '.join(others)}" if others else None


def _says(claim: Claim, answer: Answer) -> str | None:
    missing = [text for text in claim.says or () if not _found(text, answer.shown)]
    return f"the answer lacks “{'”, “'.join(missing)}”" if missing else None


def _never_says(claim: Claim, answer: Answer) -> str | None:
    said = [text for text in claim.never_says or () if _found(text, answer.shown)]
    return f"the answer has “{'”, “'.join(said)}”" if said else None


def _refuses(claim: Claim, answer: Answer) -> str | None:
    if answer.abstained == claim.refuses:
        return None
    return f"it was refused (by {answer.refused_by})" if answer.abstained else "it was answered"


def _language(claim: Claim, answer: Answer) -> str | None:
    plain = _MARK.sub("", answer.text)
    found = text_language(plain) or asked_language(plain)
    return None if found == claim.language else f"the answer is in “{found}”"


def _max_words(claim: Claim, answer: Answer) -> str | None:
    count = len(_MARK.sub("", answer.text).split())
    return f"the answer has {count} words" if count > (claim.max_words or 0) else None


def _quotes_verbatim(claim: Claim, answer: Answer) -> str | None:
    for citation in answer.citations:
        if not answer.is_verbatim(citation):
            return f"the quote of [{citation.n}] is not in its passage: “{citation.quote}”"
    return None


def _links_only_to_sources(claim: Claim, answer: Answer) -> str | None:
    own = {hit.article.url for hit in answer.hits} - {None}
    quoted = " ".join(hit.passage.text for hit in answer.hits if not answer.abstained)
    linked = {citation.url for citation in answer.citations} - {None} - own
    # An address within a quoted sentence is a word of the article; only sources' own addresses are links.
    written = {found.rstrip(".,;:!?") for found in _ADDRESS.findall(answer.shown)} - own
    foreign = [str(url) for url in linked | {url for url in written if url not in quoted}]
    return f"it leads to {', '.join(sorted(foreign))}" if foreign else None


_CHECKS: dict[str, Callable[[Claim, Answer], str | None]] = {
    "cites": _cites,
    "cites_only": _cites_only,
    "says": _says,
    "never_says": _never_says,
    "refuses": _refuses,
    "language": _language,
    "max_words": _max_words,
    "quotes_verbatim": _quotes_verbatim,
    "links_only_to_sources": _links_only_to_sources,
}


def _ids(citation: Citation) -> set[str]:
    """What a case may call a cited article: its file's name without the ending, or its address's last part."""
    names = {citation.url.rstrip("/").rsplit("/", 1)[-1]} if citation.url else set()
    if citation.path:
        names.add(citation.path.rsplit("/", 1)[-1].rsplit(".", 1)[0])
    return names


def _shown(answer: Answer) -> str:
    return ", ".join(sorted(name for citation in answer.citations for name in _ids(citation))) or "nothing"


def _found(text: str, answer: str) -> bool:
    """Whether the answer says so; its marks may stand in between or be what is looked for."""
    pattern = re.compile(pattern_of(text), re.IGNORECASE)
    return any(pattern.search(one) for one in (answer, _MARK.sub("", answer)))
