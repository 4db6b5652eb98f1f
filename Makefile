# Everything a clone needs on Debian 12 with Python 3.11+ and Node 20. `make help` lists the targets.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules --no-print-directory
.DEFAULT_GOAL := help

VENV := .venv
PY := $(VENV)/bin/python
DONE := $(VENV)/.done
PIP := $(PY) -m pip --disable-pip-version-check -qq --no-input
# What takes longest is begun first (conftest.py): by default the files with the most tests are.
PYTEST := $(PY) -m pytest -n 2 --dist loadscope --no-loadscope-reorder
# A custom header, so that the files are the same whoever makes them.
LOCK := $(PY) -m uv pip compile -q --generate-hashes --no-emit-index-url --custom-compile-command 'make lock' pyproject.toml
POS := $(wildcard ayni/*/locale/*/LC_MESSAGES/django.po)
DIST := ayni/design/static/design/dist
PEOPLE ?= 2000
SEED ?= 1

# What pages as PDF need, what reads guides aloud (without it nobody is promised a voice), what tests need, and what Spark runs on.
FOR_PDF := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core
FOR_VOICE := espeak-ng lame
FOR_TESTS := chromium
FOR_SPARK := openjdk-17-jre-headless

.PHONY: help run setup test test-slow check clean messages lock assets
help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

run: $(DONE)-debian $(DONE)-python $(DONE)-assets ## set up what is missing, then web and worker on http://127.0.0.1:8000 until Ctrl-C
	@exec $(VENV)/bin/ayni run --set-up --people $(PEOPLE) --seed $(SEED)

setup: $(DONE)-debian $(DONE)-python $(DONE)-assets ## everything `make run` needs, and the demo world on the first run
	@$(VENV)/bin/ayni setup
	@$(VENV)/bin/ayni demo --people $(PEOPLE) --seed $(SEED) --if-empty

test: $(DONE)-tests ## all tests but the slow ones, the journeys in a browser included
	@$(PYTEST) -m "not slow"

test-slow: $(DONE)-tests $(DONE)-spark ## the tests that take longer than a developer waits
	@$(PYTEST) -m slow || [ $$? = 5 ] # 5: there is none
	@$(PY) -m tests.access.without # filters on rows that a test of their part holds: each taken out once more

check: $(DONE)-tests ## format, types, layers, templates, migrations, dependencies, the rules of the house
	@$(PY) -m tests.check

messages: $(DONE)-tests ## collect what is to be translated, of every app that has words
	@deploy/debian.sh gettext
	@for app in ayni/*/locale; do (cd $$app/.. && ../../$(PY) ../../manage.py makemessages -l es --no-location --no-wrap); done

lock: $(DONE)-dev ## write requirements*.txt anew from pyproject.toml
	@$(PIP) install uv
	@$(LOCK) --upgrade --group build --group dev -o requirements-dev.txt
	@$(LOCK) --group build -c requirements-dev.txt -o requirements.txt
	@echo 'pyspark~=4.0.0' | $(LOCK:pyproject.toml=-) -o requirements-spark.txt

clean: ## remove what the targets above made; the data in AYNI_HOME stay
	@rm -rf $(VENV) node_modules static $(DIST) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache test-results
	@find ayni -name '*.mo' -delete

# --- what the targets stand on; each leaves a stamp, so that nothing is done twice -------------------------------------

$(PY):
	@command -v python3 >/dev/null || deploy/debian.sh python3
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Ayni needs Python 3.11 or newer; this is $$(python3 -V)." >&2; exit 1; }
	@python3 -c 'import ensurepip, venv' 2>/dev/null || deploy/debian.sh python3-venv
	@python3 -m venv $(VENV)

$(DONE)-debian: Makefile | $(PY)
	@deploy/debian.sh $(FOR_PDF)
	@deploy/debian.sh $(FOR_VOICE) || echo "Guides are not read aloud." >&2
	@touch $@

$(DONE)-python: requirements.txt pyproject.toml | $(PY)
	@echo "Installing Python packages"
	@$(PIP) install --require-hashes -r requirements.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(DONE)-dev: requirements-dev.txt $(DONE)-python
	@echo "Installing what developers need"
	@$(PIP) install --require-hashes -r requirements-dev.txt
	@touch $@

# Half a gigabyte that only the comparison of engines needs, and whoever sets FACTS_ENGINE=spark.
$(DONE)-spark: requirements-spark.txt $(DONE)-dev
	@command -v java >/dev/null || deploy/debian.sh $(FOR_SPARK)
	@echo "Installing Spark"
	@$(PIP) install --require-hashes --no-deps --no-build-isolation -r requirements-spark.txt
	@touch $@

$(DONE)-npm: package-lock.json | $(PY)
	@command -v npm >/dev/null || { echo "Ayni needs Node 20 with npm to build its styles. Type:  sudo apt-get install nodejs npm" >&2; exit 1; }
	@echo "Installing npm packages"
	@npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null
	@touch $@

$(DONE)-assets: $(DONE)-npm $(wildcard ayni/design/build.mjs ayni/design/scss/* ayni/design/js/* ayni/design/scss/*/*)
	@npm run --silent build
	@touch $@

assets: $(DONE)-assets ## styles and scripts

$(DONE)-words: $(POS) $(DONE)-python
	@$(PY) -m ayni.config.translations
	@touch $@

$(DONE)-chromium: Makefile | $(PY)
	@[ -x /usr/bin/chromium ] || deploy/debian.sh $(FOR_TESTS)
	@touch $@

$(DONE)-tests: $(DONE)-debian $(DONE)-dev $(DONE)-assets $(DONE)-words $(DONE)-chromium
	@touch $@
