"""How well a judge reads labelled sentences, in three classes, and which threshold its probabilities want.

`dateline eval FOLDER --judge KIND` puts the sets of a folder to a judge, `claims.jsonl`, `summaries.jsonl` and
`sentences.jsonl`, and then our own: the halves of one-change sentences, and sentences in another language than their
article. Each set has its own figures. The threshold is chosen on every second sentence of each and judged on the
others, so that the figure is no wish.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from bot.answering.judging.judge import Claim, Exhibit, Judge, Opinion, Saying
from bot.answering.judging.words.judge import WordsJudge
from bot.answering.tokens import Tokens
from evals.claims import typeset
from evals.questionsets import QuestionSetError, lines
from vectorstore.model import digest

if TYPE_CHECKING:
    from bot.settings import AnswerSettings

Label = Literal["whole", "part", "not"]
LABELS: tuple[Label, ...] = get_args(Label)
OWN = Path(__file__).parent / "sets"
HALVES = ("one_change/first", "one_change/second")
KINDS = ("words", "model", "decisions", "systemone")
BATCH = 20  # sentences in one call
THRESHOLDS = tuple(n / 20 for n in range(1, 20))

_LABELS: Mapping[str, Label] = {
    "supported": "whole", "partially_supported": "part", "not_supported": "not",
    "whole": "whole", "part": "part", "not": "not"}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A sentence with its source, and whether people found it said there whole, in part or not. `set` is the name of
    what it is counted with; `question` is what a fragment answers."""

    set: str
    id: str
    sentence: str
    source: Exhibit
    label: Label
    question: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """What a judge made of a labelled sentence. `probability` is that the source says it, by the judge; None where it
    gave no usable verdict."""

    set: str
    id: str
    label: Label
    verdict: Saying | None
    probability: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class At:
    """What a threshold does: `kept` of the sentences that are said whole, `caught` of those that are not said."""

    threshold: float
    kept: float
    caught: float

    @property
    def sum(self) -> float:
        return self.kept + self.caught


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What a judge made of the sentences of one set, or of several. `held_out` is what the chosen threshold does to
    the half of them that it was not chosen on."""

    scored: tuple[Scored, ...]
    held_out: At | None

    @property
    def classes(self) -> dict[Label, dict[str, int]]:
        """For each label how often each verdict was given; "none" where no verdict could be used."""
        verdicts = (*get_args(Saying), "none")
        return {
            label: {
                verdict: sum((one.verdict or "none") == verdict for one in self.scored if one.label == label)
                for verdict in verdicts
            }
            for label in LABELS
        }

    @property
    def shown(self) -> dict[Label, float]:
        """For each label the share that would be shown: what a reader feels."""
        found: dict[Label, float] = {}
        for label in LABELS:
            of = [one for one in self.scored if one.label == label]
            if of:
                found[label] = sum(one.verdict == "says" for one in of) / len(of)
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration(Figures):
    """A judge's figures on all sets together, and on each by its name. `chosen` is the threshold that is best on one
    half of each set, where every set counts alike."""

    judge: str
    sets: Mapping[str, Figures]
    chosen: At | None
    tokens: Tokens
    trouble: str | None = None


def read(folder: Path, *, limit: int | None = None) -> list[Labelled]:
    """The labelled sentences of a folder, `limit` of each file. Raises QuestionSetError where it has none."""
    found: list[Labelled] = []
    try:
        if (path := folder / "claims.jsonl").is_file():
            found += list(map(_of_claim, lines(path)[:limit]))
        if (path := folder / "summaries.jsonl").is_file():
            found += [one for row in lines(path)[:limit] for one in _of_summary(row)]
        if (path := folder / "sentences.jsonl").is_file():
            found += _of_articles(path, limit=limit)
    except (KeyError, TypeError) as error:
        raise QuestionSetError(f"{folder.name}: a line lacks {error}, so the set can't be run.") from error
    if not found:
        raise QuestionSetError(f"{folder.name} holds no claims.jsonl or summaries.jsonl for a judge to read.")
    return found


def read_own(*, limit: int | None = None) -> list[Labelled]:
    """Our own labelled sentences: the halves of one-change sentences that there are, and those across languages."""
    paths = [OWN / half / "sentences.jsonl" for half in HALVES]
    paths.append(OWN / HALVES[0] / "cross_language.jsonl")
    return [one for path in paths if path.is_file() for one in _of_articles(path, limit=limit)]


def _of_claim(row: dict[str, Any]) -> Labelled:
    source = "\n".join(str(one).replace("\n", " ") for one in row["evidence"])
    return Labelled(
        set="claims", id=str(row["id"]), sentence=row["claim"], source=_exhibit(source), label=_LABELS[row["label"]]
    )


def _of_summary(row: dict[str, Any]) -> Iterator[Labelled]:
    for n, one in enumerate(row["sentences"]):
        label: Label = "whole" if one["supported"] else "not"
        source = _exhibit(typeset(row["article"]))
        yield Labelled(
            set="summaries", id=f"{row['id']}-{n}", sentence=typeset(one["text"]), source=source, label=label
        )


def _of_articles(path: Path, *, limit: int | None) -> list[Labelled]:
    """Sentences about the articles that stand beside them: `{"id", "article": URL, "sentence"}` with `holds` (true or
    false) or `label` (one of LABELS), and `question` where a sentence is a fragment that answers one."""
    articles = {row["url"]: row for row in lines(path.with_name("articles.jsonl"))}
    name = path.stem if path.stem != "sentences" else "/".join(path.resolve().parts[-3:-1])
    return [
        Labelled(
            set=name,
            id=str(row["id"]),
            sentence=row["sentence"],
            source=_exhibit_of(articles[row["article"]]),
            label=_LABELS[row["label"]] if "label" in row else "whole" if row["holds"] else "not",
            question=row.get("question", ""),
        )
        for row in lines(path)[:limit]
    ]


def _exhibit(text: str) -> Exhibit:
    return Exhibit(key=digest(text), text=text)


def _exhibit_of(article: dict[str, Any]) -> Exhibit:
    return Exhibit(
        key=article["url"],
        text=article["text"],
        title=article["title"],
        outlet=article.get("outlet"),
        published=date.fromisoformat(article["published"][:10]) if article.get("published") else None,
        language=article.get("language"),
    )


def judge_of(settings: AnswerSettings, kind: str) -> Judge:
    """The judge of that kind, with the other settings as they are. Raises DatelineError."""
    from bot.answering.judging.choice import judge_for
    from bot.answering.judging.model import PROMPTS
    from bot.answering.models import build_model
    from bot.answering.pipeline import load_prompt

    if kind not in KINDS:
        raise QuestionSetError(f"--judge {kind} is not a judge: choose one of {', '.join(KINDS)}.")
    if kind == "systemone" and not (settings.judge_base_url and settings.judge_model):
        raise QuestionSetError("--judge systemone needs JUDGE_BASE_URL and JUDGE_MODEL.")
    if kind == "words":
        return WordsJudge()
    changed = settings.model_copy(update={"judge": kind})
    prompts = {name: load_prompt(name, overrides=settings.prompts_dir) for name in PROMPTS}
    judge = judge_for(changed, build_model(changed), prompts=prompts)
    assert judge is not None, "words was asked for above"
    return judge


def calibrate(
    judge: Judge, labelled: Sequence[Labelled], *, progress: Callable[[str, int, int], None] = lambda *_: None
) -> Calibration:
    """Put all sentences to a judge."""
    scored: list[Scored] = []
    tokens, trouble = Tokens(), None
    for start in range(0, len(labelled), BATCH):
        progress("judging", start, len(labelled))
        batch = labelled[start : start + BATCH]
        judged = judge.says([_claim(one) for one in batch])
        tokens, trouble = tokens.plus(judged.tokens), judged.trouble or trouble
        scored += [_scored(one, opinion) for one, opinion in zip(batch, judged.opinions, strict=True)]
    by_set = {name: tuple(one for one in scored if one.set == name) for name in dict.fromkeys(o.set for o in scored)}
    chosen = best([some[::2] for some in by_set.values()])

    def figures(some: tuple[Scored, ...]) -> Figures:
        return Figures(scored=some, held_out=at(some[1::2], chosen.threshold) if chosen else None)

    return Calibration(
        judge=judge.name,
        scored=tuple(scored),
        sets={name: figures(some) for name, some in by_set.items()},
        chosen=chosen,
        held_out=at([one for some in by_set.values() for one in some[1::2]], chosen.threshold) if chosen else None,
        tokens=tokens,
        trouble=trouble,
    )


def at(scored: Sequence[Scored], threshold: float) -> At | None:
    """What a threshold does to these sentences; None where one of the two classes is missing. What is said in part
    counts with neither: a reader is misled by it, and it is not untrue."""
    told = [one for one in scored if one.probability is not None]
    whole = [one for one in told if one.label == "whole"]
    untrue = [one for one in told if one.label == "not"]
    if not whole or not untrue:
        return None
    return At(
        threshold=threshold,
        kept=sum((one.probability or 0) >= threshold for one in whole) / len(whole),
        caught=sum((one.probability or 0) < threshold for one in untrue) / len(untrue),
    )


def best(sets: Sequence[Sequence[Scored]]) -> At | None:
    """The threshold with the highest sum of kept and caught, each set counting alike; of several the highest: in doubt
    nothing is shown. A set without true or without untrue sentences doesn't count."""
    found = []
    for threshold in THRESHOLDS:
        each = [one for some in sets if (one := at(some, threshold))]
        if each:
            kept, caught = math.fsum(one.kept for one in each), math.fsum(one.caught for one in each)
            found.append(At(threshold=threshold, kept=kept / len(each), caught=caught / len(each)))
    return max(found, key=lambda one: (round(one.sum, 9), one.threshold), default=None)


def as_json(found: Calibration) -> dict[str, Any]:
    """What `dateline eval --judge --json` prints: all sets together, and under `sets` each by its name."""
    return {
        "judge": found.judge,
        **_figures_as_json(found),
        "threshold": found.chosen.threshold if found.chosen else None,
        "sets": {name: _figures_as_json(one) for name, one in found.sets.items()},
        "tokens": {"input": found.tokens.input, "output": found.tokens.output},
        "trouble": found.trouble,
    }


def _figures_as_json(figures: Figures) -> dict[str, Any]:
    return {
        "sentences": len(figures.scored),
        "shown": figures.shown,
        "verdicts": figures.classes,
        "kept": figures.held_out.kept if figures.held_out else None,
        "caught": figures.held_out.caught if figures.held_out else None,
    }


def as_text(found: Calibration) -> str:
    """The same for people."""
    rows = [f"{found.judge}: {len(found.scored)} sentences"]
    names = {"whole": "said whole", "part": "said in part", "not": "not said"}
    for name, figures in found.sets.items():
        rows.append(f"{name}, {len(figures.scored)} sentences")
        for label, counts in figures.classes.items():
            if sum(counts.values()):
                told = ", ".join(f"{verdict} {n}" for verdict, n in counts.items() if n)
                rows.append(f"  {names[label]:<13} shown {figures.shown[label]:.3f}   ({told})")
    if found.chosen:
        rows.append(f"JUDGE_THRESHOLD={found.chosen.threshold:.2f}, chosen on one half of each set. On the other half:")
        rows += [
            f"  {name}: keeps {one.held_out.kept:.3f} of the true and catches {one.held_out.caught:.3f} of the untrue"
            for name, one in found.sets.items()
            if one.held_out
        ]
    if found.trouble:
        rows.append(f"Not all was judged: {found.trouble}")
    return "\n".join(rows)


def _claim(one: Labelled) -> Claim:
    return Claim(sentence=one.sentence, exhibits=(one.source,), question=one.question)


def _scored(one: Labelled, opinion: Opinion[Saying] | None) -> Scored:
    if opinion is None:
        return Scored(set=one.set, id=one.id, label=one.label, verdict=None, probability=None)
    yes = opinion.probability if opinion.verdict == "says" else 1 - opinion.probability
    return Scored(set=one.set, id=one.id, label=one.label, verdict=opinion.verdict, probability=yes)


def dump(found: Calibration, path: Path) -> None:
    """Every score, one a line, so that the arithmetic can be done again."""
    text = "".join(json.dumps(asdict(one)) + "\n" for one in found.scored)
    path.write_text(text, encoding="utf-8")
