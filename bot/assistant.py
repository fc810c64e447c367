"""A message in, a reply out. The same for every channel; knows none of them.

Answering is a short list of named steps with an early way out. Danger comes first and can't be passed by:
``Assistant.reply`` looks for it before any step runs, and nothing that goes wrong later can lose it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from bot.answers import by_intent, entries, lists, talk, taps, urgent
from bot.conversation import Conversation
from bot.reply import Block, Reply, Status
from bot.store import Conversations
from bot.store.dangers import CountedDangers, Dangers
from bot.turn import Knowledge, Message, Turn
from bot.wording import Wording
from directory.library import Directory, Library
from intents.cleaning import holds_phone_number
from intents.languages import Language, Languages, load_languages
from intents.learning import collection_of, learnt_model
from intents.matcher import Matcher
from intents.safety import SAFETY_TOPICS, Danger, Grade, SafetyRules, load_safety
from intents.safety.kinds import common_english
from intents.sentences import Sentences, load_sentences
from intents.slots import OLDEST
from intents.understanding import HUBS, SHOW_ENTRY, URGENT_NUMBERS, Understanding
from intents.vocabulary import Vocabulary, load_vocabulary

log = logging.getLogger(__name__)


class Assistant:
    """Answers messages. Safe to use from several threads at once."""

    def __init__(
        self,
        library: Library,
        wording: Wording,
        conversations: Conversations,
        *,
        models: Path = Path("var/models"),
        conversation_hours: float = 12.0,
        dangers: Dangers | None = None,
    ) -> None:
        """Load sentences, vocabulary and safety rules, and what was learnt from them.

        Args:
            library: the entries.
            wording: what the assistant says itself.
            conversations: what it remembers.
            models: folder of what was learnt from the entries.
            conversation_hours: how long it remembers, for the words about privacy.
            dangers: counts kinds of danger by day; kept in memory if None.

        Raises:
            ContentError: one of the files has mistakes.
        """
        self._wording = wording
        self._conversations = conversations
        self._dangers = dangers or CountedDangers()
        self._hours = conversation_hours
        self._models = models
        self._sentences: Sentences = load_sentences()
        self._vocabulary: Vocabulary = load_vocabulary()
        self._safety: SafetyRules = load_safety()
        self._languages: Languages = load_languages()
        self._english = self._vocabulary.known_words | frozenset(common_english())
        self._knowledge = self._know(library.current)
        library.on_change.append(self._swap)

    @property
    def knowledge(self) -> Knowledge:
        """What answers are drawn from, for explanations."""
        return self._knowledge

    @property
    def safety(self) -> SafetyRules:
        """What danger is noticed by, for explanations."""
        return self._safety

    def reply(self, message: Message, who: str | None) -> Reply:
        """Return the reply to ``message`` and remember what the next one needs.

        Args:
            message: what was sent.
            who: key of the person, a keyed hash or the name of a test session. None for words that aren't sent to us
                but still being typed: nothing is read or kept about anybody. Danger is looked for as ever and not
                counted, since the same words come again with each letter.
        """
        try:
            danger = self.danger_in(message.text)
        except Exception:
            log.exception("A message could not be searched for danger")
            return talk.sorry(Turn(message, self._knowledge, Conversation()))  # it may have been one: 999 is named
        turn = Turn(message, self._knowledge, self._remembered(who))
        try:
            reply = self.answer_to(turn, danger)
        except Exception:
            # Whatever went wrong, a person in danger gets help and everybody gets an answer. No text is logged.
            log.exception("A message could not be answered")
            reply = _in_trouble(turn, danger)
        if reply.status in (Status.ANSWERED, Status.CHOICES):
            turn.remember(card=None)
        turn.remember(last=reply.intent, offered=entries.offered_in(reply))
        if not self._remember(who, turn, reply) and reply.intent == talk.FORGET:
            reply = talk.sorry(turn)
        if danger and who is not None:
            self._count(danger, turn)
        return _with_urgent_help(turn, reply)

    def danger_in(self, text: str) -> Danger | None:
        """Return the danger in ``text``."""
        return self._safety.notice(text)

    def language_of(self, text: str, danger: Danger | None = None) -> Language | None:
        """Return the language of ``text``, if need be by the ``danger`` in it; None if it is, or may be, English."""
        told_danger = danger is not None and danger.layer == "languages"
        return self._languages.recognise(text, self._english) or (self._languages.all[-1] if told_danger else None)

    def answer_to(self, turn: Turn, danger: Danger | None) -> Reply:
        """Return the reply to ``turn``, in which stands what was understood. Nothing is kept; channels use `reply`."""
        language = self.language_of(turn.message.text, danger)
        reply = self._help(turn, danger) if danger else self._answer_from(turn, language)
        return _in_their_language(reply, language, danger)

    def forget(self, who: str) -> Reply:
        """Wipe what is remembered about ``who``, and say so; say sorry where that fails."""
        turn = Turn(Message(), self._knowledge, Conversation())
        return talk.forgotten(turn) if self._wipe(who) else talk.sorry(turn)

    def welcome(self, who: str) -> Reply:
        """Return the first message of a chat; what was remembered before is wiped, as far as that works."""
        self._wipe(who)
        return talk.welcome(Turn(Message(), self._knowledge, Conversation()))

    def _help(self, turn: Turn, danger: Danger) -> Reply:
        """Urgent help first; then the answer to what else was asked. A worry is answered with help below it.

        Likeness alone may be wrong. So what the message asks for is looked at then, and may take away the danger where
        it is known word for word, or make a worry of it where it is an ordinary question.
        """
        by_likeness = danger.layer == "likeness"
        understood = turn.knowledge.matcher.understand(turn.message.text) if by_likeness else None
        if understood and understood.how == "exact" and understood.intent != SHOW_ENTRY:
            return self._answer(turn)  # "what if they say no", "I'm in Heswall", "can my mum see this"
        if not danger.alarms or (understood and danger.doubtful and _is_ordinary(turn, understood)):
            reply = (danger.show and talk.open_entry(turn, danger.show)) or self._answer(turn)
            return urgent.with_safety_line(turn, danger, reply)
        reply = urgent.in_danger(turn, danger)
        return reply if turn.message.action else self._with_rest(turn, danger, reply)

    def _with_rest(self, turn: Turn, danger: Danger, reply: Reply) -> Reply:
        """Return the urgent ``reply`` with the answer to what else was asked, if something was."""
        remembered = turn.conversation
        try:
            rest = turn.message.text if danger.grade is Grade.UNSURE else self._safety.rest_of(turn.message.text)
            turn.message = replace(turn.message, text=rest)
            turn.remember(card=None)
            answer = self._answer(turn) if rest else None
            offered = danger.grade is Grade.UNSURE or self._safety.asks(rest)
            wanted = (Status.ANSWERED, Status.CHOICES) if offered else (Status.ANSWERED,)
            if answer and answer.status in wanted:
                turn.remember(urgent=True, card=remembered.card)
                return urgent.with_answer(turn, reply, answer)
        except Exception:
            log.exception("What else was asked could not be answered")
        turn.conversation = remembered  # "the first one" is one that was shown
        return reply

    def _remembered(self, who: str | None) -> Conversation:
        try:
            return Conversation() if who is None else self._conversations.load(who)
        except Exception:
            log.exception("A conversation could not be read")
            return Conversation()

    def _remember(self, who: str | None, turn: Turn, reply: Reply) -> bool:
        """Keep what the next message needs, and tell whether that went well: an answer isn't lost where it fails."""
        if who is None:
            return True
        if reply.intent == talk.FORGET:
            return self._wipe(who)
        try:
            self._conversations.save(who, turn.conversation)
        except Exception:
            log.exception("A conversation could not be kept")
            return False
        return True

    def _wipe(self, who: str) -> bool:
        """Wipe what is remembered about ``who``, and tell whether that went well."""
        try:
            self._conversations.forget(who)
        except Exception:
            log.exception("A conversation could not be wiped")
            return False
        return True

    def _count(self, danger: Danger, turn: Turn) -> None:
        """Count the kind of danger for its day; nothing else about it is kept."""
        try:
            self._dangers.count(danger.kind, turn.now().date())
        except Exception:
            log.exception("A danger could not be counted")

    def _answer(self, turn: Turn) -> Reply:
        return self._answer_from(turn, self.language_of(turn.message.text))

    def _answer_from(self, turn: Turn, language: Language | None) -> Reply:
        """Answer what is asked in ``language``; None is English."""
        if language is None or turn.message.action or turn.message.point:
            return _step_by_step(turn)
        matcher = turn.knowledge.matcher
        understood = self._languages.in_english(turn.message.text, language, matcher.known.term)
        turn.message = replace(turn.message, text=understood)
        reply = _step_by_step(turn)
        return reply if reply.status in UNDERSTOOD else talk.interpreters(turn) or reply

    def _know(self, directory: Directory) -> Knowledge:
        model = learnt_model(directory, self._vocabulary, self._sentences, self._models)
        ranker = collection_of(directory, self._models)
        matcher = Matcher(directory, self._vocabulary, self._sentences, model, ranker)
        return Knowledge(directory, matcher, self._wording, self._hours)

    def _swap(self, directory: Directory) -> None:
        self._knowledge = self._know(directory)


def _is_ordinary(turn: Turn, understood: Understanding) -> bool:
    """Tell whether a message surely asks for an entry that has nothing to do with danger, and there was none before."""
    found = turn.directory.known(understood.entries[:1])
    about_danger = bool(found) and bool(SAFETY_TOPICS & set(found[0].topics))
    return understood.sure and bool(found) and not about_danger and not turn.conversation.urgent


def _in_their_language(reply: Reply, language: Language | None, danger: Danger | None) -> Reply:
    """Say first, in ``language``, that we answer in English; in danger, to call 999."""
    if language is None:
        return reply
    line = language.in_danger if danger and danger.alarms else language.line
    return replace(reply, blocks=(Block(line), *reply.blocks))


def _step_by_step(turn: Turn) -> Reply:
    reply = next((reply for step in STEPS if (reply := step(turn))), None) or by_intent.nothing(turn)
    if holds_phone_number(turn.message.text):
        reply = replace(reply, blocks=(Block(turn.wording.nothing.cannot_ring), *reply.blocks))
    return reply


def _placed(turn: Turn) -> Reply | None:
    """A shared location asks for the nearest family hub."""
    if not turn.message.point:
        return None
    turn.understanding = Understanding(HUBS)
    return lists.nearest_hubs(turn, turn.message.point)


def _understood(turn: Turn) -> Reply | None:
    """Find out what the text means, and remember the details it tells."""
    matcher = turn.knowledge.matcher
    plain = matcher.plain(turn.message.text)
    if not plain:
        return talk.say_only(turn, turn.wording.nothing.empty, Status.ASKED_BACK)
    if plain.isdecimal() and int(plain) > OLDEST:  # no age
        return talk.say_only(turn, turn.wording.nothing.number.format(number=plain), Status.ASKED_BACK)
    turn.understanding = matcher.understand(turn.message.text, after_answer=turn.conversation.started)
    return urgent.going_on(turn, turn.understanding) or by_intent.answer_intent(turn, turn.understanding)


UNDERSTOOD = (Status.ANSWERED, Status.CHOICES, Status.SMALLTALK, Status.URGENT)
"""Answers to what we understand of a message in another language; instead of others, how to get an interpreter."""

STEPS: tuple[Callable[[Turn], Reply | None], ...] = (taps.tapped, _placed, _understood)
"""What happens to a message that holds no danger, in order; the first reply ends it."""


def _in_trouble(turn: Turn, danger: Danger | None) -> Reply:
    """Return urgent help for somebody in danger, and else a word of regret; both name 999."""
    try:
        return urgent.in_danger(turn, danger) if danger and danger.alarms else talk.sorry(turn)
    except Exception:
        log.exception("Urgent help could not be put together")
        return talk.sorry(turn)


def _with_urgent_help(turn: Turn, reply: Reply) -> Reply:
    """Once urgent help was shown, it stays one tap away for the rest of the conversation."""
    urgent_help = entries.to_urgent_help(turn)
    if not turn.conversation.urgent or urgent_help in reply.choices or reply.intent == URGENT_NUMBERS:
        return reply
    return replace(reply, choices=(*reply.choices, urgent_help))
