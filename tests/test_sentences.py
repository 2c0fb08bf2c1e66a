"""Sentence borders on the lines that break simple splitters."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.sentences import sentences


@pytest.mark.parametrize(
    "parts",
    [
        ["The U.S. delegation met Mr. Wang at No. 10 on Jan. 30.", "Prices rose 3.5 percent."],
        ["Talks took place in the U.S.", "The next round is in Beijing."],
        ["“Drugs take lives,” she said.", "“I came from Washington.”", "He left."],
        ['He said, "We agreed. We will go on."', "Then he left at 5 p.m. on Tuesday."],
        ["See www.example.com/a.html?x=1 for more.", "Really?", "Yes!"],
        ["대표단은 다스칼이 이끌었다.", '그는 "협력하자"고 말했다.', "환율은 1,320.5원이었다."],
        ["代表团由达斯卡尔率领。", "王小洪说：“双方达成共识。我们希望合作。”", "会谈在北京举行！"],
        ["El Sr. López llegó a EE. UU. el 3 de enero.", "¿Quién dirigió la delegación?"],
        ["Am 30. Januar traf Dr. Müller z. B. Herrn Wang.", "Die Kosten stiegen um 3,5 Prozent."],
        ["El Sr. García llegó a las 7 p. m. del martes.", "Habló la Dra. Ruiz."],
        ["M. Dupont est venu.", "Il a parlé à Mme. Leroy."],
        ["The spill began at 6 a. m. local time.", "Lt. Gov. Ana Diaz closed the beach."],
    ],
    ids=[
        "titles",
        "US at the end",
        "quotes",
        "quoted sentences",
        "address",
        "Korean",
        "Chinese",
        "Spanish",
        "German",
        "Spanish hour",
        "French titles",
        "local time",
    ],
)
def test_a_sentence_keeps_its_abbreviations_decimals_and_quotes(parts: list[str]) -> None:
    joined = "".join(parts) if "。" in parts[0] else " ".join(parts)
    assert [sentence.text for sentence in sentences(joined)] == parts


def test_a_line_break_ends_a_sentence_and_separators_are_none() -> None:
    assert [s.text for s in sentences("A headline\n|\n* * *\nThe text. More.")] == ["A headline", "The text.", "More."]


@given(st.text(alphabet=st.sampled_from('aA. !?"”“。한é1\n[]|😀…'), max_size=80))
def test_offsets_are_exact_and_no_word_is_lost(text: str) -> None:
    found = sentences(text)
    assert all(text[s.start : s.end] == s.text and s.text == s.text.strip() for s in found)
    assert all(one.end <= two.start for one, two in pairwise(found))
    assert [c for s in found for c in s.text if c.isalnum()] == [c for c in text if c.isalnum()]
