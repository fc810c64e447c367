"""Brings what people type into the one form that everything is compared in."""

from __future__ import annotations

from intents.cleaning import asked, clean, plain_words, without_accents
from intents.vocabulary import Vocabulary


class Forms:
    """Writes out text-speak and takes politeness off."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Use the abbreviations and the politeness of ``vocabulary``."""
        self._vocabulary = vocabulary

    def as_typed(self, text: str) -> str:
        """Return the plain words of ``text``, without accents: "Zoë" and "Zoe" are one name."""
        return plain_words(without_accents(clean(asked(text))))

    def written_out(self, text: str) -> str:
        """Return the same with abbreviations and text-speak written out."""
        words = self.as_typed(text).split()
        return " ".join(self._written_out(*three) for three in zip(["", *words], words, [*words[1:], ""], strict=False))

    def plain(self, text: str) -> str:
        """Return that without "hi", "please" and the like around it."""
        return self.without_politeness(self.written_out(text))

    def _written_out(self, before: str, word: str, after: str) -> str:
        """Write out one word between its neighbours: a digit is "for" only where it can't be a number."""
        short = self._vocabulary.short_forms
        counts = not after or after.isdecimal() or before in short.number_after or after in short.number_before
        if word.isdecimal() and counts:
            return word
        return short.abbreviations.get(word, word)

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
