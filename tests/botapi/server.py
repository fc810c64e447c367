"""The HTTP side: requests in, answers out, and the controls a test has over both."""

import json
import socket
import threading
from collections import defaultdict, deque
from contextlib import suppress
from dataclasses import dataclass
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, unquote, urlsplit

from .markup import ApiError
from .methods import METHODS
from .people import Group, Json, Person, World

# Forms carry only text: these are numbers, booleans and objects in JSON; all others stay as written.
IN_JSON = {
    *("chat_id", "message_id", "offset", "limit", "timeout", "cache_time", "latitude", "longitude"),
    *("reply_markup", "reply_parameters", "entities", "link_preview_options", "allowed_updates"),
    *("commands", "scope", "menu_button", "show_alert", "drop_pending_updates", "max_connections"),
    *("results", "button", "is_personal"),
    *("disable_notification", "protect_content", "allow_sending_without_reply", "horizontal_accuracy"),
}
BOT = {
    "id": 1,
    "is_bot": True,
    "first_name": "SENDLO test",
    "username": "sendlo_test_bot",
    "can_join_groups": True,
    "can_read_all_group_messages": True,
    "supports_inline_queries": True,
}


@dataclass(frozen=True)
class Failure:
    """What one coming call gets instead of its answer."""

    error: ApiError | None  # none: the connection is dropped
    done_first: bool = False  # the call takes effect, only its answer is lost


class BotApiServer:
    """A bot's whole Telegram on a free port of 127.0.0.1: people to play, calls to read, failures to order."""

    def __init__(self, token: str = "1:TEST") -> None:  # noqa: S107 - it opens nothing but this server
        self.token = token
        self.world = World(bot=dict(BOT))
        self.refused = self.world.refused  # what Telegram would have refused; ordered failures are not here
        self._calls: list[tuple[str, Json]] = []
        self._failures: defaultdict[str, deque[Failure]] = defaultdict(deque)
        self._delays: dict[str, float] = {}
        self._closing = threading.Event()
        self._http = _HttpServer(self)
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), name="bot-api")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.set()
        with self.world.changed:
            self.world.closed = True
            self.world.changed.notify_all()
        self._http.shutdown()
        self._thread.join()
        self._http.hang_up()
        self._http.server_close()

    @property
    def base_url(self) -> str:
        """What python-telegram-bot calls base_url: the token follows at once."""
        return f"http://127.0.0.1:{self._http.server_port}/bot"

    def person(self, chat_id: int = 1001, first_name: str = "Sam", language_code: str | None = "en") -> Person:
        with self.world.changed:
            self._must_be_new(chat_id)
            return Person(self.world, chat_id, first_name, language_code)

    def group(self, chat_id: int = -1002001, title: str = "Parents") -> Group:
        with self.world.changed:
            self._must_be_new(chat_id)
            return Group(self.world, chat_id, title)

    def calls(self, method: str) -> list[Json]:
        """The parameters of every call of a method, refused ones too, oldest first."""
        with self.world.changed:
            return [params for name, params in self._calls if name.lower() == method.lower()]

    def wait_for_call(self, method: str, count: int = 1, timeout: float = 5) -> Json:
        """The parameters of the newest call of a method, once there were this many in all."""
        with self.world.changed:
            if not self.world.changed.wait_for(lambda: len(self.calls(method)) >= count, timeout):
                raise AssertionError(f"{len(self.calls(method))} calls of {method} in {timeout} s, not {count}")
            return self.calls(method)[-1]

    def fail_next(
        self, method: str, code: int, description: str, retry_after: int | None = None, times: int = 1
    ) -> None:
        """Answer the next calls of a method with this error; nothing is sent."""
        failure = Failure(ApiError(code, description, retry_after))
        with self.world.changed:
            self._failures[method.lower()].extend([failure] * times)

    def drop_next(self, method: str, times: int = 1, done_first: bool = False) -> None:
        """Hang up on the next calls of a method, before or after doing what they ask."""
        with self.world.changed:
            self._failures[method.lower()].extend([Failure(None, done_first)] * times)

    def slow(self, method: str, seconds: float) -> None:
        """Let every call of a method wait this long; 0 ends it."""
        with self.world.changed:
            self._delays[method.lower()] = seconds

    def answer(self, token: str, method: str, params: Json) -> tuple[int, Json] | None:
        """The status and body for one request, or none to hang up."""
        try:
            return 200, {"ok": True, "result": self._result(token, method, params)}
        except _HangUp:
            return None
        except ApiError as error:
            body: Json = {"ok": False, "error_code": error.code, "description": error.description}
            if error.retry_after is not None:
                body["parameters"] = {"retry_after": error.retry_after}
            return error.code, body

    def _result(self, token: str, method: str, params: Json) -> Any:
        if token != self.token:
            raise self._refuse(method, ApiError(401, "Unauthorized"))
        name = next((known for known in METHODS if known.lower() == method.lower()), method)
        with self.world.changed:
            self._calls.append((name, params))
            self.world.changed.notify_all()
            failures = self._failures[name.lower()]
            failure = failures.popleft() if failures else None
            delay = self._delays.get(name.lower(), 0)
        if delay:
            self._closing.wait(delay)
        if failure and not failure.done_first:
            raise failure.error or _HangUp
        result = self._do(name, params)
        if failure:
            raise _HangUp
        return result

    def _do(self, name: str, params: Json) -> Any:
        if name not in METHODS:
            raise self._refuse(name, ApiError(404, "Not Found"))
        try:
            with self.world.changed:
                return METHODS[name](self.world, params)
        except ApiError as error:
            raise self._refuse(name, error) from None
        except Exception as error:  # a call this server cannot read: say so to the bot and to the test
            raise self._refuse(name, ApiError(500, f"Internal Server Error: {error!r}")) from error

    def _refuse(self, method: str, error: ApiError) -> ApiError:
        with self.world.changed:
            self.refused.append((method, error.code, error.description))
        return error

    def _must_be_new(self, chat_id: int) -> None:
        if chat_id in self.world.chats:
            raise AssertionError(f"There is a chat {chat_id} already")


class _HangUp(Exception):  # noqa: N818 - an order, not an error
    """Close the connection without an answer."""


class _HttpServer(ThreadingHTTPServer):
    daemon_threads = False  # so that closing waits for them, and no socket is left to the garbage collector

    def __init__(self, api: BotApiServer) -> None:
        self.api = api
        self.open_connections: set[socket.socket] = set()
        super().__init__(("127.0.0.1", 0), _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        self.open_connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self.open_connections.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        """Read no further request from the connections that clients keep open; answers under way still leave."""
        for connection in list(self.open_connections):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RD)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that has gone away is no news here."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # head and body leave together
    server: _HttpServer

    def do_POST(self) -> None:
        url = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        params = dict(parse_qsl(url.query)) | read_body(self.headers.get("Content-Type", ""), body)
        token, _, method = unquote(url.path).removeprefix("/bot").partition("/")
        answer = self.server.api.answer(token, method, decode(params))
        if answer is None:
            self.close_connection = True
            return
        payload = json.dumps(answer[1]).encode()
        self.send_response(answer[0])
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(payload)))
        if self.server.api.world.closed:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(payload)

    def do_GET(self) -> None:
        self.do_POST()

    def log_message(self, format: str, *args: Any) -> None:
        """Keep test output quiet."""


def read_body(content_type: str, body: bytes) -> Json:
    """The parameters in a body of any of the three kinds the Bot API takes."""
    if content_type.startswith("application/json"):
        return dict(json.loads(body or b"{}"))
    if content_type.startswith("multipart/form-data"):
        form = BytesParser(policy=HTTP).parsebytes(b"Content-Type: " + content_type.encode() + b"\r\n\r\n" + body)
        return {str(part.get_param("name", header="content-disposition")): _part(part) for part in form.iter_parts()}
    return dict(parse_qsl(body.decode(), keep_blank_values=True))


def _part(part: Any) -> str:
    """The text of one part of a form; for an uploaded file, its name."""
    return str(part.get_filename() or part.get_payload(decode=True).decode())


def decode(params: Json) -> Json:
    return {name: _decoded(value) if name in IN_JSON else value for name, value in params.items()}


def _decoded(value: Any) -> Any:
    try:
        return json.loads(value) if isinstance(value, str) else value
    except ValueError:
        return value  # such as chat_id=@channel
