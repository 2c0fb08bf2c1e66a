"""sources.yaml: the places that an editor's library is fed from.

    sources:
      - name: Harbour Gazette
        url: https://gazette.example/feed.xml
        language: en
        tags: [harbour, council]
        every: 30m
        most: 50
        only: ["/news/**"]

Checked whole like the settings: every bad value is told, with its line, before anything is asked.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from fnmatch import fnmatchcase
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator, model_validator

from ingest.dates import parse_date
from ingest.errors import UsageError
from ingest.web.addresses import Credentials, web_address, without_credentials
from ingest.web.errors import Refused

if TYPE_CHECKING:
    from yaml.nodes import Node

MOST_BYTES = 1_000_000
MOST_SOURCES = 5_000
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
_SHORTEST = timedelta(minutes=1)
_LONGEST = timedelta(days=366)


def duration(text: object) -> timedelta:
    """From "30m", "6h", "1d 12h", "90s". Raises ValueError, the message fit to show."""
    parts = re.findall(r"(\d{1,6})\s*([smhd])", text) if isinstance(text, str) else []
    if not parts or re.sub(r"\d{1,6}\s*[smhd]\s*", "", str(text)).strip():
        raise ValueError("write a time such as 30m, 6h or 1d")
    return timedelta(seconds=sum(int(number) * _UNITS[unit] for number, unit in parts))


def _often(value: object) -> timedelta:
    found = duration(value)
    if not _SHORTEST <= found <= _LONGEST:
        raise ValueError("write a time between 1m and 366d")
    return found


def _moment(value: object) -> datetime:
    """From a moment with its zone, or a day, which begins in UTC. Raises ValueError, the message fit to show."""
    if isinstance(value, str):
        found = parse_date(value)
        moment = found[0] if found and (not found[1] or len(value.strip()) <= 10) else None
    elif isinstance(value, datetime):
        moment = value if value.tzinfo else None
    else:
        moment = datetime(value.year, value.month, value.day, tzinfo=UTC) if isinstance(value, date) else None
    if moment is None:
        raise ValueError("write a moment with its zone, such as 2026-12-01T06:00:00+01:00, or a day")
    return moment


def _several(value: object) -> object:
    return [value] if isinstance(value, str) else value


Texts = Annotated[tuple[str, ...], BeforeValidator(_several)]


class _Given(BaseModel):
    """One entry as written; the descriptions are what `docs/ingest.md` says of each."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    name: str = Field(min_length=1, max_length=100, description="What people are shown; each source has its own.")
    url: str = Field(description="An article, a feed, a sitemap or a front page: which it is, is found out.")
    outlet: str | None = Field(None, max_length=200, description="The outlet, where pages don't say it.")
    language: str | None = Field(None, pattern=r"^[a-z]{2,3}$", description="Two or three letters, such as en.")
    tags: Texts = Field((), max_length=20, description="Words that every article of this source carries.")
    every: Annotated[timedelta, BeforeValidator(_often)] | None = Field(
        None, description="How often it is asked in scheduled runs; by default in each."
    )
    most: int = Field(100, ge=1, le=50_000, description="How many of its newest articles are taken in one run.")
    within: Annotated[timedelta, BeforeValidator(_often)] = Field(
        timedelta(minutes=10), description="How long its turn may take in one run."
    )
    recheck: Annotated[timedelta, BeforeValidator(_often)] = Field(
        timedelta(days=1), description="How often known articles are asked whether they changed or are gone."
    )
    only: Texts = Field((), description='Paths to take, such as "/news/**"; a list of patterns.')
    but_not: Texts = Field((), alias="except", description="Paths to leave out.")
    text: str | None = Field(None, max_length=500, description="CSS selector of the element that holds the text.")
    remove: Texts = Field((), max_length=50, description="CSS selectors of elements to take out of pages.")

    hold_until: Annotated[datetime, BeforeValidator(_moment)] | None = Field(
        None, description="Nothing of its articles is shown before this moment."
    )
    quote_words: int | None = Field(
        None, ge=1, le=100_000, description="At most so many words of an article are shown."
    )
    link_only: bool = Field(False, description="Title and link are shown, and no words.")
    use_feed_text: bool = Field(False, description="An article's text is its feed's, not its page's.")

    @model_validator(mode="after")
    def _is_one_limit(self) -> Self:
        if self.link_only and self.quote_words is not None:
            raise ValueError("link_only shows no words, so quote_words has no use: leave one of them out")
        return self

    @field_validator("url")
    @classmethod
    def _is_an_address(cls, url: str) -> str:
        try:
            web_address(url)
        except Refused as error:
            raise ValueError(str(error)) from None
        return url

    @field_validator("only", "but_not")
    @classmethod
    def _are_paths(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        for pattern in patterns:
            if not pattern.startswith(("/", "*")):
                raise ValueError(f'a path begins with "/": {pattern!r}')
        return patterns

    @field_validator("text", "remove")
    @classmethod
    def _are_selectors(cls, given: str | tuple[str, ...] | None) -> str | tuple[str, ...] | None:
        from cssselect import SelectorError
        from lxml.cssselect import CSSSelector

        for selector in (given,) if isinstance(given, str) else given or ():
            try:
                CSSSelector(selector)
            except (SelectorError, ValueError):
                raise ValueError(f"{selector!r} is not a CSS selector") from None
        return given


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One place to read from. `credentials` stood in its URL and go to its host only.

    `every` is how often it is asked in scheduled runs, `within` how long its turn may take, `recheck` how
    often its known articles are asked whether they changed. `hold_until` and `quote_words` (0: link only) are as in
    `Article`.
    """

    name: str
    url: str
    credentials: Credentials | None = None
    outlet: str | None = None
    language: str | None = None
    tags: tuple[str, ...] = ()
    every: timedelta | None = None
    most: int = 100
    within: timedelta = timedelta(minutes=10)
    recheck: timedelta = timedelta(days=1)
    only: tuple[str, ...] = ()
    but_not: tuple[str, ...] = ()
    text: str | None = None
    remove: tuple[str, ...] = ()
    hold_until: datetime | None = None
    quote_words: int | None = None
    use_feed_text: bool = False

    @classmethod
    def of_url(cls, url: str) -> Source:
        """A source with nothing but an address, as the command line gives it. Raises UsageError."""
        try:
            clean, credentials = web_address(url)
        except Refused as error:
            raise UsageError(f"{without_credentials(url)}: {error}.") from None
        return cls(name=clean, url=clean, credentials=credentials)

    @property
    def by_hand(self) -> bool:
        """Whether it is an address alone, as the command line gives it, and no entry of a file."""
        return self.name == self.url

    def takes(self, url: str) -> bool:
        """Whether the path filters let this address through."""
        path = urlsplit(url).path or "/"
        if self.only and not any(_matches(path, pattern) for pattern in self.only):
            return False
        return not any(_matches(path, pattern) for pattern in self.but_not)


def _matches(path: str, pattern: str) -> bool:
    """fnmatch, in which "*" also crosses slashes; "/news/" means all below it."""
    return fnmatchcase(path, pattern + "*" if pattern.endswith("/") else pattern)


def read_sources(path: Path) -> list[Source]:
    """The sources of a file. Raises UsageError naming every mistake with its line."""
    import yaml

    try:
        raw = path.read_bytes()[: MOST_BYTES + 1]
        if len(raw) > MOST_BYTES:
            raise UsageError(f"{path.name}: larger than {MOST_BYTES:,} bytes")
        node = yaml.compose(raw.decode("utf-8-sig"), Loader=yaml.SafeLoader)
        given = yaml.safe_load(raw.decode("utf-8-sig"))
    except OSError as error:
        raise UsageError(f"{path.name}: can't be read ({(error.strerror or 'no reason given').lower()})") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path.name}: not in UTF-8") from error
    except yaml.MarkedYAMLError as error:
        where = f", line {error.problem_mark.line + 1}" if error.problem_mark else ""
        why = f" ({error.problem})" if error.problem else ""
        why = " (indent with spaces, not with tabs)" if "'\\t'" in why else why
        raise UsageError(f"{path.name}{where}: not valid YAML{why}") from error
    except (yaml.YAMLError, RecursionError) as error:
        raise UsageError(f"{path.name}: not valid YAML") from error
    except ValueError as error:  # what looks like a date or a number, and is none
        raise UsageError(f"{path.name}: {error}: put quotes around such a value") from error
    entries = given.get("sources") if isinstance(given, dict) else given
    if entries is None and isinstance(given, dict) and given.get("folders"):
        return []
    if not isinstance(entries, list) or not entries:
        raise UsageError(f'{path.name}: it must hold a list under "sources:"')
    if len(entries) > MOST_SOURCES:
        raise UsageError(f"{path.name}: more than {MOST_SOURCES:,} sources")
    return _checked(path.name, entries, _Lines(node))


def _checked(name: str, entries: list[object], lines: _Lines) -> list[Source]:
    found: list[Source] = []
    wrong: list[tuple[int, str]] = []
    names: dict[str, int] = {}
    urls: dict[str, int] = {}
    for number, entry in enumerate(entries):
        line = lines.of(number)
        wrong += [(at, f"{key!r} is given twice") for at, key in lines.repeated(number)]
        try:
            given = _Given.model_validate(entry)
        except ValidationError as error:
            wrong += [(lines.of(number, one["loc"]), _said(one)) for one in error.errors()]
            continue
        url, credentials = web_address(given.url)
        if given.name in names:
            wrong.append((line, f"the name {given.name!r} is that of line {names[given.name]} too"))
        elif url in urls:
            wrong.append((line, f"the address is that of line {urls[url]} too: one source can take it all"))
        names[given.name] = urls[url] = line
        fields = type(given).model_fields.keys() - {"url", "link_only"}
        values = {field: getattr(given, field) for field in fields}
        if given.link_only:
            values["quote_words"] = 0
        found.append(Source(url=url, credentials=credentials, **values))
    if wrong:
        raise UsageError("\n".join(f"{name}, line {line}: {said}" for line, said in sorted(wrong, key=itemgetter(0))))
    return found


_PLAIN = {
    "string_type": "write a text, in quotes where it looks like a number, a date or a yes",
    "tuple_type": "write a list, such as [one, two]",
    "string_pattern_mismatch": "write two or three small letters, such as en",
}


def _said(error: object) -> str:
    """One mistake in words."""
    assert isinstance(error, dict)
    place = ".".join(str(part) for part in error["loc"] if isinstance(part, str))
    if error["type"] == "extra_forbidden":
        known = [field.alias or name for name, field in _Given.model_fields.items()]
        near = difflib.get_close_matches(place, known, n=1)
        hint = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(known)}"
        return f"{place!r} is not known; {hint}"
    if error["type"] == "missing":
        return f"{place!r} is missing"
    if error["type"] in ("model_type", "model_attributes_type"):
        return "a source is a list of keys and values, such as name: and url:"
    message = _PLAIN.get(error["type"]) or str(error["msg"]).removeprefix("Value error, ")
    if not place:
        return message
    return f"{place}: {message[:1].lower()}{message[1:]}"


class _Lines:
    """Where the entries and their keys stand in the file."""

    def __init__(self, node: Node | None) -> None:
        from yaml.nodes import MappingNode, SequenceNode

        if isinstance(node, MappingNode):
            node = next((value for key, value in node.value if key.value == "sources"), None)
        self._entries: list[Node] = list(node.value) if isinstance(node, SequenceNode) else []

    def repeated(self, number: int) -> list[tuple[int, str]]:
        """The lines and names of an entry's keys that stood there before: YAML would take the last in silence."""
        from yaml.nodes import MappingNode

        entry = self._entries[number] if number < len(self._entries) else None
        keys = [key for key, _ in entry.value] if isinstance(entry, MappingNode) else []
        before = [key.value for key in keys]
        return [
            (int(key.start_mark.line) + 1, str(key.value)) for at, key in enumerate(keys) if key.value in before[:at]
        ]

    def of(self, number: int, place: tuple[int | str, ...] = ()) -> int:
        from yaml.nodes import MappingNode

        if number >= len(self._entries):
            return 1
        entry = self._entries[number]
        if place and isinstance(entry, MappingNode):
            for key, _ in entry.value:
                if key.value == place[0]:
                    return int(key.start_mark.line) + 1
        return int(entry.start_mark.line) + 1
