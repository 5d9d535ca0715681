# What people and machines run. Each target says what it does in `make help`.
PORT ?= 8000
PYTHON ?= python3
BIN := .venv/bin

.PHONY: help setup setup-dev demo test bench check lock clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

.venv/made: requirements/main.txt pyproject.toml
	$(PYTHON) tools/require_python.py
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/main.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

.venv/made-dev: .venv/made requirements/dev.txt
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/dev.txt
	touch $@

setup: .venv/made ## build the environment and the assets
	$(BIN)/python tools/build_assets.py

setup-dev: .venv/made-dev setup

demo: setup ## fill a SQLite database with an invented force and serve it
	STILLPOINT_DEMO=1 $(BIN)/stillpoint demo --port $(PORT)

test: setup-dev ## everything that must hold
	$(BIN)/python tools/check.py

bench: setup-dev ## the budgets, as ratios in one run
	$(BIN)/python -m bench

lock: ## pin the requirements again
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --no-header pyproject.toml --group build -o requirements/main.txt
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --no-header pyproject.toml --group build --group dev -c requirements/main.txt -o requirements/dev.txt

clean: ## take away what was built, never what was stored
	rm -rf .venv node_modules src/stillpoint/site/static/ds
