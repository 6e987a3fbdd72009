"""Grading and figures, over a scripted assistant whose every flaw must be found."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pytest

from assistant.evaluation.cases import Case, Evidence
from assistant.evaluation.outcomes import Check, Grade, Outcome, check_answer, quotations, run_case, summarise
from assistant.evaluation.rates import Rate
from assistant.types import (
    Answer,
    Block,
    Citation,
    Notice,
    Passage,
    Quote,
    Role,
    Sentence,
    Source,
    Status,
    Verdict,
)

PASSAGE = Passage(
    id="asal/berita/a.md#1",
    source=Source(id="asal/berita/a.md", name="berita/a.md", title="Berita"),
    number=1,
    locator="paragraf 1",
    text="Sebelum itu. ASN dilarang\n  menyukai unggahan caleg. Sesudah itu.",
)
QUOTE = Quote(PASSAGE, 13, 52)
GOOD = Answer(
    question="Boleh like?",
    status=Status.ANSWERED,
    verdict=Verdict.TIDAK_BOLEH,
    blocks=(
        Block(Role.VERDICT, "**Tidak boleh.**"),
        Block(Role.RULE, "Aturannya:", (Sentence("ASN dilarang menyukai unggahan caleg.", (QUOTE,)),)),
    ),
    citations=(Citation(1, QUOTE),),
    notices=(Notice("digest", "Ini ringkasan."),),
)
SILENT = Answer("?", Status.NOT_FOUND, None, (Block(Role.MESSAGE, "Tidak ditemukan."),))
CASE = Case(
    id="a",
    question="Boleh like?",
    status=Status.ANSWERED,
    verdicts=(Verdict.TIDAK_BOLEH,),
    evidence=(Evidence("lain.md", "."), Evidence("a.md", "dilarang menyukai")),
    notice="digest",
    must_include=("aturannya.*CALEG",),
    must_not_include=("boleh saja",),
)


@dataclass
class Scripted:
    """Gives the next answer of a script and keeps what it was asked."""

    answers: list[Answer]
    asked: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)

    def answer(self, question: str, history: Sequence[str] = ()) -> Answer:
        self.asked.append((question, tuple(history)))
        return self.answers.pop(0)


def outcome_of(case: Case, answer: Answer, seconds: float = 0.1) -> Outcome:
    return Outcome(case, answer, check_answer(case, answer), seconds)


def failed(case: Case, answer: Answer) -> set[Check]:
    return {failure.check for failure in check_answer(case, answer)}


def with_sentence(sentence: Sentence) -> Answer:
    return replace(GOOD, blocks=(Block(Role.RULE, "Aturannya: caleg", (sentence,)),))


def test_asks_the_question_with_its_history_and_takes_the_time() -> None:
    assistant = Scripted([GOOD])
    outcome = run_case(assistant, replace(CASE, history=("Lebih dulu?",)))
    assert assistant.asked == [("Boleh like?", ("Lebih dulu?",))]
    assert outcome.grade is Grade.CORRECT
    assert outcome.failures == ()
    assert outcome.seconds > 0


def test_an_exception_of_the_assistant_stays_loud_and_names_the_case() -> None:
    with pytest.raises(IndexError) as caught:
        run_case(Scripted([]), CASE)
    assert caught.value.__notes__ == ["Kasus uji: a"]


@pytest.mark.parametrize(
    ("change", "check"),
    [
        ({"verdicts": (Verdict.BOLEH, None)}, Check.VERDICT),
        ({"evidence": (Evidence("*", "dilarang berfoto"),)}, Check.EVIDENCE),
        ({"evidence": (Evidence("b.md", "dilarang"),)}, Check.EVIDENCE),
        ({"evidence": (Evidence("A.MD", "dilarang"),)}, Check.EVIDENCE),
        ({"evidence": (Evidence("*", "sebelum itu"),)}, Check.EVIDENCE),
        ({"notice": "repealed_law"}, Check.NOTICE),
        ({"must_include": ("aturannya", "sanksi")}, Check.MUST_INCLUDE),
        ({"must_not_include": ("dilarang menyukai",)}, Check.MUST_NOT_INCLUDE),
        ({"status": Status.DECLINED}, Check.STATUS),
    ],
)
def test_finds_what_the_case_does_not_accept(change: dict[str, object], check: Check) -> None:
    case = replace(CASE, **change)  # type: ignore[arg-type]
    assert failed(case, GOOD) == {check}
    assert outcome_of(case, GOOD).grade is Grade.WRONG


@pytest.mark.parametrize("glob", ["berita/a.md", "berita/*", "a.md", "?.md", "*"])
def test_a_document_is_named_by_a_glob_of_its_name_or_of_its_last_part(glob: str) -> None:
    assert failed(replace(CASE, evidence=(Evidence(glob, "caleg"),)), GOOD) == set()


def test_a_name_with_brackets_stands_for_itself() -> None:
    source = replace(PASSAGE.source, name="surat [1].txt")
    answer = replace(GOOD, citations=(Citation(1, replace(QUOTE, passage=replace(PASSAGE, source=source))),), blocks=())
    assert Check.EVIDENCE not in failed(replace(CASE, evidence=(Evidence("surat [1].txt"),)), answer)


@pytest.mark.parametrize(
    ("verdicts", "verdict", "fits"),
    [
        ((), None, True),
        ((Verdict.BOLEH,), None, False),
        ((None,), None, True),
        ((None,), Verdict.BOLEH, False),
        ((Verdict.WAJIB, None), None, True),
    ],
)
def test_no_verdict_is_accepted_where_the_case_says_so(
    verdicts: tuple[Verdict | None, ...], verdict: Verdict | None, fits: bool
) -> None:
    case = Case("a", "?", verdicts=verdicts)
    assert (failed(case, replace(GOOD, verdict=verdict)) == set()) is fits


@pytest.mark.parametrize(
    ("expected", "got", "grade"),
    [
        (Status.ANSWERED, Status.NOT_FOUND, Grade.REFUSED),
        (Status.ANSWERED, Status.DECLINED, Grade.REFUSED),
        (Status.NOT_FOUND, Status.NOT_FOUND, Grade.CORRECT),
        (Status.NOT_FOUND, Status.OUT_OF_SCOPE, Grade.WRONG),
        (Status.NOT_FOUND, Status.ANSWERED, Grade.WRONG),
        (None, Status.DECLINED, Grade.CORRECT),
    ],
)
def test_silence_is_told_apart_from_being_wrong(expected: Status | None, got: Status, grade: Grade) -> None:
    assert outcome_of(Case("a", "?", status=expected), replace(SILENT, status=got)).grade is grade


def test_silence_where_any_status_is_fine_but_a_verdict_is_wanted_is_silence() -> None:
    assert outcome_of(Case("a", "?", verdicts=(Verdict.BOLEH,)), SILENT).grade is Grade.REFUSED


@pytest.mark.parametrize(
    ("answer", "verbatim"),
    [
        (GOOD, [True, True]),
        (with_sentence(Sentence("ASN dilarang menyukai foto caleg.", (QUOTE,))), [True, False]),
        (with_sentence(Sentence("  ", (QUOTE,))), [True, False]),
        (with_sentence(Sentence("ASN dilarang menyukai unggahan caleg.", ())), [True, False]),
        (with_sentence(Sentence("Caleg tidak boleh disukai.", (QUOTE,), verbatim=False)), [True]),
        (replace(GOOD, blocks=(), citations=(Citation(1, Quote(PASSAGE, 60, 90)),)), [False]),
        (replace(GOOD, blocks=(), citations=(Citation(1, Quote(PASSAGE, -9, 60)),)), [False]),
        (replace(GOOD, blocks=(), citations=(Citation(1, Quote(PASSAGE, 12, 13)),)), [False]),
    ],
)
def test_quotations_must_stand_in_their_passages(answer: Answer, verbatim: list[bool]) -> None:
    assert [held for _, held in quotations(answer)] == verbatim
    assert (Check.VERBATIM in failed(Case("a", "?"), answer)) is not all(verbatim)


def test_the_words_of_a_failure_say_what_was_expected_and_what_came() -> None:
    case = Case("a", "?", status=Status.ANSWERED, verdicts=(Verdict.BOLEH, None), evidence=(Evidence("b*", "foto"),))
    told = [(f.expected, f.got) for f in check_answer(case, GOOD)]
    assert told == [
        ("boleh / tanpa putusan", "tidak_boleh"),
        ("b*: foto", "ASN dilarang menyukai unggahan caleg."),
    ]


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


def summary_script() -> list[Outcome]:
    wants_refusal = Case("r", "?", status=Status.NOT_FOUND, tags=("luar",))
    social = replace(CASE, tags=("medsos",))
    return [
        outcome_of(social, GOOD, 1.0),
        outcome_of(social, replace(GOOD, verdict=Verdict.BOLEH), 2.0),
        outcome_of(replace(social, evidence=(Evidence("*", "foto"),)), GOOD, 3.0),
        outcome_of(replace(social, tags=("medsos", "baku")), SILENT, 4.0),
        outcome_of(wants_refusal, SILENT, 5.0),
        outcome_of(wants_refusal, replace(SILENT, status=Status.OUT_OF_SCOPE), 6.0),
        outcome_of(wants_refusal, GOOD, 7.0),
        outcome_of(Case("any", "?"), with_sentence(Sentence("Bukan kutipan.", (QUOTE,))), 8.0),
    ]


def test_summary_counts_each_thing_among_the_cases_it_concerns() -> None:
    summary = summarise(summary_script())
    assert (summary.cases, summary.correct, summary.wrong, summary.refused) == (8, 2, 5, 1)
    assert summary.status_right == Rate(4, 7)
    assert summary.verdict_accuracy == Rate(2, 4)
    assert summary.false_boleh == Rate(1, 4)
    assert summary.evidence_cited == Rate(2, 3)
    assert summary.evidence_of_answerable == Rate(2, 4)
    assert summary.refusal_rate == Rate(2, 3)
    assert summary.exact_refusals == Rate(1, 3)
    assert summary.false_refusals == Rate(1, 4)
    assert summary.verbatim == Rate(9, 10)
    assert (summary.median_seconds, summary.p95_seconds) == (4.5, 8.0)


def test_summary_by_tag() -> None:
    summary = summarise(summary_script())
    assert [(part.tag, part.cases) for part in summary.by_tag] == [("baku", 1), ("luar", 3), ("medsos", 4)]
    assert summary.by_tag[1].refusal_rate == Rate(2, 3)
    assert summary.by_tag[1].false_refusals == Rate(0, 0)
    assert summary.by_tag[2].verdict_accuracy == Rate(2, 4)


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
    assert summarise([outcome]).false_boleh == Rate(counted, counted)


@pytest.mark.parametrize(("count", "p95"), [(1, 1.0), (19, 19.0), (20, 19.0), (21, 20.0), (100, 95.0)])
def test_p95_is_the_smallest_time_that_95_percent_do_not_exceed(count: int, p95: float) -> None:
    outcomes = [outcome_of(Case("a", "?"), SILENT, float(number)) for number in range(count, 0, -1)]
    assert summarise(outcomes).p95_seconds == p95


def test_nothing_cannot_be_summarised() -> None:
    with pytest.raises(ValueError, match="nothing"):
        summarise([])
