"""What an operator can set, read once at the door. Command-line options win over the environment."""

from __future__ import annotations

import ipaddress
import math
import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from assistant.errors import SettingsError

PROJECT_ROOT = Path(__file__).resolve().parents[2]
ENGINES = ("extractive", "generative")
# After the provider a name may hold colons and slashes of its own: ollama:qwen3:8b, openai:org/model.
_CHAT_MODEL = re.compile(r"[a-z][a-z0-9_]*:[^\s:]\S*")
LONGEST_CHAT_SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that differs between installations.

    Units: `port` is a TCP port; `chat_seconds` are seconds; paths are absolute.
    """

    vectorstore: Path = PROJECT_ROOT / "vectorstore"
    embedding_model: str = ""
    """A Hub id or a local folder; empty means the packaged weights."""
    cache: Path = PROJECT_ROOT / ".cache"
    engine: str = "extractive"
    """`generative` when a chat model explains the quotations; `extractive` when they stand alone."""
    chat_model: str = ""
    """`provider:model`, as `ollama:qwen3:8b`; empty means none."""
    chat_base_url: str = ""
    """Where that model is served; empty means the provider's own address."""
    chat_seconds: float = 45.0
    """How long the model may take for one answer, in seconds."""
    host: str = "127.0.0.1"
    port: int = 7860
    chroma_url: str = ""
    """Address of a Chroma server that holds the store; empty means the files in `vectorstore`."""
    chroma_token: str = field(default="", repr=False)
    """Shown to that server, or to the proxy before it, as `Authorization: Bearer …`; empty means none."""
    auth_file: Path | None = None
    """Names and hashed passwords of those who may open the page; None means everyone who reaches it."""
    auth_header: str = ""
    """Name of the header in which a trusted proxy says who asks; empty means none."""
    trusted_proxies: tuple[str, ...] = ()
    """Addresses or networks of proxies whose headers are believed."""
    session_limit: str = ""
    """Questions per open page, as `30/minute`; empty or `0` means no limit."""
    address_limit: str = ""
    """The same per network address."""
    feedback_file: Path | None = None
    """Where what people say about answers is written; None means that nobody is asked."""

    @property
    def off_file(self) -> Path:
        """While this file exists nothing is answered, and its text is shown instead."""
        return self.vectorstore / "off.txt"


def read_settings(*, store: str | None = None, port: int | None = None) -> Settings:
    """Settings from the environment, overridden by the command-line options that were given.

    Raises SettingsError for a value that cannot be used.
    """
    environment = os.environ
    chat_model = _chat_model(environment.get("ASSISTANT_CHAT_MODEL", ""))
    chosen_store = store or environment.get("ASSISTANT_VECTORSTORE", "")
    chosen_port = str(port) if port is not None else environment.get("ASSISTANT_PORT", "") or "7860"
    if not chosen_port.isdecimal() or not 0 < int(chosen_port) < 65536:
        raise SettingsError(f"Port {chosen_port!r} bukan angka antara 1 dan 65535. Contoh: --port 7860.")
    host = environment.get("ASSISTANT_HOST", "").strip() or "127.0.0.1"
    proxies = tuple(environment.get("ASSISTANT_TRUSTED_PROXIES", "").replace(",", " ").split())
    # Whoever is alone with the page needs no limit; on a network one impatient program would hold up everybody.
    session_limit, address_limit = ("", "") if is_loopback(host) and not proxies else ("30/minute", "300/minute")
    return Settings(
        vectorstore=_path("ASSISTANT_VECTORSTORE", chosen_store) or PROJECT_ROOT / "vectorstore",
        embedding_model=environment.get("ASSISTANT_EMBEDDING_MODEL", "").strip(),
        engine=_engine(environment.get("ASSISTANT_ENGINE", ""), chat_model),
        chat_model=chat_model,
        chat_base_url=_server_address(
            "ASSISTANT_CHAT_BASE_URL",
            environment.get("ASSISTANT_CHAT_BASE_URL", ""),
            "server model bahasa. Contoh: http://127.0.0.1:8080/v1. Kunci akses, bila ada, ditulis di variabel penyedianya, "
            "misalnya OPENAI_API_KEY.",
        ),
        chat_seconds=_chat_seconds(environment.get("ASSISTANT_CHAT_SECONDS", "")),
        host=host,
        port=int(chosen_port),
        # Whoever names a folder on the command line means that folder.
        chroma_url=""
        if store
        else _server_address(
            "ASSISTANT_CHROMA_URL",
            environment.get("ASSISTANT_CHROMA_URL", ""),
            "server Chroma. Contoh: http://chroma:8000 atau https://chroma.contoh.go.id. Kunci akses, bila ada, ditulis di "
            "ASSISTANT_CHROMA_TOKEN.",
        ),
        chroma_token=_token(environment.get("ASSISTANT_CHROMA_TOKEN", "")),
        auth_file=_path("ASSISTANT_AUTH_FILE", environment.get("ASSISTANT_AUTH_FILE", "")),
        auth_header=environment.get("ASSISTANT_AUTH_HEADER", "").strip(),
        trusted_proxies=proxies,
        session_limit=environment.get("ASSISTANT_SESSION_LIMIT", "").strip() or session_limit,
        address_limit=environment.get("ASSISTANT_ADDRESS_LIMIT", "").strip() or address_limit,
        feedback_file=_path("ASSISTANT_FEEDBACK_FILE", environment.get("ASSISTANT_FEEDBACK_FILE", "")),
    )


def is_loopback(host: str) -> bool:
    """Whether a host name or IP address is this machine as it sees itself."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:  # a name
        return False


def _engine(written: str, chat_model: str) -> str:
    engine = written.strip() or ("generative" if chat_model else "extractive")
    if engine not in ENGINES:
        raise SettingsError(f"ASSISTANT_ENGINE={written!r} tidak dikenal. Pilihan: {', '.join(ENGINES)}.")
    if engine == "generative" and not chat_model:
        raise SettingsError(
            "ASSISTANT_ENGINE=generative memerlukan model bahasa, tetapi ASSISTANT_CHAT_MODEL kosong. Isi misalnya dengan "
            "ollama:qwen3:8b, atau kosongkan ASSISTANT_ENGINE."
        )
    return engine


def _chat_model(written: str) -> str:
    model = written.strip()
    if model and not (_CHAT_MODEL.fullmatch(model) and model.isprintable()):
        raise SettingsError(
            f"ASSISTANT_CHAT_MODEL={written!r} tidak dapat dipakai: tulis penyedia, titik dua, lalu nama modelnya tanpa spasi. "
            "Contoh: ollama:qwen3:8b atau openai:gpt-5.5."
        )
    return model


def _chat_seconds(written: str) -> float:
    try:
        seconds = float(written.strip() or 45)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds <= LONGEST_CHAT_SECONDS:  # also when it is not a number
        raise SettingsError(
            f"ASSISTANT_CHAT_SECONDS={written!r} bukan lama waktu dalam detik, lebih dari 0 dan paling lama "
            f"{LONGEST_CHAT_SECONDS:g}. Contoh: 45."
        )
    return seconds


def _server_address(variable: str, written: str, meant: str) -> str:
    """The address without a slash at its end; empty where none is written. Messages show it, hence no password in it."""
    address = written.strip().rstrip("/")
    if not address:
        return ""
    try:
        parts = urlsplit(address)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is none
        usable = False
    if not usable or not address.isprintable() or set("@?# ") & set(address):
        shown = "(berisi kata sandi)" if "@" in address else repr(written)
        raise SettingsError(f"{variable} {shown} bukan alamat {meant}")
    return address


def _token(written: str) -> str:
    token = written.strip()
    if not token.isascii() or not token.isprintable() or " " in token:
        raise SettingsError(
            "ASSISTANT_CHROMA_TOKEN berisi spasi atau huruf yang tidak dapat dikirim. Isi dengan kunci server Chroma saja, "
            "tanpa kata Bearer."
        )
    return token


def _path(variable: str, written: str) -> Path | None:
    if not written.strip():
        return None
    try:
        return Path(written).expanduser().resolve()
    except RuntimeError as error:
        raise SettingsError(
            f"{variable}={written!r}: folder rumah pengguna itu tidak ditemukan. Tulis alamat lengkapnya, tanpa tanda ~."
        ) from error
