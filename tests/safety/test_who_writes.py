"""Who writes, and about whom: the young person, the parent, the friend and the professional each get other words."""

from __future__ import annotations

import pytest

from intents.safety import Grade, SafetyRules, Who


@pytest.mark.parametrize(
    ("text", "kind", "who"),
    [
        # Done to the writer, whoever else is named.
        ("someone has my nudes and says hell share them if i dont pay im 15", "online-grooming", Who.SELF),
        ("im scared of my dad", "abuse-or-neglect", Who.SELF),
        ("my boyfriend checks my phone and wont let me see friends", "domestic-abuse", Who.SELF),
        ("theyve booked flights and i dont want to get married", "forced-marriage", Who.SELF),
        ("im 16 and pregnant and my dad will hurt me", "sexual-abuse", Who.SELF),
        ("i run away sometimes", "running-away", Who.SELF),
        ("im worried ill hurt myself", "self-harm", Who.SELF),
        # A child told the parent.
        ("my little girl told me grandad touches her", "sexual-abuse", Who.PARENT),
        ("my son told me his teacher touched him", "sexual-abuse", Who.PARENT),
        ("he says he wants to die when he has meltdowns over homework", "suicide", Who.PARENT),
        ("my toddlers gone missing", "missing-child", Who.PARENT),
        ("he hasnt been seen since last night and his phone is off", "missing-child", Who.PARENT),
        ("my son is in a gang and they make him carry drugs", "criminal-exploitation", Who.PARENT),
        # About somebody whom they know.
        ("my mum wants to kill herself", "suicide", Who.FRIEND),
        ("my friend is being hurt by her boyfriend", "abuse-or-neglect", Who.FRIEND),
        ("i think next doors kids are being neglected", "abuse-or-neglect", Who.FRIEND),
        ("my cousins being forced to marry", "forced-marriage", Who.FRIEND),
        ("someone in my class is sending nudes of a girl", "online-grooming", Who.FRIEND),
        # At work.
        (
            "a girl in my class at the school where i teach told me her dad hits her",
            "abuse-or-neglect",
            Who.PROFESSIONAL,
        ),
    ],
)
def test_the_words_are_for_the_one_who_writes(rules: SafetyRules, text: str, kind: str, who: Who) -> None:
    danger = rules.notice(text)
    assert danger is not None
    assert danger.alarms
    assert (danger.kind, danger.who) == (kind, who)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("my dad said hed kill me if i see my boyfriend again because of family honour", "forced-marriage"),
        ("im a man and my wife hits me", "domestic-abuse"),
    ],
)
def test_of_several_kinds_the_one_is_told_that_the_whole_message_is_like(
    rules: SafetyRules, text: str, kind: str
) -> None:
    danger = rules.notice(text)
    assert danger is not None
    assert danger.kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "she isnt suicidal, the gp checked, but shes very anxious",
        "i used to self harm but im ok now",
        "my kid shot me in laser tag",
        "at my wits end. my daughter wont sleep and school keep ringing",
        "doing an assignment on child sexual exploitation",
    ],
)
def test_what_is_denied_past_play_or_school_work_is_no_alarm(rules: SafetyRules, text: str) -> None:
    danger = rules.notice(text)
    assert danger is None or not danger.alarms


@pytest.mark.parametrize(
    "text",
    [
        "my 3 year old had calpol and drank half the bottle",
        "chest pains",
        "hes had a seizure first one ever",
        "my daughter has anorexia and wont drink now",
        "my husband is hitting me and the kids are upstairs",
    ],
)
def test_minutes_count(rules: SafetyRules, text: str) -> None:
    danger = rules.notice(text)
    assert danger is not None
    assert danger.grade is Grade.IMMEDIATE


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("my son wants to die. how do i get an ehc plan?", "how do i get an ehc plan?"),
        ("my son is suicidal and i need help with ehcp", "i need help with ehcp"),
        ("he self harms and needs school transport", "needs school transport"),
        ("my dad hits me and locks me in my room", ""),
    ],
)
def test_what_else_is_asked_is_told_apart(rules: SafetyRules, text: str, rest: str) -> None:
    assert rules.rest_of(text) == rest
