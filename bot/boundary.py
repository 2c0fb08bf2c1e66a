"""The one place where errors become words and exit codes.

    raised                      said on stderr                                        exit code
    DatelineError               its own sentence                                      its own (1, 2 for settings)
    wrong usage (Typer)         Typer's sentence, with the usage line                 2
    KeyboardInterrupt           nothing                                               130
    SIGTERM                     nothing                                               143
    closed pipe                 nothing                                               0
    a disk that is full         why writing failed                                    1
    anything else               one sentence with an id; the traceback is in the log  1

Nothing here shows a traceback or a secret, and everything said passes the redactor.
"""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import secrets
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from bot.redaction import RedactingFormatter, Redactor
from vectorstore.errors import DatelineError

LOG = Path("logs") / "errors.log"
LOG_BYTES, LOG_FILES = 1_000_000, 3
OURS = {"dateline", "bot", "evals", "ingest", "language", "prompts", "vectorstore"}
DISK = {errno.EDQUOT, errno.EFBIG, errno.EIO, errno.ENOSPC}


def run(command: Callable[[], object], *, redact: Redactor) -> int:
    """Run a command line to its end and give the exit code. `command` may raise SystemExit (Typer does)."""
    _prepare_streams()
    _log_to_stderr(redact)
    signal.signal(signal.SIGTERM, _terminated)
    try:
        command()
        sys.stdout.flush()
    except SystemExit as exit_:
        if isinstance(exit_.__context__, BrokenPipeError):  # Typer and Rich end so where the reader left
            _give_up_stdout()
            return 0
        return _flushed(exit_.code if isinstance(exit_.code, int) else int(exit_.code is not None))
    except DatelineError as error:
        _say(redact(str(error)))
        return _flushed(error.exit_code)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        _give_up_stdout()
        return 0
    except Exception as error:
        if isinstance(error, OSError) and error.errno in DISK:
            _say(f"Writing failed: {error.strerror}.")
            _give_up_stdout()
            return 1
        return _unexpected(error, redact)
    return 0


def _unexpected(error: Exception, redact: Redactor) -> int:
    name = secrets.token_hex(4)
    logged = _log_traceback(error, name, redact)
    where = f"the details are in {LOG.as_posix()} under DATELINE_DATA" if logged else "its log could not be written"
    _say(redact(f"Something went wrong inside Dateline (error {name}, {type(error).__name__}); {where}."))
    return 1


def _log_traceback(error: Exception, name: str, redact: Redactor) -> bool:
    """Append the traceback to the log under DATELINE_DATA; False when that can't be written."""
    trace = (type(error), error, error.__traceback__)
    record = logging.LogRecord("dateline", logging.ERROR, __file__, 0, "unexpected error", None, trace)
    return _append(record, RedactingFormatter(redact, f"%(asctime)s %(levelname)s {name} %(message)s"))


def _append(record: logging.LogRecord, formatter: logging.Formatter) -> bool:
    from logging.handlers import RotatingFileHandler

    path = Path(os.environ.get("DATELINE_DATA") or _data_folder()) / LOG
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(path, maxBytes=LOG_BYTES, backupCount=LOG_FILES, encoding="utf-8")
    except OSError:
        return False
    handler.setFormatter(formatter)
    try:
        handler.emit(record)
    finally:
        handler.close()
    return True


class OthersWords(logging.Handler):
    """Keeps in the log what libraries and providers say: on stderr people get our own sentences alone."""

    def emit(self, record: logging.LogRecord) -> None:
        """Append a record that is not for people; others are not for this handler."""
        if not _is_for_people(record) and self.formatter:
            _append(record, self.formatter)


def _is_for_people(record: logging.LogRecord) -> bool:
    """Whether a record is in our own words. What a provider said of a failed call is in its own."""
    return record.name.partition(".")[0] in OURS and record.name != "dateline.model"


def _data_folder() -> str:
    """DATELINE_DATA as the settings have it, when they can be read at all."""
    from vectorstore.settings import StoreSettings

    try:
        return str(StoreSettings().dateline_data)
    except Exception:
        return "data"


def _log_to_stderr(redact: Redactor) -> None:
    """Our warnings are one redacted line each; those of libraries, Python's own among them, go to the log alone."""
    handler = logging.StreamHandler()
    handler.setFormatter(RedactingFormatter(redact, "%(message)s", brief=True))
    handler.setLevel(logging.WARNING)
    handler.addFilter(_is_for_people)
    reasons = OthersWords(logging.WARNING)
    reasons.setFormatter(RedactingFormatter(redact, "%(asctime)s %(levelname)s %(message)s"))
    logging.getLogger().handlers[:] = [handler, reasons]
    logging.captureWarnings(True)


def _prepare_streams() -> None:
    """A terminal that can't show a character gets its escape instead of an error."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def _flushed(code: int) -> int:
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _give_up_stdout()
    except OSError as error:
        if error.errno in DISK:
            _say(f"Writing failed: {error.strerror}.")
        _give_up_stdout()
        return code or 1
    return code


def _give_up_stdout() -> None:
    """The reader left (`dateline search … | head`) or the disk is full. Python would complain once more at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _say(sentence: str) -> None:
    with contextlib.suppress(OSError):  # nobody may be listening
        print(sentence, file=sys.stderr)  # noqa: T201 -- the one place that prints errors


def _terminated(number: int, frame: FrameType | None) -> None:
    raise SystemExit(143)
