"""Words that ask and join but say nothing of a subject, by language; and what peoples are called.

Only the function words of a question's own language are left out of it (and English ones): German "die"
and "war" are English nouns and verbs.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FUNCTION_WORDS = {
    "en": _words(
        """
        a about after again all also an and any are as at be because been before being between both but by
        can could did do does doing during each few for from further had has have having he her here hers
        him his how i if in into is it its just me more most my no nor not now of off on once only or other
        our out over own same she should so some such than that the their them then there these they this
        those through to too under until up us very was we were what when where which while who whom whose
        why will with would you your many much tell say said says long often latest newest recent recently
        news happen happened name called come came comes go goes went get gets got give given take took
        taken make made am
        """
    ),
    "es": _words(
        """
        el la los las un una unos unas de del al a ante con contra desde en entre hacia hasta para por según
        sin sobre y o u e que qué quien quién quiénes cual cuál cuáles cuando cuándo donde dónde como cómo
        cuanto cuánto cuántos cuántas cuánta es son fue fueron era eran ser está están se su sus lo le les
        no más muy ya ha han había
        """
    ),
    "de": _words(
        """
        der die das den dem des ein eine einer eines einem einen und oder aber wer wen wem wessen was wann
        wo wohin woher warum wieso wie viele viel welche welcher welches welchen welchem ist sind war waren
        wird werden wurde wurden hat haben hatte hatten im in am an auf aus bei mit nach von vom vor zu zum
        zur über unter um für durch nicht auch als es er sie ich wir ihr sich so nur noch dass daß seit bis
        """
    ),
    "fr": _words(
        """
        le les du une est sont était qui quoi quel quelle quels quelles où quand comment pourquoi combien et
        ou dans sur par pour avec sans ce cette ces il elle ils elles ne pas plus
        """
    ),
}

# Single characters and bigrams of Chinese, Japanese and Korean.
FUNCTION_BIGRAMS = _words(
    """
    누가 누구 언제 어디 무엇 뭐 어떤 어느 왜 몇 얼마 인가 니까 하는 했나 나요 했습 까요 는가 된 것은 것을 무슨 谁
    什么 什麼 哪 哪里 哪裡 哪个 哪個 何时 何時 时候 怎么 怎麼 怎样 为什 多少 几 的 了 是 在 和 与 吗 呢 是谁
    是什 谁是 的是 了什 は が を に の と で も か だれ 誰 いつ どこ なに 何 ます した です すか でし たか
    """
)

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
