"""The offline engine: answers with quotations, in the order in which a reader needs them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.answer.companions import (
    aspect_blocks,
    disagreement_blocks,
    general,
    limits_block,
    phase_block,
    sentences_of,
    worth,
)
from assistant.answer.deontic import COVERAGE_FLOOR, Ruling, decide_verdict
from assistant.answer.expectation import NOTHING_EXPECTED, Expected
from assistant.answer.factual import Sentences, measure
from assistant.answer.matching import Match, match_statements
from assistant.answer.needs import Sort
from assistant.answer.question import Kind, Question
from assistant.answer.reading import load_reading
from assistant.types import Block, Draft, Hit, Modality, Quote, Role, Verdict
from assistant.wording import wording

ENGINE = "extractive"
# What a reader takes in at a glance; more quotations of the same rule add nothing.
MOST_RULES = 3
MOST_BESIDE = 2
MOST_PROHIBITIONS = 4
# Who asks whether something is allowed, and finds no rule, is told facts only when they are surely about it. On the
# development questions 0.5 keeps all but 3 of 35 answers and answers 2 of 24 questions that nothing settles.
SURETY_WITHOUT_RULE = 0.5
# Terms that name what is asked for about an act, not the act itself.
ASPECTS = frozenset({"sanksi", "dasar_hukum", "larangan", "pelanggaran"})


def draft(
    question: Question,
    hits: Sequence[Hit],
    rarity: Mapping[str, float],
    beside: Sequence[Hit] = (),
    expected: Expected = NOTHING_EXPECTED,
) -> Draft | None:
    """A draft answer, or None when the hits do not answer the question.

    `beside` holds further hits: they decide nothing, but exceptions and phases of a rule are looked for in them too.
    `expected` are the verdicts that questions like this one get, see `expectation`.
    """
    sentences = measure(question, hits, rarity)
    asks_permission = load_reading().asks_permission.search(question.text.lower())
    if question.kind is Kind.PERMISSION:
        return _rule_draft(question, hits, sentences, beside, expected) or _fact_draft(sentences, SURETY_WITHOUT_RULE)
    if question.kind is Kind.SANCTION:
        ruled = _settled_by_circumstances(question, hits, rarity) if asks_permission else None
        return ruled or _aspect_draft(question, hits, sentences, Modality.SANKSI, Role.SANCTION)
    if question.kind is Kind.LEGAL_BASIS:
        return _aspect_draft(question, hits, sentences, Modality.DASAR_HUKUM, Role.LEGAL_BASIS)
    if question.kind is Kind.PROHIBITIONS:
        return _prohibitions_draft(question, hits)
    found = _fact_draft(sentences)
    if found is None and question.kind is Kind.CONSEQUENCE:
        return _aspect_draft(question, hits, sentences, Modality.SANKSI, Role.SANCTION)
    of_the_rule = question.kind in (Kind.WHEN, Kind.WHERE, Kind.WHAT) and asks_permission
    if found is None and question.acts and (of_the_rule or question.kind is Kind.REASON):
        # The fact is not given ("sejak kapan boleh …"), but the rule about the act may be.
        return _rule_draft(question, hits, sentences, beside, expected)
    return found


def _settled_by_circumstances(question: Question, hits: Sequence[Hit], rarity: Mapping[str, float]) -> Draft | None:
    """The answer to "bolehkah diberhentikan karena …", where the documents say what that depends on."""
    asked = replace(question, kind=Kind.PERMISSION)
    sentences = measure(asked, hits, rarity)
    ruling = decide_verdict(asked, match_statements(asked, hits, sentences.relevances()), sure_facts(sentences))
    if ruling is None or ruling.verdict is not Verdict.BERSYARAT:
        return None
    return Draft((_verdict_block(question, ruling),), ruling.verdict, ENGINE)


def _rule_draft(
    question: Question, hits: Sequence[Hit], sentences: Sentences, beside: Sequence[Hit], expected: Expected
) -> Draft | None:
    around = match_statements(question, [*hits, *beside], sentences.relevances())
    read = {hit.passage.id for hit in hits}
    sure = sure_facts(sentences)
    found = [one for one in around if one.statement.quote.passage.id in read]
    ruling = decide_verdict(question, found, sure, expected)
    if ruling is None:
        return None
    disagrees = bool(ruling.against)
    blocks = disagreement_blocks(question, ruling, MOST_RULES) if disagrees else [_verdict_block(question, ruling)]
    nearest = [quote for quote in sure[:MOST_BESIDE] if quote not in _quoted(blocks)]
    if nearest:
        # The rule may be a general one; what comes nearest to the question as asked belongs beside it.
        blocks.append(Block(Role.FACT, wording(question.language).beside, sentences_of(nearest)))
    for companion in (
        limits_block(question, ruling, around, _quoted(blocks)),
        phase_block(question, around, _quoted(blocks)),
    ):
        blocks += [companion] if companion else []
    if ruling.verdict in (Verdict.TIDAK_BOLEH, Verdict.WAJIB, Verdict.BERSYARAT):
        blocks += aspect_blocks(question, hits, ruling, _quoted(blocks))
    return Draft(tuple(blocks), ruling.verdict, ENGINE, disagrees)


def sure_facts(sentences: Sentences) -> list[Quote]:
    """The sentences that surely answer a question, best first."""
    return [fact.quote for fact in sentences.facts(MOST_RULES, SURETY_WITHOUT_RULE)]


def _quoted(blocks: Sequence[Block]) -> set[Quote]:
    return {quote for block in blocks for sentence in block.sentences for quote in sentence.quotes}


def _verdict_block(question: Question, ruling: Ruling) -> Block:
    said = wording(question.language)
    lead = said.verdict_leads[ruling.verdict] if ruling.verdict else said.unregulated
    return Block(Role.VERDICT, lead, sentences_of(_distinct(ruling.grounds, MOST_RULES)))


def _aspect_draft(
    question: Question, hits: Sequence[Hit], sentences: Sentences, modality: Modality, role: Role
) -> Draft | None:
    """The answer to "apa sanksinya" and "apa dasar hukumnya": about the act where one is named, else in general."""
    facts = sentences.facts(MOST_RULES)
    bare = _without_aspect(question)
    ruling = decide_verdict(bare, match_statements(bare, hits)) if bare.rule_needs else None
    if not (facts or ruling or not bare.rule_needs):
        return None
    found = sorted(general(hits, modality), key=worth, reverse=True)
    threats = list(dict.fromkeys(statement.quote for statement in found))
    direct = [fact.quote for fact in facts]
    if not direct and not threats:
        return None
    said = wording(question.language)
    lead = said.sanction if role is Role.SANCTION else said.legal_basis
    quotes = direct or threats[:MOST_RULES]
    blocks = [Block(role, lead, sentences_of(quotes))]
    rules = [quote for quote in _distinct(ruling.grounds, 1) if quote not in quotes] if ruling else []
    if rules:
        blocks.append(Block(Role.RULE, said.facts, sentences_of(rules)))
    return Draft(tuple(blocks), None, ENGINE)


def _without_aspect(question: Question) -> Question:
    """The act of a question about its sanction, its legal basis or its prohibitions, as if it were asked for permission."""
    needs = tuple(need for need in question.needs if need.term not in ASPECTS)
    return replace(question, kind=Kind.PERMISSION, needs=needs, negated=False)


def _prohibitions_draft(question: Question, hits: Sequence[Hit]) -> Draft | None:
    bare = _without_aspect(question)
    matches = [match for match in match_statements(bare, hits) if match.modality is Modality.TIDAK_BOLEH]
    if any(need.sort in (Sort.ACT, Sort.OTHER) for need in bare.rule_needs):
        matches = [match for match in matches if match.coverage >= COVERAGE_FLOOR]
    # Those that name most acts first: a list of prohibitions answers better than a single one.
    matches.sort(key=lambda match: -len(match.statement.terms))
    quotes = _distinct(matches, MOST_PROHIBITIONS)
    if not quotes:
        return None
    return Draft((Block(Role.RULE, wording(question.language).prohibitions, sentences_of(quotes)),), None, ENGINE)


def _fact_draft(sentences: Sentences, surety: float = 0.0) -> Draft | None:
    quotes = [fact.quote for fact in sentences.facts(surety=surety)]
    if not quotes:
        return None
    return Draft((Block(Role.FACT, wording(sentences.question.language).facts, sentences_of(quotes)),), None, ENGINE)


def _distinct(matches: Sequence[Match], most: int) -> list[Quote]:
    return list(dict.fromkeys(match.statement.quote for match in matches))[:most]
