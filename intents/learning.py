"""Learns from entries and sentences what people mean, once, and keeps what was learnt until one of them changes.

An editor who adds a phrase sees its effect at the next start, or within two minutes while the assistant runs.
"""

from __future__ import annotations

import json
import logging
import shutil
from collections.abc import Iterator, Mapping
from hashlib import blake2b
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from threadpoolctl import threadpool_limits

from directory.library import Directory
from directory.yaml_file import parse_as, read_yaml
from intents.collection import (
    CollectionMismatchError,
    CollectionMissingError,
    CompiledCollection,
    EntryRanker,
    compile_collection,
    searched,
)
from intents.forms import Forms
from intents.model.encoder import Encoder, load_both_encoders, load_encoder
from intents.model.text_model import ModelMismatchError, TextModel
from intents.sentences import Sentences
from intents.vocabulary import Vocabulary

log = logging.getLogger(__name__)

INTENT = "intent:"
"""Marks a label that is an intent and not an entry."""

OFF_TOPIC = "off-topic"

NOT_HELD = f"{INTENT}not-held"
"""Label of what families ask and no entry answers: it is told plainly, not answered with what shares a word."""

ANY_ENTRY = "entry"
"""The one label of all entries in a directory that is too large to learn a label for each."""

LEARNT_ENTRIES = 3000
"""With more entries than this, what is learnt tells whether an entry is meant; a collection tells which."""

SENTENCES_PER_INTENT = 40
"""So that "hello" in all its variants doesn't outweigh an entry's phrases; more where more sentences are written."""

KEPT = 3
"""How many models are kept: going back to an earlier state of the entries costs nothing."""

_MODEL = "model-"
_FINGERPRINT_BYTES = 12
_MODELS = _MODEL + "[0-9a-f]" * 2 * _FINGERPRINT_BYTES
"""What our folders of models are called, and no other: theirs may lie beside ours."""

_HERE = Path(__file__).parent
_READING = ("cleaning.py", "forms.py")
"""The code that brings what people type into plain words, beside that of the model."""

_loaded: dict[Path, TextModel] = {}
"""The last model that this process used."""


def learnt_model(
    directory: Directory, vocabulary: Vocabulary, sentences: Sentences, folder: Path, encoder: Encoder | None = None
) -> TextModel:
    """Return the model for this state of entries, sentences and vocabulary; train it if there is none yet.

    Args:
        directory: the entries.
        vocabulary: writes out text-speak, as for questions.
        sentences: the intents.
        folder: where models are kept, the newest few; what else lies there is left alone.
        encoder: makes the sentence vectors; the best that works here by default.
    """
    encoder = encoder or load_both_encoders()
    target = folder / f"{_MODEL}{_fingerprint(directory, vocabulary, sentences, encoder)}"
    if target in _loaded:
        return _loaded[target]
    try:
        model = TextModel.load(target, encoder)
    except (FileNotFoundError, ModelMismatchError):
        shutil.rmtree(target, ignore_errors=True)  # what is left of one that was half deleted
        examples = examples_of(directory, vocabulary, sentences)
        log.warning("Learning from %d phrases. This takes about a minute, once.", len(examples))
        _train(examples, off_topic_sentences(vocabulary, sentences), vocabulary, encoder, target)
        model = TextModel.load(target, encoder)
    _loaded.clear()
    _loaded[target] = model
    # One question's sums are too small to share out: the other cores answer other people.
    threadpool_limits(limits=1)
    return model


def collection_of(directory: Directory, folder: Path, encoder: Encoder | None = None) -> EntryRanker | None:
    """Return what ranks the entries of a large directory; None for one whose entries all have a learnt label.

    Args:
        directory: the entries.
        folder: where models are kept; the collection is kept beside them, and found again while the entries stay
            the same.
        encoder: makes the sentence vectors; by default the taught one alone, since time counts more here.
    """
    entries = directory.content.entries.values()
    if len(entries) <= LEARNT_ENTRIES:
        return None
    encoder = encoder or load_encoder()
    target = folder / "collection"
    try:
        collection = CompiledCollection.load(target, encoder)
        if collection.made_from == directory.version:
            return EntryRanker(collection)
    except (CollectionMissingError, CollectionMismatchError):
        pass
    log.warning("Compiling %d entries. This takes a while, once.", len(entries))
    collection = compile_collection((searched(entry) for entry in entries), encoder, made_from=directory.version)
    collection.save(target)
    return EntryRanker(collection)


def examples_of(directory: Directory, vocabulary: Vocabulary, sentences: Sentences) -> list[tuple[str, str]]:
    """Return what to learn from: plain words and the label they stand for."""
    forms = Forms(vocabulary)
    found: dict[tuple[str, str], None] = {}
    for label, asked in _ways_of_asking(directory):
        found.update(dict.fromkeys((forms.plain(text), label) for text in asked))
    by_intent: dict[str, list[str]] = {}
    for text, intent in sentences.plain:
        by_intent.setdefault(intent, []).append(forms.plain(text))
    for intent, texts in by_intent.items():
        if intent != OFF_TOPIC:
            most = max(SENTENCES_PER_INTENT, len(sentences.intents[intent].sentences))
            found.update(dict.fromkeys((text, INTENT + intent) for text in _spread(texts, most)))
    asked_for = {text for text, _ in found}  # an entry that was added since answers it
    not_held = map(forms.plain, directory.content.not_held)
    found.update(dict.fromkeys((text, NOT_HELD) for text in not_held if text not in asked_for))
    return [(text, label) for text, label in found if text]


def off_topic_sentences(vocabulary: Vocabulary, sentences: Sentences) -> list[str]:
    """Return messages to turn away: ``off_topic.yaml``, and the sentences of that intent."""
    forms = Forms(vocabulary)
    texts = [text for bank in load_off_topic().values() for text in bank]
    texts += [text for text, intent in sentences.plain if intent == OFF_TOPIC]
    return [plain for plain in dict.fromkeys(forms.plain(text) for text in texts) if plain]


def load_off_topic() -> Mapping[str, tuple[str, ...]]:
    """Load ``off_topic.yaml``: kind -> messages; raises ``ContentError``."""
    return parse_as(dict[str, tuple[str, ...]], read_yaml(_HERE / "off_topic.yaml"))


def _ways_of_asking(directory: Directory) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each label and what is said for it; of very many entries, only some."""
    entries = list(directory.content.entries.values())
    many = len(entries) > LEARNT_ENTRIES
    for entry in entries[:: len(entries) // LEARNT_ENTRIES + 1] if many else entries:
        summary = (entry.summary,) if entry.family_facing else ()
        yield ANY_ENTRY if many else entry.id, (*entry.phrases, *entry.names, *summary)


def _spread(texts: list[str], most: int) -> list[str]:
    """Take sentences evenly from the whole list, not only its first variants."""
    step = max(1, len(texts) // most)
    return texts[::step][:most]


def _fingerprint(directory: Directory, vocabulary: Vocabulary, sentences: Sentences, encoder: Encoder) -> str:
    """Return what tells one state of all that is learnt from, and of how it is read, from another."""
    digest = blake2b(digest_size=_FINGERPRINT_BYTES)
    asked = [*_ways_of_asking(directory), directory.content.not_held, sentences.plain, dict(load_off_topic())]
    short = vocabulary.short_forms
    read = [short.abbreviations, sorted(short.number_after), sorted(short.number_before), vocabulary.politeness]
    known: list[Any] = [asked, read, sorted(vocabulary.known_words), encoder.name]
    digest.update(json.dumps(known, ensure_ascii=False).encode())
    for path in (*sorted((_HERE / "model").glob("*.py")), *map(_HERE.joinpath, _READING)):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _train(
    examples: list[tuple[str, str]], off_topic: list[str], vocabulary: Vocabulary, encoder: Encoder, target: Path
) -> None:
    from intents.model.training import train  # here: what only training needs isn't loaded by every start

    with threadpool_limits(limits=2):
        model = train(examples, off_topic=off_topic, encoder=encoder, leave_alone=vocabulary.known_words)
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(mkdtemp(prefix="learning-", dir=target.parent))
    try:
        model.save(aside)
        if not target.exists():
            aside.replace(target)
        _keep_newest(target.parent)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _keep_newest(folder: Path) -> None:
    """Remove all models in ``folder`` but the newest few, and nothing else."""
    models = sorted(folder.glob(_MODELS), key=lambda path: path.stat().st_mtime, reverse=True)
    for older in models[KEPT:]:
        shutil.rmtree(older, ignore_errors=True)
