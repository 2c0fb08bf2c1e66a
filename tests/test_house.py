"""The rules of the house: who imports whom, where SQL stands, what is shipped and what may never be in it."""

from __future__ import annotations

import ast
import importlib
import importlib.metadata
import os
import pkgutil
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import NormalizedName, canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parent.parent
PACKAGES = ("bot", "evals", "ingest", "language", "prompts", "vectorstore")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

SQL_STANDS_IN = re.compile(r"vectorstore/(catalogue/\w+|fulltext|migrations)\.py")
# The log of what was asked is the bot's own file, not a part of the library.
QUESTION_LOG = re.compile(r"bot/questions(/\w+)?\.py")
SQL_TYPES = {"Connection", "Engine", "Row"}  # handed around, not asked with
SQL_TEXT = re.compile(r"\s*(SELECT\s.+\sFROM|INSERT\s+INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|CREATE\s+\w+|PRAGMA\s)")

tracked_files_needed = pytest.mark.skipif(
    not (ROOT / ".git").exists() or not shutil.which("git"), reason="needs the git checkout"
)
make_needed = pytest.mark.skipif(not shutil.which("make"), reason="needs make")


def sources(*packages: str) -> Iterator[tuple[str, ast.Module]]:
    for package in packages:
        for path in sorted((ROOT / package).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def imported(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """(module, name) of every import; the name is empty for `import module`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.module, alias.name) for alias in node.names)


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    script = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))"
    return subprocess.run([sys.executable, "-c", script], cwd=folder, capture_output=True, text=True, timeout=50)


def test_packages_import_only_what_the_design_allows() -> None:
    done = lint_imports(ROOT)
    assert done.returncode == 0, done.stdout


def test_a_forbidden_import_of_each_kind_would_be_noticed(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text(encoding="utf-8"), encoding="utf-8")
    planted = {
        "language/a.py": "import vectorstore",
        "vectorstore/a.py": "import prompts",
        "prompts/a.py": "import vectorstore",
        "ingest/a.py": "import prompts",
        "bot/a.py": "import ingest.reading",
        "bot/answering/a.py": "import discord",
        "evals/a.py": "import chromadb",
        "bot/b.py": "import discord",
        "bot/c.py": "import httpx",
    }
    for name in [*(f"{package}/__init__.py" for package in PACKAGES), "bot/answering/__init__.py", "bot/cli.py",
                 "ingest/reading.py", *planted]:  # fmt: skip
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).write_text(planted.get(name, ""), encoding="utf-8")
    done = lint_imports(tmp_path)
    contracts = len(PROJECT["tool"]["importlinter"]["contracts"])
    assert f"0 kept, {contracts} broken" in done.stdout, done.stdout + done.stderr


def test_sql_stands_in_the_catalogue_the_full_text_and_the_migrations_only() -> None:
    wrong = []
    for name, tree in sources(*PACKAGES):
        if SQL_STANDS_IN.fullmatch(name) or QUESTION_LOG.fullmatch(name):
            continue
        for module, imported_name in imported(tree):
            sqlalchemy = module.split(".")[0] == "sqlalchemy" and imported_name not in SQL_TYPES
            if (sqlalchemy and not module.startswith("sqlalchemy.exc")) or module == "sqlite3":
                wrong.append(f"{name} imports {module}.{imported_name}")
        wrong += [
            f"{name} line {node.lineno} holds SQL"
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL_TEXT.match(node.value)
        ]
    assert not wrong


UNSAFE = {"chromadb.server", "cloudpickle", "dill", "jsonpickle", "langchain_core.load", "marshal", "pickle", "shelve"}
UNSAFE_NAMES = {"langchain_core.prompts.load_prompt", "yaml.FullLoader", "yaml.UnsafeLoader", "yaml.unsafe_load"}


def test_nothing_stored_is_ever_unpickled_or_evaluated_and_chromas_python_server_is_not_used() -> None:
    wrong = []
    for name, tree in sources(*PACKAGES):
        for module, imported_name in imported(tree):
            full = f"{module}.{imported_name}"
            if any(full.startswith(f"{unsafe}.") for unsafe in UNSAFE) or full in UNSAFE_NAMES:
                wrong.append(f"{name} imports {full}")
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("eval", "exec"):
                wrong.append(f"{name} line {node.lineno} calls {node.func.id}")
    assert not wrong


def test_only_ingest_opens_web_addresses_by_the_standard_library() -> None:
    wrong = [
        f"{name} imports {module}"
        for name, tree in sources("bot", "evals", "language", "prompts", "vectorstore")
        for module, imported_name in imported(tree)
        if f"{module}.{imported_name}".startswith(("urllib.request", "http.client", "ftplib"))
        and imported_name not in ("getproxies_environment", "proxy_bypass")  # these read the environment alone
        and name != "vectorstore/vectors.py"  # asks the Chroma server of CHROMA_URL whether it is there
    ]
    assert not wrong


def test_every_module_imports_with_what_the_lock_installs() -> None:
    for package in PACKAGES:
        for module in pkgutil.walk_packages([str(ROOT / package)], prefix=f"{package}."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)


# What is installed


def locked() -> dict[NormalizedName, Version]:
    """Name and version of every package that the lock gives this platform and Python."""
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    entries = [Requirement(line.rstrip("\\ ")) for line in re.findall(r"^[A-Za-z0-9].*$", text, re.MULTILINE)]
    here = [entry for entry in entries if entry.marker is None or entry.marker.evaluate()]
    return {canonicalize_name(entry.name): Version(str(entry.specifier).removeprefix("==")) for entry in here}


def asked_for(*extras: str) -> list[Requirement]:
    """What the project asks for, with the named extras: the lock holds those of developers, no provider's."""
    project = PROJECT["project"]
    groups = [project["dependencies"], *(project["optional-dependencies"][extra] for extra in extras)]
    return [Requirement(line) for group in [*groups, *PROJECT["dependency-groups"].values()] for line in group]


def test_the_lock_pins_every_package_by_hash_and_names_no_place_to_get_it_from() -> None:
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[A-Za-z0-9])", text)[1:]
    assert len(entries) > 100
    for entry in entries:
        assert "==" in entry.splitlines()[0], entry.splitlines()[0]
        assert "--hash=sha256:" in entry, entry.splitlines()[0]
    assert not re.search(r"://|--(extra-)?index|--find-links|-f ", text)


def test_the_lock_follows_pyproject_and_every_range_is_bounded() -> None:
    versions = locked()
    for requirement in asked_for("dev"):
        if requirement.marker and not requirement.marker.evaluate():
            continue
        assert canonicalize_name(requirement.name) in versions, f"run make lock: {requirement.name} is not in it"
        assert versions[canonicalize_name(requirement.name)] in requirement.specifier, f"run make lock: {requirement}"
    for requirement in asked_for(*PROJECT["project"]["optional-dependencies"]):
        operators = {specifier.operator for specifier in requirement.specifier}
        assert operators & {"<", "==", "~="}, f"{requirement} has no upper bound"


def test_what_is_installed_is_what_the_lock_says() -> None:
    installed = {canonicalize_name(found.name): Version(found.version) for found in importlib.metadata.distributions()}
    differs = sorted(name for name, version in locked().items() if installed.get(name) != version)
    assert not differs, f"run make setup, the lock has changed since: {differs}"


@pytest.mark.parametrize(
    ("name", "floor"),
    [
        ("chromadb", "1.5.9"),  # CVE-2026-45829
        ("langchain-core", "1.2.5"),  # CVE-2025-68664
        ("langchain-openai", "1.1.14"),  # CVE-2026-41488
    ],
)
def test_versions_with_known_holes_are_not_in_the_lock(name: str, floor: str) -> None:
    assert locked()[canonicalize_name(name)] >= Version(floor)


def test_libraries_that_were_given_up_are_not_in_the_lock() -> None:
    assert not {"langchain-classic", "langchain-community", "pypdf2"} & set(locked())


# What is in the repository and in the packages


def tracked() -> list[str]:
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()]


# Written apart, so that this file does not hold what it forbids.
REGISTRIES = re.compile("|".join(("py" r"pi\.org", "python" r"hosted\.", "npm" r"js\.", "cr" r"ates\.io")))
MACHINE_PATHS = re.compile(r"(?<![\w.:/-])/(?:home|root|work|Users)/(?!\.\.\.)\w")


@tracked_files_needed
def test_no_file_names_a_package_registry_or_a_place_on_somebodys_machine() -> None:
    wrong = []
    for name in tracked():
        raw = (ROOT / name).read_bytes()
        if b"\0" in raw[:8000]:
            continue
        for number, line in enumerate(raw.decode("utf-8", "replace").splitlines(), start=1):
            if REGISTRIES.search(line) or MACHINE_PATHS.search(line):
                wrong.append(f"{name}:{number}: {line.strip()[:80]}")
    assert not wrong


@tracked_files_needed
@pytest.mark.parametrize("name", [".env", ".env.local", "data/catalogue.sqlite", ".demo/data/x", ".venv/ready"])
def test_secrets_and_state_are_ignored_by_git(name: str) -> None:
    assert subprocess.run(["git", "check-ignore", "-q", name], cwd=ROOT).returncode == 0


@tracked_files_needed
def test_wheel_and_sdist_hold_every_file_of_the_packages_and_nothing_secret(tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    for name in tracked():
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, tree / name)
    for name in (".env", "bot/.env", "data/catalogue.sqlite", "articles/.env"):
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        (tree / name).write_text("OPENAI_API_KEY=sk-canary\n", encoding="utf-8")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-t", "sdist", "-d", str(tmp_path / "dist")]
    subprocess.run(build, cwd=tree, check=True, capture_output=True, timeout=50)

    (wheel,) = (tmp_path / "dist").glob("*.whl")
    in_wheel = set(zipfile.ZipFile(wheel).namelist())
    assert {name for name in tracked() if name.split("/")[0] in PACKAGES} <= in_wheel
    assert {name.split("/")[0] for name in in_wheel if not name.startswith("dateline-")} == set(PACKAGES)
    sample = {name.replace("articles/", "evals/sample/", 1) for name in tracked() if name.startswith("articles/")}
    assert sample <= in_wheel, "the cases of prompts ask about these articles"
    pages = {name.replace("docs/", "bot/pages/", 1) for name in tracked() if re.fullmatch(r"docs/[^/]*\.md", name)}
    assert pages <= in_wheel, "the guide's pages"
    (sdist,) = (tmp_path / "dist").glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        in_sdist = {name.partition("/")[2] for name in archive.getnames()}
    assert {"Makefile", "requirements.txt", "articles/elsewhere.jsonl", "tests/conftest.py"} <= in_sdist
    assert not [name for name in in_wheel | in_sdist if name.endswith(".env") or "catalogue.sqlite" in name]


# The menu


def make(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    return subprocess.run(["make", *arguments], cwd=folder, capture_output=True, text=True, timeout=50, env=environment)


@pytest.fixture
def menu(tmp_path: Path) -> Path:
    for name in ("Makefile", "pyproject.toml", "requirements.txt"):
        shutil.copyfile(ROOT / name, tmp_path / name)
    return tmp_path


@make_needed
def test_set_up_installs_by_hash_and_is_not_done_twice(menu: Path) -> None:
    first = make(menu, "--dry-run", "test").stdout
    assert "--require-hashes -r requirements.txt" in first
    (menu / ".venv").mkdir()
    (menu / ".venv" / "ready").touch()
    second = make(menu, "--dry-run", "test").stdout
    assert "pip" not in second
    assert "pytest" in second


@make_needed
def test_a_python_that_is_too_old_is_told_before_anything_is_made(menu: Path) -> None:
    done = make(menu, "setup", "PYTHON=")
    assert done.returncode != 0
    assert "Dateline needs Python 3.11 or later" in done.stderr
    assert not (menu / ".venv").exists()


@make_needed
def test_a_python_without_venv_is_told_with_what_to_install(menu: Path) -> None:
    python = menu / "python-without-venv"
    python.write_text('#!/bin/sh\ncase "$*" in *ensurepip*) exit 1;; *) echo Python 3.11.0;; esac\n', encoding="utf-8")
    python.chmod(0o755)
    done = make(menu, "setup", f"PYTHON={python}")
    assert done.returncode != 0
    assert "apt-get install python3-venv" in done.stderr


@make_needed
def test_the_menu_lists_every_target(menu: Path) -> None:
    listed = set(re.findall(r"^make ([\w-]+)", make(menu).stdout, re.MULTILINE))
    phony = re.search(r"^\.PHONY: (.+)$", (menu / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert phony is not None
    assert set(phony[1].split()) - {"help", "lint"} == listed


def test_ci_runs_what_everybody_runs() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    assert "make lint" in script
    assert "make test" in script
    subprocess.run(["sh", "-n", str(ROOT / ".ci" / "run")], check=True)
