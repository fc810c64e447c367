"""When urgent words and numbers must be checked again: every three months."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from directory.entry import Entry
from intents.safety.kinds import load_files, may_be_shown

DAYS_A_MONTH = 30.4


def overdue_reviews(
    entries: Iterable[Entry], urgent: Iterable[str], wording_reviewed: date, today: date
) -> Iterator[str]:
    """Yield what is overdue on ``today``, in words.

    Args:
        entries: entries of the directory; those whose numbers are shown in danger are looked at.
        urgent: ids that the wording names, beside those of the safety replies.
        wording_reviewed: when the words around the numbers were last checked.
        today: the day that counts as today.
    """
    common, files = load_files()
    age = timedelta(days=round(common.review_every_months * DAYS_A_MONTH))
    for what, reviewed in (("what is said in danger", common.reviewed), ("the urgent wording", wording_reviewed)):
        if today - reviewed > age:
            yield f"{what} was last checked on {reviewed:%d %B %Y}; it is due every {common.review_every_months} months"
    replies = [*common.replies.values(), *(reply for file in files for reply in file.replies.values())]
    shown = set(may_be_shown([*urgent, *(entry for reply in replies for entry in reply.entries)]))
    for entry in entries:
        if entry.id in shown and entry.review_by < today:
            yield f"the numbers of {entry.id} were to be checked by {entry.review_by:%d %B %Y}"
