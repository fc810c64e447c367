"""Sentence vectors: texts that mean the same point the same way.

There are two encoders, both all-MiniLM-L6-v2 with eight-bit weights, run by onnxruntime on the processor: one as it was
published, and one taught to read families' messages as the larger all-mpnet-base-v2 does and to notice danger
(``scripts/teach_encoder.py``). The taught one alone serves the search for danger. Side by side they serve the search
for an answer, since each knows what the other doesn't: the wide world, and what families ask. Words that both searches
read are read once. Where onnxruntime can't be imported, a static table of token vectors stands in: less exact, no worse
to install than numpy. All read the files beside this module and fetch nothing.
"""

import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from hashlib import file_digest
from itertools import groupby
from pathlib import Path
from threading import Lock
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from intents.model.wordpiece import WordPieces

Vectors = NDArray[np.float32]
Span = tuple[int, int]
"""A part of a text: its first word, counted from 0, and the word after its last."""

FILES = Path(__file__).parent / "files"
PUBLISHED, TAUGHT = "minilm-l6-int8", "minilm-l6-taught-int8"
"""Each gives averages of its layers 6, 4 and 2, side by side. The middle layers keep more of how something is said, and
together they tell intents apart better than the last layer alone, for no more time."""
_LONGEST = 96  # tokens; danger is looked for in parts of 40 words, however they are spelt
_LONGEST_IN_PARTS = 64  # tokens; what a story says after about 50 words changes nothing of what it asks, but costs time
_MANY = 64  # texts from which both cores are used: learning, not answering
_TOGETHER = 32  # texts that share one pass where they are many; of short ones, fewer take more time each
_CORES = 2
_REMEMBERED = 64  # one message is read for danger first and for its answer next, while others come in between

_log = logging.getLogger(__name__)


_pieces = cache(WordPieces)
"""One vocabulary serves all encoders: it takes some megabytes."""


class Encoder(Protocol):
    """Anything that turns texts into vectors; two texts' product is how alike they are (-1 to 1)."""

    name: str
    """Tells which encoder a stored model was trained with; changes with its file."""
    dimension: int
    """Length of every vector."""
    parts: int
    """How many equal parts a vector has, such as one for each layer that it is made of."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Give one unit-length row per text, shape ``(len(texts), dimension)``."""
        ...

    def encode_together(self, texts: Sequence[str]) -> Vectors:
        """Give nearly the same in little more than half of the time, for learning from many texts."""
        ...

    def encode_parts(self, text: str, spans: Sequence[Span]) -> Vectors:
        """Give one row for ``text``, words between single spaces, then one for each part, read in its light."""
        ...


class OnnxEncoder:
    """MiniLM with eight-bit weights.

    A text is encoded alone, since texts in one batch are rounded by each other's scale. Learning bears that.

    Args:
        file: name of the encoder's file, without ``.onnx``.
        folder: holds it and ``vocabulary.txt``.

    Raises:
        ImportError: onnxruntime isn't installed.
        FileNotFoundError: the files aren't there.
    """

    parts = 3

    def __init__(self, file: str = TAUGHT, folder: Path = FILES) -> None:
        import onnxruntime  # here, so that the static encoder works without it

        self._pieces = _pieces(folder / "vocabulary.txt")
        path = folder / f"{file}.onnx"
        with path.open("rb") as raw:
            self.name = f"{file}-{file_digest(raw, 'sha256').hexdigest()[:8]}"
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            str(path), sess_options=options, providers=["CPUExecutionProvider"]
        )
        self.dimension = int(self._session.get_outputs()[0].shape[2])
        self._recent = _Recent()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Give one unit-length row per text; a few are remembered, many are shared out to the cores."""
        vectors = np.empty((len(texts), self.dimension), np.float32)
        if len(texts) >= _MANY:
            with ThreadPoolExecutor(_CORES) as cores:
                for row, vector in enumerate(cores.map(self._encoded, texts)):
                    vectors[row] = vector
            return vectors
        for row, text in enumerate(texts):
            known = self._recent.of(text)
            vectors[row] = self._recent.keep(text, self._encoded(text)) if known is None else known
        return vectors

    def encode_together(self, texts: Sequence[str]) -> Vectors:
        """Give nearly the same as `encode`: some texts of equal length share each pass, so that none is padded."""
        tokens = [self._pieces.encode(text, _LONGEST) for text in texts]
        by_length = sorted(range(len(texts)), key=lambda row: len(tokens[row]))
        alike = [list(rows) for _, rows in groupby(by_length, key=lambda row: len(tokens[row]))]
        batches = [rows[start : start + _TOGETHER] for rows in alike for start in range(0, len(rows), _TOGETHER)]
        vectors = np.empty((len(texts), self.dimension), np.float32)
        with ThreadPoolExecutor(_CORES) as cores:
            found = cores.map(self._wholes, ([tokens[row] for row in rows] for rows in batches))
            for rows, part in zip(batches, found, strict=True):
                vectors[rows] = part
        return vectors

    def encode_parts(self, text: str, spans: Sequence[Span]) -> Vectors:
        """Give one row for ``text``, words between single spaces, then one for each part, read in its light.

        One pass serves all. What is beyond the tokens that are read, and a part without words, is taken for the whole.
        """
        tokens, begins = self._pieces.encode_words(text.split(" "), _LONGEST_IN_PARTS)
        places = [(0, len(tokens)), *((begins[start], begins[end]) for start, end in spans)]
        shares = np.zeros((len(places), len(tokens)), np.float32)
        for row, (start, end) in zip(shares, places, strict=True):
            row[slice(start, end) if start < end else slice(None)] = 1
        vectors: Vectors = self._run([tokens], shares / shares.sum(1, keepdims=True))[0]
        return vectors

    def _encoded(self, text: str) -> Vectors:
        vector: Vectors = self._wholes([self._pieces.encode(text, _LONGEST)])[0]
        return vector

    def _wholes(self, tokens: Sequence[Sequence[int]]) -> Vectors:
        """Give the vectors of texts of equally many tokens, shape ``(texts, dimension)``."""
        count = len(tokens[0])
        return self._run(tokens, np.full((1, count), 1 / count, np.float32))[:, 0]

    def _run(self, tokens: Sequence[Sequence[int]], spans: Vectors) -> Vectors:
        """Give the vectors of texts of equally many tokens, shape ``(texts, spans, dimension)``.

        Args:
            tokens: the texts, a row each.
            spans: for each span, what each token counts; the same for every text.
        """
        ids = np.array(tokens, np.int64)
        of_each = np.broadcast_to(spans, (len(ids), *spans.shape))
        vectors: Vectors = self._session.run(None, {"ids": ids, "spans": of_each})[0]
        return vectors


class BothEncoders:
    """The published encoder's vectors, and beside them the last layer of the taught one.

    Args:
        published: knows the wide world.
        taught: knows what families ask; its middle layers would add nothing that tells messages apart.
    """

    def __init__(self, published: Encoder, taught: Encoder) -> None:
        self._published, self._taught = published, taught
        self._last_layer = taught.dimension // taught.parts
        self.name = f"{published.name}+{taught.name}"
        self.dimension = published.dimension + self._last_layer
        self.parts = published.parts + 1

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Give one unit-length row per text."""
        return self._beside(self._published.encode(texts), self._taught.encode(texts))

    def encode_together(self, texts: Sequence[str]) -> Vectors:
        """Give nearly the same in little more than half of the time, for learning from many texts."""
        return self._beside(self._published.encode_together(texts), self._taught.encode_together(texts))

    def encode_parts(self, text: str, spans: Sequence[Span]) -> Vectors:
        """Give one row for ``text``, words between single spaces, then one for each part, read in its light."""
        return self._beside(self._published.encode_parts(text, spans), self._taught.encode_parts(text, spans))

    def _beside(self, published: Vectors, taught: Vectors) -> Vectors:
        both: Vectors = np.concatenate([published, taught[:, : self._last_layer]], axis=1)
        both /= np.linalg.norm(both, axis=1, keepdims=True)
        return both


class _Recent:
    """The vectors of the last few texts. Of a text itself only its hash is kept, which tells nothing of its words."""

    def __init__(self) -> None:
        self._vectors: dict[int, Vectors] = {}
        self._lock = Lock()

    def of(self, text: str) -> Vectors | None:
        """Return the vector of ``text`` if it is one of the last; else None."""
        return self._vectors.get(hash(text))

    def keep(self, text: str, vector: Vectors) -> Vectors:
        """Keep ``vector`` for ``text`` and return it; the oldest is forgotten."""
        with self._lock:
            self._vectors[hash(text)] = vector
            if len(self._vectors) > _REMEMBERED:
                del self._vectors[next(iter(self._vectors))]
        return vector


class StaticEncoder:
    """A table of token vectors that add up to roughly what MiniLM would say.

    Args:
        folder: holds ``static-int8.npz`` and ``vocabulary.txt``.

    Raises:
        FileNotFoundError: the files aren't there.
    """

    name = "static-int8"
    parts = 1

    def __init__(self, folder: Path = FILES) -> None:
        self._pieces = _pieces(folder / "vocabulary.txt")
        with np.load(folder / "static-int8.npz") as table:
            self._tokens: NDArray[np.int8] = table["tokens"]
            self._scales: Vectors = table["scales"].astype(np.float32)
        self.dimension = self._tokens.shape[1]

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Give one unit-length row per text; a text without known tokens points along the first axis."""
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in enumerate(texts):
            tokens = self._pieces.encode(text, _LONGEST)[1:-1]
            vectors[row] = (self._tokens[tokens] * self._scales[tokens]).sum(0)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        vectors[lengths[:, 0] == 0, 0] = 1
        vectors /= np.where(lengths == 0, 1, lengths)
        return vectors

    def encode_together(self, texts: Sequence[str]) -> Vectors:
        """Give the same: looking up takes no time."""
        return self.encode(texts)

    def encode_parts(self, text: str, spans: Sequence[Span]) -> Vectors:
        """Give the vectors of ``text`` and of its parts, each on its own: a word's never depends on others."""
        return self.encode(cut_out(text, spans))


def cut_out(text: str, spans: Sequence[Span]) -> list[str]:
    """Return ``text`` and its parts as texts, for an encoder that reads each on its own; the whole for an empty one."""
    words = text.split(" ")
    return [text, *(" ".join(words[start:end]) or text for start, end in spans)]


@cache
def load_encoder() -> Encoder:
    """Load the encoder that notices danger, once: MiniLM as taught, or the static table without onnxruntime."""
    try:
        return OnnxEncoder()
    except ImportError:
        _log.warning("onnxruntime is missing: using the static encoder, which understands less")
        return StaticEncoder()


@cache
def load_both_encoders() -> Encoder:
    """Load what understands questions, once: MiniLM as published and as taught, or the static table instead."""
    taught = load_encoder()
    return BothEncoders(OnnxEncoder(PUBLISHED), taught) if isinstance(taught, OnnxEncoder) else taught
