"""Splits text into the word pieces that the sentence encoder knows (BERT, lower case)."""

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path

_ASCII_PIECES = re.compile(r"[a-z0-9]+|[!-/:-@\[-`{-~]")
_ASCII_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_LONGEST_WORD = 100
_CJK = (
    (0x4E00, 0x9FFF),
    (0x3400, 0x4DBF),
    (0x20000, 0x2A6DF),
    (0x2A700, 0x2B73F),
    (0x2B740, 0x2B81F),
    (0x2B920, 0x2CEAF),
    (0xF900, 0xFAFF),
    (0x2F800, 0x2FA1F),
)


class WordPieces:
    """Turns text into token numbers, exactly as the encoder saw it in training.

    Args:
        vocabulary: one piece a line, its line number is its token number; pieces that
            continue a word begin with ``##``.
    """

    def __init__(self, vocabulary: Path) -> None:
        lines = vocabulary.read_text(encoding="utf-8").splitlines()
        self._numbers = {piece: number for number, piece in enumerate(lines)}
        self._unknown = self._numbers["[UNK]"]
        self._start, self._end = self._numbers["[CLS]"], self._numbers["[SEP]"]

    def __len__(self) -> int:
        return len(self._numbers)

    def encode(self, text: str, longest: int) -> list[int]:
        """Give the token numbers of ``text``, between the start and end marks.

        Args:
            text: any text; it may be empty.
            longest: most tokens to give, marks included; the rest of the text is dropped.
        """
        return self.encode_words([text], longest)[0]

    def encode_words(self, words: Sequence[str], longest: int) -> tuple[list[int], list[int]]:
        """Give the same for a text in pieces, and where in it each piece begins; at last, where the last one ends.

        Args:
            words: the text's words, or other pieces of it.
            longest: most tokens to give, marks included; the rest of the text is dropped.
        """
        room = longest - 2
        tokens, begins = [self._start], [1]
        for piece in words:
            for word in split_words(piece):
                tokens += self._pieces(word)
                if len(tokens) > room:
                    break
            begins.append(min(len(tokens), room + 1))
        return [*tokens[: room + 1], self._end], begins

    def _pieces(self, word: str) -> list[int]:
        whole = self._numbers.get(word)
        return self._longest_pieces(word) if whole is None else [whole]

    def _longest_pieces(self, word: str) -> list[int]:
        if len(word) > _LONGEST_WORD:
            return [self._unknown]
        pieces: list[int] = []
        start = 0
        while start < len(word):
            for end in range(len(word), start, -1):
                number = self._numbers.get(word[start:end] if start == 0 else "##" + word[start:end])
                if number is not None:
                    pieces.append(number)
                    start = end
                    break
            else:
                return [self._unknown]
        return pieces


def split_words(text: str) -> list[str]:
    """Split ``text`` into lower-case words without accents; every punctuation mark stands alone."""
    if text.isascii():
        return _ASCII_PIECES.findall(_ASCII_CONTROL.sub("", text).lower())
    spaced = "".join(_clean(character) for character in text)
    plain = "".join(c for c in unicodedata.normalize("NFD", spaced) if unicodedata.category(c) != "Mn")
    return "".join(f" {c} " if _is_punctuation(c) else c for c in plain.lower()).split()


def _clean(character: str) -> str:
    if character in "\t\n\r":
        return " "
    if character == "\ufffd" or unicodedata.category(character).startswith("C"):
        return ""
    if any(low <= ord(character) <= high for low, high in _CJK):
        return f" {character} "
    return character


def _is_punctuation(character: str) -> bool:
    if character.isascii():
        return not character.isalnum() and not character.isspace()
    return unicodedata.category(character).startswith("P")
