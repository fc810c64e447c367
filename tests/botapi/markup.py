"""What Telegram accepts as formatted text, links and keyboards, with the words it refuses them in."""

import re
from typing import Any

Entity = dict[str, Any]

TEXT_LIMIT = 4096
DATA_LIMIT = 64  # bytes
BUTTON_LIMIT = 100

ENTITY_OF_TAG = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "blockquote": "blockquote",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|(lt|gt|amp|quot)(?![A-Za-z]));?")
ATTRIBUTE = re.compile(r"([^\s=>]*)\s*(=?)\s*")
QUOTED = re.compile(r"\"([^\"]*)\"|'([^']*)'")
NAME_TOKEN = re.compile(r"[A-Za-z0-9.-]*")
TAG_NAME = re.compile(r"[^\s>]*")
SPACES = re.compile(r"\s*")


class ApiError(Exception):
    """An answer other than ok."""

    def __init__(self, code: int, description: str, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.retry_after = retry_after


def bad_request(description: str) -> ApiError:
    return ApiError(400, f"Bad Request: {description}")


def utf16_length(text: str) -> int:
    """Entities count UTF-16 units: most emoji are two of them."""
    return len(text.encode("utf-16-le")) // 2


class _HtmlParser:
    """One pass over a message in HTML: the plain text and its entities, or the error Telegram gives."""

    def __init__(self, html: str) -> None:
        self.html = html
        self.at = 0
        self.text = ""
        self.open: list[tuple[str, str, int]] = []  # tag, its link or language, where its text begins
        self.entities: list[Entity] = []

    def parse(self) -> tuple[str, list[Entity]]:
        while self.at < len(self.html):
            if self.html.startswith("</", self.at):
                self.end_tag()
            elif self.html[self.at] == "<":
                self.start_tag()
            else:
                self.character()
        if self.open:
            tag = self.open[-1][0]
            raise bad_request(f"can't parse entities: Can't find end tag corresponding to start tag \"{tag}\"")
        self.entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
        return self.text, self.entities

    def refuse(self, problem: str, at: int, after: str = "") -> ApiError:
        offset = len(self.html[:at].encode())
        return bad_request(f"can't parse entities: {problem} at byte offset {offset}{after}")

    def character(self) -> None:
        reference = REFERENCE.match(self.html, self.at)
        self.text += _decode(reference) if reference else self.html[self.at]
        self.at = reference.end() if reference else self.at + 1

    def start_tag(self) -> None:
        begin = self.at
        tag = self.name(begin + 1)
        if self.at == len(self.html):
            raise self.refuse("Unclosed start tag", begin)
        if tag not in ENTITY_OF_TAG:
            raise self.refuse(f'Unsupported start tag "{tag}"', begin)
        attributes = self.attributes(tag, begin)
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise self.refuse('Tag "span" must have class "tg-spoiler"', begin)
        argument = attributes.get("href", "") if tag == "a" else attributes.get("class", "")
        self.open.append((tag, argument, len(self.text)))

    def name(self, begin: int) -> str:
        self.at = begin
        return self.skip(TAG_NAME)[0].lower()

    def attributes(self, tag: str, begin: int) -> dict[str, str]:
        found: dict[str, str] = {}
        while True:
            self.skip(SPACES)
            if self.html.startswith(">", self.at):
                self.at += 1
                return found
            name, equals = self.skip(ATTRIBUTE).groups()
            if self.at == len(self.html):
                raise self.refuse(f'Unclosed start tag "{tag}"', begin)
            if not name:
                raise self.refuse(f'Empty attribute name in the tag "{tag}"', begin)
            found[name] = self.value(begin) if equals else ""

    def skip(self, pattern: re.Pattern[str]) -> re.Match[str]:
        """Step over a pattern that may be empty, so it always matches."""
        match = pattern.match(self.html, self.at)
        assert match is not None
        self.at = match.end()
        return match

    def value(self, begin: int) -> str:
        if self.html[self.at] in "\"'":
            quoted = QUOTED.match(self.html, self.at)
            if quoted is None or quoted.end() == len(self.html):
                raise self.refuse("Unclosed start tag", begin)
            self.at = quoted.end()
            return REFERENCE.sub(_decode, quoted[0][1:-1])
        token = self.skip(NAME_TOKEN)
        if self.at == len(self.html) or self.html[self.at] not in " \t\r\n>":
            raise self.refuse("Unexpected end of name token", token.start())
        return token[0].lower()

    def end_tag(self) -> None:
        begin = self.at
        if not self.open:
            raise self.refuse("Unexpected end tag", begin)
        found = self.name(begin + 2)
        self.skip(SPACES)
        if not self.html.startswith(">", self.at):
            raise self.refuse("Unclosed end tag", begin)
        self.at += 1
        tag, argument, start = self.open.pop()
        if found not in ("", tag):
            raise self.refuse("Unmatched end tag", begin, f', expected "</{tag}>", found "</{found}>"')
        self.add_entity(tag, argument, start)

    def add_entity(self, tag: str, argument: str, start: int) -> None:
        inside = self.text[start:]
        if not inside:
            return
        offset = utf16_length(self.text[:start])
        entity: Entity = {"type": ENTITY_OF_TAG[tag], "offset": offset, "length": utf16_length(inside)}
        if tag == "a":
            entity["url"] = argument or inside
            if link_problem(entity["url"]):
                return  # Telegram shows the words and silently leaves the link out
        self.entities.append(entity)


def _decode(reference: re.Match[str]) -> str:
    hexadecimal, decimal, name = reference.groups()
    if name:
        return NAMED[name]
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    return chr(code) if 0 < code < 0x10FFFF and not 0xD800 <= code <= 0xDFFF else reference[0]


def parse_html(html: str) -> tuple[str, list[Entity]]:
    """The plain text of a message written in HTML, and its entities."""
    return _HtmlParser(html).parse()


def strip_text(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Telegram cuts white space off both ends; entities move and shrink with the text."""
    stripped = text.strip()
    shift = utf16_length(text[: len(text) - len(text.lstrip())])
    end = utf16_length(stripped)
    kept: list[Entity] = []
    for entity in entities:
        first = max(entity["offset"] - shift, 0)
        last = min(entity["offset"] + entity["length"] - shift, end)
        if last > first:
            kept.append({**entity, "offset": first, "length": last - first})
    return stripped, kept


def link_problem(url: str) -> str:
    """Why Telegram would not open this link; empty when it would."""
    scheme, separator, rest = url.partition("://")
    if separator and scheme.lower() == "tg":
        return ""
    if separator and scheme.lower() not in ("http", "https"):
        return "Unsupported URL protocol"
    authority = re.split(r"[/?#]", rest if separator else url, maxsplit=1)[0]
    host, colon, port = authority.rpartition("@")[2].partition(":")
    if colon and not (port.isdecimal() and int(port) <= 65535):
        return "Wrong port number specified in the URL"  # this is how Telegram reads tel:+44...
    return "" if re.fullmatch(r"[^\s.]+(\.[^\s.]+)+", host) else "Wrong HTTP URL"


def check_markup(markup: Any) -> None:
    """Raise what Telegram would say about a keyboard it refuses."""
    if markup in (None, "", {}):
        return
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    rows: list[Any] = markup.get("inline_keyboard") or markup.get("keyboard") or []
    if sum(len(row) for row in rows) > BUTTON_LIMIT:
        raise bad_request("REPLY_MARKUP_TOO_LONG")
    for button in (button for row in rows for button in row):
        if "inline_keyboard" in markup:
            _check_inline_button(button)
        elif not _label(button):
            raise bad_request("keyboard button text must be non-empty")


def _label(button: Any) -> str:
    return str(button if isinstance(button, str) else button.get("text", ""))


def _check_inline_button(button: dict[str, Any]) -> None:
    if not button.get("text"):
        raise bad_request("inline keyboard button text must be non-empty")
    url, data = button.get("url"), button.get("callback_data")
    if url:
        problem = link_problem(url)
        if problem:
            raise bad_request(f"inline keyboard button URL '{url}' is invalid: {problem}")
    elif data:
        if len(data.encode()) > DATA_LIMIT:
            raise bad_request("BUTTON_DATA_INVALID")
    elif not any(key in button for key in ("web_app", "copy_text", "switch_inline_query")):
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
