"""Weighs likeness to known messages: what it tells where the lists are silent, and what it says against them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

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

EVERY_KIND = -1
"""Stands for all kinds where words were found that look like danger and are none."""


class SecondLayer:
    """Likeness, and how much its word counts.

    Args:
        likeness: scores messages in plain words.
        plain: gives a text as it was meant, in plain words.
    """

    def __init__(self, likeness: Likeness, plain: Callable[[str], str]) -> None:
        self._likeness = likeness
        self._plain = plain

    def nearness(self, text: str) -> Nearness:
        """Return how near a message, as typed, is to danger."""
        return self._likeness.nearness(parts_of(text, self._plain))

    def doubted(
        self, hits: Sequence[tuple[Hit, int]], readings: Sequence[list[Token]], text: str, near: Nearness, at: CutOffs
    ) -> list[tuple[Hit, int]]:
        """Lower matches that likeness doubts, and drop those that took a real or a short word for a slip besides.

        No sentence is doubted for the sake of the others.

        Args:
            hits: what the lists found, each with the number of its reading.
            readings: the ways in which the message can be read.
            text: the message, as typed.
            near: how near the whole message is to danger.
            at: the cut-offs.
        """
        if near.score < at.doubt and (others := self._other_ways_to_read(text, readings)):
            near = max(near, self._likeness.nearness(others), key=lambda found: found.score)
        kept = []
        for hit, number in hits:
            words = readings[number][hit.start : hit.end]
            real = any(token.real for token in words)
            short = any(token.mended and len(token.text) <= SHORT for token in words)
            if (real and near.score < at.worry) or (short and near.score < at.doubt):
                continue
            doubted = near.score < at.doubt and len(readings[0]) >= MIN_WORDS
            kept.append((hit._replace(grade=Grade.WORRIED) if doubted else hit, number))
        return kept

    def _other_ways_to_read(self, text: str, readings: Sequence[list[Token]]) -> list[str]:
        """Return the sentences one by one, where there are several, and the message as the lists read it."""
        sentences = [plain for sentence in sentences_of(text) if (plain := self._plain(sentence))]
        as_read = [" ".join(map(_meant, tokens)) for tokens in readings if any(token.mended for token in tokens)]
        return [*(sentences if len(sentences) > 1 else ()), *as_read]


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
