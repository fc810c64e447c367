"""Templates of what people say, and the automaton that finds them in a row of words.

A template is plain words with a little notation, the same as in the intents' sentences where they share it:

- ``(a|b c)``  one of these; ``[a|b]`` or ``(a|b)?`` one of these or nothing
- ``{name}``   one of a named list of ``common.yaml``
- ``word*``    the word in any of its forms: ``hit*`` is hit, hits, hitting
- ``~``        up to two words of any kind; ``~4`` up to four
- ``#``        a number; ``##`` a number of five or more
- ``$``        the end of the message
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from sys import intern
from typing import Generic, TypeVar

from intents.safety.steps import START, Index, Steps

Tag = TypeVar("Tag")

_PIECES = re.compile(r"[()\[\]|?]|\{[a-z-]+\}|~\d*|##?|\$|[^\s()\[\]|{}~#?$]+")
_END = "$"
_ANY = "~"
_LARGE = 150
"""States from which a group gets an index of its own."""

_MOST_STEPS = 80_000
"""Steps that are remembered: some 10 MB at most."""


class TemplateError(ValueError):
    """A template can't be read; the message says why."""


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a message, as typed and as it may have been meant."""

    text: str
    forms: frozenset[str]
    filler: bool = False
    """True for words that may stand anywhere without changing what is said."""
    mended: bool = False
    """True if the forms are guesses: the word as typed is unknown, or a rare one."""
    real: bool = False
    """True if the word as typed is a word all the same: "splashed" may be "slashed", but seldom is."""


@dataclass(frozen=True, slots=True)
class Found(Generic[Tag]):
    """A template that was found in a row of words."""

    tag: Tag
    start: int
    end: int
    """Index after its last word."""


class Finder(Generic[Tag]):
    """Many templates, looked for together."""

    def __init__(
        self,
        lists: Mapping[str, Sequence[str]],
        expand: Callable[[str], Sequence[str]] = lambda word: [word],
        inflect: Callable[[str], Iterable[str]] = lambda word: [word],
        fillers: Iterable[str] = (),
    ) -> None:
        """Start without templates.

        Args:
            lists: the named lists, each of templates.
            expand: gives the words that a word stands for, such as "do not" for "dont".
            inflect: gives all forms of a word.
            fillers: words that a template may hold and a message may leave out.
        """
        self.words: set[str] = set()
        """Every word that a template holds: what misspelt words are mended to."""
        self._lists = lists
        self._expand = expand
        self._inflect = inflect
        self._fillers = frozenset(fillers)
        self._exact = False
        self._begins: list[int] = []
        self._moves: list[tuple[tuple[frozenset[str] | None, int], ...]] = []
        self._skips: list[tuple[int, ...]] = []
        self._tags: dict[int, list[Tag]] = defaultdict(list)
        self._kept: dict[frozenset[str], frozenset[str]] = {}
        self._all_words: frozenset[str] = frozenset()
        self._reached: dict[int, tuple[int, ...]] = {}
        self._memory: Steps | None = None

    def add(self, template: str, tag: Tag, *, exact: bool = False) -> None:
        """Look for ``template`` from now on; an ``exact`` one needs its fillers too.

        Raises:
            TemplateError: it isn't written right, or would match nothing or anything.
        """
        pieces = _PIECES.findall(template.lower().replace("'", ""))
        begin = self._state()
        self._begins.append(begin)
        self._exact = exact
        end, rest = self._alternatives(begin, pieces, closing=None)
        if rest:
            raise TemplateError(f"'{template}' has a bracket too many")
        reached = self._reachable(begin)
        if end in reached or any(words is None for state in reached for words, _ in self._moves[state]):
            raise TemplateError(f"'{template}' must begin with a word")
        self._tags[end].append(tag)
        self._memory = None

    def find(self, tokens: Sequence[Token]) -> list[Found[Tag]]:
        """Return every place where a template is found."""
        memory = self._remembered()
        active: list[tuple[int, int]] = []
        found: dict[tuple[int, int, int], None] = {}
        for place, token in enumerate((*tokens, Token(_END, frozenset([_END])))):
            words = token.forms & self._all_words
            steps = memory.of(words, token.filler)
            after = []
            for start, group in (*active, (place, START)):
                reached = steps.get(group)
                if reached is None:
                    states = self._after(memory, group, words)
                    states.update(memory.groups[group] if token.filler else ())
                    reached = memory.learn(steps, group, states, self._tags)
                if reached:
                    after.append((start, reached))
                    for state in memory.ends[reached]:
                        found[state, start, place + 1] = None
            active = after
        return [Found(tag, start, min(end, len(tokens))) for state, start, end in found for tag in self._tags[state]]

    def _after(self, memory: Steps, group: int, words: frozenset[str]) -> set[int]:
        """Return the states that ``words`` lead to from a group."""
        states, index = memory.groups[group], memory.indexes.get(group)
        if index is None and len(states) > _LARGE:
            index = memory.indexes[group] = self._index(states)
        targets: set[int] = set()
        if index is not None:
            targets.update(*(index.get(word, ()) for word in (*words, _ANY)))
        else:
            for state in states:
                for fitting, to in self._moves[state]:
                    if fitting is None or not fitting.isdisjoint(words):
                        targets.add(to)
        return {state for target in targets for state in self._closure(target)}

    def _index(self, group: Iterable[int]) -> Index:
        """Return word -> the states that it leads to from a large group."""
        index: dict[str, list[int]] = defaultdict(list)
        for state in group:
            for fitting, to in self._moves[state]:
                for word in fitting or (_ANY,):
                    index[word].append(to)
        same: dict[tuple[int, ...], tuple[int, ...]] = {}  # all forms of a word lead to the same
        return {
            word: same.setdefault(targets, targets)
            for word, targets in zip(index, map(tuple, index.values()), strict=True)
        }

    def _remembered(self) -> Steps:
        memory = self._memory  # once: another thread may begin anew
        if memory is None:
            self._all_words, self._reached = frozenset(self.words | {_END}), {}
            begins = (state for begin in self._begins for state in self._reachable(begin))
            memory = self._memory = Steps(self._index(begins))
        elif memory.count > _MOST_STEPS:
            memory = self._memory = Steps(memory.indexes[START])
        return memory

    def _state(self) -> int:
        self._moves.append(())
        self._skips.append(())
        return len(self._moves) - 1

    def _alternatives(self, begin: int, pieces: list[str], closing: str | None) -> tuple[int, list[str]]:
        """Build ``a|b|c`` up to the closing bracket; returns the end state and what is left."""
        end = self._state()
        plain: set[str] = set()
        while True:
            branch, pieces = self._branch_of(pieces)
            words = self._expand(branch[0]) if len(branch) == 1 and _is_word(branch[0]) else []
            if len(words) == 1:
                plain |= self._forms(words[0])
            else:
                self._skip(self._sequence(begin, branch), end)
            mark = pieces[0] if pieces else None
            pieces = pieces[1:]
            if mark != "|":
                break
        if mark != closing:
            raise TemplateError("a bracket isn't closed" if mark is None else f"'{mark}' stands at a wrong place")
        if plain:
            self._move(begin, frozenset(plain), end)
        return end, pieces

    @staticmethod
    def _branch_of(pieces: list[str]) -> tuple[list[str], list[str]]:
        depth = 0
        for place, piece in enumerate(pieces):
            if depth == 0 and piece in ("|", ")", "]"):
                return pieces[:place], pieces[place:]
            depth += (piece in "([") - (piece in ")]")
        return pieces, []

    def _sequence(self, begin: int, pieces: list[str]) -> int:
        here = begin
        while pieces:
            piece, pieces = pieces[0], pieces[1:]
            if piece in ("(", "["):
                # Its own state, so that two brackets in a row can't mix.
                inner = self._state()
                self._skip(here, inner)
                end, pieces = self._alternatives(inner, pieces, ")" if piece == "(" else "]")
                optional = piece == "[" or pieces[:1] == ["?"]
                pieces = pieces[1:] if pieces[:1] == ["?"] else pieces
                if optional:
                    self._skip(inner, end)
                here = end
            else:
                here = self._step(here, piece)
        return here

    def _step(self, here: int, piece: str) -> int:
        if piece.startswith("{"):
            return self._named(here, piece[1:-1])
        if piece.startswith("~"):
            for _ in range(int(piece[1:] or 2)):
                end = self._state()
                self._moves[here] += ((None, end),)
                self._skip(here, end)
                here = end
            return here
        if piece in ("#", "##", _END):
            return self._move(here, frozenset({piece}), self._state())
        if piece in ("|", ")", "]", "?"):
            raise TemplateError(f"'{piece}' stands at a wrong place")
        for word in self._expand(piece):
            end = self._move(here, frozenset(self._forms(word)), self._state())
            if word in self._fillers and not self._exact:
                self._skip(here, end)
            here = end
        return here

    def _named(self, here: int, name: str) -> int:
        if name not in self._lists:
            raise TemplateError(f"there is no list '{name}' in common.yaml")
        inner = self._state()
        self._skip(here, inner)
        pieces = _PIECES.findall("|".join(self._lists[name]).lower().replace("'", ""))
        return self._alternatives(inner, pieces, closing=None)[0]

    def _forms(self, word: str) -> set[str]:
        return set(self._inflect(word[:-1])) if word.endswith("*") else {word}

    def _move(self, here: int, words: frozenset[str], end: int) -> int:
        kept = self._kept.get(words)
        if kept is None:  # many templates hold the same words: they are kept once
            kept = frozenset(map(intern, words))
            self._kept[kept] = kept
            self.words |= kept
        self._moves[here] += ((kept, end),)
        return end

    def _skip(self, here: int, end: int) -> None:
        self._skips[here] += (end,)

    def _closure(self, state: int) -> tuple[int, ...]:
        """Return the states that are reached with ``state`` and matter: they lead on, or a template ends there."""
        if state not in self._reached:
            self._reached[state] = tuple(s for s in self._reachable(state) if self._moves[s] or s in self._tags)
        return self._reached[state]

    def _reachable(self, state: int) -> set[int]:
        reached, waiting = {state}, [state]
        while waiting:
            new = set(self._skips[waiting.pop()]) - reached
            reached |= new
            waiting += new
        return reached


def _is_word(piece: str) -> bool:
    return piece not in ("(", ")", "[", "]", "|", "?") and piece[0] not in "{~#$"
