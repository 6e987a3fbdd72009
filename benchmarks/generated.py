"""Indonesian passages of our own making, as many as are wanted, to see what a full store costs. Nothing in them is news.

Every passage is put together from clauses below and from invented names. The same number gives the same passage, whatever
else is made; one subject in eight is neutrality, so that a question finds far more rivals than the starter articles hold.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from assistant.types import Passage, Source

PASSAGES_IN_DOCUMENT = 20

# Beginnings, doings and endings by subject; each passage takes all its clauses from one subject.
SUBJECTS: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "kantor": (
        ("Kantor {office} {place} pindah ke gedung baru pada {day}", "Loket {office} {place} dibuka pukul {hour}"),
        (
            "menata ulang ruang tunggu bagi {count} orang",
            "mengganti {count} meja yang lapuk",
            "menambah petugas di pintu masuk",
        ),
        ("Warga {village} diminta membawa kartu antrean.", "Papan petunjuk dipasang di lorong menuju ruang {room}."),
    ),
    "cuti": (
        (
            "Bagian kepegawaian {office} {place} menerima {count} permohonan cuti",
            "Menjelang {day} {person} mengajukan cuti",
        ),
        (
            "menyusun jadwal pengganti untuk {count} pegawai",
            "mencatat sisa cuti tahunan di buku induk",
            "memanggil cadangan dari {village}",
        ),
        (
            "Permohonan yang terlambat diajukan lagi bulan depan.",
            "Cuti sakit lebih dari {count} hari disertai surat dokter.",
        ),
    ),
    "laporan": (
        ("Laporan triwulan {office} {place} selesai pada {day}", "{person} menyerahkan laporan keuangan {village}"),
        (
            "mencocokkan {count} kuitansi dengan buku kas",
            "memperbaiki lampiran yang keliru",
            "menghitung ulang belanja {room}",
        ),
        (
            "Selisih sebesar {money} rupiah dijelaskan dalam catatan.",
            "Berkas aslinya disimpan di lemari arsip {place}.",
        ),
    ),
    "jalan": (
        (
            "Jalan dari {village} ke {place} diperbaiki sejak {day}",
            "Jembatan di {village} ditutup sementara mulai {day}",
        ),
        (
            "mengaspal {count} kilometer yang berlubang",
            "memasang gorong-gorong di tepi sawah",
            "memindahkan tiang listrik yang miring",
        ),
        (
            "Biayanya {money} rupiah dari anggaran {place}.",
            "Kendaraan berat memutar lewat {village} sampai pekerjaan selesai.",
        ),
    ),
    "sekolah": (
        (
            "Sekolah dasar di {village} menerima {count} murid baru",
            "{person}, guru di {place}, mengajar kelas rangkap sejak {day}",
        ),
        (
            "membagikan buku bacaan kepada {count} anak",
            "memperbaiki atap ruang kelas",
            "membuka perpustakaan kecil di {village}",
        ),
        ("Orang tua murid bergotong royong pada hari Minggu.", "Ujian akhir dimulai pukul {hour} di aula {place}."),
    ),
    "kesehatan": (
        ("Puskesmas {place} melayani {count} pasien dalam sepekan", "Posyandu {village} dibuka lagi pada {day}"),
        (
            "menimbang balita dan mencatat tinggi badannya",
            "membagikan kelambu ke {count} rumah",
            "menyemprot selokan di sekitar pasar",
        ),
        ("Kader kesehatan digaji {money} rupiah sebulan.", "Obat yang habis dikirim dari {place} keesokan harinya."),
    ),
    "pasar": (
        ("Pasar {village} ramai sejak pukul {hour}", "Pedagang ikan dari {place} berjualan di {village} mulai {day}"),
        (
            "menimbang ulang {count} karung beras",
            "menata lapak di sisi timur",
            "menagih retribusi dengan karcis bernomor",
        ),
        ("Harga cabai turun menjadi {money} rupiah sekilo.", "Sampahnya diangkut ke {village} setiap malam."),
    ),
    "netralitas": (
        (
            "Menjelang pemilihan, {office} {place} mengingatkan {count} pegawai",
            "{person} berbicara tentang netralitas ASN di {village} pada {day}",
            "Pegawai {office} {place} menandatangani ikrar netral pada {day}",
        ),
        (
            "ASN dilarang ikut kampanye calon di {village}",
            "pegawai tidak boleh memakai mobil dinas untuk mengantar rombongan calon",
            "setiap pegawai wajib melayani warga tanpa melihat pilihannya",
            "foto bersama calon sebaiknya tidak diunggah ke media sosial",
            "PPPK dan PNS sama-sama menjaga jarak dari partai politik",
            "pegawai boleh memberikan suara di TPS sebagai warga negara",
            "atasan dilarang menyuruh bawahan mendukung salah satu calon",
        ),
        (
            "Laporan pelanggaran diterima pengawas di {place} sampai pukul {hour}.",
            "Pegawai yang melanggar diperiksa dan dapat dijatuhi hukuman disiplin.",
            "Dalam {count} hari pengawas menyampaikan hasilnya kepada pejabat di {place}.",
        ),
    ),
}
OFFICES = (
    "dinas pertanian|dinas perhubungan|badan arsip|kecamatan|kelurahan|inspektorat|dinas sosial|balai latihan".split(
        "|"
    )
)
ROOMS = "arsip|rapat|bendahara|layanan|data|perlengkapan".split("|")
MONTHS = "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split()
# Names of places and people are made of these, so that a store holds thousands of words that are rare in it, as real ones do.
SYLLABLES = "ba bo da du ga gu ja ka ki la le lu ma mo na ni pa ra re ri sa se si ta ti tu wa wi wo ya".split()
LAST = "bang dan gan har kan lung man mur ngin rang ran sari tan tar wan yan".split()


def generated_passages(count: int) -> Iterator[Passage]:
    """The first `count` passages, twenty to a document; their text is about 330 characters long."""
    for number in range(count):
        document, place = divmod(number, PASSAGES_IN_DOCUMENT)
        source = generated_source(document)
        yield Passage(f"{source.id}#{place + 1}", source, place + 1, f"paragraf {place + 1}", generated_text(number))


def generated_source(number: int) -> Source:
    """The document of that number, counted from 0. Its title is that of a gazette: it says nothing about its passages."""
    draw = random.Random(f"document {number}")
    name = f"buatan-{number:06}.md"
    return Source(
        f"buatan/{name}", name, f"Warta {_name(draw)} {number + 1}", publisher="Buatan", digest=f"buatan-{number}"
    )


def generated_text(number: int) -> str:
    """The text of the passage of that number, counted from 0: four sentences about one subject."""
    draw = random.Random(f"passage {number}")
    subject = tuple(SUBJECTS)[number % len(SUBJECTS)]
    beginnings, doings, endings = SUBJECTS[subject]
    first, second, third = draw.sample(doings, 3)
    # What neutrality asks is said of everyone; elsewhere somebody is doing something.
    who = "" if subject == "netralitas" else "petugas "
    sentences = (
        f"{draw.choice(beginnings)}: {who}{first}.",
        f"Menurut {{person}}, {who}{second}, sesudah rapat di {{village}}.",
        f"Catatan {{place}} menyebut {who}{third}.",
        draw.choice(endings),
    )
    return " ".join(_filled(sentence, draw) for sentence in sentences)


def _filled(sentence: str, draw: random.Random) -> str:
    """Each clause with fresh names and numbers in its gaps."""
    filled = sentence.format(
        office=draw.choice(OFFICES),
        room=draw.choice(ROOMS),
        place=_name(draw),
        village=f"Desa {_name(draw)}",
        person=f"{_name(draw)} {_name(draw)}",
        day=f"{draw.randint(1, 28)} {draw.choice(MONTHS)} {draw.randint(2015, 2024)}",
        hour=f"{draw.randint(7, 15):02}.{draw.choice(('00', '15', '30', '45'))}",
        count=draw.randint(2, 400),
        money=f"{draw.randint(2, 900)}.000",
    )
    return filled[0].upper() + filled[1:]


def _name(draw: random.Random) -> str:
    return "".join((*draw.choices(SYLLABLES, k=draw.choice((1, 1, 2))), draw.choice(LAST))).capitalize()
