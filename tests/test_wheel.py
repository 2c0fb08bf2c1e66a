"""The wheel as an application: built, installed into a fresh environment, and used in an empty home.

Its dependencies are those of the environment that runs the tests, so that it takes seconds and no network. `make wheel`
names the file of dist/ in DATELINE_WHEEL; otherwise it is built here.
"""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

from bot.demo import QUESTIONS

ROOT = Path(__file__).parent.parent
pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if named := os.environ.get("DATELINE_WHEEL"):
        return Path(named)
    dist = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(dist)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True, timeout=50)
    (built,) = dist.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The environment that the wheel was installed into."""
    place = tmp_path_factory.mktemp("environment")
    venv.create(place, with_pip=False, symlinks=True)
    (packages,) = place.glob("lib/python*/site-packages")
    # Without its .pth files, so that the checkout, installed for editing there, can't be found.
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    pip = [sys.executable, "-m", "pip", "--python", str(place / "bin" / "python"), "--quiet", "install"]
    subprocess.run([*pip, "--no-deps", "--no-index", str(wheel)], check=True, timeout=100)
    return place


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


def used(installed: Path, home: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(installed / "bin" / "dateline"), *arguments],
        cwd=home,
        env={"HOME": str(home), "PATH": f"{installed / 'bin'}:/usr/bin:/bin", "LANG": "C.UTF-8", **settings},
        capture_output=True,
        encoding="utf-8",
        timeout=200,
    )


def test_installed_wheel_answers_from_the_sample_articles_in_an_empty_home(installed: Path, home: Path) -> None:
    done = used(installed, home, "demo", CHAT_MODEL="nonsense:", OPENAI_API_KEY="sk-canary")
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("$ dateline ask") == len(QUESTIONS)
    assert "Jen Daskal" in done.stdout
    assert str(installed) in done.stdout.splitlines()[0], "its own articles, not the checkout's"
    assert str(home) in done.stdout.splitlines()[-2]
    assert [path.name for path in home.iterdir()] == [".cache"]


def test_what_an_installed_wheel_points_to_is_there(installed: Path, home: Path) -> None:
    version = used(installed, home, "--version").stdout
    assert version == "dateline 0.1.0\n"
    listed = used(installed, home, "guide").stdout
    assert {path.stem for path in (ROOT / "docs").glob("*.md")} <= set(listed.split())
    assert "Message Content" in used(installed, home, "guide", "discord-setup").stdout
    refused = used(installed, home, "bot")
    assert refused.returncode == 78
    assert "`dateline guide discord-setup`" in refused.stderr
    assert (installed / "share" / "man" / "man1" / "dateline.1").read_text(encoding="utf-8").startswith(".")


def test_shell_completes_the_commands_of_an_installed_wheel(installed: Path, home: Path) -> None:
    asked = {"_DATELINE_COMPLETE": "complete_bash", "COMP_WORDS": "dateline doc", "COMP_CWORD": "1"}
    assert used(installed, home, **asked).stdout.split() == ["doctor"]
