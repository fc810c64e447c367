"""Sends a reply again when it didn't get through: somebody may wait for urgent help on a bad network."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from telegram.error import BadRequest, NetworkError
from telegram.ext import AIORateLimiter
from tenacity import AsyncRetrying, retry_if_exception, stop_after_attempt, wait_chain, wait_fixed

SENT_AGAIN = frozenset({"sendMessage", "sendContact", "sendVenue", "answerInlineQuery"})
"""What carries an answer. A reply that arrives twice is better than none."""

PAUSES = (0.0, 1.0, 4.0)
"""Seconds before each further try."""


class Resending(AIORateLimiter):
    """Keeps Telegram's limits, and sends answers again after a failure of the network or of Telegram."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Any:
        """Make one request of the Bot API, an answer again after each pause.

        Raises:
            TelegramError: Telegram refused it, or it failed to the last.
        """
        tries = AsyncRetrying(
            retry=retry_if_exception(_may_pass),
            stop=stop_after_attempt(1 + len(PAUSES) if endpoint in SENT_AGAIN else 1),
            wait=wait_chain(*map(wait_fixed, PAUSES)),
            reraise=True,
        )
        return await tries(super().process_request, callback, args, kwargs, endpoint, data, rate_limit_args)


def _may_pass(error: BaseException) -> bool:
    return isinstance(error, NetworkError) and not isinstance(error, BadRequest)
