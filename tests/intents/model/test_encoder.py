import sys
from pathlib import Path

import numpy as np
import pytest

from intents.model import BothEncoders, OnnxEncoder, StaticEncoder, load_both_encoders, load_encoder
from intents.model.encoder import FILES, PUBLISHED, Encoder
from intents.model.wordpiece import WordPieces, split_words
from tests.memory import held_by

PIECES = WordPieces(FILES / "vocabulary.txt")


@pytest.fixture(scope="module", params=["taught", "published", "both", "static"])
def encoder(request: pytest.FixtureRequest) -> Encoder:
    if request.param == "static":
        return StaticEncoder()
    pytest.importorskip("onnxruntime")
    if request.param == "both":
        return load_both_encoders()
    return OnnxEncoder() if request.param == "taught" else OnnxEncoder(PUBLISHED)


def test_vectors_have_unit_length_and_the_stated_size(encoder: Encoder) -> None:
    vectors = encoder.encode(["where is the pool", "", "\x00"])
    assert vectors.shape == (3, encoder.dimension)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1, 1], abs=1e-5)
    assert encoder.encode([]).shape == (0, encoder.dimension)


def test_both_encoders_together_change_their_name_with_either() -> None:
    published, taught = StaticEncoder(), StaticEncoder()
    both = BothEncoders(published, taught)
    assert both.name == f"{published.name}+{taught.name}"
    assert (both.parts, both.dimension) == (2, 2 * published.dimension)
    [vector] = both.encode(["my child cannot sleep"])
    assert vector[: published.dimension] == pytest.approx(vector[published.dimension :])


def test_like_meanings_are_nearer_than_unlike_ones(encoder: Encoder) -> None:
    asked, alike, unlike = encoder.encode(["my child cannot sleep", "kid awake all night", "buy a used car"])
    assert asked @ alike > asked @ unlike


def test_alone_or_in_a_batch_is_the_same(encoder: Encoder) -> None:
    texts = ["sleep", "where can my disabled daughter go swimming on a saturday near birkenhead", "school taxi"]
    together = encoder.encode(texts)
    for row, text in enumerate(texts):
        assert encoder.encode([text])[0] @ together[row] == pytest.approx(1, abs=1e-3)


def test_encoded_together_texts_are_nearly_the_same(encoder: Encoder) -> None:
    texts = [*map(" ".join, zip(["sleep", "school", "money"] * 9, ["help"] * 27, strict=True)), "", "a taxi to school"]
    alone, together = encoder.encode(texts), encoder.encode_together(texts)
    assert together.shape == alone.shape
    assert (alone * together).sum(1) == pytest.approx(np.ones(len(texts)), abs=0.02)
    assert encoder.encode_together([]).shape == (0, encoder.dimension)


def test_parts_are_read_with_the_whole_in_one_pass(encoder: Encoder) -> None:
    text = "he never sleeps and we cannot pay the gas bill"
    whole, sleep, money = encoder.encode_parts(text, [(0, 3), (4, 10)])
    assert whole == pytest.approx(encoder.encode([text])[0], abs=1e-5)
    assert np.linalg.norm([sleep, money], axis=1) == pytest.approx([1, 1], abs=1e-5)
    alone_sleep, alone_money = encoder.encode(["he never sleeps", "we cannot pay the gas bill"])
    assert sleep @ alone_sleep > sleep @ alone_money
    assert money @ alone_money > money @ alone_sleep


def test_a_part_that_is_not_read_is_taken_for_the_whole(encoder: Encoder) -> None:
    text = " ".join(["help"] * 150)
    whole, nothing, too_far = encoder.encode_parts(text, [(0, 0), (140, 150)])
    assert nothing == pytest.approx(whole, abs=1e-5)
    assert np.linalg.norm(too_far) == pytest.approx(1, abs=1e-5)


def test_no_word_that_was_read_stays_in_memory() -> None:
    pieces = WordPieces(FILES / "vocabulary.txt")
    tokens = pieces.encode("brightwellow", 96)
    assert len(tokens) > 3
    assert not held_by(pieces, "brightwellow")
    assert not held_by(pieces, tokens[1:-1])


def test_what_was_read_a_moment_ago_is_remembered_by_its_hash_alone() -> None:
    pytest.importorskip("onnxruntime")
    encoder = OnnxEncoder()
    said = "can someone come and sit with him"
    first = encoder.encode([said])
    assert (encoder.encode([said]) == first).all()
    assert said not in repr(vars(encoder._recent))
    for number in range(200):
        encoder.encode([f"sleep {number}"])
    assert encoder._recent.of(said) is None


def test_without_onnxruntime_the_static_encoder_stands_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    for load in (load_encoder, load_both_encoders):
        load.cache_clear()
    assert load_both_encoders() is load_encoder()
    assert load_encoder().name == "static-int8"
    for load in (load_encoder, load_both_encoders):
        load.cache_clear()


def test_missing_files_are_reported(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        StaticEncoder(tmp_path)


def test_tokens_are_those_of_bert() -> None:
    assert PIECES.encode("Hello, Wirral!", 20) == [101, 7592, 1010, 15536, 24988, 999, 102]
    assert PIECES.encode("café 漢", 20) == PIECES.encode("cafe 漢", 20)


def test_long_texts_are_cut() -> None:
    assert len(PIECES.encode("word " * 500, 96)) == 96


def test_words_are_split_at_marks_and_stripped_of_accents() -> None:
    assert split_words("Don't — naïve\u200b!") == ["don", "'", "t", "—", "naive", "!"]
