"""What stands beside a verdict: both sides of a disagreement, the phases, limits and exceptions, sanction and legal basis."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence

from assistant.answer.cited import cited_terms
from assistant.answer.deontic import Ruling, is_about_the_act
from assistant.answer.matching import Match
from assistant.answer.notices import repealed_in_quote
from assistant.answer.phases import Phase, phases_of
from assistant.answer.question import Question
from assistant.answer.reading import load_reading
from assistant.answer.signals import spoken_of
from assistant.answer.statements import read_statements
from assistant.answer.voices import Voice, lowest_rank, voice_of
from assistant.types import Block, Hit, Modality, Quote, Role, Sentence, Statement, Verdict
from assistant.vocabulary import load_vocabulary
from assistant.wording import Wording, wording

MOST_LIMITS = 3
MOST_SANCTIONS = 2
MOST_BASES = 2
# A limit or an exception must fit the question nearly as well as the rule itself.
LIMIT_MARGIN = 0.3
_LIMITING = (Modality.BERSYARAT, Modality.TIDAK_BOLEH, Modality.WAJIB)
_EXCEPTING = (Modality.BERSYARAT, Modality.BOLEH)


def sentences_of(quotes: Sequence[Quote]) -> tuple[Sentence, ...]:
    """Quotations as sentences of an answer."""
    return tuple(Sentence(quote.text, (quote,)) for quote in quotes)


def disagreement_blocks(question: Question, ruling: Ruling, most: int) -> list[Block]:
    """Who allows and who forbids, with the day, and which of them stands higher or is newer."""
    said = wording(question.language)
    allowing, forbidding = (_by_voice(side, most) for side in (ruling.grounds, ruling.against))
    return [
        Block(Role.VERDICT, said.disagree_allowing.format(who=_named(allowing)), sentences_of(list(allowing))),
        Block(Role.RULE, said.disagree_forbidding.format(who=_named(forbidding)), sentences_of(list(forbidding))),
        Block(Role.MESSAGE, f"{_weighed(allowing, forbidding, said)} {said.disagree_advice}".strip()),
    ]


def _by_voice(matches: Sequence[Match], most: int) -> dict[Quote, Voice]:
    """The best quotation of each voice, the highest and newest voices first; a mere source only where nobody else speaks."""
    found: dict[str, tuple[Quote, Voice]] = {}
    for match in matches:
        voice = voice_of(match.statement.quote)
        found.setdefault(voice.name, (match.statement.quote, voice))
    named = [pair for pair in found.values() if pair[1].is_spoken or pair[1].rank != lowest_rank()]
    ranked = sorted(named or found.values(), key=lambda pair: (pair[1].rank.place, -_day(pair[1])))
    return dict(ranked[:most])


def _day(voice: Voice) -> int:
    return voice.date.toordinal() if voice.date else 0


def _named(voices: dict[Quote, Voice]) -> str:
    return "; ".join(f"{voice.name}, {voice.when}" if voice.when else voice.name for voice in voices.values())


def _weighed(allowing: dict[Quote, Voice], forbidding: dict[Quote, Voice], said: Wording) -> str:
    one, other = next(iter(allowing.values())), next(iter(forbidding.values()))
    higher, lower = sorted((one, other), key=lambda voice: voice.rank.place)
    if higher.rank != lower.rank:
        ranks = {"higher_rank": said.rank(higher.rank.names), "lower_rank": said.rank(lower.rank.names)}
        return said.disagree_higher.format(higher=higher.name, lower=lower.name, **ranks)
    if one.date and other.date and one.date != other.date:
        newer = max((one, other), key=_day)
        return said.disagree_newer.format(newer=newer.name, rank=said.rank(newer.rank.names))
    return ""


def phase_block(question: Question, matches: Sequence[Match], used: Collection[Quote]) -> Block | None:
    """One sentence for each side of the day on which the candidates are set, where they weigh the act differently."""
    found: dict[Phase, Quote] = {}
    for match in matches:
        if match.modality is Modality.TIDAK_BOLEH and is_about_the_act(match, question):
            phases = phases_of(match.statement.quote.text)
            if len(phases) == 1:
                found.setdefault(next(iter(phases)), match.statement.quote)
    quotes = [found[phase] for phase in Phase if phase in found]
    if len(quotes) < len(Phase) or set(quotes) <= set(used):
        return None
    return Block(Role.PHASE, wording(question.language).by_phase, sentences_of(quotes))


def limits_block(question: Question, ruling: Ruling, matches: Sequence[Match], used: Collection[Quote]) -> Block | None:
    """What else a reader must know of the act: the limits of a permission, the exceptions of a prohibition."""
    said = wording(question.language)
    is_allowed = ruling.verdict in (Verdict.BOLEH, Verdict.BERSYARAT)
    wanted, lead = (_LIMITING, said.limits) if is_allowed else (_EXCEPTING, said.exceptions)
    floor = ruling.grounds[0].score - LIMIT_MARGIN
    fitting = [
        match.statement.quote
        for match in matches
        if match.modality in wanted
        and match.score >= floor
        and match.statement.quote not in used
        and is_about_the_act(match, question)
    ]
    quotes = list(dict.fromkeys(fitting))[:MOST_LIMITS]
    return Block(Role.LIMIT, lead, sentences_of(quotes)) if quotes else None


def aspect_blocks(question: Question, hits: Sequence[Hit], ruling: Ruling, used: Collection[Quote]) -> list[Block]:
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
        found = _of_the_act(question, general(hits, modality))
        found.sort(key=lambda statement: (-worth(statement), statement.quote.passage.source.id not in documents))
        quotes = [quote for quote in dict.fromkeys(statement.quote for statement in found) if quote not in used][:most]
        if quotes:
            blocks.append(Block(role, lead, sentences_of(quotes)))
    return blocks


def _of_the_act(question: Question, statements: Sequence[Statement]) -> list[Statement]:
    """Those that name the asked act; where none does, those about neutrality as such."""
    acts = {need.term for need in question.acts}
    own = [one for one in statements if acts & spoken_of(one.quote.text)]
    return own or [one for one in statements if not acts or _names_no_act(one)]


def _names_no_act(statement: Statement) -> bool:
    vocabulary = load_vocabulary()
    return not spoken_of(statement.quote.text) & (vocabulary.acts - vocabulary.light)


def general(hits: Sequence[Hit], modality: Modality) -> list[Statement]:
    """Statements of a modality that concern neutrality as such, in the order of the hits."""
    return [
        statement
        for hit in hits
        for statement in read_statements(hit.passage)
        if statement.modality is modality and _is_about_neutrality(statement, modality)
    ]


def worth(statement: Statement) -> int:
    """How much a sentence is worth as a sanction or legal basis: kinds of sanction it names, or law that is in force."""
    if statement.modality is not Modality.SANKSI:
        return -len(repealed_in_quote(statement.quote, datetime.date.today()))
    return len(set(load_reading().sanction_kinds.findall(statement.quote.text.lower())))


def _is_about_neutrality(statement: Statement, modality: Modality) -> bool:
    text = statement.quote.text.lower()
    if modality is Modality.SANKSI:
        # "Sanksi" alone announces; a sentence that threatens names who or what kind of sanction.
        return any(word in text for word in ("sanksi", "hukuman", "diberhentikan", "pidana"))
    return "netral" in text or "asn" in text
