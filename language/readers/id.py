"""Indonesian."""

from language.reading import Pages, Reading

READING = Reading(
    pages=Pages(
        page=("halaman",),
        of=("dari",),
    ),
)
