"""Checks beyond the schema: may families rely on an entry, reach somebody through it, and understand it?

``checks.py`` lists them all, ``inspection.py`` says what a check is given. Each check is one function that yields
problems; those that block keep an entry from being published, the rest is advice.
"""

from directory.quality.checks import CHECKS, find_problems, worst_first
from directory.quality.inspection import Check, Inspection

__all__ = ["CHECKS", "Check", "Inspection", "find_problems", "worst_first"]
