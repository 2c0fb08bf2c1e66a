"""`dateline chat`: a conversation on a terminal, with follow-ups, the sources at hand, and a line that can be edited.

a question        answered from the library; a follow-up is understood from what was said before
/sources          the sources of the last answer
/quotes 2         the words of source 2 that the answer rests on
/since 2024-02-01 articles from that day on; /since 7d, /since off
/new              forget what was said
/help, /quit
"""

from __future__ import annotations

import difflib
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bot import terminal
from bot.answering.rewriting import rewrite
from bot.answering.smalltalk import reply_to
from bot.conversation import dated, usual_language
from language.messages import message_of
from prompts.talk import Turn
from vectorstore.errors import DatelineError

if TYPE_CHECKING:
    from bot.answering.answer import Answer
    from bot.answering.pipeline import Answerer
    from prompts.files import Prompt

HISTORY = Path("chat") / "history"  # under DATELINE_DATA
REMEMBERED = 8  # turns that a follow-up is understood from
COMMANDS = {
    "/sources": "the sources of the last answer",
    "/quotes N": "the words of source N that the answer rests on",
    "/since DATE": "articles from that day on (2024-02-01, 7d; off)",
    "/new": "forget what was said",
    "/help": "this list",
    "/quit": "leave (so does Ctrl-D)",
}
NAMES = [told.split()[0] for told in COMMANDS]


def utc_now() -> datetime:
    """The time."""
    return datetime.now(UTC)


@dataclass(kw_only=True)
class Chat:
    """One conversation: `take` answers a line and says whether it goes on. What was said is in `turns`."""

    answerer: Answerer
    rewriting: Prompt
    now: Callable[[], datetime] = utc_now
    turns: list[Turn] = field(default_factory=list)
    last: Answer | None = None
    since: date | None = None

    def take(self, line: str) -> bool:
        """Answer a line. Raises DatelineError, after which the conversation can go on."""
        text = line.strip()
        if text.startswith("/"):
            return self._command(text)
        if text:
            self._answer(text)
        return True

    def _answer(self, text: str) -> None:
        message = message_of(text)
        usual = usual_language(text, self.turns)
        said = reply_to(message, self.answerer.library, language=usual, zone=self.answerer.tz, in_talk=bool(self.turns))
        if said is not None:
            terminal.say(said)
            return
        found = rewrite(
            text, self.turns, model=self.answerer.model, prompt=self.rewriting, deadline=self.answerer.deadline
        )
        if found.changed:
            terminal.note(f"Understood as: {found.question}")
        question = dated(found.question, since=self.since)
        with closing(self.answerer.events(question, now=self.now(), usual=usual)) as events:
            self.last = terminal.follow(events, quotes=False)
        self.turns += [Turn("member", found.question), Turn("answer", self.last.shown)]
        del self.turns[:-REMEMBERED]

    def _command(self, text: str) -> bool:
        given, _, rest = text.partition(" ")
        begun = [name for name in NAMES if name.startswith(given.lower())]
        match begun[0] if len(begun) == 1 else given.lower():
            case "/quit" | "/exit" | "/q":
                return False
            case "/help" | "/":
                width = max(map(len, COMMANDS))
                terminal.say("\n".join(f"{command:{width}}  {told}" for command, told in COMMANDS.items()))
            case "/new":
                self.turns.clear()
                self.last = None
                terminal.note("What was said is forgotten.")
            case "/sources":
                self._show_sources()
            case "/quotes" | "/quote":
                self._show_quotes(rest.strip())
            case "/since":
                self._set_since(rest.strip())
            case unknown:
                near = difflib.get_close_matches(unknown, NAMES, n=1)
                terminal.say(f"{unknown} is not a command{f'; did you mean {near[0]}?' if near else ': try /help.'}")
        return True

    def _show_sources(self) -> None:
        if self.last and self.last.citations:
            terminal.show_sources(self.last, quotes=False)
        else:
            terminal.say("There is no answer with sources yet.")

    def _show_quotes(self, number: str) -> None:
        numbers = sorted({citation.n for citation in self.last.citations}) if self.last else []
        if not self.last or not numbers:
            terminal.say("There is no answer with sources yet.")
        elif not number:
            terminal.show_sources(self.last)
        elif number.strip("[]").isdecimal() and int(number.strip("[]")) in numbers:
            terminal.show_sources(self.last, only=int(number.strip("[]")))
        else:
            terminal.say(f"The last answer has no source {number}; it has {', '.join(map(str, numbers))}.")

    def _set_since(self, given: str) -> None:
        if given.lower() in ("off", "none", "-"):
            self.since = None
            terminal.note("Articles of all days.")
            return
        if given:
            today = self.now().astimezone(self.answerer.tz).date()
            day = _day(given, today=today)
            if day and day > today:
                terminal.say(f"{day} is still to come.")
                return
            if day is None:
                terminal.say(f"{given} is not a day: write 2024-02-01, 7d, 2w or off.")
                return
            self.since = day
        terminal.note(f"Articles since {self.since}." if self.since else "Articles of all days.")


def _day(given: str, *, today: date) -> date | None:
    """A day as people write it to /since; None for what is none."""
    with suppress(ValueError):
        return date.fromisoformat(given)
    if back := re.fullmatch(r"(\d{1,4}) ?([dw])(?:ays?|eeks?)?", given.lower()):
        return today - timedelta(days=int(back[1]) * (7 if back[2] == "w" else 1))
    return None


def converse(chat: Chat, *, data: Path) -> None:
    """Take lines until the end of them: with editing and history on a terminal, else from standard input."""
    for line in _typed(data) if sys.stdin.isatty() and sys.stdout.isatty() else sys.stdin:
        try:
            if not chat.take(line):
                return
        except DatelineError as error:
            terminal.say(str(error))
        except KeyboardInterrupt:  # it stops the answer, not the conversation
            terminal.note("Stopped.")
        print(flush=True)  # noqa: T201 -- an empty line ahead of the next one


def _typed(data: Path) -> Iterator[str]:
    """The lines that a person types; Ctrl-C empties the line, Ctrl-D ends."""
    from prompt_toolkit import PromptSession
    from prompt_toolkit.completion import WordCompleter
    from prompt_toolkit.history import FileHistory, History, InMemoryHistory

    history: History = InMemoryHistory()
    with suppress(OSError):  # the folder is read-only: then it lasts as long as the conversation
        path = data / HISTORY
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600))
        history = FileHistory(path)
    session: PromptSession[str] = PromptSession(
        history=history, completer=WordCompleter(NAMES, sentence=True), complete_while_typing=False
    )
    while True:
        try:
            yield session.prompt("> ")
        except KeyboardInterrupt:
            continue
        except EOFError:
            return
