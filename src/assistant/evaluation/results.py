"""What a run found, to be kept and compared: the records, and their JSON, which is stable from run to run.

Timings stand apart, shares carry their counts, keys are sorted, and every case is one line.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant import __version__
from assistant.errors import AssistantError
from assistant.evaluation.measures import Measure
from assistant.evaluation.outcomes import Outcome, verdict_word
from assistant.evaluation.rates import Rate
from assistant.evaluation.summary import Confusion, Figures, confusion_of, summarise

DIGITS = 4


class ResultsError(AssistantError):
    """A file of earlier results cannot be used; the message says what is wrong."""


@dataclass(frozen=True, slots=True)
class Store:
    """What the questions were asked of."""

    model: str
    documents: int
    passages: int


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What became of one case."""

    grade: str
    status: str
    verdict: str
    failures: tuple[str, ...]
    """The names of the checks that failed, each once."""
    rank: int | None
    """The place of the first passage that holds evidence."""


@dataclass(frozen=True, slots=True)
class SetResults:
    """Figures over some cases, and those of each tag."""

    figures: Figures
    tags: Mapping[str, Figures]
    confusion: Confusion


@dataclass(frozen=True, slots=True)
class Results:
    """What a run found."""

    version: str
    date: datetime.date
    store: Store
    seconds: Mapping[str, float]
    """Median and p95 of an answer."""
    overall: SetResults
    sets: Mapping[str, SetResults]
    cases: Mapping[str, Mapping[str, CaseResult]]
    """Name of the set to the case's id to what became of it."""


def results_of(sets: Mapping[str, Sequence[Outcome]], store: Store, date: datetime.date) -> Results:
    """The results of all sets; at least one case is needed."""
    everything = [outcome for outcomes in sets.values() for outcome in outcomes]
    latency = summarise(everything).latency
    return Results(
        version=__version__,
        date=date,
        store=store,
        seconds={"median": latency.median, "p95": latency.p95},
        overall=_set_results(everything),
        sets={name: _set_results(outcomes) for name, outcomes in sets.items()},
        cases={name: {o.case.id: _case_result(o) for o in outcomes} for name, outcomes in sets.items()},
    )


def _set_results(outcomes: Sequence[Outcome]) -> SetResults:
    summary = summarise(outcomes)
    return SetResults(summary.overall, summary.by_tag, confusion_of(outcomes))


def _case_result(outcome: Outcome) -> CaseResult:
    return CaseResult(
        grade=outcome.grade.value,
        status=outcome.answer.status.value,
        verdict=verdict_word(outcome.answer.verdict),
        failures=tuple(dict.fromkeys(failure.check.value for failure in outcome.failures)),
        rank=outcome.rank,
    )


def write_results(results: Results, path: Path) -> None:
    """Write the JSON. Raises ResultsError when that is not possible."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json_text(_results_object(results)), encoding="utf-8", errors="backslashreplace", newline="\n")
    except OSError as error:
        raise ResultsError(
            f"Hasil tidak dapat ditulis ke {path} ({error}). Pilih berkas lain dengan --json."
        ) from error


def read_results(path: Path) -> Results:
    """The results of an earlier run. Raises ResultsError for a file that `--json` did not write."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return Results(
            version=str(data["version"]),
            date=datetime.date.fromisoformat(data["date"]),
            store=Store(str(data["model"]), int(data["store"]["documents"]), int(data["store"]["passages"])),
            seconds={name: float(value) for name, value in data["seconds"].items()},
            overall=_read_set(data["overall"]),
            sets={name: _read_set(one) for name, one in data["sets"].items()},
            cases={
                name: {id_: CaseResult(**{**one, "failures": tuple(one["failures"])}) for id_, one in cases.items()}
                for name, cases in data["cases"].items()
            },
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ResultsError(
            f"{path} bukan hasil yang dapat dibandingkan ({error!r}). Diharapkan: berkas yang ditulis dengan --json."
        ) from error


def json_text(value: object, depth: int = 0) -> str:
    """JSON with sorted keys, in which an object without objects inside stands on one line: made to be compared."""
    if not isinstance(value, Mapping) or not any(isinstance(inner, Mapping) for inner in value.values()):
        text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    else:
        space = "  " * (depth + 1)
        lines = (
            f"{space}{json.dumps(k, ensure_ascii=False)}: {json_text(v, depth + 1)}" for k, v in sorted(value.items())
        )
        text = "{\n" + ",\n".join(lines) + "\n" + "  " * depth + "}"
    return text if depth else f"{text}\n"


def _results_object(results: Results) -> dict[str, object]:
    return {
        "version": results.version,
        "date": results.date.isoformat(),
        "model": results.store.model,
        "store": {"documents": results.store.documents, "passages": results.store.passages},
        "seconds": {name: round(value, DIGITS) for name, value in results.seconds.items()},
        "overall": _set_object(results.overall),
        "sets": {name: _set_object(one) for name, one in results.sets.items()},
        "cases": {name: {id_: _case_object(c) for id_, c in cases.items()} for name, cases in results.cases.items()},
    }


def _case_object(case: CaseResult) -> dict[str, object]:
    return {
        "grade": case.grade,
        "status": case.status,
        "verdict": case.verdict,
        "failures": list(case.failures),
        "rank": case.rank,
    }


def _set_object(results: SetResults) -> dict[str, object]:
    confusion: dict[str, dict[str, int]] = {}
    for (expected, given), count in results.confusion.items():
        confusion.setdefault(expected, {})[given] = count
    return {
        "figures": _figures_object(results.figures),
        "tags": {tag: _figures_object(figures) for tag, figures in results.tags.items()},
        "confusion": confusion,
    }


def _figures_object(figures: Figures) -> dict[str, object]:
    derived = {"mrr": figures.mrr, "refusal_f1": figures.refusal_f1}
    return {
        "cases": {"correct": figures.correct, "wrong": figures.wrong, "refused": figures.refused},
        "scores": {name: round(value, DIGITS) for name, value in derived.items() if value is not None},
        "rates": {measure.value: _rate_object(rate) for measure, rate in figures.rates.items()},
    }


def _rate_object(rate: Rate) -> dict[str, object]:
    interval = [round(end, DIGITS) for end in rate.interval]
    return {"count": rate.count, "total": rate.total, "value": round(rate.value, DIGITS), "interval": interval}


def _read_set(data: Any) -> SetResults:
    return SetResults(
        figures=_read_figures(data["figures"]),
        tags={tag: _read_figures(one) for tag, one in data["tags"].items()},
        confusion={
            (expected, given): int(count) for expected, row in data["confusion"].items() for given, count in row.items()
        },
    )


def _read_figures(data: Any) -> Figures:
    known = {measure.value for measure in Measure}
    rates = {
        Measure(name): Rate(int(rate["count"]), int(rate["total"]))
        for name, rate in data["rates"].items()
        if name in known
    }
    mrr = data["scores"].get("mrr")
    cases = data["cases"]
    return Figures(int(cases["correct"]), int(cases["wrong"]), int(cases["refused"]), rates, mrr)
