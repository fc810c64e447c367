"""All checks, those first whose advice matters most to a family, and the one function that runs them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from directory.errors import Problem
from directory.quality import findable, own_words, reachable, readable, reliable
from directory.quality.inspection import Check, Inspection

CHECKS: tuple[Check, ...] = (
    reliable.unsupported_statement,
    reliable.unsupported_contact,
    reliable.date_order,
    reliable.unknown_reconciled_entry,
    reliable.missing_record,
    own_words.copied_words,
    reachable.phone_format,
    reachable.email_format,
    reachable.url_format,
    reachable.postcode_format,
    reachable.contact_in_text,
    reachable.duplicate_name,
    findable.few_phrases,
    findable.few_phrases_in_other_words,
    findable.same_phrase_twice,
    readable.long_easy_read_sentence,
    readable.missing_text_for_young_people,
    reliable.conflicting_sources,
    reliable.low_confidence_contact,
    reliable.overdue_review,
    reliable.undated_contact,
    readable.long_sentence,
    readable.hard_summary,
    readable.unresolved_abbreviation,
    readable.jargon,
    reachable.duplicate_phone,
    reachable.duplicate_postcode,
)

Watch = Callable[[Sequence[Check]], Iterable[Check]]
"""Hands the checks on one by one, and may show how far we are."""


def find_problems(inspection: Inspection, watch: Watch = iter) -> list[Problem]:
    """Run every check; each problem bears the name of its check."""
    return [replace(problem, check=name_of(check)) for check in watch(CHECKS) for problem in check(inspection)]


def worst_first(problems: Iterable[Problem]) -> list[Problem]:
    """Sort by how much the check matters to families, then by how bad each case is."""
    rank = {name_of(check): place for place, check in enumerate(CHECKS)}
    return sorted(problems, key=lambda p: (not p.blocks, rank.get(p.check, -1), -p.weight, p.file, p.line))


def name_of(check: Check) -> str:
    """Return the name that editors see, such as ``long-sentence``."""
    return check.__name__.replace("_", "-")
