"""The register of instruments: what each is called, and how it stands on a day; from `regulations.yaml`.

A lawyer edits the file; whatever is wrong in it is reported with the entry and the key.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from assistant.errors import AssistantError

REGISTER_FILE = Path(__file__).parents[1] / "regulations.yaml"


class RegisterError(AssistantError):
    """The register of instruments cannot be read; the message names the entry and the key."""


class Status(StrEnum):
    """What the register says about an instrument as a whole."""

    BERLAKU = "berlaku"
    DIUBAH = "diubah"
    DICABUT = "dicabut"
    BELUM_DIPASTIKAN = "belum_dipastikan"


class Standing(StrEnum):
    """How an instrument stands on a day; what was amended is still in force."""

    BERLAKU = "berlaku"
    BELUM_BERLAKU = "belum_berlaku"
    DICABUT = "dicabut"
    BELUM_DIPASTIKAN = "belum_dipastikan"


@dataclass(frozen=True, slots=True)
class Change:
    """An instrument that changed another; `since` is None and `what` empty when not recorded."""

    by: str
    since: datetime.date | None = None
    what: str = ""


@dataclass(frozen=True, slots=True)
class Successor:
    """A provision of a repealed instrument and its counterpart in the repealing one."""

    old: str
    new: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Instrument:
    """One entry of the register; `year` is 0 and a date None when not recorded."""

    id: str
    kind: str
    number: str
    year: int
    title: str
    label: str
    """How to show it: "UU 20/2023", "SE MenPANRB 1/2023"."""
    status: Status
    issuer: str = ""
    other_numbers: tuple[str, ...] = ()
    short_names: tuple[str, ...] = ()
    in_force_from: datetime.date | None = None
    repealed_on: datetime.date | None = None
    repealed_by: str = ""
    """Id of the repealing instrument."""
    still_valid: tuple[str, ...] = ()
    """Provisions that are still applied although the instrument is repealed."""
    changed_by: tuple[Change, ...] = ()
    successors: tuple[Successor, ...] = ()
    official_page: str = ""
    note: str = ""
    recognised_only: bool = False
    """Known when cited in full; a bare number or a garbled one never means it."""

    @property
    def numbers(self) -> tuple[str, ...]:
        """The number with all others under which the same instrument was issued."""
        return tuple(number for number in (self.number, *self.other_numbers) if number)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of instrument and how it is written; `capitals` count in lower case only before an issuer."""

    name: str
    label: str
    written: tuple[str, ...]
    capitals: tuple[str, ...] = ()
    bare_number: bool = False
    """Whether "PP 94" without a year is common."""


@dataclass(frozen=True, eq=False)
class Register:
    """All instruments in the order of the file, with the words by which texts name them."""

    instruments: tuple[Instrument, ...]
    kinds: tuple[Kind, ...]
    issuers: tuple[tuple[str, tuple[str, ...]], ...]
    events: frozenset[str]
    """Words after which a year is that of an election, not of an instrument."""

    def instrument(self, identity: str) -> Instrument:
        """The instrument with this id; KeyError when there is none."""
        for instrument in self.instruments:
            if instrument.id == identity:
                return instrument
        raise KeyError(identity)


def standing(instrument: Instrument, on: datetime.date, pasal: str = "") -> Standing:
    """How an instrument, or one provision of it, stands on a day; without a known date its year decides the beginning."""
    kept = any(f"{pasal} ".startswith(f"{provision} ") for provision in instrument.still_valid)
    if instrument.repealed_on and on >= instrument.repealed_on and not kept:
        return Standing.DICABUT
    if on < (instrument.in_force_from or datetime.date(instrument.year or datetime.MINYEAR, 1, 1)):
        return Standing.BELUM_BERLAKU
    return Standing.BELUM_DIPASTIKAN if instrument.status is Status.BELUM_DIPASTIKAN else Standing.BERLAKU


@cache
def load_register(path: Path = REGISTER_FILE) -> Register:
    """The register of a file; RegisterError when it is not as explained at the top of `regulations.yaml`."""
    try:
        # BaseLoader reads every scalar as text: a number such as 0211.1 keeps its zeros, a date its spelling.
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise RegisterError(f"Daftar peraturan {path} tidak dapat dibaca: {error}. Perbaiki lalu ulangi.") from error
    top = _Entry(path.name, data, {"kinds", "issuers", "events", "instruments", "recognised"})
    kinds = tuple(_kind(name, entry, path) for name, entry in top.mapping("kinds").items())
    issued = _Entry(f"{path.name}, issuers", top.data.get("issuers"), top.mapping("issuers"))
    issuers = tuple((name, issued.texts(name)) for name in issued.data)
    labels = {kind.name: kind.label for kind in kinds}
    names = {name for name, _ in issuers}
    instruments = (
        *(_instrument(entry, labels, names, path) for entry in top.sequence("instruments")),
        *(
            replace(_instrument(entry, labels, names, path), recognised_only=True)
            for entry in top.sequence("recognised")
        ),
    )
    _check_references(instruments, path)
    return Register(instruments, kinds, issuers, frozenset(top.texts("events")))


class _Entry:
    """One mapping of the file with its place, so that every complaint says where."""

    def __init__(self, place: str, data: Any, keys: Collection[str]) -> None:
        self.place = place
        if not isinstance(data, dict):
            raise self.error(f"ditemukan {data!r}, padahal seharusnya pasangan kunci: isi")
        self.data = data
        if unknown := set(data) - set(keys):
            raise self.error(f"kunci {', '.join(map(repr, sorted(unknown)))} tidak dikenal; pilihannya {sorted(keys)}")

    def error(self, what: str) -> RegisterError:
        return RegisterError(f"{self.place}: {what}. Perbaiki berkas itu lalu jalankan lagi.")

    def text(self, key: str, default: str | None = "") -> str:
        value = self.data.get(key, default)
        if not isinstance(value, str) or (default is None and not value.strip()):
            raise self.error(f"`{key}` berisi {value!r}, padahal seharusnya tulisan")
        return value.strip()

    def texts(self, key: str) -> tuple[str, ...]:
        values = self.data.get(key, [])
        if not isinstance(values, list) or not all(isinstance(value, str) and value for value in values):
            raise self.error(f"`{key}` berisi {values!r}, padahal seharusnya daftar tulisan, misalnya [satu, dua]")
        return tuple(values)

    def sequence(self, key: str) -> list[Any]:
        values = self.data.get(key, [])
        if not isinstance(values, list):
            raise self.error(f"`{key}` berisi {values!r}, padahal seharusnya daftar")
        return values

    def mapping(self, key: str) -> dict[str, Any]:
        values = self.data.get(key)
        if not isinstance(values, dict):
            raise self.error(f"`{key}` berisi {values!r}, padahal seharusnya pasangan kunci: isi")
        return values

    def date(self, key: str) -> datetime.date | None:
        value = self.text(key)
        try:
            return datetime.date.fromisoformat(value) if value else None
        except ValueError:
            raise self.error(f"`{key}` berisi {value!r}, padahal seharusnya tanggal seperti 2023-10-31") from None

    def year(self) -> int:
        value = self.text("year")
        if value and not (len(value) == 4 and value.isdecimal()):
            raise self.error(f"`year` berisi {value!r}, padahal seharusnya tahun empat angka")
        return int(value or 0)

    def choice(self, key: str, choices: Collection[str], default: str | None = None) -> str:
        value = self.text(key, default)
        if value not in choices and value != default:
            raise self.error(f"`{key}` berisi {value!r}; pilihannya {', '.join(sorted(choices))}")
        return value


def _kind(name: str, data: Any, path: Path) -> Kind:
    entry = _Entry(f"{path.name}, jenis {name}", data, {"label", "written", "capitals", "bare_number"})
    bare = entry.choice("bare_number", ("ya", "tidak"), "tidak") == "ya"
    return Kind(name, entry.text("label", None), entry.texts("written"), entry.texts("capitals"), bare)


INSTRUMENT_KEYS = frozenset(
    "id kind issuer number year other_numbers title label short_names in_force_from status changed_by repealed_by "
    "repealed_on still_valid successors page note".split()
)


def _instrument(data: Any, labels: dict[str, str], issuers: Collection[str], path: Path) -> Instrument:
    identity = data.get("id") if isinstance(data, dict) else None
    entry = _Entry(f"{path.name}, peraturan {identity or repr(data)}", data, INSTRUMENT_KEYS)
    kind = entry.choice("kind", labels)
    issuer = entry.choice("issuer", issuers, "")
    number, year = entry.text("number"), entry.year()
    label = entry.text("label") or " ".join(filter(None, (labels[kind], issuer, f"{number}/{year}")))
    if not (number and year) and not entry.text("label"):
        raise entry.error("`number` atau `year` kosong, padahal tidak ada `label` yang dapat diperlihatkan")
    status = Status(entry.choice("status", list(Status)))
    if (status is Status.DICABUT) != bool(entry.text("repealed_by") and entry.text("repealed_on")):
        raise entry.error("status dicabut harus bersama `repealed_by` dan `repealed_on`, dan hanya status itu")
    if status is Status.DIUBAH and not entry.sequence("changed_by"):
        raise entry.error("status diubah harus bersama `changed_by`")
    changes = (
        _Entry(f"{entry.place}, changed_by", item, {"by", "since", "what"}) for item in entry.sequence("changed_by")
    )
    pairs = (
        _Entry(f"{entry.place}, successors", item, {"old", "new", "note"}) for item in entry.sequence("successors")
    )
    return Instrument(
        id=entry.text("id", None),
        kind=kind,
        number=number,
        year=year,
        title=entry.text("title", None),
        label=label,
        status=status,
        issuer=issuer,
        other_numbers=entry.texts("other_numbers"),
        short_names=entry.texts("short_names"),
        in_force_from=entry.date("in_force_from"),
        repealed_on=entry.date("repealed_on"),
        repealed_by=entry.text("repealed_by"),
        still_valid=entry.texts("still_valid"),
        changed_by=tuple(Change(item.text("by", None), item.date("since"), item.text("what")) for item in changes),
        successors=tuple(
            Successor(item.text("old", None), item.text("new", None), item.text("note")) for item in pairs
        ),
        official_page=entry.text("page"),
        note=entry.text("note"),
    )


def _check_references(instruments: tuple[Instrument, ...], path: Path) -> None:
    """No id and no identity twice; whoever changes or repeals is in the register too."""
    seen: set[object] = set()
    ids = {instrument.id for instrument in instruments}
    for one in instruments:
        keys: list[object] = [one.id, *((one.kind, one.issuer, number, one.year) for number in one.numbers)]
        if twice := [key for key in keys if key in seen]:
            raise RegisterError(
                f"{path.name}, peraturan {one.id}: {twice[0]!r} sudah ada. Hapus atau ganti salah satunya."
            )
        seen.update(keys)
        for other in filter(None, (one.repealed_by, *(change.by for change in one.changed_by))):
            if other not in ids:
                raise RegisterError(
                    f"{path.name}, peraturan {one.id}: {other!r} tidak ada di daftar. Tambahkan entrinya atau betulkan id-nya."
                )
