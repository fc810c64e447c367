"""Seeded misspellings: text as people really type it on a phone, to fit the gate and to teach what danger looks like.

Only learning uses this. The benchmark makes its misspellings with another generator on purpose.
"""

import random

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_SOUND_ALIKE = (
    ("ie", "ei"),
    ("ei", "ie"),
    ("ph", "f"),
    ("tion", "shun"),
    ("ence", "ance"),
    ("ance", "ence"),
    ("able", "ible"),
    ("ough", "uff"),
    ("ck", "k"),
    ("qu", "kw"),
    ("wh", "w"),
    ("ll", "l"),
    ("ss", "s"),
    ("tt", "t"),
    ("mm", "m"),
    ("ee", "ea"),
    ("ea", "ee"),
    ("ou", "u"),
    ("er", "a"),
    ("s", "z"),
    ("c", "s"),
    ("c", "k"),
)
_TEXT_SPEAK = {
    "you": "u",
    "your": "ur",
    "are": "r",
    "please": "pls",
    "to": "2",
    "for": "4",
    "because": "cos",
    "want": "wanna",
    "have": "av",
    "with": "wiv",
    "what": "wat",
    "the": "da",
    "and": "n",
    "about": "bout",
    "appointment": "appt",
    "people": "ppl",
    "tomorrow": "tmrw",
    "message": "msg",
    "thanks": "thx",
}


def _neighbours() -> dict[str, str]:
    near: dict[str, str] = {}
    for number, row in enumerate(_ROWS):
        for place, letter in enumerate(row):
            beside = row[max(place - 1, 0) : place] + row[place + 1 : place + 2]
            for other in (number - 1, number + 1):
                if 0 <= other < len(_ROWS):
                    beside += _ROWS[other][max(place - 1, 0) : place + 1]
            near[letter] = beside
    return near


_NEAR = _neighbours()


def misspell(text: str, slips: int, chance: random.Random) -> str:
    """Give ``text`` with ``slips`` mistakes, each in a word drawn at random, longer words more often.

    Args:
        text: words between single spaces.
        slips: how many mistakes to make; fewer where the text offers no place for them.
        chance: source of chance, so that the same seed gives the same mistakes.
    """
    words = text.split(" ")
    for _ in range(slips):
        places = [number for number, word in enumerate(words) if len(word) > 2 and word.isalpha()]
        if not places:
            break
        place = chance.choices(places, [len(words[number]) for number in places])[0]
        words[place] = _slip(words[place], chance)
    return " ".join(words)


def shorten(text: str, chance: random.Random) -> str:
    """Give ``text`` as hurried people shorten it: inner vowels dropped here and there, text speak."""
    words = []
    for word in text.split(" "):
        if word in _TEXT_SPEAK and chance.random() < 0.5:
            words.append(_TEXT_SPEAK[word])
        elif len(word) > 3 and chance.random() < 0.6:
            words.append(word[0] + "".join(c for c in word[1:] if c not in "aeiou" or chance.random() < 0.25))
        else:
            words.append(word)
    return " ".join(words)


def glue(text: str, chance: random.Random) -> str:
    """Give ``text`` with one space lost."""
    spaces = [place for place, letter in enumerate(text) if letter == " "]
    if not spaces:
        return text
    place = chance.choice(spaces)
    return text[:place] + text[place + 1 :]


def noised(text: str, chance: random.Random) -> str:
    """Give one noised copy of ``text``: mostly one to three slips, sometimes shortened or glued."""
    kind = chance.random()
    if kind < 0.25:
        return shorten(text, chance)
    if kind < 0.35:
        return misspell(glue(text, chance), 1, chance)
    return misspell(text, chance.choice((1, 2, 2, 3)), chance)


def _slip(word: str, chance: random.Random) -> str:
    place = chance.randrange(len(word))
    kind = chance.random()
    if kind < 0.2:
        return word[:place] + word[place + 1 :]
    if kind < 0.4:
        return word[:place] + chance.choice(_NEAR.get(word[place], "e") or "e") + word[place + 1 :]
    if kind < 0.6 and len(word) > 3:
        place = chance.randrange(1, len(word) - 1)
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    if kind < 0.75:
        return word[:place] + word[place] + word[place:]
    if kind < 0.9:
        fitting = [(old, new) for old, new in _SOUND_ALIKE if old in word[1:]]
        if fitting:
            old, new = chance.choice(fitting)
            return word[0] + word[1:].replace(old, new, 1)
    return word[:place] + chance.choice(_NEAR.get(word[place], "e") or "e") + word[place:]
