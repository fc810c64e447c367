"""Starting, restarting and stopping the bot."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot.channels.telegram.app import build_app
from bot.errors import SetupError
from bot.settings import Settings
from bot.store import chat_key
from directory.library import Library
from directory.loading import CONTENT
from tests.bot.telegram.running import PATIENCE, answer, answers, running, settings_for
from tests.botapi import BotApiServer


def test_without_a_token_it_says_what_is_missing(index: Path) -> None:
    with pytest.raises(SetupError, match="SENDLO_TELEGRAM_TOKEN"):
        build_app(Settings(telegram_token=None, index_path=index))


async def test_refused_start_up_settings_do_not_stop_the_bot(tmp_path: Path, index: Path) -> None:
    with BotApiServer() as server:
        for method in ("setMyCommands", "setMyDescription", "setMyShortDescription", "setChatMenuButton"):
            server.fail_next(method, 404, "Not Found")
        sam = server.person()
        async with running(settings_for(server, tmp_path, index)):
            sam.says("short breaks")
            assert (await answer(sam)).text.startswith("Short breaks\n")
        assert len(server.calls("setChatMenuButton")) == 1


async def test_a_button_and_a_conversation_outlive_a_restart_and_what_waited_is_answered(
    tmp_path: Path, index: Path
) -> None:
    with BotApiServer() as server:
        settings = settings_for(server, tmp_path, index)
        sam = server.person(chat_id=987654321)
        async with running(settings):
            sam.says("koala sleep support")
            await answer(sam)
        sam.taps("Easy read")
        sam.says("is it free")
        async with running(settings):
            assert (await answer(sam)).text.startswith("Sleep support from Koala")
            assert "Koala" in (await answer(sam)).text
        assert server.refused == []
    written = _bytes_of(tmp_path)
    assert chat_key(b"a secret of tests", "telegram", "987654321:987654321").encode() in written
    assert b"987654321" not in written


def _bytes_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.glob("state.sqlite*"))


def _with_the_hive_on_the_map(folder: Path) -> Path:
    """A copy of the entries in which one has an address and a position."""
    shutil.copytree(CONTENT, folder)
    path = next(folder.glob("*/the-hive.yaml"))
    exact = "address_1: Bright Street, town: Birkenhead, postcode: CH41 1EE, latitude: 53.39, longitude: -3.02"
    path.write_text(path.read_text(encoding="utf-8").replace("town: Birkenhead", exact), encoding="utf-8")
    return folder


async def test_a_place_is_sent_as_a_venue_when_its_map_is_tapped_and_when_somebody_asks_where(
    tmp_path: Path, index: Path
) -> None:
    library = Library(tmp_path / "directory.sqlite", _with_the_hive_on_the_map(tmp_path / "content"))
    address = "Bright Street, Birkenhead, CH41 1EE"
    venue = {"location": {"latitude": 53.39, "longitude": -3.02}, "title": "The Hive", "address": address}
    with BotApiServer() as server:
        sam = server.person()
        async with running(settings_for(server, tmp_path, index), library):
            sam.says("/start the-hive")
            assert f"The Hive: {address}" in (await answer(sam)).text
            sam.taps("Map")
            tapped = await answer(sam)
            sam.says("where is it?")
            told, asked = await answers(sam, 2)
        assert server.refused == []
    assert "Bright Street" in told.text
    assert [tapped.venue, asked.venue] == [venue, venue]


async def test_a_venue_that_telegram_refuses_shows_the_entry_when_tapped_and_is_left_out_beside_an_answer(
    tmp_path: Path, index: Path, caplog: pytest.LogCaptureFixture
) -> None:
    library = Library(tmp_path / "directory.sqlite", _with_the_hive_on_the_map(tmp_path / "content"))
    with BotApiServer() as server:
        sam = server.person()
        async with running(settings_for(server, tmp_path, index), library):
            server.fail_next("sendVenue", 400, "Bad Request: VENUE_TITLE_EMPTY", times=2)
            sam.taps_raw("1:map:the-hive")
            assert (await answer(sam)).text.startswith("The Hive, Wirral's youth zone\n")
            sam.says("where is it?")
            assert "Bright Street" in (await answer(sam)).text
            sam.says("blue badge for Alfie")
            assert (await answer(sam)).text.startswith("Blue Badge\n")
    assert "refused a card of the-hive" in caplog.text
    assert "refused a place of the-hive" in caplog.text
    assert "Alfie" not in caplog.text


async def test_stopping_answers_first_what_was_taken(tmp_path: Path, index: Path) -> None:
    with BotApiServer() as server:
        sam = server.person()
        async with running(settings_for(server, tmp_path, index)):
            server.slow("sendChatAction", 0.5)
            sam.says("short breaks")
            await asyncio.to_thread(server.wait_for_call, "sendChatAction", 1, PATIENCE)
        assert [message.text.split("\n")[0] for message in sam.inbox] == ["Short breaks"]


def test_the_command_runs_the_bot_and_sigterm_ends_it_cleanly(tmp_path: Path, index: Path) -> None:
    with BotApiServer() as server:
        sam = server.person(first_name="Alfie")
        sam.says("short breaks")
        bot = subprocess.Popen(
            [sys.executable, "-c", "from bot.cli import main; main()", "telegram"],
            stderr=subprocess.PIPE,
            env={
                **{name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ},
                "SENDLO_TELEGRAM_TOKEN": server.token,
                "SENDLO_TELEGRAM_API_URL": server.base_url.removesuffix("/bot"),
                "SENDLO_DATABASE_URL": f"sqlite:///{tmp_path}/state.sqlite",
                "SENDLO_INDEX_PATH": str(index),
                "SENDLO_SECRET": "a secret of tests",
            },
        )
        try:
            [found] = sam.wait_for(timeout=PATIENCE)
            bot.send_signal(signal.SIGTERM)
            _, log = bot.communicate(timeout=PATIENCE)
        finally:
            bot.kill()
    assert "Short breaks" in found.text
    assert bot.returncode == 0
    assert b"Traceback" not in log
    assert b"Alfie" not in log
    assert server.token.encode() not in log
