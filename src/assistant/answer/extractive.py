"""The offline engine: answers with quotations, in the order in which a reader needs them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.answer.cited import cited_terms
from assistant.answer.deontic import (
    COVERAGE_FLOOR,
    Match,
    Ruling,
    decide_verdict,
    match_statements,
    verdict_of,
)
from assistant.answer.factual import Sentences, measure
from assistant.answer.needs import Sort
from assistant.answer.notices import repealed_instruments
from assistant.answer.question import Kind, Question
from assistant.answer.reading import load_reading
from assistant.answer.statements import read_statements
from assistant.types import Block, Draft, Hit, Modality, Quote, Role, Sentence, Statement, Verdict
from assistant.vocabulary import load_vocabulary
from assistant.wording import wording

ENGINE = "extractive"
# What a reader takes in at a glance; more quotations of the same rule add nothing.
MOST_RULES = 3
MOST_BESIDE = 2
MOST_SANCTIONS = 2
MOST_BASES = 2
MOST_PROHIBITIONS = 4
# Who asks whether something is allowed, and finds no rule, is told facts only when they are surely about it. On the
# development questions 0.5 keeps all but 3 of 35 answers and answers 2 of 24 questions that nothing settles.
SURETY_WITHOUT_RULE = 0.5
CAUTIOUS = (Modality.TIDAK_BOLEH, Modality.BERSYARAT, Modality.TIDAK_DIATUR)
# Terms that name what is asked for about an act, not the act itself.
ASPECTS = frozenset({"sanksi", "dasar_hukum", "larangan", "pelanggaran"})


def draft(question: Question, hits: Sequence[Hit], rarity: Mapping[str, float]) -> Draft | None:
    """A draft answer, or None when the hits do not answer the question."""
    sentences = measure(question, hits, rarity)
    asks_permission = load_reading().asks_permission.search(question.text.lower())
    if question.kind is Kind.PERMISSION and (question.acts or asks_permission):
        # "Bisakah Bawaslu menghukum?" asks for a fact, though it is worded like a request for permission.
        return _rule_draft(question, hits, sentences) or _fact_draft(sentences, SURETY_WITHOUT_RULE)
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
        return _rule_draft(question, hits, sentences)
    return found


def _settled_by_circumstances(question: Question, hits: Sequence[Hit], rarity: Mapping[str, float]) -> Draft | None:
    """The answer to "bolehkah diberhentikan karena …", where the documents say what that depends on."""
    asked = replace(question, kind=Kind.PERMISSION)
    sentences = measure(asked, hits, rarity)
    ruling = _nearest_ruling(sentences, match_statements(asked, hits, sentences.relevances()))
    if ruling is None or ruling.verdict is not Verdict.BERSYARAT:
        return None
    return Draft((_verdict_block(question, ruling),), ruling.verdict, ENGINE)


def _rule_draft(question: Question, hits: Sequence[Hit], sentences: Sentences) -> Draft | None:
    matches = match_statements(question, hits, sentences.relevances())
    ruling = decide_verdict(question, matches) or _nearest_ruling(sentences, matches)
    if ruling is None:
        return None
    said = wording(question.language)
    blocks = [_verdict_block(question, ruling)]
    rules = _distinct(ruling.grounds, MOST_RULES)
    near = [fact.quote for fact in sentences.facts(MOST_BESIDE, SURETY_WITHOUT_RULE)]
    beside = [quote for quote in near if quote not in rules]
    if beside:
        # The rule may be a general one; what comes nearest to the question as asked belongs beside it.
        blocks.append(Block(Role.FACT, said.beside, _sentences(beside)))
    rules += beside
    if ruling.verdict in (Verdict.TIDAK_BOLEH, Verdict.WAJIB, Verdict.BERSYARAT):
        blocks += _aspect_blocks(question, hits, ruling, set(rules))
    return Draft(tuple(blocks), ruling.verdict, ENGINE, disagrees=bool(ruling.against))


def _verdict_block(question: Question, ruling: Ruling) -> Block:
    said = wording(question.language)
    lead = said.verdict_leads[ruling.verdict] if ruling.verdict else said.unregulated
    return Block(Role.VERDICT, lead, _sentences(_distinct(ruling.grounds, MOST_RULES)))


def _nearest_ruling(sentences: Sentences, matches: Sequence[Match]) -> Ruling | None:
    """What the sentences say that surely answer the question, though they do not name every act; never that one may."""
    duty = load_reading().asks_duty.search(sentences.question.text.lower())
    wanted = (*CAUTIOUS, Modality.WAJIB) if duty else CAUTIOUS
    for fact in sentences.facts(MOST_RULES, SURETY_WITHOUT_RULE):
        for match in matches:
            if match.statement.quote == fact.quote and match.modality in wanted:
                return Ruling(verdict_of(match.modality), (match,))
    return None


def _aspect_blocks(question: Question, hits: Sequence[Hit], ruling: Ruling, used: set[Quote]) -> list[Block]:
    """The sanction of the act, and the legal basis where the rule itself cites none."""
    said = wording(question.language)
    documents = {match.statement.quote.passage.source.id for match in ruling.grounds}
    blocks = []
    for modality, role, lead, most in (
        (Modality.SANKSI, Role.SANCTION, said.sanction, MOST_SANCTIONS),
        (Modality.DASAR_HUKUM, Role.LEGAL_BASIS, said.legal_basis, MOST_BASES),
    ):
        if modality is Modality.DASAR_HUKUM and any(cited_terms(quote.text) for quote in used):
            continue
        found = _of_the_act(question, _general(hits, modality))
        found.sort(key=lambda statement: (-_worth(statement), statement.quote.passage.source.id not in documents))
        quotes = [quote for quote in dict.fromkeys(statement.quote for statement in found) if quote not in used][:most]
        if quotes:
            blocks.append(Block(role, lead, _sentences(quotes)))
    return blocks


def _of_the_act(question: Question, statements: Sequence[Statement]) -> list[Statement]:
    """Those that name the asked act; where none does, those about neutrality as such."""
    acts = {need.term for need in question.acts}
    own = [one for one in statements if acts & load_vocabulary().names(one.quote.text)]
    return own or [one for one in statements if not acts or _names_no_act(one)]


def _names_no_act(statement: Statement) -> bool:
    vocabulary = load_vocabulary()
    return not vocabulary.names(statement.quote.text) & (vocabulary.acts - vocabulary.light)


def _general(hits: Sequence[Hit], modality: Modality) -> list[Statement]:
    """Statements of a modality that concern neutrality as such, in the order of the hits."""
    return [
        statement
        for hit in hits
        for statement in read_statements(hit.passage)
        if statement.modality is modality and _is_about_neutrality(statement, modality)
    ]


def _worth(statement: Statement) -> int:
    """How much a sentence is worth as a sanction or legal basis: kinds of sanction it names, or law that is in force."""
    if statement.modality is not Modality.SANKSI:
        return -len(repealed_instruments(statement.quote.text, datetime.date.today()))
    return len(set(load_reading().sanction_kinds.findall(statement.quote.text.lower())))


def _is_about_neutrality(statement: Statement, modality: Modality) -> bool:
    text = statement.quote.text.lower()
    if modality is Modality.SANKSI:
        # "Sanksi" alone announces; a sentence that threatens names who or what kind of sanction.
        return any(word in text for word in ("sanksi", "hukuman", "diberhentikan", "pidana"))
    return "netral" in text or "asn" in text


def _aspect_draft(
    question: Question, hits: Sequence[Hit], sentences: Sentences, modality: Modality, role: Role
) -> Draft | None:
    """The answer to "apa sanksinya" and "apa dasar hukumnya": about the act where one is named, else in general."""
    facts = sentences.facts(MOST_RULES)
    bare = _without_aspect(question)
    ruling = decide_verdict(bare, match_statements(bare, hits)) if bare.rule_needs else None
    if not (facts or ruling or not bare.rule_needs):
        return None
    found = sorted(_general(hits, modality), key=_worth, reverse=True)
    general = list(dict.fromkeys(statement.quote for statement in found))
    direct = [fact.quote for fact in facts]
    if not direct and not general:
        return None
    said = wording(question.language)
    lead = said.sanction if role is Role.SANCTION else said.legal_basis
    quotes = direct or general[:MOST_RULES]
    blocks = [Block(role, lead, _sentences(quotes))]
    rules = [quote for quote in _distinct(ruling.grounds, 1) if quote not in quotes] if ruling else []
    if rules:
        blocks.append(Block(Role.RULE, said.facts, _sentences(rules)))
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
    return Draft((Block(Role.RULE, wording(question.language).prohibitions, _sentences(quotes)),), None, ENGINE)


def _fact_draft(sentences: Sentences, surety: float = 0.0) -> Draft | None:
    quotes = [fact.quote for fact in sentences.facts(surety=surety)]
    if not quotes:
        return None
    return Draft((Block(Role.FACT, wording(sentences.question.language).facts, _sentences(quotes)),), None, ENGINE)


def _distinct(matches: Sequence[Match], most: int) -> list[Quote]:
    return list(dict.fromkeys(match.statement.quote for match in matches))[:most]


def _sentences(quotes: Sequence[Quote]) -> tuple[Sentence, ...]:
    return tuple(Sentence(quote.text, (quote,)) for quote in quotes)
