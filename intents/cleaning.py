"""Makes typed text comparable, and hides personal details in anything that is logged."""

from __future__ import annotations

import re
import unicodedata
from html import unescape

MAX_CHARACTERS = 2000
"""How much of a message is matched: its beginning and its end, where people ask. Danger is looked for in all of it."""

_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "“": '"', "”": '"', "–": "-", "—": "-"})
_PLAIN_ASCII = dict.fromkeys((*range(32), 127), " ") | {ord("`"): "'"}
_SPACES = re.compile(r"\s+")
_STRETCHED = re.compile(r"([a-z])\1{2,}")
_YEARS_OLD = re.compile(r"(?<![a-z])y[/.]o\b")
_MARKUP = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
_PHONE_NUMBER = re.compile(r"(?<![\w+])\(?(?:\+44|0)(?:[ ().-]{0,3}\d){8,12}(?!\d)")
_SIGNS = "".join(chr(code) for code in range(0x300, 0x1B00) if unicodedata.category(chr(code)).startswith("M"))
"""Vowel signs and accents that stand for themselves: to Python they are no letters, to a reader of Bengali they are."""
_WORD = re.compile(rf"[^\W_]+(?:'[^\W_]+|[{_SIGNS}]+[^\W_]*)*")
_SAME = str.maketrans({"ى": "ي", "ة": "\u0647", "’": "'", "\u02bc": "'", "\u0131": "i", "đ": "d"})
"""Letters of other languages that people write for one another."""

_PERSONAL = (
    (re.compile(r"[^\s@<>]+@[^\s@<>]+\.[a-z]{2,}", re.IGNORECASE), "[email]"),
    (re.compile(r"https?://\S+", re.IGNORECASE), "[link]"),
    (_PHONE_NUMBER, "[phone]"),
    (re.compile(r"\b\d{3}[ -]?\d{3}[ -]?\d{4}\b"), "[number]"),
    (re.compile(r"\b[a-z]{1,2}\d[a-z\d]?\s*\d[a-z]{2}\b", re.IGNORECASE), "[postcode]"),
    (re.compile(r"\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b"), "[date]"),
    (re.compile(r"\b\d{5,}\b"), "[number]"),
    (
        re.compile(
            r"\b((?:my|his|her|their) (?:full )?name(?:'?s| is)|(?:he|she|i)(?:'?s| is|'?m| am)? called)\s+"
            r"[^\W\d_]+(?:[ '-][A-Z][^\W\d_]*)*",
            re.IGNORECASE,
        ),
        r"\1 [name]",
    ),
)


def clean(text: str) -> str:
    """Return ``text`` in small letters, without control characters, accents on quotes or stretched words.

    Full-width letters and ligatures become plain ones (Unicode NFKC), invisible and direction marks go,
    and a letter typed three times or more is kept twice ("pleeeease" becomes "pleease").
    """
    small = text.translate(_PLAIN_ASCII).lower() if text.isascii() else _small_and_visible(text)
    return _STRETCHED.sub(r"\1\1", _SPACES.sub(" ", small).strip())


def _small_and_visible(text: str) -> str:
    # The quotes first: for Unicode, an acute accent standing alone is a space with an accent on it.
    plain = unicodedata.normalize("NFKC", text.translate(_QUOTES)).translate(_QUOTES)
    visible = "".join(
        " " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c
        for c in plain
        if unicodedata.category(c) not in ("Cf", "Cs", "Co", "Cn")
    )
    return unicodedata.normalize("NFKC", visible.lower())


def without_accents(text: str) -> str:
    """Return ``text`` with letters of the Latin alphabet bare of their marks."""
    if text.isascii():
        return text
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not "̀" <= c <= "ͯ")
    return unicodedata.normalize("NFC", bare).replace("ł", "l")


def asked(text: str) -> str:
    """Return what is matched of a message: its beginning and its end, without markup and phone numbers.

    A number to ring says nothing about what is needed; a full stop takes its place, as it parts what stands around it.
    """
    if len(text) > MAX_CHARACTERS:
        half = MAX_CHARACTERS // 2
        text = f"{text[:half].rpartition(' ')[0]}.\n{text[-half:].partition(' ')[2]}"
    return _PHONE_NUMBER.sub(". ", unescape(_MARKUP.sub(" ", text)))


def holds_phone_number(text: str) -> bool:
    """Tell whether somebody left a number to be rung on."""
    return bool(_PHONE_NUMBER.search(text))


def folded(text: str) -> str:
    """Return ``text`` in small letters without marks of any script, for comparing other languages."""
    if text.isascii():
        return text.lower()
    bare = "".join(
        c for c in unicodedata.normalize("NFKD", text.lower()) if unicodedata.category(c) not in ("Mn", "Cf")
    )
    return without_accents(bare).translate(_SAME)


def words_of(cleaned: str) -> list[str]:
    """Return the words of a cleaned text, in order; apostrophes stay inside words, and "y/o" is the word "yo"."""
    return _WORD.findall(_YEARS_OLD.sub(" yo", cleaned))


def plain_words(cleaned: str) -> str:
    """Return the words of a cleaned text without apostrophes, joined by single spaces: the form we compare."""
    return " ".join(word.replace("'", "") for word in words_of(cleaned))


def mask_personal_details(text: str) -> str:
    """Return ``text`` with emails, links, phone and other long numbers, postcodes, dates and told names hidden.

    Used on whatever reaches a log. It can't find everything personal, which is why messages aren't logged at all.
    """
    for pattern, stands_for in _PERSONAL:
        text = pattern.sub(stands_for, text)
    return text
