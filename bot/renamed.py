"""Settings that were renamed or dropped: for one version the old name works, or warns; it never stops the bot."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Renamed:
    """`new` is the setting that took its place, None where nothing did. `values` are old values in new words;
    without them a value is passed on as it is."""

    new: str | None
    values: Mapping[str, str] = field(default_factory=dict)


RENAMED: Mapping[str, Renamed] = {
    "CITATION_CHECK": Renamed(new="JUDGE", values={"local": "words", "model": "model"}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """What old names give: values of new settings, by their field's name, and a sentence for each old name."""

    values: Mapping[str, str]
    warnings: tuple[str, ...]


def carried(env_file: Path, *, renamed: Mapping[str, Renamed] = RENAMED) -> Carried:
    """The old names that are set, in the environment before the file. A new name that is set goes before an old one."""
    given = _given(env_file)
    values: dict[str, str] = {}
    warnings: list[str] = []
    for old, rule in renamed.items():
        value = given.get(old, "").strip()
        if not value:
            continue
        if rule.new is None:
            warnings.append(f"{old} is no longer used: take it out.")
        elif given.get(rule.new, "").strip():
            warnings.append(f"{old} is no longer used: {rule.new} is set and counts. Take {old} out.")
        else:
            new = rule.values.get(value.casefold()) if rule.values else value
            if new is None:
                warnings.append(f"{old} is now {rule.new}, and its value is not known: it is ignored.")
                continue
            values[rule.new.lower()] = new
            warnings.append(f"{old} is now {rule.new}: write {rule.new}={new}. The old name works for now.")
    return Carried(values=values, warnings=tuple(warnings))


def _given(env_file: Path) -> dict[str, str]:
    from dotenv import dotenv_values

    try:
        filed = dotenv_values(env_file, encoding="utf-8-sig") if env_file.is_file() else {}
    except (OSError, UnicodeDecodeError):
        filed = {}  # loading the settings says so
    both = {**filed, **os.environ}
    return {name.upper(): value for name, value in both.items() if value is not None}
