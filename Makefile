# Everything a newcomer needs: `make run` and `make test`. `make help` lists the rest.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/installed
# A process for each core, with databases, servers and browsers of its own.
EVERY_CORE := -n auto --maxprocesses 4 --dist loadfile

.DEFAULT_GOAL := help
.PHONY: help install run test check browser faults differential bench lock messages questionnaires clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-15s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# A bare Debian has no python3-venv, so the environment is made without pip and filled from outside.
$(INSTALLED): requirements.lock pyproject.toml
	$(PYTHON) -m venv --without-pip $(VENV)
	$(PYTHON) -m pip --python $(BIN)/python install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(PYTHON) -m pip --python $(BIN)/python install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

install: $(INSTALLED) ## make .venv with the locked packages

run: $(INSTALLED) ## start the demo office on http://127.0.0.1:8000
	@$(BIN)/portal demo

test: $(INSTALLED) ## run the tests on SQLite and PostgreSQL
	@$(BIN)/python -m pytest $(EVERY_CORE)

check: $(INSTALLED) ## lint, types, layers, templates, and ODK's engine beside ours
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint src/portal --lint --quiet
	@$(MAKE) --no-print-directory differential

clean: ## remove what the other targets made, the data of the demo excepted
	rm -rf $(VENV) .reports .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist tests/differential/node_modules

lock: ## pin every dependency with its hashes
	$(PYTHON) -m pip install --quiet uv
	uv pip compile --universal --python-version 3.11 --all-extras --generate-hashes --no-emit-index-url --no-emit-find-links \
		--custom-compile-command "make lock" --upgrade --quiet --output-file requirements.lock pyproject.toml

messages: $(INSTALLED) ## bring the catalogues up to date with the texts in the code
	$(BIN)/python tools/messages.py

questionnaires: $(INSTALLED) ## compose the questionnaires from their sources and shared blocks
	$(BIN)/python -m tools.compose

browser: $(INSTALLED) ## the journeys in a real browser (needs Debian's chromium)
	$(BIN)/python -m pytest $(EVERY_CORE) -rs tests/browser

faults: $(INSTALLED) ## end real processes at every point and see that nothing is lost
	$(BIN)/python -m pytest tests/faults

ODK := tests/differential
differential: $(INSTALLED) ## compare the questionnaire engine with ODK's own (needs Node and npm)
	@if ! command -v node >/dev/null || ! command -v npm >/dev/null; then \
		echo "SKIPPED: the engine is not compared with ODK's own, because Node or npm is not here."; \
	elif ! [ $(ODK)/node_modules/.package-lock.json -nt $(ODK)/package-lock.json ] \
		&& ! npm ci --prefix $(ODK) --ignore-scripts --no-audit --no-fund --fetch-retries=1; then \
		echo "SKIPPED: the engine is not compared with ODK's own, because npm cannot install that (see above)."; \
	else \
		$(BIN)/python -m pytest $(ODK); \
	fi

bench: $(INSTALLED) ## measure the real server and the questionnaire engine
	$(BIN)/python -m tools.bench
