"""What people said about answers becomes test cases: `python -m assistant.feedback`. `--help` says how to use it.

A helpful answer is expected again; what an answer was reproached with is a case whose expectation a lawyer fills in.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypedDict

from assistant.errors import AssistantError, FeedbackError
from assistant.service.feedback import Quoted, Remark, numbered_lines, read_remarks
from assistant.types import Status, Verdict

DESCRIPTION = """\
Cara pakai: python -m assistant.feedback BERKAS.jsonl [--output KASUS.jsonl] [--all]

Menjadikan tanggapan orang atas jawaban kasus uji untuk python -m assistant.evaluate.
BERKAS.jsonl adalah berkas tempat halaman menyimpan tanggapan. Halaman hanya memintanya bila dijalankan dengan
  ASSISTANT_FEEDBACK_FILE=BERKAS.jsonl"""
EPILOG = """\
Setiap tanggapan menjadi satu baris; tanggapan yang sama atas jawaban yang sama digabung, komentarnya dikumpulkan.
  membantu        jawabannya diharapkan lagi: status, putusan, dan salah satu kutipan aturannya
  ada yang salah  harapannya diisi ahli hukum. Sebelum diisi tidak ada yang dinilai, jadi jawaban apa pun dihitung
                  benar, kecuali bila alasannya
                    putusan keliru: putusannya harus lain, atau tidak ada
                    tidak menjawab, dan jawabannya “tidak ditemukan”: harus dijawab

Kunci “review” memuat alasan, komentar, dan putusan yang diberikan; alat uji tidak membacanya.
Label: feedback, lalu helpful atau complaint, lalu alasannya.

Aman diulang: kasus yang sudah ada di KASUS.jsonl tidak ditulis lagi dan suntingan Anda tidak disentuh. Keluhan yang
tidak beralasan biarkan saja di sana; yang Anda hapus akan ditulis lagi.
Kode keluar: 0 semua terbaca, 1 ada yang rusak atau gagal, 2 perintahnya salah.

Contoh:
  python -m assistant.feedback ~/asisten/tanggapan.jsonl
  python -m assistant.feedback ~/asisten/tanggapan.jsonl --output tests/questions/umpan_balik.jsonl
  … isi harapan setiap keluhan, buang nama orang yang tertulis, lalu ukur:
  python -m assistant.evaluate tests/questions/umpan_balik.jsonl"""

# So many words tell most sentences apart, and few enough that a case survives when the end of a sentence is reworded.
FEWEST_WORDS = 8


class EvidenceObject(TypedDict):
    document: str
    contains: str


class ReviewObject(TypedDict):
    reasons: list[str]
    comment: str
    given_verdict: str | None


class CaseObject(TypedDict):
    """A line of a test set, see tests/questions/README.md; `review` is for people only."""

    id: str
    question: str
    history: list[str]
    status: str
    verdict: str | list[str | None] | None
    evidence: list[EvidenceObject]
    must_include: list[str]
    must_not_include: list[str]
    tags: list[str]
    review: ReviewObject


def main(arguments: Sequence[str] | None = None) -> int:
    """Turn feedback into test cases. Returns the exit code: 0 all read, 1 damaged lines or an AssistantError, 2 no file."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.file is None:
        parser.print_help(sys.stderr)
        return 2
    try:
        remarks, damages = read_remarks(options.file)
        there = ids_in(options.output) if options.output else frozenset()
        cases = cases_of(remarks, every=options.all)
        new = [case for case in cases if case["id"] not in there]
        _write(new, options.output)
    except AssistantError as error:
        print(error, file=sys.stderr)
        return 1
    print(*damages, _summary(remarks, cases, new, damages), sep="\n", file=sys.stderr)
    return 1 if damages else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m assistant.feedback",
        usage=argparse.SUPPRESS,
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        add_help=False,
    )
    group = parser.add_argument_group("Pilihan")
    group.add_argument("file", nargs="?", type=Path, metavar="BERKAS.jsonl", help="tanggapan yang disimpan halaman")
    group.add_argument(
        "--output",
        type=Path,
        metavar="KASUS.jsonl",
        help="tambahkan kasus yang belum ada ke berkas ini (bawaan: cetak semuanya di terminal)",
    )
    group.add_argument("--all", action="store_true", help="setiap tanggapan menjadi kasus sendiri, juga yang sama")
    group.add_argument("-h", "--help", action="help", help="tampilkan penjelasan ini")
    return parser


def ids_in(path: Path) -> frozenset[str]:
    """The ids of the test cases in a file; none when there is no such file yet. Raises FeedbackError for a damaged one."""
    ids = set()
    for number, line in numbered_lines(path) if path.exists() else ():
        try:
            ids.add(str(json.loads(line.decode("utf-8-sig"))["id"]))
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise FeedbackError(
                f"{path}, baris {number}: bukan kasus uji ({type(error).__name__}: {error}). "
                "Diharapkan: satu objek JSON dengan kunci “id”. Tidak ada yang ditulis; betulkan baris itu, "
                "atau pilih berkas lain dengan --output."
            ) from error
    return frozenset(ids)


def cases_of(remarks: Iterable[Remark], every: bool = False) -> list[CaseObject]:
    """A test case for all remarks that say the same of the same answer, or, with `every`, for each of them."""
    alike: dict[object, list[Remark]] = {}
    for remark in remarks:
        alike.setdefault(remark.id if every else remark.said, []).append(remark)
    return [_case(same) for same in alike.values()]


def _case(same: Sequence[Remark]) -> CaseObject:
    first = same[0]
    helpful = first.helpful
    return CaseObject(
        id=first.id,
        question=first.question,
        history=list(first.history),
        status=first.status.value if helpful else _status_wanted(first),
        verdict=(first.verdict or [None]) if helpful else _verdicts_left(first),
        evidence=[_evidence(quoted) for quoted in first.grounds] if helpful else [],
        must_include=[],
        must_not_include=[],
        tags=["feedback", "helpful" if helpful else "complaint", *first.reasons],
        review=ReviewObject(
            reasons=list(first.reasons),
            comment="\n".join(dict.fromkeys(remark.comment for remark in same if remark.comment)),
            given_verdict=first.verdict,
        ),
    )


def _status_wanted(complaint: Remark) -> str:
    missed = "not_answered" in complaint.reasons and complaint.status is Status.NOT_FOUND
    return Status.ANSWERED.value if missed else "any"


def _verdicts_left(complaint: Remark) -> list[str | None] | None:
    """What the verdict may be when the one that was given is wrong; None, not judged, when nobody says so."""
    if "verdict" not in complaint.reasons:
        return None
    return [verdict for verdict in (*Verdict, None) if verdict is not complaint.verdict]


def _evidence(quoted: Quoted) -> EvidenceObject:
    """A quotation by its first words: as many as occur only once in what surrounds it, or all of them."""
    words = quoted.text.split(" ")
    starts = (" ".join(words[:count]) for count in range(min(FEWEST_WORDS, len(words)), len(words)))
    piece = next((start for start in starts if quoted.around.lower().count(start.lower()) == 1), quoted.text)
    # Spaces need no escape; without one, people can read the line.
    return EvidenceObject(document=quoted.document, contains=" ".join(map(re.escape, piece.split(" "))))


def _write(cases: Sequence[CaseObject], path: Path | None) -> None:
    """Print the cases, or append them to a file. A lone surrogate becomes its JSON escape."""
    text = "".join(f"{json.dumps(case, ensure_ascii=False)}\n" for case in cases).encode("utf-8", "backslashreplace")
    if path is None:
        print(text.decode("utf-8"), end="")
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # An editor may have left the last line without its end.
        unended = path.exists() and path.read_bytes()[-1:] not in (b"\n", b"")
        with path.open("ab") as file:
            file.write((b"\n" if unended and text else b"") + text)
    except OSError as error:
        raise FeedbackError(
            f"Kasus uji tidak dapat ditulis ke {path} ({error}). Pilih berkas lain dengan --output."
        ) from error


def _summary(
    remarks: Sequence[Remark], cases: Sequence[CaseObject], new: Sequence[CaseObject], damages: Sequence[str]
) -> str:
    lines = [
        f"Tanggapan dibaca: {len(remarks)}. Kasus baru: {len(new)}. Sudah ada: {len(cases) - len(new)}. "
        f"Digabung karena sama: {len(remarks) - len(cases)}. Baris rusak: {len(damages)}."
    ]
    complaints = sum("complaint" in case["tags"] for case in new)
    if complaints:
        lines.append(f"Keluhan baru yang harapannya perlu diisi ahli hukum: {complaints}.")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
