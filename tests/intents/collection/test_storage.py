from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from intents.collection import (
    CollectionMismatchError,
    CollectionMissingError,
    CompiledCollection,
    compile_collection,
)
from intents.collection.storage import read_collection
from intents.model.encoder import StaticEncoder
from tests.intents.collection.conftest import ENTRIES, LetterEncoder, made_up


def test_what_was_saved_finds_the_same(small: CompiledCollection, tmp_path: Path) -> None:
    small.save(tmp_path / "everybody")
    loaded = CompiledCollection.load(tmp_path / "everybody", StaticEncoder())
    assert loaded.search("swiming at night") == small.search("swiming at night")
    assert (len(loaded), loaded.councils, loaded.bytes) == (len(small), small.councils, small.bytes)


@pytest.mark.parametrize("count", [0, 1])
def test_hardly_any_entries_can_be_saved(tmp_path: Path, count: int) -> None:
    compile_collection(ENTRIES[:count], LetterEncoder()).save(tmp_path)
    assert len(CompiledCollection.load(tmp_path, LetterEncoder()).search("sleep")) == count


def test_large_arrays_are_mapped(tmp_path: Path) -> None:
    compile_collection(made_up(3000), LetterEncoder()).save(tmp_path)
    _, arrays = read_collection(tmp_path)
    assert isinstance(arrays["codes"].base, np.memmap)


def test_a_new_one_takes_the_place_of_the_old_one_which_readers_keep(tmp_path: Path) -> None:
    compile_collection(made_up(3000), LetterEncoder()).save(tmp_path)
    old = CompiledCollection.load(tmp_path, LetterEncoder())
    before = old.search(made_up(3000)[0].text)
    compile_collection(ENTRIES, LetterEncoder()).save(tmp_path)
    assert old.search(made_up(3000)[0].text) == before
    assert len(CompiledCollection.load(tmp_path, LetterEncoder())) == len(ENTRIES)
    assert len(list(tmp_path.iterdir())) == 2  # the head, and the arrays it names


def test_a_build_that_fails_leaves_the_old_one(small: CompiledCollection, tmp_path: Path) -> None:
    small.save(tmp_path)
    broken = compile_collection(ENTRIES, StaticEncoder())
    broken._head = {**broken._head, "unwritable": object()}
    with pytest.raises(TypeError):
        broken.save(tmp_path)
    assert len(CompiledCollection.load(tmp_path, StaticEncoder())) == len(small)
    assert len(list(tmp_path.iterdir())) == 2


def test_nothing_there(tmp_path: Path) -> None:
    with pytest.raises(CollectionMissingError, match="no collection"):
        CompiledCollection.load(tmp_path / "nowhere", LetterEncoder())


def test_another_encoder_or_version_is_refused(small: CompiledCollection, tmp_path: Path) -> None:
    small.save(tmp_path)
    with pytest.raises(CollectionMismatchError, match="made with static-int8, not with letters"):
        CompiledCollection.load(tmp_path, LetterEncoder())
    head = tmp_path / "collection.json"
    head.write_text(json.dumps({**json.loads(head.read_text(encoding="utf-8")), "format": 0}), encoding="utf-8")
    with pytest.raises(CollectionMismatchError, match="format 0"):
        CompiledCollection.load(tmp_path, StaticEncoder())


def test_settings_of_another_version_are_refused(small: CompiledCollection, tmp_path: Path) -> None:
    small.save(tmp_path)
    head = tmp_path / "collection.json"
    stored = json.loads(head.read_text(encoding="utf-8"))
    head.write_text(json.dumps({**stored, "settings": {"words_weight": 1}}), encoding="utf-8")
    with pytest.raises(CollectionMismatchError, match="settings"):
        CompiledCollection.load(tmp_path, StaticEncoder())


def test_it_tells_what_it_was_made_from(tmp_path: Path) -> None:
    compile_collection(ENTRIES, LetterEncoder(), made_from="abc123").save(tmp_path)
    assert CompiledCollection.load(tmp_path, LetterEncoder()).made_from == "abc123"
