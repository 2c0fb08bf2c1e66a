"""The passages for a question: searched in the time that it means, wider where that time holds nothing."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import zip_longest
from typing import TYPE_CHECKING

from bot.answering.answer import Citation, Note
from bot.answering.gate import Gate
from bot.answering.pointers import pointed_at
from bot.answering.readable import readable, readable_article
from bot.answering.timing.applying import Timed, TimeRules, Widened, apply, for_search, is_known, windows_to_try
from bot.answering.timing.needs import TimeNeed, since, time_of
from bot.answering.timing.notices import (
    as_of_notice,
    newest_notice,
    reading_notice,
    undated_notice,
    widened_notice,
    window_shown,
    words_only_notice,
)
from bot.answering.timing.windows import Window
from language.detection import told_language
from language.kinds import names_a_subject
from language.messages import message_of
from language.pack import FALLBACK
from language.stock import asks_for_the_newest
from language.times import without_time
from vectorstore.model import Article, Hit

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from vectorstore.library import Library

# Within a window more is fetched than is used: what lies just outside, by the asker's days, is taken out again.
FETCH = 2
WEIGHED = 8  # passages by which it is decided whether a time is to be widened
# Log-odds by which the time that was asked for bears clearly on a question, though other times have the best article.
CLEAR = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was searched for and found.

    `subject` is the question without its words of time: what the passages must bear on. `told` is
    the language that the question itself tells. `newest` is the
    library's newest article, looked up only for questions about now. `rules` are those that were applied.
    `open_to_all`: no subject is named, so that whatever was published then answers.
    `elsewhere`: the time that was asked for has passages, but they don't bear on the question, and these do.
    `undated`: how many articles have no date. `words_only`: the vectors could not be asked. `linked`: articles about it
    of which not all words may be shown.
    """

    subject: str
    told: str | None
    need: TimeNeed
    timed: Timed
    rules: TimeRules
    open_to_all: bool = False
    elsewhere: bool = False
    newest: Article | None = None
    undated: int = 0
    words_only: bool = False
    linked: tuple[Article, ...] = ()

    @property
    def hits(self) -> tuple[Hit, ...]:
        return self.timed.hits

    @property
    def window(self) -> Window | None:
        return self.timed.window

    @property
    def only_time(self) -> bool:
        """The question names a time and nothing else: whatever was published then answers it."""
        return self.open_to_all and bool(self.timed.window or self.need.newest_first)

    def notes(self, citations: Sequence[Citation]) -> tuple[Note, ...]:
        """What must be said about time and about how was searched, in the question's language."""
        held = {hit.article.id: hit.article for hit in self.hits}
        cited = [(citation.n, held[citation.article_id]) for citation in citations if citation.article_id in held]
        timed = self._as_cited([article for _, article in cited])
        newest = newest_notice(self.need, self.newest, rules=self.rules)
        said = (
            ("newest", newest),
            ("widened", widened_notice(self.need, timed, answered=bool(cited))),
            # Once is enough: that the library's newest article is old says that the sources are.
            (
                "as-of",
                as_of_notice(self.need, cited, rules=self.rules, apart_only=newest is not None),
            ),
            ("window", self._window_shown(timed.window, [article for _, article in cited])),
            ("read", reading_notice(self.need)),
            ("undated", undated_notice(self.need, self.undated) if timed.window else None),
            ("words-only", words_only_notice(self.need.language) if self.words_only else None),
        )
        return tuple(Note(kind=kind, text=text) for kind, text in said if text)

    def _as_cited(self, cited: Collection[Article]) -> Timed:
        """What was used of the times that were searched: where other times stood beside the one that was asked for, the
        citations tell."""
        if self.timed.widened != "beside" or self.window is None:
            return self.timed
        if any(self.window.holds(article) for article in cited):
            return replace(self.timed, widened="no")
        return replace(self.timed, widened="all", window=None)

    def _window_shown(self, window: Window | None, cited: Collection[Article]) -> str | None:
        """The days that were searched. A refusal searched all others too, and says so itself."""
        if window is None or not cited:
            return None
        others = not all(window.holds(article) for article in cited)
        return window_shown(window, language=self.need.language, others=others)


def retrieve(
    question: str,
    *,
    library: Library,
    now: datetime,
    tz: ZoneInfo,
    k: int,
    exclude_urls: Collection[str] = (),
    rules: TimeRules | None = None,
    usual: str = FALLBACK,
) -> Found:
    """The `k` best passages for a question asked at `now` (aware) by someone in `tz`.

    A time that holds nothing that bears on the question is widened. Where wider ones don't surely do either, what
    stands in the time that was asked for is given.
    """
    rules = rules or TimeRules()
    need = time_of(question, now=now, tz=tz, usual=usual)
    language = told_language(question)
    if need.since_event:
        event = library.search(need.since_event, k=1, exclude_urls=exclude_urls)
        if event and event[0].article.published:
            need = since(need, event[0].article.published, is_day=event[0].article.published_is_day)
    subject = without_time(question)
    one = asks_for_the_newest(question)
    for_news = message_of(question).kind == "time"
    open_to_all = for_news or one or not names_a_subject(subject)
    if (for_news or one) and need.window is None:
        need = replace(need, newest_first=True, about_now=True)
    if open_to_all and need.newest_first and need.window is None:
        return _by_date(question, need, library, k=1 if one else k, rules=rules, told=language, exclude=exclude_urls)
    gate = Gate(subject, library, language)

    every: list[Hit] = []
    windows = windows_to_try(need.window, today=now.astimezone(tz).date())

    def searched(window: Window | None, widened: Widened) -> Timed:
        hits = library.search(
            question,
            k=k * FETCH if window else k,
            exclude_urls=exclude_urls,
            window=for_search(window),
            now=now,
            language=language,
        )
        every.extend(hits)
        timed = apply(readable(hits), replace(need, window=window), rules=rules, widened=widened)
        return replace(timed, hits=timed.hits[:k])

    if open_to_all:
        tried = (searched(window, widened) for window, widened in windows)
        timed, elsewhere = next((one for one in tried if one.hits), Timed(hits=())), False
    else:
        timed, elsewhere = _bearing(need, gate, searched, k, windows=windows)
    if open_to_all:
        timed = replace(timed, hits=_leads(_own_first(timed), library))
    whole = None if open_to_all else replace(gate, asked=question)
    window = need.window if need.window and need.window.firm else None
    return Found(
        subject=subject,
        told=language,
        need=need,
        timed=timed,
        rules=rules,
        open_to_all=open_to_all,
        elsewhere=elsewhere,
        newest=library.newest() if need.about_now else None,
        undated=library.extent().undated if need.window else 0,
        words_only=library.words_only,
        linked=pointed_at(every, whole, library, window=window, elsewhere=elsewhere),
    )


def _bearing(
    need: TimeNeed,
    gate: Gate,
    searched: Callable[[Window | None, Widened], Timed],
    k: int,
    *,
    windows: Sequence[tuple[Window | None, Widened]],
) -> tuple[Timed, bool]:
    """What is found in the time that was asked for, where it bears on the question as well as anything else does. Where
    it bears less well, the best of other times stand beside it; where it doesn't bear, in its place. The second value
    says that nothing in the asked time bears on the question."""
    (asked, as_asked), *others = windows
    own = searched(asked, as_asked)
    if not others:
        return own, False
    everything = searched(None, "all")
    everything = replace(everything, hits=tuple(hit for hit in everything.hits if is_known(hit, need)))
    margin, other = (gate.margin(one.hits[:WEIGHED]) if one.hits else -math.inf for one in (own, everything))
    if margin >= 0:
        if _leads_all(own, everything) or margin >= max(CLEAR, other):
            return own, False
        return replace(own, hits=_by_turns(own.hits, everything.hits)[:k], widened="beside"), False
    wider = searched(*others[0])
    if _leads_all(wider, everything) and gate.opens(wider.hits[:WEIGHED], elsewhere=True):
        return wider, True
    return (everything, True) if everything.hits else (own, False)


def _by_turns(own: Sequence[Hit], others: Sequence[Hit]) -> tuple[Hit, ...]:
    """The passages of both, an article of each in turn."""
    queues = [list(dict.fromkeys(hit.article.id for hit in hits)) for hits in (own, others)]
    order = dict.fromkeys(id_ for pair in zip_longest(*queues) for id_ in pair if id_)
    found = {hit.passage.id: hit for hit in (*own, *others)}
    return tuple(hit for id_ in order for hit in found.values() if hit.article.id == id_)


def _leads_all(own: Timed, everything: Timed) -> bool:
    """Whether the best of all articles is one of those of a time."""
    return any(hit.article.id == everything.hits[0].article.id for hit in own.hits) if everything.hits else True


def _by_date(
    question: str,
    need: TimeNeed,
    library: Library,
    *,
    k: int,
    rules: TimeRules,
    told: str | None,
    exclude: Collection[str],
) -> Found:
    """The newest articles that were published when the question was asked, by date, each by how it begins: a question
    for the newest names no subject that another article could be nearer to."""
    hits: list[Hit] = []
    linked: list[Article] = []
    for article in library.articles(newest_first=True):
        first = library.passages(article.id)[:1]
        if article.published and article.published <= need.now and article.url not in exclude:
            if first:
                hits += readable([Hit(passage=first[0], article=article, score=1.0)])
            elif article.quote_words == 0 and len(linked) < k:
                linked.append(readable_article(article))
        if len(hits) == k or article.published is None:
            break
    return Found(
        subject=question,
        told=told,
        need=need,
        timed=Timed(hits=tuple(hits)),
        rules=rules,
        open_to_all=True,
        newest=library.newest() if need.about_now else None,
        linked=tuple(linked),
    )


def _own_first(timed: Timed) -> Sequence[Hit]:
    """What was published in the time that was asked for, then what later articles tell of it."""
    window = timed.window
    if window is None or not window.firm:
        return timed.hits
    return sorted(timed.hits, key=lambda hit: not window.holds(hit.article))


def _leads(hits: Sequence[Hit], library: Library) -> tuple[Hit, ...]:
    """Each article once, by the passage that it begins with: what is asked for is what the articles report."""
    leads = {}
    for hit in hits:
        if hit.article.id not in leads:
            first = library.passages(hit.article.id)[:1]
            leads[hit.article.id] = replace(hit, passage=first[0]) if first else hit
    return readable(leads.values())
