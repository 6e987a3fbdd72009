"""What two clauses of a source say apart, a sentence does not hand to each other."""

from __future__ import annotations

import pytest

from assistant.answer.gate.claims import read_claims
from assistant.answer.gate.crossing import is_crossed

SOURCE = (
    "Kepala seksi memberi cuti paling lama 3 hari, sedangkan kepala dinas memberi izin belajar paling lama 2 tahun."
)


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("Kepala seksi memberi izin belajar, sedangkan kepala dinas memberi cuti.", SOURCE),
        ("Cuti diberikan paling lama 2 tahun dan izin belajar paling lama 3 hari.", SOURCE),
        ("Dari 30 berkas, 4 diterima dan 26 ditolak.", "Dari 30 berkas, 26 diterima dan 4 ditolak."),
        (
            "Camat menerima piagam, sedangkan lurah dijatuhi teguran.",
            "Camat dijatuhi teguran karena lalai. Lurah yang melapor menerima piagam.",
        ),
    ],
)
def test_clauses_that_exchange_what_they_say_are_crossed(sentence: str, source: str) -> None:
    assert is_crossed(read_claims(sentence), read_claims(source))


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("Kepala dinas memberi izin belajar paling lama 2 tahun, sedangkan kepala seksi memberi cuti.", SOURCE),
        ("Izin belajar diberikan kepala dinas, dan cuti diberikan kepala seksi paling lama 3 hari.", SOURCE),
        (
            "Kalender, mug, atau stiker calon tidak boleh ditaruh pegawai di meja, papan, maupun pagar.",
            "Pegawai tidak boleh menaruh kalender, mug, atau stiker calon di meja, papan, atau pagar.",
        ),
        ("Dari 30 berkas, 4 ditolak dan 26 diterima.", "Dari 30 berkas, 26 diterima dan 4 ditolak."),
    ],
)
def test_another_order_or_voice_is_not_crossed(sentence: str, source: str) -> None:
    assert not is_crossed(read_claims(sentence), read_claims(source))
