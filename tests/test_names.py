"""Rules are the same for every party, candidate and region: names are taken out of questions about rules, and only there."""

from __future__ import annotations

import itertools
import re
from functools import cache
from pathlib import Path

import pytest
import yaml

from assistant.answer.names import names_in
from assistant.answer.neutral import Reader
from assistant.answer.question import Kind
from assistant.pipeline import Assistant
from assistant.settings import Settings
from assistant.types import Answer, Status
from assistant.vocabulary import load_vocabulary

NAMES_FILE = Path(__file__).with_name("names.yaml")
# All fillings of all questions are read; of every other question, so many are answered.
ANSWERED = 2


@cache
def questions() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Every question of `names.yaml` with all its fillings: the texts of a conversation, the last one being asked."""
    data = yaml.safe_load(NAMES_FILE.read_text(encoding="utf-8"))
    found = {}
    for manner, templates in data["questions"].items():
        for template in templates:
            kinds = list(dict.fromkeys(re.findall(r"{(\w+)}", template)))
            names = [data["names"][kind] for kind in kinds]
            # Two names in a question change together, the second one some steps ahead.
            filled = [
                template.format(
                    **{
                        kind: one[(turn + 3 * place) % len(one)]
                        for place, (kind, one) in enumerate(zip(kinds, names, strict=True))
                    }
                )
                for turn in range(max(map(len, names)))
            ]
            texts = [text.lower() if manner == "lower" else text for text in filled]
            found[template] = tuple(tuple(part.strip() for part in text.split("//")) for text in texts)
    return found


def bare(text: str) -> str:
    return Reader(load_vocabulary()).without_names(text)


def test_there_are_enough_questions_and_names() -> None:
    data = yaml.safe_load(NAMES_FILE.read_text(encoding="utf-8"))

    assert len(questions()) >= 25
    assert sum(len(names) for names in data["names"].values()) >= 60


@pytest.mark.parametrize("template", questions())
def test_a_question_about_rules_reads_the_same_with_every_name(template: str) -> None:
    vocabulary = load_vocabulary()
    read = {Reader(vocabulary).understand(texts): texts[-1] for texts in questions()[template]}

    assert len(read) == 1, {question.text: asked for question, asked in read.items()}
    assert len({Reader(vocabulary).as_asked_of_rules(texts[-1]) for texts in questions()[template]}) == 1


@pytest.fixture(scope="module")
def assistant(starter_store: Path) -> Assistant:
    return Assistant.open(Settings(vectorstore=starter_store))


@pytest.fixture(scope="module")
def raw(seed_store: Path) -> Assistant:
    return Assistant.open(Settings(vectorstore=seed_store))


def told(answer: Answer) -> tuple[object, ...]:
    quoted = ((citation.quote.passage.id, citation.quote.start, citation.quote.end) for citation in answer.citations)
    return answer.status, answer.verdict, *quoted


@pytest.mark.parametrize(("number", "template"), list(enumerate(questions()))[::2])
def test_no_name_changes_verdict_or_citations(assistant: Assistant, number: int, template: str) -> None:
    filled = questions()[template]
    step = len(filled) // ANSWERED
    # Other names for every question, so that all of them have their turn.
    chosen = [filled[(number + turn * step) % len(filled)] for turn in range(ANSWERED)]
    answers = {told(assistant.answer(texts[-1], texts[:-1])) for texts in chosen}

    assert len(answers) == 1


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Bolehkah PNS like postingan Gerindra?", "Bolehkah PNS like postingan partai?"),
        ("boleh pns dukung pdip di sleman", "boleh pns dukung partai"),
        ("boleh pns dukung PDI-P?", "boleh pns dukung partai?"),
        ("Boleh PNS masuk Partai Tanah Air Merdeka?", "Boleh PNS masuk partai?"),
        ("Saya PNS, kakak caleg Golkar. Boleh dukung?", "Saya PNS, kakak caleg. Boleh dukung?"),
        ("Bolehkah PNS foto bareng Prabowo-Gibran?", "Bolehkah PNS foto bareng calon?"),
        ("bolehkah pns foto bareng wayan", "bolehkah pns foto bareng calon"),
        ("boleh pns dukung Pak Xaverius Sitanggang, S.H., M.Si. di TPS", "boleh pns dukung calon di TPS"),
        ("boleh pns share video caleg suparno", "boleh pns share video caleg"),
        ("Pak Camat Suryo menyuruh memilih Rina", "Pak Camat menyuruh memilih calon"),
        ("Bolehkah wali kota Bandung berkampanye?", "Bolehkah wali kota berkampanye?"),
        ("Bolehkah kepala desa Karanglewas ikut?", "Bolehkah kepala desa ikut?"),
        ("PNS di Kec. Tirta, Kab. Bandung, Jawa Barat jadi KPPS", "PNS jadi KPPS"),
        ("asn pemkot batu nyoblos", "asn pemkot nyoblos"),
        ("boleh dukung paslon 01 atau paslon nomor urut 2?", "boleh dukung paslon atau paslon?"),
        ("boleh coblos nomor 3?", "boleh coblos calon?"),
        ("pose jari nomor urut 2", "pose jari nomor urut"),
        ("Dukung Rina PNS kena sanksi?", "Dukung calon, PNS kena sanksi?"),
        ("May a civil servant in Sleman join the Gerindra Party?", "May a civil servant join the party?"),
        ("BOLEHKAH PNS LIKE POSTINGAN GERINDRA?", "BOLEHKAH PNS LIKE POSTINGAN partai?"),
    ],
)
def test_names_are_taken_out(written: str, read: str) -> None:
    assert bare(written) == read


@pytest.mark.parametrize(
    "text",
    [
        "bolehkah PNS ikut senam garuda?",
        "Bolehkah PNS ikut Senam Garuda?",
        "bolehkah pns ikut demo buruh?",
        "bolehkah pns membela umat?",
        "boleh gak jadi panwas?",
        "Bolehkah PNS jadi PPK atau PPS?",
        "bolehkah mendukung demokrasi?",
        "apakah ganjaran bagi pelapor diatur?",
        "boleh gelora pemuda dirayakan?",
        "saya kepala batu, boleh protes?",
        "di batang tubuh undang-undang disebut apa?",
        "lagi malang nasibnya, boleh pns mengadu?",
        "PNS bayar PBB di kantor boleh?",
        "Bolehkah PNS ikut Banser atau Muhammadiyah?",
        "Bolehkah ASN melapor ke Bawaslu, BKN, atau MenPANRB?",
        "Saya anggota Satpol PP, boleh mengamankan kampanye?",
        "Saya guru di Dinas Pendidikan, boleh jadi saksi?",
        "pak kades dan bu camat boleh ikut kampanye?",
        "pak sekdis nyuruh kami ikut kampanye",
        "bupati maksa camat ikut kampanye",
        "kaos caleg temannya boleh dipakai?",
        "calon perseorangan minta KTP saya",
        "partai nawarin saya jadi pengurus",
        "Bolehkah Pegawai Negeri Sipil Ikut Kampanye Calon Gubernur?",
        "Menurut UU Pemilu dan SKB, bolehkah ASN kampanye?",
        "Di Malaysia pegawai negeri boleh ikut partai, di Indonesia boleh?",
        "Perwali Salatiga melarang ASN apa saja?",
        "pose dua jari dan nomor urut boleh?",
        "boleh pns nonton konser Slank?",
        "boleh pns pakai kaos Persib?",
        "Am I allowed to vote on Sunday in November?",
    ],
)
def test_what_only_looks_like_a_name_stays(text: str) -> None:
    assert bare(text) == text


@pytest.mark.parametrize("text", ["", "?!", "partai", "Pak", "di", "Kabupaten", "01", "Prabowo", "di Sleman", "…" * 50])
def test_strange_texts_are_read(text: str) -> None:
    assert (
        Reader(load_vocabulary()).understand([text]).text == Reader(load_vocabulary()).understand([text, text][1:]).text
    )


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("spanduk Pak Broto di pagar rumah, boleh?", "berfoto"),
        ("PNS di Manado boleh ikut?", "mana"),
        ("Bolehkah ASN like foto Eva Dwiana?", "dimana"),
        ("Siapa yang membuka acara Hendra di Bengkulu?", "hendak"),
    ],
)
def test_a_name_is_no_typing_error(written: str, read: str) -> None:
    assert read not in Reader(load_vocabulary()).understand([written]).text


def test_typing_errors_are_still_put_right_where_names_stand() -> None:
    read = Reader(load_vocabulary()).understand(["Bolekah PNS ikut Kampaye Calon Gubenur di Sleman?"]).text

    assert read == "bolehkah PNS ikut kampanye Calon gubernur?"


@pytest.mark.parametrize(
    "asked",
    [
        "Siapa narasumber di Banjarbaru?",
        "Kapan deklarasi di Bangka Belitung?",
        "Berapa ASN di Papua yang dipecat karena netralitas?",
        "Di mana sosialisasi di Kaltim digelar?",
        "Apa yang disampaikan Bawaslu di Lombok Utara?",
        "Nomor telepon Bawaslu Babel berapa, saya mau lapor?",
        "Siapa Bambang Mustiko?",
        "Larangan apa saja bagi ASN yang disebut Dewi Rusmala?",
        "Pasal berapa yang dikutip Bawaslu Babel?",
        "Perwali Salatiga mengatur apa?",
    ],
)
def test_a_question_for_a_fact_keeps_its_names(asked: str) -> None:
    assert Reader(load_vocabulary()).understand([asked]).text == asked


@pytest.mark.parametrize(
    "asked", ["Menurutmu Prabowo atau Ganjar yang lebih baik?", "Siapa Bambang Mustiko?", "Prabowo"]
)
def test_other_requests_are_judged_as_they_were_written(asked: str) -> None:
    assert Reader(load_vocabulary()).as_asked_of_rules(asked) == asked


def test_a_follow_up_for_a_fact_keeps_its_place() -> None:
    texts = ["Siapa narasumber di Banjarbaru?", "Kalau yang di Bengkulu?"]

    assert "Bengkulu" in Reader(load_vocabulary()).understand(texts).text


def test_whom_to_tell_of_a_case_is_the_same_everywhere() -> None:
    asked = [f"Ke mana saya lapor kalau camat di {place} mendukung calon?" for place in ("Sleman", "Bone", "Sukamaju")]

    assert {Reader(load_vocabulary()).understand([text]).kind for text in asked} == {Kind.WHERE}
    assert len({Reader(load_vocabulary()).understand([text]).text for text in asked}) == 1


def test_the_names_of_a_text_tell_where_they_stand() -> None:
    text = "Boleh dukung Pak Joko Santoso dari PKS di Kabupaten Sleman?"
    found = names_in(text, load_vocabulary())

    assert [text[name.start : name.end] for name in found] == ["Pak Joko Santoso", "PKS", "di Kabupaten Sleman"]
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))


@pytest.mark.parametrize(
    ("asked", "document"),
    [
        ("Siapa narasumber di Banjarbaru?", "000_"),
        ("Kapan deklarasi netral di Bangka Belitung?", "001_"),
        ("Kapan penyuluhan hukum di Bengkulu?", "002_"),
        ("Di mana sosialisasi netralitas di Kaltim?", "003_"),
        ("Siapa narasumber penyuluhan di Lombok Utara?", "004_"),
    ],
)
def test_facts_are_told_of_the_place_that_was_asked_about(raw: Assistant, asked: str, document: str) -> None:
    answer = raw.answer(asked)

    assert answer.status is Status.ANSWERED
    assert {citation.quote.passage.source.name[:4] for citation in answer.citations} == {document}


def test_facts_of_a_place_without_documents_are_not_told(raw: Assistant) -> None:
    assert raw.answer("Siapa narasumber penyuluhan di Surabaya?").status is Status.NOT_FOUND
