"""Recognises that a message isn't in English, so that the first line of the answer can be in its language."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from directory.yaml_file import parse_as, read_yaml
from intents.cleaning import clean, words_of

MOST = 0.5
"""Share of a message's letters or words that must be of a language."""

FEWEST_WORDS = 2
"""One foreign word alone may be a name."""


class Language(BaseModel):
    """A language that we recognise and can't answer in."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    code: str
    script: str | None = None
    """Beginning of the Unicode names of its letters, such as ``ARABIC``."""
    scripts_besides: tuple[str, ...] = ()
    """For "another language": any script but these."""
    letters: str = ""
    """Letters that English doesn't have."""
    not_letters: str = ""
    """Letters of its script that only other languages use."""
    words: frozenset[str] = frozenset()
    """Everyday words of it that are no English words."""
    line: str
    """Says in that language that we answer in English, and how to get help."""
    native_review: bool
    """False until somebody who grew up with the language has read the line."""


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    languages: tuple[Language, ...]


class Languages:
    """Tells the language of a message, if it is one of ours and not English."""

    def __init__(self, languages: Iterable[Language]) -> None:
        """Recognise ``languages``; earlier ones are tried first."""
        self.all = tuple(languages)

    def recognise(self, text: str, english: frozenset[str] = frozenset()) -> Language | None:
        """Return the language of ``text``; None if it is, or may well be, English.

        Args:
            text: as typed.
            english: words that are English here, whatever else they may be.
        """
        cleaned = clean(text)
        scripts = [unicodedata.name(c, "").split(" ")[0] for c in cleaned if c.isalpha()]
        words = [word for word in words_of(cleaned) if word not in english]
        return next((language for language in self.all if _is(language, cleaned, scripts, words)), None)


def _is(language: Language, cleaned: str, scripts: list[str], words: list[str]) -> bool:
    if any(letter in cleaned for letter in language.not_letters):
        return False
    if language.script:
        return bool(scripts) and scripts.count(language.script) > MOST * len(scripts)
    if language.scripts_besides:
        foreign = [script for script in scripts if script not in language.scripts_besides]
        if scripts and len(foreign) > MOST * len(scripts):
            return True
    known = sum(word in language.words for word in words)
    telling = any(letter in cleaned for letter in language.letters)
    return known >= FEWEST_WORDS - telling and known >= MOST / 2 * len(words) and bool(words)


def load_languages(path: Path = Path(__file__).parent / "languages.yaml") -> Languages:
    """Load the languages; raises ``ContentError``."""
    return Languages(parse_as(_File, read_yaml(path, Path(path.name))).languages)
