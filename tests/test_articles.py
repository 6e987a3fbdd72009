"""The starter articles: front matter is complete, citations hold, the words are ours, and no number is lost."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import frontmatter
import pytest
import yaml

from assistant.regulations import Standing, find_citations, standing
from assistant.text import clean_text, sentence_spans, words

ARTICLES = Path(__file__).resolve().parents[1] / "ingest" / "articles"
README = ARTICLES / "README.md"
ARTICLE_FILES = sorted(path for path in ARTICLES.glob("*.md") if path != README)
FEWEST, MOST = 40, 100
FILE_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\.md")

OWN_KINDS = ("ringkasan-berita", "ringkasan-peraturan", "panduan")
KINDS = (*OWN_KINDS, "berita", "peraturan")
READERS = "PNS|PPPK|PPPK paruh waktu|CPNS|pejabat|kepala desa|perangkat desa|TNI/Polri|honorer".split("|")
PHASES = "bakal calon|calon|kampanye|masa tenang|pemungutan suara|semua tahap".split("|")
QUOTES = "\"'“”‘’"
SECURE_ADDRESS = re.compile(r"https://[^\s/]+\.[^\s]+")
ADDRESS = re.compile(r"https?://[^\s/]+\.[^\s]+")
# How a sentence says that the instrument it cites is repealed; "belum dicabut" says the contrary.
SAYS_REPEALED = re.compile(
    r"(?<!belum )(?<!tidak )(?:dicabut|digantikan|diganti)\b|\b(?:tidak|tak)(?: lagi)? berlaku\b", re.IGNORECASE
)

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
    return clean_text(frontmatter.load(str(path)).content).strip()


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


every_article = pytest.mark.parametrize("path", ARTICLE_FILES, ids=lambda path: path.stem)


def front_matter(path: Path) -> dict[str, Any]:
    try:
        return dict(frontmatter.load(str(path)).metadata)
    except (ValueError, yaml.YAMLError) as error:
        pytest.fail(
            f"{path.name}: bagian di antara dua garis --- tidak dapat dibaca; periksa tanda petik dan titik duanya. {error}"
        )


def is_text(value: object) -> bool:
    return isinstance(value, str) and value == value.strip() != "" and not (value[0] in QUOTES and value[-1] in QUOTES)


def is_date(value: object) -> bool:
    return type(value) is datetime.date and value <= datetime.date.today()


def is_list(value: object, allowed: Callable[[object], bool]) -> bool:
    return isinstance(value, list) and all(map(allowed, value)) and len(set(value)) == len(value)


def is_filled_list(value: object, allowed: Callable[[object], bool]) -> bool:
    return is_list(value, allowed) and value != []


TEXT = "tulisan satu baris, tanpa spasi di tepinya dan tanpa tanda petik sebagai bagian isinya"
DATE = "tanggal tahun-bulan-hari seperti 2024-01-30, paling lambat hari ini"
# Of every key: what it must hold, and how that is said.
REQUIRED: dict[str, tuple[Callable[[object], bool], str]] = {
    "title": (is_text, TEXT),
    "publisher": (is_text, TEXT),
    "date": (is_date, DATE),
    "kind": (lambda value: value in KINDS, f"salah satu dari {', '.join(KINDS)}"),
    "subject": (is_text, TEXT),
    "instruments": (lambda value: is_list(value, is_text), "daftar peraturan tanpa kembaran, atau [] bila tidak ada"),
    "applies_to": (
        lambda value: is_filled_list(value, READERS.__contains__),
        f"daftar yang berisi dan tanpa kembaran, dari {', '.join(READERS)}",
    ),
    "phases": (
        lambda value: is_filled_list(value, PHASES.__contains__),
        f"daftar yang berisi dan tanpa kembaran, dari {', '.join(PHASES)}",
    ),
    "official_text": (
        lambda value: is_filled_list(value, lambda item: bool(SECURE_ADDRESS.fullmatch(str(item)))),
        "daftar yang berisi dan tanpa kembaran, semuanya alamat https://",
    ),
    "checked": (is_date, DATE),
    "language": (lambda value: value == "id", "id"),
}
OPTIONAL: dict[str, tuple[Callable[[object], bool], str]] = {
    "url": (lambda value: bool(ADDRESS.fullmatch(str(value))), "alamat http:// atau https://"),
}


def wrong(name: str, key: str, found: object, expected: str) -> str:
    return f"{name}, kunci '{key}': ditemukan {found!r}; seharusnya {expected}."


def front_matter_faults(name: str, fields: dict[str, Any]) -> list[str]:
    """What is wrong with the keys of an article, each with file, key, what was found and what was expected."""
    known = REQUIRED | OPTIONAL
    faults = [wrong(name, key, "kunci yang tidak ada", known[key][1]) for key in REQUIRED if key not in fields]
    for key, value in fields.items():
        if key not in known:
            faults.append(wrong(name, key, value, f"tidak ada, atau salah satu kunci {', '.join(known)}"))
        elif not known[key][0](value):
            faults.append(wrong(name, key, value, known[key][1]))
    date, checked = fields.get("date"), fields.get("checked")
    if is_date(date) and is_date(checked) and checked < date:
        faults.append(wrong(name, "checked", str(checked), f"tidak sebelum `date`, yaitu {date}"))
    return faults


def instrument_faults(name: str, instruments: list[str], body: str) -> list[str]:
    """Entries of `instruments` that are not one citation of the register, or that the article never names."""
    named = {mention.instrument for mention in find_citations(body)}
    faults = []
    for entry in instruments:
        cited = [mention.instrument for mention in find_citations(entry)]
        if len(cited) != 1 or cited[0] is None:
            expected = "sebutan satu peraturan yang ada di src/assistant/regulations.yaml"
            faults.append(wrong(name, "instruments", entry, expected))
        elif cited[0] not in named:
            faults.append(wrong(name, "instruments", entry, "peraturan yang disebut paling sedikit sekali dalam isi"))
    return faults


def citation_faults(name: str, texts: dict[str, str]) -> list[str]:
    """Citations, by the key or "isi" where they stand, that the register does not know."""
    expected = "peraturan yang ada di src/assistant/regulations.yaml; periksa nomornya, atau tambahkan entrinya"
    return [
        wrong(name, place, text[mention.start : mention.end], expected)
        for place, text in texts.items()
        for mention in find_citations(text)
        if mention.instrument is None
    ]


def unsaid_repeals(name: str, body: str) -> list[str]:
    """Repealed instruments that the article cites without any sentence that names them and says so."""
    today = datetime.date.today()
    repealed = {
        mention.instrument.label: body[mention.start : mention.end]
        for mention in find_citations(body)
        if mention.instrument and standing(mention.instrument, today, mention.pasal) is Standing.DICABUT
    }
    sentences = [body[start:end] for start, end in sentence_spans(body)]
    said = {
        mention.instrument.label
        for sentence in sentences
        if SAYS_REPEALED.search(sentence)
        for mention in find_citations(sentence)
        if mention.instrument
    }
    expected = "sebuah kalimat yang menyebut {} dan mengatakan bahwa ia sudah dicabut, digantikan, atau tidak berlaku"
    return [wrong(name, "isi", found, expected.format(label)) for label, found in repealed.items() if label not in said]


def twins(values: dict[str, str]) -> list[tuple[str, ...]]:
    """Names of files whose value is the same but for capitals, spaces and punctuation."""
    files: dict[tuple[str, ...], list[str]] = {}
    for name, value in values.items():
        files.setdefault(tuple(words(value)), []).append(name)
    return [tuple(names) for names in files.values() if len(names) > 1]


def test_there_are_as_many_articles_as_one_can_look_after() -> None:
    assert FEWEST <= len(ARTICLE_FILES) <= MOST, f"ditemukan {len(ARTICLE_FILES)} artikel; seharusnya {FEWEST}–{MOST}"


@every_article
def test_file_name_is_plain(path: Path) -> None:
    assert FILE_NAME.fullmatch(path.name), f"{path.name}: seharusnya huruf kecil, angka, dan tanda hubung, lalu .md"


@every_article
def test_front_matter_is_complete(path: Path) -> None:
    faults = front_matter_faults(path.name, front_matter(path))
    assert not faults, "\n".join(faults)


@every_article
def test_instruments_are_of_the_register_and_named_in_the_article(path: Path) -> None:
    faults = instrument_faults(path.name, front_matter(path).get("instruments") or [], article_body(path))
    assert not faults, "\n".join(faults)


@every_article
def test_every_citation_is_of_the_register(path: Path) -> None:
    texts = {key: str(front_matter(path).get(key, "")) for key in ("title", "subject")}
    faults = citation_faults(path.name, {**texts, "isi": article_body(path)})
    assert not faults, "\n".join(faults)


@every_article
def test_what_is_repealed_is_called_repealed(path: Path) -> None:
    faults = unsaid_repeals(path.name, article_body(path))
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("key", ["title", "subject"])
def test_no_two_articles_share_a_title_or_a_subject(key: str) -> None:
    same = twins({path.name: str(front_matter(path).get(key, "")) for path in ARTICLE_FILES})
    assert not same, "\n".join(wrong(", ".join(names), key, "isi yang sama", "berlainan") for names in same)


def test_the_readme_lists_every_article_once() -> None:
    listed = re.findall(r"^\|[^|]*\| `([^`]+\.md)` \|", README.read_text(encoding="utf-8"), re.MULTILINE)
    expected = {path.name for path in ARTICLE_FILES}
    assert len(listed) == len(set(listed)), (
        f"README.md: ditemukan dua kali {sorted({n for n in listed if listed.count(n) > 1})}"
    )
    missing, surplus = sorted(expected - set(listed)), sorted(set(listed) - expected)
    assert not missing, (
        f"README.md, tabel artikel: tidak ditemukan {missing}; seharusnya satu baris untuk setiap berkas"
    )
    assert not surplus, f"README.md, tabel artikel: ditemukan {surplus}; berkasnya tidak ada"


@every_article
def test_paragraphs_are_short(path: Path) -> None:
    if front_matter(path).get("kind") not in OWN_KINDS:
        pytest.skip("Only what we wrote ourselves is held to one subject per paragraph.")
    for paragraph in article_body(path).split("\n\n"):
        if not paragraph.startswith("Catatan ("):
            count = len(sentence_spans(paragraph))
            assert count <= 3, wrong(path.name, "isi", f"{count} kalimat: {paragraph}", "paling banyak 3 per paragraf")


def test_every_retold_article_is_here() -> None:
    assert set(RETOLD) <= {path.name for path in ARTICLE_FILES}


@every_article
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


SOUND: dict[str, Any] = {
    "title": "Contoh artikel",
    "publisher": "Asisten Netralitas ASN",
    "date": datetime.date(2024, 1, 30),
    "kind": "panduan",
    "subject": "contoh",
    "instruments": [],
    "applies_to": ["PNS", "PPPK"],
    "phases": ["semua tahap"],
    "official_text": ["https://peraturan.bpk.go.id"],
    "checked": datetime.date(2024, 2, 1),
    "language": "id",
}


def test_a_sound_front_matter_has_no_faults() -> None:
    assert front_matter_faults("contoh.md", SOUND) == []
    assert front_matter_faults("contoh.md", SOUND | {"url": "https://contoh.go.id/berita"}) == []


@pytest.mark.parametrize("key", REQUIRED)
def test_a_missing_key_is_noticed(key: str) -> None:
    (fault,) = front_matter_faults("contoh.md", {name: value for name, value in SOUND.items() if name != key})
    assert fault == f"contoh.md, kunci '{key}': ditemukan 'kunci yang tidak ada'; seharusnya {REQUIRED[key][1]}."


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("title", ""),
        ("title", "'Contoh: artikel'"),
        ("publisher", " Humas"),
        ("date", "30 Januari 2024"),
        ("date", datetime.date(9999, 1, 1)),
        ("kind", "opini"),
        ("subject", 2024),
        ("instruments", None),
        ("instruments", "PP 94/2021"),
        ("instruments", ["PP 94/2021", "PP 94/2021"]),
        ("applies_to", []),
        ("applies_to", "PNS"),
        ("applies_to", ["ASN"]),
        ("phases", []),
        ("phases", ["penetapan"]),
        ("official_text", []),
        ("official_text", ["http://peraturan.bpk.go.id"]),
        ("checked", datetime.date(2024, 1, 29)),
        ("checked", datetime.date(9999, 1, 1)),
        ("language", "en"),
        ("url", "contoh.go.id"),
        ("penulis", "Humas"),
    ],
)
def test_a_wrong_value_is_noticed(key: str, value: object) -> None:
    (fault,) = front_matter_faults("contoh.md", SOUND | {key: value})
    found = str(value) if key == "checked" and "sebelum `date`" in fault else value
    assert fault.startswith(f"contoh.md, kunci '{key}': ditemukan {found!r}; seharusnya ")


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        ("PP 94/2021 Pasal 5 huruf n", ""),
        ("PP 49/2018", "peraturan yang disebut paling sedikit sekali dalam isi"),
        ("PP 95/2021", "sebutan satu peraturan"),
        ("PP 94/2021 dan PP 49/2018", "sebutan satu peraturan"),
        ("Disiplin PNS", "sebutan satu peraturan"),
    ],
)
def test_a_wrong_instrument_is_noticed(entry: str, fault: str) -> None:
    found = instrument_faults("contoh.md", [entry], "PNS dilarang berkampanye (PP 94/2021 Pasal 5 huruf n).")
    assert len(found) == bool(fault)
    assert fault in "".join(found)


def test_an_unknown_citation_is_noticed() -> None:
    assert citation_faults("contoh.md", {"isi": "Dasarnya PP 94/2021."}) == []
    (fault,) = citation_faults("contoh.md", {"title": "Contoh", "isi": "Dasarnya PP 95/2021."})
    assert fault.startswith("contoh.md, kunci 'isi': ditemukan 'PP 95/2021'; seharusnya ")


def test_an_unsaid_repeal_is_noticed() -> None:
    silent = "Menurut UU 5/2014 Pasal 2 huruf f, ASN harus netral."
    assert len(unsaid_repeals("contoh.md", silent)) == 1
    assert len(unsaid_repeals("contoh.md", f"{silent} PP 53/2010 sudah dicabut. UU 5/2014 belum dicabut.")) == 1
    assert unsaid_repeals("contoh.md", f"{silent} UU 5/2014 sudah dicabut.") == []
    assert unsaid_repeals("contoh.md", "Hukuman sedang masih menurut PP 53/2010 Pasal 7 ayat (3).") == []


def test_a_title_used_twice_is_noticed() -> None:
    assert twins({"satu.md": "Foto bersama", "dua.md": "Pose jari", "tiga.md": "Foto, bersama"}) == [
        ("satu.md", "tiga.md")
    ]
