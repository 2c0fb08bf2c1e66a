"""Settings at start: all read together, and everything that is wrong with them said at once."""

from __future__ import annotations

import difflib
import io
import stat
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.renamed import RENAMED, carried
from vectorstore.errors import DatelineError

if TYPE_CHECKING:
    from pydantic import ValidationError
    from pydantic.fields import FieldInfo
    from pydantic_core import ErrorDetails
    from pydantic_settings import BaseSettings

    from bot.discord.settings import DiscordSettings
    from bot.settings import AnswerSettings
    from ingest.settings import IngestSettings
    from vectorstore.settings import StoreSettings

ENV_FILE = Path(".env")

# How like one of ours an unknown name must be to count as a slip of the pen. Below this it is another
# program's, which may share the file: OPENAI_API_KY is 0.96 like OPENAI_API_KEY, POSTGRES_URL 0.52 like CHROMA_URL.
NEAR = 0.8


class SettingsError(DatelineError):
    """Settings that can't be used: one line each, naming the variable."""

    exit_code = 2

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        lines = "".join(f"\n  {problem}" for problem in problems)
        super().__init__(f"Invalid settings (environment or .env; dateline doctor shows all):{lines}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Every package's settings, valid."""

    store: StoreSettings
    ingest: IngestSettings
    answer: AnswerSettings
    discord: DiscordSettings
    warnings: tuple[str, ...] = ()  # names of settings that were renamed, with the new ones

    def secrets(self) -> list[str]:
        """The values that may never be shown."""
        from pydantic import SecretStr

        found = []
        for part in fields(self):
            if part.name == "warnings":
                continue
            values = dict(getattr(self, part.name)).values()
            found += [value.get_secret_value() for value in values if isinstance(value, SecretStr)]
        return found


def settings_classes() -> dict[str, type[BaseSettings]]:
    """The settings classes by their field in `Settings`."""
    from bot.discord.settings import DiscordSettings
    from bot.settings import AnswerSettings
    from ingest.settings import IngestSettings
    from vectorstore.settings import StoreSettings

    return {"store": StoreSettings, "ingest": IngestSettings, "answer": AnswerSettings, "discord": DiscordSettings}


def known_names() -> dict[str, FieldInfo]:
    """All variables, upper case, with their field: the union of the settings classes."""
    return {name.upper(): field for cls in settings_classes().values() for name, field in cls.model_fields.items()}


def load(env_file: Path = ENV_FILE) -> Settings:
    """All settings from the environment and `env_file`. Raises SettingsError with every problem."""
    from pydantic import ValidationError

    problems = list(file_problems(env_file))
    readable = not any(problem.startswith(f"{env_file}: ") for problem in problems)
    old = carried(env_file)
    built: dict[str, Any] = {}
    for part, cls in settings_classes().items():
        values: dict[str, Any] = {name: value for name, value in old.values.items() if name in cls.model_fields}
        try:
            built[part] = cls(_env_file=env_file if readable else None, **values)
        except ValidationError as error:
            problems += value_problems(error, cls)
    if "store" in built and (problem := _folder_problem(built["store"].dateline_data)):
        problems.append(problem)
    if problems:
        raise SettingsError(list(dict.fromkeys(problems)))
    return Settings(**built, warnings=old.warnings)


def file_problems(env_file: Path) -> Iterator[str]:
    """What is wrong with the file itself: encoding, lines that say nothing, names that are nearly ours, repeats."""
    from dotenv.parser import parse_stream

    try:
        text = env_file.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return
    except UnicodeDecodeError:
        yield f"{env_file}: is not UTF-8 text; save it as UTF-8"
        return
    except OSError as error:
        yield f"{env_file}: can't be read ({error.strerror})"
        return
    known = known_names()
    values: dict[str, str | None] = {}
    for binding in parse_stream(io.StringIO(text)):
        line = binding.original.line + binding.original.string[: -len(binding.original.string.lstrip())].count("\n")
        if binding.error or (binding.key and binding.value is None):
            yield f"{env_file} line {line}: is not NAME=value"
        if binding.key is None or binding.value is None:
            continue
        name = binding.key.upper()
        if name in known:
            if values.get(name, binding.value) != binding.value:
                yield f"{name}: is set twice in {env_file} with different values (line {line}); keep one"
            values[name] = binding.value
        elif name not in RENAMED and (near := difflib.get_close_matches(name, known, n=1, cutoff=NEAR)):
            yield f"{binding.key}: unknown setting ({env_file} line {line}); did you mean {near[0]}?"


def foreign_names(env_file: Path = ENV_FILE) -> list[str]:
    """Names in `env_file` that are not ours and not nearly ours: ignored, and shown by `doctor`."""
    from dotenv import dotenv_values

    if not env_file.is_file():
        return []
    known = {*known_names(), *RENAMED}
    names = [name for name in dotenv_values(env_file, encoding="utf-8-sig") if name.upper() not in known]
    return [name for name in names if not difflib.get_close_matches(name.upper(), known, n=1, cutoff=NEAR)]


def readable_by_others(env_file: Path = ENV_FILE) -> bool:
    """Whether other users of the machine can read the file with the keys."""
    try:
        return bool(env_file.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH))
    except OSError:
        return False


def value_problems(error: ValidationError, cls: type[BaseSettings]) -> Iterator[str]:
    """pydantic's errors as one line each; a secret's value is never repeated."""
    for detail in error.errors(include_url=False):
        field = str(detail["loc"][0]) if detail["loc"] else ""
        annotation = str(cls.model_fields[field].annotation) if field in cls.model_fields else ""
        given = "" if "Secret" in annotation else f", not {shown(detail['input'])}"
        sentence = _sentence(detail, given)
        yield f"{field.upper()}: {sentence}" if field else sentence  # a rule over several fields names them itself


def shown(value: object) -> str:
    """A value as it is repeated in an error: quoted, one line, short."""
    text = repr(str(value))
    return text if len(text) <= 60 else text[:57] + "…'"


def _sentence(detail: ErrorDetails, given: str) -> str:
    limits = {name: _plain(value) for name, value in detail.get("ctx", {}).items()}
    match detail["type"]:
        case "int_parsing" | "int_type" | "int_from_float":
            return f"must be a whole number{given}"
        case "float_parsing" | "float_type" | "finite_number":
            return f"must be a number{given}"
        case "bool_parsing" | "bool_type":
            return f"must be true or false{given}"
        case "greater_than_equal":
            return f"must be at least {limits['ge']}{given}"
        case "greater_than":
            return f"must be more than {limits['gt']}{given}"
        case "less_than_equal":
            return f"must be at most {limits['le']}{given}"
        case "less_than":
            return f"must be less than {limits['lt']}{given}"
        case "literal_error" | "enum":
            return f"must be {limits['expected']}{given}"
        case "value_error":
            return str(limits["error"])
        case _:
            return detail["msg"][:1].lower() + detail["msg"][1:] + given


def _plain(limit: object) -> object:
    return int(limit) if isinstance(limit, float) and limit.is_integer() else limit


def _folder_problem(path: Path) -> str | None:
    """Every parent that exists must be a folder, or the data can't be made there."""
    try:
        nearest = next(place for place in (path, *path.absolute().parents) if place.exists())
        if not nearest.is_dir():
            return f"DATELINE_DATA: {shown(path)} can't be a folder, because a file stands there"
    except (OSError, ValueError):
        return f"DATELINE_DATA: {shown(path)} is not a usable path"
    return None
