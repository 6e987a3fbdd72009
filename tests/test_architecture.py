"""Who may import whom, and where each library lives. Every complaint is a sentence that says what to do instead.

The rules are the tables below; the functions only read them. Imports are read with `ast`, also those inside functions.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).resolve().parents[1]

# The base layer from the ground up: a module may import those of the rows above it, and nothing else of ours.
BASE_ROWS = (
    ("assistant.errors", "assistant.types"),
    ("assistant.text",),
    ("assistant.settings", "assistant.vocabulary", "assistant.wording"),
    ("assistant.regulations",),
    ("assistant.presentation",),
)
BASE = tuple(name for row in BASE_ROWS for name in row)

# A name stands for the module and everything in it; the longest name that fits decides.
MAY_IMPORT: dict[str, tuple[str, ...]] = {
    "assistant": (),
    **{name: tuple(n for r in BASE_ROWS[:height] for n in r) for height, row in enumerate(BASE_ROWS) for name in row},
    # The one package of the base layer: its parts may import each other, and below that only errors, types and text.
    "assistant.regulations": ("assistant.regulations", "assistant.errors", "assistant.types", "assistant.text"),
    # What is shown and what serving it takes: beside each other, on the base layer; the doors join them.
    "assistant.page": ("assistant.page", "assistant.__version__", *BASE),
    "assistant.service": ("assistant.service", *BASE),
    "assistant.users": ("assistant.service", *BASE),
    "assistant.feedback": ("assistant.service", *BASE),
    # Opens the assistant behind a page that is already up, and fills an empty store; hence the one way into ingest. Whether
    # questions leave this machine is to be told before that.
    "assistant.warm_up": (
        "assistant.pipeline",
        "assistant.answer.providers",
        "assistant.search.index",
        "ingest.update",
        "assistant.page.terminal",
        *BASE,
    ),
    # Joins what is shown with what serving takes; knows no web framework.
    "assistant.desk": ("assistant.warm_up", "assistant.page", "assistant.service", "assistant.__version__", *BASE),
    "assistant.search": ("assistant.search", *BASE),
    "assistant.answer": ("assistant.answer", *BASE),
    "assistant.pipeline": ("assistant.search", "assistant.answer", *BASE),
    "assistant.ask": ("assistant.pipeline", *BASE),
    # What is measured is handed in, so that a script or a test can measure something else.
    "assistant.evaluation": ("assistant.evaluation", "assistant.__version__", *BASE),
    # This door looks past the pipeline for one thing: what results name as the store they were measured on.
    "assistant.evaluate": (
        "assistant.evaluation",
        "assistant.pipeline",
        "assistant.search.index",
        "assistant.search.embedding",
        *BASE,
    ),
    # What fits the weights with which `search` and `answer` weigh looks past the pipeline; its door also stores them.
    "assistant.calibration": (
        "assistant.calibration",
        "assistant.evaluation.cases",
        "assistant.pipeline",
        "assistant.answer",
        "assistant.search.embedding",
        "assistant.search.question_map",
        *BASE,
    ),
    "assistant.calibrate": (
        "assistant.calibration",
        "assistant.answer",
        "assistant.search.embedding",
        "assistant.search.question_map",
        *BASE,
    ),
    "app": (
        "assistant.__version__",
        "assistant.desk",
        "assistant.warm_up",
        "assistant.page",
        "assistant.service",
        *BASE,
    ),
    "ingest": ("ingest", "assistant.search.index", "assistant.search.embedding", *BASE),
}

# Library (a pattern of its import name; the first that fits decides) to the one file that may know it.
LIBRARY_HOMES = (
    ("gradio*", "app.py"),
    ("chromadb", "src/assistant/search/connection.py"),
    ("sentence_transformers", "src/assistant/search/embedding.py"),
    ("onnxruntime", "src/assistant/search/packaged.py"),
    ("onnx", "src/assistant/search/quantised.py"),
    ("safetensors", "src/assistant/search/standard_folder.py"),
    ("bm25s", "src/assistant/search/keywords.py"),
    ("Sastrawi", "src/assistant/text.py"),
    ("rapidfuzz", "src/assistant/vocabulary.py"),
    ("httpcore2", "ingest/response.py"),
    ("datasketch", "ingest/duplicates.py"),
    ("pydantic", "src/assistant/page/turns.py"),
    ("bcrypt", "src/assistant/service/accounts.py"),
    ("limits", "src/assistant/service/rates.py"),
    ("uvicorn", "src/assistant/service/proxies.py"),
    ("jinja2", "src/assistant/evaluation/html_report.py"),
    ("langchain_text_splitters", "ingest/split.py"),
    ("frontmatter", "ingest/front_matter.py"),
    ("charset_normalizer", "ingest/formats/text.py"),
    ("trafilatura", "ingest/formats/webpage.py"),
    ("pypdf", "ingest/formats/pdf.py"),
    ("docx", "ingest/formats/word.py"),
    ("langchain*", "src/assistant/answer/generative.py"),
    ("langsmith", "src/assistant/answer/generative.py"),
    ("openai", "src/assistant/answer/generative.py"),
)

OUR_PACKAGES = ("assistant", "ingest", "app")
NAMES_THAT_SAY_NOTHING = ("utils", "util", "helpers", "helper", "common")
LONGEST_FILE = 300
FOLDERS_WITHOUT_PYTHON = ("vectorstore", "prompts")


@dataclass(frozen=True)
class Import:
    """A dotted name that a file imports; `from a import b` counts as `a.b`."""

    name: str
    line: int


def python_files(root: Path) -> list[str]:
    """Our source files, relative to the checkout, with forward slashes."""
    files = [*root.glob("src/**/*.py"), *root.glob("ingest/**/*.py"), *root.glob("app.py")]
    return sorted(file.relative_to(root).as_posix() for file in files)


def module_name(path: str) -> str:
    """`src/assistant/search/index.py` is `assistant.search.index`; an `__init__.py` is its package."""
    parts = PurePosixPath(path.removeprefix("src/")).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(path: str, source: str) -> Iterator[Import]:
    """Every import of a file: absolute, relative, inside a function, and by name through importlib."""
    package = module_name(path).split(".")
    if not path.endswith("__init__.py"):
        package = package[:-1]
    for node in ast.walk(ast.parse(source, path)):
        if isinstance(node, ast.Import):
            yield from (Import(alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            start = ".".join([*above, *filter(None, [node.module])])
            yield from (Import(f"{start}.{alias.name}", node.lineno) for alias in node.names)
        elif isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in ("import_module", "__import__"):
            named = [a.value for a in node.args[:1] if isinstance(a, ast.Constant) and isinstance(a.value, str)]
            yield from (Import(name, node.lineno) for name in named)


def is_within(name: str, module: str) -> bool:
    return name == module or name.startswith(f"{module}.")


def layer_of(module: str) -> str | None:
    """The longest name in MAY_IMPORT that a module falls under; `assistant` and a module of its own never do."""
    layers = [layer for layer in MAY_IMPORT if is_within(module, layer)]
    layer = max(layers, key=len, default=None)
    return None if layer == "assistant" and module != "assistant" else layer


def layer_complaints(path: str, source: str) -> list[str]:
    """What a file imports of ours although its layer may not."""
    module = module_name(path)
    layer = layer_of(module)
    if layer is None:
        return [f"{path} has no place in the layers: name {module} in MAY_IMPORT and say what it may import."]
    allowed = MAY_IMPORT[layer]
    names = ", ".join(allowed) or "nothing of ours"
    return [
        f"{path}, line {found.line}: {layer} may not import {found.name}. It may import {names}. "
        "What both sides need belongs in the base layer; what joins them, in assistant.pipeline."
        for found in imports_of(path, source)
        if found.name.split(".")[0] in OUR_PACKAGES and not any(is_within(found.name, name) for name in allowed)
    ]


def library_complaints(path: str, source: str) -> list[str]:
    """Libraries that a file imports although their home is another."""
    complaints = []
    for found in imports_of(path, source):
        library = found.name.split(".")[0]
        home = next((home for pattern, home in LIBRARY_HOMES if fnmatchcase(library, pattern)), path)
        if path != home:
            complaints.append(
                f"{path}, line {found.line}: only {home} may import {library}. "
                f"Add a function there that takes and returns our own types, and call it."
            )
    return complaints


def name_complaints(paths: Iterable[str]) -> list[str]:
    """Files and folders whose name does not say what they make."""
    return [
        f"{path} is named {part}: name a module for what it makes, and put each function where its subject lives."
        for path in paths
        for part in PurePosixPath(path).with_suffix("").parts
        if part.lower() in NAMES_THAT_SAY_NOTHING
    ]


def length_complaints(path: str, source: str) -> list[str]:
    length = len(source.splitlines())
    if length <= LONGEST_FILE:
        return []
    return [f"{path} has {length} lines, more than {LONGEST_FILE}: split it by what its parts make."]


FILES = python_files(ROOT)


def source_of(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def test_the_files_are_found() -> None:
    assert {"src/assistant/types.py", "src/assistant/pipeline.py", "src/assistant/evaluate.py"} <= set(FILES)


@pytest.mark.parametrize("path", FILES)
def test_imports_only_what_its_layer_may(path: str) -> None:
    complaints = layer_complaints(path, source_of(path))
    assert not complaints, "\n".join(complaints)


@pytest.mark.parametrize("path", FILES)
def test_every_library_has_one_home(path: str) -> None:
    complaints = library_complaints(path, source_of(path))
    assert not complaints, "\n".join(complaints)


@pytest.mark.parametrize("path", FILES)
def test_no_file_is_too_long(path: str) -> None:
    complaints = length_complaints(path, source_of(path))
    assert not complaints, "\n".join(complaints)


def test_names_say_what_a_module_makes() -> None:
    complaints = name_complaints(FILES)
    assert not complaints, "\n".join(complaints)


@pytest.mark.parametrize("folder", FOLDERS_WITHOUT_PYTHON)
def test_data_and_text_folders_hold_no_python(folder: str) -> None:
    found = [file.relative_to(ROOT).as_posix() for file in (ROOT / folder).rglob("*.py")]
    assert not found, f"{folder}/ holds no Python; move {', '.join(found)} into src/assistant/ or ingest/."


# The checker itself: it must complain about what is wrong and keep silent about what is right.

FORBIDDEN = [
    ("src/assistant/types.py", "import assistant.errors", "assistant.types may not import assistant.errors"),
    ("src/assistant/text.py", "from assistant import vocabulary", "assistant.text may not import assistant.vocabulary"),
    (
        "src/assistant/answer/scope.py",
        "from assistant.search.index import open_index",
        "assistant.answer may not import",
    ),
    ("src/assistant/answer/scope.py", "from ..search import hybrid", "may not import assistant.search.hybrid"),
    ("src/assistant/search/hybrid.py", "def f():\n    import assistant.answer", "line 2: assistant.search may not"),
    ("src/assistant/search/hybrid.py", "from assistant.pipeline import Assistant", "assistant.search may not import"),
    ("src/assistant/answer/scope.py", "from assistant import evaluate", "assistant.answer may not import"),
    ("src/assistant/pipeline.py", "from assistant.ask import main", "assistant.pipeline may not import assistant.ask"),
    ("src/assistant/pipeline.py", "from ingest.read import read", "assistant.pipeline may not import ingest.read"),
    ("src/assistant/ask.py", "import app", "assistant.ask may not import app"),
    ("src/assistant/evaluate.py", "from assistant.search.hybrid import Searcher", "assistant.evaluate may not import"),
    ("src/assistant/evaluation/summary.py", "import assistant.pipeline", "assistant.evaluation may not import"),
    ("src/assistant/calibrate.py", "from assistant.search.index import Index", "assistant.calibrate may not import"),
    ("src/assistant/calibrate.py", "from assistant.pipeline import Assistant", "assistant.calibrate may not import"),
    ("src/assistant/calibration/facts.py", "from assistant.search import hybrid", "calibration may not import"),
    ("src/assistant/calibration/facts.py", "import assistant.evaluation.outcomes", "calibration may not import"),
    ("src/assistant/calibration/facts.py", "from assistant import calibrate", "may not import assistant.calibrate."),
    ("src/assistant/pipeline.py", "from assistant import calibrate", "assistant.pipeline may not import"),
    ("src/assistant/pipeline.py", "import assistant.calibration.unseen", "assistant.pipeline may not import"),
    ("src/assistant/answer/vote.py", "from assistant.calibration import softmax", "assistant.answer may not import"),
    ("src/assistant/answer/vote.py", "from assistant.search import question_map", "assistant.answer may not import"),
    ("app.py", "from ingest.read import read_document", "app may not import ingest.read"),
    ("app.py", "from assistant.search.index import Index", "app may not import assistant.search.index"),
    ("ingest/read.py", "from assistant.search import hybrid", "ingest may not import assistant.search.hybrid"),
    ("ingest/read.py", "from assistant.search.index_of_all import f", "ingest may not import assistant.search.index_"),
    ("ingest/__main__.py", "from assistant.pipeline import Assistant", "ingest may not import assistant.pipeline"),
    ("src/assistant/pipeline.py", "import importlib\nimportlib.import_module('ingest')", "may not import ingest"),
    ("src/assistant/page/note.py", "from assistant.service import line", "assistant.page may not import"),
    ("src/assistant/service/line.py", "from assistant.page import note", "assistant.service may not import"),
    ("src/assistant/desk.py", "from assistant.pipeline import Assistant", "assistant.desk may not import"),
    ("app.py", "from assistant.pipeline import Assistant", "app may not import assistant.pipeline"),
    ("src/assistant/miscellany.py", "", "has no place in the layers"),
]


@pytest.mark.parametrize(("path", "source", "sentence"), FORBIDDEN)
def test_the_checker_complains_about_a_forbidden_import(path: str, source: str, sentence: str) -> None:
    complaints = layer_complaints(path, source)
    assert len(complaints) == 1
    assert sentence in complaints[0]


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("src/assistant/vocabulary.py", "from assistant.text import stem, words"),
        ("src/assistant/answer/scope.py", "from assistant.answer.deontic import x\nfrom . import followup\nimport re"),
        ("src/assistant/search/hybrid.py", "from assistant.types import Hit\nfrom .index import Index"),
        ("src/assistant/pipeline.py", "from assistant.answer import scope\nfrom assistant.search import hybrid"),
        (
            "ingest/__main__.py",
            "from assistant.search import index\nfrom assistant import settings\nfrom .read import r",
        ),
        (
            "src/assistant/calibration/unseen.py",
            "from assistant.evaluation.cases import Case\nfrom .facts import f\nfrom assistant.search import question_map",
        ),
        ("app.py", "import gradio\nfrom assistant.page import conversation\nfrom assistant.desk import Desk"),
        ("src/assistant/desk.py", "from assistant.service.line import Line\nfrom assistant.page import note"),
    ],
)
def test_the_checker_is_silent_about_an_allowed_import(path: str, source: str) -> None:
    assert layer_complaints(path, source) == []
    assert library_complaints(path, source) == []


@pytest.mark.parametrize(("pattern", "home"), LIBRARY_HOMES)
def test_the_checker_complains_about_a_library_away_from_home(pattern: str, home: str) -> None:
    library = pattern.replace("*", "_chroma")
    source = f"def late():\n    from {library}.part import thing"
    assert library_complaints(home, source) == []
    (complaint,) = library_complaints("src/assistant/pipeline.py", source)
    assert f"line 2: only {home} may import {library}" in complaint


def test_the_checker_complains_about_names_and_lengths() -> None:
    assert len(name_complaints(["src/assistant/utils.py", "ingest/common/read.py", "ingest/clean.py"])) == 2
    assert length_complaints("app.py", "x\n" * LONGEST_FILE) == []
    assert "301 lines" in length_complaints("app.py", "x\n" * (LONGEST_FILE + 1))[0]
