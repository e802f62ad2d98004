"""A file of templates, in TOML: people can read it, and it comes back as it went."""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING

from smsdesk.core.rules.merge_fields import FIELDS, TemplateError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path
    from typing import TextIO

    from smsdesk.core.read_models.templates import Template

LARGEST = 4_000_000
"""Bytes of a file that is read: more than a thousand templates of the longest kind."""


def write(templates: Iterable[Template], file: TextIO) -> None:
    """Write templates as a file that ``read`` gives back; what cannot be seen goes as escapes."""
    unicode = (file.encoding or "utf-8").lower().replace("-", "") == "utf8"
    known = ", ".join(f"{{{name}}}" for name in FIELDS)
    file.write(
        "# Templates of smsdesk: smsdesk templates import FILE takes them in.\n"
        f"# Fields: {known};\n# a default as {{first_name|there}}; {{{{ is a brace.\n"
    )
    for template in templates:
        name, text = _string(template.name, unicode=unicode), _text(template.text, unicode=unicode)
        file.write(f"\n[[template]]\nname = {name}\ntext = {text}\n")


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


def _string(value: str, *, unicode: bool) -> str:
    # JSON's escapes are TOML's, but for pairs of surrogates: those letters are written out here.
    return "".join(
        sign if sign.isprintable() and (unicode or sign.isascii()) else f"\\U{ord(sign):08x}"
        for sign in json.dumps(value, ensure_ascii=False)
    )


def _text(value: str, *, unicode: bool) -> str:
    """Return a text of several lines as several lines."""
    if "\n" not in value:
        return _string(value, unicode=unicode)
    lines = (_string(line, unicode=unicode)[1:-1] for line in value.split("\n"))
    return '"""\n' + "\n".join(lines) + '"""'
