# make build  rebuilds the dataset from seeds/      make test  runs the tests (SLOW=1: the slow ones too; SAMPLE=1: for one Python
# more, those that depend on it, of tests with many cases a few; ARGS=... for pytest)
# Both set up what they need, once, in .venv. Another Python: make build PYTHON=python3.13. Another place: VENV=elsewhere.

PYTHON ?= python3
VENV ?= .venv
ARGS ?=

BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: build test clean
.DELETE_ON_ERROR:

build: $(READY)
	@$(BIN)/baghdad-tehran build $(ARGS)

test: $(READY)
	@$(BIN)/python -m pytest -n auto --dist worksteal $(if $(SLOW),,-m "not slow") $(if $(SAMPLE),--sample) $(ARGS)

$(READY): pyproject.toml hatch_build.py | $(BIN)/python
	@echo "Installing into $(VENV) (about a minute, only when pyproject.toml has changed) ..." >&2
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-compile --editable '.[make,test]'
	@touch $@

$(BIN)/python:
	@$(PYTHON) -c "" 2>/dev/null || { \
	    echo "There is no $(PYTHON) that runs here: install Python 3.11 or later, or name one: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	    echo "Python 3.11 or later is needed, and $(PYTHON) is `$(PYTHON) --version 2>&1`." \
	        "Name another: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { \
	    echo "$(PYTHON) cannot make a virtual environment (on Debian and Ubuntu: apt install python3-venv)." >&2; exit 1; }

clean:
	rm -rf .venv .venv-ci .pytest_cache .mypy_cache .hypothesis dist
	find src tests hatch_build.py -name __pycache__ -prune -exec rm -rf {} +
