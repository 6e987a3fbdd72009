"""A Case and the answer to it become an Outcome; many Outcomes become a Summary. Pure apart from the clock.

Three grades: being silent where something can be answered is told apart from being wrong, because wrong is worse.
"""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from assistant.evaluation.cases import ANY_STATUS, Case, Evidence, matches
from assistant.evaluation.rates import Rate
from assistant.presentation import markdown
from assistant.types import Answer, Citation, Sentence, Status, Verdict

REFUSALS = frozenset({Status.NOT_FOUND, Status.OUT_OF_SCOPE, Status.DECLINED})


class Answers(Protocol):
    """What is measured: `pipeline.Assistant`, or a scripted fake."""

    def answer(self, question: str, history: Sequence[str] = ()) -> Answer: ...


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
    MUST_INCLUDE = "must_include"
    MUST_NOT_INCLUDE = "must_not_include"
    VERBATIM = "verbatim"


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
    started = time.perf_counter()
    try:
        answer = assistant.answer(case.question, case.history)
    except Exception as error:
        error.add_note(f"Kasus uji: {case.id}")
        raise
    return Outcome(case, answer, check_answer(case, answer), time.perf_counter() - started)


def check_answer(case: Case, answer: Answer) -> tuple[Failure, ...]:
    """Every check that the answer does not pass, in the order of `Check`."""
    text = markdown(answer)
    quotes = _listed(citation.quote.text for citation in answer.citations)
    kinds = [notice.kind for notice in answer.notices]
    altered = [quote for quote, verbatim in quotations(answer) if not verbatim]
    checks = [
        (Check.STATUS, case.status in (None, answer.status), case.status or ANY_STATUS, answer.status),
        (Check.VERDICT, _verdict_fits(case, answer), " / ".join(map(_word, case.verdicts)), _word(answer.verdict)),
        (Check.EVIDENCE, _cites_evidence(case, answer), _listed(map(_evidence_text, case.evidence)), quotes),
        (Check.NOTICE, not case.notice or case.notice in kinds, case.notice, ", ".join(kinds) or "-"),
        *((Check.MUST_INCLUDE, matches(p, text), p, "-") for p in case.must_include),
        *((Check.MUST_NOT_INCLUDE, not matches(p, text), f"tanpa {p}", p) for p in case.must_not_include),
        (Check.VERBATIM, not altered, "kutipan persis", _listed(altered)),
    ]
    return tuple(Failure(check, expected, got) for check, passed, expected, got in checks if not passed)


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


def _word(verdict: Verdict | None) -> str:
    return verdict.value if verdict else "tanpa putusan"


def _evidence_text(evidence: Evidence) -> str:
    return f"{evidence.document}: {evidence.contains}" if evidence.contains else evidence.document


def _listed(texts: Iterable[str]) -> str:
    return " | ".join(_one_line(text) for text in texts) or "-"


@dataclass(frozen=True, slots=True)
class Summary:
    """What many outcomes show. `by_tag` holds the same for every tag, sorted by name, and is empty within a tag."""

    tag: str
    """Empty for all outcomes together."""
    correct: int
    wrong: int
    refused: int
    status_right: Rate
    """Of the cases that expect a status."""
    verdict_accuracy: Rate
    """Of the cases whose verdict is judged; a refusal has no verdict."""
    false_boleh: Rate
    """“Boleh” where “tidak boleh” is accepted and “boleh” is not: the gravest error."""
    evidence_cited: Rate
    """Of the cases with evidence that were answered."""
    evidence_of_answerable: Rate
    """Of the answerable cases with evidence; here a refusal counts as not cited."""
    refusal_rate: Rate
    """Refused in any way, of the cases to be refused."""
    exact_refusals: Rate
    """Refused with exactly the expected status, of the same cases."""
    false_refusals: Rate
    """Refused, of the answerable cases."""
    verbatim: Rate
    """Quotations that stand word for word in their passages, of all quotations shown."""
    median_seconds: float
    p95_seconds: float
    by_tag: tuple[Summary, ...] = ()

    @property
    def cases(self) -> int:
        return self.correct + self.wrong + self.refused


def summarise(outcomes: Sequence[Outcome]) -> Summary:
    """The figures of all outcomes and of every tag. Raises ValueError when there are none."""
    tags = sorted({tag for outcome in outcomes for tag in outcome.case.tags})
    by_tag = tuple(_summarise(tag, [o for o in outcomes if tag in o.case.tags]) for tag in tags)
    return _summarise("", outcomes, by_tag)


def _summarise(tag: str, outcomes: Sequence[Outcome], by_tag: tuple[Summary, ...] = ()) -> Summary:
    if not outcomes:
        raise ValueError("There is nothing to summarise.")
    answerable = [o for o in outcomes if o.case.status is Status.ANSWERED]
    to_refuse = [o for o in outcomes if o.case.status in REFUSALS]
    with_evidence = [o for o in outcomes if o.case.evidence]
    seconds = sorted(o.seconds for o in outcomes)
    shown = [verbatim for o in outcomes for _, verbatim in quotations(o.answer)]
    return Summary(
        tag=tag,
        correct=sum(o.grade is Grade.CORRECT for o in outcomes),
        wrong=sum(o.grade is Grade.WRONG for o in outcomes),
        refused=sum(o.grade is Grade.REFUSED for o in outcomes),
        status_right=_rate([*answerable, *to_refuse], lambda o: o.passed(Check.STATUS)),
        verdict_accuracy=_rate([o for o in outcomes if o.case.verdicts], lambda o: o.passed(Check.VERDICT)),
        false_boleh=_rate(filter(_boleh_would_be_grave, outcomes), lambda o: o.answer.verdict is Verdict.BOLEH),
        evidence_cited=_rate([o for o in with_evidence if not o.refused], lambda o: o.passed(Check.EVIDENCE)),
        evidence_of_answerable=_rate(
            [o for o in with_evidence if o.case.status is Status.ANSWERED], lambda o: o.passed(Check.EVIDENCE)
        ),
        refusal_rate=_rate(to_refuse, lambda o: o.refused),
        exact_refusals=_rate(to_refuse, lambda o: o.passed(Check.STATUS)),
        false_refusals=_rate(answerable, lambda o: o.refused),
        verbatim=Rate(sum(shown), len(shown)),
        median_seconds=statistics.median(seconds),
        p95_seconds=seconds[math.ceil(0.95 * len(seconds)) - 1],
        by_tag=by_tag,
    )


def _rate(outcomes: Iterable[Outcome], holds: Callable[[Outcome], bool]) -> Rate:
    results = [holds(outcome) for outcome in outcomes]
    return Rate(sum(results), len(results))


def _boleh_would_be_grave(outcome: Outcome) -> bool:
    return Verdict.TIDAK_BOLEH in outcome.case.verdicts and Verdict.BOLEH not in outcome.case.verdicts
