"""Ukrainian."""

from language.reading import Reading, Replies

READING = Reading(
    replies=Replies(
        sources=("джерел[оа]",),
        lists=("джерела",),
    ),
)
