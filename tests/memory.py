"""What something keeps in memory, for tests of what must not stay there."""

from __future__ import annotations

import gc
from types import FunctionType, ModuleType


def held_by(holder: object, wanted: object) -> bool:
    """Tell whether ``wanted`` is kept in ``holder``, however deep, or stands in a text that is kept there."""
    seen: set[int] = set()
    waiting: list[object] = [holder]
    while waiting:
        here = waiting.pop()
        if id(here) in seen or isinstance(here, (type, ModuleType, FunctionType)):
            continue
        seen.add(id(here))
        if isinstance(here, str) and isinstance(wanted, str):
            if wanted in here:
                return True
        elif type(here) is type(wanted) and here == wanted:
            return True
        waiting += gc.get_referents(here)
        if isinstance(here, dict):
            waiting += here  # the collector passes over keys that are texts
    return False
