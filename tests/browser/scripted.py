"""A scripted assistant for the tests of the page: no model, no store, answers by a word in the question."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.types import Answer, Block, Citation, Notice, Passage, Quote, Role, Sentence, Source, Status, Verdict
from assistant.wording import wording

HOSTILE = (
    "<img src=x onerror=alert(1)> <script>alert(2)</script> [x](javascript:alert(3)) **bold** # heading $$x^2$$ "
    "http://example.com `code` | a | b | {{constructor}} ${alert(4)} &lt;b&gt; "
    "\" onmouseover=\"alert(5) ' onfocus='alert(6)"
)
TITLE = "ASN Diminta Menjaga Jarak dari Kampanye di Media Sosial"
SUGGESTIONS = ("Apa sanksinya kalau melanggar?", "Apakah ASN boleh ikut memilih?")
RULE = "ASN tidak boleh menyukai, mengomentari, atau membagikan unggahan peserta pemilu di media sosial."
PASSAGE = (
    "Dalam penyuluhan di aula kantor, narasumber menjelaskan batas penggunaan media sosial bagi pegawai.\n"
    f"{RULE} Larangan itu berlaku pula bagi pegawai dengan perjanjian kerja. Peserta diingatkan agar bertanya kepada "
    "atasan sebelum mengunggah hal yang berkaitan dengan pemilu."
)
PHRASED = (
    "Sebagai ASN, Anda tidak boleh menyukai unggahan peserta pemilu.",
    "Mengomentari dan membagikannya juga dilarang.",
    "Yang melanggar dapat dikenai hukuman disiplin.",
)
SANCTION = "Pelanggaran dikenai sanksi moral, hukuman disiplin sedang, atau hukuman disiplin berat."


def passage(text: str, *, number: int = 6, title: str = TITLE, name: str = "media-sosial.md") -> Passage:
    source = Source(
        id=f"contoh/{name}",
        name=name,
        title=title,
        publisher="Kabar Contoh",
        date=datetime.date(2024, 1, 30),
        url="https://contoh.example/artikel",
        kind="ringkasan-berita",
    )
    return Passage(id=f"{source.id}#{number}", source=source, number=number, locator=f"paragraf {number}", text=text)


def quote(within: Passage, text: str) -> Quote:
    start = within.text.index(text)
    return Quote(within, start, start + len(text))


@dataclass(frozen=True)
class ScriptedCorpus:
    """What the scripted assistant has read, and its version."""

    passages: tuple[Passage, ...]
    version: str = "1"


class ScriptedAssistant:
    """Answers at once, unless the question says `lambat`: then it waits until `release` is set."""

    phrases = False
    """No language model; `PhrasingAssistant` has one."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, list[str]]] = []
        self.release = threading.Event()
        self.rehearsed = threading.Event()
        self.corpus = ScriptedCorpus(cited_passages())
        """What it has read; another one takes its place when documents are added or removed."""

    def snapshot(self) -> ScriptedCorpus:
        return self.corpus

    def rehearse(self, goes_on: Callable[[], bool], pause: float) -> None:
        self.rehearsed.set()

    def meant(self, question: str, history: Sequence[str], is_wanted: Callable[[], bool]) -> str:
        return ""

    def answer_in_steps(
        self, question: str, history: Sequence[str], is_wanted: Callable[[], bool], meant: str
    ) -> Iterator[Answer]:
        yield self.answer(question, history)

    def answer(self, question: str, history: Sequence[str] = ()) -> Answer:
        self.asked.append((question, list(history)))
        if "lambat" in question:
            self.release.wait(20)
        if "rusak" in question:
            raise RuntimeError("scripted failure")
        if "cuaca" in question:
            return message(question, Status.OUT_OF_SCOPE, "Itu di luar netralitas ASN dalam pemilu.")
        if "tidak ada" in question:
            return message(question, Status.NOT_FOUND, "Maaf, jawabannya **tidak ditemukan** dalam dokumen yang ada.")
        return ruling(question, hostile="jahat" in question, verdict=_verdict_for(question))


class PhrasingAssistant(ScriptedAssistant):
    """Puts its answers in words of its own, a sentence whenever `may_go_on` is released, as a language model would.

    It never looks whether they are still wanted: the worst that may be behind a page.

    The question decides how it ends: `gagal` fails before the first sentence, `terputus` after it, `bungkam` says nothing.
    """

    phrases = True

    def __init__(self) -> None:
        super().__init__()
        self.may_go_on = threading.Semaphore(0)
        self.closed = threading.Event()
        """Set while nothing is being phrased: at the end, or once somebody who listened stopped."""
        self.closed.set()
        self.writing = 0
        """How many answers are being phrased."""

    def go_on(self, times: int = 100) -> None:
        """Let so many sentences come."""
        for _ in range(times):
            self.may_go_on.release()

    def answer_in_steps(
        self, question: str, history: Sequence[str], is_wanted: Callable[[], bool], meant: str
    ) -> Iterator[Answer]:
        answer = self.answer(question, history)
        yield answer
        if answer.status is not Status.ANSWERED or "bungkam" in question:
            return
        self.closed.clear()
        self.writing += 1
        try:
            said = (HOSTILE, *PHRASED[1:]) if "jahat" in question else PHRASED
            for count in range(1, len(said) + 1):
                self.may_go_on.acquire(timeout=20)
                if "gagal" in question or ("terputus" in question and count > 1):
                    raise RuntimeError("scripted failure of the model")
                yield explained(answer, *said[:count])
        finally:
            self.writing -= 1
            self.closed.set()


def explained(answer: Answer, *said: str) -> Answer:
    """An answer with an explanation of these sentences, each supported by all that the answer cites."""
    quotes = tuple(citation.quote for citation in answer.citations)
    sentences = tuple(Sentence(text, quotes, verbatim=False) for text in said)
    first, *others = answer.blocks
    block = Block(Role.EXPLANATION, wording(answer.language).explanation, sentences)
    return replace(answer, blocks=(first, block, *others), engine="generative")


def hostile_passage() -> Passage:
    return passage(f"{HOSTILE}\n{PASSAGE}", title=HOSTILE, name="jahat.md")


def sanction_passage() -> Passage:
    return passage(f"Narasumber menutup penyuluhan. {SANCTION}", number=9)


def cited_passages() -> tuple[Passage, ...]:
    """Every passage that a scripted answer cites."""
    return passage(PASSAGE), sanction_passage(), hostile_passage()


def ruling(question: str, *, hostile: bool = False, verdict: Verdict | None = Verdict.TIDAK_BOLEH) -> Answer:
    within = hostile_passage() if hostile else passage(PASSAGE)
    penalties = sanction_passage()
    rule, sanction = quote(within, HOSTILE if hostile else RULE), quote(penalties, SANCTION)
    return Answer(
        question=question,
        status=Status.ANSWERED,
        verdict=verdict,
        blocks=(
            Block(Role.VERDICT, "Dokumen melarang ASN melakukan hal itu."),
            Block(Role.RULE, "Yang dikatakan dokumen", (Sentence(rule.text, (rule,)),)),
            Block(Role.SANCTION, "Sanksinya", (Sentence(sanction.text, (sanction,)),)),
        ),
        citations=(Citation(1, rule), Citation(2, sanction)),
        notices=(Notice("digest", "Sumber ini ringkasan berita, bukan naskah peraturan."),),
        suggestions=SUGGESTIONS,
    )


def message(question: str, status: Status, text: str) -> Answer:
    return Answer(question=question, status=status, verdict=None, blocks=(Block(Role.MESSAGE, text),))


def _verdict_for(question: str) -> Verdict | None:
    named = {"memilih": Verdict.BOLEH, "cuti": Verdict.BERSYARAT, "netral": Verdict.WAJIB, "siapa": None}
    return next((verdict for word, verdict in named.items() if word in question), Verdict.TIDAK_BOLEH)
