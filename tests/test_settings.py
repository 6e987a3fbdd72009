"""What an operator can set, and what is said about values that cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import AssistantError, SettingsError
from assistant.settings import PROJECT_ROOT, read_settings

VARIABLES = (
    "ENGINE",
    "VECTORSTORE",
    "PORT",
    "HOST",
    "EMBEDDING_MODEL",
    "CHAT_MODEL",
    "CHAT_BASE_URL",
    "CHAT_SECONDS",
    "CHROMA_URL",
    "CHROMA_TOKEN",
    "AUTH_FILE",
    "AUTH_HEADER",
    "TRUSTED_PROXIES",
    "SESSION_LIMIT",
    "ADDRESS_LIMIT",
    "FEEDBACK_FILE",
)


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(f"ASSISTANT_{name}", raising=False)


def test_everything_has_a_default_that_stays_on_this_machine() -> None:
    settings = read_settings()

    assert settings.vectorstore == PROJECT_ROOT / "vectorstore"
    assert (settings.host, settings.port) == ("127.0.0.1", 7860)
    assert settings.engine == "extractive"
    assert (settings.chat_model, settings.chat_base_url, settings.chat_seconds) == ("", "", 45.0)
    assert settings.embedding_model == ""


def test_the_environment_is_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ASSISTANT_VECTORSTORE", str(tmp_path))
    monkeypatch.setenv("ASSISTANT_PORT", "8123")
    monkeypatch.setenv("ASSISTANT_HOST", "0.0.0.0")
    monkeypatch.setenv("ASSISTANT_EMBEDDING_MODEL", " /opt/model ")

    settings = read_settings()

    assert settings.vectorstore == tmp_path
    assert (settings.host, settings.port) == ("0.0.0.0", 8123)
    assert settings.embedding_model == "/opt/model"


def test_the_command_line_wins(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ASSISTANT_VECTORSTORE", str(tmp_path / "lingkungan"))
    monkeypatch.setenv("ASSISTANT_PORT", "8123")

    settings = read_settings(store=str(tmp_path / "perintah"), port=9000)

    assert settings.vectorstore == tmp_path / "perintah"
    assert settings.port == 9000


@pytest.mark.parametrize("name", VARIABLES)
def test_an_empty_variable_is_as_good_as_none(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    unset = read_settings()
    monkeypatch.setenv(f"ASSISTANT_{name}", "")

    assert read_settings() == unset


def test_a_store_is_an_absolute_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "rumah"))

    assert read_settings(store="arsip").vectorstore == tmp_path / "arsip"
    assert read_settings(store="~/arsip").vectorstore == tmp_path / "rumah" / "arsip"


@pytest.mark.parametrize("port", ["0", "65536", "-1", "abc", "80.5", "1e3", " "])
def test_a_port_that_is_none_is_refused_with_what_was_found_and_what_to_do(
    port: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_PORT", port)

    with pytest.raises(SettingsError, match=r"65535.*--port") as refused:
        read_settings()
    assert repr(port) in str(refused.value)


@pytest.mark.parametrize("port", [0, 65_536, -1])
def test_a_port_of_the_command_line_is_checked_too(port: int) -> None:
    with pytest.raises(SettingsError, match="65535"):
        read_settings(port=port)


@pytest.mark.parametrize("port", [1, 65_535])
def test_the_first_and_the_last_port_are_ports(port: int) -> None:
    assert read_settings(port=port).port == port


def test_an_unknown_engine_is_refused_with_the_choices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_ENGINE", "peramal")

    with pytest.raises(SettingsError, match=r"peramal.*extractive, generative"):
        read_settings()


@pytest.mark.parametrize(
    ("engine", "model", "chosen"),
    [
        ("", "", "extractive"),
        ("", "ollama:qwen3:8b", "generative"),
        ("generative", "ollama:qwen3:8b", "generative"),
        (" extractive ", "ollama:qwen3:8b", "extractive"),
    ],
)
def test_a_chat_model_chooses_the_engine_unless_one_is_set(
    engine: str, model: str, chosen: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_ENGINE", engine)
    monkeypatch.setenv("ASSISTANT_CHAT_MODEL", model)

    assert read_settings().engine == chosen


def test_explanations_without_a_chat_model_are_refused_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_ENGINE", "generative")

    with pytest.raises(SettingsError, match=r"ASSISTANT_CHAT_MODEL kosong.*ollama:"):
        read_settings()


@pytest.mark.parametrize(
    "model", ["ollama:qwen3:8b", "openai:org/model-7b", "google_genai:gemini-3-flash", " openai:x\n"]
)
def test_a_chat_model_is_a_provider_and_a_name(model: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_CHAT_MODEL", model)

    assert read_settings().chat_model == model.strip()


@pytest.mark.parametrize(
    "model", ["gpt-5.5", "openai:", ":gpt", "openai: gpt", "openai:gpt 5", "OpenAI:x", "openai::x", "a:\x1b"]
)
def test_what_is_no_chat_model_is_refused_with_an_example(model: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_CHAT_MODEL", model)

    with pytest.raises(SettingsError, match=r"ASSISTANT_CHAT_MODEL=.*ollama:qwen3:8b") as refused:
        read_settings()
    assert repr(model) in str(refused.value)


@pytest.mark.parametrize(
    ("written", "seconds"), [("10", 10.0), (" 0.5 ", 0.5), ("600", 600.0), ("", 45.0), (" ", 45.0)]
)
def test_the_time_of_a_chat_model_is_in_seconds(written: str, seconds: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_CHAT_SECONDS", written)

    assert read_settings().chat_seconds == seconds


@pytest.mark.parametrize("written", ["0", "-1", "600.1", "nan", "inf", "45s", "satu"])
def test_a_time_that_is_none_is_refused(written: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_CHAT_SECONDS", written)

    with pytest.raises(SettingsError, match=r"ASSISTANT_CHAT_SECONDS.*600.*45") as refused:
        read_settings()
    assert repr(written) in str(refused.value)


def test_nobody_is_kept_out_held_up_or_asked_for_an_opinion_unless_it_is_set() -> None:
    settings = read_settings()

    assert (settings.auth_file, settings.auth_header, settings.trusted_proxies) == (None, "", ())
    assert (settings.session_limit, settings.address_limit) == ("", "")
    assert settings.feedback_file is None


def test_who_may_open_the_page_is_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ASSISTANT_AUTH_FILE", "pengguna")
    monkeypatch.setenv("ASSISTANT_AUTH_HEADER", " X-Remote-User ")
    monkeypatch.setenv("ASSISTANT_FEEDBACK_FILE", str(tmp_path / "tanggapan.jsonl"))

    settings = read_settings()

    assert settings.auth_file == tmp_path / "pengguna"
    assert settings.auth_header == "X-Remote-User"
    assert settings.feedback_file == tmp_path / "tanggapan.jsonl"


@pytest.mark.parametrize("written", ["10.0.0.5,fd00::/64", "10.0.0.5 fd00::/64", " 10.0.0.5 ,\n fd00::/64, "])
def test_proxies_are_written_with_commas_or_spaces_between(written: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_TRUSTED_PROXIES", written)

    assert read_settings().trusted_proxies == ("10.0.0.5", "fd00::/64")


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.1.1", "localhost", "::1", " 127.0.0.1 "])
def test_who_is_alone_with_the_page_has_no_limit(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_HOST", host)

    assert (read_settings().session_limit, read_settings().address_limit) == ("", "")


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "127.contoh.go.id", "kantor"])
def test_a_page_on_a_network_has_limits(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_HOST", host)

    assert (read_settings().session_limit, read_settings().address_limit) == ("30/minute", "300/minute")


def test_a_page_behind_a_proxy_on_the_same_machine_has_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_TRUSTED_PROXIES", "127.0.0.1")

    assert (read_settings().session_limit, read_settings().address_limit) == ("30/minute", "300/minute")


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])
def test_limits_that_are_set_hold_and_a_zero_is_one(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_HOST", host)
    monkeypatch.setenv("ASSISTANT_SESSION_LIMIT", " 5/minute ")
    monkeypatch.setenv("ASSISTANT_ADDRESS_LIMIT", "0")

    assert (read_settings().session_limit, read_settings().address_limit) == ("5/minute", "0")


@pytest.mark.parametrize("name", ["SESSION_LIMIT", "ADDRESS_LIMIT"])
def test_an_empty_limit_leaves_a_page_on_a_network_its_limits(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_HOST", "0.0.0.0")
    unset = read_settings()
    monkeypatch.setenv(f"ASSISTANT_{name}", " ")

    assert read_settings() == unset


@pytest.mark.parametrize("name", ["VECTORSTORE", "AUTH_FILE", "FEEDBACK_FILE"])
def test_the_home_of_somebody_unknown_is_refused(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"ASSISTANT_{name}", "~tidak.ada.orang.ini/berkas")

    with pytest.raises(SettingsError, match=rf"ASSISTANT_{name}='~tidak.*alamat lengkap"):
        read_settings()


def test_the_off_switch_lies_in_the_store(tmp_path: Path) -> None:
    assert read_settings(store=str(tmp_path)).off_file == tmp_path / "off.txt"


def test_a_wrong_setting_is_the_operators_to_mend() -> None:
    assert issubclass(SettingsError, AssistantError)


@pytest.mark.parametrize(
    "address",
    ["http://chroma:8000", "https://chroma.contoh.go.id", "https://contoh.go.id/chroma/", " http://[::1]:8000 "],
)
def test_the_address_of_a_server_is_taken_without_its_last_slash(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_CHROMA_URL", address)
    monkeypatch.setenv("ASSISTANT_CHAT_BASE_URL", address)

    assert read_settings().chroma_url == read_settings().chat_base_url == address.strip().rstrip("/")


@pytest.mark.parametrize(
    "address",
    [
        "ftp://chroma:8000",
        "chroma:8000",
        "localhost",
        "http://",
        "http://chroma:delapan",
        "http://chroma:99999",
        "http://chroma:0",
        "http://chroma:8000?x=1",
        "http://chroma:8000#x",
        "http://chroma 8000",
    ],
)
@pytest.mark.parametrize(
    ("name", "example"), [("CHROMA_URL", "//chroma:8000"), ("CHAT_BASE_URL", "//127.0.0.1:8080/v1")]
)
def test_what_is_no_address_of_a_server_is_refused_with_an_example(
    name: str, example: str, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"ASSISTANT_{name}", address)

    with pytest.raises(SettingsError, match=rf"ASSISTANT_{name} .*{example}") as refused:
        read_settings()
    assert address in str(refused.value)


@pytest.mark.parametrize(
    ("name", "place"), [("CHROMA_URL", "ASSISTANT_CHROMA_TOKEN"), ("CHAT_BASE_URL", "OPENAI_API_KEY")]
)
def test_a_password_in_an_address_is_refused_and_not_shown(
    name: str, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"ASSISTANT_{name}", "http://admin:rahasia@chroma:8000")

    with pytest.raises(SettingsError, match=place) as refused:
        read_settings()
    assert "rahasia" not in str(refused.value)


def test_a_token_is_taken_and_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_CHROMA_TOKEN", " rahasia-123\n")

    settings = read_settings()

    assert settings.chroma_token == "rahasia-123"
    assert "rahasia" not in repr(settings)


@pytest.mark.parametrize("token", ["Bearer rahasia", "rahasia\r\nX-Lain: 1", "rahasia“"])
def test_a_token_that_cannot_be_sent_is_refused_and_not_shown(token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_CHROMA_TOKEN", token)

    with pytest.raises(SettingsError, match="ASSISTANT_CHROMA_TOKEN") as refused:
        read_settings()
    assert "rahasia" not in str(refused.value)


def test_a_folder_of_the_command_line_wins_over_a_server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ASSISTANT_CHROMA_URL", "http://chroma:8000")

    assert read_settings(store=str(tmp_path)).chroma_url == ""
    assert read_settings().chroma_url == "http://chroma:8000"
