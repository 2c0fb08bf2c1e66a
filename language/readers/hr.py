"""Croatian."""

from language.reading import Pages, Reading

READING = Reading(
    pages=Pages(
        of=("iz",),
    ),
)
