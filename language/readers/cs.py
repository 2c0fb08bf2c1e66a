"""Czech."""

from language.reading import Pages, Reading

READING = Reading(
    pages=Pages(
        page=("stránka",),
        of=("ze",),
    ),
)
