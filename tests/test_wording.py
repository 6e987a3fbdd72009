"""Our own sentences: complete in both languages, and formatted with what the code gives them."""

from __future__ import annotations

import re
from dataclasses import fields

import pytest

from assistant.types import Verdict
from assistant.wording import ENGLISH, INDONESIAN, Wording, wording

# What the code puts in; a placeholder that nobody fills would be shown, or raise.
PLACEHOLDERS = {
    "not_found_missing": {"missing"},
    "whom_to_ask": {"contacts", "date"},
    "suggestion_act": {"act"},
    "notice_repealed": {"instrument", "since", "successor"},
    "notice_garbled": {"written", "label", "title"},
    "notice_other_name": {"written", "label", "title"},
    "notice_unknown": {"written"},
    "disagree_allowing": {"who"},
    "disagree_forbidding": {"who"},
    "disagree_higher": {"higher", "higher_rank", "lower", "lower_rank"},
    "disagree_newer": {"newer", "rank"},
}
LANGUAGES = pytest.mark.parametrize("said", [INDONESIAN, ENGLISH], ids=["id", "en"])
TEXTS = [field.name for field in fields(Wording) if field.name not in ("verdicts", "verdict_leads", "months")]


def test_english_is_chosen_for_en_only() -> None:
    assert wording("en") is ENGLISH
    assert wording("id") is INDONESIAN
    assert wording("su") is INDONESIAN
    assert wording("") is INDONESIAN


@LANGUAGES
def test_every_verdict_has_a_word_and_a_lead_of_its_own(said: Wording) -> None:
    for words in (said.verdicts, said.verdict_leads):
        assert set(words) == set(Verdict)
        assert len(set(words.values())) == len(Verdict)
        assert all(words.values())


@LANGUAGES
@pytest.mark.parametrize("name", TEXTS)
def test_every_text_is_there_and_has_only_the_placeholders_that_are_filled(said: Wording, name: str) -> None:
    text = getattr(said, name)

    assert text.strip() == text
    assert text
    assert set(re.findall(r"\{(\w*)\}", text)) == PLACEHOLDERS.get(name, set())


@pytest.mark.parametrize("name", TEXTS)
def test_the_english_text_is_not_the_indonesian_one(name: str) -> None:
    if name != "suggestion_act":  # A suggested question is asked of Indonesian documents.
        assert getattr(ENGLISH, name) != getattr(INDONESIAN, name)


@LANGUAGES
def test_a_prohibition_never_reads_like_a_permission(said: Wording) -> None:
    forbidden = said.verdict_leads[Verdict.TIDAK_BOLEH].lower()
    allowed = said.verdict_leads[Verdict.BOLEH].lower()

    assert re.match(r"\*\*(?:tidak|not)\b", forbidden)
    assert re.match(r"\*\*(?:boleh|allowed)\b", allowed)


@LANGUAGES
@pytest.mark.parametrize("name", ["out_of_scope", "personnel", "greeting", "partisan", "evasion", "empty"])
def test_a_refusal_says_what_can_be_asked_instead(said: Wording, name: str) -> None:
    assert re.search(r"ASN|aturan|rules|civil servant", getattr(said, name))


def test_users_are_addressed_as_anda() -> None:
    texts = [getattr(INDONESIAN, name) for name in TEXTS] + list(INDONESIAN.verdict_leads.values())

    assert not re.search(r"\b(?:kamu|kau|lo|elu)\b", " ".join(texts), re.IGNORECASE)
