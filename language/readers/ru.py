"""Russian."""

from language.reading import Bylines, Pages, Reading, Replies, words

READING = Reading(
    replies=Replies(
        sources=("источник(?:и|а|у|ом)?",),
        lists=("источники",),
        answers=("ответ",),
        joined=("и",),
    ),
    pages=Pages(
        rights=("авторские права",),
        minutes=(r"мин\w*",),
        not_found=(r"страница\s+не\s+найдена",),
        sign_in=("войти",),
        page=("страниц[аы]",),
        of=("из",),
        updated=("обновл",),
        leaving=("отписаться", r"в\s+браузере"),
        interface=words("""
            реклама поделиться комментарии комментарий подписаться подписывайтесь читать читайте
            читаемое распечатать
        """),
        fillers=words("""
            в все далее еще ещё и к материалы на нас новости по подробнее также теме это этой
        """),
    ),
    bylines=Bylines(
        title=("заголовок",),
        outlet=("источник",),
        authors=("автор",),
        published=("дата",),
        by=("автор", "текст"),
        label=("опубликовано",),
    ),
)
