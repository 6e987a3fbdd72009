"""Whose act is asked about: the asker's, a relative's, or that of somebody whose office is named."""

from __future__ import annotations

import pytest

from assistant.answer.question import read_question
from assistant.vocabulary import load_vocabulary


def actors(text: str) -> set[str]:
    return set(read_question(text, load_vocabulary()).actors)


@pytest.mark.parametrize(
    "text",
    [
        "Boleh nggak saya buka situs KPU buat baca visi misi?",
        "Orangnya masih bakal calon, KPU belum netapin. Boleh dong saya komen?",
        "KPU belum menetapkan calon, boleh like?",
        "Pak kabid menyuruh saya mengantar spanduk. Apa boleh saya antar?",
        "Kabag nyuruh saya pasang spanduk, boleh?",
        "Boleh saya ikut kampanye kalau diajak pak camat?",
        "bolehkah saya mendampingi suami yang caleg",
        "Suami nyaleg, boleh foto bareng?",
        "Ponakan nyaleg minta saya pegang akunnya. Boleh?",
        "Boleh dampingi istri?",
    ],
)
def test_the_asker_acts_though_others_are_named(text: str) -> None:
    assert actors(text) == set()


@pytest.mark.parametrize(
    ("text", "institution"),
    [
        ("Bisakah Bawaslu menghukum ASN?", "bawaslu"),
        ("Bawaslu bisa gak menjatuhkan hukuman ke PNS?", "bawaslu"),
        ("Apakah KASN masih bisa memberi rekomendasi?", "kasn"),
    ],
)
def test_an_institution_acts_where_it_is_the_subject(text: str, institution: str) -> None:
    assert actors(text) == {institution}


@pytest.mark.parametrize(
    "text",
    [
        "Ibu saya pedagang, masang spanduk caleg. Saya ASN. Ibu boleh kan?",
        "Awak ASN, orang rumah awak cuma jualan lontong. Dia ikut kampanye. Boleh rupanya istri awak tu?",
        "Apa suami PNS yang sopir travel dilarang kampanye?",
        "Suami kerja di toko, mau gabung tim sukses. Boleh nggak, kan saya PNS?",
        "Bolehkah istri ASN ikut kampanye?",
    ],
)
def test_a_relative_without_an_office_is_an_ordinary_person(text: str) -> None:
    assert actors(text) == {"swasta"}


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        (
            "Istri PNS guru, suaminya sekretaris desa. Karena suaminya bukan ASN, suami boleh kampanye?",
            "perangkat_desa",
        ),
        ("Suami saya tentara aktif. Boleh dia kampanye?", "tni"),
        ("Laki gue ojol, pengin jadi timses. Gue yang PNS. Dia boleh gak?", "swasta"),
        ("My brother is a soldier, I am a civil servant. Can he vote?", "tni"),
        ("Paman saya anggota BPD, mau jadi juru kampanye. Boleh kah?", "bpd"),
        ("Bapak mertua ketua RW. Boleh dia jadi timses?", "bukan_pegawai"),
        ("Emak saya nanya, anaknya kan PNS, jadi masih boleh nyoblos?", "pns"),
        ("Bapak saya pensiunan PNS. Beliau boleh jadi tim sukses?", "pensiunan"),
        ("saya dan suami berfoto dengan calon. Suami PNS ingin mengunggahnya. Bolehkah?", "pns"),
    ],
)
def test_a_relative_with_an_office_holds_it(text: str, actor: str) -> None:
    assert actors(text) == {actor}


def test_a_relative_with_an_occupation_that_may_be_a_civil_servant_is_taken_for_one() -> None:
    assert actors("Suami saya guru. Boleh dia kampanye?") == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kepala dusun sama kasi pemerintahan desa boleh nyoblos?", {"perangkat_desa"}),
        ("sa kaur keuangan di kampung, boleh ikut kampanye?", {"perangkat_desa"}),
        ("Kasi pelayanan di kantor desa diajak jadi timses. Boleh ga dia?", {"perangkat_desa"}),
        ("teller bank pelat merah boleh kampanye?", {"bumn"}),
        ("Pegawai rendahan PDAM boleh jadi tim sukses?", {"bumn"}),
        ("Mantan camat, sudah pensiun tahun lalu. Boleh masuk pengurus partai?", {"pensiunan"}),
        ("Camat mau pensiun boleh kampanye?", {"pejabat"}),
        ("Boleh ga saya yang pensiun tahun depan ikut kampanye?", set()),
        ("Saya di BPD, bukan perangkat. Boleh nonton kampanye?", {"bpd"}),
        ("tenaga kontrak satpol PP boleh kampanye?", {"honorer"}),
        ("pppk paruh waktu blh ke tps gk", {"pppk_paruh_waktu"}),
        ("Boleh gak PNS sama PPPK ikut kampanye?", {"pns", "pppk"}),
        ("Pj bupati yang notabene ASN boleh memihak?", {"penjabat", "asn"}),
        ("PNS kecamatan boleh kampanye?", {"pns"}),
        ("Saya tenaga honorer, bukan ASN. Bebas ikut kampanye kan?", {"honorer"}),
        ("Honorer kan kebal sanksi sebab bukan ASN, bolehkah saya kampanye?", {"honorer"}),
        ("Saya cuma staf, bukan pejabat. Boleh kampanye?", set()),
        ("Sebagai lurah, bolehkah saya mendukung calon?", {"pejabat"}),
        ("Penyuluh agama PNS di masjid kami berdoa untuk calon. Boleh ga sih?", {"pns"}),
        ("Notaris boleh ikut tim kampanye?", {"bukan_pegawai"}),
    ],
)
def test_the_office_that_is_named(text: str, expected: set[str]) -> None:
    assert actors(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Gubernur aktif mau turun kampanyein calon bupati separtai. Boleh?",
        "Bupati yang masih menjabat boleh ikut kampanye?",
        "Bapak bupati definitif mau jadi jurkam. Boleh tidak beliau?",
        "kepala daerah mau ikut kampanye pilkada, boleh?",
    ],
)
def test_a_sitting_head_of_a_region_is_no_civil_servant(text: str) -> None:
    assert actors(text) == {"kepala_daerah"}


@pytest.mark.parametrize(
    "text", ["Boleh gak PNS maju jadi bupati?", "PNS boleh foto sama bupati?", "Calon bupati ngajak PNS foto, boleh?"]
)
def test_a_candidate_or_a_mayor_who_is_only_met_does_not_act(text: str) -> None:
    assert actors(text) == {"pns"}


def test_the_boss_acts_where_his_deed_is_asked_about() -> None:
    assert actors("Camat mengumpulkan kami dan minta dukung satu calon. Apakah hal tersebut diperbolehkan?") == {
        "pejabat"
    }
    assert actors("Kadis mau mindahin kepala sekolah yang dukung lawan. Boleh dia lakukan itu?") == {"pejabat"}
    assert actors("Lurah memang boleh begitu?") == {"pejabat"}


def test_where_no_deed_is_asked_about_everybody_named_counts() -> None:
    assert actors("apa sanksi bagi PNS dan PPPK?") == {"pns", "pppk"}
    assert actors("Sanksi buat perangkat desa kayak dia apa?") == {"perangkat_desa"}
