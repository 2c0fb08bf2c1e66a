"""Hindi."""

from language.reading import Reading, Replies

READING = Reading(
    replies=Replies(
        sources=("स्रोत",),
        lists=("स्रोत",),
    ),
)
