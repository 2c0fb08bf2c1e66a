"""A `.env` file that is changed in place: what isn't told to change, comments too, stays byte for byte."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Mapping
from pathlib import Path

from vectorstore.errors import DatelineError

NEW = """\
# Dateline's settings; `dateline guide settings` lists all of them. The environment comes before this file.
# Keep it to yourself: it may hold keys.
"""
_BOM = "\ufeff"
# What stands around the value of a line that sets one: what is ahead of it; the comment and the line's end behind it.
_AROUND = re.compile(
    r"""(?P<ahead>\s*(?:export[^\S\r\n]+)?)[^=\r\n]+=[^\S\r\n]*
    (?:'(?:\\'|[^'])*' | "(?:\\"|[^"])*" | (?!['"])[^\r\n]*? (?=[^\S\r\n]+\# | [^\S\r\n]*(?:[\r\n]|$)))
    (?P<behind>[^\S\r\n]*(?:\#[^\r\n]*)?(?:\r\n|\n|\r)?)""",
    re.VERBOSE,
)


class EnvFileError(DatelineError):
    """A `.env` file that can't be read or written."""


def values(path: Path) -> dict[str, str]:
    """What the file sets, by name in capitals; nothing where there is no file. Raises EnvFileError."""
    from dotenv import dotenv_values

    text = _read(path)
    return {name.upper(): value for name, value in dotenv_values(stream=io.StringIO(text)).items() if value is not None}


def changed(path: Path, settings: Mapping[str, str], *, told: Mapping[str, str]) -> str:
    """The file's text with these settings: a line that sets one is written over where its value differs, a new one
    goes to the end, under what is `told` of it. Raises EnvFileError."""
    from dotenv.parser import parse_stream

    text, held = _read(path), values(path)
    wanted = {name: value for name, value in settings.items() if held.get(name) != value}
    if not wanted:
        return text
    ending = "\r\n" if "\r\n" in text else "\n"
    pieces: list[str] = []
    written: set[str] = set()
    for binding in parse_stream(io.StringIO(text, newline="")):
        piece, name = binding.original.string, (binding.key or "").upper()
        if name in wanted and binding.value is not None and (around := _AROUND.fullmatch(piece)):
            apart = " " if around["behind"].startswith("#") else ""  # else it would be part of the value
            piece = f"{around['ahead']}{line(name, wanted[name])}{apart}{around['behind']}"
            written.add(name)
        pieces.append(piece)
    new = "".join(pieces)
    if text.startswith(_BOM) and not new.startswith(_BOM):  # the parser takes it away
        new = _BOM + new
    if new and not new.endswith("\n"):
        new += ending
    for name, value in wanted.items():
        if name not in written:
            new += f"{ending}# {told[name]}{ending}{line(name, value)}{ending}"
    return new


def write(path: Path, text: str) -> None:
    """Put the text into the file, whole or not at all, readable by its owner alone. Raises EnvFileError."""
    place = Path(os.path.realpath(path))  # a link stays one
    beside = place.with_name(f"{place.name}.new")
    try:
        beside.unlink(missing_ok=True)
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", newline="") as file:
            file.write(text)
        beside.replace(place)
    except OSError as error:
        raise EnvFileError(f"{path}: can't be written ({(error.strerror or 'no reason').lower()})") from error
    finally:
        beside.unlink(missing_ok=True)


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError:
        raise EnvFileError(f"{path}: is not UTF-8 text; save it as UTF-8") from None
    except OSError as error:
        raise EnvFileError(f"{path}: can't be read ({(error.strerror or 'no reason').lower()})") from error


def line(name: str, value: str) -> str:
    """A setting as it is read back: in single quotes where anything in it could be taken otherwise."""
    plain = bool(value) and all(one.isalnum() or one in "-_./:@%+,=~" for one in value)
    if plain:
        return f"{name}={value}"
    quoted = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"{name}='{quoted}'"
