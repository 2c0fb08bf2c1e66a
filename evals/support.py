"""How well the citation checker tells supported sentences from others.

    python -m evals.support --claims FILE            AUROC on labelled claims, by half; --out writes score.py's lines
    python -m evals.support --claims FILE --fit      fit the weights on the even lines and print them for the code
    python -m evals.support                          changed answers: share caught, share of true sentences dropped
    python -m evals.support --speed                  how long the check of an answer of six sentences takes

FILE has lines {"id", "claim", "evidence": [sentence, ...], "label"}. Lines count from 0; weights and threshold
are chosen on the even ones and reported on the odd ones.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.answering.evidence import Embed, Evidence
from bot.answering.support import HOLDS, WEIGHTS, WEIGHTS_WITHOUT_MEANING, Support, measure, support
from evals.questionsets import lines

SETS = Path(__file__).parent / "sets"
EMBEDDERS = ("none", "local:minilm", "local:e5-small")
_FEATURES = ("coverage", "best_coverage", "pair_coverage", "missing", "similarity")
RIDGE = 3.0

Floats = NDArray[np.float64]


def embed_with(name: str) -> Embed | None:
    """Sentence vectors of a local embedder, each sentence embedded once; too long ones are cut to what it takes."""
    if name == "none":
        return None
    from vectorstore.embeddings.choose import build
    from vectorstore.settings import StoreSettings

    embedder = build(name, settings=StoreSettings.model_construct())

    def fitting(text: str) -> str:
        while embedder.count_tokens(text) > embedder.max_tokens:
            text = text[: len(text) * 4 // 5]
        return text

    return lambda texts: embedder.passages([fitting(text) for text in texts])


def evidence_of(sentences: Sequence[str]) -> Evidence:
    """Sentences of evidence as a passage, each a line."""
    return Evidence("\n".join(sentence.replace("\n", " ") for sentence in sentences))


def auroc(scores: Sequence[float], supported: Sequence[bool]) -> float:
    """Share of (supported, other) pairs in which the supported one scores higher; ties count half."""
    good = np.array([score for score, yes in zip(scores, supported, strict=True) if yes])
    bad = np.array([score for score, yes in zip(scores, supported, strict=True) if not yes])
    return float(((good[:, None] > bad).sum() + 0.5 * (good[:, None] == bad).sum()) / (len(good) * len(bad)))


def fitted(features: Floats, supported: Floats, *, ridge: float = RIDGE) -> Floats:
    """Logistic regression by Newton's method on standardised features; weights of the raw features.

    The constant comes first. `ridge` shrinks all but the constant.
    """
    middle, spread = features.mean(0), features.std(0) + 1e-9
    known = np.c_[np.ones(len(features)), (features - middle) / spread]
    shrink = np.diag([1e-6, *[ridge] * features.shape[1]])
    weights = np.zeros(known.shape[1])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-known @ weights))
        curve = (known * (chance * (1 - chance))[:, None]).T @ known + shrink
        weights -= np.linalg.solve(curve, known.T @ (chance - supported) + shrink @ weights)
    raw = weights[1:] / spread
    return np.concatenate([[weights[0] - raw @ middle], raw])


def on_claims(path: Path, *, embedder: str, out: Path | None, fit: bool) -> None:
    claims = lines(path)
    embed = embed_with(embedder)
    measured = [measure(claim["claim"], evidence_of(claim["evidence"]), embed=embed) for claim in claims]
    names = [name for name in _FEATURES if embed is not None or name != "similarity"]
    features = np.array([[float(getattr(one, name)) for name in names] for one in measured])
    yes = [claim["label"] == "supported" for claim in claims]
    truth = np.array(yes, dtype=float)
    if fit:
        weights = fitted(features[::2], truth[::2])
        shown = ", ".join(f'"{name}": {weight:.3f}' for name, weight in zip(("constant", *names), weights, strict=True))
        print("WEIGHTS" if embed is not None else "WEIGHTS_WITHOUT_MEANING", "= {" + shown + "}")
        other = fitted(features[1::2], truth[1::2])
        odd = list(weights[0] + features[1::2] @ weights[1:])
        even = list(other[0] + features[::2] @ other[1:])
        print(f"AUROC with weights of the even lines on the odd ones  {auroc(odd, yes[1::2]):.3f}")
        print(f"AUROC with weights of the odd lines on the even ones  {auroc(even, yes[::2]):.3f}")
        print(
            f"AUROC of both halves together, each by the other's    {auroc([*odd, *even], [*yes[1::2], *yes[::2]]):.3f}"
        )
        return
    chosen = WEIGHTS if embed is not None else WEIGHTS_WITHOUT_MEANING
    weights = np.array([chosen["constant"], *(chosen[name] for name in names)])
    scores = 1 / (1 + np.exp(-(weights[0] + features @ weights[1:])))
    for name, part in (("all", slice(None)), ("even (fitted on)", slice(0, None, 2)), ("odd", slice(1, None, 2))):
        print(f"{name:17s} n={len(yes[part])}  AUROC {auroc(list(scores[part]), yes[part]):.3f}")
    if out is not None:
        rows = (json.dumps({"id": c["id"], "score": float(score)}) for c, score in zip(claims, scores, strict=True))
        out.write_text("\n".join(rows) + "\n", encoding="utf-8")


def on_changed(path: Path, *, embedder: str, check: Callable[..., Support] = support) -> dict[str, tuple[int, int]]:
    """Kind of change (or of true sentence) to (judged to hold, all); prints the table and what went wrong."""
    from evals.samples import sample_passages

    embed = embed_with(embedder)
    passages = {
        article_id: [
            Evidence(passage.text, passage.header, article.published.date() if article.published else None)
            for passage, article in found
        ]
        for article_id, found in sample_passages().items()
    }
    holds: Counter[str] = Counter()
    count: Counter[str] = Counter()
    checked, seconds = 0, 0.0
    wrong = []
    for row in lines(path):
        kind = row.get("change") or f"true, {row['form']}"
        started = time.perf_counter()
        found = [check(row["sentence"], evidence, embed=embed) for evidence in passages[row["article"]]]
        seconds, checked = seconds + time.perf_counter() - started, checked + len(found)
        held = any(one.holds for one in found)
        count[kind] += 1
        holds[kind] += held
        if held != row["holds"]:
            best = max(found, key=lambda one: (one.holds, one.coverage))
            lacks = (*best.missing_names, *best.missing_numbers, *best.missing_dates)
            wrong.append(f"  {row['id']} {kind}: {best.score:.2f} lacks {lacks or 'nothing'} {row['sentence'][:90]}")
    for kind in sorted(count):
        print(f"{kind:16s} {holds[kind]:3d} of {count[kind]:3d} hold")
    true = [kind for kind in count if kind.startswith("true")]
    changed = [kind for kind in count if kind not in true]
    dropped = sum(count[k] - holds[k] for k in true) / sum(count[k] for k in true)
    caught = sum(count[k] - holds[k] for k in changed) / sum(count[k] for k in changed)
    print(f"changed sentences caught {caught:.3f}, true sentences dropped {dropped:.3f}, threshold {HOLDS}")
    print(f"{1000 * seconds / checked:.1f} ms a check")
    print("\n".join(wrong))
    return {kind: (holds[kind], count[kind]) for kind in count}


def speed(path: Path) -> tuple[float, float]:
    """p50 and p95, in milliseconds of one thread's own time, of checking an answer of six true sentences against eight
    passages; prints them. What the checker remembers of texts is forgotten before each answer."""
    from bot.answering import support as checks
    from bot.answering import wording
    from bot.answering.checking import Checker
    from bot.answering.facts import facts
    from evals.samples import sample_passages
    from language.detection import likely_language
    from vectorstore.model import Hit

    samples = [one for found in sample_passages().values() for one in found]
    hits = [Hit(passage=passage, article=article, score=1.0) for passage, article in samples]
    true = [row for row in lines(path) if row["holds"]]
    taken = []
    for start in range(0, len(true) - 5, 6):
        some = true[start : start + 6]
        named = {row["article"] for row in some}
        given = sorted(hits, key=lambda hit: hit.article.id not in named)[:8]
        cited = {hit.article.id: n for n, hit in reversed(list(enumerate(given, start=1)))}
        for remembering in (facts, wording._subject, checks._plain, checks._script, likely_language):
            remembering.cache_clear()
        begun = time.thread_time()
        checker = Checker(given)
        for row in some:
            checker.check(row["sentence"], [cited.get(row["article"], 1)])
        taken.append(1000 * (time.thread_time() - begun))
    p50, p95 = (float(np.percentile(taken[1:], at)) for at in (50, 95))  # the first one compiles patterns
    print(f"an answer of 6 sentences, 8 passages: p50 {p50:.0f} ms, p95 {p95:.0f} ms ({len(taken) - 1} answers)")
    return p50, p95


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=Path)
    parser.add_argument("--changed", type=Path, default=SETS / "changed_answers.jsonl")
    parser.add_argument("--embedder", choices=EMBEDDERS, default="none")
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    if args.speed:
        speed(args.changed)
    elif args.claims:
        on_claims(args.claims, embedder=args.embedder, out=args.out, fit=args.fit)
    else:
        on_changed(args.changed, embedder=args.embedder)


if __name__ == "__main__":
    main()
