"""The documents in order, and which of them a search finds."""

from __future__ import annotations

import datetime
import random
from dataclasses import replace

import pytest
from fakes import passage

from assistant.page.library import Library
from assistant.types import Passage, Source


def document(title: str, *texts: str, name: str = "", **known: str) -> list[Passage]:
    identity = f"arsip/{name or title}.md"
    return [passage(text, document=identity, number=n, title=title, **known) for n, text in enumerate(texts, start=1)]


CUTI = document("cuti di luar tanggungan", "Pegawai yang menjadi calon mengundurkan diri.", kind="ringkasan-peraturan")
KAMPANYE = document("Kampanye dan pegawai", "Pegawai dilarang ikut.", "Sanksinya tertulis.", publisher="Kabar Contoh")
ZAKAT = document("Zakat pegawai", "Kampanye tidak dibahas di sini.")
ALL = [*ZAKAT, *KAMPANYE, *CUTI]


def titles(library: Library, search: str) -> list[str]:
    return [shelved.title for shelved in library.find(search)]


def test_documents_stand_in_the_order_of_their_titles_whatever_their_capitals() -> None:
    assert titles(Library.of(ALL), "") == ["cuti di luar tanggungan", "Kampanye dan pegawai", "Zakat pegawai"]


def test_passages_stand_in_their_order_whatever_order_they_come_in() -> None:
    many = document("Panjang", *(f"Kalimat {n}." for n in range(30)))
    shuffled = random.Random(1).sample(many, len(many))
    (shelved,) = Library.of(shuffled).shelves
    assert shelved.passages == tuple(many)
    assert shelved.text.startswith("Kalimat 0.\n\nKalimat 1.")


def test_documents_and_passages_are_counted() -> None:
    library = Library.of(ALL)
    assert (library.documents, library.passages) == (3, 4)
    empty = Library.of([])
    assert (empty.documents, empty.passages, empty.find(""), empty.find("kampanye")) == (0, 0, (), ())


def test_a_document_is_opened_by_its_id() -> None:
    library = Library.of(ALL)
    opened = library.document(KAMPANYE[0].source.id)
    assert opened is not None
    assert opened.passages == tuple(KAMPANYE)
    assert library.document("arsip/tidak-ada.md") is None


def test_a_document_without_a_title_goes_by_its_file_name() -> None:
    (shelved,) = Library.of(document("", "Isi.", name="edaran")).find("EDARAN")
    assert shelved.title == "edaran.md"


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("zakat", ["Zakat pegawai"]),
        ("KABAR", ["Kampanye dan pegawai"]),
        ("ringkasan", ["cuti di luar tanggungan"]),
        ("mengundurkan", ["cuti di luar tanggungan"]),
        ("undur", ["cuti di luar tanggungan"]),
        ("contoh  sanksinya", ["Kampanye dan pegawai"]),
        ("contoh mengundurkan", []),
        ("pegawai\x00\u202e", ["Kampanye dan pegawai", "Zakat pegawai", "cuti di luar tanggungan"]),
    ],
)
def test_a_search_finds_what_holds_every_word_of_it(search: str, found: list[str]) -> None:
    assert titles(Library.of(ALL), search) == found


def test_whose_title_has_the_words_comes_first() -> None:
    late = document("Tentang kampanye", "Isi.")
    assert titles(Library.of([*ALL, *late]), "kampanye") == [
        "Kampanye dan pegawai",
        "Tentang kampanye",
        "Zakat pegawai",
    ]


def test_the_year_of_a_document_can_be_searched() -> None:
    source = Source("arsip/a.md", "a.md", "Warta", date=datetime.date(2024, 1, 30))
    dated = [Passage("arsip/a.md#1", source, 1, "paragraf 1", "Isi.")]
    assert titles(Library.of([*ALL, *dated]), "warta 2024") == ["Warta"]
    assert titles(Library.of([*ALL, *dated]), "2023") == []


def with_digest(passages: list[Passage], digest: str) -> list[Passage]:
    return [replace(one, source=replace(one.source, digest=digest)) for one in passages]


def test_the_fingerprint_is_that_of_the_documents_alone() -> None:
    fingerprint = Library.of(ALL).fingerprint
    assert len(fingerprint) == 8
    assert int(fingerprint, 16) >= 0
    assert Library.of(ALL[::-1]).fingerprint == fingerprint, "The order of arrival does not count."
    assert Library.of([*with_digest(ZAKAT, "b"), *KAMPANYE, *CUTI]).fingerprint != fingerprint
    assert Library.of([*KAMPANYE, *CUTI]).fingerprint != fingerprint


def test_the_fingerprint_of_a_known_library_never_changes() -> None:
    """It is printed on notes that people keep: a new version of the assistant must not give old content a new name."""
    assert Library.of([]).fingerprint == "4f53cda1"
    assert Library.of(with_digest(ZAKAT, "0" * 64)).fingerprint == "2319f7a3"


def test_a_search_is_put_in_lower_case_once_and_not_at_every_key() -> None:
    (shelved,) = Library.of(ZAKAT).shelves
    assert "searched" not in vars(shelved), "Nothing is prepared before the first search."
    assert shelved.searched is shelved.searched
