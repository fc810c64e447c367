"""What a collection knows of an entry: its id, its texts and whose it is."""

from __future__ import annotations

from dataclasses import dataclass

from directory.entry import Entry


@dataclass(frozen=True, slots=True)
class SearchedEntry:
    """One entry as it is searched."""

    id: str
    """Unlike any other entry's, also across councils."""
    names: tuple[str, ...] = ()
    """Every name that people call it by."""
    phrases: tuple[str, ...] = ()
    """How people ask for it."""
    text: str = ""
    """What it says of itself."""
    council: str = ""
    """Whose entry it is; empty where that doesn't matter."""

    @property
    def whole(self) -> str:
        """Everything, the most telling first: an encoder reads only so far."""
        return ". ".join(text for text in (*self.names, self.text, *self.phrases) if text)


def searched(entry: Entry, council: str = "") -> SearchedEntry:
    """Return an entry of the directory as it is searched."""
    texts = (entry.summary, entry.body, entry.how_to_get, *(step.text for step in entry.steps))
    text = " ".join(text for text in texts if text)
    return SearchedEntry(entry.id, entry.names, entry.phrases, text, council)
