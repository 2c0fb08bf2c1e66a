"""Proxies that the environment names (HTTP_PROXY, HTTPS_PROXY, ALL_PROXY, NO_PROXY), as ingest and the bot use them.

A proxy resolves names itself, so that what it connects to is not what was checked here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit, urlunsplit
from urllib.request import getproxies_environment, proxy_bypass

from vectorstore.errors import ProxyUnusable

NAMES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


@dataclass(frozen=True, slots=True)
class Proxies:
    """Addresses of proxies by the scheme that they are for. They may hold passwords: `repr` shows none."""

    by_scheme: Mapping[str, str] = field(default_factory=dict, repr=False)
    used: bool = False

    @classmethod
    def of_environment(cls, *, used: bool) -> Proxies:
        """Those of the environment; `used`: ingest by INGEST_PROXY, the bot always. Raises ProxyUnusable for one that
        is of another kind or can't be read."""
        named = getproxies_environment()
        found = {scheme: _address(named[scheme]) for scheme in ("http", "https", "all") if named.get(scheme)}
        for scheme, url in found.items() if used else ():
            _check(f"{scheme.upper()}_PROXY", url)
        return cls(found, used)

    def named_for(self, url: str) -> str | None:
        """The proxy that the environment names for an address, used or not."""
        parts = urlsplit(url)
        if proxy_bypass(parts.netloc.rpartition("@")[2]):
            return None
        return self.by_scheme.get(parts.scheme) or self.by_scheme.get("all")

    def of(self, url: str) -> str | None:
        """The proxy to ask for an address; None: ask its own server."""
        return self.named_for(url) if self.used else None


def _check(name: str, url: str) -> None:
    """Raises ProxyUnusable, without the address: it may hold a password."""
    try:
        parts = urlsplit(url)
        readable = bool(parts.hostname) and parts.port != 0
    except ValueError:  # brackets, a port that is none
        parts, readable = None, False
    if parts and parts.scheme not in ("http", "https"):
        raise ProxyUnusable(f"{name} names a proxy of a kind that is not used: http:// and https:// are.")
    if not readable:
        raise ProxyUnusable(f"{name} can't be read: write it like http://proxy.example:3128, or unset it.")


def _address(url: str) -> str:
    return url if "://" in url else f"http://{url}"


def parted(proxy: str) -> tuple[str, tuple[str, str] | None]:
    """(the address alone, name and password if it holds them)."""
    parts = urlsplit(proxy)
    auth = (unquote(parts.username), unquote(parts.password or "")) if parts.username else None
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], "", "", "")), auth
