"""Logs that can't give away what people wrote."""

from __future__ import annotations

import logging

import pytest

from bot.log import set_up_logging

pytestmark = pytest.mark.usefixtures("own_logging")


log = logging.getLogger("bot.assistant")


@pytest.mark.parametrize(
    ("secret", "shown"),
    [
        ("ann@example.org", "[email]"),
        ("07700 900123", "[phone]"),
        ("CH46 9PA", "[postcode]"),
        ("987654321", "[number]"),
        ("14/03/2015", "[date]"),
    ],
)
def test_personal_details_are_masked(capsys: pytest.CaptureFixture[str], secret: str, shown: str) -> None:
    set_up_logging("info")
    log.info("Somebody wrote %s today", secret)
    written = capsys.readouterr().err
    assert f"INFO bot.assistant: Somebody wrote {shown} today" in written
    assert secret not in written


def test_what_the_telegram_library_fills_into_its_lines_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging("info")
    logging.getLogger("telegram.Bot").critical("Error while parsing updates! Received data was %r", "my son Alfie")
    written = capsys.readouterr().err
    assert "Error while parsing updates!" in written
    assert "Alfie" not in written


def test_an_error_tells_where_and_what_kind_but_not_its_text(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging("info")

    def answer() -> None:
        words = "my son Alfie"
        raise ValueError(words)

    try:
        answer()
    except ValueError:
        log.exception("A message could not be answered")
    written = capsys.readouterr().err
    assert "ValueError" in written
    assert "in answer" in written
    assert "Alfie" not in written


def test_lower_levels_and_chatty_libraries_are_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging("info")
    log.debug("detail")
    logging.getLogger("httpx").info("POST https://api.telegram.org/bot1:TOKEN/getMe")
    log.warning("worth knowing")
    written = capsys.readouterr().err
    assert "detail" not in written
    assert "TOKEN" not in written
    assert "WARNING bot.assistant: worth knowing" in written
