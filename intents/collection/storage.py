"""Collections on disk: arrays that several processes map into memory and share.

A collection is a folder: ``collection.json`` names another folder in it, which holds one ``.npy`` file an array. A
new one is written aside; ``collection.json`` is then replaced in one step, so a reader sees the old one or the
new one, whole. Who has the old one open keeps it.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import numpy as np
from numpy.typing import NDArray

FORMAT = 1  # raise when older files can't be read any more
_HEAD = "collection.json"
_PREFIX, _BUILDING = "arrays-", "building-"
_SMALL = 1 << 16  # bytes; smaller arrays are read, not mapped


class CollectionError(Exception):
    """Base of what goes wrong with stored collections."""


class CollectionMissingError(CollectionError):
    """There is no collection in the folder."""


class CollectionMismatchError(CollectionError):
    """A stored collection can't be used here: another encoder, or another version of its files."""


def write_collection(folder: Path, head: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> None:
    """Make ``folder`` hold this collection and no other."""
    folder.mkdir(parents=True, exist_ok=True)
    before = [path for path in folder.glob(f"{_PREFIX}*") if path.is_dir()]
    aside = Path(mkdtemp(prefix=_BUILDING, dir=folder))
    try:
        for name, array in arrays.items():
            np.save(aside / f"{name}.npy", array, allow_pickle=False)
        finished = _PREFIX + aside.name.removeprefix(_BUILDING)
        whole = {"format": FORMAT, "arrays": finished, "names": sorted(arrays), **head}
        written = folder / f"{aside.name}.json"
        written.write_text(json.dumps(whole, ensure_ascii=False), encoding="utf-8")
        aside.replace(folder / finished)
        written.replace(folder / _HEAD)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
        (folder / f"{aside.name}.json").unlink(missing_ok=True)
    for older in before:
        shutil.rmtree(older, ignore_errors=True)


def read_collection(folder: Path) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """Return what `write_collection` wrote, its large arrays mapped.

    Raises:
        CollectionMissingError: there is none in ``folder``.
        CollectionMismatchError: another version wrote it.
    """
    head = _read_head(folder)
    try:
        return head, _read_arrays(folder, head)
    except FileNotFoundError:  # replaced just now: the new one is there
        head = _read_head(folder)
        return head, _read_arrays(folder, head)


def _read_head(folder: Path) -> dict[str, Any]:
    try:
        head: dict[str, Any] = json.loads((folder / _HEAD).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise CollectionMissingError(f"There is no collection in {folder}.") from error
    if head.get("format") != FORMAT:
        raise CollectionMismatchError(f"{folder}: format {head.get('format')}, this version reads {FORMAT}.")
    return head


def _read_arrays(folder: Path, head: Mapping[str, Any]) -> dict[str, NDArray[Any]]:
    found = {}
    for name in head["names"]:
        path = folder / head["arrays"] / f"{name}.npy"
        how: Any = "r" if path.stat().st_size > _SMALL else None
        found[name] = np.asarray(np.load(path, mmap_mode=how, allow_pickle=False))
    return found
