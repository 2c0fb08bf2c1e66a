"""An answer's body within limits: what is counted is what it unpacks to."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

from ingest.web.errors import Unavailable

# gzip or zlib by its own header; a bare deflate stream, which some servers send, has none.
_GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS
# Packings that are registered for HTTP (IANA's list of content codings), and that are not read here.
_UNASKED = ("br", "zstd", "dcb", "dcz", "compress", "x-compress", "exi", "pack200-gzip", "aes128gcm")
_STEP = 64 * 1024


def whole(chunks: Iterable[bytes], *, encoding: str, max_bytes: int) -> bytes:
    """The body, unpacked by its Content-Encoding; what names no packing ("none", "UTF-8") is taken for none, as
    browsers do. Raises Unavailable for more than `max_bytes`, or damage."""
    name = encoding.strip().lower()
    if name in ("gzip", "x-gzip", "deflate"):
        parts: Iterable[bytes] = _inflated(chunks)
    elif name in _UNASKED:
        raise Unavailable("the server packs its answer in a way that was not asked for")
    else:
        parts = chunks
    body = bytearray()
    for part in parts:
        body += part
        if len(body) > max_bytes:
            raise Unavailable(f"the answer is larger than INGEST_MAX_BYTES ({max_bytes:,} bytes)")
    return bytes(body)


def _inflated(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Step by step, so that a small answer can't fill the memory before its size is known."""
    inflate = zlib.decompressobj(_GZIP_OR_ZLIB)
    started = False
    try:
        for chunk in chunks:
            if not started and chunk:
                started = True
                if not _has_header(chunk):
                    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
            while chunk:
                if inflate.eof:
                    if not chunk.startswith(b"\x1f\x8b"):
                        return  # what follows the end is padding
                    inflate = zlib.decompressobj(_GZIP_OR_ZLIB)
                yield inflate.decompress(chunk, _STEP)
                chunk = inflate.unconsumed_tail or inflate.unused_data
        yield inflate.flush(_STEP)
    except zlib.error as error:
        raise Unavailable("the answer is packed, but damaged") from error
    if started and not inflate.eof:
        raise Unavailable("the answer ends too early")


def _has_header(chunk: bytes) -> bool:
    if chunk.startswith(b"\x1f\x8b") or chunk == b"\x1f":
        return True
    return len(chunk) >= 2 and chunk[0] & 0x0F == 8 and int.from_bytes(chunk[:2], "big") % 31 == 0
