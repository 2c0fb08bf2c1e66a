"""What was read from a source, before it is an article of the library."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """When an article came out: the moment, in the outlet's zone where that is known; whether only the day is known;
    and where it was found."""

    moment: datetime
    is_day: bool
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An article as read: its text and what the source says about it.

    `language` is what a person stated, `page_language` what a page's template says: often not the text's.
    `modified` is the page's own word on its last change, in UTC; `partial` says why only the opening of
    the article is there, None for a whole one. `key` names a record within a file of many, where it has
    no URL; `id` and `path` are what an exported article was held by, `withdrawn_at` since when it is gone
    from its address, and `set_by_editor` names its fields that an editor set;
    `hold_until` and `quote_words` are as in `Article`, from an export. `notes` are sentences for the
    editor about what was left out or looks odd, `doubts` reasons for him to look at it, `date_doubts` those that are of
    its date. `unsure_date` is the date as written where it may be two days ("03/04/2024") and nothing else dates the
    article. `entries` are a live blog's: where each begins in the text, and its moment. `neutralised` counts removed
    invisible characters.
    """

    text: str
    url: str | None = None
    title: str | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    published: Published | None = None
    language: str | None = None
    page_language: str | None = None
    modified: datetime | None = None
    partial: str | None = None
    tags: tuple[str, ...] = ()
    key: str | None = None
    id: str | None = None
    path: str | None = None
    withdrawn_at: datetime | None = None
    set_by_editor: tuple[str, ...] = ()
    hold_until: datetime | None = None
    quote_words: int | None = None
    notes: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    entries: tuple[tuple[int, datetime], ...] = ()
    date_doubts: tuple[str, ...] = ()
    unsure_date: str | None = None
    neutralised: int = 0
