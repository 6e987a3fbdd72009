"""What a question speaks of and the documents do not: phrases that can be read out, or nothing."""

from __future__ import annotations

import pytest

from assistant.answer.missing import MOST, missing_phrases
from assistant.answer.question import read_question
from assistant.vocabulary import load_vocabulary

KNOWN = frozenset({"asn", "kampanye", "calon", "sanksi", "like", "ikut"})


def missing(text: str, asked: str = "") -> tuple[str, ...]:
    vocabulary = load_vocabulary()
    return missing_phrases(asked or text, read_question(text, vocabulary), vocabulary, KNOWN)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bolehkah ASN menjalani ibadah haji saat kampanye?", "ibadah haji"),
        ("Siapa ketua panitia di Jawa Barat?", "Jawa Barat"),
        ("Bolehkah kepala desa ikut kampanye?", "kepala desa"),
        ("Apa sanksi menurut Komisi Yudisial?", "Komisi Yudisial"),
        ("Bolehkah ASN naik kuda?", "kuda"),
    ],
)
def test_names_and_neighbours_are_told_whole(text: str, expected: str) -> None:
    assert any(expected in phrase for phrase in missing(text))


@pytest.mark.parametrize(
    "text",
    [
        "Bolehkah ASN ikut kampanye?",
        "punten, kampanye kenging teu",
        "brp lama sanksi ASN yg kampanye",
        "Bolehkah PNS ikut kampanye?",
        "May a civil servant campaign across town?",
    ],
)
def test_what_is_known_or_unreadable_is_not_told(text: str) -> None:
    assert missing(text) == ()


def test_a_wider_group_that_is_spoken_of_covers_the_actor() -> None:
    assert missing("Bolehkah PPPK ikut kampanye?") == ()


def test_plain_words_of_a_story_are_not_told() -> None:
    story = "Kemarin sore habis hujan saya lewat lapangan lalu ada calon sedang kampanye di panggung besar, boleh saya berhenti?"

    assert missing(story) == ()


def test_a_word_that_nobody_wrote_is_not_told() -> None:
    assert missing("Bolehkah ASN naik kuda?", asked="Bolehkah ASN naik kudda?") != missing("Bolehkah ASN naik kuda?")


def test_a_few_are_enough() -> None:
    assert len(missing("Bolehkah ASN memberi kuda, kambing, ayam, bebek, sapi?")) <= MOST
