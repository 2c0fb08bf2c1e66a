"""Groups of commands that understand a slip: another word for a command is answered with the command's own name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from typer.core import TyperGroup


class Group(TyperGroup):
    """A group whose `meant` names the command for words that people try; near spellings are Typer's own work."""

    meant: ClassVar[Mapping[str, str]] = {}

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that the arguments name. Raises typer.BadParameter's base, with the name that was meant."""
        instead = self.meant.get(args[0].lower())
        if instead and self.get_command(ctx, args[0]) is None:
            ctx.fail(f"No such command '{args[0]}'. Did you mean '{instead}'?")
        return super().resolve_command(ctx, args)


class LibraryGroup(Group):
    """`dateline library`."""

    meant: ClassVar[Mapping[str, str]] = {
        "list": "articles", "ls": "articles", "find": "articles", "delete": "remove", "rm": "remove", "edit": "set",
        "info": "show", "save": "backup",
    }  # fmt: skip
