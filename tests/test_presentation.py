"""An answer as Markdown and as the JSON object that others rely on."""

from __future__ import annotations

import datetime
import json
from dataclasses import replace

from fakes import passage, quote_of

from assistant.presentation import answer_object, citation_object, explanation_of, markdown
from assistant.types import Answer, Block, Citation, Notice, Quote, Role, Sentence, Status, Verdict

RULE = quote_of(passage("Pegawai dilarang memasang spanduk.", document="arsip/a.md", number=2), "")
THREAT = quote_of(
    passage("Yang melanggar ditegur. Teguran dicatat.", document="arsip/b.md", number=5), "Yang melanggar ditegur."
)


def answer(*blocks: Block, quotes: tuple[Quote, ...] = (RULE, THREAT)) -> Answer:
    return Answer(
        question="Bolehkah memasang spanduk?",
        status=Status.ANSWERED,
        verdict=Verdict.TIDAK_BOLEH,
        blocks=blocks,
        citations=tuple(Citation(number, quote) for number, quote in enumerate(quotes, start=1)),
        notices=(Notice("digest", "Ini ringkasan."),),
        suggestions=("Apa sanksinya?",),
        dropped_sentences=2,
        seconds=0.123456,
    )


def quoting(*quotes: Quote) -> tuple[Sentence, ...]:
    return tuple(Sentence(quote.text, (quote,)) for quote in quotes)


class TestMarkdown:
    def test_each_quotation_stands_in_quotation_marks_before_its_number(self) -> None:
        shown = markdown(
            answer(
                Block(Role.VERDICT, "**Tidak boleh.**", quoting(RULE)),
                Block(Role.SANCTION, "**Sanksi**", quoting(THREAT)),
            )
        )

        assert shown == (
            "**Tidak boleh.**\n\n"
            "> “Pegawai dilarang memasang spanduk.” [1]\n\n"
            "**Sanksi**\n\n"
            "> “Yang melanggar ditegur.” [2]"
        )

    def test_what_a_language_model_phrased_is_a_paragraph_that_says_so_and_no_quotation(self) -> None:
        sentences = (
            Sentence("Spanduk tidak boleh\n dipasang.", (RULE,), verbatim=False),
            Sentence("Akibatnya teguran.", (RULE, THREAT), verbatim=False),
        )
        block = Block(Role.EXPLANATION, "**Dengan kata lain**", sentences)

        assert markdown(answer(block)) == (
            "**Dengan kata lain**\n\n"
            "Spanduk tidak boleh dipasang. [1] Akibatnya teguran. [1] [2]\n\n"
            "Disusun model bahasa; tiap kalimat sudah dicocokkan dengan kutipannya."
        )
        assert "Phrased by a language model" in markdown(replace(answer(block), language="en"))
        assert explanation_of(answer(block)) == sentences
        assert explanation_of(answer(Block(Role.RULE, "", quoting(RULE)))) == ()

    def test_a_message_is_only_its_text(self) -> None:
        assert markdown(answer(Block(Role.MESSAGE, "Maaf."), quotes=())) == "Maaf."

    def test_a_block_without_a_lead_is_only_its_quotations(self) -> None:
        assert markdown(answer(Block(Role.FACT, "", quoting(RULE)))) == "> “Pegawai dilarang memasang spanduk.” [1]"

    def test_quotation_marks_of_the_source_are_not_doubled(self) -> None:
        said = quote_of(passage("“Jangan memihak”"))
        assert markdown(answer(Block(Role.FACT, "", quoting(said)), quotes=(said,))) == "> “Jangan memihak” [1]"

    def test_a_sentence_over_several_lines_stays_one_quotation(self) -> None:
        listed = quote_of(passage("Pegawai dilarang:\n\na. memihak;\nb. berkampanye."))
        shown = markdown(answer(Block(Role.FACT, "", quoting(listed)), quotes=(listed,)))
        assert shown == "> “Pegawai dilarang: a. memihak; b. berkampanye.” [1]"

    def test_our_own_sentence_carries_all_its_numbers_and_no_quotation_marks(self) -> None:
        own = Sentence("Spanduk dilarang, dan pelanggarnya ditegur.", (RULE, THREAT), verbatim=False)
        shown = markdown(answer(Block(Role.RULE, "", (own,))))
        assert shown == "> Spanduk dilarang, dan pelanggarnya ditegur. [1] [2]"

    def test_what_is_put_right_about_the_question_comes_first_and_other_notices_not_at_all(self) -> None:
        corrected = replace(
            answer(Block(Role.MESSAGE, "Maaf."), quotes=()),
            notices=(
                Notice("digest", "Ini ringkasan."),
                Notice("unknown_law", "UU itu tidak ada.", about_question=True),
            ),
        )

        assert markdown(corrected) == "UU itu tidak ada.\n\nMaaf."

    def test_no_blocks_no_text(self) -> None:
        assert markdown(answer()) == ""


class TestObject:
    def test_it_has_exactly_the_keys_of_the_contract(self) -> None:
        made = answer_object(answer(Block(Role.VERDICT, "Tidak.", quoting(RULE))))

        assert set(made) == {
            *("question", "status", "verdict", "answer", "citations", "notices", "suggestions"),
            *("engine", "dropped_sentences", "seconds"),
        }
        assert [set(citation) for citation in made["citations"]] == 2 * [
            {"n", "document", "title", "publisher", "date", "locator", "passage", "quote"}
        ]
        assert [set(notice) for notice in made["notices"]] == [{"kind", "text"}]

    def test_values_are_plain_and_survive_json(self) -> None:
        made = answer_object(answer(Block(Role.VERDICT, "Tidak.", quoting(RULE))))

        assert made["status"] == "answered"
        assert made["verdict"] == "tidak_boleh"
        assert type(made["status"]) is str
        assert type(made["verdict"]) is str
        assert made["suggestions"] == ["Apa sanksinya?"]
        assert made["notices"] == [{"kind": "digest", "text": "Ini ringkasan."}]
        assert (made["engine"], made["dropped_sentences"], made["seconds"]) == ("extractive", 2, 0.1235)
        assert json.loads(json.dumps(made)) == made

    def test_an_answer_without_verdict_says_null(self) -> None:
        assert answer_object(replace(answer(), verdict=None))["verdict"] is None

    def test_a_citation_names_the_document_and_holds_passage_and_quote(self) -> None:
        made = citation_object(Citation(7, THREAT))

        assert made == {
            "n": 7,
            "document": "b.md",
            "title": "Warta pegawai",
            "publisher": "",
            "date": None,
            "locator": "paragraf 5",
            "passage": "Yang melanggar ditegur. Teguran dicatat.",
            "quote": "Yang melanggar ditegur.",
        }

    def test_a_date_is_written_year_first(self) -> None:
        source = replace(RULE.passage.source, date=datetime.date(2024, 2, 9), publisher="Warta Kota")
        dated = replace(RULE, passage=replace(RULE.passage, source=source))

        made = citation_object(Citation(1, dated))

        assert (made["date"], made["publisher"]) == ("2024-02-09", "Warta Kota")
