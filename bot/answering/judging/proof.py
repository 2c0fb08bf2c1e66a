"""The sentences of one answer proved by a judge, with words to fall back on.

    kept       a passage that the sentence cites says all of it, or those that it cites do together
    repaired   none of those does, or it cites none, but another one does: the mark is put right
    dropped    no passage says all of it

What the judge has no usable opinion of is left to words, sentence by sentence. A sentence that stands in a passage
whole is said there whatever the judge thinks, unless it says that the passage denies it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from bot.answering.checking import Check, Outcome, Verdict
from bot.answering.citing import taken_apart
from bot.answering.judging.bench import Bench
from bot.answering.judging.exam import Standing
from bot.answering.judging.judge import Claim, Exhibit, Opinion, Saying, Veto, exhibit
from bot.answering.tokens import Tokens
from language.sentences import sentences
from language.words import terms

if TYPE_CHECKING:
    from vectorstore.model import Hit

NEAREST = 2  # passages that a sentence does not cite and is compared with all the same
NEAREST_UNCITED = 4  # of a sentence that cites none
_WHY = {"denies": "the source says the opposite", "part": "the source says only a part of it"}


class Proof:
    """Checks the sentences of one answer. `ask` puts many of them to the judge at once; `check` gives the verdicts.

    `words` is the check that needs no judge, `veto` what words hold against a judge's yes. How far the judge's word
    counts is found out when it is first asked: one that "vetoes" can only take from what words confirm, one that is
    "unfit" is not asked.
    """

    def __init__(
        self,
        hits: Sequence[Hit],
        *,
        question: str,
        bench: Bench,
        words: Check,
        veto: Veto | None = None,
    ) -> None:
        self._exhibits = [exhibit(hit) for hit in hits]
        self._hits = hits
        self._question = question
        self._bench = bench
        self._words = words
        self._veto = veto
        self._standing: Standing | None = None
        self._held: dict[tuple[str, tuple[int, ...]], Mapping[tuple[int, ...], Opinion[Saying] | None]] = {}
        self.tokens = Tokens()
        self.told = ""  # what is known of the judge
        self.trouble: str | None = None
        self.by_judge = 0  # sentences that the judge decided
        self.by_words = 0  # sentences that were put to it and left to words

    def ask(self, raws: Sequence[str]) -> None:
        """Put sentences, as the model wrote them, to the judge: one call for all of them."""
        if self._standing is None:
            admission = self._bench.admission()
            self._standing, self.told = admission.standing, admission.told
            self.tokens = self.tokens.plus(admission.tokens)
        if self._standing == "unfit":
            return
        keys = dict.fromkeys(taken_apart(raw, self._hits) for raw in raws)
        fresh = [key for key in keys if key not in self._held and any(map(str.isalnum, key[0]))]
        groups = {key: self._groups(*key) for key in fresh}
        claims = [
            Claim(
                sentence=sentence,
                exhibits=tuple(self._exhibits[n - 1] for n in group),
                question=self._question,
                cited=set(group) <= set(cited),
            )
            for (sentence, cited), those in groups.items()
            for group in those
        ]
        judged = self._bench.says(claims)
        self.tokens = self.tokens.plus(judged.tokens)
        self.trouble = self.trouble or judged.trouble
        opinions = iter(zip(claims, judged.opinions, strict=True))
        for key, those in groups.items():
            self._held[key] = {group: self._settled(*next(opinions)) for group in those}

    @property
    def judge(self) -> str:
        """The judge's name."""
        return self._bench.judge.name

    @property
    def cant_read(self) -> bool:
        """Whether its exam shows that the judge can't read well enough."""
        return self._standing == "vetoes" or self._bench.idle

    @property
    def words_alone(self) -> bool:
        """Whether words decided all that was asked: the judge can't read, or gave nothing that could be used."""
        return self._standing is not None and not self.by_judge

    @property
    def left_to_words(self) -> bool:
        """Whether words decided at least a part of what the judge was there for."""
        return self.words_alone or self.by_words > 0

    def _settled(self, claim: Claim, opinion: Opinion[Saying] | None) -> Opinion[Saying] | None:
        """An opinion under the threshold and the words' veto."""
        if opinion is None or opinion.verdict != "says":
            return opinion
        if opinion.probability < self._bench.threshold:
            return Opinion(verdict="part", probability=1 - opinion.probability, by=opinion.by, reason="it is not sure")
        if self._veto and (reason := self._veto.veto(claim)):
            return Opinion(verdict="denies", probability=1.0, by="words", reason=reason)
        return opinion

    def check(self, sentence: str, cited: Sequence[int]) -> Verdict:
        """The verdict on a sentence without its marks; what was not put to the judge is left to words."""
        key = (sentence, tuple(cited))
        held = self._held.get(key)
        if held is None:
            return self._words(sentence, cited)
        if self._standing == "vetoes":
            return self._under_veto(sentence, cited, held)
        verdict = self._judged(sentence, tuple(cited), held)
        if verdict is None:
            self.by_words += 1
            return self._words(sentence, cited)
        self.by_judge += 1
        return verdict

    def _judged(
        self, sentence: str, cited: tuple[int, ...], held: Mapping[tuple[int, ...], Opinion[Saying] | None]
    ) -> Verdict | None:
        """The verdict by the judge's opinions; None where they are missing."""
        if not any(held.values()):
            return None
        singles = {group[0]: opinion for group, opinion in held.items() if len(group) == 1}
        whole = [n for n in singles if self._stands_whole(sentence, n) and not _is(singles[n], "denies")]
        saying = [n for n in singles if n in whole or _is(singles[n], "says")]
        if kept := [n for n in cited if n in saying]:
            return self._verdict(sentence, "kept", cited, {n: singles[n] for n in kept})
        if len(cited) > 1 and _is(together := held.get(cited), "says"):
            return self._verdict(sentence, "kept", cited, dict.fromkeys(cited, together))
        if saying:
            best = max(saying, key=lambda n: (n in whole, _probability(singles[n])))
            why = "another source says it" if cited else "it cited nothing"
            return self._verdict(sentence, "repaired", cited, {best: singles[best]}, reason=why)
        about = [held.get((n,)) for n in cited] or list(singles.values())
        if any(opinion is None for opinion in about):
            return None
        denied = next((one for one in about if _is(one, "denies") and one and one.by == "words"), None)
        found = next((why for word, why in _WHY.items() if any(_is(one, word) for one in about)), None)
        reason = (denied.reason if denied else found) or "the source doesn't say it"
        return Verdict(sentence=sentence, outcome="dropped", cited=cited, reason=reason)

    def _under_veto(
        self, sentence: str, cited: Sequence[int], held: Mapping[tuple[int, ...], Opinion[Saying] | None]
    ) -> Verdict:
        """What words confirm, unless the judge says of a source of it that it denies it."""
        verdict = self._words(sentence, cited)
        self.by_words += 1
        if any(_is(held.get((n,)), "denies") for n in verdict.sources):
            return Verdict(sentence=sentence, outcome="dropped", cited=tuple(cited), reason=_WHY["denies"])
        return verdict

    def _groups(self, sentence: str, cited: tuple[int, ...]) -> list[tuple[int, ...]]:
        """What a sentence is compared with: each source that it cites, these together, and the nearest others."""
        own = set(terms(sentence))
        others = [n for n in range(1, len(self._exhibits) + 1) if n not in cited]
        others.sort(key=lambda n: -len(own & set(terms(f"{self._exhibits[n - 1].title} {self._exhibits[n - 1].text}"))))
        nearest = others[: NEAREST if cited else NEAREST_UNCITED]
        return [*((n,) for n in cited), *((cited,) if len(cited) > 1 else ()), *((n,) for n in nearest)]

    def _stands_whole(self, sentence: str, n: int) -> bool:
        """Whether a passage has the sentence as one of its own, word for word."""
        plain = _plain(sentence)
        return bool(plain) and any(_plain(one.text) == plain for one in sentences(self._exhibits[n - 1].text))

    def _verdict(
        self,
        sentence: str,
        outcome: Outcome,
        cited: tuple[int, ...],
        held: Mapping[int, Opinion[Saying] | None],
        *,
        reason: str | None = None,
    ) -> Verdict:
        return Verdict(
            sentence=sentence,
            outcome=outcome,
            cited=cited,
            sources=tuple(held),
            quotes=tuple(self._quote(sentence, self._exhibits[n - 1], opinion) for n, opinion in held.items()),
            reason=reason,
            score=max(_probability(opinion) for opinion in held.values()),
        )

    def _quote(self, sentence: str, of: Exhibit, opinion: Opinion[Saying] | None) -> str:
        """The passage's sentence that the judge pointed at; else the one that shares most words with what is said."""
        parts = sentences(of.text)
        pointed = opinion.quote if opinion else None
        if pointed and (at := of.text.find(pointed)) >= 0:
            around = [one for one in parts if one.start < at + len(pointed) and one.end > at]
            if around:
                return of.text[around[0].start : around[-1].end]
            return pointed
        own = set(terms(sentence))
        best = max(parts, key=lambda one: len(own & set(terms(one.text))), default=None)
        return best.text if best and own & set(terms(best.text)) else of.text.strip()


def _is(opinion: Opinion[Saying] | None, verdict: str) -> bool:
    return opinion is not None and opinion.verdict == verdict


def _probability(opinion: Opinion[Saying] | None) -> float:
    return opinion.probability if opinion and opinion.verdict == "says" else 1.0


def _plain(text: str) -> str:
    return " ".join(text.split()).strip(" .。!！?？").casefold()
