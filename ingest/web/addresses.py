"""Which addresses may be asked: http and https, and only machines of the public internet.

An article, a feed or a redirect can name any address. Without these rules it could make Dateline read the
metadata service of a cloud machine or a printer's pages, and cite them. What is checked is what is connected
to: `Guard.addresses_of` resolves a name once, and the network (network.py) connects to its answer.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

from ingest.web.errors import Refused, Unresolved

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
IPNetwork = ipaddress.IPv4Network | ipaddress.IPv6Network
Resolve = Callable[[str, int], Sequence[str]]

LONGEST_URL = 4_000
_PORTS = {"http": 80, "https": 443}
# What looks like a number to a C library: 2130706433, 0x7f.1, 0177.0.0.1, 127.1.
_NUMERIC_HOST = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)(?:\.(?:0x[0-9a-f]*|[0-9]+))*\.?", re.I)
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
# Where a network's own NAT64 prefix may end (RFC 6052): the IPv4 address follows, around the octet from bit 64 on.
_NAT64_LENGTHS = (32, 40, 48, 56, 64, 96)
_ISATAP = (0x00005EFE, 0x02005EFE)
# What a machine of another's network is reached by. Other special IPv4 addresses stand in many an IPv6 one by chance.
_INNER = tuple(map(ipaddress.ip_network, ("10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
    "172.16.0.0/12", "192.168.0.0/16")))  # fmt: skip
_SIX_TO_FOUR = ipaddress.ip_network("2002::/16")
# Special by IANA's registries, and public to some of the Python versions that we run on.
_SPECIAL = tuple(map(ipaddress.ip_network, ("192.0.0.0/24", "64:ff9b:1::/48", "3fff::/20", "5f00::/16")))
_UNSAFE = re.compile(r"[\x00-\x20\x7f\\]")


@dataclass(frozen=True, slots=True)
class Credentials:
    """A name and password that stood in a URL. They go to that host only; `repr` shows neither."""

    user: str = field(repr=False)
    password: str = field(repr=False)


def web_address(url: str) -> tuple[str, Credentials | None]:
    """(the URL as it may be shown and stored, the credentials that stood in it).

    The host in lower case and ASCII (IDNA), no default port, no fragment, spaces and other characters quoted. Raises
    Refused for anything but http and https, for hosts that are no names, and numbers that pretend to be.
    """
    text = url.strip()
    if len(text) > LONGEST_URL:
        raise Refused(f"the address is longer than {LONGEST_URL:,} characters")
    if _UNSAFE.search(text.replace(" ", "")):
        raise Refused("the address holds control characters or backslashes")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise Refused("the address is malformed") from error
    if parts.scheme.lower() not in _PORTS:
        raise Refused("only http:// and https:// addresses are read")
    host = _host(parts.hostname or "")
    scheme = parts.scheme.lower()
    shown = f"[{host}]" if ":" in host else host
    if port is not None and port != _PORTS[scheme]:
        shown += f":{port}"
    # Already quoted characters stay as they are; what a browser would quote is quoted.
    path = quote(parts.path or "/", safe="/%:=&?~#+!$,;'@()*[]")
    query = quote(parts.query, safe="/%:=&?~+!$,;'@()*[]|")
    given = Credentials(parts.username or "", parts.password or "") if parts.username is not None else None
    return urlunsplit(SplitResult(scheme, shown, path, query, "")), given


def origin(url: str) -> tuple[str, str, int]:
    """(scheme, host, port) of an address that `web_address` gave."""
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port or _PORTS[parts.scheme]


def without_credentials(text: str) -> str:
    """Any text with the user name and password taken out of the URLs in it: fit for logs and messages."""
    return re.sub(r"(\b[a-z][a-z0-9+.-]*://)[^\s/?#@]*(?::[^\s/?#]*)?@", r"\1", text, flags=re.I)


def _host(host: str) -> str:
    if "%" in host:
        raise Refused("the address names a network interface")
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        pass
    if _NUMERIC_HOST.fullmatch(host):
        raise Refused("the address writes its host as a number; only names and plain dotted addresses are read")
    import idna

    try:
        name = idna.encode(host.rstrip("."), uts46=True).decode("ascii").lower() if host else ""
    except idna.IDNAError:
        # Names that exist though IDNA forbids them, with an underscore say.
        name = host.rstrip(".").lower() if host.isascii() else ""
    if _NUMERIC_HOST.fullmatch(name):
        raise Refused("the address writes its host as a number; only names and plain dotted addresses are read")
    if not re.fullmatch(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*", name) or len(name) > 253:
        raise Refused("the address has no host that could be asked")
    return name


def is_public(address: IPAddress) -> bool:
    """Whether it is a machine of the public internet, also by the IPv4 address that an IPv6 one carries."""
    inner = _carried(address)
    if inner is not None:
        return is_public(inner)
    if isinstance(address, ipaddress.IPv6Address) and address.is_site_local:
        return False
    if any(address in network for network in _SPECIAL if network.version == address.version):
        return False
    return address.is_global and not (
        address.is_private
        or address.is_loopback
        or address.is_link_local
        or address.is_multicast
        or address.is_reserved
        or address.is_unspecified
    )


def _carried(address: IPAddress) -> ipaddress.IPv4Address | None:
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.teredo is not None:
        return address.teredo[1]
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    if address in _SIX_TO_FOUR:
        return address.sixtofour
    number = int(address)
    if number >> 32 & 0xFFFFFFFF in _ISATAP:
        return ipaddress.IPv4Address(number & 0xFFFFFFFF)
    # A prefix of a network's own can't be known: what would be an inner machine behind one is taken for it.
    return next((inner for inner in _translated(number) if any(inner in network for network in _INNER)), None)


def _translated(number: int) -> Iterator[ipaddress.IPv4Address]:
    """The IPv4 addresses that an IPv6 one would stand for behind a NAT64 prefix of each length."""
    if number >> 56 & 0xFF:
        return  # this octet is always zero there
    without = number >> 64 << 56 | number & (1 << 56) - 1  # 120 bits
    for length in _NAT64_LENGTHS:
        if length == 96:
            if not number >> 32 & 0xFFFFFFFF:
                yield ipaddress.IPv4Address(number & 0xFFFFFFFF)
        elif not without & (1 << 88 - length) - 1:
            yield ipaddress.IPv4Address(without >> 88 - length & 0xFFFFFFFF)


@dataclass(frozen=True, slots=True)
class Allowed:
    """What INGEST_ALLOW adds: networks, and host names of an intranet."""

    networks: tuple[IPNetwork, ...] = ()
    hosts: frozenset[str] = frozenset()

    @classmethod
    def of(cls, entries: Sequence[str]) -> Allowed:
        """From "10.1.0.0/16", "127.0.0.1", "wiki.intranet". Raises ValueError naming the bad entry."""
        networks: list[IPNetwork] = []
        hosts: set[str] = set()
        for entry in (one.strip() for one in entries):
            if not entry:
                continue
            try:
                networks.append(ipaddress.ip_network(entry))
                continue
            except ValueError as error:
                if "/" in entry or _NUMERIC_HOST.fullmatch(entry) or ":" in entry:
                    raise ValueError(f"{entry!r} is not a network such as 10.1.0.0/16: {error}") from None
            try:
                hosts.add(_host(entry))
            except Refused:
                raise ValueError(f"{entry!r} is neither a network such as 10.1.0.0/16 nor a host name") from None
        return cls(tuple(networks), frozenset(hosts))

    def covers(self, host: str, address: IPAddress) -> bool:
        if host in self.hosts:
            return True
        plain = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped else address
        return any(plain in network for network in self.networks if network.version == plain.version)


def system_resolve(host: str, port: int) -> Sequence[str]:
    """The machine's own resolver."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


@dataclass(frozen=True, slots=True)
class Guard:
    """Resolves names and lets only permitted addresses pass."""

    allowed: Allowed = Allowed()
    resolve: Resolve = system_resolve

    def addresses_of(self, host: str, port: int, *, timeout: float) -> list[str]:
        """The addresses of `host`, all of them permitted, in the resolver's order.

        Raises Refused when any is not permitted (a name with one public and one inner address is an
        attack), Unavailable when there is none within `timeout` seconds.
        """
        found = [str(ipaddress.ip_address(host))] if _is_address(host) else self._resolved(host, port, timeout)
        for text in found:
            try:
                address = ipaddress.ip_address(text.partition("%")[0])
            except ValueError as error:
                raise Unresolved(f"the host {host} could not be found") from error
            if not (is_public(address) or self.allowed.covers(host, address)):
                raise Refused(f"{host} is a private address. To allow it, set INGEST_ALLOW={host}")
        return found

    def _resolved(self, host: str, port: int, timeout: float) -> list[str]:
        # The system's resolver takes no deadline: it is left behind in a thread that ends by itself.
        answer: list[Sequence[str] | Exception] = []

        def look_up() -> None:
            try:
                answer.append(self.resolve(host, port))
            except (OSError, UnicodeError) as error:
                answer.append(error)

        thread = threading.Thread(target=look_up, name="resolve", daemon=True)
        thread.start()
        thread.join(max(0.0, timeout))
        if not answer:
            raise Unresolved(f"the host {host} could not be found in time")
        found = answer[0]
        if isinstance(found, Exception) or not found:
            raise Unresolved(f"the host {host} could not be found")
        return list(found)


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
