"""What followed from the meaning of a message: what its parts ask for, and every cut-off that decided."""

from __future__ import annotations

from collections.abc import Sequence

from bot.explain.steps import Comparison, Step, listed, percent
from intents.learning import INTENT, NOT_HELD, OFF_TOPIC
from intents.model.text_model import Explanation
from intents.understanding import DETAILS_ONLY, LIST, NOTHING, SHOW_ENTRY, MatchingRules, Understanding, Wish

LEARNT = "learnt from the phrases"
MATCHING = "intents/matching.yaml"

DECISIONS = {
    DETAILS_ONLY: "It asks the last question again with these details, or, where there was none, what is looked for.",
    NOTHING: "It says that nothing was found.",
    OFF_TOPIC: "It says that it can't help with that.",
}
"""An intent -> what follows from it."""

Wishes = Sequence[tuple[str, Wish | None]]
"""Parts of a message and what each asks for, if anything."""


def besides(rules: MatchingRules, understood: Understanding, why: Explanation, wishes: Wishes) -> Step:
    """Tell what each part of a message asks for, and what is answered besides."""
    title, lists = "Does it ask for something else?", [slots.thing for slots in understood.lists if slots.thing]
    found = [*understood.besides, *understood.likely_besides, *lists]
    if not wishes or not (understood.prediction or found):
        told = "Its wording is known as a whole." if wishes else "No, it has one part."
        return Step("besides", title, [told], {"entries": [], "named": [], "parts": [], "compared": []})
    says = [f'"{part}" {_is_about(wish)}.' for part, wish in wishes]
    compared = _left_out(rules, why, [wish for _, wish in wishes if wish and wish.entry], understood)
    says += [one.told for one in compared]
    if any(wish and not wish.sure for _, wish in wishes):
        says.append(
            f"What a part may be about is named from {percent(rules.likely_need)} on (likely_need), "
            f"or {percent(rules.told_need)} where the part asks for nothing (told_need, {MATCHING})."
        )
    says += [f"Told besides: {listed(understood.besides)}."] if understood.besides else []
    named = [*understood.likely_besides, *lists]
    says += [f"Only named besides, on a button: {listed(named)}."] if named else []
    data = {
        "entries": list(understood.besides),
        "named": named,
        "parts": [
            {"part": part, "what": wish and wish.what, "surely": bool(wish and wish.sure)} for part, wish in wishes
        ],
        "compared": [one.as_json for one in compared],
    }
    return Step("besides", title, says if found else [*says, "Nothing is found besides."], data)


def _is_about(wish: Wish | None) -> str:
    if wish is None:
        return "is about nothing that is likely enough"
    what = wish.what if wish.entry else f"a list of {wish.what}"
    return f"is surely about {what}" if wish.sure else f"may be about {what} ({percent(wish.chance)} likely)"


def _left_out(
    rules: MatchingRules, why: Explanation, wishes: Sequence[Wish], understood: Understanding
) -> list[Comparison]:
    """Return how likely the whole makes what parts of a story tell of, where it isn't enough."""
    told, (best, most) = dict(why.prediction.ranked), why.prediction.ranked[0]
    shown = {*understood.entries, *understood.besides, *understood.likely_besides}
    then, where = "what a part of a message only tells is answered besides", f"{MATCHING}, second_need"
    shares = {wish.what: told.get(wish.what, 0.0) / most for wish in wishes if wish.what not in shown}
    return [
        Comparison(f"How likely the whole makes {what}, compared with {best}", share, rules.second_need, then, where)
        for what, share in shares.items()
        if share < rules.second_need
    ]


def decided(
    rules: MatchingRules, understood: Understanding, why: Explanation, wishes: Wishes, *, only_danger: bool
) -> Step:
    """Tell every cut-off that decided, with its value, and what follows.

    Args:
        rules: the cut-offs that aren't learnt.
        understood: what was decided.
        why: knows the learnt cut-offs.
        wishes: what the parts of the message ask for.
        only_danger: urgent help was the whole answer.
    """
    compared = _compared(rules, understood, why)
    says = [] if understood.prediction else ["The known wording decides. What was learnt would be judged so:"]
    says += [*(one.told for one in compared), *_in_spite_of(rules, understood, wishes)]
    says += ["Urgent help is the whole answer. Without the danger, this would follow:"] if only_danger else []
    says.append(_follows(understood))
    data = {
        "intent": understood.intent,
        "entries": list(understood.entries),
        "sure": understood.sure,
        "how": understood.how,
        "compared": [one.as_json for one in compared],
    }
    return Step("decision", "What follows from that?", says, data)


def _compared(rules: MatchingRules, understood: Understanding, why: Explanation) -> list[Comparison]:
    prediction, for_us = why.prediction, "How likely the message is for us"
    then = "it is answered or offered something; below, it is turned away"
    found = [Comparison(for_us, prediction.confidence, why.turn_away, then, LEARNT)]
    if prediction.turned_away:
        then = "we say that nothing was found; below, that we can't help with that"
        return [*found, Comparison(for_us, prediction.confidence, rules.off_topic, then, f"{MATCHING}, off_topic")]
    label, chance = prediction.ranked[0]
    if label == NOT_HELD:
        then = "we say that nothing was found; below, entries are offered"
        found.append(
            Comparison(
                "How likely it is that no entry answers it", chance, rules.not_held, then, f"{MATCHING}, not_held"
            )
        )
    if understood.intent not in (SHOW_ENTRY, LIST):
        return found
    then = "it is answered; below, the first few are offered"
    found.append(Comparison("How likely the first is right", prediction.clear, why.sure_from, then, LEARNT))
    (best, most), *others = [pair for pair in prediction.ranked if not pair[0].startswith(INTENT)] or [("", 0.0)]
    then, where = f"it is offered beside it, {rules.offered} in all at most", f"{MATCHING}, worth_offering"
    for label, chance in others[: rules.offered]:
        what = f"How likely {label} is, compared with {best}"
        found.append(Comparison(what, chance / most, rules.worth_offering, then, where))
        if not found[-1].reached:
            break  # nor do those that are less likely
    return found


def _in_spite_of(rules: MatchingRules, understood: Understanding, wishes: Wishes) -> list[str]:
    """Return what decided besides the cut-offs."""
    said, intent = understood.prediction, understood.intent
    if said is None:
        return []
    first = understood.slots.thing if intent == LIST else next(iter(understood.entries), None)
    by_part = any(wish.sure and wish.what == first for _, wish in wishes if wish)
    as_learnt = said.sure and not said.turned_away and said.ranked[0][0] == first
    if by_part and not as_learnt and (understood.sure or intent == LIST):
        return [f"A part of it is surely about this; of several, the most pressing comes first ({MATCHING}, pressing)."]
    if intent == LIST:
        return ["Its details ask for a list, once words that nobody knows are left out."]
    if intent == SHOW_ENTRY and said.turned_away and not by_part:
        return ["But the message names it, so it is offered."]
    if intent == SHOW_ENTRY and understood.sure and not as_learnt:
        return ["Nothing else is likely enough to be offered, so it is answered."]
    if intent == SHOW_ENTRY and said.sure and not understood.sure:
        return ["Its first meaning makes sense only after an answer, or it has small words only: entries are offered."]
    if intent == NOTHING and said.confidence < rules.off_topic:
        return ["But none of its words is known from off-topic messages: it may be anything."]
    if said.ranked[0][0] == f"{INTENT}{intent}" and not said.turned_away:
        return ["The first is an intent and no entry: it isn't offered but done."]
    return []


def _follows(understood: Understanding) -> str:
    if understood.intent == LIST:
        without = f", without {listed(understood.left_out)}" if understood.left_out else ""
        first = f", first what its words make likely: {listed(understood.entries)}" if understood.entries else ""
        return f"It lists what fits the details{without}{first}."
    if understood.intent != SHOW_ENTRY:
        near = f" Near to it may be: {listed(understood.nearest)}." if understood.nearest else ""
        return DECISIONS.get(understood.intent, f"It does what belongs to the intent {understood.intent}.") + near
    first, *others = understood.entries
    if not understood.sure:
        return f"It isn't sure and offers {listed(understood.entries)}."
    return f"It answers {first}{f', with {listed(others)} one tap away' if others else ''}."
