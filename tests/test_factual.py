"""Who, when, where, how many, why, what is: which sentences are facts for which question, and when there are none."""

from __future__ import annotations

import pytest
from fakes import SIMPLE_RANKING, hit, passage

from assistant.answer import factual
from assistant.answer.factual import MOST_FACTS, Fact, measure
from assistant.answer.question import read_question
from assistant.answer.signals import rarity_of
from assistant.types import Passage
from assistant.vocabulary import load_vocabulary


@pytest.fixture(autouse=True)
def simple_ranking(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(factual, "load_ranking", lambda: SIMPLE_RANKING)


def article(document: str, title: str, *paragraphs: str) -> list[Passage]:
    return [
        passage(text, document=document, number=number, title=title) for number, text in enumerate(paragraphs, start=1)
    ]


OPENING = "Penyuluhan netralitas digelar pada Rabu, 14 Juni 2023 di Aula Kantor Camat Sumber Jaya."
CHIEF = "Kepala Badan Kepegawaian Sumber Jaya, Rahmat Hidayat, membuka acara itu."
COUNT = "Sebanyak 125 pegawai dan 14 kepala sekolah mengikuti penyuluhan tersebut."
DECLARATION = "Deklarasi netralitas dibacakan pada Senin, 3 Juli 2023 di Lapangan Merdeka, Tirta Asri."
SECRETARY = "Deklarasi dipimpin Sekretaris Daerah Tirta Asri, Lestari Wulandari."
TOOL = "SIPANTAU adalah aplikasi untuk melaporkan pelanggaran netralitas."
BOARD = "Badan Pengawas Kepegawaian Regional (BPKR) menerima laporan warga."
REASON = "Pegawai harus netral karena melayani semua warga tanpa membedakan pilihan."
RUN = "Lomba lari antarkantor dimenangkan regu merah."
MARKET = "Bupati meninjau pasar ikan bersama warga dan pedagang."
STORE = [
    *article("arsip/penyuluhan.md", "Penyuluhan di Sumber Jaya", OPENING, CHIEF, COUNT),
    *article("arsip/deklarasi.md", "Deklarasi di Tirta Asri", f"{DECLARATION} {SECRETARY}", TOOL, BOARD, REASON),
    *article("arsip/kota.md", "Kabar kota", RUN, MARKET),
]
# Names are rare only in a store that has much else to say.
RARITY = rarity_of([*STORE, *article("arsip/lain.md", "Lain", *(f"Layangan {n} terbang tinggi." for n in range(20)))])


def find(question: str, store: list[Passage] = STORE, limit: int = MOST_FACTS, surety: float = 0.0) -> list[Fact]:
    question_read = read_question(question, load_vocabulary())
    return measure(question_read, [hit(of) for of in store], RARITY).facts(limit, surety)


def facts(question: str, store: list[Passage] = STORE) -> list[str]:
    return [fact.quote.text for fact in find(question, store)]


class TestAnswers:
    @pytest.mark.parametrize(
        ("question", "answer"),
        [
            ("Kapan penyuluhan netralitas digelar?", OPENING),
            ("kapan sih penyuluhan di Sumber Jaya", OPENING),
            ("Tanggal berapa deklarasi dibacakan?", DECLARATION),
            ("Di mana penyuluhan digelar?", OPENING),
            ("Di mana deklarasi netralitas dibacakan?", DECLARATION),
            ("Siapa yang membuka acara penyuluhan di Sumber Jaya?", CHIEF),
            ("Siapa Kepala Badan Kepegawaian Sumber Jaya?", CHIEF),
            ("Siapa Rahmat Hidayat?", CHIEF),
            ("Siapa yang memimpin deklarasi?", SECRETARY),
            ("Berapa pegawai yang mengikuti penyuluhan?", COUNT),
            ("Berapa kepala sekolah yang ikut penyuluhan?", COUNT),
            ("Apa itu SIPANTAU?", TOOL),
            ("Apa kepanjangan BPKR?", BOARD),
            ("Mengapa pegawai harus netral?", REASON),
        ],
    )
    def test_the_sentence_that_holds_the_answer_comes_first(self, question: str, answer: str) -> None:
        assert facts(question)[0] == answer

    def test_sentences_are_quoted_not_paragraphs(self) -> None:
        assert facts("Siapa Sekretaris Daerah Tirta Asri?")[:2] == [SECRETARY, DECLARATION]

    def test_the_next_best_are_shown_with_it_best_first_and_no_more_than_asked_for(self) -> None:
        scores = [fact.score for fact in find("Siapa yang memimpin deklarasi?")]

        assert len(scores) == MOST_FACTS
        assert scores == sorted(scores, reverse=True)
        assert len(find("Siapa yang memimpin deklarasi?", limit=1)) == 1

    def test_what_is_said_twice_is_shown_once(self) -> None:
        assert facts("Kapan penyuluhan digelar?", [*STORE, passage(OPENING.upper())]).count(OPENING) == 1

    @pytest.mark.parametrize("question", ["Kapan penyuluhan digelar?", "Berapa pegawai yang mengikuti penyuluhan?"])
    def test_without_a_day_or_a_number_no_sentence_is_shown_beside_the_answer(self, question: str) -> None:
        assert not {CHIEF, TOOL, RUN} & set(facts(question))

    def test_who_must_be_surer_may_find_none(self) -> None:
        assert find("Kapan penyuluhan digelar?", surety=0.4) != []
        assert find("Kapan penyuluhan digelar?", surety=0.6) == []


class TestSilence:
    @pytest.mark.parametrize(
        "question",
        [
            pytest.param("Kapan lomba lari digelar?", id="no day"),
            pytest.param("Di mana lomba lari digelar?", id="no place"),
            pytest.param("Siapa pemenang lomba lari?", id="no person"),
            pytest.param("Berapa warga yang ikut lomba lari?", id="no number"),
            pytest.param("Berapa biaya penyuluhan?", id="a number of something else"),
            pytest.param("Mengapa pegawai harus cuti?", id="a reason for something else"),
            pytest.param("Apa itu SIMANTAP?", id="another thing is defined"),
        ],
    )
    def test_a_near_passage_without_what_is_asked_for_is_no_answer(self, question: str) -> None:
        assert facts(question) == []

    @pytest.mark.parametrize(
        "question",
        [
            "Kapan penyuluhan di Magelang digelar?",
            "Kapan deklarasi di Sumber Jaya dibacakan?",
            "Siapa Sekretaris Daerah Sumber Jaya?",
            "Siapa Budi Santoso?",
        ],
    )
    def test_another_place_or_person_is_no_answer(self, question: str) -> None:
        assert facts(question) == []

    @pytest.mark.parametrize(
        "office", ["Kepala Dinas Pendidikan", "Wakil Kepala Badan Kepegawaian", "Ketua Badan Pengawas"]
    )
    def test_another_office_is_no_answer(self, office: str) -> None:
        assert facts(f"Siapa {office} Sumber Jaya?") == []

    @pytest.mark.parametrize("office", ["Kepala Dinas", "Direktur", "Ketua"])
    def test_the_holder_of_an_office_is_not_who_else_stands_in_the_news(self, office: str) -> None:
        store = article("arsip/a.md", "Rapat di Sumber Jaya", "Rapat digelar di Aula Melati.", CHIEF, "Warga pulang.")

        assert facts(f"Siapa {office} Sumber Jaya?", store) == []

    def test_the_head_of_an_office_is_not_the_head_of_a_part_of_it(self) -> None:
        store = article(
            "arsip/a.md", "Rapat", "Kepala Divisi Pelayanan Kantor Wilayah Sumber Jaya, Rahmat Hidayat, hadir."
        )

        assert facts("Siapa Kepala Kantor Wilayah Sumber Jaya?", store) == []
        assert facts("Siapa Kepala Divisi Pelayanan Sumber Jaya?", store) != []

    def test_what_the_question_says_itself_is_no_answer(self) -> None:
        store = article("arsip/a.md", "Pemilu", "Deklarasi netralitas diadakan menyambut pemilu tahun 2024.")

        assert facts("Kapan deklarasi netralitas pemilu tahun 2024 diadakan?", store) == []
        assert facts("Kapan deklarasi netralitas pemilu diadakan?", store) != []

    @pytest.mark.parametrize("question", ["", "?", "Siapa?", "Kapan?", "Berapa?", "🙂"])
    def test_a_question_about_nothing_has_no_answer(self, question: str) -> None:
        assert facts(question) == []

    def test_no_passages_no_facts(self) -> None:
        assert facts("Kapan penyuluhan digelar?", []) == []


class TestNumbers:
    """A number at the counted thing answers best, any other may; numbers of laws, years and dates count nothing."""

    @pytest.mark.parametrize(
        "text",
        [
            "Penyuluhan diikuti 125 peserta.",
            "Penyuluhan diikuti sebanyak 2.640 orang peserta.",
            "Penyuluhan diikuti dua puluh peserta.",
        ],
    )
    def test_a_number_beside_the_counted_thing(self, text: str) -> None:
        assert facts("Berapa peserta penyuluhan?", article("arsip/a.md", "Warta", text)) == [text]

    @pytest.mark.parametrize(
        "text",
        [
            "Penyuluhan bagi peserta digelar tahun 2023.",
            "Penyuluhan bagi peserta digelar 14/6/2023.",
            "Penyuluhan bagi peserta merujuk UU Nomor 8 Tahun 2011.",
            "Penyuluhan bagi peserta digelar Rabu, 14 Juni 2023.",
        ],
    )
    def test_a_date_or_the_number_of_an_instrument(self, text: str) -> None:
        assert facts("Berapa peserta penyuluhan?", article("arsip/a.md", "Warta", text)) == []

    def test_a_number_of_something_else_comes_after_the_counted_thing(self) -> None:
        other, counted = "Penyuluhan peserta memakai 3 ruang luas.", "Penyuluhan itu diikuti 125 peserta."

        assert facts("Berapa peserta penyuluhan?", article("arsip/a.md", "Warta", other, counted))[0] == counted

    def test_a_thing_named_otherwise_may_be_the_one_that_is_counted(self) -> None:
        assert facts("Berapa camat yang mengikuti penyuluhan?") == [COUNT]
