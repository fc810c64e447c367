"""How people say each intent: sentence templates in YAML, one file for each intent.

A template is words with ``[optional parts]``, ``(one|or|another)`` and slots: ``{entry}`` a name of an entry,
``{term}`` a glossary term, ``{area}``, ``{need}``, ``{age}``, ``{thing}`` a kind of thing to list,
``{position}`` a place in the last list, such as "the second one".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from directory.errors import ContentError, Problem
from directory.yaml_file import YamlFile, parse_as, read_yaml
from intents.cleaning import clean, plain_words

FOLDER = Path(__file__).parent
SLOTS = ("entry", "term", "area", "need", "age", "thing", "position")

_SLOT = re.compile(r"\{[^}]*\}")
_OPENS = re.compile(r"([\[(])")
_TOKEN = re.compile(r"\{(?P<slot>[a-z]+)\}|(?P<mark>[\[\]()|])|(?P<text>[^\[\](){}|]+)|(?P<bad>.)")


class IntentFile(BaseModel):
    """One file of ``sentences/<language>``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    intent: str
    """Name; the same as the file's."""
    about: str
    """What the person wants, for editors."""
    sentences: tuple[str, ...]
    needs_last_turn: bool = False
    """True where the sentence makes sense only after an answer, such as "what's their number"."""


@dataclass(frozen=True)
class Template:
    """One compiled sentence."""

    intent: str
    source: str
    pattern: re.Pattern[str]
    words: frozenset[str] | None
    """All words that it may hold; None if it has a slot, where anything may stand."""
    needed: tuple[frozenset[str], ...] = ()
    """Of each of these, a text must hold at least one: looking is quicker than comparing."""

    def may_fit(self, said: frozenset[str]) -> bool:
        """Tell whether a text of these words may fit at all."""
        if self.words is not None and not said <= self.words:
            return False
        return not any(map(said.isdisjoint, self.needed))


@dataclass(frozen=True)
class SentenceMatch:
    """A template that a text fits."""

    intent: str
    template: str
    groups: Mapping[str, str]
    """Slot name -> the words in its place."""
    literal_words: int
    """How many words are the template's own: the more, the surer."""


class Sentences:
    """All sentences of one language."""

    def __init__(self, files: Iterable[IntentFile], templates: Iterable[Template]) -> None:
        self.intents = {file.intent: file for file in files}
        self._templates = tuple(templates)

    @cached_property
    def plain(self) -> list[tuple[str, str]]:
        """Every sentence without a slot, all its variants written out, with its intent: examples to learn from."""
        return [
            (variant, file.intent)
            for file in self.intents.values()
            for sentence in file.sentences
            if "{" not in sentence
            for variant in variants(sentence)
        ]

    def match(self, text: str, accepts: Callable[[str, str], bool]) -> list[SentenceMatch]:
        """Return the intents whose sentences ``text`` fits, surest first, each intent once.

        Args:
            text: plain words.
            accepts: tells whether words may stand for a slot, from the slot's name and the words.
        """
        found: dict[str, SentenceMatch] = {}
        said = frozenset(text.split())
        for template in self._templates:
            match = template.pattern.fullmatch(text) if template.may_fit(said) else None
            if not match:
                continue
            groups = {slot: words for slot, words in match.groupdict().items() if words}
            in_slots = sum(len(words.split()) for words in groups.values())
            literal = len(text.split()) - in_slots
            surer = template.intent not in found or literal > found[template.intent].literal_words
            if surer and all(accepts(slot, words) for slot, words in groups.items()):
                found[template.intent] = SentenceMatch(template.intent, template.source, groups, literal)
        return sorted(found.values(), key=lambda match: -match.literal_words)


def load_sentences(folder: Path = FOLDER / "en") -> Sentences:
    """Load every sentence file.

    Raises:
        ContentError: with every problem of every file.
    """
    problems: list[Problem] = []
    files: list[IntentFile] = []
    templates: list[Template] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            yaml = read_yaml(path)
            file = parse_as(IntentFile, yaml)
            templates += _templates_of(file, yaml)
        except ContentError as error:
            problems += error.problems
            continue
        if file.intent != path.stem:
            problems.append(yaml.problem(["intent"], f"must be '{path.stem}', the name of its file"))
        files.append(file)
    if problems:
        raise ContentError(problems)
    return Sentences(files, templates)


def _templates_of(file: IntentFile, yaml: YamlFile) -> list[Template]:
    templates: list[Template] = []
    problems: list[Problem] = []
    for position, sentence in enumerate(file.sentences):
        try:
            templates.append(compile_template(file.intent, sentence))
        except ValueError as error:
            problems.append(yaml.problem(["sentences", position], str(error)))
    if problems:
        raise ContentError(problems)
    return templates


def compile_template(intent: str, source: str) -> Template:
    """Compile one sentence.

    Raises:
        ValueError: a bracket doesn't close, or the slot isn't known; the message tells an editor what to mend.
    """
    parts: list[str] = []
    own: set[str] = set()
    open_marks: list[str] = []
    for token in _TOKEN.finditer(source):
        if token["bad"]:
            raise ValueError(f"'{token['bad']}' can't stand in a sentence: use {{slot}}, [optional], (one|another)")
        if token["slot"]:
            if token["slot"] not in SLOTS:
                raise ValueError(f"there is no slot '{token['slot']}': use one of {', '.join(SLOTS)}")
            if f"(?P<{token['slot']}>" in "".join(parts):
                raise ValueError(f"the slot '{token['slot']}' stands twice: write two sentences")
            parts.append(rf"\s*(?P<{token['slot']}>\S+(?: \S+){{0,9}}?)\s*")
        elif token["mark"]:
            parts.append(_mark(token["mark"], open_marks))
        else:
            words = plain_words(clean(token["text"]))
            own.update(words.split())
            parts.append(rf"\s*\b{re.escape(words)}\b\s*" if words else r"\s*")
    if open_marks:
        raise ValueError(f"the bracket '{open_marks[-1]}' doesn't close")
    every_word = None if "{" in source else frozenset(own)
    return Template(intent, source, re.compile("".join(parts)), every_word, tuple(_needed(source)))


def _needed(source: str) -> Iterator[frozenset[str]]:
    """Yield each word that stands outside of all brackets, and the words of each choice between words alone."""
    rest = source
    while rest:
        outside, *opened = _OPENS.split(rest, maxsplit=1)
        yield from (frozenset({word}) for word in plain_words(clean(_SLOT.sub(" ", outside))).split())
        if not opened:
            return
        mark, rest = opened
        end = _closing(mark + rest, 0) - 1
        inside, rest = rest[:end], rest[end + 1 :]
        options = [plain_words(clean(option)) for option in inside.split("|")]
        if mark == "(" and all(options) and not set(inside) & set("[({"):
            yield frozenset(" ".join(options).split())


def _mark(mark: str, open_marks: list[str]) -> str:
    if mark in "[(":
        open_marks.append(mark)
        return "(?:"
    if mark == "|":
        if not open_marks:
            raise ValueError("'|' needs brackets around it: (one|another)")
        return "|"
    if not open_marks or open_marks.pop() + mark not in ("[]", "()"):
        raise ValueError(f"the bracket '{mark}' has no partner")
    return ")?" if mark == "]" else ")"


def variants(source: str, most: int = 60) -> list[str]:
    """Return a sentence with its optional parts in and out and every choice made, at most ``most`` of them.

    Where there are more, each is still a whole sentence, and every choice is made in some of them.
    """
    results = [""]
    rest = source
    while rest:
        match = re.match(r"([^\[(]*)([\[(])", rest)
        if not match:
            results = [f"{result} {rest}" for result in results]
            break
        end = _closing(rest, match.end() - 1)
        options = [v for option in _split(rest[match.end() : end]) for v in variants(option, most)]
        if match[2] == "[":
            options.append("")
        results = [f"{result} {match[1]} {option}" for result, option in _pairs(results, options, most)]
        rest = rest[end + 1 :]
    return list(dict.fromkeys(plain_words(clean(result)) for result in results))[:most]


def _pairs(results: list[str], options: list[str], most: int) -> list[tuple[str, str]]:
    """Return every result with every option, or, if those are too many, ``most`` pairs that use all of both."""
    if len(results) * len(options) <= most:
        return [(result, option) for result in results for option in options]
    count, choices = len(results), len(options)
    return [(results[i % count], options[(i + i // count) % choices]) for i in range(most)]


def _closing(text: str, start: int) -> int:
    depth = 0
    for position in range(start, len(text)):
        depth += (text[position] in "[(") - (text[position] in "])")
        if depth == 0:
            return position
    return len(text)


def _split(text: str) -> list[str]:
    parts, depth = [""], 0
    for character in text:
        depth += (character in "[(") - (character in "])")
        if character == "|" and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return parts
