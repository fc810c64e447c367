"""Finds danger in a message: templates over the words as they were meant, then what speaks against them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple

from directory.errors import ContentError, Problem
from intents.safety.inflection import inflect
from intents.safety.kinds import Common, DangerFile, Grade, Reply, Who, everyday_words
from intents.safety.likeness import Likeness, Nearness
from intents.safety.reading import Reader, without_accents
from intents.safety.templates import Finder, Found, TemplateError, Token

ASK = 1.0
"""Score of the second layer from which the person is asked gently."""

CALM = 3.0
"""The same where something speaks against danger: a course, a book, long ago."""

DOUBT = -6.0
"""Score of the second layer below which a match about somebody else becomes a worry."""

MIN_WORDS = 3
SHORT_PART = 12
MOST_PARTS = 12

_RANKS = {grade: rank for rank, grade in enumerate(Grade)}
_FIRST_PERSON = frozenset({"i", "me", "myself", "meself", "mysen", "us", "ourselves"})


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

    @property
    def alarms(self) -> bool:
        """True if urgent help is shown first."""
        return self.grade is not Grade.WORRIED


class _Tag(NamedTuple):
    """What a template says."""

    group: str
    """Name of the field it stands in."""
    file: int = -1
    """Which kind; -1 for all."""


class _Hit(NamedTuple):
    grade: Grade
    file: int
    who: Who
    start: int
    end: int


class SafetyRules:
    """All kinds of danger, compiled."""

    def __init__(self, common: Common, files: Sequence[DangerFile]) -> None:
        """Compile them.

        Raises:
            ContentError: a template is written wrongly.
        """
        self.common = common
        self.files = tuple(files)
        means = {word: tuple(meant.split()) for word, meant in common.means.items()}
        for file in files:
            means |= {word: tuple(meant.split()) for word, meant in file.misspellings.items()}
        forms = partial(inflect, irregular=common.irregular)
        self._finder: Finder[_Tag] = Finder(common.lists, lambda word: means.get(word, (word,)), forms, _ARTICLES)
        self._compile()
        everyday = everyday_words()
        self._reader = Reader(self._finder.words, everyday, _rare(everyday), means, common.fillers, common.emoji)
        self._languages = [
            (number, re.compile("|".join(f"(?:{_folded(run)})" for runs in file.languages.values() for run in runs)))
            for number, file in enumerate(files)
            if file.languages
        ]
        self._own_child = re.compile("|".join(_folded(run) for run in common.who_languages) or r"(?!)")
        self._likeness: Likeness | None = None

    def use(self, likeness: Likeness) -> None:
        """Ask ``likeness`` too, where the lists are silent."""
        self._likeness = likeness

    def notice(self, text: str) -> Danger | None:
        """Return the most pressing danger in ``text``, as typed; None if there is none."""
        readings = self._reader.read(text)
        hits = [(hit, number) for number, tokens in enumerate(readings) for hit in self._hits(tokens)]
        alarms = [(hit, number) for hit, number in hits if hit.grade is not Grade.WORRIED]
        near = self._likeness.nearness(self._parts(text)) if self._likeness and (alarms or not hits) else None
        if near:
            hits = [(_doubted(hit, readings[number], near), number) for hit, number in hits]
        worry = None
        if hits:
            hit, number = min(hits, key=lambda both: (_RANKS[both[0].grade], self.files[both[0].file].order, both[1]))
            words = " ".join(token.text for token in readings[number][hit.start : hit.end])
            found = self._danger(hit, words, readings[number])
            if found.alarms:
                return found
            worry = found
        return self._in_another_language(text) or worry or self._like_danger(near, readings[0])

    def explain(self, text: str) -> list[str]:
        """Return, for an editor, how ``text`` is read and every template that was found in it."""
        lines = []
        for tokens in self._reader.read(text):
            lines.append("read as: " + " ".join("/".join(sorted(token.forms)) for token in tokens))
            for found in sorted(self._finder.find(tokens), key=lambda found: (found.start, found.end)):
                words = " ".join(token.text for token in tokens[found.start : found.end])
                kind = self.files[found.tag.file].kind if found.tag.file >= 0 else "all kinds"
                lines.append(f"{kind}, {found.tag.group}: {words}")
        if self._likeness:
            near = self._likeness.nearness(self._parts(text))
            lines.append(f"likeness: {near.score:.1f}, most like {near.kind}; asks from {ASK}")
        return lines

    def _compile(self) -> None:
        common, problems = self.common, []
        groups: list[tuple[_Tag, Iterable[str]]] = [
            (_Tag("not_it"), (phrase for group in common.not_it for phrase in group.phrases)),
            (_Tag("negation"), common.negation),
            (_Tag("denial"), common.denial),
            (_Tag("but"), common.but),
            (_Tag("past"), common.past),
            (_Tag("still"), common.still),
            (_Tag("soon"), common.soon),
            (_Tag("reported"), common.reported),
            *((_Tag(f"elsewhere {name}"), phrases) for name, phrases in common.elsewhere.items()),
            *((_Tag(f"who {who}"), phrases) for who, phrases in common.who.items()),
        ]
        for number, file in enumerate(self.files):
            groups += [
                (_Tag("says", number), (*file.phrases, *file.euphemisms)),
                (_Tag("immediate", number), file.immediate),
                (_Tag("mentions", number), file.mentions),
                (_Tag("unsure", number), file.unsure),
                (_Tag("worried", number), file.worried),
                (_Tag("not_it", number), (phrase for group in file.not_it for phrase in group.phrases)),
            ]
        for tag, phrases in groups:
            for phrase in phrases:
                try:
                    self._finder.add(phrase, tag, exact=tag.group == "not_it")
                except TemplateError as error:
                    name = self.files[tag.file].kind if tag.file >= 0 else "common"
                    problems.append(Problem(Path(f"safety/{name}.yaml"), 1, tag.group, str(error)))
        if problems:
            raise ContentError(problems)

    def _hits(self, tokens: list[Token]) -> list[_Hit]:
        found = self._finder.find(tokens)
        if not any(match.tag.group in _GRADED for match in found):
            return []
        signs = _Signs(found)
        return [
            hit
            for match in found
            if match.tag.group in _GRADED and (hit := self._weigh(match, tokens, signs)) is not None
        ]

    def _weigh(self, match: Found[_Tag], tokens: list[Token], signs: _Signs) -> _Hit | None:
        """Return what a match amounts to; None if it is no danger after all."""
        file, group = self.files[match.tag.file], match.tag.group
        own_words = {token.text for token in tokens[match.start : match.end]}
        personal = bool(own_words & _FIRST_PERSON)
        if signs.not_it(match) or signs.denied(match) or _guessed(tokens[match.start : match.end]):
            return None
        who = self._who(match, tokens, signs, personal, file)
        if signs.elsewhere and group == "mentions":
            return None
        if signs.elsewhere - set(file.not_elsewhere) and group != "worried" and not personal:
            if signs.elsewhere & _FAR_AWAY or not signs.somebody(tokens):
                return None
        grade = {"mentions": file.grade, "says": file.grade, "immediate": Grade.IMMEDIATE}.get(group) or Grade(group)
        if signs.past and not signs.still and not file.past_counts:
            grade = Grade.WORRIED
        elif grade is Grade.URGENT and signs.soon:
            grade = Grade.IMMEDIATE
        return _Hit(grade, match.tag.file, who, match.start, match.end)

    def _who(self, match: Found[_Tag], tokens: list[Token], signs: _Signs, personal: bool, file: DangerFile) -> Who:
        if signs.who(Who.PROFESSIONAL):
            return Who.PROFESSIONAL
        about = next((who for who in (Who.PARENT, Who.FRIEND) if signs.who(who)), None)
        others = {token.text for token in tokens} & _OTHERS
        if file.for_whom == (Who.SELF,) or (personal and not signs.reported(match, tokens)):
            guess = Who.SELF
        else:
            guess = about or (Who.PARENT if others else file.for_whom[0])
        return guess if guess in file.for_whom else file.for_whom[0]

    def _danger(self, hit: _Hit, words: str, tokens: Sequence[Token]) -> Danger:
        file = self.files[hit.file]
        return Danger(file.kind, hit.grade, self.reply_to(file, hit.who), words, hit.who, _age(tokens), file.show)

    def reply_to(self, file: DangerFile, who: Who) -> Reply:
        """Return what is said to ``who`` about this kind of danger."""
        own = file.replies.get(who) or self.common.replies.get(who)
        return own or next(iter(file.replies.values()))

    def _in_another_language(self, text: str) -> Danger | None:
        folded = _folded(text)
        for number, pattern in self._languages:
            match = pattern.search(folded)
            if match:
                file = self.files[number]
                who = Who.PARENT if self._own_child.search(folded) and Who.PARENT in file.for_whom else file.for_whom[0]
                return Danger(
                    file.kind, file.grade, self.reply_to(file, who), match[0], who, show=file.show, layer="languages"
                )
        return None

    def _like_danger(self, near: Nearness | None, tokens: Sequence[Token]) -> Danger | None:
        if near is None or near.score < ASK or len(tokens) < MIN_WORDS:
            return None
        found = self._finder.find(tokens)
        signs = _Signs(found)
        if any(match.tag.group in _GRADED and signs.denied(match) for match in found):
            return None
        if near.score < (CALM if signs.elsewhere or signs.past else ASK):
            return None
        file = next(file for file in self.files if file.kind == near.kind)
        who = next((who for who in (Who.PROFESSIONAL, Who.PARENT, Who.FRIEND) if signs.who(who)), Who.SELF)
        who = who if who in file.for_whom else file.for_whom[0]
        told = f"like known danger ({near.score:.1f})"
        reply = self.reply_to(file, who)
        return Danger(file.kind, Grade.UNSURE, reply, told, who, _age(tokens), layer="likeness")

    def plain(self, text: str) -> str:
        """Return ``text`` as it was meant, in plain words: what the second layer reads."""
        return " ".join(_meant(token) for token in self._reader.read(text)[0])

    def _parts(self, text: str) -> list[str]:
        """Return the whole and each longer sentence: danger may be said in one sentence of many."""
        sentences = [self.plain(part) for part in _SENTENCE.split(text) if len(part) > SHORT_PART]
        return [self.plain(text), *(sentences[:MOST_PARTS] if len(sentences) > 1 else ())]

    def rest_of(self, text: str) -> str:
        """Return the sentences of ``text`` that hold no danger: a question that is answered afterwards."""
        parts = [part for part in _SENTENCE.split(text) if part.strip()]
        calm = [part.strip() for part in parts if not any(self._hits(tokens) for tokens in self._reader.read(part))]
        return " ".join(calm) if len(calm) < len(parts) else ""


_LONG_WORD = 7
"""Letters from which one mended word alone tells enough."""

_SMALL_WORDS = frozenset(["on", "is", "of", "to", "it", "in", "at", "the", "a", "an", "and", "or", "for", "be", "are", "was", "so", "as", "am", "i", "do", "if", "by"])
_ARTICLES = ("a", "an", "the", "just", "really")
"""Words that a template may hold and a message may leave out."""

_COMMON = 9000
_LONG_ENOUGH = 5
_GRADED = frozenset({"says", "immediate", "mentions", "unsure", "worried"})
_FAR_AWAY = frozenset({"training", "policy", "fiction", "school-work", "game", "sport", "news"})
_OTHERS = frozenset(["he", "she", "they", "him", "her", "them", "his", "hers", "their", "himself", "herself", "themselves"])
_SENTENCE = re.compile(r"(?<=[.!?\n;])\s*|\b(?:also|anyway)\b", re.IGNORECASE)


class _Signs:
    """What else stands in a message, besides the danger."""

    def __init__(self, found: Iterable[Found[_Tag]]) -> None:
        self._by_group: dict[str, list[Found[_Tag]]] = {}
        for match in found:
            self._by_group.setdefault(match.tag.group, []).append(match)
        self.past = "past" in self._by_group
        self.still = "still" in self._by_group
        self.soon = "soon" in self._by_group
        self.elsewhere = {group.split(" ")[1] for group in self._by_group if group.startswith("elsewhere ")}

    def not_it(self, match: Found[_Tag]) -> bool:
        """Tell whether the words are part of something that only looks like it."""
        return any(
            other.tag.file in (-1, match.tag.file) and other.start < match.end and match.start < other.end
            for other in self._by_group.get("not_it", ())
        )

    def denied(self, match: Found[_Tag]) -> bool:
        """Tell whether the words are denied ("I'm not suicidal") and the denial isn't taken back."""
        negated = any(n.end == match.start for n in self._by_group.get("negation", ()))
        negated = negated or any(d.start == match.end for d in self._by_group.get("denial", ()))
        return negated and not any(but.start >= match.end for but in self._by_group.get("but", ()))

    def who(self, who: Who) -> bool:
        """Tell whether a sign of ``who`` is there."""
        return f"who {who}" in self._by_group

    def reported(self, match: Found[_Tag], tokens: Sequence[Token]) -> bool:
        """Tell whether the words are those of somebody else: "my son says I want to die"."""
        places = range(match.start, match.end)
        own = next((place for place in places if tokens[place].text in _FIRST_PERSON), match.end)
        reports = (report for report in self._by_group.get("reported", ()) if report.end <= own)
        return any(report.start == 0 or tokens[report.start - 1].text != "i" for report in reports)

    def somebody(self, tokens: Sequence[Token]) -> bool:
        """Tell whether the message is about somebody real: the writer, or somebody whom they know."""
        return bool({token.text for token in tokens} & _FIRST_PERSON) or self.who(Who.PARENT) or self.who(Who.FRIEND)


def _doubted(hit: _Hit, tokens: Sequence[Token], near: Nearness) -> _Hit:
    """Lower a match that isn't about the writer where the whole message is nothing like danger."""
    own = {token.text for token in tokens[hit.start : hit.end]} & _FIRST_PERSON
    return hit._replace(grade=Grade.WORRIED) if near.score < DOUBT and not own else hit


def _guessed(tokens: Sequence[Token]) -> bool:
    """Tell whether too much of a match rests on mended spelling."""
    mended = [token for token in tokens if token.mended]
    if not mended:
        return False
    if len(tokens) == 1:
        return len(tokens[0].text) < _LONG_WORD
    sure = [token for token in tokens if not token.mended and token.text not in _SMALL_WORDS]
    return len(mended) > len(sure)


def _meant(token: Token) -> str:
    near = token.forms - {token.text, "#", "##"}
    return next(iter(near)) if len(near) == 1 else token.text


def _age(tokens: Sequence[Token]) -> int | None:
    """Return the age in "i am 15", if there is one."""
    texts = [token.text for token in tokens]
    for first, second, third in zip(texts, texts[1:], texts[2:], strict=False):
        if (first, second) == ("i", "am") and third.isdigit() and 5 <= int(third) <= 99:
            return int(third)
    return None


def _rare(everyday: Sequence[str]) -> frozenset[str]:
    """Return words that are seldom meant: the list begins with the commonest."""
    return frozenset(word for word in everyday[_COMMON:] if len(word) >= _LONG_ENOUGH)


def _folded(text: str) -> str:
    """Return ``text`` in small letters without marks, for comparing other languages."""
    bare = "".join(
        c for c in unicodedata.normalize("NFKD", text.lower()) if unicodedata.category(c) not in ("Mn", "Cf")
    )
    return without_accents(bare).translate(_ALIKE)


_ALIKE = str.maketrans({"ى": "ي", "ة": "ه", "’": "'", "ʼ": "'"})
