# Dateline's menu of commands; `make` alone shows it. Everything installs into .venv, nothing elsewhere.

VENV    := .venv
BIN     := $(VENV)/bin
READY   := $(VENV)/ready
DEMO    := .demo
PYTEST  ?= -n auto --maxprocesses 4 --dist worksteal
SHELL   := /bin/sh

# The first python3 that is new enough: "python3" itself, else one installed beside it by its version.
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo "$$name" && break; done)

.DEFAULT_GOAL := help
.PHONY: help setup demo test test-all check lint messages reference wheel site lock clean

help:
	@echo "make demo      ingest the sample articles and ask five questions (no key, no network once set up)"
	@echo "make test      run the tests"
	@echo "make check     ruff, mypy --strict, import rules and tests: what CI and reviewers run"
	@echo "make test-all  the tests, slow ones too"
	@echo "make setup     only install into .venv (the others do it by themselves)"
	@echo "make messages  bring language/locale/ to the sentences in the code (then translate what is empty)"
	@echo "make reference write the commands' and settings' pages and the manual page again"
	@echo "make wheel     build dist/*.whl and try it in an empty home"
	@echo "make site      build the guide's pages into site/"
	@echo "make lock      renew requirements.txt from pyproject.toml"
	@echo "make clean     remove .venv, the demo's library and caches; your own library in data/ stays"

setup: $(READY)

# One stamp: nothing is done again until the lock or the project's own description changes.
$(READY): requirements.txt pyproject.toml
	@if [ -z "$(PYTHON)" ]; then \
		echo "Dateline needs Python 3.11 or later; found: $$(python3 --version 2>&1 || echo none)." >&2; \
		echo "Install one, or name it: make PYTHON=/path/to/python3.12 $(MAKECMDGOALS)" >&2; exit 1; fi
	@if ! $(PYTHON) -c 'import venv, ensurepip' 2>/dev/null; then \
		echo "$(PYTHON) can't make virtual environments (it lacks venv or ensurepip)." >&2; \
		echo "On Debian or Ubuntu: sudo apt-get install python3-venv; then run make again." >&2; exit 1; fi
	@echo "Setting up .venv with $$($(PYTHON) --version): $$(grep -c '^[a-zA-Z0-9].*==' requirements.txt) packages at their locked versions, once (a minute or two)."
	@[ -x $(BIN)/python ] && $(BIN)/python -c 'import pip' 2>/dev/null || $(PYTHON) -m venv --clear $(VENV)
	@PIP_DISABLE_PIP_VERSION_CHECK=1 $(BIN)/python -m pip install -qq --require-hashes -r requirements.txt
	@PIP_DISABLE_PIP_VERSION_CHECK=1 $(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $(READY)

# The demo keeps its own library under .demo and reads no settings of yours.
demo: $(READY)
	@$(BIN)/dateline demo $(DEMO)

# The tests start some hundred Pythons: each would compile the project again where nothing compiled may be kept.
TESTS := env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m pytest -q

test: $(READY)
	@$(TESTS) $(PYTEST)

test-all: $(READY)
	@$(TESTS) -m "slow or not slow" $(PYTEST)

lint: $(READY)
	$(BIN)/python -m ruff check .
	$(BIN)/python -m mypy
	$(BIN)/lint-imports --no-logo

check: lint test

messages: $(READY)
	@$(BIN)/python -m language.extraction

# What the code says of itself: commands, settings, manual page.
reference: $(READY)
	@$(BIN)/python -m bot.reference docs
	@$(BIN)/python -m bot.example > .env.example

# The application as it is installed elsewhere, tried in an empty home.
wheel: $(READY)
	@rm -rf dist
	@$(BIN)/python -m hatchling build -t wheel -d dist
	@DATELINE_WHEEL="$$(ls $(CURDIR)/dist/*.whl)" $(BIN)/python -m pytest -q -m slow tests/test_wheel.py

# The guide as pages to read in a browser: offline, and a warning is an error.
site: $(READY)
	@$(BIN)/zensical build --strict --clean

lock: $(READY)
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version 3.11 \
		--custom-compile-command "make lock" --extra dev --extra docs --group build pyproject.toml -o requirements.txt

clean:
	rm -rf $(VENV) $(DEMO) build dist site .cache .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
