"""Why a model's answer ended, as every provider says it: finished, cut off, withheld, or something else instead.

The words differ ("stop", "end_turn", "completed", "COMPLETE"), and new ones come; they are read by what they contain,
and what says nothing bad counts as finished.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from langchain_core.messages import AIMessage

Ending = Literal["finished", "cut", "withheld", "tool", "broken"]

# What providers call the reason for which an answer ended: the first that is there counts.
REASONS = ("finish_reason", "stop_reason", "stopReason", "done_reason", "status")
_WITHHELD = re.compile(
    r"filter|safety|block|prohibit|refus|recitation|guardrail|toxic|spii|denied|^language$", re.IGNORECASE
)
_CUT = re.compile(r"length|max|limit|context|window|token|incomplete|pause", re.IGNORECASE)
_TOOL = re.compile(r"tool|function", re.IGNORECASE)
_BROKEN = re.compile(r"error|fail|cancel|abort|interrupt|resource|time[_ ]?out|^(?:load|unload|other)$", re.IGNORECASE)


def reason_in(message: AIMessage) -> str | None:
    """The provider's own word for how an answer ended; None where it told nothing."""
    metadata = message.response_metadata
    details = metadata.get("incomplete_details")
    if isinstance(details, dict) and details.get("reason"):
        return str(details["reason"])  # the Responses API: its status is but "incomplete"
    feedback = metadata.get("prompt_feedback")
    if isinstance(feedback, dict) and feedback.get("block_reason"):
        return f"blocked: {feedback['block_reason']}"  # Gemini: the prompt itself, and then there is no candidate
    return next((str(metadata[name]) for name in REASONS if metadata.get(name)), None)


def ending_of(message: AIMessage) -> Ending:
    """How an answer ended. Without a word of the provider it broke off."""
    if message.additional_kwargs.get("refusal") or _has_refusal(message):
        return "withheld"
    ending = ending_of_word(reason_in(message))
    return "tool" if ending == "finished" and message.tool_calls and not message.text.strip() else ending


def ending_of_word(reason: str | None) -> Ending:
    """How an answer ended by the provider's own word."""
    if reason is None:
        return "broken"
    return next((ending for pattern, ending in _READ if pattern.search(reason)), "finished")


_READ: tuple[tuple[re.Pattern[str], Ending], ...] = (
    (re.compile(r"^(?:stop|eos|end)", re.IGNORECASE), "finished"),  # also "eos_token", "stop_sequence"
    (_TOOL, "tool"),
    (_WITHHELD, "withheld"),
    (_BROKEN, "broken"),
    (_CUT, "cut"),
)


def _has_refusal(message: AIMessage) -> bool:
    blocks = message.content if isinstance(message.content, list) else []
    return any(isinstance(block, dict) and block.get("type") == "refusal" for block in blocks)
