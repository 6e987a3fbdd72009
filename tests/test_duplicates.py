"""What counts as the same article, what does not, and how sure that is."""

from __future__ import annotations

import datetime
import random
from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest

from assistant.settings import PROJECT_ROOT
from assistant.text import words
from assistant.types import Document, Source
from ingest.duplicates import LEAST_IN_COMMON, Known, is_current, may_be_copies, signature_of
from ingest.files import find_files, read_entry


@cache
def starter_articles() -> tuple[Document, ...]:
    entries = find_files([PROJECT_ROOT / "ingest" / "articles"]).entries
    return tuple(map(read_entry, entries))


def source(
    title: str = "Judul", *, id: str = "warta/a.txt", kind: str = "", date: datetime.date | None = None
) -> Source:
    return Source(id, id.split("/")[-1], title, kind=kind, date=date)


def known(*texts: str) -> Known:
    documents = Known()
    for number, text in enumerate(texts):
        documents.add(source(id=f"warta/{number}.txt"), signature_of(text))
    return documents


def altered(text: str, share: float, rng: random.Random) -> str:
    """The words of a text, with a headline and a byline of another site, and a share of them replaced."""
    found = words(text)
    others = [word for document in starter_articles() for word in words(document.text)]
    for position in rng.sample(range(len(found)), round(share * len(found))):
        found[position] = rng.choice(others)
    return f"Simak, Ini Aturan Terbaru bagi Abdi Negara\n\nJakarta, Warta Kita (20/11) - {' '.join(found)}"


def in_common(one: str, other: str) -> float:
    """The share of word pairs that both have, exactly."""
    return len(pairs_of(one) & pairs_of(other)) / len(pairs_of(one) | pairs_of(other))


@cache
def pairs_of(text: str) -> frozenset[tuple[str, str]]:
    return frozenset(pairwise(word.casefold() for word in words(text)))


def test_no_two_starter_articles_are_copies() -> None:
    articles = starter_articles()
    most = max(in_common(one.text, other.text) for i, one in enumerate(articles) for other in articles[:i])
    assert most < LEAST_IN_COMMON / 2
    documents = Known()
    for article in articles:
        assert documents.original_of(article.source, signature_of(article.text)) is None
        documents.add(article.source, signature_of(article.text))


def test_copies_with_another_headline_and_byline_and_a_twentieth_of_the_words_are_all_found() -> None:
    rng = random.Random(7)
    documents = Known()
    for article in starter_articles():
        documents.add(article.source, signature_of(article.text))
    least = 1.0
    for article in starter_articles():
        text = altered(article.text, 0.05, rng)
        least = min(least, in_common(article.text, text))
        found = documents.original_of(source("Simak!", id="lain/x.txt"), signature_of(text))
        assert found
        assert found.id == article.source.id
        assert found.share == pytest.approx(0.94, abs=0.05), "about the share of words that stayed"
    assert least > LEAST_IN_COMMON + 0.1, "the threshold is far from what must be found"


def test_an_article_of_which_half_is_different_is_another_one() -> None:
    rng = random.Random(8)
    for article in starter_articles()[:20]:
        documents = known(article.text)
        assert documents.original_of(source(), signature_of(altered(article.text, 0.5, rng))) is None


LONG = " ".join(f"kata{number} yang{number % 7}" for number in range(60))
SHORT = "Seluruh pegawai dilarang mengikuti kampanye calon kepala daerah di lapangan kecamatan."


def test_the_most_alike_is_the_original() -> None:
    nearly = LONG.replace("kata7 ", "katatujuh ").replace("kata9 ", "katasembilan ")
    found = known(nearly, LONG).original_of(source(), signature_of(LONG))
    assert found
    assert (found.id, found.share) == ("warta/1.txt", 1.0)
    found = known(LONG, LONG).original_of(source(), signature_of(LONG))
    assert found
    assert found.id == "warta/0.txt"


def test_white_space_case_and_punctuation_make_no_difference() -> None:
    assert signature_of("Satu, dua.\n\nTIGA!") == signature_of("satu dua tiga")


def test_a_short_text_is_a_copy_only_when_every_word_is_the_same() -> None:
    assert known(SHORT).original_of(source(), signature_of(SHORT.upper()))
    for other in ("dianjurkan", "tidak dilarang"):
        assert known(SHORT).original_of(source(), signature_of(SHORT.replace("dilarang", other))) is None


@pytest.mark.parametrize("text", ["", "…", "Satu"])
def test_next_to_no_words_are_no_trouble(text: str) -> None:
    found = known(text).original_of(source(), signature_of(text))
    assert found
    assert known(SHORT).original_of(source(), signature_of(text)) is None


def test_a_signature_is_the_same_every_time_and_on_every_computer() -> None:
    """They are stored: what makes them differently must also give them another mark."""
    signature = signature_of(SHORT)
    assert signature.startswith("affine32-1:11:0501572d4ff7ef00:IRhJNpAQxxYw")
    assert is_current(signature)
    assert not is_current("")
    assert not is_current(signature.replace("affine32-1", "affine32-0"))


class TestMayBeCopies:
    """Of two texts that are nearly the same."""

    def test_circulars_with_different_numbers_are_two(self) -> None:
        one = source("Surat Edaran Menteri PANRB Nomor 1 Tahun 2023 tentang Netralitas")
        assert not may_be_copies(one, source("Surat Edaran Menteri PANRB Nomor 18 Tahun 2023 tentang Netralitas"))
        assert may_be_copies(one, source("SE Menteri PANRB 1/2023"))
        assert may_be_copies(one, source("Menteri Ingatkan Pegawai")), (
            "an article about it, or a copy under another headline"
        )

    def test_regulations_are_known_by_their_titles(self) -> None:
        one = source("Peraturan Bupati tentang Kode Etik", kind="peraturan")
        assert not may_be_copies(one, source("Peraturan Wali Kota tentang Kode Etik", kind="peraturan"))
        assert may_be_copies(one, source("PERATURAN BUPATI tentang Kode Etik", kind="peraturan"))

    def test_what_comes_again_the_next_year_is_another_one(self) -> None:
        one = source(date=datetime.date(2023, 1, 10))
        assert not may_be_copies(one, replace(one, date=datetime.date(2024, 1, 10)))
        assert may_be_copies(one, replace(one, date=datetime.date(2023, 1, 25)))
        assert may_be_copies(one, replace(one, date=None))
