# Two commands to know: `make etude` (or make etude T="Cognac") writes a study, `make test` passes the tests.
T ?= La Vallée de l'Arve
BIN := .venv/bin
LOCK := $(BIN)/uv pip compile --universal --python-version 3.11 --fork-strategy fewest --generate-hashes \
        --no-config --no-header --no-annotate --no-emit-index-url --upgrade --quiet
PACKAGE := pyproject.toml requirements/environnement.sh
export T

.PHONY: etude test test-tous check edition docs benchmarks preuves passage-echelle lock clean aide

etude: .venv/run ## une étude : make etude T="Cognac"
	@$(BIN)/ancrage etude "$$T"
	@echo "Ouvrez le fichier dossier.html dans un navigateur. Autres commandes, une fois par terminal : . .venv/bin/activate" >&2

test: .venv/dev ## tous les essais (quelques minutes)
	@requirements/navigateur.sh
	@requirements/postgresql.sh
	$(BIN)/pytest -n 2 --dist worksteal

test-tous: .venv/dev ## les 1 863 territoires, un par un (long)
	$(BIN)/pytest -n 2 -m tous tests/cases

check: .venv/dev ## style, types et couches de la maison
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

edition: .venv/dev ## reconstruit l'édition embarquée (pour qui tient les données)
	$(BIN)/ancrage donnees construire --edition embarquee --depuis ../shared/data

docs: .venv/dev ## régénère les pages produites par le programme
	$(BIN)/python -m ancrage.cli.documentation

benchmarks: .venv/dev ## temps mesurés, et comparés à ceux d'autres logiciels (long)
	$(BIN)/python -m benchmarks.study
	$(BIN)/python -m benchmarks.complexity
	$(BIN)/python -m benchmarks.regional_io
	$(BIN)/python -m benchmarks.smaa
	$(BIN)/python -m benchmarks.promethee
	$(BIN)/python -m benchmarks.matching
	$(BIN)/python -m benchmarks.impact
	$(BIN)/python -m benchmarks.actors_recall
	$(BIN)/python -m benchmarks.report

preuves: .venv/dev ## ce que vaut le conseil, sur 1 114 implantations (docs/preuves.md)
	$(BIN)/python -m benchmarks.births > benchmarks/results/births.json
	$(BIN)/python -m benchmarks.proof

passage-echelle: .venv/dev ## 40 millions d'établissements inventés, à côté de DuckDB et Polars (long, 4 Go de disque)
	$(BIN)/python -m benchmarks.register
	$(BIN)/python -m benchmarks.report

lock: .venv/dev ## met à jour les versions verrouillées
	$(BIN)/python -m pip install --quiet uv
	$(LOCK) pyproject.toml requirements/run.in -o requirements/run.txt
	$(LOCK) pyproject.toml --extra donnees --extra equipe requirements/run.in requirements/dev.in -c requirements/run.txt -o requirements/dev.txt

clean: ## retire ce qui se refait (pas les études)
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

aide: ## cette liste
	@grep -hE '^[a-z-]+:.*##' Makefile | sed 's/:.*## /\t/' | expand -t 18

.venv/run: requirements/run.txt $(PACKAGE)
	@requirements/environnement.sh run
	@touch $@

# the development lock holds the run-time one: a later `make etude` has nothing to install
.venv/dev: requirements/dev.txt requirements/run.txt $(PACKAGE)
	@requirements/environnement.sh dev
	@touch .venv/run $@
