"""The gate: nothing passes that the cited passages do not hold word for word."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fakes import passage, quote_of

from assistant.answer.verification import verify
from assistant.types import Block, Draft, Quote, Role, Sentence, Verdict

RULES = passage("Pegawai dilarang memasang spanduk. Pegawai wajib netral.", document="arsip/a.md")
THREAT = passage("Pelanggar dikenai sanksi moral.", document="arsip/b.md")
RETRIEVED = (RULES, THREAT)
RULE = quote_of(RULES, "Pegawai dilarang memasang spanduk.")
SANCTION = quote_of(THREAT)


def quoting(quote: Quote) -> Sentence:
    return Sentence(quote.text, (quote,))


def draft(*blocks: Block, verdict: Verdict | None = Verdict.TIDAK_BOLEH) -> Draft:
    return Draft(blocks, verdict, "extractive")


SOUND = draft(
    Block(Role.VERDICT, "**Tidak boleh.**", (quoting(RULE),)),
    Block(Role.SANCTION, "**Sanksi**", (quoting(SANCTION),)),
)


def changed(quote: Quote, text: str) -> Quote:
    return replace(quote, passage=replace(quote.passage, text=text))


def test_a_sound_draft_passes_unchanged() -> None:
    assert verify(SOUND, RETRIEVED) == (SOUND, 0)


@pytest.mark.parametrize(
    "false",
    [
        pytest.param(Sentence("Pegawai boleh memasang spanduk.", (RULE,)), id="altered words"),
        pytest.param(Sentence("pegawai dilarang memasang spanduk.", (RULE,)), id="altered letters"),
        pytest.param(Sentence("Pegawai dilarang memasang", (RULE,)), id="shortened"),
        pytest.param(Sentence(RULE.text, ()), id="no source"),
        pytest.param(quoting(quote_of(passage("Anggota dilarang bubar.", document="arsip/c.md"))), id="not retrieved"),
        pytest.param(
            quoting(changed(RULE, "Pegawai dilarang memasang spanduk. Titik.")), id="another version of the passage"
        ),
        pytest.param(Sentence("", (Quote(RULES, 5, 5),)), id="empty span"),
        pytest.param(Sentence(RULES.text[40:], (Quote(RULES, 40, 4_000),)), id="span beyond the end"),
        pytest.param(Sentence(RULES.text[-7:], (Quote(RULES, -7, len(RULES.text)),)), id="span before the start"),
        pytest.param(Sentence("Ringkasnya dilarang.", (), verbatim=False), id="our own words without a source"),
    ],
)
class TestFalseSentences:
    def test_one_is_dropped_and_counted_and_the_rest_stays(self, false: Sentence) -> None:
        mixed = draft(
            Block(Role.VERDICT, "**Tidak boleh.**", (quoting(RULE), false)),
            Block(Role.SANCTION, "**Sanksi**", (quoting(SANCTION),)),
        )

        assert verify(mixed, RETRIEVED) == (SOUND, 1)

    def test_a_block_that_loses_all_its_sentences_goes(self, false: Sentence) -> None:
        verified, dropped = verify(draft(*SOUND.blocks, Block(Role.RULE, "Selain itu", (false, false))), RETRIEVED)

        assert (verified, dropped) == (SOUND, 2)

    def test_a_verdict_that_loses_its_support_is_no_verdict(self, false: Sentence) -> None:
        unsupported = draft(Block(Role.VERDICT, "**Tidak boleh.**", (false,)), *SOUND.blocks[1:])

        assert verify(unsupported, RETRIEVED) == (None, 1)

    def test_an_answer_that_loses_everything_is_no_answer(self, false: Sentence) -> None:
        assert verify(draft(Block(Role.FACT, "Tertulis:", (false,)), verdict=None), RETRIEVED) == (None, 1)


def test_nothing_retrieved_supports_nothing() -> None:
    assert verify(SOUND, ())[0] is None


def test_a_lead_alone_is_no_answer() -> None:
    assert verify(draft(Block(Role.MESSAGE, "Silakan."), verdict=None), RETRIEVED) == (None, 0)


def test_a_sentence_in_other_words_keeps_only_the_passages_that_say_it() -> None:
    own = draft(
        Block(Role.FACT, "", (Sentence("Pegawai tidak boleh memasang spanduk.", (RULE, SANCTION), verbatim=False),)),
        verdict=None,
    )

    verified, dropped = verify(own, RETRIEVED)

    assert dropped == 0
    assert verified
    assert verified.blocks[0].sentences[0].quotes == (RULE,)
    assert verify(own, (RULES,)) == (None, 1)
