"""The documents as a reader gets them: a list, a text with its quotation marked, and nothing in a text becomes markup."""

from __future__ import annotations

import datetime
from dataclasses import fields, replace

import pytest
from page_reader import PageReader

from assistant.page import documents
from assistant.page.documents import (
    MOST_SHOWN,
    QuotePlace,
    document,
    document_list,
    place,
    reference,
    saved_source,
)
from assistant.page.languages import LANGUAGES
from assistant.page.library import Library, Shelved
from assistant.page.standing import Cited
from assistant.page.wording import PageWording
from assistant.regulations import Standing
from assistant.types import OWN_WORDS, Citation, Passage, Quote, Source
from tests.browser.scripted import HOSTILE, PASSAGE, RULE, SANCTION, TITLE, passage, quote

TODAY = datetime.date(2026, 11, 22)
WORDS = LANGUAGES["id"]
PASSAGES = (passage(PASSAGE, number=1), passage(f"Narasumber menutup penyuluhan.\n\n{SANCTION}", number=2))
SHELVED = Shelved(PASSAGES[0].source, PASSAGES)
SOURCE = SHELVED.source
QUOTED = QuotePlace(1, RULE, "paragraf 1")


def shelved(*texts: str, **known: object) -> Shelved:
    """A document with these passages; `known` are fields of its source."""
    source = replace(SOURCE, **known)  # type: ignore[arg-type]
    passages = (replace(passage(text, number=n), source=source) for n, text in enumerate(texts, start=1))
    return Shelved(source, tuple(passages))


def opened(document_: Shelved = SHELVED, quoted: QuotePlace | None = None, words: PageWording = WORDS) -> PageReader:
    return PageReader(document(document_, words, TODAY, quoted))


def listed(*shelves: Shelved, search: str = "", words: PageWording = WORDS) -> PageReader:
    library = Library.of([one for each in shelves for one in each.passages])
    return PageReader(document_list(library, search, words, TODAY))


def numbered(count: int) -> list[Shelved]:
    return [shelved("Isi.", id=f"arsip/{n}.md", title=f"Warta {n:03}") for n in range(count)]


def copied(reader: PageReader) -> str:
    """What the one button for the clipboard holds."""
    (text,) = reader.attributes("data-copy")
    return str(text)


# The list


def test_every_document_of_the_list_opens_itself() -> None:
    other = shelved("Isi.", id="arsip/edaran.md", title="Edaran", publisher="", kind="", date=None)
    reader = listed(SHELVED, other)
    assert reader.attributes("data-document") == [SOURCE.id, "arsip/edaran.md"]
    assert [attributes["type"] for tag, attributes in reader.elements if tag == "button"] == ["button", "button"]
    assert reader.texts("button") == [
        f"{TITLE}Kabar Contoh · 30 Januari 2024 · Ringkasan berita · 2 bagian",
        "Edarantanpa tanggal · 1 bagian",
    ]
    assert "2 dokumen ditemukan" in reader.text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Menurut UU 20/2023.", WORDS.all_in_force),
        ("Menurut UU 20/2023, UU 5/2014, dan PP 53/2010.", WORDS.some_repealed.format(count=2)),
        ("Menurut UU 20/2023 dan Pasal 7 ayat (3) PP 53/2010.", WORDS.all_in_force),
    ],
)
def test_the_list_says_in_short_how_the_law_of_a_document_stands(text: str, told: str) -> None:
    assert listed(shelved(text)).text.endswith(f" · {told}")


def test_what_is_not_in_force_yet_is_not_called_in_force() -> None:
    library = Library.of(shelved("Menurut PP 94/2021 dan UU 20/2023.").passages)
    on_that_day = PageReader(document_list(library, "", WORDS, datetime.date(2022, 1, 1)))
    assert on_that_day.text.endswith(WORDS.some_unsettled.format(count=1))


def test_a_long_list_is_cut_and_says_so() -> None:
    reader = listed(*numbered(MOST_SHOWN + 1))
    assert len(reader.attributes("data-document")) == MOST_SHOWN
    assert reader.texts("p") == [
        f"{MOST_SHOWN + 1} dokumen ditemukan. Ditampilkan {MOST_SHOWN} yang pertama; persempit pencarian untuk melihat "
        "yang lain."
    ]
    whole = listed(*numbered(MOST_SHOWN))
    assert len(whole.attributes("data-document")) == MOST_SHOWN
    assert whole.texts("p") == [f"{MOST_SHOWN} dokumen ditemukan"]


def test_a_search_is_answered_aloud_even_when_nothing_is_found() -> None:
    found = listed(*numbered(20), search="warta 01")
    assert len(found.attributes("data-document")) == 11, "001, and 010 to 019"
    assert ("p", {"role": "status"}) in found.elements
    nothing = listed(*numbered(20), search=HOSTILE)
    assert (nothing.elements, nothing.text) == ([("p", {"role": "status"})], WORDS.no_documents)


# A document


def test_a_document_shows_every_passage_with_where_it_stands() -> None:
    reader = opened()
    assert reader.attributes("data-locator") == ["paragraf 1", "paragraf 2"]
    assert reader.texts("section") == [
        "paragraf 1" + PASSAGE.replace("\n", ""),
        f"paragraf 2Narasumber menutup penyuluhan.{SANCTION}",
    ]
    assert len(reader.texts("p")) == 2 + 2 + 2, "Two locators, and two lines of each passage; none for the empty line."
    assert reader.texts("mark") == []
    assert reader.attributes("data-copy") == []


def test_its_heading_can_be_focused_and_names_the_article_and_its_text() -> None:
    reader = opened()
    (heading,) = [attributes for tag, attributes in reader.elements if tag == "h3"]
    assert heading["tabindex"] == "-1"
    assert reader.attributes("aria-labelledby") == [heading["id"]]
    assert reader.attributes("aria-label") == [TITLE]


def test_an_id_is_not_given_twice_when_a_document_is_open_at_two_places() -> None:
    quotation = Citation(1, quote(PASSAGES[0], RULE))
    together = [*opened().attributes("id"), *opened(quoted=QUOTED).attributes("id")]
    together += PageReader(saved_source(quotation, WORDS, TODAY)).attributes("id")
    together += opened(shelved("Isi.", id="arsip/lain.md")).attributes("id")
    assert len(set(together)) == len(together) == 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_known_about_a_document_is_told_in_the_language_of_the_page(language: str) -> None:
    words = LANGUAGES[language]
    reader = opened(words=words)
    assert reader.texts("dt") == [words.publisher, words.date, words.kind, words.legal_status]
    kind = f"Ringkasan berita ({words.own_words_kind})"
    assert reader.texts("dd") == ["Kabar Contoh", words.written(SOURCE.date), kind, words.no_instruments]


def test_what_is_not_known_is_said_to_be_unknown() -> None:
    reader = opened(shelved("Isi.", publisher="", date=None, kind=""))
    assert reader.texts("dd")[:3] == [WORDS.unknown_publisher, WORDS.unknown_date, WORDS.unknown_kind]


@pytest.mark.parametrize("kind", ["peraturan", "berita", *sorted(OWN_WORDS)])
def test_only_what_is_in_our_own_words_is_called_so(kind: str) -> None:
    assert (WORDS.own_words_kind in opened(shelved("Isi.", kind=kind)).texts("dd")[2]) is (kind in OWN_WORDS)


def test_each_instrument_it_names_leads_to_its_official_page_and_tells_how_it_stands() -> None:
    reader = opened(
        shelved("Lihat UU 5/2014.", "Juga UU 20/2023 dan Pasal 7 ayat (3) PP 53/2010, lalu lagi UU 5/2014.")
    )
    first, second, third = reader.texts("li")
    assert first.startswith("UU 5/2014 Aparatur Sipil Negara")
    assert first.endswith("dicabut 31 Oktober 2023 oleh UU 20/2023")
    assert second.startswith("UU 20/2023")
    assert second.endswith(" berlaku")
    assert third.startswith("Pasal 7 ayat (3) PP 53/2010")
    assert third.endswith(" berlaku")
    links = [
        attributes for tag, attributes in reader.elements if tag == "a" and "peraturan.bpk.go.id" in str(attributes)
    ]
    assert len(links) >= 2
    assert {(link["rel"], link["target"]) for link in links} == {("noopener noreferrer", "_blank")}


def test_a_name_in_an_old_document_means_the_law_of_its_day() -> None:
    reader = opened(shelved("Semua menaati UU ASN.", date=datetime.date(2020, 6, 1)))
    assert reader.texts("li")[0].startswith("UU 5/2014")


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://contoh.example/a?b=1&c", True),
        ("HTTP://contoh.example", True),
        ("javascript:alert(1)", False),
        ("\x01javascript:alert(1)//https://", False),
        ("data:text/html,<script>alert(1)</script>", False),
        ("//contoh.example", False),
        ("", False),
    ],
)
def test_only_web_addresses_become_links(url: str, linked: bool) -> None:
    citation = Citation(1, quote(shelved(PASSAGE, url=url).passages[0], RULE))
    for html in (document(shelved(PASSAGE, url=url), WORDS, TODAY, QUOTED), saved_source(citation, WORDS, TODAY)):
        reader = PageReader(html)
        assert reader.attributes("href") == ([url] if linked else [])
        assert (WORDS.source_link in reader.text) is linked


# The quotation


def test_a_quotation_is_marked_word_for_word_and_ready_to_be_copied() -> None:
    reader = opened(quoted=QUOTED)
    assert reader.texts("mark") == [RULE]
    assert PASSAGE.replace("\n", "") in reader.text
    assert reader.attributes("data-copied") == [WORDS.copied]
    assert reader.attributes("data-copy") == [
        f"“{RULE}”\n{TITLE}, Kabar Contoh, 30 Januari 2024, paragraf 1, https://contoh.example/artikel"
    ]


def test_of_a_quotation_over_several_lines_each_part_is_marked() -> None:
    text = "Satu. Dua\ntiga\n\nempat. Lima."
    reader = opened(shelved(text), QuotePlace(1, "Dua\ntiga\n\nempat.", "paragraf 1"))
    assert reader.texts("mark") == ["Dua", "tiga", "empat."]
    assert reader.texts("section") == ["paragraf 1" + text.replace("\n", "")]
    assert copied(reader).startswith("“Dua tiga empat.”\n")


@pytest.mark.parametrize("quoted", ["Satu.", "Dua tiga.", "Satu. Dua tiga."])
def test_a_quotation_may_begin_or_end_with_its_line(quoted: str) -> None:
    reader = opened(shelved("Awal.\nSatu. Dua tiga.\nAkhir."), QuotePlace(1, quoted, "paragraf 1"))
    assert reader.texts("mark") == [quoted]


def test_a_quotation_is_marked_in_its_own_passage_though_others_have_the_same_words() -> None:
    reader = opened(shelved("Netral.", "Netral.", "Netral."), QuotePlace(2, "Netral.", "paragraf 2"))
    marks = [tag for tag, _ in reader.elements if tag in ("section", "mark")]
    assert marks == ["section", "section", "mark", "section"]


def test_a_quotation_that_moved_is_found_where_it_is_now() -> None:
    moved = shelved("Pembuka baru.", "Netral.", f"Lagi. {RULE}")
    found = place(moved, QUOTED)
    assert found == Quote(moved.passages[2], 6, 6 + len(RULE))
    assert opened(moved, QUOTED).texts("mark") == [RULE]
    assert "paragraf 3" in copied(opened(moved, QUOTED))


def test_of_several_places_the_one_with_the_same_locator_is_taken() -> None:
    twice = shelved("Pembuka.", "Netral.", "Netral.")
    found = place(twice, QuotePlace(1, "Netral.", "paragraf 3"))
    assert found is not None
    assert found.passage.number == 3


@pytest.mark.parametrize("gone", ["Kalimat yang sudah dihapus.", RULE.upper(), RULE.replace(" ", "  "), ""])
def test_a_quotation_that_is_gone_is_placed_nowhere(gone: str) -> None:
    assert place(SHELVED, QuotePlace(1, gone, "paragraf 1")) is None
    reader = opened(quoted=QuotePlace(1, gone, "paragraf 1"))
    assert reader.texts("mark") == []
    assert reader.attributes("data-copy") == []


def test_a_saved_source_shows_the_quoted_passage_and_says_that_its_document_is_gone() -> None:
    reader = PageReader(saved_source(Citation(3, quote(PASSAGES[0], RULE)), WORDS, TODAY))
    assert WORDS.source_gone in reader.text
    assert reader.texts("mark") == [RULE]
    assert reader.attributes("data-locator") == ["paragraf 1"]
    assert RULE in copied(reader)
    assert [tag for tag, _ in reader.elements][:2] == ["article", "h3"]
    assert WORDS.source_gone not in opened(quoted=QUOTED).text


# What is copied


def test_a_reference_is_one_line_of_what_is_known() -> None:
    bare = Source("arsip/a.md", "a.md", "")
    assert reference(bare, "", WORDS) == "a.md, tanpa tanggal"
    full = replace(SOURCE, title="Judul\n  dua baris")
    assert reference(full, "Pasal 5", LANGUAGES["en"]) == (
        "Judul dua baris, Kabar Contoh, 30 January 2024, Pasal 5, https://contoh.example/artikel"
    )


# Nothing in a text becomes markup


def document_with(field: str, text: str) -> Shelved:
    made = shelved(PASSAGE, SANCTION)
    if field in ("text", "locator"):
        first = replace(made.passages[0], **{field: f"{text}\n{RULE}" if field == "text" else text})
        return Shelved(made.source, (first, *made.passages[1:]))
    source = replace(made.source, **{field: text})
    return Shelved(source, tuple(replace(one, source=source) for one in made.passages))


FIELDS = ("id", "name", "title", "publisher", "kind", "url", "locator", "text")


def shown(field: str, text: str, look: str) -> PageReader:
    made = document_with(field, text)
    quotation = quote(made.passages[0], RULE)
    if look == "list":
        return PageReader(document_list(Library.of(made.passages), "", WORDS, TODAY))
    if look == "saved":
        return PageReader(saved_source(Citation(1, quotation), WORDS, TODAY))
    return PageReader(document(made, WORDS, TODAY, QuotePlace(1, RULE, "paragraf 1")))


@pytest.mark.parametrize("look", ["list", "document", "saved"])
@pytest.mark.parametrize("field", FIELDS)
def test_nothing_in_a_text_becomes_markup(field: str, look: str) -> None:
    plain, hostile = (shown(field, text, look) for text in ("aman", HOSTILE))
    assert hostile.outline == plain.outline
    for name in ("type", "role", "class", "tabindex", "target", "rel"):
        assert hostile.attributes(name) == plain.attributes(name)
    if field in ("text", "title") and not (field == "text" and look == "list"):
        assert HOSTILE in hostile.text, "It comes out as it went in."


def test_a_hostile_quotation_is_marked_as_it_is() -> None:
    made = shelved(f"Awal. {HOSTILE} Akhir.")
    reader = opened(made, QuotePlace(1, HOSTILE, "paragraf 1"))
    assert reader.texts("mark") == [HOSTILE]
    assert f"“{HOSTILE}”" in copied(reader)
    plain = opened(shelved("Awal. aman Akhir."), QuotePlace(1, "aman", "paragraf 1"))
    assert reader.outline == plain.outline


def test_what_stands_around_a_quotation_on_its_line_stays_text() -> None:
    for text in (f"{HOSTILE} {RULE}", f"{RULE} {HOSTILE}"):
        reader = opened(shelved(text), QUOTED)
        assert reader.texts("mark") == [RULE]
        assert text in reader.text
        assert reader.outline == opened(shelved(f"Awal. {RULE} Akhir."), QUOTED).outline


def test_a_hostile_web_address_stays_one_attribute() -> None:
    made = shelved(PASSAGE, url=f"https://contoh.example/{HOSTILE}")
    reader = opened(made, QUOTED)
    assert reader.attributes("href") == [made.source.url]
    assert reader.outline == opened(quoted=QUOTED, document_=shelved(PASSAGE)).outline


@pytest.mark.parametrize("standing", Standing)
def test_what_the_register_says_stays_text(standing: Standing, monkeypatch: pytest.MonkeyPatch) -> None:
    def read(text: str) -> PageReader:
        pages = (f"https://contoh.example/{text}", f"javascript:{text}")
        cited = [Cited(text, text, standing, None, text, page, text) for page in pages]
        monkeypatch.setattr(documents, "instruments_in", lambda *_: tuple(cited))
        return opened(shelved("Isi.", url=""))

    reader = read(HOSTILE)
    assert reader.outline == read("aman").outline
    assert reader.attributes("href") == [f"https://contoh.example/{HOSTILE}"]


@pytest.mark.parametrize("count", [0, 1, MOST_SHOWN + 1])
def test_our_own_words_may_hold_any_character(count: int) -> None:
    texts = {
        each.name: f'"<b>&{value}' for each in fields(WORDS) if isinstance(value := getattr(WORDS, each.name), str)
    }
    odd = replace(WORDS, **texts)  # type: ignore[arg-type]
    assert listed(*numbered(count), words=odd).outline == listed(*numbered(count)).outline
    saved = [PageReader(saved_source(Citation(1, quote(PASSAGES[0], RULE)), words, TODAY)) for words in (odd, WORDS)]
    assert saved[0].outline == saved[1].outline
    named = shelved("Lihat UU 5/2014.", kind="", date=None)
    assert opened(named, words=odd).outline == opened(named).outline


def test_a_hostile_id_still_opens_its_document() -> None:
    made = document_with("id", HOSTILE)
    (opened_by,) = listed(made).attributes("data-document")
    assert Library.of(made.passages).document(str(opened_by)) == made


def test_control_characters_and_reordering_marks_are_left_out() -> None:
    made: Passage = passage("Aman\x00 \u202eterbalik\u2066.", number=1)
    text = opened(Shelved(made.source, (made,))).text
    assert "Aman terbalik." in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_repaired_passage_shows_what_stood_in_the_file_as_text(language: str) -> None:
    words = LANGUAGES[language]
    repaired = Passage("a#1", SOURCE, 1, "Pasal 1", "Rakyat memilih.", original=f"Ralryat memilih. {HOSTILE}")
    as_scanned = Passage("a#2", SOURCE, 2, "Pasal 2", "Selesai.")
    reader = opened(Shelved(SOURCE, (repaired, as_scanned)), words=words)
    assert reader.texts("summary") == [words.original_text]
    assert "Ralryat memilih" in reader.text
    assert HOSTILE in reader.text
