# Everything is set up by the targets that need it; there is nothing to install or to type first.
.DEFAULT_GOAL := help
.PHONY: help run ready dev test check valid same format messages docs bench look lock upgrade sbom audit clean

# Where the site listens, and which Python makes the environment.
PORT ?= 8000
export PORT
# Compiled modules are kept, also where the machine says not to: each start is twice as quick.
export PYTHONDONTWRITEBYTECODE =
# The tests to run: `make test T=tests/core`. Without it: all but the sweeps; ALL=1 runs those too.
T ?=
ALL ?=
# `make test COVER=1` also compares what all tests cover with the floors.
COVER ?=
# The notes to judge: `make valid N=landgraaf`. Without it: a few of each kind.
N ?=
# The benchmark to run: `make bench B=setup`. Without it: all of them.
B ?=
# The revision to compare with: `make same BASE=v0.1.0`. QUICK=1 takes a few pages of each kind.
BASE ?= origin/main
export QUICK

SETUP = sh scripts/setup.sh
BIN = .venv/bin
COVERED = $(BIN)/python -m slipcover --dont-wrap-pytest --out var/coverage
COMPILED = src/deelgenoot/typology/moves.py,src/deelgenoot/typology/bounded.py
COG = $(BIN)/cog -P -I scripts -p 'from docs_blocks import *'
COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest \
	--generate-hashes --custom-compile-command "make lock"
RUN = pyproject.toml --extra data --extra charts --extra web --group setup
DEV = pyproject.toml --all-extras --group dev

help: ## Lists the targets, with a sentence each.
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{ printf "%-16s %s\n", $$1, $$2 }'

run: ## Sets everything up and serves the site at http://127.0.0.1:8000 (PORT=8080 for another port).
	@$(SETUP) run

ready: ## Sets everything up that `make run` needs, and stops there.
	@$(SETUP) ready

dev: ## Sets everything up that working on the project needs: `ready` and the tools.
	@$(SETUP) dev

test: dev ## Runs the tests (T=tests/core for a part, ALL=1 with the sweeps, COVER=1 to see what all cover).
ifneq ($(T),)
	@$(BIN)/python -m pytest $(T)
else ifeq ($(COVER),)
	@$(BIN)/python -m pytest -n 2 --dist worksteal $(if $(ALL),,-m "not sweep")
else
	@# What marks the lines cannot be compiled, so the small tests of compiled loops run without the compiler.
	@mkdir -p var/coverage
	@NUMBA_DISABLE_JIT=1 $(COVERED)/uncompiled.json -m pytest tests/core -m uncompiled
	@$(COVERED)/compiled.json --omit $(COMPILED) -m pytest -n 2 --dist worksteal
	@$(BIN)/python scripts/coverage_floors.py
endif

check: dev ## Checks style, types, import contracts, data, licences and translations; changes nothing.
	@PRE_COMMIT_HOME=var/pre-commit $(BIN)/pre-commit run --all-files --color auto

valid: dev ## Judges notes by PDF/UA-1 with veraPDF, where there is a JDK (N=all for every note).
	@$(BIN)/python scripts/check_ua.py $(N)

same: dev ## Compares all that visitors get with another revision (BASE=origin/main; QUICK=1 for a few pages of each kind).
	@$(BIN)/python scripts/same.py against $(BASE)

format: dev ## Formats the code and mends what the linter can mend.
	@$(BIN)/ruff format --quiet .
	@$(BIN)/ruff check --fix-only --quiet .
	@$(COG) -r --verbosity=1 docs/*/*.md
	@sh scripts/node.sh node_modules/@biomejs/biome/bin/biome format --write

docs: dev ## Builds the documentation in docs/_build/html.
	@$(BIN)/sphinx-build -W --keep-going -q -b html docs docs/_build/html
	@echo "The documentation is in docs/_build/html/index.html"

bench: dev ## Measures what benchmarks/ measures and prints the figures (B=setup for one of them).
	@$(BIN)/python benchmarks/run.py $(B)

look: dev ## Photographs every kind of page, on a phone and wider, light and dark, into var/look/.
	@$(BIN)/python -m scripts.look

lock: dev ## Writes the lock files anew, keeping the versions that still fit.
	@$(COMPILE) --group bootstrap -o requirements-uv.lock
	@$(COMPILE) $(RUN) -o requirements.lock
	@$(COMPILE) $(DEV) -c requirements.lock -o requirements-dev.lock

upgrade: dev ## Writes the lock files anew with the newest versions that fit.
	@$(COMPILE) --upgrade --group bootstrap -o requirements-uv.lock
	@$(COMPILE) --upgrade $(RUN) -o requirements.lock
	@$(COMPILE) --upgrade $(DEV) -c requirements.lock -o requirements-dev.lock

sbom: dev ## Lists every package that is installed, for a release (dist/deelgenoot.cdx.json, CycloneDX).
	@$(BIN)/python scripts/bill.py sbom dist/deelgenoot.cdx.json

audit: dev ## Compares those packages with the weaknesses that OSV knows; says so where OSV cannot be reached.
	@$(BIN)/python scripts/bill.py audit

clean: ## Removes everything that was set up or built, the database included.
	@rm -rf .venv node_modules var build dist docs/_build .mypy_cache .ruff_cache \
		.pytest_cache .hypothesis .import_linter_cache src/deelgenoot_web/site/static/built
	@find src tests scripts benchmarks -name __pycache__ -prune -exec rm -rf {} +
