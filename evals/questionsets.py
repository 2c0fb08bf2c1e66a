"""Question sets read from a folder, in any of the formats that the scorer's sets have.

    articles.jsonl, questions.jsonl            questions with `answers` and `gold_urls`; `without_gold.jsonl` repeats
      (+ without_gold, unanswerable)           them with `exclude_urls`, `unanswerable.jsonl` has none: both to refuse
    facts.jsonl, questions.jsonl               facts of articles; `gold_fact_ids`; type "null_query" is to be refused
    answerable.jsonl, unanswerable.jsonl       `{id, input, passages: [{title, text}]}`: the passages are the library
    questions.jsonl with a `text` a line       `{lang, title, text, question, answers}`: the texts are the library
    claims.jsonl                               `{id, claim, evidence: [sentence, ...], label}`: for the judge alone
    summaries.jsonl                            `{id, article: text, sentences: [{text, supported}, ...]}`: the same
    denied.jsonl                               `{id, language, frame, passage, claim}`, none of which holds: the same
    sentences.jsonl                            `{id, article, sentence, holds, change or form, question?}`, and
    changed_answers.jsonl                      `{id, article, sentence, holds}` about articles of the library

Instead of articles.jsonl a folder `articles` will do, or `--articles`. Several of these may stand in one folder.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from bot.batches import moment
from vectorstore.errors import DatelineError

Row = dict[str, Any]
Kind = Literal["answerable", "without gold", "unanswerable"]
Label = Literal["whole", "part", "not"]


class QuestionSetError(DatelineError):
    """The folder holds no question set that can be run."""

    exit_code = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked, when, and what must come of it.

    `answers` are texts one of which must stand in the answer (empty: not known), `gold_urls` the articles that hold
    it. Of all but the answerable ones a refusal is right.
    """

    id: str
    kind: Kind
    question: str
    now: datetime | None = None
    answers: tuple[str, ...] = ()
    gold_urls: frozenset[str] = frozenset()
    exclude_urls: tuple[str, ...] = ()

    @property
    def case(self) -> str:
        """A name that no other case of the set has."""
        return f"{self.kind} {self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A sentence with what it is checked against: sentences of evidence, or an article of the library.

    `label` is whether that says all of it, a part or nothing of it; `kind` how it was changed or worded, where that is
    known; `set` the file that it comes from, `question` what it answers where it is a fragment.
    """

    id: str
    sentence: str
    label: Label
    set: str = ""
    kind: str = ""
    question: str = ""
    evidence: tuple[str, ...] = ()
    article: str | None = None
    language: str | None = None

    @property
    def holds(self) -> bool:
        return self.label == "whole"

    @property
    def case(self) -> str:
        return f"claim {self.set} {self.id}".replace("  ", " ")


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionSet:
    """One folder's questions and labelled claims, and the articles that they are asked about.

    `articles` is a file or folder that ingest reads, or `records` are articles made from the questions themselves.
    """

    name: str
    folder: Path
    questions: tuple[Question, ...] = ()
    claims: tuple[Claim, ...] = ()
    articles: Path | None = None
    records: tuple[Row, ...] = field(default=(), repr=False)

    @property
    def needs_library(self) -> bool:
        return bool(self.questions) or any(claim.article for claim in self.claims)


def read(folder: Path, *, articles: Path | None = None, limit: int | None = None, held: bool = False) -> QuestionSet:
    """The set of a folder; `limit` keeps the first questions and claims of each file. With `held` a library holds the
    articles already, and the set needs none. Raises QuestionSetError."""
    if not folder.is_dir():
        raise QuestionSetError(f"There is no folder {folder}: name one that holds a question set.")
    files = {path.stem: path for path in sorted(folder.glob("*.jsonl"))}
    rows = {name: lines(path) for name, path in files.items() if name not in ("articles",)}
    cut = {name: found[:limit] for name, found in rows.items()}
    asked = cut.get("questions", [])
    records: list[Row] = []
    try:
        if "answerable" in rows:
            questions = [
                *_of_inputs(cut["answerable"], "answerable"),
                *_of_inputs(cut.get("unanswerable", []), "unanswerable"),
            ]
            records = [*_records_of_inputs(rows["answerable"]), *_records_of_inputs(rows.get("unanswerable", []))]
        elif "facts" in rows:
            questions, records = _of_facts(asked, rows["facts"]), _records_of_facts(rows["facts"])
        elif asked and "text" in asked[0]:
            questions = [_of_text(n, row) for n, row in enumerate(asked)]
            records = [{"url": _text_url(row), "title": row["title"], "text": row["text"]} for row in rows["questions"]]
        else:
            questions = [
                *(_question(row, "answerable") for row in asked),
                *(_question(row, "without gold") for row in cut.get("without_gold", [])),
                *(_question(row, "unanswerable") for row in cut.get("unanswerable", [])),
            ]
        claims = [
            *(_claim(row) for row in cut.get("claims", [])),
            *(claim for row in cut.get("summaries", []) for claim in _of_summary(row)),
            *(_denied(row) for row in cut.get("denied", [])),
            *(_sentence(row, name) for name in ("changed_answers", "sentences") for row in cut.get(name, [])),
        ]
    except (KeyError, TypeError) as error:
        raise QuestionSetError(f"{folder.name}: a line lacks {error}, so the set can't be run.") from error
    except ValueError as error:
        raise QuestionSetError(f"{folder.name}: {error}.") from error
    if not questions and not claims:
        raise QuestionSetError(f"{folder.name} holds no questions.jsonl, answerable.jsonl or claims.jsonl to run.")
    unique: dict[str, Row] = {row["url"]: row for row in records}
    found = QuestionSet(
        name=folder.resolve().name,
        folder=folder.resolve(),
        questions=tuple(questions),
        claims=tuple(claims),
        articles=articles or next((p for p in (folder / "articles.jsonl", folder / "articles") if p.exists()), None),
        records=tuple(unique.values()),
    )
    if found.needs_library and found.articles is None and not found.records and not held:
        raise QuestionSetError(f"{folder.name} has no articles.jsonl: name the articles with --articles.")
    return found


def lines(path: Path) -> list[Row]:
    """The objects of a JSONL file. Raises QuestionSetError, naming the line."""
    found = []
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionSetError(f"{path.name} is not valid UTF-8: save it again as UTF-8.") from error
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise QuestionSetError(f"{path.name} line {number} is not JSON.") from error
        if not isinstance(row, dict):
            raise QuestionSetError(f"{path.name} line {number} is not a JSON object.")
        found.append(row)
    return found


def _question(row: Row, kind: Kind) -> Question:
    stated = row.get("now") or row.get("asked_on")
    return Question(
        id=str(row["id"]),
        kind=kind,
        question=row["question"],
        now=moment(stated) if stated else None,
        answers=tuple(row.get("answers") or ()) if kind == "answerable" else (),
        gold_urls=frozenset(row.get("gold_urls") or ()) if kind == "answerable" else frozenset(),
        exclude_urls=tuple(row.get("exclude_urls") or ()),
    )


def _claim(row: Row) -> Claim:
    labels: dict[str, Label] = {"supported": "whole", "partially_supported": "part"}
    return Claim(
        id=str(row["id"]),
        sentence=row["claim"],
        label=labels.get(row["label"], "not"),
        set="claims",
        evidence=tuple(row["evidence"]),
    )


def _of_summary(row: Row) -> Iterator[Claim]:
    """The sentences of a machine's summary, as three readers judged them; their words and marks stand apart there."""
    from evals.claims import typeset

    for n, sentence in enumerate(row["sentences"], start=1):
        yield Claim(
            id=f"{row['id']}.{n}",
            sentence=typeset(sentence["text"]),
            label="whole" if sentence["supported"] else "not",
            set="summaries",
            evidence=(typeset(row["article"]),),
            language="en",
        )


def _denied(row: Row) -> Claim:
    return Claim(
        id=str(row["id"]),
        sentence=row["claim"],
        label="not",
        set="denied",
        kind="denied clause",
        evidence=(row["passage"],),
        language=row["language"],
    )


def _sentence(row: Row, name: str) -> Claim:
    return Claim(
        id=str(row["id"]),
        sentence=row["sentence"],
        label="whole" if row["holds"] else "not",
        set=name,
        kind=row.get("change") or f"true, {row['form']}",
        question=row.get("question", ""),
        article=row["article"],
    )


# Sets without articles: each text becomes an article at an address that leads nowhere.


def _address(kind: str, name: object) -> str:
    return f"https://example.com/{kind}/{name}"


def _of_inputs(rows: Sequence[Row], kind: Kind) -> list[Question]:
    return [
        Question(
            id=str(row["id"]),
            kind=kind,
            question=row["input"],
            gold_urls=frozenset({_address("passage", row["id"])}) if kind == "answerable" else frozenset(),
        )
        for row in rows
    ]


def _records_of_inputs(rows: Sequence[Row]) -> list[Row]:
    return [
        {
            "url": _address("passage", row["id"]),
            "title": row["passages"][0]["title"],
            "text": "\n\n".join(passage["text"] for passage in row["passages"]),
        }
        for row in rows
    ]


def _of_facts(asked: Sequence[Row], facts: Sequence[Row]) -> list[Question]:
    urls = {row["fact_id"]: row["url"] for row in facts}
    return [
        Question(
            id=str(row["id"]),
            kind="unanswerable" if row["type"] == "null_query" else "answerable",
            question=row["question"],
            # The answers are "Yes", "No" or a name that the sources don't give in so many words: not told by words.
            gold_urls=frozenset(urls[id_] for id_ in row["gold_fact_ids"] if id_ in urls),
        )
        for row in asked
    ]


def _records_of_facts(facts: Iterable[Row]) -> list[Row]:
    found: dict[str, Row] = {}
    for row in facts:
        article = found.setdefault(
            row["url"],
            {"url": row["url"], "title": row["title"], "published": row["published_at"], "outlet": row["source"],
             "text": ""},
        )  # fmt: skip
        article["text"] = f"{article['text']}\n\n{row['fact']}".strip()
    return list(found.values())


def _of_text(number: int, row: Row) -> Question:
    return Question(
        id=f"{row['lang']}-{number}",
        kind="answerable",
        question=row["question"],
        answers=tuple(row["answers"]),
        gold_urls=frozenset({_text_url(row)}),
    )


def _text_url(row: Row) -> str:
    from vectorstore.model import digest

    return _address(row["lang"], digest(row["text"]))
