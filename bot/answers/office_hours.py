"""Which of two doors is open: children's services by day, the out-of-hours team otherwise."""

from __future__ import annotations

from datetime import datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

from intents.safety.kinds import BY_DAY, OUT_OF_HOURS

LONDON = ZoneInfo("Europe/London")

OPENS, CLOSES = time(9), time(17)
"""Monday to Friday, as both entries say."""


def open_door(now: datetime) -> str:
    """Return the id of the entry to call at ``now``; a time without a zone is London's."""
    here = now.astimezone(LONDON) if now.tzinfo else now.replace(tzinfo=LONDON)
    at_work = here.weekday() < 5 and here.date() not in _bank_holidays(here.year)
    return BY_DAY if at_work and OPENS <= here.time() < CLOSES else OUT_OF_HOURS


@lru_cache(maxsize=8)
def _bank_holidays(year: int) -> holidays.HolidayBase:
    return holidays.country_holidays("GB", subdiv="ENG", years=year)
