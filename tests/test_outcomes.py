"""Grading, over a scripted assistant whose every flaw must be found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pytest

from assistant.evaluation.cases import Case, Evidence
from assistant.evaluation.outcomes import Check, Grade, Outcome, check_answer, quotations, run_case
from assistant.types import (
    Answer,
    Block,
    Citation,
    Hit,
    Notice,
    Passage,
    Quote,
    Role,
    Sentence,
    Source,
    Status,
    Verdict,
)
from tests.fakes import hit

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
    conditions=("dilarang", "aturannya"),
)


@dataclass(frozen=True)
class Looked:
    hits: tuple[Hit, ...]


@dataclass
class Scripted:
    """Gives the next answer of a script and keeps what it was asked; finds two passages, the second with evidence."""

    answers: list[Answer]
    asked: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    looked_up: list[tuple[str, tuple[str, ...], int]] = field(default_factory=list)

    def answer(self, question: str, history: Sequence[str] = ()) -> Answer:
        self.asked.append((question, tuple(history)))
        return self.answers.pop(0)

    def look_up(self, question: str, history: Sequence[str] = (), limit: int = 0) -> Looked:
        self.looked_up.append((question, tuple(history), limit))
        return Looked((hit("Yang lain."), hit(PASSAGE)))


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


def test_passages_are_looked_up_where_evidence_is_named() -> None:
    assistant = Scripted([GOOD])
    outcome = run_case(assistant, replace(CASE, history=("Lebih dulu?",)))
    assert assistant.looked_up == [("Boleh like?", ("Lebih dulu?",), 10)]
    assert outcome.passages[1] == PASSAGE
    assert outcome.rank == 2


@pytest.mark.parametrize(("verdicts", "looked"), [((), 0), ((Verdict.BOLEH,), 1)])
def test_else_only_failed_cases_are_looked_up_for_the_report(verdicts: tuple[Verdict, ...], looked: int) -> None:
    assistant = Scripted([GOOD])
    outcome = run_case(assistant, Case("a", "?", verdicts=verdicts))
    assert len(assistant.looked_up) == looked
    assert outcome.rank is None


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
        ({"conditions": ("dilarang", "di luar jam kerja")}, Check.CONDITIONS),
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
