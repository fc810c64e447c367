"""What is danger, what isn't, how pressing it is, and who writes."""

from __future__ import annotations

import pytest

from intents.safety import Danger, SafetyRules, load_safety


def noticed(rules: SafetyRules, text: str) -> Danger:
    danger = rules.notice(text)
    assert danger, text
    return danger


@pytest.mark.parametrize(
    "text",
    [
        "I want to die",
        "i wnt to die",
        "iwant to die",
        "i want todie",
        "I WANT TO DIE!!!",
        "k1ll mys3lf",
        "i want to d!e",
        "i.want.to.die",
        "k m s",
        "kms",
        "s u i c i d a l",
        "i waaaant to diiiie",
        "i just honestly really want to like die",
        "cba living anymore",
        "sucidal",
        "self-harm, i do it every night",
        "selfharming again",
        "\u202eI\u200b want to die\u202c",
    ],
)
def test_words_are_read_as_they_were_meant(lists_alone: SafetyRules, text: str) -> None:
    assert noticed(lists_alone, text).alarms


def test_every_sentence_of_every_kind_is_judged_as_its_editor_says(rules: SafetyRules) -> None:
    wrong = []
    for file in rules.files:
        for text in file.tests.danger:
            danger = rules.notice(text)
            wrong += [] if danger and danger.alarms else [f"missed: {text}"]
        for text in file.tests.harmless:
            danger = rules.notice(text)
            wrong += [f"false alarm: {text}"] if danger and danger.alarms else []
        for text in file.tests.worried:
            danger = rules.notice(text)
            wrong += [] if danger and not danger.alarms else [f"not a worry: {text}"]
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "because"),
    [
        ("I'm not suicidal", "denied"),
        ("she isn't self harming", "denied"),
        ("i never want to hurt myself", "denied"),
        ("suicide prevention training for governors", "training"),
        ("our self harm policy", "policy"),
        ("my essay is about forced marriage", "school work"),
        ("romeo and juliet die at the end", "a play"),
        ("i keep dying on level 4", "a game"),
        ("we got battered 5-0 on saturday", "sport"),
        ("this form is killing me", "an idiom"),
        ("my phone died", "a battery"),
        ("can't find my keys", "a thing"),
        ("help", "asks for help, says no danger"),
    ],
)
def test_what_only_looks_like_danger_raises_no_alarm(rules: SafetyRules, text: str, because: str) -> None:
    danger = rules.notice(text)
    assert danger is None or not danger.alarms, because


@pytest.mark.parametrize(
    "text",
    [
        "i'm not suicidal i just don't plan on being here next week",
        "promised my mum i stopped hurting myself. i havent",
        "he's never hit the kids but he pins me to the wall",
    ],
)
def test_danger_that_is_denied_and_told_all_the_same_is_noticed(rules: SafetyRules, text: str) -> None:
    assert noticed(rules, text).alarms


def test_a_denial_that_is_taken_back_is_danger(rules: SafetyRules) -> None:
    assert noticed(rules, "i dont want to kill myself but i cant stop thinking about it").alarms


@pytest.mark.parametrize(
    "text", ["ehcp overdue", "his annual review is overdue", "we sobbed when we left the wheel of the bus"]
)
def test_a_real_word_is_no_slip_unless_the_message_is_like_danger(rules: SafetyRules, text: str) -> None:
    assert rules.notice(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "I want to die. What are short breaks?",
        "can you tell me about clubs in Moreton and the family hub. my son says he wants to die. also blue badges",
    ],
)
def test_one_sentence_is_not_doubted_for_the_sake_of_the_others(rules: SafetyRules, text: str) -> None:
    assert noticed(rules, text).alarms


@pytest.mark.parametrize(
    "text",
    [
        "someone keeps attacking my base on clash of clans",
        "cba with life admin like pip forms",
        "the domestic abuse drop in timetable for our waiting room screen please",
    ],
)
def test_matches_are_doubted_where_the_whole_message_is_nothing_like_it(
    rules: SafetyRules, lists_alone: SafetyRules, text: str
) -> None:
    assert noticed(lists_alone, text).alarms
    danger = rules.notice(text)
    assert danger is None or not danger.alarms


def test_what_no_list_knows_is_noticed_by_likeness(rules: SafetyRules, lists_alone: SafetyRules) -> None:
    text = "ive given all my games to our kid and wrote everyone a letter, theyll find them on sunday"
    assert lists_alone.notice(text) is None
    danger = noticed(rules, text)
    assert (danger.layer, danger.kind, danger.grade) == ("likeness", "suicide", "unsure")


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("he's not breathing", "immediate"),
        ("im going to kill myself tonight", "immediate"),
        ("i want to die", "urgent"),
        ("i cant do this anymore", "unsure"),
        ("my autistic son hits me in meltdowns", "worried"),
        ("i self harmed years ago, fully recovered", "worried"),
    ],
)
def test_grades(rules: SafetyRules, text: str, grade: str) -> None:
    assert noticed(rules, text).grade == grade


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("i want to die", "self"),
        ("my daughter wants to die", "parent"),
        ("my son says i want to die", "parent"),
        ("my best friend wants to die", "friend"),
        ("i'm a teacher and a pupil told me she wants to die", "professional"),
        ("my dad hits me", "self"),
    ],
)
def test_who_writes(rules: SafetyRules, text: str, who: str) -> None:
    assert noticed(rules, text).who == who


@pytest.mark.parametrize(
    ("text", "kind", "who"),
    [
        ("chcę umrzeć", "suicide", "self"),
        ("syn chce sie zabic", "suicide", "parent"),
        ("tata mnie bije", "abuse-or-neglect", "self"),
        ("mąż mnie bije", "domestic-abuse", "self"),
        ("pomocy! mój partner chce mnie zabić", "violence-or-weapon", "self"),
        ("pożar", "violence-or-weapon", "self"),
        ("أريد أن أموت", "suicide", "self"),
        ("زوجي يضربني", "domestic-abuse", "self"),
        ("أبي يضربني", "abuse-or-neglect", "self"),
        ("আমি মরতে চাই", "suicide", "self"),
        ("আমার স্বামী আমাকে মারে", "domestic-abuse", "self"),
        ("我想自杀", "suicide", "self"),
        ("我老公打我", "domestic-abuse", "self"),
        ("女儿离家出走", "running-away", "parent"),
        ("хочу померти", "suicide", "self"),
        ("Чоловік мене вдарив", "domestic-abuse", "self"),
        ("син втік з дому", "running-away", "parent"),
        ("мой сын хочет умереть", "suicide", "parent"),
        ("мой муж бьёт меня", "domestic-abuse", "self"),
        ("میرا بیٹا خودکشی کرنا چاہتا ہے", "suicide", "parent"),
        ("मेरे पापा मुझे मारते हैं", "abuse-or-neglect", "self"),
        ("fiul meu vrea sa se omoare", "suicide", "parent"),
        ("soțul mă bate", "domestic-abuse", "self"),
        ("mi hija quiere morir", "suicide", "parent"),
        ("mi hijo no respira", "medical-emergency", "parent"),
        ("meu marido me bate", "domestic-abuse", "self"),
        ("ma fille se coupe les bras", "self-harm", "parent"),
        ("oğlum kayboldu", "missing-child", "parent"),
    ],
)
def test_danger_is_noticed_in_other_languages(rules: SafetyRules, text: str, kind: str, who: str) -> None:
    danger = noticed(rules, text)
    assert (danger.kind, danger.who, danger.alarms) == (kind, who, True)


@pytest.mark.parametrize(
    "text",
    [
        "Syn bije inne dzieci w szkole",
        "ابني يضرب أخته",
        "мій син штовхає інших дітей",
        "儿子打其他孩子",
        "আমার ছেলের অটিজম আছে, স্কুলে সাহায্য দরকার",
        "আমার মেয়ের জন্য দোভাষী দরকার",
        "অটিজম নিয়ে সাহায্য করুন",
        "मेरे बेटे को ऑटिज़्म है",
        "என் மகன் பேசவில்லை",
        "ਮੇਰੇ ਬੇਟੇ ਨੂੰ ਔਟਿਜ਼ਮ ਹੈ",
        "czy to jest darmowe?",
        "nie mogę znaleźć formularza",
        "ilmahaygu ma hadlo",
        "mon fils ne parle pas",
        "孩子害怕上学",
        "mi hijo me pega cuando se enfada",
        "donde puedo encontrar actividades para mi hijo",
        "szukam szkoły dla syna",
        "syn ucieka z lekcji",
        "孩子不吃饭",
        "син не їсть овочі",
    ],
)
def test_ordinary_messages_in_other_languages_raise_no_alarm(rules: SafetyRules, text: str) -> None:
    danger = rules.notice(text)
    assert danger is None or not danger.alarms


def test_a_bread_knife_is_a_weapon_in_his_hand_and_none_at_the_table(rules: SafetyRules) -> None:
    assert noticed(rules, "hes got the bread knife to his own dad rn").kind == "violence-or-weapon"
    for harmless in ("teaching her to cut bread with a knife", "who helps him learn to use a bread knife"):
        danger = rules.notice(harmless)
        assert danger is None or not danger.alarms


def test_the_most_pressing_danger_is_told_first(rules: SafetyRules) -> None:
    assert noticed(rules, "my dad hits me and i took a whole packet of paracetamol").kind == "overdose-or-poisoning"


def test_danger_is_found_at_the_end_of_a_very_long_message(rules: SafetyRules) -> None:
    assert noticed(rules, "short breaks. " * 400 + "i want to kill myself").kind == "suicide"


@pytest.mark.parametrize("text", ["", " ", "?!", "💀", "\x00", "a" * 5000, "١٢٣", "²"])
def test_odd_texts_are_no_danger_and_no_crash(rules: SafetyRules, text: str) -> None:
    assert rules.notice(text) is None


def test_a_question_beside_the_danger_is_kept_for_afterwards(rules: SafetyRules) -> None:
    assert rules.rest_of("My dad hits me. Where is my nearest family hub?") == "Where is my nearest family hub?"


def test_the_lists_alone_carry_what_must_not_be_missed() -> None:
    alone = load_safety(second_layer=False)
    for text in ("i want to die", "my dad hits me", "i was raped", "he is not breathing", "ive taken an overdose"):
        assert alone.notice(text), text


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("should I ask for a dietitian?", "should i ask for a dietitian"),
        ("shes been masking all day", "shes been masking all day"),
        ("my spoilt cat", "my spoilt cat"),
        ("evry nite he shouts", "every night he shouts"),
        ("idontwanttolive", "i dont want to live"),
    ],
)
def test_the_second_layer_reads_what_was_typed_with_text_speak_written_out(
    rules: SafetyRules, typed: str, plain: str
) -> None:
    assert rules.plain(typed) == plain
