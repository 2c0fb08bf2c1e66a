"""Proxies that the environment names (HTTP_PROXY, HTTPS_PROXY, ALL_PROXY, NO_PROXY), for those who let ingest use them.

A proxy resolves names itself, so that what it connects to is not what was checked here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit, urlunsplit
from urllib.request import getproxies_environment, proxy_bypass

from ingest.errors import UsageError


@dataclass(frozen=True, slots=True)
class Proxies:
    """Addresses of proxies by the scheme that they are for. They may hold passwords: `repr` shows none."""

    by_scheme: Mapping[str, str] = field(default_factory=dict, repr=False)
    used: bool = False

    @classmethod
    def of_environment(cls, *, used: bool) -> Proxies:
        """Those of the environment; `used` is what INGEST_PROXY says. Raises UsageError for one of another kind."""
        found = {scheme: _address(url) for scheme, url in getproxies_environment().items() if scheme != "no" and url}
        proxies = cls({scheme: url for scheme, url in found.items() if scheme in ("http", "https", "all")}, used)
        if used and any(urlsplit(url).scheme not in ("http", "https") for url in proxies.by_scheme.values()):
            raise UsageError("HTTPS_PROXY names a proxy of a kind that is not used: http:// and https:// are.")
        return proxies

    def named_for(self, url: str) -> str | None:
        """The proxy that the environment names for an address, used or not."""
        parts = urlsplit(url)
        if proxy_bypass(parts.netloc.rpartition("@")[2]):
            return None
        return self.by_scheme.get(parts.scheme) or self.by_scheme.get("all")

    def of(self, url: str) -> str | None:
        """The proxy to ask for an address; None: ask its own server."""
        return self.named_for(url) if self.used else None


def _address(url: str) -> str:
    return url if "://" in url else f"http://{url}"


def parted(proxy: str) -> tuple[str, tuple[str, str] | None]:
    """(the address alone, name and password if it holds them)."""
    parts = urlsplit(proxy)
    auth = (unquote(parts.username), unquote(parts.password or "")) if parts.username else None
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], "", "", "")), auth
