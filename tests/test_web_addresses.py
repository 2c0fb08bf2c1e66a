from __future__ import annotations

import ipaddress
import threading

import pytest

from ingest.web.addresses import Allowed, Guard, is_public, web_address, without_credentials
from ingest.web.errors import Refused, Unavailable


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("HTTP://News.Example/A?b=C#part", "http://news.example/A?b=C"),
        ("https://news.example:443/", "https://news.example/"),
        ("http://news.example:8080", "http://news.example:8080/"),
        ("http://bücher.example/ä ö", "http://xn--bcher-kva.example/%C3%A4%20%C3%B6"),
        ("http://news.example/%C3%A4?q=1%202", "http://news.example/%C3%A4?q=1%202"),
        ("http://[2606:2800:21f:cb07:0:0:0:1]/", "http://[2606:2800:21f:cb07::1]/"),
        ("http://under_score.example./", "http://under_score.example/"),
    ],
)
def test_addresses_that_are_the_same_would_be_asked_twice(given: str, wanted: str) -> None:
    assert web_address(given) == (wanted, None)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("file:///etc/passwd", "only http"),
        ("gopher://news.example/", "only http"),
        ("ftp://news.example/a", "only http"),
        ("javascript:alert(1)", "only http"),
        ("//news.example/a", "only http"),
        ("http:///a", "no host"),
        ("http://2130706433/", "as a number"),
        ("http://0x7f000001/", "as a number"),
        ("http://0177.0.0.1/", "as a number"),
        ("http://127.1/", "as a number"),
        ("http://0x7f.1/", "as a number"),
        ("http://１２７.1/", "as a number"),
        ("http://[fe80::1%25eth0]/", "network interface"),
        ("http://news.example:99999/", "malformed"),
        ("http://[::1/", "malformed"),
        ("http://news.example\\@10.0.0.1/", "backslashes"),
        ("http://news.example/\r\nX: y", "control characters"),
        ("http://a b.example/", "no host"),
        ("http://news.example/" + "a" * 5_000, "longer than"),
    ],
)
def test_b13_an_address_that_is_no_plain_web_address_would_be_asked(url: str, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        web_address(url)


def test_credentials_in_a_url_would_be_shown_or_stored() -> None:
    url, credentials = web_address("https://editor:s3cr3t@news.example/feed")
    assert url == "https://news.example/feed"
    assert credentials is not None
    assert credentials.user == "editor"
    assert "s3cr3t" not in repr(credentials)
    text = "failed: https://editor:s3cr3t@news.example/x and http://tok@b.example, not a@b.example"
    assert without_credentials(text) == "failed: https://news.example/x and http://b.example, not a@b.example"


INNER = [
    "127.0.0.1", "127.8.8.8", "0.0.0.0",  # noqa: S104
    "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", "192.0.0.8", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.1.1.1",
    "240.0.0.1", "255.255.255.255", "::", "::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::ffff:10.0.0.1",
    "::7f00:1", "fe80::1", "fc00::1", "fd12:3456::1", "fec0::1", "ff02::1", "2001:db8::1", "2002:7f00:1::",
    "2002:a00:1::1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::a00:1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "100::1",
    # Behind NAT64 prefixes of networks' own, of each length; and ISATAP.
    "2001:67c:2e8:22::c0a8:1", "2a00:1098:2b:1::a9fe:a9fe", "2a00:1098::7f00:1",
    "2001:67c:a00:1::", "2001:67c:2e0a:0:1::", "2001:67c:2e8:ac10:1:100::",
    "2001:67c:2e8:220a:0:100::", "2001:67c:2e8:22:a9:fea9:fe00:0", "2001:67c:2e8:22:0:5efe:10.0.0.1",
    "2001:67c:2e8:22:200:5efe:192.168.3.4", "2a02:6b8::200:5efe:127.0.0.1",
]  # fmt: skip


@pytest.mark.parametrize("address", INNER)
def test_b13_an_inner_address_would_pass_for_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))
    guard = Guard(resolve=lambda host, port: [address])
    with pytest.raises(Refused, match="is a private address"):
        guard.addresses_of("news.example", 80, timeout=5)


@pytest.mark.parametrize(
    "address",
    [
        "93.184.215.14",
        "8.8.8.8",
        "172.32.0.1",
        "2606:2800:21f::1",
        "::ffff:8.8.8.8",
        "64:ff9b::808:808",
        "2a00:1450:4001:82b::200e",
        "2606:4700::6810:84e5",
        "2620:fe::fe",
        "2a04:4e42::223",
        "2001:4860:4860::8888",
        "2001:67c:2e8:22::5db8:d70e",
        "2001:67c:2e8:22:200:5efe:93.184.215.14",
        "2a01:4f8:c0:a8:0:1::1",
        "2600:1f18:24e6:b900:a00:1:c0a8:1",
    ],
)
def test_a_public_address_would_be_refused(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


def test_a_name_with_one_inner_address_among_public_ones_would_pass() -> None:
    guard = Guard(resolve=lambda host, port: ["8.8.8.8", "10.0.0.1"])
    with pytest.raises(Refused):
        guard.addresses_of("news.example", 80, timeout=5)


@pytest.mark.parametrize(
    ("entries", "host", "address", "passes"),
    [
        (["10.1.0.0/16"], "wiki.example", "10.1.2.3", True),
        (["10.1.0.0/16"], "wiki.example", "10.2.2.3", False),
        (["10.1.0.0/16"], "wiki.example", "::ffff:10.1.2.3", True),
        (["127.0.0.1"], "127.0.0.1", "127.0.0.1", True),
        (["wiki.intranet"], "wiki.intranet", "192.168.0.7", True),
        (["wiki.intranet"], "other.intranet", "192.168.0.7", False),
        (["Wiki.Intranet", ""], "wiki.intranet", "192.168.0.7", True),
    ],
)
def test_the_allow_list_of_an_intranet_would_open_more_or_less_than_it_says(
    entries: list[str], host: str, address: str, passes: bool
) -> None:
    guard = Guard(Allowed.of(entries), resolve=lambda host, port: [address])
    if passes:
        assert guard.addresses_of(host, 80, timeout=5) == [address]
    else:
        with pytest.raises(Refused, match="INGEST_ALLOW"):
            guard.addresses_of(host, 80, timeout=5)


@pytest.mark.parametrize("entry", ["10.1.0.1/16", "10.1", "a b", "http://wiki.intranet", "fe80::/300"])
def test_a_bad_entry_of_the_allow_list_would_be_taken_silently(entry: str) -> None:
    with pytest.raises(ValueError, match=r"10\.1\.0\.0/16"):
        Allowed.of([entry])


def test_a_resolver_that_never_answers_would_hang_the_run() -> None:
    never = threading.Event()

    def resolve(host: str, port: int) -> list[str]:
        never.wait(20)
        return []

    try:
        with pytest.raises(Unavailable, match="in time"):
            Guard(resolve=resolve).addresses_of("news.example", 80, timeout=0.05)
    finally:
        never.set()
