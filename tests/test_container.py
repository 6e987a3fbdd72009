"""The container files agree with the program, with the lock and with each other. No container engine is needed."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import threading
import tomllib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
import yaml
from packaging.specifiers import SpecifierSet

from assistant.settings import PROJECT_ROOT
from tests.chroma_server import ChromaServer

DOCKERFILE = (PROJECT_ROOT / "Dockerfile").read_text(encoding="utf-8")
COMPOSE_FILE = PROJECT_ROOT / "vectorstore" / "compose.yaml"
COMPOSE_TEXT = COMPOSE_FILE.read_text(encoding="utf-8")
IGNORED = [
    line
    for line in (PROJECT_ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


def instructions() -> list[tuple[str, str]]:
    """Each instruction of the Dockerfile with what follows it, continued lines joined."""
    lines = "\n".join(line for line in DOCKERFILE.splitlines() if not line.startswith("#"))
    whole = re.sub(r"\\\n\s*", "", lines)
    return [(word, rest.strip()) for word, _, rest in (line.partition(" ") for line in whole.splitlines() if line)]


def all_of(instruction: str) -> list[str]:
    return [rest for word, rest in instructions() if word == instruction]


def only(instruction: str) -> str:
    (rest,) = all_of(instruction)
    return rest


def copied() -> list[str]:
    """The files and folders of the checkout that go into the image."""
    return [source for rest in all_of("COPY") for source in rest.split()[:-1]]


def variables_of_the_image() -> dict[str, str]:
    return dict(pair.split("=", 1) for rest in all_of("ENV") for pair in shlex.split(rest))


def locked_version(library: str) -> str:
    lock = (PROJECT_ROOT / "requirements.lock").read_text(encoding="utf-8")
    found = re.search(rf"^{re.escape(library)}==(\S+)", lock, re.MULTILINE)
    assert found, f"{library} is not in requirements.lock"
    return found[1]


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(COMPOSE_TEXT)
    return loaded


# The image.


def test_everything_that_is_copied_exists() -> None:
    missing = [source for source in copied() if not (PROJECT_ROOT / source).exists()]
    assert copied()
    assert missing == []


def test_everything_that_the_program_reads_from_the_checkout_is_copied() -> None:
    read = set()
    for path in (PROJECT_ROOT / "app.py", *PROJECT_ROOT.glob("src/**/*.py"), *PROJECT_ROOT.glob("ingest/**/*.py")):
        for parts in re.findall(r'PROJECT_ROOT((?: / "[^"]+")+)', path.read_text(encoding="utf-8")):
            read.add("/".join(re.findall(r'"([^"]+)"', parts)))
    # The store is on the volume, and the weights are decoded while the image is built.
    read -= {"vectorstore", ".cache"}

    assert "ingest/articles" in read
    uncopied = [name for name in read if not any(PurePosixPath(name).is_relative_to(source) for source in copied())]
    assert uncopied == [], "COPY it in the Dockerfile, and let it through in .dockerignore"


def test_only_what_is_copied_is_sent_to_the_engine() -> None:
    assert IGNORED[0] == "*", "all is ignored, history, environment, store and users among it"
    let_through = {line[1:] for line in IGNORED if line.startswith("!")}
    needed = {name for name in copied() if not any(name.startswith(f"{folder}/") for folder in ("src", "ingest"))}
    assert let_through == needed
    for name in let_through:
        assert not name.startswith((".git", ".venv", "vectorstore")), name


def test_the_python_of_the_image_is_one_that_the_program_runs_on() -> None:
    version = re.fullmatch(r"python:(\d+\.\d+)-slim", only("FROM"))
    assert version
    project = tomllib.loads((PROJECT_ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert f"{version[1]}.0" in SpecifierSet(project["requires-python"])


def test_libraries_come_in_the_versions_of_the_lock_and_pip_takes_the_operators_options() -> None:
    assert 'PIP_OPTIONS=""' in all_of("ARG")
    (install,) = [rest for rest in all_of("RUN") if "pip install" in rest]
    assert " $PIP_OPTIONS -c requirements.lock " in install


def printed_with(extra: str) -> subprocess.CompletedProcess[str]:
    """What the image would install when it is built with a MODEL_EXTRA."""
    (install,) = [rest for rest in all_of("RUN") if "pip install" in rest]
    command = install.split("> /tmp/needed.txt")[0]
    assert command.startswith("python -c ")
    return subprocess.run(
        [sys.executable, *shlex.split(command)[1:]],
        cwd=PROJECT_ROOT,
        env={**os.environ, "MODEL_EXTRA": extra},
        capture_output=True,
        text=True,
    )


def libraries_with(extra: str) -> set[str]:
    done = printed_with(extra)
    assert done.returncode == 0, done.stderr
    return {re.split(r"[^\w-]", line)[0].lower() for line in done.stdout.splitlines()}


def test_the_libraries_that_are_installed_are_those_of_the_project() -> None:
    assert 'MODEL_EXTRA=""' in all_of("ARG")
    names = libraries_with("")
    assert "gradio" in names
    assert not {"pytest", "langchain"} & names


def test_the_packages_of_a_provider_come_when_it_is_named() -> None:
    assert libraries_with("ollama") - libraries_with("") == {"langchain", "langchain-ollama"}


def test_a_provider_that_nobody_knows_breaks_the_building_off() -> None:
    assert printed_with("olama").returncode != 0


def test_the_weights_are_decoded_by_files_that_are_there_by_then(tmp_path: Path) -> None:
    """They are copied before the rest, so that the layer with the weights outlives a change of anything else."""
    for word, rest in instructions():
        if word == "COPY":
            *sources, folder = rest.split()
            for source in sources:
                target = tmp_path / folder / (Path(source).name if folder.endswith("/") else "")
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(PROJECT_ROOT / source, target)
        elif word == "RUN" and "decode" in rest:
            code = shlex.split(rest.split(" && ")[0])[2]
            break
    else:
        pytest.fail("nothing decodes the weights")

    imports, _, call = code.rpartition("; ")
    assert call == "decode(Path('.cache'))", "where the program looks for them: Settings.cache"
    # Alone: a checkout that is installed must not help out.
    alone = f"import sys; sys.path[:] = [p for p in sys.path if 'src' not in p]; sys.path.insert(0, 'src'); {imports}"
    subprocess.run([sys.executable, "-S", "-c", _with_libraries(alone)], cwd=tmp_path, check=True)


def _with_libraries(code: str) -> str:
    """Libraries are found without the links to checkouts that `site` would follow."""
    folders = [path for path in sys.path if path.endswith("site-packages")]
    return f"import sys; sys.path += {folders!r}; {code}"


def test_nobody_runs_it_as_root() -> None:
    assert only("USER").isdecimal()
    assert only("USER") != "0"
    assert f"--uid {only('USER')} " in " ".join(all_of("RUN"))


def test_what_is_written_goes_to_the_volume() -> None:
    store = PurePosixPath(variables_of_the_image()["ASSISTANT_VECTORSTORE"])
    assert store.is_relative_to(only("VOLUME"))


# Whether it is well.


@pytest.fixture
def health() -> Iterator[ThreadingHTTPServer]:
    """A page of which only /health is there; `code` says what it answers."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(self.server.code if self.path == "/health" else 404)  # type: ignore[attr-defined]
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(("code", "well"), [(200, True), (503, False)])
def test_the_check_of_health_asks_the_page(health: ThreadingHTTPServer, code: int, well: bool) -> None:
    health.code = code  # type: ignore[attr-defined]
    command = json.loads(only("HEALTHCHECK").partition("CMD ")[2])
    assert command[0] == "python"
    environment = {"ASSISTANT_PORT": str(health.server_address[1]), "http_proxy": "http://127.0.0.1:9"}

    done = subprocess.run([sys.executable, *command[1:]], env=environment, capture_output=True)

    assert (done.returncode == 0) is well, done.stderr.decode()


def test_the_port_is_the_one_that_is_exposed_asked_and_published(compose: dict[str, Any]) -> None:
    (published,) = compose["services"]["assistant"]["ports"]
    assert only("EXPOSE") == "7860" == published.rpartition(":")[2]
    assert "'7860'" in only("HEALTHCHECK")


# The services.


def test_the_server_has_the_version_of_the_library(compose: dict[str, Any]) -> None:
    assert compose["services"]["chroma"]["image"] == f"chromadb/chroma:{locked_version('chromadb')}"


def test_the_assistant_is_told_where_the_server_is(compose: dict[str, Any]) -> None:
    services = compose["services"]
    assert services["assistant"]["environment"]["ASSISTANT_CHROMA_URL"] == "http://chroma:8000"
    assert services["assistant"]["depends_on"] == {"chroma": {"condition": "service_healthy"}}
    assert set(services["assistant"]["networks"]) & set(services["chroma"]["networks"])


def test_nothing_is_reached_from_other_machines(compose: dict[str, Any]) -> None:
    services = compose["services"]
    assert all(port.startswith("127.0.0.1:") for port in services["assistant"]["ports"])
    assert "ports" not in services["chroma"], "it asks nobody for a password"
    assert all(compose["networks"][name]["internal"] for name in services["chroma"]["networks"])


def test_what_is_stored_outlives_the_containers(compose: dict[str, Any]) -> None:
    mounted = [volume for service in compose["services"].values() for volume in service["volumes"]]
    assert sorted(name for name, _, _ in (volume.partition(":") for volume in mounted)) == sorted(compose["volumes"])
    assert "assistant:/data" in mounted
    assert "chroma:/data" in mounted


def test_the_image_is_built_from_the_checkout(compose: dict[str, Any]) -> None:
    build = compose["services"]["assistant"]["build"]
    assert (COMPOSE_FILE.parent / build["context"]).resolve() == PROJECT_ROOT
    assert set(build["args"]) == {rest.partition("=")[0] for rest in all_of("ARG")}


def test_the_check_of_the_server_tells_whether_it_answers(chroma_server: ChromaServer, compose: dict[str, Any]) -> None:
    kind, *command = compose["services"]["chroma"]["healthcheck"]["test"]
    assert kind == "CMD"
    if not Path(command[0]).exists():
        pytest.skip(f"{command[0]} is not on this machine; the image of the server has it.")
    port = chroma_server.address.rpartition(":")[2]

    def code_at(port: str) -> int:
        asked = [part.replace("/8000", f"/{port}") for part in command]
        return subprocess.run(asked, capture_output=True, timeout=20).returncode

    assert code_at(port) == 0
    assert code_at("9") != 0


@pytest.mark.parametrize("text", [DOCKERFILE, COMPOSE_TEXT], ids=["Dockerfile", "compose.yaml"])
def test_the_settings_that_are_named_exist(text: str) -> None:
    named = set(re.findall(r"ASSISTANT_[A-Z_]+", text))
    known = set(re.findall(r"ASSISTANT_[A-Z_]+", (PROJECT_ROOT / "src/assistant/settings.py").read_text("utf-8")))
    assert named
    assert named <= known


@pytest.mark.parametrize("text", [DOCKERFILE, COMPOSE_TEXT], ids=["Dockerfile", "compose.yaml"])
def test_no_secret_is_written_down(text: str) -> None:
    assert not re.search(r"(?i)(token|password|secret|api_key)\w*\s*[:=]\s*\S", text)
