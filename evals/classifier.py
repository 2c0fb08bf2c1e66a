"""Train the classifier of messages on our own, and tell how well it does on lines that it was not trained on.

    python -m evals.classifier            trains on all lines and writes language/classifier.npz
    python -m evals.classifier --cross    five folds of whole lines; writes nothing

The lines are those of evals/sets/messages, one file a language: "[kind]", then a message a line; "{x}" stands for each
of some of its "[topics]". Trained are the lines as they stand, with typing errors, and with talk around them.
"""

from __future__ import annotations

import random
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from language.classifier import BUCKETS, features, units

LINES = Path(__file__).parent / "sets" / "messages"
WEIGHTS = Path(__file__).parent.parent / "language" / "classifier.npz"
SEED = 13
TOPICS = 4  # that stand in for one {x}
EMPHASIS = {"question": 5.0}  # how often a line counts: a real question must not be lost
TALK = ("greeting", "thanks", "praise", "insult", "aside")
RIDGE = 5e-7  # of the mean loss
SURE = 0.6  # in what `--cross` prints
STEPS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One written message; `texts` is what it becomes in training."""

    kind: str
    language: str
    written: str
    texts: tuple[str, ...]


def lines(chance: random.Random) -> list[Line]:
    found = []
    for path in sorted(LINES.glob("*.txt")):
        kinds: dict[str, list[str]] = defaultdict(list)
        kind = ""
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("[") and line.endswith("]"):
                kind = line[1:-1]
            elif line:
                kinds[kind].append(line)
        topics = kinds.pop("topics")
        for kind, written in kinds.items():
            for message in written:
                texts = [message.replace("{x}", topic) for topic in chance.sample(topics, TOPICS)]
                if "{x}" not in message:
                    texts = texts[:1]
                texts += [_mistyped(one, chance) for one in texts[:2]]
                if kind not in ("greeting", "thanks", "aside", "praise", "insult"):
                    texts.append(f"{chance.choice(kinds['greeting'])} {texts[0]}")
                    texts.append(f"{chance.choice(kinds['aside'])} {texts[0]}")
                    texts.append(f"{texts[0]} {chance.choice(kinds['thanks'])}")
                found.append(
                    Line(kind=kind, language=path.stem, written=message.replace("{x}", " "), texts=tuple(texts))
                )
    return found


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
    weights = np.array([EMPHASIS.get(line.kind, 1.0) / len(line.texts) for line in written for _ in line.texts])
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


def write(model: Trained, written: Sequence[Line]) -> None:
    scale = float(np.abs(model.table).max()) / 127
    kept: dict[str, Any] = {
        "classes": np.array(model.classes),
        "table": np.round(model.table / scale).astype(np.int8),
        "bias": model.bias.astype(np.float32),
        "scale": np.float32(scale),
    }
    for kind, numbers in known(written).items():
        kept[f"known {kind}"] = np.array(sorted(numbers), dtype=np.uint32)
    np.savez_compressed(WEIGHTS, **kept)


def known(written: Sequence[Line]) -> dict[str, set[int]]:
    """The units of each kind's messages; those of all talk count as those of words around a question."""
    found: dict[str, set[int]] = defaultdict(set)
    for line in written:
        found["aside" if line.kind in TALK else line.kind].update(units(line.written))
    return found | dict.fromkeys(TALK, found["aside"])


def cross(written: list[Line]) -> None:
    """Print for each kind what its lines are told to be by a model that was trained without them."""
    random.Random(SEED).shuffle(written)
    told: Counter[tuple[str, str, str]] = Counter()
    for fold in range(5):
        model = trained([line for n, line in enumerate(written) if n % 5 != fold])
        held = [line for n, line in enumerate(written) if n % 5 == fold]
        odds = model.probabilities([line.texts[0] for line in held])
        for line, row in zip(held, odds, strict=True):
            sure = row.max() >= SURE
            told[line.kind, model.classes[int(row.argmax())] if sure else "unsure", line.language] += 1
    for kind in sorted({kind for kind, _, _ in told}):
        counts: Counter[str] = Counter()
        for (written_as, other, _), number in told.items():
            counts[other] += number if written_as == kind else 0
        print(f"{kind:<10}{counts[kind]:>5} of {sum(counts.values()):<5}", dict(counts.most_common(7)))


if __name__ == "__main__":
    written = lines(random.Random(SEED))
    if "--cross" in sys.argv:
        cross(written)
    else:
        write(trained(written), written)
