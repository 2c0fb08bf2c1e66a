"""Swedish."""

from language.reading import Bylines, Pages, Reading, Replies

READING = Reading(
    replies=Replies(
        sources=("k[äa]ll[ao]r?",),
        according=("enligt",),
        lists=("källor",),
        answers=("svar",),
    ),
    pages=Pages(
        page=("sida",),
        of=("av",),
        replies=("sv", "vs"),
        leaving=("avregistrera", "avprenumerera", r"i\s+(?:din\s+|webbläsaren)"),
    ),
    bylines=Bylines(
        authors=("författare",),
        by=("av",),
        label=("publicerad",),
        at=(r"\bkl\.?",),
    ),
)
