"""The one place where errors become what a member is told.

    raised                          told                                            in the log
    Declined                        its own kind sentence; nothing where quiet      -
    QueueFull                       busy, try again                                 -
    QuestionError                   no question; or it, or an excerpt, is too long  -
    ModelError                      the passages instead (answering.py), or model  the traceback with the id
    LibraryBusy                     another change of the library is under way      -
    LibraryError, EmbeddingError    the library can't be read                       the traceback with the id
    another DatelineError           its own sentence                                the traceback with the id
    Gone, 10003, 10008              nothing: nobody is there to be told             one line
    Forbidden (50001, 50013, …)     a permission is missing                         the traceback with the id
    5xx, 429, a dropped connection  Discord had a fault                             the traceback with the id
    MissingPermissions              which permission the member needs               -
    NoPrivateMessage                works on a server only                          -
    CommandNotFound, …Mismatch      the command has changed: try again              the traceback with the id
    anything else                   something went wrong                            the traceback with the id

Before it comes to these, replies.py goes round what can be gone round: expired tokens, a channel that refuses
messages, faults that pass.

Log lines pass the redactor of the log's handlers. No key, path or traceback is ever told.
"""

from __future__ import annotations

import errno
import logging
import secrets
import ssl
from dataclasses import dataclass

import aiohttp
import discord
from discord import app_commands

from bot.answering.errors import ModelError, QuestionError
from bot.budget import Declined
from bot.discord.escaping import escaped, one_line
from bot.discord.words import say
from bot.queue import QueueFull
from vectorstore.errors import DatelineError, EmbeddingError, LibraryBusy, LibraryError

log = logging.getLogger("dateline.discord")

# Discord's codes (developers/topics/opcodes-and-status-codes).
UNKNOWN_CHANNEL, UNKNOWN_MESSAGE, UNKNOWN_WEBHOOK, UNKNOWN_INTERACTION = 10003, 10008, 10015, 10062
SLOW_MODE = 20016
ALREADY_ACKNOWLEDGED = 40060
MISSING_ACCESS, MISSING_PERMISSIONS = 50001, 50013
INVALID_TOKEN = 50027
THREAD_EXISTS = 160004

EXPIRED = {UNKNOWN_WEBHOOK, UNKNOWN_INTERACTION, INVALID_TOKEN}
VANISHED = {UNKNOWN_CHANNEL, UNKNOWN_MESSAGE}
OURS = {"channels", "roles", "until", "forum"}  # values of Declined that hold mentions and times, which ping nobody
FORBIDDEN = {MISSING_ACCESS, MISSING_PERMISSIONS}
# What a request to Discord can raise: its refusals, and the line's failures (TimeoutError is an OSError).
UNSENT = (discord.HTTPException, discord.RateLimited, aiohttp.ClientError, OSError)
_OF_THIS_MACHINE = {
    errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.ENOENT, errno.EACCES, errno.EPERM, errno.EMFILE,
    errno.ENFILE, errno.ENOMEM,
}  # fmt: skip


class Gone(Exception):
    """Whoever asked, or where they asked, is no longer there; `reason` is for the log."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """What is told (None: nothing), the id in the log, and the kind for the metrics.

    `reason` is set for refusals, which are nobody's fault and concern the asker alone: which one it is.
    """

    sentence: str | None
    id: str | None = None
    kind: str = "unexpected"
    reason: str | None = None


def discord_failed(error: BaseException) -> bool:
    """Whether Discord, or the line to it, is at fault, so that the same request may go through later.

    429 and 5xx by status (through an interaction's token even a 503 is raised as a plain HTTPException), dropped
    connections, timeouts. Slow mode is a refusal, and a file or disk of this machine is none of Discord's.
    """
    match error:
        case discord.HTTPException():
            return error.status >= 500 or (error.status == 429 and error.code != SLOW_MODE)
        case discord.RateLimited() | aiohttp.ClientError() | ssl.SSLError():
            return True  # ssl counts its own errors: its 1 is none of EPERM
        case OSError():
            return error.filename is None and error.errno not in _OF_THIS_MACHINE
        case _:
            return False


def explained(error: BaseException, *, language: str) -> Failure:
    """An error in words for a member, logged where an operator needs it."""
    match error:
        case app_commands.CommandInvokeError():
            return explained(error.original, language=language)
        case Declined(reason="quiet"):
            return Failure(sentence=None, kind="declined", reason=error.reason)
        case Declined():
            return Failure(
                sentence=say(error.reason, language, **_inert(error.values)), kind="declined", reason=error.reason
            )
        case QueueFull():
            return _declined("busy", language, kind="busy")
        case QuestionError():
            return _declined(error.reason, language, kind="question", **error.values)
        case LibraryBusy():
            return _declined("library-in-use", language, kind="busy")
        case Gone():
            return _nobody(error)
        case discord.HTTPException() if error.code in VANISHED:
            return _nobody(error)
        case discord.Forbidden():
            return _logged(error, "forbidden", language, kind="forbidden")
        case app_commands.MissingPermissions():
            needed = ", ".join(name.replace("_", " ").title() for name in error.missing_permissions)
            return Failure(
                sentence=say("no-permission", language, permission=needed), kind="declined", reason="no-permission"
            )
        case app_commands.NoPrivateMessage():
            return _declined("guild-only", language)
        case ModelError():
            return _logged(error, "model-off", language, kind="model")
        case LibraryError() | EmbeddingError():
            return _logged(error, "library-off", language, kind="library")
        case DatelineError():
            return _logged(error, "failed", language, kind="other", sentence=escaped(str(error)))
        case app_commands.CommandSignatureMismatch() | app_commands.CommandNotFound():
            return _logged(error, "command-changed", language, kind="command")
        case _ if discord_failed(error):
            return _logged(error, "discord-down", language, kind="discord")
        case _:
            return _logged(error, "unexpected", language, kind="unexpected", level=logging.ERROR)


def _declined(reason: str, language: str, *, kind: str = "declined", **values: object) -> Failure:
    return Failure(sentence=say(reason, language, **values), kind=kind, reason=reason)


def _nobody(error: BaseException) -> Failure:
    log.info("nobody is there any more: %s", one_line(str(error)))
    return Failure(sentence=None, kind="gone")


def _logged(
    error: BaseException, key: str, language: str, *, kind: str, level: int = logging.WARNING, **values: object
) -> Failure:
    name = secrets.token_hex(4)
    log.log(level, "error %s (%s): %s", name, kind, one_line(str(error)), exc_info=error)
    return Failure(sentence=say(key, language, id=name, **values), id=name, kind=kind)


def _inert(values: dict[str, object]) -> dict[str, object]:
    """What a member wrote comes back as text alone; channels and roles are named by marks of our own."""
    return {name: value if name in OURS else escaped(str(value)) for name, value in values.items()}
