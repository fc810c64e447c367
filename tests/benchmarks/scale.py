"""Measures search among many entries: speed, memory, building, and what the short cuts cost.

    python -m tests.benchmarks.scale
    python -m tests.benchmarks.scale --sizes 200,5000

What is measured takes the place of what ``docs/benchmarks/scale.md`` says of the same number of entries.
Entries and questions are made up (``scale_entries``). Every size is built in one process and searched in another,
both on one core. SQLite's own full-text search is measured beside it up to 100,000 entries: beyond, it takes seconds.
"""

# ruff: noqa: T201 (a script that prints its results)

from __future__ import annotations

import argparse
import os
import resource
import sqlite3
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from intents.collection import CompiledCollection, compile_collection
from intents.collection.words import words_in
from intents.model.encoder import Encoder, StaticEncoder, Vectors, load_encoder
from intents.vocabulary import load_vocabulary
from tests.benchmarks.scale_entries import made_up_entries, questions_about
from tests.benchmarks.scale_report import Figures, write_report

OUT = Path(__file__).resolve().parents[2] / "docs" / "benchmarks"
SIZES = (200, 5_000, 100_000, 1_000_000)
PEER_UP_TO = 100_000
QUESTIONS = 200
COMPARED = 40
"""Questions for which the full score of every entry is worked out."""
_ROUNDS = 3
_PART = 50_000


def main() -> None:
    """Read the arguments, measure each size, write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="numbers of entries")
    sizes = [int(size) for size in parser.parse_args().sizes.split(",")]
    os.environ.update(dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1"))
    for size in sizes:
        with TemporaryDirectory(prefix="scale-") as name:
            folder = Path(name)
            figures: Figures = {"entries": size}
            for measure in (build, search, *((peer,) if size <= PEER_UP_TO else ())):
                figures |= in_own_process(measure, size, folder)
            figures["load"] = os.getloadavg()[1]
            print({key: round(value, 2) for key, value in figures.items()}, flush=True)
            write_report(OUT, figures)
    print((OUT / "scale.md").read_text(encoding="utf-8"))


def in_own_process(measure: Callable[[int, Path], Figures], size: int, folder: Path) -> Figures:
    """Measure in a fresh process, so that its memory is its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(measure, size, folder).result()


def build(size: int, folder: Path) -> Figures:
    """Compile and store a collection."""
    next(made_up_entries(1))  # reads the real entries
    start = time.perf_counter()
    collection = compile_collection(made_up_entries(size), StaticEncoder())
    collection.save(folder)
    return {
        "build s": time.perf_counter() - start,
        "build MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "index MB": collection.bytes / 1e6,
    }


def search(size: int, folder: Path) -> Figures:
    """Open the collection and ask everything: of all, of one council, with the encoder proper."""
    best, static = load_encoder(), StaticEncoder()
    best.encode(["warm up"])
    before = resident()
    collection = CompiledCollection.load(folder, static)
    asked = questions(size)
    figures = {}
    first, again = asked[:50], asked[50:]
    timed(collection.search, first, 1)
    figures |= spread("search", timed(collection.search, again))
    figures["memory MB"], figures["own MB"] = resident() - before, resident("RssAnon")
    figures["process MB"] = resident()
    of_one = collection.councils[0]
    figures |= spread("council", timed(lambda text: collection.search(text, council=of_one), again))
    figures |= spread("encoder", timed(lambda text: best.encode([text]), again))
    slower = CompiledCollection.load(folder, Timed(static, best))
    figures |= spread("with encoder", timed(slower.search, again))
    figures["recall"] = 100 * recall(collection, CompiledCollection.load(folder, static), again[:COMPARED])
    return figures


class Timed:
    """Gives the static table's vectors, and takes the time of the encoder proper besides."""

    def __init__(self, gives: Encoder, takes: Encoder) -> None:
        self.name, self.dimension, self.parts = gives.name, gives.dimension, gives.parts
        self._gives, self._takes = gives, takes

    def encode(self, texts: Sequence[str]) -> Vectors:
        self._takes.encode(texts)
        return self._gives.encode(texts)

    encode_together = encode


class Everything:
    """Hands every entry of one part after the other to the full score, where a search hands over the best few."""

    def __init__(self, whole: object) -> None:
        self._whole, self.rows = whole, np.zeros(0, np.int64)

    def best(self, *_: object) -> np.ndarray:
        return self.rows

    def __getattr__(self, name: str) -> object:
        return getattr(self._whole, name)


def recall(collection: CompiledCollection, slow: CompiledCollection, asked: Sequence[str]) -> float:
    """Share of the ten best by the full score of every entry that a search finds too."""
    slow._postings = every = Everything(slow._postings)  # type: ignore[assignment]
    slow._vectors = Everything(slow._vectors)  # type: ignore[assignment]
    shares = []
    for text in asked:
        scores = []
        for start in range(0, len(slow), _PART):
            every.rows = np.arange(start, min(start + _PART, len(slow)))
            scores += [found.score for found in slow.search(text)]
        tenth = sorted(scores)[-10:][0]
        shares.append(np.mean([found.score >= tenth - 1e-5 for found in collection.search(text)]))
    return float(np.mean(shares))


def peer(size: int, folder: Path) -> Figures:
    """The same questions with SQLite FTS5: any of the words, skip words left out, ten best by bm25."""
    path, skip = folder / "peer.db", load_vocabulary().skip_words
    connection = sqlite3.connect(path)
    connection.execute("create virtual table found using fts5(names, phrases, body, tokenize='porter unicode61')")
    rows = ((entry.names[0], entry.phrases[0], entry.text) for entry in made_up_entries(size))
    start = time.perf_counter()
    connection.executemany("insert into found values (?, ?, ?)", rows)
    connection.commit()
    took = time.perf_counter() - start

    def ask(text: str) -> object:
        words = " OR ".join(f'"{word}"' for word in words_in(text) if word not in skip)
        query = "select rowid from found where found match ? order by bm25(found, 3, 2, 1) limit 10"
        return connection.execute(query, (words or '""',)).fetchall()

    asked = questions(size)
    timed(ask, asked[:50], 1)
    figures = spread("peer", timed(ask, asked[50:], 1))
    connection.close()
    return {**figures, "peer build s": took, "peer MB": path.stat().st_size / 1e6}


def questions(size: int) -> list[str]:
    """Ask for entries from all over, 50 to warm up and 200 to measure."""
    step = max(1, min(size, 100_000) // (QUESTIONS + 50))
    entries = list(islice(made_up_entries(min(size, 100_000)), 0, None, step))
    return questions_about([entries[number % len(entries)] for number in range(QUESTIONS + 50)])


def timed(ask: Callable[[str], object], asked: Sequence[str], rounds: int = _ROUNDS) -> np.ndarray:
    """Milliseconds of every question, a line a round."""
    took = np.zeros((rounds, len(asked)))
    for line in took:
        for place, text in enumerate(asked):
            start = time.perf_counter()
            ask(text)
            line[place] = 1000 * (time.perf_counter() - start)
    return took


def spread(name: str, took: np.ndarray) -> Figures:
    """Half and 99 of 100 questions, by each one's middle round; and 99 of 100 of all single runs."""
    middle = np.median(took, axis=0)
    return {
        f"{name} p50": float(np.quantile(middle, 0.5)),
        f"{name} p99": float(np.quantile(middle, 0.99)),
        f"{name} p99 of all runs": float(np.quantile(took, 0.99)),
    }


def resident(kind: str = "VmRSS") -> float:
    """Megabytes of this process that are in memory: ``VmRSS``, mapped files included, or ``RssAnon`` without them."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{kind}:"))


if __name__ == "__main__":
    main()
