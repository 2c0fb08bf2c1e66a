"""Furniture goes by its shape, words of the article stay, invisible characters are taken out and counted."""

from __future__ import annotations

import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.characters import neutralise
from ingest.cleaning import clean
from ingest.plaintext import draft_of

SENTENCE = "The two ministers met on Tuesday and agreed to set up a working group."
OTHER = "Its first meeting is to be held before the end of the month, an official said."

FURNITURE = [
    "|",
    "* * *",
    "____",
    "•••",
    "Most Commented",
    "ADVERTISEMENT",
    "Story continues below advertisement",
    "Read more »",
    "Continue reading",
    "Related: Envoys of both countries meet in the capital",
    "Sign up for our newsletter",
    "Sign up for our daily politics newsletter",
    "Share | Tweet | Email | Print",
    "Facebook · Twitter · WhatsApp · Copy link",
    "Home > World > Asia",
    "Print Save Share",
    "1 2 3 4 Next »",
    "Page 2 of 5",
    "Comments (23)",
    "Follow us on Twitter @wire",
    "#talks #fentanyl",
    "newsroom@example.com",
    "Photo: Meridian Wire",
    "© 2024 Meridian Wire. All rights reserved.",
    "Copyright 2024 The Harbor Ledger. This material may not be published or rewritten.",
    "Log in to continue reading",
    "Anzeige",
    "Mehr zum Thema lesen",
    "Partager cet article",
    "Publicidad",
    "Suscríbete a nuestro boletín",
    "Читайте также",
    "광고",
    "가장 많이 본 뉴스",
    "무단 전재 및 재배포 금지",
    "댓글 12개",
    "相关阅读",
    "点击查看更多",
    "分享到微信",
    "続きを読む",
    "関連記事",
    "اقرأ المزيد",
]
AT_THE_TOP = [
    "4 min read",
    "Lesezeit: 4 Minuten",
    "阅读时间 4 分钟",
    "Updated January 30, 2024 at 9:04 AM",
    "입력 2024.01.30. 오전 9:00",
]
AT_THE_END = ["Trending Now", "Editors' Choices", "Harbour Voices", "最新动态"]

KEPT = [
    "He resigned.",
    "It rained.",
    "Yes.",
    "Is it enough?",
    '"No comment," she said.',
    "“We will read more of it.”",
    "Why it matters",
    "Threats to witnesses",
    "Reaction",
    "Mississippi",
    "1. Ukraine",
    "- Seoul: 9.4 million",
    "• Location: Claremont, California",
    "Nevada: $5.12",
    "Lakers 99 Celtics 102",
    "Share prices fell by 3 percent.",
    "He shared it with us.",
    "The subscribers left.",
    "Email made the difference.",
    "Ruth Calloway:",
    "회담은 끝났다.",
    "배경",
    "会谈结束了。",
    "新闻发布会",
    "次の会合は三月に開かれる。",
    "Die Gespräche sind beendet.",
    "انتهت المحادثات.",
]


@pytest.mark.parametrize("line", FURNITURE)
def test_furniture_between_sentences_reaches_no_passage(line: str) -> None:
    assert clean(f"{SENTENCE}\n{line}\n{OTHER}") == f"{SENTENCE}\n{OTHER}"


@pytest.mark.parametrize("line", [*FURNITURE, *AT_THE_END])
def test_furniture_after_the_last_sentence_reaches_no_passage(line: str) -> None:
    assert clean(f"{SENTENCE}\n\n{OTHER}\n\n{line}") == f"{SENTENCE}\n\n{OTHER}"


@pytest.mark.parametrize("line", [*FURNITURE, *AT_THE_TOP])
def test_furniture_above_the_first_sentence_reaches_no_passage(line: str) -> None:
    assert clean(f"{line}\n{SENTENCE}\n{OTHER}") == f"{SENTENCE}\n{OTHER}"


@pytest.mark.parametrize("line", KEPT)
def test_short_lines_of_an_article_are_kept(line: str) -> None:
    text = f"{SENTENCE}\n\n{line}\n\n{OTHER}"
    assert clean(text) == text


def test_a_box_of_links_after_the_article_goes_with_its_headlines() -> None:
    box = "Related stories\nChip maker doubles profit and builds in Dresden\nFerry returns to the lake"
    assert clean(f"{SENTENCE}\n{OTHER}\n{box}") == f"{SENTENCE}\n{OTHER}"


def test_a_line_that_comes_again_and_again_between_paragraphs_goes() -> None:
    paragraphs = [f"{SENTENCE} It was meeting number {number}." for number in range(5)]
    assert clean("\nThe Wire Plus\n".join(paragraphs)) == "\n".join(paragraphs)


def test_table_rows_are_no_share_bar() -> None:
    table = "City | Population | River\nSeoul | large | Han\nWien | small | Donau"
    assert table in clean(f"{SENTENCE}\n{table}\n{OTHER}")


def test_a_list_that_ends_an_article_is_kept() -> None:
    items = "\n".join(f"• {name}: {number},000" for number, name in enumerate(("Akron", "Toledo", "Dayton", "Lima"), 1))
    assert clean(f"{SENTENCE}\n{items}").endswith(items)


def test_a_dateline_on_its_own_line_joins_its_paragraph() -> None:
    assert clean(f"BEIJING Meridian Wire —\n\n{SENTENCE}\n\n{OTHER}").startswith(f"BEIJING Meridian Wire — {SENTENCE}")


def test_the_real_article_loses_its_stray_lines_and_no_word() -> None:
    article = Path(__file__).parents[2] / "shared" / "articles" / "us-china-anti-drug-task-force.txt"
    if not article.is_file():
        pytest.skip("the real article is not beside this checkout")
    raw = article.read_text(encoding="utf-8")
    draft = draft_of(raw, markdown=False)
    stray = {"|", "Most Commented"}
    assert not stray & set(draft.text.split("\n"))
    assert draft.text.split("\n") == [line for line in raw.strip().split("\n") if line not in stray]
    assert (draft.title, draft.outlet, draft.published, draft.url) == (None, None, None, None)


@given(st.lists(st.text(alphabet="aA1 .|—:#@/页分광告\n", max_size=60), max_size=12))
def test_cleaning_twice_changes_nothing_more_of_kept_lines(parts: list[str]) -> None:
    once = clean("\n".join(parts))
    assert all(line == " ".join(line.split()) for line in once.split("\n"))
    assert "\n\n\n" not in once


@pytest.mark.parametrize(
    "line", ["A b. " * 40_000, "x" * 200_000 + " —", "| " * 100_000, "1 " * 100_000, "a:" * 90_000]
)
def test_no_line_makes_cleaning_slow(line: str) -> None:
    begun = time.monotonic()
    clean(f"{SENTENCE}\n{line}\n{OTHER}")
    assert time.monotonic() - begun < 2


INVISIBLE = [
    ("zero width space", "fen\u200btanyl", "fentanyl", 1),
    ("byte order mark", "\ufefftalks", "talks", 1),
    ("soft hyphen", "agree\u00adment", "agreement", 1),
    ("direction override", "\u202eslaT\u202c", "slaT", 2),
    ("NUL", "ta\x00lks", "talks", 1),
    ("escape", "\x1b[31mred", "[31mred", 1),
    ("lone surrogate", "ta\ud800lks", "talks", 1),
    ("tag characters", "talks\U000e0041\U000e0042", "talks", 2),
    ("selectors that carry data", "talks\ufe01\ufe02\ufe03\ufe04", "talks\ufe01", 1),
    ("icon font", "\ue001 talks", " talks", 1),
    ("Hangul filler", "a\u3164b", "ab", 1),
    ("joiner between Latin letters", "pass\u200dword", "password", 1),
    ("no-break space is a space", "10\u00a0000", "10 000", 0),
    ("decomposed letters", "Cafe\u0301", "Café", 0),
    ("line ends", "a\r\nb\rc\u2028d", "a\nb\nc\nd", 0),
    ("Persian needs its joiner", "می\u200cخواهم", "می\u200cخواهم", 0),
    ("Hindi needs its joiner", "क्\u200dष", "क्\u200dष", 0),
    ("a family emoji stays one", "👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧", 0),
    ("Arabic number sign is seen", "\u0600123", "\u0600123", 0),
]


@pytest.mark.parametrize(
    ("text", "expected", "count"), [row[1:] for row in INVISIBLE], ids=[row[0] for row in INVISIBLE]
)
def test_invisible_characters_are_out_and_counted(text: str, expected: str, count: int) -> None:
    assert neutralise(text) == (expected, count)


@given(st.text(alphabet=st.characters(), max_size=200))
def test_whatever_comes_in_can_be_encoded_and_hides_nothing(text: str) -> None:
    clean_text, _ = neutralise(text)
    clean_text.encode("utf-8")
    assert neutralise(clean_text)[0] == clean_text
    assert unicodedata.is_normalized("NFC", clean_text)
    assert not any(
        unicodedata.category(character) in ("Cc", "Cs", "Co") for character in clean_text if character != "\n"
    )
