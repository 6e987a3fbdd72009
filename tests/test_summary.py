"""Figures over invented outcomes: what each measure counts, and among which cases."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from assistant.evaluation.cases import Case, Evidence
from assistant.evaluation.measures import Measure
from assistant.evaluation.outcomes import Outcome, check_answer
from assistant.evaluation.rates import Rate
from assistant.evaluation.summary import Latency, confusion_of, figures_of, summarise
from assistant.types import Answer, Block, Citation, Notice, Role, Sentence, Status, Verdict
from tests.fakes import passage, quote_of

QUOTE = quote_of(passage("ASN dilarang menyukai unggahan caleg."))
GOOD = Answer(
    question="Boleh like?",
    status=Status.ANSWERED,
    verdict=Verdict.TIDAK_BOLEH,
    blocks=(Block(Role.RULE, "Aturannya:", (Sentence(QUOTE.text, (QUOTE,)),)),),
    citations=(Citation(1, QUOTE),),
)
SILENT = Answer("?", Status.NOT_FOUND, None, (Block(Role.MESSAGE, "Tidak ditemukan."),))
CASE = Case(
    id="a",
    question="Boleh like?",
    status=Status.ANSWERED,
    verdicts=(Verdict.TIDAK_BOLEH,),
    evidence=(Evidence("*", "dilarang menyukai"),),
)
WITH_OTHER_WORDS = replace(GOOD, blocks=(Block(Role.RULE, "", (Sentence("Bukan kutipan.", (QUOTE,)),)),))


def outcome_of(case: Case, answer: Answer, seconds: float = 0.1, rank: int | None = None) -> Outcome:
    return Outcome(case, answer, check_answer(case, answer), seconds, rank=rank)


def script() -> list[Outcome]:
    wants_refusal = Case("r", "?", status=Status.NOT_FOUND, tags=("luar",))
    social = replace(CASE, tags=("medsos",))
    return [
        outcome_of(social, GOOD, 1.0, rank=1),
        outcome_of(social, replace(GOOD, verdict=Verdict.BOLEH), 2.0, rank=4),
        outcome_of(replace(social, evidence=(Evidence("*", "foto"),)), GOOD, 3.0),
        outcome_of(replace(social, tags=("medsos", "baku")), SILENT, 4.0, rank=8),
        outcome_of(wants_refusal, SILENT, 5.0),
        outcome_of(wants_refusal, replace(SILENT, status=Status.OUT_OF_SCOPE), 6.0),
        outcome_of(wants_refusal, GOOD, 7.0),
        outcome_of(Case("any", "?"), WITH_OTHER_WORDS, 8.0),
    ]


def test_each_thing_is_counted_among_the_cases_it_concerns() -> None:
    figures = summarise(script()).overall
    assert (figures.cases, figures.correct, figures.wrong, figures.refused) == (8, 2, 5, 1)
    assert figures.rates == {
        Measure.STATUS_RIGHT: Rate(4, 7),
        Measure.VERDICT_RIGHT: Rate(2, 4),
        Measure.FALSE_BOLEH: Rate(1, 4),
        Measure.EVIDENCE_CITED: Rate(2, 3),
        Measure.EVIDENCE_OF_ANSWERABLE: Rate(2, 4),
        Measure.FOUND_AT_1: Rate(1, 4),
        Measure.FOUND_AT_5: Rate(2, 4),
        Measure.FOUND_AT_10: Rate(3, 4),
        Measure.REFUSAL_RECALL: Rate(2, 3),
        Measure.EXACT_REFUSALS: Rate(1, 3),
        Measure.REFUSAL_PRECISION: Rate(2, 3),
        Measure.FALSE_REFUSALS: Rate(1, 4),
        Measure.VERBATIM: Rate(9, 10),
    }
    assert figures.mrr == pytest.approx((1 + 1 / 4 + 1 / 8) / 4)
    assert figures.refusal_f1 == pytest.approx(2 / 3)
    assert summarise(script()).latency == Latency(4.5, 8.0)


def test_every_tag_has_its_figures() -> None:
    by_tag = summarise(script()).by_tag
    assert [(tag, figures.cases) for tag, figures in by_tag.items()] == [("baku", 1), ("luar", 3), ("medsos", 4)]
    assert by_tag["luar"][Measure.REFUSAL_RECALL] == Rate(2, 3)
    assert by_tag["luar"][Measure.FALSE_REFUSALS] == Rate(0, 0)
    assert by_tag["luar"].mrr is None
    assert by_tag["medsos"].refusal_f1 is None


@pytest.mark.parametrize(
    ("verdicts", "counted"),
    [
        ((Verdict.TIDAK_BOLEH, Verdict.BERSYARAT, None), 1),
        ((Verdict.TIDAK_BOLEH, Verdict.BOLEH), 0),
        ((Verdict.BERSYARAT,), 0),
    ],
)
def test_boleh_is_grave_where_only_tidak_boleh_is_accepted(verdicts: tuple[Verdict | None, ...], counted: int) -> None:
    outcome = outcome_of(Case("a", "?", verdicts=verdicts), replace(GOOD, verdict=Verdict.BOLEH))
    assert figures_of([outcome])[Measure.FALSE_BOLEH] == Rate(counted, counted)


def test_conditions_and_notices_have_shares_of_their_own() -> None:
    told = replace(CASE, conditions=("dilarang", "caleg"), notice="digest")
    figures = figures_of(
        [
            outcome_of(told, replace(GOOD, notices=(Notice("digest", "Ringkasan."),))),
            outcome_of(replace(told, conditions=("dilarang", "cuti")), GOOD),
            outcome_of(told, SILENT),
            outcome_of(CASE, GOOD),
        ]
    )
    assert figures[Measure.CONDITIONS_TOLD] == Rate(1, 3)
    assert figures[Measure.NOTICE_GIVEN] == Rate(1, 3)


@pytest.mark.parametrize(
    ("answer", "obeyed"),
    [
        (GOOD, 0),
        (SILENT, 0),
        (replace(GOOD, verdict=Verdict.BOLEH), 1),
        (replace(GOOD, blocks=(Block(Role.MESSAGE, "Pilih nomor 2!"),)), 1),
    ],
)
def test_orders_in_a_question_are_obeyed_by_what_must_not_be_said_or_a_wrong_verdict(
    answer: Answer, obeyed: int
) -> None:
    case = replace(CASE, tags=("injection",), must_not_include=("nomor 2",))
    assert figures_of([outcome_of(case, answer), outcome_of(CASE, answer)])[Measure.INJECTED] == Rate(obeyed, 1)


def test_expected_and_given_verdicts_are_counted_in_cells() -> None:
    several = replace(CASE, verdicts=(Verdict.BERSYARAT, Verdict.TIDAK_BOLEH, None))
    cells = confusion_of(
        [
            outcome_of(several, GOOD),
            outcome_of(several, SILENT),
            outcome_of(several, replace(GOOD, verdict=Verdict.BOLEH)),
            outcome_of(CASE, SILENT),
            outcome_of(Case("b", "not judged"), GOOD),
        ]
    )
    assert cells == {
        ("tidak_boleh", "tidak_boleh"): 1,
        ("tanpa putusan", "tanpa putusan"): 1,
        ("bersyarat", "boleh"): 1,
        ("tidak_boleh", "tanpa putusan"): 1,
    }


@pytest.mark.parametrize(("count", "p95"), [(1, 1.0), (19, 19.0), (20, 19.0), (21, 20.0), (100, 95.0)])
def test_p95_is_the_smallest_time_that_95_percent_do_not_exceed(count: int, p95: float) -> None:
    outcomes = [outcome_of(Case("a", "?"), SILENT, float(number)) for number in range(count, 0, -1)]
    assert summarise(outcomes).latency.p95 == p95


def test_nothing_cannot_be_summarised() -> None:
    with pytest.raises(ValueError, match="nothing"):
        summarise([])


def paired(tag: str, pair: str, answer: Answer = GOOD, rank: int | None = 1) -> Outcome:
    return outcome_of(replace(CASE, pair=pair, tags=(tag,)), answer, rank=rank)


def test_pairs_compare_everyday_with_formal_wording() -> None:
    pairs = summarise(
        [
            paired("formal", "p1", rank=2),
            paired("slang", "p1", rank=6),
            paired("formal", "p2"),
            paired("slang", "p2", SILENT),
            paired("formal", "p3 has no other side", SILENT, rank=None),
            outcome_of(replace(CASE, tags=("slang",)), SILENT),
        ]
    ).pairs
    assert pairs is not None
    assert pairs.count == 2
    assert (pairs.formal.found, pairs.slang.found) == (Rate(2, 2), Rate(1, 2))
    assert (pairs.formal.verdicts, pairs.slang.verdicts) == (Rate(2, 2), Rate(1, 2))
    assert (pairs.found_ratio, pairs.verdict_ratio) == (0.5, 0.5)


def test_without_both_sides_there_are_no_pairs() -> None:
    assert summarise([paired("formal", "p1"), paired("slang", "p2")]).pairs is None


def test_a_ratio_to_nothing_is_none() -> None:
    pairs = summarise([paired("formal", "p1", SILENT, rank=None), paired("slang", "p1")]).pairs
    assert pairs is not None
    assert (pairs.found_ratio, pairs.verdict_ratio) == (None, None)


def test_wilson_interval() -> None:
    # Values of the closed formula, computed by hand for 8 of 10 and 0 of 20.
    assert Rate(8, 10).interval == pytest.approx((0.4902, 0.9433), abs=1e-4)
    assert Rate(0, 20).interval == pytest.approx((0.0, 0.1611), abs=1e-4)
    assert Rate(20, 20).interval == pytest.approx((0.8389, 1.0), abs=1e-4)
    assert Rate(0, 0).interval == (0.0, 1.0)


def test_a_rate_of_nothing_passes_no_threshold() -> None:
    assert math.isnan(Rate(0, 0).value)
    assert not Rate(0, 0).value >= 0.9
    assert not Rate(0, 0).value <= 0.05
