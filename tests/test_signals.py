"""What is measured about each sentence of the hits."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fakes import hit, hits, passage

from assistant.answer.question import read_question
from assistant.answer.signals import Candidate, candidates, rarity_of
from assistant.types import Hit
from assistant.vocabulary import load_vocabulary


def measured(question: str, *found: Hit, rarity: dict[str, float] | None = None) -> list[Candidate]:
    return candidates(read_question(question, load_vocabulary()), found, rarity or {})


class TestShares:
    def test_every_sentence_is_measured_by_itself_in_its_passage_and_in_its_document(self) -> None:
        first = passage("Penyuluhan digelar di aula. Peserta pulang sore.", number=1)
        second = passage("Magelang cerah.", number=2)
        found = measured("Kapan penyuluhan di Magelang?", hit(first), hit(second))

        shares = [(one.signals.in_sentence, one.signals.in_passage, one.signals.in_document) for one in found]
        assert shares == [(0.5, 0.5, 1.0), (0.0, 0.5, 1.0), (0.5, 0.5, 1.0)]
        assert [one.quote.text for one in found] == [
            "Penyuluhan digelar di aula.",
            "Peserta pulang sore.",
            "Magelang cerah.",
        ]

    def test_a_common_word_counts_less_than_a_rare_one(self) -> None:
        weights = {"penyuluhan_hukum": 0.25, "magelang": 1.0}
        found = measured("Kapan penyuluhan di Magelang?", *hits("Magelang cerah.", "Penyuluhan usai."), rarity=weights)

        assert [one.signals.in_sentence for one in found] == [0.8, 0.2]

    def test_a_question_without_content_has_no_shares(self) -> None:
        assert [one.signals.in_sentence for one in measured("Kapan?", hit("Penyuluhan usai."))] == [0.0]


class TestSearch:
    def test_scores_are_relative_to_the_best_and_similarity_is_also_given_as_it_is(self) -> None:
        best, other = hit("Penyuluhan usai.", dense=0.9), replace(hit("Magelang cerah.", dense=0.7), keywords=0.5)
        first, second = (one.signals for one in measured("Kapan penyuluhan?", best, other))

        assert (first.below_best, first.dense_below_best, first.keywords) == (0.0, 0.0, 1.0)
        assert (second.below_best, second.dense_below_best) == pytest.approx((-0.2, -0.2))
        assert second.keywords == 0.5
        assert first.best_dense == second.best_dense == 0.9
        assert first.margin == second.margin == pytest.approx(0.2)

    def test_nearness_to_the_question_as_turned_is_measured_alike(self) -> None:
        similar = replace(hit("Penyuluhan usai.", dense=0.9), fit=0.3)
        fitting = replace(hit("Magelang cerah.", dense=0.7), fit=0.8)
        first, second = (one.signals for one in measured("Kapan penyuluhan?", similar, fitting))

        assert (first.fit_below_best, second.fit_below_best) == pytest.approx((-0.5, 0.0))
        assert first.best_fit == second.best_fit == 0.8
        assert first.fit_margin == second.fit_margin == pytest.approx(0.5)
        assert (first.best_dense, first.margin) == pytest.approx((0.9, 0.2))

    def test_a_lone_passage_stands_above_no_other(self) -> None:
        alone = measured("Kapan penyuluhan?", hit("Penyuluhan usai."))[0].signals

        assert (alone.margin, alone.fit_margin) == (0.0, 0.0)


class TestEvidence:
    def test_what_is_asked_for_is_told_from_what_is_not(self) -> None:
        day, place = measured("Kapan penyuluhan?", *hits("Penyuluhan digelar 3 Juli.", "Penyuluhan di aula."))

        assert (day.signals.holds, place.signals.holds) == (1.0, 0.0)
        assert day.signals.strength > place.signals.strength == 0.0

    def test_another_election_is_not_the_same_thing(self) -> None:
        found = measured("Kapan pilkada digelar?", *hits("Pilkada digelar 3 Juli.", "Penyuluhan digelar 3 Juli."))

        assert [one.signals.same_thing for one in found] == [1.0, 0.0]


class TestWhatIsMissing:
    @pytest.mark.parametrize(
        ("question", "text", "misses"),
        [
            pytest.param("Kapan deklarasi di Magelang?", "Deklarasi di Salatiga 3 Juli.", True, id="place"),
            pytest.param("Kapan deklarasi di Magelang?", "Deklarasi di Magelang 3 Juli.", False, id="same place"),
            pytest.param("Apa isi PP 94/2021?", "Pegawai netral menurut UU 20/2023.", True, id="instrument"),
            pytest.param("Apa isi PP 94/2021?", "Pegawai netral menurut PP 94/2021.", False, id="same instrument"),
            pytest.param("Apa isi PP 94/2021?", "PP Nomor 94 Tahun 2021 mulai berlaku.", False, id="written otherwise"),
            pytest.param("Apa isi Pasal 5 PP 94/2021?", "Pasal 9 PP 94/2021 berlaku.", True, id="pasal"),
            pytest.param("Apa isi Pasal 5 ayat (2) PP 94/2021?", "Pasal 5 PP 94/2021 berlaku.", False, id="its ayat"),
            pytest.param("Bolehkah TNI berkampanye?", "Kampanye digelar 3 Juli.", True, id="other actor"),
            pytest.param("Bolehkah TNI berkampanye?", "TNI dilarang berkampanye.", False, id="same actor"),
            pytest.param("Bolehkah PPPK berkampanye?", "Kampanye digelar 3 Juli.", False, id="civil servant"),
            pytest.param("Bolehkah warga berkampanye?", "Kampanye digelar 3 Juli.", False, id="anybody"),
            pytest.param("Bolehkah PNS di Magelang berkampanye?", "PNS dilarang.", False, id="rules hold anywhere"),
            pytest.param("Kapan penyuluhan bagi TNI?", "Penyuluhan digelar 3 Juli.", False, id="not a permission"),
        ],
    )
    def test_a_name_an_instrument_or_other_actors(self, question: str, text: str, misses: bool) -> None:
        assert [one.misses_a_name for one in measured(question, hit(text))] == [misses]

    def test_a_name_that_the_document_has_elsewhere_is_not_missing(self) -> None:
        around = hit(passage("Warga Magelang berkumpul.", number=1)), hit(passage("Deklarasi 3 Juli.", number=2))

        assert not any(one.misses_a_name for one in measured("Kapan deklarasi di Magelang?", *around))

    def test_a_name_that_is_everywhere_may_be_missing(self) -> None:
        (found,) = measured("Kapan deklarasi di Magelang?", hit("Deklarasi 3 Juli."), rarity={"magelang": 0.3})

        assert not found.misses_a_name

    def test_other_actors_must_stand_in_the_passage_or_in_the_title(self) -> None:
        elsewhere = hit(passage("TNI hadir.", number=1)), hit(passage("Dilarang berkampanye.", number=2))
        titled = hit(passage("Dilarang berkampanye.", title="Kampanye dan TNI"))

        assert [one.misses_a_name for one in measured("Bolehkah TNI berkampanye?", *elsewhere)] == [False, True]
        assert [one.misses_a_name for one in measured("Bolehkah TNI berkampanye?", titled)] == [False]


class TestRarity:
    def test_what_every_passage_says_weighs_nothing_and_a_rare_word_nearly_one(self) -> None:
        texts = [*(f"Pegawai netral di bengkel{n}." for n in range(20)), "Layangan."]
        weights = rarity_of([passage(text) for text in texts])

        assert weights["netral"] < 0.01
        assert weights["layang"] > 0.9
        assert all(0 <= weight <= 1 for weight in weights.values())

    def test_instruments_are_terms_too(self) -> None:
        assert rarity_of([passage("Menurut UU 20/2023."), passage("Layangan.")])["uu-20-2023"] == 0.25

    def test_an_empty_store_knows_no_words(self) -> None:
        assert rarity_of([]) == {}
