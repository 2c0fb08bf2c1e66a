"""Dutch."""

from language.reading import Bylines, Pages, Reading, Replies, words

READING = Reading(
    replies=Replies(
        sources=("bronn?e?n?",),
        according=("volgens",),
        lists=("bronnen",),
        answers=("antwoord",),
    ),
    pages=Pages(
        more=(r"lees\s+(?:meer|verder)",),
        of=("van",),
        replies=("antw",),
        leaving=("uitschrijven", "afmelden", r"in\s+(?:je|uw|de)\s+browser"),
        interface=words("""
            advertentie delen afdrukken reacties abonneren inschrijven lees gelezen gerelateerd
        """),
        fillers=words("""
            artikel artikelen deze dit het in meer meest met nieuws op ook van voor
        """),
    ),
    bylines=Bylines(
        by=("door",),
        label=("geplaatst",),
        fill=("op",),
    ),
)
