"""Which of the page's languages a browser gets: the one chosen on the page, else the first it prefers, else Indonesian."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.page.english import ENGLISH
from assistant.page.indonesian import INDONESIAN
from assistant.page.wording import PageWording

LANGUAGES = {words.language: words for words in (INDONESIAN, ENGLISH)}
COOKIE = "bahasa"


def words_for(headers: Mapping[str, str]) -> PageWording:
    """The words for a request with these headers (names in lower case)."""
    return LANGUAGES.get(_chosen(headers.get("cookie", ""))) or _preferred(headers.get("accept-language", ""))


def _chosen(cookies: str) -> str:
    """Read by hand: the standard library gives up at any cookie that it dislikes, and other programs set theirs here too."""
    for cookie in cookies.split(";"):
        name, _, value = cookie.partition("=")
        if name.strip() == COOKIE:
            return value.strip()
    return ""


def _preferred(accepted: str) -> PageWording:
    """The first language of an Accept-Language header that we have; browsers list what they prefer first."""
    for part in accepted.split(","):
        language = part.split(";")[0].strip().split("-")[0].lower()
        # "in" is what old Android phones call Indonesian.
        found = LANGUAGES.get("id" if language == "in" else language)
        if found:
            return found
    return INDONESIAN
