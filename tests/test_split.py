"""Passages: whole sentences, verbatim, findable by their paragraph."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.text import sentence_spans
from assistant.types import Document, Passage, Source
from ingest.layout import LONGEST_LIST
from ingest.read import read_document
from ingest.split import (
    LONGEST_PASSAGE,
    LONGEST_SENTENCE,
    SHORTEST_PASSAGE,
    SentenceSplitter,
    split_document,
)
from tests.invented_laws import Law, amending_law, document, garden_law

MEDIUM = (
    "Badan pengawas mengingatkan seluruh pegawai agar tetap netral selama masa kampanye, baik di kantor maupun di "
    "media sosial, karena pelanggaran akan diproses sampai tuntas."
)
SHORT_QUOTATION = "“Kami mengawasi semuanya,” ujarnya."
ARTICLES = Path(__file__).resolve().parents[1] / "ingest" / "articles"


def split(*paragraphs: str) -> list[Passage]:
    source = Source(id="uji/a.txt", name="a.txt", title="Judul")
    document = Document(source=source, text="\n\n".join(paragraphs))
    passages = split_document(document)
    assert_sound(document, passages)
    return passages


def assert_sound(document: Document, passages: list[Passage]) -> None:
    """What holds for every document: verbatim, complete, in order, numbered, and located where the text stands."""
    position = 0
    for number, passage in enumerate(passages, start=1):
        start = document.text.find(passage.text, position)
        assert start >= 0, "a passage is a slice of the text, after the one before it"
        assert not document.text[position:start].strip(), "nothing between passages is lost"
        position = start + len(passage.text)
        first, last = document.text.count("\n\n", 0, start) + 1, document.text.count("\n\n", 0, position) + 1
        assert passage.locator == (f"paragraf {first}" if first == last else f"paragraf {first}–{last}")
        assert (passage.number, passage.id) == (number, f"{document.source.id}#{number}")
        assert passage.source == document.source
    assert not document.text[position:].strip()


def locators(passages: list[Passage]) -> list[str]:
    return [passage.locator for passage in passages]


def test_a_paragraph_is_a_passage() -> None:
    assert locators(split(MEDIUM, MEDIUM, MEDIUM)) == ["paragraf 1", "paragraf 2", "paragraf 3"]


def test_a_short_quotation_joins_the_paragraph_that_introduces_its_speaker() -> None:
    assert locators(split(MEDIUM, SHORT_QUOTATION, MEDIUM)) == ["paragraf 1–2", "paragraf 3"]


def test_a_short_first_paragraph_joins_the_next() -> None:
    assert locators(split(SHORT_QUOTATION, MEDIUM, MEDIUM)) == ["paragraf 1–2", "paragraf 3"]


def test_a_heading_joins_what_is_below_it_even_when_that_is_long() -> None:
    assert locators(split(MEDIUM, "Larangan", MEDIUM)) == ["paragraf 1", "paragraf 2–3"]
    long = split(MEDIUM, "Larangan", " ".join([MEDIUM] * 8))
    assert long[1].text.startswith("Larangan\n\nBadan")
    assert locators(long)[:3] == ["paragraf 1", "paragraf 2–3", "paragraf 3"]


def test_many_short_paragraphs_do_not_grow_into_one_passage() -> None:
    passages = split(*[SHORT_QUOTATION] * 60)
    assert all(len(passage.text) <= LONGEST_PASSAGE for passage in passages)
    assert all(len(passage.text) >= SHORTEST_PASSAGE for passage in passages[:-1])


def test_a_quotation_stays_with_the_speaker_named_in_the_next_paragraph() -> None:
    quotation = f"“{MEDIUM}”"
    assert locators(split(quotation, f"Demikian disampaikan ketua badan itu. {MEDIUM}")) == ["paragraf 1–2"]
    assert locators(split(f"“{MEDIUM}", f"“{MEDIUM},” kata ketua badan itu.")) == ["paragraf 1–2"]
    assert locators(split(quotation, f"ujar ketua badan itu. {MEDIUM}")) == ["paragraf 1–2"]


def test_a_long_paragraph_is_divided_between_sentences() -> None:
    sentences = [f"Kalimat nomor {number}: {MEDIUM}" for number in range(1, 12)]
    passages = split(MEDIUM, " ".join(sentences), MEDIUM)
    assert len(passages) > 4
    inner = passages[1:-1]
    assert set(locators(inner)) == {"paragraf 2"}
    for passage in inner:
        assert len(passage.text) <= LONGEST_PASSAGE
        assert passage.text.startswith("Kalimat nomor")
        assert passage.text.endswith("tuntas.")


def test_no_scrap_is_left_at_the_end_of_a_long_paragraph() -> None:
    passages = split(" ".join([MEDIUM] * 4) + " Selesai sudah.")
    assert passages[-1].text.endswith("tuntas. Selesai sudah.")
    assert len(passages[-1].text) >= SHORTEST_PASSAGE


# Wherever the limit of a passage falls in these texts, what belongs together stays together.
FILLERS = [
    " ".join(["Hadir pula camat."] * count) + "." * extra for count in range(30, 42) for extra in range(1, 18, 4)
]


@pytest.mark.parametrize(
    "together",
    [
        "“Pegawai wajib netral. Pegawai dilarang berkampanye. Semua akan diawasi,” kata ketua badan itu.",
        '"Pegawai wajib netral. Pegawai dilarang berkampanye. Semua akan diawasi," kata ketua badan itu.',
        "“Pegawai wajib netral.” Demikian disampaikan ketua badan itu kepada wartawan.",
    ],
)
def test_a_quotation_is_divided_neither_in_itself_nor_from_its_speaker(together: str) -> None:
    for filler in FILLERS:
        passages = split(f"{filler} {together} {MEDIUM} {MEDIUM}")
        assert sum(together in passage.text for passage in passages) == 1, f"after {len(filler)} characters"


def test_a_heading_is_not_divided_from_the_sentence_below_it() -> None:
    sentence = "Pegawai dilarang " + "memberi dukungan, " * 37 + "dan berkampanye."
    assert len(sentence) < LONGEST_PASSAGE < len(sentence) + len("Larangan\n\n")
    assert split("Larangan", f"{sentence} {MEDIUM}")[0].text == f"Larangan\n\n{sentence}"


def test_a_quotation_that_does_not_fit_is_divided_and_its_last_sentence_keeps_the_speaker() -> None:
    quotation = "“" + " ".join([MEDIUM] * 9)[:-1] + ",” kata ketua badan itu."
    passages = split(quotation)
    assert len(passages) > 1
    assert passages[-1].text.startswith("Badan pengawas")
    assert passages[-1].text.endswith("kata ketua badan itu.")


def test_a_sentence_longer_than_a_passage_stays_whole() -> None:
    sentence = "Pegawai dilarang " + ", ".join(["memberi dukungan kepada peserta pemilihan"] * 30) + "."
    assert LONGEST_PASSAGE < len(sentence) < LONGEST_SENTENCE
    assert [passage.text for passage in split(sentence)] == [sentence]
    assert sentence in [passage.text for passage in split(f"{MEDIUM} {sentence} {MEDIUM} {MEDIUM}")]


def test_an_endless_sentence_is_cut_between_clauses_or_words() -> None:
    clauses = "Pegawai dilarang " + ", ".join(["memberi dukungan kepada peserta pemilihan"] * 200) + "."
    for passage in split(clauses):
        assert len(passage.text) <= LONGEST_SENTENCE
        assert passage.text.endswith((",", "."))
    for passage in split("netral " * 2_000):
        assert len(passage.text) <= LONGEST_SENTENCE
        assert passage.text.endswith("netral")
    assert max(len(passage.text) for passage in split("a" * 9_000)) == LONGEST_SENTENCE


def test_an_enumeration_stays_with_its_introduction() -> None:
    kinds = ["Foto", "Unggahan", "Komentar", "Hadiah", "Uang", "Suara", "Fasilitas", "Waktu", "Jabatan"]
    items = "\n".join(
        f"{number}. {kind} pegawai tidak boleh menjadi bentuk dukungan kepada calon mana pun dalam pemilihan."
        for number, kind in enumerate(kinds, start=1)
    )
    text = f"Pegawai dilarang:\n{items}"
    assert LONGEST_PASSAGE < len(text) < LONGEST_LIST
    assert [passage.text for passage in split(MEDIUM, text, MEDIUM)] == [MEDIUM, text, MEDIUM]


def test_the_number_of_an_item_is_not_divided_from_its_words() -> None:
    items = "\n".join(f"{number}. Pegawai {number} dilarang memberi dukungan kepada calon." for number in range(1, 41))
    for passage in split(f"Aturan berikut berlaku:\n{items}"):
        assert not re.search(r"(?:^|\n)\d+\.$", passage.text)


def test_one_paragraph_without_full_stop() -> None:
    assert [passage.text for passage in split("Pegawai harus netral")] == ["Pegawai harus netral"]


def test_the_splitter_is_langchains_and_keeps_every_character_but_space() -> None:
    text = " ".join([MEDIUM] * 10)
    chunks = SentenceSplitter(500).split_text(text)
    assert len(chunks) == 10 // (500 // len(MEDIUM))
    assert " ".join(chunks) == text


def test_long_sentences_are_no_reason_for_a_warning(caplog: pytest.LogCaptureFixture) -> None:
    split(("Pegawai dilarang " + "memberi dukungan, " * 60 + "selalu. ") * 3)
    assert caplog.messages == []


def sound_files() -> list[Path]:
    return sorted(path for path in ARTICLES.glob("*.md") if path.name != "README.md")


@pytest.mark.parametrize("path", sound_files(), ids=lambda path: path.stem)
def test_the_starter_articles_are_split_soundly(path: Path) -> None:
    document = read_document(path, f"articles/{path.name}", path.name)
    assert_sound(document, split_document(document))


def test_the_raw_articles_are_split_soundly(seeds: Path) -> None:
    for path in sorted(seeds.glob("*.txt")):
        document = read_document(path, f"seeds/{path.name}", path.name)
        passages = split_document(document)
        assert_sound(document, passages)
        whole = [document.text[start:end] for start, end in sentence_spans(document.text)]
        for sentence in whole:
            assert any(sentence in passage.text for passage in passages), "no sentence is divided"
        assert all(len(passage.text) <= LONGEST_PASSAGE for passage in passages)
        speakers = [passage for passage in passages if re.match(r"(?:kata|ujar|ungkap)\w*\b", passage.text)]
        assert not speakers, "no passage begins with the speaker of the quotation before it"


# --- Regulations ------------------------------------------------------------------------------------------------------


def test_a_regulation_is_split_by_its_structure_and_numbered() -> None:
    law = document(garden_law().text())
    passages = split_document(law)
    assert [passage.number for passage in passages] == list(range(1, len(passages) + 1))
    assert [passage.id for passage in passages] == [
        f"{law.source.id}#{number}" for number in range(1, len(passages) + 1)
    ]
    assert {passage.source for passage in passages} == {law.source}
    assert not [passage.locator for passage in passages if passage.locator.startswith("paragraf")]


@pytest.mark.parametrize("make", [garden_law, amending_law])
def test_every_sentence_of_a_regulation_is_verbatim_and_none_is_lost(make: Callable[[], Law]) -> None:
    law = document(make().text())
    passages = split_document(law)
    text = " ".join(law.text.split())
    for passage in passages:
        for start, end in sentence_spans(passage.text):
            for piece in passage.text[start:end].split("\n"):
                assert " ".join(piece.split()) in text, "Only the lead-in stands apart from what it leads in to."
    shown = {word for passage in passages for word in passage.text.split()}
    assert set(law.text.split()) <= shown


def test_passages_of_a_regulation_are_not_longer_than_others_but_for_what_leads_in_to_them() -> None:
    for passage in split_document(document(garden_law().text())):
        assert len(passage.text) <= LONGEST_PASSAGE + 700
        assert len(passage.text) < LONGEST_SENTENCE


def test_an_ayat_that_is_too_long_is_divided_between_sentences_under_its_locator() -> None:
    text = garden_law().text().replace("Pasal 5\n\n", f"Pasal 5\n\n{' '.join([MEDIUM] * 12)}\n\n", 1)
    pieces = [passage for passage in split_document(document(text)) if passage.locator == "Pasal 5"]
    assert len(pieces) > 2
    assert all(passage.text.startswith("Pasal 5\n\n") and passage.text.endswith(".") for passage in pieces)


def test_the_passage_shown_is_repaired_and_the_original_is_kept() -> None:
    text = garden_law().text().replace("memetik", "mernetik", 1).replace("(2) Ketentuan", "(21 Ketentuan", 1)
    found = {passage.locator: passage for passage in split_document(document(text))}
    assert "memetik" in found["Pasal 4 huruf a"].text
    assert found["Pasal 4 huruf a"].original == found["Pasal 4 huruf a"].text.replace("memetik", "mernetik")
    assert found["Pasal 2 ayat (2)"].text.startswith("Pasal 2\n\n(2) Ketentuan")
    assert found["Pasal 2 ayat (2)"].original.startswith("Pasal 2\n\n(21 Ketentuan")
    assert found["Pasal 4 huruf b"].original == ""


def test_no_other_document_is_repaired() -> None:
    text = f"{MEDIUM} Anggota Dewan Perwakilan Ralryat dan pNS, pada ayat (21. {MEDIUM}"
    (passage,) = split(text)
    assert (passage.text, passage.original) == (text, "")
