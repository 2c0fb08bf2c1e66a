"""A model's thoughts taken out of the stream of its answer.

Some models think aloud before they answer, between tags of many names: `<think>`, `<inner_reasoning>`, `[THINK]`,
`◁think▷`, or in the channels of `<|channel|>analysis<|message|>`, of which some servers leave the words alone
("assistantfinal"). Servers often keep the opening tag, so that the thoughts begin without one: then only the closing
tag tells, and all that came before it was thought.
"""

from __future__ import annotations

import re

# A tag's name tells by one of its words; a name that speaks of the answer, too, is no thought's: <reasoned_answer>.
_NAMES = (
    r"(?!\w*(?:answer|response|final|solution|output))"
    r"[\w:▁-]*?(?:think|thought|reason|reflect|scratch_?pad|analysis|monologue|deliberat|planning|(?<![a-z])cot(?![a-z]))"
    r"[\w▁-]*"
)
_TAG = re.compile(
    rf"<\s*(?P<slash>/)?\s*\|?(?P<name>{_NAMES})\|?(?:\s[^<>]*)?>"
    rf"|\[(?P<slash2>/)?(?P<name2>THINK|THINKING|REASONING)\]"
    rf"|◁(?P<slash3>/)?(?P<name3>think\w*)▷"
    r"|(?P<channel><\|channel\|>\s*(?P<which>\w+)[^<]*(?:<\|constrain\|>[^<]*)?<\|message\|>)"
    r"|(?P<opening><\|channel>\s*(?!final)\w+\s)|(?P<closing><channel\|>|assistantfinal)"
    r"|(?P<role><(?:\|(?:start|im_start|start_header_id)\||start_of_turn)>\s*(?:assistant|model))",
    re.IGNORECASE,
)


def _begun(word: str) -> str:
    """A pattern of every beginning of a word."""
    return "".join(f"(?:{letter}" for letter in word) + ")?" * (len(word) - 1) + ")"


# What may still become one of them.
_OPEN_TAG = re.compile(
    r"(?:<[^<>]{0,60}|\[/?[A-Za-z]{0,10}|◁[^▷]{0,12}|<\|channel\|?>[^<]{0,40}(?:<[^>]{0,12})?"
    r"|<\|channel\|>[^<]{0,40}<\|constrain\|>[^<]{0,20}(?:<[^>]{0,12})?"
    rf"|<\|?(?:start|im_start|start_header_id|start_of_turn)\|?>\s*\w{{0,9}}|{_begun('assistantfinal')})$",
    re.IGNORECASE,
)


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
            if (
                not last
                and (found["name"] or found["name2"] or found["name3"])
                and _OPEN_TAG.search(self._waiting[: found.end()])
            ):
                break
            before, self._waiting = self._waiting[: found.start()], self._waiting[found.end() :]
            if not self._inside:
                out.append(before)
                self._said = self._said or bool(before.strip())
            if found["role"]:
                continue
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
    ends = re.match(r"end[_▁]", found["name"] or "", re.IGNORECASE)
    return not (found["slash"] or found["slash2"] or found["slash3"] or found["closing"] or ends)
