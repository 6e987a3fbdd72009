"""How questions are read: what would answer them, which act they ask about, for whom, and whether for the opposite."""

from __future__ import annotations

import pytest

from assistant.answer.question import Kind, Question, Sort, detect_language, read_question
from assistant.vocabulary import load_vocabulary


def read(text: str) -> Question:
    return read_question(text, load_vocabulary())


def sort_of(question: Question, term: str) -> Sort:
    return next(need.sort for need in question.needs if need.term == term)


class TestKind:
    @pytest.mark.parametrize(
        ("text", "kind"),
        [
            ("Bolehkah ASN memasang spanduk calon?", Kind.PERMISSION),
            ("boleh gak pasang spanduk caleg", Kind.PERMISSION),
            ("Apakah PNS wajib cuti saat kampanye?", Kind.PERMISSION),
            ("PNS ikut kampanye melanggar gak?", Kind.PERMISSION),
            ("apa hukumnya ikut kampanye?", Kind.PERMISSION),
            ("Haruskah pegawai menolak undangan kampanye?", Kind.PERMISSION),
            ("kalau pasang spanduk caleg gimana", Kind.PERMISSION),
            ("May a civil servant vote?", Kind.PERMISSION),
            ("Apa sanksinya?", Kind.SANCTION),
            ("apa sanksi bagi PNS yang ikut kampanye", Kind.SANCTION),
            ("Bisakah PNS dipecat karena ikut kampanye?", Kind.SANCTION),
            ("hukumannya apa kalau jadi timses", Kind.SANCTION),
            ("What is the penalty for campaigning?", Kind.SANCTION),
            ("Apa dasar hukumnya?", Kind.LEGAL_BASIS),
            ("Pasal berapa yang mengatur netralitas?", Kind.LEGAL_BASIS),
            ("Larangan berfoto diatur di mana?", Kind.LEGAL_BASIS),
            ("Apa saja larangan bagi ASN?", Kind.PROHIBITIONS),
            ("Apa saja yang tidak boleh dilakukan pegawai?", Kind.PROHIBITIONS),
            ("What things are prohibited for civil servants?", Kind.PROHIBITIONS),
            ("Mengapa pegawai harus netral?", Kind.REASON),
            ("kenapa sih pns ga boleh kampanye", Kind.REASON),
            ("Apa itu pakta integritas?", Kind.DEFINITION),
            ("Apa kepanjangan BPHN?", Kind.DEFINITION),
            ("Kapan penyuluhan digelar?", Kind.WHEN),
            ("Tanggal berapa deklarasi dibacakan?", Kind.WHEN),
            ("Berapa pegawai yang hadir?", Kind.HOW_MANY),
            ("Siapa pemateri acara itu?", Kind.WHO),
            ("Di mana acara berlangsung?", Kind.WHERE),
            ("Apa tema acara tersebut?", Kind.WHAT),
            ("Sebutkan tujuan acara itu", Kind.WHAT),
            ("2.304 ASN dilaporkan di pilkada 2020. Angkanya bener gak?", Kind.WHAT),
            ("Katanya PPPK yang gak netral dihukum pakai PP 53/2010, valid kah?", Kind.WHAT),
            ("Pengawas netralitas kami itu KASN, betul?", Kind.WHAT),
            ("Tugas saya dihentikan dulu. Memang ada aturannya?", Kind.WHAT),
            ("PNS yang cuti, statusnya udah keluar dari ASN atau gimana?", Kind.WHAT),
            ("sudah dipanggil tapi gak datang, lanjutannya gimana?", Kind.WHAT),
            ("Kades ikut kampanye, sanksinya mulai dari apa?", Kind.SANCTION),
            ("Menurut SKB itu hukuman ringan, sedang, atau berat?", Kind.SANCTION),
            ("Karyawan BUMN jadi tim kampanye kena pasal pidana berapa?", Kind.LEGAL_BASIS),
            ("Bentuk pelanggaran honorer mengacu ke daftar yang mana?", Kind.LEGAL_BASIS),
            ("Permohonan cuti harus disetujui siapa, bisa ditolak?", Kind.WHO),
            ("PNS yang maju, mundurnya terhitung sejak kapan?", Kind.WHEN),
            ("Mengajukan keberatan, batas waktunya?", Kind.HOW_MANY),
            ("netral itu kewajiban hukum atau hanya imbauan?", Kind.PERMISSION),
            ("pembentukan tim pemeriksa itu pilihan atau keharusan?", Kind.PERMISSION),
            ("Apa ada aturan yang mewajibkan saya netral?", Kind.PERMISSION),
            ("Nonton kampanye, ada larangannya buat saya?", Kind.PERMISSION),
            ("kalau pasang spanduk caleg gimana menurut aturan?", Kind.PERMISSION),
            ("harus golput biar netral?", Kind.PERMISSION),
            ("boleh pilih siapa saja di TPS?", Kind.PERMISSION),
            ("Saya ga dukung siapa-siapa, cuma like, boleh?", Kind.PERMISSION),
            ("KPU belum tetapkan siapa calonnya. Like masih boleh kan?", Kind.PERMISSION),
            ("Saya cuma duduk aja kok, boleh?", Kind.PERMISSION),
            ("Saya berbagi poster calon, apa itu dibolehkan?", Kind.PERMISSION),
            ("Does an ASN have to stay neutral?", Kind.PERMISSION),
            ("siapa Plt. Kepala BKN yang tanda tangan?", Kind.WHO),
        ],
    )
    def test_what_would_answer(self, text: str, kind: Kind) -> None:
        assert read(text).kind is kind

    def test_a_question_without_any_mark_asks_for_permission_only_when_it_names_an_act(self) -> None:
        assert read("memasang spanduk caleg").kind is Kind.PERMISSION
        assert read("gedung serbaguna").kind is Kind.WHAT


class TestActs:
    def test_the_act_and_what_describes_it(self) -> None:
        question = read("Bolehkah ASN memasang spanduk calon?")

        assert [need.term for need in question.acts] == ["alat_peraga"]
        assert sort_of(question, "calon") is Sort.OBJECT
        assert sort_of(question, "asn") is Sort.ACTOR
        assert "asn" not in {need.term for need in question.rule_needs}

    def test_coordinated_acts_are_all_asked_about(self) -> None:
        assert [need.term for need in read("Bolehkah berfoto bersama calon lalu mengunggahnya?").acts] == [
            "foto",
            "posting",
        ]

    def test_asking_others_to_do_something_names_both_acts(self) -> None:
        question = read("Bolehkah ASN mengajak tetangga memilih calon?")

        assert [need.term for need in question.acts] == ["memengaruhi", "memilih"]

    def test_what_others_ask_of_the_asker_is_not_the_act(self) -> None:
        question = read("Teman mengajak saya berfoto dengan calon, boleh?")

        assert [need.term for need in question.acts] == ["foto"]

    def test_what_a_person_is_said_to_do_is_not_the_act(self) -> None:
        question = read("Bolehkah berfoto dengan saudara yang nyaleg?")

        assert [need.term for need in question.acts] == ["foto"]

    @pytest.mark.parametrize(
        ("text", "act"),
        [
            ("Apakah PNS wajib cuti saat kampanye?", "cuti"),
            ("Bolehkah memasang spanduk karena diminta tim sukses?", "alat_peraga"),
            ("Bolehkah memasang spanduk di hajatan?", "alat_peraga"),
            ("Kemarin atasan saya ikut kampanye, bolehkah saya memasang spanduk?", "alat_peraga"),
        ],
    )
    def test_time_reason_place_and_story_are_not_asked_about(self, text: str, act: str) -> None:
        assert [need.term for need in read(text).acts] == [act]

    def test_a_place_is_a_circumstance(self) -> None:
        assert sort_of(read("Bolehkah memasang spanduk di bengkel?"), "bengkel") is Sort.CIRCUMSTANCE

    def test_a_capital_letter_makes_a_name(self) -> None:
        assert sort_of(read("Siapa pemateri di acara Tirtomoyo?"), "tirtomoyo") is not Sort.OTHER
        assert sort_of(read("Apakah Suryadi hadir?"), "suryadi") is Sort.NAME
        assert sort_of(read("apakah suryadi hadir?"), "suryadi") is Sort.OTHER

    def test_the_kind_of_thing_asked_for_is_no_topic(self) -> None:
        assert sort_of(read("Lembaga apa yang mengawasi netralitas?"), "lembaga") is Sort.CATEGORY

    @pytest.mark.parametrize("text", ["", "?", "🙂", "yang itu ya"])
    def test_a_question_without_content_needs_nothing(self, text: str) -> None:
        assert read(text).needs == ()


class TestActors:
    @pytest.mark.parametrize(
        ("text", "actors"),
        [
            ("Bolehkah saya hadir?", set()),
            ("Bolehkah PPPK hadir?", {"pppk"}),
            ("pak kades boleh hadir ga", {"kepala_desa"}),
            ("Apakah TNI dan Polri boleh memilih?", {"tni", "polri"}),
            ("Can a civil servant attend?", {"asn"}),
        ],
    )
    def test_who_is_asked_about(self, text: str, actors: set[str]) -> None:
        assert read(text).actors == actors


class TestNegation:
    @pytest.mark.parametrize(
        "text",
        [
            "Bolehkah ASN tidak netral?",
            "Apakah PNS boleh tidak netral?",
            "boleh gak PNS tidak netral?",
            "ASN gak netral boleh gak?",
            "Bolehkah pegawai tidak menghadiri kampanye?",
            "Apakah salah kalau saya tidak menghadiri kampanye?",
            "boleh gak ya kalau tidak ikut kampanye",
            "Kalau saya tidak memakai atribut partai, apakah salah?",
            "Bolehkah menolak ajakan atasan ikut kampanye?",
            "Kabag nyuruh saya pasang spanduk. Kalau saya tolak, boleh?",
        ],
    )
    def test_the_opposite_of_the_act_is_asked_about(self, text: str) -> None:
        assert read(text).negated

    @pytest.mark.parametrize(
        "text",
        [
            "boleh gak PNS netral?",
            "boleh gak ikut kampanye?",
            "bisa ga ya kalo PNS pasang spanduk?",
            "Apakah ASN tidak boleh memilih?",
            "Tidak bolehkah ASN memilih?",
            "PNS boleh ikut kampanye atau tidak?",
            "Apakah ASN dilarang memilih?",
            "Bolehkah berfoto dengan orang yang tidak dikenal?",
            "aman gak pasang spanduk caleg?",
            "Habis nyoblos pamer dua jari. Udah gak kampanye, boleh?",
            "ada kampanye calon, ga pake atribut. blh hadir g?",
            "Bolehkah berfoto dengan calon, tidak berseragam?",
            "bolehkah mengajak nyoblos tanpa menyebut calon?",
            "Masuk grup pendukung. Gak pernah nimbrung sih, boleh tetap di situ?",
            "Bolehkah saya mengingatkan staf supaya jangan golput?",
            "Sekadar difoto bareng calon, gak kami posting, boleh?",
            "bs ga ambil cltn buat nemenin suami",
            "ada cuti khusus ga buat nemenin suami?",
        ],
    )
    def test_a_tag_or_a_denied_permission_is_not_the_opposite_of_the_act(self, text: str) -> None:
        assert not read(text).negated


class TestLanguage:
    @pytest.mark.parametrize(
        ("text", "language"),
        [
            ("Can a civil servant attend a rally?", "en"),
            ("What is the sanction for campaigning?", "en"),
            ("Bolehkah PNS like dan share?", "id"),
            ("boleh gak join grup kampanye", "id"),
            ("", "id"),
            ("12345", "id"),
            ("may", "id"),
        ],
    )
    def test_english_only_when_it_is_mostly_english(self, text: str, language: str) -> None:
        assert detect_language(text) == language
        assert read(text).language == language
