"""Bytes as text, whatever their encoding. The only file that knows charset-normalizer."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator

from assistant.errors import ReadError

# UTF-32 first: its mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What browsers do: pages that declare Latin-1 are written in Windows-1252.
_MEANT = {"iso8859-1": "cp1252", "ascii": "cp1252"}
_SAMPLE = 100_000
# Text holds hardly any control characters; compressed or binary data is full of them.
_LARGEST_CONTROL_SHARE = 0.01
_LARGEST_ODD_SHARE = 0.3
# Every second byte of Latin text in UTF-16 is zero.
_SMALLEST_ZERO_SHARE = 0.3
# A text in UTF-8 with a few broken characters (cut short, or pasted together) has far more whole ones.
_LARGEST_BROKEN_SHARE = 0.2
_SMALLEST_LATIN_SHARE = 0.9
# French has one accent among fifteen letters; bytes that are no text in this encoding have far more.
_LARGEST_UNUSUAL_SHARE = 0.2
# What Indonesian texts print besides ASCII; another reading of the same bytes gives odd letters instead.
_USUAL = frozenset("“”‘’–—…•·©®°§½¼¾é×«»\xa0€")


def decode(data: bytes, declared: str = "") -> str:
    """Bytes as text: by their mark, as UTF-8 or UTF-16, as declared, or in the encoding that fits best.

    declared: the encoding that the file or its server names, believed only where the bytes do not say otherwise.
    Raises ReadError for what is empty or no text at all.
    """
    if not data.strip():
        raise ReadError("kosong. Isi berkasnya atau hapus dari folder ini.")
    for text in _readings(data, declared):
        if text.strip("\ufeff\x00 \r\n\t") and _looks_like_text(text):
            return text
    raise ReadError("isinya bukan teks yang dapat dikenali. Simpan sebagai teks (.txt, UTF-8).")


def _readings(data: bytes, declared: str) -> Iterator[str]:
    """The text in every encoding that may be meant, the likeliest first."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            yield data.decode(encoding, errors="ignore")
            return
    wide = _wide_encoding(data[:_SAMPLE])
    if wide:
        yield data.decode(wide, errors="ignore")
        return
    strict = _strictly(data, "utf-8")
    if strict is not None:
        yield strict
        return
    mended = data.decode("utf-8", errors="ignore")
    whole = sum(character > "\x7f" for character in mended)
    if len(data) - len(mended.encode("utf-8")) <= _LARGEST_BROKEN_SHARE * whole:
        yield mended
    named = _strictly(data, declared)
    if named is not None:
        yield named
    yield from _guesses(data)


def _wide_encoding(sample: bytes) -> str:
    """UTF-16 without a mark, known by its zeros; "" for anything else."""
    half = len(sample) // 2
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > _SMALLEST_ZERO_SHARE * half and even < 0.05 * half:
        return "utf-16-le"
    return "utf-16-be" if even > _SMALLEST_ZERO_SHARE * half and odd < 0.05 * half else ""


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        name = codecs.lookup(encoding).name
        # Some codecs of Python are no encodings of text at all.
        return str(data, _MEANT.get(name, name))
    except (LookupError, UnicodeError, ValueError, TypeError):
        return None


def _guesses(data: bytes) -> Iterator[str]:
    """Windows-1252 and its rivals, by how usual the characters are that they make of the bytes."""
    # Five bytes have no meaning in Windows-1252; one of them in a whole text is a slip.
    texts = [data.decode(encoding, errors="ignore") for encoding in ("cp1252", "mac-roman")]
    likely = max(texts, key=_usual_share)
    if _unusual(likely) <= _LARGEST_UNUSUAL_SHARE * len(likely[:_SAMPLE]):
        yield likely
        return
    from charset_normalizer import from_bytes  # rarely needed

    best = from_bytes(data[:_SAMPLE]).best()
    guess = data.decode(best.encoding, errors="ignore") if best else ""
    # Any bytes are text in some encoding of some script; Indonesian is written in Latin letters.
    if _latin_share(guess) >= _SMALLEST_LATIN_SHARE and _unusual(guess) <= _LARGEST_UNUSUAL_SHARE * len(
        guess[:_SAMPLE]
    ):
        yield guess


def _unusual(text: str) -> int:
    """How many characters are neither ASCII nor what Indonesian texts print besides."""
    return sum(character > "\x7f" and character not in _USUAL for character in text[:_SAMPLE])


def _usual_share(text: str) -> float:
    special = [character for character in text[:_SAMPLE] if character > "\x7f"]
    return sum(character in _USUAL for character in special) / max(1, len(special))


def _latin_share(text: str) -> float:
    letters = [character for character in text[:_SAMPLE] if character.isalpha()]
    return sum(unicodedata.name(letter, "").startswith("LATIN") for letter in letters) / max(1, len(letters))


_PRINTED = dict.fromkeys(map(ord, "\n\r\t\f\v\x85"))
_ODD = re.compile("[\x80-\xff]")


def _looks_like_text(text: str) -> bool:
    sample = text[:_SAMPLE]
    strange = sample.translate(_PRINTED)
    control = 0 if strange.isprintable() else sum(unicodedata.category(c) in ("Cc", "Cn", "Co", "Cs") for c in strange)
    # Windows-1252 reads nearly any bytes; in real text its accented letters and signs are few.
    odd = len(_ODD.findall(sample))
    return control <= _LARGEST_CONTROL_SHARE * len(sample) and odd <= _LARGEST_ODD_SHARE * len(sample)


_DECLARED = re.compile(
    rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]+)|^\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]+)", re.I
)


def declared_encoding(data: bytes) -> str:
    """The encoding that an HTML page names in its head, or ""."""
    match = _DECLARED.search(data[:4096])
    return (match[1] or match[2]).decode("ascii") if match else ""
