"""A number that counts a written list is told by the list."""

from __future__ import annotations

import pytest

from assistant.answer.gate.counting import is_count_of_list, lengths_of_lists


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("Hukuman ringan terdiri atas teguran lisan, teguran tertulis, dan pernyataan tidak puas.", 3),
        ("Pegawai dilarang: a. menjadi saksi; b. menjadi pelaksana; dan c. memakai atribut.", 3),
        ("Upaya itu adalah keberatan dan banding (Pasal 4, Pasal 5, dan Pasal 6).", 2),
    ],
)
def test_a_written_list_is_counted(text: str, length: int) -> None:
    assert length in lengths_of_lists(text)


def test_words_that_are_merely_joined_are_no_list() -> None:
    assert lengths_of_lists("Pegawai dan calon hadir, lalu pulang.") == frozenset()


WINDOW = "Upaya administratif terdiri atas keberatan, banding, dan gugatan."


@pytest.mark.parametrize(
    ("number", "rest", "window", "expected"),
    [
        (3, " upaya yang tersedia.", WINDOW, True),
        (2, " upaya yang tersedia.", WINDOW, False),
        (2, " upaya: keberatan dan banding.", WINDOW, False),
        (2, " syarat: di luar jam kerja dan tanpa atribut.", "Ia boleh hadir di luar jam kerja tanpa atribut.", True),
        (3, " syarat: di luar jam kerja dan tanpa atribut.", "Ia boleh hadir di luar jam kerja tanpa atribut.", False),
    ],
)
def test_a_number_is_held_against_the_list_it_counts(number: int, rest: str, window: str, expected: bool) -> None:
    assert is_count_of_list(number, rest, window) is expected
