"""How well a judge reads labelled sentences, in three classes, and which threshold its probabilities want.

`dateline eval FOLDER --judge KIND` puts the `claims.jsonl` and `summaries.jsonl` of a folder to a judge. The threshold
is chosen on every second sentence and judged on the others, so that the figure is no wish.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
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
KINDS = ("words", "model", "decisions", "systemone")
BATCH = 20  # sentences in one call
THRESHOLDS = tuple(n / 20 for n in range(1, 20))

_LABELS: Mapping[str, Label] = {"supported": "whole", "partially_supported": "part", "not_supported": "not"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A sentence with its source, and whether people found it said there whole, in part or not."""

    id: str
    sentence: str
    source: str
    label: Label


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """What a judge made of a labelled sentence. `probability` is that the source says it, by the judge; None where it
    gave no usable verdict."""

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
class Calibration:
    """A judge's figures on a set. `chosen` is the threshold of the odd half, `held_out` what it does on the even."""

    judge: str
    scored: tuple[Scored, ...]
    chosen: At | None
    held_out: At | None
    tokens: Tokens
    trouble: str | None = None

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


def read(folder: Path, *, limit: int | None = None) -> list[Labelled]:
    """The labelled sentences of a folder. Raises QuestionSetError where it has none."""
    found: list[Labelled] = []
    try:
        if (path := folder / "claims.jsonl").is_file():
            found += list(map(_of_claim, lines(path)[:limit]))
        if (path := folder / "summaries.jsonl").is_file():
            found += [one for row in lines(path)[:limit] for one in _of_summary(row)]
    except (KeyError, TypeError) as error:
        raise QuestionSetError(f"{folder.name}: a line lacks {error}, so the set can't be run.") from error
    if not found:
        raise QuestionSetError(f"{folder.name} holds no claims.jsonl or summaries.jsonl for a judge to read.")
    return found


def _of_claim(row: dict[str, Any]) -> Labelled:
    source = "\n".join(str(one).replace("\n", " ") for one in row["evidence"])
    return Labelled(id=str(row["id"]), sentence=row["claim"], source=source, label=_LABELS[row["label"]])


def _of_summary(row: dict[str, Any]) -> Iterator[Labelled]:
    for n, one in enumerate(row["sentences"]):
        label: Label = "whole" if one["supported"] else "not"
        yield Labelled(
            id=f"{row['id']}-{n}", sentence=typeset(one["text"]), source=typeset(row["article"]), label=label
        )


def judge_of(settings: AnswerSettings, kind: str) -> Judge:
    """The judge of that kind, with the other settings as they are. Raises DatelineError."""
    from bot.answering.judging.choice import judge_for
    from bot.answering.judging.model import PROMPTS
    from bot.answering.models import build_model
    from bot.answering.pipeline import load_prompt

    if kind not in KINDS:
        raise QuestionSetError(f"--judge {kind} is no judge: there are {', '.join(KINDS)}.")
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
    chosen = best(scored[::2])
    return Calibration(
        judge=judge.name,
        scored=tuple(scored),
        chosen=chosen,
        held_out=at(scored[1::2], chosen.threshold) if chosen else None,
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


def best(scored: Sequence[Scored]) -> At | None:
    """The threshold with the highest sum of kept and caught; of several the highest: in doubt nothing is shown."""
    found = [one for threshold in THRESHOLDS if (one := at(scored, threshold))]
    return max(found, key=lambda one: (one.sum, one.threshold), default=None)


def as_json(found: Calibration) -> dict[str, Any]:
    """What `dateline eval --judge --json` prints."""
    return {
        "judge": found.judge,
        "sentences": len(found.scored),
        "shown": found.shown,
        "verdicts": found.classes,
        "threshold": found.chosen.threshold if found.chosen else None,
        "kept": found.held_out.kept if found.held_out else None,
        "caught": found.held_out.caught if found.held_out else None,
        "tokens": {"input": found.tokens.input, "output": found.tokens.output},
        "trouble": found.trouble,
    }


def as_text(found: Calibration) -> str:
    """The same for people."""
    rows = [f"{found.judge}: {len(found.scored)} sentences"]
    names = {"whole": "said whole", "part": "said in part", "not": "not said"}
    for label, counts in found.classes.items():
        if sum(counts.values()):
            told = ", ".join(f"{verdict} {n}" for verdict, n in counts.items() if n)
            rows.append(f"  {names[label]:<13} shown {found.shown[label]:.3f}   ({told})")
    if found.chosen and found.held_out:
        rows.append(
            f"JUDGE_THRESHOLD={found.chosen.threshold:.2f}, chosen on one half, keeps {found.held_out.kept:.3f} of the "
            f"true and catches {found.held_out.caught:.3f} of the untrue sentences of the other half."
        )
    if found.trouble:
        rows.append(f"Not all was judged: {found.trouble}")
    return "\n".join(rows)


def _claim(one: Labelled) -> Claim:
    return Claim(sentence=one.sentence, exhibits=(Exhibit(key=digest(one.source), text=one.source),))


def _scored(one: Labelled, opinion: Opinion[Saying] | None) -> Scored:
    if opinion is None:
        return Scored(id=one.id, label=one.label, verdict=None, probability=None)
    yes = opinion.probability if opinion.verdict == "says" else 1 - opinion.probability
    return Scored(id=one.id, label=one.label, verdict=opinion.verdict, probability=yes)


def dump(found: Calibration, path: Path) -> None:
    """Every score, one a line, so that the arithmetic can be done again."""
    rows = ({"id": s.id, "label": s.label, "verdict": s.verdict, "probability": s.probability} for s in found.scored)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
