"""A run as text for the terminal: figures, figures by tag, verdicts, pairs, what changed, and the failed cases."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.evaluation.comparison import Change, Comparison, Kind
from assistant.evaluation.measures import MEASURES, Measure
from assistant.evaluation.numbers import NONE, interval, number, percent, scores
from assistant.evaluation.outcomes import CHECK_WORDS, Grade, Outcome
from assistant.evaluation.pairs import Pairs
from assistant.evaluation.summary import VERDICT_WORDS, Confusion, Summary
from assistant.text import clean_line

# A question, an expectation or a finding is cut to this many characters in the list of failures.
LONGEST_PART = 120


def report(summary: Summary, outcomes: Sequence[Outcome], most_failures: int, comparison: Comparison | None) -> str:
    """Everything that the terminal shows about a run."""
    parts = [_headline(summary), _overall_table(summary)]
    if summary.confusion:
        parts.append(_confusion_table(summary.confusion))
    if summary.by_tag:
        parts.append(_tag_table(summary))
    if summary.pairs:
        parts.append(_pair_table(summary.pairs))
    if comparison:
        parts += [_figures_beside(comparison), _change_list(comparison)]
    if most_failures > 0 and summary.overall.correct < summary.overall.cases:
        parts.append(_failure_list(outcomes, most_failures))
    return "\n\n".join(parts)


def _headline(summary: Summary) -> str:
    figures, latency = summary.overall, summary.latency
    return (
        f"{figures.cases} kasus: {figures.correct} benar, {figures.wrong} salah, "
        f"{figures.refused} diam padahal dapat dijawab.\n"
        f"Waktu per pertanyaan: median {number(latency.median)}, p95 {number(latency.p95)} detik."
    )


def _overall_table(summary: Summary) -> str:
    rows = [["ukuran", "jumlah", "persen", "rentang 95 %"]]
    for measure, definition in MEASURES.items():
        rate = summary.overall[measure]
        rows.append([definition.label, f"{rate.count}/{rate.total}", percent(rate), interval(rate)])
    rows += [[label, number(value), "", ""] for label, value in scores(summary.overall).items()]
    return _aligned(rows)


def _confusion_table(confusion: Confusion) -> str:
    """Expected verdicts downwards, given ones across; a verdict that nobody expected or gave is left out."""
    seen = {word for cell in confusion for word in cell}
    words = [word for word in VERDICT_WORDS if word in seen]
    rows = [["diharapkan ↓  diberikan →", *words]]
    rows += [[expected, *(str(confusion.get((expected, given), 0)) for given in words)] for expected in words]
    return f"Putusan:\n{_aligned(rows)}"


def _tag_table(summary: Summary) -> str:
    """One row per tag, in percent; a column nobody has figures for is left out."""
    shown = {
        measure: definition.heading
        for measure, definition in MEASURES.items()
        if definition.heading and summary.overall[measure].total
    }
    rows = [["label", "n", "benar", "salah", "diam", *shown.values()]]
    for tag, figures in summary.by_tag.items():
        rates = [figures[measure] for measure in shown]
        cells = [f"{100 * rate.value:.0f} [{interval(rate, 0)}]" if rate.total else NONE for rate in rates]
        counts = map(str, (figures.cases, figures.correct, figures.wrong, figures.refused))
        rows.append([tag, *counts, *cells])
    return f"Per label, dalam persen [rentang 95 %]:\n{_aligned(rows)}"


def _pair_table(pairs: Pairs) -> str:
    rows = [["pertanyaan yang sama", "resmi", "sehari-hari", "sehari-hari : resmi"]]
    for label, formal, slang, ratio in (
        (MEASURES[Measure.FOUND_AT_5].label, pairs.formal.found, pairs.slang.found, pairs.found_ratio),
        (MEASURES[Measure.VERDICT_RIGHT].label, pairs.formal.verdicts, pairs.slang.verdicts, pairs.verdict_ratio),
    ):
        rows.append([label, percent(formal), percent(slang), number(ratio, 2)])
    return f"{pairs.count} pasang:\n{_aligned(rows)}"


def _figures_beside(comparison: Comparison) -> str:
    old, new = comparison.old.overall.figures, comparison.new.overall.figures
    rows = [["ukuran", "dahulu", "", "sekarang", "", "selisih"]]
    for measure, definition in MEASURES.items():
        before, now = old[measure], new[measure]
        if not (before.total or now.total):
            continue
        points = f"{100 * (now.value - before.value):+.1f}".replace(".", ",") if before.total and now.total else NONE
        shares = (f"{before.count}/{before.total}", percent(before), f"{now.count}/{now.total}", percent(now))
        rows.append([definition.label, *shares, points])
    for (label, was), value in zip(scores(old).items(), scores(new).values(), strict=True):
        rows.append([label, number(was), "", number(value), "", ""])
    date, store = comparison.old.date.isoformat(), comparison.old.store
    return (
        f"Dibandingkan dengan hasil {date}, versi {comparison.old.version}, "
        f"{store.documents} dokumen dan {store.passages} bagian:\n{_aligned(rows)}"
    )


def _change_list(comparison: Comparison) -> str:
    counts = ", ".join(f"{comparison.count(kind)} {kind.value}" for kind in Kind)
    lines = [f"Kasus yang berubah: {counts}."]
    if comparison.only_new or comparison.only_old:
        lines.append(f"Hanya sekarang: {comparison.only_new} kasus; hanya dahulu: {comparison.only_old} kasus.")
    return "\n".join([*lines, *(f"  {change_line(change)}" for change in comparison.changes)])


def change_line(change: Change) -> str:
    """One line: how a case changed, which it is, and what was and is given."""
    before, after = change.before, change.after
    was, now = (f"{one.grade} ({one.status}, {one.verdict})" for one in (before, after))
    return f"{change.kind.value:<8} {change.set_name}/{_cut(change.id)}: {was} → {now}"


def _failure_list(outcomes: Sequence[Outcome], most: int) -> str:
    failed = [outcome for outcome in outcomes if outcome.failures]
    failed.sort(key=lambda outcome: outcome.grade is Grade.REFUSED)
    lines = [f"Kasus gagal ({min(most, len(failed))} dari {len(failed)}; --failures N menampilkan N):"]
    return "\n".join([*lines, *(f"  {failure_line(outcome)}" for outcome in failed[:most])])


def failure_line(outcome: Outcome) -> str:
    """One line: id, grade, what was expected and what came, and the question.

    Of a case answered with silence only the first failure is told: the others follow from it.
    """
    failures = outcome.failures[:1] if outcome.grade is Grade.REFUSED else outcome.failures
    told = "; ".join(f"{CHECK_WORDS[f.check]}: diharapkan {_cut(f.expected)}, didapat {_cut(f.got)}" for f in failures)
    return f"{_cut(outcome.case.id)} [{outcome.grade}] “{_cut(outcome.case.question)}” {told}"


def _cut(text: str) -> str:
    line = clean_line(text, LONGEST_PART)
    return line if len(line) < LONGEST_PART else f"{line[:-1]}…"


def _aligned(rows: Sequence[Sequence[str]]) -> str:
    """Columns of equal width: the first to the left, the others to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = []
    for first, *others in rows:
        cells = [first.ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True))]
        lines.append("  ".join(cells).rstrip())
    return "\n".join([lines[0], "─" * max(map(len, lines)), *lines[1:]])
