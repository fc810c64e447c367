import numpy as np
import pytest

from intents.model.logistic import fit_logistic, fit_yes_or_no, minimise, softmax


def test_the_lowest_point_of_a_bowl_is_found() -> None:
    target = np.array([3, -2, 0.5], np.float32)
    sizes = np.array([1, 10, 100], np.float32)
    found = minimise(
        lambda point: (float((sizes * (point - target) ** 2).sum()), 2 * sizes * (point - target)),
        np.zeros(3, np.float32),
        100,
        np.eye(3, dtype=np.float32),
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


def test_going_on_from_a_good_start_learns_what_is_new() -> None:
    rows = np.eye(4, dtype=np.float32)
    early = fit_logistic(rows[:3], np.array([0, 1, 2]), 3, penalty=1e-4)
    later = fit_logistic(rows, np.array([0, 1, 2, 1]), 3, penalty=1e-4, start=early, rounds=5)
    assert (rows @ later).argmax(1).tolist() == [0, 1, 2, 1]


def test_questions_answered_together_are_answered_as_one_by_one() -> None:
    chance = np.random.default_rng(1)
    rows = np.column_stack([chance.standard_normal((200, 3)), np.ones(200)]).astype(np.float32)
    truth = np.stack([rows[:, 0] > 0.5, rows[:, 1] + rows[:, 2] > 0], axis=1)
    weights = chance.random((200, 2)).astype(np.float32)
    together = fit_yes_or_no(rows, truth, weights, penalty=1e-2, rounds=100)
    for number in range(2):
        both = fit_logistic(rows, truth[:, number].astype(np.int64), 2, penalty=1e-2, weights=weights[:, number])
        assert together[:, number] == pytest.approx(both[:, 1] - both[:, 0], abs=0.02)


def test_a_question_that_no_row_counts_for_stays_open() -> None:
    rows, truth = np.ones((2, 1), np.float32), np.array([[True], [False]])
    assert not fit_yes_or_no(rows, truth, np.zeros((2, 1), np.float32), penalty=1e-2, rounds=10).any()
