"""Brings what people type into the one form that everything is compared in."""

from __future__ import annotations

from intents.cleaning import MAX_CHARACTERS, clean, plain_words, without_accents
from intents.vocabulary import Vocabulary


class Forms:
    """Writes out text-speak and takes politeness off."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Use the abbreviations and the politeness of ``vocabulary``."""
        self._vocabulary = vocabulary

    def as_typed(self, text: str) -> str:
        """Return the plain words of ``text``, without accents: "Zoë" and "Zoe" are one name."""
        return plain_words(without_accents(clean(text[:MAX_CHARACTERS])))

    def written_out(self, text: str) -> str:
        """Return the same with abbreviations and text-speak written out."""
        return " ".join(self._vocabulary.abbreviations.get(word, word) for word in self.as_typed(text).split())

    def plain(self, text: str) -> str:
        """Return that without "hi", "please" and the like around it."""
        return self.without_politeness(self.written_out(text))

    def without_politeness(self, text: str) -> str:
        """Take politeness off both ends of plain words, as long as something is left."""
        changed = True
        while changed:
            changed = False
            for polite in self._vocabulary.politeness:
                if text.startswith(f"{polite} "):
                    text, changed = text[len(polite) + 1 :], True
                if text.endswith(f" {polite}"):
                    text, changed = text[: -len(polite) - 1], True
        return text
