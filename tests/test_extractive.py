"""The offline engine: which sentences are quoted for which kind of question, and when it keeps silent."""

from __future__ import annotations

import pytest
from fakes import SIMPLE_RANKING, hits

from assistant.answer import extractive, factual
from assistant.answer.question import read_question
from assistant.answer.signals import rarity_of
from assistant.answer.verification import verify
from assistant.types import Draft, Role, Verdict
from assistant.vocabulary import load_vocabulary
from assistant.wording import ENGLISH, INDONESIAN

RULES = "Pegawai ASN dilarang menghadiri kampanye, menjadi tim sukses, dan berfoto bersama calon."
RIGHT = "Setiap pegawai tetap memiliki hak pilih dan berhak memilih di bilik suara."
THREAT = "ASN yang melanggar netralitas dikenai sanksi moral atau hukuman disiplin berat."
BASIS = "Netralitas ASN diatur dalam Pasal 12 huruf d Undang-Undang Nomor 8 Tahun 2011."
NEWS = "Penyuluhan netralitas digelar pada Rabu, 14 Juni 2023 di Aula Kantor Camat Sumber Jaya."
SPORT = "Lomba lari antarkantor dimenangkan regu merah."
ALL = (RULES, RIGHT, THREAT, BASIS, NEWS, SPORT)


@pytest.fixture(autouse=True)
def simple_ranking(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(factual, "load_ranking", lambda: SIMPLE_RANKING)


def drafted(question: str, *texts: str) -> Draft | None:
    found = hits(*texts)
    return extractive.draft(
        read_question(question, load_vocabulary()), found, rarity_of([hit.passage for hit in found])
    )


def quoted(question: str, *texts: str) -> dict[Role, list[str]]:
    """What is quoted for each purpose; empty when nothing is answered."""
    draft = drafted(question, *texts)
    return {block.role: [sentence.text for sentence in block.sentences] for block in draft.blocks} if draft else {}


class TestPermission:
    def test_rule_then_sanction_then_legal_basis(self) -> None:
        answer = quoted("Bolehkah ASN berfoto bersama calon?", *ALL)

        assert [(role, texts) for role, texts in answer.items() if role is not Role.FACT] == [
            (Role.VERDICT, [RULES]),
            (Role.SANCTION, [THREAT]),
            (Role.LEGAL_BASIS, [BASIS]),
        ]

    def test_the_verdict_stands_in_the_draft_and_in_its_lead(self) -> None:
        draft = drafted("Bolehkah ASN berfoto bersama calon?", *ALL)

        assert draft is not None
        assert draft.verdict is Verdict.TIDAK_BOLEH
        assert "Tidak boleh" in draft.blocks[0].lead

    def test_a_right_has_no_sanction(self) -> None:
        answer = quoted("Bolehkah ASN memilih?", *ALL)

        assert answer[Role.VERDICT] == [RIGHT]
        assert not {Role.SANCTION, Role.LEGAL_BASIS} & set(answer)

    def test_the_same_rule_is_not_quoted_endlessly(self) -> None:
        many = [f"ASN dilarang berfoto bersama calon, kata narasumber {number}." for number in range(10)]

        assert len(quoted("Bolehkah ASN berfoto bersama calon?", *many)[Role.VERDICT]) <= extractive.MOST_RULES

    def test_both_sides_of_a_disagreement_are_quoted(self) -> None:
        sides = ("ASN boleh menghadiri kampanye.", "ASN dilarang menghadiri kampanye.")

        blocks = quoted("Bolehkah ASN menghadiri kampanye?", *sides)

        assert (blocks[Role.VERDICT], blocks[Role.RULE]) == ([sides[0]], [sides[1]])

    @pytest.mark.parametrize(
        "question", ["Bolehkah ASN berjualan kue?", "Bolehkah kepala desa menjadi tim sukses?", "Bolehkah ASN cuti?"]
    )
    def test_silence_where_nothing_settles_it(self, question: str) -> None:
        assert drafted(question, *ALL) is None

    def test_that_no_rule_speaks_of_it_is_quoted_without_a_verdict(self) -> None:
        draft = drafted("Bolehkah ASN mengikuti akun calon?", "Tidak ada aturan tersurat tentang mengikuti akun calon.")

        assert draft is not None
        assert draft.verdict is None
        assert draft.blocks[0].lead == INDONESIAN.unregulated

    def test_a_sanction_for_another_act_is_not_quoted(self) -> None:
        other = "ASN yang memberi like pada unggahan calon dikenai sanksi moral."

        assert Role.SANCTION not in quoted("Bolehkah ASN berfoto bersama calon?", RULES, other)

    def test_a_rule_that_cites_its_law_needs_no_other_legal_basis(self) -> None:
        cited = "Menurut UU 20/2023 ASN dilarang berfoto bersama calon."

        assert Role.LEGAL_BASIS not in quoted("Bolehkah ASN berfoto bersama calon?", cited, BASIS)

    def test_an_english_question_gets_an_english_lead_over_the_same_quotation(self) -> None:
        draft = drafted("May a civil servant join a campaign?", *ALL)

        assert draft is not None
        assert draft.blocks[0].lead == ENGLISH.verdict_leads[Verdict.TIDAK_BOLEH]
        assert draft.blocks[0].sentences[0].text == RULES


class TestAspects:
    @pytest.mark.parametrize("question", ["Apa sanksinya?", "Apa sanksi bagi ASN yang tidak netral?"])
    def test_the_sanction_is_quoted_first(self, question: str) -> None:
        answer = quoted(question, *ALL)

        assert next(iter(answer)) is Role.SANCTION
        assert answer[Role.SANCTION] == [THREAT]

    def test_the_sanction_of_an_act_comes_with_the_rule_that_forbids_it(self) -> None:
        answer = quoted("Apa sanksi bagi ASN yang menjadi tim sukses?", *ALL)

        assert answer[Role.SANCTION] == [THREAT]
        assert answer[Role.RULE] == [RULES]

    def test_no_verdict_is_claimed(self) -> None:
        draft = drafted("Apa sanksi bagi ASN yang menjadi tim sukses?", *ALL)

        assert draft is not None
        assert draft.verdict is None

    def test_the_threat_that_names_most_kinds_comes_first(self) -> None:
        vague = "Pelanggar netralitas akan dikenai sanksi."

        assert quoted("Apa sanksinya?", vague, THREAT)[Role.SANCTION][0] == THREAT

    @pytest.mark.parametrize("question", ["Apa dasar hukum netralitas ASN?", "Pasal berapa yang mengatur netralitas?"])
    def test_the_legal_basis_is_the_sentence_that_cites_it(self, question: str) -> None:
        assert quoted(question, *ALL)[Role.LEGAL_BASIS] == [BASIS]

    @pytest.mark.parametrize(
        "question",
        [
            "Apa sanksi bagi ASN yang berjudi?",
            "Apa sanksi bagi kepala desa yang menjadi tim sukses?",
            "Pasal berapa yang melarang ASN berjualan kue?",
        ],
    )
    def test_a_sanction_for_something_else_is_none(self, question: str) -> None:
        assert drafted(question, *ALL) is None

    @pytest.mark.parametrize("question", ["Apa sanksinya?", "Apa dasar hukumnya?", "Apa saja larangan bagi ASN?"])
    def test_documents_that_name_none_answer_nothing(self, question: str) -> None:
        assert drafted(question, NEWS, SPORT) is None


class TestProhibitions:
    def test_they_are_listed_longest_first(self) -> None:
        one = "Pegawai dilarang menjadi tim sukses."

        assert quoted("Apa saja larangan bagi ASN?", one, RULES, RIGHT, NEWS) == {Role.RULE: [RULES, one]}

    def test_no_more_than_a_reader_takes_in(self) -> None:
        many = [f"Pegawai dilarang menghadiri kampanye, kata narasumber {number}." for number in range(10)]

        assert len(quoted("Apa saja larangan bagi ASN?", *many)[Role.RULE]) <= extractive.MOST_PROHIBITIONS

    def test_those_of_others_are_not_ours(self) -> None:
        assert drafted("Apa saja larangan bagi ASN?", "Kepala desa dilarang menjadi tim sukses.") is None


class TestFacts:
    def test_a_fact_is_quoted_without_a_verdict(self) -> None:
        draft = drafted("Kapan penyuluhan netralitas digelar?", *ALL)

        assert draft is not None
        assert draft.verdict is None
        assert quoted("Kapan penyuluhan netralitas digelar?", NEWS, RULES, SPORT) == {Role.FACT: [NEWS]}

    def test_where_no_rule_settles_it_facts_about_the_very_thing_are_quoted(self) -> None:
        fact = "Mengikuti akun calon diperdebatkan para pengawas, kata pengamat kepegawaian."

        answer = quoted("Bolehkah ASN mengikuti akun calon?", SPORT, fact)

        assert list(answer) == [Role.FACT]
        assert answer[Role.FACT][0] == fact

    def test_without_a_verdict_a_near_fact_is_not_enough(self) -> None:
        assert drafted("Bolehkah ASN mengikuti akun calon?", "Calon itu memasang spanduk di pasar.", SPORT) is None

    def test_why_something_is_forbidden_is_at_least_answered_with_the_rule(self) -> None:
        answer = quoted("Mengapa ASN dilarang menjadi tim sukses?", *ALL)

        assert RULES in [text for texts in answer.values() for text in texts]

    def test_a_reason_is_better_than_the_bare_rule(self) -> None:
        reason = "ASN dilarang menjadi tim sukses karena hal itu merusak kepercayaan warga."

        answer = quoted("Mengapa ASN dilarang menjadi tim sukses?", *ALL, reason)

        assert reason in answer[Role.FACT]


@pytest.mark.parametrize(
    "question",
    [
        "Bolehkah ASN berfoto bersama calon?",
        "Bolehkah ASN memilih?",
        "Apa sanksi bagi ASN yang menjadi tim sukses?",
        "Apa dasar hukum netralitas?",
        "Apa saja larangan bagi ASN?",
        "Kapan penyuluhan netralitas digelar?",
    ],
)
def test_every_draft_passes_the_gate(question: str) -> None:
    draft = drafted(question, *ALL)

    assert draft is not None
    assert verify(draft, [hit.passage for hit in hits(*ALL)]) == (draft, 0)
    texts = [sentence.text for block in draft.blocks for sentence in block.sentences]
    assert len(texts) == len(set(texts))


@pytest.mark.parametrize("question", ["", "?", "Bolehkah?", "Siapa?", "Berapa?", "Apa?", "🙂"])
def test_a_question_about_nothing_gets_nothing(question: str) -> None:
    assert drafted(question, *ALL) is None


@pytest.mark.parametrize("question", ["Bolehkah ASN memilih?", "Apa sanksinya?", "Kapan penyuluhan digelar?"])
def test_without_passages_there_is_no_answer(question: str) -> None:
    assert drafted(question) is None
