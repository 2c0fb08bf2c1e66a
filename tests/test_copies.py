"""An agency's story as several desks ran it is told from a correction, an update and another story of one mould."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from ingest.copies import Likeness, likeness
from ingest.likeness import bands
from tests.store import article
from vectorstore.model import Article, digest

DAY = datetime(2026, 5, 12, 8, 30, tzinfo=UTC)
FIRST = "The port of Oldtown will close its northern quay for nine months, its director Ines Halvorsen said on Tuesday."
COST = "Repairs to the quay, which sank by 14 centimetres in March, are to cost 41 million euros."
BOATS = "Some 230 fishing boats must move to Newtown, and the ferry to the islands will leave from the southern pier."
UNION = "The fishermen's union called the plan “a blow to every family on the coast” and asked for compensation."
COUNCIL = "Oldtown's council votes on the plan on 19 May."
STORY = "\n\n".join((FIRST, COST, BOATS, UNION, COUNCIL))
PLAIN = STORY.replace("“", '"').replace("”", '"')
CHINESE = (
    "奥尔德敦港将关闭北码头九个月，港口主任伊内斯周二表示。码头三月下沉了14厘米，修复费用预计为4100万欧元。"
    "约230艘渔船必须迁往新镇，开往群岛的渡轮将改从南码头出发。渔民工会称这一计划对沿海每个家庭都是打击，并要求赔偿。"
)


def of(text: str, *, title: str = "Oldtown port to close quay", at: datetime | None = DAY, id_: str = "a") -> Article:
    return replace(article(id_, text, title=title, published=at), published_is_day=False)


HELD = of(STORY)
LATER, EARLIER = DAY + timedelta(hours=5), DAY - timedelta(hours=5)

COPIES: list[tuple[str, Article, Likeness]] = [
    ("another headline", of(STORY, title="Fishermen angry as quay shuts"), "copy"),
    ("a dateline", of(f"OLDTOWN, May 12 (Reuters) - {STORY}"), "copy"),
    ("a credit", of(f"{STORY}\n\nReporting by Ann Lee; editing by Tom Marsh\n\n© 2026 Harbour Wire"), "copy"),
    ("a headline in the text", of(f"Quay shuts for nine months\n\n{STORY}"), "copy"),
    ("quotes and spelling", of(PLAIN.replace("centimetres", "centimeters")), "copy"),
    ("the agency named", of(STORY.replace("said on Tuesday", "told Reuters on Tuesday")), "copy"),
    ("cut from below", of("\n\n".join((FIRST, COST, BOATS)), at=LATER), "copy"),
    ("cut in the middle", of("\n\n".join((FIRST, COST, UNION)), at=LATER), "copy"),
    ("paragraphs in another order", of("\n\n".join((FIRST, BOATS, COST, UNION, COUNCIL))), "copy"),
    ("fuller, and not later", of(f"{STORY}\n\nThe quay was built in 1931 by Olav Berg.", at=EARLIER), "fuller"),
    ("no date", of("\n\n".join((FIRST, COST, BOATS)), at=None), "copy"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "wanted"), [pytest.param(a, w, id=name) for name, a, w in COPIES])
def test_a_wire_story_would_be_held_once_for_each_desk(given: Article, wanted: Likeness) -> None:
    assert likeness(given, HELD) == wanted
    assert set(bands(given.text)) & set(bands(HELD.text)), "it would not be found as a candidate"


OTHERS = [
    ("a changed number", of(STORY.replace("41 million", "44 million"))),
    ("numbers that changed places", of(STORY.replace("14 centi", "230 centi").replace("Some 230", "Some 14"))),
    ("a changed name", of(STORY.replace("Halvorsen", "Halvorson"))),
    ("a changed day", of(STORY.replace("on Tuesday", "on Wednesday"))),
    ("a changed date", of(STORY.replace("19 May", "20 May"))),
    ("a word that turns the meaning", of(STORY.replace("will close", "will not close"))),
    ("a changed verb", of(STORY.replace("asked for", "refused"))),
    ("a bound", of(STORY.replace("for nine months", "for at least nine months"))),
    ("a notice of correction", of(f"{STORY}\n\nCorrection: this story gave a wrong figure for the boats.")),
    ("a correction in the headline", of(STORY, title="CORRECTED: Oldtown port to close quay")),
    ("a notice in Korean", of(f"{STORY}\n\n정정: 앞선 기사의 수치를 고칩니다.")),
    ("an update", of(f"{STORY}\n\nOn Wednesday the council put off its vote.", at=LATER)),
    ("a fact in place of another", of("\n\n".join((FIRST, COST, BOATS, UNION, "The vote was put off until autumn.")))),
    ("a report like a credit", of(f"{FIRST}\n\n{COST}\n\n{BOATS}\n\nReuters reported that two workers were hurt.")),
    ("what was known before", of("\n\n".join((FIRST, COST, BOATS)), at=EARLIER)),
    ("a headline with another number", of(STORY, title="Oldtown quay to cost 50 million")),
    ("a month later", of(STORY, at=DAY + timedelta(days=30))),
    ("a tenth of it", of(FIRST)),
]


@pytest.mark.parametrize("given", [pytest.param(one, id=name) for name, one in OTHERS])
def test_a_correction_an_update_or_another_story_would_pass_for_a_copy(given: Article) -> None:
    assert likeness(given, HELD) is None


MOULD = (
    "Shares of {a} rose {b} percent on Tuesday after the company reported a quarterly profit of {c} million euros. "
    "Analysts had expected {d} million. The company kept its outlook for the year, its chief executive {e} said in a "
    "statement. It will pay a dividend of {f} euros a share. Trading was heavy, and the index closed little changed."
)


def test_two_stories_of_one_mould_would_be_one() -> None:
    one = of(MOULD.format(a="Norvell", b="3.1", c="210", d="190", e="Kim Arden", f="1.20"), title="Norvell rises")
    other = of(MOULD.format(a="Halden", b="4.6", c="87", d="80", e="Ruth Okoye", f="0.35"), title="Halden rises")
    assert likeness(other, one) is None
    assert likeness(one, replace(one, id="b")) == "copy"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (f"（新华社）{CHINESE}", "copy"),
        (f"{CHINESE}\n编辑：李明", "copy"),
        (CHINESE.replace("九个月", "七个月"), None),
        (CHINESE.replace("伊内斯", "伊内丝"), None),
        (CHINESE.replace("必须", "不必"), None),
        (f"{CHINESE}更正：本文此前数字有误。", None),
    ],
)
def test_without_spaces_or_capitals_a_changed_name_would_pass_for_a_copy(text: str, wanted: Likeness | None) -> None:
    held = replace(of(CHINESE, title="奥尔德敦港关闭北码头"), language="zh")
    given = replace(of(text, title="渔民不满码头关闭"), language="zh")
    assert likeness(given, held) == wanted


def test_texts_that_share_a_subject_would_be_candidates_all() -> None:
    base = set(bands(STORY))
    other = STORY.replace("quay", "bridge").replace("Oldtown", "Newtown").replace("boats", "lorries")
    others = [other, MOULD, " ".join(digest(str(n)) for n in range(80))]
    assert [bool(base & set(bands(text))) for text in others[1:]] == [False, False]
    assert bands(FIRST) == (), "a short text is like others by chance"
    assert bands(STORY) == bands(STORY.replace("“", '"')), "the same words have the same bands, in every process"
