import numpy as np
import pytest

from intents.model.logistic import fit_logistic, minimise, softmax


def test_the_lowest_point_of_a_bowl_is_found() -> None:
    target = np.array([3, -2, 0.5], np.float32)
    sizes = np.array([1, 10, 100], np.float32)
    found = minimise(
        lambda point: (float((sizes * (point - target) ** 2).sum()), 2 * sizes * (point - target)),
        np.zeros(3, np.float32),
        100,
    )
    assert found == pytest.approx(target, abs=1e-2)


def test_classes_that_can_be_parted_are_parted() -> None:
    rows = np.array([[1, 0, 1], [0.9, 0.1, 1], [0, 1, 1], [0.1, 0.9, 1]], np.float32)
    labels = np.array([0, 0, 1, 1])
    weights = fit_logistic(rows, labels, 2, penalty=1e-3)
    assert (rows @ weights).argmax(1).tolist() == [0, 0, 1, 1]


def test_heavier_rows_count_more() -> None:
    rows, labels = np.ones((2, 1), np.float32), np.array([0, 1])
    weights = fit_logistic(rows, labels, 2, penalty=1e-4, weights=np.array([3, 1], np.float32))
    assert softmax(rows @ weights)[0] == pytest.approx([0.75, 0.25], abs=0.01)
