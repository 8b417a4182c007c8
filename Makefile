# The commands of Ikue. Everything they write lies under .venv/ and var/.
SHELL := /bin/sh
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
SET ?= S
BIN := .venv/bin
OLD_POSTGRES := /usr/lib/postgresql/15/bin
PACKAGES := chromium fonts-morisawa-bizud-gothic postgresql-15

# A stamp carries the checksum of its lock: while the lock stays, a second start installs nothing.
stamp = .venv/.$(1)-$(shell sha256sum < requirements/$(1).lock | cut -c1-16)
RUN := $(call stamp,run)
DEV := $(call stamp,dev)

OLD := IKUE_PG_BIN=$(OLD_POSTGRES) IKUE_TEST_VAR=var/test-15 $(BIN)/pytest -n 2 -m
FACING := database and not browser and not proof

.PHONY: help demo test quick postgresql-15 check bench proofs docs locks system run-venv dev-venv

# Compiled once, also where the environment forbids to keep that beside the sources: or else every
# process of a run compiles Django, the tests and their assertions anew.
export PYTHONPYCACHEPREFIX := $(CURDIR)/var/pycache
export PYTHONDONTWRITEBYTECODE :=

help:
	@echo 'make demo    serve a made-up ward on http://$(HOST):$(PORT)   (HOST= PORT= RESET=1)'
	@echo 'make test    the whole suite          make quick   its fast part'
	@echo 'make postgresql-15   the whole database-facing part on PostgreSQL 15'
	@echo 'make check   format, lint, types, import contracts, templates, migrations'
	@echo 'make proofs  the long proofs          (ONLY= N= SEED=)'
	@echo 'make bench   benchmarks               (SET=S|M|L ONLY=)'
	@echo 'make docs    documentation            make locks   requirements/*.lock anew'
	@echo 'make system  Debian packages that the browser tests need'

demo: run-venv
	@exec $(BIN)/ikue demo --host '$(HOST)' --port '$(PORT)' $(if $(filter 1,$(RESET)),--reset)

test: dev-venv
	@$(MAKE) system
	$(BIN)/pytest -n 2
	@if [ -x $(OLD_POSTGRES)/postgres ]; then \
	  echo '== the database-facing part once more, sampled, on PostgreSQL 15'; \
	  $(OLD) '$(FACING) and not passed_over'; \
	else \
	  echo 'LEFT OUT: the run on PostgreSQL 15 (`make system` installs it)'; \
	  [ "$$CI" != true ]; \
	fi
	@command -v chromium >/dev/null || echo 'LEFT OUT: the browser tests (`make system` installs Chromium)'

postgresql-15: dev-venv
	@$(MAKE) system
	$(OLD) '$(FACING)'

quick: dev-venv
	$(BIN)/pytest -n 2 -m 'not slow and not browser and not proof'

check: dev-venv
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint src --lint --quiet
	@# Compares models with migrations; a database that is not up is of no interest here.
	PYTHONWARNINGS=ignore $(BIN)/ikue makemigrations --check --dry-run

bench: dev-venv
	@$(BIN)/python -m bench --set '$(SET)' $(if $(ONLY),--only '$(ONLY)')

proofs: dev-venv
	@$(BIN)/python -m tests.proofs $(if $(ONLY),--only '$(ONLY)') $(if $(N),--n '$(N)') $(if $(SEED),--seed '$(SEED)')

docs: dev-venv
	$(BIN)/python -W error tools/build_docs.py

# Versions are chosen in *.in; the locks pin everything below them, with hashes and no address.
locks: dev-venv
	for name in installer run dev; do \
	  $(BIN)/uv pip compile --quiet --python-version 3.11 --generate-hashes --no-header \
	    --no-emit-index-url requirements/$$name.in -o requirements/$$name.lock || exit; \
	done

system:
	@missing=''; \
	for package in $(PACKAGES); do \
	  dpkg-query -W -f '$${Status}' $$package 2>/dev/null | grep -q 'ok installed' || missing="$$missing $$package"; \
	done; \
	[ -z "$$missing" ] && exit 0; \
	if [ "$$(id -u)" = 0 ]; then sudo=''; elif sudo -n true 2>/dev/null; then sudo='sudo -n'; else sudo=no; fi; \
	if [ "$$sudo" != no ] && command -v apt-get >/dev/null \
	  && $$sudo apt-get update -qq \
	  && DEBIAN_FRONTEND=noninteractive $$sudo apt-get install -qq -y --no-install-recommends $$missing; \
	then exit 0; fi; \
	echo "NOT INSTALLED:$$missing (needs Debian's apt-get, and root or sudo without a password)" >&2; \
	[ "$$CI" != true ]

run-venv: $(RUN)
dev-venv: $(DEV)

# What `dev` installs includes what `run` installs.
$(RUN):
	@[ -e '$(DEV)' ] || $(call install,run)
	@touch '$@'

$(DEV):
	@$(call install,dev)
	@touch '$@' '$(RUN)'

# uv is quick; pip alone must do as well (a closed network with a folder of wheels).
define install
{ set -e; \
$(PYTHON) -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' \
  || { echo 'Ikue needs Python 3.11 or newer with venv (PYTHON= names another one)' >&2; exit 1; }; \
[ -x $(BIN)/python ] || $(PYTHON) -m venv .venv; \
rm -f .venv/.run-* .venv/.dev-*; \
pip="$(BIN)/python -m pip --disable-pip-version-check --quiet"; \
[ -x $(BIN)/uv ] || $$pip install --require-hashes -r requirements/installer.lock || true; \
VIRTUAL_ENV=.venv $(BIN)/uv pip install --quiet --require-hashes -r requirements/$(1).lock \
  || $$pip install --require-hashes -r requirements/$(1).lock; \
$$pip install --no-deps --no-build-isolation --editable .; }
endef
