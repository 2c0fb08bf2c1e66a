"""Polish."""

from language.reading import Bylines, Pages, Reading

READING = Reading(
    pages=Pages(
        page=("strona",),
        of=("z",),
        replies=("odp",),
        leaving=("wypisz", r"anuluj\s+subskrypcję", r"w\s+przeglądarce"),
    ),
    bylines=Bylines(
        title=("tytuł",),
        outlet=("źródło",),
        written=("tekst",),
        by=("przez", "od"),
        label=("opublikowano",),
    ),
)
