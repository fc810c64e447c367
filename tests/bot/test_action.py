"""Button data: what a tap does must survive the trip through Telegram, and a restart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.action import Action, Verb
from bot.errors import StaleActionError
from directory.library import Library

verbs = st.sampled_from(Verb)
targets = st.text(min_size=1, max_size=80).filter(lambda target: ":" not in target)
numbers = st.integers(min_value=0, max_value=999)


@pytest.mark.parametrize(
    ("action", "packed"),
    [
        (Action(Verb.SHOW, "family-hubs"), "1:show:family-hubs"),
        (Action(Verb.CALL, "sendiass-wirral", 2), "1:call:sendiass-wirral:2"),
        (Action(Verb.SAY, "urgent-help"), "1:say:urgent-help"),
    ],
)
def test_an_action_packs_into_short_versioned_data(action: Action, packed: str) -> None:
    assert action.pack() == packed
    assert Action.unpack(packed) == action


@given(verbs, targets, numbers)
def test_what_packs_comes_back_the_same_within_64_bytes_and_the_rest_is_refused(
    verb: Verb, target: str, number: int
) -> None:
    action = Action(verb, target, number)
    needed = len(f"1:{verb}:{target}".encode()) + (len(f":{number}") if number else 0)
    if needed > 64:
        with pytest.raises(ValueError, match="64 bytes"):
            action.pack()
        return
    packed = action.pack()
    assert len(packed.encode()) <= 64
    assert Action.unpack(packed) == action


def test_the_limit_counts_bytes_not_characters() -> None:
    assert len(Action(Verb.SHOW, "é" * 28).pack().encode()) == 63
    with pytest.raises(ValueError, match="shorten the id"):
        Action(Verb.SHOW, "é" * 29).pack()


@pytest.mark.parametrize("verb", Verb)
def test_every_entry_fits_with_every_verb(library: Library, verb: Verb) -> None:
    for entry_id in library.current.content.entries:
        action = Action(verb, entry_id, 9)
        assert Action.unpack(action.pack()) == action


@pytest.mark.parametrize(
    "data",
    [
        *("", "\x00", "1", "1:", "1:show", "1:show:", "show:family-hubs", "v1:bye"),
        *("0:show:family-hubs", "2:show:family-hubs", "1:dance:family-hubs", "1:Show:family-hubs"),
        *("1:call:sendlo:x", "1:call:sendlo:-1", "1:call:sendlo:²"),
    ],
)
def test_data_of_another_version_or_none_of_ours_is_stale(data: str) -> None:
    with pytest.raises(StaleActionError):
        Action.unpack(data)


@given(st.text(max_size=64))
def test_forged_data_is_an_action_or_stale_and_nothing_else(data: str) -> None:
    try:
        action = Action.unpack(data)
    except StaleActionError:
        return
    assert data.startswith(f"1:{action.verb}:{action.target}")
