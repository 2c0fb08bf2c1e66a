"""Words in an article that are meant for a model rather than for a reader, as an editor is told of them.

`language.machines` finds them; the answering leaves the same ones out of all that it reads. Nothing is taken out of
the article here.
"""

from __future__ import annotations

from language.machines import machine_spans

MOST = 3
_SHOWN = 80


def suspected(text: str) -> tuple[str, ...]:
    """The first few places that speak to a model, in the article's own words, each on one line."""
    found = dict.fromkeys(_line(text[start:end]) for start, end in machine_spans(text))
    return tuple(found)[:MOST]


def _line(spoken: str) -> str:
    words = " ".join(spoken.split())
    return words if len(words) <= _SHOWN else words[: _SHOWN - 1].rstrip() + "…"
