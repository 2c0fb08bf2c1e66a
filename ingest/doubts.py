"""What about a page makes an editor want to look at it: it went in, but may not be what it should be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from ingest.dates import readings
from ingest.days import day_in_address
from ingest.drafts import Draft
from vectorstore.model import Article
from vectorstore.remembered import Doubt

# Fewer words than this are a caption or a teaser more often than an article.
FEW_WORDS = 60
# Scripts that write no spaces have few words; so many characters are an article all the same.
FEW_CHARACTERS = 300
# How a date was found that a rule of the editor's reads: "D/M/Y by rule".
_BY_RULE = " by rule"


def doubts(article: Article, draft: Draft) -> tuple[Doubt, ...]:
    """The reasons, in words; nothing where the page looks like a whole article. What the editor set is not doubted."""
    found = [Doubt(kind="text", reason=reason, basis=reason) for reason in draft.doubts]
    if draft.partial:
        found.append(Doubt(kind="opening", reason=f"only the opening ({draft.partial})"))
    if "published" not in article.set_by_editor:
        found += _doubts_of_date(article, draft)
    if article.title is None and "title" not in article.set_by_editor:
        found.append(Doubt(kind="title", reason="no title was found"))
    if len(article.text.split()) < FEW_WORDS and len(article.text) < FEW_CHARACTERS:
        found.append(Doubt(kind="length", reason=f"only {len(article.text.split())} words"))
    return tuple(found)


def _doubts_of_date(article: Article, draft: Draft) -> list[Doubt]:
    found = [Doubt(kind="date", reason=reason, basis=reason) for reason in draft.date_doubts]
    by_rule = article.published_how is not None and article.published_how.endswith(_BY_RULE)
    if draft.unsure_date and not by_rule and (article.published is None or article.is_dated_by_address):
        days = readings(draft.unsure_date)
        guess = _guess(days, article)
        either = " or ".join(dict.fromkeys(f"{day}" for day in days.values()))
        reason = f"its date “{draft.unsure_date}” may be {either}"
        found.append(
            Doubt(
                kind="date", reason=reason, guess=str(guess) if guess else None, written=draft.unsure_date,
                basis=draft.unsure_date,
            )
        )  # fmt: skip
    elif article.published is None and not draft.date_doubts:
        found.append(Doubt(kind="date", reason="no date was found that is certain"))
    elif article.published and article.is_dated_by_address:
        day = f"{article.published:%Y-%m-%d}"
        found.append(
            Doubt(kind="date", reason=f"dated {day} by its {article.published_how} alone", guess=day, basis=day)
        )
    elif article.published and article.published > datetime.now(UTC) + timedelta(days=1):
        day = f"{article.published:%Y-%m-%d}"
        found.append(Doubt(kind="date", reason=f"published {day}, in the future", basis=day))
    return found


def _guess(days: Mapping[str, date], article: Article) -> date | None:
    """The day in its address or its file's name, if it is one of them; else the first that does not lie ahead: most of
    the world writes the day first."""
    stated = [day_in_address(where) for where in (article.url, article.path)]
    past = [day for day in days.values() if day <= datetime.now(UTC).date() + timedelta(days=1)]
    return next((day for day in stated if day in days.values()), None) or next(iter(past), None)


def dated_by_rule(article: Article, written: str | None, order: str | None) -> Article:
    """The article with its date as `written` read in the `order` that an editor gave for its source ("D/M/Y"). A date
    that its source states for certain stays."""
    day = readings(written).get(order) if order else None
    how = article.published_how or ""
    if day is None or not (article.published is None or article.is_dated_by_address or how.endswith(_BY_RULE)):
        return article
    return replace(
        article,
        published=datetime(day.year, day.month, day.day, tzinfo=UTC),
        published_how=f"{order}{_BY_RULE}",
        published_is_day=True,
    )


def without_rule(article: Article) -> Article:
    """The article as it is without a rule: undated, if a rule dated it."""
    if not (article.published_how or "").endswith(_BY_RULE):
        return article
    return replace(article, published=None, published_how=None, published_is_day=True)
