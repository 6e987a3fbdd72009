"""A prohibition with an exception, and a permission with "hanya", say the same; half of either does not."""

from __future__ import annotations

import pytest
from fakes import passage

from assistant.answer.gate.support import Flaw, find_support
from assistant.types import Quote

WITH_EXCEPTION = (
    "Pegawai ASN dilarang hadir dalam rapat umum, kecuali pegawai yang ditugaskan secara tertulis untuk pengamanan."
)
WITH_ONLY = "Kendaraan dinas hanya boleh dipakai di luar jam kerja jika ada izin tertulis kepala dinas."
WITH_DUTY = "Pelamar wajib menyerahkan surat sehat, kecuali pelamar yang sedang hamil."


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (WITH_EXCEPTION, "Anda hanya boleh hadir dalam rapat umum jika ditugaskan secara tertulis untuk pengamanan."),
        (
            WITH_EXCEPTION,
            "Pegawai ASN boleh hadir dalam rapat umum hanya bila ditugaskan secara tertulis untuk pengamanan.",
        ),
        (WITH_ONLY, "Kendaraan dinas tidak boleh dipakai di luar jam kerja kecuali ada izin tertulis kepala dinas."),
        (WITH_ONLY, "Kecuali ada izin tertulis kepala dinas, kendaraan dinas dilarang dipakai di luar jam kerja."),
        (WITH_DUTY, "Jika sedang hamil, pelamar tidak wajib menyerahkan surat sehat."),
    ],
)
def test_the_other_telling_of_a_rule_is_supported(text: str, sentence: str) -> None:
    assert isinstance(find_support(sentence, passage(text)), Quote)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (WITH_EXCEPTION, "Pegawai ASN hanya boleh hadir dalam rapat umum."),
        (
            WITH_EXCEPTION,
            "Pegawai ASN boleh hadir dalam rapat umum, kecuali yang ditugaskan secara tertulis untuk pengamanan.",
        ),
        (
            WITH_EXCEPTION,
            "Pegawai ASN hanya dilarang hadir dalam rapat umum jika ditugaskan tertulis untuk pengamanan.",
        ),
        (WITH_ONLY, "Kendaraan dinas tidak boleh dipakai di luar jam kerja."),
        (WITH_ONLY, "Kendaraan dinas dilarang dipakai di luar jam kerja jika ada izin tertulis kepala dinas."),
        (WITH_ONLY, "Kendaraan dinas boleh dipakai di luar jam kerja kecuali ada izin tertulis kepala dinas."),
        (WITH_DUTY, "Jika sedang hamil, pelamar wajib menyerahkan surat sehat."),
    ],
)
def test_half_of_the_other_telling_is_not(text: str, sentence: str) -> None:
    assert isinstance(find_support(sentence, passage(text)), Flaw)
