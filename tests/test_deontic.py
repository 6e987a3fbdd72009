"""Whom a rule covers, and the verdict about the act that was asked about."""

from __future__ import annotations

import pytest
from fakes import hits

from assistant.answer.deontic import Ruling, decide_verdict
from assistant.answer.matching import applies_to, match_statements
from assistant.answer.question import read_question
from assistant.types import Verdict
from assistant.vocabulary import load_vocabulary


def ruling(question: str, *texts: str) -> Ruling | None:
    asked = read_question(question, load_vocabulary())
    return decide_verdict(asked, match_statements(asked, hits(*texts)))


def verdict(question: str, *texts: str) -> str | None:
    decided = ruling(question, *texts)
    return decided.verdict.value if decided and decided.verdict else None


class TestActors:
    @pytest.mark.parametrize(
        ("asked", "named"),
        [
            ({"asn"}, {"asn"}),
            ({"pppk"}, {"asn"}),
            ({"pns"}, {"asn"}),
            ({"cpns"}, {"asn"}),
            ({"cpns"}, {"pns"}),
            ({"pejabat"}, {"asn"}),
            ({"asn"}, set()),
            (set(), {"asn"}),
            (set(), set()),
            ({"kepala_desa"}, {"kepala_desa", "perangkat_desa"}),
            ({"tni"}, {"tni"}),
            ({"pns"}, {"asn", "tni"}),
        ],
    )
    def test_a_rule_covers_the_group_and_its_members(self, asked: set[str], named: set[str]) -> None:
        assert applies_to(frozenset(asked), frozenset(named))

    @pytest.mark.parametrize(
        ("asked", "named"),
        [
            ({"pppk"}, {"pns"}),
            ({"pns"}, {"pppk"}),
            ({"asn"}, {"kepala_desa"}),
            ({"kepala_desa"}, {"asn"}),
            ({"kepala_desa"}, {"pns"}),
            ({"tni"}, {"asn"}),
            ({"honorer"}, {"asn"}),
            ({"pensiunan"}, {"asn"}),
            ({"tni"}, set()),
            (set(), {"tni"}),
        ],
    )
    def test_a_rule_does_not_reach_beyond_its_group(self, asked: set[str], named: set[str]) -> None:
        assert not applies_to(frozenset(asked), frozenset(named))


RIGHT = "Setiap pegawai tetap memiliki hak pilih dan berhak memilih di bilik suara."
NEUTRAL = "Setiap ASN wajib menjaga netralitas dan tidak memihak calon."
LIST = "Pegawai ASN dilarang: menghadiri kampanye, menjadi tim sukses, dan berfoto bersama calon."
LIKE = "ASN dilarang memberi like pada unggahan calon di media sosial."
ALLOWED = "ASN boleh menghadiri kampanye."
FORBIDDEN = "ASN dilarang menghadiri kampanye."
DEMANDED = "ASN wajib menghadiri kampanye."


class TestPolarity:
    @pytest.mark.parametrize(
        "question",
        [
            "Bolehkah ASN memilih?",
            "Apakah ASN dilarang memilih?",
            "Apakah ASN tidak boleh memilih?",
            "boleh gak PNS nyoblos?",
            "Boleh gak nyoblos?",
            "PPPK boleh ke TPS ga sih",
            "May a civil servant vote?",
        ],
    )
    def test_a_right_is_a_right_however_it_is_asked_about(self, question: str) -> None:
        assert verdict(question, RIGHT) == "boleh"

    @pytest.mark.parametrize(
        "question",
        [
            "Bolehkah ASN tidak netral?",
            "boleh gak PNS tidak netral?",
            "ASN gak netral boleh gak?",
            "Bolehkah ASN memihak calon?",
        ],
    )
    def test_not_doing_what_is_demanded_is_forbidden(self, question: str) -> None:
        assert verdict(question, NEUTRAL) == "tidak_boleh"

    @pytest.mark.parametrize("question", ["Apakah ASN wajib netral?", "Haruskah PNS netral?", "boleh gak PNS netral?"])
    def test_a_duty_is_a_duty(self, question: str) -> None:
        assert verdict(question, NEUTRAL) == "wajib"

    @pytest.mark.parametrize(
        "question",
        [
            "Bolehkah ASN menghadiri kampanye?",
            "boleh gak ikut kampanye?",
            "Apakah PNS dilarang ikut kampanye?",
            "pns ikut kampanye gpp kan?",
            "PPPK jadi timses boleh?",
            "boleh foto bareng caleg?",
            "Can a civil servant join a campaign?",
        ],
    )
    def test_what_is_forbidden_is_forbidden_however_it_is_asked_about(self, question: str) -> None:
        assert verdict(question, LIST) == "tidak_boleh"

    def test_not_doing_what_is_forbidden_is_never_forbidden(self) -> None:
        assert verdict("Bolehkah ASN tidak menghadiri kampanye?", FORBIDDEN) not in ("tidak_boleh", "bersyarat")

    def test_a_permission_does_not_say_whether_one_must(self) -> None:
        assert verdict("Bolehkah ASN tidak menghadiri kampanye?", ALLOWED) is None


class TestPermissionIsCareful:
    """A wrong "boleh" can cost a career."""

    @pytest.mark.parametrize(
        "question",
        [
            "Bolehkah ASN memilih dan berkampanye?",
            "Bolehkah memilih sambil berfoto di bilik suara?",
            "Bolehkah ASN mengajak keluarga memilih calon?",
            "Bolehkah ASN berkampanye?",
            "Bolehkah ASN golput?",
        ],
    )
    def test_it_is_not_given_unless_every_act_is_covered(self, question: str) -> None:
        assert verdict(question, RIGHT) != "boleh"

    def test_one_forbidden_act_of_two_is_enough(self) -> None:
        assert verdict("Bolehkah ASN memilih lalu berfoto bersama calon?", RIGHT, LIST) == "tidak_boleh"

    @pytest.mark.parametrize(
        "question", ["Bolehkah TNI memilih?", "Bolehkah polisi nyoblos?", "Bolehkah kades memilih?"]
    )
    def test_it_is_not_given_to_others(self, question: str) -> None:
        assert verdict(question, RIGHT) is None


class TestWhoIsAskedAbout:
    @pytest.mark.parametrize("actor", ["ASN", "PNS", "PPPK", "CPNS", "pejabat"])
    def test_a_rule_for_civil_servants_holds_for_each_kind(self, actor: str) -> None:
        assert verdict(f"Bolehkah {actor} menjadi tim sukses?", LIST) == "tidak_boleh"

    @pytest.mark.parametrize("actor", ["kepala desa", "anggota TNI", "polisi", "honorer", "pensiunan"])
    def test_it_does_not_hold_for_others(self, actor: str) -> None:
        assert verdict(f"Bolehkah {actor} menjadi tim sukses?", LIST) is None

    def test_a_rule_for_others_does_not_hold_for_civil_servants(self) -> None:
        assert verdict("Bolehkah ASN menghadiri kampanye?", "Kepala desa dilarang menghadiri kampanye.") is None
        assert (
            verdict("Bolehkah kades menghadiri kampanye?", "Kepala desa dilarang menghadiri kampanye.") == "tidak_boleh"
        )

    def test_each_asks_under_their_own_rule(self) -> None:
        soldiers = "Anggota TNI tidak boleh memilih dalam pemilu."

        assert verdict("Bolehkah ASN memilih?", soldiers, RIGHT) == "boleh"
        assert verdict("Bolehkah TNI memilih?", soldiers, RIGHT) == "tidak_boleh"

    @pytest.mark.parametrize("who", ["saya", "ASN"])
    def test_a_rule_for_some_civil_servants_warns_all_and_allows_on_conditions(self, who: str) -> None:
        question = f"Bolehkah {who} menghadiri kampanye?"

        assert verdict(question, "PNS dilarang menghadiri kampanye.") == "tidak_boleh"
        assert verdict(question, "PNS boleh menghadiri kampanye.") == "bersyarat"

    def test_one_kind_of_civil_servant_is_not_another(self) -> None:
        assert verdict("Bolehkah PNS menghadiri kampanye?", "CPNS boleh menghadiri kampanye.") is None
        assert verdict("Bolehkah PPPK menghadiri kampanye?", "PNS boleh menghadiri kampanye.") is None
        assert verdict("Bolehkah PNS menghadiri kampanye?", "PNS boleh menghadiri kampanye.") == "boleh"


DEPENDS = "Apakah ASN yang menghadiri kampanye melanggar bergantung pada perannya: bila memakai atribut, ia dilarang."
OPEN = "Tidak ada aturan tersurat tentang mengikuti akun calon; yang dilarang adalah memberi like pada unggahan calon."


class TestNeitherAllowedNorForbidden:
    def test_what_depends_on_circumstances_is_conditional(self) -> None:
        assert verdict("Bolehkah ASN menghadiri kampanye?", DEPENDS) == "bersyarat"

    def test_what_holds_in_one_case_only_is_no_rule(self) -> None:
        assert verdict("Bolehkah ASN memakai atribut?", DEPENDS) is None

    def test_what_no_rule_speaks_of_has_grounds_but_no_verdict(self) -> None:
        decided = ruling("Bolehkah ASN mengikuti akun calon?", OPEN)

        assert decided is not None
        assert decided.verdict is None
        assert [match.statement.quote.text for match in decided.grounds] == [OPEN]

    def test_what_the_same_sentence_forbids_is_forbidden(self) -> None:
        assert verdict("Bolehkah ASN memberi like pada unggahan calon?", OPEN) == "tidak_boleh"


class TestWhatIsAskedAbout:
    @pytest.mark.parametrize(
        ("question", "rule"),
        [
            ("Bolehkah ASN berkomentar di grup keluarga?", "Jangan berkomentar pada unggahan calon."),
            ("Bolehkah memberi like di postingan resep masakan?", LIKE),
            ("Bolehkah saya berkomentar soal harga cabai?", "Jangan berkomentar pada unggahan calon."),
            ("Bolehkah ASN menyukai foto kucing?", LIKE),
            ("Bolehkah foto bareng istri?", LIST),
            ("Bolehkah foto wisuda?", LIST),
            ("Bolehkah ASN berjualan kue?", LIST),
            ("Bolehkah memakai batik?", LIST),
        ],
    )
    def test_a_rule_about_candidates_says_nothing_about_other_things(self, question: str, rule: str) -> None:
        assert verdict(question, rule) is None

    @pytest.mark.parametrize(
        ("question", "rule"),
        [
            ("Bolehkah ASN berkomentar?", "Jangan berkomentar pada unggahan calon."),
            ("Bolehkah ASN memberi like?", LIKE),
            ("boleh gak sih PNS nge-like postingan caleg?", LIKE),
        ],
    )
    def test_a_bare_act_falls_under_the_rule(self, question: str, rule: str) -> None:
        assert verdict(question, rule) == "tidak_boleh"

    def test_the_rule_that_names_the_act_is_quoted_first(self) -> None:
        decided = ruling("Bolehkah ASN memberi like pada unggahan calon?", LIST, NEUTRAL, LIKE)

        assert decided is not None
        assert decided.grounds[0].statement.quote.text == LIKE

    @pytest.mark.parametrize("question", ["", "?", "Bolehkah?", "🙂"])
    def test_nothing_asked_nothing_decided(self, question: str) -> None:
        assert ruling(question, RIGHT, NEUTRAL, LIST) is None

    def test_nothing_found_nothing_decided(self) -> None:
        assert ruling("Bolehkah ASN memilih?") is None


class TestDisagreement:
    @pytest.mark.parametrize("texts", [(ALLOWED, FORBIDDEN), (FORBIDDEN, ALLOWED)])
    def test_sources_that_contradict_each_other_are_both_shown(self, texts: tuple[str, str]) -> None:
        decided = ruling("Bolehkah ASN menghadiri kampanye?", *texts)

        assert decided is not None
        assert decided.verdict is Verdict.BERSYARAT
        assert [match.statement.quote.text for match in decided.grounds] == [ALLOWED]
        assert [match.statement.quote.text for match in decided.against] == [FORBIDDEN]

    SPOKEN = "Menurut Budi dari Bawaslu pada 3 Maret 2019, ASN tidak boleh menghadiri kampanye."
    CONDITIONAL = "ASN boleh menghadiri kampanye asalkan pasif."

    def test_somebodys_word_contradicts_a_conditional_permission(self) -> None:
        decided = ruling("Bolehkah ASN menghadiri kampanye?", self.SPOKEN, self.CONDITIONAL)

        assert decided is not None
        assert decided.verdict is Verdict.BERSYARAT
        assert [match.statement.quote.text for match in decided.against] == [self.SPOKEN]

    @pytest.mark.parametrize(
        "other",
        [
            "ASN dilarang menghadiri kampanye sambil memberi dukungan.",
            "ASN dilarang memakai atribut saat menghadiri kampanye.",
            "Menurut Budi pada 2019, ASN tidak boleh menjadi tim sukses dalam kampanye.",
            "Menurut Budi pada 2019, kepala desa tidak boleh menghadiri kampanye.",
        ],
    )
    def test_what_forbids_another_act_or_actor_contradicts_nothing(self, other: str) -> None:
        decided = ruling("Bolehkah ASN menghadiri kampanye?", self.CONDITIONAL, other)

        assert decided is not None
        assert decided.against == ()

    def test_who_asks_for_one_voice_gets_that_one(self) -> None:
        decided = ruling("Kata Budi bolehkah ASN menghadiri kampanye?", self.SPOKEN, self.CONDITIONAL)

        assert decided is not None
        assert decided.against == ()

    @pytest.mark.parametrize("texts", [(DEMANDED, FORBIDDEN), (FORBIDDEN, DEMANDED)])
    def test_of_two_equal_rules_the_stricter_wins(self, texts: tuple[str, str]) -> None:
        assert verdict("Bolehkah ASN menghadiri kampanye?", *texts) == "tidak_boleh"

    def test_a_rule_about_something_else_contradicts_nothing(self) -> None:
        assert verdict("Bolehkah ASN memilih?", RIGHT, FORBIDDEN, LIKE) == "boleh"
