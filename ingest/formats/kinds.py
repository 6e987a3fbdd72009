"""What a file really is, by its bytes: a wrong suffix is told together with the remedy."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.errors import ReadError

_AS_WORD = "Buka di Word atau LibreOffice, lalu simpan sebagai .docx"
_AS_TEXT = "Simpan isinya sebagai teks (.txt, UTF-8)"
_UNPACK = "Buka arsipnya lalu berikan isinya"
_SAVE_AGAIN = "Simpan ulang halamannya sebagai HTML saja (.html)"
_OCR = "Jalankan OCR dahulu (misalnya: ocrmypdf --image-dpi 300 gambar.png hasil.pdf), lalu baca hasil.pdf"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file. `suffixes` are those under which it can be read: empty when it cannot be read at all."""

    name: str
    suffixes: tuple[str, ...] = ()
    remedy: str = ""


_PDF = Kind("PDF", (".pdf",))
_WORD = Kind("dokumen Word", (".docx",))
_HTML = Kind("HTML", (".html", ".htm"))
_STARTS = (
    (b"{\\rtf", Kind("RTF", remedy=_AS_WORD)),
    (b"\x89PNG", Kind("gambar", remedy=_OCR)),
    (b"\xff\xd8\xff", Kind("gambar", remedy=_OCR)),
    (b"GIF8", Kind("gambar", remedy=_OCR)),
    (b"II*\x00", Kind("gambar", remedy=_OCR)),
    (b"MM\x00*", Kind("gambar", remedy=_OCR)),
    (b"\x1f\x8b", Kind("arsip gzip", remedy=_UNPACK)),
    (b"7z\xbc\xaf\x27\x1c", Kind("arsip 7z", remedy=_UNPACK)),
    (b"Rar!", Kind("arsip RAR", remedy=_UNPACK)),
)
_PACKED = (
    (b"word/document.xml", _WORD),
    (b"xl/workbook", Kind("dokumen Excel", remedy=_AS_TEXT)),
    (b"ppt/presentation", Kind("presentasi PowerPoint", remedy="Simpan sebagai PDF")),
    (b"opendocument.text", Kind("dokumen OpenDocument", remedy=_AS_WORD)),
    (b"application/epub", Kind("buku EPUB", remedy=_AS_TEXT)),
)
_ARCHIVE = Kind("arsip ZIP", remedy=_UNPACK)


def _wide(name: str) -> bytes:
    return name.encode("utf-16-le")


# The old Office container; an encrypted new document is wrapped in one too.
_OLE = (
    (
        _wide("EncryptedPackage"),
        Kind("dokumen Office berkata sandi", remedy="Buka dengan kata sandinya, hapus kata sandi itu, lalu simpan"),
    ),
    (_wide("WordDocument"), Kind("dokumen Word lama (.doc)", remedy=_AS_WORD)),
    (_wide("Workbook"), Kind("dokumen Excel lama", remedy=_AS_TEXT)),
)
_MARKUP = re.compile(
    rb"^\s*+(?:<\?xml[^>]{0,200}>\s*+)?(?:<!--(?>.*?-->)\s*+)*+<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_SAVED_PAGE = re.compile(rb"^(?:From: <Saved by|MIME-Version: 1\.0\s.{0,300}multipart/related)", re.I | re.S)
_EXPECTED = {
    ".txt": "teks",
    ".md": "teks Markdown",
    ".html": "halaman web",
    ".htm": "halaman web",
    ".pdf": "PDF",
    ".docx": "dokumen Word (.docx)",
}
_DAMAGED = {
    ".txt": "teksnya tidak dapat diolah. Simpan ulang sebagai teks biasa (.txt, UTF-8), lalu jalankan lagi.",
    ".md": "teksnya tidak dapat diolah. Simpan ulang sebagai teks biasa (.txt, UTF-8), lalu jalankan lagi.",
    ".html": "HTML-nya rusak atau terlalu besar. Buka di peramban, simpan ulang sebagai HTML saja, lalu jalankan lagi.",
    ".pdf": "PDF-nya rusak. Buka di penampil PDF, simpan ulang lewat Cetak → Simpan sebagai PDF, lalu jalankan lagi.",
    ".docx": "dokumen Word-nya rusak. Buka di Word atau LibreOffice, simpan ulang sebagai .docx, lalu jalankan lagi.",
}
_REMEDIES = {
    **dict.fromkeys((".doc", ".dot", ".docm", ".dotx", ".odt", ".rtf", ".wps", ".pages"), _AS_WORD),
    **dict.fromkeys((".xls", ".xlsx", ".ods", ".csv", ".epub"), _AS_TEXT),
    **dict.fromkeys((".ppt", ".pptx", ".odp"), "Simpan sebagai PDF"),
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp", ".heic", ".bmp"), _OCR),
    **dict.fromkeys((".zip", ".rar", ".7z", ".gz", ".tar"), _UNPACK),
    **dict.fromkeys((".mht", ".mhtml"), _SAVE_AGAIN),
}
# A PDF may have some bytes before its header; the directory of a ZIP stands at its end.
_PDF_HEADER_WITHIN = 1024
_LARGEST_DIRECTORY = 1024 * 1024


def kind_of(data: bytes) -> Kind | None:
    """The kind that the bytes show, or None for plain text and whatever is unknown."""
    if b"%PDF-" in data[:_PDF_HEADER_WITHIN] and not _MARKUP.match(data[:4096]):
        return _PDF
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        edges = data[:_LARGEST_DIRECTORY] + data[-_LARGEST_DIRECTORY:]
        return next((kind for name, kind in _PACKED if name in edges), _ARCHIVE)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return next((kind for name, kind in _OLE if name in data), Kind("dokumen Office lama", remedy=_AS_WORD))
    for start, kind in _STARTS:
        if data.startswith(start):
            return kind
    if _SAVED_PAGE.match(data[:4096]):
        return Kind("arsip halaman web (MHTML)", remedy=_SAVE_AGAIN)
    narrow = data[:4096].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")
    return _HTML if _MARKUP.match(narrow) else None


def refuse_other_kinds(data: bytes, suffix: str) -> None:
    """Raise ReadError when the bytes are of another kind than the suffix says, naming what to do."""
    if not data.strip():
        raise ReadError("kosong. Isi berkasnya atau hapus dari folder ini.")
    kind = kind_of(data)
    if kind is None or suffix in kind.suffixes:
        return
    remedy = kind.remedy or f"Ganti akhiran nama berkasnya menjadi {kind.suffixes[0]}"
    raise ReadError(f"isinya {kind.name}, bukan {_EXPECTED[suffix]}. {remedy}.")


def remedy_for(suffix: str) -> str:
    """How a file with a suffix that is not supported becomes one that is, as a sentence; "" when nothing is known."""
    remedy = _REMEDIES.get(suffix.lower())
    return f"{remedy}." if remedy else ""


def damaged(suffix: str) -> str:
    """What to tell about a file that its library cannot make sense of, by a supported suffix."""
    return _DAMAGED.get(suffix, _DAMAGED[".html"])
