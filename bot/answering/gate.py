"""The gate before the model: whether passages bear on a question, and which of them may answer it.

Three widths. `margin` is the plain evidence of words and meaning (`refusal.py`); it decides whether a time is widened.
`strict_margin` is for the stub, which quotes whatever is nearest: a passage must also be about what the question names,
near the answer, in the asked year, with the asked kind of thing (`wanted.py`). `loose_margin` is for models that read:
it keeps out only what has nothing near, since their own refusal and the check of their answer decide the rest.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from bot.answering.meaning import met
from bot.answering.refusal import calibration_of, margin_of, rarity, weigh
from bot.answering.wanted import Near, Wanted, recased
from language.aliases import called, plain, stands_in
from language.words import terms
from vectorstore.model import Hit

if TYPE_CHECKING:
    from vectorstore.library import Frequencies

# Where the time that was asked for has passages and none bears on the question, the odds that other times answer it
# are low: 28 to 4 against among the even `news` questions, ln 7 more than the calibration's even ones.
ELSEWHERE = 2.0
LOOSE = 1.5  # log-odds by which a model that reads is asked sooner
SMALL, LARGE = 40, 2000  # passages
READ_WHOLE = 400  # passages, from which on words alone decide: on `refusal`, with 440, meaning told less
# Languages with spaces between words and known function words: of others only the plain evidence can be trusted.
READ = (None, "en", "es", "de", "fr")
READ_BY_MEANING = (None, "en")
MOST_ABSENT = 2
MOST_PLAIN = 3.0
ABSENT = (1.3, 0.0)
# A question about several things is held by no one passage: the plain evidence need only reach this.
LEAST_OF_SEVERAL = -2.0


@dataclass(frozen=True, slots=True)
class Strictness:
    """What the strict gate asks for, in log-odds, in a small library and in a large one.

    `nearness` is added for a passage that holds all that is wanted, `least` what the sum must reach. A search of a
    small library finds all that there is, so that what it finds tells less; there the plain evidence counts for
    MOST_PLAIN at most, and each noun that stands nowhere in the library costs ABSENT.
    """

    nearness: tuple[float, float]
    least: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the meaning of the best passage weighs where its words don't say all that is wanted (`meaning.Met`), and
    what its sum must reach."""

    mean: float
    least: float
    asked: float


# For small libraries chosen on the first half of `things` and on `small`, for large ones on `news`; the sizes between
# them on `refusal`.
STRICTNESS = {"local:e5-small": Strictness(nearness=(3.0, 1.2), least=(4.0, 0.5))}
OF_OTHERS = Strictness(nearness=(3.0, 0.3), least=(3.4, 0.3))
# A logistic regression on `small`, `things/first`, `events` and paraphrases of our own, of passages that hold the asked
# kind of thing; with minilm as it reads tokens, whatever embeds the library. `asked` refuses less than
# a tenth of what `small`, `things/first` and `events` can answer, and lets plain questions of the sample library pass.
MEANT = Meaning(mean=9.6, least=6.0, asked=9.5)


class Counted(Protocol):
    """What the gate asks a library: with which embedder it searches, and how common words are in it."""

    @property
    def embedding(self) -> str | None: ...

    def frequencies(self, text: str) -> Frequencies: ...


@dataclass(frozen=True)
class Gate:
    """Whether passages bear on one question, as this library knows its words.

    `subject` is the question without its words of time, `asked` the question with them.
    """

    subject: str
    library: Counted
    language: str | None = None
    asked: str = ""

    def opens(self, hits: Sequence[Hit], *, elsewhere: bool = False) -> bool:
        """Whether there is evidence enough to call a model; `elsewhere`: in another time than was asked for."""
        return self.margin(hits, elsewhere=elsewhere) >= 0

    def margin(self, hits: Sequence[Hit], *, elsewhere: bool = False) -> float:
        """By how much, in log-odds, the evidence exceeds what is asked for; negative is refused."""
        evidence = weigh(self.subject, hits, self.frequencies, language=self.language)
        return margin_of(evidence, self.library.embedding) - (ELSEWHERE if elsewhere else 0.0)

    def loose_margin(self, hits: Sequence[Hit], *, elsewhere: bool = False) -> float:
        """The same for a model that reads."""
        if self.wanted(hits).several:
            return self.margin(hits) - LEAST_OF_SEVERAL + LOOSE
        return self.margin(hits, elsewhere=elsewhere) + LOOSE

    def strict_margin(self, hits: Sequence[Hit], *, elsewhere: bool = False) -> float:
        """The same for a model that only quotes."""
        wanted = self.wanted(hits)
        if wanted.several:
            return self.margin(hits) - LEAST_OF_SEVERAL
        native, foreign = self._parted(hits)
        foreign = [hit for hit in foreign if _holds_places(wanted, hit)]
        calibration = calibration_of(self.library.embedding)
        evidence = weigh(self.subject, [*native, *foreign], self.frequencies, language=self.language)
        plain = calibration.native(evidence)
        margin = max(self._strict(plain, part, native) for part in wanted.parts)
        if hits and hits[0] in foreign:  # else the question's own language has what is nearest, and that is quoted
            margin = max(margin, calibration.across(evidence))
        return margin - (ELSEWHERE if elsewhere else 0.0)

    def bearing(self, hits: Sequence[Hit]) -> list[Hit]:
        """The passages of articles that are about what the question names, without those that tell of another's; all
        of them where the question asks about several things, or where none is about it."""
        wanted = self.wanted(hits)
        native, _ = self._parted(hits)
        nears = {hit.passage.id: self._near(wanted, hit) for hit in native}
        about = {hit.article.id for hit in native if nears[hit.passage.id].about}
        others = {hit.passage.id for hit in native if nears[hit.passage.id].anothers or hit.article.id not in about}
        kept = [hit for hit in hits if hit.passage.id not in others]
        return list(hits) if wanted.several or not kept else kept

    def wanted(self, hits: Sequence[Hit]) -> Wanted:
        """What the question wants; names typed without capitals are told by how the passages write them."""
        return Wanted.of(recased(self.asked or self.subject, (hit.passage.text for hit in hits)))

    @cached_property
    def frequencies(self) -> Frequencies:
        """How common the subject's words are in this library."""
        return self.library.frequencies(self.subject)

    def _parted(self, hits: Sequence[Hit]) -> tuple[list[Hit], list[Hit]]:
        """The passages in the question's language, and the others."""
        native = [hit for hit in hits if self.language is None or hit.article.language in (None, self.language)]
        return native, [hit for hit in hits if hit not in native]

    def _near(self, wanted: Wanted, hit: Hit, *, apart: bool = False) -> Near:
        years = (str(hit.article.published.year),) if hit.article.published else ()
        return wanted.near(hit.passage.text, hit.passage.header, years=years, apart=apart)

    def _all_alike_are_there(self, wanted: Wanted, hits: Sequence[Hit]) -> bool:
        """Whether each of the things that are asked about alike stands in some passage."""
        if not wanted.alike:
            return False
        named = set().union(*(wanted.named_in(hit.passage.text, hit.passage.header) for hit in hits))
        return named.issuperset(wanted.alike)

    def _strict(self, plain: float, wanted: Wanted, hits: Sequence[Hit]) -> float:
        """The margin of passages in the question's language, whose plain evidence is given; minus infinity where none
        is about what is wanted."""
        nears = [near for hit in hits if (near := self._near(wanted, hit)).about]
        if not nears and self._all_alike_are_there(wanted, hits):
            nears = [near for hit in hits if (near := self._near(wanted, hit, apart=True)).about]
        if not nears:
            return -math.inf
        if self.language not in READ:
            return plain
        rare = {term: weight for term, weight in rarity(self.subject, self.frequencies).items() if term in wanted.rest}
        whole = sum(rare.values())
        share = max(_weight(rare, near.held) / whole if whole else float(near.answers) for near in nears)
        held = frozenset().union(*(near.held for near in nears))
        absent = min(sum(not self._stands(term) for term in wanted.nouns - held), MOST_ABSENT)
        asks = STRICTNESS.get(self.library.embedding or "", OF_OTHERS)
        added = self._sized(asks.nearness) * share - self._sized(ABSENT) * absent - self._sized(asks.least)
        strict = min(plain, MOST_PLAIN) + added
        if share == 1:
            return max(strict, plain)
        meant = self._meant(strict, wanted, [hit for hit in hits if self._near(wanted, hit).about])
        # Where a passage names every thing and only another verb tells of it, its words may say enough.
        return max(strict, meant) if wanted.nouns and any(wanted.nouns <= near.held for near in nears) else meant

    def _meant(self, words: float, wanted: Wanted, about: Sequence[Hit]) -> float:
        """The margin where words lack something of what is wanted: by what the passages mean in a small library, whose
        few articles seldom mean the same of two things, by words in a larger one, which has something like it to every
        question."""
        size = self._size_up_to(READ_WHOLE)
        if size == 1 or self.language not in READ_BY_MEANING or not about:
            return words
        rare = rarity(self.subject, self.frequencies)
        best = max((met(wanted, hit.passage.text, hit.passage.header, rare) for hit in about), key=lambda one: one.rank)
        if not best.answers:
            return words
        meant = MEANT.mean * best.mean + MEANT.least * best.least - MEANT.asked
        return meant + (words - meant) * size

    @property
    def _size(self) -> float:
        """0 for a small library, 1 for a large one, between them by the logarithm of the passages."""
        return self._size_up_to(LARGE)

    def _size_up_to(self, large: int) -> float:
        passages = min(max(self.frequencies.passages, SMALL), large)
        return math.log(passages / SMALL) / math.log(large / SMALL)

    def _sized(self, bounds: tuple[float, float]) -> float:
        """Between what a small library asks for and a large one."""
        return bounds[0] + (bounds[1] - bounds[0]) * self._size

    def _stands(self, term: str) -> bool:
        """Whether any passage of the library holds a term of the subject."""
        counts = [count for word, count in self.frequencies.of.items() if term in terms(word)]
        return not counts or max(counts) > 0


def _weight(rare: Mapping[str, float], held: frozenset[str]) -> float:
    return sum(rare.get(term, 0.0) for term in held)


def _holds_places(wanted: Wanted, hit: Hit) -> bool:
    """Whether a passage in another language names the known places and bodies that the question names."""
    words = plain(f"{hit.passage.header}\n{hit.passage.text}")
    return all(any(stands_in(form, words) for form in called(place)) for place in wanted.places)
