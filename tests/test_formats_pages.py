"""Lines with their places become paragraphs: over page breaks, indents, gaps, headings and divided words."""

from __future__ import annotations

import textwrap

import pytest

from ingest.formats.pages import paragraphs_of_pages, title_of_pages
from ingest.formats.running import Line

LETTER = 0.48 * 11
FIRST = (
    "Badan Pengawas Contoh Raya mengingatkan seluruh pegawai agar menjaga netralitas selama masa kampanye. Peringatan itu "
    "disampaikan oleh Kepala Badan dalam apel pagi di halaman kantor, dan diulangi pada hari berikutnya di Kecamatan Timur."
)
SECOND = (
    "Pelanggaran yang paling sering ditemukan adalah dukungan di media sosial. Pegawai yang melanggar dilaporkan kepada "
    "instansinya masing-masing untuk diperiksa menurut Peraturan Contoh Raya tentang Disiplin Pegawai."
)


def lines(*paragraphs: str, width: int = 60, indent: float = 0, gap: float = 15, top: float = 800) -> list[Line]:
    """Paragraphs wrapped at a width; indent: of their first lines; gap: before each of them, when lines are 15 apart."""
    found: list[Line] = []
    y = top + gap
    for paragraph in paragraphs:
        y -= gap - 15
        first = " " * round(indent / LETTER)
        for text in textwrap.wrap(paragraph, width, break_on_hyphens=False, initial_indent=first):
            y -= 15
            found.append(Line(text.strip(), 50 + (indent if text[0] == " " else 0), y, 11))
    return found


def test_paragraphs_are_told_apart_by_a_gap() -> None:
    assert paragraphs_of_pages([lines(FIRST, SECOND, FIRST, gap=22)]) == [FIRST, SECOND, FIRST]


def test_paragraphs_are_told_apart_by_their_first_indent() -> None:
    assert paragraphs_of_pages([lines(FIRST, SECOND, FIRST, indent=30)]) == [FIRST, SECOND, FIRST]


@pytest.mark.parametrize("width", [45, 60, 80, 110])
def test_without_gap_and_indent_a_short_last_line_ends_a_paragraph(width: int) -> None:
    ending = f"{FIRST} Begitu pula di Kecamatan Barat{' dan Kecamatan Utara' if width == 45 else ''}."
    found = paragraphs_of_pages([lines(ending, SECOND, width=width)])
    assert " ".join(found) == f"{ending} {SECOND}"


@pytest.mark.parametrize("cut", range(1, 8))
def test_a_sentence_runs_on_over_the_page_break(cut: int) -> None:
    whole = lines(FIRST, SECOND, gap=22)
    pages = [[Line(f"- {n} -", 300, 830, 9), *part] for n, part in enumerate((whole[:cut], whole[cut:]), start=1)]
    assert paragraphs_of_pages(pages) == [FIRST, SECOND]


@pytest.mark.parametrize("hyphen", ["-", "\u00ad", "\u2010"])
def test_a_word_divided_at_a_line_or_page_end_is_whole(hyphen: str) -> None:
    divided = [Line(f"Pegawai wajib menjaga netralitas dan melaporkan pelang{hyphen}", 50, 700, 11)]
    rest = [Line("garan kepada komisi yang mengawasi pegawai di Contoh.", 50, 685, 11)]
    whole = (
        "Pegawai wajib menjaga netralitas dan melaporkan pelanggaran kepada komisi yang mengawasi pegawai di Contoh."
    )
    assert paragraphs_of_pages([divided + rest]) == [whole]
    assert paragraphs_of_pages([divided, rest]) == [whole]


def test_a_drawn_soft_hyphen_within_a_line_is_a_hyphen() -> None:
    assert paragraphs_of_pages([[Line("undang\u00adundang", 50, 700, 11)]]) == ["undang-undang"]


def test_the_parts_of_a_regulation_stand_by_themselves() -> None:
    texts = [
        "PERATURAN CONTOH RAYA",
        "NOMOR 7 TAHUN 2023",
        "TENTANG",
        "NETRALITAS PEGAWAI",
        "Menimbang : a. bahwa netralitas perlu dijaga;",
        "b. bahwa perlu ditetapkan peraturan;",
        "BAB I",
        "KETENTUAN UMUM",
        "Pasal 1",
        "(1) Pegawai wajib netral.",
        "(2) Pegawai dilarang:",
        "a. berkampanye; atau",
        "b. memasang spanduk.",
        "Pasal 2",
        "Cukup jelas.",
        "Ditetapkan di Contoh Raya",
    ]
    assert paragraphs_of_pages([[Line(text, 50, 800 - 15 * n, 11) for n, text in enumerate(texts)]]) == texts


def test_items_and_references_are_told_apart_by_what_stands_before_them() -> None:
    texts = (
        "Pegawai yang melanggar ketentuan sebagaimana dimaksud dalam Pasal",
        "5 ayat (1) dan pegawai sebagaimana dimaksud dalam Pasal 6 ayat",
        "(2) dikenai sanksi yang berikut menurut tingkat kesalahannya, yakni:",
        "a. teguran lisan yang disampaikan di hadapan seluruh pegawai kantor;",
        "dan",
        "b. teguran tertulis.",
    )
    found = paragraphs_of_pages([[Line(text, 50, 800 - 15 * n, 11) for n, text in enumerate(texts)]])
    assert found == [" ".join(texts[:3]), " ".join(texts[3:5]), texts[5]]


def test_a_heading_of_two_centred_lines_is_one() -> None:
    heading = [
        Line("NETRALITAS PEGAWAI APARATUR DALAM PENYELENGGARAAN", 50, 800, 11),
        Line("PEMILIHAN UMUM", 50 + 17.5 * LETTER, 785, 11),
    ]
    assert paragraphs_of_pages([heading + lines(FIRST, top=770)])[0] == " ".join(line.text for line in heading)


def test_lines_of_different_sizes_do_not_belong_together() -> None:
    found = paragraphs_of_pages(
        [[Line("Netralitas Pegawai Menjelang Pemilihan Bupati Contoh", 50, 815, 11.0), *lines(FIRST)]]
    )
    assert found[-1].endswith(FIRST)
    large = Line("Netralitas Pegawai Menjelang Pemilihan Bupati Contoh Raya", 50, 815, 18)
    assert paragraphs_of_pages([[large, *lines(FIRST)]]) == [large.text, FIRST]


def test_a_second_column_begins_a_paragraph_unless_the_sentence_goes_on() -> None:
    left, right = lines(FIRST), [Line(line.text, 300, line.y, line.size) for line in lines(SECOND)]
    assert paragraphs_of_pages([left + right]) == [FIRST, SECOND]


def test_the_title_is_what_stands_in_clearly_larger_letters() -> None:
    large = [Line("Netralitas Pegawai", 50, 850, 20), Line("Menjelang Pemilihan", 50, 828, 20)]
    assert title_of_pages([large + lines(FIRST)]) == "Netralitas Pegawai Menjelang Pemilihan"
    assert title_of_pages([lines(FIRST)]) == ""
    assert title_of_pages([]) == ""
    assert title_of_pages([[Line("x" * 300, 50, 850, 20), *lines(FIRST, SECOND)]]) == ""


def test_no_lines_are_no_paragraphs() -> None:
    assert paragraphs_of_pages([]) == []
    assert paragraphs_of_pages([[], [Line("  ", 0, 0, 0)]]) == []
