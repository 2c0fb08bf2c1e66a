"""What must be said about the language of a question and of what is quoted."""

from __future__ import annotations

from language.cldr import language_name
from language.translation import translate


def quoted_in(quoted: str, *, asked: str) -> str:
    """That the quotes are in the article's language, said in the asker's."""
    return translate("Quoted in {language} from the article.", asked, language=language_name(quoted, asked))


def english_only(asked: str) -> str:
    """That only English is read, said in the asker's language."""
    return translate("This library can be searched in English only.", asked)
