"""Reads a message the way a person would: misspelt, glued, spaced out, disguised or shortened words as what they mean.

A word that nobody knows may have been meant as any word of our templates that is one slip away. We keep all of
them as forms of one token, since the words around it tell which one fits.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from intents.cleaning import clean, without_accents
from intents.model.by_hash import ByHash
from intents.safety.templates import Token

TWO_SLIPS_FROM = 8
"""Letters from which a word may be two slips away."""

RARE_FROM = 4
"""Real words with fewer letters are never taken for a slip."""

_TINY = 2
"""Letters of words that are mended only to words as short."""

_SURE_FROM = 5
"""Letters from which an unknown word with one likely meaning is taken for it in plain words."""

_PART_FROM = 4
"""Letters from which a word run together with others is surely one, unless it is a well-known short one."""

_CHUNK = re.compile(r"[^\W_]+(?:['!@$*.+|-]+[^\W_]+)*")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|\d+")
_LEET = str.maketrans(
    {
        "1": "i",
        "!": "i",
        "|": "i",
        "3": "e",
        "4": "a",
        "@": "a",
        "0": "o",
        "5": "s",
        "$": "s",
        "7": "t",
        "+": "t",
        "*": "",
    }
)
_DISGUISED = re.compile(r"[a-z][!@$*+|0-9]+[a-z]|^[@$5][a-z]{3}|[a-z]{2}[!@$013457]+$")
_AGE = re.compile(r"^\d+(yo|yr|yrs|y|st|nd|rd|th|am|pm|mg|ml|k|p|s|x)$")
_DOUBLED = re.compile(r"(.)\1+")
_PICTURE = re.compile(r"[\u2600-\u27bf\ufe0f\U0001f000-\U0001faff]")
_APART = re.compile(r"(?<![^\s.,-])[^\W\d_](?:[\s.,*-]{1,2}[^\W\d_]){2,}(?![^\W_])")

Span = tuple[int, int]
"""Where a word begins in others that were run together, and where it ends."""


class Reader:
    """Turns text into tokens."""

    def __init__(
        self,
        words: Collection[str],
        everyday: Collection[str],
        rare: Collection[str],
        means: Mapping[str, Sequence[str]],
        fillers: Collection[str],
        emoji: Mapping[str, str],
    ) -> None:
        """Build it.

        Args:
            words: what misspelt words are mended to.
            everyday: words that are right as they are.
            rare: everyday words that are more often a slip than meant, when one of ``words`` is near.
            means: shortened or joined words and the words they stand for.
            fillers: words that may stand anywhere.
            emoji: emoji and the word they stand for.
        """
        self._means = means
        self._emoji = emoji
        self._fillers = frozenset(fillers)
        self._words = frozenset(word for word in words if word.isalpha())
        self._rare = frozenset(rare) - self._words - means.keys()
        common = frozenset(everyday) - self._rare
        self._usual = self._words | common | means.keys()  # and the rare ones apart: no word is kept twice
        self._meant_as_typed = common & means.keys()
        self._near = _Neighbours([*sorted(self._words), *means])
        whole = {word for word in self._words if len(word) > _TINY}
        long = {word for word in common if len(word) > 3}
        self._parts = whole | long | {word for word in means if len(word) > 1} | _SHORT
        self._known_meant = lru_cache(maxsize=20_000)(self._look_up)
        self._parts_at = ByHash(self._find_parts)

    def read(self, text: str) -> list[list[Token]]:
        """Return the one or two ways to read ``text``."""
        first: list[Token] = []
        second: list[Token] = []
        for word in self._typed(text):
            one, other = self._meant(word)
            first += one
            second += other
        return [first] if first == second else [first, second]

    def knows(self, word: str) -> bool:
        """Tell whether ``word`` is English, or a word of our lists."""
        return word in self._usual or word in self._rare

    def plain(self, text: str) -> str:
        """Return ``text`` in plain words for the second layer, which reads slips itself.

        Only what surely means something else is written out: text-speak, long words one slip from a single word of our
        templates, and whole words run together.
        """
        return " ".join(self._in_plain_words(word) for word in self._typed(text))

    def _in_plain_words(self, word: str) -> str:
        meant = self._means.get(word, ())
        if len(meant) == 1 and word not in self._meant_as_typed:
            return meant[0]
        if self.knows(word) or not word.isascii() or not word.isalpha() or not _SURE_FROM <= len(word) <= 60:
            return word
        parts = self._part(word)
        if parts and all(len(part) >= _PART_FROM or part in _SHORT for part in parts):
            return " ".join(parts)
        near = [other for other in self._near.of(word, slips=1) if other not in self._means]
        return near[0] if len(near) == 1 else word

    def _typed(self, text: str) -> list[str]:
        """Return the words of ``text``; a space that slipped by a letter goes back ("ism issing")."""
        words = list(self._as_typed(text))
        if all(map(self.knows, words)):
            return words
        for place in range(len(words) - 1):
            words[place], words[place + 1] = self._with_space(words[place], words[place + 1])
        return words

    def _with_space(self, first: str, second: str) -> tuple[str, str]:
        if (self.knows(first) and self.knows(second)) or not (first + second).isalpha():
            return first, second
        shifted = ((first[:-1], first[-1] + second), (first + second[0], second[1:]))
        return next((pair for pair in shifted if self._surely_meant(pair)), (first, second))

    def _surely_meant(self, pair: Sequence[str]) -> bool:
        """Tell whether both are words, and one of them a longer one that tells of danger."""
        telling = any(word in self._words and len(word) >= _PART_FROM for word in pair)
        return telling and all(map(self.knows, pair))

    def _as_typed(self, text: str) -> Iterator[str]:
        cleaned = clean(text)
        for emoji, word in self._emoji.items():
            cleaned = cleaned.replace(emoji, f" {word} ")
        cleaned = _PICTURE.sub(" ", cleaned)
        # Letters apart: "k m s", "d.i.e".
        cleaned = _APART.sub(lambda run: f" {self._together(run[0])} ", without_accents(cleaned))
        for chunk in _CHUNK.findall(cleaned):
            yield from self._chunk(chunk)

    def _chunk(self, chunk: str) -> Iterator[str]:
        if chunk.isalpha():
            yield chunk
            return
        if _DISGUISED.search(chunk) and not _AGE.match(chunk):
            plain = re.sub(r"[^a-z]", "", chunk.translate(_LEET))
            if self._sounds_right(plain):
                yield plain
                return
        joined = re.sub(r"[.-]", "", chunk)
        if joined != chunk and joined.isalpha() and joined in self._words and len(joined) > 4:
            yield joined
            return
        for word in _WORD.findall(chunk):
            yield word.replace("'", "")

    def _together(self, run: str) -> str:
        letters = re.sub(r"[^\w]", "", run)
        if self.knows(letters):
            return letters
        if letters.startswith("i") and self.knows(letters[1:]):
            return f"i {letters[1:]}"
        return f"{letters[:-1]} i" if letters.endswith("i") and self.knows(letters[:-1]) else letters

    def _sounds_right(self, word: str) -> bool:
        return len(word) > 2 and (self.knows(word) or bool(self._near.of(word)) or bool(self._part(word)))

    def _meant(self, word: str) -> tuple[tuple[Token, ...], tuple[Token, ...]]:
        """Return the two ways to read one word; only a known one is remembered as it was typed."""
        return self._known_meant(word) if self.knows(word) else self._look_up(word)

    def _look_up(self, word: str) -> tuple[tuple[Token, ...], tuple[Token, ...]]:
        """Return the two ways to read one word."""
        plain = self._plainly(word)
        if word.isdigit() or not word.isascii() or len(word) > 60:
            return plain, plain
        if word in self._rare:
            near = [other for other in self._near.of(word, slips=1) if len(other) >= RARE_FROM]
            tokens = tuple(replace(token, real=True) for token in self._tokens(near, word))
            return (tokens or plain), plain
        if self.knows(word):
            return plain, plain
        if len(word) <= _TINY:
            near = [other for other in self._near.of(word, slips=1) if len(other) <= _TINY]
            tiny = self._tokens(near, word) or plain
            return tiny, tiny
        single = _DOUBLED.sub(r"\1", word)
        if single in self._words and single != word:
            stretched = self._tokens([single], word, mended=False)
            return stretched, stretched
        near = self._near.of(word)
        parted = self._part(word)
        if parted:
            apart = tuple(token for part in parted for token in self._plainly(part))
            return (self._tokens(near, word) or apart), apart
        runs = [other for other in near if len(self._means.get(other, ())) > 1]
        alike = self._tokens([other for other in near if other not in runs], word)
        run = self._plainly(runs[0]) if runs else ()
        return (alike or run or plain), (run or alike or plain)

    def _plainly(self, word: str) -> tuple[Token, ...]:
        return tuple(self._token(part) for part in self._means.get(word, (word,)))

    def _tokens(self, words: Sequence[str], typed: str, *, mended: bool = True) -> tuple[Token, ...]:
        singles = [self._means.get(word, (word,))[0] for word in words if len(self._means.get(word, (word,))) == 1]
        if not singles:
            return ()
        return (Token(typed, frozenset([typed, *singles]), all(word in self._fillers for word in singles), mended),)

    def _token(self, word: str) -> Token:
        if word.isdecimal():
            return Token(word, frozenset([word, "#", *(["##"] if int(word[:6]) >= 5 else [])]))
        return Token(word, frozenset([word]), word in self._fillers)

    def _part(self, word: str) -> list[str]:
        """Return the words that were run together in ``word``, as few and as long as possible; none if it is one."""
        return [word[begin:end] for begin, end in self._parts_at(word)]

    def _find_parts(self, word: str) -> tuple[Span, ...]:
        if len(word) < 4:
            return ()
        best: list[tuple[int, tuple[Span, ...]] | None] = [(0, ()), *([None] * len(word))]
        for end in range(1, len(word) + 1):
            for begin in range(max(0, end - 14), end):
                before, part = best[begin], word[begin:end]
                if before and part in self._parts:
                    cost = before[0] + (3 if part in self._words else 6) + (2 if len(part) == 1 else 0)
                    here = best[end]
                    if here is None or cost < here[0]:
                        best[end] = cost, (*before[1], (begin, end))
        whole = best[-1]
        if whole and 1 < len(whole[1]) <= 1 + len(word) // 3:
            return whole[1]
        return next(self._parted_by_a_letter(word), ())

    def _parted_by_a_letter(self, word: str) -> Iterator[tuple[Span, ...]]:
        """Yield where two words stand between which a letter was hit instead of the space bar: "kickedfme"."""
        for place in range(2, len(word) - 2):
            pair = [word[:place], word[place + 1 :]]
            if all(part in self._parts for part in pair) and any(part in self._words for part in pair):
                yield (0, place), (place + 1, len(word))


_SHORT = frozenset(
    [
        "i",
        "a",
        "to",
        "me",
        "my",
        "in",
        "it",
        "is",
        "am",
        "at",
        "on",
        "of",
        "or",
        "so",
        "no",
        "do",
        "be",
        "we",
        "us",
        "he",
        "up",
        "an",
        "if",
        "go",
        "as",
        "and",
        "the",
        "was",
        "you",
        "her",
        "him",
        "she",
        "has",
        "had",
        "not",
    ]
)


_BETWEEN = "\n"
"""Parts words that are kept as one text."""


class _Neighbours:
    """Finds words that are a slip away: a letter too many, too few, another one, or two swapped."""

    def __init__(self, words: Iterable[str]) -> None:
        self._by_rest: dict[str, str] = {}  # there are many: mostly a lone word, which takes no memory of its own
        self._long: dict[int, list[str]] = defaultdict(list)
        for word in dict.fromkeys(words):
            for rest in _rests(word):
                others = self._by_rest.get(rest)
                self._by_rest[rest] = f"{others}{_BETWEEN}{word}" if others else word
            if len(word) >= TWO_SLIPS_FROM - 1:
                self._long[len(word)].append(word)
        self._one_slip = ByHash(self._one_slip_away)
        self._two_slips = ByHash(self._two_slips_away)

    def of(self, word: str, slips: int = 2) -> list[str]:
        """Return the nearest words, nearest first; none that is more than ``slips`` away."""
        near = self._one_slip(word)
        if not near and slips > 1 and len(word) >= TWO_SLIPS_FROM - 1:
            near = self._two_slips(word)
        return list(near)

    def _one_slip_away(self, word: str) -> tuple[str, ...]:
        told = (self._by_rest.get(rest) for rest in _rests(word))
        maybe = {other for others in told if others for other in others.split(_BETWEEN)}
        return tuple(sorted(other for other in maybe if OSA.distance(word, other, score_cutoff=1) <= 1))

    def _two_slips_away(self, word: str) -> tuple[str, ...]:
        others = [
            o for size in range(len(word) - 2, len(word) + 3) for o in self._long.get(size, ()) if o[0] == word[0]
        ]
        found = process.extract(word, others, scorer=OSA.distance, score_cutoff=2, limit=3)
        return tuple(other for other, _, _ in found)


def _rests(word: str) -> set[str]:
    """Return ``word`` and what is left of it without one letter; two words a slip apart share one."""
    return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))} - {""}
