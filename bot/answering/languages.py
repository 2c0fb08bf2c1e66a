"""Which language a question is in, where it can be told, and what must be said about it."""

from __future__ import annotations

import re

from prompts.functionwords import FUNCTION_WORDS
from prompts.sentences import language_of

# So many of a language's own function words tell it; one alone ("die", "no") may be another's word.
ENOUGH = 2

QUOTED = {
    "en": "Quoted in {language} from the article.",
    "ko": "기사의 언어({language})로 인용했습니다.",
    "zh": "以文章的语言（{language}）引用。",
    "es": "Citado en {language}, el idioma del artículo.",
    "de": "Zitiert auf {language}, in der Sprache des Artikels.",
}
ENGLISH_ONLY = {
    "en": "With this embedder I read English only.",
    "ko": "지금 쓰는 임베딩 모델로는 영어만 읽을 수 있습니다.",
    "zh": "当前的嵌入模型只能阅读英文。",
    "es": "Con este modelo de búsqueda solo leo inglés.",
    "de": "Mit diesem Suchmodell lese ich nur Englisch.",
}
NAMES = {
    "en": {"en": "English", "ko": "Korean", "zh": "Chinese", "es": "Spanish", "de": "German"},
    "ko": {"en": "영어", "ko": "한국어", "zh": "중국어", "es": "스페인어", "de": "독일어"},
    "zh": {"en": "英文", "ko": "韩文", "zh": "中文", "es": "西班牙文", "de": "德文"},
    "es": {"en": "inglés", "ko": "coreano", "zh": "chino", "es": "español", "de": "alemán"},
    "de": {"en": "Englisch", "ko": "Koreanisch", "zh": "Chinesisch", "es": "Spanisch", "de": "Deutsch"},
}


def asked_language(question: str) -> str | None:
    """ISO 639-1, by script and function words; None where too little tells."""
    found = language_of(question)
    if found != "en":
        return found
    words = re.findall(r"[^\W\d_]+", question.casefold())
    counts = {code: sum(word in known for word in words) for code, known in FUNCTION_WORDS.items()}
    best = max(counts, key=lambda code: counts[code])
    return best if counts[best] >= ENOUGH else None


def quoted_in(question: str, language: str) -> str:
    """That the quotes are in the article's language, said in the asker's."""
    asked = asked_language(question) or "en"
    names = NAMES.get(asked, NAMES["en"])
    return QUOTED.get(asked, QUOTED["en"]).format(language=names.get(language, language))


def english_only(question: str) -> str:
    """That only English is read, said in the asker's language."""
    return ENGLISH_ONLY.get(asked_language(question) or "en", ENGLISH_ONLY["en"])
