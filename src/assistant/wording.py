"""Every sentence of ours that an answer can hold, in Indonesian and English. The page's own are in `page/`."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from assistant.types import Verdict


@dataclass(frozen=True, slots=True)
class Wording:
    """One language. Texts with `{…}` are formatted where they are used."""

    verdicts: dict[Verdict, str]
    verdict_leads: dict[Verdict, str]
    disagree_allowing: str
    disagree_forbidding: str
    disagree_higher: str
    disagree_newer: str
    disagree_advice: str
    by_phase: str
    limits: str
    exceptions: str
    unregulated: str
    sanction: str
    legal_basis: str
    facts: str
    beside: str
    prohibitions: str
    not_found: str
    not_found_missing: str
    whom_to_ask: str
    either: str
    personnel: str
    out_of_scope: str
    greeting: str
    partisan: str
    evasion: str
    empty: str
    suggestion_act: str
    suggestion_sanction: str
    suggestion_legal_basis: str
    notice_digest: str
    notice_disagree: str
    notice_repealed: str
    notice_garbled: str
    notice_other_name: str
    notice_unknown: str
    explanation: str
    """Lead of the part that a language model phrased."""
    explained_by: str
    """Under that part: who made it, and what was done to it."""
    model_failed: str
    model_slow: str
    model_busy: str
    """Too many people are being served by the model already."""
    model_empty: str
    """Nothing that the model said could be shown."""
    model_cut: str
    """It failed after some of its sentences were shown."""
    months: tuple[str, ...]

    def rank(self, names: tuple[str, str]) -> str:
        """The name of a rank of instruments in this language; `names` is Indonesian, then English."""
        return names[1] if self is ENGLISH else names[0]

    def written(self, date: datetime.date) -> str:
        """A date as people write it: 31 Oktober 2023."""
        return f"{date.day} {self.months[date.month - 1]} {date.year}"


INDONESIAN = Wording(
    verdicts={
        Verdict.BOLEH: "Boleh",
        Verdict.TIDAK_BOLEH: "Tidak boleh",
        Verdict.BERSYARAT: "Boleh dengan syarat",
        Verdict.WAJIB: "Wajib",
    },
    verdict_leads={
        Verdict.BOLEH: "**Boleh.** Dokumen yang ada menyatakan hal ini sebagai hak Anda:",
        Verdict.TIDAK_BOLEH: "**Tidak boleh.** Dokumen yang ada melarangnya:",
        Verdict.BERSYARAT: "**Bergantung pada syarat dan keadaannya.** Bacalah kutipan berikut sebelum bertindak:",
        Verdict.WAJIB: "**Wajib.** Dokumen yang ada menyebutnya sebagai kewajiban Anda:",
    },
    disagree_allowing="**Bergantung: sumbernya berbeda pendapat.** Yang membolehkan: {who}.",
    disagree_forbidding="**Yang melarang**: {who}.",
    disagree_higher="Kedudukan {higher} ({higher_rank}) lebih tinggi daripada {lower} ({lower_rank}).",
    disagree_newer="Kedudukannya setara ({rank}); yang lebih baru: {newer}.",
    disagree_advice="Selama instansi Anda belum memberi kepastian tertulis, pegangan yang lebih ketat lebih aman.",
    by_phase="**Menurut tahapnya**, sebelum dan sesudah KPU menetapkan calon:",
    limits="**Syarat, batas, dan pengecualiannya**:",
    exceptions="**Pengecualian dan keadaan yang dinilai lain**:",
    unregulated="**Tidak diatur secara tersurat.** Dokumen menyebut tidak ada aturan khusus tentang hal ini:",
    sanction="**Sanksi**",
    legal_basis="**Dasar hukum** yang disebut dokumen",
    facts="Yang tertulis dalam dokumen:",
    beside="Yang paling dekat dengan pertanyaan Anda:",
    prohibitions="Larangan yang disebut dalam dokumen:",
    not_found="Maaf, jawaban atas pertanyaan Anda **tidak ditemukan** dalam dokumen yang ada. Saya memilih tidak menebak, "
    "sebab jawaban yang keliru dapat merugikan Anda.",
    not_found_missing="Yang tidak dibahas dokumen: {missing}.",
    whom_to_ask="Untuk kepastian, tanyakan kepada {contacts}. Diperiksa {date}.",
    either="atau",
    personnel="Maaf, urusan kepegawaian di luar netralitas **tidak ditemukan** dalam dokumen yang ada; saya hanya membantu soal "
    "netralitas ASN dalam pemilu dan pilkada.",
    out_of_scope="Maaf, itu di luar bidang saya: saya hanya membantu soal netralitas ASN dalam pemilu dan pilkada.",
    greeting="Halo! Saya Asisten Netralitas ASN. Silakan tanyakan apa yang boleh dan tidak boleh dilakukan ASN dalam "
    "pemilu; saya menjawab dengan kutipan dari dokumen beserta sumbernya.",
    partisan="Maaf, saya tidak memberi saran pilihan politik, menilai calon atau orang, ataupun menyusun bahan kampanye; pilihan "
    "di bilik suara adalah hak Anda sendiri. Saya dapat menjelaskan aturan netralitas ASN.",
    evasion="Maaf, saya tidak dapat membantu menghindari pengawasan atau menghilangkan bukti. Bila telanjur terjadi, hentikan "
    "perbuatan itu dan sampaikan apa adanya kepada atasan atau inspektorat. Saya dapat menjelaskan aturan dan sanksinya.",
    empty="Silakan tulis pertanyaan Anda, misalnya: “Bolehkah ASN berfoto bersama calon?”",
    suggestion_act="Bolehkah ASN {act}?",
    suggestion_sanction="Apa sanksinya?",
    suggestion_legal_basis="Apa dasar hukumnya?",
    notice_digest="Sebagian kutipan berasal dari ringkasan yang kami susun, bukan dari naskah resmi atau berita aslinya.",
    notice_disagree="Sumber yang dikutip berbeda pendapat. Mintalah kepastian tertulis dari instansi Anda sebelum bertindak.",
    notice_repealed="{instrument} sudah dicabut sejak {since} dan digantikan {successor}. Pakailah aturan penggantinya.",
    notice_garbled="Daftar peraturan kami tidak memuat {written}. Yang dimaksud mungkin {label} tentang {title}; jawaban ini "
    "mengikuti yang itu.",
    notice_other_name="{written} tidak cocok: {label} adalah peraturan tentang {title}. Periksa lagi nomor atau namanya.",
    notice_unknown="Daftar peraturan kami tidak memuat {written}. Periksa lagi nomor dan tahunnya sebelum mengutipnya.",
    explanation="**Dengan kata lain**",
    explained_by="Disusun model bahasa; tiap kalimat sudah dicocokkan dengan kutipannya.",
    model_failed="Model bahasa tidak menjawab; yang tampak ini jawaban dari kutipan saja.",
    model_slow="Model bahasa terlalu lama menjawab; yang tampak ini jawaban dari kutipan saja.",
    model_busy="Model bahasa sedang dipakai banyak orang; yang tampak ini jawaban dari kutipan saja.",
    model_empty="Penjelasan dari model bahasa tidak ditampilkan karena tidak cocok dengan kutipannya; yang tampak ini jawaban "
    "dari kutipan saja.",
    model_cut="Model bahasa terhenti sebelum selesai; penjelasannya mungkin belum lengkap.",
    months=tuple(
        "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split(),
    ),
)

ENGLISH = Wording(
    verdicts={
        Verdict.BOLEH: "Allowed",
        Verdict.TIDAK_BOLEH: "Not allowed",
        Verdict.BERSYARAT: "Allowed on conditions",
        Verdict.WAJIB: "Required",
    },
    verdict_leads={
        Verdict.BOLEH: "**Allowed (boleh).** The documents call this your right (quotations are in Indonesian):",
        Verdict.TIDAK_BOLEH: "**Not allowed (tidak boleh).** The documents forbid it (quotations are in Indonesian):",
        Verdict.BERSYARAT: "**It depends (bersyarat).** Read these quotations before you act (in Indonesian):",
        Verdict.WAJIB: "**Required (wajib).** The documents call this your duty (quotations are in Indonesian):",
    },
    disagree_allowing="**It depends: the sources disagree.** Allowing it (quotations are in Indonesian): {who}.",
    disagree_forbidding="**Forbidding it**: {who}.",
    disagree_higher="{higher} ({higher_rank}) stands above {lower} ({lower_rank}).",
    disagree_newer="They stand equal ({rank}); the newer one is {newer}.",
    disagree_advice="Until your institution answers in writing, the stricter view is the safer one.",
    by_phase="**By phase**, before and after the election commission sets the candidates (in Indonesian):",
    limits="**Conditions, limits and exceptions** (in Indonesian):",
    exceptions="**Exceptions, and cases judged otherwise** (in Indonesian):",
    unregulated="**Not expressly regulated.** The documents know of no rule about this (quotations are in Indonesian):",
    sanction="**Sanction**",
    legal_basis="**Legal basis** named in the documents",
    facts="What the documents say (quotations are in Indonesian):",
    beside="Closest to your question (in Indonesian):",
    prohibitions="Prohibitions named in the documents (quotations are in Indonesian):",
    not_found="Sorry, the documents **do not answer** your question. I would rather not guess: a wrong answer could harm you.",
    not_found_missing="Not covered by the documents: {missing}.",
    whom_to_ask="To be certain, ask {contacts}. Checked on {date}.",
    either="or",
    personnel="Sorry, the documents **do not cover** personnel matters beyond neutrality; I only help with the neutrality of "
    "Indonesian civil servants (ASN) in elections.",
    out_of_scope="Sorry, that is outside my field: I only help with the neutrality of Indonesian civil servants (ASN) in "
    "elections.",
    greeting="Hello! I am Asisten Netralitas ASN. Ask me what Indonesian civil servants may and may not do in elections; I "
    "answer with quotations and their sources.",
    partisan="Sorry, I do not recommend candidates, judge people or write campaign material; your vote is your own. I can "
    "explain the neutrality rules.",
    evasion="Sorry, I cannot help to evade supervision or remove evidence. If something has already happened, stop, and tell "
    "your superior or inspectorate as it was. I can explain the rules and sanctions.",
    empty="Please type your question, for example: “May a civil servant be photographed with a candidate?”",
    suggestion_act="Bolehkah ASN {act}?",
    suggestion_sanction="What is the sanction?",
    suggestion_legal_basis="What is the legal basis?",
    notice_digest="Some quotations come from summaries that we wrote, not from the official text or the original news item.",
    notice_disagree="The sources quoted disagree. Ask your institution for a written answer before you act.",
    notice_repealed="{instrument} was repealed on {since}; {successor} replaces it. Rely on the latter.",
    notice_garbled="Our register holds no {written}. You may mean {label} on “{title}”; this answer follows that one.",
    notice_other_name="{written} does not fit: {label} is about “{title}”. Check the number or the name.",
    notice_unknown="Our register holds no {written}. Check its number and year before you cite it.",
    explanation="**In other words**",
    explained_by="Phrased by a language model; every sentence was checked against its quotations.",
    model_failed="The language model did not respond; this answer is made of quotations only.",
    model_slow="The language model took too long; this answer is made of quotations only.",
    model_busy="The language model is serving many people right now; this answer is made of quotations only.",
    model_empty="The language model's explanation is not shown because it does not match the quotations; this answer is made "
    "of quotations only.",
    model_cut="The language model stopped before it was done; its explanation may be incomplete.",
    months=tuple(
        "January February March April May June July August September October November December".split(),
    ),
)


def wording(language: str) -> Wording:
    """The wording of a language; Indonesian for any but `en`."""
    return ENGLISH if language == "en" else INDONESIAN
