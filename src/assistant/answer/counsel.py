"""A language model as counsellor: it says in other words what an answer quotes, one sentence after the other.

It never rules: verdict and quotations are there before it is asked, and every sentence of it passes the gate alone. What
leaves this machine carries no names, numbers or addresses of people.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from traceback import extract_tb

from assistant.answer.generative import ChatModel
from assistant.answer.masking import Masks
from assistant.answer.phrasing import make_request, read_rewrite, read_sentences, rewrite_request
from assistant.answer.question import read_question
from assistant.answer.reply import Grounds, explained
from assistant.answer.verification import Gate
from assistant.errors import AssistantError, ChatModelTimeout
from assistant.text import sentence_spans, words
from assistant.types import Answer, Notice, Quote, Sentence
from assistant.vocabulary import Vocabulary
from assistant.wording import wording

ENGINE = "generative"
# What a reader takes in beside the quotations, and what a model may spend on it; Indonesian takes about two tokens a word.
MOST_SENTENCES = 6
MOST_TOKENS = 500
# A model that has said so much that nothing supports will not do better.
MOST_DROPPED = 12
# A question that stands alone is short, and whoever asks waits for it before there is any answer.
REWRITE_TOKENS = 80
REWRITE_SECONDS = 3.0


class Counsel:
    """Phrases answers with one chat model. Safe to use from several threads."""

    def __init__(self, model: ChatModel, seconds: float) -> None:
        self.model = model
        self._seconds = seconds

    def explain(
        self, answer: Answer, grounds: Grounds, vocabulary: Vocabulary, is_wanted: Callable[[], bool] = lambda: True
    ) -> Generator[Answer, None, None]:
        """The answer with one sentence of the model more each time, and at last with what is to be said of the model.

        Closing the iterator ends the model's work; so does `is_wanted` once it says no, even while it is waited for.
        """
        said = wording(answer.language)
        told: list[Sentence] = []
        dropped, failed = 0, ""
        try:
            with closing(self._sentences(grounds, vocabulary, is_wanted)) as sentences:
                for sentence in sentences:
                    if sentence is None:
                        dropped += 1
                        continue
                    told.append(sentence)
                    yield explained(answer, told, grounds.draft, ENGINE, dropped)
        except ChatModelTimeout as error:
            _log(error)
            failed = said.model_cut if told else said.model_slow
        except Exception as error:  # whatever it is, the quotations stay
            _log(error)
            failed = said.model_cut if told else said.model_failed
        if not is_wanted():
            return
        final = explained(answer, told, grounds.draft, ENGINE, dropped)
        failed = failed or ("" if told else said.model_empty)
        yield final.with_notice(Notice("model_failed", failed)) if failed else final

    def _sentences(
        self, grounds: Grounds, vocabulary: Vocabulary, is_wanted: Callable[[], bool]
    ) -> Generator[Sentence | None, None, None]:
        """Every sentence that passes the gate, as soon as it has; None for one that does not. Raises ChatModelError."""
        question, draft, passages = grounds.question, grounds.draft, grounds.passages
        masks, hide = self._masks(vocabulary)
        quoted = [quote.passage for block in draft.blocks for one in block.sentences for quote in one.quotes]
        chosen = [*quoted, *passages]
        request = make_request(question.text, draft.verdict, chosen, hide)
        gate = Gate.of(passages, question, draft.verdict)
        pieces = self.model.stream(
            request.system, request.user, max_tokens=MOST_TOKENS, seconds=self._seconds, is_wanted=is_wanted
        )
        told: set[tuple[str, ...]] = set()
        dropped = 0
        with closing(read_sentences(pieces, request.aliases)) as proposals:
            for proposal in proposals:
                if not is_wanted():
                    return
                text = masks.reveal(proposal.text)
                said = tuple(words(text))
                if said in told:
                    continue
                quotes = tuple(Quote(passage, 0, len(passage.text)) for passage in proposal.passages)
                admitted = gate.admit(Sentence(text, quotes, verbatim=False))
                yield admitted
                if admitted is None:
                    dropped += 1
                else:
                    told.add(said)
                if len(told) >= MOST_SENTENCES or dropped >= MOST_DROPPED:
                    return

    def _masks(self, vocabulary: Vocabulary) -> tuple[Masks, Callable[[str], str]]:
        """What hides people from a model elsewhere, and how a text is sent: to one on this machine as it stands."""
        masks = Masks()
        return masks, str if self.model.is_local else partial(masks.hide, vocabulary=vocabulary)

    def stand_alone(
        self,
        question: str,
        history: Sequence[str],
        vocabulary: Vocabulary,
        is_wanted: Callable[[], bool] = lambda: True,
    ) -> str:
        """A follow-up as a whole question (3 seconds at most), or nothing when the model fails, adds what nobody asked
        about, or leaves out what is asked now."""
        masks, hide = self._masks(vocabulary)
        try:
            request = rewrite_request(question, history, hide)
            written = self.model.complete(
                request.system,
                request.user,
                max_tokens=REWRITE_TOKENS,
                seconds=min(REWRITE_SECONDS, self._seconds),
                is_wanted=is_wanted,
            )
        except Exception as error:  # whatever it is, there is the rule for follow-ups that needs no model
            _log(error)
            return ""
        whole = masks.reveal(read_rewrite(written))
        return whole if whole and _asks_the_same(whole, question, history, vocabulary) else ""


def _asks_the_same(whole: str, question: str, history: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Whether a rewritten follow-up is one sentence that speaks of all that the follow-up does and of nothing new."""
    said = vocabulary.names(whole)
    asked = vocabulary.names(question).union(*(vocabulary.names(earlier) for earlier in history))
    denies = any(read_question(text, vocabulary).negated for text in (question, *history))
    return (
        len(sentence_spans(whole)) == 1
        and vocabulary.names(question) <= said <= asked
        and (denies or not read_question(whole, vocabulary).negated)
    )


def _log(error: Exception) -> None:
    """Tell the operator why a model could not be used; what others' errors say may hold the question."""
    if isinstance(error, AssistantError):
        logging.warning("%s", error)
        return
    place = extract_tb(error.__traceback__)[-1]
    logging.error("Model bahasa: %s (%s:%s)", type(error).__name__, Path(place.filename).name, place.lineno)
