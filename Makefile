# Every command of this project, for people, README and CI alike. `make help` lists them.
#
# Paths are relative on purpose: make cannot handle spaces in names, and the project folder may have some.
# Nothing is installed outside .venv; the embedded database, static files and logs live under var/.

SHELL := /bin/sh
MAKEFLAGS += --no-builtin-rules --no-print-directory
.DEFAULT_GOAL := help
.NOTPARALLEL:
.SUFFIXES:

export PORT ?= 8000
# PYTHON=python3.12 names the Python to build .venv with; by default tools/find-python picks one.
export PYTHON

in_venv := .venv/bin/python -m
# Two workers share out classes and modules of tests, in the order of tests/conftest.py: the longest first.
in_parallel := -n 2 --dist loadscope --no-loadscope-reorder
# The one way every target calls the product: an explicit environment, never the production default by accident.
manage = ENVIRONMENT=$(1) .venv/bin/python manage.py

.PHONY: help setup setup-dev run dev stop test coverage check lint format types layers migrations templates unit journeys \
	chromium lock model-doc api-doc screenshots backup restore clean

help: ## List every target
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile
	@echo
	@echo "  Settings: PORT=8001, PYTHON=python3.12, DATABASE_URL=postgres://…, SKIP_BROWSER=1 (see docs/operations.md)"

# --- running ----------------------------------------------------------------------------------------------------

setup: ## Make .venv with the locked packages; changes nothing else
	@python=$$(tools/find-python) && "$$python" tools/environment.py runtime

run: free-port setup ## Set everything up and serve the site on 127.0.0.1:8000 (PORT=8001 for another)
	@.venv/bin/python tools/prepare.py evaluation
	@exec .venv/bin/python tools/serve.py evaluation

dev: free-port setup ## The same with DEBUG on, reloading when a file changes
	@.venv/bin/python tools/prepare.py development
	@exec .venv/bin/python tools/serve.py development

stop: ## Stop the site and the embedded database
	@[ ! -x .venv/bin/python ] || .venv/bin/python tools/stop.py

free-port:
	@python=$$(tools/find-python) && "$$python" tools/free_port.py

# --- checking ---------------------------------------------------------------------------------------------------

test: setup-dev chromium check ## Everything CI runs: all checks, then all tests, browser journeys included
	@DJANGO_SETTINGS_MODULE=tests.settings $(in_venv) tests.template_database
	@$(in_venv) pytest $(in_parallel)

coverage: setup-dev ## All tests without a browser, measured; fails below the floor in pyproject.toml
	@DJANGO_SETTINGS_MODULE=tests.settings $(in_venv) tests.template_database
	@$(in_venv) pytest $(in_parallel) -m "not browser" --cov --cov-report=term:skip-covered

check: lint types layers migrations templates ## All checks that need no test run

lint: setup-dev ## Style and common mistakes (ruff)
	@$(in_venv) ruff check .
	@$(in_venv) ruff format --check .

format: setup-dev ## Put the code into the agreed layout
	@$(in_venv) ruff check --fix .
	@$(in_venv) ruff format .

types: setup-dev ## Types; strict in core, selectors, services and rules (mypy)
	@ENVIRONMENT=test $(in_venv) mypy

layers: setup-dev ## Nothing imports upwards (import-linter)
	@.venv/bin/python -c 'from importlinter.cli import lint_imports_command as main; main()' --no-logo

migrations: setup-dev ## No model change lacks its migration
	@$(call manage,test) makemigrations --check --dry-run

templates: setup-dev ## Template lint (djlint)
	@$(in_venv) djlint templates --lint --quiet

unit: setup-dev ## Tests without a browser, in parallel
	@$(in_venv) pytest $(in_parallel) -m "not browser"

journeys: setup-dev chromium ## Browser journeys only
	@$(in_venv) pytest -m browser

setup-dev:
	@python=$$(tools/find-python) && "$$python" tools/environment.py dev

chromium:
	@.venv/bin/python tools/chromium.py

# --- looking after it -------------------------------------------------------------------------------------------

lock: setup-dev ## For maintainers: renew requirements*.txt from pyproject.toml
	@.venv/bin/python tools/lock.py

model-doc: setup ## For maintainers: draw docs/model.md from the models
	@$(call manage,development) document_model

api-doc: setup ## For maintainers: write docs/api/openapi.json from the views, tables and columns
	@$(call manage,development) document_api

screenshots: setup-dev chromium ## For maintainers: make docs/screenshots from the site running on PORT
	@.venv/bin/python tools/screenshots.py

backup: setup ## Write the database to var/backups/ (FILE=… for another place)
	@ENVIRONMENT="$${ENVIRONMENT:-evaluation}" .venv/bin/python tools/backup.py backup

restore: setup ## Replace the database by a backup: make restore FILE=var/backups/….dump
	@ENVIRONMENT="$${ENVIRONMENT:-evaluation}" .venv/bin/python tools/backup.py restore

clean: stop ## Remove everything made here: .venv, var/ (the embedded database too!) and caches
	@rm -rf .venv var .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .coverage htmlcov
