"""Recognises that a message isn't in English: which line to say first, and what of the message we understand."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from directory.yaml_file import parse_as, read_yaml
from intents.cleaning import clean, folded, without_accents, words_of

ENOUGH = 0.25
"""Share of a message's letters from which it is in their script; names are typed in English letters."""

FEWEST_WORDS = 2
"""One foreign word in a message may be a name."""

LONG_ENOUGH = 4
"""Letters from which a word is enough where nothing else is said ("hola"), and is no chance likeness."""

_TYPED = re.compile(r"[A-Za-z][A-Za-z0-9]+")


class Language(BaseModel):
    """A language that we recognise and can't answer in."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    code: str
    script: str | None = None
    """Beginning of the Unicode names of its letters, such as ``ARABIC``."""
    scripts_besides: tuple[str, ...] = ()
    """For "another language": any script but these, and any letter of these that English doesn't have."""
    letters: str = ""
    """Letters that English doesn't have."""
    not_letters: str = ""
    """Letters of its script that only other languages use."""
    not_words: frozenset[str] = frozenset()
    """Words in its script that only other languages use."""
    words: frozenset[str] = frozenset()
    """Everyday words of it that nobody types in English."""
    line: str
    """Says in that language that we answer in English, and how to get help."""
    in_danger: str
    """The same, shorter, above the urgent numbers: 999 first."""
    native_review: bool
    """False until somebody who grew up with the language has read the lines."""


class Phrase(BaseModel):
    """English words, and how they are said in other languages."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    means: str
    said: Mapping[str, tuple[str, ...]]
    """Code of a language -> regular expressions over small letters without accents; in Latin and Cyrillic letters,
    beginnings of words."""


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    languages: tuple[Language, ...] = Field(min_length=1)
    asking: tuple[Phrase, ...]
    """What is asked; said before the names in a message."""
    topics: tuple[Phrase, ...]
    """What it is about; said after them."""


class Languages:
    """Tells the language of a message, if it is one of ours and not English."""

    def __init__(
        self, languages: Sequence[Language], asking: Iterable[Phrase] = (), topics: Iterable[Phrase] = ()
    ) -> None:
        """Recognise ``languages``; earlier ones are tried first, and the last is any other."""
        self.all = tuple(languages)
        codes = [language.code for language in languages]
        self._asking = {code: _compiled(code, asking) for code in codes}
        self._topics = {code: _compiled(code, topics) for code in codes}

    def recognise(self, text: str, english: frozenset[str] = frozenset()) -> Language | None:
        """Return the language of ``text``; None if it is, or may well be, English.

        Args:
            text: as typed.
            english: words that are English here, unless a language holds them.
        """
        cleaned = clean(text)
        letters = [c for c in cleaned if c.isalpha()]
        scripts = [unicodedata.name(c, "").split(" ")[0] for c in letters]
        words = [word.replace("'", "") for word in words_of(cleaned) if not word.isdecimal()]
        written = next((one for one in self.all if _in_script_of(one, cleaned, scripts, words)), None)
        if written or not words:
            return written
        told = {one.code: [word for word in words if self._is_of(one, word, english)] for one in self.all}
        best = max(self.all, key=lambda one: len(told[one.code]))
        others = [word for word in words if word not in told[best.code]]
        # A lone word is foreign if it is long enough; among other words it takes two, and more of them than English.
        alone = not others and any(len(word) >= LONG_ENOUGH for word in words)
        many = len(told[best.code]) >= FEWEST_WORDS
        more = len(told[best.code]) > sum(word in english for word in others)
        return best if alone or (many and more) else None

    def in_english(self, text: str, language: Language, is_name: Callable[[str], object]) -> str:
        """Return what we understand of a message in ``language``: names, abbreviations and the phrases that we know.

        Args:
            text: as typed.
            language: the message's.
            is_name: tells whether a word in small letters is a name or an abbreviation that we know.
        """
        plain = folded(clean(text))
        asking, topics = (
            [means for run, means in phrases[language.code] if run.search(plain)]
            for phrases in (self._asking, self._topics)
        )
        return " ".join([*asking, *_names(text, language, is_name), *topics])

    def _is_of(self, language: Language, word: str, english: frozenset[str]) -> bool:
        if word in language.words:
            return True
        bare = without_accents(word)
        if word in english or bare in english:
            return False
        if any(c in language.letters or (language.scripts_besides and not c.isascii()) for c in word):
            return True
        runs = (*self._asking[language.code], *self._topics[language.code])
        return len(word) >= LONG_ENOUGH and any(run.fullmatch(folded(word)) for run, _ in runs)


def _compiled(code: str, phrases: Iterable[Phrase]) -> list[tuple[re.Pattern[str], str]]:
    """Return what finds each phrase in one language, with its meaning; words may end as they like."""
    found = []
    for phrase in phrases:
        runs = "|".join(_begun(folded(run)) for run in phrase.said.get(code, ()))
        if runs:
            found.append((re.compile(rf"(?:{runs})\w*"), phrase.means))
    return found


def _begun(run: str) -> str:
    """Return ``run`` where words begin, in scripts that part them and add nothing before them."""
    return rf"\b{run}" if unicodedata.name(run[0], "").startswith(("LATIN", "CYRILLIC")) else run


def _in_script_of(language: Language, cleaned: str, scripts: Sequence[str], words: Sequence[str]) -> bool:
    if any(letter in cleaned for letter in language.not_letters) or not language.not_words.isdisjoint(words):
        return False
    if language.script:
        return scripts.count(language.script) > ENOUGH * len(scripts)
    if language.scripts_besides:
        return sum(script not in language.scripts_besides for script in scripts) > ENOUGH * len(scripts)
    return False


def _names(text: str, language: Language, is_name: Callable[[str], object]) -> list[str]:
    """Return the words of ``text`` that are the same in English: all in Latin letters where the language has others."""
    typed = _TYPED.findall(text)
    shouted = text.isupper()
    return [
        word
        for word in typed
        if (language.script and len(word) > 1)
        or (is_name(word.lower()) and ((word.isupper() and not shouted) or len(word) >= LONG_ENOUGH))
    ]


def load_languages(path: Path = Path(__file__).parent / "languages.yaml") -> Languages:
    """Load the languages; raises ``ContentError``."""
    file = parse_as(_File, read_yaml(path))
    return Languages(file.languages, file.asking, file.topics)
