"""Norwegian."""

from language.reading import Bylines, Pages, Reading

READING = Reading(
    pages=Pages(
        leaving=("avmeld", r"i\s+nettleseren"),
    ),
    bylines=Bylines(
        fill=("i",),
    ),
)
