"""Danger in other languages: regular expressions over text without marks, whatever the script."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from intents.cleaning import without_accents
from intents.safety.kinds import DangerFile


class OtherLanguages:
    """The words of every kind in other languages, compiled."""

    def __init__(self, files: Sequence[DangerFile], own_child: Iterable[str]) -> None:
        """Compile them; ``own_child`` are words for a child of one's own."""
        self._kinds = [
            (file, re.compile("|".join(f"(?:{folded(run)})" for runs in file.languages.values() for run in runs)))
            for file in files
            if file.languages
        ]
        self._own_child = re.compile("|".join(folded(run) for run in own_child) or r"(?!)")

    def find(self, text: str) -> tuple[DangerFile, str] | None:
        """Return the first kind whose words stand in ``text``, and those words."""
        plain = folded(text)
        for file, pattern in self._kinds:
            match = pattern.search(plain)
            if match:
                return file, match[0]
        return None

    def about_own_child(self, text: str) -> bool:
        """Tell whether ``text`` speaks of the writer's child."""
        return bool(self._own_child.search(folded(text)))


def folded(text: str) -> str:
    """Return ``text`` in small letters without marks, for comparing other languages."""
    bare = "".join(
        c for c in unicodedata.normalize("NFKD", text.lower()) if unicodedata.category(c) not in ("Mn", "Cf")
    )
    return without_accents(bare).translate(_ALIKE)


_ALIKE = str.maketrans({"ى": "ي", "ة": "\u0647", "’": "'", "\u02bc": "'"})
