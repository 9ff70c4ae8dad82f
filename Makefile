# Everything a newcomer needs: `make run`, `make test`, `make bench`.
# Python 3.11 or later and make are all that has to be there before.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help run test check format bench hostile evaluate train lock clean

help: ## Show what can be made
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

run: $(VENV)/serve.done ## Set up and open the demo shop: chat, console, Telegram when a token is set
	$(BIN)/python -m bot run --demo

# Two processes, each with one thread for the models: more would fight over the cores. In the order
# of their names: files of few, long tests at the end would leave one process idle.
test: $(VENV)/all.done check ## Every check and every test
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder

check: $(VENV)/all.done ## Format, lint, types, floors
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/all.done ## Put the code into the house's shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/all.done ## Measure turns, throughput, start, memory and kills; prints one table
	$(BIN)/python -m tests.bench

hostile: $(VENV)/all.done ## Attack the desk with 10,000 hostile inputs; prints one table
	$(BIN)/python -m tests.hostile

evaluate: $(VENV)/all.done ## Measure the shipped models; prints one page, kept in docs/models.md
	$(BIN)/python -m bot evaluate

train: $(VENV)/all.done ## Train the models from the corpus and the shipped base
	$(BIN)/python -m bot train intents
	$(BIN)/python -m bot train replies

lock: $(VENV)/all.done ## Pin the dependencies anew
	$(BIN)/pip-compile -q --annotation-style=line --strip-extras --no-emit-find-links --no-emit-index-url --no-header \
		--extra training --extra dev --extra photos --extra routes -o requirements/all.txt pyproject.toml
	$(BIN)/pip-compile -q --annotation-style=line --strip-extras --no-emit-find-links --no-emit-index-url --no-header \
		--extra photos -c requirements/all.txt -o requirements/serve.txt pyproject.toml

clean: ## Remove what was made; the database stays
	rm -rf $(VENV) build runs .mypy_cache .ruff_cache .pytest_cache

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed; none was found."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or later is needed; $(PYTHON) is older."; exit 1; }
	@echo "Making a virtual environment in $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)

$(VENV)/serve.done: requirements/serve.txt | $(BIN)/python
	@echo "Installing what serving needs ($$(grep -c == $<) packages) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r $<
	@touch $@

$(VENV)/all.done: requirements/all.txt requirements/serve.txt | $(BIN)/python
	@echo "Installing what testing and training need ($$(grep -c == $<) packages) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r $<
	@touch $@ $(VENV)/serve.done
