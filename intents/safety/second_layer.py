"""Weighs likeness to known messages: what it tells where the lists are silent, and what it says against them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

from intents.clauses import clauses
from intents.safety.kinds import CutOffs, Grade
from intents.safety.likeness import Likeness, Nearness
from intents.safety.parts import parts_of, sentences_of
from intents.safety.signs import Hit
from intents.safety.templates import Token

MIN_WORDS = 3
"""Fewer words are left to the lists."""

MIN_WORDS_TO_WORRY = 4
"""Fewer words say too little for a worry that only likeness has."""

SHORT = 4
"""Letters up to which an unknown word has so many neighbours that being near one of ours says little."""

HARDLY_ENGLISH = 0.4
"""Share of a message's words that we know, and of their letters, below which likeness, taught English, can't judge."""

MORE_DOUBT = 4.0
"""How much more it takes to doubt what may be a matter of minutes."""

EVERY_KIND = -1
"""Stands for all kinds where words were found that look like danger and are none."""


class SecondLayer:
    """Likeness, and how much its word counts.

    Args:
        likeness: scores messages in plain words.
        plain: gives a text as it was meant, in plain words.
        knows: tells whether a word is English, or a word of our lists.
    """

    def __init__(self, likeness: Likeness, plain: Callable[[str], str], knows: Callable[[str], bool]) -> None:
        self._likeness = likeness
        self._plain = plain
        self._knows = knows

    def nearness(self, text: str) -> Nearness | None:
        """Return how near a message, as typed, is to danger; None if hardly any word of it is English."""
        parts = parts_of(text, self._plain)
        words = [word for part in parts for word in part.split() if not word.isdecimal()]
        known = [word for word in words if self._knows(word)]
        letters, of_all = sum(map(len, known)), sum(map(len, words))
        if letters < HARDLY_ENGLISH * of_all or len(known) < HARDLY_ENGLISH * len(words):
            return None  # one long name among short foreign words makes no English
        return self._likeness.nearness(parts)

    def nearest(
        self,
        hits: Sequence[tuple[Hit, int]],
        readings: Sequence[list[Token]],
        text: str,
        whole: Nearness,
        at: CutOffs,
    ) -> Nearness:
        """Return what counts against doubts: how near the whole is, another reading, or the part that they are about.

        Args:
            hits: what the lists found, each with the number of its reading.
            readings: the ways in which the message can be read.
            text: the message, as typed.
            whole: how near the whole message is to danger.
            at: the cut-offs.
        """
        near = whole
        if near.score < at.doubt and (others := self._other_ways_to_read(text, readings)):
            near = max(near, self._likeness.nearness(others), key=lambda found: found.score)
        if near.score < at.doubt and len(parts := self._in_plain_words(clauses(text))) > 1:
            found = {token.text for hit, number in hits for token in readings[number][hit.start : hit.end]}
            told = max(parts, key=lambda part: (len(found & set(part.split())), -len(part)))
            part = self._likeness.nearness([told])  # "he self harms", of "he self harms and needs school transport"
            near = part if part.score >= at.alone else near
        return near

    def doubted(
        self,
        hits: Sequence[tuple[Hit, int]],
        readings: Sequence[list[Token]],
        text: str,
        near: Nearness | None,
        at: CutOffs,
    ) -> list[tuple[Hit, int]]:
        """Lower matches that likeness doubts, and drop those that took a real or a short word for a slip besides.

        No part is doubted for the sake of the others.

        Args:
            hits: what the lists found, each with the number of its reading.
            readings: the ways in which the message can be read.
            text: the message, as typed.
            near: how near the whole message is to danger; None if hardly any word is English, when slips are doubted.
            at: the cut-offs.
        """
        if near is None:
            mended = [any(token.mended for token in readings[number][hit.start : hit.end]) for hit, number in hits]
            return [
                (hit._replace(grade=Grade.WORRIED) if slip else hit, number)
                for (hit, number), slip in zip(hits, mended, strict=True)
            ]
        open_to = [_doubts_about(hit, readings[number], len(readings[0])) for hit, number in hits]
        if not any(map(any, open_to)):
            return list(hits)  # nothing would change: the parts needn't be read
        near = self.nearest(hits, readings, text, near, at)
        kept = []
        for (hit, number), doubts in zip(hits, open_to, strict=True):
            if (doubts.real and near.score < at.worry) or (doubts.short and near.score < at.doubt):
                continue
            doubted = doubts.alarms and near.score < at.doubt - MORE_DOUBT * (hit.grade is Grade.IMMEDIATE)
            kept.append((hit._replace(grade=Grade.WORRIED) if doubted else hit, number))
        return kept

    def _other_ways_to_read(self, text: str, readings: Sequence[list[Token]]) -> list[str]:
        """Return the sentences one by one, where there are several, and the message as the lists read it."""
        sentences = self._in_plain_words(sentences_of(text))
        as_read = [" ".join(map(_meant, tokens)) for tokens in readings if any(token.mended for token in tokens)]
        return [*(sentences if len(sentences) > 1 else ()), *as_read]

    def _in_plain_words(self, pieces: Sequence[str]) -> list[str]:
        return [plain for piece in pieces if (plain := self._plain(piece))]


class _Doubts(NamedTuple):
    """What likeness may say against a match of the lists."""

    alarms: bool
    """It raises an alarm, and the message is long enough for likeness to tell that it is none."""
    real: bool
    """It took a real word for a slip."""
    short: bool
    """It took a short unknown word for a slip."""


def _doubts_about(hit: Hit, tokens: Sequence[Token], words: int) -> _Doubts:
    found = tokens[hit.start : hit.end]
    return _Doubts(
        alarms=hit.grade_alarms and words >= MIN_WORDS,
        real=any(token.real for token in found),
        short=any(token.mended and len(token.text) <= SHORT for token in found),
    )


def _meant(token: Token) -> str:
    near = token.forms - {token.text}
    return next(iter(near)) if token.mended and len(near) == 1 else token.text


def likely_grade(score: float, words: int, number: int, not_it: Collection[int], at: CutOffs) -> Grade | None:
    """Return how grave a message is that only likeness noticed; None if it is no danger.

    Args:
        score: how near it is to danger.
        words: how many words it has.
        number: the kind that it is nearest to.
        not_it: kinds of which words were found that look like danger and are none.
        at: the cut-offs.
    """
    if score < at.worry or words < MIN_WORDS:
        return None
    ask = at.calm_kind if number in not_it else at.calm if EVERY_KIND in not_it else at.ask
    if score >= ask:
        return Grade.UNSURE
    return Grade.WORRIED if words >= MIN_WORDS_TO_WORRY else None
