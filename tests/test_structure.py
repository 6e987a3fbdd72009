"""Regulations are recognised and located down to huruf and angka, however they are laid out; articles never are."""

from __future__ import annotations

import random
import re
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.types import Passage
from ingest.provisions.headings import pasal_headings
from ingest.provisions.items import Item, read_items
from ingest.provisions.markers import label
from ingest.read import read_document
from ingest.split import split_document
from ingest.structure import is_regulation
from tests.invented_laws import LONG, Law, amending_law, document, garden_law

ARTICLES = Path(__file__).resolve().parents[1] / "ingest" / "articles"


def misplaced(law: Law, passages: list[Passage]) -> list[tuple[str, list[str]]]:
    """The marked words that stand under a wrong locator, or nowhere.

    A word may stand in a larger unit that is kept whole, and once more as the lead-in of what is below its place.
    """
    wrong = []
    for word, place in law.places.items():
        found = [passage.locator for passage in passages if word in passage.text]
        right = [one for one in found if f"{place} ".startswith(f"{one} ") or one == place]
        leads_in = [one for one in found if f"{one} ".startswith(f"{place} ")]
        if not found or set(found) - set(right) - set(leads_in):
            wrong.append((place, found))
    return wrong


def wrapped(law: Law) -> str:
    return "\n".join("\n".join(textwrap.wrap(line, 80, break_on_hyphens=False)) for line in law.lines)


def with_marks(law: Law) -> str:
    lines = [f"## {line}" if line.startswith("BAB") else line for line in law.lines]
    return "\n\n".join(f"**{line}**" if re.fullmatch(r"Pasal \w+", line) else line for line in lines)


LAYOUTS: dict[str, Callable[[Law], str]] = {
    "paragraphs": lambda law: law.text(),
    "lines": lambda law: law.text("\n"),
    "one line": lambda law: law.text(" "),
    "wrapped": wrapped,
    "marks of Markdown": with_marks,
}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("make", [garden_law, amending_law])
def test_every_sentence_of_a_regulation_stands_under_its_locator(make: Callable[[], Law], layout: str) -> None:
    law = make()
    regulation = document(LAYOUTS[layout](law))
    assert is_regulation(regulation)
    assert misplaced(law, split_document(regulation)) == []


@pytest.mark.parametrize("ending", [".txt", ".md"])
def test_the_same_holds_when_it_is_read_from_a_file(tmp_path: Path, ending: str) -> None:
    for make in (garden_law, amending_law):
        law = make()
        path = tmp_path / f"peraturan{ending}"
        path.write_text(wrapped(law), encoding="utf-8")
        assert misplaced(law, split_document(read_document(path, "uji/a", "a"))) == []


def misread(text: str, seed: int) -> str:
    """What a scanner makes of the numbers: "(21", "(l)", "Pasal l", "1 2.", "lO."."""
    chance = random.Random(seed)
    text = re.sub(r"\(([2-9])\)", lambda match: chance.choice((match.group(), f"({match[1]}1")), text)
    text = text.replace("\n(1)", chance.choice(("\n(1)", "\n(l)")))
    text = re.sub(r"Pasal 1\b", lambda match: chance.choice(("Pasal 1", "Pasal l", "Pasal I")), text)
    return re.sub(
        r"\n1([0-2])\.", lambda match: chance.choice((f"\n1 {match[1]}.", f"\nl{match[1]}.", match.group())), text
    )


@pytest.mark.parametrize("seed", range(4))
def test_numbers_that_a_scanner_misread_are_known_by_their_order(seed: int) -> None:
    law = garden_law()
    assert misplaced(law, split_document(document(misread(law.text(), seed)))) == []


LONGER = f"{LONG}, dan {LONG}"


def locators(text: str, **fields: str) -> list[str]:
    return [passage.locator for passage in split_document(document(text, **fields))]


def regulation(*pasal: str) -> str:
    """A regulation with these paragraphs for its pasal."""
    head = (
        "PERATURAN KOTA ANTAH NOMOR 7 TAHUN 2031 TENTANG KEBUN",
        "DENGAN RAHMAT TUHAN YANG MAHA ESA",
        "Menimbang: bahwa kebun perlu diatur;",
        "Mengingat: Pasal 18 ayat (6) Undang-Undang Dasar;",
        "MEMUTUSKAN:",
        "Menetapkan: PERATURAN TENTANG KEBUN.",
    )
    return "\n\n".join((*head, *pasal))


def pasal_locators(*pasal: str) -> list[str]:
    return [locator for locator in locators(regulation(*pasal)) if locator.startswith("Pasal")]


def test_a_small_pasal_stays_whole_and_a_long_one_is_divided_at_its_ayat() -> None:
    small = "Pasal 1\n\n(1) Kebun dibuka.\n\n(2) Kebun ditutup."
    long = f"Pasal 2\n\n(1) Kebun {LONGER}.\n\n(2) Pintu {LONGER} sebagaimana dimaksud pada ayat (1).\n\n(3) Pagar {LONGER}."
    assert pasal_locators(small, long) == ["Pasal 1", "Pasal 2 ayat (1)", "Pasal 2 ayat (2)", "Pasal 2 ayat (3)"]


def test_a_piece_of_a_list_carries_what_leads_in_to_it() -> None:
    text = regulation(
        f"Pasal 1\n\nPengunjung dilarang:\na. memetik bunga {LONGER};\nb. memanjat pohon yang {LONGER};\nc. berisik {LONGER}."
    )
    text += "\n\nPasal 2\n\nKebun dibuka.\n\nPasal 3\n\nKebun ditutup."
    (piece,) = [passage.text for passage in split_document(document(text)) if passage.locator == "Pasal 1 huruf b"]
    assert piece == f"Pasal 1\n\nPengunjung dilarang:\nb. memanjat pohon yang {LONGER};"


def test_only_the_sentence_that_leads_in_is_repeated() -> None:
    lead = f"Kebun {LONGER}. Setiap pengunjung dilarang:"
    items = "\n".join(f"{letter}. merusak pohon yang {LONGER};" for letter in "abc")
    texts = {p.locator: p.text for p in split_document(document(regulation(f"Pasal 1\n\n{lead}\n{items}", *OTHERS)))}
    assert texts["Pasal 1 huruf a"].startswith(f"Pasal 1\n\n{lead}\na. merusak")
    assert texts["Pasal 1 huruf b"].startswith("Pasal 1\n\nSetiap pengunjung dilarang:\nb. merusak")


OTHERS = ("Pasal 2\n\nKebun dibuka.", "Pasal 3\n\nKebun ditutup.", "Pasal 4\n\nPeraturan ini mulai berlaku.")


@pytest.mark.parametrize(
    "sentence",
    [
        "Ketentuan sebagaimana dimaksud dalam Pasal 2 ayat (1) huruf b berlaku.",
        "Ketentuan Pasal 2, Pasal 3, dan Pasal 4 Undang-Undang Nomor 5 Tahun 2030 tetap berlaku.",
        "Sanksi dalam Pasal 2 sampai dengan Pasal 4 dijatuhkan oleh petugas.",
        "Berdasarkan Pasal 3\nayat (2) petugas menegur.",
        "Selain yang diatur dalam\nPasal 2 dan\nPasal 3 petugas dapat menegur.",
        "Petugas menegur pelanggar huruf a. Teguran dicatat.",
    ],
)
def test_a_reference_starts_no_unit(sentence: str) -> None:
    assert pasal_locators(f"Pasal 1\n\n{sentence}", *OTHERS) == ["Pasal 1", "Pasal 2", "Pasal 3", "Pasal 4"]


@pytest.mark.parametrize("written", ["Pasal 2", "pasal 2", "PASAL 2", "Pasa1 2", "Pasal2", "**Pasal 2**"])
def test_headings_are_known_however_they_are_written(written: str) -> None:
    others = (
        "Pasal 1\n\nKebun dirawat.",
        f"{written}\n\nKebun dibuka.",
        "Pasal 3\n\nKebun ditutup.",
        "Pasal 4\n\nSelesai.",
    )
    assert pasal_locators(*others) == ["Pasal 1", "Pasal 2", "Pasal 3", "Pasal 4"]


@pytest.mark.parametrize(("read", "number"), [("1O", 10), ("1 1", 11), ("l2", 12), ("2I", 21), ("3O", 30)])
def test_misread_numbers_of_pasal_are_known_by_their_order(read: str, number: int) -> None:
    pasal = [f"Pasal {read if one == number else one}\n\nKebun nomor sekian dirawat." for one in range(1, 32)]
    assert pasal_locators(*pasal) == [f"Pasal {one}" for one in range(1, 32)]


def test_a_missing_pasal_is_skipped_and_an_inserted_one_found() -> None:
    pasal = [f"Pasal {number}\n\nKebun dirawat." for number in ("1", "2", "4", "4A", "4B", "5", "9")]
    assert pasal_locators(*pasal) == ["Pasal 1", "Pasal 2", "Pasal 4", "Pasal 4A", "Pasal 4B", "Pasal 5", "Pasal 9"]


def items(text: str) -> list[str]:
    """The items of a pasal's text, written like "(1)a1": every level behind the one that it stands in."""

    def listed(item: Item, before: str) -> list[str]:
        found = []
        for part in item.parts:
            name = f"{before}{label(part.level, part.ordinal)}"
            found += [name, *listed(part, f"{name}.")]
        return found

    root, _ = read_items(text, 0, len(text))
    return listed(root, "")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Kebun: a. satu; b. dua; dan c. tiga.", ["a", "b", "c"]),
        ("(1) Satu. (2) Dua.\n(3) Tiga.", ["1", "2", "3"]),
        ("(1) Satu. (21 Dua. (31 Tiga. l4l Empat.", ["1", "2", "3", "4"]),
        ("(1) Satu. (1a) Sisip. (2) Dua.", ["1", "1a", "2"]),
        ("Kebun: a. satu; b. dua, berupa: 1. merah; 2. hijau; c. tiga.", ["a", "b", "b.1", "b.2", "c"]),
        ("Kebun: 1. satu: a. merah; b. hijau; 2. dua.", ["1", "1.a", "1.b", "2"]),
        ("Kebun: a. satu: 1) merah; 2) hijau: a) tua; b) muda; b. dua.", ["a", "a.1", "a.2", "a.2.a", "a.2.b", "b"]),
        # The first number of a list was misread, and one between two others.
        ("Kebun dengan cara: f . ikut; 2. dua; 3. tiga.", ["1", "2", "3"]),
        ("Kebun: a. satu; b. dua; C. tiga; d. empat.", ["a", "b", "c", "d"]),
        # "l." is huruf l behind huruf k, and "1." is so, too, where no list begins.
        ("Kebun: " + "; ".join(f"{letter}. ya" for letter in "abcdefghijk") + "; 1. ya; m. ya.", list("abcdefghijklm")),
        ("Kebun meliputi: a. satu tanpa titik koma b. dua; c. tiga.", ["a", "b", "c"]),
    ],
)
def test_items_are_known_by_their_order(text: str, found: list[str]) -> None:
    assert items(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "Sebagaimana dimaksud pada ayat (1) dan ayat (2) huruf a dan huruf b.",
        "Petugas menegur.\n(2)\n(3)\n(4)\nPetugas mencatat.",
        "Kebun terdiri atas: a. satu; dua; tiga; empat;\n\nb.\n\nc. d.",
        "Kebun: a. satu; b. dua. Pagar: a. tiga; b. empat.",
        "Kebun dibuka pada tahun 2030. 5 (lima) hari kemudian ditutup.",
        "(1) Hanya satu ayat terbaca. Yang lain hilang.",
    ],
)
def test_where_numbers_are_lost_or_scattered_nothing_is_divided(text: str) -> None:
    assert items(text) == []


def test_a_lost_number_widens_the_locator_of_the_item_before_it() -> None:
    items_read = "\n".join(f"{letter}. merawat pohon yang {LONGER};" for letter in "abdef")
    found = pasal_locators(f"Pasal 1\n\nPetugas wajib:\n{items_read}", *OTHERS)
    assert found[:5] == [
        "Pasal 1 huruf a",
        "Pasal 1 huruf b–c",
        "Pasal 1 huruf d",
        "Pasal 1 huruf e",
        "Pasal 1 huruf f",
    ]


def test_ayat_behind_the_heading_of_the_next_pasal_go_back_to_their_own() -> None:
    text = regulation(
        f"Pasal 1\n\n(1) Satu {LONGER}.\n\n(2) Dua {LONGER}.",
        f"Pasal 2\n\n(3) Tiga yang terlambat {LONGER}.\n\n(1) Pertama {LONGER}.\n\n(2) Kedua {LONGER}.",
        *OTHERS[1:],
    )
    passages = split_document(document(text))
    (late,) = [passage.locator for passage in passages if "terlambat" in passage.text]
    assert late == "Pasal 1"
    assert "Pasal 2 ayat (1)" in [passage.locator for passage in passages]


def test_what_follows_a_list_belongs_to_what_the_list_stands_in() -> None:
    items_read = "\n".join(f"{letter}. merawat pohon yang {LONGER};" for letter in "ab") + f"\nc. memupuk {LONGER}."
    text = regulation(f"Pasal 1\n\nPetugas wajib:\n{items_read}\n\nKelalaian petugas dicatat {LONGER}.", *OTHERS)
    (found,) = [passage.locator for passage in split_document(document(text)) if "Kelalaian" in passage.text]
    assert found == "Pasal 1"


def test_headings_of_chapters_stand_above_their_first_pasal() -> None:
    text = regulation("BAB I\n\nKETENTUAN UMUM", "Pasal 1\n\nKebun dirawat.", "Bagian Kedua Larangan", *OTHERS)
    texts = {passage.locator: passage.text for passage in split_document(document(text))}
    assert texts["Pasal 1"] == "BAB I KETENTUAN UMUM\n\nPasal 1\n\nKebun dirawat."
    assert texts["Pasal 2"] == "Bagian Kedua Larangan\n\nPasal 2\n\nKebun dibuka."


def test_units_that_are_only_said_to_be_clear_become_one_passage() -> None:
    clear = "\n\n".join(f"Pasal {number}\n\nCukup jelas." for number in range(1, 5))
    text = (
        regulation("Pasal 1\n\nKebun dirawat.", *OTHERS)
        + f"\n\nPENJELASAN ATAS PERATURAN\n\nI. UMUM\n\nKebun.\n\nII. PASAL DEMI PASAL\n\n{clear}"
    )
    assert locators(text)[-2:] == ["Penjelasan umum", "Penjelasan Pasal 1–4"]


def test_an_instrument_that_is_annexed_has_locators_of_its_own() -> None:
    inner = regulation("Pasal 1\n\nPagar dirawat.", "Pasal 2\n\nPagar dicat.", "Pasal 3\n\nPagar dikunci.")
    outer = regulation("Pasal 1\n\nPeraturan itu ditetapkan.", "Pasal 2\n\nPeraturan ini mulai berlaku.")
    text = f"{outer}\n\nDitetapkan di Antah\n\nLAMPIRAN\n\n{inner}"
    found = {passage.locator: passage.text for passage in split_document(document(text))}
    assert "ditetapkan" in found["Pasal 1"]
    assert "Pagar dirawat" in found["Lampiran Pasal 1"]


def test_a_decree_without_pasal_has_its_diktum() -> None:
    text = regulation(
        "KESATU: Menetapkan pedoman.", "KEDUA: Melaksanakan Diktum KESATU:\na. segera;\nb. cermat.", "KETIGA: Berlaku."
    )
    assert locators(text)[-3:] == ["Diktum KESATU", "Diktum KEDUA", "Diktum KETIGA"]


@pytest.mark.parametrize("between", [" | ", "\t", "   "])
def test_the_rows_of_a_divided_table_stand_below_their_heading(between: str) -> None:
    rows = [f"{number}{between}memetik bunga {LONGER}{between}teguran ke-{number}" for number in range(1, 9)]
    heading = f"No{between}Perbuatan{between}Sanksi"
    text = regulation("Pasal 1\n\nSanksi tercantum dalam Lampiran.", *OTHERS)
    text += "\n\n".join(("\n\nLAMPIRAN", "DAFTAR SANKSI", heading, *rows))
    tables = [p.text for p in split_document(document(text)) if p.locator == "Lampiran" and "Perbuatan" in p.text]
    assert len(tables) > 2
    assert all(table.startswith(heading) for table in tables)
    assert [row for table in tables for row in table.split("\n")[1:]] == rows


def test_annexes_are_located_by_number_and_bab() -> None:
    text = regulation("Pasal 1\n\nPedoman tercantum dalam Lampiran II.", *OTHERS)
    first = ("LAMPIRAN I", "Peta kebun.")
    second = (
        "LAMPIRAN II",
        "PERATURAN KOTA ANTAH",
        "BAB I",
        "PENDAHULUAN",
        "Kebun luas.",
        "BAB II",
        "PENUTUP",
        "Selesai.",
    )
    text += "\n\n" + "\n\n".join((*first, *second))
    assert locators(text)[-4:] == ["Lampiran I", "Lampiran II", "Lampiran II BAB I", "Lampiran II BAB II"]


# --- What is a regulation ---------------------------------------------------------------------------------------------

NEWS = (
    "ANTAH – Bupati menegaskan bahwa ASN wajib netral. Ia mengutip Peraturan Pemerintah Nomor 94 Tahun 2021.\n\n"
    "“Pasal 5 huruf n melarang PNS ikut kampanye,” katanya.\n\nPasal 6 dan Pasal 7 mengatur hal lain.\n\n"
    "Menimbang keadaan itu, badan pengawas mengimbau semua pegawai."
)
LISTING = "ATURAN YANG PERLU DIKETAHUI\n\n" + "\n\n".join(
    f"Pasal {number}\n\nMenurut pengamat, pasal ini melarang pegawai ikut kampanye." for number in range(3, 9)
)


@pytest.mark.parametrize("text", [NEWS, NEWS * 5, LISTING], ids=["news", "long news", "listing"])
def test_articles_about_regulations_are_none(text: str) -> None:
    assert not is_regulation(document(text))
    assert split_document(document(text))[0].locator.startswith("paragraf")


@pytest.mark.parametrize("kind", ["berita", "ringkasan-berita", "ringkasan-peraturan", "panduan", "Berita"])
def test_what_says_it_is_something_else_is_no_regulation(kind: str) -> None:
    assert not is_regulation(document(garden_law().text(), kind=kind))


def test_an_excerpt_is_a_regulation_when_its_file_says_so() -> None:
    excerpt = "\n\n".join(f"Pasal {number}\n\nPegawai wajib netral." for number in (1, 2, 3))
    assert not is_regulation(document(excerpt))
    assert is_regulation(document(excerpt, kind="peraturan"))


@pytest.mark.parametrize("path", sorted(ARTICLES.glob("*.md")), ids=lambda path: path.stem)
def test_no_starter_article_is_a_regulation(path: Path) -> None:
    article = read_document(path, f"articles/{path.name}", path.name)
    assert not is_regulation(article)
    assert not is_regulation(document(article.text, title=article.source.title))


def test_no_raw_article_is_a_regulation(seeds: Path) -> None:
    for path in sorted(seeds.glob("*.txt")):
        assert not is_regulation(read_document(path, path.name, path.name))


# --- Robustness -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(5))
def test_whatever_is_torn_apart_is_split_without_complaint(seed: int) -> None:
    chance = random.Random(seed)
    lines = [line for line in garden_law().lines if chance.random() > 0.3]
    chance.shuffle(lines)
    for text in ("\n\n".join(lines), " ".join(lines), regulation(*lines)):
        passages = split_document(document(text, kind="peraturan"))
        assert "".join("".join(passage.text.split()) for passage in passages)


def test_a_headings_chain_grows() -> None:
    text = garden_law().text(" ") * 3
    numbers = [heading.ordinal for heading in pasal_headings(text, 0, len(text))]
    assert numbers == sorted(set(numbers))


def test_a_long_law_is_split_quickly() -> None:
    body = "\n\n".join(f"Pasal {number}\n\n(1) Kebun {LONGER}.\n\n(2) Pagar {LONGER}." for number in range(1, 401))
    text = regulation(body)
    assert len(text) > 200_000
    started = time.perf_counter()
    split_document(document(text))
    assert time.perf_counter() - started < 4, "Two seconds on an idle machine."
