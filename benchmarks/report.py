"""A run of the benchmark as a page of Markdown and as JSON. Only figures: no question is shown."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.evaluation.numbers import number
from assistant.evaluation.rates import Rate
from benchmarks.figures import BUDGET, BUDGETS, TAGS
from benchmarks.plots import PICTURES
from benchmarks.types import Figures, Group, Run, System

HEADINGS = (
    "Sistem", "Yang dicari", "ditemukan@1", "ditemukan@5", "ditemukan@10", "MRR@10", f"dalam {BUDGET} huruf", "median",
)  # fmt: skip
TAG_WORDS = {
    "slang": "bahasa gaul",
    "everyday": "bahasa sehari-hari",
    "formal": "bahasa resmi",
    "misspelt": "salah ketik",
    "english": "bahasa Inggris",
}
METHOD = f"""\
- **Ditemukan@k**: bagian dari soal yang buktinya ada di antara k potongan pertama. Bukti berarti: potongan itu cocok dengan
  salah satu `evidence` soalnya (nama dokumen dan ungkapan reguler). Potongan yang panjang diuntungkan ukuran ini.
- **MRR@10**: rata-rata 1/peringkat bukti pertama; 0 bila tidak ada di antara sepuluh yang pertama.
- **Dalam {BUDGET} huruf**: buktinya ada di dalam {BUDGET} huruf pertama yang diberikan, potongan terakhir dipenggal. Panjang
  potongan berbeda-beda; ukuran inilah yang membandingkan bacaan yang sama banyaknya.
- **Median**: waktu satu pertanyaan, termasuk menghitung vektornya, pada satu inti dan dengan satu utas PyTorch; tiap
  soal diajukan kepada semua sistem bergiliran, jadi kesibukan lain pada komputernya memperlambat semuanya.
- Dalam kurung siku: rentang 95 % (Wilson untuk bagian, penarikan ulang soal untuk MRR).
- Hanya soal yang memiliki bukti yang dihitung. Soal lanjutan diajukan kepada sistem lain apa adanya; hanya pencarian kami
  yang membaca pertanyaan sebelumnya.
- Semua sistem mendapat artikel yang sama beserta judulnya, dibersihkan dengan cara yang sama.
- LangChain, LlamaIndex, Haystack, dan txtai memotong dan mencari dengan pengaturan bawaan menurut dokumentasinya; txtai tidak
  memotong apa pun kecuali diminta, jadi diberi `Segmentation(paragraphs=True)`, dan `hybrid` adalah pilihannya sendiri untuk
  vektor bersama kata kunci. Tiap rangkaian diukur dengan all-MiniLM-L6-v2 (bawaan txtai dan Chroma; bawaan LlamaIndex,
  bge-small-en, dan Haystack, all-mpnet-base-v2, harus diunduh saat dipakai, dan juga model bahasa Inggris) dan dengan
  "model kami": bobot multilingual-e5-small yang sama sebagai folder SentenceTransformers, termasuk kata `query: ` dan
  `passage: ` di tempat yang disediakan untuk itu. Pencarian kami dan "Vektor saja" menjalankan bobot itu dengan bilangan
  8-bit.
- Potongan bawaan LlamaIndex lebih panjang daripada yang dibaca modelnya (512 token, all-MiniLM-L6-v2 256): sisanya tidak
  ikut menentukan vektornya.
- LangChain: pemotong 1000/200 huruf dari panduannya dan koleksi Chroma bawaan. Vektornya dihitung langsung dengan
  SentenceTransformers, sebagaimana HuggingFaceEmbeddings; `langchain-huggingface` sendiri (1.2.3) menuntut
  huggingface-hub di bawah 2, sehingga tidak dapat dipasang di samping pustaka yang lain.
- **Soal pengembangan** dipakai selagi pencarian kami disusun, jadi angka kami di sana terlalu bagus. **Soal simpanan**
  tidak pernah dibaca penyusunnya."""


def json_object(run: Run) -> dict[str, object]:
    """Everything of the page, unrounded."""
    return {
        "measured": run.measured,
        "surroundings": run.surroundings,
        "documents": run.documents,
        "systems": [_system_object(run, system) for system in run.systems],
        "left_out": list(run.left_out),
        "groups": [_group_object(group) for group in run.groups],
    }


def _system_object(run: Run, system: System) -> dict[str, object]:
    count, characters = run.sizes[system.pieces]
    return {
        "key": system.key,
        "label": system.label.strip("*"),
        "pieces": system.pieces,
        "number_of_pieces": count,
        "mean_characters": characters,
    }


def _group_object(group: Group) -> dict[str, object]:
    return {
        "name": group.name or "all",
        "kind": "all" if not group.name else "tag" if group.name in TAGS else "test set",
        "held_back": group.held_back,
        "questions": group.questions,
        "systems": {key: _figures_object(figures) for key, figures in group.figures.items()},
    }


def _figures_object(figures: Figures) -> dict[str, object]:
    found = figures.retrieval
    return {
        "found_at_1": _rate_object(found.at_1),
        "found_at_5": _rate_object(found.at_5),
        "found_at_10": _rate_object(found.at_10),
        "mrr_at_10": {"value": found.mrr, "interval": list(figures.mrr_interval)},
        "counts_at_1_to_10": [rate.count for rate in figures.at],
        f"found_in_{BUDGET}_characters": _rate_object(figures.within[-1]),
        "counts_in_characters": {str(budget): rate.count for budget, rate in zip(BUDGETS, figures.within, strict=True)},
        "median_seconds": figures.median_seconds,
    }


def _rate_object(rate: Rate) -> dict[str, object]:
    return {"count": rate.count, "value": rate.value, "interval": list(rate.interval)}


def page(run: Run) -> str:
    """The Markdown page, for people."""
    parts = [
        "# Pencarian kami di samping yang lain",
        "Ditulis oleh `make bench`; jangan disunting dengan tangan. "
        f"Diukur pada {run.measured} atas {run.documents} artikel di `ingest/articles/`. Semua angka, tanpa pembulatan: "
        "[retrieval.json](retrieval.json).",
        "\n".join(f"> Tidak diukur: {sentence}" for sentence in run.left_out),
        *(f"![{picture.caption}]({picture.file})" for picture in PICTURES),
        _sizes(run),
        "## Cara menghitung",
        METHOD,
    ]
    for title, chosen in _chapters(run.groups):
        if chosen:
            parts.append(f"## {title}")
            parts += [part for group in chosen for part in (f"### {_heading(group)}", _table(run, group))]
    parts += ["## Diukur dengan", ", ".join(f"{name} {version}" for name, version in run.surroundings.items())]
    return "\n\n".join(part for part in parts if part) + "\n"


def _sizes(run: Run) -> str:
    told = [f"{count} {pieces} (rata-rata {characters} huruf)" for pieces, (count, characters) in run.sizes.items()]
    return f"Yang dicari: {', '.join(told)}."


def _chapters(groups: Sequence[Group]) -> list[tuple[str, list[Group]]]:
    return [
        ("Semua soal", [group for group in groups if not group.name]),
        ("Tiap himpunan", [group for group in groups if group.name and group.name not in TAGS]),
        ("Tiap ragam bahasa", [group for group in groups if group.name in TAGS]),
    ]


def _heading(group: Group) -> str:
    kind = "soal simpanan" if group.held_back else "soal pengembangan"
    name = TAG_WORDS.get(group.name) or (f"`{group.name}`" if group.name else "")
    told = f"{name}, {kind}" if name else kind
    return f"{told[0].upper()}{told[1:]} ({group.questions} soal)"


def _table(run: Run, group: Group) -> str:
    rows = [HEADINGS, ("---",) * 2 + ("---:",) * (len(HEADINGS) - 2)]
    rows += [_row(system, group.figures[system.key]) for system in run.systems]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _row(system: System, figures: Figures) -> tuple[str, ...]:
    found = figures.retrieval
    low, high = (number(value, 2) for value in figures.mrr_interval)
    return (
        system.label,
        system.pieces,
        *(_share(rate) for rate in (found.at_1, found.at_5, found.at_10)),
        f"{number(found.mrr, 2)} [{low}–{high}]",
        _share(figures.within[-1]),
        f"{number(1000 * figures.median_seconds, 1)} ms",
    )


def _share(rate: Rate) -> str:
    low, high = rate.interval
    return f"{number(100 * rate.value, 1)} % [{100 * low:.0f}–{100 * high:.0f}]"
