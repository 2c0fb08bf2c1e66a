"""The sentences that the code tells people, found by Babel, and the catalogues brought to them.

`python -m language.extraction` (`make messages`) writes them: new sentences are added without a translation, those
that the code no longer tells are taken out. `tests/test_translation.py` fails until both are equal.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from language.cldr import language_name
from language.pack import CODES, FALLBACK
from language.translation import FOLDER, catalogue_of

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

ROOT = Path(__file__).parent.parent
PACKAGES = ("bot", "evals", "ingest", "language", "prompts", "vectorstore")
# Babel's form: the arguments that are sentences, counted from 1; two of them are singular and plural. `_` marks the
# descriptions of Discord's commands.
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "translate": None, "translatable": None, "translate_count": (1, 2), "_": None,
}  # fmt: skip
_CALL = re.compile(rf"\b(?:{'|'.join(KEYWORDS)})\(".encode())
UNREVIEWED = "Nobody who speaks this language has read these sentences yet."


def told_sentences() -> Iterator[tuple[str, str | tuple[str, ...]]]:
    """(file, sentence or its singular and plural) of each sentence in the code, in the order of the files."""
    from babel.messages.extract import extract

    for path in sorted(file for package in PACKAGES for file in (ROOT / package).rglob("*.py")):
        if path.parent == FOLDER.parent or not _CALL.search(path.read_bytes()):
            continue
        with path.open("rb") as file:
            for _, sentence, _, _ in extract("python", file, keywords=KEYWORDS):
                yield path.relative_to(ROOT).as_posix(), sentence


def template() -> Catalog:
    """A catalogue of every sentence in the code, without translations."""
    from babel.messages.catalog import Catalog

    made = Catalog(project="Dateline", charset="utf-8", fuzzy=False)
    for name, sentence in told_sentences():
        made.add(sentence, locations=[(name, 0)])
    return made


def update(code: str, wanted: Catalog) -> None:
    """Brings a language's catalogue to the sentences of the code, and begins one that is missing."""
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import write_po

    path = FOLDER / f"{code}.po"
    head = f"# Sentences that Dateline tells people, in {language_name(code, FALLBACK)}.\n# {UNREVIEWED}"
    catalogue = catalogue_of(code) if path.exists() else Catalog(locale=code, header_comment=head, fuzzy=False)
    catalogue.update(wanted, update_creation_date=False)
    catalogue.obsolete.clear()
    catalogue.project, catalogue.version = "Dateline", ""
    catalogue.msgid_bugs_address = catalogue.last_translator = catalogue.language_team = ""
    with path.open("wb") as file:
        write_po(file, catalogue, width=0, sort_output=True, include_lineno=False)


def main() -> None:
    """Brings every catalogue to the code."""
    wanted = template()
    for code in CODES:
        if code != FALLBACK:
            update(code, wanted)


if __name__ == "__main__":
    main()
