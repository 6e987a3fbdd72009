"""Sentences with marks like [S1], however a model writes them and however its text arrives."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator

import pytest

from assistant.answer.marked import LONGEST_SENTENCE, marked_sentences, plain_sentence
from assistant.errors import ChatModelError

Expected = list[tuple[str, str]]


def in_pieces(text: str, size: int) -> Iterator[str]:
    return (text[at : at + size] for at in range(0, len(text), size))


def read(text: str, size: int = 10_000) -> Expected:
    """Each sentence with its marks, one space between them."""
    return [(one.text, " ".join(one.aliases)) for one in marked_sentences(in_pieces(text, size))]


# How marks are written.
MARKS: list[tuple[str, Expected]] = [
    ("ASN dilarang [S1]. Cuti boleh [S2].", [("ASN dilarang.", "S1"), ("Cuti boleh.", "S2")]),
    ("ASN dilarang. [S1] Cuti boleh. [S2]", [("ASN dilarang.", "S1"), ("Cuti boleh.", "S2")]),
    ("ASN dilarang.[S1] Cuti boleh.[S2]", [("ASN dilarang.", "S1"), ("Cuti boleh.", "S2")]),
    ("ASN dilarang [S1][S2]. Cuti.", [("ASN dilarang.", "S1 S2"), ("Cuti.", "")]),
    ("ASN dilarang [S1, S2]. Cuti.", [("ASN dilarang.", "S1 S2"), ("Cuti.", "")]),
    ("ASN dilarang [S1] [s2; S3 dan 4]. Cuti.", [("ASN dilarang.", "S1 S2 S3 S4"), ("Cuti.", "")]),
    ("ASN dilarang. [S1] [S2]\nCuti.", [("ASN dilarang.", "S1 S2"), ("Cuti.", "")]),
    ("ASN dilarang (S1). Cuti boleh. (S2)", [("ASN dilarang.", "S1"), ("Cuti boleh.", "S2")]),
    ("ASN dilarang [Sumber: S1]. Cuti 【S2】.", [("ASN dilarang.", "S1"), ("Cuti.", "S2")]),
    ("ASN dilarang [S1], kecuali cuti [S2].", [("ASN dilarang, kecuali cuti.", "S1 S2")]),
    ("ASN dilarang [S1] [S1].", [("ASN dilarang.", "S1")]),
    ("ASN dilarang [S9].", [("ASN dilarang.", "S9")]),
    # A mark before its sentence.
    ("[S1] ASN dilarang. [S2] Cuti boleh.", [("ASN dilarang.", "S1"), ("Cuti boleh.", "S2")]),
    ("- [S1] ASN dilarang\n- [S2] Cuti boleh", [("ASN dilarang", "S1"), ("Cuti boleh", "")]),
    ("[S1] ASN dilarang. Cuti boleh [S2].\nIzin. [S3] Lapor.", [
        ("ASN dilarang.", "S1"), ("Cuti boleh.", "S2"), ("Izin.", "S3"), ("Lapor.", "")]),
    # A mark in a line of its own.
    ("ASN dilarang.\n[S1]\nCuti boleh.\n[S2]\n", [("ASN dilarang.", "S1"), ("Cuti boleh.", "S2")]),
    # A degree is none.
    ("Lulusan sarjana (S1) wajib netral [S2].", [("Lulusan sarjana (S1) wajib netral.", "S2")]),
    # Neither are these.
    ("Menurut Pasal 9 ayat (2) [1] ASN netral.", [("Menurut Pasal 9 ayat (2) [1] ASN netral.", "")]),
]  # fmt: skip

# Where sentences end.
ENDS: list[tuple[str, Expected]] = [
    ("Menurut Pasal 5 ayat (2). Itu tegas [S1].", [("Menurut Pasal 5 ayat (2).", ""), ("Itu tegas.", "S1")]),
    ("UU No. 7 Tahun 2017 melarang [S1]. Cuti.", [("UU No. 7 Tahun 2017 melarang.", "S1"), ("Cuti.", "")]),
    ("Dendanya Rp24.000.000 bagi ASN [S1].", [("Dendanya Rp24.000.000 bagi ASN.", "S1")]),
    ("Spanduk, baliho, dsb. dilarang [S1].", [("Spanduk, baliho, dsb. dilarang.", "S1")]),
    ("Baliho dsb. [S1] Cuti boleh.", [("Baliho dsb.", "S1"), ("Cuti boleh.", "")]),
    ("Menurut Pasal 5. [S1] ASN netral.", [("Menurut Pasal 5.", "S1"), ("ASN netral.", "")]),
    ("“Apa boleh?” tanyanya [S1]. “Tidak.” Titik.", [
        ("“Apa boleh?” tanyanya.", "S1"), ("“Tidak.”", ""), ("Titik.", "")]),
    ("ASN dilarang ikut\nserta dalam kampanye [S1].", [("ASN dilarang ikut serta dalam kampanye.", "S1")]),
    ("ASN dilarang ikut\nKampanye [S1].", [("ASN dilarang ikut", ""), ("Kampanye.", "S1")]),
    ("Tidak boleh! Mengapa? Dilarang…", [("Tidak boleh!", ""), ("Mengapa?", ""), ("Dilarang...", "")]),
]  # fmt: skip

MARKDOWN: list[tuple[str, Expected]] = [
    ("**Tidak boleh.** ASN *dilarang* ikut [S1].", [("Tidak boleh.", ""), ("ASN dilarang ikut.", "S1")]),
    ("**ASN dilarang.** [S1] Cuti.", [("ASN dilarang.", "S1"), ("Cuti.", "")]),
    ("ASN dilarang **[S1]**. Cuti.", [("ASN dilarang.", "S1"), ("Cuti.", "")]),
    ("## Penjelasan\n\nASN dilarang [S1].", [("Penjelasan", ""), ("ASN dilarang.", "S1")]),
    ("- anggota partai [S1]\n* pengurus [S2]\n• relawan [S3]", [
        ("anggota partai", "S1"), ("pengurus", "S2"), ("relawan", "S3")]),
    ("1. Satu hal [S1].\n2) Dua hal [S2].\n10. Sepuluh [S3].", [
        ("Satu hal.", "S1"), ("Dua hal.", "S2"), ("Sepuluh.", "S3")]),
    ("> Kutipan [S1].\n---\n```\nASN `netral` [S2].\n```", [("Kutipan.", "S1"), ("ASN netral.", "S2")]),
    ("Lihat [UU ASN](https://contoh.go.id/x?a=1) pasal 2 [S1].", [("Lihat UU ASN pasal 2.", "S1")]),
    ("_NAMA_1_ dan NAMA_2 netral [S1].", [("NAMA_1 dan NAMA_2 netral.", "S1")]),
]  # fmt: skip


@pytest.mark.parametrize("size", [1, 2, 5, 10_000])
@pytest.mark.parametrize(("text", "expected"), [*MARKS, *ENDS, *MARKDOWN])
def test_sentences_are_read_with_their_marks(text: str, expected: Expected, size: int) -> None:
    assert read(text, size) == expected


@pytest.mark.parametrize("text", ["", " \n\n ", "---\n***\n", "[S1]", "[S1]\n\n[S2]"])
def test_what_holds_no_word_is_no_sentence(text: str) -> None:
    assert read(text) == []
    assert read(text, 1) == []


def test_a_sentence_is_handed_over_when_the_next_one_begins() -> None:
    given: list[str] = []

    def stream() -> Iterator[str]:
        for piece in ("ASN dila", "rang [S", "1]", ".", " [S2]", " ", "C"):
            assert given == [], "it could still have got another mark"
            yield piece
        assert given == ["ASN dilarang."]
        yield "uti boleh. [S3]\n"
        yield "Izin"
        assert given == ["ASN dilarang.", "Cuti boleh."]

    for sentence in marked_sentences(stream()):
        given.append(sentence.text)

    assert given == ["ASN dilarang.", "Cuti boleh.", "Izin"]


@pytest.mark.parametrize("text", ["ASN dilarang [S1] kecuali", "ASN dilarang [S1], keca", "Denda [S1] Rp24"])
def test_what_breaks_off_names_nothing(text: str) -> None:
    ((_, marks),) = read(text)

    assert marks == ""


@pytest.mark.parametrize(
    "text", ["ASN dilarang [S1]", "ASN dilarang. [S1] ", "ASN dilarang [S1].**", "ASN dilarang (S1)"]
)
def test_what_ends_with_its_mark_is_whole(text: str) -> None:
    ((_, marks),) = read(text)

    assert marks == "S1"


@pytest.mark.parametrize("size", [1, 10_000])
def test_a_sentence_that_is_too_long_is_cut_off_and_names_nothing(size: int) -> None:
    long = "kata " * 400

    sentences = read(f"{long}akhir [S1]. Cuti boleh [S2].", size)

    assert [marks for _, marks in sentences] == ["", "S2"]
    assert sentences[0][0] == long[:LONGEST_SENTENCE]


def test_a_sentence_that_is_too_long_is_not_waited_for() -> None:
    def stream() -> Iterator[str]:
        yield "kata " * 300
        raise AssertionError("the sentence could be handed over")

    assert next(marked_sentences(stream())).text.startswith("kata kata")


def test_what_was_whole_before_a_failure_comes_first() -> None:
    def stream() -> Iterator[str]:
        yield "ASN dilarang. [S1] Cuti boleh [S2]."
        raise ChatModelError("terputus")

    sentences = marked_sentences(stream())

    assert [next(sentences).aliases, next(sentences).aliases] == [("S1",), ("S2",)]
    with pytest.raises(ChatModelError, match="terputus"):
        next(sentences)


def test_a_bug_is_not_waited_for() -> None:
    def stream() -> Iterator[str]:
        yield "ASN dilarang [S1]."
        raise KeyError("kunci")

    with pytest.raises(KeyError):
        next(marked_sentences(stream()))


def test_who_stops_reading_closes_the_stream() -> None:
    closed = []

    def stream() -> Iterator[str]:
        try:
            while True:
                yield "ASN dilarang [S1]. "
        finally:
            closed.append(True)

    pieces = stream()
    sentences = marked_sentences(pieces)
    next(sentences)
    sentences.close()

    assert closed == [True]


@pytest.mark.parametrize("bit", [" ", "\n", "\n ", "[", "[S1 ", "[S1", "(S1) ", "* ", ".", ". ", "1. ", "kata", "<"])
def test_output_that_never_makes_a_sentence_is_read_fast(bit: str) -> None:
    started = time.process_time()

    for _ in marked_sentences(itertools.repeat(bit, 3_000)):
        pass

    assert time.process_time() - started < 4


def test_a_sentence_is_clean_text_on_one_line() -> None:
    assert plain_sentence("  **ASN**\u200b  dilarang\u202e\x07 ikut .") == "ASN dilarang ikut."
    assert plain_sentence("“Rp24.000” , ½ hari") == "“Rp24.000”, 1⁄2 hari"
