"""Pages that are no article, judged by several signs together: an article may be about cookies, passwords or a page
that was not found. A long text is never a shell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.cleaning import is_prose
from ingest.frames import asks_for_consent, frame_of, signs_of_article
from ingest.pagedata import PageData

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# Characters of text. Consent and login pages run to some hundred.
_SHORT = 1_500
_VERY_SHORT = 350
# Words of a headline beside those that say "not found".
_MORE = 3

_NOT_FOUND = re.compile(
    r"\b404\b|\b410\b|not\s+found|no\s+longer\s+(?:exists|available)|(?:doesn.t|does\s+not)\s+exist"
    r"|(?:page|article|story|content|link)\s+(?:you\s+\w+\s+\w+\s+for\s+)?(?:is|was|can|could)(?:\s+not"
    r"|n.t)\s+(?:be\s+)?(?:found|available)"
    r"|seite\s+nicht\s+gefunden|nicht\s+(?:mehr\s+)?verfügbar|page\s+(?:introuvable|non\s+trouvée)"
    r"|página\s+no\s+(?:encontrada|existe|disponible)|página\s+não\s+encontrada|pagina\s+non\s+trovata"
    r"|찾을\s*수\s*없|존재하지\s*않는|页面不存在|頁面不存在|找不到|无法找到|ページが見つかりません|страница\s+не\s+найдена"
    r"|الصفحة غير موجودة",
    re.I,
)
_CONSENT = re.compile(
    r"cookies?\b|consent|\bgdpr\b|privacy\s+(?:choices|settings|policy|options|cent(?:re|er))|your\s+privacy"
    r"|legitimate\s+interest|our\s+(?:[\d.,]+\s+)?partners|vendors|(?:accept|reject)\s+all"
    r"|einwillig|zustimm|datenschutz|akzeptieren|consentement|accepter|confidentialité|aceptar"
    r"|consentimiento|privacidad"
    r"|쿠키|개인정보|동의|同意|隐私|隱私|プライバシー|クッキー",
    re.I,
)
_SIGN_IN = re.compile(
    r"\b(?:sign|log)\s?(?:in|on)\b|\bregister\b|create\s+(?:an\s+)?account|forgot\s+(?:your\s+)?password"
    r"|anmelden|einloggen|registrieren"
    r"|se\s+connecter|connexion|iniciar\s+sesión|entrar|로그인|登录|登入|ログイン|войти",
    re.I,
)
_NO_SCRIPT = re.compile(
    r"(?:enable|requires?|turn\s+on|activate|without)\W+javascript"
    r"|javascript\W+(?:is\W+|to\W+be\W+)?(?:disabled|required|enabled|off)"
    r"|you\s+need\s+to\s+enable\s+javascript|aktivieren\s+sie\s+javascript|javascript.{0,20}(?:aktivieren|활성화|启用|有効)"
    r"|(?:supported|unsupported|outdated)\s+browser",
    re.I,
)
_ROBOT_CHECK = re.compile(
    r"checking\s+(?:if\s+the\s+site|your\s+browser)|just\s+a\s+moment|are\s+you\s+a\s+(?:human|robot)"
    r"|not\s+a\s+robot|verify\s+(?:that\s+)?you\s+are"
    r"|captcha|unusual\s+traffic|access\s+denied|request\s+(?:was\s+)?blocked|security\s+check",
    re.I,
)
_KEPT_OUT = re.compile(
    r"451\W+unavailable|(?:error|http)\s+451|unavailable\s+(?:due\s+to|for)\s+legal\s+reasons|access\s+can\s?not\s+be\s+granted"
    r"|(?:not|un)\s?available\s+in\s+your\s+(?:country|region|location)|outside\s+of\s+your\s+region",
    re.I,
)
_MAINTENANCE = re.compile(
    r"(?:scheduled|routine|under(?:going)?|down\s+for)\s+(?:\w+\s+)?maintenance"
    r"|(?:we.ll|will)\s+be\s+(?:right\s+)?back\s+(?:soon|shortly)|site\s+is\s+(?:currently\s+|temporarily\s+)?(?:down|unavailable)"
    r"|wartungsarbeiten|en\s+mantenimiento|en\s+cours\s+de\s+maintenance|점검\s*중|维护中|維護中|メンテナンス中",
    re.I,
)
_SITE = re.compile(r"\b(?:web)?site\b|\bseite\b|\bsitio\b|사이트|网站|網站|サイト", re.I)


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
