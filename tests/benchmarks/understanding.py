"""Measures how well messages are understood, on two public data sets: CLINC150 and BANKING77.

    python -m tests.benchmarks.understanding            our model
    python -m tests.benchmarks.understanding --peers    and other ways, where they are installed

The data aren't part of the project: they are read from ``../shared/benchmarks``, and without them the
benchmark says so and stops. Cut-offs are chosen on validation data, never on test data. A message
that belongs to an intent but is turned away counts as wrong.
"""

# ruff: noqa: T201 (a script that prints its results)

import argparse
import csv
import json
import random
import resource
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from intents.model import Encoder, TextModel, load_both_encoders, train
from tests.benchmarks.understanding_noise import typos, vowels_dropped
from tests.benchmarks.understanding_peers import Answer, installed
from tests.benchmarks.understanding_report import write_report

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "benchmarks"
OUT = ROOT / "docs" / "benchmarks"

Answers = Callable[[Sequence[str]], list[Answer]]


@dataclass
class Row:
    """What one system reached; shares in per cent."""

    name: str
    figures: dict[str, float] = field(default_factory=dict)


def main() -> None:
    """Read the arguments, measure, write table and chart."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peers", action="store_true", help="measure other ways too")
    given = parser.parse_args()
    if not DATA.is_dir():
        print(f"skipped: no benchmark data at {DATA} (see docs/benchmarks)")
        return
    ours = Row("this assistant")
    rows = [ours]
    clinc = json.loads((DATA / "clinc150" / "data_full.json").read_text(encoding="utf-8"))
    model = ours_on_clinc(clinc, ours)
    measure_clinc(ours, clinc, answers_of(model), own_cut=model.gate.turn_away)
    measure_speed(ours, model, [text for text, _ in clinc["test"]])
    banking = read_banking()
    for key, (examples, tests) in banking.items():
        small = train(examples, off_topic=[text for text, _ in clinc["oos_train"]], encoder=load_both_encoders())
        ours.figures[key] = accuracy(answers_of(small)([text for text, _ in tests]), tests)
    show(ours)
    if given.peers:
        for name, answers in installed([tuple(pair) for pair in clinc["train"]]):
            rows.append(Row(name))
            measure_clinc(rows[-1], clinc, answers)
            show(rows[-1])
        for key, (examples, tests) in banking.items():
            for name, answers in installed(examples):
                row = next(row for row in rows if row.name == name)
                row.figures[key] = accuracy(answers([text for text, _ in tests]), tests)
    OUT.mkdir(parents=True, exist_ok=True)
    write_report(OUT, [(row.name, row.figures) for row in rows])
    print((OUT / "understanding.md").read_text(encoding="utf-8"))


def show(row: Row) -> None:
    """Print one system's figures as soon as they are there."""
    print(row.name, {key: round(value, 2) for key, value in row.figures.items()}, flush=True)


def answers_of(model: TextModel) -> Answers:
    """Our model, seen as the peers are: label and confidence."""
    return lambda texts: [(found.ranked[0][0], found.confidence) for found in model.predict_many(texts)]


def ours_on_clinc(clinc: dict[str, Any], row: Row) -> TextModel:
    """Train our model and note how long that took."""
    encoder: Encoder = load_both_encoders()
    start = time.perf_counter()
    pairs = [(text, label) for text, label in clinc["train"]]
    model = train(pairs, off_topic=[text for text, _ in clinc["oos_train"]], encoder=encoder)
    row.figures["training s"] = time.perf_counter() - start
    return model


def measure_clinc(row: Row, clinc: dict[str, Any], answers: Answers, own_cut: float | None = None) -> None:
    """Accuracy, out-of-scope recall at two cut-offs, and misspelt messages."""
    part = {name: answers([text for text, _ in clinc[name]]) for name in ("val", "oos_val", "test", "oos_test")}
    row.figures["accuracy"] = accuracy(part["test"], clinc["test"])
    cuts = {
        "best": best_cut(part["val"], clinc["val"], part["oos_val"]),
        "R80": float(np.quantile([score for _, score in part["oos_val"]], 0.8, method="higher")),
        "R90": float(np.quantile([score for _, score in part["oos_val"]], 0.9, method="higher")),
    }
    if own_cut is not None:
        cuts["own"] = own_cut
    for name, cut in cuts.items():
        row.figures[f"{name}: accuracy"] = accuracy(part["test"], clinc["test"], cut)
        row.figures[f"{name}: turned away"] = 100 * float(np.mean([score < cut for _, score in part["oos_test"]]))
    at_90 = float(np.quantile([score for _, score in part["oos_test"]], 0.9, method="higher"))
    row.figures["at 90: accuracy"] = accuracy(part["test"], clinc["test"], at_90)
    inside, outside = (np.array([score for _, score in part[name]]) for name in ("test", "oos_test"))
    row.figures["AUROC"] = 100 * float((inside[:, None] > outside[None]).mean())
    chance = random.Random(20_000)
    texts = [text for text, _ in clinc["test"]]
    for name, noisy in (
        ("one typo", [typos(text, 1, chance) for text in texts]),
        ("two typos", [typos(text, 2, chance) for text in texts]),
        ("vowels dropped", [vowels_dropped(text, chance) for text in texts]),
    ):
        row.figures[name] = accuracy(answers(noisy), clinc["test"])


def accuracy(found: Sequence[Answer], wanted: Sequence[Sequence[str]], cut: float = -np.inf) -> float:
    """Per cent that got the right label, with a score of at least ``cut``."""
    pairs = zip(found, wanted, strict=True)
    return 100 * float(np.mean([label == right and score >= cut for (label, score), (_, right) in pairs]))


def best_cut(found: Sequence[Answer], wanted: Sequence[Sequence[str]], outside: Sequence[Answer]) -> float:
    """The cut-off with most right on validation: right labels let through, out-of-scope turned away."""
    right = np.sort([score for (label, score), (_, true) in zip(found, wanted, strict=True) if label == true])
    off = np.sort([score for _, score in outside])
    cuts = np.unique(np.concatenate([right, off]))
    gains = len(right) - np.searchsorted(right, cuts) + np.searchsorted(off, cuts)
    return float(cuts[int(np.argmax(gains))])


def measure_speed(row: Row, model: TextModel, texts: Sequence[str]) -> None:
    """Processor time of single predictions (so other work on the machine doesn't count), and peak memory."""
    took = []
    with threadpool_limits(limits=1):  # as in the assistant: one question is one core's work
        for text in texts[:1100]:
            start = time.process_time()
            model.predict(text)
            took.append(1000 * (time.process_time() - start))
    row.figures["p50 ms"], row.figures["p99 ms"] = (float(np.quantile(took[100:], q)) for q in (0.5, 0.99))
    row.figures["peak MB while training"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def read_banking() -> dict[str, tuple[list[tuple[str, str]], list[tuple[str, str]]]]:
    """Training and test messages of BANKING77: all of them, and ten per intent."""
    folder = DATA / "banking77"

    def table(name: str) -> list[tuple[str, str]]:
        with (folder / name).open(encoding="utf-8", newline="") as file:
            return [(line["text"], line["category"]) for line in csv.DictReader(file)]

    few_texts, few_labels = (
        (folder / f"train_10.{end}").read_text(encoding="utf-8").splitlines() for end in ("seq.in", "label")
    )
    tests = table("test.csv")
    few = list(zip(few_texts, few_labels, strict=True))
    return {"BANKING77": (table("train.csv"), tests), "BANKING77, 10 each": (few, tests)}


if __name__ == "__main__":
    main()
