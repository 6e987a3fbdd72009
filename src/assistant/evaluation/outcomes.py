"""A Case and the answer to it become an Outcome. Pure apart from the clock.

Three grades: being silent where something can be answered is told apart from being wrong, because wrong is worse.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from assistant.evaluation.cases import ANY_STATUS, Case, Evidence, matches
from assistant.evaluation.retrieval import DEEPEST, rank_of_evidence
from assistant.presentation import markdown
from assistant.types import Answer, Citation, Hit, Passage, Sentence, Status, Verdict

REFUSALS = frozenset({Status.NOT_FOUND, Status.OUT_OF_SCOPE, Status.DECLINED})
NO_VERDICT = "tanpa putusan"


class Found(Protocol):
    """What was found for a question, the best first."""

    @property
    def hits(self) -> tuple[Hit, ...]: ...


class Answers(Protocol):
    """What is measured: `pipeline.Assistant`, or a scripted fake."""

    def answer(self, question: str, history: Sequence[str] = ()) -> Answer: ...

    def look_up(self, question: str, history: Sequence[str] = (), limit: int = DEEPEST) -> Found: ...


class Grade(StrEnum):
    """What became of a case."""

    CORRECT = "benar"
    """Every check passed."""
    REFUSED = "diam"
    """The assistant refused although the case does not ask for a refusal."""
    WRONG = "salah"
    """Everything else, a refusal of another kind than expected included."""


class Check(StrEnum):
    """What is looked at in an answer."""

    STATUS = "status"
    VERDICT = "verdict"
    EVIDENCE = "evidence"
    NOTICE = "notice"
    CONDITIONS = "conditions"
    MUST_INCLUDE = "must_include"
    MUST_NOT_INCLUDE = "must_not_include"
    VERBATIM = "verbatim"


CHECK_WORDS = {
    Check.STATUS: "status",
    Check.VERDICT: "putusan",
    Check.EVIDENCE: "bukti",
    Check.NOTICE: "catatan",
    Check.CONDITIONS: "syarat",
    Check.MUST_INCLUDE: "harus memuat",
    Check.MUST_NOT_INCLUDE: "tidak boleh memuat",
    Check.VERBATIM: "kutipan",
}
"""The checks as people read them."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A check that did not pass, in words for the report."""

    check: Check
    expected: str
    got: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """A case, the answer it got and what was found wrong with it."""

    case: Case
    answer: Answer
    failures: tuple[Failure, ...]
    seconds: float
    """Measured around the call, not what the answer says of itself."""
    passages: tuple[Passage, ...] = ()
    """What the search found, the best first; only looked up for cases that have evidence or failed."""
    rank: int | None = None
    """The place, from 1, of the first passage that holds evidence."""

    @property
    def refused(self) -> bool:
        return self.answer.status in REFUSALS

    @property
    def grade(self) -> Grade:
        if not self.failures:
            return Grade.CORRECT
        return Grade.REFUSED if self.refused and self.case.status not in REFUSALS else Grade.WRONG

    def passed(self, check: Check) -> bool:
        return all(failure.check is not check for failure in self.failures)


def run_case(assistant: Answers, case: Case) -> Outcome:
    """Ask one question and check the answer. An exception of the assistant is a bug and stays one."""
    try:
        started = time.perf_counter()
        answer = assistant.answer(case.question, case.history)
        seconds = time.perf_counter() - started
        failures = check_answer(case, answer)
        hits = assistant.look_up(case.question, case.history, DEEPEST).hits if case.evidence or failures else ()
    except Exception as error:
        error.add_note(f"Kasus uji: {case.id}")
        raise
    passages = tuple(hit.passage for hit in hits)
    rank = rank_of_evidence(case, [(passage.source.name, passage.text) for passage in passages])
    return Outcome(case, answer, failures, seconds, passages, rank)


def check_answer(case: Case, answer: Answer) -> tuple[Failure, ...]:
    """Every check that the answer does not pass, in the order of `Check`."""
    text = markdown(answer)
    quotes = _listed(citation.quote.text for citation in answer.citations)
    kinds = [notice.kind for notice in answer.notices]
    altered = [quote for quote, verbatim in quotations(answer) if not verbatim]
    checks = [
        (Check.STATUS, case.status in (None, answer.status), case.status or ANY_STATUS, answer.status),
        (
            Check.VERDICT,
            _verdict_fits(case, answer),
            " / ".join(map(verdict_word, case.verdicts)),
            verdict_word(answer.verdict),
        ),
        (Check.EVIDENCE, _cites_evidence(case, answer), _listed(map(_evidence_text, case.evidence)), quotes),
        (Check.NOTICE, not case.notice or case.notice in kinds, case.notice, ", ".join(kinds) or "-"),
        *((Check.CONDITIONS, matches(p, text), p, "-") for p in case.conditions),
        *((Check.MUST_INCLUDE, matches(p, text), p, "-") for p in case.must_include),
        *((Check.MUST_NOT_INCLUDE, not matches(p, text), f"tanpa {p}", p) for p in case.must_not_include),
        (Check.VERBATIM, not altered, "kutipan persis", _listed(altered)),
    ]
    return tuple(Failure(check, expected, got) for check, passed, expected, got in checks if not passed)


def expectations(case: Case) -> list[tuple[Check, tuple[str, ...]]]:
    """Everything that a case asks for, in words for the report; what it does not judge is empty."""
    return [
        (Check.STATUS, (case.status or ANY_STATUS,)),
        (Check.VERDICT, tuple(map(verdict_word, case.verdicts))),
        (Check.EVIDENCE, tuple(map(_evidence_text, case.evidence))),
        (Check.NOTICE, (case.notice,) if case.notice else ()),
        (Check.CONDITIONS, case.conditions),
        (Check.MUST_INCLUDE, case.must_include),
        (Check.MUST_NOT_INCLUDE, case.must_not_include),
    ]


def quotations(answer: Answer) -> list[tuple[str, bool]]:
    """Every quotation an answer shows, and whether it stands word for word in its passage.

    White space counts as equal. Sentences in words of our own are no quotations.
    """
    cited = [(citation.quote.text, _is_verbatim_quote(citation)) for citation in answer.citations]
    shown = [
        (sentence.text, _is_verbatim_sentence(sentence))
        for block in answer.blocks
        for sentence in block.sentences
        if sentence.verbatim
    ]
    return cited + shown


def _is_verbatim_quote(citation: Citation) -> bool:
    quote = citation.quote
    return 0 <= quote.start < quote.end <= len(quote.passage.text) and bool(quote.text.strip())


def _is_verbatim_sentence(sentence: Sentence) -> bool:
    text = _one_line(sentence.text)
    return bool(text) and any(text in _one_line(quote.passage.text) for quote in sentence.quotes)


def _verdict_fits(case: Case, answer: Answer) -> bool:
    return not case.verdicts or answer.verdict in case.verdicts


def _cites_evidence(case: Case, answer: Answer) -> bool:
    cited = [citation.quote for citation in answer.citations]
    return not case.evidence or any(e.fits(q.passage.source.name, q.text) for e in case.evidence for q in cited)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def verdict_word(verdict: Verdict | None) -> str:
    """A verdict as it stands in test cases and reports."""
    return verdict.value if verdict else NO_VERDICT


def _evidence_text(evidence: Evidence) -> str:
    return f"{evidence.document}: {evidence.contains}" if evidence.contains else evidence.document


def _listed(texts: Iterable[str]) -> str:
    return " | ".join(_one_line(text) for text in texts) or "-"
