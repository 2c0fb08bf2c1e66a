"""Proxies of the environment: used where that is allowed, named where it is not, and no way round the guard."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from bot import doctor
from bot.discord.client import proxy_to
from ingest.errors import UsageError
from ingest.web.addresses import Guard
from ingest.web.client import Client, Policy
from ingest.web.errors import Refused, Unavailable, Unresolved
from vectorstore.errors import ProxyUnusable
from vectorstore.proxies import Proxies

PAGE = b"<html><body><p>The harbour is open.</p></body></html>"


class Proxy(ThreadingHTTPServer):
    """Answers every http address with a page and lets no https one through. Notes what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[tuple[str, str, str | None]] = []

    @property
    def url(self) -> str:
        return f"http://anna:secret@127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    server: Proxy

    def do_GET(self) -> None:
        self.server.asked.append(("GET", self.path, self.headers.get("Proxy-Authorization")))
        body = PAGE if not self.path.endswith("robots.txt") else b""
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_CONNECT(self) -> None:
        self.server.asked.append(("CONNECT", self.path, self.headers.get("Proxy-Authorization")))
        self.send_error(403)

    def log_message(self, format: str, *arguments: object) -> None:
        pass


@pytest.fixture
def proxy() -> Iterator[Proxy]:
    with Proxy() as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield running
        running.shutdown()


def resolve(host: str, port: int) -> list[str]:
    if host == "unknown.example":
        raise OSError("Name or service not known")
    return ["10.0.0.9"] if host == "inner.example" else ["93.184.215.14"]


def client(*, used: bool) -> Client:
    return Client(Policy(gap=0.0, guard=Guard(resolve=resolve), proxies=Proxies.of_environment(used=used)))


@pytest.mark.parametrize("name", ["HTTP_PROXY", "http_proxy", "ALL_PROXY"])
def test_a_page_is_read_through_the_proxy_of_the_environment(
    proxy: Proxy, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, proxy.url.removeprefix("http://") if name == "ALL_PROXY" else proxy.url)
    with client(used=True) as asking:
        assert asking.get("http://news.example/a", within=5).body == PAGE
        assert asking.get("http://unknown.example/a", within=5).body == PAGE, "only the proxy can resolve it"
    assert [path for _, path, _ in proxy.asked if "robots" not in path] == [
        "http://news.example/a", "http://unknown.example/a",
    ]  # fmt: skip
    assert {auth for _, _, auth in proxy.asked} == {"Basic YW5uYTpzZWNyZXQ="}
    assert "secret" not in repr(asking._policy)


def test_a_secure_page_is_asked_for_by_a_tunnel_and_a_refusal_of_the_proxy_is_said(
    proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", proxy.url)
    with client(used=True) as asking, pytest.raises(Unavailable, match="the proxy did not let it through"):
        asking.get("https://news.example/a", within=5)
    assert proxy.asked[0][:2] == ("CONNECT", "news.example:443")


@pytest.mark.parametrize("url", ["http://inner.example/", "http://192.168.1.1/", "http://[::ffff:10.0.0.1]/"])
def test_no_proxy_leads_to_an_inner_machine(proxy: Proxy, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("HTTP_PROXY", proxy.url)
    with client(used=True) as asking, pytest.raises(Refused, match="is a private address"):
        asking.get(url, within=5)
    assert proxy.asked == []


def test_what_no_proxy_names_is_asked_without(proxy: Proxy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", proxy.url)
    monkeypatch.setenv("NO_PROXY", "localhost,.example,10.0.0.0/8")
    assert Proxies.of_environment(used=True).of("http://news.example/a") is None
    assert Proxies.of_environment(used=True).of("http://news.example.org/a") == proxy.url


def test_without_the_setting_the_proxy_is_not_used_and_named_as_a_way(
    proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", proxy.url)
    with client(used=False) as asking, pytest.raises(Unresolved, match="ingest uses with INGEST_PROXY=true"):
        asking.get("http://unknown.example/a", within=5)
    monkeypatch.delenv("HTTP_PROXY")
    with client(used=True) as asking, pytest.raises(Unresolved) as caught:
        asking.get("http://unknown.example/a", within=5)
    assert "PROXY" not in str(caught.value)
    assert proxy.asked == []


def test_a_proxy_of_another_kind_and_lost_certificates_are_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "socks5://127.0.0.1:1080")
    with pytest.raises(ProxyUnusable, match="of a kind that is not used"):
        Proxies.of_environment(used=True)
    assert Proxies.of_environment(used=False).of("http://news.example/") is None
    monkeypatch.delenv("ALL_PROXY")
    monkeypatch.setenv("SSL_CERT_FILE", "/no/such/file.pem")
    with pytest.raises(UsageError, match="SSL_CERT_FILE names no file"), client(used=False):
        pass


def test_doctor_and_bot_know_the_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (proxy_to("discord.com"), list(doctor._proxy(used=True))) == (None, [])
    monkeypatch.setenv("HTTPS_PROXY", "http://anna:secret@proxy.example:3128")
    assert proxy_to("discord.com") == "http://anna:secret@proxy.example:3128"
    said = [finding for used in (False, True) for finding in doctor._proxy(used=used)]
    assert (said[0].todo or "").startswith("INGEST_PROXY=true") and "resolves its name again" in said[1].found
    assert "secret" not in str(said)
    monkeypatch.setenv("NO_PROXY", "discord.com")
    assert proxy_to("discord.com") is None


@pytest.mark.parametrize(
    "given",
    ["http://anna:secret@127.0.0.1:99999", "http://[::1", "http://", "anna:secret@:3128", "https://x.example:no"],
)
def test_a_proxy_that_cannot_be_read_is_named_without_its_password(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("HTTPS_PROXY", given)
    for asked in (lambda: client(used=True), lambda: proxy_to("discord.com")):
        with pytest.raises(ProxyUnusable, match="HTTPS_PROXY can't be read") as caught:
            asked()
        assert "secret" not in str(caught.value)
    [finding] = doctor._proxy(used=False)
    assert finding.state == "wrong" and "HTTPS_PROXY" in finding.found and "secret" not in str(finding)
    with client(used=False):
        pass  # ingest without the setting never reads it


@pytest.mark.parametrize("written", ["http://[2001:db8::1]:3128", "proxy.example", "HTTPS://proxy.example:443/"])
def test_other_forms_of_a_proxy_are_read(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv("HTTPS_PROXY", written)
    assert proxy_to("discord.com") in (written, f"http://{written}")


def test_a_proxy_that_is_down_is_told_as_such_and_not_as_the_site(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{unused.getsockname()[1]}")
    with client(used=True) as asking, pytest.raises(Unavailable, match="to the proxy of the environment"):
        asking.get("http://news.example/a", within=5)


def test_doctor_says_that_a_proxy_in_the_settings_file_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(".env").write_text("https_proxy=http://anna:secret@proxy.example:3128\nINGEST_PROXY=true\n", encoding="utf-8")
    said = [finding for finding in doctor._file_findings() if "https_proxy" in finding.found]
    assert said[-1].todo == "set them in the environment" and "secret" not in str(said)
