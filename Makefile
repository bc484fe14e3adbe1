# `make` lists what can be made. Only Python 3.11 or newer is needed beforehand.

PYTHON ?= python3
PORT ?= 8000
DEMO ?= 1
export DATA_DIR ?= $(CURDIR)/var
PY := .venv/bin/python
PIP := $(PY) -m pip --disable-pip-version-check -qq

.DEFAULT_GOAL := help
.PHONY: help run test test-fast test-deep check bench clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 14

run: .venv/runtime $(DATA_DIR)/env ## run Dewan with the demo organisation (DEMO=0: empty, PORT=8000)
	@DEMO=$(DEMO) $(PY) manage.py prepare
	@DEMO=$(DEMO) exec $(PY) manage.py up --port $(PORT)

test: .venv/development ## run the whole suite on SQLite and on PostgreSQL (ARGS: for pytest)
	@$(PY) -m tests.run $(ARGS)

test-fast: .venv/development ## run the suite on SQLite only
	@$(PY) -m tests.run --only sqlite $(ARGS)

test-deep: .venv/development ## run the suite with generators and faults without cap
	@$(PY) -m tests.run --deep $(ARGS)

check: .venv/development ## lint, layers, migrations, templates, deployment
	@$(PY) -m tests.check

bench: .venv/development ## measure against the floors and write docs/benchmarks.md
	@$(PY) -m benchmarks $(ARGS)

clean: ## remove the virtual environment (the data in var/ stay)
	rm -rf .venv

# Stamps: nothing is installed again until the pins change.

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Dewan needs Python 3.11 or newer; name one with make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv .venv 2>/dev/null || $(PYTHON) -m virtualenv -q .venv 2>/dev/null \
		|| { rm -rf .venv; echo "Python cannot make a virtual environment; on Debian and Ubuntu: apt-get install python3-venv"; exit 1; }

.venv/runtime: requirements.txt | .venv/bin/python
	@echo "Installing the runtime packages …"
	@$(PIP) install -r requirements.txt
	@touch $@

.venv/development: requirements.txt requirements-dev.txt | .venv/bin/python
	@echo "Installing the packages for tests …"
	@$(PIP) install -r requirements-dev.txt
	@touch $@ .venv/runtime

$(DATA_DIR)/env: | .venv/bin/python
	@$(PY) -m governance.keys $@
