from dataclasses import replace

import numpy as np
import pytest

from intents.model import TextModel
from intents.model.features import Numbers
from intents.model.nearest import Bank

NORTH, EAST = np.array([[0, 1], [1, 0]], np.float32)
BANK = Bank(
    directions=np.stack([NORTH, EAST, EAST]),
    labels=np.array([0, 0, 2]),
    off_topic=np.stack([-NORTH, -EAST]),
    off_weights=np.zeros(3, np.float32),
)


def text(direction: np.ndarray) -> Numbers:
    nothing = np.zeros((1, 3), np.float32)
    return Numbers(nothing, nothing, direction[None, :].astype(np.float32), nothing)


def test_each_label_is_as_near_as_its_nearest_phrase() -> None:
    nearest = BANK.of_each_label(BANK.alike(text(NORTH)), classes=3)
    assert nearest.tolist() == [[1, -1, 0]]  # nobody gave a phrase for label 1


@pytest.mark.parametrize(("label", "expected"), [(0, [1, 0, 0]), (1, [-1, -1, -1]), (2, [0, 0, 0])])
def test_the_best_three_of_a_label_are_told_best_first(label: int, expected: list[float]) -> None:
    assert BANK.best_three(BANK.alike(text(NORTH))[0], label).tolist() == expected


def test_an_off_topic_sentence_is_not_compared_with_itself() -> None:
    assert BANK.off_topic_alike(text(-NORTH)).tolist() == [[1, 0]]
    assert BANK.off_topic_alike(text(-NORTH), own=np.array([0])).tolist() == [[0, -1]]


def test_without_off_topic_sentences_nothing_is_near_them() -> None:
    assert replace(BANK, off_topic=np.zeros((0, 2), np.float32)).off_topic_alike(text(NORTH)).tolist() == [[0]]


def test_the_phrases_of_a_label_stand_together_in_a_trained_model(model: TextModel) -> None:
    assert (np.diff(model.bank.labels) >= 0).all()


def test_the_nearest_phrase_speaks_for_its_label(model: TextModel) -> None:
    said = "help with bedtime"
    without = replace(model, heads=replace(model.heads, nearest_weight=0.0))
    assert dict(model.predict(said).ranked)["sleep"] > dict(without.predict(said).ranked)["sleep"]


def test_more_texts_than_are_compared_at_once_are_read_alike(model: TextModel) -> None:
    many = model.predict_many(["bedtime", "school bus"] * 300)
    assert len(many) == 600
    assert {found.ranked[0][0] for found in many[::2]} == {model.predict("bedtime").ranked[0][0]}
    assert many[-1].confidence == pytest.approx(model.predict("school bus").confidence, abs=1e-5)


@pytest.mark.parametrize("labels", [3, 40])
def test_the_nearest_phrases_are_those_that_sorting_all_would_find(labels: int) -> None:
    chance = np.random.default_rng(labels)
    directions = chance.random((50, 2), np.float32)
    bank = Bank(directions, np.sort(chance.integers(0, labels, 50)), directions[:0], directions[0])
    alike = chance.random((4, 50), np.float32)
    nearest = bank.nearest(alike, bank.of_each_label(alike, labels))
    assert (nearest == np.argsort(-alike, axis=1)[:, :10]).all()


def test_fewer_than_ten_phrases_are_all_told() -> None:
    alike = BANK.alike(text(NORTH))
    assert sorted(BANK.nearest(alike, BANK.of_each_label(alike, 4))[0]) == list(range(len(BANK.labels)))
