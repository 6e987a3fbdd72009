from __future__ import annotations

import dataclasses
import datetime
import itertools
import random
import re
import time
from pathlib import Path

import pytest

from assistant.regulations import (
    REGISTER_FILE,
    Mention,
    RegisterError,
    Standing,
    Status,
    find_citations,
    load_register,
    nearest,
    standing,
)
from assistant.regulations.nearest import slips
from assistant.regulations.provisions import spell

TODAY = datetime.date(2026, 11, 22)
REGISTER = load_register()
FACTS = Path(__file__).resolve().parents[1] / ".." / "shared" / "facts.md"


def only_mention(text: str, today: datetime.date = TODAY) -> Mention:
    (mention,) = find_citations(text, today)
    return mention


# --- The register ---------------------------------------------------------------------------------------------------

STATUS_OF_ALL = {
    Status.DICABUT: "uu-5-2014 pp-53-2010",
    Status.DIUBAH: "uu-20-2023 pp-11-2017 perpres-47-2021 uu-7-2017 uu-1-2015 uu-8-2015 uu-10-2016 uu-6-2014 uu-34-2004",
    Status.BELUM_DIPASTIKAN: "perpres-91-2024 skb-2020 surat-menpanrb-b36-2018 se-mendagri-9095 keputusan-bawaslu-314-2022 "
    "se-sekjen-kemenkumham-sek-14-2022 se-sekjen-kemenkumham-1133 perjanjian-bawaslu-kasn-2023",
    Status.BERLAKU: "pp-94-2021 peraturan-bkn-6-2022 pp-42-2004 pp-37-2004 pp-17-2020 pp-49-2018 pp-79-2021 uu-1-2026 "
    "kepmen-panrb-16-2025 perpres-92-2024 perpres-116-2022 peraturan-bkn-1-2023 skb-2-2022 se-menpanrb-1-2023 "
    "se-menpanrb-11-2023 se-menpanrb-18-2023 se-menpanrb-4-2024 uu-7-2023 perppu-1-2022 uu-6-2020 pkpu-10-2023 "
    "perbawaslu-7-2022 uu-3-2024 uu-3-2025 uu-2-2002 uu-1-2023 putusan-mk-41-puu-xii-2014 putusan-mk-65-puu-xxi-2023 "
    "putusan-mk-121-puu-xxii-2024 putusan-mk-135-puu-xxii-2024 putusan-mk-136-puu-xxii-2024",
}


def test_the_status_of_every_instrument() -> None:
    expected = {identity: status for status, ids in STATUS_OF_ALL.items() for identity in ids.split()}
    assert {one.id: one.status for one in REGISTER.instruments if not one.recognised_only} == expected


REPEALED_OTHERS = {
    "uu-8-2012": "uu-7-2017",
    "uu-42-2008": "uu-7-2017",
    "uu-15-2011": "uu-7-2017",
    "uu-22-2014": "perppu-1-2014",
    "uu-8-1974": "uu-5-2014",
    "uu-43-1999": "uu-5-2014",
    "pp-30-1980": "pp-53-2010",
    "uu-32-2004": "uu-23-2014",
}


def test_what_is_only_recognised_says_nothing_of_its_status_unless_it_is_repealed() -> None:
    others = [one for one in REGISTER.instruments if one.recognised_only]
    assert {one.id: one.repealed_by for one in others if one.status is Status.DICABUT} == REPEALED_OTHERS
    assert {one.status for one in others} == {Status.DICABUT, Status.BELUM_DIPASTIKAN}
    assert all(one.note for one in others if one.status is Status.BELUM_DIPASTIKAN)


def test_what_is_only_recognised_never_changes_what_a_name_or_a_bare_number_means() -> None:
    main = dataclasses.replace(REGISTER, instruments=tuple(o for o in REGISTER.instruments if not o.recognised_only))
    kinds = {kind.name: kind.label for kind in REGISTER.kinds}
    bare = {f"{kinds[one.kind]} {'Nomor ' * spelled}{one.number}" for one in main.instruments for spelled in (0, 1)}
    named = {name for one in main.instruments for name in one.short_names}
    for written in sorted(bare | named):
        text = f"Menurut {written}, bagaimana?"
        before, after = find_citations(text, TODAY, main), find_citations(text, TODAY)
        assert [m.instrument for m in after] == [m.instrument for m in before], written


@pytest.mark.parametrize("written", ["UU nomor 12", "PP nomor 30", "Permendagri nomor 6 tahun"])
def test_a_bare_number_that_only_others_bear_means_none_of_them(written: str) -> None:
    assert not any(m.instrument for m in find_citations(f"Apa isi {written}?", TODAY))


@pytest.mark.parametrize("instrument", REGISTER.instruments, ids=lambda one: one.id)
def test_every_instrument_is_found_by_its_own_label_and_numbers(instrument) -> None:  # type: ignore[no-untyped-def]
    assert only_mention(f"Menurut {instrument.label} begitu.").instrument == instrument
    kind = next(kind for kind in REGISTER.kinds if kind.name == instrument.kind)
    for number in instrument.numbers if instrument.year else ():
        written = f"{kind.label} {instrument.issuer} Nomor {number} Tahun {instrument.year}"
        assert only_mention(written).instrument == instrument, written


def test_a_repealed_law_holds_until_the_day_before() -> None:
    old, new = REGISTER.instrument("uu-5-2014"), REGISTER.instrument("uu-20-2023")
    assert (old.repealed_by, old.repealed_on) == (new.id, datetime.date(2023, 10, 31))
    assert standing(old, datetime.date(2023, 10, 30)) is Standing.BERLAKU
    assert standing(old, datetime.date(2023, 10, 31)) is Standing.DICABUT
    assert standing(new, datetime.date(2023, 10, 30)) is Standing.BELUM_BERLAKU
    assert standing(new, datetime.date(2023, 10, 31)) is Standing.BERLAKU
    assert standing(old, datetime.date(2013, 12, 31)) is Standing.BELUM_BERLAKU
    assert {(s.old, s.new) for s in old.successors} >= {
        ("Pasal 2 huruf f", "Pasal 2 huruf f"),
        ("Pasal 9 ayat (2)", "Pasal 9 ayat (2)"),
    }


def test_a_provision_that_outlives_its_instrument_is_still_in_force() -> None:
    old = REGISTER.instrument("pp-53-2010")
    assert standing(old, TODAY) is Standing.DICABUT
    assert standing(old, TODAY, "Pasal 7 ayat (4)") is Standing.DICABUT
    assert standing(old, TODAY, "Pasal 7 ayat (3)") is Standing.BERLAKU
    assert standing(old, TODAY, "Pasal 7 ayat (3) huruf a") is Standing.BERLAKU


def test_what_is_amended_is_in_force_and_what_is_unsure_says_so() -> None:
    assert standing(REGISTER.instrument("uu-7-2017"), TODAY) is Standing.BERLAKU
    assert standing(REGISTER.instrument("skb-2020"), TODAY) is Standing.BELUM_DIPASTIKAN
    assert standing(REGISTER.instrument("uu-1-2023"), datetime.date(2026, 1, 1)) is Standing.BELUM_BERLAKU


def test_the_new_criminal_code_is_meant_only_when_it_is_in_force() -> None:
    assert only_mention("diancam KUHP").instrument == REGISTER.instrument("uu-1-2023")
    assert find_citations("diancam KUHP", datetime.date(2024, 1, 30)) == ()


# --- Spellings ------------------------------------------------------------------------------------------------------

SPELLINGS = [
    ("UU No. 5 Tahun 2014", "uu-5-2014"),
    ("Undang-undang Nomor 5/2014", "uu-5-2014"),
    ("UU ASN 2014", "uu-5-2014"),
    ("UU ASN tahun 2014", "uu-5-2014"),
    ("UU ASN lama", "uu-5-2014"),
    ("UU ASN Nomor 5 Tahun 2014", "uu-5-2014"),
    ("undang undang no 5 thn 2014", "uu-5-2014"),
    ("UNDANG-UNDANG REPUBLIK INDONESIA NOMOR 5 TAHUN 2014", "uu-5-2014"),
    ("Undang–Undang RI No.5 Th. 2014", "uu-5-2014"),
    ("U U No. 5 Tahun 20 14", "uu-5-2014"),
    ("UU Nomor 05 Tahun 2O14", "uu-5-2014"),
    ("uu no 5", "uu-5-2014"),
    ("UU 5 2014", "uu-5-2014"),
    ("UU Nomor 5 Tahun 2014 tentang Aparatur Sipil Negara (UU ASN)", "uu-5-2014"),
    ("Undang-Undang Aparatur Sipil Negara (UU ASN) Nomor 5 Tahun 2014", "uu-5-2014"),
    ("UU 20/2023", "uu-20-2023"),
    ("UU 20/23", "uu-20-2023"),
    ("Undang-Undang (UU) Nomor 20 Tahun 2023", "uu-20-2023"),
    ("UU ASN", "uu-20-2023"),
    ("uu asn yang baru", "uu-20-2023"),
    ("Undang-Undang tentang Aparatur Sipil Negara", "uu-20-2023"),
    ("UU No:20 tahun 2023", "uu-20-2023"),
    ("PP 94/2021", "pp-94-2021"),
    ("PP94/2021", "pp-94-2021"),
    ("pp no.94/2021", "pp-94-2021"),
    ("PP No 94 thn 2021", "pp-94-2021"),
    ("PP 94", "pp-94-2021"),
    ("PP-94-2021", "pp-94-2021"),
    ("PP Disiplin PNS", "pp-94-2021"),
    ("PP tentang Disiplin PNS Nomor 94 Tahun 2021", "pp-94-2021"),
    ("Peraturan Pemerintah Nomor 94 Tahun 2021", "pp-94-2021"),
    ("Peraturan Pemerintah (PP) Nomor 94\n   Tahun 2021", "pp-94-2021"),
    ("PERATURAN PEMERINTAH NOMOR 94TAHUN2021", "pp-94-2021"),
    ("PP 53 tahun 2010", "pp-53-2010"),
    ("PP No. 42/2004", "pp-42-2004"),
    ("SKB Nomor 2 Tahun 2022", "skb-2-2022"),
    ("SKB 2/2022", "skb-2-2022"),
    ("SKB lima lembaga", "skb-2-2022"),
    ("Surat Keputusan Bersama (SKB) No 246 Tahun 2022", "skb-2-2022"),
    ("Keputusan Bersama Nomor 800-5474 Tahun 2022", "skb-2-2022"),
    ("Nomor 1447.1/PM.01/K.1/09/2022", "skb-2-2022"),
    ("SKB Menpan RB, Mendagri, Kepala BKN, Ketua KASN, dan Ketua Bawaslu Nomor 30 Tahun 2022", "skb-2-2022"),
    ("SKB 22 September 2022", "skb-2-2022"),
    ("SKB tanggal 10 September 2020", "skb-2020"),
    ("SE Menpan 1/2023", "se-menpanrb-1-2023"),
    ("se menpan-rb no 1 tahun 2023", "se-menpanrb-1-2023"),
    ("Surat Edaran Menteri PANRB Nomor 18 Tahun 2023", "se-menpanrb-18-2023"),
    ("SE MenPANRB No. 11 Tahun 2023", "se-menpanrb-11-2023"),
    ("SE 900.1.9/9095/SJ", "se-mendagri-9095"),
    ("SE Sekjen SEK-UM.01.01-1133", "se-sekjen-kemenkumham-1133"),
    ("Putusan MK 121/PUU-XXII/2024", "putusan-mk-121-puu-xxii-2024"),
    ("Putusan Mahkamah Konstitusi Nomor 136/PUU-XXII/2024", "putusan-mk-136-puu-xxii-2024"),
    ("perkara 135 / PUU - XXII / 2024", "putusan-mk-135-puu-xxii-2024"),
    ("putusan mk no 65 tahun 2023", "putusan-mk-65-puu-xxi-2023"),
    ("UU Pemilu", "uu-7-2017"),
    ("UU Pemilu 2024", "uu-7-2017"),
    ("UU Pemilu Nomor 7 Tahun 2017", "uu-7-2017"),
    ("uu pilkada", "uu-1-2015"),
    ("UU Pilkada 2016", "uu-10-2016"),
    ("UU Desa No. 6/2014", "uu-6-2014"),
    ("UU TNI", "uu-34-2004"),
    ("Perppu 1/2022", "perppu-1-2022"),
    ("Peraturan Pemerintah Pengganti Undang-Undang Nomor 1 Tahun 2022", "perppu-1-2022"),
    ("Perpres Nomor 92 Tahun 2024", "perpres-92-2024"),
    ("Peraturan Presiden No 116/2022", "perpres-116-2022"),
    ("Peraturan Badan Kepegawaian Negara Nomor 6 Tahun 2022", "peraturan-bkn-6-2022"),
    ("PKPU 10 Tahun 2023", "pkpu-10-2023"),
    ("Peraturan Bawaslu Nomor 7 Tahun 2022", "perbawaslu-7-2022"),
    ("Kepmen PANRB 16/2025", "kepmen-panrb-16-2025"),
    ("KepmenPANRB Nomor 16 Tahun 2025", "kepmen-panrb-16-2025"),
    ("KUHP baru", "uu-1-2023"),
    ("UU N0. 20 Tahun 2023", "uu-20-2023"),
    ("Undang2 No : 20 / 2023", "uu-20-2023"),
    ("P.P. 94 tahun 2021", "pp-94-2021"),
    ("SKB Nomor 05 Tahun 2020", "skb-2020"),
    ("UU Mahkamah Konstitusi Nomor 24 Tahun 2003", "uu-24-2003"),
    ("UU MK Nomor 24 Tahun 2003", "uu-24-2003"),
    ("Peraturan Menteri Dalam Negeri Nomor 112 Tahun 2014", "permen-mendagri-112-2014"),
    ("PermenPAN-RB 6/2022", "permen-menpanrb-6-2022"),
]


@pytest.mark.parametrize(("written", "identity"), SPELLINGS)
def test_a_spelling_is_found_with_its_instrument(written: str, identity: str) -> None:
    text = f"Apakah menurut {written}, saya boleh hadir?"
    mention = only_mention(text)
    assert mention.instrument is not None
    assert mention.instrument.id == identity
    assert text[mention.start : mention.end] in written


def test_the_same_name_means_what_was_in_force_on_the_day() -> None:
    for day, identity in ((datetime.date(2023, 10, 30), "uu-5-2014"), (datetime.date(2023, 10, 31), "uu-20-2023")):
        instrument = only_mention("menurut UU ASN", day).instrument
        assert instrument
        assert instrument.id == identity


def test_a_list_of_numbers_after_one_kind_is_read_to_its_end() -> None:
    found = find_citations("UU 1/2015 jo. 8/2015, 10/2016, dan Nomor 6 Tahun 2020 serta PP 94/2021.", TODAY)
    assert [m.instrument.id for m in found if m.instrument] == [
        "uu-1-2015",
        "uu-8-2015",
        "uu-10-2016",
        "uu-6-2020",
        "pp-94-2021",
    ]


def test_a_name_and_its_number_in_parentheses_are_one_mention() -> None:
    for text in ("UU ASN (UU 5/2014)", "UU 5/2014 (UU ASN)", "UU Nomor 5 Tahun 2014 tentang ASN (UU ASN)"):
        assert only_mention(text).instrument == REGISTER.instrument("uu-5-2014"), text


# --- Pasal ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pasal 5 huruf n PP 94/2021", [("pp-94-2021", "Pasal 5 huruf n")]),
        ("pasal 5 huruf N, angka 3 dari PP 94/2021", [("pp-94-2021", "Pasal 5 huruf n angka 3")]),
        ("pasal 2 huruf f UU 5/2014", [("uu-5-2014", "Pasal 2 huruf f")]),
        ("UU 20/2023 Pasal 24 ayat (1) huruf d", [("uu-20-2023", "Pasal 24 ayat (1) huruf d")]),
        ("UU No. 20 Tahun 2023 tentang Aparatur Sipil Negara, ps. 9(2)", [("uu-20-2023", "Pasal 9 ayat (2)")]),
        ("Pasal 2 huruf f dan Pasal 9 ayat (2) UU ASN lama", [("uu-5-2014", "Pasal 2 huruf f; Pasal 9 ayat (2)")]),
        ("Penjelasan Pasal 2 huruf f UU ASN", [("uu-20-2023", "Penjelasan Pasal 2 huruf f")]),
        ("Pasal 280 ayat (2) dan (3) UU Pemilu", [("uu-7-2017", "Pasal 280 ayat (2) dan ayat (3)")]),
        ("UU ASN, Pasal 5 huruf n PP 94/2021", [("uu-20-2023", ""), ("pp-94-2021", "Pasal 5 huruf n")]),
        ("UU ASN Pasal 24, Pasal 5 PP 94/2021", [("uu-20-2023", "Pasal 24"), ("pp-94-2021", "Pasal 5")]),
        ("Pasal 7 menyebut hal lain; UU Desa tidak.", [("uu-6-2014", "")]),
    ],
)
def test_the_pasal_goes_with_its_instrument(text: str, expected: list[tuple[str, str]]) -> None:
    found = find_citations(text, TODAY)
    assert [(m.instrument.id if m.instrument else "", m.pasal) for m in found] == expected
    assert all(text[m.start : m.end].strip() == text[m.start : m.end] for m in found)


def test_a_provision_has_one_spelling() -> None:
    assert spell("psl 87  AYAT 4 huruf C") == "Pasal 87 ayat (4) huruf c"
    assert spell("Pasal 30A(2)") == "Pasal 30A ayat (2)"


# --- Unknown and garbled --------------------------------------------------------------------------------------------

GARBLED = [
    ("SKB 22/2022", "skb-2-2022"),
    ("SKB Nomor 22 Tahun 2022", "skb-2-2022"),
    ("SKB 2/2021", "skb-2-2022"),
    ("SKB Nomor 800-5447 Tahun 2022", "skb-2-2022"),
    ("SKB Nomor 1447.1/PM.01/K.1/10/2022", None),
    ("UU 20/2014", "uu-20-2023"),
    ("UU ASN Nomor 20 Tahun 2014", "uu-20-2023"),
    ("UU 5/2023", "uu-5-2014"),
    ("UU 20/2032", "uu-20-2023"),
    ("UU 2/2023", "uu-20-2023"),
    ("UU ASN 2020", "uu-20-2023"),
    ("UU Pemilu Nomor 17 Tahun 2017", "uu-7-2017"),
    ("PP 94/2001", "pp-94-2021"),
    ("PP 94 Tahun 2012", "pp-94-2021"),
    ("PP 49/2021", "pp-94-2021"),
    ("PP Nomor 4 Tahun 2021", "pp-94-2021"),
    ("PP 53/2020", "pp-53-2010"),
    ("PP 42/2014", "pp-42-2004"),
    ("UU 94/2021", "pp-94-2021"),
    ("Perpres 91/2014", "perpres-91-2024"),
    ("Putusan MK 112/PUU-XXII/2024", "putusan-mk-121-puu-xxii-2024"),
    ("121/PUU-XXI/2024", "putusan-mk-121-puu-xxii-2024"),
    ("Putusan MK 99/PUU-XXI/2023", None),
    ("SE MenPANRB 1/2032", "se-menpanrb-1-2023"),
    ("SE Mendagri 1/2023", None),
    ("UU 33/2014", None),
    ("UU 43/1998", None),
    ("PP 45/1991", None),
    ("Perppu 1/2004", None),
    ("PP 94/201", "pp-94-2021"),
    ("UU ASN No. 20 Tahun 20223", "uu-20-2023"),
    ("UU ITE Nomor 11 Tahun 2018", "uu-11-2008"),
    ("SKB tanggal 22 September 2021", "skb-2-2022"),
    ("SKB tertanggal 22 September 2020", None),
    ("SKB empat menteri Nomor 22 Tahun 2022", "skb-2-2022"),
    ("perkara 136/PU-XXII/2024", "putusan-mk-136-puu-xxii-2024"),
    ("Permendagri Nomor 6 Tahun 2022", None),
    ("UU 999/2099", None),
    ("SKB nomor 22", "skb-2-2022"),
]


@pytest.mark.parametrize(("written", "meant"), GARBLED)
def test_a_garbled_identity_is_unknown_and_the_one_meant_is_near(written: str, meant: str | None) -> None:
    mention = only_mention(f"Saya baca di {written} begitu, benar?")
    assert mention.instrument is None
    near = nearest(mention, TODAY)
    assert (near.id if near else None) == meant


def test_nearest_of_a_known_mention_is_itself() -> None:
    assert nearest(only_mention("PP 94/2021")) == REGISTER.instrument("pp-94-2021")


def test_slips_count_a_swap_once() -> None:
    assert [slips(*pair) for pair in (("49", "94"), ("22", "2"), ("94", "94"), ("30", "94"), ("", "12"))] == [
        1,
        1,
        0,
        2,
        2,
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Pemilu 2024 dan Pilkada 2024 sudah selesai.",
        "Sebanyak 2.640 peserta di 33 kantor wilayah, 66 titik.",
        "Kegiatan berlangsung Selasa (30/01/2024) pukul 09.00.",
        "Itu pasal karet, bukan pasal 5 atau Pasal 280 ayat (3).",
        "Nomor urut 2 menang; calon nomor 1 kalah pada tahun 2019.",
        "RUU ASN dan Rancangan Undang-Undang Pemilu masuk Prolegnas.",
        "Undang-undang dan peraturan pemerintah mengatur hal itu.",
        "UUD 1945 menjamin hak pilih.",
        "Saya ikut tes SKB CPNS 2024, juga SKB 3 Menteri tentang cuti bersama.",
        "PP Gaji dan Tunjangan belum ada.",
        "Bus itu pp 11 kali sehari, ganti pp 2 bulan sekali.",
        "Dalam UU, 5 hal diatur. Menurut UU 7 hari kerja.",
        "ASN se-33 provinsi, se 1 kecamatan/2023, 24/7 siaga, 10/2024.",
        "Lembaran Negara Republik Indonesia Tahun 2014 Nomor 6.",
        "Mata kuliah mk 3 sks 2021/2022, semester 1/2022.",
        "NIP 198501012010011002, telepon 0812-3456-7890.",
        "Surat Nomor 12/HM/2024 dan perjanjian nomor 5.",
        "Tahun 2014 ia menjadi camat; tahun 2023 pensiun.",
        "permen dan kopi 2/2023",
        "SE Gubernur Nomor 1 Tahun 2023, Peraturan Menteri Keuangan Nomor 6 Tahun 2022.",
        "Tes SKB 20 November 2024. Menurut UU 1 tahun 100 hari.",
        "",
    ],
)
def test_ordinary_sentences_cite_nothing(sentence: str) -> None:
    assert find_citations(sentence, TODAY) == ()


def test_the_facts_cite_only_what_is_registered_or_called_wrong_there() -> None:
    if not FACTS.exists():
        pytest.skip("The dossier of facts is not beside this checkout.")
    unknown = {
        f"{m.kind} {m.number}/{m.year}"
        for m in find_citations(FACTS.read_text(encoding="utf-8"), TODAY)
        if not m.instrument
    }
    assert unknown <= {"skb 22/2022", "perpres 91/2014", "kepmen 16/2024"}


# --- Hostile input --------------------------------------------------------------------------------------------------

PIECES = [
    "UU ",
    "(UU ",
    "SKB menpan rb, ",
    "UU 1-",
    "UU 1/2015, 8/2015, ",
    "Pasal 1 dan ",
    "1 ayat (2) ",
    "Nomor ",
    "5/",
    " ",
]


@pytest.mark.parametrize("piece", [*PIECES, "undang ", "PP 9", "UU ASN A", "Pasal 5 huruf n, ", "1.", "a", "-"])
def test_repetitions_are_read_in_no_time(piece: str) -> None:
    text = "UU" + (piece * 20_000)[:20_000]
    begun = time.perf_counter()
    find_citations(text, TODAY)
    assert time.perf_counter() - begun < 1.0


def test_random_junk_is_read_in_no_time_and_spans_are_in_order() -> None:
    chance = random.Random(7)
    words = [*PIECES, "tahun 2021 ", "94", "/", "tentang ", "ASN ", "2024 ", "\n", "huruf a ", "putusan MK ", "x"]
    text = "".join(chance.choice(words) for _ in range(8_000))[:20_000]
    begun = time.perf_counter()
    found = find_citations(text, TODAY)
    assert time.perf_counter() - begun < 1.0
    assert all(one.start < one.end <= other.start for one, other in itertools.pairwise(found))


# --- A file that a person edited ------------------------------------------------------------------------------------

GOOD = REGISTER_FILE.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("kind: uu\n", "kind: uuu\n", r"peraturan uu-20-2023.*`kind` berisi 'uuu'"),
        ("status: dicabut", "status: cabut", r"uu-5-2014.*`status` berisi 'cabut'"),
        ("repealed_on: 2023-10-31", "repealed_on: 31-10-2023", r"uu-5-2014.*tanggal seperti 2023-10-31"),
        ("    repealed_by: uu-20-2023\n", "", r"uu-5-2014.*repealed_by"),
        ("repealed_by: uu-20-2023", "repealed_by: uu-21-2023", r"'uu-21-2023' tidak ada"),
        ("year: 2023\n", "year: dua ribu\n", r"`year` berisi 'dua ribu'"),
        ("title: Aparatur Sipil Negara\n", "judul: ASN\n", r"uu-20-2023.*'judul' tidak dikenal"),
        ("id: uu-5-2014", "id: uu-20-2023", r"'uu-20-2023' sudah ada"),
        ("short_names: [UU ASN,", "short_names: UU ASN #", r"`short_names`.*daftar tulisan"),
        ("instruments:\n", "instruments: 5\nsisa:\n", r"sisa"),
        ("issuer: MenPANRB", "issuer: Menpan", r"`issuer` berisi 'Menpan'"),
        ("kinds:\n", "kinds: [\n", r"tidak dapat dibaca"),
        ("    status: diubah\n    changed_by:\n", "    status: diubah\n    still_valid:\n", r"uu-20-2023"),
    ],
)
def test_a_mistake_in_the_file_is_named_with_its_place(tmp_path: Path, old: str, new: str, complaint: str) -> None:
    assert old in GOOD
    file = tmp_path / "regulations.yaml"
    file.write_text(GOOD.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RegisterError, match=re.compile(complaint, re.DOTALL)):
        load_register(file)


def test_an_empty_or_missing_file_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "empty.yaml").write_text("", encoding="utf-8")
    for name in ("empty.yaml", "missing.yaml"):
        with pytest.raises(RegisterError, match=name):
            load_register(tmp_path / name)


def test_a_register_of_ones_own_is_used(tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(
        "kinds: {perda: {label: Perda, written: [perda, peraturan daerah]}}\nissuers: {}\nevents: []\n"
        "instruments: [{id: perda-3, kind: perda, number: 3, year: 2020, title: Parkir, status: berlaku}]\n",
        encoding="utf-8",
    )
    own = load_register(file)
    (known, unknown) = find_citations("Peraturan Daerah Nomor 3 Tahun 2020 dan Perda 3/2021", TODAY, own)
    assert known.instrument == own.instruments[0]
    assert unknown.instrument is None
    assert nearest(unknown, TODAY, own) == own.instruments[0]
