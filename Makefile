# Two commands matter: `make demo` and `make test`. Each sets up all it needs in .venv.
# `make install` sets up the workbench alone, without the year 2017.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: install moteurs spark atelier explorer demo test docs bench fuzz lock lint generes mutants clean

install: $(VENV)/.user

# The two doors, on this folder.
atelier explorer: $(VENV)/.user
	$(BIN)/plie $@

demo: $(VENV)/.annee
	$(BIN)/plie demo

# The distributed engines (some hundreds of megabytes): asked for by who wants them, and by continuous integration.
moteurs: $(VENV)/.moteurs

# Apache Spark itself, its server alone (0.5 GB, needs Java 17 or newer), of the version of the client: only for `make fuzz`.
spark: $(VENV)/spark/bin/spark-submit

test: $(VENV)/.test $(if $(CI),$(VENV)/.moteurs)
	$(BIN)/python -m pytest -n 2 --dist loadfile

# The guides as a site, read without network: docs/_site/index.html.
docs: $(VENV)/.test
	$(BIN)/python -m sphinx -W --keep-going -q -d docs/_site/.doctrees docs docs/_site
	@echo "Guides : docs/_site/index.html"

bench: $(VENV)/.test
	$(BIN)/python -m benchmarks

fuzz: $(VENV)/.test $(VENV)/.moteurs
	@$(MAKE) --no-print-directory spark || echo "Apache Spark n'a pas pu être installé : les essais contre lui seront passés."
	HYPOTHESIS_PROFILE=fuzz $(BIN)/python -m pytest -m lourd -rs --timeout 3600

# What can be told before running anything: form, types, and documents that are no longer what the code writes.
lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q tests/test_generes.py

# Mistakes written by hand: each must make a test fail (a word or more in MOTS: only the files whose path holds one).
mutants: $(VENV)/.test
	$(BIN)/python -m tests.mutants $(MOTS)

# Everything that is compiled from the code: dictionary, sheets, method, charte, reference queries.
generes: $(VENV)/.test
	$(BIN)/python -m tests.generes

# The locks hold versions and hashes only: no index address.
lock:
	$(PYTHON) -m venv $(VENV)/lock && $(VENV)/lock/bin/python -m pip install --quiet uv
	echo pip | $(VENV)/lock/bin/uv pip compile - --universal --generate-hashes --no-emit-index-url --no-header --no-annotate --quiet -o requirements-pip.lock
	$(VENV)/lock/bin/uv pip compile pyproject.toml --group build --universal --generate-hashes --no-emit-index-url --no-header --quiet -o requirements.lock
	$(VENV)/lock/bin/uv pip compile pyproject.toml --group build --group test --group docs --universal --generate-hashes --no-emit-index-url --no-header --quiet -c requirements.lock -o requirements-test.lock
	printf 'setuptools\nwheel\n' | $(VENV)/lock/bin/uv pip compile - --universal --generate-hashes --no-emit-index-url --no-header --no-annotate --quiet -o requirements-batir.lock
	$(VENV)/lock/bin/uv pip compile pyproject.toml --extra spark --group build --universal --generate-hashes --no-emit-index-url --no-header --quiet -c requirements.lock -o requirements-moteurs.lock

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 ou plus récent est nécessaire (make PYTHON=python3.12 …)."; exit 1; }
	$(PYTHON) -m venv $(VENV)

# The pip that venv brings may be years old, and nothing here needs setuptools.
$(VENV)/.pip: requirements-pip.lock | $(BIN)/python
	$(PIP) --require-hashes -r requirements-pip.lock
	$(BIN)/python -m pip uninstall --quiet --yes setuptools
	@touch $@

# Not compiled in advance: a fifth of the space, for modules of which most are never read.
$(VENV)/.user: requirements.lock pyproject.toml $(VENV)/.pip
	@echo "Installation des bibliothèques épinglées (une à trois minutes, une seule fois)…"
	$(PIP) --no-compile --require-hashes -r requirements.lock
	$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

# The reference year: its commands are plugged into `plie` by being installed.
$(VENV)/.annee: annee-2017/pyproject.toml $(VENV)/.user
	$(PIP) --no-deps --no-build-isolation -e annee-2017
	@touch $@

$(VENV)/.test: requirements-test.lock $(VENV)/.annee
	$(PIP) --require-hashes -r requirements-test.lock
	@# Compiled here, where the warnings of other people's code are not taken for ours.
	$(BIN)/python -W ignore -m compileall -q -j 2 $(VENV)/lib || true
	@touch $@

# One of them comes as source: what builds it is pinned too, and does not stay.
$(VENV)/.moteurs: requirements-moteurs.lock requirements-batir.lock $(VENV)/.user
	$(PIP) --require-hashes -r requirements-batir.lock
	$(PIP) --no-compile --no-build-isolation --require-hashes -r requirements-moteurs.lock
	$(BIN)/python -m pip uninstall --quiet --yes setuptools wheel
	@touch $@

# In a folder that nothing imports: the server is Java, and needs no other library of Python.
$(VENV)/spark/bin/spark-submit: requirements-moteurs.lock | $(BIN)/python
	$(PIP) --upgrade --no-compile --no-deps --target $(VENV)/spark pyspark==$$(sed -n 's/^pyspark-client==\([^ ]*\).*/\1/p' requirements-moteurs.lock)
	@touch $@

clean:
	rm -rf $(VENV)
