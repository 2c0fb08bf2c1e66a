"""Words that carry grammar and not subject: left out of a full-text question, never out of the index.

Listed as `folding.fold` gives them: lower case, without accents and apostrophes. A question is
stripped of the words of one language only, since one's grammar is the other's subject: German "war" is
English "was", English "war" is why people read the news. Chinese, Japanese and Korean need no list: their
terms are pairs of characters, whose rarity bm25 weighs.
"""

from __future__ import annotations

from collections.abc import Iterable

from language.folding import fold

_ENGLISH = """
a about after all also am an and any are as at be because been before being between but by can could d did do does
doing during each for from had has have having he her here hers him his how i if in into is it its itself ll m me my
no nor not of on or our ours over own re s shall she should so some such t than that the their theirs them then there
these they this those through to too under up ve was we were what when where which while who whom whose why will
with would you your yours dont doesnt didnt isnt arent wasnt werent hasnt havent hadnt wont wouldnt cant couldnt
shouldnt im ive youre youve theyre weve whats
"""
_SPANISH = """
a al algo como con cual cuales cuando cuanto de del desde donde durante e el ella ellas ellos en entre era eran es esa
ese eso esta estaba estan estas este esto estos fue fueron ha habia han hasta hay la las le les lo los mas me mi muy no
nos o para pero por porque que quien quienes se ser si sin sobre son su sus tambien tras tu u un una uno y ya yo
"""
_GERMAN = """
aber als am an auch auf aus bei beim bin bis da dann das dass dem den der des die dies diese diesem diesen dieser
dieses durch ein eine einem einen einer eines er es fur hat hatte hatten ich ihr ihre im in ist ja kann mit nach nicht
noch nur ob oder sein seine sich sie sind so uber um und uns unter vom von vor wann war waren warum was welche welchem
welchen welcher welches wem wen wenn wer werden wessen wie wird wo wurde wurden zu zum zur
"""
_FRENCH = """
a ainsi au aux avec c ce ces cet cette comme d dans de des du elle elles en entre est et etait ete eu il ils j je l
la le les leur leurs lui m mais me meme n ne nous on ont ou par pas plus pour pourquoi qu quand que quel quelle quelles
quels qui quoi s sa sans se ses si son sont sous sur t te tres tu un une vous y
"""
_PORTUGUESE = """
a ao aos as ate com como da das de dela dele do dos e ela ele em entre era essa esse esta este eu foi foram ha isso
isto ja mais mas na nao nas no nos o os ou para pela pelas pelo pelos por porque qual quais quando quanto que quem se
sem ser seu seus sobre sua suas tambem um uma
"""
_ITALIAN = """
a agli al alla alle anche c che chi ci come con cosa cui d da dagli dai dal dalla dalle dei del della delle di dove
e ed era erano gli ha hanno i il in io l la le lo loro ma nei nel nella nelle non o per perche piu quale quali quando
quanto quello questa questo se si sono su sua sui sul sulla suo suoi tra un una uno
"""
_DUTCH = """
aan al als bij dan dat de der deze die dit door een en er haar had heeft het hij hoe hun ik in is kan maar met mijn
naar niet nog of om onder ook op over te tot uit van voor waar waarom wanneer waren was wat we welk welke werd werden
wie wij worden zal ze zich zij zijn zo
"""

# Nobody who speaks Russian, Arabic or Hindi has read these three.
_RUSSIAN = """
а без более бы был была были было быть в вам вас ваш весь во вот все всего всех вы где да для до его ее если есть еще же
за и из или им их к как какая какие какое какои какого какую каком каких когда кого кому которая которое которые которыи
кто куда ли лишь между меня мне мы на над нам нас не него нее нет ни них но о об однако он она они оно от откуда по под
после потом потому почему при про с сам свою своего своем своеи себя сколько со так также такои там тем то тогда того
тоже только том ты у уже чего чем через что чтобы чья чеи чье эта эти это этого этои этом этот я
"""
_ARABIC = """
ا اذا الا التي الذي الذين الى ام ان او اي اية اين ايضا ب بعد بعض بل بين تلك ثم حتى حيث خلال ذلك على عليه عليها عن عند
غير ف فقط في فيه فيها قبل قد ك كان كانت كل كم كما كيف ل لا لدى لقد لكن لم لماذا لن له لها لهم ليس ليست ما ماذا متى مع
مما ممن من منذ منه منها نحو نعم هذا هذه هل هم هنا هناك هو هي و وقد ولا وما ومن يا يكون أن أو أي أية أين إذا إلا إلى إن
"""
_HINDI = """
अगर अपना अपनी अपने और आप इन इस इसका इसकी इसके इसने इसमें उन उनका उनकी उनके उन्हें
उन्होंने उस उसका उसकी उसके उसने एक ऐसा कब कर करने करना कहा कहाँ कहां का कि कितना कितनी
कितने किन किस किसका किसकी किसके किसको किसने किसे की कुछ के को कौन कौनसा क्या क्यों गई गए
गया जब जहाँ जो तक तथा तो था थी थे द्वारा नहीं ने पर फिर बहुत बाद भी मगर मैं में यह यहाँ
या ये रहा रही रहे लिए लेकिन वह वहाँ वाला वाली वाले वे सब साथ से ही हुआ हुई हुए हूँ है
हैं हो होगा होगी होता होती होते होना
"""

BY_CODE: dict[str, frozenset[str]] = {
    code: frozenset(fold(words).split())
    for code, words in {
        "en": _ENGLISH, "es": _SPANISH, "de": _GERMAN, "fr": _FRENCH, "pt": _PORTUGUESE, "it": _ITALIAN, "nl": _DUTCH,
        "ru": _RUSSIAN, "ar": _ARABIC, "hi": _HINDI,
    }.items()
}  # fmt: skip
STOPWORDS: tuple[frozenset[str], ...] = tuple(BY_CODE.values())


def of_subject(terms: Iterable[str]) -> list[str]:
    """The terms without the stop words of the language that has most of them; all of them if nothing is left."""
    terms = list(terms)
    likeliest = max(STOPWORDS, key=lambda words: sum(term in words for term in terms))
    return [term for term in terms if term not in likeliest] or terms
