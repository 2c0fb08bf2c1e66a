"""Which article an excerpt comes from: how often `source_of` finds it, and how often it names a wrong one.

    python -m evals.excerpts ../shared/evals/news --excerpts 200 --strangers 100 --seed 7

Half of the folder's articles.jsonl (`{"url", "title", "published", "text"}` a line) go into a library. Excerpts of one
to three sentences are taken from it, a quarter of them each word for word, with other typography, with words
changed, and with both; strangers are taken the same way from the other half. A stranger whose words some article
of the library holds too (an agency's text, a form) is none and is drawn again. An excerpt counts as found when
the article named is the one that it was taken from, or another that holds the very words.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import tempfile
import time
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot.answering.provenance import LEAST_SHARE, Provenance, source_of
from ingest.settings import IngestSettings
from ingest.splitting import split, splitter_version
from language.sentences import sentences
from vectorstore.library import Library
from vectorstore.model import Article, digest
from vectorstore.settings import StoreSettings

FEWEST_WORDS, MOST_WORDS = 8, 120
CHANGED = 0.12  # of the words of a misquoted excerpt, one at least
_TYPOGRAPHY = str.maketrans(
    {"“": '"', "”": '"', "‘": "'", "’": "'", "—": "--", "–": "-", "…": "...", '"': "”", "'": "’", "-": "‑"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    text: str
    original: str
    article: Article
    kind: str


def main() -> None:
    """Print the table; the exit code doesn't judge."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--excerpts", type=int, default=200)
    parser.add_argument("--strangers", type=int, default=100)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--embedding", default="local:minilm")
    parser.add_argument("--show", action="store_true", help="print each excerpt that went wrong, with its share")
    given = parser.parse_args()

    dice = random.Random(given.seed)
    articles = read(given.folder / "articles.jsonl")
    dice.shuffle(articles)
    inside, outside = articles[: len(articles) // 2], articles[len(articles) // 2 :]
    held = [(article, plain(article.text)) for article in inside]
    with tempfile.TemporaryDirectory() as place:
        settings = StoreSettings(_env_file=None, dateline_data=Path(place) / "data", embedding=given.embedding)
        fill(settings, inside)
        with Library.open(settings) as library:
            own = drawn(inside, given.excerpts, dice)
            strange = drawn(outside, given.strangers, dice, strange_to=[text for _, text in held])
            judge(library, own, strange, held, show=given.show)


def judge(
    library: Library,
    own: Sequence[Excerpt],
    strange: Sequence[Excerpt],
    held: Sequence[tuple[Article, str]],
    *,
    show: bool,
) -> None:
    """Ask for each excerpt and print what came of it, by kind."""
    console = Console()
    table = Table("excerpts", "n", "found", "not found", "wrong article", "lowest share", "highest not named", "ms")
    for name, excerpts, known in (("of the library", own, True), ("strangers", strange, False)):
        asked_all = [(one.kind, one, *asked(library, one, held)) for one in excerpts]
        for kind in (*KINDS, "all"):
            rows = [row for row in asked_all if kind in (row[0], "all")]
            named = [(found, source) for _, _, found, source, _ in rows if source and source.share >= LEAST_SHARE]
            right = [source for found, source in named if found]
            wrong = [source for found, source in named if not found]
            others = [source.share for *_, source, _ in rows if source and source.share < LEAST_SHARE]
            lowest = min((source.share for source in right), default=None)
            table.add_row(
                f"{name}: {kind}",
                str(len(rows)),
                f"{len(right) / len(rows):.3f}" if known else "",
                str(len(rows) - len(right) - len(wrong)),
                str(len(wrong)),
                "" if lowest is None else f"{lowest:.2f}",
                f"{max(others):.2f}" if others else "",
                f"{sum(ms for *_, ms in rows) / len(rows):.0f}",
            )
        if show:
            for kind, one, found, source, _ in asked_all:
                is_named = source is not None and source.share >= LEAST_SHARE
                if is_named != known or (is_named and not found):
                    share = f"{source.share:.2f} {source.quotes}" if source else "nothing found"
                    console.print(f"{name}, {kind}: {one.text!r} -> {share}", markup=False)
    console.print(table)


def asked(
    library: Library, excerpt: Excerpt, held: Sequence[tuple[Article, str]]
) -> tuple[bool, Provenance | None, float]:
    """(whether the best article is right, how it matches however badly, milliseconds)."""
    started = time.perf_counter()
    source = source_of(excerpt.text, library, least=0.0)
    spent = (time.perf_counter() - started) * 1000
    words = plain(excerpt.original)
    right = source is not None and any(
        article.id == source.article.id and (article.id == excerpt.article.id or words in text)
        for article, text in held
    )
    return right, source, spent


def read(path: Path) -> list[Article]:
    """The articles of a JSONL file, copies of a text left out."""
    found: dict[str, Article] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        text = row["text"].strip()
        if text:
            published = datetime.fromisoformat(row["published"]).replace(tzinfo=UTC) if row.get("published") else None
            one = Article(
                id=row["url"], url=row["url"], title=row["title"] or None, text=text, content_hash=digest(text),
                source_hash=digest(line), fetched_at=datetime.now(UTC), published=published, language="en",
            )  # fmt: skip
            found.setdefault(one.content_hash, one)
    return list(found.values())


def fill(settings: StoreSettings, articles: Sequence[Article]) -> None:
    """Put the articles into a new library, split as ingest splits them."""
    how = IngestSettings.model_construct()
    with Library.writing(settings, splitter=splitter_version(how), command="eval") as writer:
        embedder = writer.embedder
        for one in articles:
            writer.put(
                one,
                split(one, settings=how, count_tokens=embedder.count_tokens, max_tokens=embedder.max_tokens),
            )


def drawn(
    articles: Sequence[Article], count: int, dice: random.Random, *, strange_to: Sequence[str] = ()
) -> list[Excerpt]:
    """Excerpts of one to three sentences, by turns of each kind."""
    vocabulary = sorted({word for one in dice.sample(list(articles), 20) for word in one.text.split()})
    found: list[Excerpt] = []
    while len(found) < count:
        article = dice.choice(articles)
        parts = sentences(article.text)
        first, length = dice.randrange(len(parts)), dice.randint(1, 3)
        chosen = parts[first : first + length]
        original = article.text[chosen[0].start : chosen[-1].start + len(chosen[-1].text)]
        if not FEWEST_WORDS <= len(original.split()) <= MOST_WORDS:
            continue
        if any(plain(original) in text for text in strange_to):
            continue
        kind = list(KINDS)[len(found) % len(KINDS)]
        text = KINDS[kind](original, dice, vocabulary)
        found.append(Excerpt(text=text, original=original, article=article, kind=kind))
    return found


def plain(text: str) -> str:
    """Letters and digits alone, for telling whether a text holds words; other than `source_of` compares them."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


def _as_it_is(text: str, dice: random.Random, vocabulary: Sequence[str]) -> str:
    return text


def _typeset(text: str, dice: random.Random, vocabulary: Sequence[str]) -> str:
    text = " ".join(text.translate(_TYPOGRAPHY).split())
    return text.upper() if dice.random() < 0.2 else text


def _misquoted(text: str, dice: random.Random, vocabulary: Sequence[str]) -> str:
    """Words replaced, left out, added or put the other way round."""
    words = text.split()
    for _ in range(max(1, round(CHANGED * len(words)))):
        at = dice.randrange(len(words) - 1)
        match dice.choice(("replace", "leave out", "add", "turn")):
            case "replace":
                words[at] = dice.choice(vocabulary)
            case "leave out":
                del words[at]
            case "add":
                words.insert(at, dice.choice(vocabulary))
            case _:
                words[at], words[at + 1] = words[at + 1], words[at]
    return " ".join(words)


def _both(text: str, dice: random.Random, vocabulary: Sequence[str]) -> str:
    return _typeset(_misquoted(text, dice, vocabulary), dice, vocabulary)


KINDS: dict[str, Callable[[str, random.Random, Sequence[str]], str]] = {
    "word for word": _as_it_is,
    "typography": _typeset,
    "words changed": _misquoted,
    "both": _both,
}

if __name__ == "__main__":
    main()
