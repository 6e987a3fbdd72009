"""Scanning faults are repaired where that is certain and left alone where it is not; the original stays known."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import SettingsError
from ingest.faults.mended import Edit, Mended
from ingest.faults.misread_numbers import spelled_number
from ingest.scan_faults import SCAN_FAULTS_FILE, load_scan_faults, mend

# Words that a real regulation repeats: what occurs once more elsewhere in the text may be put in place of what was misread.
ELSEWHERE = (
    " Dewan Perwakilan Rakyat dan Dewan Perwakilan Rakyat Daerah. Rakyat memilih. PNS dan PPPK di KPU, PNS dan PPPK di KPU. "
    "Unit Kerja, jam kerja, hari kerja, kinerja, kinerja, kinerja. Kepegawaian, kepegawaian, kepegawaian. Tahun 2014."
)


def mended(text: str) -> str:
    """The text without what it was followed by."""
    result = mend(text + ELSEWHERE).text
    assert result.endswith(ELSEWHERE)
    return result[: -len(ELSEWHERE)]


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        # Words
        ("anggota Dewan Perwakilan Ralryat", "anggota Dewan Perwakilan Rakyat"),
        ("anggota Dewan Perwakilan Ralcyat", "anggota Dewan Perwakilan Rakyat"),
        ("tidak Masuk Keda selama 3 hari keda", "tidak Masuk Kerja selama 3 hari kerja"),
        ("tunjangan kineda", "tunjangan kinerja"),
        ("atasan langsung wqjib melaporkan", "atasan langsung wajib melaporkan"),
        ("MEMUTUSI(AN: MenetapKan", "MEMUTUSKAN: Menetapkan"),
        ("sesuai dengan ketenhran peraturan", "sesuai dengan ketentuan peraturan"),
        ("Republik lndonesia", "Republik Indonesia"),
        ("hunrf a", "huruf a"),
        ("memimpin danlatau mengelola", "memimpin dan/atau mengelola"),
        ("seseorang, danf atau golongan", "seseorang, dan/atau golongan"),
        # Abbreviations
        ("yang selanjutnya disingkat pNS adalah", "yang selanjutnya disingkat PNS adalah"),
        ("diisi oleh pppK dan KpU", "diisi oleh PPPK dan KPU"),
        # Numbers
        ("Undang-Undang Nomor 5 Tahun 2Ol4", "Undang-Undang Nomor 5 Tahun 2014"),
        ("Dasar Negara Tahun l945", "Dasar Negara Tahun 1945"),
        ("tanggal 31 Agustus 2O2l", "tanggal 31 Agustus 2021"),
        ("Tambahan Lembaran Negara Nomor 3O21", "Tambahan Lembaran Negara Nomor 3021"),
        ("dalam Pasal 3O dan Pasal 2l", "dalam Pasal 30 dan Pasal 21"),
        ("pada ayat (21, ayat (l), ayat {3) dan ayatl4l", "pada ayat (2), ayat (1), ayat (3) dan ayat (4)"),
        ("pada ayat (21diatur lebih lanjut", "pada ayat (2) diatur lebih lanjut"),
        ("sebesar 25o/o dan 30oh (tiga puluh persen)", "sebesar 25% dan 30% (tiga puluh persen)"),
        ("selama 1O (sepuluh) hari dan S (lima) bulan", "selama 10 (sepuluh) hari dan 5 (lima) bulan"),
        # Words that were divided, torn apart and run together
        ("Pejabat Pembina Kepega- waian", "Pejabat Pembina Kepegawaian"),
        ("Pejabat Pembina Kepega-\nwaian", "Pejabat Pembina Kepegawaian"),
        ("Undang- Undang Dasar", "Undang-Undang Dasar"),
        ("peraturan perundang- undangan", "peraturan perundang-undangan"),
        ("urusan kepe gawaian negara", "urusan kepegawaian negara"),
        ("PNSdilarang pejabatyang", "PNSdilarang pejabat yang"),
        # What recognisers and converters leave behind
        ("dengan ^jabatan ^dan wewenang", "dengan jabatan dan wewenang"),
        ("**Pasal 5**\n\n## BAB II", "Pasal 5\n\nBAB II"),
    ],
)
def test_a_certain_fault_is_repaired(read: str, printed: str) -> None:
    assert mended(f"Setiap {read} di lingkungannya.") == f"Setiap {printed} di lingkungannya."


@pytest.mark.parametrize(
    "text",
    [
        # Two words are possible, or the printed one occurs nowhere.
        "Peraturan Pemerintah Nomor 11 Tahun 2OLZ",
        "Tambahan Lembaran Negara Republik Indonesia Nomor 5a9a",
        "menurut perqzrtxan itu",
        # Both are words.
        "hari dan hati, kata dan kala, pada dan pala, datang dan batang, tanda dan landa",
        "tata cara pemberian tanda mata",
        # Names and foreign words
        "Yasonna H. Laoly dan Joko Widodo di Bengkulu, Kalbar, Tuban, Kulon Progo",
        "good governance, ad hoc, mutatis mutandis, WhatsApp, e-mail",
        # Numbers that are right, or may mean anything
        "selama 10l air, Rp10.000.000,00 (sepuluh juta rupiah), 25% (dua puluh lima persen), ayat (11) dan ayat (1a)",
        "selama 30 (tigapuluh lima) hari",
        "Nomor 12/PUU-XXII/2024 tentang Pasal 5A dan Pasal 22E",
        # Words that are written so on purpose
        "tanggungjawab, bertanggungjawab, antarinstansi, kerjasama, Keduabelas, tatacara",
        "masing-masing, sewaktu-waktu, non-ASN, jual-beli, dan/atau, bupati/wali kota",
        "pada 3 - 5 hari; a. satu; b. dua",
        # A head of pages that is none
        "ditetapkan Presiden Republik Indonesia",
    ],
)
def test_what_is_not_certain_stays_as_it_is(text: str) -> None:
    assert mended(f"Setiap {text} dicatat.") == f"Setiap {text} dicatat."


@pytest.mark.parametrize(
    "head",
    [
        "PRESIDEN REPUBLIK INDONESIA - 12 -",
        "PRESIDEN\nREPUBLIK INDONESIA\n-3-",
        "PRES I DEN REPUBLIK INDONESIA -t4-",
        "FR trSIDE N REPUBLIK II{DONESIA",
        "PRESIDEN R.EPUBLIK INDONESIA",
        "PRE S ID EN REPUELIK INDONESIA 42",
        "SK No 12345 A",
        "www.hukumonline.com",
        "- 17 -",
        "^-",
    ],
)
def test_heads_and_feet_of_pages_vanish_from_sentences(head: str) -> None:
    assert mended(f"Setiap pegawai wajib menaati\n{head}\nketentuan jam kerja.").split() == (
        "Setiap pegawai wajib menaati ketentuan jam kerja.".split()
    )


@pytest.mark.parametrize(
    "text",
    [
        "DENGAN RAHMAT TUHAN YANG MAHA ESA PRESIDEN REPUBLIK INDONESIA, Menimbang: bahwa",
        "Dengan Persetujuan Bersama DEWAN PERWAKILAN RAKYAT REPUBLIK INDONESIA dan PRESIDEN REPUBLIK INDONESIA MEMUTUSKAN:",
        "pada tanggal 15 Januari 2014 PRESIDEN REPUBLIK INDONESIA, ttd. BUDI",
        "LEMBARAN NEGARA REPUBLIK INDONESIA TAHUN 2014 NOMOR 6",
        "tercantum di laman www.contoh.go.id milik negara",
    ],
)
def test_names_in_preambles_and_signatures_stay(text: str) -> None:
    assert mended(text) == text


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("menaati jam kerja; : ,1< l.lo 106 ^-<.1 / b. menghadiri rapat", "menaati jam kerja; b. menghadiri rapat"),
        ("dijatuhi hukuman. : il( Nlo l0(,15,) /r (2) Hukuman ringan", "dijatuhi hukuman. (2) Hukuman ringan"),
    ],
)
def test_a_jumble_of_signs_between_sentences_vanishes(read: str, printed: str) -> None:
    assert mended(read).split() == printed.split()


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("jam kerja; b. menghadiri b. menghadiri rapat.", "jam kerja; b. menghadiri rapat."),
        ("hukuman. (2) Hukuman . (21 Hukuman ringan.", "hukuman. (21 Hukuman ringan."),
        ("tugas; e. akuntabel... e. akuntabel dalam tugas.", "tugas; e. akuntabel dalam tugas."),
        ("rapat.\n\nPasal 10\n\nPasal 10 Hukuman.", "rapat.\n\nPasal 10 Hukuman."),
        ("rapat. Bagian\n\nBagian Kedua Larangan", "rapat. Bagian Kedua Larangan"),
        ("rapat. Pasal 3... Pasal 3 Pegawai", "rapat. Pasal 3 Pegawai"),
    ],
)
def test_the_first_words_of_the_next_page_are_not_said_twice(read: str, printed: str) -> None:
    assert mended(read).split() == printed.split()


@pytest.mark.parametrize(
    "text", ["terdiri atas: a. pegawai; b. pegawai daerah; c. pegawai pusat.", "pasal demi pasal, hari demi hari"]
)
def test_items_that_begin_alike_are_no_repetition(text: str) -> None:
    assert mended(text) == text


def test_every_piece_of_a_repaired_text_knows_its_original() -> None:
    text = f"Dewan Perwakilan Ralryat ^dan PRESIDEN REPUBLIK INDONESIA - 12 - pNS.{ELSEWHERE}"
    result = mend(text)
    start, end = result.text.index("Rakyat"), result.text.index("PNS") + len("PNS")
    assert result.before(0, len(result.text)) == text
    assert result.before(start, start + len("Rakyat")) == "Ralryat"
    assert result.before(start, end) == "Ralryat ^dan PRESIDEN REPUBLIK INDONESIA - 12 - pNS"
    assert {(repair.kind, repair.was, repair.now) for repair in result.repairs} == {
        ("mark", "^", ""),
        ("head", "PRESIDEN REPUBLIK INDONESIA - 12 -", ""),
        ("word", "Ralryat", "Rakyat"),
        ("word", "pNS", "PNS"),
    }
    assert all(text[repair.at :].startswith(repair.was) for repair in result.repairs)


def test_a_text_without_faults_is_itself() -> None:
    result = mend(f"Setiap pegawai wajib netral.{ELSEWHERE}")
    assert result.repairs == ()
    assert result.text == result.original


def test_of_edits_that_overlap_the_first_is_made() -> None:
    edits = [Edit(2, 4, "XY", "word"), Edit(3, 6, "Z", "word"), Edit(6, 7, "", "head")]
    result = Mended.of("abcdefgh").edited(edits)
    assert result.text == "abXYefh"
    assert result.before(2, 4) == "cd"
    assert result.before(4, 7) == "efgh"


def test_repairing_again_changes_nothing() -> None:
    once = mend(f"Dewan Perwakilan Ralryat, Tahun 2Ol4, ayat (21, Kepega- waian.{ELSEWHERE}").text
    assert mend(once).text == once


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("lima", 5),
        ("sepuluh", 10),
        ("dua puluh lima", 25),
        ("sebelas", 11),
        ("empat belas", 14),
        ("seratus", 100),
        ("dua ratus", 200),
    ],
)
def test_numbers_in_words_are_known(words: str, number: int) -> None:
    assert spelled_number(words) == number
    assert spelled_number(f"{words} hari") is None


# --- The file that a lawyer edits -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("words: [a", "tidak dapat dibaca"),
        ("words: |\n  a\n", "running_heads"),
        ("running_heads: |\n  a\nrunning_lines: [b]\nwords: |\n  a\n", "running_lines"),
        ("running_heads: |\n  a\nrunning_lines: |\n  b\nwords: |\n  a\nconfusions: {k: lc}\n", "confusions"),
    ],
)
def test_what_is_wrong_in_the_file_is_said(tmp_path: Path, content: str, complaint: str) -> None:
    path = tmp_path / "scan_faults.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SettingsError, match=complaint):
        load_scan_faults(path)


def test_the_file_has_no_confusion_of_a_sign_with_itself_and_no_word_in_capitals() -> None:
    faults = load_scan_faults()
    assert all(read != printed for read, printed in faults.confusions)
    assert all(word == word.lower() for word in faults.words)
    assert len(faults.words) > 1_000
    text = SCAN_FAULTS_FILE.read_text(encoding="utf-8")
    assert all(len(line) <= 130 for line in text.splitlines())
