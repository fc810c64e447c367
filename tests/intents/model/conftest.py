import zlib
from collections.abc import Sequence

import numpy as np
import pytest

from intents.model import Settings, TextModel, train
from intents.model.encoder import Span, Vectors, cut_out

EXAMPLES = [
    (phrase, label)
    for label, phrases in {
        "sleep": [
            "my son will not sleep at night",
            "help with bedtime",
            "she is awake all night",
            "how do i get him to sleep",
            "sleep support for my daughter",
        ],
        "swimming": [
            "where can we go swimming",
            "swimming lessons for disabled children",
            "is there a pool with a hoist",
            "autism friendly swimming session",
            "swim club near me",
        ],
        "school transport": [
            "can we get a taxi to school",
            "school transport for my child",
            "who pays for the bus to school",
            "apply for home to school transport",
            "the school bus is late",
        ],
    }.items()
    for phrase in phrases
]
OFF_TOPIC = ["when are the bins collected", "who won the match", "tell me a joke", "buy a used car", "tax my van"]


class FakeEncoder:
    """Adds up a fixed random vector per word: quick, and no files."""

    name = "fake"
    dimension = 32
    parts = 1

    def encode(self, texts: Sequence[str]) -> Vectors:
        rows = np.zeros((len(texts), self.dimension), np.float32)
        rows[:, 0] = 1e-3
        for row, text in enumerate(texts):
            for word in text.split():
                rows[row] += np.random.default_rng(zlib.crc32(word.encode(errors="replace"))).standard_normal(
                    self.dimension
                )
        return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)

    encode_together = encode

    def encode_parts(self, text: str, spans: Sequence[Span]) -> Vectors:
        return self.encode(cut_out(text, spans))


def train_small(**changes: object) -> TextModel:
    given: dict[str, object] = {"off_topic": OFF_TOPIC, "encoder": FakeEncoder(), "settings": Settings(rounds=(30, 30))}
    return train(EXAMPLES, **{**given, **changes})  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def model() -> TextModel:
    return train_small(leave_alone=["swimmer"])
