"""The offline engine: answers with quotations, in the order in which a reader needs them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.answer.deontic import (
    COVERAGE_FLOOR,
    Match,
    Ruling,
    decide_verdict,
    match_statements,
    read_statements,
)
from assistant.answer.factual import find_facts
from assistant.answer.question import Kind, Question
from assistant.types import Block, Draft, Hit, Modality, Quote, Role, Sentence, Statement, Verdict
from assistant.wording import wording

ENGINE = "extractive"
# What a reader takes in at a glance; more quotations of the same rule add nothing.
MOST_RULES = 3
MOST_SANCTIONS = 2
MOST_BASES = 2
MOST_PROHIBITIONS = 4


def draft(question: Question, hits: Sequence[Hit], rarity: Mapping[str, float]) -> Draft | None:
    """A draft answer, or None when the hits do not answer the question."""
    if question.kind is Kind.PERMISSION:
        return _rule_draft(question, hits) or _fact_draft(question, hits, rarity, floor_for_rules=True)
    if question.kind is Kind.SANCTION:
        return _aspect_draft(question, hits, Modality.SANKSI, Role.SANCTION)
    if question.kind is Kind.LEGAL_BASIS:
        return _aspect_draft(question, hits, Modality.DASAR_HUKUM, Role.LEGAL_BASIS)
    if question.kind is Kind.PROHIBITIONS:
        return _prohibitions_draft(question, hits)
    return _fact_draft(question, hits, rarity)


def _rule_draft(question: Question, hits: Sequence[Hit]) -> Draft | None:
    matches = match_statements(question, hits)
    ruling = decide_verdict(question, matches)
    if ruling is None:
        return None
    said = wording(question.language)
    rules = _distinct(ruling.grounds, MOST_RULES)
    blocks = [Block(Role.VERDICT, said.verdict_leads[ruling.verdict], _sentences(rules))]
    if ruling.verdict in (Verdict.TIDAK_BOLEH, Verdict.WAJIB, Verdict.BERSYARAT):
        blocks += _aspect_blocks(question, hits, ruling, set(rules))
    return Draft(tuple(blocks), ruling.verdict, ENGINE)


def _aspect_blocks(question: Question, hits: Sequence[Hit], ruling: Ruling, used: set[Quote]) -> list[Block]:
    """Sanction and legal basis, preferably from the documents that the rule was quoted from."""
    said = wording(question.language)
    documents = {match.statement.quote.passage.source.id for match in ruling.grounds}
    blocks = []
    for modality, role, lead, most in (
        (Modality.SANKSI, Role.SANCTION, said.sanction, MOST_SANCTIONS),
        (Modality.DASAR_HUKUM, Role.LEGAL_BASIS, said.legal_basis, MOST_BASES),
    ):
        found = _general(question, hits, modality)
        found.sort(key=lambda statement: statement.quote.passage.source.id not in documents)
        quotes = [quote for quote in dict.fromkeys(statement.quote for statement in found) if quote not in used][:most]
        if quotes:
            blocks.append(Block(role, lead, tuple(Sentence(quote.text, (quote,)) for quote in quotes)))
    return blocks


def _general(question: Question, hits: Sequence[Hit], modality: Modality) -> list[Statement]:
    """Statements of a modality that concern neutrality as such, in the order of the hits."""
    return [
        statement
        for hit in hits
        for statement in read_statements(hit.passage)
        if statement.modality is modality and _is_about_neutrality(statement, modality)
    ]


def _is_about_neutrality(statement: Statement, modality: Modality) -> bool:
    text = statement.quote.text.lower()
    if modality is Modality.SANKSI:
        # "Sanksi" alone announces; a sentence that threatens names who or what kind of sanction.
        return any(word in text for word in ("sanksi", "hukuman", "diberhentikan", "pidana"))
    return "netral" in text or "asn" in text


def _aspect_draft(question: Question, hits: Sequence[Hit], modality: Modality, role: Role) -> Draft | None:
    """The answer to "apa sanksinya" and "apa dasar hukumnya": about the act where one is named, else in general."""
    found = _general(question, hits, modality)
    act_needs = [need for need in question.needs if need.term not in ("sanksi", "dasar_hukum", "larangan")]
    if not found:
        return None
    bare = Question(question.text, Kind.PERMISSION, tuple(act_needs), question.actors, False, question.language)
    grounds: list[Quote] = []
    if act_needs:
        matches = match_statements(bare, hits)
        about = [match for match in matches if match.coverage >= COVERAGE_FLOOR]
        if not about:
            return None
        ruling = decide_verdict(bare, matches)
        grounds = _distinct(ruling.grounds, 1) if ruling else []
        direct = [match.statement for match in about if match.modality is modality]
        found = direct + [statement for statement in found if statement not in direct]
    said = wording(question.language)
    lead = said.sanction if role is Role.SANCTION else said.legal_basis
    quotes = list(dict.fromkeys(statement.quote for statement in found))[:MOST_RULES]
    blocks = [Block(role, lead, tuple(Sentence(quote.text, (quote,)) for quote in quotes))]
    extra = [quote for quote in grounds if quote not in quotes]
    if extra:
        blocks.append(Block(Role.RULE, said.facts, tuple(Sentence(quote.text, (quote,)) for quote in extra)))
    return Draft(tuple(blocks), None, ENGINE)


def _prohibitions_draft(question: Question, hits: Sequence[Hit]) -> Draft | None:
    needs = tuple(need for need in question.needs if need.term not in ("larangan",))
    bare = Question(question.text, Kind.PERMISSION, needs, question.actors, False, question.language)
    matches = [match for match in match_statements(bare, hits) if match.modality is Modality.TIDAK_BOLEH]
    if needs:
        matches = [match for match in matches if match.coverage >= COVERAGE_FLOOR / 2]
    # Those that name most acts first: a list of prohibitions answers better than a single one.
    matches.sort(key=lambda match: -len(match.statement.terms))
    quotes = _distinct(matches, MOST_PROHIBITIONS)
    if not quotes:
        return None
    said = wording(question.language)
    return Draft((Block(Role.RULE, said.prohibitions, tuple(Sentence(q.text, (q,)) for q in quotes)),), None, ENGINE)


def _fact_draft(
    question: Question, hits: Sequence[Hit], rarity: Mapping[str, float], floor_for_rules: bool = False
) -> Draft | None:
    if floor_for_rules:
        # A question for a verdict is never answered by a sentence that merely shares its words.
        return None
    facts = find_facts(question, hits, rarity)
    if not facts:
        return None
    said = wording(question.language)
    sentences = tuple(Sentence(fact.quote.text, (fact.quote,)) for fact in facts)
    return Draft((Block(Role.FACT, said.facts, sentences),), None, ENGINE)


def _distinct(matches: Sequence[Match], most: int) -> list[Quote]:
    return list(dict.fromkeys(match.statement.quote for match in matches))[:most]


def _sentences(quotes: Sequence[Quote]) -> tuple[Sentence, ...]:
    return tuple(Sentence(quote.text, (quote,)) for quote in quotes)
