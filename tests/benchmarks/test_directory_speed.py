"""How long editors wait: the whole check and a whole build, each at most five seconds."""

from __future__ import annotations

from pathlib import Path

from pytest_benchmark.fixture import BenchmarkFixture

from directory.facts import read_facts
from directory.index import build_index
from directory.loading import load_content
from directory.quality import Inspection, find_problems

FACTS = Path(__file__).parents[3] / "shared" / "facts"
AT_MOST = 5.0
"""Seconds."""


def test_the_whole_check(benchmark: BenchmarkFixture) -> None:
    def check() -> None:
        facts = read_facts(FACTS) if FACTS.exists() else ()
        find_problems(Inspection(load_content(), facts=facts))

    benchmark.pedantic(check, rounds=3)
    assert benchmark.stats.stats.max <= AT_MOST


def test_a_whole_build(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    benchmark.pedantic(build_index, (tmp_path / "directory.db",), {"force": True}, rounds=3)
    assert benchmark.stats.stats.max <= AT_MOST
