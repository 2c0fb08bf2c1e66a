"""Which language a text is in."""

from __future__ import annotations

from functools import lru_cache
from itertools import islice
from typing import Protocol, cast

# Languages that news is written in. Without the restriction, short English lines are told to be Breton.
LANGUAGES = (
    "af", "ar", "bg", "bn", "ca", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "he", "hi", "hr", "hu",
    "id", "it", "ja", "ko", "lt", "lv", "ms", "nl", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sr", "sv", "sw", "ta",
    "te", "th", "tl", "tr", "uk", "ur", "vi", "zh",
)  # fmt: skip
_ENOUGH = 0.9
_SAMPLE = 2_000
_FEWEST_LETTERS = 12


class _Identifier(Protocol):
    def classify(self, text: str) -> tuple[str, float]: ...


def language_of(text: str) -> str | None:
    """The ISO 639-1 code, None where the text is too short or too mixed to tell."""
    sample = text[:_SAMPLE]
    if sum(1 for _ in islice(filter(str.isalpha, sample), _FEWEST_LETTERS)) < _FEWEST_LETTERS:
        return None
    code, probability = _identifier().classify(sample)
    return str(code) if probability >= _ENOUGH else None


@lru_cache(maxsize=1)
def _identifier() -> _Identifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    # Normalised: the probability then says how sure it is, over the languages that are left.
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(LANGUAGES)
    return cast(_Identifier, identifier)
