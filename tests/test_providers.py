"""Which providers of chat models there are, whether their key is there, and which models stay on this machine."""

from __future__ import annotations

import tomllib

import pytest

from assistant.answer.providers import PROVIDERS, check_key, provider_of, stays_here
from assistant.errors import SettingsError
from assistant.settings import PROJECT_ROOT, Settings

KEYS = ("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "GOOGLE_API_KEY", "GEMINI_API_KEY")


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*KEYS, "OLLAMA_HOST"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("written", "name", "model"),
    [
        ("openai:gpt-5.5", "openai", "gpt-5.5"),
        ("ollama:qwen3:8b", "ollama", "qwen3:8b"),
        ("openai:org/model:7b", "openai", "org/model:7b"),
        ("google:gemini-3-flash", "google_genai", "gemini-3-flash"),
        ("google_genai:gemini-3-flash", "google_genai", "gemini-3-flash"),
    ],
)
def test_the_provider_stands_before_the_first_colon(written: str, name: str, model: str) -> None:
    provider, found = provider_of(Settings(chat_model=written))

    assert (provider.name, found) == (name, model)


@pytest.mark.parametrize("written", ["mistralai:small", "openai:", "gpt-5.5", ""])
def test_an_unknown_provider_is_refused_with_the_choices(written: str) -> None:
    with pytest.raises(SettingsError, match=r"openai, ollama, anthropic, google.*ASSISTANT_CHAT_BASE_URL"):
        provider_of(Settings(chat_model=written))


def test_every_provider_has_its_packages_in_the_project_file() -> None:
    project = tomllib.loads((PROJECT_ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    assert {provider.extra for provider in PROVIDERS.values()} == set(project["optional-dependencies"])


@pytest.mark.parametrize(
    ("model", "variable"), [("openai", KEYS[0]), ("anthropic", KEYS[1]), ("google", KEYS[2]), ("google", KEYS[3])]
)
def test_a_key_that_is_missing_is_asked_for_by_the_name_of_its_variable(
    model: str, variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(chat_model=f"{model}:uji")
    monkeypatch.setenv(variable, " ")
    with pytest.raises(SettingsError, match=rf"{model}:uji memerlukan kunci.*{variable}"):
        check_key(PROVIDERS[model], settings)

    monkeypatch.setenv(variable, "kunci")
    assert check_key(PROVIDERS[model], settings)


def test_only_servers_that_want_no_key_do_without() -> None:
    own = "http://127.0.0.1:8080/v1"

    assert not check_key(PROVIDERS["ollama"], Settings(chat_model="ollama:uji"))
    assert not check_key(PROVIDERS["openai"], Settings(chat_model="openai:uji", chat_base_url=own))
    with pytest.raises(SettingsError):
        check_key(PROVIDERS["anthropic"], Settings(chat_model="anthropic:uji", chat_base_url=own))


@pytest.mark.parametrize(
    ("provider", "model", "address", "ollama_host", "stays"),
    [
        ("openai", "uji", "http://127.0.0.1:8080/v1", "", True),
        ("openai", "uji", "http://localhost:8080", "", True),
        ("openai", "uji", "http://[::1]:8080/v1", "", True),
        ("openai", "uji", "", "", False),
        ("openai", "uji", "http://10.0.0.5:8080/v1", "", False),
        ("openai", "uji", "https://127.0.0.1.contoh.go.id/v1", "", False),
        ("openai", "uji", "https://localhost.contoh.go.id/v1", "", False),
        ("ollama", "qwen3:8b", "", "", True),
        ("ollama", "qwen3:8b", "", "127.0.0.1:11434", True),
        ("ollama", "qwen3:8b", "", "0.0.0.0", True),
        ("ollama", "qwen3:8b", "", ":11500", True),
        ("ollama", "qwen3:8b", "", "http://gpu.kantor:11434", False),
        ("ollama", "qwen3:8b", "", "gpu.kantor", False),
        ("ollama", "qwen3:8b", "", "http://[::1", False),
        ("ollama", "qwen3:8b", "http://gpu.kantor:11434", "127.0.0.1", False),
        ("ollama", "qwen3:8b", "http://127.0.0.1:11434", "gpu.kantor", True),
        # Ollama passes these on to its makers.
        ("ollama", "gpt-oss:120b-cloud", "", "", False),
        ("ollama", "glm-4.6:cloud", "http://127.0.0.1:11434", "", False),
        # Their packages cannot be told to leave the environment's proxy aside.
        ("anthropic", "uji", "http://127.0.0.1:8080", "", False),
        ("google", "uji", "http://127.0.0.1:8080", "", False),
    ],
)
def test_what_stays_on_this_machine(
    provider: str, model: str, address: str, ollama_host: str, stays: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OLLAMA_HOST", ollama_host)

    assert stays_here(PROVIDERS[provider], model, address) is stays
