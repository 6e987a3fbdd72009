"""Who does what to whom: whoever has a part in a deed of a sentence must have it in the passage."""

from __future__ import annotations

import pytest

from assistant.answer.gate.claims import read_claims
from assistant.answer.gate.clauses import read_roles
from assistant.answer.gate.roles import keeps_roles
from assistant.answer.gate.support import Flaw, find_support
from assistant.types import Passage, Source

HANDED = "Bawaslu menyerahkan laporan kepada KPU."
UPLOADED = "Penjaga sekolah ditegur karena guru yang mengunggah foto itu mengajaknya berpose."
KEPT = [
    (HANDED, "Laporan diserahkan oleh Bawaslu kepada KPU."),
    (HANDED, "Laporan diserahkan Bawaslu ke KPU."),
    (HANDED, "Bawaslu yang menyerahkan laporan."),
    (HANDED, "KPU menerima laporan dari Bawaslu."),
    ("Camat memberi teguran kepada kepala desa.", "Kepala desa ditegur oleh camat."),
    ("Gubernur menjatuhkan hukuman kepada kepala dinas.", "Kepala dinas dijatuhi hukuman oleh gubernur."),
    ("Bupati meminta camat menyerahkan daftar pegawai.", "Camat menyerahkan daftar pegawai."),
    ("Pegawai yang menerima surat edaran wajib melapor kepada atasan.", "Pegawai melapor kepada atasan."),
    ("Kepala Dinas Sosial, Sri Wahyuni, mengajukan pengunduran diri kepada bupati.", "Sri Wahyuni mengajukannya."),
    ("Bupati memanggil lurah itu. Ia memeriksa camat juga.", "Lurah itu memeriksa camat."),
    ("Wali kota memanggil lurah dan camat.", "Anda dipanggil wali kota."),
    ("Pengawas memeriksa dokumen sebelum KPU membuka gudang.", "Pengawas memeriksa dokumen."),
    ("Panitia menolak permintaan lurah, dan camat menyetujuinya.", "Camat menyetujui permintaan lurah."),
]
SWAPPED = [
    (HANDED, "KPU menyerahkan laporan kepada Bawaslu."),
    (HANDED, "Laporan diserahkan oleh KPU kepada Bawaslu."),
    (HANDED, "Bawaslu menerima laporan dari KPU."),
    (UPLOADED, "Penjaga sekolah mengunggah foto itu."),
    (UPLOADED, "Penjaga sekolah itulah yang mengunggah foto."),
    ("Camat memberi teguran kepada kepala desa.", "Camat ditegur oleh kepala desa."),
    ("Bupati meminta camat menyerahkan daftar pegawai.", "Bupati menyerahkan daftar pegawai kepada camat."),
    ("Bupati meminta camat menyerahkan daftar pegawai.", "Camat meminta bupati menyerahkan daftar pegawai."),
    ("Tiga lurah dilaporkan oleh panitia pengawas.", "Tiga lurah melaporkan panitia pengawas."),
    (
        "Bendahara sekolah, Yeni Marlina, dilaporkan karena mencetak undangan.",
        "Yeni Marlina melaporkan pencetakan itu.",
    ),
    ("Ketua tim menjelaskan perkara itu dan bupati mengangguk.", "Bupati menjelaskan perkara itu."),
    (
        "Pegawai yang akan cuti menyerahkan tugas kepada pengganti.",
        "Pegawai melapor, lalu pengganti menyerahkan tugas.",
    ),
    ("Pemeriksaan oleh inspektorat dilakukan sebelum bupati pergi.", "Bupati memeriksa pegawai."),
    ("Biaya ditagihkan kepada peserta. Instansi pengirim diberi tahu.", "Biaya ditagihkan kepada instansi pengirim."),
    ("BKN menulis kepada bupati, yang kemudian mencopot camat.", "BKN mencopot camat."),
    ("Jika lurah menolak, camat mencatat penolakan itu.", "Jika camat menolak, lurah mencatat penolakan itu."),
]


@pytest.mark.parametrize(("passage", "sentence"), KEPT)
def test_another_wording_of_the_same_roles_is_kept(passage: str, sentence: str) -> None:
    assert keeps_roles(read_claims(sentence), read_claims(passage))


@pytest.mark.parametrize(("passage", "sentence"), SWAPPED)
def test_exchanged_roles_are_not(passage: str, sentence: str) -> None:
    assert not keeps_roles(read_claims(sentence), read_claims(passage))


def test_the_gate_names_exchanged_roles() -> None:
    passage = Passage("a/b#1", Source("a/b", "b", "Berita"), 1, "", "Bawaslu meneruskan laporan warga kepada KPU.")
    assert find_support("KPU meneruskan laporan warga kepada Bawaslu.", passage) is Flaw.ROLE


@pytest.mark.parametrize(
    ("text", "part", "words"),
    [
        ("Gubernur memeriksa camat.", "doer", {"gubernur"}),
        ("Camat diperiksa gubernur.", "doer", {"gubernur"}),
        ("Camat yang diperiksa oleh gubernur melapor.", "undergoer", {"camat"}),
        ("Camat melarang lurah memeriksa gudang.", "doer", {"lurah"}),
        ("Camat yang menegur lurah memeriksa gudang.", "doer", {"camat"}),
        ("Dalam rapat itu, camat dan lurah memeriksa gudang.", "doer", {"camat", "lurah"}),
    ],
)
def test_a_part_is_read(text: str, part: str, words: set[str]) -> None:
    deed = next(deed for deed in read_roles(read_claims(text)).deeds if "periksa" in deed.names)
    assert deed.parts[part].words == words
