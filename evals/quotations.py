"""Find the source, measured as members see it: title, outlet, date and address of what is named.

    python -m evals.quotations ../shared/evals/news --library data --seed 11

`--library` is a library of the folder's articles.jsonl (`dateline ingest`). Half of its articles are hidden. One
hundred quotations are of the other half, a fifth each word for word, with other typography, with words changed,
shortened by an ellipsis, and inside a message that talks about them. One hundred are not there: half are taken the same
ways from the hidden articles (and from nothing that any shown article holds too), half are forged of the halves of two
sentences of shown articles. A named source is right when its title, outlet, day and address are those that the folder's
record has for that address; another article that holds the very words is right too. Where a text as a whole has no
source but a quotation inside it does, members are told so: that is counted apart, and is wrong where the article
doesn't hold that quotation. The texts are not kept.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from rich.console import Console
from rich.table import Table

from bot.answering.provenance import Provenance, source_in
from bot.discord.rendering import article_line
from evals.excerpts import KINDS, Excerpt, drawn, plain, read
from vectorstore.library import Library
from vectorstore.model import Article, Hit
from vectorstore.settings import StoreSettings

MOST_WRONG = 0.02
FRAMES = (
    "is this real? “{}” saw it on my feed",
    "> {}\nno way they wrote that",
    'My uncle posted "{}" yesterday, does anybody know where it is from?',
)


class HalfLibrary(Library):
    """A library some of whose articles are hidden."""

    def __init__(self, library: Library, hidden: Collection[str]) -> None:
        vars(self).update(vars(library))
        self._hidden = hidden

    def search(self, question: str, *, k: int = 8, **options: Any) -> list[Hit]:
        found = super().search(question, k=3 * k, **options)
        return [hit for hit in found if hit.article.id not in self._hidden][:k]


def main() -> int:
    """Print the table; 1 where more than MOST_WRONG are wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--embedding", default="local:minilm")
    parser.add_argument("--each", type=int, default=100)
    parser.add_argument("--seed", type=int, default=11)
    given = parser.parse_args()
    dice = random.Random(given.seed)
    records = recorded(given.folder / "articles.jsonl")
    settings = StoreSettings(_env_file=None, dateline_data=given.library, embedding=given.embedding)
    with Library.open(settings) as whole:
        known = [one for one in read(given.folder / "articles.jsonl") if whole.article(one.id)]
        dice.shuffle(known)
        shown, hidden = known[: len(known) // 2], known[len(known) // 2 :]
        texts = [plain(one.text) for one in shown]
        quotations = {
            "present": [_dressed(one, n, dice) for n, one in enumerate(drawn(shown, given.each, dice))],
            "absent: of other articles": [
                _dressed(one, n, dice) for n, one in enumerate(drawn(hidden, given.each // 2, dice, strange_to=texts))
            ],
            "absent: forged": forged(shown, given.each - given.each // 2, dice),
        }
        # Whatever is neither shown nor known by its record stays hidden too.
        visible = {one.id for one in shown}
        out_of_sight = {one.id for one in whole.articles(openings=True) if one.id not in visible}
        library = HalfLibrary(whole, out_of_sight)
        counted = {name: Counter(judged(library, part, records, shown)) for name, part in quotations.items()}
    return report(counted, {name: len(part) for name, part in quotations.items()})


def judged(
    library: Library, quotations: Sequence[Excerpt], records: dict[str, dict[str, Any]], shown: Sequence[Article]
) -> list[str]:
    """What came of each quotation: right, wrong (with what is wrong) or declined; and what was told of its words."""
    found = []
    texts = {one.id: plain(one.text) for one in shown}
    for one in quotations:
        source = source_in(one.text, library)
        if source is None:
            found.append("declined")
            continue
        if one.kind != "in a message" and len(source.excerpt) < len(one.text):
            # Words in quotation marks inside it, which stand there or don't; a member is told that only they do.
            held = plain(source.excerpt) in texts.get(source.article.id, "")
            found.append("declined but for an inner quotation" if held else "wrong: inner quotation")
            continue
        words = plain(one.original)
        is_held = one.article.id == source.article.id or (bool(words) and words in texts.get(source.article.id, ""))
        is_held = is_held and one.kind != "forged"
        lacking = [name for name, is_right in fields(source, records[source.article.id]).items() if not is_right]
        if not is_held or lacking:
            log(f"{one.kind}: {source.share:.2f} of {len(one.text.split())} words")
        found.append("right" if is_held and not lacking else f"wrong: {', '.join(lacking) or 'article'}")
        found.append(
            "told as word for word" if source.exact else "told what differs" if source.changes else "share only"
        )
    return found


def log(line: str) -> None:
    """A word on what went wrong, without its text."""
    Console(stderr=True).print(line, markup=False)


def fields(source: Provenance, record: dict[str, Any]) -> dict[str, bool]:
    """Whether what a member is shown of a source is what its record says."""
    article, line = source.article, article_line(source.article, "en")
    day = datetime.fromisoformat(record["published"]) if record.get("published") else None
    host = (urlsplit(record["url"]).hostname or "").removeprefix("www.")
    return {
        "title": not record["title"] or article.title == record["title"],
        "outlet": host in line.replace("\\", ""),
        "date": day is None or (article.published is not None and article.published.date() == day.date()),
        "address": article.url == record["url"],
    }


def recorded(path: Path) -> dict[str, dict[str, Any]]:
    """The folder's records by address."""
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return {row["url"]: row for row in rows}


def forged(articles: Sequence[Article], count: int, dice: random.Random) -> list[Excerpt]:
    """Quotations that nobody wrote: each of the halves of two, in one sentence."""
    found: list[Excerpt] = []
    while len(found) < count:
        first, second = drawn(articles, 2, dice)
        head, tail = first.original.split(), second.original.split()
        if first.article.id == second.article.id or not 0.7 <= len(head) / len(tail) <= 1.4:
            continue
        text = " ".join([*head[: len(head) // 2], *tail[len(tail) // 2 :]])
        found.append(Excerpt(text=text, original="", article=first.article, kind="forged"))
    return found


def _dressed(one: Excerpt, n: int, dice: random.Random) -> Excerpt:
    """A quotation in one of five ways, by turns."""
    ways: dict[str, Callable[[str], str]] = {
        **{name: _kind(name, dice) for name in ("word for word", "typography", "words changed")},
        "shortened": _shortened,
        "in a message": lambda text: dice.choice(FRAMES).format(" ".join(text.replace('"', "'").split())),
    }
    kind = list(ways)[n % len(ways)]
    return Excerpt(text=ways[kind](one.original), original=one.original, article=one.article, kind=kind)


def _kind(name: str, dice: random.Random) -> Callable[[str], str]:
    return lambda text: KINDS[name](text, dice, ["perhaps", "seven", "because", "river"])


def _shortened(text: str) -> str:
    """Without some words in its middle."""
    words = text.split()
    third = max(4, len(words) // 3)
    return " ".join([*words[:third], "…", *words[-third:]]) if len(words) > 3 * third - 2 else text


def report(counted: dict[str, Counter[str]], sizes: dict[str, int]) -> int:
    """Print what came of them; the exit code."""
    table = Table("quotations", "n", "right", "wrong", "declined", "of what")
    wrong_in_all = 0
    for name, count in counted.items():
        wrong = {kind: n for kind, n in count.items() if kind.startswith("wrong")}
        wrong_in_all += sum(wrong.values())
        declined = sum(n for kind, n in count.items() if kind.startswith("declined"))
        others = ", ".join(f"{kind} {n}" for kind, n in count.items() if kind not in ("right", "declined"))
        table.add_row(name, str(sizes[name]), str(count["right"]), str(sum(wrong.values())), str(declined), others)
    share = wrong_in_all / sum(sizes.values())
    console = Console()
    console.print(table)
    console.print(f"wrong: {wrong_in_all} of {sum(sizes.values())} ({share:.3f}; at most {MOST_WRONG})")
    return int(share > MOST_WRONG)


if __name__ == "__main__":
    raise SystemExit(main())
