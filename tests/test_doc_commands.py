"""Every command that README and docs show in a fence is run, page by page, in a folder like a reader's.

What nobody has here is put in its place: sites and providers are servers on loopback, `make` only says what it would
do (it runs these tests), and where a person would be asked there is `--yes`. What can't be run is marked with what it
needs, at most five times. Settings in a fence are loaded.
"""

from __future__ import annotations

import http.server
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot import startup
from tests.openai_server import OpenAIServer
from vectorstore.settings import StoreSettings

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
FENCE = re.compile(
    r"(?:^<!-- not run: needs (?P<needs>[^>\n]+) -->\n)?^```(?P<kind>\w*)\n(?P<text>.*?)^```$", re.M | re.S
)
COMMAND = re.compile(r"(?:\$ )?(?:\.venv/bin/)?(?:dateline|make|python3?|pip|pipx|uv|chroma|ollama|export) ")
RUN = ("sh", "console")


@dataclass(frozen=True)
class Fence:
    page: Path
    kind: str
    text: str
    needs: str | None

    @property
    def script(self) -> str:
        """Its commands: of a session only what is typed."""
        lines = self.text.splitlines()
        if self.kind == "console":
            lines = [line.removeprefix("$ ") for line in lines if line.startswith("$ ")]
        return "\n".join(lines)


def fences(page: Path) -> list[Fence]:
    found = FENCE.finditer(page.read_text(encoding="utf-8"))
    return [Fence(page, one["kind"], one["text"], one["needs"]) for one in found]


ALL = [fence for page in PAGES for fence in fences(page)]


def test_every_fence_says_what_it_holds_and_no_command_stands_outside_those_that_are_run() -> None:
    assert [(one.page.name, one.text[:40]) for one in ALL if not one.kind] == []
    elsewhere = [one for one in ALL if one.kind not in RUN]
    assert [(one.page.name, line) for one in elsewhere for line in one.text.splitlines() if COMMAND.match(line)] == []
    assert [one.page.name for one in ALL if one.kind in RUN and not one.script] == []


def test_at_most_five_fences_are_not_run_and_each_says_what_it_needs() -> None:
    marks = sum(page.read_text(encoding="utf-8").count("<!-- not run") for page in PAGES)
    marked = [one for one in ALL if one.needs]
    assert len(marked) == marks <= 5, "a mark stands in the line above its fence"


@pytest.mark.parametrize("fence", [one for one in ALL if one.kind == "dotenv"], ids=lambda one: one.page.stem)
def test_settings_in_a_fence_can_be_set(fence: Fence, tmp_path: Path) -> None:
    for n, line in enumerate(fence.text.splitlines()):
        alone = "CHAT_OPTIONS" in fence.text  # several ways to set one
        text = line if alone else fence.text
        (tmp_path / f"{n}.env").write_text(text.replace("…", "x"), encoding="utf-8")
        startup.load(tmp_path / f"{n}.env")


ARTICLE = "<html><head><title>{0}</title><meta property='article:published_time' content='2024-01-30'></head><body><article><h1>{0}</h1>{1}</article></body></html>"  # noqa: E501
SENTENCE = "<p>The harbour office counted {0} ships on Tuesday, more than in any week since the storm of last year.</p>"


class Site(http.server.BaseHTTPRequestHandler):
    """A news site: a feed where an address ends in .xml, an article anywhere else."""

    def do_GET(self) -> None:
        if self.path == "/robots.txt":
            self._send("text/plain", "")
        elif self.path.endswith(".xml"):
            link = f"http://{self.headers['Host']}/2024/01/30/ships"
            item = f"<item><title>Ships</title><link>{link}</link></item>"
            self._send("application/rss+xml", f"<rss version='2.0'><channel><title>G</title>{item}</channel></rss>")
        else:
            text = "".join(SENTENCE.format(n) for n in range(10, 20))
            self._send("text/html", ARTICLE.format(f"Ships at {self.path}", text))

    def _send(self, kind: str, text: str) -> None:
        body = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def site() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def article(title: str, published: str, text: str) -> str:
    return f"---\ntitle: {title}\npublished: {published}\n---\n{text} It was so on both days of the week.\n"


@pytest.fixture
def desk(tmp_path: Path, site: str, sample_settings: StoreSettings) -> Path:
    """A reader's folder: a library, articles, lists of sources, and the command."""
    desk = tmp_path / "desk"
    shutil.copytree(sample_settings.dateline_data, desk / "data")
    for name in ("articles", "prompts"):
        shutil.copytree(ROOT / name, desk / name)
    (desk / "answer.yaml").write_bytes((ROOT / "prompts" / "answer.yaml").read_bytes())
    for folder in ("my-articles", "wire", "usb", "old", "bin"):
        (desk / folder).mkdir()
    (desk / "my-articles" / "ferry.md").write_text(article("Ferry returns", "2024-01-12", "The ferry is back."))
    (desk / "wire" / "perch.md").write_text(article("Perch", "03/04/2024", "The perch is back in the lake."))
    (desk / "wire" / "pike.md").write_text(article("Pike", "04/05/2024", "The pike is gone from the lake."))
    (desk / "usb" / "rail.md").write_text(article("Rail", "2024-02-12", "The rail bridge is open."))
    (desk / "old" / "quay.md").write_text(article("Quay", "2023-02-12", "The quay is closed."))
    (desk / "sources.yaml").write_text(
        f"folders:\n  - path: wire\n  - path: old\nsources:\n  - name: Gazette\n    url: {site}/feed.xml\n"
    )
    (desk / "feeds.opml").write_text(
        f'<opml version="2.0"><body><outline text="Lake" xmlUrl="{site}/lake/feed.xml"/></body></opml>'
    )
    commands = {
        "dateline": f'exec {sys.executable} -m bot "$@"',
        "make": f'exec {shutil.which("make")} --no-print-directory --dry-run -C {ROOT} "$@"',
    }
    for name, line in commands.items():
        (desk / "bin" / name).write_text(f"#!/bin/sh\n{line}\n")
        (desk / "bin" / name).chmod(0o755)
    git = ["git", "-c", "user.name=desk", "-c", "user.email=desk@example.com"]
    for arguments in (
        ["init", "-q", "-b", "main"],
        ["add", "prompts"],
        ["commit", "-qm", "x"],
        ["branch", "my-branch"],
    ):
        subprocess.run([*git, *arguments], cwd=desk, check=True)
    return desk


def in_its_place(script: str, *, desk: Path, site: str, provider: str) -> str:
    """The commands with what is here for what a reader has."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    for form, instead in (
        (r"sk-…", "sk-test"),
        (r"…", "1"),
        (r"https?://\w+\.example(?=/)", site),
        (r"http://127\.0\.0\.1:\d+/v1", provider),
        (r"/(?:mnt|srv)/(\w+)", rf"{desk}/\1"),
        (r"^(dateline init\b[^#\n]*)", r"\1 --yes "),
        (r"^(dateline ingest [^#\n]*--every[^#\n]*)", r"timeout -s TERM 25 \1 || [ $? = 124 ] "),
        (r"^(chroma run .*) --port \d+", rf"timeout -s INT 15 \1 --port {port} || [ $? = 124 ]"),
        (r"^(dateline prompts record [^#\n]*)", r"\1 --yes --recordings recordings "),
        (r"^(dateline prompts test [^#\n]*--model replay[^#\n]*)", r"\1 --recordings recordings "),
    ):
        script = re.sub(form, instead, script, flags=re.MULTILINE)
    return script


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.skipif(shutil.which("bash") is None or shutil.which("git") is None, reason="needs bash and git")
@pytest.mark.parametrize(
    "page", [page for page in PAGES if any(one.kind in RUN for one in fences(page))], ids=lambda page: page.stem
)
def test_commands_of_a_page_run_one_after_another(page: Path, desk: Path, site: str) -> None:
    with OpenAIServer() as provider:
        environment = {
            "PATH": f"{desk / 'bin'}:{Path(sys.executable).parent}:{os.environ['PATH']}",
            "HOME": str(desk.parent),
            "LANG": "C.UTF-8",
            "EMBEDDING": "local:minilm",
            "INGEST_ALLOW": "127.0.0.1",
            "INGEST_GAP": "0",
            "OPENAI_BASE_URL": provider.url,
            "CHAT_TIMEOUT": "120",
        }
        for fence in fences(page):
            if fence.kind not in RUN or fence.needs:
                continue
            script = in_its_place(fence.script, desk=desk, site=site, provider=provider.url)
            done = subprocess.run(
                ["bash", "-euc", script],
                cwd=desk,
                env=environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                encoding="utf-8",
                timeout=600,
            )
            shows_failure = fence.text.count("\nFAILED ")  # what it prints is a case that doesn't hold
            assert done.returncode == bool(shows_failure), f"{script}\n\n{done.stdout[-1500:]}\n{done.stderr[-1500:]}"
            assert "Traceback" not in done.stderr
