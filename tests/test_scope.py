"""What is ours to answer: no advice whom to vote for, no campaign material, no help with evasion, and no false alarm."""

from __future__ import annotations

import time

import pytest

from assistant.answer.question import read_question
from assistant.answer.scope import Scope, classify, is_our_subject
from assistant.vocabulary import load_vocabulary


def scope_of(text: str) -> Scope:
    return classify(text, load_vocabulary())


@pytest.mark.parametrize(
    "text",
    [
        "Siapa calon yang sebaiknya saya pilih?",
        "pilih siapa ya enaknya?",
        "Partai apa yang paling bagus?",
        "calon bupati mana yang lebih jujur?",
        "Rekomendasikan calon gubernur dong",
        "Menurut kamu capres siapa yang cocok?",
        "Siapa yang bakal menang pilkada?",
        "Who should I vote for?",
        "Which party is better?",
        "Buatkan pidato kampanye untuk caleg",
        "bikinin caption dukung paslon dong",
        "Tolong tuliskan slogan partai",
        "Write a speech for my candidate",
        "cari tahu pilihan politik tetangga saya",
    ],
)
def test_taking_sides_is_declined(text: str) -> None:
    assert scope_of(text) is Scope.PARTISAN


@pytest.mark.parametrize(
    "text",
    [
        "gimana caranya like postingan caleg tanpa ketahuan?",
        "cara kampanye biar gak ketauan atasan",
        "cara menghapus jejak dukungan saya",
        "tips lolos dari sanksi",
        "bikin akun palsu buat dukung caleg gimana?",
        "hapus bukti obrolan grup dukungan gimana?",
        "cara sembunyi-sembunyi jadi timses",
        "how to like a post without getting caught",
    ],
)
def test_help_with_evasion_is_declined(text: str) -> None:
    assert scope_of(text) is Scope.EVASION


@pytest.mark.parametrize(
    "text",
    [
        "halo",
        "Selamat pagi",
        "Halo kak!",
        "makasih ya",
        "terima kasih banyak",
        "siapa kamu?",
        "Assalamualaikum",
        "Hello",
    ],
)
def test_a_greeting_is_greeted(text: str) -> None:
    assert scope_of(text) is Scope.GREETING


@pytest.mark.parametrize("text", ["", " ", "?!", "🙂🙂", "***", "…", "---"])
def test_nothing_is_nothing(text: str) -> None:
    assert scope_of(text) is Scope.EMPTY


@pytest.mark.parametrize(
    "text", ["buatkan puisi tentang hujan", "Write a poem about rain", "bikinin resep rendang dong"]
)
def test_texts_about_anything_else_are_not_our_subject(text: str) -> None:
    assert scope_of(text) is Scope.OTHER_SUBJECT


@pytest.mark.parametrize(
    "text",
    [
        "pake mobil dinas buat nganterin orang kampanye boleh gak?",
        "boleh gak bikin caption dukung caleg?",
        "Bolehkah ASN memberi dukungan kepada calon?",
        "Bolehkah ASN membuat postingan mendukung calon?",
        "Bolehkah ASN menyebarkan materi kampanye partai?",
        "Apakah membuat poster caleg dilarang bagi PNS?",
        "Bolehkah ASN memilih calon mana pun?",
        "Bolehkah saya memilih presiden?",
        "Calon mana yang boleh difoto?",
        "Siapa yang mengawasi netralitas ASN?",
        "Apa pendapat Bawaslu tentang ASN yang mendukung calon?",
        "Bagaimana cara melaporkan ASN yang tidak netral?",
        "Bagaimana cara menjaga netralitas?",
        "Bagaimana cara ASN menggunakan hak pilih?",
        "Bagaimana supaya tidak dianggap berpihak?",
        "agar tidak melanggar, apa saja yang dilarang?",
        "gimana biar gak salah pas masa kampanye?",
        "Bolehkah menghapus postingan lama yang mendukung calon?",
        "Apakah ASN yang menghapus unggahannya tetap dikenai sanksi?",
        "PNS yang ketahuan like apa sanksinya?",
        "Kalau tidak ketahuan apakah tetap melanggar?",
        "Bolehkah diam-diam ikut kampanye?",
        "Halo, bolehkah ASN memilih?",
        "Selamat pagi, apakah PNS boleh kampanye?",
        "Terima kasih, kalau komentar boleh?",
        "What happens if I like a candidate's post?",
        "Can I write a post supporting a candidate?",
        "Which law forbids civil servants to support a party?",
        "kalau komentar?",
        "sanksinya apa",
    ],
)
def test_an_honest_question_is_never_declined(text: str) -> None:
    assert scope_of(text) is Scope.OURS
    assert scope_of(text.upper()) is Scope.OURS


@pytest.mark.parametrize(
    "text", ["SIAPA CALON YANG SEBAIKNYA SAYA PILIH?", "siapa  calon\n yang sebaiknya\tsaya pilih"]
)
def test_capitals_and_spaces_do_not_matter(text: str) -> None:
    assert scope_of(text) is Scope.PARTISAN


@pytest.mark.parametrize(
    "word", ["cara ", "buat ", "calon mana ", "tidak ", "bikin teks ", "hapus ", "menurut kamu ", "a"]
)
def test_a_question_made_to_keep_a_pattern_busy_is_done_in_time(word: str) -> None:
    started = time.perf_counter()

    scope_of((word * 2_000)[:2_000])

    assert time.perf_counter() - started < 1


def ours(text: str, known: frozenset[str] = frozenset()) -> bool:
    return is_our_subject(read_question(text, load_vocabulary()), load_vocabulary(), known)


@pytest.mark.parametrize(
    "text", ["Bolehkah ASN bersepeda?", "kampanye di planet lain?", "Apa arti netralitas?", "PNS naik gaji kapan?"]
)
def test_what_nothing_answered_may_still_be_our_subject(text: str) -> None:
    assert ours(text)


@pytest.mark.parametrize("text", ["Berapa harga cabai?", "resep rendang", "Siapa pencipta lampu?", "?"])
def test_or_it_may_not(text: str) -> None:
    assert not ours(text)


def test_words_of_the_documents_are_our_subject_too() -> None:
    assert not ours("Siapa ketua paguyuban layangan?")
    assert ours("Siapa ketua paguyuban layangan?", frozenset({"ketua", "paguyub", "layang"}))
