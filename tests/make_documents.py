"""Makes the small files in tests/documents, and a long regulation as PDF: `python -m tests.make_documents`.

Everything in them is invented. The files are committed; making them again gives the same bytes as long as the
libraries stay the same, but for the two PDFs with passwords, whose keys are drawn by chance.
"""

from __future__ import annotations

import datetime
import io
import re
import textwrap
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from fpdf import FPDF
from fpdf.enums import AccessPermission, EncryptionMethod
from PIL import Image

FOLDER = Path(__file__).with_name("documents")
MADE = datetime.datetime(2024, 1, 19, 8, 30, tzinfo=datetime.UTC)
# In millimetres; by its name fpdf2 takes an older idea of it for compatibility and warns.
A5 = (148, 210)
SOFT_HYPHEN = "\u00ad"

ARTICLE_TITLE = "Sekda Contoh Raya Ingatkan Pegawai Jaga Netralitas"
ARTICLE = (
    "CONTOH RAYA, Warta Contoh - Sekretaris Daerah Contoh Raya mengingatkan seluruh pegawai agar menjaga netralitas "
    "menjelang pemilihan bupati, Jumat (19/1/2024). Peringatan itu ia sampaikan dalam apel pagi di halaman kantor.",
    "Menurutnya, pegawai tidak boleh memasang alat peraga kampanye di kantor maupun di kendaraan dinas. Kepala Dinas "
    "Perhubungan diminta memeriksa semua kendaraan sebelum masa kampanye dimulai.",
    "Ia menambahkan bahwa pegawai tetap boleh memilih di tempat pemungutan suara. Pilihan itu tidak perlu diumumkan "
    "kepada siapa pun, termasuk di media sosial.",
)


class Pages(FPDF):
    """A PDF with a running header and a footer that counts the pages."""

    heading = ""

    def header(self) -> None:
        """Print the running header."""
        self.set_font("Times", "I", 9)
        self.cell(0, 8, self.heading, align="C", new_x="LMARGIN", new_y="NEXT")

    def footer(self) -> None:
        """Print the number of the page."""
        self.set_y(-15)
        self.set_font("Times", "", 9)
        self.cell(0, 8, f"Halaman {self.page_no()} dari {{nb}}", align="R")


def new_pdf(heading: str, title: str = "") -> Pages:
    """An empty A5 document that does not depend on the clock."""
    pdf = Pages(format=A5)
    pdf.heading = heading
    pdf.set_creation_date(MADE)
    if title:
        pdf.set_title(title)
    pdf.add_page()
    return pdf


def write_paragraph(pdf: FPDF, text: str, size: float = 11, style: str = "", align: str = "J", gap: float = 2) -> None:
    """Add a justified paragraph in lines. gap: millimetres below it."""
    pdf.set_font("Times", style, size)
    pdf.multi_cell(0, size * 0.5, text, align=align, new_x="LMARGIN", new_y="NEXT")
    pdf.ln(gap)


def article_pdf(title: str = f"Microsoft Word - {ARTICLE_TITLE}.docx") -> FPDF:
    """A news article in large letters, so that it fills three pages."""
    pdf = new_pdf("Warta Contoh, edisi Januari", title)
    write_paragraph(pdf, ARTICLE_TITLE, size=32, style="B", align="L")
    for paragraph in ARTICLE:
        write_paragraph(pdf, paragraph, size=24)
    return pdf


def locked_pdf(*, reader: str) -> bytes:
    """The article, locked against changes; with a password for readers it does not open without it either."""
    pdf = article_pdf()
    pdf.set_encryption(
        owner_password="pemilik",
        user_password=reader,
        encryption_method=EncryptionMethod.AES_256,
        permissions=AccessPermission.none(),
    )
    return bytes(pdf.output())


def scanned_pdf(pages: int = 2) -> bytes:
    """Pages that hold nothing but a picture."""
    pdf = FPDF(format=A5)
    pdf.set_creation_date(MADE)
    picture = Image.new("L", (60, 80), 200)
    for _ in range(pages):
        pdf.add_page()
        pdf.image(picture, x=10, y=10, w=120)
    return bytes(pdf.output())


# A long regulation.

_ACTORS = ("Pegawai", "Kepala perangkat daerah", "Pejabat pembina", "Pejabat fungsional", "Panitia penyelenggara")
_DUTIES = (
    "menyampaikan laporan tertulis mengenai penggunaan kendaraan dinas selama masa kampanye",
    "menjaga kerahasiaan keterangan yang diperoleh dalam pelaksanaan tugas kepegawaian",
    "mengembalikan perlengkapan kantor sebelum tanggal penetapan pasangan calon",
    "menghindari keikutsertaan dalam kegiatan yang mengarah kepada keberpihakan",
    "memeriksa kelengkapan persyaratan administrasi permohonan cuti di luar tanggungan",
    "mengumumkan daftar kegiatan yang dibiayai anggaran daerah pada papan pengumuman",
)
_PLACES = ("di lingkungan kantor", "di rumah dinas", "di media sosial", "di tempat ibadah", "di satuan pendidikan")
_CHAPTERS = (
    "KETENTUAN UMUM",
    "KEWAJIBAN",
    "LARANGAN",
    "PENGAWASAN",
    "PEMBINAAN",
    "SANKSI ADMINISTRATIF",
    "KETENTUAN LAIN",
)
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")


@dataclass(frozen=True, slots=True)
class Regulation:
    """A PDF and the paragraphs that were written into it."""

    data: bytes
    paragraphs: tuple[str, ...]
    pages: int


def regulation(pages: int = 100, gap: float = 2) -> Regulation:
    """An invented regulation with BAB, Pasal, ayat and huruf, a running header, and words divided at line ends.

    It has at least so many pages. gap: millimetres between paragraphs.
    """
    pdf = Pages(format=A5)
    pdf.heading = "PERATURAN CONTOH RAYA NOMOR 7 TAHUN 2023"
    pdf.set_creation_date(MADE)
    pdf.add_page()
    written: list[str] = []
    for paragraph, centred in _provisions():
        if pdf.page_no() > pages:
            break
        write_paragraph(pdf, _divisible(paragraph), size=11, align="C" if centred else "J", gap=gap)
        written.append(paragraph)
    return Regulation(bytes(pdf.output()), tuple(written), pdf.pages_count)


def _provisions() -> Iterator[tuple[str, bool]]:
    """Endless paragraphs of a regulation, each with whether it is centred."""
    yield "PERATURAN CONTOH RAYA", True
    yield "NOMOR 7 TAHUN 2023", True
    yield "TENTANG", True
    yield "NETRALITAS PEGAWAI", True
    number = 0
    for chapter in range(10_000):
        yield f"BAB {_ROMAN[chapter % len(_ROMAN)]}", True
        yield _CHAPTERS[chapter % len(_CHAPTERS)], True
        for _ in range(9):
            number += 1
            yield f"Pasal {number}", True
            yield from ((paragraph, False) for paragraph in _article(number))


def _article(number: int) -> Iterator[str]:
    actor, duty = _ACTORS[number % len(_ACTORS)], _DUTIES[number % len(_DUTIES)]
    place = _PLACES[number % len(_PLACES)]
    yield (
        f"(1) {actor} wajib {duty} {place} paling lambat {number % 27 + 3} hari sejak diterimanya pemberitahuan dari "
        f"Badan Kepegawaian Contoh Raya."
    )
    yield f"(2) Kewajiban sebagaimana dimaksud pada ayat (1) dikecualikan bagi {actor.lower()} yang:"
    yield f"a. menjalani cuti sakit lebih dari {number % 11 + 2} bulan berturut-turut; atau"
    yield f"b. ditugaskan pada perwakilan di luar Kabupaten Contoh Raya menurut Pasal {max(1, number - 1)}."
    yield (
        "(3) Pelanggaran dilaporkan kepada Komisi Pengawas Contoh dengan melampirkan bukti permulaan yang cukup. "
        f"Laporan diperiksa dalam waktu {number % 14 + 7} hari kerja."
    )


def _divisible(text: str) -> str:
    """A text whose long words may be divided between syllables."""
    return re.sub(
        r"\w{9,}",
        lambda word: re.sub(r"(?<=\w\w)([aeiou])(?=[bcdfhjklmprstw][aeiou]\w)", rf"\1{SOFT_HYPHEN}", word.group()),
        text,
    )


# Word documents.


def letter_docx() -> bytes:
    """A circular with properties, headings, numbered paragraphs and two tables."""
    document = docx.Document()
    _clean_properties(document)
    document.core_properties.title = "Surat Edaran tentang Netralitas Pegawai Contoh Raya"
    document.add_heading("Surat Edaran tentang Netralitas Pegawai Contoh Raya", 0)
    head = document.add_table(rows=2, cols=3)
    for row, cells in zip(head.rows, (("Nomor", ":", "5/SE/2024"), ("Hal", ":", "Netralitas pegawai")), strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    document.add_heading("Larangan", 1)
    document.add_paragraph("Selama masa kampanye pegawai dilarang:")
    for text in ("memasang alat peraga kampanye di kantor;", "menghadiri kampanye dengan seragam dinas."):
        document.add_paragraph(text, style="List Number")
    document.add_heading("Sanksi", 1)
    table = document.add_table(rows=1, cols=3, style="Table Grid")
    _mark_as_heading(table.rows[0])
    for cell, text in zip(table.rows[0].cells, ("No", "Perbuatan", "Sanksi"), strict=True):
        cell.text = text
    for cells in (
        ("1", "Memasang spanduk calon", "Teguran tertulis"),
        ("2", "Menjadi tim kampanye", "Hukuman disiplin berat"),
    ):
        for cell, text in zip(table.add_row().cells, cells, strict=True):
            cell.text = text
    document.add_paragraph("Surat edaran ini berlaku sejak Senin, 5 Februari 2024.")
    return _same_bytes(document)


def _clean_properties(document: docx.document.Document) -> None:
    properties = document.core_properties
    properties.author, properties.comments, properties.title = "", "", ""
    properties.created = properties.modified = MADE


def _mark_as_heading(row: docx.table._Row) -> None:
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _same_bytes(document: docx.document.Document) -> bytes:
    """The document as a ZIP whose entries bear no time of their own; without what nobody reads."""
    made, packed = io.BytesIO(), io.BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, MADE.timetuple()[:6])
            target.writestr(entry, source.read(name), zipfile.ZIP_DEFLATED, compresslevel=9)
    return packed.getvalue()


# Web pages.


def article_html(charset: str = "utf-8") -> str:
    """A page as news sites make them, with a menu, share buttons, other headlines and comments around the article."""
    paragraphs = "\n".join(f"<p>{paragraph.replace(' - ', ' – ')}</p>" for paragraph in ARTICLE)
    return textwrap.dedent(
        """\
        <!DOCTYPE html>
        <html lang="id"><head><meta charset="{charset}">
        <title>{title} | Warta Contoh</title>
        <meta property="og:title" content="{title}"><meta property="og:site_name" content="Warta Contoh">
        <link rel="canonical" href="https://warta.contoh.example/berita/netralitas">
        <meta property="article:published_time" content="2024-01-19T10:30:00+07:00">
        <meta property="article:modified_time" content="2024-02-02T10:30:00+07:00">
        <script>var rahasia = "skrip";</script></head><body>
        <header><a href="#isi">Skip to content</a><nav><ul><li><a href="/">Beranda</a></li></ul></nav></header>
        <main id="isi"><article><h1>{title}</h1>
        <div class="meta"><span>Jumat, 19 Januari 2024 10:30 WIB</span> <span>Oleh Rina</span></div>
        <div class="entry-content">
        {paragraphs}
        <p>Baca juga: <a href="/lain">Lima Kecamatan Gelar Simulasi Pemungutan Suara</a></p>
        <p>Ada dua hal yang ia tekankan:</p>
        <ol type="a"><li>tidak mengunggah dukungan di media sosial;</li><li>tidak menghadiri kampanye dengan seragam.</li></ol>
        <table><tr><th>Perbuatan</th><th>Sanksi</th></tr>
        <tr><td>Memasang spanduk</td><td>Teguran tertulis</td></tr>
        <tr><td>Menjadi tim kampanye</td><td>Hukuman disiplin berat</td></tr></table>
        <p>“Kita ingin pemilihan yang jujur,” katanya. (rin)</p>
        <div class="share"><span>Bagikan ini:</span><ul><li>Facebook</li><li>WhatsApp</li></ul></div></div></article>
        <aside><h3>Berita Populer</h3><ul><li><a href="/a">Jalan Kabupaten Diperbaiki Tahun Ini</a></li></ul></aside>
        <section id="comments"><h3>2 Komentar</h3><p>Bagus sekali beritanya.</p></section>
        </main><footer>© 2024 Warta Contoh. Hak cipta dilindungi.</footer></body></html>
        """
    ).format(charset=charset, title=ARTICLE_TITLE, paragraphs=paragraphs)


def documents() -> dict[str, bytes]:
    """Every committed file by its name."""
    text = "\n\n".join((ARTICLE_TITLE, *ARTICLE)) + "\n"
    curly = text.replace("tetap boleh memilih", "“tetap boleh memilih”").replace(" - ", " – ")
    return {
        "berita.txt": text.encode(),
        "berita-utf16.txt": curly.encode("utf-16"),
        "berita-cp1252.txt": curly.encode("cp1252"),
        "berita.md": f"---\npublisher: Warta Contoh\n---\n\n# {ARTICLE_TITLE}\n\n{text.split(chr(10), 1)[1]}".encode(),
        "berita.html": article_html().encode(),
        # Declared as UTF-8, as many pages are that are none.
        "berita-salah-charset.htm": article_html("utf-8").encode("cp1252"),
        "berita.pdf": bytes(article_pdf().output()),
        "berita-terkunci.pdf": locked_pdf(reader=""),
        "berita-bersandi.pdf": locked_pdf(reader="rahasia"),
        "pindaian.pdf": scanned_pdf(),
        "edaran.docx": letter_docx(),
    }


def main() -> None:
    """Write the committed files."""
    FOLDER.mkdir(exist_ok=True)
    for name, data in documents().items():
        (FOLDER / name).write_bytes(data)
        print(f"{name}: {len(data)} byte")


if __name__ == "__main__":
    main()
