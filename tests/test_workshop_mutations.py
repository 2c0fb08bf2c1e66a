"""The published mutation score is the real one, misses included."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.workshop.mutations import DAMAGES, NETS, score, table
from evals.workshop.running import Workbench
from prompts.casefiles import read_cases
from prompts.files import FOLDER
from vectorstore.library import Library

PAGE = Path(__file__).parent.parent / "docs" / "prompts.md"


def test_every_damage_damages() -> None:
    assert len(DAMAGES) >= 20
    text = (FOLDER / "answer.yaml").read_text(encoding="utf-8")
    sources = '<source n="1">\ntitle: a\noutlet: b\ndate: 2024-01-01\ntext:\n‹x›\n</source>'
    sources += '\n<source n="2">\ntitle: c\noutlet: d\ndate: 2024-01-02\ntext:\ny\n</source>'
    for damage in DAMAGES:
        assert (damage.text is None) is not (damage.sources is None), damage.name
        if damage.text:
            assert damage.text(text) != text, damage.name
        if damage.sources:
            assert damage.sources(sources) != sources, damage.name


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_the_page_shows_which_net_catches_each_damage_and_what_is_missed(sample: Library) -> None:
    found = score(Workbench(sample=lambda: sample), read_cases())
    assert table(found) in PAGE.read_text(encoding="utf-8"), "paste it again: python -m evals.workshop.mutations"
    assert {net for one in found for net in one.nets} == set(NETS)
