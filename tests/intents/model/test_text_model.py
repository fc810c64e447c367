import json
from pathlib import Path

import pytest

from intents.model import ModelMismatchError, TextModel, train
from intents.model.gate import INPUTS
from tests.intents.model.conftest import EXAMPLES, FakeEncoder, train_small


def test_a_training_phrase_gets_its_own_label(model: TextModel) -> None:
    assert [model.predict(phrase).ranked[0][0] for phrase, _ in EXAMPLES] == [label for _, label in EXAMPLES]


def test_probabilities_are_ranked_and_add_up(model: TextModel) -> None:
    chances = [chance for _, chance in model.predict("swimming pool").ranked]
    assert chances == sorted(chances, reverse=True)
    assert sum(chances) == pytest.approx(1, abs=1e-5)


def test_a_misspelt_phrase_is_repaired_and_understood(model: TextModel) -> None:
    found = model.predict("Swiming lesons")
    assert found.repaired == "swimming lessons"
    assert found.ranked[0][0] == "swimming"


def test_what_is_on_topic_is_trusted_more_than_what_is_not(model: TextModel) -> None:
    on_topic, off_topic = model.predict("sleep support for my son"), model.predict("who won the match last year")
    assert on_topic.confidence > off_topic.confidence
    assert off_topic.turned_away


@pytest.mark.parametrize("text", ["", " ", "?!", "🙂", "a" * 5000, "\x00\ud800"])
def test_any_text_gets_an_answer(model: TextModel, text: str) -> None:
    found = model.predict(text)
    assert 0 <= found.confidence <= 1
    assert 0 <= found.clear <= 1


def test_a_message_is_understood_with_its_parts_at_one_look(model: TextModel) -> None:
    whole, *parts = model.predict_with_parts(
        "swimming lessons and a taxi to school", ["swiming lessons", "taxi to school"]
    )
    alone = model.predict("swimming lessons and a taxi to school")
    assert [label for label, _ in whole.ranked] == [label for label, _ in alone.ranked]
    assert (whole.confidence, whole.clear) == pytest.approx((alone.confidence, alone.clear), abs=1e-4)
    assert [part.ranked[0][0] for part in parts] == ["swimming", "school transport"]
    assert [part.repaired for part in parts] == ["swimming lessons", "taxi to school"]
    assert model.predict_with_parts("swimming", []) == [model.predict("swimming")]


def test_one_by_one_or_together_is_the_same(model: TextModel) -> None:
    together = model.predict_many(["bedtime", "school bus"])
    alone = [model.predict("bedtime"), model.predict("school bus")]
    assert [found.ranked[0][0] for found in together] == [found.ranked[0][0] for found in alone]
    assert [found.confidence for found in together] == pytest.approx([found.confidence for found in alone], abs=1e-5)
    assert model.predict_many([]) == []


def test_training_twice_gives_the_same_model() -> None:
    assert train_small().predict("help with slepe") == train_small().predict("help with slepe")


def test_a_saved_model_answers_as_before(model: TextModel, tmp_path: Path) -> None:
    model.save(tmp_path / "model")
    loaded = TextModel.load(tmp_path / "model", FakeEncoder())
    before, after = model.predict("slp suport for him"), loaded.predict("slp suport for him")
    assert after.repaired == before.repaired
    assert after.ranked[0][0] == before.ranked[0][0]
    assert after.confidence == pytest.approx(before.confidence, abs=0.01)


def test_a_model_of_another_encoder_is_refused(model: TextModel, tmp_path: Path) -> None:
    model.save(tmp_path)
    other = FakeEncoder()
    other.name = "another"
    with pytest.raises(ModelMismatchError, match="trained with fake, not with another"):
        TextModel.load(tmp_path, other)


def test_a_model_of_another_version_is_refused(model: TextModel, tmp_path: Path) -> None:
    model.save(tmp_path)
    words = json.loads((tmp_path / "model.json").read_text())
    (tmp_path / "model.json").write_text(json.dumps({**words, "format": 99}))
    with pytest.raises(ModelMismatchError, match="format 99"):
        TextModel.load(tmp_path, FakeEncoder())


def test_an_explanation_names_corrections_ngrams_and_phrases(model: TextModel) -> None:
    why = model.explain("slp suport plese")
    assert why.corrected == (("slp", "sleep"), ("suport", "support"))
    assert why.prediction.ranked[0][0] == "sleep"
    assert any("sleep" in gram for gram, weight in why.heaviest if weight > 0)
    assert why.nearest[0][1] == "sleep"
    assert [name for name, _, _ in why.gate] == [*INPUTS, "bias"]


def test_the_gates_parts_add_up_to_its_score(model: TextModel) -> None:
    why = model.explain("school taxi")
    assert sum(part for _, _, part in why.gate) == pytest.approx(why.score, abs=1e-4)


def test_an_explanation_tells_the_learnt_cut_offs(model: TextModel) -> None:
    for text in ("sleep support for my son", "who won the match last year"):
        why = model.explain(text)
        assert why.prediction.turned_away == (why.prediction.confidence < why.turn_away)
        assert why.prediction.sure == (why.prediction.clear >= why.sure_from)


def test_one_label_is_not_enough() -> None:
    with pytest.raises(ValueError, match="two labels"):
        train([("a", "x"), ("b", "x")], off_topic=[], encoder=FakeEncoder())


def test_an_empty_phrase_is_refused() -> None:
    with pytest.raises(ValueError, match="no empty phrases"):
        train([("a", "x"), (" ", "y")], off_topic=[], encoder=FakeEncoder())


def test_without_off_topic_sentences_nothing_is_turned_away() -> None:
    assert not train_small(off_topic=[]).predict("help with bedtime").turned_away


def test_one_phrase_a_label_is_enough_to_train() -> None:
    model = train([("swimming pool", "swim"), ("sleep at night", "sleep")], off_topic=["bins"], encoder=FakeEncoder())
    assert model.predict("swimming pool").ranked[0][0] == "swim"
