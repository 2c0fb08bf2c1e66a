"""Arabic."""

from language.reading import Pages, Reading, Replies, words

READING = Reading(
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
