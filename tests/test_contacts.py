"""Whom to ask: chosen by what was asked, dated, sourced, and nobody who no longer exists."""

from __future__ import annotations

import datetime

import pytest

from assistant.answer.contacts import CONTACTS_FILE, Contact, load_contacts, whom_to_ask
from assistant.answer.question import Kind, read_question
from assistant.vocabulary import load_vocabulary

CONTACTS = load_contacts()
ALL = pytest.mark.parametrize("contact", CONTACTS.contacts.values(), ids=CONTACTS.contacts.keys())


def told(text: str, *, personnel: bool = False) -> str:
    vocabulary = load_vocabulary()
    question = read_question(text, vocabulary)
    return whom_to_ask(CONTACTS.chosen(question, vocabulary, personnel=personnel), question.language)


@pytest.mark.parametrize(
    ("text", "office"),
    [
        ("Ke mana melaporkan lurah yang kampanye?", "Bawaslu setempat"),
        ("Ke mana melaporkan lurah yang kampanye?", "sbt.bkn.go.id"),
        ("Apakah KASN masih menerima laporan?", "Bawaslu setempat"),
        ("Berapa lama hukuman disiplin bagi PNS?", "PPK atau inspektorat"),
        ("Bolehkah kepala desa bersepeda?", "pemerintah kabupaten/kota"),
        ("Bolehkah prajurit TNI bersepeda?", "kesatuan"),
        ("Bolehkah honorer bersepeda?", "instansi yang mempekerjakan"),
        ("Bolehkah karyawan BUMN bersepeda?", "perusahaan"),
        ("Bolehkah ASN cuti untuk bersepeda?", "unit kepegawaian"),
        ("Bolehkah ASN menjadi anggota KPPS?", "KPU setempat"),
        ("Bolehkah ASN bersepeda?", "inspektorat"),
        ("Bolehkah ASN bersepeda?", "BKN"),
        ("Bolehkah ASN bersepeda?", "Bawaslu"),
        ("May a civil servant ride a bicycle?", "inspectorate"),
    ],
)
def test_who_is_turned_away_learns_whom_to_ask(text: str, office: str) -> None:
    assert office in told(text)


def test_personnel_matters_go_to_the_personnel_office_whoever_is_named() -> None:
    assert "unit kepegawaian" in told("Berapa gaji TNI?", personnel=True)


def test_the_day_of_the_check_is_told() -> None:
    assert told("Bolehkah ASN bersepeda?").endswith("Diperiksa 22 November 2026.")
    assert told("May a civil servant ride a bicycle?").endswith("Checked on 22 November 2026.")


def test_the_oldest_check_counts() -> None:
    old, new = (Contact({"id": "A"}, {"id": "x"}, datetime.date(year, 1, 2), (), False) for year in (2025, 2026))

    assert whom_to_ask((new, old), "id").endswith("Diperiksa 2 Januari 2025.")
    assert "A (x) atau A (x)" in whom_to_ask((new, old), "id")
    assert "tanyakan kepada A (x)." in whom_to_ask((new,), "id")


@ALL
def test_every_contact_is_complete_and_has_a_source(contact: Contact) -> None:
    for said in (contact.name, contact.purpose):
        assert set(said) == {"id", "en"}
        assert all(said.values())
    assert contact.source
    assert contact.checked <= datetime.date.today()


@ALL
def test_a_channel_that_may_have_closed_says_so(contact: Contact) -> None:
    assert contact.uncertain == ("pastikan" in contact.purpose["id"]) == ("make sure" in contact.purpose["en"])


@ALL
def test_nobody_is_sent_to_what_no_longer_exists(contact: Contact) -> None:
    assert not {"KASN", "SIAPNET"} & set(" ".join(contact.name.values()).split())


def test_routes_name_what_exists_and_the_last_fits_everything() -> None:
    vocabulary = load_vocabulary()
    known = {name for phrases in vocabulary.phrases.values() for name, _ in phrases} | vocabulary.groups.keys()
    for route in CONTACTS.routes:
        assert set(route.ask) <= CONTACTS.contacts.keys()
        assert route.actors | route.terms <= known, f"unknown term in {CONTACTS_FILE.name}"
        assert route.kinds <= set(Kind)
    last = CONTACTS.routes[-1]
    assert not any([last.actors, last.terms, last.kinds, last.personnel])
    assert {name for route in CONTACTS.routes for name in route.ask} == CONTACTS.contacts.keys()
