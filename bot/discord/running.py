"""The life of the bot's process: start, signals, and how it ends.

    token missing, wrong or revoked, privileged intent off     one line naming the setting, exit code 78
    another bot with the same token on this machine            one line naming its process, exit code 1
    SIGTERM                                                    answers finish or say "restarting", exit code 0
    SIGINT                                                     the same, exit code 130

78 is EX_CONFIG: a supervisor that restarts on it would only lose the token (Discord takes it back after 1,000 sign-ins
in a day), so docs/discord-setup.md sets RestartPreventExitStatus=78.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import chain, repeat
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TYPE_CHECKING

from bot.discord.tokens import mistaken
from bot.redaction import RedactingFormatter, Redactor
from vectorstore.errors import DatelineError

if TYPE_CHECKING:
    from bot.discord.client import DatelineBot
    from bot.startup import Settings

LOG = Path("logs") / "bot.log"
LOG_BYTES, LOG_FILES = 2_000_000, 5
REVOKED = 4004  # the gateway's word for a token that is not one any more
SIGN_IN_WAITS = (5, 15, 30, 60)  # seconds between tries to sign in; the last again and again

log = logging.getLogger("dateline.discord")


class CannotStart(DatelineError):
    """A restart won't help: something has to be set first."""

    exit_code = 78


class AlreadyRunning(DatelineError):
    """Another bot with this token is running here."""


NO_TOKEN = "DISCORD_TOKEN is not set: make a bot as `dateline guide discord-setup` shows, and put its token into .env."
WRONG_TOKEN = (
    "Discord doesn't accept DISCORD_TOKEN: copy it again from the developer portal (Bot, Reset Token) into .env."
)
NO_TOKEN_BUT = (
    "DISCORD_TOKEN holds {named}, not the bot's token: copy that from the developer portal (Bot, Reset Token) "
    "into .env."
)
INTENT_OFF = (
    "Discord refuses the intent Message Content: switch it on in the developer portal (Bot, Privileged Gateway "
    "Intents), or set DISCORD_MESSAGE_CONTENT=false."
)


def run(settings: Settings, *, redact: Redactor, announce: Callable[[str], None]) -> int:
    """Run the bot to its end; the exit code. Raises DatelineError before and at the start.

    `announce` is told the invite link. Threads that still wait for a model or ingest at the end are left behind:
    the process leaves without them.
    """
    folder, given = settings.store.dateline_data, settings.discord.discord_token
    token = given.get_secret_value() if given else ""
    with reasoned(folder, redact, create=bool(token) and not mistaken(token)) as ended, ExitStack() as held:
        if not token:
            raise CannotStart(NO_TOKEN)
        if named := mistaken(token):
            raise CannotStart(NO_TOKEN_BUT.format(named=named))
        held.enter_context(only_one(folder, token))
        from bot.discord.house import House

        house = House.open(settings, redact=redact)
        try:
            from bot.discord.client import DatelineBot
            from vectorstore.upkeep import empty_library

            if not house.library.count_articles():
                log.warning(empty_library(settings.store))

            bot = DatelineBot(house, announce=announce)
            threading.Thread(target=house.prepare_judge, name="exam", daemon=True).start()
            with health(bot, settings.discord.discord_health_port):
                code = asyncio.run(lived(bot, token))
        finally:
            house.close()
        ended(code)
    if house.is_busy:
        sys.stdout.flush()
        logging.shutdown()
        os._exit(code)
    return code


async def lived(bot: DatelineBot, token: str) -> int:
    """Sign in, serve until a signal comes, and leave in order; the exit code. Raises CannotStart."""
    import discord

    loop = asyncio.get_running_loop()
    caught: list[int] = []

    def leave(signum: int) -> None:
        caught.append(signum)
        if len(caught) == 1:
            leaving.append(loop.create_task(bot.close()))

    leaving: list[asyncio.Task[None]] = []
    for signum in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(signum, leave, signum)
    try:
        async with bot:
            if await signed_in(bot, token):
                await bot.connect(reconnect=True)
    except discord.LoginFailure:
        raise CannotStart(WRONG_TOKEN) from None
    except discord.PrivilegedIntentsRequired:
        raise CannotStart(INTENT_OFF) from None
    except discord.ConnectionClosed as closed:
        if closed.code == REVOKED:
            raise CannotStart(WRONG_TOKEN) from None
        raise DatelineError(f"Discord closed the connection for good (code {closed.code}): see the log.") from closed
    finally:
        await asyncio.gather(*leaving, return_exceptions=True)
        for signum in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(signum)
    if bot.house.revoked:
        raise CannotStart(WRONG_TOKEN)
    return 130 if caught and caught[0] == signal.SIGINT else 0


async def signed_in(bot: DatelineBot, token: str) -> bool:
    """Sign in, again and again while Discord or the line to it fails; False where we are to leave before it works.

    Raises what Discord refuses, such as discord.LoginFailure.
    """
    from discord.utils import MISSING

    from bot.discord.failures import discord_failed

    for wait in chain(SIGN_IN_WAITS, repeat(SIGN_IN_WAITS[-1])):
        try:
            await bot.login(token)
            return True
        except Exception as error:
            if bot.closing:
                return False
            if not discord_failed(error):
                raise
            log.warning("Discord can't be reached (%s): trying again in %d s", type(error).__name__, wait)
        await bot.http.close()
        bot.http.connector = MISSING  # the session has closed it
        if await bot.left_within(wait):
            return False
    raise AssertionError("the waits never end")


@contextmanager
def reasoned(folder: Path, redact: Redactor, *, create: bool) -> Iterator[Callable[[int], None]]:
    """Keep the log while the block runs, and the reason for which it ends; what it yields is told the exit code.

    Without `create` nothing is made where there is no folder yet.
    """
    if not create and not folder.is_dir():
        yield lambda code: None
        return
    with logged_to_file(folder, redact):
        try:
            yield lambda code: log.info("ended with exit code %d: %s", code, _ENDS.get(code, "asked to"))
        except KeyboardInterrupt:
            log.info("ended with exit code 130: %s, while starting", _ENDS[130])
            raise
        except SystemExit as exit_:
            log.info("ended with exit code %s: a signal while starting", exit_.code)
            raise
        except DatelineError as error:
            log.info("ended with exit code %d: %s", error.exit_code, " ".join(str(error).split()))
            raise
        except BaseException as error:
            log.info("ended by a fault of Dateline's own: %s", type(error).__name__, exc_info=error)
            raise


_ENDS = {0: "SIGTERM", 130: "Ctrl+C (SIGINT)"}


@contextmanager
def only_one(folder: Path, token: str) -> Iterator[None]:
    """Hold the lock of this token on this machine's data folder. Raises AlreadyRunning, naming the holder.

    The kernel lets go of it when the process ends, however it ends.
    """
    import portalocker

    name = hashlib.blake2b(token.encode(), digest_size=6).hexdigest()
    path = folder / f"bot-{name}.lock"
    folder.mkdir(parents=True, exist_ok=True)
    file = path.open("a+", encoding="utf-8")
    try:
        portalocker.lock(file, portalocker.LockFlags.EXCLUSIVE | portalocker.LockFlags.NON_BLOCKING)
    except portalocker.LockException:
        file.seek(0)
        holder = file.read().strip() or "unknown"
        file.close()
        raise AlreadyRunning(
            f"A bot with this token is running already (process {holder}): stop it first, or leave it running."
        ) from None
    file.seek(0)
    if before := file.read().strip():
        log.info("process %s ended without a word: it was killed, or the machine went down", before)
    try:
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        log.info("started as process %d", os.getpid())
        yield
    finally:
        file.truncate(0)
        portalocker.unlock(file)
        file.close()


@contextmanager
def health(bot: DatelineBot, port: int | None) -> Iterator[None]:
    """Serve /health and /metrics while the block runs. Raises DatelineError where the port is taken."""
    if port is None:
        yield
        return
    from bot.metrics import MetricsServer

    try:
        server = MetricsServer(bot.house.metrics, port)
    except OSError as error:
        raise DatelineError(f"DISCORD_HEALTH_PORT={port} can't be used ({error.strerror}): choose another.") from error
    try:
        yield
    finally:
        server.close()


@contextmanager
def logged_to_file(folder: Path, redact: Redactor) -> Iterator[None]:
    """Keep the whole log, tracebacks and error ids, in a file under DATELINE_DATA; nothing secret reaches it."""
    path = folder / LOG
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(path, maxBytes=LOG_BYTES, backupCount=LOG_FILES, encoding="utf-8")
    except OSError:
        log.warning("%s under DATELINE_DATA can't be written: errors go to stderr alone", LOG.as_posix())
        yield
        return
    handler.setFormatter(RedactingFormatter(redact, "%(asctime)s %(levelname)s %(name)s %(message)s"))
    handler.setLevel(logging.INFO)
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    try:
        yield
    finally:
        root.setLevel(level)
        root.removeHandler(handler)
        handler.close()
