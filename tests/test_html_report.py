"""The page about a run: what stands on it, and that nothing on it runs, loads or breaks out."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from assistant.errors import AssistantError
from assistant.evaluation.cases import Case, Evidence
from assistant.evaluation.comparison import compare
from assistant.evaluation.html_report import render_page, write_page
from assistant.evaluation.outcomes import Outcome, check_answer
from assistant.evaluation.results import Store, results_of
from assistant.types import Answer, Block, Citation, Notice, Role, Sentence, Status, Verdict
from tests.fakes import passage, quote_of

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{ 7 * 7 }}"
QUOTE = quote_of(passage(f"ASN dilarang menyukai {HOSTILE}", document=f"arsip/{HOSTILE}.md"))
ANSWER = Answer(
    question=HOSTILE,
    status=Status.ANSWERED,
    verdict=Verdict.TIDAK_BOLEH,
    blocks=(Block(Role.RULE, HOSTILE, (Sentence(QUOTE.text, (QUOTE,)),)),),
    citations=(Citation(1, QUOTE),),
    notices=(Notice("digest", HOSTILE),),
)
CASE = Case(
    id=f"a{HOSTILE}",
    question=HOSTILE,
    history=(f"Dahulu {HOSTILE}",),
    status=Status.ANSWERED,
    verdicts=(Verdict.WAJIB,),
    evidence=(Evidence("*", "dilarang menyukai"),),
    must_include=("tidak ada",),
    tags=(f"label{HOSTILE}",),
)
RIGHT = Case("benar", "Pertanyaan yang terjawab benar", verdicts=(Verdict.TIDAK_BOLEH,), tags=("medsos",))
STORE = Store("model-tiruan", 5, 61)
DATE = datetime.date(2026, 11, 22)


def outcome_of(case: Case, answer: Answer = ANSWER) -> Outcome:
    failures = check_answer(case, answer)
    return Outcome(case, answer, failures, 0.1, (passage("Lain."), QUOTE.passage) if failures else (), 2)


def page_of(*outcomes: Outcome) -> str:
    measured = {f"himpunan{HOSTILE}": outcomes}
    return render_page(measured, results_of(measured, STORE, DATE))


class Elements(HTMLParser):
    """Every tag with its attributes, and the text outside of the style sheet."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._in_style = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._in_style = tag == "style"

    def handle_endtag(self, tag: str) -> None:
        self._in_style = False

    def handle_data(self, data: str) -> None:
        self.text += "" if self._in_style else data


def test_nothing_runs_and_nothing_is_loaded() -> None:
    elements = Elements(page_of(outcome_of(CASE), outcome_of(RIGHT)))
    names = {name for name, _ in elements.tags}
    assert not names & {"script", "img", "link", "iframe", "object", "embed", "form", "a", "svg", "base"}
    attributes = {key for _, attrs in elements.tags for key in attrs}
    assert not {key for key in attributes if key.startswith("on")} | attributes & {"src", "href", "action"}
    policies = [attrs["content"] for _, attrs in elements.tags if attrs.get("http-equiv") == "Content-Security-Policy"]
    assert policies == ["default-src 'none'; style-src 'unsafe-inline'"]
    assert not re.search(r"url\(|@import|https?:", page_of(outcome_of(RIGHT)))


def test_what_others_wrote_is_shown_as_they_wrote_it() -> None:
    elements = Elements(page_of(outcome_of(CASE)))
    # Id, name of the set, tag, question, earlier question, answer's lead and quotation, notice, citation and its
    # document, passage and its document: each at least once, none evaluated.
    assert elements.text.count(HOSTILE) >= 12


def test_a_failed_case_is_told_in_full() -> None:
    text = " ".join(Elements(page_of(outcome_of(CASE))).text.split())
    for part in (
        "Dahulu <script>",
        "diharapkan wajib didapat tidak_boleh",
        "diharapkan tidak ada didapat -",
        "*: dilarang menyukai",
        "“ASN dilarang menyukai",
        "paragraf 1",
        "bukti di urutan 2",
        "memuat bukti",
        "Kasus gagal: 1",
    ):
        assert part in text, part


def test_a_right_case_is_only_counted() -> None:
    text = Elements(page_of(outcome_of(RIGHT))).text
    assert RIGHT.question not in text
    assert "Kasus gagal: 0" in text


def test_the_gravest_error_stands_alone() -> None:
    forbidden = replace(RIGHT, id="gawat")
    calm, alarmed = page_of(outcome_of(RIGHT)), page_of(outcome_of(forbidden, replace(ANSWER, verdict=Verdict.BOLEH)))
    assert 'class="grave good"' in calm
    assert 'class="grave bad"' in alarmed
    assert '<td class="grave">1</td>' in alarmed


def test_shares_are_drawn_with_their_intervals() -> None:
    page = page_of(*[outcome_of(RIGHT)] * 8, *[outcome_of(replace(RIGHT, verdicts=(Verdict.BOLEH,)))] * 2)
    # Wilson's interval of 8 of 10.
    assert "--value:80.0%;--low:49.0%;--width:45.3%" in page
    assert "[49–94]" in page


def test_changes_and_sets_are_shown_where_there_are_some() -> None:
    before = {"a": [outcome_of(replace(RIGHT, verdicts=(Verdict.BOLEH,)))]}
    after = {"a": [outcome_of(RIGHT)], "b": [outcome_of(RIGHT)]}
    results = results_of(after, STORE, DATE)
    page = render_page(after, results, compare(results_of(before, STORE, datetime.date(2026, 1, 2)), results))
    assert "Berubah sejak 2026-01-02" in page
    assert "0 rusak, 1 membaik, 0 berubah." in page
    assert "Per himpunan uji" in page


def test_a_lone_surrogate_does_not_spoil_the_file(tmp_path: Path) -> None:
    measured = {"a": [outcome_of(replace(CASE, question="\ud800?"))]}
    write_page(tmp_path / "new" / "page.html", measured, results_of(measured, STORE, DATE))
    assert "&#55296;?" in (tmp_path / "new" / "page.html").read_text(encoding="utf-8")


def test_a_page_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    measured = {"a": [outcome_of(RIGHT)]}
    with pytest.raises(AssistantError, match="--report"):
        write_page(tmp_path, measured, results_of(measured, STORE, DATE))
