"""Deciding from the evidence, before any model is called, whether a question can be answered at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from prompts.sentences import language_of
from prompts.words import CJK, names, terms, weights
from vectorstore.model import Hit

_CJK = re.compile(f"[{CJK}]")

FLOOR = 0.5  # of a term's weight, however common it is among the passages

SENTENCES = {
    "en": "The articles in this library don't answer that.",
    "ko": "이 자료실의 기사에는 그 답이 없습니다.",
    "zh": "资料库中的文章没有回答这个问题。",
    "ja": "このライブラリの記事には答えがありません。",
    "es": "Los artículos de esta biblioteca no responden a eso.",
    "de": "Die Artikel dieser Bibliothek beantworten das nicht.",
    "fr": "Les articles de cette bibliothèque n'y répondent pas.",
}

NEAREST = {
    "en": "The nearest articles, none of which answers it:",
    "ko": "가장 가까운 기사입니다. 답은 담고 있지 않습니다:",
    "zh": "最接近的文章（均未回答该问题）：",
    "ja": "最も近い記事（答えではありません）:",
    "es": "Los artículos más cercanos, ninguno de los cuales responde:",
    "de": "Die nächsten Artikel, von denen keiner antwortet:",
    "fr": "Les articles les plus proches, dont aucun n'y répond :",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """How far the passages bear on a question; shares are 0 to 1.

    `coverage`: share of the question's terms, weighted by rarity among the passages, that the best single
    passage holds (its header counts). `names`: share of the question's names that the passages hold
    between them; 1 when it has none. `similarity`: the best cosine of question and passage, None where
    the search gave none. `same_script`: whether the passages are written in the question's script, so
    that its words can be found in them at all.
    """

    coverage: float
    names: float
    similarity: float | None
    same_script: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """The least evidence for which a model is called. Every number of the refusal stands here."""

    coverage: float = 0.3
    names: float = 0.5
    # Where the words can't meet, only the meaning can: e5-small gives related texts of two languages 0.83 and
    # more, unrelated ones less. An embedder of one language never comes near it.
    similarity_across_scripts: float = 0.83

    def lets_pass(self, evidence: Evidence) -> bool:
        if not evidence.same_script:
            return evidence.similarity is not None and evidence.similarity >= self.similarity_across_scripts
        return evidence.coverage >= self.coverage and evidence.names >= self.names


def weigh(question: str, hits: Sequence[Hit]) -> Evidence:
    """The evidence that some hits are for a question."""
    asked = set(terms(question))
    bags = [frozenset(terms(_words_of(hit))) for hit in hits]
    weight = weights(asked, bags, floor=FLOOR)
    whole = sum(weight.values())
    best = max((sum(weight[term] for term in bag & asked) for bag in bags), default=0.0)
    said = frozenset().union(*bags)
    wanted = [set(terms(name)) for name in names(question)]
    wanted = [name for name in wanted if name]
    return Evidence(
        coverage=best / whole if whole else 0.0,
        names=sum(name <= said for name in wanted) / len(wanted) if wanted else 1.0,
        similarity=max((hit.similarity for hit in hits if hit.similarity is not None), default=None),
        same_script=_share_a_script(question, [hit.passage.text for hit in hits]),
    )


def sentence(question: str) -> str:
    """The refusal, in the language of the question where we have it."""
    return SENTENCES.get(language_of(question), SENTENCES["en"])


def nearest_heading(question: str) -> str:
    """What stands above the nearest articles of a refusal, in the language of the question."""
    return NEAREST.get(language_of(question), NEAREST["en"])


def _words_of(hit: Hit) -> str:
    return f"{hit.passage.header}\n{hit.passage.text}"


def _share_a_script(question: str, texts: Sequence[str]) -> bool:
    """Whether any passage is in the question's script: Chinese, Japanese and Korean each, or anything else."""
    return any(_script(text) == _script(question) for text in texts)


def _script(text: str) -> str:
    letters = sum(char.isalpha() for char in text)
    if not letters or len(_CJK.findall(text)) < letters / 4:
        return "other"
    return language_of(text)
