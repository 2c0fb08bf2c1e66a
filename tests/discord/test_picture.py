"""The picture in the README is made of what the bot really sends."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from evals import picture


async def test_the_page_of_the_picture_shows_the_bots_own_payloads_and_loads_nothing(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picture, "PAUSE", 0.0)
    shown = await picture.scenes(data)
    partial, answer, quotes, disagreement, refusal, claim = (scene.embed["description"] for scene in shown)
    assert partial.endswith("▌")
    assert "**The US delegation was led by Jen Daskal" in quotes
    assert "`1` The Harbor Ledger · 30 Jan 2024 · [Washington and Beijing open joint work on fentanyl](" in answer
    assert disagreement.startswith("The sources disagree.")
    assert claim.startswith("> Overdoses killed")
    assert "Not in this library" in refusal
    assert [bool(scene.buttons) for scene in shown] == [False, True, False, True, True, True]
    page = picture.as_html(shown)
    assert not re.search(r"<script|<img|<link|src=|url\(", page)
