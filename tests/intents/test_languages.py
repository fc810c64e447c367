"""Other languages: which one a message is in, and what of it is understood. English is never taken for another."""

from __future__ import annotations

import pytest

from directory.library import Directory
from intents.languages import Languages, load_languages
from intents.learning import load_off_topic
from intents.safety.kinds import common_english
from intents.vocabulary import Vocabulary


@pytest.fixture(scope="module")
def languages() -> Languages:
    return load_languages()


@pytest.fixture(scope="module")
def english(vocabulary: Vocabulary) -> frozenset[str]:
    return vocabulary.known_words | frozenset(common_english())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Dzień dobry", "pl"),
        ("czesc", "pl"),
        ("potrzebuje tlumacza", "pl"),
        ("logopeda", "pl"),
        ("moj syn nie spi", "pl"),
        ("Potrzebuję pomocy z DLA", "pl"),
        ("ابني لا ينام", "ar"),
        ("رقم SENDIASS من فضلك", "ar"),
        ("আমার মেয়ের জন্য দোভাষী দরকার", "bn"),
        ("我的儿子有自闭症 怎么申请EHCP", "zh"),
        ("я хочу вмерти", "uk"),
        ("Де отримати speech therapy", "uk"),
        ("мой сын не говорит", "other"),
        ("میرا بیٹا بول نہیں سکتا", "other"),
        ("मेरा बेटा बोलता नहीं है", "other"),
        ("fiul meu nu vorbeste", "other"),
        ("mon fils ne parle pas", "other"),
        ("mi hijo no habla", "other"),
        ("Mein Sohn hat ADHS und braucht Hilfe", "other"),
        ("con trai tôi bị tự kỷ", "other"),
        ("mluvite cesky? muj syn ma adhd", "other"),
        ("amar chele kotha bole na", "other"),
        ("ilmahaygu ma hadlo", "other"),
        ("hola", "other"),
    ],
)
def test_the_language_of_a_message_is_recognised(
    languages: Languages, english: frozenset[str], text: str, code: str
) -> None:
    language = languages.recognise(text, english)
    assert language
    assert language.code == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "7",
        "no",
        "mam",
        "dla",
        "café for autistic kids",
        "Siân needs speech therapy",
        "Zoë is 4",
        "mi son wont sleep",
        "me mam says na",
        "is Que Pasa open mon to fri",
    ],
)
def test_english_with_a_foreign_word_or_name_is_english(
    languages: Languages, english: frozenset[str], text: str
) -> None:
    assert languages.recognise(text, english) is None


def test_what_people_ask_us_in_english_is_english(
    languages: Languages, english: frozenset[str], directory: Directory
) -> None:
    asked = [phrase for entry in directory.content.entries.values() for phrase in (*entry.names, *entry.phrases)]
    asked += [text for texts in load_off_topic().values() for text in texts]
    foreign = {text for text in asked if languages.recognise(text, english)}
    assert foreign == {"nie mowie po angielsku", "je ne sais pas in english"}


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("Jak złożyć wniosek o EHCP dla syna?", "how do i get EHCP"),
        ("мой ребенок не говорит", "speech therapy"),
        ("رقم SENDIASS من فضلك", "what is the phone number for SENDIASS"),
        ("我的儿子有自闭症 怎么申请EHCP", "how do i get EHCP autism"),
        ("আমার ছেলের অটিজম আছে, স্কুলে সাহায্য দরকার", "autism support at school"),
        ("Dzień dobry, moje dziecko ma autyzm", "hello autism"),
        ("Де отримати speech therapy", "how do i get speech therapy"),
        ("czy to jest darmowe?", ""),
    ],
)
def test_names_and_known_phrases_are_understood(
    languages: Languages, english: frozenset[str], text: str, means: str
) -> None:
    language = languages.recognise(text, english)
    assert language
    assert languages.in_english(text, language, {"ehcp", "sendiass"}.__contains__) == means


def test_every_language_says_to_call_999_first_in_danger(languages: Languages) -> None:
    for language in languages.all:
        assert "999" in language.line
        assert "999" in language.in_danger


def test_lines_stay_marked_until_somebody_who_grew_up_with_the_language_has_read_them(languages: Languages) -> None:
    assert {language.code for language in languages.all if language.native_review} == {"other"}
