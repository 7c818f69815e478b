# Needs Python 3.11, 3.12 or 3.13 and nothing else: the first target that wants the libraries makes
# .venv and installs them. Works with GNU make 3.81 and later.

PORT ?= 8501
ADDRESS ?= localhost
ARGS ?=
# How long to fuzz, over all targets.
SECONDS ?= 300
# Which Python makes .venv; empty looks for a fitting one.
PYTHON ?=

# Everything runs as "python -m …", which goes on working when the folder is moved or renamed.
VENV_PYTHON := .venv/bin/python
DOCTOR := genre_core/doctor.py

.PHONY: help run test installed lint format fuzz audit train pictures

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

# The stamps of what is installed carry the checksum of the requirements they were made from.
checksum = $(shell cat $(1) | cksum | cut -d ' ' -f 1)
RUNTIME := .venv/.installed-runtime-$(call checksum,requirements.txt requirements-web.txt)
DEVELOPMENT := .venv/.installed-development-$(call checksum,requirements.txt requirements-web.txt requirements-transformer.txt requirements-serve.txt requirements-dev.txt)

SECURITY := .venv/.installed-security-$(call checksum,requirements-security.txt)

# An environment whose Python is gone, or whose install broke off, has to be made again. Without
# pyvenv.cfg its Python would be the one it was made from, and pip would install into that.
UNFINISHED := .venv.unfinished
environment_fits := \
	{ test ! -e $(UNFINISHED) && test -e .venv/pyvenv.cfg && $(VENV_PYTHON) $(DOCTOR) python; } 2>/dev/null
ifneq ($(shell $(environment_fits) && echo yes),yes)
.PHONY: $(RUNTIME) $(DEVELOPMENT)
endif

# Each viewer is a thread. Two pools of memory for all of them, not one for each, keep the server small;
# and NumPy's own threads would wait for work by turning in circles, on a core that others need.
run: $(RUNTIME) ## Open the app (PORT=8501; ADDRESS=0.0.0.0 lets other machines in, PLOTLINE_READ_ONLY=1 only shows)
	@$(VENV_PYTHON) $(DOCTOR) port '$(PORT)'
	@exec env MALLOC_ARENA_MAX=2 OPENBLAS_NUM_THREADS=1 $(VENV_PYTHON) -m streamlit run app.py --server.port '$(PORT)' --server.address '$(ADDRESS)'

test: $(DEVELOPMENT) ## Run the tests (ARGS="tests/text -x" passes options to pytest)
	@$(VENV_PYTHON) -m pytest --quiet -n 3 --dist loadfile --no-loadscope-reorder $(ARGS)

installed: $(DEVELOPMENT)

lint: $(DEVELOPMENT) ## Check style, types and which part imports which
	@$(VENV_PYTHON) -m ruff check --quiet .
	@$(VENV_PYTHON) -m ruff format --check --quiet .
	@$(VENV_PYTHON) -m pyright
	@$(VENV_PYTHON) -c 'from importlinter.cli import lint_imports_command as lint; lint()' --no-logo

format: $(DEVELOPMENT) ## Put the code in its format
	@$(VENV_PYTHON) -m ruff check --fix --quiet .
	@$(VENV_PYTHON) -m ruff format --quiet .

fuzz: $(DEVELOPMENT) ## Feed every reader damaged and hostile input (SECONDS=300)
	@$(VENV_PYTHON) -m tests.fuzz --seconds '$(SECONDS)' $(ARGS)

# --strict: a library that could not be asked about is a failure, and no network is not a clean bill.
audit: $(SECURITY) ## Ask the network for known faults of the pinned libraries
	@echo "Asking pypi.org, which takes a network, about every pinned library …"
	@$(VENV_PYTHON) -m pip_audit --strict --disable-pip --no-deps --progress-spinner off \
		$(addprefix -r ,$(wildcard requirements*.txt)) $(ARGS) || { \
		echo "Either the lines above name a known fault, or pypi.org could not be asked." >&2; exit 1; }

train: $(RUNTIME) ## Train the bundle that ships, assets/bundles/plotline
	@$(VENV_PYTHON) -m genre_core train --corpus overviews+synopses --seed 1 \
		--lessons assets/lessons --output assets/bundles/plotline $(ARGS)
	@$(VENV_PYTHON) -m genre_core map-words

pictures: $(DEVELOPMENT) ## Take the pictures of docs/pictures anew, with Chromium
	@$(VENV_PYTHON) -m tests.browser.pictures

$(RUNTIME):
	$(call install,requirements.txt)
	@touch $@

$(DEVELOPMENT):
	$(call install,requirements-dev.txt)
	@touch $@ $(RUNTIME)

$(SECURITY): $(DEVELOPMENT)
	$(call install,requirements-security.txt)
	@touch $@ $(DEVELOPMENT) $(RUNTIME)

# Make .venv if there is no fit one, and install a requirements file into it.
define install
@if ! $(environment_fits); then \
	$(find_python); \
	"$$python" $(DOCTOR) disk . && touch $(UNFINISHED) && "$$python" -m venv --clear .venv; \
fi
@$(VENV_PYTHON) $(DOCTOR) disk .
@echo "Installing what Plotline needs into .venv (about 3 GB, some minutes, once) …"
@touch $(UNFINISHED)
@$(VENV_PYTHON) -m pip --require-virtualenv install --quiet --disable-pip-version-check -r $(1) || { \
	$(VENV_PYTHON) $(DOCTOR) disk .; \
	echo "The install broke off: put right what is said above, then run make again." >&2; exit 1; }
@rm -f $(UNFINISHED) .venv/.installed-*
endef

# Set $python to the first Python that will do, or say what keeps the first one that answers from it.
define find_python
for candidate in $(if $(PYTHON),'$(PYTHON)',python3.13 python3.12 python3.11 python3 python); do \
	"$$candidate" -c 'f""' >/dev/null 2>&1 || continue; \
	fault=$$("$$candidate" $(DOCTOR) python 2>&1) && python=$$candidate && break; \
	first_fault=$${first_fault:-$$fault}; \
done; \
if test -z "$$python"; then \
	echo "$${first_fault:-$(no_python)}" >&2; exit 1; \
fi
endef

no_python = Plotline needs Python 3.11 to 3.13, and none was found$(if $(PYTHON), at $(PYTHON)): \
install one from python.org, or name one with PYTHON=/path/to/python.
