"""What can go wrong with the library, as a small tree whose messages are meant for people.

    DatelineError                     every error of ours: one sentence that names what to do
    ├── LibraryError                  the store
    │   ├── LibraryBusy               another process holds the writer's lock, or the catalogue's
    │   ├── LibraryDamaged            the index or the catalogue can't be trusted: rebuild
    │   ├── LibraryForeign            the vectors on a server are another library's
    │   ├── LibraryMissing            there is no library at this place yet
    │   ├── LibraryTooNew             made by a later Dateline
    │   ├── LibraryUnreachable        the Chroma server does not answer
    │   └── LibraryUnwritable         the disk is full, or can't be written
    ├── EmbeddingError                an embedder can't be built, or gave unusable vectors
    └── ProxyUnusable                 the environment names a proxy of another kind, or none that can be read

The command lines print the message and end with `exit_code`; no traceback reaches a user.
"""

from __future__ import annotations


class DatelineError(Exception):
    """Base of all errors that Dateline raises on purpose. `str(error)` is fit to show."""

    exit_code = 1


class LibraryError(DatelineError):
    """The store can't do what was asked."""


class LibraryBusy(LibraryError):
    """Another process is writing."""


class LibraryDamaged(LibraryError):
    """Files are lost or broken; the message names the repair."""


class LibraryForeign(LibraryError):
    """What lies on the Chroma server is another library's; the message names the way to vectors of one's own."""


class LibraryMissing(LibraryError):
    """Nothing was ingested here yet."""


class LibraryTooNew(LibraryError):
    """A later version of Dateline wrote this library."""


class LibraryUnreachable(LibraryError):
    """The Chroma server does not answer. What needs no vectors goes on."""


class LibraryUnwritable(LibraryError):
    """The disk is full, or does not let us write. What was stored stays."""


class EmbeddingError(DatelineError):
    """An embedder is not available, is wrongly named, or gave vectors that can't be used."""


class ProxyUnusable(DatelineError):
    """The environment names a proxy that can't be used. The message never holds its address."""

    exit_code = 2
