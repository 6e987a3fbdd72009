"""What a sentence must hold to answer a question of a kind, and how surely it answers."""

from __future__ import annotations

import pytest
from fakes import passage, quote_of

from assistant.answer import evidence
from assistant.answer.evidence import Sought
from assistant.answer.question import read_question
from assistant.types import Quote
from assistant.vocabulary import load_vocabulary


def asked(question: str) -> Sought:
    return Sought.of(read_question(question, load_vocabulary()))


def sentence(text: str) -> Quote:
    return quote_of(passage(text))


def holds(question: str, text: str) -> float:
    return evidence.holds_answer(asked(question), sentence(text))


def strength(question: str, text: str) -> float:
    return evidence.strength(asked(question), sentence(text))


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Berapa peserta penyuluhan?", "Penyuluhan diikuti 125 peserta."),
        ("Jumlah peserta berapa?", "Penyuluhan diikuti 125 peserta."),
        ("Berapa hari cuti itu?", "Cuti itu berlangsung 14 hari."),
        ("Berapa lama cuti itu?", "Cuti itu berlangsung dua bulan."),
        ("Berapa persen pegawai hadir?", "Sebanyak 80 persen pegawai hadir."),
        ("Berapa besar dendanya?", "Denda paling banyak 12 juta rupiah."),
        ("Umur berapa orang boleh memilih?", "Warga berumur 17 tahun boleh memilih."),
    ],
)
def test_an_amount_is_a_number_with_what_is_counted_or_its_unit(question: str, text: str) -> None:
    assert holds(question, text) == 1


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Berapa hari cuti itu?", "Cuti itu diikuti 14 pegawai selama 2 bulan."),
        ("Berapa lama cuti itu?", "Cuti itu diikuti 2 pegawai."),
        ("Berapa peserta penyuluhan?", "Peserta penyuluhan memakai 3 ruang."),
        ("Umur berapa orang boleh memilih?", "Sebanyak 120 orang memilih di TPS itu."),
        ("Berapa peserta penyuluhan?", "Pada 14 Juni 2023 penyuluhan memakai 3 ruang."),
    ],
)
def test_a_number_of_something_else_counts_for_less(question: str, text: str) -> None:
    assert holds(question, text) == evidence.ANY_NUMBER < 1


@pytest.mark.parametrize(
    "text",
    [
        "Penyuluhan peserta diatur PP Nomor 9 Tahun 2011.",
        "Penyuluhan bagi peserta digelar Rabu, 14 Juni 2023.",
        "Penyuluhan bagi peserta digelar 14/6/2023.",
        "Penyuluhan bagi peserta usai.",
    ],
)
def test_the_number_of_an_instrument_or_a_date_is_no_amount(text: str) -> None:
    assert not holds("Berapa peserta penyuluhan?", text)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Kapan penyuluhan digelar?", "Penyuluhan digelar pada 14 Juni."),
        ("Kapan penyuluhan digelar?", "Penyuluhan digelar Rabu."),
        ("Kapan penyuluhan digelar?", "Penyuluhan digelar 14/6/2023."),
        ("Sejak kapan calon harus mundur?", "ASN wajib mundur sejak ditetapkan sebagai calon."),
        ("Kapan pilkada digelar?", "Pilkada digelar 27 November 2024."),
    ],
)
def test_a_day_or_the_event_from_which_it_counts_is_a_date(question: str, text: str) -> None:
    assert holds(question, text)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        pytest.param("Kapan penyuluhan digelar?", "Penyuluhan digelar di aula.", id="none"),
        pytest.param("Kapan pemilu tahun 2024?", "Pegawai netral dalam pemilu tahun 2024.", id="that of the question"),
        pytest.param(
            "Kapan pilkada digelar?",
            "Setelah pilkada yang panjang dan melelahkan bagi semua pihak di daerah itu, kantor tutup pada 3 Juli.",
            id="far from the election",
        ),
        pytest.param(
            "Kapan penyuluhan digelar?", "Penyuluhan merujuk UU Nomor 8 Tahun 2011.", id="the year of an instrument"
        ),
    ],
)
def test_what_is_no_date_of_what_is_asked_about(question: str, text: str) -> None:
    assert not holds(question, text)


@pytest.mark.parametrize(
    ("question", "holding", "lacking"),
    [
        (
            "Apa sanksi bagi ASN yang tidak netral?",
            "Pelanggar dikenai hukuman disiplin berat.",
            "Pegawai ASN wajib netral.",
        ),
        ("Apa dasar hukum netralitas?", "Netralitas diatur UU 20/2023.", "Netralitas diatur undang-undang."),
        ("Apa saja larangan bagi ASN?", "ASN dilarang menjadi tim sukses.", "ASN boleh memilih."),
        (
            "Mengapa ASN dilarang berkampanye?",
            "ASN dilarang berkampanye karena melayani semua.",
            "ASN cuti karena sakit.",
        ),
        ("Apa itu netralitas?", "Netralitas adalah sikap tidak memihak.", "SIPANTAU adalah aplikasi netralitas."),
    ],
)
def test_each_kind_asks_for_its_own(question: str, holding: str, lacking: str) -> None:
    assert holds(question, holding)
    assert not holds(question, lacking)


def test_the_statement_must_stand_in_the_sentence_not_beside_it() -> None:
    both = passage("Pegawai ASN wajib netral. Pelanggar dikenai hukuman disiplin berat.")
    question = asked("Apa sanksi bagi ASN yang tidak netral?")

    assert not evidence.holds_answer(question, quote_of(both, "Pegawai ASN wajib netral."))
    assert evidence.holds_answer(question, quote_of(both, "Pelanggar dikenai hukuman disiplin berat."))


def test_a_question_of_any_other_kind_is_content_with_every_sentence() -> None:
    assert holds("Bolehkah ASN memilih?", "Lomba lari dimenangkan regu merah.")


class TestStrength:
    def test_the_nearer_to_what_is_asked_about_the_surer(self) -> None:
        near = strength("Kapan penyuluhan digelar?", "Penyuluhan digelar pada 14 Juni.")
        far = strength("Kapan penyuluhan digelar?", "Penyuluhan dihadiri pegawai, tamu, warga, dan guru pada 14 Juni.")

        assert 1 > near > far > 0

    def test_a_weekday_alone_is_no_sure_date(self) -> None:
        assert strength("Kapan penyuluhan digelar?", "Penyuluhan digelar Rabu.") == 0

    def test_an_abbreviation_behind_its_full_name_is_surer_than_one_beside_others(self) -> None:
        spelled_out = "Badan Pengawas Kepegawaian Regional (BPKR) menerima laporan."

        assert strength("Apa kepanjangan BPKR?", spelled_out) == evidence.SPELLED_OUT_VALUE
        assert strength("Apa kepanjangan BPKR?", "Laporan diterima BPKR (kantor baru).") == 0


class TestSomethingElse:
    @pytest.mark.parametrize(
        ("question", "text", "is_else"),
        [
            ("Siapa Ketua Bawaslu?", "Anggota Bawaslu, Rahmat Hidayat, hadir.", True),
            ("Siapa Ketua Bawaslu?", "Ketua Bawaslu, Rahmat Hidayat, hadir.", False),
            ("Kapan pilkada digelar?", "Penyuluhan digelar pada 14 Juni.", True),
            ("Kapan pilkada digelar?", "Pilkada digelar pada 27 November.", False),
            ("Kapan?", "Penyuluhan digelar pada 14 Juni.", False),
        ],
    )
    def test_the_office_or_the_election_must_stand_in_the_sentence(
        self, question: str, text: str, is_else: bool
    ) -> None:
        inside = load_vocabulary().names(text)

        assert evidence.is_about_something_else(asked(question), text, inside) is is_else
