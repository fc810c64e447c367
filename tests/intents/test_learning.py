"""Models are kept in one folder, the newest few; what else lies there isn't ours."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from directory.library import Directory
from directory.loading import Content
from intents.learning import KEPT, learnt_model
from intents.model import Settings, StaticEncoder, TextModel, train, training
from intents.sentences import Sentences
from intents.vocabulary import Vocabulary


@pytest.fixture
def quick_training(monkeypatch: pytest.MonkeyPatch) -> None:
    """Learn from two phrases, whatever is given: here it matters only where it is kept."""

    def quickly(_examples: object, **given: Any) -> TextModel:
        few = [("swimming pool", "swim"), ("sleep at night", "sleep")]
        return train(few, **given | {"off_topic": ["bins"], "settings": Settings(rounds=(2, 2))})

    monkeypatch.setattr(training, "train", quickly)


@pytest.mark.usefixtures("quick_training")
def test_only_models_are_removed_from_a_folder_that_others_use_too(
    vocabulary: Vocabulary, sentences: Sentences, tmp_path: Path
) -> None:
    others = [tmp_path / name for name in ("holiday photos", "model-large", "model-", "0123456789abcdef01234567")]
    older = [tmp_path / f"model-{number:024x}" for number in range(KEPT + 1)]
    for age, path in enumerate([*others, *reversed(older)]):
        path.mkdir()
        (path / "something").write_text("kept", encoding="utf-8")
        os.utime(path, (1000 + age, 1000 + age))

    learnt_model(Directory(Content(entries={}), version="empty"), vocabulary, sentences, tmp_path, StaticEncoder())

    assert all((path / "something").exists() for path in others)
    assert [path.exists() for path in older] == [True, True, False, False]
    assert len(list(tmp_path.iterdir())) == len(others) + KEPT
