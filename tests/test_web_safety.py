"""The HTTP client against hostile names and servers: nothing inner is reached, nothing holds or fills the run."""

from __future__ import annotations

import gzip
import time
import zlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from ingest.web.bodies import whole
from ingest.web.client import Client, Policy
from ingest.web.errors import Gone, Refused, Unavailable
from ingest.web.state import Memory
from tests.site import HOST, PUBLIC, Behaviour, Http, Roads, Site

OK = b"HTTP/1.1 200 OK\r\n"
TEXT = "<html><body><p>A page.</p></body></html>"


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        yield site


def raw(*parts: bytes, wait: bool = False) -> Behaviour:
    """Writes these bytes as they are and closes; `wait` keeps the connection open until the site ends."""

    def behave(handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True
        for part in parts:
            handler.wfile.write(part)
        handler.wfile.flush()
        if wait:
            assert isinstance(handler.server, Http)
            handler.server.site.released.wait(20)

    return behave


@pytest.mark.parametrize("target", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "::ffff:127.0.0.1"])
def test_b13_a_name_of_an_inner_machine_would_be_connected_to(site: Site, target: str) -> None:
    roads = Roads(site.port, {"inner.example": [[target]]})
    with site.client(roads=roads) as client, pytest.raises(Refused, match="is a private address"):
        client.get("http://inner.example/", within=5)
    assert not roads.connected
    assert not site.requests


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "localhost", "2130706433", "0x7f.0.0.1"])
def test_b13_loopback_itself_would_be_asked_by_the_real_resolver(site: Site, host: str) -> None:
    with Client(Policy(gap=0)) as client, pytest.raises(Refused):
        client.get(f"http://{host}:{site.port}/", within=5)
    assert not site.requests


def test_the_allow_list_would_not_let_an_intranet_be_read(site: Site) -> None:
    site.page("/", TEXT)
    policy = Policy(gap=0, guard=site.policy(allowed=["127.0.0.0/8"]).guard)
    with Client(policy) as client:
        assert client.get(f"http://127.0.0.1:{site.port}/", within=5).body == TEXT.encode()


@pytest.mark.parametrize(
    "target",
    [
        "http://169.254.169.254/latest/meta-data",
        "http://inner.example/secret",
        "file:///etc/passwd",
        "gopher://news.example/",
        "http://0x7f000001/",
    ],
)
def test_b14_a_redirect_to_an_inner_address_would_be_followed(site: Site, target: str) -> None:
    roads = Roads(site.port, {"inner.example": [["10.0.0.7"]]})
    site.redirect("/a", target)
    with site.client(roads=roads) as client, pytest.raises(Refused):
        client.get(site.url("/a"), within=5)
    assert set(roads.connected) == {PUBLIC}
    assert site.paths() == ["/robots.txt", "/a"]


def test_b14_a_sixth_redirect_would_be_followed(site: Site) -> None:
    for n in range(6):
        site.redirect(f"/{n}", f"/{n + 1}")
    site.page("/6", TEXT)
    with site.client() as client:
        assert client.get(site.url("/1"), within=5).url == site.url("/6")
        with pytest.raises(Refused, match="more than 5 redirects"):
            client.get(site.url("/0"), within=5)


def test_b15_a_name_that_turns_private_after_the_check_would_be_connected_to(site: Site) -> None:
    """Each connection is made to the very address that was checked for it, whatever the name says by then."""
    roads = Roads(site.port, {"rebind.example": [[PUBLIC], ["127.0.0.1"]]})
    site.behave("/robots.txt", raw(b"HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"))
    site.page("/", TEXT)
    with site.client(roads=roads) as client, pytest.raises(Refused, match="is a private address"):
        client.get("http://rebind.example/", within=5)
    assert roads.connected == [PUBLIC]
    assert roads.looked_up == ["rebind.example"] * 2


def test_b15_the_client_would_resolve_the_name_again_itself(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the real resolver and real sockets: one look-up per connection, and the socket gets its answer."""
    import socket

    names: list[object] = []
    real = socket.getaddrinfo

    def alternate(host: Any, *args: Any, **kwargs: Any) -> object:
        names.append(host)
        return real("127.0.0.1" if host == "rebind.example" else host, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", alternate)
    site.page("/", TEXT)
    from ingest.web.addresses import Allowed, Guard

    with Client(Policy(gap=0, guard=Guard(Allowed.of(["127.0.0.1"])))) as client:
        client.get(f"http://rebind.example:{site.port}/", within=5)
    connections = names.count("rebind.example")
    assert names == ["rebind.example", "127.0.0.1"] * connections


def test_an_address_that_does_not_answer_would_end_the_search_for_one_that_does(site: Site) -> None:
    site.page("/", TEXT)
    roads = Roads(site.port, {HOST: [["203.0.114.9", PUBLIC]]})
    with site.client(roads=roads) as client:
        assert client.get(site.url("/"), within=5).status == 200


@pytest.mark.parametrize(
    ("name", "behaviour", "reason"),
    [
        ("drips its body", "drip", "too slow"),
        ("drips its headers", "drip headers", "too slow"),
        ("never answers", raw(wait=True), "too slow"),
        ("never ends", "endless", "larger than INGEST_MAX_BYTES"),
        ("lies about its length", raw(b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\nshort"), "breaks off"),
        ("is no HTTP", raw(b"SSH-2.0-OpenSSH_9\r\n"), "not valid HTTP"),
        ("hangs up", raw(), "breaks off"),
        ("has huge headers", raw(b"HTTP/1.1 200 OK\r\n" + b"X-A: " + b"a" * 300_000 + b"\r\n\r\n"), "not valid HTTP"),
        (
            "has many headers",
            raw(OK, b"Content-Length: 0\r\n", *(b"X-%d: aaaaaaaaaaa\r\n" % n for n in range(4_300)), b"\r\n"),
            "headers are larger",
        ),
        (
            "is a bomb",
            raw(OK, b"Content-Encoding: gzip\r\nConnection: close\r\n\r\n", gzip.compress(bytes(30_000_000))),
            "larger than INGEST_MAX_BYTES",
        ),
        (
            "packs unasked",
            raw(OK, b"Content-Encoding: br\r\nConnection: close\r\n\r\n", b"\x0b\x02"),
            "not asked for",
        ),
        (
            "packs half",
            raw(OK, b"Content-Encoding: gzip\r\nConnection: close\r\n\r\n", gzip.compress(b"abc" * 99)[:-9]),
            "too early",
        ),
    ],
)  # fmt: skip
def test_b16_a_server_would_hold_or_fill_the_run_that(
    site: Site, name: str, behaviour: Behaviour | str, reason: str
) -> None:
    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True
        handler.wfile.write(
            b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n" + (b"\r\n" if behaviour == "drip" else b"X: ")
        )
        while not site.released.wait(0.02):
            handler.wfile.write(b"a")

    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
        while not site.released.is_set():
            handler.wfile.write(b"a" * 65_536)

    named = {"drip": drip, "drip headers": drip, "endless": endless}
    site.behave("/a", named[behaviour] if isinstance(behaviour, str) else behaviour)
    began = time.monotonic()
    with (
        site.client(request_seconds=0.6, step_seconds=0.6, max_bytes=1_000_000) as client,
        pytest.raises(Unavailable, match=reason),
    ):
        client.get(site.url("/a"), within=10)
    assert time.monotonic() - began < 3


@pytest.mark.parametrize(
    "packed",
    [
        ("gzip", gzip.compress(b"text " * 99)),
        ("gzip", gzip.compress(b"text " * 50) + gzip.compress(b"text " * 49)),
        ("deflate", zlib.compress(b"text " * 99)),
        ("deflate", zlib.compress(b"text " * 99)[2:-4]),
        ("x-gzip", gzip.compress(b"text " * 99)),
    ],
    ids=["gzip", "members", "zlib", "bare deflate", "x-gzip"],
)
def test_a_packed_answer_would_be_misread(site: Site, packed: tuple[str, bytes]) -> None:
    site.page("/a", packed[1], Content_Encoding=packed[0])
    with site.client() as client:
        assert client.get(site.url("/a"), within=5).body == b"text " * 99


def test_cookies_or_credentials_would_travel_to_another_host(site: Site) -> None:
    site.redirect("/a", "http://other.example/b")
    site.page("/a", b"", status=302, Location="http://x:y@other.example/b", Set_Cookie="id=1; Path=/")
    site.page("/b", TEXT, Set_Cookie="id=2")
    with site.client() as client:
        client.get("http://editor:s3cr3t@news.example/a", within=5)
        client.get(site.url("/b"), within=5)
    by_host = {(request.host, request.path): request.headers for request in site.requests}
    assert by_host["news.example", "/a"]["authorization"] == "Basic ZWRpdG9yOnMzY3IzdA=="
    assert "authorization" not in by_host["other.example", "/b"]
    assert "authorization" not in by_host["news.example", "/robots.txt"]
    assert not any("cookie" in request.headers or "referer" in request.headers for request in site.requests)


def test_credentials_would_be_kept_or_told(site: Site) -> None:
    state = Memory()
    site.page("/a", TEXT, etag='"1"')
    with site.client(state=state) as client:
        answer = client.get("http://editor:s3cr3t@news.example/a", within=5)
        assert answer.validators.url == answer.asked == answer.url == "http://news.example/a"
        with pytest.raises(Gone) as error:
            client.get("http://editor:s3cr3t@news.example/b", within=5)
    assert "s3cr3t" not in str(error.value)


def test_a_proxy_of_the_environment_would_be_used(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy resolves names itself: the address check would be void."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    site.page("/a", TEXT)
    with site.client() as client:
        assert client.get(site.url("/a"), within=5).status == 200


@pytest.mark.parametrize("encoding", ["none", "UTF-8", "identity", "text/html", "binary", ""])
def test_an_encoding_that_names_no_packing_is_none(encoding: str) -> None:
    assert whole([b"It opened ", b"on Monday."], encoding=encoding, max_bytes=100) == b"It opened on Monday."


@pytest.mark.parametrize("encoding", ["br", "zstd", " COMPRESS "])
def test_a_packing_that_was_not_asked_for_is_no_text(encoding: str) -> None:
    with pytest.raises(Unavailable, match="not asked for"):
        whole([b"\x0b\x02"], encoding=encoding, max_bytes=100)
