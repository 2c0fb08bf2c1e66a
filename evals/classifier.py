"""Train the classifier of messages on our own, and tell how well it does on lines that it was not trained on.

    python -m evals.classifier            trains on all lines and writes language/classifier.npz
    python -m evals.classifier --cross    five folds of whole lines, told by all rules and a classifier that has
                                          not seen them; writes nothing

The lines are those of evals/sets/messages, one file a language, and of its folders: `spoken`, as members write, and
`written`, by people who saw the kinds' descriptions and nothing else of the project. "[kind]",
then a message a line; "{x}" stands for each of some of the language's "[topics]", "(a|b)" for either, "(a)?" for a or
nothing. Trained are the lines as they stand, with typing errors, and with talk around them.
"""

from __future__ import annotations

import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from language import classifier
from language.classifier import BUCKETS, Weights, features, units
from language.messages import SEARCHED, message_of

LINES = Path(__file__).parent / "sets" / "messages"
WEIGHTS = Path(__file__).parent.parent / "language" / "classifier.npz"
FOLDERS = ("spoken", "written")
SEED = 13
TOPICS = 4  # that stand in for one {x}
VARIANTS = 8  # messages that a line with alternatives becomes, at most
QUESTIONS = 0.46  # of all that is learnt, by weight: a real question must not be lost
TALK = ("greeting", "thanks", "praise", "insult", "aside")
RIDGE = 5e-7  # of the mean loss
STEPS = 100
FOLDS = 5

_EITHER = re.compile(r"\(([^()]*)\)(\??)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One written message; `texts` is what it becomes in training, `pattern` the line that it comes from."""

    pattern: str
    kind: str
    language: str
    written: str
    texts: tuple[str, ...]


def lines() -> list[Line]:
    found = []
    for path in sorted(LINES.glob("*.txt")):
        kinds = _read(path)
        others = [_read(LINES / folder / path.name) for folder in FOLDERS]
        topics = [topic for held in (kinds, *others) for topic in held.pop("topics", [])]
        for kind, written in [pair for held in (kinds, *others) for pair in held.items()]:
            for pattern in written:
                chance = random.Random(f"{SEED} {kind} {pattern}")  # what is added changes no other line
                for message in _variants(pattern, chance):
                    many = len(topics) if message == "{x}" else TOPICS
                    texts = [message.replace("{x}", topic) for topic in chance.sample(topics, many)]
                    if "{x}" not in message:
                        texts = texts[:1]
                    texts += [_mistyped(one, chance) for one in texts[:2]]
                    if kind not in TALK:
                        texts.append(f"{chance.choice(kinds['greeting'])} {texts[0]}")
                        texts.append(f"{chance.choice(kinds['aside'])} {texts[0]}")
                        texts.append(f"{texts[0]} {chance.choice(kinds['thanks'])}")
                    bare = message.replace("{x}", " ")
                    found.append(Line(pattern=pattern, kind=kind, language=path.stem, written=bare, texts=tuple(texts)))
    return found


def _read(path: Path) -> dict[str, list[str]]:
    kinds: dict[str, list[str]] = defaultdict(list)
    kind = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("[") and line.endswith("]"):
            kind = line[1:-1]
        elif line:
            kinds[kind].append(line)
    return kinds


def _variants(pattern: str, chance: random.Random) -> list[str]:
    """Some of the messages that a line with alternatives stands for; the line itself where it has none."""
    if not _EITHER.search(pattern):
        return [pattern]

    def chosen(match: re.Match[str]) -> str:
        either: list[str] = match[1].split("|")
        return chance.choice(either + [""] * bool(match[2]))

    return sorted({" ".join(_EITHER.sub(chosen, pattern).split()) for _ in range(VARIANTS)} - {""})


def _mistyped(text: str, chance: random.Random) -> str:
    """The text with one slip of a finger: a letter left out, doubled, or swapped with the next."""
    if len(text) < 5:
        return text
    at = chance.randrange(1, len(text) - 1)
    return chance.choice(
        [
            text[:at] + text[at + 1 :],
            text[:at] + text[at] + text[at:],
            text[:at] + text[at + 1] + text[at] + text[at + 2 :],
        ]
    )


@dataclass(frozen=True, slots=True)
class Trained:
    classes: tuple[str, ...]
    table: NDArray[np.float64]
    bias: NDArray[np.float64]

    def probabilities(self, texts: Sequence[str]) -> NDArray[np.float64]:
        logits = _matrix(texts) @ self.table + self.bias
        odds = np.exp(logits - logits.max(axis=1, keepdims=True))
        found: NDArray[np.float64] = odds / odds.sum(axis=1, keepdims=True)
        return found


def _matrix(texts: Sequence[str]) -> csr_matrix:
    found = [features(text) for text in texts]
    starts = np.cumsum([0, *(len(one) for one in found)])
    values = np.concatenate([np.full(len(one), len(one) ** -0.5) for one in found])
    return csr_matrix((values, np.concatenate(found), starts), shape=(len(texts), BUCKETS))


def trained(written: Sequence[Line]) -> Trained:
    """Multinomial logistic regression; each line counts alike however many texts it became."""
    classes = tuple(sorted({line.kind for line in written}))
    texts = [text for line in written for text in line.texts]
    asking = sum(line.kind == "question" for line in written)
    heavy = QUESTIONS / (1 - QUESTIONS) * (len(written) - asking) / asking
    heavier = [heavy if line.kind == "question" else 1.0 for line in written]
    weights = np.array([w / len(line.texts) for w, line in zip(heavier, written, strict=True) for _ in line.texts])
    right = np.array([classes.index(line.kind) for line in written for _ in line.texts])
    matrix = _matrix(texts)
    shares = weights / weights.sum()

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        table, bias = flat[: -len(classes)].reshape(BUCKETS, -1), flat[-len(classes) :]
        logits = matrix @ table + bias
        logits -= logits.max(axis=1, keepdims=True)
        odds = np.exp(logits)
        odds /= odds.sum(axis=1, keepdims=True)
        value = -float(shares @ np.log(odds[np.arange(len(right)), right] + 1e-12)) + RIDGE * float((table**2).sum())
        odds[np.arange(len(right)), right] -= 1
        odds *= shares[:, None]
        return value, np.concatenate([(matrix.T @ odds + 2 * RIDGE * table).ravel(), odds.sum(axis=0)])

    start = np.zeros((BUCKETS + 1) * len(classes))
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": STEPS, "maxcor": 6}).x
    return Trained(classes, found[: -len(classes)].reshape(BUCKETS, -1), found[-len(classes) :])


def weights_of(model: Trained, written: Sequence[Line]) -> Weights:
    """The model as it is kept, in small steps, with the words that it knows."""
    scale = float(np.abs(model.table).max()) / 127
    return Weights(
        classes=model.classes,
        table=np.round(model.table / scale).astype(np.int8),
        bias=model.bias.astype(np.float32),
        scale=scale,
        known={kind: frozenset(numbers) for kind, numbers in known(written).items()},
    )


def write(weights: Weights) -> None:
    kept: dict[str, Any] = {
        "classes": np.array(weights.classes),
        "table": weights.table,
        "bias": weights.bias,
        "scale": np.float32(weights.scale),
    }
    for kind, numbers in weights.known.items():
        kept[f"known {kind}"] = np.array(sorted(numbers), dtype=np.uint32)
    np.savez_compressed(WEIGHTS, **kept)


def known(written: Sequence[Line]) -> dict[str, set[int]]:
    """The units of each kind's messages; those of all talk count as those of words around a question."""
    found: dict[str, set[int]] = defaultdict(set)
    for line in written:
        found["aside" if line.kind in TALK else line.kind].update(units(line.written))
    return found | dict.fromkeys(TALK, found["aside"])


def cross(written: list[Line]) -> None:
    """Print for each kind what its lines are told to be, by all rules and a model that was trained without them."""
    patterns = sorted({line.pattern for line in written})
    random.Random(SEED).shuffle(patterns)
    places = {pattern: at % FOLDS for at, pattern in enumerate(patterns)}
    told: Counter[tuple[str, str]] = Counter()
    for fold in range(FOLDS):
        rest = [line for line in written if places[line.pattern] != fold]
        weights = weights_of(trained(rest), rest)
        with patch.object(classifier, "_weights", lambda weights=weights: weights):
            message_of.cache_clear()
            for line in written:
                if places[line.pattern] == fold:
                    told_as = message_of(line.texts[0]).kind
                    told[line.kind, "question" if told_as in SEARCHED and told_as != "time" else told_as] += 1
    message_of.cache_clear()
    for kind in sorted({kind for kind, _ in told}):
        counts = Counter({other: number for (one, other), number in told.items() if one == kind})
        print(f"{kind:<10}{counts[kind]:>5} of {sum(counts.values()):<5}", dict(counts.most_common(7)))


if __name__ == "__main__":
    written = lines()
    if "--cross" in sys.argv:
        cross(written)
    else:
        write(weights_of(trained(written), written))
