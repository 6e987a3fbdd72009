"""The starter articles: front matter is complete, the words are ours, and no number of the originals is lost."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import frontmatter
import pytest

from assistant.text import clean_text, sentence_spans, words

ARTICLES = Path(__file__).resolve().parents[1] / "ingest" / "articles"
ARTICLE_FILES = sorted(path for path in ARTICLES.glob("*.md") if path.name != "README.md")
KINDS = {"berita", "ringkasan-berita", "ringkasan-peraturan", "panduan", "peraturan"}

# Each of our articles, and how the file name of the raw article it retells begins.
RETOLD = {
    "penyuluhan-netralitas-banjarbaru.md": "000_",
    "deklarasi-netral-bangka-belitung.md": "001_",
    "penyuluhan-netralitas-bengkulu.md": "002_",
    "sosialisasi-netralitas-kalimantan-timur.md": "003_",
    "penyuluhan-netralitas-lombok-utara.md": "004_",
}
LONGEST_SHARED_RUN = 7
# What nobody can say in other words: titles of instruments, events and talks, names of offices and people.
# A name ends a run, so words on both sides of it never count together.
OFFICIAL_NAMES = (
    "Pedoman Pembinaan dan Pengawasan Netralitas Pegawai ASN dalam Penyelenggaraan Pemilihan Umum dan Pemilihan",
    "Menciptakan Netralitas ASN dan Larangan bagi ASN dalam Pemilu",
    "Menciptakan netralitas bagi Aparatur Pemerintah Dalam Menyukseskan Pemilihan Umum Tahun 2024",
    "Netralitas Aparatur Sipil Negara Dalam Pemilu dan Pemilihan",
    "Undang-Undang Nomor 5 Tahun 2014 tentang Aparatur Sipil Negara",
    "Undang-Undang Nomor 7 Tahun 2017 tentang Pemilihan Umum",
    "Undang-Undang Nomor 20 Tahun 2023 tentang ASN",
    "Divisi Sosialisasi, Pendidikan Pemilihan, Partisipasi Masyarakat dan SDM",
    "Kepala Sub Bidang Penyuluhan Hukum, Bantuan Hukum dan JDIH",
    "I Made Agus Suarjaya, S.H., M.H.",
)
MONTHS = "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split()
# The only figure in the furniture of the raw pages; every other figure belongs to an article.
PAGE_FURNITURE = re.compile(r"^0 Comments$", re.MULTILINE)
NUMERIC_DATE = re.compile(r"\((\d{1,2})/(\d{1,2})(?:/(\d{4}))?\)")
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def article_body(path: Path) -> str:
    return clean_text(frontmatter.load(str(path)).content)


def runs(text: str, length: int) -> set[tuple[str, ...]]:
    """All sequences of `length` successive words."""
    tokens = words(text)
    return {tuple(tokens[start : start + length]) for start in range(len(tokens) - length + 1)}


def without_official_names(text: str) -> list[str]:
    """The stretches of a text between official names."""
    names = "|".join(r"[\W_]+".join(map(re.escape, words(name))) for name in OFFICIAL_NAMES)
    return re.split(rf"(?<!\w)(?:{names})(?!\w)", text, flags=re.IGNORECASE)


def shared_runs(ours: str, theirs: str) -> list[str]:
    """Sequences of words, longer than allowed, that stand in both texts."""
    length = LONGEST_SHARED_RUN + 1
    original = runs(theirs, length)
    found = set().union(*(runs(stretch, length) for stretch in without_official_names(ours))) & original
    return sorted(" ".join(run) for run in found)


def figures(text: str) -> set[str]:
    """The numbers of a text; a numeric date counts as its day, its month's name and its year."""
    found: set[str] = set()
    for day, month, year in NUMERIC_DATE.findall(text):
        found |= {f"{int(day)} {MONTHS[int(month) - 1]}", *filter(None, [year])}
    return found | set(NUMBER.findall(NUMERIC_DATE.sub(" ", text)))


def missing_figures(ours: str, theirs: str) -> list[str]:
    wanted = figures(PAGE_FURNITURE.sub("", theirs))
    return sorted(figure for figure in wanted if not re.search(rf"(?<!\d){re.escape(figure)}(?!\d)", ours))


def raw_article(seeds: Path, start: str) -> str:
    (path,) = seeds.glob(f"{start}*.txt")
    return clean_text(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", ARTICLE_FILES, ids=lambda path: path.stem)
def test_front_matter_names_the_source(path: Path) -> None:
    article = frontmatter.load(str(path))
    for key in ("title", "publisher"):
        value = article.get(key)
        assert isinstance(value, str), f"{path.name}: '{key}' is missing or no text"
        assert value.strip() == value != "", f"{path.name}: '{key}' is empty or has stray spaces"
    date = article.get("date")
    assert type(date) is datetime.date, f"{path.name}: 'date' is {date!r}, expected YYYY-MM-DD"
    assert date <= datetime.date.today(), f"{path.name}: 'date' {date} lies in the future"
    assert article.get("kind") in KINDS, f"{path.name}: 'kind' is {article.get('kind')!r}, expected one of {KINDS}"
    unknown = set(article.keys()) - {"title", "publisher", "date", "url", "kind", "language"}
    assert not unknown, f"{path.name}: unknown keys {unknown}"


@pytest.mark.parametrize("path", ARTICLE_FILES, ids=lambda path: path.stem)
def test_news_is_told_in_short_paragraphs(path: Path) -> None:
    if frontmatter.load(str(path)).get("kind") != "ringkasan-berita":
        pytest.skip("Only retold news is held to one subject per paragraph.")
    for paragraph in article_body(path).split("\n\n"):
        if not paragraph.startswith("Catatan ("):
            assert len(sentence_spans(paragraph)) <= 3, f"{path.name}: more than three sentences in: {paragraph}"


def test_every_retold_article_is_here() -> None:
    assert set(RETOLD) <= {path.name for path in ARTICLE_FILES}


@pytest.mark.parametrize("path", ARTICLE_FILES, ids=lambda path: path.stem)
def test_words_are_ours(path: Path, seeds: Path) -> None:
    for raw in sorted(seeds.glob("*.txt")):
        shared = shared_runs(article_body(path), clean_text(raw.read_text(encoding="utf-8")))
        assert not shared, f"{path.name} repeats {raw.name}: {shared}"


@pytest.mark.parametrize(("name", "start"), RETOLD.items())
def test_no_number_is_lost(name: str, start: str, seeds: Path) -> None:
    missing = missing_figures(article_body(ARTICLES / name), raw_article(seeds, start))
    assert not missing, f"{name} does not mention {missing}"


def test_a_copied_sentence_is_noticed() -> None:
    original = "ASN tidak boleh ikut serta dalam rapat umum partai di lapangan desa."
    assert shared_runs("Katanya, " + original, original)
    assert not shared_runs("Menurutnya, rapat umum partai di lapangan desa terlarang bagi ASN.", original)


def test_an_official_name_is_no_copy_but_hides_none() -> None:
    name = OFFICIAL_NAMES[0]
    original = f"Pemerintah sudah lama menerbitkan dan menyebarluaskan kepada semua kantor {name} itu."
    assert not shared_runs(f"Judulnya {name}.", original)
    assert shared_runs(original, original)


def test_a_lost_number_is_noticed() -> None:
    original = "Selasa (7/2/2023) hadir 2.640 orang di 66 titik.\n0 Comments"
    assert missing_figures("Pada 7 Februari 2023 ada 66 titik dan 640 orang.", original) == ["2.640"]
    assert missing_figures("Pada 17 Februari 2023 ada 2.640 orang di 66 titik.", original) == ["7 Februari"]
