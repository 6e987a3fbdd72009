"""Which files are read, under which keys, and what is said about the others."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ingest.files import find_files


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


@pytest.mark.parametrize("address", ["https://contoh.go.id/berita?id=1", "http://contoh.go.id"])
def test_an_address_is_refused_as_it_was_typed(address: str) -> None:
    (failure,) = find_files([Path(address)]).failures
    assert failure.path == address
    assert "alamat web" in failure.reason
    assert ".txt atau .md" in failure.reason


@pytest.mark.parametrize(("name", "says"), [("a.pdf", "'.pdf'"), ("a.docx", "'.docx'"), ("catatan", "tanpa akhiran")])
def test_another_suffix_is_refused_with_what_is_supported(tmp_path: Path, name: str, says: str) -> None:
    (failure,) = find_files([write(tmp_path / name)]).failures
    assert says in failure.reason
    assert ".txt dan .md" in failure.reason
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
