"""A judge measured on labelled sentences: three classes, a threshold from one half, its figures from the other."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.answering.judging.judge import Answering, Asked, Claim, Exhibit, Judged, Opinion, Pair, Relation, Saying
from bot.answering.judging.words.judge import WordsJudge
from bot.answering.tokens import Tokens
from evals.calibration import At, Label, Labelled, Scored, as_json, as_text, at, best, calibrate, dump, read, read_own
from evals.questionsets import QuestionSetError
from language.detection import told_language


def scored(*rows: tuple[Label, float | None]) -> list[Scored]:
    return [
        Scored(
            set="x",
            id=str(n),
            label=label,
            verdict=None if p is None else "says" if p >= 0.5 else "silent",
            probability=p,
        )
        for n, (label, p) in enumerate(rows)
    ]


RECORDED = scored(
    ("whole", 0.95), ("whole", 0.85), ("whole", 0.62), ("whole", 0.4),
    ("not", 0.7), ("not", 0.3), ("not", 0.1), ("not", None), ("part", 0.9), ("part", 0.2),
)  # fmt: skip


@pytest.mark.parametrize(
    ("threshold", "kept", "caught"), [(0.5, 0.75, 2 / 3), (0.7, 0.5, 2 / 3), (0.75, 0.5, 1.0), (0.35, 1.0, 2 / 3)]
)
def test_a_threshold_keeps_true_sentences_and_catches_untrue_ones(threshold: float, kept: float, caught: float) -> None:
    assert at(RECORDED, threshold) == At(threshold=threshold, kept=kept, caught=caught)


def test_the_best_threshold_has_the_highest_sum_and_of_equal_ones_the_highest() -> None:
    found = best([RECORDED])
    assert found is not None
    assert (found.threshold, found.kept, round(found.caught, 2)) == (0.4, 1.0, 0.67)
    assert best([scored(("whole", 0.9), ("not", 0.2))]) == At(threshold=0.9, kept=1.0, caught=1.0)
    assert best([scored(("whole", 0.9), ("part", 0.2))]) is None


def test_a_large_set_counts_no_more_than_a_small_one_and_one_without_true_sentences_not_at_all() -> None:
    small = scored(("whole", 0.3), ("not", 0.1))
    pair: list[tuple[Label, float | None]] = [("whole", 0.9), ("not", 0.32)]
    large = scored(*pair * 50)
    denied = scored(("not", 0.99))
    assert best([small, large, denied]) == best([small, large[:2]])
    assert best([small, large]) != best([[*small, *large]])


@dataclass
class Recorded:
    """A judge that says what `p` gives: the probability that a sentence is said, None for no verdict."""

    p: Callable[[str], float | None]
    name: str = "decisions recorded"

    def says(self, claims: Sequence[Claim]) -> Judged[Saying]:
        found: list[Opinion[Saying] | None] = []
        for claim in claims:
            p = self.p(claim.sentence)
            verdict: Saying = "says" if p is not None and p >= 0.5 else "silent"
            found.append(None if p is None else Opinion(verdict=verdict, probability=max(p, 1 - p), by=self.name))
        return Judged(opinions=tuple(found), tokens=Tokens(input=100, output=0))

    def answers(self, asked: Sequence[Asked]) -> Judged[Answering]:
        raise NotImplementedError

    def relates(self, pairs: Sequence[Pair]) -> Judged[Relation]:
        raise NotImplementedError


def test_a_judge_is_measured_in_three_classes_and_its_threshold_on_the_half_that_did_not_choose_it() -> None:
    labelled = [
        Labelled(set="claims", id=str(n), sentence=f"{label} {n}", source=Exhibit(key="x", text="x"), label=label)
        for n in range(24)
        for label in (("whole", "whole", "not", "not", "part")[n % 5],)
    ]

    def p(sentence: str) -> float | None:
        kind, n = sentence.split()
        return {"whole": 0.9, "not": 0.2, "part": 0.6}[kind] if n != "3" else None

    found = calibrate(Recorded(p), labelled)
    assert found.tokens.input == 200
    assert found.classes["whole"] == {"says": 10, "part": 0, "silent": 0, "denies": 0, "none": 0}
    assert found.classes["not"]["none"] == 1
    assert found.shown == {"whole": 1.0, "part": 1.0, "not": 0.0}
    assert found.chosen and found.chosen.threshold == 0.9
    assert found.held_out == At(threshold=0.9, kept=1.0, caught=1.0)
    told = as_text(found)
    assert "said in part" in told
    assert "JUDGE_THRESHOLD=0.90, chosen on one half" in told
    assert "claims: keeps 1.000 of the true and catches 1.000 of the untrue" in told


def test_both_kinds_of_labelled_sets_are_read(tmp_path: Path) -> None:
    claim = {"id": 1, "claim": "It rained.", "evidence": ["It rained.", "A lot."], "label": "partially_supported"}
    summary = {"id": "s", "article": "It rained.", "sentences": [{"text": "It rained.", "supported": 1},
                                                                 {"text": "It snowed.", "supported": 0}]}  # fmt: skip
    (tmp_path / "claims.jsonl").write_text(json.dumps(claim) + "\n", encoding="utf-8")
    (tmp_path / "summaries.jsonl").write_text(json.dumps(summary) + "\n", encoding="utf-8")
    assert [(one.id, one.label) for one in read(tmp_path)] == [("1", "part"), ("s-0", "whole"), ("s-1", "not")]
    with pytest.raises(QuestionSetError, match="for a judge to read"):
        read(tmp_path / "none")
    found = calibrate(Recorded(lambda sentence: 0.9), read(tmp_path))
    dump(found, tmp_path / "judged.jsonl")
    rows = [json.loads(line) for line in (tmp_path / "judged.jsonl").read_text(encoding="utf-8").splitlines()]
    assert rows[0] == {"set": "claims", "id": "1", "label": "part", "verdict": "says", "probability": 0.9}


def test_each_set_has_its_own_figures() -> None:
    def labelled(name: str, *labels: Label) -> list[Labelled]:
        source = Exhibit(key=name, text="x")
        return [
            Labelled(set=name, id=str(n), sentence=f"{name} {label}", source=source, label=label)
            for n, label in enumerate(labels)
        ]

    easy = labelled("claims", "whole", "whole", "not", "not", "part")
    hard = labelled("summaries", "whole", "whole", "not", "not")
    found = calibrate(Recorded(lambda sentence: 0.8 if "whole" in sentence or "summaries" in sentence else 0.1),
                      [*easy, *hard])  # fmt: skip
    assert {name: one.shown for name, one in found.sets.items()} == {
        "claims": {"whole": 1.0, "part": 0.0, "not": 0.0},
        "summaries": {"whole": 1.0, "not": 1.0},
    }
    told = as_json(found)
    assert told["sets"]["summaries"]["verdicts"]["not"]["says"] == 2
    assert told["sets"]["claims"]["caught"] == 1.0
    assert told["sentences"] == 9
    assert "summaries, 4 sentences\n  said whole    shown 1.000   (says 2)\n  not said      shown 1.000" in as_text(
        found
    )


def test_our_own_halves_and_the_sentences_across_languages_are_sets_of_their_own() -> None:
    found = read_own()
    by_set = {name: [one for one in found if one.set == name] for name in {one.set for one in found}}
    first, across = by_set["one_change/first"], by_set["cross_language"]
    assert {one.label for one in first} == {"whole", "not"}
    assert {one.label for one in across} == {"whole", "part", "not"}
    assert any(one.question for one in first)
    assert all(one.source.language and one.source.published for one in across)
    assert len({one.id for one in across}) == len(across) >= 30
    told = [told_language(one.sentence) for one in across]
    assert not [one.id for one, spoken in zip(across, told, strict=True) if spoken == one.source.language]
    assert len(read_own(limit=3)) == 3 * len(by_set)


def test_words_alone_confirm_no_sentence_in_another_language_than_its_article() -> None:
    across = [one for one in read_own() if one.set == "cross_language"]
    assert set(calibrate(WordsJudge(), across).shown.values()) == {0.0}
