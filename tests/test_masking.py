"""What belongs to a person leaves the machine only behind a placeholder, and comes back unharmed."""

from __future__ import annotations

import json
import random
import re
import time
from pathlib import Path

import pytest

from assistant.answer.masking import Masks
from assistant.settings import PROJECT_ROOT
from assistant.vocabulary import load_vocabulary

VOCABULARY = load_vocabulary()
QUESTIONS = Path(__file__).with_name("masking_development.jsonl")
ARTICLES = PROJECT_ROOT / "ingest" / "articles"
PLACEHOLDER = re.compile(r"\b(?:NAMA|NIK|KK|NIP|NPWP|TELEPON|SUREL|AKUN|PLAT|IDENTITAS|TEKS)_\d+")
# Measured: 100 of 105 hidden pieces of the articles are people; the rest are organisations that few texts name.
MOST_FALSE_IN_ARTICLES = 8
# One passage of 600 characters; three times what it takes on a slow machine, so that a busy one does not fail.
MOST_SECONDS = 0.015


def hide(text: str, masks: Masks | None = None) -> str:
    return (masks or Masks()).hide(text, VOCABULARY)


def placeholders(text: str) -> list[str]:
    return PLACEHOLDER.findall(text)


@pytest.mark.parametrize(
    ("kind", "question"),
    [
        ("NIK", "NIK saya 3275014506900002 dicatut partai, lapor ke mana?"),
        ("NIK", "nik 3275 0145 0690 0002 kok terdaftar di sipol"),
        ("NIK", "ktp: 327501.450690.0002 itu punya saya"),
        ("NIK", "katanya 3275-0145-0690-0002 sudah dihapus, benarkah?"),
        ("NIK", "nomor ktp saya 32 75 01 45 06 90 0002 dipakai orang"),
        ("NIK", "NIK ３２７５０１４５０６９００００２ ada di daftar"),
        ("NIP", "saya NIP 198506122010012015, boleh like?"),
        ("NIP", "nip saya 19850612 201001 2 015 ya"),
        ("NIP", "Pegawai (19850612.201001.2.015) ikut kampanye."),
        ("NIP", "nip 19850612-201001-2-015 kena sanksi apa"),
        ("NIP", "NIP lama saya 131 234 567, masih berlaku?"),
        ("NPWP", "NPWP 09.254.294.3-407.000 dipakai menyumbang"),
        ("NPWP", "npwp saya 092542943407000 gimana"),
        ("NPWP", "npwp 09 254 294 3 407 000"),
        ("NPWP", "NPWP: 09.254.294.3.407.000"),
        ("NPWP", "npwp baru 0925 4294 3407 0001"),
        ("KK", "nomor KK 3201021204150007 dikumpulkan timses"),
        ("KK", "kk saya 3201-0212-0415-0007, boleh diminta?"),
        ("KK", "kartu keluarga 320102 120415 0007"),
        ("KK", "Kartu Keluarga nomor 3201.0212.0415.0007"),
        ("KK", "no. kk: 3201 0212 0415 0007"),
        ("TELEPON", "hp saya 081234567890"),
        ("TELEPON", "wa 0812-3456-7890 ya min"),
        ("TELEPON", "hubungi +62 812 3456 7890 saja"),
        ("TELEPON", "whatsapp 62.812.3456.7890"),
        ("TELEPON", "telepon rumah (021) 3192-0001"),
        ("TELEPON", "kantor camat 0274-512345 dipakai kampanye"),
        ("TELEPON", "nomorku 0 8 1 2 3 4 5 6 7 8 9 0"),
        ("TELEPON", "+62 (812) 3456-7890 itu nomor lurah"),
        ("SUREL", "balas ke siti.aminah85@gmail.com ya"),
        ("SUREL", "email rudi_h+pns@bkd.slemankab.go.id dipakai kampanye"),
        ("SUREL", "dewi(at)yahoo.co.id"),
        ("SUREL", "kirim ke joni at gmail dot com aja"),
        ("SUREL", "joni [at] gmail [dot] com"),
        ("SUREL", "joni @ gmail.com"),
        ("AKUN", "akun @budi_santoso99 repost video calon"),
        ("AKUN", "ig: rinasusi_87 joget pakai jingle"),
        ("AKUN", "lihat https://www.instagram.com/rina.susilowati/ deh"),
        ("AKUN", "yang punya rina_susilowati itu PNS"),
        ("AKUN", "twitter @rinasusi, apakah melanggar?"),
        ("PLAT", "mobil dinas B 1234 XYZ ditempeli stiker"),
        ("IDENTITAS", "transfer ke rekening 0021-01-012345-50-9 untuk kampanye"),
    ],
)
def test_numbers_and_addresses_are_hidden_however_they_are_spelled(kind: str, question: str) -> None:
    masks = Masks()
    hidden = hide(question, masks)

    assert [f"{kind}_1"] == placeholders(hidden)
    assert not re.search(r"\d{2}", PLACEHOLDER.sub("", hidden))
    assert masks.reveal(hidden) == question


@pytest.mark.parametrize(
    "question",
    [
        "nama saya Siti Aminah, boleh saya like?",
        "teman saya budi santoso ikut kampanye",
        "Pak Joko menyuruh kami hadir",
        "bu ani pasang stiker caleg",
        "Saya Dr. H. Ahmad Fauzi, S.H., M.Si., dosen PNS.",
        "suamiku suparlan nyaleg",
        "rekan kerja saya bernama Hendrik Manurung sering komen",
        "MOHON INFO IBU RATNASARI IKUT KAMPANYE",
        "BUDI HARTONO mendukung calon",
        "kata Totok Hariyono ASN harus netral",
        "Hadir pula Taufiqurrahman, S.STP., M.AP. (Sekda)",
    ],
)
def test_names_are_hidden_after_cues_titles_and_by_their_form(question: str) -> None:
    masks = Masks()
    hidden = hide(question, masks)

    assert placeholders(hidden) == ["NAMA_1"]
    assert masks.reveal(hidden) == question
    for (
        name
    ) in "Siti Aminah budi santoso Joko ani Fauzi suparlan Manurung RATNASARI HARTONO Hariyono Taufiqurrahman".split():
        assert not re.search(rf"\b{name}\b", hidden)


@pytest.mark.parametrize(
    "text",
    [
        "Apakah ASN boleh menyukai unggahan calon menurut SKB Nomor 2 Tahun 2022, 800-5474 Tahun 2022, dan 246 Tahun 2022?",
        "Pasal 280 ayat (2) UU 7/2017 dan Pasal 9 ayat (2) UU Nomor 20 Tahun 2023",
        "Putusan MK Nomor 121/PUU-XXII/2024 dibacakan 16 Oktober 2025 pukul 08.00-10.00 WIB.",
        "Denda paling banyak Rp36.000.000,00 atau Rp 1.000.000.000.000 menurut undang-undang.",
        "Bawaslu, KASN, BKN, dan KPU Kabupaten Sleman menerima 1.304 laporan pada 2019-2024.",
        "Bupati dan Camat dari PDI Perjuangan serta Partai Golkar di Jawa Tengah hadir.",
        "Kepala Dinas Pendidikan Kota Medan mengundang Menteri Dalam Negeri pada bulan Mei.",
        "teman saya PNS ikut kampanye, suami saya nyaleg, bapak saya pensiun: saya boleh hadir?",
        "nama saya dicatut partai politik di Sipol, bagaimana menghapusnya?",
        "Hasil suara 2014 2019 2024 2029 dan 12.345.678 pemilih",
        "pak camat dan bu lurah menyuruh kami, apa sanksinya?",
        "Huruf h Cukup jelas. Daftar Pemilih Tetap diumumkan oleh PPS.",
    ],
)
def test_rules_institutions_places_dates_and_amounts_stay(text: str) -> None:
    assert hide(text) == text


def test_the_same_thing_has_one_placeholder_in_all_texts_of_an_answer() -> None:
    masks = Masks()
    first = hide("Budi Santoso (0812-3456-7890) dan Rina ikut kampanye.", masks)
    second = hide("Hubungi Rina atau Budi di +62 812 3456 7890.", masks)

    assert first == "NAMA_1 (TELEPON_1) dan NAMA_2 ikut kampanye."
    assert second == "Hubungi NAMA_2 atau NAMA_1 di TELEPON_1."


def test_a_first_name_that_two_people_share_stands_for_neither() -> None:
    masks = Masks()
    hidden = hide("teman saya Dedi Kurniawan dan atasan saya Dedi Mulyono datang. Lalu Pak Dedi pulang.", masks)

    assert placeholders(hidden) == ["NAMA_1", "NAMA_2", "NAMA_3"]
    assert masks.reveal("NAMA_3") == "Dedi"


def test_placeholders_are_found_as_models_write_them() -> None:
    masks = Masks()
    for number in range(1, 13):
        hide(f"email: orang{number}@contoh.id", masks)

    for written in ("SUREL_1", "Surel_1", "surel_1", "SUREL 1", "Surel-1", r"SUREL\_1", "SUREL1", "SUREL_01"):
        assert masks.reveal(f"Kirim ke {written}.") == "Kirim ke orang1@contoh.id."
    assert masks.reveal("**SUREL_12**, SUREL_10nya") == "**orang12@contoh.id**, orang10@contoh.idnya"
    for other in ("SUREL_13", "surel 1", "SUREL_100", "KONSUREL 1", "NAMA_1"):
        assert masks.reveal(other) == other


def test_a_typed_placeholder_means_itself() -> None:
    masks = Masks()
    question = "Apakah NAMA_1 itu Siti Aminah? Pada KTP ada kolom NAMA 1 dan nama_2."
    hidden = hide(question, masks)

    assert "NAMA_1 itu" not in hidden
    assert "Siti" not in hidden
    assert masks.reveal(hidden) == question


def test_invisible_characters_and_other_scripts_hide_no_number() -> None:
    digits = "081234567890"
    spellings = {
        "zero width": "\u200b".join(digits),
        "soft hyphen": "\u00ad".join(digits),
        "full width": "".join(chr(ord("０") + int(digit)) for digit in digits),
        "arabic": "".join(chr(ord("٠") + int(digit)) for digit in digits),
        "mathematical": "".join(chr(0x1D7CE + int(digit)) for digit in digits),
        "keycaps": "".join(f"{digit}\ufe0f\u20e3" for digit in digits),
        "struck": "".join(f"{digit}\u0336" for digit in digits),
        "dashes": "0812–3456—7890",
        "no-break": "0812\u00a03456\u202f7890",
        "dots": "0812·3456•7890",
    }
    for spelling, written in spellings.items():
        masks = Masks()
        question = f"nomor WA lurah {written}, boleh dilaporkan?"

        hidden = hide(question, masks)
        # What is invisible behind the last digit may stay.
        assert re.fullmatch(r"nomor WA lurah TELEPON_1[\u0336\ufe0f\u20e3]*, boleh dilaporkan\?", hidden), spelling
        assert masks.reveal(hidden) == question


def test_random_texts_come_back_as_they_were() -> None:
    # With one spelling of everything and one name: "Budi" after "Budi Santoso" comes back as Budi Santoso.
    chance = random.Random(7)
    marks = (
        "08123456789 siti@contoh.id @budi_s 3275014506900002 NAMA_1 Nama_2 TEKS_1 7/2017 280 , . ? ( ) @ _ -".split()
    )
    words = "apakah boleh ASN kampanye Pasal ayat (2) UU NIK KK nama Rp1.000 ½ ﷺ ① Siti \n \t".split(" ")
    for turn in range(1500):
        masks = Masks()
        pieces, glue = (marks, "") if turn % 2 else (marks + words, " ")
        text = glue.join(chance.choice(pieces) for _ in range(chance.randrange(1, 25)))
        revealed = masks.reveal(hide(text, masks))

        # Glued together, one number may stand in two spellings; it comes back in the first.
        assert re.sub(r"[\W_]", "", revealed) == re.sub(r"[\W_]", "", text)
        assert glue == "" or revealed == text


def test_no_digit_of_a_random_number_remains() -> None:
    chance = random.Random(11)
    for _ in range(300):
        length = chance.choice([16, 18])
        born = f"{chance.randrange(1, 28):02}{chance.randrange(1, 13):02}"
        digits = f"3275{chance.randrange(10, 99)}{born}90" if length == 16 else f"1985{born[2:]}{born[:2]}201001"
        digits += "".join(chance.choices("0123456789", k=length - len(digits)))
        gap = chance.choice(["", " ", ".", "-"])
        groups = [digits[place : place + 4] for place in range(0, length, 4)]
        hidden = hide(f"data saya {gap.join(groups)} dipakai partai")

        assert re.fullmatch(r"data saya N(?:IK|IP)_1 dipakai partai", hidden), (digits, hidden)


def test_questions_with_private_data_are_hidden() -> None:
    seen = {"numbers": 0, "names": 0}
    hidden = {"numbers": 0, "names": 0}
    for line in QUESTIONS.read_text(encoding="utf-8").splitlines():
        case, masks = json.loads(line), Masks()
        text = hide(case["text"], masks)
        left = set(re.findall(r"[^\W_]+", PLACEHOLDER.sub("", text)))
        for kind in seen:
            seen[kind] += len(case[kind])
            hidden[kind] += sum(left.isdisjoint(re.findall(r"[^\W_]+", piece)) for piece in case[kind])
        assert all(piece in text for piece in case["stays"]), text
        assert masks.reveal(text) == case["text"]

    assert seen["numbers"] >= 30
    assert seen["names"] >= 70
    assert hidden["numbers"] == seen["numbers"]
    assert hidden["names"] >= 0.95 * seen["names"]


def test_ordinary_words_of_the_articles_are_hardly_ever_hidden() -> None:
    # People, and places of the articles that bear a person's name: everything else that is hidden is a mistake.
    people = set(
        "anding duwi cahyadi gun gunawan rahmat bagja dewi rusmala ramlan harun andrey pramudia m tito karnavian sofyan dianor "
        "mukhasan ajib eko sugianto abdullah azwar anas sulianto i made agus suarjaya abhan alibar andap budhi revianto "
        "sahata marlen situngkir syukur destieli gulo haria wibisana pramusinto afifuddin sartono sugiarto soekarno teguh "
        "wibowo edi oktaviar juradin bambang mustiko".split()
    )
    mistaken: list[str] = []
    for file in ARTICLES.glob("*.md"):
        masks = Masks()
        if file.name == "README.md":
            continue
        for paragraph in re.split(r"\n\s*\n", file.read_text(encoding="utf-8").split("---", 2)[2]):
            hidden = hide(paragraph, masks)
            pieces = [masks.reveal(one) for one in placeholders(hidden)]
            mistaken += [piece for piece in pieces if not set(re.findall(r"\w+", piece.lower())) <= people]

    assert len(mistaken) <= MOST_FALSE_IN_ARTICLES, mistaken


def test_hiding_takes_time_in_proportion_to_the_text() -> None:
    passage = (
        "Menurut Rahmat Bagja, ASN dilarang ikut kampanye sesuai Pasal 280 ayat (2) UU 7/2017; hubungi 0812-3456-7890. "
        * 6
    )
    hide(passage)
    started = time.process_time()
    for _ in range(5):
        hide(passage[:600])

    assert (time.process_time() - started) / 5 < MOST_SECONDS
    for hostile in (
        "0 8 1-" * 1500,
        "a.b@" * 2000,
        "1.2-3 4" * 1200,
        "@" * 9000,
        "nip " * 2000,
        "a_" * 4000,
        "-" * 9000,
    ):
        started = time.process_time()
        hide(hostile)
        assert time.process_time() - started < 3, hostile[:10]
