"""Danish."""

from language.reading import Bylines, Pages, Reading, Replies

READING = Reading(
    replies=Replies(
        sources=("kilder?",),
        lists=("kilder",),
    ),
    pages=Pages(
        page=("side",),
        of=("af",),
        leaving=("afmeld",),
    ),
    bylines=Bylines(
        by=("af",),
        fill=("den",),
    ),
)
