"""What an operator can set, read once at the door. Command-line options win over the environment."""

from __future__ import annotations

import ipaddress
import os
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from assistant.errors import SettingsError

PROJECT_ROOT = Path(__file__).resolve().parents[2]
ENGINES = ("extractive",)


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that differs between installations.

    Units: `port` is a TCP port; paths are absolute.
    """

    vectorstore: Path = PROJECT_ROOT / "vectorstore"
    embedding_model: str = ""
    """A Hub id or a local folder; empty means the packaged weights."""
    cache: Path = PROJECT_ROOT / ".cache"
    engine: str = "extractive"
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
    engine = environment.get("ASSISTANT_ENGINE", "") or "extractive"
    if engine not in ENGINES:
        raise SettingsError(f"ASSISTANT_ENGINE={engine!r} tidak dikenal. Pilihan: {', '.join(ENGINES)}.")
    chosen_store = store or environment.get("ASSISTANT_VECTORSTORE", "")
    chosen_port = str(port) if port is not None else environment.get("ASSISTANT_PORT", "") or "7860"
    if not chosen_port.isdecimal() or not 0 < int(chosen_port) < 65536:
        raise SettingsError(f"Port {chosen_port!r} bukan angka antara 1 dan 65535. Contoh: --port 7860.")
    host = environment.get("ASSISTANT_HOST", "").strip() or "127.0.0.1"
    proxies = tuple(environment.get("ASSISTANT_TRUSTED_PROXIES", "").replace(",", " ").split())
    # Whoever is alone with the page needs no limit; on a network one impatient program would hold up everybody.
    session_limit, address_limit = ("", "") if _is_loopback(host) and not proxies else ("30/minute", "300/minute")
    return Settings(
        vectorstore=_path("ASSISTANT_VECTORSTORE", chosen_store) or PROJECT_ROOT / "vectorstore",
        embedding_model=environment.get("ASSISTANT_EMBEDDING_MODEL", "").strip(),
        engine=engine,
        host=host,
        port=int(chosen_port),
        # Whoever names a folder on the command line means that folder.
        chroma_url="" if store else _server_address(environment.get("ASSISTANT_CHROMA_URL", "")),
        chroma_token=_token(environment.get("ASSISTANT_CHROMA_TOKEN", "")),
        auth_file=_path("ASSISTANT_AUTH_FILE", environment.get("ASSISTANT_AUTH_FILE", "")),
        auth_header=environment.get("ASSISTANT_AUTH_HEADER", "").strip(),
        trusted_proxies=proxies,
        session_limit=environment.get("ASSISTANT_SESSION_LIMIT", "").strip() or session_limit,
        address_limit=environment.get("ASSISTANT_ADDRESS_LIMIT", "").strip() or address_limit,
        feedback_file=_path("ASSISTANT_FEEDBACK_FILE", environment.get("ASSISTANT_FEEDBACK_FILE", "")),
    )


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:  # a name
        return False


def _server_address(written: str) -> str:
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
        raise SettingsError(
            f"ASSISTANT_CHROMA_URL {shown} bukan alamat server Chroma. Contoh: http://chroma:8000 atau "
            "https://chroma.contoh.go.id. Kunci akses, bila ada, ditulis di ASSISTANT_CHROMA_TOKEN."
        )
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
