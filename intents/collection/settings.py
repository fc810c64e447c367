"""``collection.yaml``: how entries are searched when there are many."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from directory.yaml_file import parse_as, read_yaml

_FILE = Path(__file__).parent / "collection.yaml"
_Count = Annotated[int, Field(ge=1)]
_Weight = Annotated[float, Field(ge=0)]


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Fields(_Data):
    """What a word counts, by where it stands."""

    names: _Count
    phrases: _Count
    text: _Count


class CollectionSettings(_Data):
    """All settings; ``collection.yaml`` says what each means."""

    fields_: Annotated[Fields, Field(alias="fields")]
    saturation: _Weight
    length_share: Annotated[float, Field(ge=0, le=1)]
    english_texts: _Count
    words_weight: _Weight
    meaning_weight: _Weight
    same_wording_weight: _Weight
    mended: Annotated[float, Field(ge=0, le=1)]
    candidates: _Count
    long_list: _Count
    postings_read: _Count
    most_words: _Count
    directions: _Count
    learnt_from: _Count
    phrase_vectors_up_to: Annotated[int, Field(ge=0)]
    alike_vectors: _Count
    compared_up_to: Annotated[int, Field(ge=0)]
    groups_per_root: _Count
    groups_read: _Count
    vectors_read: _Count
    sharpness: _Weight


@cache
def load_settings() -> CollectionSettings:
    """Load ``collection.yaml``; raises ``ContentError``."""
    return parse_as(CollectionSettings, read_yaml(_FILE))
