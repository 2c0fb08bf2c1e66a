"""The words for time in five languages, as data: numbers, units, months, weekdays and the patterns that hold them.

A pattern is `(kind, regular expression)`. `{n}`, `{unit}`, `{month}` and `{weekday}` stand for the language's
words (groups `n`, `unit`, `month`, `weekday`); a group `date` is what dateparser is to read; groups `y`, `m`, `d`
are figures. Kinds are those of `spotting.Kind`. All are tried without regard to case, unless `(?-i:…)` says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

YEAR = r"(?:19|20)\d\d"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One language's words. The `…_before` patterns end where a time expression begins, `…_after` begin at its end.

    `event` finds "since the summit": its group `event` is "the summit". `compared_…` tell that a time is only
    what something is measured against ("than a year ago").
    """

    code: str
    spaced: bool = True  # words are parted by spaces, so that word borders mean something
    numbers: Mapping[str, int]
    units: Mapping[str, str]
    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    patterns: tuple[tuple[str, str], ...]
    since_before: str = r"(?!)"
    since_after: str = r"(?!)"
    until_before: str = r"(?!)"
    until_after: str = r"(?!)"
    before_before: str = r"(?!)"
    before_after: str = r"(?!)"
    compared_before: str = r"(?!)"
    compared_after: str = r"(?!)"
    event: str = r"(?!)"


def _index(*groups: str, start: int = 1) -> dict[str, int]:
    """Each word of the n-th group gives n."""
    return {word: number for number, group in enumerate(groups, start) for word in group.split()}


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _units(*, hour: str, day: str, week: str, month: str, year: str) -> dict[str, str]:
    named = {"hour": hour, "day": day, "week": week, "month": month, "year": year}
    return {word: unit for unit, words in named.items() for word in words.split()}


# Names of months that are other words too, or people's names: only with a capital letter.
_EN_CAPITAL = "May|March|Mar\\.?|August|Aug\\.?|April|Apr\\.?|June|Jun\\.?"
_EN_ANY = (
    "january|jan\\.?|february|feb\\.?|july|jul\\.?|september|sept?\\.?|october|oct\\.?|november|"
    "nov\\.?|december|dec\\.?"
)
_EN_MONTH = rf"(?:(?-i:{_EN_CAPITAL})|{_EN_ANY})(?:\b|(?<=\.))"
_EN_DAY = r"\d{1,2}(?:st|nd|rd|th)?\b"
_EN_NEAR = (
    r"(?:in|since|during|until|till|before|after|last|this past|past|early|late|mid|mid-|throughout|"
    r"(?:beginning|start|middle|end) of)"
)
_EN_FUNCTION = (
    "in|at|about|of|and|with|by|for|from|to|between|when|was|were|is|did|that|on|over|during|after|before|who"
)
_NOT_A_NAME = r"(?! (?-i:[A-Z]))"

ENGLISH = Words(
    code="en",
    numbers={
        "a": 1,
        "an": 1,
        "one": 1,
        "two": 2,
        "couple of": 2,
        "a couple of": 2,
        "three": 3,
        "four": 4,
        "five": 5,
        "few": 5,
        "a few": 5,
        "several": 5,
        "six": 6,
        "seven": 7,
        "eight": 8,
        "nine": 9,
        "ten": 10,
        "eleven": 11,
        "twelve": 12,
        "fourteen": 14,
        "twenty": 20,
        "thirty": 30,
        "ninety": 90,
    },
    units=_units(hour="hour hours", day="day days", week="week weeks", month="month months", year="year years"),
    months=_index(
        "january jan",
        "february feb",
        "march mar",
        "april apr",
        "may",
        "june jun",
        "july jul",
        "august aug",
        "september sept sep",
        "october oct",
        "november nov",
        "december dec",
    ),
    weekdays=_index("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", start=0),
    patterns=(
        ("today", r"\b(?:today|tonight|this (?:morning|afternoon|evening))\b"),
        ("yesterday", r"\b(?:yesterday|last night)\b"),
        ("two days ago", r"\bthe day before yesterday\b"),
        ("this week", r"\bthis week\b"),
        ("last week", r"\b(?:last|the previous) week\b(?! of)"),
        ("weekend", r"\b(?:this|last|over the|at the|the past) weekend\b"),
        ("this month", r"\b(?:this|the current) month\b"),
        ("last month", r"\b(?:last|the previous) month\b(?! of)"),
        ("this year", r"\b(?:this|the current) year\b"),
        ("last year", r"\b(?:last|the previous) year\b(?! of)"),
        (
            "past",
            r"\b(?:in|over|during|within|for|of) (?:the (?:past|last)|past) (?:{n} )?{unit}\b|\b(?:past|"
            r"last) {n} {unit}\b|\bpast {unit}\b",
        ),
        ("ago", r"\b{n} {unit} (?:ago|earlier)\b"),
        ("date", rf"\b(?P<date>{_EN_DAY}(?: of)? {_EN_MONTH}(?:,? {YEAR}\b)?)"),
        ("date", rf"\b(?P<date>{_EN_MONTH} {_EN_DAY},? {YEAR}\b)"),
        ("date", rf"(?<!\bthe )\b(?P<date>{_EN_MONTH} {_EN_DAY})"),  # "the January 6 committee" is a name
        ("date", rf"\b(?P<date>{_EN_MONTH},? (?:of )?{YEAR})\b"),
        ("date", rf"\b{_EN_NEAR} ?(?P<date>{_EN_MONTH})(?! ?\d){_NOT_A_NAME}"),
        ("date", r"\b(?:in|since) (?P<date>(?-i:may|march|august|april|june))(?=\W*$)"),
        ("years", rf"\b(?:between|from) (?P<y>{YEAR}) (?:and|to|through|until|till) (?P<y2>{YEAR})\b"),
        (
            "year",
            rf"\b(?:in|since|during|until|till|before|after|of|early|late|mid|throughout|"
            rf"year)[ -](?P<y>{YEAR})\b(?![,.%-]\d|s\b)",
        ),
        (
            "day of month",
            rf"\b(?:on|by|since|until|before|after|{{weekday}},?) the (?P<d>\d{{1,2}})(?:st|nd|rd|th)\b(?=\W*$|[,.;:?!]"
            rf"| (?:{_EN_FUNCTION})\b)(?! of {_EN_MONTH})",
        ),
        ("last weekday", r"\b(?:last|this past|the previous) {weekday}\b"),
        ("weekday", rf"\b{{weekday}}\b(?!s\b|-){_NOT_A_NAME}"),
        ("recent", r"\b(?:recently|lately|recent|in recent (?:hours|days|weeks|months)|these days)\b"),
        ("current", r"\b(?:right now|currently|at the moment|at present|as of now|nowadays|(?:the|’s|'s) current)\b"),
        (
            "newest",
            r"\b(?:latest|newest|most recent(?:ly)?|up to date|so far|to date|until now|up to now|"
            r"what(?:['’]s| is) new)\b",
        ),
        (
            "future",
            r"\b(?:tomorrow|(?:later|end of) (?:this|last) (?:week|month|year)|(?:next|the coming|"
            r"the following|upcoming) (?:{n} )?(?:{weekday}|{month}|{unit}))\b",
        ),
    ),
    since_before=r"\b(?:since|after|starting)(?: the| early| late)? ?$",
    until_before=r"\b(?:until|till|by|up to)(?: the| early| late)? ?$",
    before_before=r"\b(?:before|prior to)(?: the| early| late)? ?$",
    compared_before=r"\b(?:than|compared (?:to|with)|versus|vs\.?|from|up on)(?: what it was)?(?: the| in)? ?$",
    event=(
        r"\bsince (?P<event>(?!then\b|when\b|long\b|that time\b)[^,.;:?!]{2,80}?)(?= (?:what|who|whom|"
        r"which|how|where|why|has|have|had|did|does|do|is|are)\b|[,.;:?!]|$)"
    ),
)

KOREAN = Words(
    code="ko",
    spaced=False,
    numbers={
        "한": 1, "하루": 1, "일": 1, "두": 2, "이틀": 2, "세": 3, "사흘": 3, "삼": 3, "네": 4, "나흘": 4, "다섯": 5,
        "닷새": 5, "몇": 5,
        "여섯": 6, "엿새": 6, "일곱": 7, "이레": 7,
        "여덟": 8, "아홉": 9, "열": 10, "열흘": 10, "보름": 15,
    },
    units=_units(hour="시간", day="일 날", week="주일 주", month="개월 달", year="년 해"),
    months={},
    weekdays=_index("월요일", "화요일", "수요일", "목요일", "금요일", "토요일", "일요일", start=0),
    patterns=(
        ("today", r"오늘(?!날)|금일|오늘\s?(?:아침|밤)"),
        ("yesterday", r"(?<!엊)어제|어젯밤"),
        ("two days ago", r"그저께|그제|엊그제"),
        ("this week", r"이번\s?주(?!말|일|년)|금주(?!의)"),
        ("last week", r"(?:지난|저번)\s?주(?!말|일|년)"),
        ("weekend", r"(?:(?:지난|이번|저번)\s?)?주말"),
        ("this month", r"이번\s?달|이달"),
        ("last month", r"(?:지난|저번)\s?달"),
        ("this year", r"올해|금년"),
        ("last year", r"작년|지난해"),
        ("past", r"(?:지난|최근|과거)\s?{n}\s?{unit}(?:간|\s?동안|\s?사이)?"),
        ("past days", r"(?:지난|최근|과거)\s?(?P<n>하루|이틀|사흘|나흘|닷새|엿새|열흘|보름)(?:간|\s?동안|\s?사이)?"),
        ("ago", r"{n}\s?{unit}\s?전(?![체쟁국기력문망화])"),
        ("days ago", r"(?P<n>하루|이틀|사흘|나흘|닷새|엿새|열흘|보름)\s?전(?![체쟁국기력문망화])"),
        ("figures", rf"(?:(?P<y>{YEAR})년\s?)?(?<!\d)(?P<m>\d{{1,2}})월\s?(?P<d>\d{{1,2}})일"),
        ("figures", rf"(?:(?P<y>{YEAR})년\s?)?(?<!\d)(?P<m>\d{{1,2}})월(?!\s?\d{{1,2}}일)"),
        ("year", rf"(?<!\d)(?P<y>{YEAR})년(?!\s?\d{{1,2}}월|간|\s?동안|\s?만에|생|대)"),
        ("day of month", r"(?<![\d월.,])(?<!월\s)(?P<d>\d{1,2})일(?=자|날|에(?!서))"),
        ("last weekday", r"지난\s?{weekday}"),
        ("weekday", r"(?:이번\s?)?{weekday}(?!마다)"),
        ("recent", r"최근|요즘|요새|근래"),
        ("current", r"현재|지금"),
        ("newest", r"최신|(?:가장|제일)\s?(?:최근|새로운|최신)|(?:지금|현재|여태|이제)까지"),
        ("future", r"내일|모레|다음\s?(?:주|달|해)|내년|앞으로"),
    ),
    since_after=r"^(?:에|일)?\s?(?:이후|이래|부터)",
    until_after=r"^(?:에|일)?\s?까지",
    before_after=r"^(?:에|일)?\s?이전",
    compared_after=r"^\s?(?:보다|대비|에\s?비해|과\s?비교|와\s?비교)",
    event=r"(?P<event>[^,.?!]{2,60}?)\s?(?:이후|이래)(?:로|에)?(?![가-힣])",
)  # fmt: skip

_ZH_MONTHS = _index("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_ZH_FIGURE = r"\d{1,2}|[一二三四五六七八九十]{1,3}"
_ZH_WEEK = r"(?:[个個])?(?:[周週]|星期|[礼禮]拜)"

CHINESE = Words(
    code="zh",
    spaced=False,
    numbers={**_ZH_MONTHS, "两": 2, "兩": 2, "几": 5, "幾": 5, "数": 5, "數": 5, "半": 0},
    units=_units(
        hour="小时 小時 个小时 個小時", day="天 日", week="周 週 星期 个星期 個星期 礼拜 禮拜",
        month="个月 個月", year="年",
    ),
    months=_ZH_MONTHS,
    weekdays=_index("一", "二", "三", "四", "五", "六", "日 天", start=0),
    patterns=(
        ("today", r"今天|今日(?!头条|頭條)|今早|今晚"),
        ("yesterday", r"昨天|昨日|昨晚"),
        ("two days ago", r"(?<!大)前天"),
        ("this week", rf"(?:本|[这這]一?){_ZH_WEEK}(?![一二三四五六日天末])"),
        ("last week", rf"上一?{_ZH_WEEK}(?![一二三四五六日天末])"),
        ("weekend", r"(?:上|[这這]|本)?(?:[个個])?[周週]末"),
        ("this month", r"本月|[这這](?:[个個])?月"),
        ("last month", r"上(?:[个個])?月"),
        ("this year", r"今年"),
        ("last year", r"去年"),
        ("past", r"(?:[过過]去|最近|近|[这這])的?\s?{n}\s?{unit}(?:[内內里裡]|以?[来來])?"),
        ("ago", r"{n}\s?{unit}[之以]?前"),
        ("figures", rf"(?:(?P<y>{YEAR})\s?年\s?)?(?<!\d)(?P<m>{_ZH_FIGURE})\s?月\s?(?P<d>{_ZH_FIGURE})\s?[日号號]"),
        ("figures", rf"(?:(?P<y>{YEAR})\s?年\s?)?(?<![\d个個])(?P<m>{_ZH_FIGURE})\s?月(?!\s?[\d一二三四五六七八九十])"),
        ("year", rf"(?<!\d)(?P<y>{YEAR})\s?年(?!\s?(?:{_ZH_FIGURE})\s?月|代|[间間])"),
        ("day of month", r"(?<![\d月第])(?P<d>\d{1,2})(?:日|[号號](?![线線楼文球]))(?![内內间間])"),
        ("last weekday", rf"(?P<which>上){_ZH_WEEK}{{weekday}}"),
        ("weekday", rf"(?<![每一二三四五六七八九两兩几幾\d])(?:本|[这這])?{_ZH_WEEK}{{weekday}}(?![次天])"),
        ("recent", r"最近|近期|近日|近[来來]|日前"),
        ("current", r"目前|[现現]在|[当當]前"),
        ("newest", r"最新|迄今|至今|(?:到|截至)?目前[为為]止|截至目前|到[现現]在[为為]止"),
        ("future", rf"明天|[后後]天|下一?(?:{_ZH_WEEK}|(?:[个個])?月)|明年|即[将將]|未[来來]"),
    ),
    since_before=r"(?:自[从從]?|[从從])\s?$",
    since_after=r"^\s?(?:以[来來]|之?[后後](?!天)|起|至今)",
    until_before=r"(?:截至|直到)\s?$",
    until_after=r"^\s?[为為]止",
    before_after=r"^\s?(?:之前|以前|前(?!天))",
    compared_before=r"(?:比|相比|[较較])\s?$",
    compared_after=r"^\s?相比",
    event=r"(?:自[从從]?|[从從])(?P<event>[^，。？！,?!]{2,30}?)(?:以[来來]|之?[后後](?!天)|至今)|(?P<event2>[^，。？！,?!]{2,30}?)以[来來]",
)  # fmt: skip

_ES_MONTHS = _index(
    "enero ene", "febrero feb", "marzo", "abril abr", "mayo", "junio jun", "julio jul", "agosto ago",
    "septiembre setiembre sept", "octubre oct", "noviembre nov", "diciembre dic",
)  # fmt: skip
_ES_FUNCTION = "en|con|a|sobre|y|por(?! ciento)|para|de este|del mes"

SPANISH = Words(
    code="es",
    numbers={
        "un": 1, "una": 1, "uno": 1, "dos": 2, "un par de": 2, "tres": 3, "cuatro": 4, "cinco": 5, "unos": 5, "unas": 5,
        "varios": 5, "varias": 5, "pocos": 5, "seis": 6, "siete": 7, "ocho": 8, "nueve": 9, "diez": 10, "doce": 12,
        "quince": 15, "veinte": 20, "treinta": 30,
    },
    units=_units(hour="hora horas", day="día días dia dias", week="semana semanas", month="mes meses", year="año años"),
    months=_ES_MONTHS,
    weekdays=_index("lunes", "martes", "miércoles miercoles", "jueves", "viernes", "sábado sabado", "domingo", start=0),
    patterns=(
        ("today", r"\bhoy\b(?! en d[ií]a)|\besta (?:mañana|tarde|noche)\b"),
        ("yesterday", r"\b(?:ayer|anoche)\b"),
        ("two days ago", r"\b(?:anteayer|antier|antes de ayer)\b"),
        ("this week", r"\besta semana\b"),
        ("last week", r"\bla (?:pasada semana|semana pasada|semana anterior)\b"),
        ("weekend", r"\b(?:este|el|el pasado) fin de semana(?: pasado)?\b"),
        ("this month", r"\beste mes\b"),
        ("last month", r"\bel (?:mes pasado|pasado mes|mes anterior)\b"),
        ("this year", r"\beste año\b"),
        ("last year", r"\bel (?:año pasado|pasado año|año anterior)\b"),
        (
            "past",
            r"\b(?:[uú]ltim|pasad)[oa]s {n} {unit}\b|\b(?:l[oa]s|en) {n} [uú]ltim[oa]s {unit}\b|\b(?:la|"
            r"el) [uú]ltim[oa] {unit}\b",
        ),
        ("ago", r"\bhace (?:casi |ya )?{n} {unit}\b"),
        ("date", rf"\b(?P<date>\d{{1,2}} de {{month}}(?: del? {YEAR}\b)?)"),
        ("date", rf"\b(?P<date>{{month}} (?:del? )?{YEAR})\b"),
        (
            "date",
            r"\b(?:en|desde|hasta|durante|(?:principios|mediados|finales|fines) de|"
            r"pasado) (?:el mes de )?(?P<date>{month})\b",
        ),
        ("year", rf"\b(?:en|desde|hasta|durante|año|(?:principios|mediados|finales) de) (?P<y>{YEAR})\b(?![,.%-]\d)"),
        ("day of month", rf"\bel (?:d[ií]a )?(?P<d>\d{{1,2}})(?=\W*$|[,;:?!]| (?:{_ES_FUNCTION})\b)(?! de {{month}})"),
        ("last weekday", r"\b(?:el )?(?:pasado {weekday}|{weekday} pasado)\b"),
        ("weekday", r"\b(?:el|este|del) {weekday}\b(?! (?-i:[A-Z])| que viene)"),
        (
            "recent",
            r"\b(?:recientemente|[uú]ltimamente|recientes?|en l[oa]s [uú]ltim[oa]s (?:d[ií]as|semanas|"
            r"meses))\b",
        ),
        ("current", r"\b(?:actualmente|ahora mismo|en este momento|actual)\b"),
        (
            "newest",
            r"\bm[aá]s (?:recientes?|nuev[oa]s?)\b|\b[uú]ltim[oa]s? (?:noticias?|novedad(?:es)?|hora|"
            r"informaci[oó]n|informes?|datos?|cifras?|reportes?)\b|\blo [uú]ltimo\b|\bhasta (?:ahora|"
            r"el momento|la fecha|hoy)\b",
        ),
        (
            "future",
            r"\b(?:(?:pasado )?mañana|(?:la|el) pr[oó]xim[oa] \w+|(?:la|el) {weekday} que viene|"
            r"la semana que viene|el (?:mes|año) que viene)\b",
        ),
    ),
    since_before=r"\b(?:desde|después de|despues de|tras)(?: el| la)? ?$|\bdel? $",
    until_before=r"\bhasta(?: el| la)? ?$",
    before_before=r"\bantes del?(?: el| la)? ?$",
    compared_before=r"\b(?:que|comparado con|frente a|respecto a)(?: el| la)? ?$",
    event=(
        r"\bdesde (?P<event>(?:el|la|los|las|que|su|sus) [^,.;:?!¿]{2,80}?)(?= (?:qué|quién|cuál|"
        r"cuánt\w+|cómo|dónde)\b|[,.;:?!]|$)"
    ),
)  # fmt: skip

_DE_PAST = r"(?:letzte|vergangene|vorige)"

GERMAN = Words(
    code="de",
    numbers={
        "ein": 1, "eine": 1, "einem": 1, "einer": 1, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "paar": 5,
        "ein paar": 5, "wenigen": 5, "einigen": 5, "mehreren": 5, "sechs": 6, "sieben": 7, "acht": 8, "neun": 9,
        "zehn": 10, "zwölf": 12, "vierzehn": 14, "zwanzig": 20, "dreißig": 30,
    },
    units=_units(
        hour="stunde stunden", day="tag tage tagen", week="woche wochen", month="monat monate monaten",
        year="jahr jahre jahren",
    ),
    months=_index(
        "januar jänner jan", "februar feb", "märz", "april", "mai", "juni", "juli", "august aug", "september sept",
        "oktober okt", "november nov", "dezember dez",
    ),
    weekdays=_index("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag sonnabend", "sonntag", start=0),
    patterns=(
        ("today", r"\bheute\b(?!-| Journal)(?: (?:Morgen|früh|Nacht|Abend|Vormittag|Nachmittag)\b)?"),
        ("yesterday", r"\bgestern\b(?: (?:Morgen|Abend|Nacht)\b)?"),
        ("two days ago", r"\bvorgestern\b"),
        ("this week", r"\bdiese[rn]? Woche\b"),
        ("last week", rf"\b{_DE_PAST}[rn]? Woche\b"),
        ("weekend", rf"\b(?:am|dieses|an diesem|{_DE_PAST}[sn]) Wochenende\b"),
        ("this month", r"\bdiese[nmrs]? Monats?\b"),
        ("last month", rf"\b{_DE_PAST}[nmrs]? Monats?\b"),
        ("this year", r"\bdiese[sm] Jahr(?:es)?\b|\bheuer\b"),
        ("last year", rf"\b{_DE_PAST}[sn] Jahr(?:es)?\b"),
        ("past", rf"\b{_DE_PAST}n {{n}} {{unit}}\b"),
        ("ago", r"\bvor (?:etwa |rund |fast )?{n} {unit}\b"),
        ("date", rf"\b(?P<date>\d{{1,2}}\. ?{{month}}\b(?: {YEAR}\b)?)"),
        ("date", rf"\b(?P<date>{{month}} {YEAR})\b"),
        ("date", rf"\b(?:im|seit|bis|ab|anfang|mitte|ende|diesen|{_DE_PAST}n) (?P<date>{{month}})\b"),
        ("figures", rf"\b(?P<d>\d{{1,2}})\.\s?(?P<m>\d{{1,2}})\.(?:\s?(?P<y>{YEAR}))?(?!\d)"),
        ("years", rf"\b(?:zwischen|von) (?P<y>{YEAR}) (?:und|bis) (?P<y2>{YEAR})\b"),
        ("year", rf"\b(?:in|jahre?|seit|bis|anfang|mitte|ende|geschah|passierte) (?P<y>{YEAR})\b(?![,.%-]\d)"),
        (
            "day of month",
            r"(?<!\bI )\bam (?P<d>\d{1,2})\.(?! ?\d)(?! ?{month})(?= (?-i:[a-z])|\W*$|,)",
        ),
        ("last weekday", rf"\b{_DE_PAST}n {{weekday}}\b"),
        ("weekday", r"\b(?:am|diesen|vom|seit|bis) {weekday}\b"),
        ("recent", r"\b(?:kürzlich|neulich|jüngst|in letzter Zeit|in den letzten (?:Tagen|Wochen|Monaten))\b"),
        ("current", r"\b(?:derzeit|aktuell(?:e[nrms]?)?|gegenwärtig|momentan|zurzeit|im Moment|jetzt)\b"),
        ("newest", r"\b(?:neue?ste[nrms]?|aktuellste[nrms]?|jüngste[nrms]?|bisher|bislang|bis jetzt|zuletzt)\b"),
        ("future", r"\b(?:morgen|übermorgen|(?:nächste|kommende)[nrms]? \w+)\b"),
    ),
    since_before=r"\b(?:seit|ab|nach)(?: dem| der)? ?$",
    until_before=r"\bbis(?: zum)? ?$",
    before_before=r"\bvor(?: dem)? ?$",
    compared_before=r"\b(?:als|gegenüber|im vergleich zu)(?: dem)? ?$",
    event=(
        r"\bseit (?P<event>(?:dem|der|den|seinem|seiner|ihrem|ihrer) [^,.;:?!]{2,80}?)(?= (?:was|wer|wie|"
        r"wo|warum|hat|haben|ist|sind|wurde|wurden)\b|[,.;:?!]|$)"
    ),
)  # fmt: skip

LANGUAGES = (ENGLISH, KOREAN, CHINESE, SPANISH, GERMAN)
