"""How much a prompt may hold: sources are fitted by leaving out whole passages, the lowest-ranked first.

No tokenizer is asked: a provider's own needs its files from the network, and an estimate is enough to stay well
within a limit.
"""

from __future__ import annotations

from collections.abc import Sequence

# The rule of thumb that OpenAI gives for English is four letters a token. Scripts of three bytes a letter come near
# it too, since a letter of theirs is seldom more than one token. An estimate, and called one wherever it is shown.
BYTES_A_TOKEN = 4


def estimated_tokens(text: str) -> int:
    """About how many tokens a text is to a present-day model: its UTF-8 bytes by four, rounded up."""
    return -(-len(text.encode("utf-8", "surrogatepass")) // BYTES_A_TOKEN)


def fitted(costs: Sequence[int], *, budget: int) -> int:
    """How many of the first passages fit: `costs` are their tokens, best first. The first one always stays.

    A passage is whole or not there. One that doesn't fit ends the row: none of a lower rank takes its place.
    """
    spent = 0
    for count, cost in enumerate(costs):
        spent += cost
        if spent > budget and count:
            return count
    return len(costs)
