"""A run as one HTML file that needs nothing else: no script, no request, everything escaped. The only file that knows Jinja.

What the page looks like stands in `report.html` and `report.css`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from assistant.errors import AssistantError
from assistant.evaluation.comparison import Comparison, Kind
from assistant.evaluation.measures import MEASURES, Measure
from assistant.evaluation.numbers import interval, number, percent, scores
from assistant.evaluation.outcomes import CHECK_WORDS, Grade, Outcome, expectations
from assistant.evaluation.rates import Rate
from assistant.evaluation.results import Results
from assistant.evaluation.summary import VERDICT_WORDS, Confusion, Summary, summarise
from assistant.presentation import markdown, quoted
from assistant.types import Passage, Verdict

# The shares that are drawn tag by tag; the others stand in the table only.
DRAWN = (
    Measure.VERDICT_RIGHT,
    Measure.EVIDENCE_OF_ANSWERABLE,
    Measure.FOUND_AT_5,
    Measure.CONDITIONS_TOLD,
    Measure.REFUSAL_RECALL,
    Measure.FALSE_REFUSALS,
)


@dataclass(frozen=True, slots=True)
class Bar:
    """A share with its label, drawn as a bar with its interval."""

    label: str
    rate: Rate
    lower_is_better: bool = False

    @property
    def geometry(self) -> str:
        """The CSS variables of the drawing, in percent of its width."""
        low, high = self.rate.interval
        return f"--value:{100 * self.rate.value:.1f}%;--low:{100 * low:.1f}%;--width:{100 * (high - low):.1f}%"


@dataclass(frozen=True, slots=True)
class Plot:
    """One measure over all tags."""

    title: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the table of verdicts."""

    count: int
    look: str
    """The CSS class: `right`, `grave`, `wrong` or `none`."""


@dataclass(frozen=True, slots=True)
class FailedCase:
    """A failed case with the name of its set."""

    set_name: str
    outcome: Outcome

    @property
    def answer(self) -> str:
        return markdown(self.outcome.answer)

    @property
    def expectations(self) -> list[tuple[str, tuple[str, ...]]]:
        """Everything that the case asks for, whether it was met or not."""
        return [(CHECK_WORDS[check], texts) for check, texts in expectations(self.outcome.case) if texts]

    def proves(self, passage: Passage) -> bool:
        return any(evidence.fits(passage.source.name, passage.text) for evidence in self.outcome.case.evidence)


def write_page(
    path: Path, measured: Mapping[str, Sequence[Outcome]], results: Results, comparison: Comparison | None = None
) -> None:
    """Write the page. Raises AssistantError when that is not possible."""
    page = render_page(measured, results, comparison)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page, encoding="utf-8", errors="xmlcharrefreplace", newline="\n")
    except OSError as error:
        raise AssistantError(
            f"Laporan tidak dapat ditulis ke {path} ({error}). Pilih berkas lain dengan --report."
        ) from error


def render_page(
    measured: Mapping[str, Sequence[Outcome]], results: Results, comparison: Comparison | None = None
) -> str:
    """The page about a run: the figures, and every failed case with what the assistant saw and said."""
    summary = summarise([outcome for outcomes in measured.values() for outcome in outcomes])
    return _templates().get_template("report.html").render(
        summary=summary,
        results=results,
        comparison=comparison,
        change_kinds=list(Kind),
        grave=Bar(MEASURES[Measure.FALSE_BOLEH].label, summary.overall[Measure.FALSE_BOLEH], True),
        bars=[Bar(d.label, summary.overall[m], d.lower_is_better) for m, d in MEASURES.items() if summary.overall[m].total],
        scores=scores(summary.overall),
        plots=_plots(summary),
        verdicts=VERDICT_WORDS,
        confusion=_cells(summary.confusion),
        failed=_failed(measured),
        check_words=CHECK_WORDS,
    )  # fmt: skip


def _templates() -> Environment:
    # Strict: a misspelt name in the page is an error, not a hole.
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(percent=percent, interval=interval, number=number, quoted=quoted)
    return environment


def _plots(summary: Summary) -> list[Plot]:
    plots = []
    for measure in DRAWN:
        definition = MEASURES[measure]
        bars = tuple(
            Bar(tag, figures[measure], definition.lower_is_better)
            for tag, figures in summary.by_tag.items()
            if figures[measure].total
        )
        if bars:
            plots.append(Plot(definition.label, bars))
    return plots


def _cells(confusion: Confusion) -> Mapping[str, list[Cell]]:
    """Expected verdict to one cell for every verdict that could be given."""
    return {
        expected: [
            Cell(confusion.get((expected, given), 0), _look(confusion, expected, given)) for given in VERDICT_WORDS
        ]
        for expected in VERDICT_WORDS
    }


def _look(confusion: Confusion, expected: str, given: str) -> str:
    if (expected, given) == (Verdict.TIDAK_BOLEH, Verdict.BOLEH):
        return "grave"
    if not confusion.get((expected, given), 0):
        return "none"
    return "right" if expected == given else "wrong"


def _failed(measured: Mapping[str, Sequence[Outcome]]) -> list[FailedCase]:
    """The failed cases, set by set, the wrong before the silent."""
    failed = [
        FailedCase(name, outcome) for name, outcomes in measured.items() for outcome in outcomes if outcome.failures
    ]
    return sorted(failed, key=lambda one: one.outcome.grade is Grade.REFUSED)
