"""The few questions of `dateline init`, on a terminal. What a flag has answered isn't asked."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import replace

import typer

from bot.init.steps import refusal_of
from bot.init.wishes import DEFAULTS, Wishes, application_of, key_setting, provider_of
from language.wrapping import tell, wrapped

NEWEST = "what did the newest article report?"


def interview(wishes: Wishes, *, held: Mapping[str, str], listed: bool) -> Wishes:
    """The wishes, with what the person answers. Enter keeps what stands in brackets; `listed` says that there is a
    sources.yaml already."""
    typer.echo("Enter keeps what stands in brackets.\n")
    if wishes.library is None:
        wishes = replace(wishes, library=_asked("Folder of the library", "DATELINE_DATA", held))
    if not wishes.sources:
        wishes = replace(wishes, sources=_sources(listed=listed))
    if wishes.embedding is None:
        told = "Embeddings: auto (on this machine), local:minilm, local:e5-small or openai:MODEL"
        wishes = replace(wishes, embedding=_asked(told, "EMBEDDING", held))
    if wishes.model is None:
        told = "Chat model: stub (quotes the articles, no key), openai:MODEL, ollama:MODEL, PROVIDER:MODEL or auto"
        wishes = replace(wishes, model=_asked(told, "CHAT_MODEL", held))
    model = wishes.model or held.get("CHAT_MODEL", "auto")
    if wishes.base_url is None and provider_of(model) == "openai" and model != "auto":
        told, kept = "Address of the service, Enter for OpenAI's own", held.get("OPENAI_BASE_URL", "")
        wishes = replace(wishes, base_url=_prompted(f"{told} [{kept}]" if kept else told, default=kept) or None)
    if wishes.key is None and (setting := key_setting(model)):
        wishes = replace(wishes, key=_secret(f"Key, as {setting}", held.get(setting)))
    if wishes.token is None:
        wishes = replace(wishes, token=_token(held.get("DISCORD_TOKEN")))
    return wishes


def trial_wanted() -> bool:
    """Whether the model is to be asked something tiny."""
    return typer.confirm("Try the model with one tiny question (this may cost a little)?", default=False)


def question() -> str:
    """The first question to the library; empty for none."""
    return _prompted(f"A first question [{NEWEST}]", default=NEWEST)


def _asked(told: str, setting: str, held: Mapping[str, str]) -> str | None:
    """The answer, asked again while it can't be set; None where it is what is set already."""
    kept = held.get(setting) or DEFAULTS[setting]
    while (answer := _prompted(f"{told} [{kept}]", default=kept)) != kept:
        wrong = refusal_of(setting, answer)
        if wrong is None:
            return answer
        tell(wrong)
    return None


def _prompted(told: str, *, default: str = "", hidden: bool = False) -> str:
    """What is typed, after a text that is wrapped by words."""
    room = shutil.get_terminal_size().columns - len(": ")
    return str(typer.prompt(wrapped(told, room), default=default, show_default=False, hide_input=hidden)).strip()


def _sources(*, listed: bool) -> tuple[str, ...]:
    more = "More sources" if listed else "Sources"
    tell(f"{more}: folders, addresses of sites and feeds, OPML files; one a line, an empty line ends.")
    found: list[str] = []
    while answer := str(typer.prompt(">", default="", show_default=False, prompt_suffix=" ")).strip():
        found.append(answer)
    return tuple(found)


def _secret(told: str, kept: str | None) -> str | None:
    state = "Enter keeps the one that is set" if kept else "Enter for none"
    prompt = f"{told} (not shown; {state})"
    return _prompted(prompt, hidden=True) or None


def _token(kept: str | None) -> str | None:
    """The bot's token, asked again while it has not a token's shape."""
    while token := _secret("Token of a Discord bot", kept):
        if application_of(token) is not None:
            return token
        tell("That is not a bot's token: it has three parts with full stops between them (Bot, Reset Token).")
    return None
