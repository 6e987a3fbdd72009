"""The note of a conversation: what stands in it, and that nothing that people and documents say becomes markup."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from markdown_it import MarkdownIt

from assistant.page.english import ENGLISH
from assistant.page.indonesian import INDONESIAN
from assistant.page.note import as_html, as_markdown, file_name, literal
from assistant.page.turns import Turn
from assistant.page.wording import PageWording
from assistant.types import Answer, Block, Citation, Notice, Role, Sentence, Status, Verdict
from tests.browser.scripted import (
    HOSTILE,
    PHRASED,
    RULE,
    SANCTION,
    SUGGESTIONS,
    explained,
    message,
    passage,
    quote,
    ruling,
)

WIB = datetime.timezone(datetime.timedelta(hours=7))
ASKED = datetime.datetime(2024, 1, 30, 14, 5, 59, tzinfo=WIB)
MADE = datetime.datetime(2024, 2, 1, 8, 30, tzinfo=WIB)
QUESTION = "Bolehkah PNS menyukai unggahan caleg?"
VOID = {"hr"}
INLINE = {"strong", "em", "a", "code"}

# Markdown's own ways to make something else of a text, most of them at the start of a line only.
TRICKS = (
    *("# Judul", "###### Judul ##", "- butir", "+ butir", "* butir", "1. butir", "23) butir", "> kutipan", "=", "==="),
    *("---", "***", "___", "~~~", "```html", "    kode", "\tkode", "| a | b |", "Judul\n===", "Judul\n---"),
    *("**tebal**", "__tebal__", "*miring*", "_miring_", "~~coret~~", "`kode`", "``", "a\\", "\\", "\\*a\\*", "a  \nb"),
    *("[a](https://a.example)", "[a]: https://a.example", "[a][b]", "![a](https://a.example/a.png)", "[^1]", "[ ] a"),
    *("<https://a.example>", "<a@b.example>", "<b>tebal</b>", "<!-- -->", "<script>", "</article>", "&lt;b&gt;"),
    *("https://a.example", "www.a.example", "a@b.example", "&copy;", "$x$", "a\n\n\nb"),
    *("\x00# Judul", "\u202e- butir", "\x1f 1. butir"),
    HOSTILE,
)


class Reader(HTMLParser):
    """What a browser would see: the elements with their attributes, and the text inside them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert not self._open, f"Not closed: {self._open}"
        self.tags = [tag for tag, _ in self.elements]
        self.text = " ".join(self.text.split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.text += "" if tag in INLINE else "\n"
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def attributes(self, name: str) -> list[str | None]:
        return [attributes[name] for _, attributes in self.elements if name in attributes]


def rendered(markdown: str) -> Reader:
    """Markdown as a careless reader shows it: with HTML, tables and everything else that it knows."""
    return Reader(MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(markdown))


def markdown_of(*turns: Turn, title: str = "Media sosial", words: PageWording = INDONESIAN) -> str:
    return as_markdown(turns, words, version="1.2.3", made=MADE, title=title)


def html_of(*turns: Turn, title: str = "Media sosial", words: PageWording = INDONESIAN) -> str:
    return as_html(turns, words, version="1.2.3", made=MADE, title=title)


def from_markdown(*turns: Turn, title: str = "Media sosial", words: PageWording = INDONESIAN) -> Reader:
    return rendered(markdown_of(*turns, title=title, words=words))


def from_html(*turns: Turn, title: str = "Media sosial", words: PageWording = INDONESIAN) -> Reader:
    return Reader(html_of(*turns, title=title, words=words))


Read = Callable[..., Reader]
both = pytest.mark.parametrize("read", [from_markdown, from_html])


@both
def test_the_note_holds_all_that_a_file_needs_in_order(read: Read) -> None:
    shown = read(Turn(QUESTION, ruling(QUESTION), asked=ASKED, corpus="ab12")).text
    parts = (
        *("Catatan tanya jawab netralitas ASN", "Media sosial", "Dibuat", "1 Februari 2024, 08:30 (UTC+07:00)"),
        *("Versi asisten", "Asisten Netralitas ASN 1.2.3", "Pertanyaan 1", QUESTION),
        *("Ditanyakan", "30 Januari 2024, 14:05 (UTC+07:00)", "Versi isi dokumen", "ab12", "Jawaban: Tidak boleh"),
        *("Dokumen melarang ASN", f"“{RULE}” [1]", f"“{SANCTION}” [2]", "Sumber ini ringkasan berita"),
        *("Kutipan dan sumber", f"“{RULE}”", "ASN Diminta Menjaga Jarak dari Kampanye di Media Sosial, Kabar Contoh, "),
        *("30 Januari 2024, paragraf 6, https://contoh.example/artikel", f"“{SANCTION}”", "paragraf 9"),
        *(INDONESIAN.standing_line, INDONESIAN.disclaimer),
    )
    position = 0
    for part in parts:
        assert part in shown[position:], f"{part} is missing or stands too early."
        position = shown.index(part, position) + len(part)
    assert shown.endswith(INDONESIAN.disclaimer)
    assert SUGGESTIONS[0] not in shown, "What could be asked next belongs to the page."


def test_quotations_are_a_numbered_list() -> None:
    turn = Turn(QUESTION, ruling(QUESTION))
    assert from_markdown(turn).tags.count("ol") == from_html(turn).tags.count("ol") == 1
    assert from_html(turn).attributes("value") == ["1", "2"]
    assert [line[:3] for line in markdown_of(turn).splitlines() if line.startswith(("1.", "2."))] == ["1. ", "2. "]


def test_the_tenth_quotation_is_still_in_the_list() -> None:
    within = passage(" ".join(f"Kalimat {n}." for n in range(12)))
    quotes = [quote(within, f"Kalimat {n}.") for n in range(12)]
    blocks = (Block(Role.RULE, "", tuple(Sentence(one.text, (one,)) for one in quotes)),)
    citations = tuple(Citation(n, one) for n, one in enumerate(quotes, start=1))
    reader = from_markdown(Turn(QUESTION, replace(ruling(QUESTION), blocks=blocks, citations=citations)))
    assert reader.tags.count("ol") == 1
    items = reader.tags[reader.tags.index("ol") :]
    assert items[: items.index("hr")] == ["ol", *["li", "p", "p", "a"] * 12, "p"]


@both
def test_each_turn_has_its_own_part(read: Read) -> None:
    shown = read(
        Turn("Satu?", message("Satu?", Status.OUT_OF_SCOPE, "Itu di luar bidang saya.")),
        Turn("Dua?", message="Terlalu banyak pertanyaan."),
        Turn("Tiga?"),
    )
    assert [shown.text.count(f"Pertanyaan {n}") for n in (1, 2, 3, 4)] == [1, 1, 1, 0]
    for part in ("Satu?", "Itu di luar bidang saya.", "Dua?", "Terlalu banyak pertanyaan.", "Tiga?", "Belum dijawab."):
        assert shown.text.count(part) == 1
    assert "Ditanyakan" not in shown.text
    assert "Kutipan dan sumber" not in shown.text
    assert INDONESIAN.standing_line not in shown.text, "Nothing was quoted."


@both
def test_a_conversation_without_turns_or_title_is_still_a_note(read: Read) -> None:
    shown = read(title=" \n")
    assert INDONESIAN.note_title in shown.text
    assert shown.text.endswith(INDONESIAN.disclaimer)
    assert "strong" not in shown.tags


@both
@pytest.mark.parametrize(
    ("verdict", "heading"),
    [
        (Verdict.BOLEH, "Jawaban: Boleh "),
        (Verdict.TIDAK_BOLEH, "Jawaban: Tidak boleh "),
        (Verdict.BERSYARAT, "Jawaban: Boleh dengan syarat "),
        (Verdict.WAJIB, "Jawaban: Wajib "),
        (None, f"Jawaban: {INDONESIAN.no_verdict} "),
    ],
)
def test_the_verdict_stands_over_the_answer(read: Read, verdict: Verdict | None, heading: str) -> None:
    reader = read(Turn(QUESTION, replace(ruling(QUESTION, verdict=verdict), blocks=(Block(Role.VERDICT, " Begini."),))))
    assert heading.strip() in reader.text
    assert reader.text.count("Jawaban:") == 1


@both
def test_a_verdict_is_not_said_twice_and_bold_words_stay_bold(read: Read) -> None:
    block = Block(Role.VERDICT, "**Tidak boleh.** Dokumen **yang ada** melarangnya:")
    reader = read(Turn(QUESTION, replace(ruling(QUESTION), blocks=(block,))), title="")
    assert reader.text.count("Tidak boleh") == 1
    assert "Dokumen yang ada melarangnya:" in reader.text
    assert reader.tags.count("strong") == 1


@both
def test_the_frame_is_in_the_language_of_the_page_and_the_verdict_in_that_of_the_answer(read: Read) -> None:
    turn = Turn("May I?", replace(ruling("May I?"), language="en"), asked=ASKED)
    assert "Jawaban: Not allowed" in read(turn).text
    english = read(turn, words=ENGLISH).text
    for part in ("Note of questions and answers", "30 January 2024", "Answer: Not allowed", ENGLISH.disclaimer, RULE):
        assert part in english


@both
def test_what_puts_the_question_right_stands_above_the_answer_and_only_there(read: Read) -> None:
    correction = Notice("unknown_law", "UU itu tidak ada.", about_question=True)
    shown = read(
        Turn(QUESTION, replace(ruling(QUESTION), notices=(Notice("digest", "Ini ringkasan."), correction)))
    ).text
    assert shown.count("UU itu tidak ada.") == shown.count("Ini ringkasan.") == 1
    assert shown.index("UU itu tidak ada.") < shown.index(RULE) < shown.index("Ini ringkasan.")


@both
def test_our_own_sentence_is_no_quotation(read: Read) -> None:
    answer = ruling(QUESTION)
    cited = tuple(citation.quote for citation in answer.citations)
    block = Block(Role.RULE, "", (Sentence("1. Disusun\n sendiri.", cited, verbatim=False),))
    assert " 1. Disusun sendiri. [1] [2]" in read(Turn(QUESTION, replace(answer, blocks=(block,)))).text


@both
def test_a_document_without_date_or_address_is_cited_all_the_same(read: Read) -> None:
    reader = read(Turn(QUESTION, _from_source(ruling(QUESTION), date=None, url="", publisher="")))
    assert "ASN Diminta Menjaga Jarak dari Kampanye di Media Sosial, tanpa tanggal, paragraf 6" in reader.text
    assert "a" not in reader.tags


def _from_source(answer: Answer, **changes: object) -> Answer:
    """An answer with one sentence, from a document with these changes."""
    before = answer.citations[0].quote
    source = replace(before.passage.source, **changes)  # type: ignore[arg-type]
    after = replace(before, passage=replace(before.passage, source=source))
    blocks = (Block(Role.RULE, "", (Sentence(after.text, (after,)),)),)
    return replace(answer, blocks=blocks, citations=(Citation(1, after),))


@both
@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://contoh.example/a?b=1&c=%20#d", "https://contoh.example/a?b=1&c=%20#d"),
        ("HTTP://contoh.example/a_(b)*c*", "HTTP://contoh.example/a_(b)*c*"),
        ("javascript:alert(1)", None),
        ("data:text/html,<script>alert(1)</script>", None),
        ("//contoh.example", None),
        (" https://contoh.example", None),
        (HOSTILE, None),
    ],
)
def test_only_web_addresses_of_sources_become_links(read: Read, url: str, address: str | None) -> None:
    reader = read(Turn(QUESTION, _from_source(ruling(QUESTION), url=url)))
    assert reader.attributes("href") == ([address] if address else [])
    assert ("contoh.example/a" if address else " ".join(url.split())) in reader.text


@pytest.mark.parametrize(
    "url",
    [
        "https://a.example/> <b>tebal</b> <script>alert(1)</script>",
        "https://a.example/\n\n# Judul",
        'https://a.example/" onclick="alert(1)',
        "https://a.example/\x00\\é\ud800`<!--",
    ],
    ids=repr,
)
def test_an_address_cannot_break_out_of_its_link(url: str) -> None:
    turns = [Turn(QUESTION, _from_source(ruling(QUESTION), url=one)) for one in ("https://a.example", url)]
    for read in (from_markdown, from_html):
        plain, hostile = map(read, turns)
        assert hostile.tags == plain.tags
        assert [sorted(names) for _, names in hostile.elements] == [sorted(names) for _, names in plain.elements]
        assert all(str(address).startswith("https://a.example/") for address in hostile.attributes("href"))


FIELDS = (
    *("question", "message", "corpus", "note title", "lead", "notice", "correction", "sentence", "own sentence"),
    *("title", "name", "publisher", "locator", "passage"),
)


@both
@pytest.mark.parametrize("field", FIELDS)
def test_nothing_in_a_text_becomes_markup(field: str, read: Read) -> None:
    """The same elements as with a harmless text, and the text is there to be read."""
    plain, plain_title = _turn_with(field, "aman")
    expected = read(plain, title=plain_title)
    for trick in TRICKS:
        tricky, title = _turn_with(field, trick)
        shown = read(tricky, title=title)
        if field == "lead":  # Our own words: there, bold words may be bold.
            assert _without_bold(shown) == _without_bold(expected), trick
            assert _seen(trick).replace("**", "") in shown.text.replace("**", "")
        else:
            assert shown.tags == expected.tags, trick
            assert _seen(trick) in shown.text
        assert [sorted(names) for _, names in shown.elements if names] == [sorted(n) for _, n in expected.elements if n]
        assert shown.attributes("href") == expected.attributes("href")


def _without_bold(reader: Reader) -> list[str]:
    return [tag for tag in reader.tags if tag != "strong"]


def _seen(text: str) -> str:
    """A text as one reads it: on one line, without characters that have no look."""
    return " ".join(text.translate({0: None, 0x1F: None, 0x202E: None}).split())


def _turn_with(field: str, text: str) -> tuple[Turn, str]:
    """A turn with a text in one place, and the title of its note."""
    answer = ruling(QUESTION)
    turn = Turn(QUESTION, answer)
    cited = answer.citations[0].quote
    changed = {
        "question": lambda: Turn(text, answer),
        "message": lambda: Turn(QUESTION, message=text),
        "corpus": lambda: replace(turn, corpus=text),
        "note title": lambda: turn,
        "lead": lambda: replace(turn, answer=replace(answer, blocks=(Block(Role.MESSAGE, text),))),
        "notice": lambda: replace(turn, answer=replace(answer, notices=(Notice("digest", text),))),
        "correction": lambda: replace(turn, answer=replace(answer, notices=(Notice("unknown_law", text, True),))),
        "sentence": lambda: replace(turn, answer=_saying(answer, Sentence(text, (cited,)))),
        "own sentence": lambda: replace(turn, answer=_saying(answer, Sentence(text, (cited,), verbatim=False))),
        "title": lambda: replace(turn, answer=_from_source(answer, title=text)),
        "name": lambda: replace(turn, answer=_from_source(answer, title="", name=text)),
        "publisher": lambda: replace(turn, answer=_from_source(answer, publisher=text)),
        "locator": lambda: replace(turn, answer=_quoting(answer, locator=text)),
        "passage": lambda: replace(turn, answer=_quoting(answer, text=text)),
    }
    return changed[field](), text if field == "note title" else "Media sosial"


def _saying(answer: Answer, sentence: Sentence) -> Answer:
    return replace(answer, blocks=(Block(Role.RULE, "", (sentence,)),))


def _quoting(answer: Answer, **changes: str) -> Answer:
    """An answer with one sentence: a whole passage with these changes."""
    passage_of = replace(answer.citations[0].quote.passage, **changes)  # type: ignore[arg-type]
    after = replace(answer.citations[0].quote, passage=passage_of, start=0, end=len(passage_of.text))
    blocks = (Block(Role.RULE, "", (Sentence("Disusun sendiri.", (after,), verbatim=False),)),)
    return replace(answer, blocks=blocks, citations=(Citation(1, after),))


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("text", ["", " ", "\n\n", "\x00"], ids=repr)
def test_an_empty_text_leaves_no_stray_marks(field: str, text: str) -> None:
    turn, title = _turn_with(field, text)
    shown = from_markdown(turn, title=title)
    assert "**" not in shown.text
    assert shown.tags.count("hr") == 1
    assert from_html(turn, title=title).text.endswith(INDONESIAN.disclaimer)


@pytest.mark.parametrize(
    "text", ["Lihat https://a.example, www.a.example atau tanya@a.example", "WWW.A.EXAMPLE ftp://a"]
)
def test_dialects_that_link_addresses_by_themselves_find_none(text: str) -> None:
    written = literal(text)
    assert not re.search(r"(?<!\\)(://|@)|www\.", written, re.IGNORECASE)
    assert re.sub(r"\\(.)", r"\1", written) == text


@pytest.mark.parametrize("trick", [*TRICKS, "| --- | --- |", ":-- | --", "=\n="], ids=repr)
def test_a_text_goes_on_where_a_line_stands_above_it(trick: str) -> None:
    assert rendered(f"a | b\n{literal(trick)}").tags == ["p"]


def test_invisible_characters_are_left_out() -> None:
    assert literal("a\x00b\x1b[31m\u202ec\u2066d\ne\tf\u2028g") == "ab\\[31mcd e f g"


def test_ordinary_text_is_not_littered_with_backslashes() -> None:
    text = "Pasal 9 ayat (2) UU No. 20/2023: ASN wajib netral (“bebas dari pengaruh”), 100% - tanpa kecuali! Ya? Ya."
    assert literal(text) == text


def test_the_printed_note_has_nothing_to_press_and_loads_nothing() -> None:
    html = html_of(Turn(HOSTILE, ruling(HOSTILE, hostile=True), asked=ASKED, corpus="ab12"), title=HOSTILE)
    assert html.startswith('<article class="note">')
    assert not {"script", "style", "button", "img", "svg", "iframe", "form", "input", "h1"} & set(Reader(html).tags)
    assert not [name for _, names in Reader(html).elements for name in names if name.startswith(("on", "data-", "src"))]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Bolehkah PNS menyukai unggahan?", "2024-02-01-bolehkah-pns-menyukai-unggahan.md"),
        ("Café “Garuda” №5", "2024-02-01-cafe-garuda-no5.md"),
        ("../../etc/passwd\x00.exe", "2024-02-01-etc-passwd-exe.md"),
        ("CON", "2024-02-01-con.md"),
        ("你好 😀", "2024-02-01-catatan.md"),
        ("", "2024-02-01-catatan.md"),
        ("a" * 79 + " bcd", f"2024-02-01-{'a' * 79}.md"),
        ("a" * 5_000, f"2024-02-01-{'a' * 80}.md"),
        ("\ud800%2e%2e%5c", "2024-02-01-2e-2e-5c.md"),
    ],
)
def test_the_file_has_a_name_that_every_system_takes(title: str, name: str) -> None:
    assert file_name(title, MADE) == name


# What a language model phrased


@both
def test_an_explanation_is_in_the_note_with_who_made_it_and_without_quotation_marks(read: Read) -> None:
    shown = read(Turn(QUESTION, explained(ruling(QUESTION), *PHRASED))).text
    parts = ("Dengan kata lain", *(f"{said} [1] [2]" for said in PHRASED), "Disusun model bahasa", f"“{RULE}” [1]")
    places = [shown.index(part) for part in parts]
    assert places == sorted(places)
    assert f"“{PHRASED[0]}" not in shown


@both
@pytest.mark.parametrize("trick", TRICKS)
def test_what_a_language_model_says_becomes_no_markup(read: Read, trick: str) -> None:
    plain, tricky = (read(Turn(QUESTION, explained(ruling(QUESTION), "aman", text))) for text in ("aman", trick))
    assert [tag for tag in tricky.tags if tag != "br"] == plain.tags


@both
def test_that_an_explanation_was_stopped_is_in_the_note(read: Read) -> None:
    assert "Dihentikan sebelum selesai." in read(Turn(QUESTION, ruling(QUESTION), "Dihentikan sebelum selesai.")).text
