"""Finds danger in a message: templates over the words as they were meant, then what speaks against them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from directory.errors import ContentError, Problem
from directory.yaml_file import from_root
from intents.clauses import clauses
from intents.cleaning import clean
from intents.safety.inflection import inflect
from intents.safety.kinds import FOLDER, Common, DangerFile, Grade, Reply, Who, common_english, words_of_places
from intents.safety.languages import OtherLanguages
from intents.safety.likeness import Likeness, Nearness
from intents.safety.parts import sentences_of
from intents.safety.reading import Reader
from intents.safety.second_layer import SecondLayer, likely_grade
from intents.safety.signs import AT_SCHOOL, FAR_AWAY, GRADED, SAID, Hit, Signs, Tag, age_told, guessed, is_own
from intents.safety.templates import Finder, Found, TemplateError, Token

_ARTICLES = ("a", "an", "the", "just", "really")
"""Words that a template may hold and a message may leave out."""

_COMMON = 9000
_SAYS_MORE = 4
"""Words beside what is denied from which on a message tells more than that."""

_LONG_ENOUGH = 4
_OTHERS = frozenset(
    ["he", "she", "they", "him", "her", "them", "his", "hers", "their", "himself", "herself", "themselves"]
)
_RANKS = {grade: rank for rank, grade in enumerate(Grade)}


@dataclass(frozen=True)
class Danger:
    """A danger that was noticed."""

    kind: str
    grade: Grade
    reply: Reply
    matched: str
    """The words that told; for ``sendlo why``, never for a log."""
    who: Who = Who.SELF
    age: int | None = None
    """Age of the one who writes, if told."""
    show: str | None = None
    """Entry that answers, for a worry."""
    layer: str = "lists"
    """``lists``, ``languages`` or ``likeness``: what noticed it."""
    doubtful: bool = False
    """True where likeness alone noticed it, and barely: a message that surely asks for something else is answered."""

    @property
    def alarms(self) -> bool:
        """True if urgent help is shown first."""
        return self.grade is not Grade.WORRIED


class SafetyRules:
    """All kinds of danger, compiled."""

    def __init__(self, common: Common, files: Sequence[DangerFile], folder: Path = FOLDER) -> None:
        """Compile them.

        Args:
            common: what all kinds share.
            files: the kinds.
            folder: where they were read from, to tell the line of a mistake.

        Raises:
            ContentError: a template is written wrongly.
        """
        self.common = common
        self.files = tuple(files)
        means = {word: tuple(meant.split()) for word, meant in common.means.items()}
        for file in files:
            means |= {word: tuple(meant.split()) for word, meant in file.misspellings.items()}
        forms = partial(inflect, irregular=common.irregular)
        self._finder: Finder[Tag] = Finder(common.lists, lambda word: means.get(word, (word,)), forms, _ARTICLES)
        self._compile(folder)
        everyday = common_english()
        known = (*everyday, *words_of_places())
        self._reader = Reader(self._finder.words, known, _rare(everyday), means, common.fillers, common.emoji)
        self._asks = re.compile(rf"(?:(?:and|but|also|plus)\s+)?(?:{'|'.join(common.asks)})\b")
        self._languages = OtherLanguages(files, common.who_languages)
        self._second: SecondLayer | None = None

    def use(self, likeness: Likeness) -> None:
        """Ask ``likeness`` too: where the lists are silent, and whether what they found may be doubted."""
        self._second = SecondLayer(likeness, self.plain, self._reader.knows)

    def notice(self, text: str) -> Danger | None:
        """Return the most pressing danger in ``text``, as typed; None if there is none."""
        readings, found, hits = self._by_lists(text)
        near = self.nearness(text)
        if self._second and hits:
            hits = self._second.doubted(hits, readings, text, near, self.common.second_layer)
        worry = None
        if hits:
            hit, number = self._most_pressing(hits, near)
            words = " ".join(token.text for token in readings[number][hit.start : hit.end])
            worry = self._danger(hit, words, readings[number])
            if worry.alarms:
                return worry
        asked = self._like_danger(near, readings[0], found[0]) if near else None
        only_worry = any(self._only_worries(hit) for hit, _ in hits)
        if asked and asked.alarms and (not only_worry or self._denies_and_tells(near, readings[0], found[0])):
            return self._in_another_language(text) or asked
        return self._in_another_language(text) or worry or asked

    def _denies_and_tells(self, near: Nearness | None, tokens: Sequence[Token], found: Sequence[Found[Tag]]) -> bool:
        """Tell whether something is denied and likeness is sure all the same: "never hits the kids but he pins me"."""
        if near is None or near.score < self.common.second_layer.denied:
            return False
        signs = Signs(found, tokens)
        return any(match.tag.group in GRADED and (signs.denied(match) or signs.half_denied(match)) for match in found)

    def _most_pressing(self, hits: Sequence[tuple[Hit, int]], near: Nearness | None) -> tuple[Hit, int]:
        """Return the hit to answer, and the number of its reading.

        The gravest grade counts; the kind is the one that likeness is certain of, if the lists found it too.
        """
        order = {hit: (_RANKS[hit.grade], self.files[hit.file].order, number) for hit, number in hits}
        first, reading = min(hits, key=lambda both: order[both[0]])
        if near is None or near.score < self.common.second_layer.calm_kind or not first.grade_alarms:
            return first, reading
        alike = [both for both in hits if self.files[both[0].file].kind == near.kind and both[0].grade_alarms]
        if not alike:
            return first, reading
        surest, reading = min(alike, key=lambda both: order[both[0]])
        return surest._replace(grade=first.grade), reading

    def nearness(self, text: str) -> Nearness | None:
        """Return how near ``text`` is to known messages in danger; None if that wasn't learnt, or it isn't English."""
        return self._second.nearness(text) if self._second else None

    def nearest(self, text: str) -> Nearness | None:
        """Return the same as it counts where the lists are doubted: of ``text``, or of a part of it."""
        near = self.nearness(text)
        if near is None or self._second is None:
            return None
        readings, _, hits = self._by_lists(text)
        return self._second.nearest(hits, readings, text, near, self.common.second_layer)

    def explain(self, text: str) -> list[str]:
        """Return, for an editor, how ``text`` is read and every template that was found in it."""
        lines = []
        for tokens in self._reader.read(text):
            lines.append("read as: " + " ".join("/".join(sorted(token.forms)) for token in tokens))
            for found in sorted(self._finder.find(tokens), key=lambda found: (found.start, found.end)):
                words = " ".join(token.text for token in tokens[found.start : found.end])
                kind = self.files[found.tag.file].kind if found.tag.file >= 0 else "all kinds"
                lines.append(f"{kind}, {found.tag.group}: {words}")
        if near := self.nearness(text):
            lines.append(f"likeness: {near.score:.1f}, most like {near.kind}; asks from {self.common.second_layer.ask}")
        return lines

    def _compile(self, folder: Path) -> None:
        common, problems = self.common, []
        groups: list[tuple[Tag, Iterable[str]]] = [
            (Tag("not_it"), (phrase for group in common.not_it for phrase in group.phrases)),
            (Tag("negation"), common.negation),
            (Tag("denial"), common.denial),
            (Tag("but"), common.but),
            (Tag("past"), common.past),
            (Tag("still"), common.still),
            (Tag("soon"), common.soon),
            (Tag("own"), common.own),
            (Tag("reported"), common.reported),
            *((Tag(f"elsewhere {name}"), phrases) for name, phrases in common.elsewhere.items()),
            *((Tag(f"who {who}"), phrases) for who, phrases in common.who.items()),
        ]
        for number, file in enumerate(self.files):
            groups += [
                (Tag("says", number), (*file.phrases, *file.euphemisms)),
                (Tag("immediate", number), file.immediate),
                (Tag("mentions", number), file.mentions),
                (Tag("unsure", number), file.unsure),
                (Tag("worried", number), file.worried),
                (Tag("not_it", number), (phrase for group in file.not_it for phrase in group.phrases)),
            ]
        for tag, phrases in groups:
            for phrase in phrases:
                try:
                    self._finder.add(phrase, tag, exact=tag.group == "not_it")
                except TemplateError as error:
                    path = folder / f"{self.files[tag.file].kind if tag.file >= 0 else 'common'}.yaml"
                    problems.append(Problem(from_root(path), _line_of(phrase, path), tag.group, str(error)))
        if problems:
            raise ContentError(problems)

    def _by_lists(self, text: str) -> tuple[list[list[Token]], list[list[Found[Tag]]], list[tuple[Hit, int]]]:
        """Return the ways to read ``text``, the templates found in each, and what may be danger with its reading."""
        readings = self._reader.read(text)
        found = [self._finder.find(tokens) for tokens in readings]
        hits = [
            (hit, number)
            for number, (tokens, matches) in enumerate(zip(readings, found, strict=True))
            for hit in self._hits(tokens, matches)
        ]
        return readings, found, hits

    def _hits(self, tokens: list[Token], found: Sequence[Found[Tag]]) -> list[Hit]:
        if not any(match.tag.group in GRADED for match in found):
            return []
        signs = Signs(found, tokens)
        return [
            hit
            for match in found
            if match.tag.group in GRADED and (hit := self._weigh(match, tokens, signs)) is not None
        ]

    def _weigh(self, match: Found[Tag], tokens: list[Token], signs: Signs) -> Hit | None:
        """Return what a match amounts to; None if it is no danger after all."""
        file, group = self.files[match.tag.file], match.tag.group
        if signs.not_it(match) or signs.denied(match) or guessed(tokens[match.start : match.end]):
            return None
        who = self._who(match, tokens, signs, file)
        if signs.elsewhere and group == "mentions":
            return None
        doubts = (
            signs.elsewhere - set(file.not_elsewhere) if group != "worried" and not is_own(match, tokens) else set()
        )
        far = bool(doubts and (signs.elsewhere & FAR_AWAY or not signs.somebody(tokens)))
        if far and not (group in SAID and doubts == AT_SCHOOL and signs.somebody_says(match, tokens)):
            return None
        grade = {"mentions": file.grade, "says": file.grade, "immediate": Grade.IMMEDIATE}.get(group) or Grade(group)
        if signs.half_denied(match) or _is_over(signs, file):
            grade = Grade.WORRIED  # likeness tells what follows the "but"
        elif far:
            grade = Grade.UNSURE  # "he says he wants to die when we do homework"
        elif grade is Grade.URGENT and signs.soon:
            grade = Grade.IMMEDIATE
        return Hit(grade, match.tag.file, who, match.start, match.end, group)

    def _only_worries(self, hit: Hit) -> bool:
        """Tell whether an editor wrote that these words are a worry and no more."""
        return hit.group == "worried" or self.files[hit.file].grade is Grade.WORRIED

    def _who(self, match: Found[Tag], tokens: list[Token], signs: Signs, file: DangerFile) -> Who:
        if signs.who(Who.PROFESSIONAL):
            return Who.PROFESSIONAL
        personal = signs.personal(match, tokens) and not signs.reported(match, tokens)
        guess = Who.SELF if personal or file.for_whom == (Who.SELF,) else _about(signs, tokens) or file.for_whom[0]
        return guess if guess in file.for_whom else file.for_whom[0]

    def _danger(self, hit: Hit, words: str, tokens: Sequence[Token]) -> Danger:
        file = self.files[hit.file]
        return Danger(file.kind, hit.grade, self.reply_to(file, hit.who), words, hit.who, age_told(tokens), file.show)

    def reply_to(self, file: DangerFile, who: Who) -> Reply:
        """Return what is said to ``who`` about this kind of danger."""
        own = file.replies.get(who) or self.common.replies.get(who)
        return own or next(iter(file.replies.values()))

    def _in_another_language(self, text: str) -> Danger | None:
        found = self._languages.find(text)
        if found is None:
            return None
        file, words = found
        parent = Who.PARENT in file.for_whom and self._languages.about_own_child(text)
        who = Who.PARENT if parent else file.for_whom[0]
        return Danger(file.kind, file.grade, self.reply_to(file, who), words, who, show=file.show, layer="languages")

    def _like_danger(self, near: Nearness, tokens: Sequence[Token], found: Sequence[Found[Tag]]) -> Danger | None:
        at = self.common.second_layer
        if near.score < at.worry:
            return None
        signs = Signs(found, tokens)
        denied = [match for match in found if match.tag.group in GRADED and signs.denied(match)]
        if denied and (near.score < at.denied or _only_denies(denied, tokens)):
            return None
        number, file = next((number, file) for number, file in enumerate(self.files) if file.kind == near.kind)
        not_it = {match.tag.file for match in found if match.tag.group == "not_it"}
        grade = likely_grade(near.score, len(tokens), number, not_it, at)
        if grade is None:
            return None
        if _is_over(signs, file) and near.score < at.calm_kind:
            grade = Grade.WORRIED
        who = Who.PROFESSIONAL if signs.who(Who.PROFESSIONAL) else _about(signs, tokens) or Who.SELF
        who = who if who in file.for_whom else file.for_whom[0]
        told = f"like known danger ({near.score:.1f})"
        reply = self.reply_to(file, who)
        doubtful = near.score < at.certain
        return Danger(file.kind, grade, reply, told, who, age_told(tokens), layer="likeness", doubtful=doubtful)

    def plain(self, text: str) -> str:
        """Return ``text`` as it was meant, in plain words: what the second layer reads."""
        return self._reader.plain(text)

    def rest_of(self, text: str) -> str:
        """Return what of ``text`` holds no danger: a question that is answered afterwards.

        Sentences if there are any; else what a sentence asks for besides, after "and" or a comma.
        """
        sentences = sentences_of(text)
        calm = self._calm(sentences)
        if not calm:
            calm = [part for part in self._calm(clauses(text)) if self.asks(part)]
        return " ".join(calm) if calm != sentences else ""

    def asks(self, text: str) -> bool:
        """Tell whether ``text`` begins as one does who asks for something: "how", "can", "needs"."""
        return bool(self._asks.match(clean(text)))

    def _calm(self, parts: Sequence[str]) -> list[str]:
        return [
            part
            for part in parts
            if not any(self._hits(tokens, self._finder.find(tokens)) for tokens in self._reader.read(part))
        ]


def _line_of(template: str, path: Path) -> int:
    """Return the line on which ``template`` stands alone, in a block of text or as an item; 1 if it does nowhere."""
    lines = [line.strip().removeprefix("- ").strip("\"'") for line in path.read_text(encoding="utf-8").splitlines()]
    return lines.index(template) + 1 if template in lines else 1


def _about(signs: Signs, tokens: Sequence[Token]) -> Who | None:
    """Return who writes about somebody else, as far as the words tell."""
    if signs.who(Who.PARENT):
        return Who.PARENT
    if signs.done_to_writer(tokens):
        return Who.SELF
    if signs.who(Who.FRIEND):
        return Who.FRIEND
    return Who.PARENT if {token.text for token in tokens} & _OTHERS else None


def _only_denies(denied: Iterable[Found[Tag]], tokens: Sequence[Token]) -> bool:
    """Tell whether hardly anything is said but that it isn't so: "I never want to hurt myself"."""
    told = {place for match in denied for place in range(match.start, match.end)}
    return len(tokens) - len(told) < _SAYS_MORE


def _is_over(signs: Signs, file: DangerFile) -> bool:
    """Tell whether it is long past, and doesn't matter as much then."""
    return signs.past and not signs.still and not file.past_counts


def _rare(everyday: Sequence[str]) -> frozenset[str]:
    """Return words that are seldom meant: the list begins with the commonest."""
    return frozenset(word for word in everyday[_COMMON:] if len(word) >= _LONG_ENOUGH)
