# One line a chore; CI runs the same ones. `make` alone lists them.
PYTHON ?= python3
BIN := .venv/bin
LOCK := --universal --generate-hashes --no-header --no-annotate --quiet

help: ## list the chores
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*##/\t/' | expand -t 14

setup: .venv/.ready ## create or refresh the environment in .venv

.venv/.ready: requirements-dev.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed: make PYTHON=python3.11 ...") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch .venv/.ready

run: setup ## start the assistant: Telegram if SENDLO_TELEGRAM_TOKEN is set, else a chat in this terminal
	@$(BIN)/sendlo run

test: setup ## run every test, with coverage
	$(BIN)/pytest --cov --cov-report=term

check: lint types layers data ## everything that CI checks besides the tests

lint: setup ## style of the code
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup ## types of the code
	$(BIN)/mypy

layers: setup ## directory <- intents <- bot
	$(BIN)/lint-imports --no-cache

data: setup ## entries, intents and wording
	$(BIN)/sendlo directory check

format: setup ## put the code into our style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

var/peers/.ready: .venv/.ready requirements-peers.lock
	rm -rf var/peers
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --target var/peers -r requirements-peers.lock
	touch var/peers/.ready

bench: setup var/peers/.ready ## measure speed and understanding; public data is read from ../shared/benchmarks if it is there
	$(BIN)/pytest tests/benchmarks --override-ini addopts= --benchmark-only --benchmark-columns=median,max,rounds
	$(BIN)/python -m tests.benchmarks.questions
	PYTHONPATH=var/peers $(BIN)/python -m tests.benchmarks.understanding --peers
	$(BIN)/python -m tests.benchmarks.scale

picture: setup ## draw the conversation that the README shows
	$(BIN)/python -m scripts.picture

lock: ## choose new versions of what we depend on
	test -x var/lock/bin/uv || ($(PYTHON) -m venv var/lock && var/lock/bin/pip install --quiet uv)
	var/lock/bin/uv pip compile $(LOCK) pyproject.toml -o requirements.lock
	var/lock/bin/uv pip compile $(LOCK) pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock
	var/lock/bin/uv pip compile $(LOCK) --group peers -c requirements-dev.lock -o requirements-peers.lock

clean: ## remove the environment and everything built
	rm -rf .venv var

.PHONY: help setup run test check lint types layers data format bench picture lock clean
