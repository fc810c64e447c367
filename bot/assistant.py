"""A message in, a reply out. The same for every channel; knows none of them.

Answering is a short list of named steps with an early way out. Danger comes first and can't be passed by:
``Assistant.reply`` looks for it before any step runs, and nothing that goes wrong later can lose it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Lock

from bot.action import Action, Verb
from bot.answers import entries, follow_ups, lists, talk, urgent
from bot.conversation import Conversation
from bot.reply import Block, Choice, Reply, Status
from bot.store import Conversations
from bot.store.dangers import CountedDangers, Dangers
from bot.turn import Knowledge, Message, Turn
from bot.wording import Wording
from directory.entry import Audience, Entry
from directory.library import Directory, Library
from intents.languages import Language, Languages, load_languages
from intents.learning import collection_of, learnt_model
from intents.matcher import LIST, NOTHING, SHOW_ENTRY, Matcher, Understanding
from intents.safety import SAFETY_TOPICS, Danger, Grade, SafetyRules, load_safety
from intents.sentences import Sentences, load_sentences
from intents.slots import Slots
from intents.vocabulary import Vocabulary, load_vocabulary

log = logging.getLogger(__name__)

TOO_LONG = 600
"""Messages longer than this many characters are told that only their beginning was read, if nothing was found."""


LOW_MOOD = "mental-health"
"""Main topic of entries that are shown with what to do if it gets worse, though nothing said sounded like danger."""

FORGET = "forget"
"""The intent after which nothing is kept about who said it."""


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
        self._lock = Lock()
        self._knowledge = self._know(library.current)
        library.on_change.append(self._swap)

    @property
    def knowledge(self) -> Knowledge:
        """What answers are drawn from, for explanations."""
        return self._knowledge

    def reply(self, message: Message, who: str) -> Reply:
        """Return the reply to ``message`` and remember what the next one needs.

        Args:
            message: what was sent.
            who: key of the person, a keyed hash or the name of a test session.
        """
        try:
            danger = self.danger_in(message.text)
        except Exception:
            log.exception("A message could not be searched for danger")
            return _sorry(Turn(message, self._knowledge, Conversation()))  # it may have been one: 999 is named
        turn = Turn(message, self._knowledge, self._remembered(who))
        try:
            reply = self._help(turn, danger) if danger else self._answer(turn)
        except Exception:
            # Whatever went wrong, a person in danger gets help and everybody gets an answer. No text is logged.
            log.exception("A message could not be answered")
            reply = _in_trouble(turn, danger)
        if not self._remember(who, turn, reply) and reply.intent == FORGET:
            reply = _sorry(turn)
        if danger:
            self._count(danger, turn)
        return _with_urgent_help(turn, reply)

    def danger_in(self, text: str) -> Danger | None:
        """Return the danger in ``text``."""
        return self._safety.notice(text)

    def forget(self, who: str) -> Reply:
        """Wipe what is remembered about ``who``, and say so."""
        self._conversations.forget(who)
        return talk.forgotten(Turn(Message(), self._knowledge, Conversation()))

    def welcome(self, who: str) -> Reply:
        """Return the first message of a chat; what was remembered before is wiped."""
        self._conversations.forget(who)
        return talk.welcome(Turn(Message(), self._knowledge, Conversation()))

    def _help(self, turn: Turn, danger: Danger) -> Reply:
        """Urgent help first; then the answer to what else was asked. A worry is answered with help below it."""
        if not danger.alarms or (danger.doubtful and self._is_ordinary(turn)):
            reply = (danger.show and talk.open_entry(turn, danger.show)) or self._answer(turn)
            return urgent.with_safety_line(turn, danger, reply)
        reply = urgent.in_danger(turn, danger)
        rest = turn.message.text if danger.grade is Grade.UNSURE else self._safety.rest_of(turn.message.text)
        if not rest or turn.message.action:
            return reply
        remembered = turn.conversation
        try:
            turn.message = replace(turn.message, text=rest)
            answer = self._answer(turn)
            reply = urgent.with_answer(turn, reply, answer)
            if answer.status is not Status.ANSWERED:
                turn.conversation = remembered  # "the first one" is one that was shown
            turn.remember(urgent=True)
        except Exception:
            log.exception("What else was asked could not be answered")
            turn.conversation = remembered
        return reply

    def _is_ordinary(self, turn: Turn) -> bool:
        """Tell whether a message surely asks for an entry that has nothing to do with danger, or for ourselves."""
        understood = turn.knowledge.matcher.understand(turn.message.text)
        if understood.how == "exact" and understood.intent in (*turn.wording.smalltalk, "privacy"):
            return True  # "can my mum see this"
        found = turn.directory.known(understood.entries[:1])
        return understood.sure and bool(found) and not SAFETY_TOPICS & set(found[0].topics)

    def _remembered(self, who: str) -> Conversation:
        try:
            return self._conversations.load(who)
        except Exception:
            log.exception("A conversation could not be read")
            return Conversation()

    def _remember(self, who: str, turn: Turn, reply: Reply) -> bool:
        """Keep what the next message needs, and tell whether that went well: an answer isn't lost where it fails."""
        try:
            if reply.intent == FORGET:
                self._conversations.forget(who)
            else:
                self._conversations.save(who, turn.conversation)
        except Exception:
            log.exception("A conversation could not be kept")
            return False
        return True

    def _count(self, danger: Danger, turn: Turn) -> None:
        """Count the kind of danger for its day; nothing else about it is kept."""
        try:
            self._dangers.count(danger.kind, turn.now().date())
        except Exception:
            log.exception("A danger could not be counted")

    def _answer(self, turn: Turn) -> Reply:
        reply = next((reply for step in STEPS if (reply := step(turn))), None) or _nothing(turn)
        language = self._languages.recognise(turn.message.text, self._vocabulary.known_words)
        return _in_language(turn, reply, language) if language else reply

    def _know(self, directory: Directory) -> Knowledge:
        model = learnt_model(directory, self._vocabulary, self._sentences, self._models)
        ranker = collection_of(directory, self._models)
        matcher = Matcher(directory, self._vocabulary, self._sentences, model, ranker)
        return Knowledge(directory, matcher, self._wording, self._hours)

    def _swap(self, directory: Directory) -> None:
        with self._lock:
            self._knowledge = self._know(directory)


def _tapped(turn: Turn) -> Reply | None:
    """A tap says what is wanted without being understood."""
    action = turn.message.action
    if not action:
        return None
    if action.verb is Verb.SAY:
        return _do(turn, Understanding(action.target))
    if action.verb is Verb.DROP:
        return lists.without(turn, action.target) or _say_only(turn, turn.wording.errors.stale, Status.ASKED_BACK)
    if action.verb is Verb.FIND:
        turn.message = replace(turn.message, action=None, text=talk.example(turn, action.target))
        return None
    found = turn.directory.known([action.target])
    return TAPS[action.verb](turn, found[0]) if found else _gone(turn)


def _placed(turn: Turn) -> Reply | None:
    """A shared location asks for the nearest family hub."""
    if not turn.message.point:
        return None
    turn.understanding = Understanding("nearest-hub")
    return lists.nearest_hubs(turn, turn.message.point)


def _understood(turn: Turn) -> Reply | None:
    """Find out what the text means, and remember the details it tells."""
    matcher = turn.knowledge.matcher
    if not matcher.plain(turn.message.text):
        return _say_only(turn, turn.wording.nothing.empty, Status.ASKED_BACK)
    turn.understanding = matcher.understand(turn.message.text, after_answer=turn.conversation.started)
    return _do(turn, turn.understanding)


STEPS: tuple[Callable[[Turn], Reply | None], ...] = (_tapped, _placed, _understood)
"""What happens to a message that holds no danger, in order; the first reply ends it."""

TAPS: dict[Verb, Callable[[Turn, Entry], Reply]] = {
    Verb.SHOW: entries.show_entry,
    Verb.MORE: entries.show_more,
    Verb.EASY: entries.show_easy,
    Verb.CALL: entries.show_entry,
    Verb.MAP: entries.show_entry,
}


def _do(turn: Turn, understood: Understanding) -> Reply:
    """Answer one intent."""
    turn.understanding = understood
    intent = understood.intent
    if intent in INTENTS:
        return INTENTS[intent](turn, understood)
    if intent in follow_ups.ABOUT:
        return follow_ups.about_the_last(turn, intent)
    if intent in turn.wording.smalltalk:
        return talk.small_talk(turn, intent)
    return _nothing(turn)


def _show(turn: Turn, understood: Understanding) -> Reply:
    turn.conversation = turn.conversation.with_slots(replace(understood.slots, thing=None, kinds=frozenset()))
    found = _fitting(turn.directory.known(understood.entries), understood.slots)
    if not found:
        return _nothing(turn)
    if understood.sure:
        besides = turn.directory.known(understood.besides)
        reply = entries.show_entry(turn, found[0], [*besides, *found[1:]], also_asked=besides)
    else:
        words = turn.wording.choices
        reply = entries.offer(turn, found, words.several_names if understood.how == "exact" else words.intro)
    return urgent.if_worse(turn, reply) if found[0].topics[:1] == (LOW_MOOD,) else reply


def _fitting(found: list[Entry], slots: Slots) -> list[Entry]:
    """Put entries for another age last, and of those behind the first leave out what isn't for a young person who asks.

    The right help for the wrong age is no help; nor is a parents' charity for a lonely lad of 14.
    """
    if slots.ages:
        found = sorted(found, key=lambda entry: bool(entry.ages and not entry.ages.overlaps(*slots.ages or (0, 25))))
    if slots.asking is not Audience.YOUNG_PEOPLE:
        return found
    return [*found[:1], *(entry for entry in found[1:] if Audience.YOUNG_PEOPLE in entry.audience)]


def _list(turn: Turn, understood: Understanding) -> Reply:
    turn.conversation = turn.conversation.with_slots(understood.slots)
    return lists.list_entries(turn)


def _refine(turn: Turn, understood: Understanding) -> Reply:
    turn.conversation = turn.conversation.with_slots(understood.slots.over(turn.conversation.slots))
    reply = lists.refine(turn, understood.slots)
    if reply:
        return reply
    told = lists.describe(turn, turn.conversation.slots)
    details = f", {told}" if told else ""
    return _say_only(turn, turn.wording.nothing.what_for.format(details=details), Status.ASKED_BACK)


def _hubs(turn: Turn, understood: Understanding) -> Reply:
    turn.remember(area=understood.slots.area or turn.conversation.area)
    return lists.nearest_hubs(turn)


def _pick(turn: Turn, understood: Understanding) -> Reply:
    """Show the entry at a place of the last list; "that one" is the one in focus, or the first."""
    shown = turn.directory.known(turn.conversation.shown)
    words = understood.sentence.groups.get("position", "") if understood.sentence else ""
    position = turn.knowledge.matcher.position(words)
    if position is None:
        chosen = turn.directory.known([turn.conversation.focus or ""]) or shown[:1]
        return entries.show_more(turn, chosen[0]) if chosen else follow_ups.which(turn, shown)
    if not -len(shown) <= position <= len(shown):
        return follow_ups.which(turn, shown)
    return entries.show_entry(turn, shown[position - (position > 0)])


def _explain(turn: Turn, understood: Understanding) -> Reply:
    words = understood.sentence.groups.get("term", "") if understood.sentence else ""
    term = turn.knowledge.matcher.term(words)
    return talk.explain(turn, term) if term else _nothing(turn)


def _things_to_do(turn: Turn) -> Reply:
    """The command for things to do asks for the same list as its words."""
    return _list(turn, turn.knowledge.matcher.understand(turn.wording.lists.things_to_do))


def _start_again(turn: Turn, understood: Understanding) -> Reply:
    turn.conversation = Conversation(urgent=turn.conversation.urgent)
    return talk.small_talk(turn, understood.intent)


def _refused(turn: Turn) -> Reply:
    """After an EHC guide a "no" means its appeal; else, how to complain."""
    focus = turn.directory.known([turn.conversation.focus or ""])
    about_plans = bool(focus and "ehc-plan" in focus[0].topics)
    wanted = "guide-ehc-refused-or-disagree" if about_plans else "guide-complaints"
    return talk.open_entry(turn, wanted) or _nothing(turn)


INTENTS: dict[str, Callable[[Turn, Understanding], Reply]] = {
    SHOW_ENTRY: _show,
    LIST: _list,
    "refine": _refine,
    "nearest-hub": _hubs,
    "more": lambda turn, _: lists.more_of_list(turn),
    "pick": _pick,
    "explain-term": _explain,
    "ask-refused": lambda turn, _: _refused(turn),
    "start-again": _start_again,
    "help": lambda turn, _: talk.help_text(turn),
    "start": lambda turn, _: talk.welcome(turn),
    "privacy": lambda turn, _: talk.privacy(turn),
    FORGET: lambda turn, _: talk.forgotten(turn),
    "talk-to-a-person": lambda turn, _: talk.a_human(turn),
    urgent.HELP: lambda turn, _: urgent.urgent_numbers(turn),
    urgent.HIDE: lambda turn, _: urgent.quiet_exit(turn),
    urgent.SAFE: lambda turn, _: urgent.not_in_danger(turn),
    "activities": lambda turn, _: _things_to_do(turn),
    NOTHING: lambda turn, _: _nothing(turn),
}
"""Intent -> its answer. Follow-ups and small talk are in their own tables."""


def _nothing(turn: Turn) -> Reply:
    reply = lists.not_found(turn)
    if len(turn.message.text) > TOO_LONG:
        return replace(reply, blocks=(Block(turn.wording.nothing.too_long), *reply.blocks))
    return reply


def _in_language(turn: Turn, reply: Reply, language: Language) -> Reply:
    """Say first, in their language, that we answer in English; then what was understood, or an interpreter."""
    if reply.status not in (Status.ANSWERED, Status.SMALLTALK, Status.URGENT):
        reply = talk.open_entry(turn, "help-in-your-language") or reply
    return replace(reply, blocks=(Block(language.line), *reply.blocks))


def _gone(turn: Turn) -> Reply:
    return _say_only(turn, turn.wording.errors.gone, Status.ERROR)


def _in_trouble(turn: Turn, danger: Danger | None) -> Reply:
    """Return urgent help for somebody in danger, and else a word of regret; both name 999."""
    try:
        return urgent.in_danger(turn, danger) if danger and danger.alarms else _sorry(turn)
    except Exception:
        log.exception("Urgent help could not be put together")
        return _sorry(turn)


def _sorry(turn: Turn) -> Reply:
    return _say_only(turn, turn.wording.errors.text, Status.ERROR)


def _say_only(turn: Turn, text: str, status: Status) -> Reply:
    buttons = turn.wording.buttons
    choices = (entries.say(buttons.help, "help"), entries.say(buttons.urgent, "urgent-help"))
    return Reply(status, (Block(text),), choices=choices)


def _with_urgent_help(turn: Turn, reply: Reply) -> Reply:
    """Once urgent help was shown, it stays one tap away for the rest of the conversation."""
    urgent_help = Choice(turn.wording.buttons.urgent, Action(Verb.SAY, "urgent-help"))
    if not turn.conversation.urgent or urgent_help in reply.choices or reply.intent == "urgent-help":
        return reply
    return replace(reply, choices=(*reply.choices, urgent_help))
