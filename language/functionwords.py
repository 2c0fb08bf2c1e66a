"""Words that ask and join but say nothing of a subject, by language; and what peoples are called.

Only the function words of a question's own language are left out of it (and English ones): German "die"
and "war" are English nouns and verbs.
"""

from __future__ import annotations

from language.folding import fold
from language.pack import packs
from language.stopwords import BY_CODE

# Of languages without a pack, those that the full text leaves out.
FUNCTION_WORDS = BY_CODE | {
    pack.code: frozenset(map(fold, pack.function_words)) for pack in packs() if pack.code not in ("ko", "zh", "ja")
}

# Single characters and pairs of Chinese, Japanese and Korean.
FUNCTION_BIGRAMS = frozenset().union(*(pack.function_words for pack in packs() if pack.code in ("ko", "zh", "ja")))

# A people, its language and its country are one term: "the American delegation" is the U.S. one.
_PEOPLES = """
    usa american americans
    china chinese
    britain british uk
    france french
    germany german germans
    russia russian russians
    japan japanese
    korea korean koreans
    india indian indians
    ukraine ukrainian ukrainians
    canada canadian canadians
    mexico mexican mexicans
    australia australian australians
    spain spanish
    italy italian italians
    israel israeli israelis
    palestine palestinian palestinians
    iran iranian iranians
    iraq iraqi iraqis
    turkey turkish
    brazil brazilian brazilians
    poland polish
    thailand thai
    taiwan taiwanese
    afghanistan afghan afghans
    sweden swedish
    finland finnish
    ireland irish
    scotland scottish
    europe european europeans
    africa african africans
"""
COUNTRIES = {name: line.split()[0] for line in _PEOPLES.strip().splitlines() for name in line.split()}
