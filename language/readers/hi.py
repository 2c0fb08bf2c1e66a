"""Hindi. Nobody who speaks it has read this file."""

from language.reading import Asking, Reading, Replies

READING = Reading(
    asking=Asking(
        number=(r"(?<!\S)कितन[ाेी]",),
        date=(r"(?<!\S)कब(?=[\s?।]|$)",),
        person=(r"(?<!\S)कौन(?=[\s?।]|$)", r"(?<!\S)किस(?:ने|को|का|की|के)(?=[\s?।]|$)"),
        place=(r"(?<!\S)कह(?:ाँ|ां)",),
        numerals=(
            r"(?<!\S)(?:दो|तीन|चार|पाँच|पांच|छह|सात|आठ|नौ|दस|बारह|पंद्रह|बीस|तीस|चालीस|पचास|सौ|हज़ार|हजार|लाख|करोड़|आधा)(?=[\s,।]|$)",
        ),
    ),
    replies=Replies(
        sources=("स्रोत",),
        lists=("स्रोत",),
    ),
)
