"""Invented regulations with all that regulations have, and the place of every sentence in them.

Every sentence holds a word that occurs nowhere else, so that a test can ask under which locator it was put.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count

from assistant.types import Document, Source


@dataclass
class Law:
    """A regulation while it is written: its lines, and where the sentence with each marked word stands."""

    lines: list[str] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)
    _numbers: count[int] = field(default_factory=count)

    def line(self, text: str) -> Law:
        """A heading or another line without a marked word."""
        self.lines.append(text)
        return self

    def say(self, place: str, mark: str, text: str) -> Law:
        """A line that belongs to a place; `{}` in it becomes the marked word."""
        word = _marked(next(self._numbers))
        self.places[word] = place
        self.lines.append(f"{mark} {text}".strip().replace("{}", word))
        return self

    def text(self, between: str = "\n\n") -> str:
        """All lines with this between them."""
        return between.join(self.lines)


def _marked(number: int) -> str:
    """A word that is none: "kubalaba" and so on."""
    syllables = ("ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu")
    return "zub" + "".join(syllables[int(digit)] for digit in f"{number:03}") + "k"


def document(text: str, kind: str = "", title: str = "") -> Document:
    """A document of this text."""
    return Document(Source("uji/a.txt", "a.txt", title, kind=kind), text)


LONG = (
    "dilakukan oleh pengelola kebun kota secara terbuka, tertib, dan bertanggung jawab dengan memperhatikan kelestarian "
    "tanaman, keselamatan pengunjung, serta kemampuan anggaran pada tahun yang bersangkutan"
)
REFERENCES = (
    "sebagaimana dimaksud dalam Pasal 2 ayat (1) huruf b dan huruf c, Pasal 3, dan Pasal 5 ayat (2) huruf a angka 1"
)


def garden_law() -> Law:
    """A regulation with chapters, pasal, ayat, huruf, angka, a second level of lists, inserted numbers, and elucidation."""
    law = Law()
    law.line("PERATURAN DAERAH KOTA ANTAH NOMOR 7 TAHUN 2031 TENTANG KEBUN KOTA")
    law.line("DENGAN RAHMAT TUHAN YANG MAHA ESA").line("WALI KOTA ANTAH,").line("Menimbang:")
    for letter in "abc":
        law.say(f"Menimbang huruf {letter}", f"{letter}.", f"bahwa pemeliharaan {{}} {LONG};")
    law.line("Mengingat:")
    for number in (1, 2, 3):
        law.say(
            f"Mengingat angka {number}",
            f"{number}.",
            f"Undang-Undang Nomor {number} Tahun 2029 tentang Tanaman {{}} (Lembaran Negara Republik Indonesia Tahun 2029 "
            "Nomor 12, Tambahan Lembaran Negara Republik Indonesia Nomor 5012), terutama Pasal 5 ayat (2), yang "
            "pelaksanaannya diserahkan kepada kota;",
        )
    law.line("MEMUTUSKAN:").line("Menetapkan: PERATURAN DAERAH TENTANG KEBUN KOTA.")
    law.line("BAB I").line("KETENTUAN UMUM").line("Pasal 1").say("Pasal 1", "", "Dalam Peraturan Daerah {} ini:")
    for number in range(1, 13):
        law.say(f"Pasal 1 angka {number}", f"{number}.", "Kebun {} adalah tempat tanaman dirawat untuk umum.")
    law.line("BAB II").line("PERAWATAN").line("Bagian Kesatu").line("Umum")
    law.line("Pasal 2").say("Pasal 2 ayat (1)", "(1)", "Perawatan {} meliputi:")
    for letter in "abcd":
        law.say(f"Pasal 2 ayat (1) huruf {letter}", f"{letter}.", f"penyiraman {{}} yang {LONG};")
    law.say("Pasal 2 ayat (1) huruf e", "e.", "pemangkasan {}.")
    law.say("Pasal 2 ayat (1a)", "(1a)", f"Perawatan {{}} {REFERENCES} {LONG}.")
    law.say("Pasal 2 ayat (2)", "(2)", f"Ketentuan {{}} {REFERENCES} diatur dengan Peraturan Wali Kota.")
    law.line("Pasal 3").say("Pasal 3", "", f"Pengunjung {{}} {REFERENCES} wajib menjaga kebersihan.")
    law.line("Bagian Kedua").line("Larangan").line("Paragraf 1").line("Pengunjung")
    law.line("Pasal 4").say("Pasal 4", "", "Pengunjung {} dilarang:")
    for letter in "abcdefghijklmn":
        law.say(f"Pasal 4 huruf {letter}", f"{letter}.", "memetik {} tanpa izin;")
    law.say("Pasal 4 huruf o", "o.", "memberi makan {} dengan cara:")
    for number in (1, 2, 3):
        law.say(f"Pasal 4 huruf o angka {number}", f"{number}.", f"melempar {{}} yang {LONG};")
    law.say("Pasal 4 huruf o angka 4", "4.", "menabur {}, berupa:")
    for letter in "abc":
        law.say(f"Pasal 4 huruf o angka 4 huruf {letter}", f"{letter})", f"biji {{}} yang {LONG};")
    law.say("Pasal 4 huruf o angka 4 huruf d", "d)", "remah {}:")
    for number in (1, 2):
        law.say(f"Pasal 4 huruf o angka 4 huruf d angka {number}", f"{number})", f"roti {{}} yang {LONG};")
    law.say("Pasal 4 huruf p", "p.", "merusak {}.")
    law.line("Pasal 4A").say("Pasal 4A ayat (1)", "(1)", f"Petugas {{}} {LONG}.")
    law.say("Pasal 4A ayat (2)", "(2)", f"Petugas {{}} {LONG} {REFERENCES}.")
    law.say("Pasal 4A ayat (3)", "(3)", f"Petugas {{}} {LONG}.")
    law.line("Pasal 5").say("Pasal 5", "", "Peraturan Daerah {} ini mulai berlaku pada tanggal diundangkan.")
    law.say("Penutup", "", "Agar setiap orang mengetahuinya, memerintahkan pengundangan {} dalam Lembaran Daerah.")
    law.say("Penutup", "", "Ditetapkan di Antah pada tanggal 3 Mei 2031 WALI KOTA ANTAH, ttd. {}")
    law.line("PENJELASAN ATAS PERATURAN DAERAH KOTA ANTAH NOMOR 7 TAHUN 2031 TENTANG KEBUN KOTA").line("I. UMUM")
    law.say("Penjelasan umum", "", f"Kebun {{}} {LONG}.").line("II. PASAL DEMI PASAL")
    law.line("Pasal 1").line("Cukup jelas.").line("Pasal 2").line("Ayat (1)")
    for letter in "abc":
        law.line(f"Huruf {letter}").say(
            f"Penjelasan Pasal 2 ayat (1) huruf {letter}",
            "",
            f"Yang dimaksud dengan “penyiraman {{}}” adalah yang {LONG}.",
        )
    law.line("Huruf d").line("Cukup jelas.").line("Huruf e").line("Cukup jelas.").line("Ayat (1a)").line("Cukup jelas.")
    law.line("Ayat (2)").say(
        "Penjelasan Pasal 2 ayat (2)", "", f"Peraturan {{}} {REFERENCES} antara lain memuat: a. jam buka; b. tarif."
    )
    law.line("Pasal 3").line("Cukup jelas.").line("Pasal 4").line("Huruf a").line("Cukup jelas.").line("Huruf o").line(
        "Angka 1"
    )
    law.say("Penjelasan Pasal 4 huruf o angka 1", "", "Makanan {} mengganggu satwa.").line("Pasal 4A").line(
        "Cukup jelas."
    )
    law.line("Pasal 5").line("Cukup jelas.").line("TAMBAHAN LEMBARAN DAERAH KOTA ANTAH NOMOR 9")
    return law


def amending_law() -> Law:
    """A law that changes, inserts and deletes pasal of another; one of them has a list with numbers of its own."""
    law = Law()
    law.line("UNDANG-UNDANG REPUBLIK ANTAH NOMOR 9 TAHUN 2032 TENTANG PERUBAHAN ATAS UNDANG-UNDANG NOMOR 4 TAHUN 2030")
    law.line("Menimbang:").say("Menimbang", "", "bahwa {} perlu diubah;").line("Mengingat:")
    law.say("Mengingat", "", "Pasal 5 ayat (1) dan Pasal 20 Undang-Undang Dasar {};").line("MEMUTUSKAN:")
    law.line("Menetapkan: UNDANG-UNDANG TENTANG PERUBAHAN.").line("Pasal I")
    law.say(
        "Pasal I",
        "",
        "Beberapa ketentuan dalam Undang-Undang Nomor 4 Tahun 2030 tentang Kebun {} diubah sebagai berikut:",
    )
    law.say("Pasal I angka 1", "1.", "Ketentuan Pasal 1 {} diubah sehingga berbunyi sebagai berikut:")
    law.line("Pasal 1").say("Pasal I angka 1 Pasal 1", "", "Dalam Undang-Undang {} ini yang dimaksud dengan:")
    for number in range(1, 8):
        law.say(f"Pasal I angka 1 Pasal 1 angka {number}", f"{number}.", f"Kebun {{}} adalah tempat yang {LONG}.")
    law.say(
        "Pasal I angka 2",
        "2.",
        "Di antara Pasal 4 dan Pasal 5 {} disisipkan 2 (dua) pasal, yakni Pasal 4A dan Pasal 4B yang berbunyi sebagai berikut:",
    )
    law.line("Pasal 4A").say("Pasal I angka 2 Pasal 4A ayat (1)", "(1)", f"Pengelola {{}} {LONG}.")
    law.say("Pasal I angka 2 Pasal 4A ayat (2)", "(2)", f"Pengelola {{}} {LONG} {REFERENCES}.")
    law.line("Pasal 4B").say("Pasal I angka 2 Pasal 4B", "", f"Pengelola {{}} {REFERENCES} {LONG}.")
    law.say("Pasal I angka 3", "3.", "Pasal 7 {} dihapus.")
    law.say("Pasal I angka 4", "4.", "Ketentuan ayat (2) Pasal 9 {} diubah sehingga Pasal 9 berbunyi sebagai berikut:")
    law.line("Pasal 9").say("Pasal I angka 4 Pasal 9 ayat (1)", "(1)", f"Izin {{}} {LONG}.")
    law.say("Pasal I angka 4 Pasal 9 ayat (2)", "(2)", f"Izin {{}} {LONG}.")
    law.line("Pasal II").say("Pasal II", "", "Undang-Undang {} ini mulai berlaku pada tanggal diundangkan.")
    law.say("Penutup", "", "Agar setiap orang mengetahuinya, memerintahkan pengundangan {}.")
    law.line("PENJELASAN ATAS UNDANG-UNDANG REPUBLIK ANTAH NOMOR 9 TAHUN 2032").line("I. UMUM")
    law.say("Penjelasan umum", "", f"Kebun {{}} {LONG}.").line("II. PASAL DEMI PASAL").line("Pasal I").line("Angka 1")
    law.line("Pasal 1").line("Cukup jelas.").line("Angka 2").line("Pasal 4A")
    law.say("Penjelasan Pasal I angka 2 Pasal 4A", "", f"Pengelola {{}} {LONG}.").line("Pasal 4B").line("Cukup jelas.")
    law.line("Angka 3").line("Cukup jelas.").line("Angka 4").line("Pasal 9").line("Ayat (1)")
    law.say("Penjelasan Pasal I angka 4 Pasal 9 ayat (1)", "", f"Izin {{}} {LONG}.").line("Ayat (2)")
    law.say("Penjelasan Pasal I angka 4 Pasal 9 ayat (2)", "", f"Izin {{}} {LONG}.").line("Pasal II").line(
        "Cukup jelas."
    )
    return law
