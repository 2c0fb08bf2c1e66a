"""Pages that are no article, judged by several signs together: an article may be about cookies, passwords or a page
that was not found. A long text is never a shell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.cleaning import is_prose
from ingest.frames import asks_for_consent, frame_of, signs_of_article
from ingest.pagedata import PageData
from language.reading import one_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# Characters of text. Consent and login pages run to some hundred.
_SHORT = 1_500
_VERY_SHORT = 350
# Words of a headline beside those that say "not found".
_MORE = 3

_NOT_FOUND = one_of(lambda one: one.pages.not_found, words=False)
_CONSENT = one_of(lambda one: one.pages.consent, words=False)
_SIGN_IN = one_of(lambda one: one.pages.sign_in, words=False)
_NO_SCRIPT = one_of(lambda one: one.pages.no_script, words=False)
_ROBOT_CHECK = one_of(lambda one: one.pages.robots, words=False)
_KEPT_OUT = one_of(lambda one: one.pages.kept_out, words=False)
_MAINTENANCE = one_of(lambda one: one.pages.maintenance, words=False)
_SITE = one_of(lambda one: one.pages.site, words=False)


def shell_of(tree: HtmlElement, data: PageData, text: str) -> str | None:
    """Why the page is no article, None when it may be one. `tree` is what a reader sees, `text` the article's."""
    size = len(text.strip())
    if size > _SHORT:
        return None
    title = " ".join(filter(None, (data.heading, _title(tree))))
    seen = " ".join(tree.text_content().split())[:4_000]
    around = frame_of(tree, text)
    signs = signs_of_article(around, data)
    # A headline that says more than that something was not found is one about it.
    says_more = _words_beside(_NOT_FOUND, data.heading or title) >= _MORE
    is_one = signs >= (2 if says_more else 3)
    if _NOT_FOUND.search(title) and not is_one and (size <= _VERY_SHORT or signs < 2):
        return "a page that says it was not found"
    if tree.xpath("//input[@type='password']") and (size <= _VERY_SHORT or _SIGN_IN.search(title)):
        return "a login page"
    if asks_for_consent(around) and len(_CONSENT.findall(text)) >= max(2, len(text.split()) // 20):
        return "a consent wall"
    if data.is_article and size > _VERY_SHORT:
        return None
    words = len(seen.split()) or 1
    many = len(_CONSENT.findall(seen)) >= max(3, words // 40)
    if many and signs < 2 and (_CONSENT.search(text) or size <= _VERY_SHORT):
        return "a consent wall"
    if size <= _VERY_SHORT and not is_one:
        if _ROBOT_CHECK.search(title) or _ROBOT_CHECK.search(seen):
            return "a check for robots"
        if _KEPT_OUT.search(title) or _KEPT_OUT.search(text):
            return "a page for readers who are kept out"
        if not data.is_article and _MAINTENANCE.search(f"{title} {text}") and _SITE.search(text):
            return "a page of a site under maintenance"
        if _NO_SCRIPT.search(seen):
            return "an empty shell: its text needs a browser's scripts"
        if _NOT_FOUND.search(text):
            return "a page that says it was not found"
        if _SIGN_IN.search(title):
            return "a login page"
    if size <= _VERY_SHORT and not any(is_prose(line.strip()) for line in text.splitlines()):
        return "a page without article text"
    return None


def _words_beside(found: re.Pattern[str], title: str) -> int:
    """How many words a title has beside those that a pattern finds; of scripts without spaces, by two letters."""
    rest = re.sub(r"\d+", " ", found.sub(" ", title))
    return sum(max(1, len(word) // 2) if ord(word[0]) > 0x2E80 else len(word) > 2 for word in re.findall(r"\w+", rest))


def _title(tree: HtmlElement) -> str:
    return " ".join(str(one) for one in tree.xpath("//head/title/text()"))
