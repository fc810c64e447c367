"""Makes ``intents/model/files/danger-l3-int8.onnx``: three layers of MiniLM, taught to tell danger from its likes.

Run by whoever has changed many example messages; a few more need only ``sendlo safety learn``, which teaches the
scores on top of this encoder. Nothing here is needed to run the assistant. About half an hour on two cores;
``scripts/teach_encoder.py`` says how the folder of packages is made::

    /tmp/teacher/bin/python scripts/teach_danger.py --packages /tmp/teacher --vectors /tmp/teacher/vectors.npz
    sendlo safety learn

Beside the kinds it learns, like the other encoder, to point where a larger model's sentence vectors point: what hints
and understatements mean, thousands of examples alone don't tell.

One example in ten is held apart; after every round the script prints how many of these are told rightly.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
import torch.nn.functional as F  # noqa: N812 - its usual name
from make_encoder import Graph
from minilm import DROPPED, LONGEST, WIDTH, MiniLM, Optimiser, as_tensors, batched
from teach_encoder import published
from teacher import WIDTH as TEACHER_WIDTH
from teacher import Teacher
from torch import Tensor, nn

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from directory.loading import load_content  # noqa: E402
from intents.forms import Forms  # noqa: E402
from intents.model.encoder import DANGER, FILES  # noqa: E402
from intents.model.noise import noised  # noqa: E402
from intents.model.wordpiece import WordPieces  # noqa: E402
from intents.safety.kinds import load_files  # noqa: E402
from intents.safety.measuring import benchmark_questions, ordinary_phrases  # noqa: E402
from intents.safety.rules import SafetyRules  # noqa: E402
from intents.safety.teaching import HARMLESS, is_held_apart, lessons  # noqa: E402
from intents.vocabulary import load_vocabulary  # noqa: E402

LAYERS = 3
BLOCK = 128  # weights that share one scale: a fifth quicker than 32, and every message passes through here
ROUNDS = 5
RATE, HEAD_RATE = 3e-4, 3e-3
TEACHER_COUNTS = 5.0  # how much the way to the teacher's vectors counts beside the kinds
PUBLIC = 3000  # public questions in each round, others every time; all else comes every round
SHARPNESS = 16.0  # what the unit vectors are multiplied with before the scores
PLAIN, TYPED = 0.45, 0.2  # shares of messages as they are read and as they were typed; the rest gets slips

Row = tuple[list[int], int, int]
"""Token numbers, kind, place of the teacher's vector."""


def main() -> None:
    """Read the messages, teach, print how good it is, write the encoder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--packages", type=Path, required=True, help="folder with the wheels")
    parser.add_argument("--vectors", type=Path, required=True, help="where the teacher's vectors are kept")
    parser.add_argument("--benchmarks", type=Path, default=ROOT.parent / "shared" / "benchmarks")
    parser.add_argument("--out", type=Path, default=ROOT / "intents" / "model" / "files" / f"{DANGER}.onnx")
    given = parser.parse_args()
    torch.manual_seed(1)
    messages = Messages(given.benchmarks, Teacher(given.packages, given.vectors))
    model = DangerEncoder(published(given.packages), len(messages.kinds))
    teach(model, messages)
    given.out.parent.mkdir(parents=True, exist_ok=True)
    onnx.save(Graph(model.encoder.weights(), LAYERS, (LAYERS,), BLOCK).model(), given.out)
    print(given.out.stat().st_size, given.out.name)  # noqa: T201


class Messages:
    """What is learnt from, read the way the assistant reads it."""

    def __init__(self, benchmarks: Path, teacher: Teacher) -> None:
        common, files = load_files()
        rules = SafetyRules(common, files)
        phrases, public = ordinary_phrases(load_content()), list(benchmark_questions(benchmarks, "train"))
        found = [(rules.plain(one.text), one.text.lower(), one) for one in lessons(common, files, [*phrases, *public])]
        forms = Forms(load_vocabulary())
        self.targets = teacher.vectors([forms.plain(one.text) for _, _, one in found])
        far = frozenset(text.lower() for text in public)
        self.kinds = [
            HARMLESS,
            *(file.kind for file in files if any(lesson.kind == file.kind for _, _, lesson in found)),
        ]
        self.chance = random.Random(1)  # noqa: S311 - the same every time
        groups: dict[tuple[bool, bool], list[tuple[str, str, int, int]]] = defaultdict(list)
        for place, (plain, typed, lesson) in enumerate(found):
            group = groups[is_held_apart(lesson.text), lesson.ordinary]
            group.append((plain, typed, self.kinds.index(lesson.kind), place))
        self.held, self.held_ordinary = groups[True, False], groups[True, True]
        self.near = groups[False, False] + [one for one in groups[False, True] if one[1] not in far]
        self.public = [one for one in groups[False, True] if one[1] in far]
        self.pieces = WordPieces(FILES / "vocabulary.txt")

    def batches(self) -> list[list[Row]]:
        """Return one round: every message once, some public questions; texts of like length together."""
        public = self.chance.sample(self.public, min(PUBLIC, len(self.public)))
        rows = [
            (self.pieces.encode(self._as_typed(plain, typed), LONGEST), kind, place)
            for plain, typed, kind, place in self.near + public
        ]
        return batched(rows, self.chance)

    def _as_typed(self, plain: str, typed: str) -> str:
        way = self.chance.random()
        if way < PLAIN:
            return plain
        return typed if way < PLAIN + TYPED else noised(plain, self.chance)


class DangerEncoder(nn.Module):
    """The first layers of MiniLM, scores for each kind, and the way to the teacher's vectors."""

    def __init__(self, weights: dict[str, np.ndarray], kinds: int) -> None:
        super().__init__()
        self.encoder = MiniLM(weights, LAYERS)
        self.head = nn.Linear(WIDTH, kinds)
        nn.init.zeros_(self.head.weight)
        nn.init.zeros_(self.head.bias)
        self.projection = nn.Linear(WIDTH, TEACHER_WIDTH, bias=False)

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Return scores by kind and what the teacher's vectors should be, a row a text."""
        vectors = self.encoder(ids, mask)
        scores = self.head(F.dropout(vectors * SHARPNESS, DROPPED, self.training))
        return scores, F.normalize(self.projection(vectors), dim=1)


def teach(model: DangerEncoder, messages: Messages) -> None:
    """Teach in rounds: which kind each message is, and where the teacher's vector points."""
    body = [p for p in model.encoder.parameters() if p.requires_grad]
    head = [*model.head.parameters(), *model.projection.parameters()]
    optimiser = None
    for number in range(ROUNDS):
        batches = messages.batches()
        optimiser = optimiser or Optimiser([(body, RATE), (head, HEAD_RATE)], len(batches) * ROUNDS)
        model.train()
        for rows in batches:
            scores, vectors = model(*as_tensors([tokens for tokens, _, _ in rows]))
            kinds = torch.tensor([kind for _, kind, _ in rows])
            alike = (vectors * messages.targets[[place for _, _, place in rows]]).sum(1).mean()
            optimiser.step(F.cross_entropy(scores, kinds) + TEACHER_COUNTS * (1 - alike))
        print(f"round {number + 1}: {measured(model, messages)}", flush=True)  # noqa: T201


def measured(model: DangerEncoder, messages: Messages) -> str:
    """Tell how many held-apart messages in danger score above the nearest harmless ones."""
    danger = odds(model, [plain for plain, _, kind, _ in messages.held if kind], messages.pieces)
    harmless = np.sort(odds(model, [plain for plain, _, kind, _ in messages.held if not kind], messages.pieces))
    ordinary = odds(model, [plain for plain, _, _, _ in messages.held_ordinary], messages.pieces)
    told = []
    for share in (0.01, 0.02, 0.05, 0.1):
        cut = harmless[-max(1, round(share * len(harmless)))]
        told.append(f"{share:.0%} false: {(danger > cut).mean():.1%} ({(ordinary > cut).mean():.2%} ordinary)")
    return ", ".join(told)


def odds(model: DangerEncoder, texts: Sequence[str], pieces: WordPieces) -> np.ndarray:
    """Return the log odds of danger for each text."""
    model.eval()
    return np.concatenate(list(_odds(model, [pieces.encode(text, LONGEST) for text in texts])))


@torch.no_grad()
def _odds(model: DangerEncoder, rows: Sequence[Sequence[int]]) -> Iterator[np.ndarray]:
    for start in range(0, len(rows), 64):
        scores, _ = model(*as_tensors(rows[start : start + 64]))
        yield (scores[:, 1:].logsumexp(1) - scores[:, 0]).numpy()


if __name__ == "__main__":
    main()
