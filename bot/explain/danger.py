"""What was noticed before a message was understood: danger, and another language."""

from __future__ import annotations

from functools import partial

from bot.explain.steps import Comparison, Step
from bot.reply import Reply
from bot.turn import Turn
from intents.languages import Language
from intents.safety import Danger, Grade, SafetyRules, Who
from intents.safety.kinds import CutOffs
from intents.safety.second_layer import MIN_WORDS, MIN_WORDS_TO_WORRY

FOLDER = "intents/safety"

LAYERS = {
    "lists": 'the words "{words}", which fit the lists of {file}',
    "languages": 'the words "{words}", which stand under languages in {file}',
    "likeness": "likeness to messages in danger that we know, where the lists are silent",
}
"""What noticed a danger -> how editors call it."""

WHO = {
    Who.SELF: "the person in danger",
    Who.PARENT: "somebody who cares for a child",
    Who.FRIEND: "a friend, a brother or sister, a neighbour",
    Who.PROFESSIONAL: "somebody who works with the child",
}

FIRST = {
    Grade.IMMEDIATE: "Urgent help comes first, and 999 before everything.",
    Grade.UNSURE: "Urgent help comes first, with one gentle question, since it may be no danger.",
}


def noticed(safety: SafetyRules, text: str, danger: Danger | None, turn: Turn, reply: Reply) -> Step:
    """Tell which danger was noticed, by what, and what it does with the answer."""
    title, by_lists = "Is somebody in danger?", danger is not None and danger.layer == "lists"
    near = safety.nearest(text) if by_lists else safety.nearness(text)
    compared = _compared(near.score, safety.common.second_layer, danger) if near else []
    says = [one.told for one in compared]
    if near is None:
        says = ["Likeness to danger says nothing: it was taught English, and hardly any word of this is."]
    elif any(one.reached for one in compared):
        says.insert(0, f"The danger that it is most like: {near.kind}.")
    data = {"noticed": danger is not None, "compared": [one.as_json for one in compared]}
    if danger is None:
        return Step("danger", title, ["No danger was noticed.", *says], data)
    file = f"{FOLDER}/{danger.kind}.yaml"
    told_by = LAYERS[danger.layer].format(words=danger.matched, file=file)
    told = f"It sounds like {danger.kind}, grade {danger.grade}. That is told by {told_by}."
    data |= {
        "kind": danger.kind,
        "grade": danger.grade,
        "alarms": danger.alarms,
        "told_by": danger.layer,
        "words": danger.matched,
        "file": file,
        "who": danger.who,
    }
    says = [told, f"We speak to {WHO[danger.who]}.", *says, _what_it_does(danger, turn, reply)]
    return Step("danger", title, says, data)


def language_told(language: Language | None, reply: Reply) -> Step:
    """Tell the language of a message, and what is said in it."""
    title = "Which language is it in?"
    if language is None:
        return Step("language", title, ["English, as far as we can tell."], {"code": "en", "line": None})
    line = reply.blocks[0].text
    says = [
        f"{language.name[0].upper()}{language.name[1:]}, by intents/languages.yaml.",
        f'This is said first: "{line}"',
        "What we know of it in English is answered; where that is nothing, we tell how to get an interpreter.",
    ]
    return Step("language", title, says, {"code": language.code, "line": line})


def urgent_alone(danger: Danger | None, turn: Turn, reply: Reply) -> bool:
    """Tell whether urgent help is the whole answer."""
    return danger is not None and _comes_first(danger, reply) and not _is_below(reply, turn.wording.urgent.also_asked)


def _comes_first(danger: Danger, reply: Reply) -> bool:
    return reply.intent == f"danger:{danger.kind}"


def _is_below(reply: Reply, text: str) -> bool:
    return any(block.text == text.strip() for block in reply.sources)


def _compared(score: float, at: CutOffs, danger: Danger | None) -> list[Comparison]:
    """Return the cut-offs of likeness that may have decided, the lowest first."""
    where = f"{FOLDER}/common.yaml, second_layer"
    compared = partial(Comparison, "Likeness to danger", score, written="{:.1f}".format)
    if danger and danger.layer == "lists":
        but = f"if there are {MIN_WORDS} words or more and no part of it alone reaches {at.alone:.1f} (alone)"
        return [compared(at.doubt, f"an alarm of the lists stands; below, it is a worry, {but}", f"{where}: doubt")]
    then = f"with {MIN_WORDS_TO_WORRY} words or more, it is answered with help below; below, nothing is said"
    found = [compared(at.worry, then, f"{where}: worry")]
    if score < at.worry:
        return found
    then = f"with {MIN_WORDS} words or more, the numbers come first, with one gentle question"
    found.append(compared(at.ask, then, f"{where}: ask"))
    if score < at.ask:
        return found
    if not (danger and danger.alarms):
        found += [
            compared(at.calm, "that is so even where words are found that only look like danger", f"{where}: calm"),
            compared(at.calm_kind, "that is so even where they look like this very kind", f"{where}: calm_kind"),
            compared(at.denied, "that is so even where a danger is denied", f"{where}: denied"),
        ]
    then = "the numbers come first whatever else is asked; below, a clear question does"
    return [*found, compared(at.certain, then, f"{where}: certain")]


def _what_it_does(danger: Danger, turn: Turn, reply: Reply) -> str:
    if _comes_first(danger, reply):
        alone = urgent_alone(danger, turn, reply)
        rest = "Nothing else is answered." if alone else "What else is asked is answered below."
        return f"{FIRST.get(danger.grade, 'Urgent help comes first.')} {rest}"
    if not _is_below(reply, turn.wording.urgent.if_worse):
        return "Only likeness noticed it, and the wording is known exactly: it is answered, and danger isn't spoken of."
    why = "Likeness alone noticed it, and barely" if danger.alarms else "It is a worry and no alarm"
    answer = f"answered with {danger.show}" if danger.show and danger.show in reply.entries else "answered"
    return f"{why}: the question is {answer}, and urgent help stands below it, one tap away."
