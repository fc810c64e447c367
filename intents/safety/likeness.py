"""The second layer: does a message mean danger, though no list knows its words?

The sentence encoder was taught with thousands of messages (``examples/``) to tell danger from what only looks like it;
on top of it, scores for each kind are learnt by ``sendlo safety learn`` and kept in ``likeness.npz``.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from intents.model.encoder import Encoder, Vectors
from intents.model.logistic import fit_logistic
from intents.model.noise import noised
from intents.safety.teaching import HARMLESS, Lesson

LEARNT = Path(__file__).parent / "likeness.npz"

SHARPNESS = 28.0
"""What the unit vectors are multiplied with before they are scored: about 16 for each of their three layers, as the
encoder was taught."""

_PENALTY = 3e-4
_NEAR_COUNTS = 3.0
"""How much a message in danger, or near it, counts."""
_ORDINARY_COUNTS = 2.0
"""The same for an ordinary question."""
_HARD_COUNTS = 1.0
"""The same for one that was looked for because it is told wrongly."""
_NOISED_COUNTS = 0.5


@dataclass(frozen=True)
class Nearness:
    """How a message compares with what is known."""

    kind: str
    """The kind of danger that it is most like."""
    score: float
    """Logarithm of the odds that it is danger."""


@dataclass(frozen=True)
class Learnt:
    """What ``likeness.npz`` holds."""

    weights: Vectors
    """Weight of each part of a vector, then the bias; a column for each kind, the first for harmless."""
    kinds: tuple[str, ...]
    """The kind of each column but the first."""
    encoder: str
    """Name of the encoder that it was learnt with."""
    fingerprint: str = ""
    """Changes with the messages and with the encoder."""


class Likeness:
    """What was learnt, ready to score messages; a few milliseconds each.

    Args:
        learnt: the scores.
        encoder: the one that they were learnt with.
    """

    def __init__(self, learnt: Learnt, encoder: Encoder) -> None:
        self._encoder = encoder
        self._learnt = learnt

    def nearness(self, parts: Sequence[str]) -> Nearness:
        """Return how near a message is to danger: the nearest of its parts, given as plain words."""
        scores = _rows(self._encoder.encode(parts)) @ self._learnt.weights
        odds = np.logaddexp.reduce(scores[:, 1:], axis=1) - scores[:, 0]
        nearest = int(np.argmax(odds))
        return Nearness(self._learnt.kinds[int(np.argmax(scores[nearest, 1:]))], float(odds[nearest]))


def learn(lessons: Sequence[Lesson], encoder: Encoder) -> Learnt:
    """Learn scores from messages in plain words; those near danger also with slips of the finger.

    Args:
        lessons: the messages.
        encoder: makes their vectors.

    Returns:
        What was learnt, without a fingerprint.
    """
    kinds = tuple(dict.fromkeys(lesson.kind for lesson in lessons if lesson.kind != HARMLESS))
    columns = {HARMLESS: 0} | {kind: number for number, kind in enumerate(kinds, 1)}
    chance = random.Random(5)  # noqa: S311 - the same slips every time
    texts, labels, weights = [], [], []
    for lesson in lessons:
        counts = _ORDINARY_COUNTS if lesson.ordinary else _HARD_COUNTS if lesson.hard else _NEAR_COUNTS
        copies = [(lesson.text, counts)]
        if not lesson.ordinary:
            copies.append((noised(lesson.text, chance), counts * _NOISED_COUNTS))
        for text, weight in copies:
            texts.append(text)
            labels.append(columns[lesson.kind])
            weights.append(weight)
    rows = _rows(encoder.encode(texts))
    table = fit_logistic(
        rows,
        np.array(labels, np.int64),
        len(columns),
        penalty=_PENALTY,
        weights=np.array(weights, np.float32),
        rounds=150,
    )
    return Learnt(table.astype(np.float32), kinds, encoder.name)


def save(learnt: Learnt, fingerprint: str, path: Path = LEARNT) -> None:
    """Keep what was learnt, and from which messages."""
    weights = learnt.weights.astype(np.float16)
    np.savez_compressed(
        path,
        weights=weights,
        kinds=np.array(learnt.kinds),
        encoder=np.array(learnt.encoder),
        fingerprint=np.array(fingerprint),
    )


def load(path: Path = LEARNT) -> Learnt | None:
    """Return what was learnt; None if there is nothing."""
    if not path.is_file():
        return None
    with np.load(path) as kept:
        weights, kinds = kept["weights"].astype(np.float32), tuple(kept["kinds"].tolist())
        return Learnt(weights, kinds, str(kept["encoder"]), str(kept["fingerprint"]))


def fingerprint_of(sentences: Iterable[str], encoder: Encoder) -> str:
    """Return a short code that changes with the sentences and with the encoder."""
    digest = hashlib.sha256(encoder.name.encode())
    digest.update("\n".join(sentences).encode())
    return digest.hexdigest()[:16]


def _rows(vectors: Vectors) -> Vectors:
    """Return one row a text: its vector, sharpened, and a one for the bias."""
    return np.hstack([vectors * np.float32(SHARPNESS), np.ones((len(vectors), 1), np.float32)])
