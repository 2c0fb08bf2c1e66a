"""What a process keeps of the memory that an index had.

Chroma starts threads with each index that it opens. GNU's allocator gives new threads arenas of their own, up to
eight a core, and keeps in each what was freed there: a process that opens index after index, an ingest that
publishes as it goes or a bot that follows one, grew by half an index each time. With two arenas, given back when an
index is closed, it does not.
"""

from __future__ import annotations

import ctypes
import sys
from functools import cache
from typing import Any

M_ARENA_MAX = -8  # GNU's number for it
ARENAS = 2


@cache
def share_arenas() -> None:
    """Have threads that start from now on share two arenas. Elsewhere than with GNU's allocator nothing is done."""
    mallopt = getattr(_libc(), "mallopt", None)
    if mallopt:
        mallopt(M_ARENA_MAX, ARENAS)


def give_back() -> None:
    """Give memory that was freed back to the system, as far as the allocator can be asked to."""
    trim = getattr(_libc(), "malloc_trim", None)
    if trim:
        trim(0)


@cache
def _libc() -> Any:
    return ctypes.CDLL(None) if sys.platform == "linux" else None
