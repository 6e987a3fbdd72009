# Asisten Netralitas ASN — `make` lists the commands.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
CASES := tests/questions/*.jsonl

.DEFAULT_GOAL := help
.PHONY: help install chat ingest evaluate calibrate baseline bench latency test check lock

help:  ## daftar perintah
	@echo "Asisten Netralitas ASN"
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 18

$(INSTALLED): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Perlu Python 3.11 atau lebih baru; yang ditemukan: $$($(PYTHON) --version). Contoh: make install PYTHON=python3.12"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Memasang pustaka (sekali saja, beberapa menit) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check $(PIP_OPTIONS) -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

install: $(INSTALLED)  ## pasang semuanya ke .venv (perintah lain melakukannya sendiri)

chat: $(INSTALLED)  ## buka obrolan web; ARGS="--port 8000" untuk opsi lain
	@$(BIN)/python app.py $(ARGS)

ingest: $(INSTALLED)  ## tambahkan dokumen: make ingest DOCUMENTS="folder berkas.md"
	@$(BIN)/python -m ingest $(or $(DOCUMENTS),ingest/articles) $(ARGS)

evaluate: $(INSTALLED)  ## ukur jawaban dengan himpunan uji di tests/questions
	@$(BIN)/python -m assistant.evaluate $(CASES) $(ARGS)

INSTALL_BENCH = $(BIN)/python -m pip install --quiet --disable-pip-version-check $(PIP_OPTIONS)
bench: $(INSTALLED)  ## bandingkan pencarian kami dengan yang lain; hasilnya di benchmarks/results
	@$(INSTALL_BENCH) "pip>=25.1" && $(INSTALL_BENCH) --group bench || \
		echo "Model pembanding tidak dapat dipasang; yang lain tetap diukur." >&2
	@$(BIN)/python -m benchmarks.retrieval $(ARGS)

latency: $(INSTALLED)  ## ukur lamanya jawaban, ingest, dan mulainya halaman (beberapa menit); hasilnya di benchmarks/results
	@$(BIN)/python -m benchmarks.latency $(ARGS)
	@$(BIN)/python -m benchmarks.ingest
	@$(BIN)/python -m benchmarks.start

baseline: $(INSTALLED)  ## tulis ulang tests/baseline.json: yang sekarang dicapai, tidak boleh merosot lagi
	@$(BIN)/python -m pytest tests/test_baseline.py --write-baseline $(ARGS)

# vectorstore/ must hold the starter articles.
OVER ?= --over vectorstore tests/questions/*_development*.jsonl
calibrate: $(INSTALLED)  ## hitung ulang semua bobot dari soal pengembangan
	@$(BIN)/python -m assistant.calibrate $(OVER)

check: $(INSTALLED)  ## ruff, mypy, dan semua tes: satu perintah sebelum menyimpan perubahan
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/python -m pytest $(ARGS)

test: check  ## sama dengan check

lock: $(INSTALLED)  ## tulis ulang requirements.lock dari pyproject.toml
	@$(BIN)/python -m pip install --quiet uv
	@$(BIN)/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --no-annotate --no-header \
		--quiet -o requirements.lock
	@# CUDA parts come with PyTorch's own requirements where they are wanted; pinning them would force them on everyone.
	@sed -i -E '/^(nvidia|cuda|triton)/d' requirements.lock
