"""Plain text on a terminal is wrapped by words, under its own beginning."""

from __future__ import annotations

import pytest

from language.wrapping import wrapped

LONG = "The council of the lake decided on Thursday evening that the ferry returns in April. " * 2


@pytest.mark.parametrize("columns", [40, 60, 80, 120])
@pytest.mark.parametrize("mark", ["", "1. ", "- ", "  - ", "[2] ", "    ", "2024-01-30  "])
def test_lines_are_cut_between_words_and_hang_under_their_mark(mark: str, columns: int) -> None:
    lines = wrapped(mark + LONG.strip(), columns).split("\n")
    assert max(map(len, lines)) <= columns
    assert " ".join(lines).split() == (mark + LONG).split()
    assert lines[0].startswith(mark)
    assert all(line.startswith(" " * len(mark)) and line[len(mark)] != " " for line in lines[1:])


def test_wide_characters_count_twice_and_are_cut_anywhere() -> None:
    lines = wrapped("한국의 대표단은 " * 8 + "美国代表团由达斯卡尔率领" * 6, 40).split("\n")
    assert all(sum(2 if ord(one) > 0x1100 else 1 for one in line) <= 40 for line in lines)


def test_address_empty_line_and_short_line_stay_as_they_are() -> None:
    text = "Short.\n\n    https://example.com/harbor-ledger/2024/01/30/beijing-talks-open-and-end\n"
    assert wrapped(text, 40) == text


def test_terminal_too_narrow_to_hang_on_is_left_to_itself() -> None:
    assert wrapped("    " + LONG, 22) == "    " + LONG
