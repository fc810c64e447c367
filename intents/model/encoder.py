"""Sentence vectors: texts that mean the same point the same way.

The encoder proper is all-MiniLM-L6-v2 with eight-bit weights, taught to read as the larger all-mpnet-base-v2 does, and
run by onnxruntime on the processor.
Where onnxruntime can't be imported, a static table of token vectors stands in: less exact, no worse
to install than numpy. Both read the files beside this module and fetch nothing.
"""

import logging
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from intents.model.wordpiece import WordPieces

Vectors = NDArray[np.float32]

FILES = Path(__file__).parent / "files"
MINILM = "minilm-l6-taught-int8"
"""Averages of its layers 6, 4 and 2, side by side. The middle layers keep more of how something is said, and together
they tell intents apart better than the last layer alone, for no more time."""
DANGER = "danger-l3-int8"
"""MiniLM's first three layers, taught to tell danger from what only looks like it (``scripts/teach_danger.py``)."""
_LONGEST = 96  # tokens; what is said after about 70 words doesn't change what is asked, but costs time
_BATCH = 32

_log = logging.getLogger(__name__)


_pieces = cache(WordPieces)
"""One vocabulary serves all encoders: it takes some megabytes."""


class Encoder(Protocol):
    """Anything that turns texts into vectors; two texts' product is how alike they are (-1 to 1)."""

    name: str
    """Tells which encoder a stored model was trained with."""
    dimension: int
    """Length of every vector."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Give one unit-length row per text, shape ``(len(texts), dimension)``."""
        ...


class OnnxEncoder:
    """MiniLM with eight-bit weights, whole or in part.

    Args:
        folder: holds the encoder and ``vocabulary.txt``.
        threads: processor cores to use; 1 is best for single questions, 2 for building.
        name: the encoder's file without its ending: ``MINILM`` or ``DANGER``.

    Raises:
        ImportError: onnxruntime isn't installed.
        FileNotFoundError: the files aren't there.
    """

    def __init__(self, folder: Path = FILES, threads: int = 1, name: str = MINILM) -> None:
        import onnxruntime  # here, so that the static encoder works without it

        self.name = name
        self._pieces = _pieces(folder / "vocabulary.txt")
        path = folder / f"{name}.onnx"
        if not path.is_file():
            raise FileNotFoundError(path)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            str(path), sess_options=options, providers=["CPUExecutionProvider"]
        )
        self.dimension = int(self._session.get_outputs()[0].shape[1])

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Give one unit-length row per text; texts of like length share a batch."""
        tokens = [self._pieces.encode(text, _LONGEST) for text in texts]
        order = sorted(range(len(tokens)), key=lambda number: len(tokens[number]))
        vectors = np.empty((len(tokens), self.dimension), np.float32)
        for start in range(0, len(order), _BATCH):
            batch = order[start : start + _BATCH]
            longest = len(tokens[batch[-1]])
            ids = np.zeros((len(batch), longest), np.int64)
            mask = np.zeros((len(batch), longest), np.int64)
            for row, number in enumerate(batch):
                ids[row, : len(tokens[number])] = tokens[number]
                mask[row, : len(tokens[number])] = 1
            vectors[batch] = self._session.run(None, {"ids": ids, "mask": mask})[0]
        return vectors


class StaticEncoder:
    """A table of token vectors that add up to roughly what MiniLM would say.

    Args:
        folder: holds ``static-int8.npz`` and ``vocabulary.txt``.

    Raises:
        FileNotFoundError: the files aren't there.
    """

    name = "static-int8"

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


def load_encoder(folder: Path = FILES, threads: int = 1) -> Encoder:
    """Load the best encoder that works here: MiniLM, or the static table without onnxruntime.

    Args:
        folder: where the encoder files are.
        threads: processor cores for MiniLM.
    """
    try:
        return OnnxEncoder(folder, threads)
    except ImportError:
        _log.warning("onnxruntime is missing: using the static encoder, which understands less")
        return StaticEncoder(folder)
