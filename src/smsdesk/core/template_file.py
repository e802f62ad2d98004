"""A file of templates, in TOML: people can read it, and it comes back as it went."""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING

from smsdesk.core.rules.merge_fields import FIELDS, TemplateError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from smsdesk.core.views.templates import Template

LARGEST = 4_000_000
"""Bytes of a file that is read: more than a thousand templates of the longest kind."""


def written(templates: Iterable[Template]) -> str:
    """Return templates as a file that ``read`` gives back."""
    known = ", ".join(f"{{{name}}}" for name in FIELDS)
    head = (
        "# Templates of smsdesk: smsdesk templates import FILE takes them in.\n"
        f"# Fields: {known};\n# a default as {{first_name|there}}; {{{{ is a brace.\n"
    )
    return head + "".join(
        f"\n[[template]]\nname = {_string(template.name)}\ntext = {_text(template.text)}\n"
        for template in templates
    )


def read(path: Path) -> list[tuple[str, str]]:
    """Return name and text of every template of a file, in its order.

    Raises:
        TemplateError: it cannot be read, or is no file of templates.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
    except OSError as error:
        raise TemplateError(f"{path}: {error.strerror or error}") from None
    if len(raw) > LARGEST:
        raise TemplateError(f"{path} is too large for a file of templates")
    try:
        content = tomllib.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise TemplateError(f"{path} is not UTF-8") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise TemplateError(f"{path}: {error}") from None
    tables = content.pop("template", [])
    if content or not isinstance(tables, list) or not tables:
        raise TemplateError(f"{path} has no templates: each is a [[template]] with name and text")
    return [_named_text(path, number, table) for number, table in enumerate(tables, 1)]


def _named_text(path: Path, number: int, table: object) -> tuple[str, str]:
    if isinstance(table, dict) and table.keys() == {"name", "text"}:
        name, text = table["name"], table["text"]
        if isinstance(name, str) and isinstance(text, str):
            return name, text
    raise TemplateError(f"{path}: template {number} must have a name and a text, and nothing else")


def _string(value: str) -> str:
    # JSON's escapes are TOML's; DEL alone must be escaped in the one and not in the other.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _text(value: str) -> str:
    """Return a text of several lines as several lines."""
    if "\n" not in value:
        return _string(value)
    lines = (_string(line)[1:-1] for line in value.split("\n"))
    return '"""\n' + "\n".join(lines) + '"""'
