"""The numbers that Word shows are counted as Word counts them."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from typing import Any

import pytest

from ingest.formats.numbering import Numbering, read_numbering

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


class Element(ElementTree.Element):
    """An element of the standard library with the one method of lxml that is needed."""

    def iterchildren(self, tag: str) -> Any:
        return iter(self.findall(tag))


def xml(text: str) -> Any:
    parser = ElementTree.XMLParser(target=ElementTree.TreeBuilder(element_factory=Element))
    return ElementTree.fromstring(f'<w:root xmlns:w="{W}">{text}</w:root>', parser)


def level(number: int, form: str, text: str, start: int = 1) -> str:
    return f'<w:lvl w:ilvl="{number}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'


def numbering(
    *levels: str, nums: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>', styles: str = ""
) -> Numbering:
    return read_numbering(
        xml(f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>{nums}'), xml(styles)
    )


def paragraph(level: int = 0, list_id: str = "1") -> Any:
    numbers = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'
    return xml(f"<w:p><w:pPr>{numbers}</w:pPr></w:p>").find(f"{{{W}}}p")


def styled(style: str) -> Any:
    return xml(f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr></w:p>').find(f"{{{W}}}p")


def test_levels_count_by_themselves_and_begin_anew_below_another() -> None:
    lists = numbering(level(0, "decimal", "Pasal %1"), level(1, "decimal", "(%2)"), level(2, "lowerLetter", "%3."))
    marks = [lists.mark(paragraph(number)) for number in (0, 1, 1, 2, 2, 1, 0, 1, 2)]
    assert marks == ["Pasal 1", "(1)", "(2)", "a.", "b.", "(3)", "Pasal 2", "(1)", "a."]


@pytest.mark.parametrize(
    ("form", "text", "start", "mark"),
    [
        ("upperRoman", "BAB %1", 4, "BAB IV"),
        ("lowerRoman", "%1.", 9, "ix."),
        ("upperLetter", "%1)", 3, "C)"),
        ("lowerLetter", "%1.", 28, "bb."),
        ("decimalZero", "%1", 7, "07"),
        ("bullet", "", 1, "-"),
        ("none", "%1", 1, ""),
        ("tidakDikenal", "%1.", 5, "5."),
        ("lowerRoman", "%1", 5000, "5000"),
    ],
)
def test_forms_of_numbers(form: str, text: str, start: int, mark: str) -> None:
    assert numbering(level(0, form, text, start)).mark(paragraph()) == mark


def test_a_level_may_show_the_one_above_it() -> None:
    lists = numbering(level(0, "decimal", "%1."), level(1, "decimal", "%1.%2"))
    assert [lists.mark(paragraph(number)) for number in (0, 1, 1, 0, 1)] == ["1.", "1.1", "1.2", "2.", "2.1"]


def test_lists_of_one_kind_count_on_unless_one_begins_anew() -> None:
    nums = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )
    lists = numbering(level(0, "decimal", "%1."), nums=nums)
    assert [lists.mark(paragraph(list_id=one)) for one in "112233"] == ["1.", "2.", "3.", "4.", "1.", "2."]


def test_a_style_numbers_its_paragraphs_and_those_of_styles_based_on_it() -> None:
    styles = (
        '<w:style w:styleId="Ayat"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="AyatKecil"><w:basedOn w:val="Ayat"/></w:style>'
        '<w:style w:styleId="A"><w:basedOn w:val="B"/></w:style><w:style w:styleId="B"><w:basedOn w:val="A"/></w:style>'
    )
    lists = numbering(level(0, "decimal", "(%1)"), styles=styles)
    assert [lists.mark(styled(one)) for one in ("Ayat", "AyatKecil", "Biasa", "A")] == ["(1)", "(2)", "", ""]


@pytest.mark.parametrize("list_id", ["0", "", "99", "x"])
def test_a_list_that_is_not_there_numbers_nothing(list_id: str) -> None:
    assert numbering(level(0, "decimal", "%1.")).mark(paragraph(list_id=list_id)) == ""


def test_a_document_without_lists_has_no_numbers() -> None:
    assert read_numbering(None, None).mark(paragraph()) == ""


@pytest.mark.parametrize("depth", [-1, 9, 10**9])
def test_levels_that_do_not_exist_break_nothing(depth: int) -> None:
    assert numbering(level(0, "decimal", "%1. %9")).mark(paragraph(depth))
