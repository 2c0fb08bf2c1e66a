"""Turkish."""

from language.reading import Pages, Reading, Replies

READING = Reading(
    replies=Replies(
        sources=("kaynak(?:lar)?",),
        lists=("kaynaklar",),
    ),
    pages=Pages(
        page=("sayfa",),
    ),
)
