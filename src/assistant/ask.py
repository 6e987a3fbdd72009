"""One question on the terminal: `python -m assistant.ask "…"`. `--help` says how to use it."""

from __future__ import annotations

import argparse
import json
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.errors import AssistantError
from assistant.presentation import answer_object, markdown, quoted
from assistant.settings import read_settings
from assistant.types import Answer, Citation, Status
from assistant.wording import wording

DESCRIPTION = """\
Cara pakai: python -m assistant.ask "PERTANYAAN" [--after "PERTANYAAN SEBELUMNYA"]… [--store DIR] [--json]

Menjawab satu pertanyaan tentang netralitas ASN dari dokumen yang tersimpan, beserta kutipan dan sumbernya."""
EPILOG = """\
Bila ASSISTANT_CHAT_MODEL diatur (misalnya ollama:qwen3:8b), jawabannya juga disusun oleh model bahasa itu, dan baru
dicetak sesudah model selesai; putusan tetap dari dokumen. Lihat “Pengaturan” di README.md.

Contoh:
  python -m assistant.ask "Bolehkah PNS menyukai unggahan caleg?"
  python -m assistant.ask "Kalau berkomentar?" --after "Bolehkah PNS menyukai unggahan caleg?"
  python -m assistant.ask "Apa sanksinya?" --json

Dokumen ditambahkan dengan: python -m ingest BERKAS_ATAU_FOLDER"""


@dataclass(frozen=True, slots=True)
class Words:
    """What only the terminal says around an answer, in one language; verdicts are worded in `assistant.wording`."""

    statuses: dict[Status, str]
    sources: str
    notices: str
    suggestions: str


WORDS = {
    "id": Words(
        statuses={
            Status.ANSWERED: "Penjelasan",
            Status.NOT_FOUND: "Tidak ditemukan dalam dokumen",
            Status.OUT_OF_SCOPE: "Di luar cakupan",
            Status.DECLINED: "Tidak dapat dibantu",
        },
        sources="Sumber",
        notices="Catatan",
        suggestions="Anda juga dapat bertanya",
    ),
    "en": Words(
        statuses={
            Status.ANSWERED: "Explanation",
            Status.NOT_FOUND: "Not found in the documents",
            Status.OUT_OF_SCOPE: "Out of scope",
            Status.DECLINED: "Cannot help with this",
        },
        sources="Sources",
        notices="Please note",
        suggestions="You can also ask",
    ),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Answer the question of the command line. Returns the exit code: 0 answered or refused, 1 an AssistantError."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if not options.question:
        parser.print_help(sys.stderr)
        return 2
    try:
        settings = read_settings(store=options.store)
        # Imported late: loading the language libraries takes seconds that --help and a wrong option need not wait for.
        from assistant.pipeline import Assistant

        answer = Assistant.open(settings).answer(" ".join(options.question), tuple(options.after))
    except AssistantError as error:
        print(error, file=sys.stderr)
        return 1
    print(_json(answer) if options.json else readable(answer))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m assistant.ask",
        usage=argparse.SUPPRESS,
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        add_help=False,
    )
    group = parser.add_argument_group("Pilihan")
    group.add_argument("question", nargs="*", metavar="PERTANYAAN", help="pertanyaan Anda, sebaiknya dalam tanda petik")
    group.add_argument(
        "--after",
        action="append",
        default=[],
        metavar="PERTANYAAN",
        help="pertanyaan sebelumnya dalam percakapan; boleh berulang, yang terlama lebih dulu",
    )
    group.add_argument("--store", metavar="DIR", help="folder penyimpanan dokumen (bawaan: vectorstore/)")
    group.add_argument("--json", action="store_true", help="cetak jawaban sebagai satu objek JSON")
    group.add_argument("-h", "--help", action="help", help="tampilkan penjelasan ini")
    return parser


def readable(answer: Answer) -> str:
    """The answer for a terminal: the verdict in words, the text, the numbered sources, notices and suggestions."""
    words = WORDS[answer.language]
    verdicts = wording(answer.language).verdicts
    heading = verdicts[answer.verdict] if answer.verdict else words.statuses[answer.status]
    parts = [heading.upper(), markdown(answer)]
    if answer.citations:
        parts.append("\n".join([words.sources, *map(_source, answer.citations)]))
    notices = [notice.text for notice in answer.notices if not notice.about_question]
    if notices:
        parts.append(_list(words.notices, notices))
    if answer.suggestions:
        parts.append(_list(words.suggestions, answer.suggestions))
    return _without_control("\n\n".join(part for part in parts if part))


def _source(citation: Citation) -> str:
    passage = citation.quote.passage
    source = passage.source
    date = source.date.isoformat() if source.date else ""
    known = ", ".join(part for part in (source.title or source.name, source.publisher, date, passage.locator) if part)
    # Quotations often carry marks of their own; two pairs would look like a mistake.
    return f"[{citation.n}] {known}\n    {quoted(citation.quote.text)}"


def _list(heading: str, lines: Iterable[str]) -> str:
    return "\n".join([heading, *(f"- {line}" for line in lines)])


def _without_control(text: str) -> str:
    """A document or question must not steer the terminal: escape sequences and lone surrogates go."""
    return "".join(c for c in text if c == "\n" or unicodedata.category(c) not in ("Cc", "Cs"))


def _json(answer: Answer) -> str:
    """One line; a lone surrogate, which no terminal can print, becomes its JSON escape."""
    text = json.dumps(answer_object(answer), ensure_ascii=False)
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


if __name__ == "__main__":
    sys.exit(main())
