# Two commands matter: `make run` and `make test`. Both need Python 3.11 or later and make, nothing else.
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/.installed-run
TEST := $(VENV)/.installed-test
PIP := $(VENV)/bin/python -m pip --disable-pip-version-check --quiet
LOCK := $(VENV)/bin/uv pip compile pyproject.toml --quiet --universal --generate-hashes --no-emit-index-url --no-header

.DEFAULT_GOAL := help
.PHONY: help run test install lint lock clean

help: ## Show what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(RUN) ## Serve OpenLien with the demo portfolio at http://127.0.0.1:8000
	@exec $(VENV)/bin/openlien up

test: $(TEST) ## Check everything that CI checks
	@$(VENV)/bin/python -m tests.browser
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/lint-imports --no-cache
	$(VENV)/bin/python -m pytest -n 2 --no-loadscope-reorder

install: $(TEST) ## Install what run and test need, and nothing more

lint: $(TEST) ## Format the code and mend what can be mended
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

lock: $(TEST) ## Renew the locked dependencies after a change of pyproject.toml
	$(LOCK) --extra build -o requirements/run.txt
	$(LOCK) --extra build --extra test -o requirements/test.txt

clean: ## Remove the environment; the data in var/ stays
	rm -rf $(VENV)

$(VENV)/bin/python:
	@command -v $(PYTHON) >/dev/null || { echo "OpenLien needs Python 3.11 or later: $(PYTHON) was not found."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "OpenLien needs Python 3.11 or later; set PYTHON=/path/to/it."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python's venv module is missing (on Debian: apt-get install python3-venv)."; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "The environment $(VENV) could not be made; the reason is above."; exit 1; }

# Wheels only, each with its locked hash; the package itself is built with the locked tools.
$(RUN): requirements/run.txt pyproject.toml | $(VENV)/bin/python
	@echo "Installing OpenLien into $(VENV) (once, about a minute) ..."
	@$(PIP) install --only-binary :all: --require-hashes -r requirements/run.txt || { echo "The dependencies could not be installed: is the package index reachable?"; exit 1; }
	@$(PIP) install --no-deps --no-index --no-build-isolation --editable .
	@touch $@

$(TEST): requirements/test.txt $(RUN)
	@echo "Installing what the tests need ..."
	@$(PIP) install --only-binary :all: --require-hashes -r requirements/test.txt || { echo "The test dependencies could not be installed: is the package index reachable?"; exit 1; }
	@touch $@
