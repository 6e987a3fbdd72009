"""`python -m assistant.calibrate` over a small store: the five files it writes, and what it says when it cannot."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from fakes import FakeEmbedder
from invented import ATTENDING, CAMPAIGN, DAY, LIKING, MOON, NEWS, PLACE, RULES, Line, store_of, written

from assistant import calibrate
from assistant.answer.expectation import expectation_for
from assistant.answer.ranking import load_ranking
from assistant.answer.scope import SCOPES, Scope, digest, examples, load_classifiers
from assistant.answer.vote import load_weights
from assistant.calibrate import main
from assistant.calibration import scope as scope_fit
from assistant.calibration.verdicts import PARTS
from assistant.search.question_map import map_for

FILES = ("question_map.npz", "expectation.npz", "ranking.yaml", "vote.yaml", "scope.npz")
SHORT = {
    Scope.OURS: ["Bolehkah ASN memilih?", "Kapan penyuluhan digelar?"],
    Scope.PARTISAN: ["Pilih siapa enaknya?", "Siapa calon terbaik?"],
    Scope.EVASION: ["Cara kampanye tanpa ketahuan?", "Cara lolos dari sanksi?"],
    Scope.GREETING: ["halo", "terima kasih"],
    Scope.OTHER_SUBJECT: ["resep rendang", "besok hujan?"],
    Scope.PERSONNEL: ["berapa gaji PNS?", "cara naik pangkat"],
}


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """No model is loaded, and few examples of requests are learned; what was read before is read anew afterwards."""
    file = tmp_path / "scope.yaml"
    file.write_text(yaml.safe_dump({str(scope): SHORT[scope] for scope in SCOPES}), encoding="utf-8")
    monkeypatch.setattr(calibrate, "load_embedder", lambda settings: FakeEmbedder())
    monkeypatch.setattr(scope_fit.fit, "__defaults__", (file,))
    yield file
    load_ranking.cache_clear()


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return store_of(tmp_path / "store", NEWS | RULES)


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """A folder with older weights."""
    folder = tmp_path / "weights"
    folder.mkdir()
    for name in FILES:
        (folder / name).write_text("old", encoding="utf-8")
    return folder


def enough(folder: Path) -> list[str]:
    """Test sets with enough questions for every fit."""
    judged = [{**line, "id": f"{line['id']}-{n}"} for n in range(PARTS) for line in (CAMPAIGN, LIKING)]
    sets = {"facts_development": [DAY, PLACE, MOON], "counsel_development": [ATTENDING], "slices_development": judged}
    return [str(written(folder / f"{name}.jsonl", *lines)) for name, lines in sets.items()]


def test_all_weights_are_written_and_can_be_loaded(
    store: Path, output: Path, tmp_path: Path, quick: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--over", str(store), *enough(tmp_path), "--output", str(output)]) == 0

    model = FakeEmbedder().name
    turn = map_for(model, output / "question_map.npz")
    expectation = expectation_for(model, output / "expectation.npz")
    classifiers = load_classifiers(output / "scope.npz")
    assert turn is not None
    assert turn.turn.any()
    assert expectation is not None
    assert expectation.classifier.weights.any()
    assert any(load_ranking(output / "ranking.yaml").order)
    assert any(load_weights(output / "vote.yaml"))
    assert classifiers.needs_vector(model)
    assert classifiers.examples == digest(examples(quick))
    assert sorted(path.name for path in output.iterdir()) == sorted(FILES)

    said = capsys.readouterr().out
    assert said.startswith(f"{4 + 2 * PARTS} soal dibaca.\n")
    for name in ("ranking.yaml", "vote.yaml"):
        assert (output / name).read_text(encoding="utf-8") in said
    assert "meaning: ambang" in said
    assert "characters: ambang" in said


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([], id="none"),
        pytest.param([{"id": "kosong", "question": "?!"}], id="nothing asked"),
        pytest.param([MOON], id="none to be answered"),
        pytest.param([ATTENDING], id="none to be refused"),
    ],
)
def test_too_few_questions_are_an_error_and_the_old_weights_stay(
    store: Path, output: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], lines: list[Line]
) -> None:
    file = written(tmp_path / "slices_development.jsonl", *lines)

    assert main(["--over", str(store), str(file), "--output", str(output)]) == 1

    assert {path.name: path.read_text(encoding="utf-8") for path in output.iterdir()} == dict.fromkeys(FILES, "old")
    assert capsys.readouterr().err.strip()


def test_no_store_is_an_error_that_names_the_command_that_makes_one(
    output: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--over", str(tmp_path / "none"), *enough(tmp_path), "--output", str(output)]) == 1

    assert "python -m ingest" in capsys.readouterr().err
    assert {path.read_text(encoding="utf-8") for path in output.iterdir()} == {"old"}
