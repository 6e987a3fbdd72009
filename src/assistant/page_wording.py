"""Every sentence of the page itself, in one record per language: names, labels, hints, and messages around answers.

What an answer says is worded by the engine; this is only the frame around it. Indonesian is the page's language today;
another language is another `PageWording`.
"""

from __future__ import annotations

from dataclasses import dataclass

from assistant.wording import INDONESIAN as ANSWERS


@dataclass(frozen=True, slots=True)
class PageWording:
    """The words of the page in one language. Braces name the values that `str.format` fills in."""

    language: str
    """The value of `<html lang>`."""
    product: str
    summary: str
    """One line on what the page is."""
    disclaimer: str
    """One line on what it is not, and whom to ask."""
    welcome_title: str
    welcome_text: str
    examples_title: str
    examples: tuple[str, ...]
    question_label: str
    question_placeholder: str
    send: str
    stop: str
    new_conversation: str
    toggle_theme: str
    you_asked: str
    searching: str
    waiting: str
    """In place of an answer while the assistant is not ready yet."""
    preparing: str
    preparing_articles: str
    """`done` and `total` passages of the starter articles."""
    failed: str
    """Heading over what went wrong while getting ready."""
    answer_failed: str
    stopped: str
    empty_question: str
    long_question: str
    """`length` and `limit` in characters."""
    no_verdict: str
    """Over an answer that states facts and judges no act."""
    not_found: str
    """Over a question that the documents do not settle."""
    sources: str
    open_source: str
    """Label of a citation number for screen readers: `n`, `title`."""
    source_link: str
    unknown_date: str
    copy: str
    copied: str
    retry: str
    suggestions_title: str
    answer_ready: str
    """Announced to screen readers: `heading`, `count` of sources."""
    busy: str
    months: tuple[str, ...]
    serving: str
    """On the terminal when the page can be opened: `product`, `address`."""
    ready: str
    """On the terminal when questions are answered."""
    port_taken: str
    """`port`, `other`."""
    help: str
    wrong_command: str
    """`message`."""


INDONESIAN = PageWording(
    language="id",
    product="Asisten Netralitas ASN",
    summary="Menjawab pertanyaan ASN tentang netralitas dalam pemilu, lengkap dengan kutipan sumbernya.",
    disclaimer=(
        "Bukan nasihat hukum. Untuk kepastian, tanyakan kepada PPK atau inspektorat instansi Anda, BKN, atau Bawaslu."
    ),
    welcome_title="Apa yang ingin Anda ketahui?",
    welcome_text=(
        "Tulis pertanyaan dengan bahasa sehari-hari. Jawabannya berupa putusan dan kutipan apa adanya dari dokumen, "
        "beserta sumber yang dapat Anda periksa. Pertanyaan Anda tidak dicatat dan tidak dikirim ke mana pun."
    ),
    examples_title="Contoh pertanyaan",
    examples=(
        "Boleh gak sih PNS nge-like postingan caleg?",
        "Apakah ASN boleh ikut memilih saat pemilu?",
        "Apa sanksi bagi ASN yang melanggar netralitas?",
        "Bolehkah ASN menjadi anggota tim sukses?",
        "Apa dasar hukum netralitas ASN?",
    ),
    question_label="Pertanyaan Anda",
    question_placeholder="Tulis pertanyaan Anda …",
    send="Kirim",
    stop="Berhenti",
    new_conversation="Percakapan baru",
    toggle_theme="Terang / gelap",
    you_asked="Anda bertanya",
    searching="Mencari di dokumen …",
    waiting="Asisten sedang disiapkan. Pertanyaan Anda dijawab begitu asisten siap; Anda tidak perlu mengirim ulang.",
    preparing="Asisten sedang disiapkan … Anda sudah dapat menulis pertanyaan.",
    preparing_articles="Asisten sedang disiapkan … artikel bawaan dimasukkan ({done} dari {total} bagian).",
    failed="Asisten belum dapat dipakai",
    answer_failed=(
        "Maaf, terjadi kesalahan saat menyusun jawaban. Silakan coba lagi; bila terulang, beri tahu pengelola halaman "
        "ini bahwa rinciannya ada di terminal."
    ),
    stopped="Dihentikan. Tekan “Tanya lagi” untuk mengulang pertanyaan ini.",
    empty_question="Silakan tulis pertanyaan Anda lebih dahulu.",
    long_question="Pertanyaan Anda terlalu panjang: {length} huruf, paling banyak {limit}. Mohon disingkat.",
    no_verdict="Informasi",
    not_found="Tidak ditemukan dalam dokumen",
    sources="Sumber",
    open_source="Buka sumber {n}: {title}",
    source_link="Buka dokumen asli",
    unknown_date="tanpa tanggal",
    copy="Salin",
    copied="Tersalin",
    retry="Tanya lagi",
    suggestions_title="Pertanyaan lanjutan",
    answer_ready="Jawaban siap: {heading}. {count} sumber.",
    busy="Pertanyaan sebelumnya masih dijawab. Tunggu sebentar atau tekan “Berhenti”.",
    months=ANSWERS.months,
    serving="{product}: buka {address} di peramban. Tekan Ctrl+C untuk berhenti.",
    ready="Asisten siap menjawab.",
    port_taken=(
        "Port {port} sudah dipakai program lain, jadi halaman tidak dapat dibuka. Hentikan program itu, atau pilih "
        "port lain, misalnya: python app.py --port {other}"
    ),
    help="""\
Menjalankan Asisten Netralitas ASN sebagai halaman web di komputer ini.

Cara pakai:
  python app.py [--store DIR] [--port N]

Contoh:
  python app.py
  python app.py --port 8000 --store ~/dokumen-kantor

Pilihan:
  --store DIR    folder penyimpanan (bawaan: vectorstore, atau isi ASSISTANT_VECTORSTORE)
  --port N       nomor port halaman (bawaan: 7860, atau isi ASSISTANT_PORT)
  -h, --help     tampilkan bantuan ini

Alamat halaman dicetak di terminal; buka di peramban, dan tekan Ctrl+C di terminal untuk berhenti. Bila penyimpanan masih
kosong, artikel bawaan dimasukkan dahulu. Tambahkan dokumen Anda dengan: python -m ingest BERKAS_ATAU_FOLDER

Halaman hanya dapat dibuka dari komputer ini. Untuk membukanya bagi jaringan kantor, atur ASSISTANT_HOST=0.0.0.0.
""",
    wrong_command="Perintah tidak dapat dijalankan ({message}).\nLihat: python app.py --help\n",
)
