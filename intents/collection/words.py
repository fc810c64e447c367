"""The words of a collection: from what somebody typed to the number of a word, slips of the fingers included."""

from __future__ import annotations

import re
import unicodedata
import zlib
from array import array
from collections.abc import Iterable, Mapping
from functools import cache
from hashlib import blake2b
from typing import Any

import numpy as np
import snowballstemmer
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

from intents.cleaning import clean
from intents.model.text_model import everyday_words

_ASCII_WORD = re.compile(r"[a-z0-9]+")
_WORD = re.compile(r"[^\W_]+")
_WITHOUT_SPACES = re.compile("([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff])")
"""Chinese and Japanese letters: written without spaces, so that each counts as a word."""
_LONGEST = 40  # bytes
_SHORTEST_MENDED = 4  # letters
_LONGEST_MENDED = 20

Bytes = NDArray[np.bytes_]


def words_in(text: str) -> list[str]:
    """Return the words of ``text`` in small letters, without accents and apostrophes, in order."""
    if text.isascii():
        return [word[:_LONGEST] for word in _ASCII_WORD.findall(text.lower().replace("'", ""))]
    parted = unicodedata.normalize("NFKD", clean(text).replace("'", ""))
    bare = "".join(letter for letter in parted if unicodedata.category(letter) != "Mn")
    found = _WORD.findall(_WITHOUT_SPACES.sub(r" \1 ", unicodedata.normalize("NFC", bare)))
    return [word.encode()[:_LONGEST].decode(errors="ignore") for word in found]


def wording_key(words: Iterable[str]) -> int:
    """Return a number for a whole wording: the same words in the same order give the same number."""
    digest = blake2b(" ".join(words).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little")


@cache
def _stemmer() -> snowballstemmer.EnglishStemmer:
    return snowballstemmer.stemmer("english")


def stem(word: str) -> str:
    """Return the stem of an English word; other words stay as they are."""
    return str(_stemmer().stemWord(word)) if word.isascii() and word.isalpha() else word


class WordTable:
    """Every form of every word, in order, and every form with one letter left out.

    Args:
        arrays: ``forms`` (sorted), ``form_words``, ``form_counts``, ``slips`` (sorted checksums), ``slip_forms``.
    """

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self._forms: Bytes = arrays["forms"]
        self._words = arrays["form_words"]
        self._counts = arrays["form_counts"]
        self._slips = arrays["slips"]
        self._slip_forms = arrays["slip_forms"]

    def number(self, word: str) -> int:
        """Return the number of ``word``, or of its stem; -1 if no entry has it."""
        for form in (word, stem(word)):
            place = self._place(form)
            if place >= 0:
                return int(self._words[place])
        return -1

    def mended(self, word: str) -> str | None:
        """Return the commonest form that is one slip away from ``word``; None if it is right or far from all."""
        if not _SHORTEST_MENDED <= len(word) <= _LONGEST_MENDED or not word.isalpha() or word in everyday_words():
            return None
        near = {self._forms[place].decode() for place in self._near(word)}
        right = [form for form in near if OSA.distance(word, form, score_cutoff=1) <= 1]
        return min(right, key=lambda form: (form[0] != word[0], -self._count(form), form), default=None)

    def _near(self, word: str) -> list[int]:
        sums = np.array([zlib.crc32(form.encode()) for form in one_left_out(word)], np.uint32)
        lows, highs = np.searchsorted(self._slips, sums), np.searchsorted(self._slips, sums, "right")
        return [int(place) for low, high in zip(lows, highs, strict=True) for place in self._slip_forms[low:high]]

    def _place(self, form: str) -> int:
        wanted = np.bytes_(form.encode())
        place = int(np.searchsorted(self._forms, wanted))
        return place if place < len(self._forms) and self._forms[place] == wanted else -1

    def _count(self, form: str) -> int:
        return int(self._counts[self._place(form)])


def word_arrays(
    forms: Mapping[str, int], counts: Mapping[str, int], words: Mapping[str, int]
) -> dict[str, NDArray[Any]]:
    """Lay out what a `WordTable` reads.

    Args:
        forms: every form that stands in an entry, and the number of its word.
        counts: in how many entries each form stands.
        words: every stem and its number.
    """
    known = {**words, **forms}
    ordered = sorted(known, key=str.encode)
    sums, places = array("L"), array("l")
    for place, form in enumerate(ordered):
        if form in forms and _SHORTEST_MENDED <= len(form) <= _LONGEST_MENDED and form.isalpha():
            shorter = one_left_out(form)
            sums.extend([zlib.crc32(less.encode()) for less in shorter])
            places.extend([place] * len(shorter))
    slips = np.array(sums, np.uint32)
    by_sum = np.argsort(slips, kind="stable")
    return {
        "forms": np.array([form.encode() for form in ordered], np.bytes_) if ordered else np.zeros(0, "S1"),
        "form_words": np.array([known[form] for form in ordered], np.int32),
        "form_counts": np.array([counts.get(form, 0) for form in ordered], np.int32),
        "slips": slips[by_sum],
        "slip_forms": np.array(places, np.int32)[by_sum],
    }


def one_left_out(word: str) -> list[str]:
    """Return ``word`` itself, and with each of its letters left out, each once.

    Two words that are one slip apart (a letter more, less, another, or two swapped) share one of these.
    """
    return list(dict.fromkeys([word, *(word[:place] + word[place + 1 :] for place in range(len(word)))]))
