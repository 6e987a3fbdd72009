"""The providers of chat models: what each is called, needs and understands, and which of them stay on this machine.

Knows no library: `generative.py` opens what is described here.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from assistant.errors import SettingsError
from assistant.settings import Settings, is_loopback

# Our longest request: passages of 6,000 characters, a question of 2,000, our own text and the answer.
_CONTEXT_TOKENS = 8_192


@dataclass(frozen=True, slots=True)
class Provider:
    """What differs from one provider to the next."""

    name: str
    """As LangChain calls it."""
    extra: str
    """The part of this project's optional dependencies that brings its package."""
    keys: tuple[str, ...]
    """Environment variables of which one holds its key; none where no key is needed."""
    budget: str
    """Its word for the largest number of tokens of an answer."""
    options: Mapping[str, object]
    """What it is opened with besides model, address and time limit."""


# Zero retries are spelt 1 by Google's library, where 0 means its default. Models of Anthropic refuse a temperature by now.
# Ollama takes the time limit through its HTTP client, reads 4,096 tokens and drops the rest unless told otherwise, and
# lets a model think unless told not to: in our time limit that leaves nothing to say.
_GOOGLE = Provider(
    "google_genai",
    "google",
    ("GOOGLE_API_KEY", "GEMINI_API_KEY"),
    "max_output_tokens",
    {"max_retries": 1, "temperature": 0},
)
PROVIDERS = {
    "openai": Provider(
        "openai",
        "openai",
        ("OPENAI_API_KEY",),
        "max_tokens",
        # Pieces may lie further apart than its two minutes: the time limit is ours.
        {"max_retries": 0, "temperature": 0, "stream_chunk_timeout": None},
    ),
    "ollama": Provider(
        "ollama", "ollama", (), "num_predict", {"temperature": 0, "num_ctx": _CONTEXT_TOKENS, "reasoning": False}
    ),
    "anthropic": Provider("anthropic", "anthropic", ("ANTHROPIC_API_KEY",), "max_tokens", {"max_retries": 0}),
    "google": _GOOGLE,
    "google_genai": _GOOGLE,
}


def provider_of(settings: Settings) -> tuple[Provider, str]:
    """The provider of the chat model that is set, and its own name for the model.

    Raises SettingsError for a provider that is unknown.
    """
    named, _, model = settings.chat_model.partition(":")
    if named not in PROVIDERS or not model:
        raise SettingsError(
            f"ASSISTANT_CHAT_MODEL={settings.chat_model!r}: penyedia {named!r} tidak dikenal. Pilihan: openai, ollama, "
            "anthropic, google. Server lain yang berbahasa OpenAI: openai:NAMA-MODEL dengan ASSISTANT_CHAT_BASE_URL."
        )
    return PROVIDERS[named], model


def check_key(provider: Provider, settings: Settings) -> bool:
    """Whether a key is there. Raises SettingsError when none is there although one is needed."""
    if any(os.environ.get(name, "").strip() for name in provider.keys):
        return True
    # The servers of llama.cpp and vLLM speak the language of OpenAI and want no key.
    if provider.keys and not (provider.name == "openai" and settings.chat_base_url):
        raise SettingsError(
            f"Model bahasa {settings.chat_model} memerlukan kunci akses, tetapi {' dan '.join(provider.keys)} kosong. Isi "
            f"{provider.keys[0]} dengan kunci dari penyedianya."
        )
    return False


def stays_here(provider: Provider, model: str, base_url: str) -> bool:
    """Whether what is sent to a model is sure to stay on this machine."""
    if provider.name == "ollama":
        # Ollama passes what is asked of such a model on to its makers.
        if model.endswith("cloud"):
            return False
        address = base_url or os.environ.get("OLLAMA_HOST", "").strip() or "localhost"
    elif provider.name == "openai" and base_url:
        address = base_url
    else:
        return False
    try:
        host = urlsplit(address if "//" in address else f"//{address}").hostname or "localhost"
    except ValueError:
        return False
    # 0.0.0.0 is where a server listens; who calls it reaches this machine.
    return is_loopback(host) or host in ("0.0.0.0", "::")
