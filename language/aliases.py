"""What one place, body or people is also called: in short, spelled out, in other languages, with other letters.

Places come from Unicode's CLDR by Babel: countries, and the cities that time zones are named after, in the languages
of `LOCALES`. Bodies, older names of places and peoples stand below, a line for each thing. All forms are folded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from babel import Locale

from language.folding import fold

LOCALES = ("en", "es", "de", "fr", "ko", "zh", "ja", "ru", "ar", "hi", "pt", "it")

_SAME = """
    usa | us | united states | united states of america | america | american | americans | 미국 | 美国 | 米国 | アメリカ
    uk | united kingdom | britain | great britain | british | england
    eu | european union | 유럽연합 | 欧盟 | 欧州連合
    un | united nations | uno | 유엔 | 联合国 | 国連
    fed | federal reserve | us central bank | 연준 | 美联储 | 連邦準備制度理事会
    ecb | european central bank | ezb | bce
    who | world health organization | oms | 세계보건기구 | 世界卫生组织 | 世卫组织
    imf | international monetary fund | fmi | iwf
    opec | organization of the petroleum exporting countries
    nato | north atlantic treaty organization | otan
    scotus | supreme court of the united states | us supreme court
    potus | president of the united states | us president
    gop | republican party | republicans
    nhs | national health service
    drc | dr congo | democratic republic of the congo | congo kinshasa
    car | central african republic
    uae | united arab emirates | emirates | emirati
    prc | people s republic of china | china | chinese
    dprk | north korea | north korean
    rok | south korea | south korean | korea | korean
    netherlands | the netherlands | holland | dutch | niederlande | paises bajos | pays bas
    czechia | czech republic | czech
    turkey | turkiye | turkish
    myanmar | burma | burmese
    ivory coast | cote d ivoire | elfenbeinkuste | ivorian
    cape verde | cabo verde
    eswatini | swaziland
    timor leste | east timor
    north macedonia | macedonia
    vatican | holy see | vatican city
    beijing | peking | pekin | 베이징 | 北京
    kyiv | kiev | kiew
    kharkiv | kharkov
    odesa | odessa
    mumbai | bombay
    kolkata | calcutta
    chennai | madras
    bengaluru | bangalore
    yangon | rangoon
    ho chi minh city | saigon
    guangzhou | canton
    munich | munchen | muenchen | monaco di baviera
    cologne | koln | koeln
    nuremberg | nurnberg
    geneva | geneve | genf | ginebra
    zurich | zuerich
    milan | milano | mailand
    florence | firenze | florenz | florencia
    naples | napoli | neapel | napoles
    turin | torino
    venice | venezia | venedig | venecia
    seville | sevilla
    the hague | den haag
    antwerp | antwerpen | anvers
    gothenburg | goteborg
    saint petersburg | st petersburg | санкт петербург
    new york | new york city | nyc | nueva york
    los angeles | la
    washington dc | washington | dc
    denmark | danish | danes
    norway | norwegian | norwegians
    switzerland | swiss
    portugal | portuguese
    greece | greek | greeks
    hungary | hungarian | hungarians
    romania | romanian | romanians
    philippines | philippine | filipino | filipinos
    peru | peruvian | peruvians
    wales | welsh
    egypt | egyptian | egyptians
    pakistan | pakistani | pakistanis
    vietnam | vietnamese
    argentina | argentine | argentinian
    saudi arabia | saudi | saudis
    syria | syrian | syrians
    lebanon | lebanese
"""
_IN_BRACKETS = re.compile(r"\s*\(([^)]*)\)")
# Not "\w": vowel signs of Hindi are no letters to it.
_BETWEEN = re.compile(
    r"[\s!-/:-@\[-`{-~\u00a1-\u00bf\u2010-\u205e\u0964\u060c\u061b\u061f\u3000-\u303f\u30fb\uff00-\uff20]+"
)
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_CITY = re.compile(r"(?:Africa|America|Asia|Atlantic|Australia|Europe|Indian|Pacific)/(?:\w+/)?(\w+)$")


def plain(text: str) -> str:
    """Folded words with one space between, as forms are compared."""
    return " ".join(filter(None, _BETWEEN.split(fold(text))))


def called(name: str) -> frozenset[str]:
    """All that a named thing is called, each as `plain` gives it; only the name itself where it is not known."""
    form = plain(name)
    return _forms().get(form) or frozenset({form})


def is_known(name: str) -> bool:
    """Whether other forms of a name are known, so that its absence from a text in another language tells something."""
    return plain(name) in _forms()


def known_in(text: str) -> list[str]:
    """The known places and bodies that stand in a text written without spaces or capitals, the longest first."""
    folded = fold(text)
    found: list[str] = []
    for form in _unspaced():
        if form in folded:
            found.append(form)
            folded = folded.replace(form, " ")
    return found


def stands_in(form: str, words: str) -> bool:
    """Whether a form stands in a text that `plain` made; one of a script without spaces stands inside a run."""
    return form in words if is_unspaced(form) else f" {form} " in f" {words} "


def is_unspaced(form: str) -> bool:
    return _UNSPACED.match(form) is not None


@cache
def _forms() -> dict[str, frozenset[str]]:
    """Each form of a thing, and all its forms."""
    things = [{plain(form) for form in line.split("|")} for line in _SAME.strip().splitlines()]
    by_form = {form: thing for thing in things for form in thing}
    for names in _places():
        forms = {form for name in names for form in _variants(name)} - {""}
        thing = next((by_form[form] for form in forms if form in by_form), None)
        if thing is None:
            thing = set()
        thing |= forms
        by_form.update((form, thing) for form in forms if form not in by_form)
    return {form: frozenset(thing) for form, thing in by_form.items()}


def _variants(name: str) -> Iterable[str]:
    """ "Myanmar (Burma)" is both."""
    yield plain(_IN_BRACKETS.sub("", name))
    for other in _IN_BRACKETS.findall(name):
        yield plain(other)


def _places() -> Iterable[set[str]]:
    """What countries and cities are called in all locales."""
    names: dict[str, set[str]] = {}
    for code in LOCALES:
        locale = Locale(code)
        for territory, name in locale.territories.items():
            if len(territory) == 2 and territory not in ("ZZ", "XA", "XB", "QO"):
                names.setdefault(territory, set()).add(name)
        for zone, told in locale.time_zones.items():
            city = _CITY.match(zone)
            if city:
                names.setdefault(zone, {city[1].replace("_", " ")}).add(told.get("city") or city[1].replace("_", " "))
    return names.values()


@cache
def _unspaced() -> tuple[str, ...]:
    return tuple(sorted((form for form in _forms() if is_unspaced(form) and len(form) > 1), key=len, reverse=True))


_SOUNDS = (
    ("tsch", "c"), ("tch", "c"), ("sch", "s"), ("ch", "c"), ("sh", "s"), ("ph", "f"), ("ck", "k"), ("kh", "k"),
    ("gh", "g"), ("dh", "d"), ("th", "t"), ("tz", "s"), ("ts", "s"), ("z", "s"), ("ue", "u"), ("oe", "o"), ("ae", "a"),
    ("ou", "u"), ("oo", "u"), ("ee", "i"), ("q", "k"), ("w", "v"), ("y", "i"), ("j", "i"),
)  # fmt: skip


@lru_cache(maxsize=16_384)
def sound(word: str) -> str:
    """How a folded name in Latin letters sounds, so that its spellings in several languages are one: "selenski" for
    Zelensky, Zelenskyy and Selenskyj. The word itself where it is short, since short names would become each other."""
    if len(word) < 5 or not word.isascii():
        return word
    for letters, one in _SOUNDS:
        word = word.replace(letters, one)
    return re.sub(r"(.)\1+", r"\1", word)
