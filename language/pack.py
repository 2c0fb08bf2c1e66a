"""The pack format: everything that Dateline knows of one language, as tables in one file of `language/packs`.

`pack("de")` is German's, `packs()` are all of them. `README.md` beside this file says how a language or a table is
added. The dataclasses below are the format: an unknown table fails when the file is imported, a missing one too.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from importlib import import_module

from language.reading import Asking as Asking
from language.reading import Borders as Borders
from language.reading import Bylines as Bylines
from language.reading import Corrections as Corrections
from language.reading import Judging as Judging
from language.reading import Pages as Pages
from language.reading import Reading as Reading
from language.reading import Replies as Replies
from language.reading import Talks as Talks
from language.reading import Telling as Telling
from language.reading import Wanting as Wanting
from language.reading import patterns as patterns
from language.reading import words as words
from language.timetables import Times as Times
from language.timetables import indexed as indexed
from language.timetables import named as named

CODES = ("en", "es", "de", "fr", "ko", "zh", "ja")
FALLBACK = "en"


class PackError(ValueError):
    """A pack's file that breaks the format; the message names the pack and the table."""


def phrases(text: str) -> frozenset[str]:
    """A table of phrases, written one a line."""
    return frozenset(line.strip() for line in text.strip().splitlines())


def listed(text: str) -> frozenset[str]:
    """A long table of words and phrases, written with " | " between them."""
    return frozenset(" ".join(entry.split()) for entry in text.split("|"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """What people say to one another without asking about anything. Whole phrases."""

    greetings: frozenset[str]
    thanks: frozenset[str]
    farewells: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Messages:
    """What kind of message one is, by whole phrases; "…" stands for any words, or none.

    `bots` are ways to address one another, `asides` clauses around a question ("quick question"), `openers` what
    stands ahead of a question in its clause ("could you tell me"), `closers` behind it ("thanks in advance").
    `praise`, `insults`, `help` and `followups` ("tell me more") are whole messages. `news` asks for whatever is new,
    with or without one of `whens` ("this week"), `newest` for the one newest article (whatever it is `telling`);
    `library` asks for the library itself. `lists`, `summaries`, `timelines`, `comparisons` and `claims` tell what form
    an answer is wanted in, `orders` what is none of our business. `distress`: what a member in distress says of
    himself, or threatens somebody here with; never what is said of others. `fillers` are words that may stand ahead.
    `selves` open a sentence that its writer tells of himself ("I", "my"); `interrogatives` ask by themselves ("who");
    `askers` end a clause which only says that somebody asks ("wants to know").
    """

    bots: frozenset[str]
    asides: frozenset[str]
    openers: frozenset[str]
    closers: frozenset[str]
    praise: frozenset[str]
    insults: frozenset[str]
    help: frozenset[str]
    followups: frozenset[str]
    news: frozenset[str]
    newest: frozenset[str]
    telling: frozenset[str]
    whens: frozenset[str]
    library: frozenset[str]
    lists: frozenset[str]
    summaries: frozenset[str]
    timelines: frozenset[str]
    comparisons: frozenset[str]
    claims: frozenset[str]
    orders: frozenset[str]
    fillers: frozenset[str]
    distress: frozenset[str]
    selves: frozenset[str]
    interrogatives: frozenset[str]
    askers: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Questions:
    """How questions are worded. `openings` are the two words with which a question begins, such as "who is"; `alone`
    are questions that are a whole message, such as "why". `happening` are words that say that something happened, or
    was told, and not what: beside words of time they ask for whatever it was."""

    openings: frozenset[str]
    happening: frozenset[str]
    alone: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statements:
    """How a statement is denied, doubted or tied to another: what a copied clause may not be taken out of.

    Words and phrases as they are written, inflected; of Chinese, Japanese and Korean, pieces of a text.

    Heads: `denying` ("no evidence", "ruled out"), `refuting` ("false", "a myth": of what stands before or after them),
    `doubting` ("rumour", "allegedly", "believes", "imagines"), `fictions` ("novel": what is told
    in one is none of this world), `asking` ("whether"), `conditioning` ("if"), `planning` ("plans
    to", "urged") and `retracting` ("earlier version"). `negations` deny the word beside them.

    `future`, `possible` and `past` are auxiliaries of time and chance; `passives` those of the passive voice, `agents`
    name who did it ("by"). `reporting` are the verbs of saying. Each entry of `binding` is a set of words that mean
    one relation or amount ("because due owing"): where a sentence has one, its source must have one too. `grammar`
    are the words that carry no meaning of their own; `prepositions`, `pronouns` and `contrasts` ("but") are among
    those that order a sentence, `joints` open a clause ("that", "and"),
    `complementizers` tie one to what tells it ("said that"; read where words are spaced), `presenting` are the verbs
    that, besides those of saying, leave it true ("showed that");
    `articles` a noun, `relatives` a clause about one; and `finite` are frequent verbs by which a
    clause is known from a phrase, `endings` those of the other finite verbs. `inverted` are the verbs that make a
    condition of the clause that they open ("Had the dam broken, …"; elsewhere there are none).
    """

    denying: frozenset[str]
    refuting: frozenset[str]
    doubting: frozenset[str]
    fictions: frozenset[str]
    asking: frozenset[str]
    conditioning: frozenset[str]
    planning: frozenset[str]
    retracting: frozenset[str]
    negations: frozenset[str]
    future: frozenset[str]
    possible: frozenset[str]
    past: frozenset[str]
    reporting: frozenset[str]
    binding: frozenset[str]
    grammar: frozenset[str]
    prepositions: frozenset[str]
    agents: frozenset[str]
    passives: frozenset[str]
    finite: frozenset[str]
    contrasts: frozenset[str]
    joints: frozenset[str]
    complementizers: frozenset[str]
    presenting: frozenset[str]
    endings: frozenset[str]
    articles: frozenset[str]
    relatives: frozenset[str]
    pronouns: frozenset[str]
    inverted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Machines:
    """The words with which a text orders a machine about; `language.machines` says how they come together.

    Nouns: `machines` are what is addressed, `roles` what heads a turn of a chat, `answers` what a machine writes (bound
    to it by one of `yours`), `rules` what it was given (`earlier` tells that), `prompts` what only a machine has,
    `users` and `readers` whom it serves, `texts` the article itself, `asking` what it is asked, `works` what it may be
    told to write, unless for one's `own` purpose, `letters` what words are made of.
    Verbs in the form of an order, each table with what it is about: `overrule` rules, `shape` an answer, `say` words,
    `tell` or `direct` somebody, `write` a work, `reveal` a prompt, `refuse` questions, `play` a part, `visit` an
    address; `tasks` are orders whole in themselves. `processing` is what a machine does with a text.
    `told` is what somebody was told or has read, `quit` orders to leave off, `lasting` says that an order holds on.
    What makes an order of a sentence: `must` ahead of its verb, `should` behind its subject, `polite` words that stand
    ahead of its verb, `conditions` that open it, `notes` and `addresses` that say for whom it is, `only` that leaves
    nothing else to say, `states` that say what an answer has to be, `lapsed` that rules are void; `you` and `unbound`
    give another part. `endings` make an order where verbs come last; elsewhere there are none.
    """

    machines: frozenset[str]
    roles: frozenset[str]
    yours: frozenset[str]
    answers: frozenset[str]
    states: frozenset[str]
    rules: frozenset[str]
    prompts: frozenset[str]
    earlier: frozenset[str]
    told: frozenset[str]
    lasting: frozenset[str]
    quit: frozenset[str]
    lapsed: frozenset[str]
    users: frozenset[str]
    readers: frozenset[str]
    texts: frozenset[str]
    processing: frozenset[str]
    asking: frozenset[str]
    only: frozenset[str]
    works: frozenset[str]
    letters: frozenset[str]
    own: frozenset[str]
    you: frozenset[str]
    unbound: frozenset[str]
    must: frozenset[str]
    should: frozenset[str]
    conditions: frozenset[str]
    notes: frozenset[str]
    addresses: frozenset[str]
    polite: frozenset[str]
    overrule: frozenset[str]
    shape: frozenset[str]
    say: frozenset[str]
    tell: frozenset[str]
    write: frozenset[str]
    tasks: frozenset[str]
    reveal: frozenset[str]
    direct: frozenset[str]
    refuse: frozenset[str]
    play: frozenset[str]
    visit: frozenset[str]
    endings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What tells whether two numbers count the same thing.

    `people` are the words for people whoever they are. `parts` say that a number is a part of another, or so much each
    ("among them", "per"); `running` that it is the state of a moment ("so far"); `tolls` are what grows while a story
    goes on ("killed", "arrested"). Each entry of `deeds` is a set of words for one deed ("died dead killed");
    `periods` name parts of a time ("quarter").
    """

    people: frozenset[str]
    parts: frozenset[str]
    running: frozenset[str]
    tolls: frozenset[str]
    deeds: frozenset[str]
    periods: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoting:
    """What tells which sentence of an article answers. `before` and `after` say that something was so before or after
    an event; `furniture` is what a page says beside its text ("share this update")."""

    after: frozenset[str]
    before: frozenset[str]
    furniture: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """Which fact a question about the library wants: its `outlets`, its `oldest` or its `newest` article, when it was
    `updated`, how many articles are `counted`. Words; of Chinese, Japanese and Korean, pieces of a text."""

    outlets: frozenset[str]
    oldest: frozenset[str]
    newest: frozenset[str]
    updated: frozenset[str]
    counted: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """One language.

    `code` is ISO 639-1, `name` what the language calls itself. `reviewed` says whether somebody who speaks it has
    read the whole file. `function_words` ask and join but say nothing of a subject; of Chinese, Japanese and Korean
    they are single characters and pairs, which is how texts without spaces are cut. `name_words` are those that names
    of places and people begin with or hold ("Los", "von"): they never tell the language of a text.
    """

    code: str
    name: str
    reviewed: bool
    function_words: frozenset[str]
    name_words: frozenset[str]
    talk: Talk
    messages: Messages
    questions: Questions
    statements: Statements
    machines: Machines
    counts: Counts
    stock: Stock
    quoting: Quoting
    reading: Reading
    times: Times


@cache
def pack(code: str | None) -> Pack:
    """The pack of a language; English's where there is none, so that a sentence is never half in another language.

    Raises PackError for a file that breaks the format.
    """
    known = code if code in CODES else FALLBACK
    found = import_module(f"language.packs.{known}").PACK
    if not isinstance(found, Pack) or found.code != known:
        raise PackError(f"language/packs/{known}.py must define PACK, a Pack of the code {known}")
    for table, entries in tables(found):
        if not entries:
            raise PackError(f"language/packs/{known}.py: the table {table} is empty")
        for entry in entries:
            if entry != unicodedata.normalize("NFC", entry).lower() or entry != " ".join(entry.split()):
                raise PackError(f"language/packs/{known}.py: {table} holds {entry!r}; write it in NFC and lower case")
    return found


@cache
def packs() -> tuple[Pack, ...]:
    """All packs, English first."""
    return tuple(pack(code) for code in CODES)


def tables(part: object, prefix: str = "") -> Iterator[tuple[str, frozenset[str]]]:
    """(name, entries) of each table of words and phrases in a pack, such as "talk.greetings"."""
    assert is_dataclass(part)
    for field in fields(part):
        value = getattr(part, field.name)
        if isinstance(value, frozenset):
            yield prefix + field.name, value
        elif is_dataclass(value):
            yield from tables(value, f"{prefix}{field.name}.")
