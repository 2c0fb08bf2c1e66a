"""Arabic. Nobody who speaks it has read this file."""

from language.reading import Asking, Pages, Reading, Replies, words

READING = Reading(
    asking=Asking(
        number=(r"\bكم\b",),
        date=(r"\bمتى\b",),
        person=(r"^\W*من\b",),
        place=(r"\b[أا]ين\b",),
        numerals=(
            r"\b(?:ثلاث|[أا]ربع|خمس|ست|سبع|ثمان|تسع|عشر)[ةي]?\b",
            r"\b(?:اثن(?:ان|ين|تان|تين)|مئة|[أا]لف|آلاف)\b",
            r"\b(?:عشر|ثلاث|[أا]ربع|خمس|ست|سبع|ثمان|تسع)(?:ون|ين)\b",
            r"\b(?:مليون|ملايين|مليار|نصف)\b",
        ),
    ),
    replies=Replies(
        sources=("المصادر", "المصدر"),
        lists=("المصادر",),
    ),
    pages=Pages(
        minutes=("دقائق?", "دقيقة"),
        not_found=("الصفحة غير موجودة",),
        interface=words("""
            إعلان شارك مشاركة تعليق تعليقات اشترك طباعة المزيد اقرأ
        """),
    ),
)
