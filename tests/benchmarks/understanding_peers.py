"""Other ways to find the intent of a message, for comparison; each is skipped where it isn't installed.

Every peer learns from (phrase, label) pairs and gives, for a text, its label and a score that says how
sure it is. Nearest-phrase searches let the phrases found vote.
"""

# ruff: noqa: T201 (part of a script that prints its results)

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from intents.model.repair import words_and_marks

Pairs = Sequence[tuple[str, str]]
Answer = tuple[str, float]
Peer = Callable[[Pairs], Callable[[Sequence[str]], list[Answer]]]


def voted(found: Sequence[tuple[str, float]]) -> Answer:
    """The label whose phrases score most together, with that score."""
    votes: dict[str, float] = {}
    for label, score in found:
        votes[label] = votes.get(label, 0) + score
    return max(votes.items(), key=lambda vote: (vote[1], vote[0])) if votes else ("", 0.0)


def each(answer: Callable[[str], Answer]) -> Callable[[Sequence[str]], list[Answer]]:
    """Answer many texts one by one."""
    return lambda texts: [answer(text) for text in texts]


def rapidfuzz_peer(pairs: Pairs) -> Callable[[Sequence[str]], list[Answer]]:
    """The nearest phrase by token sort ratio."""
    from rapidfuzz import fuzz, process

    phrases = [phrase for phrase, _ in pairs]

    def answer(text: str) -> Answer:
        _, score, place = process.extractOne(text, phrases, scorer=fuzz.token_sort_ratio)
        return pairs[place][1], float(score)

    return each(answer)


def fts5_peer(pairs: Pairs) -> Callable[[Sequence[str]], list[Answer]]:
    """SQLite's full-text search, the ten best by bm25."""
    base = sqlite3.connect(":memory:")
    base.execute("create virtual table phrases using fts5(text, tokenize='porter')")
    base.executemany("insert into phrases(rowid, text) values (?, ?)", [(n, p) for n, (p, _) in enumerate(pairs, 1)])

    def answer(text: str) -> Answer:
        words = " OR ".join(f'"{word}"' for word in words_and_marks(text) if word[0].isalnum())
        if not words:
            return "", 0.0
        query = "select rowid, -bm25(phrases) from phrases where phrases match ? order by 2 desc limit 10"
        return voted([(pairs[row - 1][1], score) for row, score in base.execute(query, (words,))])

    return each(answer)


def bm25s_peer(pairs: Pairs) -> Callable[[Sequence[str]], list[Answer]]:
    """The three best by bm25s."""
    import bm25s

    index = bm25s.BM25()
    index.index([words_and_marks(phrase) for phrase, _ in pairs], show_progress=False)

    def answer(texts: Sequence[str]) -> list[Answer]:
        tokens = [words_and_marks(text) or [""] for text in texts]
        places, scores = index.retrieve(tokens, k=3, show_progress=False)
        rows = zip(places, scores, strict=True)
        return [voted([(pairs[int(p)][1], float(s)) for p, s in zip(*row, strict=True)]) for row in rows]

    return answer


def tantivy_peer(pairs: Pairs) -> Callable[[Sequence[str]], list[Answer]]:
    """The ten best by tantivy, words one letter apart allowed."""
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("text", tokenizer_name="en_stem")
    builder.add_integer_field("row", stored=True)
    schema = builder.build()
    index = tantivy.Index(schema)
    writer = index.writer()
    for row, (phrase, _) in enumerate(pairs):
        writer.add_document(tantivy.Document(text=phrase, row=row))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def answer(text: str) -> Answer:
        words = " ".join(word for word in words_and_marks(text) if word[0].isalnum())
        exact, _ = index.parse_query_lenient(words, ["text"])
        fuzzy, _ = index.parse_query_lenient(words, ["text"], fuzzy_fields={"text": (False, 1, True)})
        # A fuzzy match scores the same whatever the word; the exact half brings bm25.
        half = tantivy.Query.boost_query(fuzzy, 0.1)
        query = tantivy.Query.boolean_query([(tantivy.Occur.Should, exact), (tantivy.Occur.Should, half)])
        hits = searcher.search(query, 10).hits
        return voted([(pairs[searcher.doc(address)["row"][0]][1], score) for score, address in hits])

    return each(answer)


def linear_peer(pairs: Pairs) -> Callable[[Sequence[str]], list[Answer]]:
    """TF-IDF of words and letter runs, linear support vectors (scikit-learn)."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_pipeline, make_union
    from sklearn.svm import LinearSVC

    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=r"(?u)\b\w+\b")
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
    model = make_pipeline(make_union(words, letters), LinearSVC(C=1.0))
    model.fit([phrase for phrase, _ in pairs], [label for _, label in pairs])

    def answer(texts: Sequence[str]) -> list[Answer]:
        scores = model.decision_function(list(texts))
        return [(str(model.classes_[row.argmax()]), float(row.max())) for row in scores]

    return answer


def wordllama_peer(pairs: Pairs) -> Callable[[Sequence[str]], list[Answer]]:
    """wordllama's 256-number vectors, logistic regression (scikit-learn)."""
    import wordllama
    from sklearn.linear_model import LogisticRegression

    # The package brings its files along, but looks for them elsewhere first.
    encoder = wordllama.WordLlama.load(cache_dir=Path(wordllama.__file__).parent, disable_download=True)
    model = LogisticRegression(C=30, max_iter=500)
    model.fit(encoder.embed([p for p, _ in pairs], norm=True), [label for _, label in pairs])

    def answer(texts: Sequence[str]) -> list[Answer]:
        chances: Any = model.predict_proba(encoder.embed(list(texts), norm=True))
        return [(str(model.classes_[row.argmax()]), float(row.max())) for row in chances]

    return answer


PEERS: dict[str, Peer] = {
    "rapidfuzz, nearest phrase": rapidfuzz_peer,
    "SQLite FTS5, 10 nearest": fts5_peer,
    "bm25s, 3 nearest": bm25s_peer,
    "tantivy fuzzy, 10 nearest": tantivy_peer,
    "TF-IDF, linear SVC": linear_peer,
    "wordllama, logistic regression": wordllama_peer,
}


def installed(pairs: Pairs) -> Iterator[tuple[str, Callable[[Sequence[str]], list[Answer]]]]:
    """Train every peer that is installed here."""
    for name, peer in PEERS.items():
        try:
            yield name, peer(pairs)
        except (ImportError, OSError) as error:
            print(f"{name}: left out, {error}")
