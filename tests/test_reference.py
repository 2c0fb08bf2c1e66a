"""Pages that are written from the code are as the code is now."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from bot import reference

DOCS = Path(__file__).parent.parent / "docs"


def test_commands_settings_and_manual_page_are_as_the_code_is(tmp_path: Path) -> None:
    reference.write(tmp_path)
    for name in reference.FILES:
        assert (tmp_path / name).read_text("utf-8") == (DOCS / name).read_text("utf-8"), "run `make reference`"


def test_every_command_has_a_line_of_help_and_so_has_each_option() -> None:
    pages = list(reference.pages())
    assert {"dateline ask", "dateline library set", "dateline library doubtful"} <= {page.name for page in pages}
    assert [page.name for page in pages if not page.told] == []
    assert [(page.name, name) for page in pages for name, told in page.rows if not told] == []


@pytest.mark.skipif(shutil.which("man") is None, reason="needs man")
def test_manual_page_is_read_without_a_warning() -> None:
    shown = subprocess.run(
        ["man", "--warnings", "-l", str(DOCS / "dateline.1")],
        env={"MANWIDTH": "80", "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
        capture_output=True,
        encoding="utf-8",
        timeout=30,
    )
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "--dry-run" in shown.stdout.replace("\b", "")
