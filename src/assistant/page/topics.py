"""The topics of the welcome screen with their example questions, from `topics.yaml`, which a lawyer can edit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from assistant.errors import AssistantError
from assistant.page.languages import LANGUAGES

TOPICS_FILE = Path(__file__).with_name("topics.yaml")


class TopicsError(AssistantError):
    """The file of topics cannot be read, or is not of the form explained at its top."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject that people ask about, with questions as they type them."""

    title: str
    questions: tuple[str, ...]


@cache
def load_topics(path: Path = TOPICS_FILE) -> Mapping[str, tuple[Topic, ...]]:
    """The topics of a file by the page's languages, in order. Raises TopicsError."""
    try:
        # BaseLoader reads every scalar as text: "no" and "on" are words here, not truth values.
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    except (OSError, UnicodeDecodeError) as error:
        raise TopicsError(f"Berkas topik {path} tidak terbaca: {error}. Periksa apakah berkasnya ada.") from error
    except yaml.YAMLError as error:
        raise TopicsError(
            f"Berkas topik {path} bukan YAML yang sah: {error}. Periksa titik dua dan jarak dari tepi di baris itu."
        ) from error
    languages = _entries(data, path, "berkas ini", f"bahasa ({', '.join(LANGUAGES)})")
    if missing := LANGUAGES.keys() - languages.keys():
        raise TopicsError(f"Berkas topik {path} tidak memuat bahasa {', '.join(sorted(missing))}. Tambahkan topiknya.")
    return {language: _topics(languages[language], path, language) for language in LANGUAGES}


def _topics(data: Any, path: Path, language: str) -> tuple[Topic, ...]:
    titles = _entries(data, path, f"bahasa {language}", "judul topik")
    return tuple(Topic(title, _questions(listed, path, title)) for title, listed in titles.items())


def _entries(data: Any, path: Path, place: str, expected: str) -> dict[str, Any]:
    if isinstance(data, dict) and data:
        return data
    raise TopicsError(
        f"Berkas topik {path}: di bawah {place} seharusnya ada {expected} dengan titik dua, tetapi isinya {_shown(data)}. "
        "Lihat bentuknya di awal berkas."
    )


def _questions(data: Any, path: Path, title: str) -> tuple[str, ...]:
    if isinstance(data, list) and data and all(isinstance(one, str) and one.strip() for one in data):
        return tuple(data)
    raise TopicsError(
        f"Berkas topik {path}: di bawah topik “{title}” seharusnya ada pertanyaan, satu sebaris dengan tanda hubung, tetapi "
        f"isinya {_shown(data)}. Pertanyaan yang memuat titik dua diapit dengan tanda petik ganda."
    )


def _shown(data: Any) -> str:
    """What was found, short enough for a message."""
    text = str(data)
    return f"“{text[:60]}…”" if len(text) > 60 else f"“{text}”" if text else "kosong"
