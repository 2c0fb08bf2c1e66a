"""Groups of commands that understand a slip: another word for a command is answered with the command's own name."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from typer.core import TyperGroup


class Group(TyperGroup):
    """A group whose `meant` names the command for words that people try, misspelled too.

    Near spellings of the commands themselves are Typer's own work.
    """

    meant: ClassVar[Mapping[str, str]] = {}

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that the arguments name. Raises typer.BadParameter's base, with the name that was meant."""
        if self.get_command(ctx, args[0]) is None and (
            instead := self._instead(args[0].lower(), self.list_commands(ctx))
        ):
            ctx.fail(f"No such command '{args[0]}'. Did you mean '{instead}'?")
        return super().resolve_command(ctx, args)

    def _instead(self, word: str, commands: Sequence[str]) -> str | None:
        """The command for a word that people try; None where the word is nearer to a command's own name."""
        near = difflib.get_close_matches(word, [*commands, *self.meant], n=1)
        return self.meant.get(word) or self.meant.get(near[0] if near else "")


class LibraryGroup(Group):
    """`dateline library`."""

    meant: ClassVar[Mapping[str, str]] = {
        "list": "articles", "ls": "articles", "find": "articles", "delete": "remove", "rm": "remove", "edit": "set",
        "info": "show", "save": "backup",
    }  # fmt: skip
