"""How well disagreements and corrections are found: precision and recall on pairs of passages.

    python -m evals.disagreement [FILE]

FILE has lines {"id", "question", "kind", "label": "disagreement" | "correction" | "none", "passages": [{"title",
"outlet", "published", "text", "language"?}, ...]}; "right" is the value that a correction leaves standing.
"""

from __future__ import annotations

import argparse
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.answering.disagreement import Findings, Relates, disagreements
from vectorstore.model import Article, Hit, digest, passages_of

SETS = Path(__file__).parent / "sets"


def hits_of(passages: list[dict[str, Any]]) -> list[Hit]:
    """Hits as a search would give them, one passage an article."""
    hits = []
    for at, given in enumerate(passages):
        published = datetime.fromisoformat(given["published"]).replace(tzinfo=UTC)
        article_id = f"{given['outlet']}/{at}"
        article = Article(
            id=article_id,
            text=given["text"],
            content_hash=digest(given["text"]),
            source_hash="",
            fetched_at=published,
            title=given["title"],
            outlet=given["outlet"],
            published=published,
            language=given.get("language"),
        )
        header = f"{given['title']} | {given['outlet']}, {given['published']}"
        (passage,) = passages_of(article_id, [(0, given["text"])], header=header)
        hits.append(Hit(passage=passage, article=article, score=1.0 / (at + 1)))
    return hits


def label_of(found: Findings) -> str:
    if found.corrections:
        return "correction"
    return "disagreement" if found.disagreements else "none"


def scores(path: Path, *, show: bool = True, relates: Relates | None = None) -> dict[str, tuple[int, int, int]]:
    """For each label: rightly found, found, there; by words alone, or by what `relates` says."""
    counts = {label: [0, 0, 0] for label in ("disagreement", "correction", "either")}
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        found = disagreements(row["question"], hits_of(row["passages"]), relates=relates)
        label = label_of(found)
        right = label == row["label"]
        if label == "correction" and row.get("right"):
            right = right and row["right"] in found.corrections[0].right.value
        if row.get("values") and label == "disagreement":
            right = right and {side.value for side in found.disagreements[0].sides} >= set(row["values"])
        for name in ("disagreement", "correction"):
            counts[name][0] += right and label == name
            counts[name][1] += label == name
            counts[name][2] += row["label"] == name
        counts["either"][0] += right and label != "none"
        counts["either"][1] += label != "none"
        counts["either"][2] += row["label"] != "none"
        if show and not right:
            sides = [[side.value for side in each.sides] for each in found.disagreements]
            right_values = [each.right.value for each in found.corrections]
            print(
                f"  {row['id']} {row['kind']}: {row['label']} taken for {label} {sides}{right_values} {row['question']}"
            )
    return {name: (a, b, c) for name, (a, b, c) in counts.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path, default=SETS / "disagreement.jsonl")
    for name, (right, found, there) in scores(parser.parse_args().file).items():
        precision, recall = right / max(1, found), right / max(1, there)
        print(f"{name:13s} precision {precision:.3f}  recall {recall:.3f}  ({right} of {there})")


if __name__ == "__main__":
    main()
