# The front door. `make` alone tells what there is.
SHELL := /bin/sh
SYSTEM_PYTHON := $(shell command -v python3.11 || command -v python3 || command -v python)
PYTHON := .venv/bin/python
BIN := .venv/bin
ENV := $${DATA_FOLDER:-.data}/env
TEST_WORKERS ?= 2

.PHONY: help setup run code reset servers stop-servers migrate test check format bench lock shots compose-secrets policycheck
help:  ## what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

setup:  ## build .venv and static/vendor from their locks
	@$(SYSTEM_PYTHON) -m tools.setup

run: setup  ## everything, with demonstration data: PORT=9000 make run chooses the port
	@exec $(PYTHON) -m tools.run

code:  ## the current one-time code of a demo person, while the product runs: make code WHO=ana
	@. "$(ENV)" && $(PYTHON) manage.py demo_signins --code "$(WHO)"

reset: setup  ## delete the demonstration data, after asking
	@exec $(PYTHON) -m tools.reset

servers: setup  ## the database and broker alone, their addresses in .data/env
	@$(PYTHON) -m tools.stack start

stop-servers: setup  ## end what `make servers` started
	@$(PYTHON) -m tools.stack stop

migrate: servers  ## bring both databases to the newest migration
	@. "$(ENV)" && DATABASE_URL=$$DATABASE_OWNER_URL $(PYTHON) manage.py migrate
	@. "$(ENV)" && ADVOCACY_DATABASE_URL=$$ADVOCACY_OWNER_URL $(PYTHON) manage.py migrate --database advocacy

test: setup  ## the whole suite, browser journeys included: ARGS="-k ledger" narrows it
	@$(PYTHON) -m tools.browser
	@$(PYTHON) -m pytest -n $(TEST_WORKERS) $(ARGS)

policycheck: setup  ## run policy scenarios on servers of its own: make policycheck FILES="a.yaml folder" chooses
	@$(PYTHON) manage.py policycheck $(if $(FILES),$(FILES),policy/scenarios)

check: setup  ## formatters, linters, import contracts, types, settings, migrations
	@$(PYTHON) -m tools.check

format: setup  ## write Python and templates the way `make check` wants them
	@$(BIN)/ruff check --fix -q . || true
	@$(BIN)/ruff format -q .
	@find templates -name '*.html' -print0 | xargs -0 $(BIN)/djade --target-version 5.2 || true

bench: setup  ## the speed measurements
	@$(PYTHON) -m bench.run $(ARGS)

lock: setup  ## write the lock files anew after a change of pyproject.toml or package.json
	@$(PYTHON) -m tools.lock

shots: setup  ## the pictures of README, from a running product
	@$(PYTHON) -m tools.shots

compose-secrets:  ## passwords and keys for docker-compose.yml
	@$(SYSTEM_PYTHON) -m tools.compose
