"""Logging that can't give away what people wrote."""

from __future__ import annotations

import logging
import traceback
from types import TracebackType

from intents.cleaning import mask_personal_details

ExceptionInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class MaskPersonalDetails(logging.Filter):
    """Hides emails, numbers, postcodes and names in whatever is logged. Message texts aren't logged at all."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Mask the finished text of ``record``; always lets it through.

        What the Telegram library fills into its texts may be whole messages: of those only the text itself is kept.
        """
        if record.name.startswith("telegram"):
            record.args = ()
        record.msg, record.args = mask_personal_details(record.getMessage()), ()
        return True


class WithoutExceptionText(logging.Formatter):
    """Keeps the place and the class of an error, and leaves out its text, which might quote a message."""

    def formatException(self, ei: ExceptionInfo) -> str:  # noqa: N802 - logging's own name
        """Return where it went wrong and the error's class."""
        kind, _, trace = ei
        return "".join(traceback.format_tb(trace)) + (kind.__name__ if kind else "")


def set_up_logging(level: str) -> None:
    """Log to stderr at ``level``. Web libraries are quiet: their lines hold tokens and ids."""
    handler = logging.StreamHandler()
    handler.setFormatter(WithoutExceptionText("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handler.addFilter(MaskPersonalDetails())
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    for noisy in ("httpx", "httpcore", "telegram", "alembic", "sqlalchemy"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
