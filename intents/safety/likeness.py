"""The second layer: is a message more like known danger than like anything harmless?

It was taught with the sentences of the safety files and of the directory; ``likeness.npz`` holds what it learnt.
It speaks only where the lists are silent, and all it can do is ask gently while the numbers are shown.
"""

from __future__ import annotations

import hashlib
import random
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from intents.model.encoder import StaticEncoder, Vectors
from intents.model.logistic import fit_logistic
from intents.model.noise import noised

LEARNT = Path(__file__).parent / "likeness.npz"

PIECES = 4096
"""Places for word pieces; two that share one seldom matter."""

_VECTOR_WEIGHT = 2.0
_PENALTY = 1e-5
_DANGER_COUNTS = 3.0
"""How much more a sentence of the safety files counts than one of the directory."""


@dataclass(frozen=True)
class Nearness:
    """How a message compares with what is known."""

    kind: str
    """The kind of the nearest dangerous sentence."""
    score: float
    """Logarithm of the odds that it is danger."""


@dataclass(frozen=True)
class Learnt:
    """What ``likeness.npz`` holds."""

    weights: Vectors
    """One number for each part of a row."""
    kinds: tuple[str, ...]
    """The kind of each known dangerous sentence."""
    known: Vectors
    """Its vector."""
    fingerprint: str
    """Changes with the sentences it was taught with."""


class Likeness:
    """What was learnt, ready to score messages. The encoder is a table of vectors: it takes microseconds."""

    def __init__(self, learnt: Learnt) -> None:
        """Use what was ``learnt``."""
        self._encoder = StaticEncoder()
        self._weights = learnt.weights
        self._kinds = learnt.kinds
        self._known = learnt.known

    def nearness(self, plain: Sequence[str]) -> Nearness:
        """Return how near a message is to danger: the nearest of its parts, given as plain words."""
        vectors = self._encoder.encode(plain)
        scores = _rows(vectors, plain) @ self._weights
        best = int(np.argmax(scores))
        return Nearness(self._kinds[int(np.argmax(self._known @ vectors[best]))], float(scores[best]))


def learn(danger: Mapping[str, Sequence[str]], harmless: Sequence[str], ordinary: Sequence[str]) -> Vectors:
    """Learn weights from plain sentences; those of the safety files also with slips of the finger.

    Args:
        danger: kind -> sentences that mean it.
        harmless: sentences that look like danger and aren't.
        ordinary: questions as families ask them.
    """
    chance = random.Random(5)  # noqa: S311 - the same slips every time
    dangerous = [text for sentences in danger.values() for text in sentences]
    texts, labels, weights = [], [], []
    for sentences, label, weight in ((dangerous, 1, _DANGER_COUNTS), (harmless, 0, _DANGER_COUNTS), (ordinary, 0, 1.0)):
        for text in sentences:
            copies = ((text, 1.0), (noised(text, chance), 0.5)) if weight > 1 else ((text, 1.0),)
            for copy, share in copies:
                texts.append(copy)
                labels.append(label)
                weights.append(weight * share)
    rows = _rows(StaticEncoder().encode(texts), texts)
    table = fit_logistic(
        rows, np.array(labels, np.int64), 2, penalty=_PENALTY, weights=np.array(weights, np.float32), rounds=150
    )
    result: Vectors = (table[:, 1] - table[:, 0]).astype(np.float32)
    return result


def save(weights: Vectors, danger: Mapping[str, Sequence[str]], fingerprint: str, path: Path = LEARNT) -> None:
    """Keep what was learnt, the dangerous sentences as vectors with their kinds, and from which sentences."""
    known = StaticEncoder().encode([text for sentences in danger.values() for text in sentences])
    np.savez_compressed(
        path,
        weights=weights.astype(np.float16),
        kinds=np.array([kind for kind, sentences in danger.items() for _ in sentences]),
        known=np.round(known * 127).astype(np.int8),
        fingerprint=np.array(fingerprint),
    )


def load(path: Path = LEARNT) -> Learnt | None:
    """Return what was learnt; None if there is nothing."""
    if not path.is_file():
        return None
    with np.load(path) as kept:
        return Learnt(
            kept["weights"].astype(np.float32),
            tuple(kept["kinds"].tolist()),
            kept["known"].astype(np.float32) / 127,
            str(kept["fingerprint"]),
        )


def fingerprint_of(sentences: Iterable[str]) -> str:
    """Return a short code that changes with the sentences."""
    return hashlib.sha256("\n".join(sentences).encode()).hexdigest()[:16]


def _rows(vectors: Vectors, texts: Sequence[str]) -> Vectors:
    """Return one row a text: its vector, its word pieces, and a one for the bias."""
    pieces = np.zeros((len(texts), PIECES), np.float32)
    for row, text in zip(pieces, texts, strict=True):
        for piece in _pieces(text):
            row[zlib.crc32(piece.encode()) % PIECES] += 1
    lengths = np.linalg.norm(pieces, axis=1, keepdims=True)
    pieces /= np.where(lengths == 0, 1, lengths)
    return np.hstack([vectors * _VECTOR_WEIGHT, pieces, np.ones((len(texts), 1), np.float32)])


def _pieces(text: str) -> list[str]:
    words = text.split()
    framed = f" {' '.join(words)} "
    fours = [framed[place : place + 4] for place in range(len(framed) - 3)]
    return [
        *fours,
        *(f"_{word}" for word in words),
        *(f"{one}_{two}" for one, two in pairwise(words)),
    ]
