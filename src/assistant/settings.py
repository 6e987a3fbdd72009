"""What an operator can set, read once at the door. Command-line options win over the environment."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

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
    return Settings(
        vectorstore=Path(chosen_store).expanduser().resolve() if chosen_store else PROJECT_ROOT / "vectorstore",
        embedding_model=environment.get("ASSISTANT_EMBEDDING_MODEL", "").strip(),
        engine=engine,
        host=environment.get("ASSISTANT_HOST", "") or "127.0.0.1",
        port=int(chosen_port),
    )
