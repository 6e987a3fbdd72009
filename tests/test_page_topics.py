"""The topics of the welcome screen: whoever presses an example gets a right answer from the starter articles."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.page.languages import LANGUAGES
from assistant.page.topics import Topic, TopicsError, load_topics
from assistant.pipeline import Assistant
from assistant.settings import Settings
from assistant.types import Role, Status, Verdict
from tests.measured import RememberingEmbedder

EXAMPLES = [question for topics in load_topics().values() for topic in topics for question in topic.questions]
# The verdict of every example, compared by hand with the rules and practice on 22 November 2026; None for a fact.
CHECKED: dict[Verdict | None, tuple[str, ...]] = {
    Verdict.TIDAK_BOLEH: (
        "boleh gak sih PNS nge-like postingan caleg?",
        "Bolehkah PPPK membagikan video kampanye calon di Facebook?",
        "masuk grup WA tim pemenangan tapi diem aja, boleh?",
        "Bolehkah saya menjadi tim sukses kakak saya?",
        "boleh gak ngajak orang tua milih calon tertentu?",
        "Bolehkah PNS memasang spanduk calon di pagar rumah?",
        "nyumbang dana kampanye, kecil doang, ASN boleh gak?",
        "Bolehkah ASN memakai kaus bergambar calon?",
        "foto bareng cagub terus diposting di IG, boleh gak?",
        "foto pake dua jari boleh nggak ya?",
        "bos nyuruh pakai mobil dinas ke acara partai, harus nurut?",
        "Bolehkah kantor mengundang salah satu calon ke acara dinas?",
        "boleh gak masuk partai asal gak aktif?",
        "boleh gak jadi saksi partai di TPS?",
        "Can I like a candidate's post?",
        "May a PPPK share a candidate's campaign video on Facebook?",
        "May I post a WhatsApp status supporting a candidate?",
        "Can I put up a candidate's banner at my house?",
        "May a civil servant donate to a campaign?",
        "May I post a photo with a candidate on Instagram?",
        "Can I take a selfie with a candidate?",
        "Is a two-finger pose allowed in photos?",
        "May our office invite one of the candidates to an event?",
        "Can I use an office car for a campaign?",
        "Can I join a political party if I'm not active?",
        "May a civil servant become a party witness (saksi)?",
        "Can soldiers and police officers vote?",
    ),
    Verdict.BERSYARAT: (
        "follow IG capres boleh nggak buat ASN?",
        "suami saya nyaleg, saya PNS boleh nemenin dia daftar ke KPU?",
        "boleh gak PNS dateng kampanye cuma buat denger visi misi?",
        "Bolehkah saya berfoto bersama suami saya yang menjadi calon?",
        "gaya foto apa yang aman buat ASN pas masa kampanye?",
        "Saya guru PNS, boleh bahas calon di depan murid?",
        "Saya diundang jadi narasumber di acara partai, boleh?",
        "Bolehkah saya menjadi anggota KPPS?",
        "boleh ngajak warga dateng ke TPS?",
        "May a civil servant follow a candidate's account?",
        "My husband is running for office. May I go with him to register at the KPU?",
        "May I be photographed with my wife who is a candidate?",
        "My husband is not a civil servant. May he join a campaign team?",
        "Can I go to a rally just to listen?",
        "May I wear a shirt in the colour of a party?",
        "May a teacher talk about candidates in class?",
        "May a civil servant accept a party's invitation to speak as an expert?",
        "Must a civil servant resign to run for parliament?",
        "May a civil servant be a polling officer (KPPS)?",
    ),
    Verdict.WAJIB: (
        "Apakah harus CLTN dulu kalau mau mendampingi istri kampanye?",
        "PPPK mau maju pilkada, harus mundur gak?",
        "Do I have to resign to run for mayor?",
    ),
    Verdict.BOLEH: ("PNS boleh nyoblos gak?", "Can I vote as a civil servant?"),
    None: (
        "Kapan PNS yang maju pilkada harus mundur?",
        "Apakah gaji PNS dibayar selama cuti di luar tanggungan negara?",
        "Apa sanksi bagi PNS yang tidak netral?",
        "sanksi PPPK yang gak netral apa?",
        "lapor ASN gak netral ke mana ya?",
        "berapa hari batas lapor ke Bawaslu?",
        "What leave can a PPPK take when his wife is a candidate?",
        "Which poses are safe in photos of civil servants during the campaign?",
        "What is the sanction for joining a political party?",
        "What is the sanction for a civil servant who is not neutral?",
        "What is the sanction for a PPPK who is not neutral?",
        "Where do I report a civil servant who is not neutral?",
        "How many days do I have to report a violation to Bawaslu?",
    ),
}
VERDICTS = {question: verdict for verdict, questions in CHECKED.items() for question in questions}
# What the quotations of the first example of each topic must speak of.
QUOTED = {
    "boleh gak sih PNS nge-like postingan caleg?": "memberi like",
    "suami saya nyaleg, saya PNS boleh nemenin dia daftar ke KPU?": "pendaftaran di KPU",
    "Bolehkah PNS memasang spanduk calon di pagar rumah?": "memasang spanduk",
    "foto bareng cagub terus diposting di IG, boleh gak?": "mengunggah foto",
    "bos nyuruh pakai mobil dinas ke acara partai, harus nurut?": "meskipun disuruh atasan",
    "boleh gak masuk partai asal gak aktif?": "walaupun tidak aktif",
    "PNS boleh nyoblos gak?": "hak pilihnya di bilik suara",
    "Apa sanksi bagi PNS yang tidak netral?": "sanksi moral",
    "Can I like a candidate's post?": "memberi like",
    "My husband is running for office. May I go with him to register at the KPU?": "pendaftaran di KPU",
    "Can I put up a candidate's banner at my house?": "memasang spanduk",
    "May I post a photo with a candidate on Instagram?": "mengunggah foto",
    "May our office invite one of the candidates to an event?": "mengundang calon",
    "Can I join a political party if I'm not active?": "walaupun tidak aktif",
    "Can I vote as a civil servant?": "hak pilihnya di bilik suara",
    "What is the sanction for a civil servant who is not neutral?": "sanksi moral",
}


@pytest.fixture(scope="module")
def assistant(starter_store: Path, embedder: RememberingEmbedder) -> Assistant:
    return Assistant.open(Settings(vectorstore=starter_store), embedder)


def test_every_language_of_the_page_has_eight_topics_with_four_examples_each() -> None:
    topics = load_topics()

    assert topics.keys() == LANGUAGES.keys()
    assert {language: [len(topic.questions) for topic in listed] for language, listed in topics.items()} == {
        language: [4] * 8 for language in LANGUAGES
    }
    assert len(set(EXAMPLES)) == len(EXAMPLES)


@pytest.mark.parametrize("question", EXAMPLES)
def test_every_example_is_answered_as_the_rules_have_it(assistant: Assistant, question: str) -> None:
    assert question in VERDICTS, "Compare its answer with the rules, then write its verdict into CHECKED."
    answer = assistant.answer(question)

    assert answer.status is Status.ANSWERED
    assert answer.verdict is VERDICTS[question]
    assert answer.citations
    language = next(
        language for language, topics in load_topics().items() if any(question in t.questions for t in topics)
    )
    assert answer.language == language


@pytest.mark.parametrize(
    "topic", [topic for topics in load_topics().values() for topic in topics], ids=lambda t: t.title
)
def test_the_first_example_of_a_topic_gets_a_clear_answer_with_a_fitting_quotation(
    assistant: Assistant, topic: Topic
) -> None:
    answer = assistant.answer(topic.questions[0])
    first, *_ = answer.blocks

    assert first.role in (Role.VERDICT, Role.SANCTION)
    assert any(QUOTED[topic.questions[0]] in sentence.text for sentence in first.sentences)


WHOLE = """
id:
  Foto:
    - boleh foto?
en:
  Photos:
    - May I?
"""


def written(path: Path, text: str) -> Path:
    file = path / "topics.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_file_is_read_in_its_order(tmp_path: Path) -> None:
    assert load_topics(written(tmp_path, WHOLE)) == {
        "id": (Topic("Foto", ("boleh foto?",)),),
        "en": (Topic("Photos", ("May I?",)),),
    }


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "bahasa (id, en)"),
        ("- Foto", "bahasa (id, en)"),
        ("id: [\n", "bukan YAML"),
        (WHOLE.split("en:")[0], "tidak memuat bahasa en"),
        (WHOLE.replace("  Photos:\n    - May I?", "  Photos"), "bahasa en seharusnya ada judul topik"),
        (WHOLE.replace("    - May I?", ""), "“Photos” seharusnya ada pertanyaan"),
        (WHOLE.replace("- May I?", "- Satu: dua"), "titik dua diapit"),
        (WHOLE.replace("- May I?", "May I?"), "tanda hubung"),
    ],
)
def test_what_is_no_file_of_topics_is_told_with_what_to_do(tmp_path: Path, text: str, told: str) -> None:
    file = written(tmp_path, text)

    with pytest.raises(TopicsError) as raised:
        load_topics(file)
    assert told in str(raised.value)
    assert str(file) in str(raised.value)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(TopicsError, match="tidak terbaca"):
        load_topics(tmp_path / "topics.yaml")
