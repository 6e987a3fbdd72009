"""The page of an evaluation in Chromium: it fits a phone, asks nobody for anything, and runs nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.evaluation.html_report import write_page
from assistant.evaluation.results import results_of
from tests.test_html_report import CASE, DATE, HOSTILE, RIGHT, STORE, outcome_of

PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 860}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("window", [PHONE, DESK], ids=["phone", "desk"])
def test_the_report_fits_and_is_quiet(browser, tmp_path: Path, window: dict[str, int], scheme: str) -> None:
    tagged = [replace(RIGHT, tags=(f"label-panjang-nomor-{number}",)) for number in range(30)]
    measured = {"himpunan": [outcome_of(CASE), *map(outcome_of, tagged)], "lain": [outcome_of(RIGHT)]}
    write_page(tmp_path / "report.html", measured, results_of(measured, STORE, DATE))
    context = browser.new_context(viewport=window, color_scheme=scheme)
    page = context.new_page()
    noises: list[str] = []
    page.on("dialog", lambda dialog: (noises.append(dialog.message), dialog.dismiss()))
    page.on("console", lambda message: noises.append(message.text))
    page.on("request", lambda sent: noises.append(sent.url))
    page.goto((tmp_path / "report.html").as_uri())
    page.locator("summary", has_text=CASE.id).click()
    assert HOSTILE in page.inner_text(".answer")
    assert page.evaluate("document.documentElement.scrollWidth") <= window["width"]
    assert page.evaluate(
        "[...document.querySelectorAll('.figure')].every(f => f.getBoundingClientRect().right <= innerWidth)"
    )
    assert noises == [(tmp_path / "report.html").as_uri()]
    context.close()
