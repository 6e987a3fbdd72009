"""The place of evidence among found passages, and the figures made from many places."""

from __future__ import annotations

import pytest

from assistant.evaluation.cases import Case, Evidence
from assistant.evaluation.rates import Rate
from assistant.evaluation.retrieval import rank_of_evidence, retrieval_summary

FOUND = [
    ("berita/a.md", "ASN dilarang\nberfoto."),
    ("b.txt", "ASN berhak memilih."),
    ("b.txt", "ASN dilarang berfoto."),
]


@pytest.mark.parametrize(
    ("evidence", "rank"),
    [
        ([Evidence("*", "dilarang berfoto")], 1),
        ([Evidence("a.md", "BERFOTO")], 1),
        ([Evidence("b.*", "berfoto")], 3),
        ([Evidence("b.txt")], 2),
        ([Evidence("*", "tidak ada"), Evidence("*", "memilih")], 2),
        ([Evidence("c.txt", "memilih")], None),
        ([], None),
    ],
)
def test_the_rank_is_the_place_of_the_first_passage_that_holds_evidence(
    evidence: list[Evidence], rank: int | None
) -> None:
    assert rank_of_evidence(Case("a", "?", evidence=tuple(evidence)), FOUND) == rank


def test_nothing_found_has_no_rank() -> None:
    assert rank_of_evidence(Case("a", "?", evidence=(Evidence(),)), []) is None


def test_the_figures_count_what_came_among_the_first() -> None:
    figures = retrieval_summary([1, 2, 5, 10, 11, None])
    assert (figures.at_1, figures.at_5, figures.at_10) == (Rate(1, 6), Rate(3, 6), Rate(4, 6))
    assert figures.mrr == pytest.approx((1 + 1 / 2 + 1 / 5 + 1 / 10) / 6)


def test_no_questions_are_no_figures() -> None:
    figures = retrieval_summary([])
    assert figures.at_1 == Rate(0, 0)
    assert figures.mrr == 0.0
