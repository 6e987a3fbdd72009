"""Drawings of a run as SVG, written by hand: two kinds of picture are no reason for a library. Only figures are shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from assistant.evaluation.rates import Rate
from benchmarks.figures import BUDGET, BUDGETS
from benchmarks.types import Figures, Group, Run, System

# Okabe and Ito's colours, which people with any colour vision can tell apart.
COLOURS = {
    "kami": "#d55e00",
    "LangChain": "#0072b2",
    "LlamaIndex": "#009e73",
    "Haystack": "#cc79a7",
    "txtai": "#b8860b",
    "bagian": "#666666",
}
DASHES = ("", "6 3", "2 3")
"""For the first, second, and third system of a family."""
OWN = "kami"
ROW, TOP, LABELS, PANEL, GAP = 24, 58, 360, 250, 70
HEIGHT, LEFT, LINE_PANEL = 400, 60, 330


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing beside the page."""

    file: str
    caption: str
    draw: Callable[[Run], str]


def drawn_group(run: Run) -> Group:
    """All questions that nobody of us read; where there are none, all there are. `groups_of` puts them first."""
    return run.groups[0]


def bars(run: Run) -> str:
    """A bar with its 95 % interval for every system: found among the first five, and within the budget."""
    group = drawn_group(run)
    panels: list[tuple[str, Callable[[Figures], Rate]]] = [
        ("ditemukan@5", lambda figures: figures.retrieval.at_5),
        (f"dalam {BUDGET} huruf", lambda figures: figures.within[-1]),
    ]
    drawn = [_text(12, 22, _title(group), size=15, weight="bold")]
    drawn += [
        _text(LABELS - 10, TOP + ROW * place + 16, _label(system), anchor="end", weight=_weight(system))
        for place, system in enumerate(run.systems)
    ]
    for number, (name, rate_of) in enumerate(panels):
        left = LABELS + number * (PANEL + GAP)
        rates = [(system, rate_of(group.figures[system.key])) for system in run.systems]
        drawn += [_text(left, 46, name, weight="bold"), *_bar_panel(left, rates)]
    height = TOP + ROW * len(run.systems) + 14
    return _picture(LABELS + len(panels) * (PANEL + GAP), height, _title(group), drawn)


def _bar_panel(left: float, rates: Sequence[tuple[System, Rate]]) -> list[str]:
    drawn = [_line(left, TOP, left, TOP + ROW * len(rates), "#999999")]
    for place, (system, rate) in enumerate(rates):
        top, middle = TOP + ROW * place, TOP + ROW * place + ROW / 2
        low, high = (left + PANEL * share for share in rate.interval)
        drawn += [
            f'<rect x="{left:.1f}" y="{top + 5:.1f}" width="{PANEL * rate.value:.1f}" height="{ROW - 10}" '
            f'fill="{_colour(system)}" fill-opacity="{1 if system.family == OWN else 0.55}"/>',
            _line(low, middle, high, middle, "#222222"),
            *(_line(end, middle - 4, end, middle + 4, "#222222") for end in (low, high)),
            _text(max(high, left + 4) + 6, middle + 4, f"{100 * rate.value:.0f} %", weight=_weight(system)),
        ]
    return drawn


def curves(run: Run) -> str:
    """Found among the first k pieces, and within so many characters: a line for every system."""
    group = drawn_group(run)
    counts = [(float(depth), str(depth)) for depth in range(1, len(next(iter(group.figures.values())).at) + 1)]
    # Characters at even distances: the first hundreds matter as much as the last thousand.
    budgets = [(float(place), f"{budget}") for place, budget in enumerate(BUDGETS)]
    second = LEFT + LINE_PANEL + GAP
    right = second + LINE_PANEL
    drawn = [_text(12, 22, _title(group), size=15, weight="bold")]
    drawn += _axes(LEFT, counts, "banyaknya potongan yang dibaca (k)")
    drawn += _axes(second, budgets, "banyaknya huruf yang dibaca")
    ends: list[tuple[float, System, str]] = []
    for system in run.systems:
        figures, dash = group.figures[system.key], _dash(run.systems, system)
        drawn.append(_curve(LEFT, [rate.value for rate in figures.at], system, dash))
        drawn.append(_curve(second, [rate.value for rate in figures.within], system, dash))
        ends.append((_height_of(figures.within[-1].value), system, dash))
    drawn += _legend(right + 14, sorted(ends, key=lambda end: end[0]))
    return _picture(right + 400, HEIGHT, _title(group), drawn)


PICTURES = (
    Picture("retrieval_bars.svg", f"Ditemukan@5 dan dalam {BUDGET} huruf, tiap sistem, dengan rentang 95 %", bars),
    Picture("retrieval_curves.svg", "Bagian yang ditemukan menurut banyaknya potongan dan huruf yang dibaca", curves),
)


def _axes(left: float, ticks: Sequence[tuple[float, str]], name: str) -> list[str]:
    drawn = []
    for percent in range(0, 101, 20):
        height = _height_of(percent / 100)
        drawn += [_line(left, height, left + LINE_PANEL, height, "#dddddd")]
        drawn += [_text(left - 8, height + 4, f"{percent} %", anchor="end")]
    for place, (_, label) in enumerate(ticks):
        across = left + LINE_PANEL * place / (len(ticks) - 1)
        drawn.append(_text(across, HEIGHT - 44, label, anchor="middle"))
    return [*drawn, _text(left + LINE_PANEL / 2, HEIGHT - 20, name, anchor="middle")]


def _curve(left: float, values: Sequence[float], system: System, dash: str) -> str:
    points = " ".join(
        f"{left + LINE_PANEL * place / (len(values) - 1):.1f},{_height_of(value):.1f}"
        for place, value in enumerate(values)
    )
    return (
        f'<polyline points="{points}" fill="none" stroke="{_colour(system)}" '
        f'stroke-width="{3.5 if system.family == OWN else 1.8}"{_dashed(dash)}/>'
    )


def _legend(left: float, ends: Sequence[tuple[float, System, str]]) -> list[str]:
    """Names beside the ends of their lines, pushed down where they would cover one another."""
    drawn, lowest = [], 0.0
    for place, (height, system, dash) in enumerate(ends):
        still_to_come = 17.0 * (len(ends) - place - 1)
        lowest = min(max(height, lowest + 17.0), HEIGHT - 20 - still_to_come)
        drawn += [
            f'<line x1="{left:.1f}" y1="{lowest:.1f}" x2="{left + 24:.1f}" y2="{lowest:.1f}" stroke="{_colour(system)}" '
            f'stroke-width="{3.5 if system.family == OWN else 1.8}"{_dashed(dash)}/>',
            _text(left + 30, lowest + 4, _label(system), weight=_weight(system)),
        ]
    return drawn


def _height_of(share: float) -> float:
    """0 at the bottom of the panel, 1 at its top."""
    return HEIGHT - 62 - (HEIGHT - 62 - 44) * share


def _title(group: Group) -> str:
    kind = "simpanan, yang tidak pernah dibaca penyusunnya" if group.held_back else "pengembangan"
    return f"{group.questions} soal {kind}"


def _label(system: System) -> str:
    return f"{system.label.strip('*')} · {system.pieces}"


def _colour(system: System) -> str:
    return COLOURS.get(system.family, "#333333")


def _weight(system: System) -> str:
    return "bold" if system.family == OWN else "normal"


def _dash(systems: Sequence[System], system: System) -> str:
    family = [other.key for other in systems if other.family == system.family]
    return DASHES[family.index(system.key) % len(DASHES)]


def _dashed(dash: str) -> str:
    return f' stroke-dasharray="{dash}"' if dash else ""


def _line(x1: float, y1: float, x2: float, y2: float, colour: str) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}"/>'


def _text(x: float, y: float, text: str, *, anchor: str = "start", size: int = 12, weight: str = "normal") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" font-weight="{weight}" '
        f'fill="#222222">{escape(text)}</text>'
    )


def _picture(width: float, height: float, title: str, drawn: Sequence[str]) -> str:
    """White behind it, so that it can be read on a dark page too."""
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" '
            f'height="{height:.0f}" font-family="sans-serif" role="img">',
            f"<title>{escape(title)}</title>",
            '<rect width="100%" height="100%" fill="#ffffff"/>',
            *drawn,
            "</svg>\n",
        ]
    )
