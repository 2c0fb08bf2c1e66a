"""What Discord is given for an answer: within every limit, inert, linked only to the sources, and readable again."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.answering.answer import Answer, Citation, Note
from bot.answering.checking import Verdict
from bot.discord.escaping import address, clean, columns, escaped, host_of, one_line, plain, shortened, unescaped, units
from bot.discord.parts import CONTENT, DESCRIPTION, EMBEDS, TITLE
from bot.discord.rendering import (
    MOST_LISTED,
    answer_parts,
    card_text,
    cited_parts,
    content_of,
    footer_of,
    partial,
    plain_title,
    shown_day,
    text_of,
)
from bot.discord.words import SENTENCES
from tests.discord.answers import PUBLISHED, answer, citation, hit

ROOT = Path(__file__).parents[2]
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
NASTY = st.text(
    alphabet=st.one_of(
        st.sampled_from(list("@*_~`|[]()<>\\#-.:/ \n\t1a가👨\u200d\u202e\u0301\ud83d")),
        st.characters(),
    ),
    max_size=300,
)
# A link: nested mark or escaped label, then an address without spaces or brackets.
LINK = re.compile(r"(?<!\\)\[((?:\\.|\[\d+\]|[^\[\]\\])*)\]\(([^)\s]*)\)")


@st.composite
def citations(draw: st.DrawFn) -> list[Citation]:
    found = []
    for n in range(1, draw(st.integers(1, 7)) + 1):
        url = draw(st.sampled_from([None, f"https://news.example/{n}", f"https://뉴스.example/{'가' * 60}/({n})"]))
        found.append(
            citation(
                n,
                title=draw(NASTY) or "t",
                outlet=draw(st.none() | NASTY),
                url=url,
                quote=draw(NASTY),
                published=draw(st.sampled_from([None, PUBLISHED])),
            )
        )
    return found


@st.composite
def answers(draw: st.DrawFn) -> Answer:
    cited = draw(citations())
    sentences = draw(st.lists(st.tuples(NASTY, st.integers(0, len(cited) + 1)), min_size=1, max_size=12))
    times = draw(st.sampled_from([1, 1, 5, 20]))
    text = " ".join(f"{words}{f' [{n}]' if n else ''}." for words, n in sentences * times)
    notes = [Note(kind=kind, text=draw(NASTY)) for kind in draw(st.lists(st.sampled_from(
        ["window", "widened", "as-of", "newest", "disagree", "sides", "searched", "language", "cut-off"]
        ), max_size=4))]  # fmt: skip
    made = answer(text, cited, notes=notes, cut_off=draw(st.none() | NASTY))
    if draw(st.booleans()):
        near = (hit(1).article, hit(2, title=draw(NASTY) or "t").article)
        return replace(made, abstained=True, citations=(), nearest=near)
    return made


@QUICK
@given(answers(), st.booleans(), st.none() | NASTY, st.sampled_from(["en", "ko"]))
def test_no_answer_breaks_a_limit_of_discord_or_pings_or_links_elsewhere(
    made: Answer, embeds: bool, asked: str | None, language: str
) -> None:
    parts = answer_parts(made, language=language, embeds=embeds, asked=asked, rewritten=asked)
    allowed = {address(one.url) for one in made.citations if one.url}
    allowed |= {address(one.link) for one in made.citations if one.link}
    allowed |= {address(article.url) for article in made.nearest if article.url}
    for part in parts:
        text = part.text if embeds else content_of(part)
        if embeds:
            whole = units(part.text) + units(part.title or "") + units(footer_of(part))
            assert units(part.text) <= DESCRIPTION
            assert units(part.title or "") <= TITLE
            assert whole <= EMBEDS
        else:
            assert units(text) <= CONTENT
        assert text.strip() or made.text.strip() == ""
        text.encode("utf-8")  # no lone surrogate is left, and none was made by cutting
        everything = text + (part.title or "") + footer_of(part)
        assert not re.search(r"@(?:everyone|here)|<[@#:/a-zA-Z]", everything)
        links = LINK.findall(text)
        for label, target in links:
            assert target in allowed, label
        bare = LINK.sub(" ", text)
        assert "://" not in bare
        assert not re.search(r"(?<!\\)\]\(", bare), "a link was cut"
        assert not re.search(r"(?<!\\)(?:\\\\)*[*_~|]{2}", bare.replace("**", "", 4)), "formatting is live"


@QUICK
@given(answers())
def test_every_part_lists_the_first_three_sources_that_its_words_cite_and_counts_the_others(made: Answer) -> None:
    if made.abstained:
        return
    for part in answer_parts(made, language="en"):
        body, _, listed = part.text.rpartition("\n\n")
        lines = [line for line in listed.split("\n") if re.match(r"`\d+` ", line)]
        if not lines:
            continue
        numbers = {int(line[1 : line.index("`", 1)]) for line in lines}
        held = {one.n: one for one in made.citations}
        linked = {n for n in numbers if address(held[n].url or "")}
        marked = sorted({int(n) for n in re.findall(r"(?<!\\)\[\[(\d+)\]\]\(", body)})
        more = re.search(r" · (\d+) more under Quotes$", part.text)
        assert linked <= set(marked)
        assert len(numbers) <= MOST_LISTED
        if more is None:
            assert set(marked) == linked
        else:
            assert len(marked) <= len(numbers) + int(more[1])


def test_an_answer_is_one_message_with_linked_marks_and_a_compact_list() -> None:
    (part,) = answer_parts(answer(), language="en")
    text, listed = part.text.split("\n\n")
    assert text == "The delegation was led by Jen Daskal [[1]](https://gazette.example/talks)."
    assert listed == (
        "`1` Harbour Gazette · 30 Jan 2024 · [Talks open in Beijing](https://gazette.example/talks#:~:text="
        "The%20US%20delegation%20was%20led%20by%20Jen%20Daskal.)"
    )
    assert part.kind == "answer"
    assert part.small == ()


@pytest.mark.parametrize("kind", ["newest", "widened", "as-of", "quotes", "missing", "sides", "corrected"])
def test_what_is_to_be_known_of_an_answer_stands_behind_it_so_that_nothing_that_was_streamed_moves(kind: str) -> None:
    made = answer(notes=[Note(kind=kind, text="Stand 2024-01-30:" if kind == "as-of" else "Know this.")])
    streamed = partial(made.text, made.citations, language="en", embeds=True).text.removesuffix(" ▌")
    (part,) = answer_parts(made, language="en")
    assert part.text.startswith(streamed)
    assert card_text(made).startswith(made.text)
    if kind == "as-of":
        assert part.small == ("Stand 2024-01-30",)
    else:
        assert part.text.startswith(f"{streamed}\n\nKnow this.\n\n`1` ")


def test_that_sources_disagree_comes_first() -> None:
    (part,) = answer_parts(answer(notes=[Note(kind="disagree", text="The sources disagree.")]), language="en")
    assert part.text.startswith("The sources disagree. The delegation")


@pytest.mark.parametrize(("title", "outlet"), [("Long " * 40, "The Outlet of " * 9), ("긴 제목 " * 40, "신문 " * 40)])
def test_a_source_is_cut_to_what_a_phone_shows_and_the_first_three_are_named(title: str, outlet: str) -> None:
    cited = [citation(n, title=title, outlet=outlet, url=f"https://news.example/{n}") for n in range(1, 6)]
    (part,) = answer_parts(answer("It is so [1][2][3][4][5].", cited), language="en")
    lines = part.text.rpartition("\n\n")[2].split("\n")
    assert len(lines) == MOST_LISTED
    for line in lines:
        assert columns(LINK.sub(r"\1", line).removesuffix(" · 2 more under Quotes")) <= 2 * 40
    assert lines[-1].endswith(" · 2 more under Quotes")
    (one,) = answer_parts(answer(citations=cited[:1]), language="en")
    assert columns(LINK.sub(r"\1", one.text.rpartition("\n\n")[2])) <= 3 * 40


def test_six_citations_of_korean_quotes_fit_one_message_with_their_fragments() -> None:
    quote = "미국과 중국의 대표단이 화요일 베이징에서 첫 합동 실무 회의를 열고 펜타닐 원료의 흐름을 논의했다."
    cited = [
        citation(n, title="베이징에서 첫 회의", outlet="연합", url=f"https://news.example/ko/{n}", quote=quote)
        for n in range(1, 7)
    ]
    text = " ".join(f"대표단은 회의에서 이 문제를 오래 논의했다고 밝혔다 [{n}]." for n in range(1, 7))
    (part,) = answer_parts(answer(text, cited), language="ko")
    assert part.text.count("#:~:text=%EB%AF%B8") == 3
    assert part.text.endswith(" · 나머지 3건은 인용문에")
    (short,) = answer_parts(answer(text, cited), language="ko", embeds=False)
    assert units(content_of(short)) <= CONTENT
    assert all(f"[[{n}]](https://news.example/ko/{n})" in short.text for n in range(1, 7)), "each mark is a link"
    assert all(f"`{n}` 연합 · 2024년 1월 30일 · [베이징에서 첫 회의](" in short.text for n in range(1, 4))


def test_a_file_without_an_address_is_named_and_not_linked() -> None:
    (part,) = answer_parts(answer(citations=[citation(1, url=None)]), language="en")
    assert "Jen Daskal [1]." in part.text
    assert "`1` Harbour Gazette · 30 Jan 2024 · Talks open in Beijing" in part.text
    nameless = citation(1, url=None, outlet=None)
    (part,) = answer_parts(answer(citations=[nameless]), language="en")
    assert "`1` folder/talks.md · 30 Jan 2024 · Talks open in Beijing" in part.text


@pytest.mark.parametrize(("language", "said"), [("en", "opening only"), ("ko", "첫머리만 있음")])
def test_an_article_of_which_only_the_opening_is_held_says_so(language: str, said: str) -> None:
    cited = replace(citation(1), opening_only=True)
    (part,) = answer_parts(answer(citations=[cited]), language=language)
    assert f" · {said}" in part.text


def test_a_refusal_looks_different_names_the_nearest_articles_and_cites_nothing() -> None:
    made = answer("I couldn't find that in the library.", abstained=True, hits=[hit(1), hit(1), hit(2)])
    (part,) = answer_parts(made, language="en")
    assert part.kind == "refusal"
    assert part.text.startswith("🔍 **Not in this library**")
    assert part.text.count("• near.example · 30 Jan 2024 · [A near article](https://near.example/") == 2
    assert "`1`" not in part.text
    assert "[[1]]" not in part.text


def test_what_the_check_repaired_or_left_out_is_the_log_s_business_and_no_reader_s() -> None:
    verdicts = [
        Verdict(sentence="a", outcome="repaired", cited=(2,), sources=(1,)),
        Verdict(sentence="b", outcome="dropped", cited=(1,)),
    ]
    (part,) = answer_parts(answer(verdicts=verdicts), language="en", rewritten="who led the US delegation?")
    assert part.small == ("Asked as: who led the US delegation?",)
    (stub,) = answer_parts(answer(model="stub"), language="ko")
    assert stub.small == ("언어 모델 없이 기사에서 그대로 인용했습니다.",)


def test_a_long_answer_is_split_between_sentences_and_says_so() -> None:
    text = " ".join(f"Sentence number {n} says a little more about the talks in Beijing [1]." for n in range(90))
    parts = answer_parts(answer(text), language="en")
    assert len(parts) > 1
    assert all(part.text.split("\n\n")[0].endswith(").") for part in parts)
    assert [part.small[-1] for part in parts] == [f"part {n} of {len(parts)}" for n in range(1, len(parts) + 1)]
    joined = " ".join(text_of(part.text) for part in parts)
    assert joined == re.sub(r" \[1\]", "", text)


def test_while_it_is_written_only_the_sentences_so_far_are_shown() -> None:
    part = partial("Talks opened [1].", [citation(1)], language="en", embeds=True, asked="what happened?")
    assert part.kind == "partial"
    assert part.text == "Talks opened [[1]](https://gazette.example/talks). ▌"
    assert part.title == "what happened?"


@QUICK
@given(NASTY)
def test_words_come_back_from_a_message_of_ours(text: str) -> None:
    (part, *_) = cited_parts(text, [citation(1)], language="en")
    said = " ".join(clean(re.sub(r"\s*\[\d+\]", "", text)).replace("\u200b", "").split())
    assert " ".join(text_of(part.text).split()) == said or "[" in text or "\\" in text or "`" in text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("@everyone", "@\u200beveryone"),
        ("<@123> <@&9> <#4>", "\\<\u200b@\u200b123\\> \\<\u200b@\u200b&9\\> \\<\u200b#4\\>"),
        ("<t:1700000000:R>", "\\<\u200bt:1700000000:R\\>"),
        ("||spoiler||", "\\|\\|spoiler\\|\\|"),
        ("[bbc.com](https://evil.example)", "\\[bbc.com\\](https:\u200b//evil.example)"),
        ("# Heading", "\\# Heading"),
        ("-# small", "\\-# small"),
        ("> quote", "\\> quote"),
        ("1. first", "1\\. first"),
        ("2024. 4. 2. 오늘", "2024\\. 4. 2. 오늘"),
        ("  3) third", "  3\\) third"),
        ("1.5 million", "1.5 million"),
        ("```py\nx```", "\\`\\`\\`py\nx\\`\\`\\`"),
        ("join discord.gg/abc", "join discord.\u200bgg/abc"),
        ("a\u202eb\x1b[31m", "ab \\[31m"),
        ("\ud83d", "\ufffd"),
    ],
)
def test_text_that_discord_would_obey_comes_out_inert(text: str, shown: str) -> None:
    assert escaped(text) == shown
    assert unescaped(shown).replace(" ", "") == clean(text).replace("\u200b", "").replace(" ", "")


def test_a_name_cannot_break_a_line_or_pile_up_letters() -> None:
    assert one_line("a\nb\r\nc\u2028d\x00") == "a b c d"
    assert plain("x\n<@1> @here") == "x <\u200b@\u200b1> @\u200bhere"
    assert len(clean("Z" + "\u0301" * 50)) == 5


@pytest.mark.parametrize(
    ("url", "target", "host"),
    [
        ("https://a.example/x_(y)?q=1&r=*#z", "https://a.example/x_%28y%29?q=1&r=%2A#z", "a.example"),
        ("https://www.a.example:8080/가", "https://www.a.example:8080/%EA%B0%80", "a.example"),
        ("https://bbc.com@evil.example/", "https://evil.example/", "evil.example"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/", "xn--bcher-kva.example"),
        ("javascript:alert(1)", None, None),
        ("https://a b/", None, None),
        ("not an address", None, None),
    ],
)
def test_only_plain_web_addresses_become_links_and_show_their_real_host(
    url: str, target: str | None, host: str | None
) -> None:
    assert address(url) == target
    assert host_of(url) == host
    assert target is None or urlsplit(target).scheme == "https"


def test_lengths_are_those_that_discord_counts_at_most() -> None:
    family = "👨\u200d👩\u200d👧\u200d👦"
    assert (len(family), units(family)) == (7, 11)
    assert units(shortened(family * 10, 20)) <= 20
    assert shortened("one two three four", 12) == "one two…"


def test_a_question_becomes_a_title_within_the_limit_even_if_every_letter_is_escaped() -> None:
    assert plain_title("who *led*?") == "who \\*led\\*?"
    assert units(plain_title("*" * 2000) or "") <= TITLE
    assert plain_title("") is None


def test_days_are_written_as_readers_of_the_language_write_them() -> None:
    assert shown_day(PUBLISHED, "en") == "30 Jan 2024"
    assert shown_day(PUBLISHED, "ko") == "2024년 1월 30일"
    assert shown_day(None, "ko") == "날짜 없음"


def test_every_sentence_of_the_bot_is_said_somewhere() -> None:
    files = [path for path in ROOT.joinpath("bot").rglob("*.py") if path.name != "words.py"]
    code = "\n".join(path.read_text(encoding="utf-8") for path in files)
    for key in SENTENCES:
        assert re.search(rf"[\"']{re.sub('-o(ne|n)$', '', key)}[\"']", code), f"{key} is said nowhere"
