"""What must be said about the language of a question and of what is quoted."""

from __future__ import annotations

from language.pack import FALLBACK

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


def quoted_in(quoted: str, *, asked: str) -> str:
    """That the quotes are in the article's language, said in the asker's."""
    spoken = asked if asked in QUOTED else FALLBACK
    return QUOTED[spoken].format(language=NAMES[spoken].get(quoted, quoted))


def english_only(asked: str) -> str:
    """That only English is read, said in the asker's language."""
    return ENGLISH_ONLY.get(asked, ENGLISH_ONLY[FALLBACK])
