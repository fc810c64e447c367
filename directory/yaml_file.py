"""Reads one YAML file and keeps the line of every value, so that a mistake can be pointed at.

Every layer reads its YAML through ``read_yaml`` and ``parse_as``: one way, one kind of message.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, TypeAdapter, ValidationError

from directory.errors import ContentError, Problem

ROOT = Path(__file__).parent.parent
"""The project's root: what messages say stands in a file opens from there."""

# The C loader is some ten times faster; it isn't in every build of PyYAML.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

T = TypeVar("T")


@dataclass(frozen=True)
class YamlFile:
    """A parsed YAML file."""

    path: Path
    """Path as messages show it: see ``from_root``."""
    data: Any
    """Plain dicts, lists and scalars."""
    root: yaml.Node | None
    """The parsed tree, which knows the lines."""

    def line_of(self, location: Sequence[str | int]) -> int:
        """Return the line, from 1, of the value at ``location``, or of the nearest thing around it."""
        if self.root is None:
            return 1
        node = self.root
        line: int = node.start_mark.line + 1
        for step in location:
            found = _step_into(node, step)
            if found is None:
                break
            line, node = found
        return line

    def problem(
        self, location: Sequence[str | int], message: str, check: str = "schema", *, blocks: bool = True
    ) -> Problem:
        """Return a problem that points at ``location``."""
        field = ".".join(str(step) for step in location)
        return Problem(self.path, self.line_of(location), field, message, check, blocks)


def from_root(path: Path) -> Path:
    """Return ``path`` as messages show it: from the project's root, or as it is if it lies elsewhere."""
    return path.relative_to(ROOT) if path.is_relative_to(ROOT) else path


def read_yaml(path: Path) -> YamlFile:
    """Read ``path``.

    Raises:
        ContentError: the file can't be read, isn't YAML, or has the same key twice.
    """
    shown = from_root(path)
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ContentError([Problem(shown, 1, "", f"can't be read as UTF-8 text: {error}")]) from error
    loader = _Loader(text)
    try:
        root = loader.get_single_node()
        data = loader.construct_document(root) if root is not None else None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        hint = "check the indentation, the colons, and put quotes around text that has ': ' or '#' in it"
        raise ContentError([Problem(shown, line, "", f"isn't valid YAML ({error.problem}): {hint}")]) from error
    except ValueError as error:
        line = _line_of_bad_value(root)
        raise ContentError([Problem(shown, line, "", f"has a date or number that can't be: {error}")]) from error
    except yaml.YAMLError as error:
        raise ContentError([Problem(shown, 1, "", f"isn't valid YAML: {' '.join(str(error).split())}")]) from error
    finally:
        loader.dispose()
    file = YamlFile(shown, data, root)
    repeated = _repeated_keys(file, root)
    if repeated:
        raise ContentError(repeated)
    return file


def parse_as(model: type[T], file: YamlFile) -> T:
    """Check the data of ``file`` against ``model``, a pydantic model or any type that pydantic knows.

    Raises:
        ContentError: with every mistake in the file, each at its line.
    """
    try:
        return TypeAdapter(model).validate_python(file.data)
    except ValidationError as error:
        errors = error.errors()
        raise ContentError(
            [file.problem(_known_path(file, e["loc"]), _in_plain_words(e)) for e in errors if not _follows(e, errors)]
        ) from error


def json_schema(model: type[BaseModel]) -> dict[str, Any]:
    """Return the JSON Schema of ``model`` for editors' tools."""
    return model.model_json_schema(by_alias=True)


def _step_into(node: yaml.Node, step: str | int) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return key.start_mark.line + 1, value
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        item: yaml.Node = node.value[step]
        return item.start_mark.line + 1, item
    return None


def _known_path(file: YamlFile, location: tuple[str | int, ...]) -> list[str | int]:
    """Leave out the names that pydantic adds for unions: they are nowhere in the file."""
    path: list[str | int] = []
    node = file.root
    for step in location:
        found = _step_into(node, step) if node is not None else None
        if found is None:
            path.append(step)
            break
        path.append(step)
        node = found[1]
    return path


def _follows(error: Any, errors: list[Any]) -> bool:
    """Tell whether a list counts as empty only because its items have mistakes of their own."""
    place = error["loc"]
    return error["type"] == "too_short" and any(
        len(other["loc"]) > len(place) and other["loc"][: len(place)] == place for other in errors
    )


def _line_of_bad_value(node: yaml.Node | None) -> int:
    """Return the line of the first value that YAML takes for a date or number and can't read, or 1."""
    if isinstance(node, yaml.ScalarNode):
        try:
            yaml.SafeLoader("").construct_object(node)
        except ValueError:
            line: int = node.start_mark.line + 1
            return line
        return 1
    parts = [part for pair in node.value for part in pair] if isinstance(node, yaml.MappingNode) else []
    parts = node.value if isinstance(node, yaml.SequenceNode) else parts
    return max((_line_of_bad_value(part) for part in parts), default=1)


def _repeated_keys(file: YamlFile, node: yaml.Node | None) -> list[Problem]:
    problems: list[Problem] = []
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            name = str(key.value)
            if name in seen:
                message = f"'{name}' is written twice: keep one"
                problems.append(Problem(file.path, key.start_mark.line + 1, name, message))
            seen.add(name)
            problems += _repeated_keys(file, value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            problems += _repeated_keys(file, item)
    return problems


_PLAIN_WORDS = {
    "missing": "is missing: add it",
    "extra_forbidden": "isn't a field we know: check the spelling, or remove it",
    "string_type": "must be text: put quotes around it",
    "tuple_type": "must be a list: write [one, two], or one item a line with '- '",
    "too_short": "must not be empty",
    "string_too_short": "must not be empty",
    "bool_parsing": "must be true or false",
    "int_parsing": "must be a whole number",
    "float_parsing": "must be a number",
    "model_type": "must be fields, each written 'name: value'",
    "date_from_datetime_inexact": "must be a date written 2026-01-31",
    "date_from_datetime_parsing": "must be a date written 2026-01-31",
    "date_parsing": "must be a date written 2026-01-31",
    "time_parsing": 'must be a time in quotes, such as "10:00"',
}


def _in_plain_words(error: Any) -> str:
    kind: str = error["type"]
    context: dict[str, Any] = error.get("ctx") or {}
    given = error.get("input")
    if kind in ("literal_error", "enum"):
        return f"is '{given}', but must be one of {context['expected']}"
    if kind == "string_pattern_mismatch":
        return f"is '{given}', which has the wrong form: {_form_of(context['pattern'])}"
    if kind == "value_error":
        return str(context["error"])
    if kind in ("greater_than_equal", "less_than_equal"):
        limit = f"{context['ge']} or more" if "ge" in context else f"{context['le']} or less"
        return f"is {given}, but must be {limit}"
    if kind == "string_too_long":
        return f"is too long: {len(str(given))} characters, at most {context['max_length']}"
    return _PLAIN_WORDS.get(kind, str(error["msg"]))


def _form_of(pattern: str) -> str:
    if "undated" in pattern:
        return "write a date as 2025, 2025-01 or 2025-01-31, or undated"
    if pattern.startswith("^[a-z0-9]"):
        return "use small letters, digits and single hyphens, such as family-hubs"
    if pattern.startswith("^s"):
        return "write s1, s2, s3 and so on"
    if pattern.startswith("^CH"):
        return "write the first half of a postcode, such as CH41"
    return f"it must match {pattern}"
