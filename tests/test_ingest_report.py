"""What a document alters: which passages are new, which are gone, and which instruments it cites or no longer cites."""

from __future__ import annotations

from fakes import passage

from assistant.types import Passage
from ingest.instruments import Cited
from ingest.report import Alteration, altered

NOTHING = Cited("arsip/warta.md", (), (), ())


def passages(*texts: str) -> list[Passage]:
    return [passage(text, number=number) for number, text in enumerate(texts, start=1)]


def alteration(before: list[Passage], after: list[Passage]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    one = altered("arsip/warta.md", before, after, NOTHING, NOTHING, is_new=not before)
    return one.added, one.removed


def test_of_a_new_document_every_passage_is_new() -> None:
    assert alteration([], passages("Satu.", "Dua.")) == (("paragraf 1", "paragraf 2"), ())


def test_a_passage_that_was_changed_is_gone_and_new() -> None:
    assert alteration(passages("Satu.", "Dua.", "Tiga."), passages("Satu.", "Dua, ya.", "Tiga.")) == (
        ("paragraf 2",),
        ("paragraf 2",),
    )


def test_what_only_moved_is_neither() -> None:
    assert alteration(passages("Satu.", "Dua."), passages("Pembuka.", "Satu.", "Dua.")) == (("paragraf 1",), ())


def test_what_stood_twice_and_stands_once_is_gone_once() -> None:
    assert alteration(passages("Satu.", "Satu.", "Dua."), passages("Satu.", "Dua.")) == ((), ("paragraf 2",))


def test_instruments_are_those_it_did_not_cite_before_known_or_not() -> None:
    before = Cited("arsip/warta.md", ("PP 94/2021", "UU 5/2014"), (), ())
    after = Cited("arsip/warta.md", ("UU 20/2023", "PP 94/2021"), (), ("UU 98/2020",))
    assert altered("arsip/warta.md", [], [], after, before, is_new=False) == Alteration(
        "arsip/warta.md", False, (), (), newly_cited=("UU 20/2023", "UU 98/2020"), no_longer_cited=("UU 5/2014",)
    )
