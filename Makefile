# `make report` and `make test` work on a fresh machine: each sets up .venv first, which takes no time
# when nothing changed since.

BIN := .venv/bin
READY := .venv/ready
MUTATING := .venv/ready-to-mutate
SAMPLE := sample_data/street_scenes
PARALLEL := -n auto --dist worksteal

.PHONY: help report test quick format golden gallery layout bench mutate constraints clean

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile

$(READY): pyproject.toml constraints.txt tools/setup.sh tools/python.sh tools/pango.sh tools/apt_install.sh
	@sh tools/setup.sh
	@touch $@

# Exit code 3 means that the report is written but something asked for is missing. Without Pango that is
# the PDF: say how to get it, and do not fail.
report: $(READY) ## Write report.html, report.pdf and report.json of a sample run into out/
	@status=0; \
	$(BIN)/reportgen generate $(SAMPLE)/run.yaml --costs $(SAMPLE)/company-costs.toml -o out || status=$$?; \
	if [ $$status -eq 3 ]; then sh tools/pango.sh advise; status=0; fi; \
	exit $$status

# All checks run even if one fails, so that one run shows everything there is to mend. Tests run on every core: a worker
# that has done its half takes from the other's (worksteal). COVERAGE=1 says what the tests cover too, which takes
# half as long again.
test: $(READY) ## Run the tests, the type checker, the linter and the formatter; COVERAGE=1 says what they cover
	@status=0; \
	$(BIN)/python -m pytest $(PARALLEL) $(if $(COVERAGE),--cov --cov-report=) || status=$$?; \
	$(if $(COVERAGE),printf 'Lines covered in %%: '; $(BIN)/python -m coverage report --format=total || status=$$?;) \
	$(BIN)/python -m mypy --strict || status=$$?; \
	$(BIN)/ruff check || status=$$?; \
	$(BIN)/ruff format --check || status=$$?; \
	exit $$status

quick: $(READY) ## Run the tests that take no browser, PDF, wheel, crowd of processes or of runs, and the linter
	@status=0; \
	$(BIN)/python -m pytest $(PARALLEL) -m "not slow" || status=$$?; \
	$(BIN)/ruff check || status=$$?; \
	exit $$status

format: $(READY) ## Bring the source into its form, and mend what the linter can mend
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format

golden: $(READY) ## Say in words which outputs changed since the last commit, and record them anew
	@$(BIN)/python -m tests.golden

gallery: $(READY) ## Draw every run as a sheet of its pages; RUNS="street extreme" LANGUAGES=de_DE PAPERS=A4 choose
	@$(BIN)/python -m tests.gallery $(if $(RUNS),--runs $(RUNS)) \
	    $(if $(LANGUAGES),--languages $(LANGUAGES)) $(if $(PAPERS),--papers $(PAPERS))

layout: $(READY) ## Look for layout faults in every report, language and paper; RUNS= LANGUAGES= PAPERS= choose
	@$(BIN)/python -m tests.rendering.layout.matrix $(if $(RUNS),--runs $(RUNS)) \
	    $(if $(LANGUAGES),--languages $(LANGUAGES)) $(if $(PAPERS),--papers $(PAPERS))

bench: $(READY) ## Run the benchmarks
	@$(BIN)/python -m tests.benchmarks

# mutmut is no part of what `make test` needs, and is fetched when it is first asked for.
$(MUTATING): $(READY)
	@$(BIN)/python -m pip install --quiet --quiet --no-input --disable-pip-version-check \
		--constraint constraints.txt --no-build-isolation --editable '.[mutate]'
	@touch $@

mutate: $(MUTATING) ## Change the code and print the changes that no test sees: FILES= or ROOM=, N=, SEED=; WORKERS=
	@$(BIN)/python -m tools.mutate $(FILES) $(ROOM:%=--room %) $(N:%=-n %) $(SEED:%=--seed %) $(WORKERS:%=--workers %)

constraints: ## Write constraints.txt anew from the newest releases that pyproject.toml allows
	@sh tools/constraints.sh

clean: ## Remove .venv, out/ and everything else that was made here
	rm -rf .venv out build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage .mutate
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
