"""What is ours to answer: no advice whom to vote for, no campaign material, no help with evasion, and no false alarm."""

from __future__ import annotations

import time

import numpy as np
import pytest

from assistant.answer.question import read_question
from assistant.answer.scope import SCOPES, Scope, as_seen, classify, digest, examples, is_our_subject, load_classifiers
from assistant.vocabulary import load_vocabulary
from tests.measured import RememberingEmbedder


class ScopeOf:
    """The scope of a text by its characters and its meaning, as in the assistant."""

    def __init__(self, embedder: RememberingEmbedder) -> None:
        assert load_classifiers().needs_vector(embedder.name), "run python -m assistant.calibrate"
        self.embedder = embedder

    def __call__(self, text: str, *, follows: bool = False) -> Scope:
        return classify(text, self.embedder.embed_question(as_seen(text)), follows=follows)


@pytest.fixture(scope="module")
def scope_of(embedder: RememberingEmbedder) -> ScopeOf:
    return ScopeOf(embedder)


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
def test_taking_sides_is_declined(scope_of: ScopeOf, text: str) -> None:
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
def test_help_with_evasion_is_declined(scope_of: ScopeOf, text: str) -> None:
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
def test_a_greeting_is_greeted(scope_of: ScopeOf, text: str) -> None:
    assert scope_of(text) is Scope.GREETING


@pytest.mark.parametrize("text", ["", " ", "?!", "🙂🙂", "***", "…", "---"])
def test_nothing_is_nothing(text: str) -> None:
    assert classify(text) is Scope.EMPTY


@pytest.mark.parametrize(
    "text",
    [
        "buatkan puisi tentang hujan",
        "Write a poem about rain",
        "bikinin resep rendang dong",
        "besok Medan hujan tidak?",
        "Kapan pemilihan presiden Amerika berikutnya?",
    ],
)
def test_anything_else_is_not_our_subject(scope_of: ScopeOf, text: str) -> None:
    assert scope_of(text) is Scope.OTHER_SUBJECT


@pytest.mark.parametrize(
    "text", ["Berapa gaji PNS golongan IV?", "cara mengurus kenaikan pangkat", "kapan CPNS dibuka lagi?"]
)
def test_personnel_matters_are_told_apart(scope_of: ScopeOf, text: str) -> None:
    assert scope_of(text) is Scope.PERSONNEL


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
        "apakah boleh pakai akun palsu?",
        "gimana cara lapor tanpa ketahuan identitas pelapor",
        "ditanya tetangga nyoblos siapa, boleh saya jawab?",
        "Bolehkah PNS cuti untuk mendampingi istri yang menjadi caleg?",
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
def test_an_honest_question_is_never_declined(scope_of: ScopeOf, text: str) -> None:
    assert scope_of(text) is Scope.OURS
    assert scope_of(text.upper()) is Scope.OURS


def test_capitals_and_spaces_do_not_matter(scope_of: ScopeOf) -> None:
    for text in ("SIAPA CALON YANG SEBAIKNYA SAYA PILIH?", "siapa  calon\n yang sebaiknya\tsaya pilih"):
        assert scope_of(text) is Scope.PARTISAN


@pytest.mark.parametrize("text", ["Siapa yang mengembangkannya?", "kalau gaji?", "berapa lama?", "yang besok itu?"])
def test_a_short_question_that_follows_is_left_to_the_conversation(scope_of: ScopeOf, text: str) -> None:
    assert scope_of(text, follows=True) is Scope.OURS


def test_what_shows_by_itself_is_refused_in_a_conversation_too(scope_of: ScopeOf) -> None:
    assert scope_of("terima kasih banyak", follows=True) is Scope.GREETING
    assert scope_of("gimana caranya like postingan caleg tanpa ketahuan?", follows=True) is Scope.EVASION


@pytest.mark.parametrize("scope", SCOPES)
def test_every_scope_has_examples_and_learns_them(scope_of: ScopeOf, scope: Scope) -> None:
    given = examples()[scope]
    sample = given[:: max(1, len(given) // 25)]
    right = sum(scope_of(text) is scope for text in sample)

    assert len(given) >= (200 if scope is Scope.OURS else 50)
    assert right >= 0.8 * len(sample)


def test_no_example_stands_under_two_scopes() -> None:
    texts = [as_seen(text) for given in examples().values() for text in given]

    assert len(texts) == len(set(texts))


def test_the_weights_were_fitted_to_the_present_examples() -> None:
    assert load_classifiers().examples == digest(examples()), "run python -m assistant.calibrate, see --help"


def test_with_another_model_only_characters_count() -> None:
    assert not load_classifiers().needs_vector("another-model")
    assert classify("Siapa calon yang sebaiknya saya pilih?") is Scope.PARTISAN
    assert classify("Bolehkah ASN menjadi tim sukses?") is Scope.OURS


@pytest.mark.parametrize("word", ["cara ", "buat ", "calon mana ", "hapus ", "a"])
def test_a_long_request_is_judged_in_time(word: str) -> None:
    vector = np.zeros(load_classifiers().with_meaning.classifier.centre.shape, dtype=np.float32)
    started = time.perf_counter()

    classify((word * 2_000)[:2_000], vector)

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
