"""Nothing is added to what a source says, no outcome exchanged, no denial lost, and no list of conditions cut short."""

from __future__ import annotations

import pytest
from fakes import passage

from assistant.answer.gate.support import Flaw, find_support
from assistant.types import Quote

DEFERRED = "Permohonan cuti guru ditangguhkan sampai ujian selesai."
PAPERS = "Pelamar melampirkan surat izin atasan dan surat keterangan sehat."
SANCTION = "Sanksi bagi honorer bukan hukuman disiplin PNS, melainkan sanksi menurut perjanjian kerja."
GUARDS = (
    "Dinas boleh menjaga lokasi kampanye asalkan membawa surat tugas, melayani semua peserta, dan menanggalkan atribut."
)
ANSWER = "Saya menunggu putusan bupati, kata camat itu."


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (DEFERRED, "Permohonan cuti guru ditangguhkan hingga ujian selesai."),
        (PAPERS, "Surat keterangan sehat dan surat izin atasan dilampirkan pelamar."),
        (SANCTION, "Sanksi bagi honorer bukanlah hukuman disiplin PNS, tetapi sanksi menurut perjanjian kerja."),
        (
            GUARDS,
            "Dinas boleh menjaga lokasi kampanye bila membawa surat tugas, melayani semua peserta, dan menanggalkan atribut.",
        ),
        (ANSWER, "Saya menunggu putusan bupati, kata camat itu."),
    ],
)
def test_what_adds_nothing_is_supported(text: str, sentence: str) -> None:
    assert isinstance(find_support(sentence, passage(text)), Quote)


@pytest.mark.parametrize(
    ("text", "sentence", "flaw"),
    [
        (DEFERRED, "Permohonan cuti guru ditolak sampai ujian selesai.", Flaw.ADDITION),
        (PAPERS, "Pelamar melampirkan surat izin atasan, surat keterangan sehat, dan pasfoto berwarna.", Flaw.ADDITION),
        (SANCTION, "Sanksi bagi honorer adalah hukuman disiplin PNS.", Flaw.DENIAL),
        (GUARDS, "Dinas boleh menjaga lokasi kampanye asalkan membawa surat tugas.", Flaw.LOST_MARK),
        (PAPERS, "Saya tahu pelamar melampirkan surat izin atasan.", Flaw.ADDITION),
    ],
)
def test_what_adds_or_loses_something_is_told_why_it_falls(text: str, sentence: str, flaw: Flaw) -> None:
    assert find_support(sentence, passage(text)) == flaw
