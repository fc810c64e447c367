"""What else stands in a message besides the danger, and speaks for or against it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from intents.safety.kinds import Grade, Who
from intents.safety.templates import Found, Token

BEFORE = 3
"""How many words before a match may say that it is about the writer: "I just really want to die"."""

_CALMING = frozenset({"past", "negation", "denial"})
FIRST_PERSON = frozenset({"i", "me", "myself", "meself", "mysen", "us", "ourselves"})
GRADED = frozenset({"says", "immediate", "mentions", "unsure", "worried"})
AT_SCHOOL = frozenset({"school-work"})
"""What children do: "he says he wants to die when we do homework"."""

SAID = frozenset({"says", "immediate"})
FAR_AWAY = frozenset({"training", "policy", "fiction", "school-work", "game", "sport", "news"})

_MAY_HARM = frozenset(
    {"mum", "mam", "dad", "nan", "boyfriend", "girlfriend", "bf", "gf", "ex", "brother", "stepbrother", "cousin"}
)
"""Who is named as a friend's relation is, but may be the one who does harm."""

_I_AM = frozenset({("i", "am"), ("i", "have"), ("i", "get")})
_LONG_WORD = 7
"""Letters from which one mended word alone tells enough."""

_SMALL_WORDS = frozenset(
    [
        "on",
        "is",
        "of",
        "to",
        "it",
        "in",
        "at",
        "the",
        "a",
        "an",
        "and",
        "or",
        "for",
        "be",
        "are",
        "was",
        "so",
        "as",
        "am",
        "i",
        "do",
        "if",
        "by",
    ]
)


class Tag(NamedTuple):
    """What a template says."""

    group: str
    """Name of the field it stands in."""
    file: int = -1
    """Which kind; -1 for all."""


class Hit(NamedTuple):
    """A match that may be danger, weighed."""

    grade: Grade
    file: int
    who: Who
    start: int
    end: int
    group: str
    """Name of the field whose template matched."""

    @property
    def grade_alarms(self) -> bool:
        """True if urgent help is shown first."""
        return self.grade is not Grade.WORRIED


class Signs:
    """What else stands in a message, besides the danger."""

    def __init__(self, found: Iterable[Found[Tag]], tokens: Sequence[Token]) -> None:
        self._by_group: dict[str, list[Found[Tag]]] = {}
        for match in found:
            calms = match.tag.group in _CALMING or match.tag.group.startswith("elsewhere ")
            if calms and any(token.mended for token in tokens[match.start : match.end]):
                continue  # nothing may speak against danger that was only guessed
            self._by_group.setdefault(match.tag.group, []).append(match)
        self.past = "past" in self._by_group
        self.still = "still" in self._by_group
        self.soon = "soon" in self._by_group
        self.elsewhere = {group.split(" ")[1] for group in self._by_group if group.startswith("elsewhere ")}

    def not_it(self, match: Found[Tag]) -> bool:
        """Tell whether the words are part of something that only looks like it."""
        return any(
            other.tag.file in (-1, match.tag.file) and other.start < match.end and match.start < other.end
            for other in self._by_group.get("not_it", ())
        )

    def denied(self, match: Found[Tag]) -> bool:
        """Tell whether the words are denied ("I'm not suicidal") and the denial isn't taken back."""
        return self._negated(match) and not self._taken_back(match)

    def half_denied(self, match: Found[Tag]) -> bool:
        """Tell whether the words are denied, and something follows: "I'm not suicidal, but ..."."""
        return self._negated(match) and self._taken_back(match)

    def _negated(self, match: Found[Tag]) -> bool:
        before = any(n.end == match.start for n in self._by_group.get("negation", ()))
        return before or any(d.start == match.end for d in self._by_group.get("denial", ()))

    def _taken_back(self, match: Found[Tag]) -> bool:
        return any(but.start >= match.end for but in self._by_group.get("but", ()))

    def who(self, who: Who) -> bool:
        """Tell whether a sign of ``who`` is there. "A girl in my class" is said by a friend, not by a teacher."""
        signs = self._by_group.get(f"who {who}", ())
        friends = self._by_group.get(f"who {Who.FRIEND}", ()) if who is Who.PROFESSIONAL else ()
        return any(
            not any(friend.start <= sign.start and sign.end <= friend.end for friend in friends) for sign in signs
        )

    def reported(self, match: Found[Tag], tokens: Sequence[Token]) -> bool:
        """Tell whether the words are those of somebody else: "my son says I want to die"."""
        own = next(self._own_places(match, tokens), match.end)
        reports = (report for report in self._by_group.get("reported", ()) if report.end <= own)
        return any(report.start == 0 or tokens[report.start - 1].text != "i" for report in reports)

    def personal(self, match: Found[Tag], tokens: Sequence[Token]) -> bool:
        """Tell whether the words are the writer's about themselves: "hits me", or "I am" before them."""
        if any(True for _ in self._own_places(match, tokens)):
            return True
        said_before = tuple(token.text for token in tokens[max(0, match.start - 2) : match.start])
        return said_before in _I_AM

    def done_to_writer(self, tokens: Sequence[Token]) -> bool:
        """Tell whether something is done to the writer, and not to a friend who is named: "my dad will hurt me"."""
        friends = self._by_group.get(f"who {Who.FRIEND}", ())
        if any(not _MAY_HARM & {token.text for token in tokens[sign.start : sign.end]} for sign in friends):
            return False
        heard = self._heard()
        return any(not heard & set(range(own.start, own.end)) for own in self._by_group.get("own", ()))

    def _heard(self) -> set[int]:
        return {place for report in self._by_group.get("reported", ()) for place in range(report.start, report.end)}

    def _own_places(self, match: Found[Tag], tokens: Sequence[Token]) -> Iterator[int]:
        """Yield where the writer stands in a match; "told me" tells who heard it, not to whom it happened."""
        heard = self._heard()
        return (
            place
            for place in range(match.start, match.end)
            if place not in heard and tokens[place].text in FIRST_PERSON
        )

    def somebody_says(self, match: Found[Tag], tokens: Sequence[Token]) -> bool:
        """Tell whether the words are what somebody whom the writer lives with says: "he says he wants to die"."""
        told = self.reported(match, tokens)
        return told and bool({token.text for token in tokens} & {"he", "she", "we"} or self.somebody(tokens))

    def somebody(self, tokens: Sequence[Token]) -> bool:
        """Tell whether the message is about somebody real: the writer, or somebody whom they know."""
        return bool({token.text for token in tokens} & FIRST_PERSON) or self.who(Who.PARENT) or self.who(Who.FRIEND)


def is_own(match: Hit | Found[Tag], tokens: Sequence[Token]) -> bool:
    """Tell whether the words, or those just before them, are about the writer."""
    return bool({token.text for token in tokens[max(0, match.start - BEFORE) : match.end]} & FIRST_PERSON)


def guessed(tokens: Sequence[Token]) -> bool:
    """Tell whether too much of a match rests on mended spelling."""
    mended = [token for token in tokens if token.mended]
    if not mended:
        return False
    if len(tokens) == 1:
        return len(tokens[0].text) < _LONG_WORD
    sure = [token for token in tokens if not token.mended and token.text not in _SMALL_WORDS]
    return len(mended) > len(sure)


def age_told(tokens: Sequence[Token]) -> int | None:
    """Return the age in "i am 15", if there is one."""
    texts = [token.text for token in tokens]
    for first, second, third in zip(texts, texts[1:], texts[2:], strict=False):
        if (first, second) == ("i", "am") and third.isdecimal() and 5 <= int(third) <= 99:
            return int(third)
    return None
