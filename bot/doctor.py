"""`dateline doctor`: what is set, what is there, what works, and what to do where it doesn't.

Nothing is sent anywhere: a provider's key is looked at, not tried, unless `--model` or `--judge` ask for it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

from bot import startup
from vectorstore.errors import DatelineError, ProxyUnusable
from vectorstore.proxies import NAMES, Proxies

if TYPE_CHECKING:
    from bot.settings import AnswerSettings
    from bot.startup import Settings
    from vectorstore.settings import StoreSettings

State = Literal["ok", "note", "wrong"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing looked at. A "note" is worth knowing, only "wrong" needs doing."""

    check: str
    state: State
    found: str
    todo: str | None = None


def examine(*, repair: bool = False, model: bool = False, judge: bool = False) -> tuple[list[Finding], Settings | None]:
    """All findings, and the settings where they can be used. `repair` makes a damaged index anew first; `model` asks
    the model and the judge one tiny question each, `judge` holds the judge's exam."""
    findings = list(_file_findings())
    try:
        settings = startup.load()
    except startup.SettingsError as error:
        wrong = [_wrong("settings", problem) for problem in error.problems]
        return [*wrong, *findings], None
    findings.insert(0, _ok("settings", "valid"))
    findings.append(_data_folder(settings.store))
    findings += _library(settings.store, repair=repair)
    findings.append(_embedding(settings.store))
    findings += (_note("settings", warning) for warning in settings.warnings)
    findings.append(_model(settings.answer))
    if model:
        findings.append(_tried_model(settings.answer))
    findings += _judge(settings, model=model, exam=judge)
    findings += _secrets(settings)
    findings += _proxy(used=settings.ingest.ingest_proxy)
    return findings, settings


def as_json(findings: list[Finding]) -> dict[str, Any]:
    """`{ok, checks: [{check, state, found, todo}]}`; `state` is ok, note or wrong."""
    return {"ok": healthy(findings), "checks": [asdict(finding) for finding in findings]}


def healthy(findings: list[Finding]) -> bool:
    """Whether nothing needs doing."""
    return not any(finding.state == "wrong" for finding in findings)


def show(findings: list[Finding]) -> None:
    """Print the table."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    colours = {"ok": "green", "note": "yellow", "wrong": "bold red"}
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for title in ("check", "", "found", "what to do"):
        table.add_column(title, overflow="fold")
    for finding in findings:
        state = Text(finding.state, style=colours[finding.state])
        table.add_row(finding.check, state, Text(finding.found), Text(finding.todo or ""))
    Console().print(table)


def _file_findings() -> Iterator[Finding]:
    env = startup.ENV_FILE
    if not env.is_file():
        return
    try:
        foreign = startup.foreign_names(env)
    except (OSError, UnicodeDecodeError):
        return  # loading the settings says so
    if foreign:
        yield _note(".env", f"names that Dateline doesn't know are ignored: {', '.join(foreign)}")
    if proxies := [name for name in foreign if name.upper() in NAMES]:
        yield _note(".env", f"{', '.join(proxies)}: proxies are not read from here", "set them in the environment")
    if startup.readable_by_others(env):
        yield _note(".env", "other users of this machine can read it", "chmod 600 .env")


def _data_folder(settings: StoreSettings) -> Finding:
    folder, place = settings.dateline_data, settings.place
    if not folder.exists():
        return _ok("data folder", f"will be made by the first ingest: {place}")
    if os.access(folder, os.W_OK | os.X_OK):
        return _ok("data folder", f"writable: {place}")
    return _note("data folder", f"read-only: {place}", "give this user write permission, to ingest")


def _library(settings: StoreSettings, *, repair: bool) -> Iterator[Finding]:
    from vectorstore.errors import LibraryMissing
    from vectorstore.library import Library

    where = "a Chroma server" if settings.chroma_url else "an index in the data folder"
    try:
        with Library.open(settings) as library:
            articles = library.count_articles()
            held = f"{articles:,} article{'s' * (articles != 1)}, {library.count_passages():,} passages"
            newest = library.newest()
    except LibraryMissing:
        yield _note("library", "nothing was ingested yet", "dateline ingest FOLDER")
        return
    except DatelineError as error:
        yield _wrong("library", str(error))
        return
    dated = f"; newest: {newest.published:%Y-%m-%d}" if newest and newest.published else ""
    if articles:
        yield _ok("library", held + dated)
    else:
        yield _note("library", "holds no articles", "dateline ingest FOLDER")

    damage = Library.check(settings)
    if damage and repair:
        try:
            Library.rebuild(settings)
        except DatelineError as error:
            yield _wrong("index", str(error))
            return
        damage = Library.check(settings)
        if not damage:
            yield _ok("index", f"{where} was damaged and has been rebuilt from the catalogue")
            return
    if damage:
        named = repair or "`dateline " in damage  # the sentence says what to do
        yield _wrong("index", damage, None if named else "dateline doctor --repair")
    else:
        yield _ok("index", f"{where}, complete and up to date")


def _embedding(settings: StoreSettings) -> Finding:
    """Which embedder questions get, why, and whether it works here (a local one is tried on one word)."""
    from vectorstore.embeddings.choose import build, choose
    from vectorstore.library import Library

    made_with = None
    try:
        with Library.open(settings) as library:
            made_with = library.embedding
    except DatelineError:
        pass  # the library's own line says so
    try:
        choice = choose(settings.embedding, made_with=made_with)
        embedder = build(choice.name, settings=settings)
        tried = ""
        if choice.name.startswith("local:"):
            embedder.question("news")
            tried = "; it works"
    except DatelineError as error:
        return _wrong("embedding", str(error), "set EMBEDDING to one that is here: auto, or local:minilm")
    from vectorstore.embeddings.names import shown

    found = f"{shown(choice.name)} ({choice.reason}){tried}"
    if choice.notice:
        return _note("embedding", found, "dateline ingest, to switch; or leave it")
    return _ok("embedding", found)


def _model(settings: AnswerSettings) -> Finding:
    from bot.answering.models import build_model, model_name

    name = model_name(settings)
    why = "CHAT_MODEL names it"
    if settings.chat_model == "auto":
        why = "auto: OPENAI_API_KEY is set" if settings.openai_api_key else "auto: no key is set"
    try:
        build_model(settings)
    except DatelineError as error:
        return _wrong("chat model", str(error))
    tried = "; answers by quoting, offline" if name == "stub" else "; not asked now"
    return _ok("chat model", f"{name} ({why}){tried}")


def _tried_model(settings: AnswerSettings) -> Finding:
    from bot import trials

    try:
        trial = trials.try_model(settings)
    except DatelineError as error:
        return _wrong("chat model, asked", str(error))
    return _ok("chat model, asked", trial.found) if trial.well else _wrong("chat model, asked", trial.found)


def _judge(settings: Settings, *, model: bool, exam: bool) -> Iterator[Finding]:
    """Who judges, and whether it showed that it can read."""
    from bot import trials

    try:
        bench = trials.bench_of(settings.answer, data=settings.store.dateline_data)
    except DatelineError as error:
        yield _wrong("judge", str(error))
        return
    if bench is None:
        yield _ok("judge", f"words alone (JUDGE={settings.answer.judge}): what is not copied whole is not confirmed")
        return
    name = bench.judge.name
    if model:
        trial = trials.try_judge(settings.answer, bench)
        yield _ok("judge, asked", trial.found) if trial.well else _note("judge, asked", trial.found)
    if exam:
        trial = trials.examine_judge(settings.answer, bench)
        if trial.well:
            yield _ok("judge", f"{name}: {trial.found}")
        else:
            yield _note("judge", f"{name}: {trial.found}", "name another JUDGE_MODEL, or leave it to words")
        return
    known = bench.known()
    if known is None:
        yield _note("judge", f"{name}: not examined yet", "dateline doctor --judge; else its first answer does it")
    elif known.standing == "reads":
        yield _ok("judge", f"{name}: {known.told}")
    else:
        yield _note("judge", f"{name}: {known.told}", "name another JUDGE_MODEL, or leave it to words")


def _secrets(settings: Settings) -> Iterator[Finding]:
    from bot.discord.tokens import mistaken

    key = settings.answer.openai_api_key
    yield _ok("OPENAI_API_KEY", "set (never shown)" if key else "not set; only OpenAI's models need one")
    token = settings.discord.discord_token
    named = mistaken(token.get_secret_value()) if token else None
    if named:
        yield _wrong(
            "DISCORD_TOKEN", f"holds {named}, not the bot's token", "copy it from the portal: Bot, Reset Token"
        )
    else:
        yield _ok("DISCORD_TOKEN", "set (never shown)" if token else "not set; only dateline bot needs one")


def _proxy(*, used: bool) -> Iterator[Finding]:
    """What a proxy of the environment means for ingest. Its address is never shown: it may hold a password."""
    try:
        if not Proxies.of_environment(used=True).by_scheme:
            return
    except ProxyUnusable as error:
        yield _wrong("proxy", str(error), "mend or unset it: the bot goes through it, ingest with INGEST_PROXY")
        return
    if used:
        gives_up = (
            "each address is checked here first, but the proxy resolves its name again and may reach another machine"
        )
        yield _note("proxy", f"ingest goes through it (INGEST_PROXY): {gives_up}")
    else:
        way = "INGEST_PROXY=true, where there is no other way out"
        yield _note("proxy", "the environment names one, which ingest does not use", way)


def _ok(check: str, found: str) -> Finding:
    return Finding(check=check, state="ok", found=found)


def _note(check: str, found: str, todo: str | None = None) -> Finding:
    return Finding(check=check, state="note", found=found, todo=todo)


def _wrong(check: str, found: str, todo: str | None = None) -> Finding:
    return Finding(check=check, state="wrong", found=found, todo=todo)
