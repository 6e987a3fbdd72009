"""Which files, patterns and addresses are read, under which keys, and what is said about the others."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.settings import PROJECT_ROOT
from assistant.types import Document
from ingest import addresses
from ingest.addresses import Fetched
from ingest.files import Entry, find_files, read_entry
from ingest.read import SUPPORTED


def write(path: Path, text: str = "Isi dokumen.") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_folder_is_read_to_its_depth_in_order(tmp_path: Path) -> None:
    folder = tmp_path / "berita"
    for name in ("b.txt", "a.md", "sub/c.TXT"):
        write(folder / name)
    found = find_files([folder])
    assert [(entry.id, entry.name) for entry in found.entries] == [
        ("berita/a.md", "a.md"),
        ("berita/b.txt", "b.txt"),
        ("berita/sub/c.TXT", "sub/c.TXT"),
    ]
    assert (found.skipped, found.failures, found.folders) == ((), (), ("berita",))


def test_a_file_has_the_same_key_as_within_its_folder(tmp_path: Path) -> None:
    path = write(tmp_path / "berita" / "a.txt")
    assert find_files([path]).entries == find_files([path.parent]).entries
    assert len(find_files([path, path.parent, path]).entries) == 1


def test_the_current_folder_has_its_real_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "berita" / "a.txt")
    monkeypatch.chdir(tmp_path / "berita")
    assert find_files([Path(".")]).entries[0].id == "berita/a.txt"
    assert find_files([Path("a.txt")]).entries[0].id == "berita/a.txt"


def test_other_files_in_a_folder_are_skipped_and_hidden_ones_not_mentioned(tmp_path: Path) -> None:
    for name in ("a.md", "README.md", "readme.txt", "foto.jpg", "LICENSE", ".rahasia.txt", ".git/b.txt"):
        write(tmp_path / name)
    found = find_files([tmp_path])
    assert [entry.name for entry in found.entries] == ["a.md"]
    assert sorted(Path(path).name for path in found.skipped) == ["LICENSE", "README.md", "foto.jpg", "readme.txt"]
    assert not found.failures


def test_a_readme_given_by_name_is_read(tmp_path: Path) -> None:
    assert find_files([write(tmp_path / "README.md")]).entries[0].name == "README.md"


def test_an_address_is_its_own_key_without_fragment() -> None:
    (entry,) = find_files(["HTTPS://Contoh.go.id:443/Berita?id=1#isi"]).entries
    assert entry.address == entry.id == entry.name == entry.shown == "https://contoh.go.id/Berita?id=1"


def test_one_address_in_two_spellings_is_one_entry(tmp_path: Path) -> None:
    found = find_files(["https://contoh.go.id", write(tmp_path / "a.txt"), "https://CONTOH.go.id:443/#atas"])
    assert [entry.name for entry in found.entries] == ["https://contoh.go.id/", "a.txt"]
    assert not found.failures


def test_an_address_that_went_through_a_path_is_mended() -> None:
    assert find_files([Path("https://contoh.go.id/berita")]).entries[0].address == "https://contoh.go.id/berita"


def test_no_folder_has_keys_like_those_of_addresses(tmp_path: Path) -> None:
    """Pruning removes what starts with a folder's name and a slash."""
    write(tmp_path / "https" / "a.txt")
    found = find_files([tmp_path / "https", "https://contoh.go.id/"])
    assert [entry.id for entry in found.entries] == ["https/a.txt", "https://contoh.go.id/"]
    assert not found.entries[1].id.startswith(f"{found.folders[0]}/")


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("ftp://contoh.go.id/a.txt", "hanya alamat http:// dan https://"),
        ("file:///etc/passwd", "hanya alamat http:// dan https://"),
        ("https://nama:sandi@contoh.go.id/", "kata sandi"),
        ("https://contoh.go.id:25/", "porta 25"),
        ("https://contoh.go.id:99999/", "tidak dapat dipahami"),
        ("https://", "bukan nama situs"),
    ],
)
def test_an_address_that_cannot_be_read_is_a_failure_as_it_was_typed(address: str, says: str) -> None:
    (failure,) = find_files([address]).failures
    assert failure.path == address
    assert says in failure.reason
    assert "\n" not in failure.reason


def test_an_address_without_its_beginning_is_told_what_it_lacks() -> None:
    (failure,) = find_files(["www.contoh.go.id/berita"]).failures
    assert "Alamat web diawali https://" in failure.reason


def test_a_file_is_read_without_loading_what_fetches(tmp_path: Path) -> None:
    (entry,) = find_files([write(tmp_path / "a.txt", "Pegawai wajib netral.")]).entries
    assert read_entry(entry).text == "Pegawai wajib netral."
    command = "import sys, ingest.files; sys.exit('ingest.addresses' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", command], cwd=PROJECT_ROOT, timeout=60).returncode == 0


ADDRESS = "https://contoh.go.id/edaran"


def read_fetched(monkeypatch: pytest.MonkeyPatch, fetched: Fetched, *, allow_private: bool = False) -> Document:
    """The document of ADDRESS, where `fetched` is found."""
    asked: list[tuple[str, bool]] = []

    def fetch(address: str, *, allow_private: bool) -> Fetched:
        asked.append((address, allow_private))
        return fetched

    monkeypatch.setattr(addresses, "fetch", fetch)
    document = read_entry(Entry(Path(), ADDRESS, ADDRESS, ADDRESS), allow_private)
    assert asked == [(ADDRESS, allow_private)]
    return document


@pytest.mark.parametrize("allow_private", [False, True])
def test_an_address_is_fetched_and_read_as_what_it_is(monkeypatch: pytest.MonkeyPatch, allow_private: bool) -> None:
    fetched = Fetched(b"# Edaran\n\nPegawai wajib netral.", ".md", "https://contoh.go.id/2024/edaran.md")
    document = read_fetched(monkeypatch, fetched, allow_private=allow_private)
    source = document.source
    assert (source.id, source.name, source.url) == (ADDRESS, ADDRESS, "https://contoh.go.id/2024/edaran.md")
    assert (source.title, document.text) == ("Edaran", "Pegawai wajib netral.")


def test_an_address_in_front_matter_stands_above_that_where_it_was_found(monkeypatch: pytest.MonkeyPatch) -> None:
    fetched = Fetched(b"---\nurl: https://asli.go.id/a\n---\nPegawai wajib netral.", ".md", ADDRESS)
    assert read_fetched(monkeypatch, fetched).source.url == "https://asli.go.id/a"


def test_the_encoding_that_a_server_declares_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    fetched = Fetched("Pegawai wajib netral, kata Łukasz.".encode("iso-8859-2"), ".txt", ADDRESS, "iso-8859-2")
    assert "Łukasz" in read_fetched(monkeypatch, fetched).text


def test_a_pattern_in_quotes_finds_what_the_shell_would(tmp_path: Path) -> None:
    paths = [write(tmp_path / "berita" / name) for name in ("2024-a.txt", "2024-b.md", "2023-c.txt")]
    found = find_files([str(tmp_path / "berita" / "2024-*")])
    assert found.entries == find_files(paths[:2]).entries
    assert [entry.id for entry in found.entries] == ["berita/2024-a.txt", "berita/2024-b.md"]
    assert not found.failures


def test_a_pattern_skips_what_a_folder_skips(tmp_path: Path) -> None:
    for name in ("a.txt", "README.md", "foto.jpg", ".rahasia.txt"):
        write(tmp_path / name)
    found = find_files([str(tmp_path / "*")])
    assert [entry.name for entry in found.entries] == ["a.txt"]
    assert sorted(Path(path).name for path in found.skipped) == ["README.md", "foto.jpg"]


def test_a_pattern_of_folders_reads_them_completely(tmp_path: Path) -> None:
    for name in ("berita-2023/a.txt", "berita-2024/dalam/b.txt", "lain/c.txt"):
        write(tmp_path / name)
    found = find_files([str(tmp_path / "berita-*")])
    assert [entry.id for entry in found.entries] == ["berita-2023/a.txt", "berita-2024/dalam/b.txt"]
    assert found.folders == ("berita-2023", "berita-2024")


def test_two_stars_reach_every_file_below_once(tmp_path: Path) -> None:
    for name in ("a.txt", "dalam/b.txt", "dalam/sekali/c.txt"):
        write(tmp_path / "berita" / name)
    found = find_files([str(tmp_path / "berita" / "**")])
    assert sorted(entry.name for entry in found.entries) == ["a.txt", "b.txt", "c.txt"]
    assert not found.failures


def test_a_pattern_may_start_at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "a.txt")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert [entry.name for entry in find_files(["~/*.txt"]).entries] == ["a.txt"]


@pytest.mark.parametrize(("pattern", "says"), [("*.txt", "tidak ada yang cocok"), ("*.jpg", "tidak satu pun dari 1")])
def test_a_pattern_that_finds_nothing_to_read_is_a_failure(tmp_path: Path, pattern: str, says: str) -> None:
    write(tmp_path / "foto.jpg")
    (failure,) = find_files([str(tmp_path / pattern)]).failures
    assert failure.path.endswith(pattern)
    assert says in failure.reason
    assert "\n" not in failure.reason


def test_a_file_whose_name_looks_like_a_pattern_is_that_file(tmp_path: Path) -> None:
    write(tmp_path / "surat [1].txt")
    assert [entry.name for entry in find_files([str(tmp_path / "surat [1].txt")]).entries] == ["surat [1].txt"]


@pytest.mark.parametrize(("name", "says"), [("a.jpg", "'.jpg'"), ("a.doc", "'.doc'"), ("catatan", "tanpa akhiran")])
def test_another_suffix_is_refused_with_what_is_supported(tmp_path: Path, name: str, says: str) -> None:
    (failure,) = find_files([write(tmp_path / name)]).failures
    assert says in failure.reason
    assert all(suffix in failure.reason for suffix in SUPPORTED)
    assert "\n" not in failure.reason


def test_a_missing_path_is_a_failure_and_the_rest_is_found(tmp_path: Path) -> None:
    found = find_files([tmp_path / "tidak-ada.txt", write(tmp_path / "ada.txt")])
    assert [entry.name for entry in found.entries] == ["ada.txt"]
    assert [Path(failure.path).name for failure in found.failures] == ["tidak-ada.txt"]
    assert "ejaan" in found.failures[0].reason


def test_two_files_with_one_key_are_not_swapped_silently(tmp_path: Path) -> None:
    first, second = write(tmp_path / "x/berita/a.txt"), write(tmp_path / "y/berita/a.txt", "Isi lain.")
    found = find_files([first.parent, second.parent])
    assert [entry.path for entry in found.entries] == [first]
    assert [failure.path for failure in found.failures] == [str(second)]
    assert "berita/a.txt" in found.failures[0].reason


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="This system has no named pipes: nothing to test.")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipa.txt")
    assert "bukan berkas biasa" in find_files([tmp_path / "pipa.txt"]).failures[0].reason
    assert find_files([tmp_path]).entries == ()


def test_a_ring_of_links_ends(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    (tmp_path / "ring").symlink_to(tmp_path, target_is_directory=True)
    assert [entry.name for entry in find_files([tmp_path]).entries] == ["a.txt"]


def test_a_dangling_link_is_skipped_in_a_folder_and_a_failure_by_name(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    (tmp_path / "b.txt").symlink_to(tmp_path / "tidak-ada.txt")
    assert [entry.name for entry in find_files([tmp_path]).entries] == ["a.txt"]
    assert len(find_files([tmp_path / "b.txt"]).failures) == 1


def test_a_folder_that_may_not_be_opened_is_a_failure_and_not_complete(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "a.txt")
    closed = tmp_path / "tertutup"
    closed.mkdir()
    scan = os.scandir

    def guarded(path: str | os.PathLike[str]) -> object:
        if Path(path) == closed:
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", guarded)  # permissions do not stop the root user
    found = find_files([tmp_path])
    assert [entry.name for entry in found.entries] == ["a.txt"]
    assert found.failures[0].path == str(closed)
    assert found.folders == ()


@pytest.mark.skipif(os.name == "nt", reason="File names are bytes on POSIX only: nothing to test.")
def test_a_file_name_that_is_no_text_gets_a_key_that_is(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))
    path.write_text("Isi.", encoding="utf-8")
    (entry,) = find_files([tmp_path]).entries
    assert entry.id.encode("utf-8").endswith(b"/caf.txt")
