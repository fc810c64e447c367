# One line a chore; CI runs the same ones. `make` alone lists them.
PYTHON ?= python3
BIN := .venv/bin

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

bench: setup ## measure speed
	$(BIN)/pytest tests/benchmarks --override-ini addopts= --benchmark-only

lock: setup ## choose new versions of what we depend on
	$(BIN)/uv pip compile --universal --generate-hashes --no-header --no-annotate --quiet pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --universal --generate-hashes --no-header --no-annotate --quiet --group dev pyproject.toml -c requirements.lock -o requirements-dev.lock

clean: ## remove the environment and everything built
	rm -rf .venv var

.PHONY: help setup run test check lint types layers data format bench lock clean
