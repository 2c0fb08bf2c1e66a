"""A model's thoughts taken out of the stream of its answer.

Some models think aloud before they answer, between tags of many names: `<think>`, `<reasoning>`, `[THINK]`, `◁think▷`,
or the channels of `<|channel|>analysis<|message|>`. Servers often keep the opening tag, so that the thoughts
begin without one: then only the closing tag tells, and all that came before it was thought.
"""

from __future__ import annotations

import re

_NAMES = (
    r"(?:\w+:)?(?:begin_of_|end_of_|begin▁of▁|end▁of▁)?"
    r"(?:think(?:ing)?|thoughts?|reason(?:ing)?|reflect(?:ion)?|scratchpad|analysis|inner_?monologue|deliberation)"
)
_TAG = re.compile(
    rf"<(?P<slash>/)?\|?(?P<name>{_NAMES})\|?(?:\s[^<>]*)?>"
    rf"|\[(?P<slash2>/)?(?P<name2>THINK|THINKING|REASONING)\]"
    rf"|◁(?P<slash3>/)?(?P<name3>think\w*)▷"
    r"|(?P<channel><\|channel\|>\s*(?P<which>\w+)[^<]*<\|message\|>)",
    re.IGNORECASE,
)
_OPEN_TAG = re.compile(r"(?:<[^<>]{0,60}|\[/?[A-Za-z]{0,10}|◁[^▷]{0,12}|<\|channel\|>[^<]{0,40}(?:<[^>]{0,12})?)$")


class Thoughts:
    """`add` pieces: each gives what is no thought, with None where everything before it turned out to be thoughts."""

    def __init__(self) -> None:
        self._waiting = ""
        self._inside = False
        self._said = False

    def add(self, piece: str) -> list[str | None]:
        """What this piece makes certain."""
        self._waiting += piece
        return self._take(last=False)

    def end(self) -> list[str | None]:
        """What is left at the end; thoughts that never closed stay thoughts."""
        return self._take(last=True)

    def _take(self, *, last: bool) -> list[str | None]:
        out: list[str | None] = []
        while found := _TAG.search(self._waiting):
            if not last and found["channel"] is None and _OPEN_TAG.search(self._waiting[: found.end()]):
                break
            before, self._waiting = self._waiting[: found.start()], self._waiting[found.end() :]
            if not self._inside:
                out.append(before)
                self._said = self._said or bool(before.strip())
            opens = _opens(found)
            if not opens and not self._inside and self._said:
                out.append(None)
                self._said = False
            self._inside = opens
        open_tag = None if last else _OPEN_TAG.search(self._waiting)
        cut = open_tag.start() if open_tag else len(self._waiting)
        ready, self._waiting = self._waiting[:cut], self._waiting[cut:]
        if ready and not self._inside:
            out.append(ready)
            self._said = self._said or bool(ready.strip())
        return out


def _opens(found: re.Match[str]) -> bool:
    if found["channel"]:
        return found["which"].casefold() != "final"
    name = (found["name"] or "").casefold()
    return not (found["slash"] or found["slash2"] or found["slash3"] or "end_of_" in name or "end▁of▁" in name)
