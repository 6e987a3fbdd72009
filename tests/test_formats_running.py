"""Running headers, footers, page numbers and catchwords go; what only looks like them stays."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from ingest.formats.running import Line, without_running_lines

TOP, LEADING = 800.0, 15.0
BODY = (
    "Pegawai wajib menjaga netralitas.",
    "Pelanggaran ditindak.",
    "Laporan diperiksa komisi.",
    "Keputusan diumumkan.",
)


def page(*texts: str, foot: Sequence[str] = ()) -> list[Line]:
    """Lines from the top downwards, and some at the very bottom."""
    lines = [Line(text, 50, TOP - LEADING * number, 11) for number, text in enumerate(texts)]
    return lines + [Line(text, 50, 40 - LEADING * number, 11) for number, text in enumerate(foot)]


def body(number: int) -> list[str]:
    """Enough different lines that the edges of a page are not all there is of it."""
    return [f"{sentence[:-1]} menurut butir {number * 7 % 13}{letter}." for letter in "abc" for sentence in BODY]


def kept(pages: Sequence[Sequence[Line]]) -> list[list[str]]:
    return [[line.text for line in one] for one in without_running_lines(pages)]


@pytest.mark.parametrize(
    ("head", "foot"),
    [
        ("PERATURAN CONTOH RAYA", "{n}"),
        ("PERATURAN CONTOH RAYA NOMOR 7 TAHUN 2023", "Halaman {n} dari 9"),
        ("- {n} -", "Ditandatangani secara elektronik."),
        ("{n} | Warta Contoh", "https://contoh.example/berkas.pdf"),
        ("hal. {n}/9", "SK No 00{n} A"),
    ],
)
@pytest.mark.parametrize("first", [1, 57])
def test_what_every_page_repeats_or_counts_goes(head: str, foot: str, first: int) -> None:
    pages = [page(head.format(n=n), *body(n), foot=[foot.format(n=n)]) for n in range(first, first + 9)]
    assert kept(pages) == [body(n) for n in range(first, first + 9)]


def test_a_letterhead_of_three_lines_goes_whole() -> None:
    pages = [page("PRESIDEN", "REPUBLIK CONTOH", f"- {n} -", *body(n)) for n in range(1, 6)]
    assert kept(pages) == [body(n) for n in range(1, 6)]


def test_left_and_right_pages_have_their_own_headers() -> None:
    pages = [page("Warta Contoh" if n % 2 else f"{n} Januari", *body(n)) for n in range(1, 13)]
    pages = [page("Warta Contoh" if n % 2 else "Edisi Januari", *body(n), foot=[f"{n}"]) for n in range(1, 13)]
    assert kept(pages) == [body(n) for n in range(1, 13)]


def test_a_first_page_without_header_keeps_its_first_line() -> None:
    pages = [page(*body(1)), *(page("Warta Contoh", *body(n)) for n in range(2, 7))]
    assert kept(pages) == [body(n) for n in range(1, 7)]


def test_roman_page_numbers_go_and_those_of_chapters_stay() -> None:
    romans = ["i", "ii", "iii", "iv", "v"]
    pages = [page(*body(n), foot=[roman]) for n, roman in enumerate(romans, start=1)]
    assert kept(pages) == [body(n) for n in range(1, 6)]
    chapters = [page("II", *body(n)) for n in range(1, 6)]
    assert kept(chapters)[0][0] == "II"


@pytest.mark.parametrize("opening", ["Pasal {n}", "BAB {n}", "({n}) Pegawai wajib netral.", "{n}. Umum", "Ayat ({n})"])
def test_parts_that_count_along_with_the_pages_stay(opening: str) -> None:
    pages = [page(opening.format(n=n), *body(n)) for n in range(1, 8)]
    assert [one[0] for one in kept(pages)] == [opening.format(n=n) for n in range(1, 8)]


def test_numbers_at_the_edge_that_do_not_count_the_pages_stay() -> None:
    pages = [page(f"{number} orang", *body(n), foot=[f"{number}"]) for n, number in enumerate([12, 7, 30, 2, 19])]
    assert [(one[0], one[-1]) for one in kept(pages)] == [(f"{n} orang", f"{n}") for n in (12, 7, 30, 2, 19)]


def test_a_sentence_that_the_text_repeats_stays_at_the_edge_too() -> None:
    texts = [["Cukup jelas.", *body(n)[:4], "Cukup jelas.", *body(n)[4:8], "Cukup jelas."] for n in range(1, 9)]
    assert kept([page(*lines) for lines in texts]) == texts


def test_the_same_words_at_another_height_are_a_title() -> None:
    title = Line("Warta Contoh", 50, 600, 24)
    pages = [[*page(*body(1)), title], *(page("Warta Contoh", *body(n)) for n in range(2, 7))]
    assert kept(pages)[0][-1] == "Warta Contoh"
    assert all("Warta Contoh" not in one for one in kept(pages)[1:])


def test_headers_that_stand_last_in_the_file_are_known_by_their_place() -> None:
    pages = [[*page(*body(n))[1:], Line("Warta Contoh", 50, 830, 9), Line(f"{n}", 300, 20, 9)] for n in range(1, 6)]
    assert kept(pages) == [body(n)[1:] for n in range(1, 6)]


@pytest.mark.parametrize("pages", [1, 2, 3])
def test_few_pages_lose_their_numbers_too(pages: int) -> None:
    made = [page(*body(n), foot=[f"Halaman {n} dari {pages}"]) for n in range(1, pages + 1)]
    assert kept(made) == [body(n) for n in range(1, pages + 1)]


def test_what_a_browser_prints_around_a_page_goes_from_a_single_page() -> None:
    lines = page("11/22/26, 3:49 PM Judul Berita", *body(1), foot=["https://contoh.example/berita/netralitas 1/1"])
    assert kept([lines]) == [body(1)]


@pytest.mark.parametrize("catchword", ["Mengingat . . .", "(2) Laporan …", "MEMUTUSKAN: ..."])
def test_the_first_words_of_the_next_page_are_not_told_twice(catchword: str) -> None:
    opening = catchword.rstrip(" .…") + " dan seterusnya menurut ketentuan."
    assert kept([page(*body(1), catchword), page(opening, *body(2))]) == [body(1), [opening, *body(2)]]


def test_an_ellipsis_that_announces_nothing_stays() -> None:
    lines = [*body(1), "Dan seterusnya . . ."]
    assert kept([page(*lines), page(*body(2))]) == [lines, body(2)]
    assert kept([page(*lines)]) == [lines]


def test_empty_pages_are_pages() -> None:
    assert kept([]) == []
    assert kept([[], page(*body(1)), []]) == [[], body(1), []]
